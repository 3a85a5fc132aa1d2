"""From the offer to the signed agreement, as those who do it: leader at a desk, employee on a phone, TR, HR."""

import pytest

from core.models import Document
from senior.actions import agreements, clock, offers, talks
from senior.models import SeniorAgreement, SeniorOffer, SeniorTalk
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import choose, fill, fits, press, see
from tests.cast import NOW
from tests.senior.house import held_talk, sent, signed
from tests.senior.situation import age

DAY = f"{NOW:%d.%m.%Y}"


@pytest.fixture
def grown(cast):
    """Give the cast their birth dates and groups, with the round open."""
    age(cast)
    clock.senior_offers(NOW.date())
    return cast


def test_the_leader_offers_and_the_employee_says_yes_on_a_phone(open_page, grown):
    offer = SeniorOffer.objects.get(person=grown.senior)
    page = open_page(f"/senior/staff/{grown.senior.pk}/", person=grown["leder"])
    assert_accessible(page)
    press(page, "Se tilbud")
    assert_accessible(page)
    fill(page, words="Jeg vil gerne høre, hvad der gør arbejdet godt for dig.")
    press(page, "Send tilbud")
    see(page, "Tilbuddet er sendt til Bent Rosendal.")

    phone = open_page("/senior/", person=grown["senior"], size="phone")
    fits(phone)
    assert_accessible(phone)
    press(phone, "Læs tilbud")
    assert "Jeg spørger ikke til dit helbred" in phone.locator("main").inner_text()
    fits(phone)
    assert_accessible(phone)
    press(phone, "Nej tak")
    see(phone, "Et nej får ingen betydning")
    press(phone, "Ja tak")
    see(phone, "Du har sagt ja.")
    offer.refresh_from_db()
    assert offer.state == "yes" and SeniorTalk.objects.get().state == "wanted"


def test_the_employee_prepares_in_private_and_shares(open_page, grown):
    offer = offers.give(SeniorOffer.objects.get(person=grown.senior), by=grown["leder"])
    offers.answer(offer, by=grown["senior"], answer="yes")
    talk = SeniorTalk.objects.get()
    phone = open_page(f"/senior/talks/{talk.pk}/preparation/", person=grown["senior"], size="phone")
    fits(phone)
    assert_accessible(phone)
    fill(phone, good="Samarbejdet med skolerne")
    press(phone, "Gem forberedelse")
    see(phone, "Kun du kan læse den.")
    page = open_page(f"/senior/talks/{talk.pk}/", person=grown["leder"])
    assert "Samarbejdet med skolerne" not in page.locator("main").inner_text()
    press(phone, "Del med min leder")
    press(phone, "Del med min leder")
    see(phone, "Din leder kan læse din forberedelse nu.")
    page.reload()
    assert "Samarbejdet med skolerne" in page.locator("main").inner_text()


def test_the_talk_is_written_and_confirmed_by_both(open_page, grown):
    talk = talks.want_talk(grown["senior"], by=grown["senior"])
    page = open_page(f"/senior/talks/{talk.pk}/", person=grown["leder"])
    press(page, "Aftal tid")
    fill(page, planned_at_date="12.02.2027", planned_at_time="13.00", place="Samtalerum 1")
    press(page, page.locator("main form button.btn").first)
    see(page, "Tiden er aftalt")
    page.goto(f"/senior/talks/{talk.pk}/write/")
    assert_accessible(page)
    choose(page, "option_less_time", "chosen")
    choose(page, "option_flexible_time", "discussed")
    fill(page, wishes="En længere weekend", agreed="32 timer og fri hver fredag")
    press(page, "Gem opsamling")
    see(page, "Opsamlingen er gemt.")
    press(page, "Bekræft samtale")
    phone = open_page(f"/senior/talks/{talk.pk}/", person=grown["senior"], size="phone")
    fits(phone)
    press(phone, "Bekræft samtale")
    see(phone, "Bekræftet af begge")
    assert_accessible(phone)
    assert Document.objects.filter(kind="P-33").count() == 1


