"""Development plans, of one or of a group: written, followed up after a year."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, calendar
from core.permissions import require_add
from senior.actions import plans as plan_verbs
from senior.documents import plan_pdf
from senior.forms.everyday import DevelopmentPlanForm, FollowUpForm, GroupPlanForm
from senior.models import DevelopmentPlan
from senior.views.conversations import person_to_talk_with, staff_of
from senior.views.ground import page_with_form, paper, row_or_404, typed


def _plan(request, pk, action="senior.view_plan"):
    return row_or_404(
        request.user,
        action,
        DevelopmentPlan.objects.select_related("person__unit", "unit", "leader"),
        pk,
        ("senior.read_plan", "senior.write_plan"),
    )


def _values(form):
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


def plan_lines(plan):
    """Return [(heading, words)] of a plan."""
    labels = (
        ("short_goals", _("Mål inden for et år")),
        ("long_goals", _("Mål på længere sigt")),
        ("activities", _("Aktiviteter")),
        ("follow_up", _("Sådan gik det")),
    )
    return [(label, getattr(plan, name)) for name, label in labels if getattr(plan, name)]


@require_http_methods(["GET", "POST"])
def plan_new(request, pk):
    """Write a development plan."""
    person = person_to_talk_with(request, pk)
    data, kept = typed(request)
    made = []
    is_mine = person.pk == request.user.pk
    return page_with_form(
        request,
        DevelopmentPlanForm(data, initial={"follow_up_on": plan_verbs.default_follow_up()} | kept),
        do=lambda form: made.append(plan_verbs.begin(person, by=request.user, **_values(form))),
        said=_("Planen er gemt. Vi minder jer om at følge den op."),
        to=lambda: reverse("senior:plan", args=[made[0].pk]),
        title=_("Skriv en udviklingsplan") if is_mine else _("Udviklingsplan for %(name)s") % {"name": person.name},
        button=_("Gem plan"),
        back=reverse("senior:conversations") if is_mine else reverse("senior:staff_member", args=[pk]),
        lede=_("Få mål, som I kan se, om I når. I følger op sammen om et år."),
    )


@require_http_methods(["GET", "POST"])
def group_plan_new(request):
    """Write a plan that a group shares."""
    require_add(request.user, "senior.write_group_plan")
    data, kept = typed(request)
    made = []
    return page_with_form(
        request,
        GroupPlanForm(
            data,
            initial={"follow_up_on": plan_verbs.default_follow_up()} | kept,
            people=staff_of(request.user),
        ),
        do=lambda form: made.append(plan_verbs.begin_for_group(by=request.user, **_values(form))),
        said=_("Planen er gemt. Alle i gruppen kan læse og rette den."),
        to=lambda: reverse("senior:plan", args=[made[0].pk]),
        title=_("Udviklingsplan for en gruppe"),
        button=_("Gem plan"),
        back=reverse("senior:staff"),
        lede=_("Mål, som gruppen når sammen. TR og ledelsen taler om, hvordan I bruger planerne."),
    )


@require_GET
def plan(request, pk):
    """Show a development plan; HR sees its dates."""
    found = _plan(request, pk)
    reads = "senior.read_plan" in found.may
    audit.read("senior.plan_opened", found, by=request.user)
    return render(
        request,
        "senior/plan.html",
        {
            "plan": found,
            "reads": reads,
            "lines": plan_lines(found) if reads else [],
            "is_mine": found.person_id == request.user.pk,
            "names": ", ".join(one.name for one in found.people),
            "today": calendar.today(),
        },
    )


@require_http_methods(["GET", "POST"])
def plan_edit(request, pk):
    """Change a plan."""
    found = _plan(request, pk, "senior.write_plan")
    data, kept = typed(request)
    names = ("short_goals", "long_goals", "activities", "follow_up_on", "version")

    def again(row, data=None):
        return DevelopmentPlanForm(data, initial={name: getattr(row, name) for name in names})

    form = again(found, data)
    form.initial |= {name: value for name, value in kept.items() if name != "version"}
    return page_with_form(
        request,
        form,
        do=lambda form: plan_verbs.change(
            found, by=request.user, version=form.cleaned_data["version"], **_values(form)
        ),
        said=_("Planen er gemt."),
        to=reverse("senior:plan", args=[pk]),
        title=_("Ret udviklingsplanen"),
        button=_("Gem plan"),
        back=reverse("senior:plan", args=[pk]),
        again=again,
        row=found,
    )


@require_http_methods(["GET", "POST"])
def plan_follow_up(request, pk):
    """Write how it went."""
    found = _plan(request, pk, "senior.write_plan")
    data, kept = typed(request)

    def again(row, data=None):
        next_on = plan_verbs.default_follow_up()
        return FollowUpForm(data, initial={"follow_up": row.follow_up, "next_on": next_on, "version": row.version})

    form = again(found, data)
    form.initial |= {name: value for name, value in kept.items() if name != "version"}
    return page_with_form(
        request,
        form,
        do=lambda form: plan_verbs.follow_up(
            found, by=request.user, version=form.cleaned_data["version"], **_values(form)
        ),
        said=_("I har fulgt planen op."),
        to=reverse("senior:plan", args=[pk]),
        title=_("Hvordan gik det med planen?"),
        button=_("Gem opfølgning"),
        back=reverse("senior:plan", args=[pk]),
        again=again,
        row=found,
    )


@require_GET
def plan_paper(request, pk):
    """Return the plan as paper (P-37)."""
    found = _plan(request, pk, "senior.read_plan")
    audit.read("senior.plan_printed", found, by=request.user)
    return paper(plan_pdf(found, plan_lines(found)), "udviklingsplan.pdf")
