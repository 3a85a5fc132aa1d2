"""Report: a draft on the server, then one step that sends it, numbers it,
tells the leader and lays the first steps (INC-01).
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.http import Http404

from core import audit, calendar
from core.actions import attachments
from core.models import Attachment, Counter, Person, Unit
from core.permissions import require
from incidents import notices, steps
from incidents.actions import alerting
from incidents.models import Incident
from incidents.rules import category
from incidents.states import INCIDENT

JUST_NOW = timedelta(minutes=30)  # the same report by the same person within this is the one that was sent
TOLD = ("kinds", "narrative", "occurred_at", "site", "place", "place_detail", "wellbeing", "needs", "perpetrator")


@transaction.atomic
def keep_draft(person, token, typed):
    """Keep what was typed in the form with this token; return the draft, or the incident if it was sent meanwhile.

    The row is made at the first save. Somebody else's token is unknown (Http404).
    """
    incident, is_new = Incident.objects.get_or_create(token=token, defaults={"reporter": person, "draft": typed})
    if incident.reporter_id != person.pk:
        raise Http404
    if is_new:
        audit.record("incidents.draft_begun", incident, by=person)
    elif incident.state == "draft" and typed != incident.draft:
        Incident.objects.filter(pk=incident.pk, state="draft").update(draft=typed, version=F("version") + 1)
    return incident


@transaction.atomic
def delete_draft(incident, *, by):
    """Delete a draft with its files; 404 for anything that has been sent."""
    require(by, "incidents.edit_draft", incident)
    attachments.remove_all(incident, by=by)
    audit.record("incidents.draft_deleted", incident, by=by)
    Incident.objects.filter(pk=incident.pk, state="draft").delete()


@transaction.atomic
def submit(person, token, told, typed=None):
    """Send the report of the form with this token; return (incident, whether this call sent it).

    `told` holds the fields of TOLD and `affected`. A second call finds the incident that the first one made (E-47), and
    so does the same report from a form with another token: a second tab, or the way back from the receipt.
    """
    incident = keep_draft(person, token, typed or {})
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    if incident.state != "draft":
        return incident, False
    twin = _sent_before(person, told)
    if twin is not None:
        _put_away(incident, by=person)
        return twin, False
    affected = told["affected"]
    values = {name: told[name] for name in TOLD}
    values["unit"] = affected.unit or person.unit or Unit.objects.filter(parent__isnull=True).order_by("pk").first()
    values["channel"] = category.channel_of(values["kinds"], "", values["place"])
    suggestion = category.suggest(
        (),
        values["channel"],
        **{kind: kind in values["kinds"] for kind in ("threat", "vandalism", "robbery", "physical")},
    )
    now = calendar.now()
    incident = INCIDENT.take(
        "submit",
        incident,
        by=person,
        details={"suggested": suggestion.category},
        number=_next_number(now),
        submitted_at=now,
        draft={},
        affected=affected,
        category_suggested=suggestion.category,
        **values,
    )
    incident = Incident.objects.select_related("unit", "site", "affected", "reporter").get(pk=incident.pk)
    begin(incident, by=person)
    return incident, True


def _sent_before(person, told):
    """Return the incident that the person has just reported with the same words, or None. Holds the person's row, so
    that two tabs come one after the other.
    """
    Person.objects.select_for_update(of=("self",), no_key=True).only("pk").get(pk=person.pk)
    same = {name: told[name] for name in ("kinds", "occurred_at", "site", "place", "perpetrator", "affected")}
    lately = Incident.objects.filter(reporter=person, submitted_at__gte=calendar.now() - JUST_NOW, **same)
    return next((one for one in lately.order_by("-pk") if one.narrative == told["narrative"]), None)


def _put_away(incident, *, by):
    """Delete the draft of a report that was sent before; one with files or a telephone note of its own is kept."""
    has_files = Attachment.objects.filter(subject_type="incidents.incident", subject_id=incident.pk).exists()
    if not has_files and not incident.phone_notes.exists():
        delete_draft(incident, by=by)


def begin(incident, *, by):
    """Lay the first steps, tell who is to be told, and give the reporter a receipt."""
    steps.lay(incident, by=by)
    todo = steps.find(incident, steps.TAKE_OVER)
    first = next(iter(alerting.links(incident)), None)
    steps.point(incident, first, by=by)
    todo.refresh_from_db()
    alert = alerting.tell_first(incident, todo, by=by)
    if alert:
        notices.received(incident, due_at=todo.due_at, by=by)


def _next_number(now):
    """Return the next number of the year, such as »2026-0147«. The counter's row is held until the transaction ends."""
    year = calendar.local_date(now).year
    key = f"incident-{year}"
    Counter.objects.get_or_create(key=key)
    Counter.objects.filter(key=key).update(value=F("value") + 1)
    return f"{year}-{Counter.objects.get(key=key).value:04}"
