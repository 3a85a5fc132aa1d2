"""When each step of an incident is due, and why: one function for the steps, the pages and `manage.py explain
deadlines`.

Offsets are data (StepTemplate); two of them come from a law and carry their source: 72 hours to the police
(offererstatningsloven § 10) and 14 days to EASY (BEK 799/2022 § 1). A law's clock runs on, day and night.

A clock of our own that counts from the event has a floor: a report that comes late leaves the leader at least the time
to take over, and where the deadline had passed by then, the whole length counts from the report.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from core import calendar
from incidents.rules.plan_steps import templates as templates_at

DAY_ENDS = time(23, 59)  # EASY counts a report as timely until 23.59 on the last day
EASY, POLICE, TALK, TAKE_OVER = "incidents.injury_report", "incidents.police", "incidents.talk", "incidents.take_over"
AT_MOST = timedelta(days=1)  # what a leader has at most before the law's own clock goes to the leader above
AT_LEAST = timedelta(hours=2)  # and what they have where the law's clock had run out before anybody told


@dataclass(frozen=True)
class Moments:
    """What the clocks count from.

    Aware moments; only `occurred_at` is needed, the others fall back to what is known.
    """

    occurred_at: datetime
    reported_at: datetime | None = None
    taken_over_at: datetime | None = None
    category_at: datetime | None = None  # when the category was set, or when a step's condition came true
    first_absence_day: date | None = None
    opening_hours: dict = field(default_factory=dict)
    talk_lead: str = "30m"  # setting talk_before_closing
    answer_by: datetime | None = None  # when a leader is to have taken over, counted from the report

    def anchor(self, name):
        """Return (moment, the words for it) of a step's anchor, falling back to the moment before it."""
        known = [
            ("category", self.category_at, _("efter at skridtet blev aktuelt")),
            ("taken_over", self.taken_over_at, _("efter at en leder overtog")),
            ("reported", self.reported_at, _("efter at hændelsen blev meldt")),
            ("occurred", self.occurred_at, _("efter hændelsen")),
        ]
        names = [row[0] for row in known]
        if name not in names:
            return self.occurred_at, _("efter hændelsen")
        return next((moment, words) for _name, moment, words in known[names.index(name) :] if moment)


def clocks(
    occurred_at,
    category,
    first_absence_day=None,
    *,
    reported_at=None,
    taken_over_at=None,
    category_at=None,
    conditions=(),
    opening_hours=None,
    templates=None,
):
    """Return [{code, title, due_at, reasons, is_law}] of the steps that have a deadline, the first due first.

    `conditions` are the names of steps.json that hold (»violence«, »absence«, …). Reasons are dicts with text
    and perhaps source and valid_from. One query, none when `templates` are given.
    """
    templates = templates_at() if templates is None else templates
    moments = Moments(
        occurred_at,
        reported_at,
        taken_over_at,
        category_at,
        first_absence_day,
        opening_hours or {},
        answer_by=answer_by(templates, category, reported_at, opening_hours or {}),
    )
    holds = set(conditions) | ({"absence"} if first_absence_day else set())
    found = [
        clock(template, moments)
        for template in templates
        if template.due and category in template.categories and applies(template, holds)
    ]
    return sorted(found, key=lambda row: (row["due_at"], row["code"]))


def applies(template, holds):
    """Tell whether a step's condition is among those that hold. Absence makes a work injury whatever was done."""
    return not template.condition or template.condition in holds or (template.code == EASY and "absence" in holds)


def clock(template, moments):
    """Return the clock of one step as a dict, with its reasons."""
    due_at, reasons = due(template, moments)
    return {
        "code": template.code,
        "title": template.title,
        "due_at": due_at,
        "reasons": reasons,
        "is_law": template.is_law,
    }


def due(template, moments):
    """Return (moment, reasons) of one step's deadline."""
    if template.code == EASY or template.anchor == "absence":
        return _after_absence(template, moments)
    moment, words = moments.anchor(template.anchor)
    late = _is_late(template, moments)
    if late:
        moment, words = moments.anchor("reported")
    due_at = calendar.Offset.parse(template.due).apply(moment, calendar.OpeningHours(moments.opening_hours))
    reasons = [
        _reason(
            template,
            _("{length} {anchor} {moment}.").format(
                length=calendar.Offset.parse(template.due).words(), anchor=words, moment=calendar.long_moment(moment)
            ),
        )
    ]
    if template.code == POLICE:
        reasons.append(
            {
                "text": _(
                    "Sker anmeldelsen inden da, står medarbejderen stærkest, hvis der skal søges "
                    "erstatning fra staten. Weekender og helligdage tæller med."
                )
            }
        )
    if late:
        reasons.append({"text": _("Hændelsen blev meldt, da fristen fra hændelsen næsten eller helt var gået.")})
    if template.code == TALK:
        closing = _closing(moments, moment)
        if closing and closing < due_at and not (moments.answer_by and closing < moments.answer_by):
            due_at = closing
            reasons.append({"text": _("Arbejdsstedet lukker før. Samtalen skal være holdt, inden nogen går hjem.")})
    return due_at, reasons


