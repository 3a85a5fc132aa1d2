"""Who may do what in whose introduction, written by hand: action → the people of the cast who may, on situation.py's rows."""

import pytest

from core import permissions
from core.models import Person, Unit
from core.permissions import can, rows
from onboarding.models import Background, Course, Needs, Paper, SavedView, Training, Welcome
from tests.cast import NOW
from tests.onboarding.situation import laid, situation  # noqa: F401  (fixtures)

# ruff: noqa: F811
pytestmark = pytest.mark.django_db

ALL = """medarbejder kollega nyansat senior service mentor leder stedfortraeder chef direktoer tr amr referent sfk hr
    kommunikation dpo admin andenleder andenmedarbejder"""

TABLE = {
    # Amalie's course; Bent (senior) is its coordinator
    "onboarding.view": "nyansat mentor leder hr senior",
    "onboarding.manage": "leder hr",
    "onboarding.arrange": "leder hr mentor",
    "onboarding.write_letter": "leder hr mentor",
    "onboarding.adapt_template": "hr senior",
    "onboarding.see_private_address": "leder hr",
    "onboarding.meet": "nyansat mentor",
    "onboarding.plan_meetings": "nyansat mentor",
    "onboarding.ask": "nyansat",
    "onboarding.read_questions": "nyansat mentor",
    "onboarding.answer": "mentor",
    "onboarding.read_goals": "nyansat mentor leder",
    "onboarding.rate_own_goals": "nyansat",
    "onboarding.rate_goals": "mentor",
    "onboarding.read_adaptations": "nyansat mentor leder",
    "onboarding.write_journal": "nyansat",
    "onboarding.talk": "nyansat leder",
    "onboarding.evaluate": "nyansat mentor leder",
    "onboarding.export": "hr",
    "onboarding.roll_up": "hr",
    # Amalie as a person
    "onboarding.introduce": "leder hr",
    # a line and a row that Lone (sfk) answers for
    "onboarding.view_item": "nyansat mentor leder hr senior sfk",
    "onboarding.tick_item": "mentor leder hr sfk",
    "onboarding.arrange_item": "mentor leder hr",
    "onboarding.view_row": "nyansat mentor leder hr senior sfk",
    "onboarding.confirm_row": "mentor leder hr sfk",
    "onboarding.arrange_row": "mentor leder hr",
    # a topic that Lone is the knowledge person for
    "onboarding.view_topic": "nyansat mentor leder hr senior sfk",
    "onboarding.tick_topic": "nyansat mentor leder hr sfk",
    # the letter
    "onboarding.view_letter": "mentor leder hr",
    "onboarding.release_letter": "leder hr",
    # the pair's meeting and the mentee's journal
    "onboarding.view_meeting": "nyansat mentor",
    "onboarding.write_notes": "nyansat mentor",
    "onboarding.move_meeting": "nyansat mentor",
    "onboarding.read_journal": "nyansat",
    # the follow-up talk
    "onboarding.read_paper": "nyansat leder",
    "onboarding.write_paper": "nyansat leder",
    "onboarding.confirm_paper": "nyansat leder",
    # templates, and what Jonas (kollega) knows
    "onboarding.view_pack": "hr senior",
    "onboarding.edit_pack": "hr senior",
    "onboarding.publish_pack": "hr",
    "onboarding.view_competence": ALL,
    "onboarding.edit_competence": "kollega leder",
    # Amalie as a person who knows something, and the numbers of her office
    "onboarding.see_competences": "nyansat leder hr",
    "onboarding.edit_background": "nyansat leder",
    "onboarding.read_needs": "nyansat leder",
    "onboarding.edit_needs": "nyansat",
    "onboarding.view_background": "nyansat leder hr",
    "onboarding.view_training": "nyansat leder hr",
    "onboarding.view_needs": "nyansat leder",
    "onboarding.see_numbers": "leder hr tr",
    "onboarding.keep_view": "hr",
}


def row_of(situation, action):
    """Return the row that a line is tried on."""
    model = permissions.TABLE[action][0].model
    if model is Welcome:
        return Welcome.objects.get_or_create(
            course=situation.course, defaults={"meets_at": "09:00", "sends_on": NOW.date()}
        )[0]
    found = {
        Course: situation.course,
        Person: situation.cast.nyansat,
        Unit: situation.cast.office,
        Background: situation.background,
        Training: situation.training,
        Needs: situation.needs,
        SavedView: situation.view,
        Paper: situation.follow_up,
    }
    known = {
        "item": situation.item,
        "row": situation.row,
        "topic": situation.topic,
        "meeting": situation.meeting,
        "notes": situation.meeting,
        "journal": situation.entry,
        "pack": situation.pack,
        "competence": situation.competence,
    }
    return found.get(model) or known[action.rsplit("_", 1)[-1]]


@pytest.mark.parametrize("action", sorted(TABLE))
def test_exactly_these_people_may(situation, action):
    row = row_of(situation, action)
    assert {name for name in situation.names if can(situation.cast[name], action, row)} == set(TABLE[action].split())


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("preparation", "leder mentor"),
        ("alignment", "leder mentor nyansat"),
        ("agreement", "mentor nyansat"),
        ("follow_up", "leder nyansat"),
    ],
)
def test_each_paper_is_read_by_its_own(situation, kind, who):
    paper = getattr(situation, kind)
    assert {n for n in situation.names if can(situation.cast[n], "onboarding.read_paper", paper)} == set(who.split())


def test_each_party_reads_its_own_evaluation_until_all_have_confirmed(situation):
    newcomer, leader, mentor = situation.evaluations
    for paper, who in ((newcomer, "nyansat"), (leader, "leder"), (mentor, "mentor")):
        assert {n for n in situation.names if can(situation.cast[n], "onboarding.read_paper", paper)} == {who}
    Paper.objects.filter(kind="evaluation").update(locked_at=NOW)
    everybody = {"nyansat", "leder", "mentor", "senior"}
    assert {n for n in situation.names if can(situation.cast[n], "onboarding.read_paper", leader)} == everybody
    assert {n for n in situation.names if can(situation.cast[n], "onboarding.write_paper", leader)} == {"leder"}


def test_nobody_but_the_writer_has_a_line_for_the_journal():
    assert len(permissions.TABLE["onboarding.read_journal"]) == 1


def test_a_course_that_is_over_can_be_read_but_not_arranged(situation):
    Course.objects.filter(pk=situation.course.pk).update(state="closed")
    for name in ("leder", "hr", "mentor", "nyansat", "senior"):
        assert can(situation.cast[name], "onboarding.view", situation.course)
    for name in situation.names:
        for action in ("onboarding.manage", "onboarding.arrange", "onboarding.write_letter"):
            assert not rows(situation.cast[name], action).exists()


def test_hr_never_arranges_their_own_course(situation):
    Course.objects.filter(pk=situation.course.pk).update(person=situation.cast.hr)
    hr = situation.cast["hr"]
    assert can(hr, "onboarding.view", situation.course)
    assert not can(hr, "onboarding.manage", situation.course)
