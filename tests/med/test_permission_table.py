"""The permission table of MED, written out by hand: who of the cast may do what on the rows of tests/med/meetings.py."""

import pytest
import time_machine
from django.db.models import Model

from core.permissions import TABLE as LINES
from core.permissions import can, rows
from med.models import (
    Action,
    Body,
    ClosedAnnex,
    Figure,
    Meeting,
    MinutesComment,
    Outcome,
    PreMeeting,
    PreMeetingNote,
    Proposal,
    Seat,
    Topic,
    Treatment,
    TrioNote,
)
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.med.test_beside_permissions import BESIDE

pytestmark = pytest.mark.django_db

ALL = "*"
SEATED = "leder tr amr chef medarbejder referent kollega sfk"
MEMBERS = "leder tr amr chef medarbejder"
CHAIRS = "leder tr"
TAKERS = "leder tr referent"

TABLE = {
    "med.view_body": ALL,
    "med.add_body": "hr",
    "med.change_body": "hr leder tr referent",
    "med.sit_in": SEATED,
    "med.plan_meeting": TAKERS,
    "med.word_agenda": CHAIRS,
    "med.propose": MEMBERS,
    "med.decide_proposal": CHAIRS,
    "med.propose_through": ALL,
    "med.write_figures": "leder chef tr referent",
    "med.write_trio_note": "",  # of a LokalMED; the TRIO's own stands below
    "med.view_seat": ALL,
    "med.view_meeting": SEATED,
    "med.read_drafts": SEATED,
    "med.read_closed": f"{MEMBERS} referent",
    "med.prepare_meeting": TAKERS,
    "med.write_minutes": TAKERS,
    "med.publish_minutes": TAKERS,
    "med.release": CHAIRS,
    "med.waive_rule": CHAIRS,
    "med.write_input": MEMBERS,
    "med.comment_minutes": MEMBERS,
    "med.add_addendum": f"{MEMBERS} referent",
    "med.view_topic": SEATED,
    "med.close_topic": CHAIRS,
    "med.view_treatment": SEATED,
    "med.view_annex": f"{MEMBERS} referent",
    "med.view_outcome": SEATED,
    "med.end_decision": TAKERS,
    "med.view_action": f"{SEATED} mentor",
    "med.finish_action": f"{TAKERS} mentor",
    "med.view_proposal": SEATED,
    "med.forward_proposal": "tr",
    "med.answer_proposal": CHAIRS,
    "med.route_proposal": CHAIRS,
    "med.view_pre_note": "tr amr medarbejder",
    "med.change_pre_note": "tr amr medarbejder",
    "med.view_pre_meeting": "tr amr medarbejder",
    "med.change_pre_meeting": "tr amr medarbejder",
    "med.view_trio_note": "leder tr amr",
    "med.send_trio_note": "leder tr amr",
    "med.view_figure": SEATED,
    "med.view_comment": SEATED,
    "med.answer_comment": TAKERS,
    "med.read_minutes_archive": ALL,
}
OWN = sorted(TABLE)
TABLE |= {action: people for action, (_row, people) in BESIDE.items()}  # tried in test_beside_permissions.py


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    from tests.situation import taken_back

    with django_db_blocker.unblock(), taken_back(), time_machine.travel(NOW, tick=False):
        yield Med(Cast()).lay_rows()


@pytest.fixture
def med(laid, db):
    with time_machine.travel(NOW, tick=False):
        yield laid


def row_of(med, action) -> Model:
    """Return the row that a line is tried on."""
    if action in ("med.comment_minutes",):
        return med.past
    if action == "med.forward_proposal":
        return med.asked
    return {
        Body: med.body,
        Seat: med.seats["leder"],
        Meeting: med.one,
        Topic: med.item.topic,
        Treatment: med.item,
        ClosedAnnex: med.item,
        Outcome: med.outcome,
        Action: med.action,
        Proposal: med.proposal,
        PreMeeting: med.pre_meeting,
        PreMeetingNote: med.pre_note,
        TrioNote: med.trio_note,
        Figure: med.figure,
        MinutesComment: med.comment,
    }.get(LINES[action][0].model, med.cast.leder)


def named(med, words):
    """Return the names of a line."""
    return set(med.cast.names) if words == ALL else set(words.split())


def who(med, action, row):
    """Return those who may."""
    return {name for name in med.cast.names if can(med.cast[name], action, row)}


@pytest.mark.parametrize("action", OWN)
def test_exactly_these_people_may(med, action):
    assert who(med, action, row_of(med, action)) == named(med, TABLE[action])


@pytest.mark.parametrize("action", OWN)
def test_the_list_and_the_single_row_agree(med, action):
    row = row_of(med, action)
    assert {name for name in med.cast.names if row in rows(med.cast[name], action)} == named(med, TABLE[action])


def test_the_trio_is_for_its_three_alone(med):
    meeting = med.meeting(med.trio, state="agenda_open")
    three = {"leder", "tr", "amr"}
    assert who(med, "med.view_meeting", meeting) == three
    assert who(med, "med.release", meeting) == three  # nobody stands above the others
    assert who(med, "med.write_trio_note", med.trio) == three


def test_published_minutes_are_for_everybody_but_not_their_closed_annex(med):
    meeting = med.meeting(state="published", days=-90)
    assert who(med, "med.view_meeting", meeting) == set(med.cast.names)
    assert who(med, "med.read_closed", meeting) == set(MEMBERS.split()) | {"referent"}


def test_what_an_employee_asks_a_representative_is_between_the_two(med):
    assert who(med, "med.view_proposal", med.asked) == {"nyansat", "tr"}


def test_a_seat_that_has_ended_gives_nothing(med):
    seat = med.seats["medarbejder"]
    Seat.objects.filter(pk=seat.pk).update(ends_on=NOW.date().replace(day=4))
    assert "medarbejder" not in who(med, "med.view_meeting", med.one)
    assert "medarbejder" not in who(med, "med.read_closed", med.one)
    Seat.objects.filter(pk=seat.pk).update(ends_on=None)


def test_all_employees_of_the_unit_take_part_in_a_staff_meeting_with_med_status(med):
    body = Body.objects.create(name="Personalemøde", kind="staff_meeting", unit=med.cast.office, starts_on=NOW.date())
    meeting = med.meeting(body, state="released")
    assert "nyansat" in who(med, "med.view_meeting", meeting)
    assert "andenmedarbejder" not in who(med, "med.view_meeting", meeting)
