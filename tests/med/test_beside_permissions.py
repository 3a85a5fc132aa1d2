"""Who may do what beside agenda and minutes, written out by hand."""

import pytest
import time_machine

from core.permissions import can, rows
from tests.cast import NOW, Cast
from tests.med.beside import Beside
from tests.med.beside_access import COMMITTEE_CHAIRS, IN_COMMITTEES

pytestmark = pytest.mark.django_db

SEATED = "leder tr amr chef medarbejder referent kollega sfk"
MEMBERS = "leder tr amr chef medarbejder"
TAKERS = "leder tr referent"

# action: (row of Beside, people)
BESIDE = {
    "med.answer_invitation": ("invitation", "amr"),
    "med.keep_feed": ("myself", "leder"),
    "med.view_guideline": ("guideline", f"{SEATED} mentor"),
    "med.write_guideline": ("guideline", f"{TAKERS} mentor"),
    "med.ask_for_talks": ("guideline", MEMBERS),
    "med.keep_register": ("body", TAKERS),
    "med.answer_hearing": ("hearing", TAKERS),
    "med.view_agreement": ("agreement", f"{SEATED} mentor"),
    "med.write_agreement": ("agreement", f"{TAKERS} mentor"),
    "med.view_wheel": ("body", f"{SEATED} direktoer hr"),
    "med.keep_wheel": ("body", TAKERS),
    "med.make_plan": ("body", f"{MEMBERS} referent"),
    "med.view_annual_discussion": ("annual", f"{SEATED} hr"),
    "med.write_annual_discussion": ("annual", f"{MEMBERS} referent"),
    "med.sign_annual_discussion": ("annual", MEMBERS),
    "med.view_assessment": ("assessment", f"{SEATED} hr"),
    "med.write_assessment": ("assessment", f"{MEMBERS} referent"),
    "med.view_plan_measure": ("measure", f"{SEATED} mentor"),
    "med.change_plan_measure": ("measure", f"{TAKERS} mentor"),
    "med.view_lift": ("lift", f"{SEATED} direktoer"),
    "med.lift": ("past_item", TAKERS),
    "med.answer_lift": ("lift", "direktoer"),
    "med.plan_dissemination": ("past_item", TAKERS),
    "med.view_dissemination": ("telling", f"{SEATED} mentor"),
    "med.finish_dissemination": ("telling", f"{TAKERS} mentor"),
    "med.view_frame": ("frame", "leder tr amr"),
    "med.write_frame": ("frame", "leder tr amr"),
    "med.view_training": ("record", "leder amr hr"),
    "med.keep_training": ("record", "hr"),
    "med.answer_offer": ("record", "amr"),
    "med.hand_in_proof": ("record", "amr hr"),
    "med.plan_competence": ("record", "leder amr hr"),
    "med.agree_on_joining": ("record", "leder hr"),
    "med.keep_training_figures": ("figure", "hr"),
    "med.keep_duties": ("duty", "hr"),
    "med.view_course": ("course", "*"),
    "med.keep_course": ("course", "hr"),
    "med.view_event": ("event", f"{IN_COMMITTEES} hr"),
    "med.add_event": ("event", f"{COMMITTEE_CHAIRS} hr"),
    "med.change_event": ("event", "tr hr"),
    "med.write_sheet": ("past_item", f"{MEMBERS} referent"),
    "med.read_numbers": ("body", SEATED),
    "med.take_up_idea": ("body", TAKERS),
    "med.view_checks": ("body", MEMBERS),
    "med.begin_check": ("body", "leder tr"),
    "med.view_check": ("check", MEMBERS),
    "med.answer_check": ("check", MEMBERS),
    "med.share_matters": ("body", "leder tr"),
    "med.view_chair_matter": ("matter", "leder tr"),
    "med.change_chair_matter": ("matter", "leder tr"),
    "med.view_med_agreement": ("med_agreement", "*"),
    "med.write_med_agreement": ("med_agreement", "hr"),
}


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    from tests.situation import taken_back

    with django_db_blocker.unblock(), taken_back(), time_machine.travel(NOW, tick=False):
        yield Beside(Cast()).lay_rows()


@pytest.fixture
def med(laid, db):
    with time_machine.travel(NOW, tick=False):
        yield laid


@pytest.mark.parametrize("action", sorted(BESIDE))
def test_exactly_these_people_may(med, action):
    name, people = BESIDE[action]
    row = med.cast.leder if name == "myself" else getattr(med, name)
    people = set(med.cast.names) if people == "*" else set(people.split())
    assert {one for one in med.cast.names if can(med.cast[one], action, row)} == people
    assert {one for one in med.cast.names if row in rows(med.cast[one], action)} == people


def test_what_is_in_force_is_for_everybody_and_a_draft_is_not(med):
    type(med.guideline).objects.filter(pk=med.guideline.pk).update(state="approved")
    assert can(med.cast.andenmedarbejder, "med.view_guideline", med.guideline)
    assert not can(med.cast.andenmedarbejder, "med.view_agreement", med.agreement)


def test_a_team_that_is_asked_reads_the_draft_and_its_leader_answers(med):
    assert can(med.cast.nyansat, "med.view_guideline", med.heard)
    assert not can(med.cast.andenmedarbejder, "med.view_guideline", med.heard)
    assert can(med.cast.leder, "med.answer_hearing", med.hearing)


def test_the_wheel_of_a_trio_is_for_the_trio(med):
    assert {one for one in med.cast.names if can(med.cast[one], "med.view_wheel", med.trio)} == {"leder", "tr", "amr"}
