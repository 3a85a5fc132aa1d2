"""The permission table written out by hand, so that somebody from HR can read it and a changed line can't slip by."""

import pytest
import time_machine
from django.http import Http404

from core import permissions
from core.permissions import Forbidden, can, explain, require, rows
from incidents.models import Alert, Incident, Letter, Sanction, StaffMessage
from tests.cast import NOW, Cast
from tests.situation import make_incident

pytestmark = pytest.mark.django_db

# Signe (medarbejder) has reported a threat against Jonas (kollega); Mette (leder) has taken it over.
INCIDENT = {
    "incidents.view": "medarbejder kollega leder amr tr hr",
    "incidents.read_story": "kollega leder amr",
    "incidents.read_own_words": "medarbejder kollega",
    "incidents.read_steps": "kollega leder amr",
    "incidents.read_citizen": "kollega leder",
    "incidents.read_injury": "kollega leder hr",
    "incidents.read_readers": "kollega leder",
    "incidents.edit_draft": "",
    "incidents.supplement": "medarbejder kollega leder amr",
    "incidents.take_over": "leder",
    "incidents.hand_over": "leder",
    "incidents.take_care": "amr",
    "incidents.return_care": "leder",
    "incidents.manage": "leder",
    "incidents.do_care_steps": "leder",
    "incidents.help_safetynet": "leder amr",
    "incidents.report_injury": "leder hr",
    "incidents.write_learning": "leder amr",
    "incidents.order_crisis_help": "medarbejder kollega leder",
    "incidents.open_next_of_kin": "leder",
    "incidents.consent": "kollega",
    "incidents.state_view": "kollega",
    "incidents.propose_sanction": "medarbejder kollega leder amr tr",
    "incidents.decide_sanction": "leder",
    "incidents.decide_ban": "chef",
    "incidents.write_letter": "leder",
    "incidents.confirm_report": "kollega leder",
    "incidents.close": "leder",
    "incidents.reopen": "leder",
    "incidents.implicate": "medarbejder kollega leder",
    "incidents.admit": "leder",
    "incidents.read_report": "kollega leder",
    "incidents.read_journal_note": "leder",
}


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def who(cast, action, obj):
    """Return the names of those who may do the action on the row."""
    return {name for name in cast.names if can(cast[name], action, obj)}


@pytest.mark.parametrize("action", INCIDENT)
def test_exactly_these_people_may(cast, action):
    assert who(cast, action, make_incident(cast)) == set(INCIDENT[action].split())


def test_every_action_on_an_incident_stands_in_the_table_above():
    named = {action for action, lines in permissions.TABLE.items() if lines[0].model is Incident}
    assert named - set(INCIDENT) == set()


@pytest.mark.parametrize("action", INCIDENT)
def test_the_list_and_the_single_row_agree(cast, action):
    incident = make_incident(cast)
    for name in cast.names:
        assert (incident in rows(cast[name], action)) == can(cast[name], action, incident)


def test_a_draft_is_seen_by_its_writer_alone(cast):
    draft = make_incident(cast, number=None, state="draft", submitted_at=None, responsible=None, taken_over_at=None)
    assert who(cast, "incidents.view", draft) == {"medarbejder"}
    assert who(cast, "incidents.edit_draft", draft) == {"medarbejder"}


def test_the_deputy_acts_while_the_leader_is_away_and_not_a_day_longer(cast):
    incident = make_incident(cast)
    assert not can(cast["stedfortraeder"], "incidents.manage", incident)
    cast.away("leder", deputy="stedfortraeder")
    assert can(cast["stedfortraeder"], "incidents.manage", incident)
    with time_machine.travel(NOW.replace(day=6), tick=False):
        assert not can(cast["stedfortraeder"], "incidents.view", incident)


def test_a_link_of_the_chain_sees_the_one_case_until_somebody_takes_over(cast):
    incident = make_incident(cast, state="submitted", responsible=None, taken_over_at=None)
    other = make_incident(cast, number="2027-0002")
    alert = Alert.objects.create(incident=incident, person=cast.stedfortraeder, kind="chain", told_at=NOW)
    assert can(cast["stedfortraeder"], "incidents.take_over", incident)
    assert not can(cast["stedfortraeder"], "incidents.view", other)
    Alert.objects.filter(pk=alert.pk).update(ended_at=NOW)
    assert not can(cast["stedfortraeder"], "incidents.view", incident)


@pytest.mark.parametrize("name", ["leder", "chef", "amr", "tr", "hr", "medarbejder"])
def test_whoever_is_implicated_sees_nothing_whatever_role_or_old_message_points_to_them(cast, name):
    incident = make_incident(cast)
    Alert.objects.create(incident=incident, person=cast[name], kind="chain", told_at=NOW)
    Alert.objects.create(incident=incident, person=cast[name], kind="ban", told_at=NOW)
    incident.implicated.add(cast[name])
    for action in INCIDENT:
        assert not can(cast[name], action, incident)
    with pytest.raises(Http404):
        require(cast[name], "incidents.view", incident)
    assert explain(cast[name], "incidents.view", incident)[0] == "hidden"


