"""What people must be able to rely on: a signature is for the words that were read, a TRIO is its own, what has no name
stays without one, what is laid on somebody follows when they leave.
"""

from datetime import date, timedelta
from uuid import UUID

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import calendar
from core.models import AuditEntry, Mail, Person, Todo
from core.permissions import can
from core.reference import load_all
from med.actions import (
    assessments,
    bodies,
    checks,
    clock,
    confidential,
    discussions,
    frames,
    inviting,
    matters,
    returning,
)
from med.circle import readers_of
from med.models import (
    AnnualDiscussion,
    Assessment,
    ChairMatter,
    CompetenceNeed,
    Invitation,
    Meeting,
    PlanMeasure,
    Proposal,
    SafetyGoal,
    Seat,
    SelfCheck,
    SelfCheckAnswer,
    Topic,
    TrioFrame,
    TrioNote,
)
from tests.cast import NOW, Cast
from tests.med.beside import DAY, Beside

pytestmark = pytest.mark.django_db
POINTS = {"content": "Støj", "cooperation": "En runde", "last_year": "Godt", "goals_text": "Ro", "competence": "Kurser"}


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        load_all()
        yield Beside(Cast()).lay_rows()


def client_of(med, name):
    client = Client()
    client.force_login(med.cast[name])
    return client


# -- the yearly discussion -------------------------------------------------------------------------------------------
def signed_once(med):
    row = discussions.write(med.annual, by=med.cast.amr, version=1, held_on=DAY, **POINTS)
    return discussions.sign(row, by=med.cast.leder, mark=discussions.mark_of(row))


def test_a_goal_or_a_verdict_on_one_lets_the_signatures_lapse(med):
    last = SafetyGoal.objects.create(discussion=AnnualDiscussion.objects.create(body=med.body, year=2026), text="Ro")
    for act in (
        lambda row: discussions.add_goal(row, by=med.cast.amr, text="Mere lys"),
        lambda row: discussions.judge_goal(row, last, by=med.cast.amr, result="reached"),
        lambda row: discussions.change_goal(row, med.goal, by=med.cast.amr, text="Meget mindre støj"),
    ):
        row = AnnualDiscussion.objects.get(pk=med.annual.pk)
        row = discussions.write(row, by=med.cast.amr, version=row.version, held_on=DAY, **POINTS)
        row = discussions.sign(row, by=med.cast.leder, mark=discussions.mark_of(row))
        assert row.signed_by_management_id
        act(row)
        row.refresh_from_db()
        assert row.signed_by_management_id is None and row.document_id is None


def test_a_need_that_is_written_after_the_first_signature_ends_it(med):
    row = signed_once(med)
    CompetenceNeed.objects.create(record=med.record, year=2027, need="Konflikttrappen")
    page = client_of(med, "amr").get(reverse("med:discussion", args=[row.pk]))
    assert page.context["row"].signed_by_management_id is None
    row = discussions.sign(row, by=med.cast.amr, mark=discussions.mark_of(row))
    assert row.signed_by_staff_id and row.signed_by_management_id is None and row.document_id is None


def test_a_stale_page_signs_nothing_and_shows_the_new_words(med):
    row = signed_once(med)
    mark = discussions.mark_of(row)
    discussions.write(row, by=med.cast.amr, version=row.version, held_on=DAY, **POINTS | {"content": "Lys og larm"})
    answer = client_of(med, "tr").post(reverse("med:discussion_sign", args=[row.pk]), {"mark": mark})
    assert answer.status_code == 409 and "Lys og larm" in answer.content.decode()
    row.refresh_from_db()
    assert row.signed_by_staff_id is None
    answer = client_of(med, "tr").post(reverse("med:discussion_sign", args=[row.pk]), {"mark": answer.context["mark"]})
    assert answer.status_code == 302


