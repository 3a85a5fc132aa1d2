"""The wheel, the yearly discussion and the plans; what makes a duty handled stands in test_duties.py."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import calendar, receivers
from core.models import Document, ReminderRule, Todo
from core.permissions import Forbidden
from med import papers
from med.actions import assessments, clock, discussions, duties
from med.models import AnnualDiscussion, Body, Duty, Meeting, SafetyGoal
from med.rules import assessed, rounds, wheel
from med.rules import duties as rules
from tests.cast import NOW, Cast
from tests.med.beside import Beside
from tests.pdfs import assert_archival, page_count, text_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        laid = Beside(Cast()).lay_rows()
        Duty.objects.exclude(pk=laid.duty.pk).delete()  # the reference data has its own test
        yield laid


def test_the_wheel_holds_meetings_and_duties_of_the_year_and_prints_for_the_archive(med):
    med.assessment.delete()
    Body.objects.filter(pk=med.body.pk).update(handles_environment=False)
    med.body.refresh_from_db()
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
    facts = {"kind": "apv", "unit": med.cast.office, "title": "APV", "started_on": date(2026, 3, 1)}
    row = assessments.write(med.body, by=med.cast.amr, **facts)
    assert row.next_due_on is None  # begun is not made
    row = assessments.write(med.body, by=med.cast.amr, assessment=row, **facts, completed_on=date(2026, 5, 1))
    assert row.next_due_on == date(2029, 5, 1)
    for day in ("started_on", "completed_on"):
        with pytest.raises(ValidationError):
            assessments.write(med.body, by=med.cast.amr, **facts | {day: TODAY + timedelta(days=1)})


def test_an_apv_that_is_begun_puts_nothing_off(med, client):
    """What is overdue stays overdue, here and in Hoved-MED's view, until the next one is finished (GEN-54, R-48)."""
    late = TODAY - timedelta(days=3)
    type(med.assessment).objects.update(
        started_on=date(2023, 12, 1), completed_on=date(2024, 2, 2), next_due_on=late, phase="done"
    )
    facts = {"kind": "apv", "unit": med.cast.office, "title": "APV 2027", "started_on": TODAY}
    begun = assessments.write(med.body, by=med.cast.leder, **facts)
    (line,) = cycles(med)[med.body.pk]
    assert (line.due_on, line.last, line.begun, line.title) == (late, med.assessment, begun, "Gør APV færdig")
    (todo,) = [one for one in rounds.assessments(TODAY) if one.code == "med.apv"]
    assert todo.link == reverse("med:assessment", args=[begun.pk]) and todo.round == 2
    client.force_login(med.cast.leder)
    assert "er begyndt, men ikke afsluttet" in client.get(reverse("med:wheel", args=[med.body.pk])).content.decode()
    client.force_login(med.cast.direktoer)
    assert "Gør APV færdig" in client.get(reverse("med:wheels")).content.decode()
    assessments.write(med.body, by=med.cast.leder, assessment=begun, **facts, completed_on=TODAY, phase="action_plan")
    (line,) = cycles(med)[med.body.pk]
    assert (line.due_on, line.begun) == (calendar.add_months(TODAY, 36), None)


def test_a_first_apv_that_is_begun_is_finished_within_half_a_year(med):
    type(med.assessment).objects.update(body=med.other, unit=med.cast.other_office, kind="survey")
    (line,) = cycles(med)[med.other.pk]
    assert (line.due_on, line.title) == (calendar.add_months(TODAY, 6), "Gør trivselsmåling færdig")
    assert [one.begun for one in cycles(med)[med.body.pk]] == [None]  # a survey is no APV


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


# -- what is due without a plan, and who sees it ---------------------------------------------------------------------
def cycles(med, today=TODAY):
    return assessed.cycles([med.body, med.other, med.parent], today)


def test_a_workplace_without_any_apv_is_due_half_a_year_after_its_first_meeting(med):
    first = med.body.meetings.order_by("starts_at").first()
    (found,) = cycles(med)[med.body.pk]  # one that is begun puts nothing off
    assert found.begun and found.due_on == calendar.add_months(calendar.local_date(first.starts_at), 6)
    med.assessment.delete()
    (found,) = cycles(med)[med.body.pk]
    assert (
        found.begun is None
        and found.last is None
        and found.due_on == calendar.add_months(calendar.local_date(first.starts_at), 6)
    )
    assert cycles(med)[med.other.pk] == []  # has not met here yet
    (todo,) = [one for one in rounds.assessments(TODAY) if one.code == "med.apv"]
    assert todo.owner == med.cast.leder and todo.link == reverse("med:assessment_new", args=[med.body.pk])
    type(med.body).objects.filter(pk=med.body.pk).update(handles_environment=False)
    med.body.refresh_from_db()
    assert cycles(med)[med.body.pk] == []


