"""An introduction from the start date to the first days, in a real browser: HR, mentor, leader, and Amalie on her phone."""

from datetime import date

import pytest
from django.urls import reverse

from core.models import Person
from onboarding.actions import letter, schedule
from onboarding.models import Course, Pack
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import fits, press, see
from tests.onboarding.courses import make

START = date(2027, 3, 1)


@pytest.fixture
def course(cast):
    """Return Amalie's course as HR made it."""
    return make(cast)


def test_hr_makes_a_course_after_seeing_every_date(open_page, cast):
    Person.objects.filter(pk=cast.nyansat.pk).update(active_from=START)
    page = open_page("/onboarding/courses/new/", person=cast["hr"], expect={422})
    assert_accessible(page)
    press(page, "Vis alle datoer")
    see(page, "Skriv navnet på den nye kollega.")
    page.goto(f"/onboarding/courses/new/?person={cast.nyansat.pk}")
    page.locator("[name='mentor']").fill("Peter Lindhardt")
    page.locator("[name='private_address']").fill("amalie@privat.example")
    press(page, "Vis alle datoer")
    see(page, "mandag den 1. marts 2027")
    see(page, "Morgenkaffe med kolleger i teamet")
    assert_accessible(page)
    press(page, "Opret forløb")
    see(page, "Forløbet er oprettet.")
    assert_accessible(page)
    assert Course.objects.get().mentor == cast.mentor


def test_every_date_can_be_read_on_a_phone_before_the_course_is_made(open_page, cast):
    Person.objects.filter(pk=cast.nyansat.pk).update(active_from=START)
    page = open_page(f"/onboarding/courses/new/?person={cast.nyansat.pk}", person=cast["hr"], size="phone")
    press(page, "Vis alle datoer")
    see(page, "Den første arbejdsuge")
    fits(page)
    assert_accessible(page)


def test_the_mentor_lays_the_schedule_by_dragging_and_with_the_keyboard(open_page, cast, course):
    page = open_page(f"/onboarding/{course.pk}/schedule/", person=cast["mentor"])
    assert_accessible(page)
    row = course.rows.get(code="house")
    with page.expect_navigation():
        page.locator(f"#row-{row.pk}").drag_to(page.locator("[data-day='2027-03-04']"))
    see(page, "torsdag den 4. marts 2027")
    row.refresh_from_db()
    assert row.day == date(2027, 3, 4)
    page.locator(f"#row-{row.pk} button[value='later']").focus()
    page.keyboard.press("Enter")
    see(page, "fredag den 5. marts 2027")
    row.refresh_from_db()
    assert row.day == date(2027, 3, 5)
    press(page, "Godkend skema")
    see(page, "Skemaet er godkendt.")


def test_the_leader_approves_the_letter_and_moves_the_start(open_page, cast, course):
    schedule.approve(course, by=cast["mentor"])
    page = open_page(f"/onboarding/{course.pk}/letter/", person=cast["leder"])
    assert_accessible(page)
    press(page, "Godkend brev")
    see(page, "Det bliver sendt mandag den 22. februar 2027.")
    page.goto(f"/onboarding/{course.pk}/move/")
    page.locator("[name='start_on']").fill("15.03.2027")
    press(page, "Vis, hvad der flytter")
    see(page, "ting flytter med")
    assert_accessible(page)
    press(page, "Flyt startdato")
    see(page, "Startdatoen er flyttet")
    course.refresh_from_db()
    assert course.start_on == date(2027, 3, 15)


def test_amalie_reads_about_her_first_days_before_she_has_an_account(open_page, cast, course):
    schedule.approve(course, by=cast["mentor"])
    link = reverse("onboarding:way_in", args=[letter.open_way_in(course, by=cast["leder"]).token])
    page = open_page(link, size="phone")
    press(page, "Åbn velkomstsiden")
    see(page, "Velkommen, Amalie")
    see(page, "Morgenkaffe med kolleger i teamet")
    assert_accessible(page)
    fits(page)


