"""Take over, hand on, look after, keep somebody out, and choose the category."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.models import Todo
from core.permissions import can
from core.states import StepRefused
from core.texts import error
from incidents.actions import category as category_verbs
from incidents.actions import taking_over as verbs
from incidents.forms.category import AdmitForm, CategoryForm, HandOverForm, ImplicateForm
from incidents.models import Alert, Incident
from incidents.rules import category as rule
from incidents.views.case import _simple
from incidents.views.ground import find_incident, place_errors

CONFIRMED = "confirmed"


def _told_or_visible(request, pk):
    """Return an incident that the person sees, or was told about before somebody else took over; Http404 otherwise."""
    found = Incident.objects.visible_to(request.user).filter(pk=pk).first()
    if (
        found is None
        and Alert.objects.filter(incident=pk, person=request.user, kind__in=["chain", "escalation"]).exists()
    ):
        found = Incident.objects.exclude(implicated=request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_POST
def take_over(request, pk):
    """Become the responsible leader; whoever comes second is told who was first."""
    incident = _told_or_visible(request, pk)
    try:
        incident = verbs.take_over(incident, by=request.user)
    except verbs.TakenOver as first:
        messages.info(request, str(first))
        return (
            redirect("incidents:incident", pk=pk)
            if can(request.user, "incidents.view", incident)
            else redirect("incidents:list")
        )
    messages.success(
        request, _("Du har overtaget hændelsen. %(name)s kan se det nu.") % {"name": incident.affected.name}
    )
    return redirect("incidents:incident", pk=pk)


@require_http_methods(["GET", "POST"])
def hand_over(request, pk):
    """Give the responsibility to another leader."""
    incident = find_incident(request, pk, "incidents.hand_over")
    leaders = verbs.leaders_to(incident)
    form = HandOverForm(request.POST or None, leaders=leaders)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        try:
            verbs.hand_over(incident, to=to, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            messages.success(request, _("%(name)s har ansvaret nu og har fået besked.") % {"name": to.name})
            return (
                redirect("incidents:incident", pk=pk)
                if can(request.user, "incidents.view", incident)
                else redirect("incidents:list")
            )
    return _simple(
        request,
        incident,
        form,
        _("Hvem skal overtage?"),
        _("Giv videre"),
        lede=_("Den, du vælger, får ansvaret med det samme. Den ramte får det at vide."),
    )


@require_POST
def take_care(request, pk):
    """Look after the affected until a leader takes over."""
    incident = find_incident(request, pk, "incidents.take_care")
    try:
        verbs.take_care(incident, by=request.user)
    except verbs.TakenOver as first:
        messages.info(request, str(first))
    except ValidationError as problem:
        messages.warning(request, " ".join(problem.messages))
    else:
        messages.success(request, _("Du tager dig af omsorgen. Lederne har fået det at vide."))
    return redirect("incidents:incident", pk=pk)


@require_POST
def return_care(request, pk):
    """Hand the care back."""
    incident = find_incident(request, pk, "incidents.return_care")
    verbs.return_care(incident, by=request.user)
    messages.success(request, _("Omsorgen er givet tilbage til lederen."))
    return redirect("incidents:incident", pk=pk)


@require_http_methods(["GET", "POST"])
def implicate(request, pk):
    """Shut somebody out."""
    incident = find_incident(request, pk, "incidents.implicate")
    form = ImplicateForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        if CONFIRMED not in request.POST:
            return _sure(request, incident, person)
        try:
            verbs.implicate(incident, person, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as problem:
            form.add_error("person", problem)
        else:
            messages.success(request, _("%(name)s kan ikke længere se hændelsen.") % {"name": person.name})
            return (
                redirect("incidents:incident", pk=pk)
                if can(request.user, "incidents.view", incident)
                else redirect("incidents:list")
            )
    return _simple(
        request,
        incident,
        form,
        _("Må nogen ikke se hændelsen?"),
        _("Luk personen ude"),
        lede=_(
            "Er din leder eller en anden selv en del af det, der skete, så luk personen ude. "
            "Opgaver og beskeder går videre til den næste."
        ),
    )


def _sure(request, incident, person):
    """Ask before somebody is shut out: several people share a name, and what is theirs goes to others."""
    who = ", ".join(filter(None, [person.name, person.title, person.unit.name if person.unit else ""]))
    theirs = Todo.objects.about(incident).open().filter(owner=person).count()
    words = [_("%(who)s.") % {"who": who}, _("Personen kan ikke længere se noget om hændelsen.")]
    if incident.responsible_id == person.pk:
        words.append(_("Ansvaret går til den næste leder."))
    if theirs:
        words.append(
            ngettext("%(n)s opgave går til en anden.", "%(n)s opgaver går til en anden.", theirs) % {"n": theirs}
        )
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Vil du lukke %(name)s ude?") % {"name": person.name},
            "text": " ".join(words),
            "action": request.path,
            "label": _("Luk personen ude"),
            "fields": {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
            | {CONFIRMED: "yes"},
            "back_url": reverse("incidents:incident", args=[incident.pk]),
            "back_label": _("Gå tilbage"),
            "danger": True,
        },
    )


@require_http_methods(["GET", "POST"])
def admit(request, pk):
    """Let somebody in again who was shut out by mistake."""
    incident = find_incident(request, pk, "incidents.admit")
    shut_out = list(incident.implicated.order_by("name"))
    if not shut_out:
        messages.info(request, _("Ingen er lukket ude af hændelsen."))
        return redirect("incidents:incident", pk=pk)
    form = AdmitForm(request.POST or None, shut_out=shut_out)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        verbs.admit(incident, person, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("%(name)s kan se hændelsen igen.") % {"name": person.name})
        return redirect("incidents:incident", pk=pk)
    return _simple(
        request,
        incident,
        form,
        _("Er nogen lukket ude ved en fejl?"),
        _("Luk personen ind igen"),
        lede=_("Opgaver, der er gået til andre, bliver hos dem."),
    )


@require_http_methods(["GET", "POST"])
def category(request, pk):
    """Confirm the suggested category, or choose another with a reason."""
    incident = find_incident(request, pk, "incidents.manage")
    suggestion = rule.of(incident)
    start = {"category": incident.category or suggestion.category}
    form = CategoryForm(request.POST or None, suggested=suggestion.category, current=incident.category, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            verbs_incident = category_verbs.decide(
                incident, form.cleaned_data["category"], by=request.user, reason=form.cleaned_data["reason"]
            )
        except StepRefused as late:
            messages.info(request, late.message)
            return redirect("incidents:incident", pk=pk)
        except ValidationError as problem:
            form.add_error("reason" if problem.code == "reason" else None, problem.messages)
        else:
            messages.success(
                request,
                _("Kategorien er sat til %(category)s. Skridtene er lagt.") % {"category": verbs_incident.category},
            )
            return redirect("incidents:incident", pk=pk)
    return render(
        request,
        "incidents/category.html",
        {"incident": incident, "form": form, "suggestion": suggestion, "missing_reason": error("E-05")},
        status=422 if form.errors else 200,
    )
