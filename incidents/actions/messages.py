"""Messages to the staff of a site: what to do, for how long, never the story (INC-61, INC-62; R-15)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox
from core.directory import Directory
from core.models import Person
from core.permissions import require, rows
from core.texts import error
from incidents import steps
from incidents.models import Incident, MessageReading, Sanction, StaffMessage
from incidents.rules import plain_speech
from incidents.rules.measures import CONTACT_FORM, WHAT_TO_DO

STEP = "incidents.staff_message"


def suggested_text(sanction):
    """Return a message that a decided sanction suggests: the measure, what to do, the period."""
    what = sanction.what_to_do or str(WHAT_TO_DO.get(sanction.measure, ""))
    form = CONTACT_FORM.get(sanction.measure) or sanction.get_measure_display()
    place = f" ({sanction.scope})" if sanction.scope else ""
    period = (
        _("Det gælder fra %(start)s til og med %(end)s.")
        % {"start": calendar.long_date(sanction.starts_on), "end": calendar.long_date(sanction.ends_on)}
        if sanction.starts_on and sanction.ends_on
        else ""
    )
    return " ".join(
        part
        for part in (
            _("En borger har en begrænsning: %(form)s%(place)s.") % {"form": str(form).lower(), "place": place},
            what,
            period,
        )
        if part
    )


def receivers(site, incident):
    """Return everyone who works at the site, with its TR and AMR; nobody who is implicated. Fixed number of queries."""
    people = {person.pk: person for person in Person.objects.working().filter(site=site).select_related("unit")}
    directory = Directory()
    for kind in ("union_rep", "safety_rep", "service"):
        for person in directory.nearest_holders(kind, incident.unit_id, site.pk):
            people[person.pk] = person
    barred = set(Incident.implicated.through.objects.filter(incident=incident).values_list("person_id", flat=True))
    return [person for pk, person in people.items() if pk not in barred]


@transaction.atomic
def send(incident, *, by, text, site, starts_on, ends_on, sanction=None):
    """Give the site a message; return it, or the one that holds already (`is_repeated`). One neutral mail (N-23) to each who works there, TR and AMR included.

    Completes the step when it is about a sanction.

    Raises ValidationError by field: CPR number, health or a name in the text, an end before the start or in the past.
    """
    require(by, "incidents.manage", incident)
    incident = (
        Incident.objects.select_for_update(of=("self",)).select_related("unit", "site", "affected").get(pk=incident.pk)
    )
    faults = {}
    try:
        plain_speech.check_message(
            text,
            [incident.citizen_name, incident.citizen_reference, incident.affected.name if incident.affected else ""],
        )
    except ValidationError as fault:
        faults["text"] = fault
    if ends_on < starts_on:
        faults["ends_on"] = ValidationError(error("E-25"), code="order")
    elif ends_on < calendar.today():
        faults["ends_on"] = ValidationError(error("E-23"), code="past")
    if sanction is not None and (sanction.incident_id != incident.pk or sanction.state not in ("approved", "in_force")):
        faults["sanction"] = ValidationError(_("Vælg en sanktion, der er godkendt."), code="undecided")
    elif sanction is not None and sanction.ends_on and ends_on > sanction.ends_on:
        faults["ends_on"] = ValidationError(_("Beskeden kan højst gælde, så længe sanktionen gælder."), code="long")
    if faults:
        raise ValidationError(faults)
    sent = _sent_before(incident, by=by, text=text, site=site, starts_on=starts_on, ends_on=ends_on, sanction=sanction)
    if sent is not None:
        return sent
    message = StaffMessage.objects.create(
        incident=incident,
        sanction=sanction,
        kind="sanction" if sanction else "warning",
        site=site,
        text=text,
        starts_on=starts_on,
        ends_on=ends_on,
        sent_by=by,
        sent_at=calendar.now(),
    )
    people = [person for person in receivers(site, incident) if person.pk != by.pk]
    outbox.enqueue_many(
        [
            outbox.MailSpec(
                person,
                "N-23",
                message,
                reverse("incidents:messages"),
                f"staff:{message.pk}:{person.pk}",
                {"dato": ends_on},
            )
            for person in people
        ]
    )
    if sanction is not None:
        Sanction.objects.filter(pk=sanction.pk).update(told_sites=sorted({*sanction.told_sites, site.pk}))
    audit.record(
        "incidents.staff_told",
        incident,
        by=by,
        message=message.pk,
        site=site.pk,
        receivers=len(people),
        sanction=sanction.pk if sanction else None,
    )
    if sanction is not None:  # a warning before anything is decided leaves the staff to be told of the sanction
        steps.done(incident, STEP, by=by)
    return message


def _sent_before(incident, *, by, text, **values):
    """Return the same message that holds already, or None: Back and a second press tell nobody twice (E-47)."""
    holding = StaffMessage.objects.filter(incident=incident, withdrawn_at__isnull=True, **values)
    found = next((one for one in holding.select_related("site") if one.text == text), None)
    if found is not None:
        found.is_repeated = True
    return found


@transaction.atomic
def withdraw(message, *, by):
    """End a message before its time; return False if it had ended."""
    require(by, "incidents.manage", message.incident)
    changed = StaffMessage.objects.filter(pk=message.pk, withdrawn_at__isnull=True).update(withdrawn_at=calendar.now())
    if changed:
        audit.record("incidents.staff_message_withdrawn", message.incident, by=by, message=message.pk)
    return bool(changed)


@transaction.atomic
def mark_read(message, *, by):
    """Note that somebody has read a message; the leader sees how many, not who."""
    require(by, "incidents.read_message", message)
    _reading, is_new = MessageReading.objects.get_or_create(
        message=message, person=by, defaults={"read_at": calendar.now()}
    )
    if is_new:
        audit.read("incidents.staff_message_read", message, by=by)
    return is_new


@transaction.atomic
def show_whom(message, *, by):
    """Return whom the message is about, for somebody who may read it; written in the log."""
    require(by, "incidents.read_message", message)
    audit.read("incidents.message_person_shown", message, by=by)
    if message.sanction_id:
        return message.sanction.citizen_reference
    return message.incident.citizen_name or message.incident.citizen_reference


def unread(person, on=None):
    """Return the messages that hold today and that the person has not read, in one query."""
    current = StaffMessage.objects.visible_to(person).current(on)
    return current.exclude(readings__person=person)


def find(person, pk):
    """Return a message that holds today and that the person may read, or 404."""
    return get_object_or_404(
        rows(person, "incidents.read_message").current().select_related("site", "sanction", "incident"), pk=pk
    )
