"""Every address of MED stands in one table; those beside agenda and minutes in a file of their own."""

from tests.med.beside_access import LISTED as BESIDE

LISTED = {*BESIDE}
