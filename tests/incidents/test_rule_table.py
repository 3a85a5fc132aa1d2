"""The reminders of an incident as the plan writes them: who, when, and to whom it goes when nothing happens (6.1).

Each row stands here by hand, and runs on the reference data with the clock. R-01, R-02: test_chain; R-07, R-10–R-12:
beside their steps; R-16: test_expiry; R-23–R-28: test_plan and core.
"""

from datetime import date, timedelta

import pytest
import time_machine

from core import calendar, reminders, todos, topics
from core.models import Mail, Reminder, Todo
from incidents import steps
from tests.incidents.cases import FRIDAY, Case, at

LEADER, REP, CHIEF, HR = "Lene Leder", "Anna Amr", "Carl Chef", "Hanne Hr"
# Friday 5 February 2027 at 13.20: the event, its report and the leader's take-over. The site closes at 15.
# code, step, condition that opens it, category, when it is due, {moment of the sweep: {(notice, receiver)}}
RULES = [
    ("R-03", "talk", "", "A", "2027-02-05 14:30", {
        "2027-02-05 14:29": set(),
        "2027-02-05 14:30": {("N-05", LEADER), ("N-05", REP)},
        "2027-02-05 15:00": {("N-08", CHIEF)},
    }),
    ("R-04", "crisis_order", "", "A", "2027-02-05 15:20", {
        "2027-02-05 15:19": set(),
        "2027-02-05 15:20": {("N-05", LEADER)},
        "2027-02-05 17:20": {("N-08", CHIEF)},
    }),
    ("R-05", "crisis_first_talk", "crisis_ordered", "A", "2027-02-08 13:20", {
        "2027-02-08 13:20": {("N-06", LEADER)},
        "2027-02-10 13:20": {("N-08", CHIEF), ("N-08", HR)},
    }),
    ("R-06", "next_of_kin", "", "A", "2027-02-05 15:20", {
        "2027-02-05 15:20": {("N-05", LEADER)},
        "2027-02-05 15:50": {("N-03", REP)},
    }),
    ("R-08", "injury_report", "", "A", "2027-02-19 23:59", {
        "2027-02-08 23:58": set(),
        "2027-02-08 23:59": {("N-07", LEADER), ("N-07", HR)},
        "2027-02-12 23:59": {("N-07", LEADER), ("N-07", HR)},
        "2027-02-15 23:59": {("N-07", LEADER), ("N-07", HR)},
        "2027-02-17 23:59": {("N-08", CHIEF)},
    }),
    ("R-09", "safetynet", "", "A", "2027-02-08 13:20", {
        "2027-02-08 13:20": {("N-06", LEADER), ("N-06", REP)},
        "2027-02-12 13:20": {("N-08", CHIEF)},
    }),
    ("R-13", "department_call", "likely_elsewhere", "A", "2027-02-05 13:35", {
        "2027-02-05 13:20": {("N-05", LEADER)},
        "2027-02-05 13:50": {("N-05", CHIEF)},
    }),
    ("R-14", "briefing", "", "A", "2027-02-09 13:20", {
        "2027-02-09 13:20": {("N-06", LEADER)},
        "2027-02-12 13:20": {("N-08", CHIEF)},
    }),
    ("R-15", "staff_message", "sanction", "A", "2027-02-05 17:20", {
        "2027-02-05 15:20": {("N-05", LEADER)},
        "2027-02-08 17:20": {("N-08", CHIEF)},
    }),
    ("R-18", "counselling", "crisis_ordered", "A", "2027-03-07 13:20", {
        "2027-03-07 13:20": {("N-12", LEADER)},
        "2027-04-07 13:20": set(),
    }),
    ("R-19", "return_to_work", "absence", "A", "2027-02-12 13:20", {
        "2027-02-12 13:20": {("N-12", LEADER)},
        "2027-02-19 13:20": {("N-08", HR)},
    }),
    ("R-19", "return_follow_up", "absence", "A", "2027-04-06 13:20", {
        "2027-02-19 13:20": {("N-12", LEADER)},
        "2027-04-06 13:20": {("N-12", LEADER)},
        "2027-04-13 13:20": {("N-08", HR)},
    }),
    ("R-20", "learning", "", "A", "2027-02-19 13:20", {
        "2027-02-19 13:20": {("N-12", LEADER), ("N-12", REP)},
        "2027-02-22 13:20": set(),
    }),
    ("R-21", "follow_up", "", "A", "2027-03-07 13:20", {
        "2027-03-07 13:20": {("N-12", LEADER)},
        "2027-03-22 13:20": {("N-08", CHIEF)},
    }),
]  # fmt: skip