def _is_late(template, moments):
    """Tell whether a clock of our own would run out before a leader has had the time to take over."""
    if template.is_law or template.anchor != "occurred" or moments.answer_by is None:
        return False
    hours = calendar.OpeningHours(moments.opening_hours)
    return calendar.Offset.parse(template.due).apply(moments.occurred_at, hours) < moments.answer_by


def answer_by(templates, category, reported_at, opening_hours):
    """Return when a leader is to have taken over an incident of the category, or None before it is reported."""
    template = next((one for one in templates if one.code == TAKE_OVER and category in one.categories), None)
    if template is None or not template.due or reported_at is None:
        return None
    return calendar.Offset.parse(template.due).apply(reported_at, calendar.OpeningHours(opening_hours))


def escalate_from(opened_at, due_at):
    """Return the first moment at which a law's clock may go to the leader above: never before the leader has had time
    with it, however late it was told.
    """
    if due_at <= opened_at:
        return opened_at + AT_LEAST
    return opened_at + min(AT_MOST, (due_at - opened_at) / 2)


def _after_absence(template, moments):
    """Return the end of the last day, counted from the first day of absence, or from the event while nobody is
    absent.
    """
    first = moments.first_absence_day
    day = first or calendar.local_date(moments.occurred_at)
    last = calendar.Offset.parse(template.due).apply_to_date(day)
    if first:
        text = _("{length} fra den første fraværsdag, {day}.")
    else:
        text = _("{length} fra hændelsen, {day}, fordi der ikke står en fraværsdag. Skriv den, så regnes fristen om.")
    reasons = [
        _reason(template, text.format(length=calendar.Offset.parse(template.due).words(), day=calendar.long_date(day))),
        {
            "text": _("Weekender og helligdage tæller med. Anmeldelsen er i tide til og med kl. 23.59 den dag."),
        },
    ]
    return calendar.at(last, DAY_ENDS), reasons


def _closing(moments, counted_from):
    """Return when the talk must be held because the site closes, or None when it was closed already."""
    occurred = calendar.local(counted_from)
    closes = calendar.OpeningHours(moments.opening_hours).closes(occurred.date())
    if closes is None or occurred >= closes:
        return None
    early = calendar.Offset.parse(f"-{moments.talk_lead}").apply(closes)
    return early if early > occurred else closes


def _reason(template, text):
    """Return a reason with the law it rests on, or as the municipality's own number."""
    if template.is_law:
        return {
            "text": text,
            "source": template.source,
            "valid_from": template.valid_from.isoformat() if template.valid_from else "",
        }
    return {"text": text, "source": _("beredskabsplanens egne frister")}


def sentences(reasons):
    """Return reasons as plain sentences, for where only text fits (a to-do's reasons)."""
    return [
        f"{row['text']} {_('Kilde: {source}.').format(source=row['source'])}" if row.get("source") else row["text"]
        for row in reasons
    ]


# -- one incident --------------------------------------------------------------------------------------------------
def moments_of(incident, category_at=None, talk_lead="30m", templates=()):
    """Return what the clocks of an incident count from; reads the site's hours from `incident.site`.

    `templates` are the steps of its plan, for the time a leader has to take over.
    """
    hours = incident.site.opening_hours if incident.site else {}
    return Moments(
        incident.occurred_at,
        incident.submitted_at,
        incident.taken_over_at,
        category_at,
        incident.first_absence_on,
        hours,
        talk_lead,
        answer_by(templates, incident.working_category, incident.submitted_at, hours),
    )


def clock_of(incident, code):
    """Return the clock of one step of an incident, or None where the plan has no such step for its category.

    One query.
    """
    templates = templates_at(incident.submitted_at)
    found = [t for t in templates if t.code == code and incident.working_category in t.categories and t.due]
    return clock(found[0], moments_of(incident, templates=templates)) if found else None


# -- manage.py explain deadlines -----------------------------------------------------------------------------------
PHYSICAL = {
    "hit",
    "kick",
    "bite",
    "strangle",
    "stab",
    "headbutt",
    "thrown",
    "spat_on",
    "verbal_threat",
    "wordless_threat",
    "robbery",
}


def explain(question):
    """Answer one line of `manage.py explain deadlines`: {occurred_at, category, first_absence_day, …} → {"clocks":
    […]}.
    """
    given = set(question.get("conditions") or ())
    types = set(question.get("types") or ())
    violence = question.get("violence")
    if violence or (violence is None and (types & PHYSICAL or (not types and question["category"] == "A"))):
        given.add("violence")
    given |= {
        name
        for name in ("likely_elsewhere", "sanction", "letter_approved", "letter_sent", "crisis_ordered", "supervision")
        if question.get(name)
    }
    day = question.get("first_absence_day") or question.get("first_absence_on")
    found = clocks(
        _moment(question["occurred_at"]),
        question["category"],
        date.fromisoformat(day) if day else None,
        **{name: _moment(question.get(name)) for name in ("reported_at", "taken_over_at", "category_at")},
        conditions=given,
        opening_hours=question.get("opening_hours"),
    )
    return {"clocks": [row | {"due_at": calendar.local(row["due_at"]).isoformat()} for row in found]}


def _moment(text):
    """Read a moment; one without a zone is Danish time."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else calendar.at(moment.date(), moment.time())
