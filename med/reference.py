"""What MED loads of reference data: the fixed agendas of each kind of body (MED-05, MED-56)."""

from core.reference import loader, put, read
from med import reference_beside  # noqa: F401  (loads the duties)
from med.models import AgendaTemplateItem


@loader
def agendas(refresh):
    """Load the fixed agendas; those that a body keeps for itself are other rows and never touched."""
    facts = ("part", "order", "title", "help", "purpose", "responsible_role", "duration")
    return sum(
        put(
            AgendaTemplateItem,
            {"template": row["template"], "code": row["code"], "body": None},
            {name: row[name] for name in facts},
            refresh,
        )
        for row in read("med_agendas")
    )
