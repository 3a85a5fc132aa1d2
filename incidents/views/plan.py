"""The contingency plan: read, edited by whoever owns it and by AMR, published, printed; lists confirmed (INC-66, INC-67)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar, documents, drafts
from core.models import Site, Unit
from core.permissions import find, require, rows
from core.rights import Rights
from core.views.documents import pdf_response
from incidents import cards
from incidents import documents as papers
from incidents import plan as contents
from incidents.actions import favourites
from incidents.actions import plan as verbs
from incidents.forms.plan import NewPlanForm, PlanForm, PublishForm
from incidents.models import ContingencyPlan, PlanFavourite, PlanVersion

CHECKS = {
    "contacts": (verbs.check_contacts, _("Kontaktlisten er kontrolleret i dag.")),
    "numbers": (verbs.check_numbers, _("Numrene er kontrolleret i dag.")),
    "plan": (verbs.review, _("Planen er set igennem i dag. Du bliver mindet om den igen om et år.")),
}


def _find(request, pk, action="incidents.view_plan"):
    """Return the plan if the person may; 404 or 403 otherwise."""
    plans = ContingencyPlan.objects.select_related("unit", "owner", "checked_by")
    found = find(request.user, action, plans, pk)
    return require(request.user, action, get_object_or_404(plans, pk=pk)) if found is None else found


@require_GET
def plan(request, pk=None):
    """Show the plan of the own workplace, or another one: the written part, and what is live."""
    every = ContingencyPlan.objects.select_related("unit", "owner", "checked_by").order_by("unit__name")
    rights = Rights(request.user, every, ["incidents.edit_plan"])
    liked = PlanFavourite.objects.filter(person=request.user, plan=OuterRef("pk"))
    checked = rows(request.user, "core.check_contacts", Unit.objects.filter(pk=OuterRef("unit")))
    readable = rows(request.user, "incidents.view_plan", every)
    plans = list(rights.read(readable).annotate(is_favourite=Exists(liked), may_check=Exists(checked)))
    favourite = next((one.pk for one in plans if one.is_favourite), None)
    wanted = pk or favourite
    found = next((one for one in plans if one.pk == wanted), None)
    if found is None and pk is None:
        found = contents.nearest(request.user, plans)
    if found is None and pk is not None:
        raise Http404
    if found is None:
        return render(request, "incidents/plan/none.html", {"form": _new_form(request)})
    versions = list(
        PlanVersion.objects.filter(plan=found).select_related("published_by", "document").defer("document__content")
    )
    current = next((one for one in versions if one.published_at), None)
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:80]
    return render(
        request,
        "incidents/plan/plan.html",
        {
            "text": text,
            "hits": contents.search(current, text) if text else [],
            "is_favourite": found.is_favourite,
            "roles": [(role, title) for role, (title, _codes) in cards.CARDS.items()],
            "plan": found,
            "plans": plans,
            "version": current,
            "written": contents.written(current),
            "live": contents.Live(found),
            "older": [one for one in versions if one.published_at and one is not current],
            "draft": next((one for one in versions if not one.published_at), None),
            "may_edit": bool(rights.on(found)),
            "may_check": found.may_check,
            "may_begin": any(request.user.standing.has(kind) for kind in ("plan_owner", "admin")),
            "today": calendar.today(),
        },
    )


def _new_form(request, data=None):
    """Return the form for a first plan, or None for those who may not make one."""
    units = rows(request.user, "core.check_contacts", Unit.objects.in_use().order_by("path"))
    return NewPlanForm(data, units=units) if units.exists() else None


@require_http_methods(["GET", "POST"])
def plan_new(request):
    """Make a plan for a workplace that has none."""
    form = _new_form(request, request.POST if request.method == "POST" else None)
    if form is None:
        require(request.user, "core.check_contacts", Unit.objects.order_by("pk").first() or Unit())
    if form.is_bound and form.is_valid():
        made = verbs.begin(form.cleaned_data["unit"], by=request.user)
        messages.success(request, _("Planen er begyndt. Skriv afsnittene, og udgiv den."))
        return redirect("incidents:plan_edit", pk=made.pk)
    return render(
        request, "incidents/plan/none.html", {"form": form, "another": True}, status=422 if form.errors else 200
    )


@require_GET
def plan_version(request, pk, number):
    """Show an older version as it was written."""
    found = _find(request, pk)
    version = get_object_or_404(
        PlanVersion.objects.select_related("published_by"), plan=found, number=number, published_at__isnull=False
    )
    return render(
        request,
        "incidents/plan/version.html",
        {"plan": found, "version": version, "written": contents.written(version)},
    )


@require_http_methods(["GET", "POST"])
def plan_edit(request, pk):
    """Edit the draft: headings and texts. Saved as one types; two who write lose nothing."""
    found = _find(request, pk, "incidents.edit_plan")
    draft = verbs.open_draft(found, by=request.user)
    context = {"plan": found, "draft": draft}
    if request.method == "GET":
        form = PlanForm(sections=draft.sections, edit=draft.edit, initial=drafts.initial(request, request.path))
        return render(request, "incidents/plan/edit.html", context | {"form": form})
    form = PlanForm(request.POST, sections=draft.sections, edit=draft.edit)
    if not form.is_valid():
        return render(request, "incidents/plan/edit.html", context | {"form": form}, status=422)
    sections = form.sections()
    edit = form.cleaned_data["edit"]
    if request.POST.get("do") == "both":
        sections, edit = verbs.both(verbs.check(sections), draft.sections), draft.edit
    try:
        verbs.save(found, by=request.user, edit=edit, sections=sections)
    except verbs.Stale as stale:
        mine = PlanForm(sections=sections, edit=stale.draft.edit)
        return render(request, "incidents/plan/edit.html", context | {"form": mine, "theirs": stale.draft}, status=409)
    except ValidationError as fault:
        form.add_error(None, fault)
        return render(request, "incidents/plan/edit.html", context | {"form": form}, status=422)
    drafts.used(request, request.path)
    if request.POST.get("do") == "publish":
        return redirect("incidents:plan_publish", pk=pk)
    messages.success(request, _("Kladden er gemt. Dine kolleger ser den først, når du udgiver den."))
    return redirect("incidents:plan_edit", pk=pk)


@require_http_methods(["GET", "POST"])
def plan_publish(request, pk):
    """Show the draft as it will look, and publish it with a word on what is new."""
    found = _find(request, pk, "incidents.edit_plan")
    draft = verbs.draft_of(found)
    if draft is None:
        messages.info(request, _("Der er ingen kladde at udgive."))
        return redirect("incidents:plan_of", pk=pk)
    form = PublishForm(request.POST or None, initial={"edit": draft.edit})
    if form.is_bound and form.is_valid():
        try:
            version = verbs.publish(found, by=request.user, **form.cleaned_data)
        except verbs.Stale:
            messages.warning(
                request, _("Der er gemt en nyere kladde, mens du læste. Her er den. Læs den, før du udgiver.")
            )
            return redirect("incidents:plan_publish", pk=pk)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("Version %(n)s er udgivet.") % {"n": version.number})
            return redirect("incidents:plan_of", pk=pk)
    return render(
        request,
        "incidents/plan/publish.html",
        {"plan": found, "draft": draft, "written": contents.written(draft), "form": form},
        status=422 if form.errors else 200,
    )


@require_POST
def plan_discard(request, pk):
    """Throw the draft away."""
    found = _find(request, pk, "incidents.edit_plan")
    if verbs.discard(found, by=request.user):
        drafts.used(request, request.path.replace("/discard/", "/edit/"))
        messages.success(request, _("Kladden er slettet. Den udgave, der gælder, er som før."))
    return redirect("incidents:plan_of", pk=pk)


@require_POST
def plan_check(request, pk):
    """Say that a list, the numbers or the whole plan is right today."""
    verb, words = CHECKS.get(request.POST.get("what", ""), (None, ""))
    if verb is None:
        raise Http404
    verb(_find(request, pk), by=request.user)
    messages.success(request, words)
    return redirect("incidents:plan_of", pk=pk)


@require_GET
def plan_pdf(request, pk):
    """Return the plan on paper: of an older version the kept file, else the written part that holds with today's lists."""
    found = _find(request, pk)
    number = request.GET.get("version", "")
    versions = (
        PlanVersion.objects.filter(plan=found, published_at__isnull=False)
        .select_related("document")
        .order_by("-number")
    )
    version = (versions.filter(number=number) if number.isdigit() else versions).first()
    if version is None:
        raise Http404
    content = (
        documents.open_for(request.user, version.document)
        if number.isdigit() and version.document
        else papers.contingency_plan(found, version)
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="beredskabsplan-{version.number}.pdf"'
    return response


@require_POST
def plan_favourite(request, pk):
    """Want this plan first, or no longer."""
    found = _find(request, pk)
    if favourites.mark(found, by=request.user):
        messages.success(request, _("Planen er din favorit. Den kommer først, når du åbner Beredskabsplan."))
    else:
        messages.success(request, _("Planen er ikke længere din favorit."))
    return redirect("incidents:plan_of", pk=pk)


@require_GET
def plan_card(request, pk, site_id, role):
    """Hand out the action card of one role at one site."""
    found = _find(request, pk)
    sites = Site.objects.in_use().prefetch_related("alarms", "defibrillators")
    site = get_object_or_404(sites, pk=site_id)
    if role not in cards.CARDS:
        raise Http404
    return pdf_response(papers.action_card(cards.card(role, site, found.unit)), "handlekort")