@pytest.fixture
def case(db):
    with time_machine.travel(FRIDAY, tick=False):
        yield Case(first_absence_on=None)


def mails_at(moment):
    """Sweep at a moment and return (notice, receiver) of the new mails."""
    before = set(Mail.objects.values_list("pk", flat=True))
    with time_machine.travel(at(moment), tick=False):
        reminders.sweep()
    return {(mail.notice, mail.receiver.name) for mail in Mail.objects.exclude(pk__in=before)}


@pytest.mark.parametrize(
    ("rule", "step", "condition", "category", "due", "course"), RULES, ids=[f"{row[0]} {row[1]}" for row in RULES]
)
def test_a_rule_reminds_and_goes_on_as_the_plan_says(case, rule, step, condition, category, due, course):
    if condition == "absence":
        type(case.incident).objects.filter(pk=case.incident.pk).update(first_absence_on=FRIDAY.date())
    steps.lay(case.fresh(), by=None, opened=condition)
    Todo.objects.exclude(code=f"incidents.{step}").update(state="withdrawn")
    todo = case.todo(step)
    assert todo.rule == rule and todo.due_at == at(due)
    assert set(todo.reminders.values_list("rule", flat=True)) == {rule}
    for moment, expected in course.items():
        assert mails_at(moment) == expected, moment


@pytest.mark.parametrize("row", RULES, ids=[f"{row[0]} {row[1]}" for row in RULES])
def test_a_step_that_is_done_reminds_nobody_any_more(case, row):
    rule, step, condition, *_rest, course = row
    if condition == "absence":
        type(case.incident).objects.filter(pk=case.incident.pk).update(first_absence_on=FRIDAY.date())
    steps.lay(case.fresh(), by=None, opened=condition)
    Todo.objects.exclude(code=f"incidents.{step}").update(state="withdrawn")
    steps.done(case.incident, f"incidents.{step}", by=case.leader)
    assert mails_at(list(course)[-1]) == set()


def test_r_17_the_leader_is_asked_a_week_and_two_days_before_the_third_session(case):
    steps.lay(case.fresh(), by=None, opened="supervision")
    Todo.objects.exclude(code="incidents.supervision_session").update(state="withdrawn")
    todo = case.todo("supervision_session")
    todos.recount_due(todo, due_at=calendar.at(date(2027, 3, 19), calendar.parse_time("10.00")), reasons=[], by=None)
    assert mails_at("2027-03-12 09:59") == set()
    assert mails_at("2027-03-12 10:00") == {("N-10", LEADER)}
    assert mails_at("2027-03-17 10:00") == {("N-10", LEADER)}


def test_r_20_causes_that_nobody_has_written_down_come_on_the_trios_list_without_the_case(case):
    def waiting():
        return [one for one in topics.waiting(site_ids=[case.site.pk]) if one.kind == "learning"]

    assert waiting() == []
    with time_machine.travel(at("2027-02-19 13:21"), tick=False):
        (topic,) = waiting()
        assert topic.title == "En hændelse på Havnegade 1, uge 5, 2027: årsagen mangler"
        assert str(case.incident.number) not in topic.title + topic.text + topic.url
        assert not [one for one in topics.waiting(site_ids=[0]) if one.kind == "learning"]
        steps.done(case.incident, "incidents.learning", by=case.leader)
        assert waiting() == []


def test_the_table_names_every_rule_that_watches_a_step_of_the_plan():
    named = {row[0] for row in RULES} | {"R-01", "R-02", "R-07", "R-10", "R-11", "R-12", "R-15", "R-16", "R-17"}
    assert {f"R-{number:02}" for number in range(1, 22)} <= named


def test_no_reminder_goes_up_before_the_deadline_it_speaks_of(case):
    rows = Reminder.objects.filter(level__gt=0, todo__subject_type="incidents.incident").select_related("todo")
    early = [(one.rule, one.at) for one in rows if one.at < one.todo.opened_at + timedelta(minutes=15)]
    assert early == []
