"""Duties are worked out from sent minutes; the wheel, the yearly discussion and the plans follow."""

import json
from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import Document
from core.permissions import Forbidden
from med import papers
from med.actions import assessments, discussions, duties
from med.models import AnnualDiscussion, Duty, Meeting, SafetyGoal, Topic, Treatment
from med.rules import duties as rules
from med.rules import wheel
from tests.cast import NOW, Cast
from tests.med.beside import Beside
from tests.pdfs import assert_archival

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        laid = Beside(Cast()).lay_rows()
        Duty.objects.exclude(pk=laid.duty.pk).delete()  # the reference data has its own test
        yield laid


def line(med, today=TODAY):
    (found,) = rules.board([med.body], today)[med.body.pk]
    return found


def handle(med, state, days=-30):
    meeting = med.meeting(days=days, state=state)
    topic = Topic.objects.create(body=med.body, title="x", source_key=rules.key_of(med.duty), opened_at=NOW)
    return Treatment.objects.create(meeting=meeting, topic=topic, title="x", put_on_at=NOW)


def test_reference_holds_every_duty_of_the_agreements():
    rows = json.loads((settings.ROOT / "fixtures/reference/med_duties.json").read_text())
    codes = {row["code"] for row in rows}
    assert {f"H{n}" for n in range(1, 14)} | {f"L{n}" for n in range(1, 14)} <= codes
    by_code = {row["code"]: row for row in rows}
    assert by_code["H10"]["needs_check"] and by_code["H10"]["area"] == "regional"  # Q10
    assert by_code["L6"]["area"] == "regional" and by_code["H7"]["area"] == "municipal"  # Q12
    assert all(row["source"] and row["valid_from"] for row in rows)


def test_a_duty_counts_when_minutes_are_sent_and_not_before(med):
    treatment = handle(med, "minutes_draft")
    assert line(med).last is None and line(med).planned == treatment
    Meeting.objects.filter(pk=treatment.meeting_id).update(state="minutes_sent")
    assert line(med).last == treatment
    assert line(med).due_on == date(2028, 1, 6)
    assert line(med).state == rules.HANDLED


def test_a_duty_that_is_due_is_red_and_a_deviation_counts_as_handled(med):
    treatment = handle(med, "published", days=-400)
    assert treatment and line(med).state == rules.OVERDUE
    Duty.objects.update(may_deviate=True)
    duties.deviate(
        med.body, Duty.objects.get(pk=med.duty.pk), by=med.cast.leder, text="Vi venter et år", agreed_on=TODAY
    )
    assert line(med).state == rules.DEVIATED


def test_a_fixed_duty_cannot_be_left_aside(med):
    with pytest.raises(ValidationError):
        duties.deviate(med.body, med.duty, by=med.cast.leder, text="Vi venter", agreed_on=TODAY)


def test_what_is_printed_for_regions_is_shown_and_never_due(med):
    Duty.objects.update(area="regional")
    assert (line(med).state, line(med).due_on) == (rules.FREE, None)


def test_a_duty_goes_on_the_next_agenda_with_one_click_and_only_once(med, client):
    client.force_login(med.cast.leder)
    address = reverse("med:duty_on_agenda", args=[med.body.pk, med.duty.pk])
    version = med.one.agenda_version
    for _again in range(2):
        assert client.post(address).status_code == 302
    (treatment,) = Treatment.objects.filter(topic__source_key=rules.key_of(med.duty))
    assert treatment.meeting == med.one
    med.one.refresh_from_db()
    assert med.one.agenda_version == version + 1
    assert line(med).planned == treatment
    with pytest.raises(Forbidden):
        duties.put_on_agenda(med.body, med.duty, by=med.cast.amr)


def test_a_duty_of_another_kind_of_body_is_refused(med):
    Duty.objects.update(kinds=["hoved_med"])
    with pytest.raises(ValidationError):
        duties.put_on_agenda(med.body, Duty.objects.get(), by=med.cast.leder)


def test_not_ours_needs_a_reason(med):
    with pytest.raises(ValidationError):
        duties.arrange(med.body, med.duty, by=med.cast.leder, concerns_us=False, reason="nej")
    duties.arrange(med.body, med.duty, by=med.cast.leder, concerns_us=False, reason="Vi har ingen borgere her")
    assert line(med).state == rules.NOT_OURS


