"""What must wait for somebody right now: each function returns the to-dos that should be open today, in a fixed number
of queries. `med/actions/clock.py` opens what is missing and closes what has been seen to (R-30 to R-56).
"""

from collections import defaultdict
from dataclasses import replace
from datetime import time, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar
from core.todos import TodoSpec
from med.choices import BEFORE, CHAIRS, MED_KINDS, BodyKind, MeetingState, OutcomeState, Responsible, SeatFunction
from med.models import (
    Agreement,
    Body,
    Dissemination,
    Guideline,
    Meeting,
    Outcome,
    PlanMeasure,
    Seat,
    Treatment,
    TrioFrame,
)
from med.rules import assessed, duties
from med.rules.rounds_ground import facts, first_of, noon, who_has
from med.rules.rounds_training import competence, courses

YEAR_WHEEL = {"L5": "med.sickness_statistics", "W1": "med.annual_discussion", "H2": "med.budget", "W2": "med.budget"}


def agendas(today):
    """Call for items, pre-meeting, meetings of a TRIO (R-30, R-33, R-44)."""
    now = calendar.now()
    meetings = list(
        Meeting.objects.filter(
            state__in=[MeetingState.PLANNED, MeetingState.AGENDA_OPEN, MeetingState.RELEASED],
            starts_at__range=(now, now + timedelta(days=35)),
        ).select_related("body__unit", "body__site")
    )
    for one in meetings:
        body, starts = one.body, calendar.local_date(one.starts_at)
        link = reverse("med:meeting", args=[one.pk])
        base = {
            "unit": body.unit,
            "site": body.site,
            "event_at": one.starts_at,
            "link": link,
            "kind": "page",
            "context": str(body)[:120],
        }
        said = facts(body) | {
            "dato": calendar.long_date(one.starts_at),
            "tid": calendar.clock(one.starts_at),
            "fra": calendar.clock(one.starts_at),
            "til": calendar.clock(one.ends_at),
            "sted": one.place or _("(stedet kommer)"),
        }
        if body.is_trio:
            yield TodoSpec(
                one, "med.trio_meeting", _("TRIO-møde"), due_at=one.starts_at, rule="R-44", facts=said, **base
            )
            continue
        last = noon(starts - timedelta(days=body.proposal_days))
        if last > now:
            yield TodoSpec(
                one, "med.call_for_items", _("Foreslå punkter"), due_at=last, rule="R-30", facts=said, **base
            )
        yield TodoSpec(one, "med.pre_meeting", _("Hold formøde"), due_at=one.starts_at, rule="R-33", facts=said, **base)


def promised(today):
    """Papers that were promised to an item and have not come (R-32)."""
    items = list(
        Treatment.objects.standing()
        .filter(follows_on__isnull=False, meeting__state__in=BEFORE, meeting__starts_at__gt=calendar.now())
        .select_related("meeting__body__unit", "meeting__body__site", "responsible_person", "put_on_by")
    )
    seats = defaultdict(list)
    held = Seat.objects.held().filter(body__in={one.meeting.body_id for one in items}).select_related("person")
    for seat in held.order_by("pk"):
        seats[seat.body_id].append(seat)
    for one in items:
        body = one.meeting.body
        spec = _spec(
            one,
            body,
            "med.attachment",
            _("Vedhæft det, du har lovet"),
            _who_promised(one, seats[body.pk]),
            one.follows_on,
            reverse("med:item", args=[one.pk]),
            "R-32",
            reasons=[_("På dagsordenen står, at bilaget kommer senere.")],
        )
        dates = {"dato": calendar.long_date(one.meeting.starts_at), "frist": calendar.long_date(one.follows_on)}
        yield replace(spec, event_at=one.meeting.starts_at, facts=spec.facts | dates)


def _who_promised(item, seats):
    """Return who answers for an item among those who can reach it: the named person, else the one who speaks for the side."""
    people = {seat.person_id: seat.person for seat in seats}
    if item.responsible_person_id in people:
        return item.responsible_person
    order = {
        Responsible.SAFETY_REPS: lambda seat: seat.represents == "safety_rep",
        Responsible.EMPLOYEES: lambda seat: seat.function == SeatFunction.VICE_CHAIR,
        Responsible.UNION_REPS: lambda seat: seat.function == SeatFunction.VICE_CHAIR,
        Responsible.VICE_CHAIR: lambda seat: seat.function == SeatFunction.VICE_CHAIR,
    }
    speaks = order.get(item.responsible_role, lambda seat: seat.function == SeatFunction.CHAIR)
    return next((seat.person for seat in seats if speaks(seat)), item.put_on_by)


