"""What stands around the agreement: the computed rights, fairness, the talks everyone has, mentors, two who write at once."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from senior.actions import clock, conversations, offers, talks
from senior.models import Conversation, DevelopmentPlan, SeniorAgreement, SeniorOffer, SeniorScheme, TalkOption
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import choose, fill, fits, press, see
from tests.cast import NOW
from tests.senior.house import held_talk, signed
from tests.senior.situation import age

SIZES = ["desktop", "phone"]


@pytest.fixture
def grown(cast):
    """Give the cast their birth dates and groups, with the round open."""
    age(cast)
    clock.senior_offers(NOW.date())
    return cast


def running(cast, **values):
    """Return Bent's agreement, in force since the new year."""
    row = signed(cast, **values)
    SeniorAgreement.objects.filter(pk=row.pk).update(
        state="in_force", starts_on=date(2027, 1, 1), evaluate_on=NOW.date()
    )
    return SeniorAgreement.objects.get(pk=row.pk)


# -- 1 and 8: rights, and why ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", SIZES)
def test_the_person_reads_what_applies_and_why_and_the_leader_no_birth_date(open_page, grown, size):
    page = open_page("/senior/rights/", person=grown["senior"], size=size)
    fits(page)
    see(page, "5 seniordage med sædvanlig løn.")
    see(page, "Ikke bekræftet af HR")
    page.locator("details.why summary").nth(1).click()
    see(page, "Rammeaftale om seniorpolitik")
    assert_accessible(page)
    leader = open_page(f"/senior/staff/{grown.senior.pk}/", person=grown["leder"], size=size)
    assert "1969" not in leader.content() and "58" not in leader.locator("main").inner_text()


def test_hr_confirms_what_was_worked_out(open_page, grown):
    page = open_page(f"/senior/rights/{grown.senior.pk}/", person=grown["hr"])
    press(page, "Bekræft beregning")
    see(page, "Bekræftet af HR")
    assert_accessible(page)


def test_the_command_gives_the_answer_the_page_gives(open_page, grown, monkeypatch):
    question = {"born": "1969-01-12", "area": "municipal", "group": "Socialpædagoger", "on": "2027-02-05"}
    monkeypatch.setattr("sys.stdin", StringIO(json.dumps(question) + "\n"))
    out = StringIO()
    call_command("explain", "senior", stdout=out)
    answer = json.loads(out.getvalue())
    assert (answer["days"], answer["scheme_from"]) == (5, "2027-01-01")
    page = open_page("/senior/rights/", person=grown["senior"])
    see(page, f"{answer['days']} seniordage med sædvanlig løn.")


# -- 4: evaluated, and handed on -------------------------------------------------------------------------------------------
def test_both_evaluate_and_the_agreement_goes_on(open_page, grown):
    row = running(grown)
    for name, size in (("senior", "phone"), ("leder", "desktop")):
        page = open_page(f"/senior/agreements/{row.pk}/", person=grown[name], size=size)
        press(page, "Evaluér aftale")
        fits(page)
        assert_accessible(page)
        fill(page, said=f"Det går godt, siger {name}.")
        if name == "leder":
            see(page, "Det går godt, siger senior.")
            choose(page, "outcome", "continue")
        press(page, page.locator("main form button.btn").first)
    row.refresh_from_db()
    assert row.state == "in_force" and row.evaluate_on == date(2028, 2, 5)


def test_a_last_day_and_what_is_handed_on(open_page, grown):
    page = open_page("/senior/leaving/", person=grown["senior"], size="phone")
    fits(page)
    assert_accessible(page)
    fill(page, leaving_on="30.11.2027")
    press(page, "Gem dato")
    leader = open_page("/senior/", person=grown["leder"])
    leader.goto(f"/senior/staff/{grown.senior.pk}/")
    press(leader, "Plan for at give erfaring videre")
    fill(leader, topic="Samarbejdet med skolerne", due_on="01.09.2027")
    leader.locator("select[name=receiver]").select_option(str(grown.kollega.pk))
    press(leader, leader.locator("main form button.btn").first)
    see(leader, "Emnet står på planen.")
    assert_accessible(leader)
    page.goto("/senior/")
    press(page, "Giv din erfaring videre")
    see(page, "Samarbejdet med skolerne")
    fits(page)


# -- 5: fairness -----------------------------------------------------------------------------------------------------------
def test_a_refusal_has_a_reason_and_is_counted_and_small_numbers_are_hidden(open_page, grown):
    talk = held_talk(grown)
    page = open_page(f"/senior/talks/{talk.pk}/refuse/better_time/", person=grown["leder"], expect={422})
    assert_accessible(page)
    fill(page, reason="Nej")
    press(page, page.locator("main form button.btn").first)
    fill(page, reason="Vi mangler to kolleger til sommer og kan ikke undvære opgaverne.")
    press(page, page.locator("main form button.btn").first)
    see(page, "Afslaget er gemt med din begrundelse.")
    phone = open_page(f"/senior/talks/{talk.pk}/", person=grown["senior"], size="phone")
    see(phone, "Vi mangler to kolleger til sommer")
    fits(phone)
    assert TalkOption.objects.get(option="better_time").outcome == "refused"
    numbers = open_page("/senior/numbers/", person=grown["tr"])
    see(numbers, "vises ikke")
    assert_accessible(numbers)
    assert grown.senior.name not in numbers.locator("main").inner_text()


