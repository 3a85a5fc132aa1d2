"""Incidents' lines of the permission table (requirements 7.1, 7.2, INC-88, Q51–Q53).

A right needs a role and a relation. Nearest leader: of the affected person's unit. Chain leader: told about this one
report, until somebody else takes over. Deputy: for what the absent leader is responsible for. The implicated see nothing.

Relations stand in `relations`; the lines in a file for each group of rows. A rule is a named function, one for each rule,
so that a page asks for it once however many lines use it (core/rights.py).
"""

from incidents.permissions import incident, plan, prevention, public, response, sanctions, sparring, statements, strain

__all__ = ["incident", "plan", "prevention", "public", "response", "sanctions", "sparring", "statements", "strain"]