def test_an_apv_that_another_committee_wrote_for_the_same_unit_counts(med):
    type(med.assessment).objects.update(body=med.parent)
    assert cycles(med)[med.body.pk] == []


def test_a_missing_apv_stands_on_the_wheel_and_late_it_is_red(med, client):
    med.assessment.delete()
    Meeting.objects.filter(pk=med.past.pk).update(starts_at=NOW - timedelta(days=300))
    client.force_login(med.cast.leder)
    page = client.get(reverse("med:wheel", args=[med.body.pk])).content.decode()
    assert "Der står ingen APV for arbejdspladsen" in page and "APV: der er ikke skrevet nogen" in page
    (entry,) = [
        one
        for month in wheel.year_of(med.body, 2027, TODAY, lambda row: "")
        for one in month.entries
        if one.title.startswith("APV")
    ]
    assert entry.state == rules.OVERDUE
    clock.reconcile(list(rounds.assessments(TODAY)), by=None, codes=("med.apv",))
    assert Todo.objects.open().filter(code="med.apv").count() == 1
    facts = {"kind": "apv", "unit": med.cast.office, "title": "APV", "started_on": TODAY}
    row = assessments.write(med.body, by=med.cast.amr, **facts)
    clock.reconcile(list(rounds.assessments(TODAY)), by=None, codes=("med.apv",))
    assert Todo.objects.open().get(code="med.apv").title == "Gør APV færdig"
    assessments.write(med.body, by=med.cast.amr, assessment=row, **facts, completed_on=TODAY)
    clock.reconcile(list(rounds.assessments(TODAY)), by=None, codes=("med.apv",))
    assert not Todo.objects.open().filter(code="med.apv").exists()


def test_hoved_med_sees_what_is_overdue_in_every_committee_below_it_however_far(med, client):
    """R-39, R-48: duties and APV, as a count and by name."""
    area = Body.objects.create(name="Forvaltnings-MED", kind="area_med", parent=med.parent, starts_on=NOW.date())
    type(med.body).objects.filter(pk=med.body.pk).update(parent=area)
    Meeting.objects.filter(pk=med.past.pk).update(starts_at=NOW - timedelta(days=800))
    type(med.assessment).objects.update(
        next_due_on=TODAY - timedelta(days=3), completed_on=TODAY - timedelta(days=1100)
    )
    client.force_login(med.cast.direktoer)
    page = client.get(reverse("med:wheels")).content.decode()
    assert "2 opgaver er overskredet i udvalgene her" in page
    assert med.duty.title in page and "Ny APV" in page and str(area) in page
    assert client.get(reverse("med:wheel", args=[med.body.pk])).status_code == 200
    client.force_login(med.cast.andenleder)
    assert med.body.name not in client.get(reverse("med:wheels"), follow=True).content.decode()


def test_those_above_read_no_titles_and_find_no_links_that_are_not_theirs(med, client):
    treated = med.treatment(med.meeting(days=-9, state="minutes_sent"), "Støj hos Karen", text="Talt om.")
    treated.duty_links.create(duty=med.duty)
    planned = med.treatment(med.meeting(days=9, state="agenda_open"), "Fortroligt punkt")
    planned.duty_links.create(duty=med.duty)
    for name in ("direktoer", "hr"):
        client.force_login(med.cast[name])
        pages = [
            client.get(reverse(address, args=[med.body.pk])).content.decode() for address in ("med:wheel", "med:duties")
        ]
        for page in pages:
            assert "Støj hos Karen" not in page and "Fortroligt punkt" not in page
            assert "/med/meetings/" not in page and "/med/items/" not in page
    assert med.assessment.title in pages[0] or name == "hr"  # HR keeps the plans
    client.force_login(med.cast.direktoer)
    page = client.get(reverse("med:wheel", args=[med.body.pk])).content.decode()
    assert med.assessment.title not in page and "/med/discussions/" not in page
    client.force_login(med.cast.amr)
    page = client.get(reverse("med:duties", args=[med.body.pk])).content.decode()
    assert "Støj hos Karen" in page and reverse("med:item", args=[treated.pk]) in page


