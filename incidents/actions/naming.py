"""Named, filmed or tagged on the net: evidence first, the leader at once, communications when wished (INC-74)."""

from django.db import transaction
from django.urls import reverse

from core import audit, calendar, outbox
from core.directory import Directory
from core.permissions import require
from incidents import steps
from incidents.actions import reporting, supplementing
from incidents.models import Incident, Naming

PUBLIC = ("medium", "how", "address", "account", "seen_at", "spread", "wish")


@transaction.atomic
def report(*, by, token, public, narrative, wellbeing, files, tell):
    """Send an incident of harassment on the net with its evidence; return (Incident, is new).

    It takes the ordinary way: a leader is told, and the plan's steps for category C follow.
    """
    incident, is_new = reporting.submit(
        by,
        token,
        {
            "kinds": ["digital"],
            "narrative": narrative,
            "occurred_at": public["seen_at"],
            "site": by.site,
            "place": "digital",
            "place_detail": "",
            "wellbeing": wellbeing,
            "needs": [],
            "perpetrator": "unknown",
            "affected": by,
        },
    )
    if not is_new:
        return incident, False
    supplementing.fill(incident, {"channel": "social_media"}, by=by)
    for uploaded, facts in files:
        supplementing.attach(incident, uploaded, facts, by=by, kind="screenshot")
    keep(incident, by=by, public=public)
    if tell:
        tell_communications(incident.naming, by=by)
    return incident, True


@transaction.atomic
def keep(incident, *, by, public):
    """Note on an incident where and how somebody is named; return the Naming. What stands there is kept, once told."""
    require(by, "incidents.supplement", incident)
    Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=incident.pk)
    naming, is_new = Naming.objects.get_or_create(incident=incident, defaults={name: public[name] for name in PUBLIC})
    if is_new:
        audit.record("incidents.naming_told", incident, by=by)
    return naming, is_new


@transaction.atomic
def tell_communications(naming, *, by):
    """Ask communications for help; they may then see this page and nothing of the case. False if they were asked before."""
    require(by, "incidents.tell_communications", naming)
    changed = Naming.objects.filter(pk=naming.pk, communications_told_at__isnull=True).update(
        communications_told_at=calendar.now(), communications_told_by=by
    )
    if not changed:
        return False
    incident = steps.hold(naming.incident)
    audit.record("incidents.communications_told", incident, by=by)
    for person in Directory().nearest_holders("communications", incident.unit_id, incident.site_id):
        outbox.enqueue(
            person,
            "I-09",
            subject=naming,
            link=reverse("incidents:naming_page", args=[naming.pk]),
            dedupe_key=f"I-09:{naming.pk}:{person.pk}",
        )
    return True


@transaction.atomic
def follow(naming, *, by, takedown_asked_on, takedown_asked_by, removed_on):
    """Note that the medium was asked to take it down, and that it is gone; return the Naming."""
    require(by, "incidents.follow_naming", naming)
    Naming.objects.filter(pk=naming.pk).update(
        takedown_asked_on=takedown_asked_on, takedown_asked_by=takedown_asked_by, removed_on=removed_on
    )
    naming.refresh_from_db()
    audit.record("incidents.takedown_followed", naming.incident, by=by)
    return naming
