"""What MED loads of reference data: the duties. The fixed agendas are editions (med/fixed_agenda.py)."""

from med import reference_beside  # noqa: F401  (loads the duties)
