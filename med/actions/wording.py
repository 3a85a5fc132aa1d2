"""A body words a fixed agenda of its own (MED-05, GEN-10)."""

from core.actions import editions
from core.permissions import require
from med import fixed_agenda


def own_agenda(body, *, by):
    """Give a body a fixed agenda of its own, which begins as that of its kind; return the template."""
    require(by, "med.word_agenda", body)
    content = fixed_agenda.content_for(body)
    return editions.begin_own(
        fixed_agenda.KIND, fixed_agenda.own_code(body.pk), content=content, owner_role="chairs", by=by
    )
