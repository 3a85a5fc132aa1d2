"""The schedule is approved, confirmed, moved and proposed otherwise; lines are ticked, dropped, added (ONB-02, -05, R-75)."""

from datetime import date, time

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from core import calendar, outbox, reminders, todos
from core.models import Mail, NextOfKin, Todo
from core.permissions import Forbidden
from onboarding.actions import checklist, schedule
from onboarding.models import Adaptation, Invitation
from tests.onboarding.courses import at, fresh, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(course, cast):
    """Return the course with an approved schedule."""
    schedule.approve(course, by=cast["mentor"])
    return fresh(course)


def client(person):
    made = Client()
    made.force_login(person, backend="core.signin.PersonBackend")
    return made


def test_approving_completes_the_line_and_asks_those_who_answer(approved, cast):
    assert approved.items.get(code="final_schedule").todo.state == "done"
    asked = Todo.objects.about(approved).open().filter(code="onboarding.row")
    assert {todo.owner for todo in asked} == {cast.sfk, cast.leder, cast.amr}
    assert approved.rows.get(code="coffee").confirmed_by == cast.mentor


def test_one_event_is_an_invitation_and_many_are_one_file(approved, cast):
    assert Invitation.objects.filter(receiver=cast.tr).count() == 1
    assert Mail.objects.filter(notice="O-21", receiver=cast.tr).count() == 1
    assert Invitation.objects.filter(receiver=cast.mentor).count() > 3
    bundle = Mail.objects.get(notice="O-22", receiver=cast.mentor)
    (part,) = outbox.DRESSINGS["O-22"](bundle, cast.mentor)
    events = Calendar.from_ical(part.content).walk("VEVENT")
    assert len(events) == Invitation.objects.filter(receiver=cast.mentor).count()
    single = Mail.objects.filter(notice="O-21", receiver=cast.tr).get()
    (part,) = outbox.DRESSINGS["O-21"](single, cast.tr)
    assert part.is_alternative and "METHOD:REQUEST" in part.content


def test_an_invitation_holds_no_name_of_the_newcomer(approved, cast):
    mail = Mail.objects.get(notice="O-21", receiver=cast.tr)
    (part,) = outbox.DRESSINGS["O-21"](mail, cast.tr)
    assert "Amalie" not in part.content


def test_approving_again_sends_nothing_twice(approved, cast):
    before = Mail.objects.count()
    with pytest.raises(ValidationError, match="allerede godkendt"):
        schedule.approve(approved, by=cast["mentor"])
    assert Mail.objects.count() == before


def test_whoever_answers_confirms_once(approved, cast):
    row = approved.rows.get(code="casework")
    assert schedule.confirm(row, by=cast["sfk"])
    assert not schedule.confirm(row, by=cast["sfk"])
    assert Todo.objects.get(pk=approved.rows.get(code="casework").todo_id).state == "done"
    with pytest.raises(Http404):
        schedule.confirm(row, by=cast["kollega"])


def test_another_time_is_proposed_and_taken(approved, cast):
    row = approved.rows.get(code="casework")
    schedule.propose(row, by=cast["sfk"], day=date(2027, 3, 3), clock=time(13))
    assert Mail.objects.filter(notice="O-19", receiver=cast.mentor).exists()
    with pytest.raises(Forbidden):
        schedule.accept(row, by=cast["sfk"])
    schedule.accept(approved.rows.get(code="casework"), by=cast["mentor"])
    row = approved.rows.get(code="casework")
    assert (row.day, row.clock, row.confirmed_by) == (date(2027, 3, 3), time(13), cast.sfk)


def test_a_row_is_moved_with_the_keys_and_by_dragging(approved, cast):
    row = approved.rows.get(code="house")
    address = reverse("onboarding:row_move", args=[row.pk])
    client(cast["mentor"]).post(address, {"step": "later"})
    assert approved.rows.get(code="house").day == date(2027, 3, 4)
    client(cast["mentor"]).post(address, {"day": "2027-03-09"})
    assert approved.rows.get(code="house").day == date(2027, 3, 9)
    assert client(cast["sfk"]).post(address, {"step": "later"}).status_code == 404
    assert Adaptation.objects.filter(course=approved, change="moved").count() == 2


