"""What comes back by itself, each in a fixed number of queries whatever the number of people (R-60 to R-62, R-85 to R-92).

The openers ask what is due and open to-dos; opening again gives the row that exists. A leader is found for everybody
from one snapshot of the organisation.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.directory import Directory
from core.models import Person, Todo
from core.reminders import opener
from core.settings_values import Settings
from core.todos import TodoSpec, open_many
from senior.actions.agreements import begin_and_end, start_evaluation
from senior.actions.choices import settle
from senior.actions.ground import noon
from senior.actions.ground_data import offer_scheme_topic
from senior.actions.offers import finish_rounds
from senior.choices import Conversion
from senior.models import (
    Conversation,
    DevelopmentPlan,
    Evaluation,
    SeniorAgreement,
    SeniorOffer,
    SeniorScheme,
    SeniorTalk,
    YearlyChoice,
)
from senior.rules.membership import Rulebook

LOOK_AHEAD = timedelta(days=75)
LEADERS_CODES = (
    "senior.offer",
    "senior.scheme",
    "senior.talk",
    "senior.talk_record",
    "senior.sign_leader",
    "senior.evaluation",
    "senior.agreement_end",
    "senior.handover",
    "senior.plan_follow_up",
)


def _old_enough(today, book):
    """Return the people who may be old enough for something, by the lowest age of any rule. One query."""
    ages = [rule.age_from for rule in book.rules if rule.age_from is not None]
    lowest = min(ages, default=52)
    return list(
        Person.objects.working(today)
        .filter(born_on__isnull=False, born_on__lte=date(today.year + 1 - lowest, 12, 31))
        .only("pk", "born_on", "unit_id", "site_id", "collective_agreement", "employment_area", "name")
    )


@opener
def senior_offers(today, *, by=None):
    """Open this year's offers for everybody who reaches the age, except where a talk is under way (SEN-01, R-85)."""
    finish_rounds(today.year, by=by)
    book = Rulebook(today)
    people = _old_enough(today, book)
    has = set(SeniorOffer.objects.filter(year=today.year).values_list("person_id", flat=True))
    has |= set(SeniorTalk.objects.open().values_list("person_id", flat=True))
    due = [
        person for person in people if person.pk not in has and (rights := book.rights(person)) and rights.talk_is_due
    ]
    now = calendar.now()
    SeniorOffer.objects.bulk_create(
        [SeniorOffer(person=person, unit_id=person.unit_id, year=today.year, opened_at=now) for person in due],
        ignore_conflicts=True,
    )
    waiting = list(
        SeniorOffer.objects.filter(year=today.year, state="to_be_offered")
        .filter(~Exists(Todo.objects.filter(subject_type="senior.senioroffer", subject_id=OuterRef("pk"))))
        .select_related("person", "unit", "person__site")
    )
    if not waiting:
        return
    directory = Directory(today)
    deadline = max(date(today.year, 4, 1), today + timedelta(days=30))
    open_many(
        [
            TodoSpec(
                offer,
                "senior.offer",
                _("Giv et tilbud om seniorsamtale"),
                owner=directory.own_leader(offer.person),
                owner_role="" if directory.own_leader(offer.person) else "hr",
                about=offer.person,
                unit=offer.unit,
                site=offer.person.site,
                due_at=noon(deadline),
                link=reverse("senior:offer", args=[offer.pk]),
                button=_("Se tilbud"),
                kind="page",
                rule="R-85",
                context=str(_("Seniorsamtale")),
                help=_("Teksten er klar. Den ansatte bestemmer selv."),
                reasons=[_("Tilbuddet gives hvert år sammen med MUS. Et nej har ingen betydning.")],
            )
            for offer in waiting
        ],
        by=by,
    )
    audit.record("senior.offers_opened", ("senior.senioroffer", 0), by=by, year=today.year, count=len(waiting))