def test_nobody_decides_in_their_own_case(cast):
    incident = make_incident(cast, affected=cast.leder, responsible=cast.chef)
    assert not can(cast["leder"], "incidents.decide_sanction", incident)
    assert not can(cast["leder"], "incidents.manage", incident)
    assert can(cast["leder"], "incidents.view", incident)
    assert can(cast["chef"], "incidents.decide_sanction", incident)


def test_the_union_representative_reads_the_story_only_while_the_affected_consents(cast):
    incident = make_incident(cast)
    assert not can(cast["tr"], "incidents.read_story", incident)
    Incident.objects.filter(pk=incident.pk).update(union_rep_sees_story=True)
    assert can(cast["tr"], "incidents.read_story", incident)
    assert not can(cast["tr"], "incidents.read_citizen", incident)


def test_the_safety_representative_sees_the_citizen_only_when_the_leader_has_opened_the_name(cast):
    incident = make_incident(cast)
    assert not can(cast["amr"], "incidents.read_citizen", incident)
    Incident.objects.filter(pk=incident.pk).update(safety_rep_sees_citizen=True)
    assert can(cast["amr"], "incidents.read_citizen", incident)


def test_somebody_who_has_left_may_do_nothing(cast):
    incident = make_incident(cast)
    leader = cast["leder"]
    type(leader).objects.filter(pk=leader.pk).update(active_to=NOW.date().replace(day=4))
    assert not any(can(cast["leder"], action, incident) for action in INCIDENT)


def test_a_role_that_has_ended_gives_nothing(cast):
    incident = make_incident(cast)
    cast.amr.roles.update(ends_on=NOW.date().replace(day=4))
    assert not can(cast["amr"], "incidents.view", incident)


def test_hidden_is_404_and_seen_but_not_allowed_is_403(cast):
    incident = make_incident(cast)
    with pytest.raises(Http404):
        require(cast["andenleder"], "incidents.manage", incident)
    with pytest.raises(Forbidden):
        require(cast["tr"], "incidents.manage", incident)
    assert require(cast["leder"], "incidents.manage", incident) == incident


def test_an_action_without_a_line_fails_loudly(cast):
    with pytest.raises(KeyError):
        rows(cast["leder"], "incidents.veiw")


def test_staff_of_the_site_see_what_to_do_and_not_the_incident(cast):
    incident = make_incident(cast)
    sanction = Sanction.objects.create(
        incident=incident,
        measure="by_appointment",
        state="in_force",
        site=cast.site,
        starts_on=NOW.date(),
        ends_on=NOW.date().replace(month=5),
        proposed_by=cast.leder,
        proposed_at=NOW,
        decided_by=cast.leder,
        decided_at=NOW,
    )
    message = StaffMessage.objects.create(
        incident=incident,
        sanction=sanction,
        kind="sanction",
        site=cast.site,
        text="Vær to.",
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        sent_by=cast.leder,
        sent_at=NOW,
    )
    assert can(cast["senior"], "incidents.read_message", message)
    assert not can(cast["andenmedarbejder"], "incidents.read_message", message)
    assert can(cast["service"], "incidents.view_sanction_register", sanction)
    assert not can(cast["senior"], "incidents.view", incident)
    assert not can(cast["senior"], "incidents.view_sanction", sanction)


def test_the_administrator_sees_no_case_and_no_audit_and_the_dpo_reads_the_log(cast):
    incident = make_incident(cast)
    assert not any(can(cast["admin"], action, incident) for action in INCIDENT)
    from core import audit
    from core.models import AuditEntry

    audit.record("incidents.test", incident, by=cast["leder"])
    entry = AuditEntry.objects.get()
    assert can(cast["dpo"], "core.read_audit", entry)
    assert not can(cast["admin"], "core.read_audit", entry)
    assert not can(cast["leder"], "core.read_audit", entry)


def test_the_affected_reads_a_letter_when_it_is_sent_and_not_before(cast):
    from incidents.models import LetterType

    incident = make_incident(cast)
    kind = LetterType.objects.create(code="x", title="Brev", pdf="P-10")
    letter = Letter.objects.create(incident=incident, type=kind, heading="h", author=cast.leder, written_at=NOW)
    assert who(cast, "incidents.view_letter", letter) == {"leder"}
    Letter.objects.filter(pk=letter.pk).update(
        state="sent", approved_by=cast.leder, approved_hash="x", sent_on=NOW.date()
    )
    assert "kollega" in who(cast, "incidents.view_letter", letter)
    assert "medarbejder" not in who(cast, "incidents.view_letter", letter)
