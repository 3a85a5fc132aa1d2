"""What the actions of the log are called (fixtures/reference/audit_words.json; tests hold it to every action there is)."""

import json
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _


@cache
def names():
    """Return action -> what it is called. Read once a process: the words change with the code alone."""
    path = settings.ROOT / "fixtures" / "reference" / "audit_words.json"
    return json.loads(path.read_text(encoding="utf-8"))


def of(action, is_read=False):
    """Return what an action is called; an action of an earlier version, without a name today, says what kind it was."""
    return names().get(action) or (_("Oplysningerne blev åbnet") if is_read else _("Oplysningerne blev ændret"))
