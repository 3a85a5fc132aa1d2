"""From a start date to every date: written out by hand beside the calendar (ONB-04, -05, -06, -08)."""

import json
from datetime import date, time

import pytest

from core import explain
from onboarding.rules import templates, warnings
from onboarding.rules.planner import plan

WEEK = [1, 2, 3, 4, 5]
STANDARD = templates.compose([pack for pack in templates.released() if pack["code"] in templates.STANDARD])


def day(text):
    """Return a date of 2027 or 2028: »30.3« or »30.3.28«."""
    parts = [int(part) for part in text.split(".")]
    return date(2000 + (parts[2] if len(parts) > 2 else 27), parts[1], parts[0])


# code → day, for: Monday 1 February (nothing special), the Tuesday after Easter, Wednesday 1 September, Friday 1 October,
# and three days a week (Monday, Wednesday, Friday) from Monday 1 February.
ROWS = """
coffee              1.2   30.3  1.9   1.10  1.2
computer            1.2   30.3  1.9   1.10  1.2
department          1.2   30.3  1.9   1.10  1.2
lunch               1.2   30.3  1.9   1.10  1.2
scheme              1.2   30.3  1.9   1.10  1.2
tasks_month         2.2   31.3  2.9   4.10  3.2
it_system           2.2   31.3  2.9   4.10  3.2
casework            2.2   31.3  2.9   4.10  3.2
house               3.2   1.4   3.9   5.10  5.2
website             3.2   1.4   3.9   5.10  5.2
partners_internal   4.2   2.4   3.9   6.10  5.2
reps                5.2   2.4   3.9   7.10  5.2
dialogue_1          1.2   30.3  1.9   1.10  1.2
guidelines          8.2   5.4   6.9   11.10 8.2
visit_x             9.2   6.4   7.9   12.10 10.2
visit_y             9.2   6.4   7.9   12.10 10.2
team_meeting_2      10.2  7.4   8.9   13.10 10.2
partner_c           11.2  8.4   9.9   14.10 12.2
questions_2         8.2   5.4   6.9   11.10 8.2
department_meeting  15.2  12.4  13.9  18.10 15.2
instruction_a       16.2  13.4  14.9  19.10 17.2
visit_z             18.2  15.4  16.9  21.10 19.2
partners_external   19.2  16.4  17.9  22.10 19.2
shadow_mentor       22.2  19.4  20.9  25.10 22.2
team_meeting_4      24.2  21.4  22.9  27.10 24.2
status_daily        22.2  19.4  20.9  25.10 22.2
adjustment          1.3   3.5   4.10  1.11  1.3
system_b            -     -     -     -     -
shadow_a            -     -     -     -     -
side_b              -     -     -     -     -
status_month_2      5.3   30.4  1.10  5.11  5.3
more_learning       -     -     -     -     -
status_month_3      2.4   4.6   5.11  3.12  2.4
evaluation          30.4  29.6  30.11 31.12 30.4
alignment           30.4  29.6  30.11 31.12 30.4
"""
STARTS = [
    (day("1.2"), WEEK),
    (day("30.3"), WEEK),
    (day("1.9"), WEEK),
    (day("1.10"), WEEK),
    (day("1.2"), [1, 3, 5]),
]


@pytest.mark.parametrize("column", range(len(STARTS)))
def test_every_row_lands_on_the_day_written_by_hand(column):
    wanted = {
        parts[0]: None if parts[1 + column] == "-" else day(parts[1 + column])
        for parts in (line.split() for line in ROWS.strip().splitlines())
    }
    found = plan(*STARTS[column], STANDARD)
    assert len(found.schedule) == 35
    assert {row.code: row.day for row in found.schedule} == wanted


# start, weekdays → before start, first day, first week, first month, three months, first year; letter
PHASES = [
    ("1.2", WEEK, "29.1 1.2 5.2 1.3 1.5 1.2.28", "25.1"),
    ("30.3", WEEK, "24.3 30.3 5.4 30.4 30.6 30.3.28", "23.3"),  # 25 and 26 March and Easter Monday are holidays
    ("5.4", WEEK, "2.4 5.4 9.4 5.5 5.7 5.4.28", "24.3"),  # a week before is Easter Monday
    ("1.2", [1, 3, 5], "29.1 1.2 10.2 1.3 1.5 1.2.28", "25.1"),
    ("31.1", WEEK, "29.1 1.2 5.2 28.2 30.4 31.1.28", "22.1"),  # a Sunday; February is short
]


@pytest.mark.parametrize(("start", "weekdays", "phases", "letter"), PHASES)
def test_phases_and_letter_fall_on_the_days_written_by_hand(start, weekdays, phases, letter):
    found = plan(day(start), weekdays, STANDARD)
    assert list(found.phases.values()) == [day(one) for one in phases.split()]
    assert found.letter_on == day(letter)


