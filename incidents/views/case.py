"""The case page: what it is, how it is going, what I do now; and what is added afterwards (INC-09, INC-23, INC-88)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.texts import error
from incidents import case as cases
from incidents.actions import supplementing
from incidents.forms.adding import AddendumForm, AffectedForm, CorrectionForm
from incidents.forms.report import DetailsForm
from incidents.models import Incident
from incidents.rules import category as rules
from incidents.views.ground import find_incident, missing
from incidents.views.parts import page_of


@require_GET
def incident(request, pk):
    """Show an incident as this person may see it. Every look is written in the log that the affected can read."""
    try:
        case = cases.gather(request.user, pk)
    except Http404:
        gone = relieved(request, pk)
        if gone:
            return gone
        raise missing(request.user, pk) from None
    if case.incident.state == "draft":
        return redirect("incidents:report")
    audit.read("incidents.opened", case.incident, by=request.user)
    return render(request, "incidents/incident.html", page_of(case))


def relieved(request, pk):
    """Return the page for whoever was told before somebody else took over, without anything of the case; else None."""
    found = (
        Incident.objects.filter(pk=pk, responsible__isnull=False)
        .filter(alerts__person=request.user, alerts__kind="chain", alerts__ended_at__isnull=False)
        .exclude(implicated=request.user)
        .exclude(affected=request.user)
        .select_related("responsible")
        .first()
    )
    if found is None:
        return None
    words = error("E-45", navn=found.responsible.name, tid=calendar.clock(found.taken_over_at))
    return render(request, "incidents/relieved.html", {"words": words})


# -- adding --------------------------------------------------------------------------------------------------------
@require_POST
def add(request, pk):
    """Add to the course."""
    incident = find_incident(request, pk, "incidents.supplement")
    form = AddendumForm(request.POST)
    if form.is_valid():
        supplementing.add(incident, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Tilføjet. Det, der blev sendt først, står uændret."))
        return redirect(reverse("incidents:incident", args=[pk]) + "#course")
    audit.read("incidents.opened", incident, by=request.user)
    page = page_of(cases.gather(request.user, pk))
    return render(request, "incidents/incident.html", page | {"add": form}, status=422)


@require_http_methods(["GET", "POST"])
def details(request, pk):
    """Fill told fields that are still empty; what was told stays (E-52)."""
    incident = find_incident(request, pk, "incidents.supplement")
    keep = _fillable(request, incident)
    if request.method == "POST":
        form = DetailsForm(
            request.POST, keep=keep, initial={"aimed_at": incident.aimed_at, "channel": incident.channel}
        )
        if form.is_valid():
            _incident, filled, refused = supplementing.fill(incident, form.cleaned_data, by=request.user)
            if refused:
                messages.warning(
                    request, _("Noget var allerede udfyldt af en anden. %(rule)s") % {"rule": error("E-52")}
                )
            if filled:
                messages.success(request, _("Oplysningerne er tilføjet. Din leder kan se dem nu."))
            elif not refused:
                messages.info(request, _("Der var ikke noget nyt at gemme."))
            return redirect("incidents:incident", pk=pk)
    else:
        form = DetailsForm(keep=keep, initial={"aimed_at": incident.aimed_at, "channel": incident.channel})
    return render(
        request, "incidents/details.html", {"incident": incident, "form": form}, status=422 if form.errors else 200
    )


def _fillable(request, incident):
    """Return the names of the fields that this person may fill now."""
    person = request.user
    keep = set(supplementing.empty_fields(incident)) | ({"aimed_at"} if incident.aimed_at == "direct" else set())
    keep |= {"channel"} if rules.is_guessed(incident) else set()
    affected = incident.affected_id == person.pk
    if not affected:
        keep -= set(supplementing.OWN)
    if not (affected or incident.reporter_id == person.pk or _may_read_citizen(person, incident)):
        keep -= set(supplementing.CITIZEN)
    if not (affected or incident.reporter_id == person.pk):
        keep -= {"category_proposed"}
    if incident.leader_told and "leader_told_at" in keep and incident.leader_told == "no":
        keep -= {"leader_told_at", "leader_told_by"}
    return keep


def _may_read_citizen(person, incident):
    from core.permissions import can

    return can(person, "incidents.read_citizen", incident)


@require_http_methods(["GET", "POST"])
def correct(request, pk):
    """Say that it happened at another time; both moments stay, and the clocks keep the first (attack 13)."""
    incident = find_incident(request, pk, "incidents.supplement")
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        supplementing.correct_moment(
            incident, form.cleaned_data["occurred_at"], form.cleaned_data["text"], by=request.user
        )
        messages.success(request, _("Tidspunktet er tilføjet. Begge tidspunkter står i forløbet."))
        return redirect("incidents:incident", pk=pk)
    return _simple(
        request,
        incident,
        form,
        _("Skete det på et andet tidspunkt?"),
        _("Ret tidspunktet"),
        lede=_("Meldt til %(moment)s.") % {"moment": calendar.long_moment(incident.occurred_at)},
    )


@require_http_methods(["GET", "POST"])
def add_affected(request, pk):
    """Note that another colleague is affected."""
    incident = find_incident(request, pk, "incidents.supplement")
    form = AffectedForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            supplementing.add_affected(incident, form.cleaned_data["colleague"], by=request.user)
        except ValidationError as problem:
            form.add_error("colleague", problem)
        else:
            messages.success(
                request,
                _("%(name)s står nu som ramt og kan følge hændelsen.") % {"name": form.cleaned_data["colleague"].name},
            )
            return redirect("incidents:incident", pk=pk)
    return _simple(request, incident, form, _("Er en kollega mere ramt?"), _("Tilføj kollega"))


def _simple(request, incident, form, title, button, *, lede="", notice=""):
    """Show a page with one short form."""
    return render(
        request,
        "incidents/short.html",
        {"incident": incident, "form": form, "title": title, "button": button, "lede": lede, "notice": notice},
        status=422 if form.errors else 200,
    )


# -- who may read --------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def show_name(request, pk):
    """Ask, then show the citizen's name; who has seen it is noted."""
    incident = find_incident(request, pk, "incidents.read_citizen")
    if request.method == "GET":
        return render(
            request,
            "core/confirm.html",
            {
                "question": _("Vil du se navnet?"),
                "text": _("Det bliver noteret, hvem der har set det."),
                "action": request.path,
                "label": _("Vis navn"),
                "back_url": reverse("incidents:incident", args=[pk]),
                "back_label": _("Gå tilbage"),
            },
        )
    audit.read("incidents.citizen_shown", incident, by=request.user)
    return render(request, "incidents/citizen.html", {"incident": incident})


@require_POST
def consent(request, pk):
    """Let TR read the story, or take that back."""
    incident = find_incident(request, pk, "incidents.consent")
    yes = request.POST.get("yes") == "1"
    supplementing.consent(incident, by=request.user, yes=yes)
    messages.success(
        request,
        _("Din TR må nu læse, hvad der skete. Du kan altid trække det tilbage.")
        if yes
        else _("Din TR må ikke længere læse, hvad der skete."),
    )
    return redirect("incidents:incident", pk=pk)


@require_POST
def open_citizen(request, pk):
    """Let AMR see the citizen's name, or take that back."""
    incident = find_incident(request, pk, "incidents.manage")
    yes = request.POST.get("yes") == "1"
    supplementing.open_citizen(incident, by=request.user, yes=yes)
    messages.success(request, _("AMR må nu se borgerens navn.") if yes else _("AMR må ikke længere se borgerens navn."))
    return redirect("incidents:incident", pk=pk)
