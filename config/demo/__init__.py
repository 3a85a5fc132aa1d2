"""The demo workplace of Fjordby Kommune: invented people, two years of history, all relative to today (docs/demo.md).

Data are in fixtures/demo; what happened is done again through the product's own actions with the clock moved, so that
audit log, to-dos, reminders, letters and mails are real. `load` does nothing when people exist already.
"""

import logging
import time

from core.bulk import uncollected
from core.models import Person

logger = logging.getLogger(__name__)


def load(say=lambda line: None):
    """Load everything into an empty house; return False when somebody works here already."""
    if Person.objects.exists():
        return False
    from config.demo import history, incidents, people, plans

    begun = time.monotonic()
    with history.quiet(), uncollected():
        staff = people.load()
        say(f"{len(staff)} people")
        plans.load(staff)
        told = incidents.load(staff)
        say(f"{told} incidents")
        history.catch_up()
    say(f"in {time.monotonic() - begun:.1f} s")
    return True
