"""Functions of representatives follow the seats: made, re-elected, ended, looked through by HR; all through the pages."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import reminders, retention
from core.models import Mail, Todo
from core.permissions import can
from core.reference import load_all
from med.actions import bodies, clock, discussions, functions
from med.models import Body, CourseOffer, Seat, TrainingRecord
from med.rules import training as rules
from tests.cast import NOW, Cast
from tests.med.beside import DAY, Beside

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        load_all()
        yield Beside(Cast()).lay_rows()


def client_of(med, name):
    client = Client()
    client.force_login(med.cast[name])
    return client


def danish(day):
    return day.strftime("%d.%m.%Y")


def typed(seat="", **more):
    """What HR types in the form of a function."""
    return {
        "function": "union_rep",
        "seat": seat.pk if seat else "",
        "elected_on": danish(DAY - timedelta(days=400)),
        "in_med": "on",
        "med_handles_safety": "on",
    } | more


def seated(med, name, represents, body=None, starts_on=DAY, **more):
    facts = {"side": "employee", "function": "member", "represents": represents, "starts_on": starts_on} | more
    return bodies.add_seat(body or med.body, by=med.cast.hr, person=med.cast[name], **facts)


def function_of(med, name, function="safety_rep"):
    return TrainingRecord.objects.get(person=med.cast[name], function=function)


# -- by HR, page by page ---------------------------------------------------------------------------------------------
def test_hr_writes_a_function_with_its_seat_and_all_that_hangs_on_it_follows(med):
    hr, tr = client_of(med, "hr"), med.cast.tr
    step = hr.post(reverse("med:training_new"), {"person": tr.email})
    assert step.status_code == 302 and step.url == reverse("med:training_new_for", args=[tr.pk])
    form = hr.get(step.url).content.decode()
    assert (
        f"{med.body}: næstformand, TR" in form and med.trio.name not in form
    )  # the person's own seats, and what they say
    done = hr.post(step.url, typed(med.seats["tr"], period_ends_on=danish(DAY + timedelta(days=40))))
    assert done.status_code == 302
    record = function_of(med, "tr", "union_rep")
    assert record.seat == med.seats["tr"]
    # the chair of the body reads it, the vice chair of another function doesn't
    assert client_of(med, "leder").get(done.url).status_code == 200
    assert client_of(med, "medarbejder").get(done.url).status_code == 404
    # a need reaches the yearly discussion
    client_of(med, "tr").post(reverse("med:need_new", args=[record.pk]), {"year": 2028, "need": "Referatteknik"})
    assert "Referatteknik" in {line.need for line in discussions.needs_of(med.annual)}
    # R-56 reaches the chair alone
    clock.keep_waiting(DAY)
    todo = Todo.objects.get(code="med.period_ends", subject_id=record.pk)
    assert todo.owner == tr
    # stepping down ends what waits, and the time of keeping begins
    clock.keep_waiting(DAY)
    assert Todo.objects.open().filter(code="med.basic_course", subject_id=record.pk).exists()
    page = hr.get(done.url).content.decode()
    assert "Afslut funktion" in page and "Ret funktion" in page and "Skriv genvalg" in page
    end = reverse("med:training_end", args=[record.pk])
    assert "Afslut funktion?" in hr.get(end).content.decode()
    record.refresh_from_db()
    assert record.ended_on is None  # it asks first
    hr.post(end, {"ended_on": danish(DAY - timedelta(days=1))})
    record.refresh_from_db()
    assert record.ended_on == DAY - timedelta(days=1)
    clock.keep_waiting(DAY)
    assert not Todo.objects.open().filter(subject_type="med.trainingrecord", subject_id=record.pk).exists()
    assert record in retention.KINDS["med.training"].due(DAY)
    assert tr.name not in hr.get(reverse("med:training")).content.decode()
    assert tr.name in hr.get(reverse("med:training"), {"state": "ended"}).content.decode()
    # and it can be taken up again
    hr.post(reverse("med:training_edit", args=[record.pk]), typed(med.seats["tr"], ended_on=""))
    record.refresh_from_db()
    assert record.ended_on is None
    clock.keep_waiting(DAY)
    assert Todo.objects.open().filter(code="med.basic_course", subject_id=record.pk).exists()


def test_a_seat_of_somebody_else_is_refused_and_so_is_the_same_function_twice(med):
    hr, address = client_of(med, "hr"), reverse("med:training_new_for", args=[med.cast.tr.pk])
    foreign = hr.post(address, typed(med.seats["amr"]))
    assert foreign.status_code == 422 and not TrainingRecord.objects.filter(person=med.cast.tr).exists()
    with pytest.raises(ValidationError):
        functions.add_record(
            by=med.cast.hr, person=med.cast.tr, seat=med.seats["amr"], function="union_rep", elected_on=DAY
        )
    twice = hr.post(
        reverse("med:training_new_for", args=[med.cast.amr.pk]), typed(function="safety_rep", in_safety="on")
    )
    assert twice.status_code == 422 and "har allerede den funktion" in twice.content.decode()
    neither = hr.post(address, {**typed(), "in_med": ""})
    assert neither.status_code == 422 and "eller begge" in neither.content.decode()
    assert client_of(med, "leder").post(address, typed()).status_code == 403


def test_hr_corrects_and_nobody_else_does(med):
    edit = reverse("med:training_edit", args=[med.record.pk])
    sent = typed(med.seats["amr"], function="safety_rep", in_safety="on", note="Afløser Lis", has_safety_before="on")
    assert client_of(med, "amr").post(edit, sent).status_code == 403
    assert client_of(med, "tr").post(edit, sent).status_code == 404
    assert client_of(med, "hr").post(edit, sent).status_code == 302
    med.record.refresh_from_db()
    assert med.record.note == "Afløser Lis" and med.record.has_safety_before
    with pytest.raises(ValidationError):
        functions.end_record(med.record, by=med.cast.hr, ended_on=med.record.elected_on - timedelta(days=1))


# -- by the seats ----------------------------------------------------------------------------------------------------
def test_a_seat_makes_the_function_and_hr_looks_it_through(med):
    hr = client_of(med, "hr")
    sent = {
        "person": med.cast.kollega.email,
        "side": "employee",
        "function": "member",
        "represents": "safety_rep",
        "starts_on": danish(DAY),
        "ends_on": danish(DAY + timedelta(days=730)),
    }
    assert hr.post(reverse("med:seat_new", args=[med.other.pk]), sent).status_code == 302
    record = function_of(med, "kollega")
    assert record.seat.body == med.other and record.in_med and record.in_safety
    assert record.period_ends_on == DAY + timedelta(days=730) and record.unseen_since == DAY
    clock.keep_waiting(DAY)
    todo = Todo.objects.get(code="med.new_function", subject_id=record.pk)
    assert todo.owner_role == "hr" and todo.owner is None
    assert med.cast.kollega.name in hr.get(reverse("med:training"), {"state": "new"}).content.decode()
    page = reverse("med:training_record", args=[record.pk])
    assert "Bekræft funktion" in hr.get(page).content.decode()
    assert "Bekræft funktion" not in client_of(med, "kollega").get(page).content.decode()
    assert client_of(med, "kollega").post(reverse("med:training_confirm", args=[record.pk])).status_code == 403
    hr.post(reverse("med:training_confirm", args=[record.pk]))
    clock.keep_waiting(DAY)
    assert not Todo.objects.open().filter(code="med.new_function").exists()


@pytest.mark.parametrize(
    ("represents", "function", "kind"),
    [
        ("none", "member", None),
        ("union_rep", "substitute", None),
        ("union_rep", "observer", None),
        ("leader", "member", "trio"),
    ],
)
def test_no_function_comes_of_a_substitute_a_guest_or_a_trio(med, represents, function, kind):
    before = TrainingRecord.objects.count()
    seated(med, "service", represents, med.trio if kind else med.other, function=function)
    assert TrainingRecord.objects.count() == before


def test_a_leader_is_in_the_working_environment_where_the_body_has_it(med):
    assert functions.by_seat(seated(med, "service", "leader", med.other))["in_safety"]
    Body.objects.filter(pk=med.parent.pk).update(handles_environment=False)
    med.parent.refresh_from_db()
    seat = seated(med, "sfk", "leader", med.parent)
    record = function_of(med, "sfk", "leader")
    assert not functions.by_seat(seat)["in_safety"] and not record.in_safety and not record.med_handles_safety
    assert not functions.by_seat(seated(med, "hr", "other_leader", med.other))["in_safety"]


def test_ending_the_seat_ends_the_function_the_same_day_in_the_page_too(med):
    clock.keep_waiting(DAY)
    assert Todo.objects.open().filter(subject_type="med.trainingrecord", subject_id=med.record.pk).exists()
    last = DAY + timedelta(days=3)
    client_of(med, "hr").post(reverse("med:seat_end", args=[med.seats["amr"].pk]), {"ends_on": danish(last)})
    med.record.refresh_from_db()
    assert med.record.ended_on == last
    clock.keep_waiting(last)
    assert Todo.objects.open().filter(subject_type="med.trainingrecord", subject_id=med.record.pk).exists()
    clock.keep_waiting(last + timedelta(days=1))
    assert not Todo.objects.open().filter(subject_type="med.trainingrecord", subject_id=med.record.pk).exists()


def test_a_re_election_goes_on_with_the_same_function_and_its_years(med):
    TrainingRecord.objects.filter(pk=med.record.pk).update(elected_on=date(2025, 2, 6))
    bodies.end_seat(med.seats["amr"], by=med.cast.hr, ends_on=DAY)
    seat = seated(med, "amr", "safety_rep", starts_on=DAY + timedelta(days=1), ends_on=DAY + timedelta(days=731))
    record = function_of(med, "amr")  # one, not two
    assert record.pk == med.record.pk and record.seat == seat and record.ended_on is None
    assert record.first_elected_on == date(2025, 2, 6) and record.elected_on == DAY + timedelta(days=1)
    assert rules.function_year(record, DAY + timedelta(days=1))[0] == 3
    assert rules.standing(record, [], DAY + timedelta(days=2)).demands[0].state == "late"  # never took the course


def test_hr_writes_a_re_election_by_hand(med):
    address = reverse("med:training_reelect", args=[med.record.pk])
    hr = client_of(med, "hr")
    early = hr.post(address, {"elected_on": danish(med.record.elected_on - timedelta(days=9))})
    assert early.status_code == 422 and "efter det seneste valg" in early.content.decode()
    assert (
        hr.post(address, {"elected_on": danish(DAY), "period_ends_on": danish(DAY + timedelta(days=700))}).status_code
        == 302
    )
    began = med.record.elected_on
    med.record.refresh_from_db()
    assert (med.record.first_elected_on, med.record.elected_on) == (began, DAY)
    assert client_of(med, "amr").get(address).status_code == 403


def test_each_period_that_ends_is_told_of(med):
    type(med.record).objects.filter(pk=med.record.pk).update(period_ends_on=DAY + timedelta(days=30))
    clock.keep_waiting(DAY)
    functions.reelect(med.record, by=med.cast.hr, elected_on=DAY, period_ends_on=DAY + timedelta(days=430))
    clock.keep_waiting(DAY)
    assert not Todo.objects.open().filter(code="med.period_ends").exists()
    clock.keep_waiting(DAY + timedelta(days=400))
    assert Todo.objects.open().filter(code="med.period_ends").exists()


def test_a_period_that_ended_reaches_the_chair_and_not_the_vice_chair(med):
    type(med.record).objects.filter(pk=med.record.pk).update(period_ends_on=DAY)
    with time_machine.travel(NOW - timedelta(days=10), tick=False):
        clock.keep_waiting(DAY - timedelta(days=10))
    todo = Todo.objects.get(code="med.period_ends", subject_id=med.record.pk)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        reminders.sweep()
    told = {mail.receiver for mail in Mail.objects.filter(notice="M-59")}
    assert told == {med.cast.leder}
    clock.keep_waiting(DAY + timedelta(days=1))
    todo.refresh_from_db()
    assert todo.state == "open"  # until HR has written a re-election or an end


def test_a_function_held_in_two_bodies_goes_on_in_the_other(med):
    other = seated(med, "amr", "safety_rep", med.parent, starts_on=DAY - timedelta(days=5))
    assert function_of(med, "amr").seat == med.seats["amr"]
    bodies.end_seat(med.seats["amr"], by=med.cast.hr, ends_on=DAY)
    record = function_of(med, "amr")
    assert record.seat == other and record.ended_on is None


def test_a_seat_that_runs_out_by_itself_ends_the_function_and_so_does_leaving(med):
    Seat.objects.filter(pk=med.seats["amr"].pk).update(ends_on=DAY)
    functions.end_functions(DAY)
    assert function_of(med, "amr").ended_on is None
    functions.end_functions(DAY + timedelta(days=1))
    functions.end_functions(DAY + timedelta(days=1))
    assert function_of(med, "amr").ended_on == DAY
    record = functions.add_record(by=med.cast.hr, person=med.cast.tr, function="union_rep", elected_on=DAY)
    type(med.cast.tr).objects.filter(pk=med.cast.tr.pk).update(active_to=DAY)
    functions.end_functions(DAY + timedelta(days=1))
    record.refresh_from_db()
    assert record.ended_on == DAY


# -- who reads -------------------------------------------------------------------------------------------------------
def test_only_the_chair_of_a_committee_reads_others_and_plans_for_nobody(med):
    for name in ("chef", "medarbejder"):
        TrainingRecord.objects.create(person=med.cast[name], seat=med.seats[name], function="other_rep", elected_on=DAY)
    record = function_of(med, "chef", "other_rep")  # the chair isn't the leader of this one
    readers = {
        name
        for name in ("leder", "tr", "amr", "hr", "chef", "kollega")
        if can(med.cast[name], "med.view_training", record)
    }
    assert readers == {"leder", "hr", "chef"}
    assert not can(med.cast.leder, "med.plan_competence", record)
    trio = TrainingRecord.objects.create(
        person=med.cast.chef,
        seat=Seat.objects.filter(body=med.trio, person=med.cast.tr).first(),
        function="leader",
        elected_on=DAY,
    )
    assert not any(can(med.cast[name], "med.view_training", trio) for name in ("leder", "tr", "amr"))
    TrainingRecord.objects.filter(pk=record.pk).update(ended_on=DAY - timedelta(days=1))
    assert not can(med.cast.leder, "med.view_training", record)


# -- two functions of one person -----------------------------------------------------------------------------------------
def test_tr_and_amr_at_once_are_asked_once_for_what_both_ask_for(med):
    second = functions.add_record(
        by=med.cast.hr, person=med.cast.amr, seat=med.seats["amr"], function="union_rep", elected_on=DAY
    )
    first, other = rules.standings([med.record, second], DAY)
    assert {one.kind for one in first.demands} == {"med_basic", "med_extra", "safety_basic", "safety_extra"}
    assert other.demands == [] and other.elsewhere == med.record
    clock.keep_waiting(DAY)
    assert Todo.objects.open().filter(code="med.basic_course", owner=med.cast.amr).count() == 1
    # a course taken under the one counts for the other, also when the first has ended
    CourseOffer.objects.create(record=second, kind="med_basic", days=2, offered_on=DAY, completed_on=DAY)
    assert next(one for one in rules.standings([med.record], DAY)[0].demands if one.kind == "med_basic").is_done
    functions.end_record(med.record, by=med.cast.hr, ended_on=DAY)
    (alone,) = rules.standings([second], DAY + timedelta(days=1))
    assert next(one for one in alone.demands if one.kind == "med_basic").is_done


def test_both_functions_give_a_day_more_from_the_second_to_the_fourth_year(med):
    TrainingRecord.objects.filter(pk=med.record.pk).update(elected_on=date(2023, 1, 6))
    TrainingRecord.objects.create(person=med.cast.amr, function="union_rep", elected_on=date(2024, 6, 1))
    med.record.refresh_from_db()
    (line,) = rules.standings([med.record], DAY)
    assert next(one for one in line.demands if one.kind == "med_extra").days == 5 + 3
