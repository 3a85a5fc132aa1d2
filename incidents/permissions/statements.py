"""Who reads and writes what a colleague saw."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.permissions import allow, reads, shut_out
from incidents.models import Statement
from incidents.permissions.relations import LEADERS, implicated_in, over


def own(person):
    """The colleague who was asked."""
    return Q(person=person)


reads(Statement, "incidents.view_statement")
shut_out(Statement, _("indblandet i hændelsen"), implicated_in("incident"))
allow("incidents.view_statement", Statement, _("den, der er bedt om at forklare"), own)
allow("incidents.write_statement", Statement, _("den, der er bedt om at forklare"), own)
for who, where in LEADERS:
    allow("incidents.view_statement", Statement, who, over(where))
