"""What a stale page, a hand-made request or a change of members could slip past is held by the verbs themselves."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.permissions import can
from med import privacy
from med.actions import agenda, approving, bodies, planning, proposals
from med.models import Invitation, Outcome, Proposal, Treatment
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast()).lay_rows()


def test_minutes_are_approved_under_their_own_item_and_no_other_result_is_written_over(med, client):
    running = med.meeting(days=0, state="under_way")
    item = med.treatment(running, "Hjemmearbejde")
    Outcome.objects.create(
        treatment=item,
        body=med.body,
        kind="rejected",
        text="Nej.",
        decided_on=TODAY,
        written_by=med.cast.tr,
        written_at=NOW,
    )
    client.force_login(med.cast.tr, backend="core.signin.PersonBackend")
    client.post(reverse("med:approve", args=[item.pk]), {"result": "ok", "corrections": ""})
    item.refresh_from_db()
    med.past.refresh_from_db()
    assert (item.outcome.kind, item.outcome.text, med.past.state) == ("rejected", "Nej.", "minutes_sent")
    with pytest.raises(ValidationError):
        approving.approve_previous(item, by=med.cast.tr)
    first = med.treatment(running, "Godkendelse af referat")
    type(first.topic).objects.filter(pk=first.topic_id).update(code="approval", is_standing=True)
    first = Treatment.objects.select_related("topic", "meeting").get(pk=first.pk)
    with pytest.raises(ValidationError):  # a remark waits for its answer
        approving.approve_previous(first, by=med.cast.tr)
    assert approving.approve_previous(first, by=med.cast.tr, anyway=True).state == "approved"


def test_whoever_comes_or_goes_is_called_to_or_off_the_meetings_already_planned(med):
    planned = planning.plan_meeting(
        med.body, by=med.cast.tr, starts_at=NOW + timedelta(days=60), ends_at=NOW + timedelta(days=60, hours=2)
    )
    new = med.cast["nyansat"]
    assert not Invitation.objects.filter(meeting=planned, person=new).exists()
    seat = bodies.add_seat(
        med.body, by=med.cast.hr, person=new, side="employee", function="member", represents="none", starts_on=TODAY
    )
    assert Invitation.objects.get(meeting=planned, person=new).removed_at is None
    bodies.end_seat(seat, by=med.cast.hr, ends_on=TODAY + timedelta(days=5))
    assert Invitation.objects.get(meeting=planned, person=new).removed_at is not None


def test_a_seat_with_an_agreed_end_can_end_sooner_but_not_later(med):
    seat = med.seats["medarbejder"]
    assert bodies.end_seat(seat, by=med.cast.hr, ends_on=TODAY + timedelta(days=300))
    assert bodies.end_seat(seat, by=med.cast.hr, ends_on=TODAY)
    assert not bodies.end_seat(seat, by=med.cast.hr, ends_on=TODAY + timedelta(days=300))
    seat.refresh_from_db()
    assert seat.ends_on == TODAY


def test_a_trios_item_cannot_be_sent_to_another_body_as_it_stands(med):
    private = med.treatment(med.meeting(med.trio, state="agenda_open"), "Fortroligt")
    assert not can(med.cast.tr, "med.lift", private)
    assert can(med.cast.tr, "med.lift", med.item)


def test_a_proposal_turned_down_or_negotiated_elsewhere_does_not_come_back_by_itself(med):
    for answer in (
        lambda row: proposals.reject(row, by=med.cast.tr, reason="Det er ikke udvalgets."),
        lambda row: proposals.negotiate(row, by=med.cast.tr, party="tr", reason="Det er løn for en gruppe."),
    ):
        row, _new = proposals.propose(med.body, by=med.cast.amr, title=f"Forslag {Proposal.objects.count()}")
        treatment = proposals.accept(row, med.one, by=med.cast.tr)
        agenda.take_off(treatment, by=med.cast.tr)
        row.refresh_from_db()
        assert row.state == "postponed"
        answer(row)
        treatment.topic.refresh_from_db()
        assert not treatment.topic.is_open


def test_a_proposal_that_was_put_off_follows_its_topic_onto_the_next_agenda(med):
    row, _new = proposals.propose(med.body, by=med.cast.amr, title="Kaffe")
    agenda.take_off(proposals.accept(row, med.one, by=med.cast.tr), by=med.cast.tr)
    following = med.meeting(days=60, state="planned")
    agenda.open_agenda(following, by=med.cast.tr)
    row.refresh_from_db()
    assert row.state == "on_agenda" and row.treatment.meeting == following


@pytest.mark.parametrize("days", [-3, 20])
def test_a_meeting_is_moved_neither_into_the_past_nor_onto_another_of_the_same_body(med, days):
    other = med.meeting(days=40)
    start = med.one.starts_at.replace() + timedelta(days=-23) if days < 0 else med.one.starts_at
    with pytest.raises(ValidationError):
        planning.move_meeting(other, by=med.cast.tr, starts_at=start, ends_at=start + timedelta(hours=2))


def test_all_that_everybody_will_read_is_looked_through_before_publication(med, client):
    Treatment.objects.filter(pk=med.past_item.pk).update(
        background="Anna er sygemeldt.", environment="Hun har stress.", title="Klage fra et team"
    )
    item = Treatment.objects.prefetch_related("actions").get(pk=med.past_item.pk)
    words = {one.word for one in privacy.findings([("B 1", item)], [])}
    assert {"sygemeldt", "stress", "Klage"} <= words
    type(med.past).objects.filter(pk=med.past.pk).update(state="approved", approved_at=NOW)
    client.force_login(med.cast.tr, backend="core.signin.PersonBackend")
    page = client.get(reverse("med:publish", args=[med.past.pk])).content.decode()
    assert "Anna er sygemeldt." in page and "Hun har stress." in page


def test_a_result_is_not_written_over_by_a_page_that_never_showed_it(med, client):
    item = med.treatment(med.meeting(days=0, state="under_way"))
    address = reverse("med:result", args=[item.pk])
    sent = {"form": "outcome", "kind": "approved", "text": "Vi gør det.", "seen": "", "is_finished": "on"}
    client.force_login(med.cast.referent, backend="core.signin.PersonBackend")
    for _press in range(2):  # one's own second click is no conflict
        assert client.post(address, sent).status_code == 302
    client.force_login(med.cast.tr, backend="core.signin.PersonBackend")
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        stale = client.post(address, sent | {"kind": "rejected", "text": "Vi gør det ikke."})
        page = stale.content.decode()
        assert stale.status_code == 422 and "Vi gør det ikke." in page and "Vi gør det." in page
        item.refresh_from_db()
        assert item.outcome.kind == "approved"
        mark = item.outcome.written_at.isoformat()
        assert client.post(address, sent | {"kind": "rejected", "text": "Nej.", "seen": mark}).status_code == 302
    assert Outcome.objects.get(treatment=item).kind == "rejected"


def test_whoever_takes_part_in_a_staff_meeting_finds_its_items_when_the_agenda_is_sent(med, client):
    staff = type(med.body).objects.create(
        name="Personalemøde", kind="staff_meeting", unit=med.cast.office, starts_on=TODAY
    )
    meeting = med.meeting(staff, state="agenda_open")
    item = med.treatment(meeting, "Nye lokaler")
    assert not can(med.cast.nyansat, "med.view_treatment", item)
    type(meeting).objects.filter(pk=meeting.pk).update(state="released")
    assert can(med.cast.nyansat, "med.view_treatment", item)
