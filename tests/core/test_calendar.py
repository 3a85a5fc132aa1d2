"""Time, working days and the Danish words for them."""

import contextlib
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from core import calendar
from core.calendar import Offset, OpeningHours
from tests.core.workplace import at

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
OFFICE = OpeningHours({str(day): ["09:00", "15:00"] for day in range(1, 6)})


def days(text):
    """Return dates of »2027-03-25 2027-03-26«."""
    return [date.fromisoformat(day) for day in text.split()]


# -- holidays and working days -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "day, name",
    [
        ("2027-01-01", "Nytårsdag"),
        ("2027-03-25", "Skærtorsdag"),
        ("2027-03-26", "Langfredag"),
        ("2027-03-28", "Påskedag"),
        ("2027-03-29", "Anden påskedag"),
        ("2027-05-06", "Kristi himmelfartsdag"),
        ("2027-05-17", "Anden pinsedag"),
        ("2027-12-25", "Juledag"),
        ("2027-12-26", "Anden juledag"),
    ],
)
def test_public_holidays_have_their_danish_names(day, name):
    assert calendar.holiday_name(date.fromisoformat(day)) == name


def test_store_bededag_was_a_holiday_until_2023_and_is_not_since():
    assert calendar.holiday_name(date(2023, 5, 5)) == "Store bededag"
    assert calendar.holiday_name(date(2024, 4, 26)) == ""
    assert calendar.is_working_day(date(2027, 4, 23))


@pytest.mark.parametrize("day", days("2026-12-24 2026-12-31 2026-06-05 2026-05-01"))
def test_days_that_are_off_by_agreement_only_are_working_days(day):
    assert calendar.is_working_day(day)


def test_easter_week_is_jumped_over():
    wednesday = date(2027, 3, 24)
    assert calendar.add_working_days(wednesday, 1) == date(2027, 3, 30)
    assert calendar.add_working_days(date(2027, 3, 30), -1) == wednesday
    assert calendar.working_days_between(wednesday, date(2027, 3, 31)) == 2
    assert calendar.next_working_day(date(2027, 3, 25)) == date(2027, 3, 30)


def test_christmas_and_new_year():
    assert calendar.add_working_days(date(2026, 12, 23), 3) == date(2026, 12, 29)  # 24., 28., 29.


@given(DAYS, st.integers(-60, 60))
def test_adding_working_days_lands_on_one_and_counts_back(day, count):
    found = calendar.add_working_days(day, count)
    if count:
        assert calendar.is_working_day(found)
    else:
        assert found == day
    assert calendar.working_days_between(day, found) == count or (count < 0 and not calendar.is_working_day(day))


@given(DAYS, st.integers(1, 30), CLOCKS)
def test_a_moment_keeps_its_clock_over_working_days(day, count, clock):
    start = calendar.at(day, clock)
    found = calendar.add_working_days(start, count)
    assert calendar.local_date(found) == calendar.add_working_days(day, count)
    assert found == calendar.at(found.date(), start.time())


# -- months and age ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "start, count, end",
    [
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-08-31", -6, "2027-02-28"),
        ("2027-10-15", 3, "2028-01-15"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2027-05-31", 12, "2028-05-31"),
    ],
)
def test_months_end_at_the_end_of_a_shorter_month(start, count, end):
    assert calendar.add_months(date.fromisoformat(start), count) == date.fromisoformat(end)


def test_somebody_born_on_the_29th_of_february_turns_on_the_1st_of_march():
    born = date(1968, 2, 29)
    assert calendar.age_on(born, date(2027, 2, 28)) == 58
    assert calendar.age_on(born, date(2027, 3, 1)) == 59
    assert calendar.age_on(born, date(2028, 2, 28)) == 59
    assert calendar.age_on(born, date(2028, 2, 29)) == 60
    assert calendar.age_on(date(1968, 6, 1), date(2027, 5, 31)) == 58
    assert calendar.age_on(date(1968, 6, 1), date(2027, 6, 1)) == 59


# -- summer time ---------------------------------------------------------------------------------------------------
SPRING, AUTUMN = "2027-03-28 00:00", "2027-10-31 00:00"  # the hour 2–3 is skipped, and comes twice


@pytest.mark.parametrize(
    "start, offset, end",
    [
        (SPRING, "24h", "2027-03-29 01:00"),
        (SPRING, "180m", "2027-03-28 04:00"),
        (SPRING, "1d", "2027-03-29 00:00"),
        (AUTUMN, "24h", "2027-10-31 23:00"),
        (AUTUMN, "1d", "2027-11-01 00:00"),
        ("2027-03-26 12:00", "72h", "2027-03-29 13:00"),
        ("2027-10-29 12:00", "72h", "2027-11-01 11:00"),
        ("2027-03-27 02:30", "1d", "2027-03-28 03:30"),
        ("2027-02-28 02:30", "1mo", "2027-03-28 03:30"),
    ],
)
def test_hours_are_real_time_and_days_keep_the_clock_over_summer_time(start, offset, end):
    assert Offset.parse(offset).apply(at(start)) == at(end)


