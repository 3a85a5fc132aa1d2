"""Asking to have a case or a task moved, and answering (GEN-42)."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.models import Person, Role, Unit
from core.permissions import require
from senior.actions import redistribution as verbs
from senior.forms.more import AnswerRedistributionForm, AskForm
from senior.models import Redistribution
from senior.views.ground import act, page_with_form, row_or_404, tried, typed


def _whom(person):
    """Return whom the person may ask: leaders and SFK of the own unit and those above, and the own team."""
    today = calendar.today()
    unit = Unit.objects.filter(pk=person.unit_id).first()
    above = unit.ancestor_ids if unit else []
    roles = Role.objects.filter(Role.in_force(today), kind__in=["leader", "consultant"], unit__in=above[:3])
    return (
        Person.objects.working(today)
        .filter(Q(pk__in=roles.values("person_id")) | Q(unit=person.unit_id))
        .exclude(pk=person.pk)
        .order_by("name")
    )


@require_GET
def redistributions(request):
    """List what the person has asked and been asked."""
    found = Redistribution.objects.visible_to(request.user).select_related("person", "asked", "answered_by")
    return render(request, "senior/redistributions.html", {"rows": list(found[:50]), "me": request.user.pk})


@require_http_methods(["GET", "POST"])
def redistribution_new(request):
    """Ask to have something moved."""
    data, kept = typed(request)
    form = AskForm(data, initial=kept)
    form.fields["asked"].queryset = _whom(request.user)
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.ask(by=request.user, **form.cleaned_data),
        said=_("Dit ønske er sendt. Du får svar her."),
        to=reverse("senior:redistributions"),
        title=_("Bed om at få noget flyttet"),
        button=_("Send ønske"),
        back=reverse("senior:redistributions"),
        lede=_(
            "Alle kan blive trætte af en sag eller en opgave. Det er i orden at sige det, og det tæller ikke imod dig."
        ),
    )


@require_http_methods(["GET", "POST"])
def redistribution(request, pk):
    """Show a request; take the answer of whoever was asked or of the leader."""
    found = row_or_404(
        request.user,
        "senior.view_redistribution",
        Redistribution.objects.select_related("person", "asked", "answered_by"),
        pk,
        ("senior.answer_redistribution", "senior.withdraw_redistribution"),
    )
    audit.read("senior.redistribution_opened", found, by=request.user)
    if request.method == "POST":
        require(request.user, "senior.answer_redistribution", found)
    data, kept = typed(request)
    form = AnswerRedistributionForm(data, initial=kept)
    if form.is_bound and found.state != "asked":
        messages.info(request, _("Ønsket er allerede besvaret. Svaret står her."))
        return redirect("senior:redistribution", pk=pk)
    if (
        form.is_bound
        and form.is_valid()
        and tried(request, form, lambda form: verbs.answer(found, by=request.user, **form.cleaned_data))
    ):
        return act(
            request,
            lambda: None,
            _("Svaret er sendt til %(name)s.") % {"name": found.person.name},
            reverse("senior:redistribution", args=[pk]),
        )
    return render(
        request,
        "senior/redistribution.html",
        {
            "row": found,
            "form": form if found.state == "asked" and "senior.answer_redistribution" in found.may else None,
            "may_withdraw": found.state == "asked" and "senior.withdraw_redistribution" in found.may,
        },
        status=422 if form.errors else 200,
    )


@require_POST
def redistribution_withdraw(request, pk):
    """Take a request back."""
    found = row_or_404(request.user, "senior.view_redistribution", Redistribution.objects.all(), pk)
    return act(
        request,
        lambda: verbs.withdraw(found, by=request.user),
        _("Ønsket er trukket tilbage."),
        reverse("senior:redistributions"),
    )
