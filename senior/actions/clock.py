"""What comes back by itself, each in a fixed number of queries whatever the number of people (R-60 to R-62, R-85 to R-92).

The openers ask what is due and open to-dos; opening again gives the row that exists. A leader is found for everybody
from one snapshot of the organisation.
"""

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.directory import Directory
from core.models import Person, Todo
from core.reminders import opener
from core.todos import TodoSpec, open_many
from senior.actions.agreements import begin_and_end, start_evaluation
from senior.actions.choices import settle
from senior.actions.clock_hr import choice_deadline, tell_of_choices, tell_of_offers
from senior.actions.ground import noon
from senior.actions.ground_data import offer_scheme_topic
from senior.actions.offers import finish_rounds
from senior.choices import Conversion
from senior.models import (
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
    "senior.first_mus",
)


def _old_enough(today, book):
    """Return the people who may be old enough for something, by the lowest age of any rule: the year stands plain. One query."""
    ages = [rule.age_from for rule in book.rules if rule.age_from is not None]
    lowest = min(ages, default=52)
    return list(
        Person.objects.working(today)
        .filter(birth__year__lte=today.year + 1 - lowest)
        .select_related("birth")
        .only("pk", "birth__day", "unit_id", "site_id", "collective_agreement", "employment_area", "name")
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
    deadline = max(date(today.year, 4, 1), today + timedelta(days=30))
    tell_of_offers(today.year, due=deadline, by=by)
    if not waiting:
        return
    directory = Directory(today)
    open_many(
        [
            TodoSpec(
                offer,
                "senior.offer",
                _("Giv et tilbud om seniorsamtale"),
                owner=(leader := directory.own_leader(offer.person)),
                owner_role="" if leader else "hr",
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


@opener
def yearly_choices(today, *, by=None):
    """Open next year's choice for everybody whose right can be taken in more than one way (SEN-12, R-87)."""
    settle(by=by)
    year = today.year + 1
    deadline = choice_deadline(year)
    if deadline - LOOK_AHEAD <= today <= deadline:
        _open_choices(today, year, deadline, by)
    for one in (year - 1, year):
        tell_of_choices(one, choice_deadline(one), by=by)


def _open_choices(today, year, deadline, by):
    """Make the rows of a year and a to-do for each who hasn't chosen."""
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