def test_the_yearly_conference_and_guidelines_to_revise_stand_on_the_wheel(med):
    """MED-47: what has a month and no deadline is there too."""
    Duty.objects.update(obligation="may", interval_months=None, window_from=1, window_to=1)
    type(med.guideline).objects.filter(pk=med.guideline.pk).update(state="approved", revise_by=date(2027, 5, 1))
    entries = {
        one.title: (one.month, one.state)
        for month in wheel.year_of(med.body, 2027, TODAY, lambda row: "")
        for one in month.entries
    }
    assert entries[med.duty.title] == (1, rules.LATER)
    assert entries[f"Revidér: {med.guideline.title}"] == (5, rules.LATER)


def test_the_wheel_is_frozen_with_a_number_and_opened_by_those_who_see_it(med, client):
    client.force_login(med.cast.leder)
    answer = client.post(reverse("med:wheel_freeze", args=[med.body.pk]), {"year": "2027"})
    assert answer.status_code == 302
    made = Document.objects.get(kind="P-05")
    assert made.number in text_of(bytes(made.content)) and len(made.sha256) == 64
    assert_archival(bytes(made.content))
    client.force_login(med.cast.direktoer)
    assert (
        reverse("core:document", args=[made.pk])
        in client.get(reverse("med:wheel", args=[med.body.pk])).content.decode()
    )
    assert client.get(reverse("core:document", args=[made.pk])).status_code == 200
    client.force_login(med.cast.andenleder)
    assert client.get(reverse("core:document", args=[made.pk])).status_code in (403, 404)
    with pytest.raises(Forbidden):
        duties.print_wheel(med.body, by=med.cast.amr, year=2027, months=[])


def test_the_amr_of_the_committee_hear_of_the_yearly_discussion_and_of_an_apv(db):
    from core.reference import load_all

    load_all()
    rows = ReminderRule.objects.filter(code="R-39", level=0)
    assert all("med_safety_reps" in row.receivers for row in rows) and rows
    assert all(
        {"owner", "med_chairs", "med_safety_reps"} <= set(row.receivers) or "med_members" in row.receivers
        for row in ReminderRule.objects.filter(code="R-48", level=0)
    )
    with time_machine.travel(NOW, tick=False):
        med = Beside(Cast()).lay_rows()
        todo = Todo(subject_type="med.body", subject_id=med.body.pk)
        reminder = type("Reminder", (), {"pk": 1})()
        found = receivers.RECEIVERS["med_safety_reps"]([(reminder, todo)], receivers.Snapshot(TODAY))
        assert found == {1: [med.cast.amr]}


def test_an_action_plan_on_paper_says_why_what_is_late_and_when_it_was_looked_at(med):
    type(med.measure).objects.update(cause="Én stor sal", due_on=TODAY - timedelta(days=2), checked_on=TODAY)
    printed = text_of(papers.action_plan(med.assessment, assessments.lines_of(med.assessment)))
    assert "Én stor sal" in printed and "Overskredet" in printed and "Efterset" in printed


def test_a_year_of_eighteen_duties_stands_on_two_sheets(med):
    months = wheel.year_of(med.body, 2027, TODAY, lambda row: "")
    told = {"who": "Karen Østergaard", "source": "Aftale om trivsel og sundhed på arbejdspladserne"}
    for month in months:
        month.entries = [
            wheel.Entry("a", "Budgettets konsekvenser for arbejdet", month.number, False, True, **told)
            for _place in range(1 + month.number % 2)
        ]
    content = papers.year_wheel(med.body, 2027, months)
    assert_archival(content)
    assert page_count(content) == 2


def test_an_action_plan_is_frozen_with_a_number(med, client):
    client.force_login(med.cast.amr)
    assert client.post(reverse("med:plan_freeze", args=[med.assessment.pk])).status_code == 302
    made = Document.objects.get(kind="P-38")
    assert made.number in text_of(bytes(made.content)) and "Plader" in text_of(bytes(made.content))
    page = client.get(reverse("med:assessment", args=[med.assessment.pk])).content.decode()
    assert reverse("core:document", args=[made.pk]) in page
    with pytest.raises(Forbidden):
        assessments.print_plan(med.assessment, by=med.cast.hr)
    client.force_login(med.cast.andenleder)
    assert client.get(reverse("core:document", args=[made.pk])).status_code == 404
