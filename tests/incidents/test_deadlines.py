"""When each step is due, and why: the two clocks of the law, the talk before closing, and what `explain` answers."""

import json
from datetime import date

import pytest

from core import calendar, explain
from incidents.rules import deadlines
from tests.core.workplace import at

pytestmark = pytest.mark.django_db
HOURS = {str(day): ["09:00", "15:00"] for day in range(1, 6)}


def clock(code, *args, **kwargs):
    """Return the clock of one step."""
    return {row["code"]: row for row in deadlines.clocks(*args, **kwargs)}[f"incidents.{code}"]


def test_police_clock_is_seventy_two_hours_whatever_the_days_are():
    # Maundy Thursday to Easter Sunday 2027: holidays and weekend count.
    found = clock("police", at("2027-03-25 14:30"), "A")
    assert found["due_at"] == calendar.at(date(2027, 3, 28), calendar.parse_time("15.30"))
    assert found["is_law"]
    assert found["reasons"][0]["source"] == "Offererstatningsloven § 10"


def test_police_clock_runs_in_real_hours_over_the_change_to_winter_time():
    # Clocks go back on Sunday 31 October 2027 at 03.00: 72 real hours end an hour earlier on the clock.
    assert clock("police", at("2027-10-29 12:00"), "A")["due_at"] == at("2027-11-01 11:00")


def test_police_has_a_clock_in_category_a_only():
    assert "incidents.police" not in {row["code"] for row in deadlines.clocks(at("2027-02-05 13:20"), "B")}


def test_easy_clock_counts_fourteen_days_from_the_first_absence_day_holidays_included():
    found = clock("injury_report", at("2027-03-19 13:20"), "A", date(2027, 3, 22), conditions={"violence"})
    assert found["due_at"] == at("2027-04-05 23:59")
    assert "første fraværsdag" in found["reasons"][0]["text"]
    assert found["reasons"][0]["source"] == "BEK 799/2022 § 1"


def test_easy_clock_counts_from_the_event_until_a_day_of_absence_is_known_and_says_so():
    found = clock("injury_report", at("2027-02-05 13:20"), "B", conditions={"violence"})
    assert found["due_at"] == at("2027-02-19 23:59")
    assert "Skriv den" in found["reasons"][0]["text"]


def test_easy_clock_is_there_at_absence_even_without_violence():
    codes = {row["code"] for row in deadlines.clocks(at("2027-02-05 13:20"), "C", date(2027, 2, 8))}
    assert "incidents.injury_report" in codes
    assert "incidents.injury_report" not in {row["code"] for row in deadlines.clocks(at("2027-02-05 13:20"), "C")}


@pytest.mark.parametrize(
    ("occurred", "due"),
    [
        ("2027-02-05 09:30", "2027-02-05 11:30"),  # two hours after
        ("2027-02-05 13:20", "2027-02-05 14:30"),  # half an hour before the site closes
        ("2027-02-05 14:45", "2027-02-05 15:00"),  # too late for that: before it closes
        ("2027-02-05 18:00", "2027-02-05 20:00"),  # closed already
        ("2027-02-06 12:00", "2027-02-06 14:00"),  # a Saturday
    ],
)
def test_talk_is_due_before_anybody_goes_home(occurred, due):
    assert clock("talk", at(occurred), "A", opening_hours=HOURS)["due_at"] == at(due)


def test_working_days_leave_out_weekends_and_holidays():
    # Reported on Wednesday before Easter 2027; Thursday to Monday are free.
    assert clock("safetynet", at("2027-03-24 10:00"), "B", reported_at=at("2027-03-24 10:00"))["due_at"] == at(
        "2027-03-30 10:00"
    )


def test_clocks_stand_in_order_and_each_has_a_reason():
    found = deadlines.clocks(at("2027-02-05 13:20"), "A", conditions={"violence", "likely_elsewhere"})
    assert [row["due_at"] for row in found] == sorted(row["due_at"] for row in found)
    assert all(row["reasons"] and row["reasons"][0]["text"] for row in found)


def test_explain_answers_one_line_of_json():
    question = {"occurred_at": "2027-02-05T13:20", "category": "A", "first_absence_day": "2027-02-08"}
    (answer,) = explain.answer("deadlines", json.dumps(question))
    found = {row["code"]: row for row in json.loads(json.dumps(answer))["clocks"]}
    assert found["incidents.police"]["due_at"] == "2027-02-08T13:20:00+01:00"
    assert found["incidents.injury_report"]["due_at"] == "2027-02-22T23:59:00+01:00"


def test_explain_says_what_is_missing():
    (answer,) = explain.answer("deadlines", '{"category": "A"}')
    assert "occurred_at" in answer["error"]


def test_explain_refuses_nonsense_without_breaking():
    for line in ('{"occurred_at": "i går", "category": "A"}', "[]", "not json"):
        assert "error" in explain.answer("deadlines", line)[0]


# -- reported late -------------------------------------------------------------------------------------------------
REPORTED = "2027-02-05 10:55"


@pytest.mark.parametrize(
    ("occurred", "category", "due"),
    [
        ("2027-02-05 10:40", "A", "2027-02-05 12:40"),  # at once: two hours from the event, as ever
        ("2027-02-05 09:15", "A", "2027-02-05 11:15"),  # the leader has the quarter to take over
        ("2027-02-05 08:10", "B", "2027-02-05 12:55"),  # it had run out: the whole length from the report
        ("2027-02-04 13:00", "A", "2027-02-05 12:55"),  # the day after
    ],
)
def test_a_late_report_leaves_the_leader_the_time_to_act(occurred, category, due):
    found = clock("next_of_kin", at(occurred), category, reported_at=at(REPORTED))
    assert found["due_at"] == at(due)
    assert any("blev meldt, da fristen" in one["text"] for one in found["reasons"]) == (
        due.endswith("12:55") and category != "C"
    )


def test_a_talk_after_a_late_report_is_held_before_closing_too():
    found = clock("talk", at("2027-02-05 09:10"), "A", reported_at=at("2027-02-05 13:30"), opening_hours=HOURS)
    assert found["due_at"] == at("2027-02-05 14:30")


def test_the_laws_clocks_stay_however_late_it_was_reported():
    reported = at("2027-02-07 10:00")
    assert clock("police", at("2027-02-04 13:00"), "A", reported_at=reported)["due_at"] == at("2027-02-07 13:00")
    easy = clock("injury_report", at("2027-01-28 13:00"), "A", conditions={"violence"}, reported_at=reported)
    assert easy["due_at"] == at("2027-02-11 23:59")
    assert deadlines.escalate_from(reported, at("2027-02-07 13:00")) == at("2027-02-07 11:30")
    assert deadlines.escalate_from(reported, at("2027-02-20 13:00")) == at("2027-02-08 10:00")
    assert deadlines.escalate_from(reported, at("2027-02-06 13:00")) == at("2027-02-07 12:00")
