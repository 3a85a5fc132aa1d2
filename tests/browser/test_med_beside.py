"""What stands beside the meetings, in a browser: year wheel and yearly discussion, the TRIO's own room, telling, training."""

from datetime import timedelta

import pytest

from core.models import Mail
from core.reference import load_all
from med.actions import agenda, approving, lifts
from med.models import (
    AnnualDiscussion,
    ChairMatter,
    CourseOffer,
    Duty,
    ItemSheet,
    Meeting,
    Proposal,
    Reached,
    Summary,
    Topic,
    TrainingRecord,
    Treatment,
    TrioNote,
)
from med.rules import duties
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import fill, fits, press, see
from tests.cast import NOW
from tests.med.beside import DAY, Beside


@pytest.fixture
def med(cast):
    load_all()
    return Beside(cast).lay_rows()


# -- 8: the year wheel -----------------------------------------------------------------------------------------------
def test_a_duty_goes_from_the_wheel_to_the_agenda_and_is_handled_when_the_minutes_are_sent(open_page, med):
    page = open_page(f"/med/bodies/{med.body.pk}/wheel/", person=med.cast["leder"])
    see(page, "Måned for måned")
    assert page.get_by_role("img", name="Årshjul 2027 for LokalMED").count() or page.locator("svg.wheel").count()
    assert_accessible(page)
    page.goto(f"/med/bodies/{med.body.pk}/duties/")
    assert_accessible(page)
    duty = Duty.objects.get(code="W2")
    press(page, page.locator(f"form[action$='/duties/{duty.pk}/agenda/'] button"))
    see(page, "Emnet er sat på dagsordenen")
    item = Treatment.objects.get(topic__source_key=duties.key_of(duty))
    page.goto(f"/med/items/{item.pk}/")
    press(page, "Udfyld skema")
    fill(page, year="2028", balance="To opgaver kommer til uden flere hænder.")
    assert_accessible(page)
    press(page, "Gem skema")
    see(page, "To opgaver kommer til uden flere hænder.")
    assert ItemSheet.objects.get(treatment=item).code == "budget"
    Meeting.objects.filter(pk=item.meeting_id).update(state="minutes_sent", starts_at=NOW - timedelta(days=1))
    page.goto(f"/med/bodies/{med.body.pk}/wheel/")
    see(page, "(gennemført)")


def test_an_ordinary_item_is_tied_to_a_duty_on_its_own_page(open_page, med):
    page = open_page(f"/med/items/{med.item.pk}/", person=med.cast["leder"])
    page.get_by_label("Opfylder opgaven").select_option(label="Overordnede mål for kompetenceudvikling")
    press(page, "Knyt opgave")
    see(page, "Punktet er knyttet til opgaven.")
    assert_accessible(page)
    page.goto(f"/med/bodies/{med.body.pk}/duties/")
    assert page.locator(f"a[href$='/items/{med.item.pk}/']").count() == 1
    other = open_page(f"/med/items/{med.item.pk}/", person=med.cast["amr"], size="phone")
    see(other, "Overordnede mål for kompetenceudvikling")
    assert other.get_by_label("Opfylder opgaven").count() == 0
    fits(other)


def test_the_yearly_discussion_is_written_judged_and_signed_by_both_sides(open_page, med):
    last = AnnualDiscussion.objects.create(body=med.body, year=2026)
    goal = last.goals.create(text="Færre afbrydelser")
    page = open_page(f"/med/discussions/{med.annual.pk}/", person=med.cast["leder"])
    see(page, "Færre afbrydelser")
    press(page, "Vurdér mål")
    page.locator("input[name='result'][value='partly']").check()
    press(page, "Gem")
    fill(page, held_on="05.02.2027", content="Støj og svære sager", cooperation="En runde hver måned")
    fill(page, goals_text="Ro om formiddagen", competence="Mødeledelse")
    press(page, "Gem drøftelse")
    see(page, "Drøftelsen er gemt.")
    assert_accessible(page)
    press(page, "Skriv under")
    other = open_page(f"/med/discussions/{med.annual.pk}/", person=med.cast["amr"], size="phone")
    fits(other)
    press(other, "Skriv under")
    see(other, "Arket er låst.")
    assert_accessible(other)
    goal.refresh_from_db()
    assert goal.result == "partly" and AnnualDiscussion.objects.get(pk=med.annual.pk).document_id