def test_no_row_is_moved_before_the_start(approved, cast):
    with pytest.raises(ValidationError, match="før startdatoen"):
        schedule.move(approved.rows.get(code="house"), by=cast["mentor"], day=date(2027, 2, 20), clock=None)


def test_a_row_taken_out_is_cancelled_and_can_be_put_back(approved, cast):
    row = approved.rows.get(code="casework")
    with pytest.raises(ValidationError, match="hel sætning"):
        schedule.drop(row, by=cast["mentor"], reason="Nej")
    schedule.drop(row, by=cast["mentor"], reason="Lone underviser alle nye samlet i april.")
    assert Invitation.objects.filter(row=row, receiver=cast.sfk).last().method == "CANCEL"
    schedule.restore(row, by=cast["mentor"])
    assert Invitation.objects.filter(row=row, receiver=cast.sfk).last().method == "REQUEST"


def test_all_the_own_times_that_were_shown_are_confirmed_at_once_and_nobody_elses(approved, cast):
    mine = [row for row in approved.rows.filter(owner=cast.leder) if row.may_be_confirmed]
    foreign = approved.rows.filter(owner=cast.sfk, clock__isnull=False).first()
    assert (
        len(mine) > 2
        and f"Bekræft alle {len(mine)}" in client(cast["leder"]).get(reverse("onboarding:mentor")).content.decode()
    )
    held_back, proposed = mine[-1], mine[0]
    schedule.propose(proposed, by=cast["leder"], day=proposed.day, clock=time(14))
    sent = {"row": [row.pk for row in mine[:-1]] + [foreign.pk, "☃"]}
    assert client(cast["leder"]).post(reverse("onboarding:rows_confirm"), sent).status_code == 302
    confirmed = set(approved.rows.filter(confirmed_by=cast.leder).values_list("pk", flat=True))
    assert {row.pk for row in mine[1:-1]} <= confirmed
    assert not {held_back.pk, proposed.pk, foreign.pk} & confirmed
    assert not Todo.objects.about(approved).open().filter(pk__in=[row.todo_id for row in mine[1:-1] if row.todo_id])


def test_nothing_is_confirmed_at_once_before_the_schedule_is_approved(course, cast):
    assert "Bekræft alle" not in client(cast["leder"]).get(reverse("onboarding:mentor")).content.decode()
    rows = {"row": list(course.rows.filter(owner=cast.leder).values_list("pk", flat=True))}
    client(cast["leder"]).post(reverse("onboarding:rows_confirm"), rows)
    assert not course.rows.filter(confirmed_by=cast.leder).exists()
    assert "Skemaet er ikke godkendt" in client(cast["leder"]).get(reverse("onboarding:mentor")).content.decode()


def test_a_row_that_is_not_confirmed_goes_to_the_mentor(approved, cast):
    with time_machine.travel(at("2027-03-01 08:00"), tick=False):
        reminders.sweep(calendar.now())
        told = Mail.objects.filter(notice="O-08")
        assert {mail.receiver for mail in told} == {cast.mentor}


def test_a_newcomer_who_has_begun_hears_of_a_change_and_one_to_come_does_not(approved, cast):
    schedule.move(approved.rows.get(code="house"), by=cast["mentor"], day=date(2027, 3, 4), clock=time(10))
    assert not Mail.objects.filter(receiver=cast.nyansat).exists()
    with time_machine.travel(at("2027-03-01 09:00"), tick=False):
        schedule.move(approved.rows.get(code="house"), by=cast["mentor"], day=date(2027, 3, 5), clock=time(10))
        assert Mail.objects.filter(notice="O-14", receiver=cast.nyansat).exists()


# -- the checklist -----------------------------------------------------------------------------------------------------------
def test_a_line_is_ticked_once_and_undone(course, cast):
    item = course.items.get(code="desk")
    assert checklist.tick(item, by=cast["leder"])
    assert not checklist.tick(item, by=cast["mentor"])
    assert checklist.untick(item, by=cast["leder"])


def test_not_relevant_needs_a_reason_that_the_pair_can_read(course, cast):
    item = course.items.get(code="flowers")
    with pytest.raises(ValidationError):
        checklist.not_relevant(item, by=cast["leder"], reason="Nej")
    checklist.not_relevant(item, by=cast["leder"], reason="Amalie har ønsket sig en bog i stedet.")
    assert course.adaptations.get().change == "dropped"


