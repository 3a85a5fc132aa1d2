"""What introductions write to people: texts of their own, neutral, and always to somebody."""

import pytest
import time_machine

from core import calendar, reference, reminders
from core.models import Mail, Role
from onboarding.actions import schedule
from tests.onboarding.courses import at, fresh, make

pytestmark = pytest.mark.django_db
OWN = ("O-", "N-", "DIGEST")


def test_every_rule_of_introductions_has_a_text_about_introductions():
    texts = {row["code"]: row for row in reference.read("notices")}
    used = {row["notice"] for row in reference.read("rules") if row["todo"].startswith("onboarding.")}
    assert used and all(code.startswith(OWN) and code in texts for code in used), sorted(used)


def test_no_other_app_uses_the_texts_of_introductions():
    foreign = [row for row in reference.read("rules") if not row["todo"].startswith("onboarding.")]
    assert not [row["code"] for row in foreign if row["notice"].startswith("O-")]


def test_the_texts_name_nobody():
    words = {"navn", "leder_navn"}
    for row in reference.read("notices"):
        if row["code"].startswith("O-"):
            assert not words & set(row["placeholders"]), row["code"]
            assert "!" not in row["subject"] + row["body"]


def test_a_line_that_nobody_answers_for_is_told_to_the_mentor_without_a_warning(cast, caplog):
    Role.objects.filter(person=cast.sfk).delete()
    course = make(cast)
    item = course.items.get(code="guidelines")
    assert item.is_unassigned
    with time_machine.travel(at("2027-03-31 18:00"), tick=False):
        reminders.sweep(calendar.now())
    assert {mail.receiver for mail in Mail.objects.filter(notice="O-02", todo=item.todo)} == {cast.mentor}
    assert "No receiver" not in caplog.text


def test_both_of_two_who_answer_are_reminded(cast):
    course = make(cast)
    item = course.items.get(code="go_through_plan")
    with time_machine.travel(at("2027-02-26 12:00"), tick=False):
        reminders.sweep(calendar.now())
    told = Mail.objects.filter(todo=item.todo, notice="O-02")
    assert {mail.receiver for mail in told} == {cast.mentor, cast.leder}


def test_what_reaches_the_newcomer_speaks_of_the_introduction(cast):
    course = make(cast, start=at("2027-02-01 09:00").date())
    schedule.approve(course, by=cast["mentor"])
    row = fresh(course).rows.kept().filter(day__gt=calendar.today(), clock__isnull=False, every="").first()
    schedule.move(row, by=cast["mentor"], day=row.day, clock=calendar.parse_time("15"))
    assert Mail.objects.get(notice="O-14").receiver == cast.nyansat