# -- 10: TRIO --------------------------------------------------------------------------------------------------------
def test_a_trio_reads_numbers_takes_up_an_idea_and_sends_a_point_on_in_neutral_words(open_page, med):
    trio = med.trio.pk
    page = open_page(f"/med/bodies/{trio}/", person=med.cast["tr"], size="phone")
    press(page, "Hændelser og sygefravær i tal")
    see(page, "Hændelser pr. kvartal")
    fits(page)
    assert_accessible(page)
    page.goto(f"/med/bodies/{trio}/ideas/")
    fits(page)
    assert_accessible(page)
    press(page, page.locator("form[action$='/ideas/online/'] button"))
    see(page, "På dagsordenen")
    assert Topic.objects.filter(body=med.trio, source_key="idea:online").exists()
    page.goto(f"/med/bodies/{trio}/notes/")
    fill(page, text="To kolleger er alene om aftenvagten.")
    press(page, "Gem note")
    press(page, "Send til MED")
    page.locator("[name='body']").select_option(str(med.body.pk))
    fill(page, title="Aftenvagten", text="Hvordan er aftenvagten bemandet?")
    press(page, "Send til MED")
    see(page, "Noten blev her.")
    sent = Proposal.objects.get(title="Aftenvagten")
    assert "To kolleger" not in sent.text and TrioNote.objects.get(sent_on=sent)


def test_the_frame_is_written_together_and_agreed_when_all_stand_behind_it(open_page, med):
    page = open_page(f"/med/bodies/{med.trio.pk}/frame/", person=med.cast["tr"])
    fill(page, roles="Vi deler opgaverne")
    press(page, "Gem rammer")
    assert_accessible(page)
    for name in ("tr", "leder", "amr"):
        page = open_page(f"/med/bodies/{med.trio.pk}/frame/", person=med.cast[name], size="phone")
        press(page, "Jeg står bag")
    see(page, "I står alle bag rammerne.")
    fits(page)


def test_chair_and_vice_chair_settle_a_matter_between_meetings(open_page, med):
    page = open_page(f"/med/bodies/{med.body.pk}/matters/", person=med.cast["leder"])
    press(page, "Skriv ny sag")
    fill(page, title="Ferieplanen", note="Vi prøver at dele ugerne.")
    press(page, "Gem sag")
    assert_accessible(page)
    other = open_page(f"/med/bodies/{med.body.pk}/matters/", person=med.cast["tr"], size="phone")
    press(other, "Ferieplanen")
    fits(other)
    assert_accessible(other)
    press(other, "Markér som løst")
    see(other, "Sagen er markeret som løst.")
    assert ChairMatter.objects.order_by("-pk").first().state == "solved"


# -- 11: telling -----------------------------------------------------------------------------------------------------
def test_a_meeting_is_told_in_short_read_by_all_and_counted_for_teams(open_page, med):
    page = open_page(f"/med/meetings/{med.past.pk}/telling/", person=med.cast["leder"])
    press(page, "Skriv kort fortalt")
    fill(page, text="Vi måler støjen i april.")
    press(page, "Gem tekst")
    see(page, "Vi måler støjen i april.")
    assert_accessible(page)
    press(page, "Markér som gjort")
    page.locator("input[type='number']").first.fill("7")
    press(page, "Markér som gjort")
    assert Reached.objects.get().count == 7
    page.goto(f"/med/meetings/{med.past.pk}/telling/")
    see(page, "Vi måler støjen i april.")
    approving.approve(med.past, by=med.cast["referent"])
    taker = open_page(f"/med/meetings/{med.past.pk}/publish/", person=med.cast["referent"])
    see(taker, "Vi måler støjen i april.")
    assert_accessible(taker)
    for tick in taker.locator("main input[type='checkbox']").all():
        tick.check(force=True)
    press(taker, "Offentliggør referat")
    see(taker, "Alle medarbejdere kan læse det.")
    reader = open_page(f"/med/meetings/{med.past.pk}/", person=med.cast["nyansat"], size="phone")
    see(reader, "Kort fortalt")
    fits(reader)
    page.goto(f"/med/meetings/{med.past.pk}/telling/")
    see(page, "Har læst referatet")
    told = Mail.objects.filter(notice="M-74").count()
    assert told and Summary.objects.get().mailed_to == told


def test_a_question_goes_up_and_its_answer_comes_back_on_the_agenda(open_page, med):
    meeting = agenda.open_agenda(med.meeting(state="planned", days=20), by=med.cast["leder"])
    lifts.accept(med.lift, by=med.cast["direktoer"])
    page = open_page(f"/med/questions/{med.lift.pk}/", person=med.cast["direktoer"])
    press(page, "Skriv svar")
    fill(page, answer="Kommunen betaler halvdelen.")
    press(page, "Send svar")
    assert_accessible(page)
    assert meeting.treatments.filter(background__contains="halvdelen").exists() or Treatment.objects.filter(
        meeting__body=med.body, background__contains="halvdelen"
    )


