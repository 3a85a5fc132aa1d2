"""What senior tells the rest of the house: its subjects, navigation, receivers, topics, mentors and reasons."""

from django.db.models import Max, Q, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import calendar, desk, editions, explain, mentors, receivers, shell, subjects, topics
from core.directory import Directory
from core.models import Absence
from core.permissions import rows
from core.subjects import Subject
from senior.actions import clock, clock_talks, ground_data  # noqa: F401  (openers)
from senior.choices import ConversationKind
from senior.models import (
    Conversation,
    ConversationMember,
    DevelopmentPlan,
    Handover,
    HandoverTopic,
    Redistribution,
    SeniorAgreement,
    SeniorOffer,
    SeniorRule,
    SeniorTalk,
    YearlyChoice,
)
from senior.rules import membership

explain.topic("senior", takes="born, area, group, leader, on")(membership.explain)


def deputies(model, *own, about="person"):
    """Return a shut-out: whoever only stands in for somebody today hears nothing of a working life's talks (SEN-26).

    Those with a right of their own are not shut out: fields named in `own`, HR, and the own leader.
    """

    def lookup(ids):
        today = calendar.today()
        away = Absence.objects.filter(Absence.in_force(today), deputy__isnull=False)
        standing_in = set(away.values_list("deputy_id", flat=True))
        if not standing_in:
            return {}
        directory = Directory(today)
        standing_in -= {role.person_id for role in directory.held("hr")}
        found = {}
        for row in model.objects.filter(pk__in=ids).select_related(about):
            person = row
            for part in about.split("__"):
                person = getattr(person, part)
            leader = directory.own_leader(person) if person else None
            about_them = {person.pk} if person else {one.pk for one in row.people}
            found[row.pk] = standing_in - {
                leader.pk if leader else 0,
                *about_them,
                *(getattr(row, name) for name in own),
            }
        return found

    return lookup


def register(model, name, title, label, url, action, own=(), about="person"):
    """Register one kind of row with its neutral label."""
    subjects.register(
        Subject(
            f"senior.{name}",
            title,
            lambda row: str(label),
            lambda row: reverse(url, args=[row.pk]),
            action,
            shut_out=deputies(model, *own, about=about),
        )
    )


register(SeniorOffer, "senioroffer", _("tilbud"), _("Tilbud om seniorsamtale"), "senior:offer", "senior.view_offer")
register(SeniorTalk, "seniortalk", _("seniorsamtale"), _("Seniorsamtale"), "senior:talk", "senior.view_talk")
register(
    SeniorAgreement,
    "senioragreement",
    _("senioraftale"),
    _("Senioraftale"),
    "senior:agreement",
    "senior.view_agreement",
    ("union_rep_id",),
)
register(YearlyChoice, "yearlychoice", _("årets valg"), _("Valg for næste år"), "senior:choice", "senior.view_choice")
register(
    Handover, "handover", _("plan"), _("Plan for at give erfaring videre"), "senior:handover", "senior.view_handover"
)
register(
    HandoverTopic,
    "handovertopic",
    _("emne"),
    _("Noget, der bliver givet videre"),
    "senior:topic",
    "senior.view_topic",
    ("receiver_id",),
    "handover__person",
)
register(
    Conversation,
    "conversation",
    _("samtale"),
    _("Samtale"),
    "senior:conversation",
    "senior.view_conversation",
    ("leader_id",),
)
register(
    DevelopmentPlan,
    "developmentplan",
    _("udviklingsplan"),
    _("Udviklingsplan"),
    "senior:plan",
    "senior.view_plan",
    ("leader_id",),
)
register(
    Redistribution,
    "redistribution",
    _("ønske"),
    _("Ønske om omfordeling"),
    "senior:redistribution",
    "senior.view_redistribution",
    ("asked_id",),
)
subjects.register(
    Subject(
        "senior.seniorscheme",
        _("seniorordning"),
        lambda scheme: str(_("Seniorordningen")),
        lambda scheme: reverse("senior:scheme", args=[scheme.pk]),
        "senior.view_scheme",
    )
)
subjects.register(
    Subject(
        "senior.seniorrule",
        _("seniorregel"),
        lambda rule: str(_("Seniorregel")),
        lambda rule: reverse("senior:rule", args=[rule.pk]),
        "senior.view_rule",
    )
)