def test_the_agreement_is_written_sent_and_signed_by_three(open_page, grown):
    held_talk(grown)
    page = open_page(f"/senior/staff/{grown.senior.pk}/", person=grown["leder"], expect={422})
    press(page, "Skriv aftale")
    assert_accessible(page)
    fill(page, starts_on="01.03.2027", hours_before="37", hours_after="32", text_content="Fri hver fredag")
    press(page, "Gem kladde")
    see(page, "Aftalen er gemt som kladde.")
    assert "løn og pension" in page.locator("main").inner_text()
    press(page, "Ret kladden")
    fill(page, text_pay="Følger timetallet", text_pension="Af 37 timer")
    see(page, "Hvad betyder det for kollegerne?")
    page.locator("label[for=id_questions_seen]").click()
    page.locator("select[name=union_rep]").select_option(str(grown.tr.pk))
    press(page, "Gem kladde")
    press(page, "Send til TR")
    see(page, "Aftalen er sendt.")
    assert_accessible(page)
    row = SeniorAgreement.objects.get()
    for name, size in (("senior", "phone"), ("tr", "desktop"), ("leder", "desktop")):
        other = open_page(f"/senior/agreements/{row.pk}/", person=grown[name], size=size)
        fits(other)
        press(other, "Skriv under")
        see(other, "skrevet under")
    row.refresh_from_db()
    assert row.state == "agreed" and Document.objects.filter(kind="P-34").count() == 1


def test_a_limit_is_said_by_the_field_and_nothing_typed_is_lost(open_page, grown):
    draft, _new = agreements.begin_agreement(grown["senior"], by=grown["leder"])
    page = open_page(f"/senior/agreements/{draft.pk}/edit/", person=grown["leder"], expect={422})
    choose(page, "kind", "senior_position")
    fill(page, starts_on="01.03.2027", evaluate_on="01.09.2027", text_content="Færre møder")
    press(page, "Gem kladde")
    assert "efter det fyldte 60. år" in page.locator("main").inner_text()
    assert page.locator("[name=text_content]").input_value() == "Færre møder"
    assert_accessible(page)


def test_hr_sees_whom_a_new_rule_touches(open_page, grown):
    page = open_page("/senior/rules/new/", person=grown["hr"], expect={422})
    assert_accessible(page)
    page.locator("select[name=right]").select_option("days")
    page.locator("select[name=group]").select_option(label="Socialrådgivere")
    fill(page, age_from="52", days="2", starts_on=DAY, source="Overenskomst for socialrådgivere, § 31")
    press(page, "Se, hvem det ændrer for")
    see(page, "Intet er gemt endnu.")
    assert "Jonas Vestergaard" in page.locator("main").inner_text()
    assert_accessible(page)
    press(page, "Gem regel")
    see(page, "Reglen er lagt ind.")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_other_pages_are_accessible_and_fit(open_page, grown, size):
    row = signed(grown)
    pages = {
        "senior": ["", "rights/", "conversations/", "redistribution/new/", "leaving/", f"agreements/{row.pk}/"],
        "leder": ["staff/", "guide/", "agreements/", f"staff/{grown.kollega.pk}/conversation/"],
        "hr": ["hr/", "people/", "rules/", "numbers/", f"people/{grown.kollega.pk}/group/"],
    }
    for name, paths in pages.items():
        page = open_page("/senior/", person=grown[name], size=size)
        for path in paths:
            page.goto(f"/senior/{path}")
            fits(page)
            assert_accessible(page)


def test_one_party_waits_for_the_others(open_page, grown):
    row = sent(grown)
    page = open_page(f"/senior/agreements/{row.pk}/", person=grown["senior"], size="phone")
    press(page, "Skriv under")
    see(page, "Du har skrevet under. Vi mangler de andre.")
    assert SeniorAgreement.objects.get(pk=row.pk).state == "with_union_rep"
