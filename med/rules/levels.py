"""Whether an item lies at the right level: influence is sought where the leader can decide (MED-03)."""

from django.utils.translation import gettext as _

from med.choices import LEVELS

ORDER = [value for value, _words in LEVELS]


def hint(body, level):
    """Return what to think of when an item is decided elsewhere than in the body, or nothing."""
    if not level or body.kind not in ORDER or level == body.kind:
        return ""
    words = dict(LEVELS)[level]
    if level == "outside":
        return _("Det afgøres uden for MED. Udvalget kan drøfte det og sende sine synspunkter videre i god tid.")
    if ORDER.index(level) > ORDER.index(body.kind):
        return _("Det afgøres i %(level)s. Spørg det udvalg, så svaret kommer tilbage hertil.") % {"level": words}
    return _("Det afgøres i %(level)s. Send det derhen som en høring.") % {"level": words}