# -- receivers ---------------------------------------------------------------------------------------------------------
@receivers.receiver("agreement_union")
def agreement_union(batch, snapshot):
    """Return the TR who confirmed the agreement, read once for the batch."""
    ids = {todo.subject_id for _reminder, todo in batch if todo.subject_type == "senior.senioragreement"}
    found = {
        row.pk: row.union_rep
        for row in SeniorAgreement.objects.filter(pk__in=ids, union_rep__isnull=False).select_related("union_rep")
    }
    return {reminder.pk: [found[todo.subject_id]] if todo.subject_id in found else [] for reminder, todo in batch}


@receivers.receiver("talk_members")
def talk_members(batch, snapshot):
    """Return whom a plan is for: the one, or each of the group; read once for the batch."""
    ids = {todo.subject_id for _reminder, todo in batch if todo.about is None}
    groups = DevelopmentPlan.objects.filter(pk__in=ids).prefetch_related("members") if ids else ()
    members = {plan.pk: list(plan.members.all()) for plan in groups}
    return {reminder.pk: [todo.about] if todo.about else members.get(todo.subject_id, []) for reminder, todo in batch}


@receivers.each("agreement_leader")
def agreement_leader(todo, snapshot):
    """Return the own leader of whom it is about: never a deputy."""
    leader = snapshot.directory.own_leader(todo.about)
    return [leader] if leader else []


# -- navigation, desk, search ------------------------------------------------------------------------------------------
shell.register_page("development_plan", "senior:plan_new")
shell.register_nav("senior", _("Samtaler"), "senior:overview", "chat", 50, short=_("Samtaler"))


@desk.upcoming
def planned_talks(person, until):
    """Say when the person's next talks are. One query."""
    soon = {"planned_at__gte": calendar.now(), "planned_at__lte": until}
    talks = rows(person, "senior.read_talk", SeniorTalk.objects.filter(state="planned", **soon))
    with_group = ConversationMember.objects.filter(person=person).values("conversation")
    others = Conversation.objects.filter(
        Q(person=person) | Q(leader=person) | Q(pk__in=with_group),
        held_on__isnull=True,
        cancelled_at__isnull=True,
        **soon,
    )
    found = (talks.annotate(sort=Value("")).values_list("pk", "sort", "planned_at", "place").order_by()).union(
        others.values_list("pk", "kind", "planned_at", "place").order_by(), all=True
    )
    return [
        desk.Item(
            str(ConversationKind(kind).label if kind else _("Seniorsamtale")),
            reverse("senior:conversation" if kind else "senior:talk", args=[pk]),
            planned_at,
            place,
            "senior",
        )
        for pk, kind, planned_at, place in found
    ]


topics.source("senior_scheme", ground_data.waiting_topics)


@mentors.source
def of_agreements(on):
    """Offer those who have chosen to be a mentor or knowledge person in an agreement that holds (SEN-21)."""
    found = (
        SeniorAgreement.objects.running()
        .exclude(function="")
        .filter(Q(function_from__isnull=True) | Q(function_from__lte=on))
        .filter(Q(function_to__isnull=True) | Q(function_to__gte=on))
        .select_related("person__unit")
    )
    return [
        mentors.Candidate(row.person, row.function, row.function_from, row.function_to)
        for row in found
        if row.person.works_on(on)
    ]


@editions.elsewhere
def rules_worded_here(person):
    """Tell the overview of templates where the rules of agreements are kept; each rule carries its own dates."""
    newest = SeniorRule.objects.filter(starts_on__lte=calendar.today()).aggregate(day=Max("starts_on"))["day"]
    line = editions.Line(str(_("Seniorregler")), reverse("senior:rules"), str(_("HR-medarbejder")), valid_from=newest)
    return [line] if person.standing.has("hr") else []
