"""Approving a letter: read it, be asked once, or send it back with a remark."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.permissions import rows
from core.states import StepRefused
from incidents.actions import letters as verbs
from incidents.forms.letters import (
    SendBackForm,
)
from incidents.letters import building, checks
from incidents.views.ground import place_errors
from incidents.views.letter_ground import WRITING, find_letter, private
from incidents.views.letters import already


@require_http_methods(["GET", "POST"])
def letter_approve(request, pk):
    """Ask, then approve exactly the text that was read (confirmation of language.md 3.3)."""
    found = find_letter(request, pk, "incidents.approve_letter")
    if found.state not in WRITING:
        return already(request, found)
    if request.method == "POST":
        edit = request.POST.get("edit", "")
        try:
            verbs.approve(found, by=request.user, edit=int(edit) if edit.isdigit() and len(edit) < 9 else 0)
        except StepRefused:
            return already(request, verbs.load(pk))
        except verbs.Stale:
            messages.warning(
                request, _("Nogen har rettet i brevet, mens du læste. Læs det igen, før du godkender det.")
            )
            return redirect("incidents:letter", pk=pk)
        except ValidationError as problem:
            for words in problem.messages:
                messages.error(request, words)
            return redirect("incidents:letter", pk=pk)
        messages.success(request, _("Brevet er godkendt og låst. Dan PDF'en, når det skal sendes."))
        seen = rows(request.user, "incidents.view_letter").filter(pk=pk).exists()
        return redirect("incidents:letter", pk=pk) if seen else redirect("core:desk")
    composition = building.Composition(found)
    stops = verbs.problems(composition)
    if stops:
        for _anchor, words in stops:
            messages.warning(request, words)
        return redirect(reverse("incidents:letter", args=[pk]) + "#before")
    return private(
        render(
            request,
            "incidents/letters/approve.html",
            {
                "letter": found,
                "incident": found.incident,
                "doc": composition.document(),
                "warnings": [one for one in checks.run(composition) if not one.stops],
            },
        )
    )


@require_http_methods(["GET", "POST"])
def letter_send_back(request, pk):
    """Send a letter back to its author with a remark."""
    found = find_letter(request, pk, "incidents.approve_letter")
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.send_back(found, by=request.user, reason=form.cleaned_data["reason"])
        except StepRefused:
            return already(request, verbs.load(pk))
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            messages.success(request, _("Brevet er sendt tilbage til %(name)s.") % {"name": found.author.name})
            seen = rows(request.user, "incidents.view_letter").filter(pk=pk).exists()
            return redirect("incidents:letter", pk=pk) if seen else redirect("core:desk")
    return private(
        render(
            request,
            "incidents/sanctions/confirm.html",
            {
                "incident": found.incident,
                "question": _("Vil du sende brevet tilbage?"),
                "text": _("Forfatteren får din bemærkning og kan rette brevet."),
                "action": request.path,
                "label": _("Send tilbage"),
                "form": form,
                "back_url": reverse("incidents:letter", args=[pk]),
                "back_label": _("Læs igen"),
            },
            status=422 if form.is_bound and form.errors else 200,
        )
    )
