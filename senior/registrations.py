"""What senior tells the rest of the house: its reasons."""

from core import explain
from senior.rules import membership

explain.topic("senior", takes="born, area, group, leader, on")(membership.explain)
