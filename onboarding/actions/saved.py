"""Keep a view of the list under a name."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions import require
from onboarding.models import SavedView

MOST = 12  # views of one person: more are no help


@transaction.atomic
def keep(*, by, name, query):
    """Keep a query under a name, in place of one with the same name; return the view."""
    mine = SavedView.objects.filter(person=by)
    if mine.count() >= MOST and not mine.filter(name=name).exists():
        raise ValidationError(_("Du har {n} gemte visninger. Fjern en først.").format(n=MOST), code="many")
    return SavedView.objects.update_or_create(person=by, name=name, defaults={"query": query})[0]


@transaction.atomic
def remove(view, *, by):
    """Remove a view of one's own."""
    require(by, "onboarding.keep_view", view)
    view.delete()
