"""What training asks of somebody right now: courses, days that lapse, plans to write (R-51 to R-56)."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar
from core.todos import TodoSpec
from med.choices import Represents, SeatFunction
from med.models import AnnualDiscussion, Body, CompetenceNeed, Duty, TrainingRecord
from med.models.training import CourseKind
from med.rules import duties, training
from med.rules.rounds_ground import facts, first_of, noon

DISCUSSION = "W1"  # the yearly working-environment discussion


CODES = {
    CourseKind.MED_BASIC: ("med.basic_course", "R-51"),
    CourseKind.SAFETY_BASIC: ("med.safety_course", "R-52"),
    CourseKind.SAFETY_EXTRA: ("med.safety_days", "R-53"),
    CourseKind.MED_EXTRA: ("med.med_days", "R-54"),
}


def period(day):
    """Return the number of a deadline's month: the same to-do comes anew with the next period of function."""
    return day.year % 100 * 12 + day.month


def _base(record, **more):
    """Return what every to-do about a function says."""
    person = record.person
    return {
        "owner": person,
        "about": person,
        "unit": person.unit,
        "site": person.site,
        "link": reverse("med:training_record", args=[record.pk]),
        "kind": "page",
        "button": _("Se uddannelse"),
    } | more


def courses(today):
    """Training that must be done, days that lapse, periods that end (R-51 to R-54, R-56),
    wishes to answer and functions to look through (R-111, R-112).

    A course that must be done waits until it is done or the function ends, however late; days that have lapsed don't wait.
    """
    records = list(
        TrainingRecord.objects.running(today).select_related("person__unit__parent", "person__site", "seat__body")
    )
    for line in training.standings(records, today):
        record = line.record
        for demand in line.demands:
            code, rule = CODES[demand.kind]
            must = demand.kind in training.BASIC
            if demand.is_done or not demand.due_on:
                continue
            if not must and not today <= demand.due_on <= today + timedelta(days=training.SOON[demand.kind]):
                continue
            yield TodoSpec(
                record,
                code,
                demand.title,
                due_at=noon(demand.due_on),
                event_at=noon(record.began_on if must else record.elected_on),
                rule=rule,
                round=1 if must else line.year if demand.kind == CourseKind.SAFETY_EXTRA else period(demand.due_on),
                reasons=[str(one) for one in demand.reasons],
                **_base(record),
            )
        if record.period_ends_on and not record.ended_on and record.period_ends_on <= today + timedelta(days=60):
            yield TodoSpec(
                record,
                "med.period_ends",
                _("Funktionsperioden slutter"),
                due_at=noon(record.period_ends_on),
                rule="R-56",
                round=period(record.period_ends_on),
                facts=facts(
                    record.seat.body if record.seat_id else record.get_function_display(), record.period_ends_on
                ),
                reasons=[_("Venter, til HR har skrevet genvalg eller afsluttet funktionen.")],
                **_base(record),
            )
        for wish in line.joined:
            lapses = training.year_began(record, wish.next_year) - timedelta(days=1)
            unit = record.person.unit
            if wish.agreed_on or not wish.is_wished or lapses < today or unit is None:
                continue
            if record.function in (Represents.LEADER, Represents.OTHER_LEADER):
                unit = unit.parent or unit  # a leader's leader
            yield TodoSpec(
                record,
                "med.join_years",
                _("Svar på et ønske om at samle uddannelsesdage"),
                due_at=noon(lapses),
                rule="R-112",
                round=wish.function_year,
                reasons=[_("Aftalen skal være skriftlig. Uden den bortfalder dagene ved funktionsårets slutning.")],
                **_base(record, owner=None, owner_role="leader", unit=unit),
            )
        if record.unseen_since:
            yield TodoSpec(
                record,
                "med.new_function",
                _("Se en ny funktion igennem"),
                due_at=noon(calendar.add_working_days(record.unseen_since, 5)),
                rule="R-111",
                round=record.unseen_since.toordinal() % 30000,
                reasons=[_("Funktionen er skrevet op, fordi en plads i et udvalg er besat.")],
                **_base(record, owner=None, owner_role="hr", button=_("Se funktion")),
            )


def competence(today):
    """Ask for the competence plan before the yearly discussion of a body with the working environment (R-55)."""
    duty = Duty.objects.filter(code=DISCUSSION, is_on=True).first()
    if duty is None:
        return
    bodies = list(
        Body.objects.active(today).filter(kind__in=duty.kinds, handles_environment=True).select_related("unit", "site")
    )
    board = duties.board(bodies, today)
    due = {
        body.pk: line.due_on
        for body in bodies
        for line in board.get(body.pk, [])
        if line.duty.pk == duty.pk and line.is_due
    }
    texts = AnnualDiscussion.objects.filter(body__in=due).exclude(competence="").values_list("body_id", "year")
    needs = CompetenceNeed.objects.filter(
        record__in=TrainingRecord.objects.running(today), record__seat__body__in=due
    ).values_list("record__seat__body_id", "year")
    written = {body for body, year in texts if year >= due[body].year}
    written |= {body for body, year in needs if year > due[body].year}  # the plan is for the year after
    chairs = first_of(SeatFunction.CHAIR, due)
    for body in bodies:
        owner = chairs.get(body.pk)
        if body.pk not in due or body.pk in written or owner is None:
            continue
        yield TodoSpec(
            body,
            "med.competence_plan",
            _("Skriv kompetenceplan for arbejdsmiljøorganisationen"),
            owner=owner,
            unit=body.unit,
            site=body.site,
            due_at=noon(due[body.pk]),
            link=reverse("med:training"),
            button=_("Se uddannelse"),
            kind="page",
            rule="R-55",
            round=due[body.pk].year % 1000,
            context=str(body)[:120],
            reasons=[_("Planen er et af de fem punkter i den årlige arbejdsmiljødrøftelse.")],
            facts=facts(body, due[body.pk]),
        )
