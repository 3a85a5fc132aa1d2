"""1:1 talks, MUS, development plans: the two write, nobody else reads."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.models import Person
from core.permissions import rows
from senior.actions import conversations as verbs
from senior.actions import plans as plan_verbs
from senior.documents import conversation_pdf, plan_pdf
from senior.forms.more import ConversationPlanForm, ConversationRecordForm, DevelopmentPlanForm, FollowUpForm, MoveForm
from senior.models import Conversation, DevelopmentPlan
from senior.views.ground import act, page_with_form, paper, row_or_404, typed


def _find(request, pk, action="senior.view_conversation"):
    return row_or_404(
        request.user,
        action,
        Conversation.objects.select_related("person__unit", "unit", "leader"),
        pk,
        ("senior.read_conversation", "senior.write_conversation"),
    )


def _here(pk):
    return reverse("senior:conversation", args=[pk])


def person_to_talk_with(request, pk):
    """Return the person a talk or a plan may be begun for: oneself, or one of the staff."""
    found = rows(request.user, "senior.talk_with", Person.objects.select_related("unit")).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
def conversations(request):
    """List the person's own talks and plans."""
    person = request.user
    return render(
        request,
        "senior/conversations.html",
        {
            "conversations": list(
                Conversation.objects.filter(person=person, cancelled_at__isnull=True).select_related("leader")[:40]
            ),
            "plans": list(DevelopmentPlan.objects.filter(person=person)[:10]),
            "today": calendar.today(),
        },
    )


@require_http_methods(["GET", "POST"])
def conversation_new(request, pk):
    """Agree on a time for a 1:1 talk or MUS."""
    person = person_to_talk_with(request, pk)
    is_mine = person.pk == request.user.pk
    data, kept = typed(request)
    kind = request.GET.get("kind", "one_to_one")
    made = []
    return page_with_form(
        request,
        ConversationPlanForm(data, initial={"kind": kind} | kept),
        do=lambda form: made.append(verbs.plan(person, by=request.user, **form.cleaned_data)),
        said=_("Tiden er aftalt, og den anden får besked."),
        to=lambda: _here(made[0].pk),
        title=_("Aftal en samtale") if is_mine else _("Aftal en samtale med %(name)s") % {"name": person.name},
        button=_("Aftal tid"),
        back=reverse("senior:overview") if is_mine else reverse("senior:staff_member", args=[pk]),
        lede=_("Er samtalen allerede holdt, så skriv, hvornår den var. Bagefter kan I skrive, hvad I talte om."),
    )


def record_lines(conversation):
    """Return [(heading, words)] of what was said."""
    labels = (
        ("theme", _("Temakort")),
        ("last_year", _("Siden sidste år")),
        ("points", _("Det talte vi om")),
        ("needs", _("Behov for udvikling")),
        ("activities", _("Det har vi planlagt")),
        ("follow_up", _("Det følger vi op på")),
    )
    return [(label, getattr(conversation, name)) for name, label in labels if getattr(conversation, name)]


@require_GET
def conversation(request, pk):
    """Show one talk: dates to a new leader, words to the two."""
    found = _find(request, pk)
    reads = "senior.read_conversation" in found.may
    audit.read("senior.conversation_opened", found, by=request.user)
    is_mine = found.person_id == request.user.pk
    before = (
        Conversation.objects.filter(person=found.person_id, kind=found.kind, held_on__isnull=False)
        .filter(leader=found.leader_id)
        .exclude(pk=found.pk)
        .order_by("-held_on")
        .first()
        if reads
        else None
    )
    return render(
        request,
        "senior/conversation.html",
        {
            "conversation": found,
            "reads": reads,
            "is_mine": is_mine,
            "lines": record_lines(found) if reads else [],
            "before": before,
            "mine_confirmed": found.employee_confirmed_at if is_mine else found.leader_confirmed_at,
            "today": calendar.today(),
            "is_past": found.planned_at is None or found.planned_at <= calendar.now(),
        },
    )


