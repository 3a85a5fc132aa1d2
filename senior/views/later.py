"""The yearly choice, and handing experience on before leaving."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.models import Person
from core.permissions import can, require, rows
from senior import words
from senior.actions import choices as choice_verbs
from senior.actions import handover as verbs
from senior.choices import Conversion
from senior.forms.ground import Questions
from senior.forms.more import ChoiceForm, LeavingForm, ShareForm, TopicForm
from senior.models import Handover, HandoverTopic, YearlyChoice
from senior.rules.engine import percent
from senior.rules.membership import Rulebook
from senior.views.ground import act, page_with_form, row_or_404, tried, typed


# -- choices -----------------------------------------------------------------------------------------------------------
def right_in_words(row):
    """Return what the year gives, in words."""
    if row.days:
        return _("%(n)s seniordage") % {"n": row.days}
    said = _("%(percent)s procent i bonus") % {"percent": percent(row.bonus_percent)} if row.bonus_percent else ""
    if row.convertible_days:
        said += _(", heraf kan noget byttes til %(n)s dage") % {"n": row.convertible_days}
    return said


@require_http_methods(["GET", "POST"])
def choice(request, pk):
    """Choose for next year; after the deadline, show what holds."""
    found = row_or_404(
        request.user,
        "senior.view_choice",
        YearlyChoice.objects.select_related("person__unit", "person__birth"),
        pk,
        ("senior.choose", "senior.register_choice"),
    )
    audit.read("senior.choice_opened", found, by=request.user)
    is_open = calendar.today() <= found.deadline and "senior.choose" in found.may
    data, kept = typed(request)
    form = ChoiceForm(data, row=found, initial={"choice": found.choice or found.default, "remark": found.remark} | kept)
    rights = Rulebook(people=[found.person]).rights(found.person)
    return page_with_form(
        request,
        form,
        do=lambda form: choice_verbs.choose(
            found, by=request.user, value=form.cleaned_data["choice"], remark=form.cleaned_data["remark"]
        ),
        said=_("Dit valg er gemt. Du kan ændre det til og med fristen."),
        to=reverse("senior:choice", args=[pk]),
        title=_("Dit valg for %(year)s") % {"year": found.year},
        button=_("Gem valg"),
        back=reverse("senior:overview"),
        template="senior/choice.html",
        row=found,
        right=right_in_words(found),
        is_open=is_open,
        default=Conversion(found.default).label,
        in_effect=Conversion(found.in_effect).label,
        reasons=[one.as_why for one in rights.of(["days", "bonus"])] if rights else [],
    )


@require_GET
def choices(request):
    """List the choices of a year for HR, to carry over to the pay system."""
    this = calendar.today().year
    year = this if request.GET.get("year") == str(this) else this + 1
    found = (
        YearlyChoice.objects.visible_to(request.user)
        .filter(year=year)
        .select_related("person__unit")
        .order_by("registered_at", "person__name")
    )
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    for row in page:
        row.right = right_in_words(row)
        row.said = Conversion(row.in_effect).label
    audit.read("senior.choices_listed", ("senior.yearlychoice", 0), by=request.user, year=year)
    return render(
        request, "senior/choices.html", {"page": page, "year": year, "years": [this, this + 1], "me": request.user.pk}
    )


@require_POST
def choice_register(request, pk):
    """Note that a choice is carried over."""
    found = row_or_404(request.user, "senior.register_choice", YearlyChoice.objects.all(), pk)
    return act(
        request,
        lambda: choice_verbs.register(found, by=request.user),
        _("Valget er markeret som overført."),
        f"{reverse('senior:choices')}?year={found.year}",
    )


# -- handing on --------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def leaving(request):
    """Let the employee give the last working day; nobody else can, and nobody asks."""
    known = Handover.objects.filter(person=request.user).first()
    data, kept = typed(request)
    form = LeavingForm(data, initial={"leaving_on": known.leaving_on if known else None} | kept)
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.give_date(Person.objects.get(pk=request.user.pk), by=request.user, **form.cleaned_data),
        said=_("Datoen er gemt. I kan begynde på planen, når det passer jer."),
        to=lambda: reverse("senior:handover", args=[Handover.objects.get(person=request.user).pk]),
        title=_("Min sidste arbejdsdag"),
        button=_("Gem dato"),
        back=reverse("senior:overview"),
        lede=_(
            "Skriv den kun, hvis du selv har bestemt dig og gerne vil dele den. Du kan tage den tilbage igen. Din leder og HR kan se den."
        ),
        more=known,
    )


def _find(request, pk, action="senior.view_handover"):
    return row_or_404(
        request.user,
        action,
        Handover.objects.select_related("person__unit", "unit"),
        pk,
        ("senior.change_handover", "senior.own_handover", "senior.read_retirement"),
    )


def _topic_form(data, initial, person):
    """Return the form of one topic, with those who may take over: the colleagues of the unit."""
    form = TopicForm(data, initial=initial)
    form.fields["receiver"].queryset = (
        Person.objects.working().filter(unit=person.unit_id).exclude(pk=person.pk).order_by("name")
    )
    form.fields["receiver"].empty_label = _("Aftales senere")
    return form


@require_http_methods(["GET", "POST"])
def handover(request, pk):
    """Show the plan: topics with receiver and day; add one."""
    found = _find(request, pk)
    audit.read("senior.handover_opened", found, by=request.user)
    data, kept = typed(request)
    form = _topic_form(data, kept, found.person)
    if (
        form.is_bound
        and form.is_valid()
        and tried(request, form, lambda form: verbs.add_topic(found, by=request.user, **form.cleaned_data))
    ):
        return act(request, lambda: None, _("Emnet står på planen."), reverse("senior:handover", args=[pk]))
    topics = list(found.topics.select_related("receiver"))
    reads = "senior.read_retirement" in found.may
    return render(
        request,
        "senior/handover.html",
        {
            "handover": found,
            "form": form,
            "topics": topics,
            "done": sum(1 for one in topics if one.done_on),
            "is_mine": "senior.own_handover" in found.may,
            "may_change": "senior.change_handover" in found.may,
            "answers": [
                (label, found.answers.get(name)) for name, label in words.RETIREMENT.items() if found.answers.get(name)
            ]
            if reads
            else [],
            "today": calendar.today(),
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def handover_questions(request, pk):
    """Let the employee answer the five questions, private unless shared."""
    found = _find(request, pk, "senior.own_handover")
    data, kept = typed(request)
    form = Questions(data, questions=words.RETIREMENT, known=(found.answers or {}) | kept)
    share = ShareForm(data, initial={"share": bool(found.shared_at)})
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.answer_questions(
            found, by=request.user, answers=form.answers, share=share.is_valid() and share.cleaned_data["share"]
        ),
        said=_("Dine svar er gemt."),
        to=reverse("senior:handover", args=[pk]),
        title=_("Når arbejdslivet slutter"),
        button=_("Gem svar"),
        back=reverse("senior:handover", args=[pk]),
        lede=_("Fem spørgsmål at tænke over i god tid. Spring gerne over."),
        private=_("Kun du kan læse svarene, hvis du ikke selv deler dem."),
        second=share,
    )


@require_POST
def handover_remove(request, pk):
    """Take the date back."""
    found = _find(request, pk, "senior.own_handover")
    return act(
        request,
        lambda: verbs.take_date_back(found, by=request.user),
        _("Datoen og planen er væk igen."),
        reverse("senior:overview"),
    )


@require_GET
def topic(request, pk):
    """Show one topic to whoever takes it over."""
    found = row_or_404(
        request.user,
        "senior.view_topic",
        HandoverTopic.objects.select_related("handover__person", "receiver"),
        pk,
        ("senior.tick_topic",),
    )
    return render(
        request,
        "senior/topic.html",
        {
            "topic": found,
            "sees_plan": rows(
                request.user, "senior.view_handover", Handover.objects.filter(pk=found.handover_id)
            ).exists(),
            "may_change": found.done_on is None and can(request.user, "senior.change_handover", found.handover),
        },
    )


def _topic_of_plan(request, pk):
    """Return a topic that the person may change: theirs who write the plan."""
    topics = HandoverTopic.objects.select_related("handover__person", "receiver")
    found = row_or_404(request.user, "senior.view_topic", topics, pk)
    require(request.user, "senior.change_handover", found.handover)
    return found


@require_http_methods(["GET", "POST"])
def topic_edit(request, pk):
    """Change a topic: most often, who takes over, once that is agreed on."""
    found = _topic_of_plan(request, pk)
    data, kept = typed(request)
    known = {"topic": found.topic, "receiver": found.receiver_id, "due_on": found.due_on}
    return page_with_form(
        request,
        _topic_form(data, known | kept, found.handover.person),
        do=lambda form: verbs.change_topic(found, by=request.user, **form.cleaned_data),
        said=_("Emnet er rettet."),
        to=reverse("senior:handover", args=[found.handover_id]),
        title=_("Ret emnet"),
        button=_("Gem emne"),
        back=reverse("senior:topic", args=[pk]),
    )


@require_POST
def topic_remove(request, pk):
    """Take a topic off the plan."""
    found = _topic_of_plan(request, pk)
    return act(
        request,
        lambda: verbs.remove_topic(found, by=request.user),
        _("Emnet er taget af planen."),
        reverse("senior:handover", args=[found.handover_id]),
    )


@require_POST
def topic_done(request, pk):
    """Note that a topic is handed on."""
    found = row_or_404(request.user, "senior.tick_topic", HandoverTopic.objects.select_related("handover__person"), pk)
    sees = rows(request.user, "senior.view_handover", Handover.objects.filter(pk=found.handover_id)).exists()
    to = reverse("senior:handover", args=[found.handover_id]) if sees else reverse("senior:topic", args=[pk])
    return act(request, lambda: verbs.tick_topic(found, by=request.user), _("Emnet er givet videre."), to)