@pytest.mark.parametrize("start, hours", [(SPRING, 23), (AUTUMN, 25)])
def test_a_day_with_the_change_has_23_or_25_hours(start, hours):
    start = at(start)
    end = Offset.parse("1d").apply(start)
    assert (end.astimezone(UTC) - start.astimezone(UTC)) == timedelta(hours=hours)
    assert calendar.time_left(end - timedelta(0), start) == ("1 dag" if hours == 25 else "23 timer")


def test_opening_hours_over_the_change_count_real_hours():
    night = OpeningHours({"7": ["00:00", "06:00"]})
    spring = at("2028-03-26 00:00")  # not Easter Sunday, as in 2027
    assert night.add(spring, timedelta(hours=2)) == at("2028-03-26 03:00")
    assert night.add(spring, timedelta(hours=5)) == at("2028-03-26 06:00")
    assert night.add(at(AUTUMN), timedelta(hours=7)) == at("2027-10-31 06:00")


def test_a_skipped_hour_is_refused_with_words_and_one_that_comes_twice_is_the_first():
    with pytest.raises(ValueError, match="Kl. 02.30 findes ikke den nat"):
        calendar.moment(date(2027, 3, 28), time(2, 30))
    assert calendar.moment(date(2027, 10, 31), time(2, 30)).astimezone(UTC).hour == 0
    assert calendar.moment(date(2027, 3, 29), time(2, 30)) == at("2027-03-29 02:30")


@given(DAYS, CLOCKS, st.integers(0, 2000))
def test_hours_forth_and_back_are_the_same_moment(day, clock, count):
    start = calendar.at(day, clock)
    there = Offset(count, "h").apply(start)
    assert Offset(-count, "h").apply(there).astimezone(UTC) == start.astimezone(UTC)
    assert there.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=count)


@given(DAYS, CLOCKS)
def test_every_moment_made_here_exists(day, clock):
    found = calendar.at(day, clock)
    assert found.astimezone(UTC).astimezone(calendar.ZONE).time() == found.time()


# -- offsets and opening hours --------------------------------------------------------------------------------------
@pytest.mark.parametrize("text", ["", "h", "3", "3 weeks", "3w", "1.5h", "--3d", "999999d", "3D", "٣d", None])
def test_anything_but_an_offset_is_refused(text):
    with pytest.raises(ValueError):
        Offset.parse(text)


@pytest.mark.parametrize(
    "start, offset, end",
    [
        ("2027-03-01 13:00", "4oh", "2027-03-02 11:00"),
        ("2027-03-05 16:30", "4oh", "2027-03-08 13:00"),
        ("2027-03-24 14:00", "2oh", "2027-03-30 10:00"),
        ("2027-03-01 07:00", "6oh", "2027-03-01 15:00"),
    ],
)
def test_opening_hours_count_only_while_the_site_is_open(start, offset, end):
    assert Offset.parse(offset).apply(at(start), OFFICE) == at(end)


def test_a_site_without_hours_counts_plain_hours():
    assert Offset.parse("4oh").apply(at("2027-03-05 16:30")) == at("2027-03-05 20:30")
    assert not OpeningHours({}) and not OpeningHours({"1": []})


def test_a_site_says_when_it_closes_and_is_closed_on_holidays():
    assert OFFICE.closes(date(2027, 3, 1)) == at("2027-03-01 15:00")
    assert OFFICE.closes(date(2027, 3, 6)) is None
    assert OFFICE.closes(date(2027, 3, 26)) is None


@pytest.mark.parametrize(
    "offset, words",
    [
        ("1h", "1 time"),
        ("72h", "72 timer"),
        ("-14d", "14 dage"),
        ("1wd", "1 arbejdsdag"),
        ("3wd", "3 arbejdsdage"),
        ("1mo", "1 måned"),
        ("6mo", "6 måneder"),
        ("15m", "15 minutter"),
        ("4oh", "4 timer i åbningstiden"),
    ],
)
def test_an_offset_is_said_in_danish(offset, words):
    assert Offset.parse(offset).words() == words


# -- saying it -----------------------------------------------------------------------------------------------------
def test_dates_and_moments_are_said_as_the_language_guide_says():
    moment = at("2027-02-03 09:05")
    assert calendar.long_date(moment) == "onsdag den 3. februar 2027"
    assert calendar.short_date(moment) == "ons. 03.02.2027"
    assert calendar.clock(moment) == "09.05"
    assert calendar.long_moment(moment) == "onsdag den 3. februar 2027 kl.\xa009.05"
    assert calendar.time_range(moment, at("2027-02-03 10:30")) == "kl.\xa009.05–10.30"
    assert calendar.week_label(moment) == "uge 5, 2027"
    assert calendar.week_label(date(2027, 1, 1)) == "uge 53, 2026"
    assert calendar.long_date(datetime(2027, 2, 2, 23, 30, tzinfo=UTC)) == "onsdag den 3. februar 2027"


