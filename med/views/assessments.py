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
from med.views.beside import attempt, bind, crumbs, find_row, form_page, is_stale, keep_both, part, show
from med.views.wheel import paper, year_asked


def _wheel(body):
    """Return the way back to the wheel."""
    return _("Årshjul"), reverse("med:wheel", args=[body.pk])


@require_POST
def begin(request, pk):
    """Open the discussion of the year that is shown."""
    body = find_row(request, Body, pk, "med.make_plan")
    found: list = []
    if attempt(request, lambda: found.append(verbs.begin(body, by=request.user, year=year_asked(request)))):
        return redirect("med:discussion", pk=found[0].pk)
    return redirect("med:wheel", pk=body.pk)


DISCUSSION = ("body__unit", "signed_by_management", "signed_by_staff", "document", "treatment__meeting")
RIGHTS = ("med.write_annual_discussion", "med.sign_annual_discussion")


@require_http_methods(["GET", "POST"])
def discussion(request, pk):
    """Write the five points together; sign when it is held."""
    action = "med.write_annual_discussion" if request.method == "POST" else "med.view_annual_discussion"
    row = find_row(request, AnnualDiscussion, pk, action, DISCUSSION, also=RIGHTS)
    form = None
    if request.method == "POST":
        form = DiscussionForm(request.POST)
        if form.is_valid():
            act = lambda: verbs.write(row, by=request.user, **form.cleaned_data)  # noqa: E731
            if attempt(request, act, _("Drøftelsen er gemt."), form):
                return redirect("med:discussion", pk=row.pk)
            if is_stale(form):
                row.refresh_from_db()
                keep_both(form, {name: getattr(row, name) for name in verbs.TEXTS}, row.version)
    return _discussion_page(request, row, form)


def _discussion_page(request, row, form=None, status=200):
    """Show the discussion with its form, goals, needs and signatures."""
    lines = verbs.lines_of(row)
    row = verbs.as_it_stands(row, lines)
    writes = "med.write_annual_discussion" in row.may and not row.document_id
    if form is None and writes:
        known = {name: getattr(row, name) for name in (*verbs.TEXTS, "held_on")}
        typed = drafts.initial(request, reverse("med:discussion", args=[row.pk]))
        form = DiscussionForm(initial=known | typed | {"version": row.version})
    context = {
        "row": row,
        "form": form,
        "goals": lines.goals,
        "last_goals": lines.last,
        "needs": lines.needs,
        "writes": writes,
        "mark": verbs.mark_of(row, lines),
        "may_sign": "med.sign_annual_discussion" in row.may and not row.document_id and row.held_on,
        "missing": verbs.missing(row, lines),
        "points": [(DiscussionForm.base_fields[name].label, getattr(row, name)) for name in verbs.TEXTS],
        "path": crumbs(row.body, _wheel(row.body)),
    }
    return show(request, "med/wheel/discussion.html", context, form, status=status)


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


