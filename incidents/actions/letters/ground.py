"""What the verbs of letters share: how one is read, what can go wrong, and the steps of the plan."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar, todos
from core.models import Todo
from core.texts import error
from incidents import steps
from incidents.actions import sanctions as sanction_verbs
from incidents.models import Letter

DECISION, SEND, FILE, APPROVE = (
    "incidents.letter_decision",
    "incidents.letter",
    "incidents.letter_filing",
    "incidents.letter_approval",
)
RELATED = (
    "type",
    "author",
    "approved_by",
    "document",
    "sanction",
    "incident__unit",
    "incident__site",
    "incident__police",
    "incident__responsible",
)
NOON = sanction_verbs.NOON


class Stale(Exception):
    """Somebody saved in between: `letter` is the newest, nothing of what was typed is written (E-48, E-49)."""

    def __init__(self, letter):
        super().__init__(error("E-49"))
        self.letter = letter


class Tampered(Exception):
    """The stored letter is no longer what was approved; nothing is printed or sent."""

    def __init__(self):
        super().__init__(
            _("Brevet er ikke længere det, der blev godkendt. Det kan ikke sendes. Lav en ny version, og ring til it.")
        )


def load(pk, *, lock=False):
    """Return a letter with what a page or an act needs, in one query."""
    rows = Letter.objects.select_related(*RELATED)
    return rows.select_for_update(of=("self",)).get(pk=pk) if lock else rows.get(pk=pk)


def next_round(subject, code):
    """Return the number of the next round of a to-do about a subject."""
    last = Todo.objects.about(subject).filter(code=code).order_by("-round").values_list("round", flat=True).first()
    return (last or 0) + 1


def begin_step(letter, code, condition, *, by):
    """Open a step of the plan.

    Another round where an earlier letter's was done, one of the letter's own when the case is closed.
    """
    incident = letter.incident
    if incident.is_open:
        steps.open_when(incident, condition, by=by)
    todo = steps.find(incident, code)
    if todo is not None and todo.state == "open":
        return
    titles = {
        SEND: (_("Send brevet"), _("Markér sendt"), "1wd"),
        FILE: (_("Journalisér brevet"), _("Markér journaliseret"), "2wd"),
    }
    title, button, length = titles[code]
    subject = incident if incident.is_open and todo is not None else letter
    todos.open_todo(
        subject,
        code,
        title=title,
        by=by,
        owner=incident.responsible or by,
        owner_role="leader",
        unit=incident.unit,
        site=incident.site,
        about=incident.affected,
        due_at=calendar.Offset.parse(length).apply(calendar.now()),
        category=incident.working_category,
        context=_("Hændelse %(number)s") % {"number": incident.number},
        link=reverse("incidents:letter", args=[letter.pk]),
        button=button,
        kind="letter",
        is_obligatory=True,
        rule="R-12",
        round=next_round(subject, code),
    )


def finish_step(letter, code, waiting, *, by):
    """Complete the step when no other letter of the case waits for the same."""
    for todo in Todo.objects.about(letter).open().filter(code=code):
        todos.complete(todo, by=by)
    if not Letter.objects.filter(incident=letter.incident_id, state__in=waiting).exists():
        steps.done(letter.incident, code, by=by)
