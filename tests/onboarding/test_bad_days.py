"""Days that go wrong: starts in the past and on holidays, people who fall ill, leave or change, mails that come back (issue: bad days)."""

import smtplib
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import calendar, outbox, receivers
from core.models import Absence, Mail, Person, Role, Todo
from core.permissions import Forbidden
from onboarding.actions import clock, courses, letter, moving, packs, renewal, schedule
from onboarding.models import Pack, Welcome
from tests.onboarding.courses import WEEK, at, begins, fresh, make, versions

pytestmark = pytest.mark.django_db


# -- the start date --------------------------------------------------------------------------------------------------------
def test_a_start_in_the_past_has_its_lines_over_due_and_no_letter(cast):
    course = make(cast, start=date(2027, 1, 18))
    assert course.state == "learning"  # the first week is over
    assert not Welcome.objects.filter(course=course).exists()
    late = Todo.objects.about(course).open().filter(due_at__lt=calendar.now())
    assert set(late.values_list("code", flat=True)) >= {"onboarding.before_start", "onboarding.first_week"}
    with pytest.raises(ValidationError, match="er begyndt"):
        letter.release(course, by=cast["leder"])


def test_a_start_on_a_holiday_counts_from_the_first_day_that_is_worked(cast):
    course = make(cast, start=date(2027, 3, 25))  # Maundy Thursday
    assert course.items.get(code="flowers").due_on == date(2027, 3, 30)
    assert course.rows.get(code="coffee").day == date(2027, 3, 30)
    assert course.welcome.sends_on == date(2027, 3, 18)
    with time_machine.travel(at("2027-03-25 08:00"), tick=False):
        clock.run(calendar.today())
        assert fresh(course).state == "preparation"
    with time_machine.travel(at("2027-03-30 08:00"), tick=False):
        clock.run(calendar.today())
        assert fresh(course).state == "start"


def test_moved_into_the_past_and_out_again(cast):
    course = make(cast)
    moving.move(course, by=cast["hr"], start_on=date(2027, 2, 1))
    assert fresh(course).state == "start"
    moving.move(fresh(course), by=cast["hr"], start_on=date(2027, 3, 15))
    moved = fresh(course)
    assert moved.state == "preparation" and moved.rows.get(code="coffee").day == date(2027, 3, 15)


def test_a_cancelled_course_sends_nothing_more_and_another_can_be_made(cast):
    course = make(cast)
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])
    courses.cancel(fresh(course), by=cast["leder"], reason="Amalie har fået et andet arbejde.")
    with time_machine.travel(at("2027-02-22 08:00"), tick=False):
        clock.run(calendar.today())
        assert not Mail.objects.filter(notice="O-20").exists()
        assert make(cast, start=date(2027, 4, 1)).state == "preparation"


def test_two_newcomers_on_the_same_day_get_their_own_plans(cast):
    first, second = make(cast), make_for(cast, "medarbejder")
    assert first.rows.count() == second.rows.count() == 35
    schedule.approve(first, by=cast["mentor"])
    schedule.approve(second, by=cast["mentor"])
    found = courses.preview(
        begins(cast, "kollega"),
        unit=cast.office,
        site=cast.site,
        start_on=date(2027, 3, 1),
        weekdays=WEEK,
        leader=None,
        mentor=cast["mentor"],
        contact=None,
        versions=versions(),
    )
    assert any("begynder på samme tid" in one.text for one in found.warnings if one.kind == "load")


def make_for(cast, name, **values):
    """Make a course for somebody else of the cast."""
    person = begins(cast, name)
    known = {
        "unit": cast.office,
        "site": cast.site,
        "start_on": date(2027, 3, 1),
        "weekdays": WEEK,
        "experience": "newly_hired",
        "terms": "ordinary",
        "versions": versions(),
        "mentor": cast["mentor"],
    }
    return courses.create(person, by=cast["hr"], **known | values)