@opener
def scheme_next_year(today, *, by=None):
    """From October, ask the leader to tell of the scheme that begins next year (R-86)."""
    if today.month < 10:
        return
    book = Rulebook(today)
    begins = date(today.year + 1, 1, 1)
    due = [
        person
        for person in _old_enough(today, book)
        if (rights := book.rights(person)) and rights.scheme_from == begins
    ]
    if not due:
        return
    directory = Directory(today)
    open_many(
        [
            TodoSpec(
                person,
                "senior.scheme",
                _("Fortæl om seniorordningen"),
                owner=leader,
                about=person,
                unit=directory.units.get(person.unit_id),
                due_at=noon(date(today.year, 12, 31)),
                link=reverse("senior:staff_member", args=[person.pk]),
                button=_("Se muligheder"),
                kind="page",
                rule="R-86",
                round=today.year + 1,
                context=str(_("Seniorordning")),
                reasons=[_("Ordningen kan bruges fra næste år. Det står i overenskomsten.")],
            )
            for person in due
            if (leader := directory.own_leader(person))
        ],
        by=by,
    )


def choice_deadline(year, text):
    """Return the day by which next year's right is chosen: »01-10« is 1 October of the year before."""
    day, _dash, month = (text or "01-10").partition("-")
    return date(year - 1, int(month), int(day))


@opener
def yearly_choices(today, *, by=None):
    """Open next year's choice for everybody whose right can be taken in more than one way (SEN-12, R-87)."""
    settle(by=by)
    year = today.year + 1
    deadline = choice_deadline(year, Settings().text("senior_choice_deadline"))
    if not deadline - LOOK_AHEAD <= today <= deadline:
        return
    book = Rulebook(today)
    on = date(year, 1, 1)
    has = set(YearlyChoice.objects.filter(year=year).values_list("person_id", flat=True))
    rows = []
    for person in _old_enough(today, book):
        rights = book.rights(person, on) if person.pk not in has else None
        if rights and len(rights.convertible_to) > 1:
            possible = [one for one in Conversion.values if one in rights.convertible_to]
            rows.append(
                YearlyChoice(
                    person=person,
                    year=year,
                    deadline=deadline,
                    days=rights.days,
                    bonus_percent=rights.bonus_percent,
                    convertible_days=rights.convertible_days,
                    possible=possible,
                )
            )
    YearlyChoice.objects.bulk_create(rows, ignore_conflicts=True)
    waiting = (
        YearlyChoice.objects.filter(year=year, choice="")
        .filter(~Exists(Todo.objects.filter(subject_type="senior.yearlychoice", subject_id=OuterRef("pk"))))
        .select_related("person__unit", "person__site")
    )
    open_many(
        [
            TodoSpec(
                row,
                "senior.choice",
                _("Vælg dage, bonus eller pension for næste år"),
                owner=row.person,
                about=row.person,
                unit=row.person.unit,
                site=row.person.site,
                due_at=noon(row.deadline),
                link=reverse("senior:choice", args=[row.pk]),
                button=_("Vælg for næste år"),
                kind="page",
                rule="R-87",
                round=1,
                context=str(_("Seniorordning")),
                help=_("Vælger du ikke, gælder det, der står på siden."),
                reasons=[_("Fristen er en standard. HR kontrollerer den mod overenskomsten.")],
            )
            for row in waiting
        ],
        by=by,
    )


