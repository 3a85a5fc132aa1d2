"""Numbers of meetings and decisions mean the same to everybody, also after a move or a correction (MED-05, MED-22)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import calendar
from med.actions import agenda, planning, releasing, writing
from med.actions.decisions import end
from med.actions.ground import Conflict, mark_of
from med.models import Meeting, Outcome, Treatment
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db
WHY = "Der stod noget forkert i referatet."


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def sent(med, *kinds):
    """Return the items of minutes that were sent, each with such a result."""
    meeting = med.meeting(days=-2, state="minutes_draft", began_at=NOW - timedelta(days=2))
    items = [med.treatment(meeting, f"Punkt {n}") for n, _kind in enumerate(kinds)]
    for item, kind in zip(items, kinds, strict=True):
        writing.set_outcome(item, by=med.cast.leder, kind=kind, text="Vi gør det.", review_on=None)
    send(med, meeting)
    return [fresh(item) for item in items]


def send(med, meeting):
    for name in ("leder", "tr"):
        meeting.refresh_from_db()
        releasing.say_yes_to_minutes(meeting, by=med.cast[name], version=meeting.minutes_version)


def fresh(item):
    return Treatment.objects.select_related("outcome", "meeting__body").get(pk=item.pk)


# -- meetings ----------------------------------------------------------------------------------------------------------
def test_a_meeting_moved_into_another_year_bears_that_years_next_number(med):
    there = med.meeting(days=340)
    meeting = med.meeting(days=20)
    starts = there.starts_at + timedelta(days=7)
    moved = planning.move_meeting(
        meeting, by=med.cast.leder, starts_at=starts, ends_at=starts + timedelta(hours=1), place="Havnen"
    )
    assert (moved.year, moved.number) == (there.year, there.number + 1)
    starts += timedelta(days=1)
    again = planning.move_meeting(moved, by=med.cast.leder, starts_at=starts, ends_at=starts + timedelta(hours=1))
    assert (again.year, again.number) == (moved.year, moved.number)


def test_a_meeting_is_not_planned_in_the_past(med):
    with pytest.raises(ValidationError):
        planning.plan_meeting(
            med.body, by=med.cast.leder, starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(hours=1)
        )
    assert not Meeting.objects.exists()


def test_the_agenda_names_those_who_sit_there_on_the_danish_day(med):
    from med import documents

    starts = datetime(2027, 6, 10, 0, 30, tzinfo=calendar.local(NOW).tzinfo)  # the day before in UTC
    type(med.seats["amr"]).objects.filter(pk=med.seats["amr"].pk).update(starts_on=starts.date())
    meeting = med.meeting(starts_at=starts, ends_at=starts + timedelta(hours=1), state="agenda_open")
    assert med.cast["amr"].name in text_of(documents.agenda(meeting))


# -- decisions ---------------------------------------------------------------------------------------------------------
def test_what_is_no_decision_any_longer_gives_up_its_number_and_nobody_else_gets_it(med):
    first, last = sent(med, "approved", "approved")
    assert (first.outcome.number, last.outcome.number) == (1, 2)
    writing.reopen(last.meeting, by=med.cast.leder, reason=WHY)
    writing.set_outcome(last, by=med.cast.leder, kind="noted", text="Vi har hørt det.")
    assert fresh(last).outcome.label == "" and "2027-2" in fresh(last).outcome.formerly
    late = med.treatment(last.meeting, "Glemt")
    writing.set_outcome(late, by=med.cast.leder, kind="approved", text="Vi gør det.")
    send(med, last.meeting)
    assert [fresh(item).outcome.number for item in (first, last, late)] == [1, None, 3]
    client = Client()
    client.force_login(med.cast.amr)
    assert "Stod som beslutning 2027-2" in client.get(reverse("med:meeting", args=[last.meeting_id])).content.decode()


def test_a_decision_again_has_its_own_number_back(med):
    (item,) = sent(med, "approved")
    writing.reopen(item.meeting, by=med.cast.leder, reason=WHY)
    writing.set_outcome(item, by=med.cast.leder, kind="discussed")
    writing.set_outcome(fresh(item), by=med.cast.leder, kind="rejected", text="Vi gør det ikke.")
    send(med, item.meeting)
    assert fresh(item).outcome.number == 1 and not fresh(item).outcome.formerly


def test_what_it_had_replaced_holds_again(med):
    old, new = sent(med, "approved", "approved")
    end(old.outcome, by=med.cast.leder, reason=WHY, ended_on=NOW.date(), replaced_by=new.outcome)
    writing.reopen(new.meeting, by=med.cast.leder, reason=WHY)
    writing.set_outcome(new, by=med.cast.leder, kind="discussed")
    assert Outcome.objects.get(pk=old.outcome.pk).is_in_force


# -- two who write an item ---------------------------------------------------------------------------------------------
def test_two_who_write_an_item_before_the_meeting_see_each_other(med):
    item = med.treatment(med.meeting(state="agenda_open"), background="Hvad gør vi?")
    seen = mark_of(item, agenda.ITEM)
    agenda.change_item(item, by=med.cast.tr, seen=seen, background="Hvad vil vi?")
    with pytest.raises(Conflict):
        agenda.change_item(item, by=med.cast.leder, seen=seen, background="Hvad kan vi?")
    client = Client()
    client.force_login(med.cast.leder)
    form = {"title": item.title, "purpose": "decision", "duration": "10", "background": "Hvad kan vi?", "seen": seen}
    answer = client.post(reverse("med:item_edit", args=[item.pk]), form)
    said = answer.content.decode()
    assert answer.status_code == 422 and "Hvad vil vi?" in said and "Hvad kan vi?" in said
    assert fresh(item).background == "Hvad vil vi?"
    form["seen"] = mark_of(fresh(item), agenda.ITEM)
    assert client.post(reverse("med:item_edit", args=[item.pk]), form).status_code == 302
    assert fresh(item).background == "Hvad kan vi?"
