"""What minutes wait for before everybody reads something: the minute taker's own look at it (MED-30).

Addenda and the short telling may come after the publication; they wait for a look of their own.
"""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar, todos
from core.models import Todo
from med.models import Summary

PUBLISH = "med.publish"


def ask(meeting, title, by, **values):
    """Give the minute taker the to-do to look it through."""
    todos.open_todo(
        meeting,
        PUBLISH,
        title=title,
        by=by,
        owner=meeting.minute_taker or by,
        unit=meeting.body.unit,
        due_at=calendar.at(calendar.add_working_days(calendar.today(), 1), calendar.parse_time("12")),
        context=str(meeting.body),
        link=reverse("med:publish", args=[meeting.pk]),
        button=_("Læs det igennem"),
        kind="page",
        rule="R-36",
        facts={"udvalg": str(meeting.body)},
        reasons=[_("Alle ansatte kan læse godkendte referater.")],
        **values,
    )


def ask_again(meeting, title, by):
    """Give the to-do once more for what came after the publication, unless it waits already."""
    known = Todo.objects.about(meeting).filter(code=PUBLISH)
    if not known.open().exists():
        ask(meeting, title, by, round=(known.order_by("-round").values_list("round", flat=True).first() or 0) + 1)


def unchecked(meeting):
    """Return the addenda that nobody has looked through for everybody to read."""
    return meeting.addenda.filter(checked_at__isnull=True)


def summary_of(meeting):
    """Return the meeting's short telling, or None."""
    return Summary.objects.filter(meeting=meeting).first()


def show_summary(meeting, version=None):
    """Let everybody read the short telling, if it is still the version that was looked through; return how many."""
    rows = Summary.objects.filter(meeting=meeting).exclude(text="").exclude(shown_version=F("version"))
    if version is not None:
        rows = rows.filter(version=version)
    return rows.update(shown_text=F("text"), shown_dialogue=F("needs_dialogue"), shown_version=F("version"))


def settle(meeting, by):
    """Close the to-do, unless something came meanwhile that nobody has looked through."""
    summary = summary_of(meeting)
    if unchecked(meeting).exists() or (summary and summary.waits):
        return
    for todo in Todo.objects.about(meeting).open().filter(code=PUBLISH):
        todos.complete(todo, by=by)
