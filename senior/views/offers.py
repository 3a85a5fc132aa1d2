"""The offer: the leader sees and sends it, the employee answers it. One address, two faces."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import audit
from senior.actions import offers as verbs
from senior.actions.ground import own_leader
from senior.forms.talks import AnswerForm, GiveForm
from senior.models import SeniorOffer, TalkGuideline
from senior.rules.membership import Rulebook
from senior.views.ground import act, row_or_404


def _find(request, pk, action="senior.view_offer"):
    return row_or_404(
        request.user,
        action,
        SeniorOffer.objects.select_related("person__unit", "unit", "offered_by"),
        pk,
        ("senior.give_offer", "senior.answer_offer"),
    )


@require_GET
def offer(request, pk):
    """Show the offer: as it will be sent, as it is answered, or only its dates (HR)."""
    found = _find(request, pk)
    talk_rules = [rule for rule in Rulebook(people=[]).rules if rule.right == "talk"]
    audit.read("senior.offer_opened", found, by=request.user)
    return render(
        request,
        "senior/offer.html",
        {
            "offer": found,
            "is_mine": found.person_id == request.user.pk,
            "is_leader": "senior.give_offer" in found.may and _sends_or_leads(request.user, found),
            "form": GiveForm(),
            "answer_form": AnswerForm(),
            "age": min((rule.age_from for rule in talk_rules), default=None),
            "talk": getattr(found, "talk", None),
            "guideline": TalkGuideline.objects.filter(TalkGuideline.in_force(found.opened_at.date())).first(),
        },
    )


def _sends_or_leads(person, found):
    """Tell whether to show the leader's side: HR, who sends where nobody leads, is never shown the answer."""
    return found.state == "to_be_offered" or not person.standing.has("hr") or own_leader(found.person) == person


@require_POST
def offer_give(request, pk):
    """Send the offer."""
    found = _find(request, pk)
    form = GiveForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "senior/offer.html",
            {"offer": found, "is_leader": True, "form": form, "age": 52},
            status=422,
        )
    return act(
        request,
        lambda: verbs.give(found, by=request.user, words=form.cleaned_data["words"]),
        _("Tilbuddet er sendt til %(name)s.") % {"name": found.person.name},
        reverse("senior:offer", args=[pk]),
    )


@require_POST
def offer_answer(request, pk):
    """Take the answer: yes, no thanks, later."""
    found = _find(request, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Vælg et af de tre svar."))
        return redirect("senior:offer", pk=pk)
    said = {
        "yes": _("Tak for svaret. Din leder finder en tid sammen med dig."),
        "no_thanks": _("Tak for svaret. Et nej får ingen betydning, og du bliver spurgt igen næste år."),
        "later": _("Tak for svaret. Du kan sige ja, når det passer dig, og du bliver spurgt igen næste år."),
    }[form.cleaned_data["answer"]]
    return act(
        request,
        lambda: verbs.answer(found, by=request.user, **form.cleaned_data),
        said,
        reverse("senior:offer", args=[pk]),
    )