# -- people ------------------------------------------------------------------------------------------------------------------
def test_a_mentor_who_falls_ill_is_told_of_in_the_schedule_and_reminders_go_on(cast):
    course = make(cast)
    Absence.objects.create(person=cast.mentor, starts_on=date(2027, 2, 1), ends_on=date(2027, 3, 12))
    page = Client()
    page.force_login(cast["leder"], backend="core.signin.PersonBackend")
    shown = page.get(reverse("onboarding:schedule", args=[course.pk])).content.decode()
    assert "Peter Lindhardt er ikke på arbejde" in shown
    todo = Todo.objects.about(course).get(code="onboarding.schedule")
    reminder = type("R", (), {"pk": 1, "receivers": ["mentor"]})()
    snapshot = receivers.Snapshot(calendar.today())
    assert receivers.RECEIVERS["mentor"]([(reminder, todo)], snapshot) == {1: [cast.leder]}


def test_a_mentor_who_leaves_is_asked_for_anew(cast):
    course = make(cast)
    assert not Todo.objects.about(course).filter(code="onboarding.mentor").exists()
    Person.objects.filter(pk=cast.mentor.pk).update(active_to=date(2027, 2, 4))
    clock.run(calendar.today())
    clock.run(calendar.today())
    (todo,) = Todo.objects.about(course).filter(code="onboarding.mentor")
    assert fresh(course).mentor is None and (todo.state, todo.owner) == ("open", cast.leder)
    assert not course.items.filter(todo__state="open", owner=cast.mentor).exists()


def test_a_newcomer_who_never_comes_ends_the_course(cast):
    course = make(cast)
    Person.objects.filter(pk=cast.nyansat.pk).update(active_from=date(2027, 1, 4), active_to=date(2027, 2, 4))
    clock.run(calendar.today())
    over = fresh(course)
    assert (over.state, over.cancel_reason) == ("cancelled", "Ansættelsen er ophørt.")
    assert not Todo.objects.about(course).open().exists()
    assert Welcome.objects.get(course=course).private_address == ""


def test_a_leader_who_now_leads_elsewhere_hands_the_course_to_the_new_one(cast):
    course = make(cast)
    role = Role.objects.get(person=cast.leder, kind="leader", unit=cast.office)
    Role.objects.filter(pk=role.pk).update(ends_on=date(2027, 2, 4))
    Role.objects.create(person=cast.leder, kind="leader", unit=cast.other_office, starts_on=date(2027, 2, 5))
    Role.objects.create(person=cast.stedfortraeder, kind="leader", unit=cast.office, starts_on=date(2027, 2, 5))
    clock.run(calendar.today())
    assert fresh(course).leader == cast.stedfortraeder


def test_a_leader_whom_hr_chose_from_another_office_stays(cast):
    course = make(cast, leader=cast["andenleder"])
    clock.run(calendar.today())
    assert fresh(course).leader == cast.andenleder


# -- the template -----------------------------------------------------------------------------------------------------------------
def test_a_template_edited_while_a_course_runs_changes_new_courses_only(cast):
    course = make(cast)
    pack = Pack.objects.get(code="everyone")
    packs.drop_line(pack, by=cast["hr"], name="rows", code="lunch")
    packs.publish(pack, by=cast["hr"], what_changed="Frokosten er taget ud")
    assert fresh(course).rows.kept().count() == 35
    assert make_for(cast, "medarbejder").rows.count() == 34
    assert renewal.is_newer_than(course)


def test_a_course_that_was_called_off_takes_no_newer_version_up(cast):
    course = make(cast)
    pack = Pack.objects.get(code="everyone")
    packs.drop_line(pack, by=cast["hr"], name="rows", code="lunch")
    packs.publish(pack, by=cast["hr"], what_changed="Frokosten er taget ud")
    courses.cancel(course, by=cast["leder"], reason="Amalie har fået et andet arbejde.")
    with pytest.raises(Forbidden):
        renewal.take_up(fresh(course), by=cast["leder"])
    assert fresh(course).rows.kept().count() == 35


def test_moved_twice_after_a_newer_version_was_taken_up(cast):
    course = make(cast)
    pack = Pack.objects.get(code="everyone")
    values = {"topic": "Besøg i arkivet", "block": "w2", "day": 4, "time": "13:00", "minutes": 60, "roles": ["mentor"]}
    packs.put_line(pack, by=cast["hr"], name="rows", code="", values=values)
    packs.publish(pack, by=cast["hr"], what_changed="Arkivet")
    renewal.take_up(course, by=cast["leder"])
    row = course.rows.get(topic="Besøg i arkivet")
    assert row.day == date(2027, 3, 11)
    moving.move(fresh(course), by=cast["hr"], start_on=date(2027, 3, 15))
    moving.move(fresh(course), by=cast["hr"], start_on=date(2027, 3, 8))
    row.refresh_from_db()
    assert row.day == date(2027, 3, 18)


