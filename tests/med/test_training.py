"""Courses, offers, days that are saved and lapse, the competence plan, and what the clock asks for."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core.models import ReminderRule, Todo
from core.permissions import Forbidden
from core.reference import load_all
from med import papers
from med.actions import agenda, clock, courses, discussions, duty_links, functions, planning, returning, training
from med.models import AnnualDiscussion, Body, CompetenceNeed, Course, CourseOffer, Duty, Seat, Topic, TrainingRecord
from med.rules import training as rules
from tests.cast import NOW, Cast
from tests.med.beside import DAY, Beside
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        load_all()
        yield Beside(Cast()).lay_rows()


def client_of(med, name):
    client = Client()
    client.force_login(med.cast[name])
    return client


def of_kind(record, offers, kind):
    return next(one for one in rules.standing(record, offers, DAY).demands if one.kind == kind)


# -- days ------------------------------------------------------------------------------------------------------------
def test_days_of_the_committee_training_are_saved_within_the_period_and_not_beyond_it(med):
    record = med.record
    record.first_elected_on, record.elected_on = date(2022, 1, 6), date(2026, 1, 6)  # re-elected after four years
    assert of_kind(record, [], "med_extra").days == Decimal(2)  # the fifth and the sixth function year
    before = CourseOffer(record=record, kind="med_extra", days=1, completed_on=date(2024, 5, 1), function_year=3)
    since = CourseOffer(record=record, kind="med_extra", days=1, completed_on=date(2026, 5, 1), function_year=5)
    assert of_kind(record, [before, since], "med_extra").used == Decimal(1)


def test_who_has_both_functions_earns_a_day_more_in_the_second_to_fourth_year(med):
    record = med.record
    record.function, record.elected_on = "union_rep", date(2023, 1, 6)
    assert of_kind(record, [], "med_extra").days == Decimal(5 + 3)


def test_a_later_years_days_can_be_joined_and_the_first_years_can_not(med):
    with pytest.raises(ValidationError):
        training.answer(med.offer, by=med.cast.amr, said="pooled")
    type(med.record).objects.filter(pk=med.record.pk).update(elected_on=date(2024, 1, 6))
    med.record.refresh_from_db()
    later = training.offer(med.record, by=med.cast.hr, kind="safety_extra", days=Decimal("1.5"))
    training.answer(later, by=med.cast.amr, said="pooled")
    later.refresh_from_db()
    assert later.answer == "pooled" and later.function_year == 4


# -- courses ---------------------------------------------------------------------------------------------------------
def test_hr_offers_a_course_to_several_and_each_gets_it_once(med):
    course = courses.write_course(
        by=med.cast.hr, kind="med_extra", title="Temadag", days=1, starts_on=DAY, is_joint=True
    )
    assert courses.offer_course(course, by=med.cast.hr, records=[med.record]) == 1
    assert courses.offer_course(course, by=med.cast.hr, records=[med.record]) == 0
    assert CourseOffer.objects.get(course=course).offered_on == DAY
    with pytest.raises(Forbidden):
        courses.offer_course(course, by=med.cast.leder, records=[med.record])
    courses.cancel_course(course, by=med.cast.hr)
    with pytest.raises(ValidationError):
        courses.offer_course(course, by=med.cast.hr, records=[med.record])
    with pytest.raises(ValidationError):
        courses.cancel_course(course, by=med.cast.hr)


def test_the_register_shows_when_leader_union_and_safety_rep_are_together(med):
    course = courses.write_course(by=med.cast.hr, kind="other", title="Netværk", days=1, starts_on=DAY)
    for name, function in (("leder", "leader"), ("tr", "union_rep")):
        record = functions.add_record(
            by=med.cast.hr, person=med.cast[name], seat=med.seats[name], function=function, elected_on=DAY
        )
        courses.offer_course(course, by=med.cast.hr, records=[record])
    client = client_of(med, "hr")
    assert "Leder, TR og AMR sammen" not in client.get(reverse("med:med_courses")).content.decode()
    courses.offer_course(course, by=med.cast.hr, records=[med.record])
    assert "Leder, TR og AMR sammen" in client.get(reverse("med:med_courses")).content.decode()
    alone = client_of(med, "nyansat").get(reverse("med:med_course", args=[course.pk])).content.decode()
    assert med.cast.amr.name not in alone  # who takes part is for those who may see the function


def test_the_obligatory_course_wants_an_approved_provider(med):
    data = {"title": "Arbejdsmiljøuddannelse", "kind": "safety_basic", "days": "3"}
    client = client_of(med, "hr")
    answer = client.post(reverse("med:med_course_new"), data)
    assert answer.status_code == 422 and "godkendt udbyder" in answer.content.decode()
    assert client.post(reverse("med:med_course_new"), {**data, "is_approved": "on"}).status_code == 302
    assert Course.objects.filter(is_approved=True).exists()


def test_calling_a_course_off_asks_first(med):
    address = reverse("med:med_course_cancel", args=[med.course.pk])
    client = client_of(med, "hr")
    assert "Aflys kurset?" in client.get(address).content.decode()
    assert Course.objects.get(pk=med.course.pk).cancelled_on is None
    client.post(address)
    assert Course.objects.get(pk=med.course.pk).cancelled_on == DAY


def test_the_overview_counts_offered_and_completed(med):
    training.complete(med.offer, by=med.cast.hr, completed_on=DAY)
    page = client_of(med, "hr").get(reverse("med:training")).content.decode()
    assert 'data-label="Tilbudt">1<' in page and 'data-label="Gennemført">1<' in page


# -- the competence plan ---------------------------------------------------------------------------------------------
def test_a_need_is_written_met_once_and_stands_on_the_yearly_sheet(med):
    line = courses.add_need(med.record, by=med.cast.leder, year=2028, need="Mødeledelse", course=med.course)
    assert courses.meet_need(line, by=med.cast.amr) and not courses.meet_need(line, by=med.cast.amr)
    with pytest.raises(Http404):
        courses.add_need(med.record, by=med.cast.mentor, year=2028, need="x")
    found = discussions.needs_of(med.annual)
    paper = papers.annual_discussion(med.annual, needs=found)
    assert "Mødeledelse" in text_of(paper)
    assert_archival(paper)


def test_the_sheet_holds_the_needs_of_groups_below_and_of_members_whose_function_hangs_elsewhere(med):
    group = Body.objects.create(name="AMR-gruppen", kind="amr_group", parent=med.body, starts_on=DAY)
    for name, function in (("kollega", "safety_rep"), ("chef", "other_leader"), ("andenleder", "leader")):
        body = group if name == "kollega" else med.other
        seat, _made = Seat.objects.get_or_create(
            body=body,
            person=med.cast[name],
            defaults={"side": "none", "function": "member", "represents": function, "starts_on": DAY},
        )
        record = TrainingRecord.objects.create(person=med.cast[name], seat=seat, function=function, elected_on=DAY)
        CompetenceNeed.objects.create(record=record, year=2027, need=f"Behov for {name}")
    needs = {one.need for one in discussions.needs_of(med.annual)}
    assert {"Behov for kollega", "Behov for chef"} <= needs and "Behov for andenleder" not in needs


def test_the_plan_is_asked_for_before_the_yearly_discussion_and_no_longer_when_it_is_written(med):
    autumn = date(2027, 11, 20)
    clock.keep_waiting(autumn)
    (todo,) = Todo.objects.filter(code="med.competence_plan", state="open", subject_id=med.body.pk)
    assert todo.owner == med.cast.leder and todo.due_at.date() == date(2027, 12, 31)
    CompetenceNeed.objects.create(record=med.record, year=2028, need="Mødeledelse")
    clock.keep_waiting(autumn)
    assert not Todo.objects.filter(code="med.competence_plan", state="open", subject_id=med.body.pk).exists()


def test_the_plans_reminder_reaches_the_safety_rep_and_then_the_chair(med):
    rows = {rule.level: set(rule.receivers) for rule in ReminderRule.objects.filter(code="R-55")}
    assert rows == {0: {"owner", "safety_rep"}, 1: {"med_chairs"}}
    assert all("own_leader" in rule.receivers for rule in ReminderRule.objects.filter(code="R-51", level=0))
    assert {"union_rep"} <= set(ReminderRule.objects.get(code="R-56", level=0).receivers)
    assert ReminderRule.objects.get(code="R-56", level=1).receivers == ["med_chair"]  # who alone may open it


def test_the_yearly_discussion_follows_its_item_and_is_begun_for_the_year_that_is_shown(med):
    client = client_of(med, "leder")
    duty = Duty.objects.get(code="W1")
    med.annual.delete()
    address = reverse("med:discussion_begin", args=[med.body.pk])
    assert client.post(address, {"year": "2026"}).status_code == 302  # held in December, written in February
    assert AnnualDiscussion.objects.get(body=med.body).year == 2026
    row = discussions.begin(med.body, by=med.cast.leder, year=2027)
    assert row.treatment is None
    item = med.treatment(med.one, "Drøftelsen")
    duty_links.link(item, duty, by=med.cast.leder)
    row = discussions.write(row, by=med.cast.amr, version=row.version)
    assert row.treatment == item  # the item came after the sheet
    planning.cancel_meeting(med.one, by=med.cast.leder, reason="Halvdelen er på kursus.")
    again = agenda.open_agenda(med.meeting(days=30, state="planned"), by=med.cast.leder).treatments.get(
        topic=item.topic
    )
    row = discussions.write(row, by=med.cast.amr, version=row.version)
    assert row.treatment == again and again.duty_links.get().duty == duty


def test_the_yearly_discussion_hangs_on_its_item(med):
    from med.actions import duties

    duty = Duty.objects.get(code="W1")
    _topic, item = duties.put_on_agenda(med.body, duty, by=med.cast.leder)
    AnnualDiscussion.objects.all().delete()
    row = discussions.begin(med.body, by=med.cast.leder, year=DAY.year)
    assert row.treatment == item
    assert "Åbn drøftelsen" in client_of(med, "amr").get(reverse("med:item", args=[item.pk])).content.decode()


# -- what comes back by itself ---------------------------------------------------------------------------------------
def test_an_overdue_guideline_comes_on_the_agenda_once(med):
    type(med.guideline).objects.filter(pk=med.guideline.pk).update(state="approved", revise_by=DAY - timedelta(days=1))
    for _again in range(2):
        returning.bring_back(DAY)
    (topic,) = Topic.objects.filter(body=med.body, source_key__startswith="revise:")
    assert topic.treatments.count() == 1
    type(topic).objects.update(closed_at=NOW)
    returning.bring_back(DAY)
    topic.refresh_from_db()
    assert topic.closed_at  # what was closed stays closed until there is a new day of revision


def test_a_trio_that_waits_thirty_days_with_its_frame_gets_it_on_the_agenda(med):
    Seat.objects.filter(body=med.trio).update(starts_on=DAY - timedelta(days=400))
    returning.bring_back(DAY)
    assert not Topic.objects.filter(body=med.trio, source_key__startswith="frame:").exists()
    Seat.objects.filter(body=med.trio, person=med.cast.amr).update(starts_on=DAY - timedelta(days=35))
    returning.bring_back(DAY)
    assert Topic.objects.filter(body=med.trio, source_key__startswith="frame:").count() == 1


def test_an_apv_follows_the_workplaces_interval_and_a_change_makes_it_sooner(med):
    from core.models import Setting, SettingValue
    from med.actions import assessments

    facts = {"unit": med.cast.office, "title": "APV", "started_on": date(2026, 3, 1), "completed_on": date(2026, 5, 1)}
    row = assessments.write(med.body, by=med.cast.amr, kind="apv", **facts)
    assert row.next_due_on == date(2029, 5, 1)
    moved = assessments.write(
        med.body, by=med.cast.amr, assessment=row, kind="apv", **facts, change_trigger="Vi flytter sammen"
    )
    assert moved.next_due_on == date(2027, 5, 5)
    SettingValue.objects.create(setting=Setting.objects.get(key="med_survey_interval"), value="24mo", changed_at=NOW)
    survey = assessments.write(med.body, by=med.cast.amr, kind="survey", **facts)
    assert survey.next_due_on == date(2028, 5, 1)
