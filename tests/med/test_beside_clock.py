"""What the clock opens and closes for MED, who is told, and what training asks for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine

from core.models import Todo
from core.reference import load_all
from med import papers
from med.actions import clock, training
from med.models import Meeting, Outcome
from med.rules import rounds
from med.rules import training as rules
from tests.cast import NOW, Cast
from tests.med.beside import Beside
from tests.pdfs import assert_archival

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        load_all()
        yield Beside(Cast()).lay_rows()


def codes():
    return set(Todo.objects.filter(state="open").values_list("code", flat=True))


def test_the_clock_opens_what_waits_once_and_closes_what_is_seen_to(med):
    clock.keep_waiting(TODAY)
    before = Todo.objects.filter(code__startswith="med.").count()
    clock.keep_waiting(TODAY)
    assert Todo.objects.filter(code__startswith="med.").count() == before
    assert {"med.call_for_items", "med.pre_meeting", "med.tell", "med.measure", "med.safety_course"} <= codes()
    type(med.telling).objects.update(done_on=TODAY)
    clock.keep_waiting(TODAY)
    assert "med.tell" not in codes()


def test_a_moved_meeting_moves_its_reminders(med):
    clock.keep_waiting(TODAY)
    later = med.one.starts_at + timedelta(days=7)
    Meeting.objects.filter(pk=med.one.pk).update(starts_at=later, ends_at=later + timedelta(hours=1))
    clock.keep_waiting(TODAY)
    assert Todo.objects.get(code="med.pre_meeting", subject_id=med.one.pk).due_at == later


def test_a_decision_is_looked_at_from_the_month_before_and_once(med):
    Outcome.objects.update(review_on=date(2027, 3, 15))
    clock.keep_waiting(TODAY)
    (todo,) = Todo.objects.filter(code="med.review_decision")
    assert todo.owner == med.cast.leder
    Outcome.objects.update(reviewed_in=med.item)
    clock.keep_waiting(TODAY)
    assert "med.review_decision" not in codes()


def test_a_trio_without_a_meeting_is_reminded_from_the_20th(med):
    clock.keep_waiting(date(2027, 2, 19))
    assert "med.trio_planning" not in codes()
    clock.keep_waiting(date(2027, 2, 20))
    assert "med.trio_planning" in codes()
    med.meeting(med.trio, days=16)
    clock.keep_waiting(date(2027, 2, 20))
    assert "med.trio_planning" not in codes()


def test_every_code_of_the_rounds_has_a_rule(med):
    from core.models import ReminderRule

    watched = set(ReminderRule.objects.filter(todo__startswith="med.").values_list("todo", flat=True))
    assert {code for some in clock.OWN.values() for code in some} <= watched
    assert {find.__name__ for find in rounds.ROUNDS} == set(clock.OWN)


def test_a_trio_agrees_on_its_frame_when_all_three_stand_behind_it(med):
    from django.core.exceptions import ValidationError

    from med.actions import frames

    row = frames.write(med.trio, by=med.cast.tr, version=1, answers={"roles": "Vi deler"})
    with pytest.raises(ValidationError):
        frames.write(med.trio, by=med.cast.amr, version=1, answers={"roles": "En anden"})
    for name in ("leder", "tr"):
        assert frames.sign(row, by=med.cast[name], version=row.version).agreed_on is None
    assert frames.sign(row, by=med.cast.amr, version=row.version).agreed_on == TODAY
    assert frames.write(med.trio, by=med.cast.tr, version=2, answers={}).number == row.number + 1


# -- training --------------------------------------------------------------------------------------------------------
def test_a_safety_rep_has_three_months_and_two_days_to_be_offered(med):
    found = {one.kind: one for one in rules.standing(med.record, [], TODAY).demands}
    assert found["safety_basic"].due_on == date(2027, 4, 6)
    assert found["safety_extra"].days == Decimal(2)
    assert found["med_basic"].due_on == date(2028, 1, 6) and found["med_basic"].days == 2


def test_a_re_elected_one_has_no_new_first_year(med):
    med.record.first_elected_on = date(2023, 1, 6)
    med.record.has_basic_before = med.record.has_safety_before = True
    found = rules.standing(med.record, [], TODAY)
    assert found.year == 5
    assert {one.kind for one in found.demands} == {"safety_extra", "med_extra"}
    assert next(one for one in found.demands if one.kind == "safety_extra").days == Decimal("1.5")


def test_an_offer_is_answered_and_completed(med):
    training.answer(med.offer, by=med.cast.amr, said="accepted")
    training.complete(med.offer, by=med.cast.hr, completed_on=TODAY)
    med.offer.refresh_from_db()
    found = rules.standing(med.record, [med.offer], TODAY)
    assert found.safety_days_left == 0


def test_the_overview_prints(med):
    line = rules.standing(med.record, [], TODAY)
    line.said, line.next = "I gang", None
    assert_archival(papers.training([line]))