def test_an_empty_point_is_not_signed(med):
    row = discussions.write(med.annual, by=med.cast.amr, version=1, held_on=DAY, content="Støj")
    assert discussions.missing(row) == [2, 3]  # there is a goal, and a need
    with pytest.raises(ValidationError):
        discussions.sign(row, by=med.cast.leder, mark=discussions.mark_of(row))
    assert "punkt 2, 3" in client_of(med, "tr").get(reverse("med:discussion", args=[row.pk])).content.decode()


def test_two_who_write_the_discussion_at_once_lose_nothing(med):
    address = reverse("med:discussion", args=[med.annual.pk])
    discussions.write(med.annual, by=med.cast.tr, version=1, content="Karens ord")
    answer = client_of(med, "amr").post(address, {"content": "Mine ord", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Karens ord" in page and "Mine ord" in page
    sent = {"content": answer.context["form"]["content"].value(), "version": answer.context["form"]["version"].value()}
    assert client_of(med, "amr").post(address, sent).status_code == 302
    med.annual.refresh_from_db()
    assert "Karens ord" in med.annual.content and "Mine ord" in med.annual.content


def test_somebody_stands_behind_the_frame_that_they_read(med):
    row = frames.write(med.trio, by=med.cast.tr, version=1, answers={"roles": "Vi deler"})
    frames.write(med.trio, by=med.cast.amr, version=row.version, answers={"roles": "Lederen bestemmer"})
    answer = client_of(med, "tr").post(reverse("med:frame_sign", args=[row.pk]), {"version": row.version})
    assert answer.status_code == 409 and "Lederen bestemmer" in answer.content.decode()
    assert not row.signatures.exists()
    empty = frames.write(med.trio, by=med.cast.amr, version=row.version + 1, answers={})
    with pytest.raises(ValidationError):
        frames.sign(empty, by=med.cast.tr, version=empty.version)


# -- the chairs' matters ---------------------------------------------------------------------------------------------
def test_the_title_of_a_matter_stands_encrypted_and_goes_nowhere_by_itself(med):
    row = matters.add(med.body, by=med.cast.leder, title="Uro mellem to kolleger")
    with connection.cursor() as cursor:
        cursor.execute("select title from med_chairmatter where id = %s", [row.pk])
        assert "kolleger" not in cursor.fetchone()[0]
    assert ChairMatter.objects.get(pk=row.pk).title == "Uro mellem to kolleger"
    client, address = client_of(med, "tr"), reverse("med:matter_to_agenda", args=[row.pk])
    assert "kolleger" not in client.get(address).content.decode()
    assert client.post(address, {"title": "", "text": ""}).status_code == 422


def test_the_todo_of_a_matter_follows_the_chairs(med):
    row = matters.add(med.body, by=med.cast.tr, title="Ferie", follow_up_on=DAY + timedelta(days=3))
    Seat.objects.filter(pk=med.seats["tr"].pk).update(ends_on=DAY)
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        matters.follow_the_chairs(calendar.today())
        assert Todo.objects.about(row).open().get().owner == med.cast.leder


# -- a TRIO is its own -----------------------------------------------------------------------------------------------
def trio_guest(med, function="observer"):
    seat = med.seat(med.trio, "sfk", "none", function, "none")
    past = med.meeting(med.trio, days=-30, state="minutes_sent", minutes_sent_at=NOW)
    coming = med.meeting(med.trio, days=9, state="agenda_open")
    return seat, past, med.treatment(past, "En svær sag"), coming, med.treatment(coming, "Belastning")


def test_a_guest_of_a_trio_reads_the_meeting_they_are_called_to_and_no_other(med):
    _seat, past, old, coming, new = trio_guest(med)
    client = client_of(med, "sfk")
    assert client.get(reverse("med:meeting", args=[coming.pk])).status_code == 404  # nobody has called them yet
    inviting.tell(coming, by=med.cast.leder)
    page = client_of(med, "sfk").get(reverse("med:meeting", args=[coming.pk]))
    assert page.status_code == 200 and "Belastning" in page.content.decode()
    assert client.get(reverse("med:meeting", args=[past.pk])).status_code == 404
    assert client.get(reverse("med:item", args=[new.pk])).status_code == 200
    assert client.get(reverse("med:item", args=[old.pk])).status_code == 404
    for name in ("med:trio_notes", "med:frame", "med:numbers"):
        assert client.get(reverse(name, args=[med.trio.pk])).status_code in (403, 404), name
    assert client.get(reverse("med:trio_pdf", args=[coming.pk])).status_code in (403, 404)
    Meeting.objects.filter(pk=coming.pk).update(state="minutes_sent")
    assert client_of(med, "sfk").get(reverse("med:meeting", args=[coming.pk])).status_code == 404


def test_papers_of_a_trio_are_announced_to_those_who_can_open_them(med):
    seat, past, _old, coming, _new = trio_guest(med)
    own = {med.cast[name].pk for name in ("leder", "tr", "amr")}
    assert {one.pk for one in readers_of(coming)} == own  # nobody has called the guest yet
    inviting.tell(coming, by=med.cast.leder)
    assert {one.pk for one in readers_of(coming)} == own | {seat.person_id}
    assert {one.pk for one in readers_of(past)} == own
    assert {one.pk for one in readers_of(med.one)} >= {med.cast.kollega.pk, med.cast.sfk.pk}  # as before elsewhere


def test_a_substitute_reads_a_trio_meeting_only_when_called_in(med):
    seat, _past, _old, coming, _new = trio_guest(med, "substitute")
    Seat.objects.filter(pk=seat.pk).update(substitute_for=Seat.objects.get(body=med.trio, person=med.cast.tr))
    inviting.tell(coming, by=med.cast.leder)
    address = reverse("med:meeting", args=[coming.pk])
    assert client_of(med, "sfk").get(address).status_code == 404
    inviting.answer(Invitation.objects.get(meeting=coming, person=med.cast.tr), by=med.cast.tr, said="no")
    assert client_of(med, "sfk").get(address).status_code == 200
    member = client_of(med, "amr").get(address)
    assert member.status_code == 200 and not can(med.cast.sfk, "med.release", coming)


def test_the_members_hear_of_a_new_seat_and_notes_from_before_stay_with_those_who_wrote_them(med):
    old = TrioNote.objects.create(
        body=med.trio, text="Før din tid", written_by=med.cast.amr, written_at=NOW - timedelta(days=1)
    )
    new = TrioNote.objects.create(
        body=med.trio, text="I din tid", written_by=med.cast.amr, written_at=NOW + timedelta(hours=1)
    )
    bodies.add_seat(
        med.trio,
        by=med.cast.hr,
        person=med.cast.kollega,
        side="employee",
        function="member",
        represents="none",
        starts_on=DAY,
    )
    told = set(Mail.objects.filter(notice="M-76").values_list("receiver__email", flat=True))
    assert told == {med.cast[name].email for name in ("leder", "tr", "amr", "kollega")}
    assert AuditEntry.objects.filter(action="med.seat_added", subject_id=med.trio.pk).exists()
    mine = set(TrioNote.objects.visible_to(Person.objects.get(pk=med.cast.kollega.pk)))
    assert new in mine and old not in mine
    assert {old, new} <= set(TrioNote.objects.visible_to(med.cast.amr))
    with pytest.raises(Http404):
        confidential.send_to_med(old, by=Person.objects.get(pk=med.cast.kollega.pk), body=med.body, title="x", text="x")
    page = client_of(med, "kollega").get(reverse("med:trio_notes", args=[med.trio.pk])).content.decode()
    assert "I din tid" in page and "Før din tid" not in page and "siddet her siden" in page


def test_a_point_of_a_note_is_sent_once(med):
    note = TrioNote.objects.create(body=med.trio, text="Mange opkald", written_by=med.cast.amr, written_at=NOW)
    confidential.send_to_med(note, by=med.cast.amr, body=med.body, title="Travlhed", text="Hvad gør vi?")
    with pytest.raises(ValidationError):
        confidential.send_to_med(note, by=med.cast.amr, body=med.body, title="Travlhed", text="Hvad gør vi?")
    assert Proposal.objects.filter(title="Travlhed").count() == 1


def test_a_frame_comes_on_the_agenda_when_the_trio_wanted_to_look_at_it_again(med):
    coming = med.meeting(med.trio, days=9, state="agenda_open")
    TrioFrame.objects.filter(pk=med.frame.pk).update(agreed_on=DAY, next_review_on=DAY + timedelta(days=30))
    returning.bring_back(DAY)
    assert not Topic.objects.filter(body=med.trio, source_key__startswith="frame-review").exists()
    for _day in range(2):
        returning.bring_back(DAY + timedelta(days=20))
    topic = Topic.objects.get(body=med.trio, source_key__startswith="frame-review")
    assert coming.treatments.filter(topic=topic).count() == 1


def test_twice_a_year_a_trio_is_asked_how_it_keeps_going(med):
    returning.bring_back(date(2027, 2, 5))
    assert not Topic.objects.filter(source_key__startswith="keep-going").exists()
    for day in (date(2027, 3, 1), date(2027, 3, 2), date(2027, 9, 1)):
        returning.bring_back(day)
    assert Topic.objects.filter(source_key__startswith="keep-going", body=med.trio).count() == 2
    assert not Topic.objects.filter(source_key__startswith="keep-going").exclude(body__kind="trio").exists()


def test_a_trio_meeting_on_the_first_at_nine_is_one_of_this_month(med):
    first = calendar.at(date(2027, 2, 1), calendar.parse_time("9"))
    Meeting.objects.filter(body=med.trio).delete()
    meeting = med.meeting(med.trio, days=1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=first, ends_at=first + timedelta(hours=1))
    clock.keep_waiting(date(2027, 2, 21))
    assert not Todo.objects.open().filter(code="med.trio_planning").exists()
    later = calendar.at(date(2027, 3, 1), calendar.parse_time("9"))
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=later, ends_at=later + timedelta(hours=1))
    clock.keep_waiting(date(2027, 2, 21))
    assert Todo.objects.open().filter(code="med.trio_planning").exists()


# -- answers without names -------------------------------------------------------------------------------------------
def test_nothing_in_the_tables_tells_which_answer_is_whose(med):
    orders = set()
    for _try in range(12):
        SelfCheckAnswer.objects.all().delete()
        med.check.answered_by.clear()
        for number, name in enumerate(("tr", "amr", "chef", "medarbejder", "leder")):
            checks.answer(med.check, by=med.cast[name], scores={"respect": number}, text=f"Ord {number}")
        with connection.cursor() as cursor:
            cursor.execute("select text, xmin::text, id from med_selfcheckanswer order by ctid")
            answers = cursor.fetchall()
            cursor.execute("select person_id, xmin::text from med_selfcheck_answered_by order by id")
            people = cursor.fetchall()
        assert len(answers) == len(people) == 5
        assert {xmin for _text, xmin, _id in answers} == {xmin for _person, xmin in people}
        assert all(isinstance(key, UUID) and key.version == 4 for _text, _xmin, key in answers)
        orders.add((tuple(text for text, *_more in answers), tuple(person for person, _xmin in people)))
    assert len(orders) > 1 and len({answers for answers, _people in orders}) > 1
    assert len({people for _answers, people in orders}) > 1
    assert not {field.name for field in SelfCheckAnswer._meta.fields} - {"id", "check_asked", "scores", "text"}


def test_an_answer_more_loses_none_of_the_others(med):
    for number, name in enumerate(("tr", "amr", "chef")):
        checks.answer(med.check, by=med.cast[name], scores={"respect": number + 1}, text=f"Ord {number}")
    with pytest.raises(ValidationError):
        checks.answer(med.check, by=med.cast.tr, scores={"respect": 1})
    assert sorted(med.check.answers.values_list("text", flat=True)) == ["Ord 0", "Ord 1", "Ord 2"]
    assert SelfCheck.objects.get(pk=med.check.pk).answered_by.count() == 3


def test_a_body_of_three_is_asked_for_no_answers_without_names(med):
    with pytest.raises(ValidationError):
        checks.begin(med.trio, by=med.cast.leder, closes_on=DAY + timedelta(days=9))
    with pytest.raises(ValidationError):
        checks.ask_about(med.meeting(med.trio, days=-3, state="minutes_sent"), by=med.cast.leder)
    client = client_of(med, "leder")
    assert "I er så få" in client.get(reverse("med:checks", args=[med.trio.pk])).content.decode()
    held = med.meeting(med.trio, days=-4, state="minutes_sent", minutes_sent_at=NOW)
    assert "Spørg medlemmerne" not in client.get(reverse("med:meeting", args=[held.pk])).content.decode()
    Seat.objects.filter(body=med.body, person__in=[med.cast.chef, med.cast.medarbejder]).update(
        ends_on=DAY - timedelta(days=1)
    )
    with pytest.raises(ValidationError):
        checks.begin(med.body, by=med.cast.leder, closes_on=DAY + timedelta(days=9))


# -- APV and plans ---------------------------------------------------------------------------------------------------
def facts(med, **changed):
    return {
        "kind": "apv",
        "title": "APV 2026",
        "unit": med.cast.office.pk,
        "phase": "mapping",
        "started_on": DAY.isoformat(),
    } | changed


def test_an_apv_ends_with_a_day(med):
    client, address = client_of(med, "leder"), reverse("med:assessment_edit", args=[med.assessment.pk])
    answer = client.post(address, facts(med, phase="done"))
    assert answer.status_code == 422 and "Skriv, hvornår den blev afsluttet." in answer.content.decode()
    with pytest.raises(ValidationError):
        assessments.write(
            med.body, by=med.cast.leder, assessment=med.assessment, phase="done", kind="apv", started_on=DAY
        )
    assert client.post(address, facts(med, completed_on=DAY.isoformat())).status_code == 422
    assert client.post(address, facts(med, phase="done", completed_on=DAY.isoformat())).status_code == 302


def test_numbers_that_nobody_is_shown_are_not_in_the_form_either_and_stay(med):
    Assessment.objects.filter(pk=med.assessment.pk).update(asked=31, answered=3, index="71.4")
    client, address = client_of(med, "leder"), reverse("med:assessment_edit", args=[med.assessment.pk])
    page = client.get(address)
    assert not any(page.context["form"][name].value() for name in ("asked", "answered", "index"))
    assert client.post(address, facts(med, keep_numbers="on")).status_code == 302
    med.assessment.refresh_from_db()
    assert (med.assessment.asked, med.assessment.answered) == (31, 3)
    assert client.post(address, facts(med, asked="31", answered="20")).status_code == 302
    med.assessment.refresh_from_db()
    assert med.assessment.answered == 20 and "keep_numbers" not in client.get(address).context["form"].fields


def test_a_line_of_the_plan_gets_another_owner_and_date_and_its_todo_follows(med):
    clock.keep_waiting(DAY)
    todo = Todo.objects.about(med.measure).open().get(code="med.measure")
    address = reverse("med:measure_edit", args=[med.measure.pk])
    sent = {"problem": "Støj", "measure": "Plader i loftet", "owner": med.cast.amr.pk, "due_on": "2027-06-01"}
    assert client_of(med, "leder").post(address, sent | {"due_on": "2027-01-01"}).status_code == 422
    assert client_of(med, "leder").post(address, sent).status_code == 302
    clock.keep_waiting(DAY)
    todo.refresh_from_db()
    row = PlanMeasure.objects.get(pk=med.measure.pk)
    assert todo.owner == row.owner == med.cast.amr and calendar.local_date(todo.due_at) == date(2027, 6, 1)
    with pytest.raises(Http404):
        assessments.correct_measure(row, by=med.cast.mentor, problem="Intet")