def minutes(today):
    """Minutes that members can still comment on (R-35)."""
    meetings = Meeting.objects.filter(state=MeetingState.MINUTES_SENT, comments_until__gte=today)
    for one in meetings.select_related("body__unit", "body__site"):
        yield TodoSpec(
            one,
            "med.read_minutes",
            _("Læs referat"),
            unit=one.body.unit,
            site=one.body.site,
            due_at=noon(one.comments_until),
            link=reverse("med:meeting", args=[one.pk]),
            kind="page",
            rule="R-35",
            context=str(one.body)[:120],
            facts=facts(one.body),
        )


def decisions(today):
    """Decisions that are to be looked at again: from the first of the month before (R-38)."""
    soon = calendar.add_months(today.replace(day=1), 2) - timedelta(days=1)
    rows = list(
        Outcome.objects.filter(
            review_on__isnull=False, review_on__lte=soon, reviewed_in__isnull=True, state=OutcomeState.IN_FORCE
        )
        .filter(Q(treatment__meeting__state__in=["minutes_sent", "approved", "published"]))
        .select_related("body__unit", "body__site", "review_owner", "treatment__meeting")
    )
    chairs = first_of(SeatFunction.CHAIR, {one.body_id for one in rows})
    for one in rows:
        yield TodoSpec(
            one,
            "med.review_decision",
            _("Se på en beslutning igen"),
            owner=one.review_owner or chairs.get(one.body_id),
            unit=one.body.unit,
            site=one.body.site,
            due_at=noon(one.review_on),
            link=reverse("med:meeting", args=[one.treatment.meeting_id]),
            button=_("Se beslutning"),
            kind="page",
            rule="R-38",
            context=str(one.body)[:120],
            reasons=[_("Udvalget aftalte at se på beslutningen igen.")],
            facts={"udvalg": str(one.body)[:120], "maaned": calendar.MONTHS[one.review_on.month - 1]},
        )


def year_wheel(today):
    """Duties of the year wheel that are due soon or overdue (R-39 to R-41, R-43).

    One that stands on an agenda in time waits for nobody; one that is overdue waits until sent minutes show it.
    """
    bodies = list(
        Body.objects.active(today)
        .filter(kind__in=["hoved_med", "area_med", "lokal_med", "staff_meeting"])
        .select_related("unit", "site")
    )
    board = duties.board(bodies, today)
    chairs = first_of(SeatFunction.CHAIR, [body.pk for body in bodies])
    for body in bodies:
        for line in board.get(body.pk, []):
            owner = (line.own and line.own.responsible) or chairs.get(body.pk)
            if not line.is_due or owner is None or (line.state == duties.SOON and line.is_on_its_way):
                continue
            yield TodoSpec(
                ("med.body", body.pk),
                YEAR_WHEEL.get(line.duty.code, "med.duty"),
                line.duty.title,
                owner=owner,
                unit=body.unit,
                site=body.site,
                due_at=noon(line.due_on),
                link=reverse("med:duties", args=[body.pk]),
                button=_("Åbn årshjul"),
                kind="page",
                rule="R-43",
                round=line.duty.order * 10 + line.due_on.year % 10,
                context=str(body)[:120],
                reasons=[str(one["text"]) if isinstance(one, dict) else str(one) for one in line.reasons],
                facts=facts(body),
            )


def register(today):
    """Guidelines to be revised, signatures that are missing, what must be told (R-42, R-46, R-47)."""
    rows = Guideline.objects.filter(
        revise_by__isnull=False,
        revise_by__lte=today + timedelta(days=60),
        state__in=["approved", "needs_revision"],
        owner__isnull=False,
    ).select_related("body__unit", "body__site", "owner")
    for one in rows:
        yield _spec(
            one,
            one.body,
            "med.revise_guideline",
            _("Revidér retningslinje"),
            one.owner,
            one.revise_by,
            reverse("med:guideline", args=[one.pk]),
            "R-42",
        )
    waiting = (
        Agreement.objects.filter(state="signing")
        .annotate(missing=Count("signatures", filter=~Q(signatures__state="signed")))
        .filter(missing__gt=0)
        .prefetch_related("signatures")
        .select_related("body__unit", "body__site", "holder")
    )
    for one in waiting:
        sent = [row.sent_on for row in one.signatures.all() if row.sent_on and row.state != "signed"]
        day = min(sent) if sent else calendar.local_date(one.written_at)
        yield _spec(
            one,
            one.body,
            "med.signatures",
            _("Få de sidste underskrifter"),
            one.holder,
            day + timedelta(days=14),
            reverse("med:agreement", args=[one.pk]),
            "R-46",
        )
    telling = list(
        Dissemination.objects.filter(done_on__isnull=True).select_related(
            "treatment__meeting__body__unit", "treatment__meeting__body__site", "responsible"
        )
    )
    chairs = first_of(SeatFunction.CHAIR, {one.treatment.meeting.body_id for one in telling})
    for one in telling:
        yield _spec(
            one,
            one.treatment.meeting.body,
            "med.tell",
            _("Send det til udvalget") if one.is_to_med else _("Fortæl videre"),
            who_has(one.responsible, chairs.get(one.treatment.meeting.body_id), today),
            one.due_on,
            reverse("med:told", args=[one.pk]),
            "R-47",
        )


