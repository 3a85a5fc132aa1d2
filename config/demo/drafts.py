"""What somebody has begun to report and not sent yet."""

import uuid
from datetime import timedelta

from core import calendar
from incidents.actions import notes, reporting


def back(days, clock):
    """Return a moment on the working day so many working days ago."""
    return calendar.at(calendar.add_working_days(calendar.today(), -days), calendar.parse_time(clock))


def drafts(staff):
    """Two drafts: one half an hour old with a telephone note, one from last week that nobody has come back to."""
    signe, lars = staff["medarbejder"], staff["mohammed.aziz"]

    def begin():
        draft = reporting.keep_draft(
            signe,
            uuid.uuid4(),
            _typed(signe, "phone", ["loud"], "En mor ringede om fredagens møde. Hun råbte, at vi ", calendar.now()),
        )
        notes.write_phone_note(
            draft,
            by=signe,
            called_at=calendar.now() - timedelta(minutes=12),
            citizen_name="",
            phone="",
            words="»I er alle sammen ens, og det skal chefen høre.« Baggrundsstøj, måske en bil.",
        )

    return [
        (calendar.now() - timedelta(minutes=30), begin),
        (
            back(5, "14.50"),
            lambda: (
                reporting.keep_draft(
                    lars,
                    uuid.uuid4(),
                    _typed(lars, "desk", ["loud"], "Borgeren slog i skranken, da jeg", calendar.now()),
                )
                and None
            ),
        ),
    ]


def _typed(person, place, kinds, text, at):
    """Return the form as it stands half filled."""
    return {
        "kinds": kinds,
        "narrative": text,
        "day": "today",
        "time": calendar.clock(at),
        "place": place,
        "site": str(person.site_id),
        "_saved": at.isoformat(),
    }
