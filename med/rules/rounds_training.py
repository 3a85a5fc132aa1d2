"""What training asks of somebody right now: courses, days that lapse, plans to write (R-51 to R-56)."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core.todos import TodoSpec
from med.choices import SeatFunction
from med.models import AnnualDiscussion, Body, CompetenceNeed, CourseOffer, Duty, TrainingRecord
from med.rules import duties, training
from med.rules.rounds_ground import facts, first_of, noon

DISCUSSION = "W1"  # the yearly working-environment discussion


def courses(today):
    """Training that must be done, days that lapse, periods that end (R-51 to R-54, R-56)."""
    records = list(
        TrainingRecord.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=today)).select_related(
            "person__unit", "person__site", "seat__body"
        )
    )
    offers = defaultdict(list)
    for one in CourseOffer.objects.filter(record__in=records):
        offers[one.record_id].append(one)
    codes = {
        "med_basic": ("med.basic_course", "R-51"),
        "safety_basic": ("med.safety_course", "R-52"),
        "safety_extra": ("med.safety_days", "R-53"),
        "med_extra": ("med.med_days", "R-54"),
    }
    for record in records:
        link, person = reverse("med:training_record", args=[record.pk]), record.person
        base = {
            "owner": person,
            "about": person,
            "unit": person.unit,
            "site": person.site,
            "link": link,
            "kind": "page",
            "button": _("Se uddannelse"),
        }
        state = training.standing(record, offers[record.pk], today)
        for demand in state.demands:
            code, rule = codes[demand.kind]
            if demand.is_done or not demand.due_on or demand.due_on < today - timedelta(days=400):
                continue
            if demand.kind == "safety_extra" and demand.due_on - timedelta(days=90) > today:
                continue
            if demand.kind == "med_extra" and demand.due_on - timedelta(days=180) > today:
                continue
            yield TodoSpec(
                record,
                code,
                demand.title,
                due_at=noon(demand.due_on),
                event_at=noon(record.elected_on),
                rule=rule,
                round=state.year if demand.kind == "safety_extra" else 1,
                reasons=[str(one) for one in demand.reasons],
                **base,
            )
        if record.period_ends_on and today <= record.period_ends_on <= today + timedelta(days=60):
            yield TodoSpec(
                record,
                "med.period_ends",
                _("Funktionsperioden slutter"),
                due_at=noon(record.period_ends_on),
                rule="R-56",
                facts=facts(
                    record.seat.body if record.seat_id else record.get_function_display(), record.period_ends_on
                ),
                **base,
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
    needs = CompetenceNeed.objects.filter(record__seat__body__in=due).values_list("record__seat__body_id", "year")
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