@pytest.mark.parametrize(
    "moment, words",
    [
        ("2027-03-01 13:20", "i dag kl.\xa013.20"),
        ("2027-03-02 08:00", "i morgen kl.\xa008.00"),
        ("2027-02-28 23:59", "i går kl.\xa023.59"),
        ("2027-03-05 14:00", "fredag kl.\xa014.00"),
        ("2027-03-07 14:00", "søndag kl.\xa014.00"),
        ("2027-03-08 14:00", "mandag den 8. marts kl.\xa014.00"),
        ("2027-02-26 14:00", "fredag den 26. februar kl.\xa014.00"),
        ("2028-01-03 14:00", "mandag den 3. januar 2028 kl.\xa014.00"),
    ],
)
def test_a_near_moment_is_said_as_people_do(moment, words):
    assert calendar.near_moment(at(moment), at("2027-03-01 09:00")) == words
    assert calendar.near_moment(at(moment).date(), at("2027-03-01 09:00")) == words.rpartition(" kl.\xa0")[0]


@pytest.mark.parametrize(
    "until, words",
    [
        ("2027-03-01 09:01", "1 minut"),
        ("2027-03-01 10:00", "1 time"),
        ("2027-03-01 13:15", "4 t 15 min"),
        ("2027-03-04 09:00", "3 dage"),
        ("2027-03-01 08:30", "30 minutter over"),
        ("2027-02-26 09:00", "3 dage over"),
    ],
)
def test_time_left_is_said_in_danish(until, words):
    assert calendar.time_left(at(until), at("2027-03-01 09:00")) == words


def test_the_share_of_time_left_stays_between_none_and_all():
    start, end = at("2027-03-01 09:00"), at("2027-03-01 13:00")
    assert calendar.left_share(start, end, at("2027-03-01 12:00")) == 25
    assert calendar.left_share(start, end, at("2027-03-02 12:00")) == 0
    assert calendar.left_share(start, end, at("2027-02-01 12:00")) == 100
    assert calendar.left_share(end, start, start) == 0


# -- reading -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    ["03.02.2027", "3.2.2027", "3/2 2027", "3/2-2027", "3-2-27", "3. februar 2027", "3 feb 2027", "2027-02-03",
     "onsdag den 3. februar 2027", "ons. 03.02.2027", " 3.2.27 ", "3. Februar, 2027"],
)  # fmt: skip
def test_a_date_is_understood_in_all_common_ways(text):
    assert calendar.parse_date(text) == date(2027, 2, 3)


@pytest.mark.parametrize(
    "text", ["", "i morgen", "3.2", "32", "2027", "3.13.2027", "0.1.2027", "3.2.1027", "3. xyz 2027", "1.1.2027 kl. 9"]
)
def test_what_is_no_date_is_refused_with_an_example(text):
    with pytest.raises(ValueError):
        calendar.parse_date(text)


def test_a_day_that_is_not_in_the_month_says_how_many_there_are():
    with pytest.raises(ValueError, match="februar har 28 dage"):
        calendar.parse_date("30.2.2027")
    assert calendar.parse_date("29.2.2028") == date(2028, 2, 29)


@given(DAYS)
def test_what_is_said_can_be_read_back(day):
    assert calendar.parse_date(calendar.long_date(day)) == day
    assert calendar.parse_date(calendar.short_date(day)) == day


@given(st.text(max_size=40))
def test_no_text_breaks_the_readers(text):
    for read in (calendar.parse_date, calendar.parse_time, Offset.parse):
        with contextlib.suppress(ValueError):
            read(text)


@pytest.mark.parametrize(
    "text, clock",
    [
        ("9", time(9)),
        ("9.30", time(9, 30)),
        ("09:30", time(9, 30)),
        ("0930", time(9, 30)),
        ("kl. 9.30", time(9, 30)),
        ("23.59", time(23, 59)),
        ("0", time(0)),
    ],
)
def test_a_clock_time_is_understood_in_all_common_ways(text, clock):
    assert calendar.parse_time(text) == clock


@pytest.mark.parametrize("text", ["24.00", "9.60", "9.5", "ni", "", "9.30.00", "-1"])
def test_what_is_no_clock_time_is_refused(text):
    with pytest.raises(ValueError, match="09.00"):
        calendar.parse_time(text)


# -- now -----------------------------------------------------------------------------------------------------------
def test_now_is_danish_and_moves_with_the_demos_clock(settings):
    with time_machine.travel(datetime(2027, 6, 30, 22, 30, tzinfo=UTC), tick=False):
        assert calendar.now() == at("2027-07-01 00:30")
        assert calendar.today() == date(2027, 7, 1)
        settings.CLOCK_OFFSET = timedelta(days=10)
        assert calendar.today() == date(2027, 7, 11)
        assert calendar.real_now() == at("2027-07-01 00:30")


def test_the_hour_never_stands_alone_on_the_next_line():
    moment = at("2027-03-01 13:20")
    for said in (
        calendar.at_clock(moment),
        calendar.long_moment(moment),
        calendar.near_moment(moment, at("2027-03-01 09:00")),
        calendar.time_range(moment, at("2027-03-01 14:00")),
    ):
        assert "kl.\xa013.20" in said and "kl. " not in said
    assert "kl." not in calendar.near_moment(moment.date(), at("2027-03-01 09:00"))
