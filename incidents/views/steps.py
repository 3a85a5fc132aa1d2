"""Steps that have no page of their own: a tick with a note, undo, not relevant,
and the way to the page of the others.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core import audit, fields
from core.permissions import Forbidden, who_may
from core.texts import text
from incidents import case as cases
from incidents import steps
from incidents.actions import ticking
from incidents.forms.ground import NotRelevantForm
from incidents.views.parts import page_of

# Steps that are done by writing a line: kind → (question, label, whether it may stay empty)
QUESTIONS = {
    "company": (
        gettext_lazy("Hvem er hos medarbejderen?"),
        gettext_lazy("Hvem er hos medarbejderen nu, og hvem følger med hjem?"),
        False,
    ),
    "doctor": (
        gettext_lazy("Har du været ved lægen?"),
        gettext_lazy("Hvilken dag var du ved lægen? Skriv ikke, hvad lægen sagde."),
        False,
    ),
    "inform_house": (gettext_lazy("Har huset fået besked?"), gettext_lazy("Hvem har fået besked, og hvornår?"), False),
    "evidence": (
        gettext_lazy("Er beviserne gemt?"),
        gettext_lazy("Hvad er gemt? Er der ingen beviser, så skriv hvorfor."),
        False,
    ),
}


class NoteForm(forms.Form):
    """A line about what was done."""

    note = fields.LongText(
        rows=3,
        max_length=2000,
        error_messages={"required": gettext_lazy("Skriv, hvad der er gjort.")},
        help_text=text("field_help", "sensitive_text"),
    )

    def __init__(self, *args, label, required, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].required = label, required


def _find(request, pk, code, rule="may_do"):
    """Return (Case, to-do) of a step that the Case's rule lets the person have; 404 when not visible, 403 when it is
    somebody else's.
    """
    case = cases.gather(request.user, pk)
    todo = case.todos.get(code if code.startswith("incidents.") else f"incidents.{code}")
    if todo is None or not (case.can("read_steps") or todo.owner_id == request.user.pk):
        raise Http404
    if not getattr(case, rule)(todo):
        raise Forbidden("incidents.manage", who_may("incidents.manage"))
    return case, todo


@require_http_methods(["GET", "POST"])
def step(request, pk, kind):
    """Lead to the page of a step, or ask for the line that completes it."""
    page = steps.page_of(kind, pk)
    if page:
        return redirect(page)
    case = cases.gather(request.user, pk)
    found = next((todo for todo in case.todos.values() if todo.kind == kind), None)
    if found is None or kind not in QUESTIONS:
        return redirect("incidents:incident", pk=pk)
    case, todo = _find(request, pk, found.code)
    question, label, may_be_empty = QUESTIONS[kind]
    form = NoteForm(
        request.POST if request.POST.get("form") == "note" else None, label=label, required=not may_be_empty
    )
    skip = NotRelevantForm(request.POST if request.POST.get("form") == "skip" else None)
    if form.is_bound and form.is_valid():
        return _done(request, case, todo, form.cleaned_data["note"])
    if skip.is_bound and skip.is_valid():
        gone = _skipped(request, case, todo, skip)
        if gone:
            return gone
    return render(
        request,
        "incidents/note.html",
        {
            "incident": case.incident,
            "todo": todo,
            "question": question,
            "form": form,
            "skip": skip,
            "may_skip": todo.state == "open" and case.may_skip(todo),
            "evidence_url": reverse("incidents:evidence", args=[pk]) if kind == "evidence" else "",
        },
        status=422 if form.errors or skip.errors else 200,
    )


@require_POST
def tick(request, pk, code):
    """Mark a simple step done, with a note if there is one; a note that can't be kept comes back with the reason."""
    case, todo = _find(request, pk, code)
    form = NoteForm(request.POST, label="", required=False)
    status = 422
    if form.is_valid():
        try:
            return _done(request, case, todo, form.cleaned_data["note"])
        except ValidationError as problem:
            if problem.code == "own_page":
                status = 409
            form.add_error("note", problem)
    code = todo.code.removeprefix("incidents.")
    return _case(request, pk, code, bound={"code": code, "form": form}, status=status)


@require_POST
def undo(request, pk, code):
    """Make a step wait again."""
    case, todo = _find(request, pk, code)
    try:
        if ticking.undo(case.incident, todo.code, by=request.user):
            messages.success(request, _("Fortrudt. Skridtet venter igen."))
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
    return _after(request, pk, todo)


def _after(request, pk, todo):
    """Answer a tick: with the parts of the page that it changes, or without script with the way to the row."""
    if request.htmx:
        return _case(request, pk, todo.code.removeprefix("incidents."))
    return redirect(_back(pk, todo))


def _case(request, pk, code, *, bound=None, status=200):
    """Show the case as it is now, whole or in parts, led to one of its steps."""
    case = cases.gather(request.user, pk)
    audit.read("incidents.opened", case.incident, by=request.user)
    page = page_of(case)
    page |= {
        "focus": "" if bound else code,
        "bound": bound,
        "later_open": page["steps"].holds("later", code),
        "done_open": page["steps"].holds("done", code),
    }
    name = "incidents/_ticked.html" if request.htmx else "incidents/incident.html"
    return render(request, name, page, status=status)


@require_http_methods(["GET", "POST"])
def not_relevant(request, pk, code):
    """Say why a step isn't needed."""
    case, todo = _find(request, pk, code, "may_skip")
    form = NotRelevantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        gone = _skipped(request, case, todo, form)
        if gone:
            return gone
    return render(
        request,
        "incidents/short.html",
        {
            "incident": case.incident,
            "form": form,
            "title": _("Ikke relevant: %(step)s") % {"step": todo.title},
            "button": _("Markér ikke relevant"),
            "lede": todo.help,
        },
        status=422 if form.errors else 200,
    )


def _done(request, case, todo, note):
    if ticking.tick(case.incident, todo.code, by=request.user, note=note):
        messages.success(
            request, _("»%(step)s« er markeret udført. Du kan fortryde det på listen.") % {"step": todo.title}
        )
    else:
        messages.info(request, _("Skridtet venter ikke længere. Her er hændelsen, som den er nu."))
    return _after(request, case.incident.pk, todo)


def _skipped(request, case, todo, form):
    """Mark it; None when the reason was refused."""
    try:
        changed = ticking.not_relevant(case.incident, todo.code, by=request.user, reason=form.cleaned_data["reason"])
    except ValidationError as problem:
        form.add_error("reason", problem)
        return None
    if changed:
        messages.success(request, _("Skridtet er markeret ikke relevant. Du kan fortryde det på listen."))
    else:
        messages.info(request, _("Skridtet venter ikke længere. Her er hændelsen, som den er nu."))
    return redirect(_back(case.incident.pk, todo))


def _back(pk, todo):
    """Return to the step's row."""
    return reverse("incidents:incident", args=[pk]) + f"#step-{todo.code.removeprefix('incidents.')}"