# -- 12: training ----------------------------------------------------------------------------------------------------
def test_hr_writes_a_course_offers_it_and_the_rep_says_yes(open_page, med):
    page = open_page("/med/training/courses/", person=med.cast["hr"])
    press(page, "Skriv kursus op")
    fill(page, title="Netværk for AMR", days="1", starts_on=f"{DAY + timedelta(days=40):%d.%m.%Y}")
    page.locator("[name='kind']").select_option("safety_extra")
    assert_accessible(page)
    press(page, "Gem kursus")
    press(page, "Tilbyd kursus")
    page.locator("input[name='records']").first.check()
    assert_accessible(page)
    press(page, "Tilbyd kursus")
    see(page, "1 har fået tilbuddet.")
    offer = CourseOffer.objects.get(course__title="Netværk for AMR")
    rep = open_page(f"/med/training/{med.record.pk}/", person=med.cast["amr"], size="phone")
    fits(rep)
    assert_accessible(rep)
    form = rep.locator(f"form[action$='/offers/{offer.pk}/answer/']")
    press(rep, form.get_by_role("button", name="Ja tak"))
    offer.refresh_from_db()
    assert offer.answer == "accepted"
    rep.goto(f"/med/training/{med.record.pk}/needs/new/")
    fill(rep, need="Måling af støj")
    press(rep, "Tilføj til plan")
    see(rep, "Måling af støj")


def test_the_pages_beside_the_meetings_fit_a_phone(open_page, med):
    page = open_page("/med/wheel/", person=med.cast["leder"], size="phone")
    for address in (
        f"/med/bodies/{med.body.pk}/wheel/",
        f"/med/guidelines/{med.guideline.pk}/",
        f"/med/agreements/{med.agreement.pk}/",
        f"/med/assessments/{med.assessment.pk}/",
        f"/med/items/{med.past_item.pk}/sheets/",
        f"/med/items/{med.past_item.pk}/sheets/change/",
        f"/med/items/{med.past_item.pk}/level/",
        "/med/agreement/",
        "/med/decisions/",
        f"/med/meetings/{med.past.pk}/telling/",
    ):
        page.goto(address)
        fits(page)
        assert_accessible(page)


def test_hr_writes_a_function_from_its_seat_and_ends_it(open_page, med):
    page = open_page("/med/training/", person=med.cast["hr"])
    assert_accessible(page)
    press(page, "Skriv funktion op")
    fill(page, person=med.cast["tr"].email)
    press(page, "Gå videre")
    see(page, "Ny funktion")
    assert page.locator("[name='seat']").input_value() == str(med.seats["tr"].pk)  # the seat says most of it
    assert_accessible(page)
    press(page, "Gem funktion")
    see(page, "Funktionen er skrevet op.")
    assert_accessible(page)
    record = TrainingRecord.objects.get(person=med.cast["tr"])
    assert record.function == "union_rep" and record.seat == med.seats["tr"]
    chair = open_page(f"/med/training/{record.pk}/", person=med.cast["leder"], size="phone")
    see(chair, med.cast["tr"].name)
    fits(chair)
    press(page, "Afslut funktion")
    assert_accessible(page)
    press(page, "Afslut funktion")
    see(page, "Funktionen er afsluttet.")
    record.refresh_from_db()
    assert record.ended_on is not None


def test_two_years_are_joined_when_the_leader_has_agreed(open_page, med):
    TrainingRecord.objects.filter(pk=med.record.pk).update(elected_on=DAY - timedelta(days=700))
    CourseOffer.objects.filter(pk=med.offer.pk).update(function_year=2, days="1.5")
    rep = open_page(f"/med/training/{med.record.pk}/", person=med.cast["amr"], size="phone")
    press(
        rep,
        rep.locator(f"form[action$='/offers/{med.offer.pk}/answer/']").get_by_role("button", name="Saml med næste år"),
    )
    see(rep, "Venter på bekræftelse")
    fits(rep)
    leader = open_page(f"/med/training/{med.record.pk}/", person=med.cast["leder"])
    press(leader, "Bekræft aftale")
    assert_accessible(leader)
    press(leader, "Bekræft aftale")
    see(leader, "Aftalt skriftligt")
    assert_accessible(leader)
