"""The demo workplace of Fjordby Kommune: invented people, two years of history, all relative to today (docs/demo.md).

Data are in fixtures/demo; what happened is done again through the product's own actions with the clock moved, so that
audit log, to-dos, reminders, letters and mails are real. `load` does nothing when people exist already.
"""

import time
from importlib import import_module

from django.db import transaction

from core.bulk import uncollected
from core.models import Person

# The modules of this folder that have something to tell. Each has `fill(staff)`: it writes in bulk what is over, and
# returns the events [(moment, function)] that are lived through the product's own verbs, in order of time together with
# everybody else's (docs/demo.md).
CHAPTERS = (
    "plans",
    "incidents",
    "beside",
    "seniors",
    "onboarding",
    "meetings",
    "beside_meetings",
    "representatives",
    "wording",
)


def load(say=lambda line: None):
    """Load everything into an empty house; return False when somebody works here already."""
    if Person.objects.exists():
        return False
    from config.demo import history, people

    begun = time.monotonic()
    with history.quiet(), uncollected(), transaction.atomic():
        staff = people.load()
        events = [(moment, history.daily) for moment in history.mornings()]
        for name in CHAPTERS:
            events += import_module(f"config.demo.{name}").fill(staff)
        history.live(events)
        history.catch_up()
    say(f"{len(staff)} people, {len(events)} events in {time.monotonic() - begun:.1f} s")
    return True