# -- the clock ------------------------------------------------------------------------------------------------------------------
def test_a_clock_that_stood_still_over_the_start_sends_no_letter_and_gives_the_calendar(cast):
    course = make(cast)
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])
    with time_machine.travel(at("2027-03-02 08:00"), tick=False):
        clock.run(calendar.today())
        assert not Mail.objects.filter(notice="O-20").exists()  # a welcome after the first day would be a mockery
        assert fresh(course).state == "start"
        mails = Mail.objects.filter(receiver=cast.nyansat, notice__in=["O-21", "O-22"])
        assert mails.exists()
        count = mails.count()
        clock.run(calendar.today())
        assert mails.count() == count


# -- the mail ---------------------------------------------------------------------------------------------------------------------
@pytest.fixture
def refused(cast, monkeypatch):
    """Return a course whose letter the mail server refuses, and the moving clock."""
    course = make(cast)
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])

    def refuse(*args, **kwargs):
        raise smtplib.SMTPRecipientsRefused({})

    with time_machine.travel(at("2027-02-22 08:00"), tick=False) as moving_clock:
        letter.send_due(calendar.today())
        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        yield fresh(course), moving_clock


def attempts(moving_clock, count):
    """Let the outbox try so many times."""
    for _n in range(count):
        outbox.deliver_waiting()
        moving_clock.shift(timedelta(minutes=16))


def test_a_private_mail_that_bounces_is_asked_for_again_once(refused, cast):
    course, moving_clock = refused
    attempts(moving_clock, 2)
    clock.run(calendar.today())
    assert not Todo.objects.filter(code=letter.RETURNED).exists()  # some servers say no to strangers at first
    attempts(moving_clock, 1)
    clock.run(calendar.today())
    clock.run(calendar.today())
    (todo,) = Todo.objects.filter(code=letter.RETURNED)
    assert todo.owner == cast.leder and todo.link == reverse("onboarding:letter", args=[course.pk])
    page = Client()
    page.force_login(cast["leder"], backend="core.signin.PersonBackend")
    assert "kom ikke frem" in page.get(todo.link).content.decode()


def test_the_right_address_and_a_new_letter_complete_it(refused, cast, monkeypatch):
    course, moving_clock = refused
    attempts(moving_clock, 3)
    clock.run(calendar.today())
    monkeypatch.undo()
    welcome = course.welcome
    letter.write(
        course,
        by=cast["leder"],
        meets_at=welcome.meets_at,
        meeting_place="",
        bring="",
        greeting="",
        private_address="rigtig@privat.example",
    )
    letter.send(fresh(course), by=cast["leder"])
    outbox.deliver_waiting()
    assert Todo.objects.get(code=letter.RETURNED).state == "done"
    assert fresh(course).welcome.returned_at is None
    assert set(Mail.objects.filter(notice="O-20").values_list("state", flat=True)) == {"dropped", "sent"}


def test_one_that_arrives_after_all_takes_the_question_back(refused, monkeypatch):
    course, moving_clock = refused
    attempts(moving_clock, 3)
    clock.run(calendar.today())
    monkeypatch.undo()
    moving_clock.shift(timedelta(hours=5))
    outbox.deliver_waiting()
    clock.run(calendar.today())
    assert Todo.objects.get(code=letter.RETURNED).state == "withdrawn"
    assert fresh(course).welcome.returned_at is None


def test_a_mail_that_comes_back_later_is_noted_by_hand_but_not_by_the_mentor(cast):
    course = make(cast)
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])
    with time_machine.travel(at("2027-02-22 08:00"), tick=False):
        letter.send_due(calendar.today())
        outbox.deliver_waiting()
        with pytest.raises(Forbidden):
            letter.returned(fresh(course), by=cast["mentor"])
        page = Client()
        page.force_login(cast["hr"], backend="core.signin.PersonBackend")
        page.post(reverse("onboarding:letter_act", args=[course.pk]), {"act": "returned"})
        assert Todo.objects.filter(code=letter.RETURNED, state="open").count() == 1
    with time_machine.travel(at("2027-03-01 08:00"), tick=False):
        clock.run(calendar.today())
        assert Todo.objects.get(code=letter.RETURNED).state == "withdrawn"