def test_amalie_on_her_phone_ticks_asks_and_writes_for_herself(open_page, cast):
    course = make(cast, start=date(2027, 2, 1))
    page = open_page("/onboarding/", person=cast["nyansat"], size="phone")
    see(page, "Min introduktion")
    assert_accessible(page)
    fits(page)
    item = course.items.get(code="next_of_kin")
    press(page, page.locator(f"#item-{item.number} button"))
    see(page, "er markeret udført")
    page.goto(f"/onboarding/{course.pk}/questions/")
    page.locator("[name='text']").fill("Skal jeg have madpakke med?")
    press(page, "Send spørgsmål")
    see(page, "Dit spørgsmål er sendt")
    assert_accessible(page)
    page.goto("/onboarding/journal/")
    page.locator("[name='text']").fill("Det går bedre end ventet.")
    press(page, "Gem notat")
    see(page, "Kun du kan læse det.")
    fits(page)


def test_the_pair_holds_a_status_meeting_and_the_point_comes_back(open_page, cast):
    course = make(cast, start=date(2027, 1, 11))
    first, second = course.meetings.all()[:2]
    page = open_page(f"/onboarding/meetings/{first.pk}/", person=cast["mentor"])
    assert_accessible(page)
    page.locator("[name='now_how']").fill("Det går godt.")
    press(page, "Gem og markér holdt")
    see(page, "Mødet er markeret holdt.")
    page.locator("[name='point-text']").fill("Hvem godkender breve?")
    press(page, "Gem til næste gang")
    page.goto(f"/onboarding/meetings/{second.pk}/")
    see(page, "Hvem godkender breve?")
    see(page, "Det går godt.")


def test_hr_finds_who_is_late_on_a_phone(open_page, cast):
    make(cast, start=date(2027, 1, 11), mentor=None)
    page = open_page("/onboarding/courses/", person=cast["hr"], size="phone")
    see(page, "Amalie Skov")
    see(page, "Mangler")
    assert_accessible(page)
    fits(page)


def test_hr_changes_the_meeting_rule_and_publishes_it(open_page, cast):
    pack = Pack.objects.get(code="everyone")
    page = open_page(f"/onboarding/templates/{pack.pk}/", person=cast["hr"])
    assert_accessible(page)
    page.goto(f"/onboarding/templates/{pack.pk}/meetings/?code=weekly")
    assert_accessible(page)
    page.locator("[name='every']").select_option("weekly:3")
    page.locator("[name='time']").fill("10.30")
    press(page, "Gem i kladden")
    see(page, "hver onsdag kl. 10.30")
    page.locator("[name='what_changed']").fill("Møderne ligger om onsdagen")
    press(page, "Udgiv udgave")
    see(page, "Udgave 2 er udgivet.")
    assert make(cast).meetings.filter(series="weekly").exists()


def test_the_leader_hands_the_introduction_to_another_mentor_in_one_act(open_page, cast, course):
    page = open_page(f"/onboarding/{course.pk}/roles/", person=cast["leder"])
    assert_accessible(page)
    page.locator("[name='mentor']").fill(cast.kollega.name)
    page.locator("[name='visit_x']").fill("Familiehuset")
    press(page, "Gem roller")
    see(page, "Rollerne er gemt.")
    course.refresh_from_db()
    assert course.mentor == cast.kollega and course.rows.get(code="visit_x").outside == "Familiehuset"


def test_a_colleague_writes_what_they_know_and_want_to_learn_on_a_phone(open_page, cast):
    page = open_page(f"/onboarding/knows/{cast.kollega.pk}/", person=cast["kollega"], size="phone")
    assert_accessible(page)
    fits(page)
    page.locator("[name='tasks']").fill("Sager med mange parter.")
    page.locator("[name='kinds'][value='skill']").check()
    press(page, "Gem ønsker")
    see(page, "Din leder kan læse det.")
    page = open_page("/onboarding/knows/numbers/", person=cast["leder"])
    assert_accessible(page)
    see(page, "vises ikke")


def test_hr_keeps_a_view_of_the_list(open_page, cast):
    make(cast, start=date(2027, 1, 11), mentor=None)
    page = open_page("/onboarding/courses/?show=mentor", person=cast["hr"])
    page.get_by_text("Gem eller fjern en visning").click()
    page.locator("#view-name").fill("Uden mentor")
    press(page, "Gem visning")
    see(page, "Visningen er gemt.")
    see(page, "Uden mentor")
    assert_accessible(page)
