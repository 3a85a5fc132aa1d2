"""Two chairs who disagree, a chair who is away, rules that are waived, minutes approved in writing."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core.models import Absence, Mail, Todo
from core.permissions import can
from med.actions import agenda, agreed, approving, planning, releasing, writing
from med.models import Meeting, Seat, Waiver
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db
WHY = "Vi er enige om det, fordi budgettet kom sent."


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def page(med, name, meeting):
    client = Client()
    client.force_login(med.cast[name], backend="core.signin.PersonBackend")
    return client.get(reverse("med:meeting", args=[meeting.pk])).content.decode()


# -- two chairs who disagree -----------------------------------------------------------------------------------------
def test_a_no_stands_with_its_reason_until_the_agenda_is_another_one(med):
    meeting = med.meeting(state="agenda_open")
    item = med.treatment(meeting)
    releasing.say_yes_to_agenda(meeting, by=med.cast["tr"], version=1)
    agreed.object_to(meeting, by=med.cast["leder"], version=1, reason="Punkt 2 hører til hos Hoved-MED.")
    (mail,) = Mail.objects.filter(notice="M-70")
    assert mail.receiver == med.cast["tr"] and "Hoved-MED" not in str(mail.context)
    assert "Punkt 2 hører til hos Hoved-MED." in page(med, "amr", meeting)
    agenda.change_item(item, by=med.cast["tr"], title="Hjemmearbejde om fredagen")
    meeting.refresh_from_db()
    assert agreed.objections(meeting, "agenda", meeting.agenda_version) == []
    assert "Punkt 2 hører til hos Hoved-MED." not in page(med, "amr", meeting)


def test_a_no_takes_the_own_yes_back_and_a_yes_ends_the_no(med):
    meeting = med.meeting(state="agenda_open")
    releasing.say_yes_to_agenda(meeting, by=med.cast["leder"], version=1)
    agreed.object_to(meeting, by=med.cast["leder"], version=1, reason="Jeg har set en fejl i punkt 3.")
    _row, waiting = releasing.say_yes_to_agenda(meeting, by=med.cast["tr"], version=1)
    assert waiting == [med.cast["leder"]]
    row, waiting = releasing.say_yes_to_agenda(meeting, by=med.cast["leder"], version=1)
    assert row.state == "released" and not waiting


def test_a_no_to_a_stale_page_or_without_a_reason_is_refused(med):
    meeting = med.meeting(state="agenda_open")
    with pytest.raises(ValidationError):
        agreed.object_to(meeting, by=med.cast["leder"], version=9, reason="Jeg har set en fejl i punkt 3.")
    with pytest.raises(ValidationError):
        agreed.object_to(meeting, by=med.cast["leder"], version=1, reason="nej")
    with pytest.raises(PermissionDenied):
        agreed.object_to(meeting, by=med.cast["amr"], version=1, reason="Jeg har set en fejl i punkt 3.")
    assert not meeting.objections.exists()


def test_nobody_passes_the_other_by_while_there_is_time_to_agree(med):
    meeting = med.meeting(state="agenda_open")
    with pytest.raises(ValidationError):
        agreed.waive_rule(meeting, by=med.cast["tr"], rule="joint_agenda", reason=WHY)
    agreed.object_to(meeting, by=med.cast["leder"], version=1, reason="Punkt 2 hører til hos Hoved-MED.")
    agreed.waive_rule(meeting, by=med.cast["tr"], rule="joint_agenda", reason=WHY)
    row, waiting = releasing.say_yes_to_agenda(meeting, by=med.cast["tr"], version=1)
    assert row.state == "released" and not waiting
    assert Mail.objects.filter(notice="M-71").values_list("receiver", flat=True).get() == med.cast["leder"].pk
    assert WHY in page(med, "amr", meeting)


def test_after_the_deadline_one_chair_can_send_alone_with_a_reason(med):
    meeting = med.meeting(state="agenda_open", days=4)  # the agenda was due four days ago
    _row, waiting = releasing.say_yes_to_agenda(meeting, by=med.cast["tr"], version=1)
    assert waiting
    agreed.waive_rule(meeting, by=med.cast["tr"], rule="joint_agenda", reason=WHY)
    row, _waiting = releasing.say_yes_to_agenda(meeting, by=med.cast["tr"], version=1)
    assert row.state == "released" and row.was_late


def test_a_waived_deadline_is_not_late_and_is_written_down_once(med):
    meeting = med.meeting(state="agenda_open", days=3)
    agreed.waive_rule(meeting, by=med.cast["leder"], rule="agenda_days", reason=WHY)
    agreed.waive_rule(meeting, by=med.cast["tr"], rule="agenda_days", reason="En helt anden begrundelse.")
    assert Waiver.objects.get().reason == WHY
    for name in ("leder", "tr"):
        releasing.say_yes_to_agenda(meeting, by=med.cast[name], version=1)
    meeting.refresh_from_db()
    assert not meeting.was_late


def test_members_and_strangers_waive_nothing_and_no_rule_is_waived_afterwards(med):
    meeting = med.meeting(state="published", days=-20)
    with pytest.raises(PermissionDenied):
        agreed.waive_rule(meeting, by=med.cast["amr"], rule="agenda_days", reason=WHY)
    with pytest.raises(Http404):
        agreed.waive_rule(med.meeting(days=50), by=med.cast["andenleder"], rule="agenda_days", reason=WHY)
    for rule in ("agenda_days", "minutes_days", "next_meeting"):
        with pytest.raises(ValidationError):
            agreed.waive_rule(meeting, by=med.cast["leder"], rule=rule, reason=WHY)


# -- a chair who is away ---------------------------------------------------------------------------------------------
def test_the_deputy_of_a_chair_who_is_away_says_yes_in_their_place(med):
    meeting = planning.plan_meeting(
        med.body,
        by=med.cast["leder"],
        starts_at=NOW + timedelta(days=20),
        ends_at=NOW + timedelta(days=20, hours=2),
    )
    agenda.open_agenda(meeting, by=med.cast["leder"])
    meeting.refresh_from_db()
    deputy = med.cast["stedfortraeder"]
    assert not can(deputy, "med.release", meeting)
    Absence.objects.create(person=med.cast["leder"], deputy=deputy, starts_on=NOW.date(), ends_on=NOW.date())
    deputy = med.cast["stedfortraeder"]
    assert can(deputy, "med.release", meeting)
    _row, waiting = releasing.say_yes_to_agenda(meeting, by=deputy, version=meeting.agenda_version)
    assert waiting == [med.cast["tr"]]
    assert "ved" in page(med, "tr", meeting)
    assert not Todo.objects.about(meeting).open().filter(owner=med.cast["leder"], code="med.release_agenda").exists()
    row, waiting = releasing.say_yes_to_agenda(meeting, by=med.cast["tr"], version=meeting.agenda_version)
    assert row.state == "released" and not waiting


def test_the_vice_chairs_substitute_stands_in_only_while_the_vice_chair_is_away(med):
    meeting = med.meeting(state="agenda_open")
    Seat.objects.filter(pk=med.seats["kollega"].pk).update(substitute_for=med.seats["tr"])
    assert not can(med.cast["kollega"], "med.release", meeting)
    Absence.objects.create(person=med.cast["tr"], starts_on=NOW.date(), ends_on=NOW.date())
    substitute = med.cast["kollega"]
    assert can(substitute, "med.release", meeting)
    _row, waiting = releasing.say_yes_to_agenda(meeting, by=substitute, version=1)
    assert waiting == [med.cast["leder"]]


# -- approved in writing ---------------------------------------------------------------------------------------------
def sent(med):
    return med.meeting(
        days=-5, state="minutes_sent", minutes_sent_at=NOW, comments_until=NOW.date() + timedelta(days=7)
    )


def test_the_last_members_yes_in_writing_approves_the_minutes(med):
    meeting = sent(med)
    agreed.begin_written_approval(meeting, by=med.cast["tr"], reason="Udvalget er nedlagt og mødes ikke mere.")
    waiting = Todo.objects.open().filter(code="med.approve_minutes")
    assert {one.owner.email.split("@")[0] for one in waiting} == {"leder", "tr", "amr", "chef", "medarbejder"}
    for name in ("leder", "tr", "amr", "chef"):
        row, missing = agreed.approve_in_writing(meeting, by=med.cast[name])
    assert missing == 1 and row.state == "minutes_sent"
    assert "Mangler at svare" in page(med, "amr", meeting)
    row, missing = agreed.approve_in_writing(meeting, by=med.cast["medarbejder"])
    assert (row.state, missing) == ("approved", 0)
    assert not waiting.all().exists()


def test_an_open_remark_stops_the_written_approval_and_an_answer_lets_it_go_on(med):
    meeting = sent(med)
    agreed.begin_written_approval(meeting, by=med.cast["tr"], reason="Udvalget er nedlagt og mødes ikke mere.")
    remark, _new = approving.comment(meeting, by=med.cast["amr"], text="Datoen er forkert.")
    with pytest.raises(ValidationError):
        agreed.end_written_approval(meeting, by=med.cast["referent"])  # there is still time to answer
    with time_machine.travel(NOW + timedelta(days=14), tick=False):
        with pytest.raises(ValidationError):
            agreed.end_written_approval(meeting, by=med.cast["referent"])
        approving.answer_comment(remark, by=med.cast["tr"], answer="Den er rettet i bilaget.")
        assert agreed.end_written_approval(meeting, by=med.cast["referent"]).state == "approved"
    assert not Todo.objects.open().filter(code="med.approve_minutes").exists()


def test_nobody_approves_in_writing_unless_asked_and_a_correction_starts_over(med):
    meeting = sent(med)
    with pytest.raises(ValidationError):
        agreed.approve_in_writing(meeting, by=med.cast["amr"])
    with pytest.raises(PermissionDenied):
        agreed.begin_written_approval(meeting, by=med.cast["referent"], reason="Der er ikke et næste møde.")
    agreed.begin_written_approval(meeting, by=med.cast["tr"], reason="Der er ikke et næste møde.")
    with pytest.raises(PermissionDenied):
        agreed.approve_in_writing(meeting, by=med.cast["referent"])
    agreed.approve_in_writing(meeting, by=med.cast["amr"])
    writing.reopen(meeting, by=med.cast["referent"], reason="Et navn var skrevet forkert.")
    meeting.refresh_from_db()
    assert meeting.written_since is None and not meeting.written_yes.exists()
    assert not Todo.objects.open().filter(code="med.approve_minutes").exists()


# -- what really happened --------------------------------------------------------------------------------------------
def test_who_led_and_when_it_ended_are_noted(med):
    meeting = writing.begin(med.meeting(state="released", days=0), by=med.cast["referent"])
    assert meeting.led_by == med.cast["leder"]
    client = Client()
    client.force_login(med.cast["referent"], backend="core.signin.PersonBackend")
    address = reverse("med:attendance", args=[meeting.pk])
    sent = {"form": "facts", "m-led_by": med.cast["tr"].pk, "m-began": "9.05"}
    assert client.post(address, sent).status_code == 302
    writing.end(meeting, by=med.cast["referent"])
    assert client.post(address, sent | {"m-ended": "8.00"}).status_code == 422
    assert client.post(address, sent | {"m-ended": "11.20"}).status_code == 302
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert meeting.led_by == med.cast["tr"] and f"{meeting.ended_at.astimezone(NOW.tzinfo):%H.%M}" == "11.20"


def test_the_list_begins_from_what_people_answered_and_the_rest_is_one_press(med):
    from med.actions import inviting
    from med.models import Invitation

    meeting = med.meeting(state="released", days=5)
    Seat.objects.filter(pk=med.seats["kollega"].pk).update(substitute_for=med.seats["tr"])
    inviting.tell(meeting, by=med.cast["leder"])
    inviting.answer(Invitation.objects.get(meeting=meeting, person=med.cast["tr"]), by=med.cast["tr"], said="no")
    writing.begin(meeting, by=med.cast["referent"])
    rows = {row.person_id: row for row in meeting.attendances.all()}
    assert rows[med.cast["tr"].pk].presence == "absent"
    substitute = rows[med.cast["kollega"].pk]
    assert (substitute.presence, substitute.instead_of) == ("unknown", med.cast["tr"])
    client = Client()
    client.force_login(med.cast["referent"], backend="core.signin.PersonBackend")
    address = reverse("med:attendance", args=[meeting.pk])
    assert "De andre" in client.get(address).content.decode()
    assert client.post(address, {"form": "all"}).status_code == 302
    assert set(meeting.attendances.values_list("presence", flat=True)) == {"absent", "present"}
    with pytest.raises(PermissionDenied):
        writing.everybody_else_is_here(meeting, by=med.cast["amr"])
