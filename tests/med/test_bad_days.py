"""Bad days of a committee: a meeting moved, called off, laid together; members who leave; two hundred items; summer time."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import calendar
from core.models import Attachment, Document, Mail, Todo
from med.actions import agenda, bodies, confidential, inviting, merging, planning, releasing, writing
from med.models import Invitation, Meeting, PreMeetingNote
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.med.test_papers_to_items import paper

pytestmark = pytest.mark.django_db
WHY = "Halvdelen af udvalget er på kursus den dag."


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def planned(med, days, opened=True):
    starts = NOW.replace(hour=9, minute=0) + timedelta(days=days)
    meeting = planning.plan_meeting(
        med.body, by=med.cast["leder"], starts_at=starts, ends_at=starts + timedelta(hours=2), place="Havnen"
    )
    return agenda.open_agenda(meeting, by=med.cast["leder"]) if opened else meeting


def item_on(med, meeting, title="Støj", **values):
    return agenda.add_item(meeting, by=med.cast["leder"], title=title, purpose="decision", **values)


# -- moved, called off ---------------------------------------------------------------------------------------------------
def test_a_moved_meeting_moves_its_deadlines_and_keeps_what_stands_on_it(med):
    meeting = planned(med, 20)
    item = item_on(med, meeting)
    (todo,) = Todo.objects.about(meeting).open().filter(owner=med.cast["leder"])
    was = todo.due_at
    starts = meeting.starts_at + timedelta(days=7)
    planning.move_meeting(meeting, by=med.cast["leder"], starts_at=starts, ends_at=starts + timedelta(hours=2))
    todo.refresh_from_db()
    assert todo.due_at == was + timedelta(days=7)
    assert meeting.treatments.standing().filter(pk=item.pk).exists()
    assert Mail.objects.filter(notice="M-04").count() == 7


def test_what_stood_on_a_called_off_meeting_is_on_the_next_with_its_files(med):
    meeting = planned(med, 20)
    item = item_on(med, meeting)
    agenda.attach(item, *paper(), by=med.cast["tr"])
    planning.cancel_meeting(meeting, by=med.cast["leder"], reason=WHY)
    following = planned(med, 40)
    again = following.treatments.standing().get(topic=item.topic)
    assert "ikke været på et møde" in again.carried_because
    page = signed_in(med, "amr").get(reverse("med:topic", args=[item.topic_id]))
    assert page.status_code == 200
    assert not Todo.objects.about(meeting).open().exists()


def test_what_was_written_to_an_item_of_a_called_off_meeting_comes_along_also_to_an_agenda_that_is_begun(med):
    meeting, begun = planned(med, 20), planned(med, 40)
    item_on(med, meeting, background="Kan der komme skærme?")
    planning.cancel_meeting(meeting, by=med.cast["leder"], reason=WHY)
    there = begun.treatments.standing().get(title="Støj")
    assert (there.background, there.purpose, there.carried) == ("Kan der komme skærme?", "decision", 0)


def test_a_meeting_called_off_twice_or_after_it_was_held_says_so(med):
    from core.states import StepRefused

    meeting = planned(med, 20)
    planning.cancel_meeting(meeting, by=med.cast["leder"], reason=WHY)
    with pytest.raises(StepRefused):
        planning.cancel_meeting(meeting, by=med.cast["tr"], reason=WHY)
    with pytest.raises(StepRefused):
        planning.cancel_meeting(med.meeting(state="under_way", days=0), by=med.cast["leder"], reason=WHY)
    starts = NOW + timedelta(days=50)
    with pytest.raises(ValidationError):
        planning.move_meeting(meeting, by=med.cast["leder"], starts_at=starts, ends_at=starts + timedelta(hours=1))


def test_an_agenda_begun_too_early_gets_what_the_meeting_before_it_leaves_when_that_is_known(med):
    by = med.cast["leder"]
    first = planned(med, 10)
    postponed, closed = (item_on(med, first, title) for title in ("Støj", "Lys"))
    early = planned(med, 40)
    assert (
        not early.treatments.standing().filter(topic__is_standing=False).exists()
    )  # nothing is left before it was held
    type(first).objects.filter(pk=first.pk).update(state="minutes_draft")
    first.refresh_from_db()
    taker = med.cast["referent"]
    writing.set_outcome(postponed, by=taker, kind="postponed")
    writing.set_outcome(closed, by=taker, kind="approved", text="Lyset bliver skiftet.")
    for name in ("leder", "tr"):
        first.refresh_from_db()
        releasing.say_yes_to_minutes(first, by=med.cast[name], version=first.minutes_version)
    (left,) = early.treatments.standing().filter(topic__is_standing=False)
    assert left.topic == postponed.topic and left.carried_because.startswith("Udsat fra mødet")
    agenda.take_off(left, by=by)
    agenda.carry_on(first, by=by)
    assert not early.treatments.standing().filter(topic=left.topic).exists()  # what a chair took off stays off


def test_an_action_that_was_taken_off_can_be_agreed_on_again(med):
    taker = med.cast["referent"]
    meeting = planned(med, 10)
    item = item_on(med, meeting)
    type(meeting).objects.filter(pk=meeting.pk).update(state="under_way")
    item.refresh_from_db()
    agreed = {"by": taker, "what": "Mål støjen", "owner": med.cast["amr"], "due_on": NOW.date() + timedelta(days=30)}
    first, _is_new = writing.add_action(item, **agreed)
    writing.drop_action(first, by=taker)
    again, is_new = writing.add_action(item, **agreed)
    assert is_new and again.pk != first.pk and writing.add_action(item, **agreed) == (again, False)


# -- laid together -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("opened", [True, False])
def test_two_meetings_laid_together_lose_nothing_that_was_written(med, opened):
    one, two = planned(med, 20), planned(med, 40, opened)
    noise = item_on(med, one, background="Kan der komme skærme?")
    agenda.attach(noise, *paper(), by=med.cast["tr"])
    PreMeetingNote.objects.create(body=med.body, meeting=one, treatment=noise, side="employee", text="Vi vil spørge")
    told = one.treatments.standing().get(topic__code="employees")
    agenda.write_input(told, by=med.cast["medarbejder"], text="Travlt om mandagen.")
    agenda.attach(told, *paper("travlhed.txt", b"Tal for mandage og tirsdage."), by=med.cast["tr"])
    if opened:
        twin = two.treatments.standing().get(topic__code="employees")
        agenda.write_input(twin, by=med.cast["medarbejder"], text="Ro om fredagen.")
    into = merging.merge(one, by=med.cast["tr"], into=two, reason=WHY)
    one.refresh_from_db()
    assert (one.state, one.merged_into) == ("cancelled", into)
    moved = into.treatments.standing().get(topic=noise.topic)
    assert moved.background == "Kan der komme skærme?"
    twin = into.treatments.standing().get(topic__code="employees")
    said = twin.inputs.get(author=med.cast["medarbejder"]).text
    assert "Travlt om mandagen." in said and ("Ro om fredagen." in said) == opened
    assert {one.subject_id for one in Attachment.objects.all()} == {moved.pk, twin.pk}
    items = list(into.treatments.standing())
    assert len({item.topic_id for item in items}) == len(items)
    assert Mail.objects.filter(notice="M-05").count() == 7
    page = signed_in(med, "amr").get(reverse("med:meeting", args=[one.pk])).content.decode()
    assert "lagt sammen med mødet" in page
    notes = signed_in(med, "tr").get(reverse("med:pre_notes", args=[into.pk])).content.decode()
    assert "Vi vil spørge" in notes


def test_each_sides_notes_to_an_item_on_both_agendas_are_joined_and_stay_with_that_side(med):
    one, two = planned(med, 20), planned(med, 40)
    items = [meeting.treatments.standing().get(topic__code="employees") for meeting in (one, two)]
    for item, text in zip(items, ("Travlt om mandagen", "Ro om fredagen"), strict=True):
        confidential.write_pre_note(item.meeting, by=med.cast["tr"], treatment=item, version=1, text=text)
    confidential.write_pre_note(one, by=med.cast["leder"], treatment=items[0], version=1, text="Budgettet rækker")
    merging.merge(one, by=med.cast["tr"], into=two, reason=WHY)
    notes = {note.side: note.text for note in PreMeetingNote.objects.filter(meeting=two, treatment=items[1])}
    assert notes == {"employee": "Ro om fredagen\n\nTravlt om mandagen", "management": "Budgettet rækker"}


def test_after_the_release_what_is_brought_along_comes_as_a_supplement(med):
    one, two = planned(med, 20), planned(med, 40)
    item_on(med, one)
    Meeting.objects.filter(pk=two.pk).update(state="released")
    two.refresh_from_db()
    into = merging.merge(one, by=med.cast["leder"], into=two, reason=WHY)
    assert into.treatments.standing().get(title="Støj").part == "C"


def test_whoever_was_sent_the_agenda_hears_of_a_supplement_once_a_day_and_it_is_frozen_when_the_meeting_begins(med):
    meeting = planned(med, 20)
    for name in ("leder", "tr"):
        meeting.refresh_from_db()
        releasing.say_yes_to_agenda(meeting, by=med.cast[name], version=meeting.agenda_version)
    meeting.refresh_from_db()
    frozen = Document.objects.filter(kind="P-01", subject_id=meeting.pk)
    assert frozen.count() == 1 and not Mail.objects.filter(notice="M-13").exists()
    item_on(med, meeting)
    item_on(med, meeting, "Lys")
    told = Mail.objects.filter(notice="M-13")
    sent = Mail.objects.filter(notice="M-03").values_list("receiver", flat=True)
    assert sorted(told.values_list("receiver", flat=True)) == sorted(sent) and {mail.speed for mail in told} == {
        "digest"
    }
    meeting.refresh_from_db()
    writing.begin(meeting, by=med.cast["referent"])
    assert frozen.count() == 2


def test_an_agenda_that_stayed_as_it_was_sent_is_frozen_once_and_a_moved_one_again(med):
    for is_moved in (False, True):
        meeting = planned(med, 60 if is_moved else 20)
        for name in ("leder", "tr"):
            meeting.refresh_from_db()
            releasing.say_yes_to_agenda(meeting, by=med.cast[name], version=meeting.agenda_version)
        if is_moved:
            starts = meeting.starts_at + timedelta(days=7)
            planning.move_meeting(meeting, by=med.cast["leder"], starts_at=starts, ends_at=starts + timedelta(hours=1))
        meeting.refresh_from_db()
        writing.begin(meeting, by=med.cast["referent"])
        assert Document.objects.filter(kind="P-01", subject_id=meeting.pk).count() == 1 + is_moved
    assert not Mail.objects.filter(notice="M-13").exists()


def test_meetings_are_laid_together_within_a_body_by_those_who_prepare_them(med):
    one, two = planned(med, 20), planned(med, 40)
    strange = med.meeting(med.other, state="agenda_open")
    with pytest.raises(ValidationError):
        merging.merge(one, by=med.cast["leder"], into=one, reason=WHY)
    with pytest.raises((Http404, PermissionDenied)):
        merging.merge(one, by=med.cast["leder"], into=strange, reason=WHY)
    with pytest.raises(PermissionDenied):
        merging.merge(one, by=med.cast["amr"], into=two, reason=WHY)
    with pytest.raises(ValidationError):
        merging.merge(one, by=med.cast["leder"], into=med.meeting(state="under_way", days=0), reason=WHY)
    one.refresh_from_db()
    assert one.state == "agenda_open"


# -- people who leave ----------------------------------------------------------------------------------------------------
def test_a_member_who_leaves_between_agenda_and_meeting_loses_the_rights_and_the_rest_stays(med):
    meeting = planned(med, 20)
    item = item_on(med, meeting, responsible_person=med.cast["amr"])
    agenda.write_input(item, by=med.cast["amr"], text="Jeg har målt støjen.")
    for name in ("leder", "tr"):
        meeting.refresh_from_db()
        releasing.say_yes_to_agenda(meeting, by=med.cast[name], version=meeting.agenda_version)
    bodies.end_seat(med.seats["amr"], by=med.cast["leder"], ends_on=NOW.date() + timedelta(days=3))
    with time_machine.travel(NOW + timedelta(days=20), tick=False):
        amr = signed_in(med, "amr")
        assert amr.get(reverse("med:meeting", args=[meeting.pk])).status_code == 404
        begun = writing.begin(Meeting.objects.get(pk=meeting.pk), by=med.cast["referent"])
        assert med.cast["amr"].name not in {row.who for row in begun.attendances.all()}
        page = signed_in(med, "tr").get(reverse("med:item", args=[item.pk])).content.decode()
        assert "Jeg har målt støjen." in page and med.cast["amr"].name in page


def test_the_next_change_calls_a_member_who_left_off_and_a_new_one_in(med):
    meeting = planned(med, 20)
    bodies.end_seat(med.seats["amr"], by=med.cast["leder"], ends_on=NOW.date())
    bodies.add_seat(
        med.body,
        by=med.cast["leder"],
        person=med.cast["mentor"],
        side="employee",
        function="member",
        represents="safety_rep",
        starts_on=NOW.date() + timedelta(days=1),
    )
    inviting.tell(meeting, by=med.cast["leder"])
    assert Invitation.objects.get(person=med.cast["amr"]).removed_at
    assert Invitation.objects.get(person=med.cast["mentor"]).removed_at is None
    assert {mail.receiver for mail in Mail.objects.filter(notice="M-11")} == {med.cast["amr"]}


# -- very many items -----------------------------------------------------------------------------------------------------
def test_two_hundred_items_are_opened_released_and_shown(med):
    meeting = planned(med, 20)
    for n in range(200):
        med.treatment(meeting, f"Punkt {n}", order=(n + 1) * 10)
    meeting.refresh_from_db()
    for name in ("leder", "tr"):
        releasing.say_yes_to_agenda(meeting, by=med.cast[name], version=meeting.agenda_version)
    meeting.refresh_from_db()
    assert meeting.state == "released"
    for name in ("meeting", "wall", "agenda_pdf"):
        assert signed_in(med, "amr").get(reverse(f"med:{name}", args=[meeting.pk])).status_code == 200
    with time_machine.travel(NOW + timedelta(days=30), tick=False):  # nobody ever held it
        left = planned(med, 60)
    assert left.treatments.standing().count() >= 200


# -- summer time ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "utc"), [(date(2027, 3, 26), 8), (date(2027, 3, 29), 7), (date(2027, 10, 29), 7), (date(2027, 11, 1), 8)]
)
def test_a_meeting_at_nine_is_at_nine_on_both_sides_of_the_change(med, day, utc):
    client = signed_in(med, "referent")
    answer = client.post(
        reverse("med:plan", args=[med.body.pk]),
        {"day": f"{day:%d.%m.%Y}", "begins": "9", "ends": "11", "kind": "ordinary"},
    )
    assert answer.status_code == 302
    meeting = Meeting.objects.get()
    assert calendar.clock(meeting.starts_at) == "09.00"
    assert meeting.starts_at.astimezone(datetime.now().astimezone().tzinfo).utctimetuple().tm_hour == utc


def test_an_hour_that_does_not_exist_is_refused_in_words(med):
    answer = signed_in(med, "referent").post(
        reverse("med:plan", args=[med.body.pk]),
        {"day": "28.03.2027", "begins": "2.30", "ends": "4", "kind": "ordinary"},
    )
    assert answer.status_code == 422 and not Meeting.objects.exists()


def signed_in(med, name):
    client = Client()
    client.force_login(med.cast[name], backend="core.signin.PersonBackend")
    return client
