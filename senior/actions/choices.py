"""The yearly choice of days, bonus, pension or course (SEN-12, R-87)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require
from senior.actions.ground import close
from senior.models import YearlyChoice


@transaction.atomic
def choose(choice, *, by, value, remark=""):
    """Note what next year's right is to be taken as; may be changed until the deadline. Returns the YearlyChoice."""
    require(by, "senior.choose", choice)
    if calendar.today() > choice.deadline:
        raise ValidationError(_("Fristen er gået. Tal med HR, hvis valget skal ændres."), code="late")
    if value not in choice.possible:
        raise ValidationError({"choice": _("Vælg en af mulighederne.")}, code="impossible")
    values = {"choice": value, "remark": remark, "chosen_at": calendar.now()}
    if value != choice.in_effect:  # what HR has carried over is another one: it stands on HR's list again
        values |= {"registered_at": None, "registered_by": None}
    YearlyChoice.objects.filter(pk=choice.pk).update(**values)
    audit.record("senior.chosen", choice, by=by)
    close(choice, "senior.choice", by=by)
    choice.refresh_from_db()
    return choice


@transaction.atomic
def register(choice, *, by):
    """Note that HR has carried the choice over to the pay system; False if that was noted before."""
    require(by, "senior.register_choice", choice)
    changed = YearlyChoice.objects.filter(pk=choice.pk, registered_at__isnull=True).update(
        registered_at=calendar.now(), registered_by=by
    )
    if changed:
        audit.record("senior.choice_registered", choice, by=by)
    return bool(changed)


@transaction.atomic
def settle(*, by=None):
    """Let the default hold where nothing was chosen by the deadline; return how many."""
    late = YearlyChoice.objects.filter(settled_at__isnull=True, deadline__lt=calendar.today())
    waiting = list(late)
    count = YearlyChoice.objects.filter(pk__in=[row.pk for row in waiting], settled_at__isnull=True).update(
        settled_at=calendar.now()
    )
    for row in waiting:
        close(row, "senior.choice", by=by)
    if count:
        audit.record("senior.choices_settled", ("senior.yearlychoice", 0), by=by, count=count)
    return count
