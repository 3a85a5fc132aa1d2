"""Everybody who reaches the age gets the offer; a no leaves no trace but the next round."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from core import reminders
from core.models import AuditEntry, Mail, Person, Reminder, Todo
from core.permissions import Forbidden, can
from core.states import StepRefused
from senior.actions import clock, offers
from senior.models import SeniorOffer, SeniorTalk
from tests.cast import NOW, ZONE, born
from tests.senior.house import colleagues

pytestmark = pytest.mark.django_db


def open_round(day=None):
    clock.senior_offers(day or NOW.date())


def offer_of(cast, name="senior"):
    return SeniorOffer.objects.select_related("person", "unit").get(person=getattr(cast, name), year=2027)


def given(cast, name="senior"):
    open_round()
    return offers.give(offer_of(cast, name), by=cast["leder"])


def test_offers_open_in_the_calendar_year_of_turning_52(cast):
    open_round()
    names = set(SeniorOffer.objects.values_list("person__email", flat=True))
    assert names == {f"{name}@fjordby.example" for name in ("senior", "leder", "kollega", "chef")}


def test_somebody_born_on_31_december_gets_it_in_that_year_and_not_the_day_after(cast):
    born(cast.medarbejder, date(1975, 12, 31))
    born(cast.nyansat, date(1976, 1, 1))
    open_round()
    assert SeniorOffer.objects.filter(person=cast.medarbejder).exists()
    assert not SeniorOffer.objects.filter(person=cast.nyansat).exists()


def test_the_leader_gets_a_to_do_that_says_no_age(cast):
    open_round()
    todo = Todo.objects.get(code="senior.offer", about=cast.senior)
    assert todo.owner == cast.leder
    assert "58" not in " ".join([todo.title, todo.help, todo.context, *todo.reasons])
    assert todo.due_at == datetime(2027, 4, 1, 12, tzinfo=ZONE)


def test_a_leaders_own_offer_goes_to_the_next_leader(cast):
    open_round()
    assert Todo.objects.get(code="senior.offer", about=cast.leder).owner == cast.chef


def test_opening_again_and_again_gives_one_offer(cast):
    for _n in range(3):
        open_round()
    assert SeniorOffer.objects.filter(person=cast.senior).count() == 1
    assert Todo.objects.filter(code="senior.offer", about=cast.senior).count() == 1


@pytest.mark.parametrize("more", [5, 40])
def test_the_yearly_search_asks_the_same_few_questions(cast, more, django_assert_max_num_queries):
    colleagues(cast, more, born=lambda n: date(1970, 1, 1 + n % 28))
    with django_assert_max_num_queries(32):
        open_round()
    assert SeniorOffer.objects.count() == more + 4


def test_reminders_reach_the_leader_and_then_hr(cast):
    open_round()
    rules = set(
        Reminder.objects.filter(todo__code="senior.offer", todo__about=cast.senior).values_list("rule", "level")
    )
    assert rules == {("R-85", 0), ("R-85", 1)}
    reminders.sweep(NOW + timedelta(minutes=1))
    assert Mail.objects.filter(notice="S-01", receiver=cast.leder).exists()
    with time_machine.travel(datetime(2027, 4, 1, 13, tzinfo=ZONE), tick=False):
        reminders.sweep()
    assert Mail.objects.filter(notice="S-13", receiver=cast.hr).exists()


def test_the_leader_gives_it_and_the_employee_is_told_without_an_age(cast):
    offer = given(cast)
    assert (offer.state, offer.offered_by) == ("offered", cast.leder)
    mail = Mail.objects.get(notice="S-02", receiver=cast.senior)
    assert mail.context == {}
    assert not Todo.objects.open().filter(code="senior.offer", about=cast.senior).exists()


@pytest.mark.parametrize("name", ["kollega", "hr", "chef", "andenleder", "tr"])
def test_nobody_else_gives_it(cast, name):
    open_round()
    with pytest.raises((Http404, Forbidden)):
        offers.give(offer_of(cast), by=cast[name])


def test_two_clicks_give_it_once(cast):
    offer = given(cast)
    with pytest.raises(StepRefused):
        offers.give(offer, by=cast["leder"])
    assert Mail.objects.filter(notice="S-02").count() == 1


def test_yes_opens_a_talk_and_asks_the_leader_for_a_time(cast):
    offer = offers.answer(given(cast), by=cast["senior"], answer="yes", with_mus=True)
    talk = SeniorTalk.objects.get(person=cast.senior)
    assert (offer.state, talk.state, talk.with_mus) == ("yes", "wanted", True)
    assert Todo.objects.open().get(code="senior.talk").owner == cast.leder


@pytest.mark.parametrize("answer", ["no_thanks", "later"])
def test_no_and_later_leave_the_same_trace(cast, answer):
    offer = offers.answer(given(cast), by=cast["senior"], answer=answer)
    assert not SeniorTalk.objects.exists()
    entries = AuditEntry.objects.filter(subject_type="senior.senioroffer", subject_id=offer.pk)
    assert "senior.offer_answered" in set(entries.values_list("action", flat=True))
    said = " ".join(f"{e.action} {e.details} {e.reason}" for e in entries)
    assert "no_thanks" not in said and "later" not in said and "decline" not in said
    assert Mail.objects.get(notice="S-03").context == {}


def test_a_no_is_gone_when_the_round_ends_and_the_offer_comes_again(cast):
    offers.answer(given(cast), by=cast["senior"], answer="no_thanks")
    with time_machine.travel(datetime(2028, 1, 3, 9, tzinfo=ZONE), tick=False):
        clock.senior_offers(date(2028, 1, 3))
        old = SeniorOffer.objects.get(person=cast.senior, year=2027)
        assert (old.state, old.answered_at, old.words) == ("over", None, "")
        assert SeniorOffer.objects.get(person=cast.senior, year=2028).state == "to_be_offered"


def test_a_no_may_become_a_yes_and_a_yes_a_no(cast):
    offer = offers.answer(given(cast), by=cast["senior"], answer="no_thanks")
    offer = offers.answer(offer, by=cast["senior"], answer="yes")
    assert SeniorTalk.objects.get().state == "wanted"
    offers.answer(offer, by=cast["senior"], answer="no_thanks")
    assert SeniorTalk.objects.get().state == "cancelled"


def test_nobody_answers_for_somebody_else(cast):
    offer = given(cast)
    for name in ("leder", "hr"):
        with pytest.raises(Forbidden):
            offers.answer(offer, by=cast[name], answer="no_thanks")


def test_somebody_with_a_talk_under_way_gets_no_second_offer(cast):
    offers.answer(given(cast), by=cast["senior"], answer="yes")
    with time_machine.travel(datetime(2028, 1, 3, 9, tzinfo=ZONE), tick=False):
        clock.senior_offers(date(2028, 1, 3))
    assert not SeniorOffer.objects.filter(person=cast.senior, year=2028).exists()


def test_a_new_leader_gets_the_to_do(cast):
    open_round()
    Person.objects.filter(pk=cast.senior.pk).update(unit=cast.other_office)
    clock.follow_leaders(NOW.date())
    assert Todo.objects.get(code="senior.offer", about=cast.senior).owner == cast.andenleder


def test_the_pages_of_the_offer(cast, client):
    open_round()
    offer = offer_of(cast)
    client.force_login(cast.leder)
    page = client.get(reverse("senior:offer", args=[offer.pk])).content.decode()
    said = re.sub(r'csrfmiddlewaretoken" value="[^"]*"', "", page[page.index("<main") :])
    assert "Send tilbud" in said and "58" not in said and "1969" not in said
    client.post(reverse("senior:offer_give", args=[offer.pk]), {"words": "Jeg glæder mig"})
    client.force_login(cast.senior)
    page = client.get(reverse("senior:offer", args=[offer.pk])).content.decode()
    assert "Jeg glæder mig" in page and "Nej tak" in page
    page = client.post(reverse("senior:offer_answer", args=[offer.pk]), {"answer": "no_thanks"}, follow=True)
    assert "Et nej får ingen betydning" in page.content.decode()


def test_an_answer_that_is_none_changes_nothing(cast, client):
    offer = given(cast)
    client.force_login(cast.senior)
    client.post(reverse("senior:offer_answer", args=[offer.pk]), {"answer": "måske"})
    offer.refresh_from_db()
    assert offer.state == "offered"


def test_an_offer_never_becomes_late(cast):
    given(cast)
    todo = Todo.objects.get(code="senior.answer")
    assert (todo.owner, todo.due_at) == (cast.senior, None)
    assert not Reminder.objects.filter(todo=todo).exists()


@pytest.mark.parametrize("people", [3, 30])
def test_a_round_ends_in_the_same_few_questions(cast, people, django_assert_max_num_queries):
    colleagues(cast, people, born=lambda n: date(1970, 1, 1 + n % 28))
    open_round()
    with django_assert_max_num_queries(12):
        assert offers.finish_rounds(2028) == people + 4
    assert not Todo.objects.open().filter(code="senior.offer").exists()


# -- where nobody leads --------------------------------------------------------------------------------------------------
def offer_to_the_director(cast):
    born(cast.direktoer, date(1965, 3, 1))
    open_round()
    return offer_of(cast, "direktoer")


def test_hr_sends_the_offer_to_whoever_has_no_leader_and_nobody_else_does(cast):
    found = offer_to_the_director(cast)
    assert Todo.objects.open().get(subject_type="senior.senioroffer", subject_id=found.pk).owner_role == "hr"
    assert {name for name in cast.names if can(cast[name], "senior.give_offer", found)} == {"hr"}
    offers.give(found, by=cast["hr"])
    assert offer_of(cast, "direktoer").state == "offered"
    with pytest.raises(Forbidden):  # where somebody leads it stays with the leader
        offers.give(offer_of(cast), by=cast["hr"])


def test_hr_who_sent_it_is_shown_no_answer_and_the_director_finds_the_time(cast, client):
    found = offer_to_the_director(cast)
    address = reverse("senior:offer", args=[found.pk])
    client.force_login(cast.hr)
    assert "Send tilbud" in client.get(address).content.decode()
    assert client.post(reverse("senior:offer_give", args=[found.pk]), {"words": ""}).status_code == 302
    offers.answer(offer_of(cast, "direktoer"), by=cast["direktoer"], answer="yes")
    page = client.get(address).content.decode()
    assert "Ja tak" not in page and "Åbn samtale" not in page and "Svar" not in page.split("<main", 1)[1]
    assert Todo.objects.open().get(code="senior.talk").owner == cast.direktoer
