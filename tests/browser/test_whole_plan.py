"""The whole contingency plan in a browser: AMR edits and shows it, advice is read when shaken, alarms are tested, courses
are kept, accidents are learned from, and what is kept is seen, held and gone.
"""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command

from core.models import AlarmTest, LegalHold, Person
from incidents import steps
from incidents.actions import introductions
from incidents.models import ContingencyPlan, Incident, Learning, PlanIntroduction, PreventionCourse
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import button, choose, fill, fits, press, see
from tests.cast import NOW
from tests.incidents.test_overview import published
from tests.situation import make_incident

pytestmark = pytest.mark.django_db(transaction=True)


def test_amr_writes_in_the_plan_and_everybody_reads_what_changed(open_page, cast):
    plan = published(cast)
    page = open_page(f"/incidents/plan/{plan.pk}/edit/", person=cast["amr"])
    assert_accessible(page)
    page.locator("textarea:visible").first.fill("Tag lommyen med, og sig, hvornår du er tilbage.")
    press(page, "Gem, og se den igennem")
    fill(page, what_changed="Sig, hvornår du er tilbage.")
    press(page, "Udgiv plan")
    assert ContingencyPlan.objects.get().versions.count() == 2
    reader = open_page("/incidents/plan/", person=cast["medarbejder"], size="phone")
    see(reader, "Sig, hvornår du er tilbage.")
    see(reader, re.compile("Gælder nu"))
    fits(reader)


def test_a_new_employee_is_shown_the_plan_and_confirms_it(open_page, cast):
    published(cast)
    Person.objects.filter(pk=cast.nyansat.pk).update(active_from=NOW.date() + timedelta(days=3))
    introductions.plan_introductions(NOW.date())
    row = PlanIntroduction.objects.get(person=cast.nyansat)
    page = open_page(f"/incidents/plan/introductions/{row.person_id}/", person=cast["amr"], size="phone")
    assert_accessible(page)
    for tile in page.locator("label[for^=id_points_]").all():
        tile.click()
    press(page, "Gem kryds")
    see(page, "Venter på bekræftelse")
    Person.objects.filter(pk=cast.nyansat.pk).update(active_from=NOW.date())
    newcomer = open_page(f"/incidents/plan/introductions/{row.person_id}/", person=cast["nyansat"], size="phone")
    press(newcomer, "Bekræft")
    see(newcomer, "Du bekræftede det")


def test_advice_for_the_moment_is_two_presses_away_and_says_where_it_comes_from(open_page, cast):
    call_command("load_reference", verbosity=0)
    page = open_page("/guidance/", person=cast["medarbejder"], size="phone")
    assert_accessible(page)
    for phase in ("Før det sker", "Mens det står på", "Bagefter", "Uden for arbejdstid"):
        see(page, phase)
    page.get_by_role("link", name="Under: leder", exact=True).click()
    see(page, re.compile(r"Kilde: .+ Version \d+"))
    assert_accessible(page)
    fits(page)
    page.goto("/incidents/prevention/methods/")
    see(page, "Low Arousal")
    assert_accessible(page)


def test_an_alarm_is_tested_and_who_lacks_a_course_is_seen(open_page, cast):
    page = open_page("/incidents/prevention/alarms/", person=cast["amr"], size="phone")
    assert_accessible(page)
    press(page, page.locator("main").get_by_role("link", name=re.compile("afprøvning|Afprøv")).first)
    page.locator("input[name=worked][value=nej]").check()
    fill(page, fault="Lampen blinker ikke")
    press(page, "Registrér afprøvning")
    page.goto("/incidents/prevention/alarms/")
    see(page, re.compile("Lampen blinker ikke"))
    assert AlarmTest.objects.get().worked is False
    leader = open_page("/incidents/prevention/courses/", person=cast["leder"])
    see(leader, cast.medarbejder.name)
    assert_accessible(leader)
    choose(leader, "kind", "conflict")
    fill(leader, provider="Egne undervisere")
    press(leader, leader.locator("form", has=leader.locator("[name=provider]")).locator("button.btn"))
    assert PreventionCourse.objects.get().kind == "conflict"
    see(leader, "Konflikthåndtering")


def test_sparring_is_offered_booked_and_put_into_the_calendar(open_page, cast):
    host = open_page("/incidents/sparring/", person=cast["leder"])
    fill(host, first_at_date="08.02.2027", first_at_time="10.00", place="Kontor 12", until="01.03.2027")
    choose(host, "weeks", "1")
    press(host, "Hold tid fri")
    see(host, "tider kan nu bookes")
    assert_accessible(host)
    page = open_page("/incidents/sparring/", person=cast["kollega"], size="phone")
    assert_accessible(page)
    press(page, page.locator("main").get_by_role("link", name=cast.leder.name).first)
    choose(page, "wish", "listen")
    press(page, "Book tiden")
    see(page, "Tiden er din")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent til kalender").click()
    assert download.value.suggested_filename == "sparring.ics"


def test_an_accident_is_analysed_from_course_to_causes_to_a_measure_that_is_checked(open_page, cast):
    case = make_incident(cast)
    steps.lay(case, by=None)
    page = open_page(f"/incidents/{case.pk}/learning/", person=cast["leder"])
    assert_accessible(page)
    fill(page, course="Borgeren ventede længe. Så gik kollegaen ud for at hente en.", exposed="Dem i skranken")
    fill(page, cause="Ingen kunne høre, at der blev råbt.")
    page.locator("input[name=causes]").first.check()
    press(page, "Gem årsag")
    fill(page, measure="Sæt en klokke ved skranken", due_on="01.03.2027")
    page.locator("select[name=owner]").select_option(label=cast.leder.name)
    press(page, "Tilføj tiltag")
    see(page, "Sæt en klokke ved skranken")
    assert Learning.objects.get().measures.count() == 1
    page.goto("/incidents/learning/")
    see(page, "Sæt en klokke ved skranken")
    assert "Borgeren ventede længe" not in page.locator("main").inner_text()
    assert_accessible(page)


def test_what_is_kept_is_seen_held_back_and_the_affected_reads_who_opened_it(open_page, cast):
    call_command("load_reference", verbosity=0)
    case = make_incident(cast, state="closed", closed_at=NOW - timedelta(days=715))
    leader = open_page(f"/incidents/{case.pk}/", person=cast["leder"])
    see(leader, "Hvem har åbnet hændelsen?")
    page = open_page(f"/incidents/{case.pk}/", person=cast["kollega"])
    see(page, cast.leder.name)
    office = open_page("/settings/retention/", person=cast["hr"])
    assert_accessible(office)
    press(office, "Hold noget tilbage")
    office.locator("select[name=kind]").select_option(value="incidents.incident")
    fill(office, number=case.number)
    press(office, "Find")
    fill(office, reason="Der er klaget over sagen, så den skal blive.")
    press(office, "Hold tilbage")
    see(office, "Holdt tilbage")
    assert LegalHold.objects.get().subject_id == case.pk and Incident.objects.filter(pk=case.pk).exists()
    assert button(office, "Ophæv").is_visible()