@require_http_methods(["GET", "POST"])
def conversation_write(request, pk):
    """Write what was talked about."""
    found = _find(request, pk, "senior.write_conversation")
    data, kept = typed(request)
    form = ConversationRecordForm(data, conversation=found)
    form.initial |= {name: value for name, value in kept.items() if name in form.fields and name != "version"}

    def do(form):
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        verbs.write(found, by=request.user, version=form.cleaned_data["version"], **values)

    return page_with_form(
        request,
        form,
        do=do,
        said=_("Det er gemt. Kun I to kan læse det."),
        to=_here(pk),
        title=_("Det talte vi om"),
        button=_("Gem samtale"),
        back=_here(pk),
        private=_("Kun du og den, du talte med, kan læse det her."),
    )


@require_http_methods(["GET", "POST"])
def conversation_move(request, pk):
    """Find another time."""
    found = _find(request, pk, "senior.write_conversation")
    data, kept = typed(request)
    return page_with_form(
        request,
        MoveForm(data, initial={"planned_at": found.planned_at, "place": found.place} | kept),
        do=lambda form: verbs.move(found, by=request.user, **form.cleaned_data),
        said=_("Samtalen er flyttet, og den anden får besked."),
        to=_here(pk),
        title=_("Flyt samtalen"),
        button=_("Flyt samtale"),
        back=_here(pk),
    )


@require_POST
def conversation_confirm(request, pk):
    """Confirm what is written."""
    found = _find(request, pk)
    return act(request, lambda: verbs.confirm(found, by=request.user), _("Du har bekræftet samtalen."), _here(pk))


@require_POST
def conversation_follow_up(request, pk):
    """Note that it has been followed up."""
    found = _find(request, pk)
    return act(request, lambda: verbs.follow_up(found, by=request.user), _("I har fulgt op."), _here(pk))


@require_http_methods(["GET", "POST"])
def conversation_cancel(request, pk):
    """Call a talk off, after a question."""
    found = _find(request, pk, "senior.write_conversation")
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.cancel(found, by=request.user),
            _("Samtalen er aflyst."),
            reverse("senior:overview"),
        )
    return render(
        request,
        "senior/confirm.html",
        {
            "question": _("Vil du aflyse samtalen?"),
            "text": _("I kan altid aftale en ny tid."),
            "action": request.path,
            "label": _("Aflys samtale"),
            "back_url": _here(pk),
        },
    )


@require_GET
def conversation_paper(request, pk):
    """Return the talk as paper (P-37), for the two."""
    found = _find(request, pk, "senior.read_conversation")
    audit.read("senior.conversation_printed", found, by=request.user)
    return paper(conversation_pdf(found, record_lines(found)), "samtale.pdf")


# -- development plans -------------------------------------------------------------------------------------------------
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
            "today": calendar.today(),
        },
    )


@require_http_methods(["GET", "POST"])
def plan_edit(request, pk):
    """Change a plan."""
    found = _plan(request, pk, "senior.write_plan")
    data, kept = typed(request)
    names = ("short_goals", "long_goals", "activities", "follow_up_on", "is_for_team")
    initial = {name: getattr(found, name) for name in names} | kept | {"version": found.version}
    return page_with_form(
        request,
        DevelopmentPlanForm(data, initial=initial),
        do=lambda form: plan_verbs.change(
            found, by=request.user, version=form.cleaned_data["version"], **_values(form)
        ),
        said=_("Planen er gemt."),
        to=reverse("senior:plan", args=[pk]),
        title=_("Ret udviklingsplanen"),
        button=_("Gem plan"),
        back=reverse("senior:plan", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
def plan_follow_up(request, pk):
    """Write how it went."""
    found = _plan(request, pk, "senior.write_plan")
    data, kept = typed(request)
    initial = {"follow_up": found.follow_up, "next_on": plan_verbs.default_follow_up()} | kept
    return page_with_form(
        request,
        FollowUpForm(data, initial=initial | {"version": found.version}),
        do=lambda form: plan_verbs.follow_up(
            found, by=request.user, version=form.cleaned_data["version"], **_values(form)
        ),
        said=_("I har fulgt planen op."),
        to=reverse("senior:plan", args=[pk]),
        title=_("Hvordan gik det med planen?"),
        button=_("Gem opfølgning"),
        back=reverse("senior:plan", args=[pk]),
    )


@require_GET
def plan_paper(request, pk):
    """Return the plan as paper (P-37)."""
    found = _plan(request, pk, "senior.read_plan")
    audit.read("senior.plan_printed", found, by=request.user)
    return paper(plan_pdf(found, plan_lines(found)), "udviklingsplan.pdf")
