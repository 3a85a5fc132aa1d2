"""The course of an incident in words: what was told, who was told and took over, what was decided, added and done."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar
from incidents import words

SHOWN = {
    "incidents.take_over": gettext_lazy("Overtaget"),
    "incidents.handed_over": gettext_lazy("Givet videre"),
    "incidents.moved_from_implicated": gettext_lazy("Givet videre"),
    "incidents.care_taken": gettext_lazy("AMR tager sig af omsorgen"),
    "incidents.care_returned": gettext_lazy("Omsorgen er givet tilbage"),
    "incidents.implicated": gettext_lazy("En person er lukket ude af hændelsen"),
    "incidents.admitted": gettext_lazy("En person er lukket ind i hændelsen igen"),
    "incidents.supplemented": gettext_lazy("Der er tilføjet oplysninger"),
    "incidents.affected_added": gettext_lazy("Endnu en kollega er ramt"),
    "incidents.first_absence_set": gettext_lazy("Første fraværsdag er noteret"),
    "incidents.consent_given": gettext_lazy("TR må læse, hvad der skete"),
    "incidents.consent_withdrawn": gettext_lazy("TR må ikke længere læse, hvad der skete"),
    "incidents.citizen_opened": gettext_lazy("AMR må se borgerens navn"),
    "incidents.citizen_closed": gettext_lazy("AMR må ikke længere se borgerens navn"),
    "incidents.phone_note_written": gettext_lazy("Telefonnotat skrevet"),
    "incidents.description_written": gettext_lazy("Signalement skrevet"),
    "incidents.await_follow_up": gettext_lazy("Afventer opfølgning"),
    "incidents.close": gettext_lazy("Lukket"),
    "incidents.reopen": gettext_lazy("Åbnet igen"),
    "incidents.chain_ended": gettext_lazy("Der er ikke flere ledere på listen"),
}
TO_REPORTER = (
    "incidents.take_over",
    "incidents.handed_over",
    "incidents.moved_from_implicated",
    "incidents.close",
    "incidents.reopen",
)


AT_ONCE = ("chain", "care", "information")  # who is told in the moment the report is sent


@dataclass(frozen=True)
class Entry:
    """One line of the course."""

    at: datetime
    title: str
    said: str = ""
    by: str = ""
    big: bool = False


def entries(case):
    """Return the course as the person of the case may read it, oldest first."""
    incident = case.incident
    story, own, steps = case.can("read_story"), case.can("read_own_words"), case.can("read_steps")
    found = []
    if story or own:
        if incident.before and case.reads("before"):
            found.append(
                Entry(incident.occurred_at, _("Hvad gik forud"), case.words(incident.before, incident.reporter_id))
            )
        found.append(_happening(case))
    if story and incident.experience:
        found.append(
            Entry(
                incident.occurred_at, _("Den ramtes oplevelse"), case.words(incident.experience, incident.affected_id)
            )
        )
    found.append(_told(case, with_names=steps or own))
    for row in case.opened("log"):
        if row.action in SHOWN and (steps or (own and row.action in TO_REPORTER)):
            found.append(Entry(row.at, str(SHOWN[row.action]), by=row.name or _("Systemet")))
    if steps:
        found += [
            _next_told(row) for row in case.opened("alerts") if row.kind == "chain" and row.at > incident.submitted_at
        ]
        found += [_decided(case, row) for row in case.opened("decisions")]
        found += [
            Entry(row.at, _("Lederens leder fik besked om en frist"), by=row.name)
            for row in case.opened("alerts")
            if row.kind == "escalation"
        ]
    for row in case.opened("addenda"):
        if story or row.person == case.person.pk:
            found.append(_added(case, row))
    return sorted(found, key=lambda entry: entry.at)


def _happening(case):
    incident = case.incident
    own = incident.reporter_id == incident.affected_id
    narrative = incident.narrative if case.reads("narrative") else ""
    by = _("%(name)s med egne ord") if own else _("Fortalt af %(name)s")
    return Entry(
        incident.occurred_at,
        _("Hændelsen"),
        case.words(narrative, incident.reporter_id),
        by % {"name": incident.reporter.name} if narrative else "",
        big=True,
    )


def _told(case, *, with_names):
    incident = case.incident
    first = [row for row in case.opened("alerts") if row.kind in AT_ONCE and row.at == incident.submitted_at]
    names = (
        [_alert_name(row) for row in sorted(first, key=lambda row: row.kind != "chain")] if with_names else []
    )  # the leader first
    told = _("besked til %(names)s") % {"names": words.listed(names)} if names else ""
    return Entry(
        incident.submitted_at,
        _("Meldt"),
        by=" · ".join(filter(None, [incident.reporter.name if with_names else "", told])),
    )


def _alert_name(row):
    if row.kind == "care":
        return _("%(name)s (AMR)") % {"name": row.name}
    if row.kind == "information":
        return _("%(name)s (TR)") % {"name": row.name}
    if row.instead_of:
        return _("%(name)s (i stedet for %(absent)s)") % {"name": row.name, "absent": row.instead_of}
    return row.name


def _next_told(row):
    title = _("Næste leder fik besked") if row.order else _("Leder fik besked")
    return Entry(row.at, title, by=" · ".join(filter(None, [_alert_name(row), row.label])))


def _decided(case, row):
    reason = case.words(row.said)
    by = _("%(name)s · foreslået af systemet: %(suggested)s") % {"name": row.name, "suggested": row.suggested}
    return Entry(row.at, _("Kategori sat til %(category)s") % {"category": row.category}, reason, by)


def _added(case, row):
    if row.kind == "correction":
        title = _("Rettet tidspunkt: %(moment)s") % {"moment": calendar.long_moment(row.about)}
    else:
        title = {"statement": _("Forklaring"), "note": _("Note om et skridt")}.get(row.kind, _("Tilføjelse"))
    return Entry(row.at, title, case.words(row.said, row.person), row.name)
