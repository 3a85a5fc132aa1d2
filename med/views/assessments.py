"""The annual discussion; APV, surveys and their plans."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar, drafts
from core.models import Document
from med import papers
from med.actions import assessments as plans
from med.actions import discussions as verbs
from med.figures import limit_for
from med.forms.wheel import AssessmentForm, DiscussionForm, GoalForm, JudgeForm, MeasureDoneForm, MeasureForm
from med.models import AnnualDiscussion, Assessment, Body, PlanMeasure, SafetyGoal
from med.views.beside import attempt, bind, crumbs, find_row, form_page, part, show
from med.views.wheel import paper


def _wheel(body):
    """Return the way back to the wheel."""
    return _("Årshjul"), reverse("med:wheel", args=[body.pk])


@require_POST
def begin(request, pk):
    """Open this year's discussion."""
    body = find_row(request, Body, pk, "med.make_plan")
    found: list = []
    if attempt(request, lambda: found.append(verbs.begin(body, by=request.user, year=calendar.today().year))):
        return redirect("med:discussion", pk=found[0].pk)
    return redirect("med:wheel", pk=body.pk)


@require_http_methods(["GET", "POST"])
def discussion(request, pk):
    """Write the five points together; sign when it is held."""
    row = find_row(
        request,
        AnnualDiscussion,
        pk,
        "med.view_annual_discussion",
        ("body__unit", "signed_by_management", "signed_by_staff", "document", "treatment__meeting"),
        also=("med.write_annual_discussion", "med.sign_annual_discussion"),
    )
    writes = "med.write_annual_discussion" in row.may and not row.document_id
    initial = {name: getattr(row, name) for name in (*verbs.TEXTS, "held_on", "version")}
    form = None
    if request.method == "POST":
        row = find_row(
            request,
            AnnualDiscussion,
            pk,
            "med.write_annual_discussion",
            ("body__unit",),
            also=("med.sign_annual_discussion",),
        )
        form = DiscussionForm(request.POST)
        if form.is_valid():
            act = lambda: verbs.write(row, by=request.user, **form.cleaned_data)  # noqa: E731
            if attempt(request, act, _("Drøftelsen er gemt."), form):
                return redirect("med:discussion", pk=row.pk)
    elif writes:
        form = DiscussionForm(initial={**initial, **drafts.initial(request, request.path), "version": row.version})
    context = {
        "row": row,
        "form": form,
        "goals": list(row.goals.select_related("owner")),
        "last_goals": verbs.last_goals(row),
        "needs": verbs.needs_of(row),
        "writes": writes,
        "may_sign": "med.sign_annual_discussion" in row.may and not row.document_id and row.held_on,
        "points": [(DiscussionForm.base_fields[name].label, getattr(row, name)) for name in verbs.TEXTS],
        "path": crumbs(row.body, _wheel(row.body)),
    }
    return show(request, "med/wheel/discussion.html", context, form)


def _writable(request, pk):
    return find_row(request, AnnualDiscussion, pk, "med.write_annual_discussion", ("body__unit",))


