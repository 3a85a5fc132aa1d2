"""How a restriction ends on the page: lifted before its time, or settled without a letter.

What is decided in category C stands here too: it ends the question of sanctions.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import drafts
from core.states import StepRefused
from incidents import steps
from incidents.actions import sanctions as verbs
from incidents.forms.sanctions import CategoryCForm, NoLetterForm, ReasonForm, ReviewForm
from incidents.views.ground import find_incident, place_errors, with_draft
from incidents.views.sanctions import find_sanction, private


@require_http_methods(["GET", "POST"])
def sanction_lift(request, pk):
    """Lift a restriction before its time (confirmation of language.md 3.3)."""
    found = find_sanction(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.lift(found, by=request.user, reason=form.cleaned_data["reason"])
        except StepRefused as late:
            messages.info(request, late.message)
            return redirect("incidents:sanction", pk=pk)
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            messages.success(request, _("Begrænsningen er ophævet. Skriv til borgeren, og giv arbejdsstedet besked."))
            return redirect("incidents:sanction", pk=pk)
    return private(
        render(
            request,
            "incidents/sanctions/confirm.html",
            {
                "incident": found.incident,
                "question": _("Vil du ophæve begrænsningen nu?"),
                "text": _("De ansatte og borgeren skal have besked."),
                "action": request.path,
                "label": _("Ophæv begrænsning"),
                "form": form,
                "back_url": reverse("incidents:sanction", args=[pk]),
                "back_label": _("Behold begrænsning"),
                "danger": True,
            },
            status=422 if form.is_bound and form.errors else 200,
        )
    )


@require_http_methods(["GET", "POST"])
def sanction_end(request, pk):
    """Settle the end of a restriction without a letter, with a reason (R-16)."""
    found = find_sanction(request, pk)
    form = NoLetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.settle_end(found, by=request.user, note=form.cleaned_data["note"])
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            messages.success(request, _("Det er noteret, at der ikke bliver sendt et brev."))
            return redirect("incidents:sanction", pk=pk)
    return private(
        render(
            request,
            "incidents/sanctions/confirm.html",
            {
                "incident": found.incident,
                "question": _("Vil du lade være med at sende et brev?"),
                "text": _("Begrænsningen slutter alligevel af sig selv."),
                "action": request.path,
                "label": _("Notér uden brev"),
                "form": form,
                "back_url": reverse("incidents:sanction", args=[pk]),
            },
            status=422 if form.is_bound and form.errors else 200,
        )
    )


@require_http_methods(["GET", "POST"])
def sanction_review(request, pk):
    """Note that a restriction was looked at again and is still needed (INC-37)."""
    found = find_sanction(request, pk)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = verbs.review(found, by=request.user, note=form.cleaned_data["note"])
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            if done:
                messages.success(request, _("Det er noteret, at begrænsningen stadig er nødvendig."))
            else:
                messages.info(request, _("Begrænsningen er allerede set igennem."))
            return redirect("incidents:sanction", pk=pk)
    return private(
        render(
            request,
            "incidents/sanctions/confirm.html",
            {
                "incident": found.incident,
                "question": _("Er begrænsningen stadig nødvendig?"),
                "text": _("Er den ikke det, så gå tilbage, og ophæv eller erstat den."),
                "action": request.path,
                "label": _("Notér vurdering"),
                "form": form,
                "back_url": reverse("incidents:sanction", args=[pk]),
            },
            status=422 if form.is_bound and form.errors else 200,
        )
    )


@require_http_methods(["GET", "POST"])
def decision_c(request, pk):
    """Write what was decided in category C, with the reason (INC-36)."""
    incident = find_incident(request, pk, "incidents.manage")
    todo = steps.find(incident, "incidents.decision_c")
    form = CategoryCForm(request.POST or None, initial=with_draft(request, CategoryCForm, request.path))
    if request.method == "POST" and form.is_valid():
        if verbs.decide_in_c(incident, by=request.user, **form.cleaned_data):
            messages.success(request, _("Beslutningen er noteret."))
        drafts.used(request, request.path)
        return redirect("incidents:incident", pk=pk)
    return private(
        render(
            request,
            "incidents/sanctions/decision_c.html",
            {
                "incident": incident,
                "todo": todo,
                "reasons": todo.reasons if todo else [],
                "form": form,
                "question": _("Hvad skal der ske?"),
            },
            status=422 if form.is_bound and form.errors else 200,
        )
    )
