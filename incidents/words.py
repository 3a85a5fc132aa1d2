"""Say what an incident is in neutral words: its title, and what its people read for each state (language.md 2.6)."""

from django.utils.translation import gettext as _

from core import calendar
from incidents.choices import PLACES, TILES


def listed(words):
    """Join words as people do: »a, b og c«."""
    words = [str(word) for word in words]
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s og %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def in_a_row(sentences):
    """Join answers that each begin with a capital letter: »Min leder skal ringe til mig og jeg vil ikke være alene«."""
    sentences = [str(sentence) for sentence in sentences]
    return listed(sentences[:1] + [sentence[:1].lower() + sentence[1:] for sentence in sentences[1:]])


def kinds_of(incident):
    """Return what happened in the list's order: »trusler og hærværk«."""
    return listed(TILES.phrase(kind) for kind in TILES.labels() if kind in incident.kinds)


def title_of(incident):
    """Return what it is about: »Trusler og hærværk i samtalerum«. Stands on the page, never in the browser's title."""
    what = kinds_of(incident) or _("hændelse")
    title = f"{what} {PLACES.phrase(incident.place)}".strip()
    return title[0].upper() + title[1:]


def neutral_title(incident):
    """Return what those read who may only know that something has happened."""
    return _("En hændelse på %(site)s") % {"site": incident.site.name}


def state_text(incident, *, told=None, next_step=None, reopened_at=None):
    """Return what the reporter and the affected read about how it is going.

    `told` is (name, moment) of the leader who was told last, `next_step` the most urgent to-do.
    """
    leader = incident.responsible.name if incident.responsible_id else ""
    if incident.state == "draft":
        return _("Kun du kan se kladden. Den er ikke sendt.")
    if incident.state == "submitted":
        if told is None:
            return _("Der er ikke fundet en leder, der kan få besked. Ring til din AMR eller til lederens leder.")
        return _("%(leader)s fik besked kl. %(time)s. Du får besked, når nogen har overtaget.") % {
            "leader": told[0],
            "time": calendar.clock(told[1]),
        }
    if incident.state == "received":
        return _("%(leader)s har overtaget kl. %(time)s og kontakter dig.") % {
            "leader": leader,
            "time": calendar.clock(incident.taken_over_at),
        }
    if reopened_at and incident.state == "in_progress":
        return _("Hændelsen er åbnet igen %(day)s. Din leder har skrevet hvorfor.") % {
            "day": calendar.long_date(reopened_at)
        }
    if incident.state == "in_progress":
        if next_step is None or next_step.due_at is None:
            return _("%(leader)s arbejder videre.") % {"leader": leader}
        return _("%(leader)s arbejder videre. Næste skridt: %(step)s, senest %(deadline)s.") % {
            "leader": leader,
            "step": next_step.title,
            "deadline": calendar.near_moment(next_step.due_at, calendar.now()),
        }
    if incident.state == "awaiting_follow_up":
        if incident.follow_up_on is None:
            return _("Det, der hastede, er gjort. Vi følger op.")
        return _("Det, der hastede, er gjort. Vi følger op %(day)s.") % {
            "day": calendar.long_date(incident.follow_up_on)
        }
    return _("Alle skridt er udført. Du kan stadig læse det hele og tilføje noget.")
