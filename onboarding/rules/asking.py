"""`manage.py explain onboarding`: from a start date, weekdays and a template's name to every date with its reasons."""

from datetime import date

from core.explain import topic
from core.settings_values import Settings
from onboarding import words
from onboarding.rules import templates, warnings
from onboarding.rules.planner import LENGTH, plan


def _iso(value):
    """Return a date in ISO, or None."""
    return value.isoformat() if value else None


def _clock(value):
    """Return a clock time as 09:00, or None."""
    return f"{value:%H:%M}" if value else None


def answer(start, weekdays, template, length=LENGTH, limit=warnings.HOURS_A_DAY):
    """Return the answer as plain dicts and lists. `limit`: hours that a day may have."""
    found = plan(start, weekdays, template, length)
    return {
        "phases": {code: _iso(day) for code, day in found.phases.items()},
        "deadlines": {code: _iso(day) for code, day in found.deadlines.items()},
        "schedule": [
            {
                "week": int(row.block[1]) if row.block[0] == "w" else str(words.block(row.block, length)),
                "topic": row.topic,
                "date": _iso(row.day),
                "time": _clock(row.clock),
                "responsible": words.roles_in_words(row.roles),
                "until": _iso(row.until),
                "every": row.every or None,
                "latest": row.latest,
                "reasons": list(row.reasons),
            }
            for row in found.schedule
        ],
        "letter_on": _iso(found.letter_on),
        "status_meetings": [
            {"date": _iso(one.day), "time": _clock(one.clock), "series": one.series, "reasons": list(one.reasons)}
            for one in found.meetings
        ],
        "first_day": _iso(found.first_day),
        "warnings": [one.text for one in warnings.of(found.schedule, limit=limit)],
        "reasons": found.reasons,
    }


@topic("onboarding", takes="start, weekdays, template, months")
def onboarding(question):
    """Answer one question. `weekdays` is Monday to Friday, `template` »standard« and `months` three unless given."""
    from onboarding.models import Pack

    start = date.fromisoformat(str(question["start"]))
    weekdays = question.get("weekdays") or [1, 2, 3, 4, 5]
    if not isinstance(weekdays, list) or not all(isinstance(day, int) for day in weekdays):
        raise ValueError("Write weekdays as a list of numbers, 1 for Monday to 7 for Sunday.")
    months = question.get("months", LENGTH)
    if not isinstance(months, int):
        raise ValueError("Write months as a number, 3 for three months.")
    packs = Pack.as_data() or templates.released()
    wanted = templates.named(question.get("template") or "", packs)
    contents = [pack for pack in packs if pack["code"] in wanted]
    limit = Settings().number("onboarding_hours_a_day") or warnings.HOURS_A_DAY
    return answer(start, weekdays, templates.compose(contents), months, limit)
