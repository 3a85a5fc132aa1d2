"""An access ban goes to the leader's leader, who gets the one case to read as long as it takes (Q33)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox, todos
from core.models import Todo
from core.permissions import require
from core.settings_values import Settings
from incidents.actions.sanctions.ground import BAN, NOON, check, fields_of, locked
from incidents.models import Alert, Letter, Sanction
from incidents.models.sanctions import Measure
from incidents.rules import measures


@transaction.atomic
def send_ban_up(sanction, *, by, values):
    """Write what is proposed and ask the leader's leader to decide; return who was asked.

    Alert, mail N-38 and a to-do.
    """
    incident = locked(sanction.incident)
    require(by, "incidents.decide_sanction", incident)
    settings = Settings(incident.unit)
    decider = measures.ban_decider(incident, settings)
    if decider is None or sanction.measure != Measure.ACCESS_BAN:
        raise ValidationError(_("Du kan selv afgøre det her."), code="own_right")
    check(values, sanction.measure, settings, incident, may_be_unheard=True)
    changed = Sanction.objects.filter(pk=sanction.pk, state="proposed").update(**fields_of(values))
    if not changed:
        raise ValidationError(_("Forslaget er allerede afgjort."), code="decided")
    sanction.refresh_from_db()
    due = calendar.at(calendar.add_working_days(calendar.today(), 2), NOON)
    alert_for_ban(incident, decider)
    todos.open_todo(
        sanction,
        BAN,
        title=_("Afgør et adgangsforbud"),
        by=by,
        owner=decider.person,
        owner_role="leader",
        unit=incident.unit,
        due_at=due,
        context=_("Hændelse %(number)s") % {"number": incident.number},
        link=reverse("incidents:sanction_decide", args=[sanction.pk]),
        button=_("Se forslag"),
        kind="page",
        help=_("Godkend eller afvis det med en begrundelse. Det gælder ikke, før du har besluttet det."),
        reasons=decider.reasons,
    )
    outbox.enqueue(
        decider.person,
        "N-38",
        subject=incident,
        link=reverse("incidents:sanction_decide", args=[sanction.pk]),
        by=by,
        due_at=due,
        dedupe_key=f"ban:{sanction.pk}:{decider.person.pk}",
    )
    audit.record("incidents.ban_sent_up", incident, by=by, sanction=sanction.pk, decider=decider.person.pk)
    return decider


def alert_for_ban(incident, decider):
    """Give the decider the one case to read, as long as it takes."""
    Alert.objects.update_or_create(
        incident=incident,
        person=decider.person,
        kind="ban",
        defaults={
            "told_at": calendar.now(),
            "label": _("afgør adgangsforbud"),
            "instead_of": decider.absent,
            "ended_at": None,
        },
    )


def close_ban(incident, sanction, *, by):
    """Take the decision off the desk of whoever was asked.

    What gives access to the case ends with it when no ban waits.
    """
    if sanction.measure != Measure.ACCESS_BAN:
        return
    for todo in Todo.objects.about(sanction).open().filter(code=BAN):
        todos.complete(todo, by=by)
    end_ban_alerts(incident)


def end_ban_alerts(incident):
    """End the access that was given to decide a ban, when neither a ban nor its letter waits any more."""
    waiting = Sanction.objects.filter(incident=incident, measure=Measure.ACCESS_BAN, state="proposed").exists()
    if (
        not waiting
        and not Letter.objects.filter(incident=incident, type__measure=Measure.ACCESS_BAN, state="pending").exists()
    ):
        Alert.objects.filter(incident=incident, kind="ban", ended_at__isnull=True).update(ended_at=calendar.now())
