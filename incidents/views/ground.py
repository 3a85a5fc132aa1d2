"""What the pages of the steps share: find the incident, show the step's question with its clock, clean, act, go back.

page = StepPage(request, pk, "incidents.talk", "incidents.do_care_steps")
form = page.form(TalkForm)
return page.answer(form, lambda data: verbs.record_talk(page.incident, **data), _("Noteret."), question=…)
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import audit, calendar, drafts, retention
from core.permissions import find, require
from core.states import StepRefused
from core.texts import error
from core.views.acting import place_errors  # noqa: F401  (the steps' pages take it from here)
from incidents import doing, steps
from incidents.actions import ticking
from incidents.forms.ground import NotRelevantForm
from incidents.models import Incident

WITH_ITS_PEOPLE = ("affected", "site", "unit", "responsible", "care_by", "reporter")


def find_incident(request, pk, action, also=(), along=()):
    """Return the incident if the person may do the action on it; 404 when it isn't visible, 403 when it is but not
    this. `also`: actions asked for in the same query (»incident.may«); `along`: rows of its own to read with it.
    """
    found = find(request.user, action, Incident.objects.select_related(*WITH_ITS_PEOPLE, *along), pk, also)
    if found is None:
        try:
            require(request.user, action, Incident(pk=pk))
        except Http404:
            raise missing(request.user, pk) from None
        raise Http404
    return found


def missing(person, pk):
    """Return what is raised for an incident that isn't there for the person: whoever knew it may learn that it is gone."""
    return retention.missing(person, ("incidents.incident", pk), closed_by="incidents.implicated")


def with_draft(request, form_class, key):
    """Return the initial values of a form from its draft; a moment's two parts are put together again."""
    kept = drafts.initial(request, key)
    found = {name: value for name, value in kept.items() if name in form_class.base_fields}
    for name in form_class.base_fields:
        if f"{name}_date" in kept:
            found[name] = [kept.get(f"{name}_date"), kept.get(f"{name}_time")]
    return found


class StepPage:
    """One step of one incident for one request."""

    def __init__(self, request, pk, code, action, *, shows_case=False, also=(), along=()):
        self.request, self.code, self.action, self.has_draft = request, code, action, False
        self.incident = find_incident(request, pk, action, (*also, *doing.ACTIONS), along)
        self.todo = steps.find(self.incident, code)
        self.may_skip = bool(
            self.todo and self.todo.state == "open" and doing.may_skip(self.todo, request.user.pk, self.incident.may)
        )
        if shows_case and request.method == "GET":
            audit.read("incidents.step_opened", self.incident, by=request.user, code=code)

    def form(self, form_class, *, initial=None, name="", **kwargs):
        """Return the form, bound when this button was pressed; `name` tells the forms of a page apart."""
        pressed = self.request.method == "POST" and self.request.POST.get("form", "") == name
        kept = {} if name else with_draft(self.request, form_class, self.request.path)
        self.has_draft = self.has_draft or bool(kept)
        start = (initial or {}) | kept
        return form_class(
            self.request.POST if pressed else None,
            initial=start,
            incident=self.incident,
            person=self.request.user,
            **kwargs,
        )

    def skip(self):
        """Return (the form for »not relevant«, the answer when it was sent and accepted)."""
        pressed = self.request.method == "POST" and self.request.POST.get("form") == "skip"
        form = NotRelevantForm(self.request.POST if pressed else None)
        if not pressed or not form.is_valid():
            return form, None
        try:
            if ticking.not_relevant(self.incident, self.code, by=self.request.user, reason=form.cleaned_data["reason"]):
                messages.success(self.request, _("Skridtet er markeret ikke relevant. Du kan fortryde det på listen."))
            else:
                messages.info(self.request, self.already())
        except ValidationError as problem:
            form.add_error("reason", problem)
            return form, None
        return form, self.back()

    def already(self):
        """Say who was first (E-45's pattern)."""
        todo = steps.find(self.incident, self.code)
        if todo is None or todo.done_at is None:
            return _("Skridtet venter ikke længere. Her er hændelsen, som den er nu.")
        name = todo.done_by.name if todo.done_by else _("En anden")
        return _("%(name)s gjorde skridtet færdigt kl. %(time)s. Du behøver ikke gøre mere.") % {
            "name": name,
            "time": calendar.clock(todo.done_at),
        }

    def back(self):
        """Return to the case."""
        return redirect("incidents:incident", pk=self.incident.pk)

    def act(self, form, verb, success, to=None):
        """Do it with a valid form's values and return where to go; None when it was refused, with the reason in
        the form.
        """
        try:
            result = verb(form.cleaned_data)
        except StepRefused as late:
            messages.info(self.request, late.message)
            return self.back()
        except ValidationError as problem:
            place_errors(form, problem)
            return None
        drafts.used(self.request, self.request.path)
        if isinstance(result, tuple) and result[1] is False:
            messages.info(self.request, error("E-47"))
        else:
            messages.success(self.request, success() if callable(success) else success)
        return to or self.back()

    def answer(self, form, verb, success, *, template="incidents/steps/step.html", to=None, **context):
        """Return the page, or go on when the form was sent and accepted."""
        skip, gone = self.skip()
        if gone is None and form.is_bound and form.is_valid():
            gone = self.act(form, verb, success, to)
        return gone or self.render(template, form=form, skip=skip, **context)

    def render(self, template, **context):
        """Show the page: 422 when something must be put right."""
        forms = [value for value in context.values() if hasattr(value, "is_bound")]
        wrong = any(form.is_bound and form.errors for form in forms)
        response = render(
            self.request,
            template,
            {
                "incident": self.incident,
                "todo": self.todo,
                "reasons": self.todo.reasons if self.todo else [],
                "may_skip": self.may_skip,
                **context,
            },
            status=422 if wrong else 200,
        )
        response["Cache-Control"] = "private, no-store"
        return response
