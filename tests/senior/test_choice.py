"""The yearly choice: opened in time, made by the employee, settled by the deadline, carried over by HR."""

from datetime import date, datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core import reminders
from core.models import Mail, Todo
from core.permissions import Forbidden
from senior.actions import choices, clock
from senior.models import YearlyChoice
from tests.cast import ZONE

pytestmark = pytest.mark.django_db


def at(day, hour=12):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE), tick=False)


@pytest.fixture
def choice(cast):
    with at(date(2027, 8, 1)):
        clock.yearly_choices(date(2027, 8, 1))
        yield YearlyChoice.objects.select_related("person").get(person=cast.senior)


def test_those_with_more_than_one_way_choose_and_nobody_else(cast, choice):
    assert set(YearlyChoice.objects.values_list("person__email", flat=True)) == {"senior@fjordby.example"}
    assert (choice.year, choice.days, choice.deadline) == (2028, 5, date(2027, 10, 1))
    assert set(choice.possible) == {"days", "bonus", "pension"}


def test_the_reminders_come_60_and_14_days_before(cast, choice):
    with at(date(2027, 8, 3)):
        reminders.sweep()
        assert Mail.objects.filter(notice="S-11").count() == 1
    with at(date(2027, 9, 18)):
        reminders.sweep()
    assert Mail.objects.filter(notice="S-11", receiver=cast.senior).count() == 2


def test_it_may_be_changed_until_the_deadline(cast, choice):
    choices.choose(choice, by=cast["senior"], value="pension")
    choices.choose(choice, by=cast["senior"], value="bonus")
    choice.refresh_from_db()
    assert choice.choice == "bonus" and not Todo.objects.open().filter(code="senior.choice").exists()
    with at(date(2027, 10, 2)), pytest.raises(ValidationError):
        choices.choose(choice, by=cast["senior"], value="days")


def test_what_is_not_possible_is_not_chosen(cast, choice):
    with pytest.raises(ValidationError):
        choices.choose(choice, by=cast["senior"], value="course")
    with pytest.raises(Forbidden):
        choices.choose(choice, by=cast["hr"], value="days")


def test_silence_means_days(cast, choice):
    with at(date(2027, 10, 2)):
        assert choices.settle() == 1
        assert choices.settle() == 0
    choice.refresh_from_db()
    assert (choice.choice, choice.in_effect) == ("", "days")
    assert not Todo.objects.open().filter(code="senior.choice").exists()


def test_hr_carries_it_over_once(cast, choice):
    assert choices.register(choice, by=cast["hr"])
    assert not choices.register(choice, by=cast["hr"])


def test_opening_twice_gives_one(cast, choice):
    clock.yearly_choices(date(2027, 8, 1))
    assert YearlyChoice.objects.filter(person=cast.senior).count() == 1
