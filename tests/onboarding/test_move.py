"""The start date moves, and everything with it; a course is called off, closed, handed on (ONB-04, ONB-07)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404

from core import calendar
from core.models import Mail, Person, Role, Todo
from core.permissions import Forbidden
from core.states import StepRefused
from onboarding.actions import checklist, clock, courses, letter, moving, roles, schedule
from onboarding.models import Invitation
from tests.onboarding.courses import START, at, fresh, make

pytestmark = pytest.mark.django_db
LATER = date(2027, 3, 15)


def test_the_preview_names_everything_that_moves_and_writes_nothing(course):
    shift = moving.shift(course, LATER, course.weekdays)
    assert len(shift.items) == 33 and len(shift.meetings) == 12
    assert shift.letter == (date(2027, 2, 22), date(2027, 3, 8))
    assert fresh(course).start_on == START


def test_everything_moves(course, cast):
    moving.move(course, by=cast["hr"], start_on=LATER)
    moved = fresh(course)
    assert moved.rows.get(code="coffee").day == LATER
    assert moved.items.get(code="flowers").due_on == LATER
    assert calendar.local_date(moved.items.get(code="flowers").todo.due_at) == LATER
    assert moved.welcome.sends_on == date(2027, 3, 8)
    assert calendar.local_date(moved.meetings.filter(series="daily").first().starts_at) == date(2027, 4, 5)
    assert Person.objects.get(pk=cast.nyansat.pk).active_from == LATER


def test_moved_twice_it_comes_back_to_where_it_was(course, cast):
    before = list(course.rows.order_by("number").values_list("day", flat=True))
    moving.move(course, by=cast["hr"], start_on=LATER)
    moving.move(fresh(course), by=cast["hr"], start_on=START)
    assert list(course.rows.order_by("number").values_list("day", flat=True)) == before


def test_what_is_done_does_not_move(course, cast):
    item = course.items.get(code="desk")
    checklist.tick(item, by=cast["leder"])
    moving.move(course, by=cast["hr"], start_on=LATER)
    item.refresh_from_db()
    assert item.due_on == date(2027, 2, 26) and item.todo.state == "done"


def test_what_was_moved_by_hand_moves_as_many_days(course, cast):
    row = course.rows.get(code="house")
    schedule.move(row, by=cast["mentor"], day=date(2027, 3, 4), clock=row.clock)
    moving.move(fresh(course), by=cast["hr"], start_on=LATER)
    row.refresh_from_db()
    assert row.day == date(2027, 3, 18)


def test_those_who_were_invited_get_the_new_time_with_a_higher_sequence(course, cast):
    schedule.approve(course, by=cast["mentor"])
    first = Invitation.objects.get(row__code="casework", receiver=cast.sfk)
    moving.move(fresh(course), by=cast["hr"], start_on=LATER)
    last = Invitation.objects.filter(row__code="casework", receiver=cast.sfk).last()
    assert (last.uid, last.method) == (first.uid, "REQUEST") and last.sequence > first.sequence
    assert calendar.local_date(last.starts_at) == date(2027, 3, 16)


def test_the_same_date_is_refused(course, cast):
    with pytest.raises(ValidationError, match="den samme"):
        moving.move(course, by=cast["hr"], start_on=START)


@pytest.mark.parametrize("who", ["mentor", "nyansat"])
def test_mentor_and_newcomer_may_not_move_it(course, cast, who):
    if who == "nyansat":
        Person.objects.filter(pk=cast.nyansat.pk).update(active_from=date(2027, 1, 1))
    with pytest.raises(Forbidden):
        moving.move(course, by=cast[who], start_on=LATER)


def test_another_leader_does_not_see_it(course, cast):
    with pytest.raises(Http404):
        moving.move(course, by=cast["andenleder"], start_on=LATER)


def test_a_course_that_is_called_off_lets_everything_lapse(course, cast):
    schedule.approve(course, by=cast["mentor"])
    courses.cancel(fresh(course), by=cast["leder"], reason="Amalie har fået et andet arbejde.")
    over = fresh(course)
    assert over.state == "cancelled" and over.welcome.private_address == ""
    assert not Todo.objects.about(course).open().exists()
    assert set(Invitation.objects.filter(receiver=cast.sfk).values_list("method", flat=True)) == {"REQUEST", "CANCEL"}
    with pytest.raises(Forbidden):
        moving.move(over, by=cast["leder"], start_on=LATER)


def test_two_presses_cancel_it_once(course, cast):
    courses.cancel(course, by=cast["leder"], reason="Amalie har fået et andet arbejde.")
    with pytest.raises((ValidationError, StepRefused, Forbidden)):
        courses.cancel(course, by=cast["leder"], reason="Amalie har fået et andet arbejde.")


def test_a_course_with_open_lines_is_not_closed(course, cast):
    with time_machine.travel(at("2027-06-10 10:00"), tick=False):
        courses.advance(course, by=None)
        with pytest.raises(ValidationError, match="Disse punkter mangler"):
            courses.close(course, by=cast["leder"])
        for item in course.items.exclude(phase="first_year"):
            checklist.tick(item, by=cast["hr"])
        assert courses.close(fresh(course), by=cast["leder"]).state == "closed"
        assert set(Todo.objects.about(course).open().values_list("code", flat=True)) == {
            "onboarding.development",
            "onboarding.mus",
        }


def test_the_clock_leads_it_through_its_states(course):
    for moment, state in (
        ("2027-02-28 08:00", "preparation"),
        ("2027-03-01 08:00", "start"),
        ("2027-03-05 08:00", "start"),
        ("2027-03-08 08:00", "learning"),
        ("2027-05-18 08:00", "closing"),
    ):
        with time_machine.travel(at(moment), tick=False):
            clock.run(calendar.today())
            assert fresh(course).state == state, moment


def test_a_clock_that_stood_still_over_the_start_catches_up_once(course):
    with time_machine.travel(at("2027-03-10 08:00"), tick=False):
        clock.run(calendar.today())
        clock.run(calendar.today())
        assert fresh(course).state == "learning"
        assert fresh(course).welcome.private_address == ""


# -- roles -------------------------------------------------------------------------------------------------------------------
def test_the_mentor_falls_ill_and_everything_goes_to_another_in_one_act(course, cast):
    schedule.approve(course, by=cast["mentor"])
    roles.assign(
        fresh(course), by=cast["leder"], roles={"mentor": cast["kollega"]}, reason="Peter er væk i en periode."
    )
    moved = fresh(course)
    assert moved.mentor == cast.kollega
    assert not moved.items.filter(owner=cast.mentor, todo__state="open").exists()
    assert not Todo.objects.about(course).open().filter(owner=cast.mentor).exists()
    assert moved.rows.get(code="coffee").owner == cast.kollega
    last = Invitation.objects.filter(row__code="coffee").order_by("pk")
    assert [(one.receiver, one.method) for one in last] == [
        (cast.mentor, "REQUEST"),
        (cast.kollega, "REQUEST"),
        (cast.mentor, "CANCEL"),
    ]
    assert Mail.objects.filter(notice="O-17", receiver=cast.kollega).exists()


def test_an_outside_unit_can_have_a_role(course, cast):
    roles.assign(course, by=cast["hr"], roles={"visit_x": "Familiehuset", "visit_y": cast["amr"]})
    assert course.rows.get(code="visit_x").who == "Familiehuset"
    assert course.rows.get(code="visit_y").owner == cast.amr
    assert not any(role == "Leder i X" for role, _items, _rows in roles.missing(fresh(course)))


def test_what_nobody_has_is_listed(course):
    assert {row[0] for row in roles.missing(course)} == {
        "Superbruger",
        "Kollega AA og kollega BB",
        "Leder i X",
        "Leder i Y",
        "Kollega CC",
        "Kollega AA",
        "Leder i Z",
        "Kollega BB",
    }


def test_a_new_leader_takes_over_by_the_clock(course, cast):
    Role.objects.filter(person=cast.leder, kind="leader").update(ends_on=date(2027, 2, 10))
    Role.objects.create(person=cast.stedfortraeder, kind="leader", unit=cast.office, starts_on=date(2027, 2, 11))
    with time_machine.travel(at("2027-02-11 08:00"), tick=False):
        clock.run(calendar.today())
        assert fresh(course).leader == cast.stedfortraeder
        assert course.items.get(code="desk").owner == cast.stedfortraeder
        assert clock.replace_leaders(calendar.today()) == 0


def test_choosing_a_mentor_completes_the_to_do(cast):
    course = make(cast, mentor=None)
    roles.assign(course, by=cast["leder"], roles={"mentor": cast["mentor"]})
    assert Todo.objects.about(course).get(code="onboarding.mentor").state == "done"
    assert course.meetings.count() == 12


def test_a_letter_that_was_sent_is_stale_after_a_move(course, cast):
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])
    with time_machine.travel(at("2027-02-22 08:00"), tick=False):
        letter.send_due(calendar.today())
        moving.move(fresh(course), by=cast["hr"], start_on=LATER)
        assert fresh(course).welcome.is_stale


def test_no_letter_is_said_to_move_that_has_gone_or_goes_no_more(course, cast):
    assert moving.shift(course, date(2027, 2, 1), course.weekdays).letter is None
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])
    with time_machine.travel(at("2027-02-22 08:00"), tick=False):
        letter.send_due(calendar.today())
        assert moving.shift(fresh(course), LATER, course.weekdays).letter is None