def test_an_extra_line_is_added_with_a_person_of_ones_own_choice(course, cast):
    item = checklist.add(
        course,
        by=cast["mentor"],
        phase="first_week",
        title="Frokost med naboteamet",
        due_on=date(2027, 3, 4),
        roles=["mentor"],
        named=cast["kollega"],
    )
    assert item.todo.owner == cast.kollega and item.todo.code == "onboarding.first_week"


def test_the_list_of_next_of_kin_and_the_plan_tick_their_lines(course, cast):
    todo = todos.open_todo(
        cast["nyansat"], "core.next_of_kin_check", title="x", by=None, owner=cast["nyansat"], about=cast["nyansat"]
    )
    NextOfKin.objects.create(person=cast.nyansat, name="Mor", phone="10 20 30 99", updated_at=calendar.now())
    todos.complete(todo, by=cast["nyansat"])
    assert course.items.get(code="next_of_kin").todo.state == "done"
    shown = todos.open_todo(
        cast["nyansat"], "core.plan_introduction", title="x", by=None, owner=cast["amr"], about=cast["nyansat"]
    )
    todos.complete(shown, by=cast["amr"])
    codes = ("plan", "alarm", "escape_routes", "defibrillator")
    assert set(course.items.filter(code__in=codes).values_list("todo__state", flat=True)) == {"done"}


def test_those_responsible_are_reminded_and_leader_and_hr_hear_of_what_is_late(course, cast):
    with time_machine.travel(at("2027-02-28 08:01"), tick=False):
        reminders.sweep(calendar.now())
    owners = set(Mail.objects.filter(notice="O-02").values_list("receiver__name", flat=True))
    assert owners == {cast.leder.name, cast.mentor.name, cast.amr.name}  # AMR for what is shown on the first day
    late = set(Mail.objects.filter(notice="O-03").values_list("receiver__name", flat=True))
    assert late == {cast.leder.name, cast.hr.name}


# -- where a day belongs ----------------------------------------------------------------------------------------------
def test_a_row_moved_into_another_week_stands_under_that_week(course, cast):
    row = schedule.move(course.rows.get(code="house"), by=cast["mentor"], day=date(2027, 3, 9), clock=time(10))
    assert row.block == "w2"
    page = client(cast["mentor"]).get(reverse("onboarding:schedule", args=[course.pk])).content.decode()
    assert "1. uge (uge 9)" in page and "2. uge (uge 10)" in page
    row = schedule.move(row, by=cast["mentor"], day=date(2027, 5, 10), clock=time(10))
    assert row.block == "m3"


def test_an_added_row_of_a_short_first_week_stands_under_it(cast):
    course = make(cast, start=date(2027, 3, 4), weekdays=[1, 4])  # Thursday, then Monday and Thursday
    values = {"topic": "Hej", "clock": None, "minutes": 30, "place": "", "roles": ["mentor"]}
    assert schedule.add(course, by=cast["mentor"], day=date(2027, 3, 11), **values).block == "w1"
    assert schedule.add(course, by=cast["mentor"], day=date(2027, 3, 25), **values).block == "w2"


@pytest.mark.parametrize("day", [date(2029, 3, 2), date(2200, 12, 31)])
def test_a_day_too_far_away_to_be_meant_is_refused_everywhere(approved, cast, day):
    row, item, meeting = approved.rows.get(code="house"), approved.items.get(code="desk"), approved.meetings.first()
    page = client(cast["mentor"])
    typed = f"{day:%d.%m.%Y}"
    for address, values in (
        (reverse("onboarding:row_move", args=[row.pk]), {"day": typed}),
        (
            reverse("onboarding:item_add", args=[approved.pk]),
            {"phase": "first_month", "title": "Hej", "role": "mentor", "due_on": typed},
        ),
        (reverse("onboarding:item", args=[item.pk]), {"title": "Hej", "role": "mentor", "due_on": typed}),
        (reverse("onboarding:meeting_move", args=[meeting.pk]), {"starts_at_date": typed, "starts_at_time": "9"}),
        (reverse("onboarding:row", args=[row.pk]), {"form": "propose", "new-day": typed, "new-clock": "9"}),
    ):
        answer = page.post(address, values, follow=True).content.decode()
        assert "højst et år før og to år efter startdatoen" in answer, address
    row.refresh_from_db()
    assert row.day == date(2027, 3, 3) and row.proposed_day is None
