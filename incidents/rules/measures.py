"""Which measures suit a category, how long they may last and who decides.

Answers with their reasons (INC-34–38, Q33).
"""

import hashlib
import json
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar
from core.directory import Directory
from core.settings_values import Settings
from core.together import together
from incidents.models import Incident
from incidents.models.sanctions import MEASURES, SUGGESTED, WITH_PERIOD

TIMED = WITH_PERIOD
# What ends with a letter and a reminder: everything that limits how somebody may reach us.
LIMITING = ("access_ban", "by_appointment", "phone_only", "writing_only", "second_person", "phone_rule")
CONTACT_FORM = {
    "access_ban": gettext_lazy("Ingen adgang"),
    "by_appointment": gettext_lazy("Kun efter aftale"),
    "phone_only": gettext_lazy("Kun telefon"),
    "writing_only": gettext_lazy("Kun skriftligt"),
    "second_person": gettext_lazy("To ansatte til stede"),
    "phone_rule": gettext_lazy("Telefon, én advarsel"),
}
WHAT_TO_DO = {
    "access_ban": gettext_lazy(
        "Kommer borgeren alligevel, så hent en leder. Gå ikke ind i det selv. Går borgeren ikke, så ring 112."
    ),
    "by_appointment": gettext_lazy(
        "Kommer borgeren uden en aftale, så henvis til telefonen, og hent en leder, hvis det ikke hjælper."
    ),
    "second_person": gettext_lazy("Vær altid to, når borgeren kommer."),
    "phone_rule": gettext_lazy("Bliver tonen hård, så sig det én gang. Hjælper det ikke, må du lægge på."),
    "phone_only": gettext_lazy(
        "Kommer borgeren i huset, så henvis til telefonen, og hent en leder, hvis det ikke hjælper."
    ),
    "writing_only": gettext_lazy("Ringer eller kommer borgeren, så henvis til Digital Post eller brev."),
    "written_warning": gettext_lazy(
        "Borgeren har fået en skriftlig advarsel. Hent en leder, hvis noget lignende sker igen."
    ),
}


@dataclass(frozen=True)
class Suggestion:
    """A measure that the category suggests; nobody has decided anything."""

    measure: str
    label: str
    reason: str


def suggested(incident, already=()):
    """Return the measures that the category suggests and nobody has proposed yet."""
    category = incident.working_category
    why = {
        "A": _("Kategori A: Planen nævner politi, erstatning, adgangsforbud eller mindst en skriftlig advarsel."),
        "B": _("Kategori B: Planen nævner en klar tilkendegivelse, en kollega til stede og én chance i telefonen."),
    }
    return [
        Suggestion(measure, MEASURES.label(measure), why[category])
        for measure in SUGGESTED.get(category, [])
        if measure not in already
    ]


def default_dates(settings, measure, on=None):
    """Return (from, to, review) that the settings suggest for a measure.

    (None, None, None) where there is no period.
    """
    if measure not in TIMED:
        return None, None, None
    starts = on or calendar.today()
    ends = calendar.add_months(starts, settings.number("default_restriction_months") or 3)
    try:
        review = calendar.Offset.parse(settings.text("restriction_review_after") or "42d").apply_to_date(starts)
    except ValueError:
        review = None
    return starts, ends, review if review and starts < review < ends else None


def longest(settings):
    """Return how many months a restriction may last without a further reason (E-29)."""
    return settings.number("restriction_max_months") or 6


def is_too_long(starts, ends, months):
    """Tell whether a period is longer than so many months."""
    return bool(starts and ends and ends > calendar.add_months(starts, months))


def shut_out_of(incident):
    """Return the ids of those who must not decide: the affected and the implicated."""
    return shut_out_among(incident, *together(*named_in(incident)))


def named_in(incident):
    """Return two questions for a page that asks for more at once: who is implicated, who is affected too."""
    both = (Incident.implicated.through, Incident.also_affected.through)
    return [through.objects.filter(incident=incident).values_list("person_id", flat=True) for through in both]


def shut_out_among(incident, implicated, also_affected):
    """Return `shut_out_of` from the answers to `named_in`."""
    return {*implicated, *also_affected} | ({incident.affected_id} if incident.affected_id else set())


@dataclass(frozen=True)
class Decider:
    """Who decides a measure: the person, instead of whom, and why."""

    person: object
    absent: object
    reasons: list

    @property
    def name(self):
        """Return the name for the page."""
        return self.person.name if self.person else _("den næste leder")


def ban_decider(incident, settings=None, barred=None):
    """Return who decides an access ban, or None when the responsible leader does (setting, or nobody above).

    The leader above the one who has taken over, without anybody who is affected or implicated; the deputy while away.
    """
    settings = settings or Settings(incident.unit)
    if not settings.flag("ban_needs_leaders_leader"):
        return None
    directory = Directory.near(incident.unit)
    barred = (shut_out_of(incident) if barred is None else barred) - {incident.responsible_id}
    leader = directory.leaders_leader(incident.unit_id, of=incident.responsible, without=barred)
    if leader is None or leader.pk == incident.responsible_id:
        return None
    reached = directory.available(leader)
    if reached is None or reached.pk in barred or reached.pk == incident.responsible_id:
        above = [
            one
            for one in directory.leaders_up(incident.unit_id, barred)
            if one.pk not in (leader.pk, incident.responsible_id)
        ]
        reached = next((found for found in (directory.available(one) for one in above) if found), None)
    if reached is None:
        return None
    reasons = [_("Et adgangsforbud afgøres af lederens leder. Det kan ændres under Indstillinger.")]
    if reached != leader:
        reasons.append(_("%(absent)s er ikke på arbejde.") % {"absent": leader.name})
    return Decider(reached, leader if reached != leader else None, reasons)


def decider_for_affected(incident, barred=None):
    """Return the name of who decides instead of somebody who is affected (E-42)."""
    if incident.responsible:
        return incident.responsible.name
    directory = Directory.near(incident.unit)
    barred = shut_out_of(incident) if barred is None else barred
    link = next(iter(directory.chain(incident.unit_id, without=barred)), None)
    return link.person.name if link else str(_("den næste leder"))


def fingerprint(sanction):
    """Return the SHA-256 of what was decided, to be compared later."""
    names = (
        "measure",
        "reason",
        "proportionality",
        "scope",
        "what_to_do",
        "is_formal_decision",
        "incident_id",
        "site_id",
        "decided_by_id",
    )
    dates = ("starts_on", "ends_on", "review_on", "heard_on", "legal_checked_on", "decided_at")
    content = {name: getattr(sanction, name) for name in names} | {
        name: getattr(sanction, name) and getattr(sanction, name).isoformat() for name in dates
    }
    content["decided_at"] = sanction.decided_at and calendar.local(sanction.decided_at).isoformat()
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def is_unchanged(sanction):
    """Tell whether a decided sanction is what was decided."""
    return sanction.decision_hash == fingerprint(sanction)