@opener
def running_agreements(today, *, by=None):
    """Begin and end agreements; open evaluations and warn of ends that come near (R-88, R-89)."""
    begin_and_end(by=by)
    soon = SeniorAgreement.objects.filter(
        state__in=["in_force", "under_evaluation"], evaluate_on__lte=today + LOOK_AHEAD
    )
    under_way = Evaluation.objects.filter(agreement=OuterRef("pk"), closed_at__isnull=True)
    for row in soon.filter(~Exists(under_way)).select_related("person"):
        start_evaluation(row, by=by)
    ending = list(
        SeniorAgreement.objects.filter(
            state__in=["agreed", "in_force", "under_evaluation"], ends_on__lte=today + LOOK_AHEAD
        ).select_related("person", "unit", "union_rep")
    )
    if not ending:
        return
    directory = Directory(today)
    open_many(
        [
            TodoSpec(
                row,
                "senior.agreement_end",
                _("Tal om, hvad der gælder, når aftalen slutter"),
                owner=directory.own_leader(row.person),
                about=row.person,
                unit=row.unit,
                due_at=noon(row.ends_on),
                link=reverse("senior:agreement", args=[row.pk]),
                button=_("Åbn aftale"),
                kind="page",
                rule="R-89",
                context=str(_("Senioraftale")),
                reasons=[_("Aftalen har en slutdato.")],
            )
            for row in ending
            if directory.own_leader(row.person)
        ],
        by=by,
    )


@opener
def scheme_evaluation(today, *, by=None):
    """Ask HR to evaluate the whole scheme, and put it on LokalMED's list (SEN-08, R-91)."""
    for scheme in SeniorScheme.objects.filter(evaluated_on__isnull=True, evaluate_on__lte=today + timedelta(days=31)):
        open_many(
            [
                TodoSpec(
                    scheme,
                    "senior.scheme_evaluation",
                    _("Evaluér seniorordningen"),
                    owner_role="hr",
                    due_at=noon(scheme.evaluate_on),
                    link=reverse("senior:scheme", args=[scheme.pk]),
                    button=_("Skriv evaluering"),
                    kind="page",
                    rule="R-91",
                    context=str(_("Seniorordning")),
                    reasons=[_("Det blev aftalt, da ordningen blev vedtaget.")],
                )
            ],
            by=by,
        )
        offer_scheme_topic(scheme, by=by)


# -- the talks everyone has --------------------------------------------------------------------------------------------
def quarter_of(day):
    """Return (number of the quarter, its first day, its last day)."""
    number = (day.month + 2) // 3
    first = date(day.year, 3 * number - 2, 1)
    return number, first, calendar.add_months(first, 3) - timedelta(days=1)


def _by_leader(people, directory):
    """Return {leader: [person]}; people without a leader are left out."""
    found = defaultdict(list)
    for person in people:
        leader = directory.own_leader(person)
        if leader is not None:
            found[leader].append(person)
    return found


def _counted(code, missing, *, due, round, title, rule, reason, directory, by):
    """Open one to-do a leader with how many are missing; close those of leaders where nobody is missing any more."""
    specs, have = [], set()
    for leader, people in missing.items():
        unit = next((role.unit_id for role in directory.held("leader") if role.person_id == leader.pk), None)
        if unit is None:
            continue
        have.add(unit)
        specs.append(
            TodoSpec(
                ("core.unit", unit),
                code,
                title,
                owner=leader,
                unit=directory.units[unit],
                due_at=noon(due),
                link=reverse("senior:staff"),
                button=_("Se overblik"),
                kind="page",
                rule=rule,
                round=round,
                context=str(_("Samtaler")),
                facts={"n": str(len(people))},
                reasons=[reason],
            )
        )
    open_many(specs, by=by)
    settled = Todo.objects.open().filter(code=code, round=round).exclude(subject_id__in=have)
    for todo in settled:
        todos.complete(todo, by=by)
    past = Todo.objects.open().filter(code=code, round__lt=round)
    for subject_id in set(past.values_list("subject_id", flat=True)):
        todos.withdraw(("core.unit", subject_id), [code], by=by)