# start, weekdays → what is due after a month, three months and a year: never on a day that isn't worked
DEADLINES = [
    ("1.2", WEEK, "1.3 30.4 1.2.28"),  # 1 May is a Saturday
    ("30.3", WEEK, "30.4 30.6 30.3.28"),
    ("17.4", WEEK, "14.5 16.7 12.4.28"),  # 17 May 2027 and 17 April 2028 are holidays, 17 July a Saturday
    ("1.2", [1, 3, 5], "1.3 30.4 31.1.28"),
    ("3.2", [2, 4], "2.3 29.4 3.2.28"),
]


@pytest.mark.parametrize(("start", "weekdays", "due"), DEADLINES)
def test_what_is_due_after_months_is_due_on_a_day_that_is_worked(start, weekdays, due):
    found = plan(day(start), weekdays, STANDARD)
    assert [found.deadlines[code] for code in ("first_month", "three_months", "first_year")] == [
        day(one) for one in due.split()
    ]
    assert list(found.deadlines.values())[:3] == list(found.phases.values())[:3]


def test_a_deadline_that_was_moved_says_why():
    reasons = plan(day("17.4"), WEEK, STANDARD).reasons["deadlines"]
    assert reasons["first_month"] == [
        "En måned efter startdatoen.",
        "Mandag den 17. maj 2027 er anden pinsedag, så fristen er den sidste arbejdsdag før.",
    ]
    assert "Der arbejdes ikke lørdag den 17. juli 2027" in reasons["three_months"][1]


def test_a_start_on_a_holiday_begins_on_the_first_working_day_and_says_so():
    found = plan(date(2027, 1, 1), WEEK, STANDARD)
    assert found.first_day == date(2027, 1, 4)
    assert found.schedule[0].day == date(2027, 1, 4)
    assert "1. januar 2027" in found.reasons["first_day"][0]
    assert found.letter_on == date(2026, 12, 24)  # the 25th is a holiday, the 24th by agreement only


def test_the_letter_waits_for_no_holiday():
    assert plan(date(2027, 5, 24), WEEK, STANDARD).letter_on == date(2027, 5, 14)  # 17 May 2027 is Whit Monday


def test_status_meetings_are_daily_in_week_4_and_fridays_after():
    found = plan(day("1.2"), WEEK, STANDARD)
    daily = [one.day for one in found.meetings if one.series == "daily"]
    weekly = [one.day for one in found.meetings if one.series == "weekly"]
    assert daily == [day(f"{n}.2") for n in (22, 23, 24, 25, 26)]
    # Good Friday is 26 March: the Thursday before is a holiday too, so it is Wednesday.
    assert weekly == [day(one) for one in ["5.3", "12.3", "19.3", "24.3", "2.4", "9.4", "16.4", "23.4", "30.4"]]
    assert {one.clock for one in found.meetings if one.series != "dialogue"} == {time(13)}
    assert [one.day for one in found.meetings if one.series == "dialogue"][-1] == day("19.2")


def test_a_moved_meeting_says_why():
    moved = next(one for one in plan(day("1.2"), WEEK, STANDARD).meetings if one.day == day("24.3"))
    assert any("langfredag" in reason for reason in moved.reasons)


@pytest.mark.parametrize("weekdays", [[], [0], [8], [1, 9]])
def test_weekdays_that_do_not_exist_are_refused(weekdays):
    with pytest.raises(ValueError, match="ugedag"):
        plan(day("1.2"), weekdays, STANDARD)


def test_somebody_who_works_at_weekends_begins_on_a_saturday():
    found = plan(date(2027, 2, 6), [6, 7], STANDARD)
    assert found.first_day == date(2027, 2, 6)
    assert all(row.day is None or row.day.isoweekday() in (6, 7) for row in found.schedule)


@pytest.mark.parametrize("weekdays", [[1], [5], [2, 4], [1, 2, 3, 4], WEEK, [1, 2, 3, 4, 5, 6, 7]])
@pytest.mark.parametrize("n", range(0, 370, 13))
def test_every_dated_row_lies_on_a_day_worked_after_the_start(weekdays, n):
    from datetime import timedelta

    from core import calendar

    start = date(2026, 12, 20) + timedelta(days=n)
    found = plan(start, weekdays, STANDARD)
    for row in [*found.schedule, *found.meetings]:
        if row.day is not None:
            assert row.day >= found.first_day and row.day.isoweekday() in weekdays
            assert not calendar.holiday_name(row.day)