def test_the_wheel_holds_meetings_and_duties_of_the_year_and_prints_for_the_archive(med):
    months = wheel.year_of(med.body, 2027, TODAY, lambda row: f"/x/{row.pk}/")
    entries = [entry for month in months for entry in month.entries]
    assert [entry.mark for entry in entries if entry.is_meeting] == ["1"]
    assert [(entry.month, entry.mark) for entry in entries if not entry.is_meeting] == [(12, "a")]
    assert_archival(papers.year_wheel(med.body, 2027, months))


def test_more_than_fits_in_a_month_is_counted_in_the_picture():
    months = [wheel.Month(n, "maj", False, False) for n in range(1, 13)]
    months[4].entries = [wheel.Entry(wheel.letter(n), "x", 5, False, False) for n in range(30)]
    drawn = str(wheel.picture(months, 2027, "x", TODAY))
    assert "+27" in drawn and wheel.letter(26) == "aa"


@pytest.mark.parametrize("year", ["x", "1", "99999", ""])
def test_a_strange_year_shows_this_one(med, client, year):
    client.force_login(med.cast.leder)
    page = client.get(reverse("med:wheel", args=[med.body.pk]), {"year": year})
    assert page.status_code == 200 and "Årshjul 2027" in page.content.decode()


# -- the yearly discussion -------------------------------------------------------------------------------------------
def test_last_years_goals_are_loaded_and_judged_and_both_sides_lock_the_sheet(med):
    before = AnnualDiscussion.objects.create(body=med.body, year=2026)
    goal = SafetyGoal.objects.create(discussion=before, text="Færre afbrydelser")
    row = med.annual
    assert discussions.last_goals(row) == [goal]
    discussions.judge_goal(row, goal, by=med.cast.amr, result="partly", result_text="Bedre om formiddagen")
    said = {"held_on": TODAY, "cooperation": "En runde", "goals_text": "Ro", "competence": "Mødeledelse"}
    row = discussions.write(row, by=med.cast.amr, version=1, content="Støj og indeklima", **said)
    with pytest.raises(ValidationError):
        discussions.write(row, by=med.cast.tr, version=1, content="En anden")
    row = discussions.sign(row, by=med.cast.leder, mark=discussions.mark_of(row))
    assert row.document_id is None
    row = discussions.write(row, by=med.cast.amr, version=2, content="Støj", **said)
    assert row.signed_by_management_id is None  # a change voids the yes
    discussions.sign(row, by=med.cast.leder, mark=discussions.mark_of(row))
    row = discussions.sign(row, by=med.cast.tr, mark=discussions.mark_of(row))
    assert row.document_id
    assert_archival(bytes(Document.objects.get(pk=row.document_id).content))
    with pytest.raises(ValidationError):
        discussions.write(row, by=med.cast.amr, version=row.version, content="For sent")


def test_the_form_keeps_what_was_typed_when_the_date_is_wrong(med, client):
    client.force_login(med.cast.amr)
    page = client.post(
        reverse("med:discussion", args=[med.annual.pk]),
        {"content": "Støj i salen", "held_on": "31.02.2027", "version": 1},
    )
    assert page.status_code == 422 and "Støj i salen" in page.content.decode()


# -- plans -----------------------------------------------------------------------------------------------------------
def test_an_assessment_is_due_again_after_three_years(med):
    row = assessments.write(
        med.body, by=med.cast.amr, kind="apv", unit=med.cast.office, title="APV", started_on=date(2026, 3, 1)
    )
    assert row.next_due_on == date(2029, 3, 1)


def test_a_measure_is_finished_by_its_owner_and_not_by_others(med, client):
    client.force_login(med.cast.mentor)
    address = reverse("med:measure", args=[med.measure.pk])
    assert client.post(address, {"state": "done", "effect": "Ja", "checked_on": ""}).status_code == 302
    med.measure.refresh_from_db()
    assert (med.measure.state, med.measure.done_on) == ("done", TODAY)
    with pytest.raises(Forbidden):
        assessments.change_measure(med.measure, by=med.cast.amr, state="open")
    assert_archival(papers.action_plan(med.assessment, [med.measure]))


def test_few_answers_hide_the_rate(med, client):
    type(med.assessment).objects.update(asked=10, answered=4)
    client.force_login(med.cast.amr)
    assert "vises ikke" in client.get(reverse("med:assessment", args=[med.assessment.pk])).content.decode()