@opener
def one_to_ones(today, *, by=None):
    """Three weeks before a quarter ends, tell each leader how many 1:1 talks are missing (GEN-32, R-60)."""
    number, first, last = quarter_of(today)
    if today < last - timedelta(days=21):
        return
    held = set(
        Conversation.objects.filter(kind="one_to_one", held_on__range=(first, last)).values_list("person_id", flat=True)
    )
    people = Person.objects.working(today).filter(Q(active_from__isnull=True) | Q(active_from__lte=first))
    directory = Directory(today)
    missing = _by_leader([person for person in people if person.pk not in held], directory)
    _counted(
        "senior.one_to_ones",
        missing,
        due=last,
        round=today.year * 4 + number - 8000,
        title=_("Hold de 1 til 1-samtaler, der mangler"),
        rule="R-60",
        reason=_("Alle har mindst én 1 til 1-samtale i kvartalet."),
        directory=directory,
        by=by,
    )


@opener
def mus_round(today, *, by=None):
    """From 1 February to 1 April, tell each leader how many MUS are missing this year (GEN-33, R-61, Q31)."""
    begins, ends = date(today.year, 2, 1), date(today.year, 3, 31)
    if not begins <= today <= ends + timedelta(days=7):
        return
    after = calendar.Offset.parse(f"-{Settings().text('first_mus_after') or '3mo'}").apply_to_date(today)
    held = set(
        Conversation.objects.filter(kind="development_talk", cancelled_at__isnull=True)
        .filter(Q(held_on__year=today.year) | Q(planned_at__year=today.year))
        .values_list("person_id", flat=True)
    )
    people = Person.objects.working(today).filter(Q(active_from__isnull=True) | Q(active_from__lte=after))
    directory = Directory(today)
    missing = _by_leader([person for person in people if person.pk not in held], directory)
    _counted(
        "senior.mus_round",
        missing,
        due=ends,
        round=today.year,
        title=_("Aftal de MUS, der mangler"),
        rule="R-61",
        reason=_("MUS bliver holdt i første kvartal."),
        directory=directory,
        by=by,
    )


@opener
def plan_follow_ups(today, *, by=None):
    """Ask for the yearly look at development plans (GEN-35, R-62)."""
    due = list(
        DevelopmentPlan.objects.filter(follow_up_on__lte=today + timedelta(days=45))
        .filter(
            ~Exists(Todo.objects.filter(subject_type="senior.developmentplan", subject_id=OuterRef("pk"), state="open"))
        )
        .filter(
            ~Exists(DevelopmentPlan.objects.filter(person=OuterRef("person"), written_on__gt=OuterRef("written_on")))
        )
        .select_related("person", "unit")
    )
    if not due:
        return
    directory = Directory(today)
    open_many(
        [
            TodoSpec(
                plan,
                "senior.plan_follow_up",
                _("Følg en udviklingsplan op"),
                owner=leader,
                about=plan.person,
                unit=plan.unit,
                due_at=noon(plan.follow_up_on),
                link=reverse("senior:plan", args=[plan.pk]),
                button=_("Åbn plan"),
                kind="page",
                rule="R-62",
                round=plan.follow_up_on.year,
                context=str(_("Udviklingsplan")),
                reasons=[_("Planen bliver fulgt op hvert år.")],
            )
            for plan in due
            if (leader := directory.own_leader(plan.person))
        ],
        by=by,
    )


@opener
def follow_leaders(today, *, by=None):
    """Hand a leader's to-dos on when the person has another leader now: a new unit, a new leader, a leader who left."""
    waiting = list(
        Todo.objects.open()
        .filter(code__in=LEADERS_CODES, about__isnull=False)
        .select_related("about")
        .only("pk", "owner_id", "about_id", "about__unit_id", "about__name", "code")
    )
    if not waiting:
        return
    directory = Directory(today)
    moved = defaultdict(list)
    for todo in waiting:
        leader = directory.own_leader(todo.about)
        if leader is not None and leader.pk != todo.owner_id:
            moved[leader].append(todo.pk)
    for leader, ids in moved.items():
        todos.hand_on(Todo.objects.filter(pk__in=ids), owner=leader, by=by)