def _spec(row, body, code, title, owner, due, link, rule, **more):
    """Return a to-do of one person about one row."""
    return TodoSpec(
        row,
        code,
        title,
        owner=owner,
        unit=body.unit,
        site=body.site,
        due_at=noon(due),
        link=link,
        button=_("Åbn opgave"),
        kind="page",
        rule=rule,
        context=str(body)[:120],
        facts=facts(body),
        **more,
    )


def assessments(today):
    """APV and surveys that are due, also where there has never been one, and lines of action plans (R-48 to R-50)."""
    bodies = list(Body.objects.active(today).filter(kind__in=MED_KINDS).select_related("unit", "site"))
    chairs = first_of(SeatFunction.CHAIR, [body.pk for body in bodies])
    for body, lines in assessed.cycles(bodies, today).items():
        for line in lines:
            if not line.is_due(today) or body not in chairs:
                continue
            code, rule = ("med.apv", "R-48") if line.kind == "apv" else ("med.survey", "R-49")
            title = _("Lav en ny APV") if line.kind == "apv" else _("Lav en ny trivselsmåling")
            shown = line.begun or line.last
            spec = _spec(
                line.last or line.body,
                line.body,
                code,
                line.title if line.begun else title if line.last else _("Skriv jeres APV ind, eller lav en"),
                chairs[body],
                line.due_on,
                reverse("med:assessment", args=[shown.pk]) if shown else reverse("med:assessment_new", args=[body]),
                rule,
            )
            reasons = [] if shown else [_("Der står ingen APV for arbejdspladsen.")]
            if line.begun:
                reasons = [_("Den er begyndt og tæller, når den er afsluttet.")]
            yield replace(spec, reasons=reasons, round=2 if line.begun else 1)
    for one in PlanMeasure.objects.filter(state="open").select_related(
        "assessment__body__unit", "assessment__body__site", "owner"
    ):
        yield _spec(
            one,
            one.assessment.body,
            "med.measure",
            one.measure[:160],
            who_has(one.owner, chairs.get(one.assessment.body_id), today),
            one.due_on,
            reverse("med:measure", args=[one.pk]),
            "R-50",
        )


def trios(today):
    """No TRIO meeting this month by the 20th; a new member talks the frame through (R-44, R-45)."""
    bodies = list(Body.objects.active(today).filter(kind=BodyKind.TRIO).select_related("unit", "site"))
    if today.day >= 20:
        begin, end = today.replace(day=1), calendar.add_months(today.replace(day=1), 1)
        met = set(
            Meeting.objects.filter(
                body__in=bodies, starts_at__gte=calendar.at(begin, time(0)), starts_at__lt=calendar.at(end, time(0))
            )
            .exclude(state="cancelled")
            .values_list("body_id", flat=True)
        )
        for body in bodies:
            if body.pk not in met:
                yield TodoSpec(
                    body,
                    "med.trio_planning",
                    _("Planlæg månedens TRIO-møde"),
                    unit=body.unit,
                    site=body.site,
                    due_at=noon(end - timedelta(days=1)),
                    link=reverse("med:series", args=[body.pk]),
                    kind="page",
                    rule="R-44",
                    round=today.year * 100 % 10000 + today.month,
                    context=str(body)[:120],
                    facts={"udvalg": str(body)[:120], "maaned": calendar.MONTHS[today.month - 1]},
                )
    frames: dict = defaultdict(lambda: None)
    for frame in TrioFrame.objects.filter(body__in=bodies, agreed_on__isnull=False).order_by("agreed_on"):
        frames[frame.body_id] = frame.agreed_on
    seats = (
        Seat.objects.held(today)
        .filter(body__in=bodies, starts_on__gt=today - timedelta(days=60), function__in=[*CHAIRS, SeatFunction.MEMBER])
        .select_related("body__unit", "body__site", "person")
    )
    for seat in seats:
        if frames[seat.body_id] is None or frames[seat.body_id] < seat.starts_on:
            yield _spec(
                seat,
                seat.body,
                "med.expectations",
                _("Afstem forventninger i TRIO'en"),
                seat.person,
                seat.starts_on + timedelta(days=30),
                reverse("med:frame", args=[seat.body_id]),
                "R-45",
            )


ROUNDS = (agendas, promised, minutes, decisions, year_wheel, register, assessments, trios, courses, competence)