def test_the_evaluation_of_the_scheme_goes_to_lokalmed(open_page, grown):
    scheme = SeniorScheme.objects.get()
    page = open_page(f"/senior/scheme/{scheme.pk}/", person=grown["hr"])
    fill(page, result="Alle fik tilbuddet. Fire af ti sagde ja.")
    press(page, "Gem evaluering")
    see(page, "sendt videre til LokalMED's dagsorden")
    assert_accessible(page)


# -- 6: the talks everyone has ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("size", SIZES)
def test_a_one_to_one_is_agreed_held_confirmed_and_followed_up(open_page, grown, size):
    page = open_page("/senior/staff/?show=one_to_one", person=grown["leder"], size=size)
    fits(page)
    assert_accessible(page)
    press(page, page.locator(f"a[href='/senior/staff/{grown.senior.pk}/conversation/']").first)
    choose(page, "kind", "one_to_one")
    fill(page, planned_at_date="05.02.2027", planned_at_time="13.00", place="Rum 2")
    press(page, "Aftal tid")
    press(page, "Skriv samtale")
    fits(page)
    fill(page, points="Det fylder med to svære sager", follow_up="Vi flytter den ene")
    press(page, "Gem samtale")
    press(page, "Bekræft samtale")
    press(page, "Markér, at I har fulgt op")
    see(page, "Fulgt op")
    other = open_page("/senior/conversations/", person=grown["senior"], size=size)
    press(other, "1 til 1-samtale")
    see(other, "Det fylder med to svære sager")
    press(other, "Bekræft samtale")
    assert_accessible(other)
    talk = Conversation.objects.get()
    assert talk.employee_confirmed_at and talk.leader_confirmed_at and talk.followed_up_on
    for name in ("hr", "chef"):
        stranger = open_page("/senior/", person=grown[name], expect={404})
        stranger.goto(f"/senior/conversations/{talk.pk}/")
        assert "svære sager" not in stranger.content()


def test_a_group_has_mus_together_and_shares_one_record_and_one_plan(open_page, grown):
    page = open_page("/senior/staff/", person=grown["leder"], expect={422})
    press(page, "Aftal MUS for en gruppe")
    assert_accessible(page)
    choose(page, "people", str(grown.senior.pk))
    fill(page, planned_at_date="05.02.2027", planned_at_time="13.00")
    press(page, "Aftal tid")
    see(page, "Vælg mindst to")
    choose(page, "people", str(grown.kollega.pk))
    press(page, "Aftal tid")
    see(page, "alle får besked")
    row = Conversation.objects.get()
    phone = open_page(f"/senior/conversations/{row.pk}/write/", person=grown["kollega"], size="phone")
    fits(phone)
    fill(phone, points="Vi vil lære at lede netværksmøder", activities="Kursus i maj")
    press(phone, "Gem samtale")
    press(phone, "Bekræft samtale")
    assert_accessible(phone)
    other = open_page(f"/senior/conversations/{row.pk}/", person=grown["senior"])
    see(other, "Vi vil lære at lede netværksmøder")
    press(other, "Bekræft samtale")
    page.goto("/senior/plans/group/")
    choose(page, "people", str(grown.senior.pk), str(grown.kollega.pk))
    fill(page, short_goals="Alle leder et netværksmøde")
    press(page, "Gem plan")
    see(page, "Udviklingsplan for gruppen")
    assert_accessible(page)
    assert DevelopmentPlan.objects.get().members.count() == 2


def test_two_who_write_at_once_see_both_and_keep_both(open_page, grown):
    talk = conversations.plan(grown["senior"], by=grown["leder"], kind="one_to_one", planned_at=NOW)
    phone = open_page(f"/senior/conversations/{talk.pk}/write/", person=grown["senior"], size="phone", expect={422})
    fill(phone, points="Min tekst")
    conversations.write(talk, by=grown["leder"], version=0, held_on=NOW.date(), points="Lederens tekst")
    press(phone, "Gem samtale")
    see(phone, "I har begge skrevet her")
    see(phone, "Lederens tekst")
    fits(phone)
    assert_accessible(phone)
    press(phone, "Behold begge")
    assert Conversation.objects.get().points == "Lederens tekst\n\nMin tekst"


# -- 7: the senior as mentor -----------------------------------------------------------------------------------------------
def test_a_mentor_in_an_agreement_can_be_chosen_in_an_introduction(open_page, grown):
    running(grown, function="mentor", function_from=date(2027, 1, 1))
    page = open_page("/onboarding/courses/new/", person=grown["hr"])
    see(page, f"Har sagt ja til at blive spurgt: {grown.senior.name}")


# -- 2 and 3, on the calendar: part of MUS ---------------------------------------------------------------------------------
def test_a_senior_talk_that_is_part_of_mus_leads_to_the_mus(open_page, grown):
    offer = offers.give(SeniorOffer.objects.get(person=grown.senior), by=grown["leder"])
    offers.answer(offer, by=grown["senior"], answer="yes", with_mus=True)
    talk = talks.want_talk(grown["senior"], by=grown["senior"])
    page = open_page(f"/senior/talks/{talk.pk}/plan/", person=grown["leder"])
    fill(page, planned_at_date="12.02.2027", planned_at_time="13.00", place="Samtalerum 1")
    press(page, page.locator("main form button.btn").first)
    press(page, "en del af MUS")
    see(page, "Seniorsamtalen er en del af den")
    assert_accessible(page)
