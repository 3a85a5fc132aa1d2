"""Open the affected person's next-of-kin list on grounds, and note how the call went (INC-28, GEN-12)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox
from core.models import NextOfKin
from core.permissions import rows
from core.todos import require_sentence
from incidents import steps
from incidents.actions.ground import begin
from incidents.models import KinContact

ANSWERED = ("contacted", "not_wished")


@transaction.atomic
def open_list(incident, *, by, reason):
    """Return the entries to call, the first first. Logged with the reason, and the employee is told at once (N-24)."""
    reason = require_sentence(reason)
    incident = begin(incident, "incidents.open_next_of_kin", by=by)
    now = calendar.now()
    entries = list(rows(by, "incidents.read_next_of_kin", NextOfKin.objects.filter(person=incident.affected)))
    audit.read("incidents.next_of_kin_opened", incident, by=by, reason=reason, entries=len(entries))
    audit.read("core.next_of_kin_opened", incident.affected, by=by, reason=reason, incident=incident.pk)
    outbox.enqueue(
        incident.affected,
        "N-24",
        subject=incident,
        link=reverse("incidents:incident", args=[incident.pk]),
        context={"rolle": role_of(incident, by), "dato": now, "tid": now},
        dedupe_key=f"N-24:{incident.pk}:{by.pk}:{now:%Y%m%d%H%M}",
    )
    return entries


def role_of(incident, person):
    """Return what the person is to the affected, for the notice that tells them."""
    if incident.care_by_id == person.pk:
        return _("AMR")
    if incident.responsible_id == person.pk:
        return _("Din leder")
    return _("En leder med ansvar for dig i dag")


@transaction.atomic
def record_contact(incident, *, by, outcome, contacted_at=None, spoke_with=""):
    """Note whether the relatives were called, did not answer, or were not wished called; return the KinContact.

    No answer leaves the step waiting: somebody must try again.
    """
    incident = begin(incident, "incidents.open_next_of_kin", by=by)
    who = spoke_with.strip() if outcome == "contacted" else ""
    values = {"outcome": outcome, "contacted_at": contacted_at, "spoke_with": who, "by": by, "at": calendar.now()}
    contact, is_new = KinContact.objects.get_or_create(incident=incident, defaults=values)
    if not is_new:
        KinContact.objects.filter(pk=contact.pk).update(**values)
        contact.refresh_from_db()
    audit.record("incidents.kin_contact_recorded", incident, by=by, outcome=outcome)
    if outcome in ANSWERED:
        steps.done(incident, "incidents.next_of_kin", by=by)
    return contact