@require_http_methods(["GET", "POST"])
def goal_edit(request, pk, goal):
    """Word a goal for the coming year anew, or give it to somebody else."""
    row = _writable(request, pk)
    found = part(SafetyGoal.objects.filter(discussion=row).select_related("discussion"), goal)
    known = {"text": found.text, "measure": found.measure, "owner": found.owner_id}
    form = bind(request, GoalForm, known, body=row.body)
    back = reverse("med:discussion", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.change_goal(row, found, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Målet er rettet."), form):
            return redirect(back)
    return form_page(
        request, form, title=_("Ret mål"), button=_("Gem mål"), back=back, path=crumbs(row.body, _wheel(row.body))
    )


@require_POST
def sign(request, pk):
    """Sign for one's side what the page said."""
    row = find_row(request, AnnualDiscussion, pk, "med.sign_annual_discussion", DISCUSSION, also=RIGHTS)
    done = attempt(
        request,
        lambda: verbs.sign(row, by=request.user, mark=request.POST.get("mark", "")),
        lambda fresh: (
            _("Begge sider har skrevet under. Arket er låst.") if fresh.document_id else _("Du har skrevet under.")
        ),
    )
    if done:
        return redirect("med:discussion", pk=row.pk)
    return _discussion_page(request, row, status=409)


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
        content = papers.annual_discussion(verbs.as_it_stands(row), needs=verbs.needs_of(row))
    return paper(content, "arbejdsmiljoedroeftelse.pdf")


# -- APV and surveys -------------------------------------------------------------------------------------------------
NUMBERS = ("asked", "answered", "index")


def _is_small(row):
    """Tell whether so few answered that the numbers are shown to nobody."""
    return row is not None and row.answered is not None and row.answered < limit_for(row.body)


def _fields(row):
    """Return what stands there; numbers that nobody is shown stay away."""
    hidden = {"keep_numbers", *(NUMBERS if _is_small(row) else ())}
    found = {name: getattr(row, name) for name in AssessmentForm.base_fields if name not in {"unit", *hidden}}
    return found | {"unit": row.unit_id}


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
    form = bind(request, AssessmentForm, _fields(row) if row else {"kind": "apv"}, body=body, is_hidden=_is_small(row))
    back = reverse("med:assessment", args=[row.pk]) if row else reverse("med:wheel", args=[body.pk])
    if request.method == "POST" and form.is_valid():
        found: list = []
        data = dict(form.cleaned_data)
        if data.pop("keep_numbers", False):
            data |= {name: getattr(row, name) for name in NUMBERS}
        act = lambda: found.append(plans.write(body, by=request.user, assessment=row, **data))  # noqa: E731
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


@require_GET
def assessment(request, pk):
    """Show an APV or survey with its action plan."""
    row = find_row(
        request, Assessment, pk, "med.view_assessment", ("body__unit", "unit"), also=("med.write_assessment",)
    )
    small = _is_small(row)
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
    measures = plans.lines_of(row)
    context = {
        "row": row,
        "facts": facts,
        "measures": measures,
        "late": sum(one.state == "open" and one.due_on < calendar.today() for one in measures),
        "today": calendar.today(),
        "frozen": list(
            Document.objects.filter(kind="P-38", subject_type="med.assessment", subject_id=row.pk)
            .defer("content")
            .order_by("-made_at")[:4]
        ),
        "writes": "med.write_assessment" in row.may,
        "path": crumbs(row.body, _wheel(row.body)),
    }
    return show(request, "med/wheel/assessment.html", context)


@require_GET
def plan_pdf(request, pk):
    """Hand out the action plan (P-38)."""
    row = find_row(request, Assessment, pk, "med.view_assessment", ("body__unit", "unit"))
    return paper(papers.action_plan(row, plans.lines_of(row)), "handlingsplan.pdf")


@require_POST
def plan_freeze(request, pk):
    """Freeze the action plan (P-38)."""
    row = find_row(request, Assessment, pk, "med.write_assessment", ("body__unit", "unit"))
    attempt(
        request,
        lambda: plans.print_plan(row, by=request.user),
        lambda made: _("Handlingsplanen er gemt som dokument %(number)s.") % {"number": made.number},
    )
    return redirect("med:assessment", pk=row.pk)


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
def measure_edit(request, pk):
    """Word a line of the plan anew, or give it another owner or date."""
    row = find_row(request, PlanMeasure, pk, "med.view_plan_measure", ("assessment__body__unit", "assessment__unit"))
    plan = find_row(request, Assessment, row.assessment_id, "med.write_assessment", ("body__unit", "unit"))
    known = {name: getattr(row, name) for name in MeasureForm.base_fields if name != "owner"}
    form = bind(request, MeasureForm, known | {"owner": row.owner_id}, unit=plan.unit, row=row)
    back = reverse("med:assessment", args=[plan.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: plans.correct_measure(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Linjen er rettet."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Ret linjen i handlingsplanen"),
        button=_("Gem linje"),
        back=back,
        path=crumbs(plan.body, (plan.title, back)),
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