# -- templates -----------------------------------------------------------------------------------------------------
def test_the_standard_template_is_whole():
    by_phase = {}
    for item in next(pack for pack in templates.released() if pack["code"] == "everyone")["items"]:
        by_phase.setdefault(item["phase"], []).append(item["title"])
    assert {phase: len(titles) for phase, titles in by_phase.items()} == {
        "before_start": 6,
        "first_day": 6,
        "first_week": 3,
        "first_month": 7,
        "three_months": 3,
        "first_year": 2,
    }
    by_block = {}
    for row in STANDARD.rows:
        by_block[row["block"]] = by_block.get(row["block"], 0) + 1
    assert by_block == {"w1": 13, "w2": 6, "w3": 4, "w4": 3, "m2": 5, "m3": 4}
    assert len(STANDARD.topics) == 75


def test_packs_lie_on_top_of_each_other():
    packs = templates.released()
    codes = templates.chosen(packs, "experienced", "ordinary")
    assert codes == ["everyone", "safety", "experienced"]
    found = templates.compose([pack for pack in packs if pack["code"] in codes])
    assert "shadow_mentor" not in {row["code"] for row in found.rows}
    assert {item["code"] for item in found.items} >= {"plan", "next_of_kin"}
    assert templates.chosen(packs, "newly_hired", "temp") == ["safety", "temp"]
    assert templates.chosen(packs, "newly_qualified", "student") == ["safety", "newly_qualified", "student"]


def test_the_difference_between_two_versions_is_named():
    before = templates.compose([{"items": [{"code": "a", "title": "A"}, {"code": "b", "title": "B"}]}])
    after = templates.compose([{"items": [{"code": "b", "title": "B2"}, {"code": "c", "title": "C"}]}])
    added, removed, changed = templates.difference(before, after)["items"]
    assert [row["code"] for row in added] == ["c"]
    assert [row["code"] for row in removed] == ["a"]
    assert [(old["title"], new["title"]) for old, new in changed] == [("B", "B2")]
    assert templates.difference(before, before) == {}


# -- warnings ------------------------------------------------------------------------------------------------------
def test_clashes_absences_and_full_days_are_warned_of():
    found = plan(day("1.2"), [1, 3, 5], STANDARD)
    kinds = {(one.kind, one.day) for one in warnings.of(found.schedule)}
    assert kinds == {("clash", day("10.2"))}  # a visit until 15.00 and the team meeting at 14.00
    away = warnings.of(
        found.schedule, away=lambda role, on: "Lone" if role == "consultant" and on == day("8.2") else ""
    )
    assert [one.text for one in away if one.kind == "away"] == ["Man. 08.02.2027: Lone er ikke på arbejde (SFK)."]
    full = warnings.of(found.schedule, limit=4)
    assert {one.day for one in full if one.kind == "full"} == {day("1.2"), day("3.2"), day("10.2")}


def test_an_ordinary_start_gives_no_warning():
    assert warnings.of(plan(day("1.2"), WEEK, STANDARD).schedule) == []


# -- asking --------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_question_on_the_command_line_is_answered():
    asked = {"start": "2027-03-30", "weekdays": WEEK, "template": "standard"}
    (found,) = explain.answer("onboarding", json.dumps(asked))
    assert found["phases"]["before_start"] == "2027-03-24"
    assert len(found["schedule"]) == 35
    first = found["schedule"][0]
    assert (first["week"], first["date"], first["time"], first["responsible"]) == (1, "2027-03-30", "09:00", "Mentor")
    assert found["schedule"][11]["responsible"] == "AMR og TR"
    assert found["schedule"][-1]["week"] == "3. måned"
    assert found["letter_on"] == "2027-03-23"
    assert found["status_meetings"][14] | {"reasons": []} == {
        "date": "2027-04-19",
        "time": "13:00",
        "series": "daily",
        "reasons": [],
    }
    assert found["reasons"]["letter_on"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        {"start": "2027-13-01"},
        {"weekdays": [1]},
        {"start": "2027-02-01", "weekdays": "mandag"},
        {"start": "2027-02-01", "weekdays": [9]},
        {"start": "2027-02-01", "template": "findes ikke"},
    ],
)
def test_a_question_that_makes_no_sense_gets_an_error(asked):
    (found,) = explain.answer("onboarding", json.dumps(asked))
    assert found["error"]


@pytest.mark.django_db
def test_templates_are_known_by_code_and_by_danish_name():
    start = {"start": "2027-02-01"}
    (by_code,) = explain.answer("onboarding", json.dumps(start | {"template": "temp"}))
    (by_name,) = explain.answer("onboarding", json.dumps(start | {"template": "Vikar"}))
    assert by_code == by_name and len(by_code["schedule"]) == 4