@require_http_methods(["GET", "POST"])
def goal_new(request, pk):
    """Set a goal for the coming year."""
    row = _writable(request, pk)
    form = bind(request, GoalForm, body=row.body)
    back = reverse("med:discussion", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.add_goal(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Målet er tilføjet."), form):
            return redirect(back)
    return form_page(
        request, form, title=_("Nyt mål"), button=_("Tilføj mål"), back=back, path=crumbs(row.body, _wheel(row.body))
    )


@require_http_methods(["GET", "POST"])
def goal_judge(request, pk, goal):
    """Say how it went with a goal of last year."""
    row = _writable(request, pk)
    found = part(SafetyGoal.objects.filter(discussion__body=row.body_id).select_related("discussion"), goal)
    form = bind(request, JudgeForm, {"result": found.result or None, "result_text": found.result_text})
    back = reverse("med:discussion", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.judge_goal(row, found, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Gemt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Blev målet nået?"),
        lede=found.text,
        button=_("Gem"),
        back=back,
        path=crumbs(row.body, _wheel(row.body)),
    )


@require_POST
def sign(request, pk):
    """Sign for one's side."""
    row = find_row(request, AnnualDiscussion, pk, "med.sign_annual_discussion", ("body__unit",))
    attempt(
        request,
        lambda: verbs.sign(row, by=request.user),
        lambda fresh: (
            _("Begge sider har skrevet under. Arket er låst.") if fresh.document_id else _("Du har skrevet under.")
        ),
    )
    return redirect("med:discussion", pk=row.pk)


@require_GET
def discussion_pdf(request, pk):
    """Hand out the sheet for an inspector: as it was frozen, else as it stands."""
    row = find_row(
        request,
        AnnualDiscussion,
        pk,
        "med.view_annual_discussion",
        ("body__unit", "signed_by_management", "signed_by_staff"),
    )
    if row.document_id:
        from core import documents

        content = documents.open_for(request.user, Document.objects.get(pk=row.document_id))
    else:
        content = papers.annual_discussion(row, needs=verbs.needs_of(row))
    return paper(content, "arbejdsmiljoedroeftelse.pdf")


# -- APV and surveys -------------------------------------------------------------------------------------------------
def _fields(row):
    return {name: getattr(row, name) for name in AssessmentForm.base_fields if name != "unit"} | {"unit": row.unit_id}


@require_http_methods(["GET", "POST"])
def assessment_new(request, pk):
    """Write a new APV or survey."""
    body = find_row(request, Body, pk, "med.make_plan", ("unit",))
    return _write(request, body, None)


@require_http_methods(["GET", "POST"])
def assessment_edit(request, pk):
    """Change what stands about an APV or survey."""
    row = find_row(request, Assessment, pk, "med.write_assessment", ("body__unit", "unit"))
    return _write(request, row.body, row)


def _write(request, body, row):
    form = bind(request, AssessmentForm, _fields(row) if row else {"kind": "apv"}, body=body)
    back = reverse("med:assessment", args=[row.pk]) if row else reverse("med:wheel", args=[body.pk])
    if request.method == "POST" and form.is_valid():
        found: list = []
        act = lambda: found.append(plans.write(body, by=request.user, assessment=row, **form.cleaned_data))  # noqa: E731
        if attempt(request, act, _("Gemt."), form):
            return redirect("med:assessment", pk=found[0].pk)
    return form_page(
        request,
        form,
        title=row.title if row else _("Ny APV eller trivselsmåling"),
        lede=_("Mindst hvert tredje år, og når der sker større ændringer."),
        button=_("Gem"),
        back=back,
        path=crumbs(body, _wheel(body)),
    )


def _measures(row):
    return list(row.measures.select_related("owner").order_by("state", "due_on"))


@require_GET
def assessment(request, pk):
    """Show an APV or survey with its action plan."""
    row = find_row(
        request, Assessment, pk, "med.view_assessment", ("body__unit", "unit"), also=("med.write_assessment",)
    )
    small = row.answered is not None and row.answered < limit_for(row.body)
    rate = round(100 * row.answered / row.asked) if row.asked and row.answered is not None and not small else None
    facts = [
        (_("Afdeling"), row.unit.name),
        (_("Fase"), row.get_phase_display()),
        (_("Begyndt"), calendar.long_date(row.started_on)),
        (_("Afsluttet"), calendar.long_date(row.completed_on) if row.completed_on else ""),
        (_("Omfang"), row.scope),
        (_("Metode"), row.method),
        (
            _("Svarprocent"),
            _("%(n)s procent") % {"n": rate} if rate is not None else (_("vises ikke") if small else ""),
        ),
        (_("Samlet tal"), "" if small or row.index is None else str(row.index).replace(".", ",")),
        (_("Udvikling"), row.trend),
        (_("Kræver en ny"), row.change_trigger),
        (_("Næste senest"), calendar.long_date(row.next_due_on) if row.next_due_on else ""),
    ]
    measures = _measures(row)
    context = {
        "row": row,
        "facts": facts,
        "measures": measures,
        "late": sum(one.state == "open" and one.due_on < calendar.today() for one in measures),
        "today": calendar.today(),
        "writes": "med.write_assessment" in row.may,
        "path": crumbs(row.body, _wheel(row.body)),
    }
    return show(request, "med/wheel/assessment.html", context)


@require_GET
def plan_pdf(request, pk):
    """Hand out the action plan (P-38)."""
    row = find_row(request, Assessment, pk, "med.view_assessment", ("body__unit", "unit"))
    return paper(papers.action_plan(row, _measures(row)), "handlingsplan.pdf")


@require_http_methods(["GET", "POST"])
def measure_new(request, pk):
    """Add a line to the plan."""
    row = find_row(request, Assessment, pk, "med.write_assessment", ("body__unit", "unit"))
    form = bind(request, MeasureForm, unit=row.unit)
    back = reverse("med:assessment", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: plans.add_measure(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Linjen er tilføjet planen."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Ny linje i handlingsplanen"),
        button=_("Tilføj til plan"),
        back=back,
        path=crumbs(row.body, (row.title, back)),
    )


@require_http_methods(["GET", "POST"])
def measure(request, pk):
    """Say how a measure stands and whether it helped."""
    row = find_row(request, PlanMeasure, pk, "med.change_plan_measure", ("assessment__body", "owner"))
    form = bind(request, MeasureDoneForm, {"state": row.state, "effect": row.effect, "checked_on": row.checked_on})
    back = reverse("med:measure", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: plans.change_measure(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Gemt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=row.measure,
        lede=row.problem,
        facts=[
            (_("Ansvarlig"), row.owner.name),
            (_("Senest"), calendar.long_date(row.due_on)),
            (_("Årsag"), row.cause),
        ],
        button=_("Gem"),
        back=reverse("core:desk"),
        drafted=False,
    )
