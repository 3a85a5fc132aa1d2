"""Questions between bodies return by themselves; who is told what of a meeting."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import Mail
from med import papers
from med.actions import lifts, telling
from med.models import Reached, Treatment
from tests.cast import NOW, Cast
from tests.med.beside import Beside
from tests.pdfs import assert_archival

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        yield Beside(Cast()).lay_rows()


def test_a_question_goes_up_and_the_answer_comes_back_on_the_next_agenda(med, client):
    client.force_login(med.cast.leder)
    address = reverse("med:lift_new", args=[med.past_item.pk])
    sent = {"to_body": med.parent.pk, "question": "Hvem betaler skærmene?", "reply_by": "01.04.2027"}
    assert client.post(address, sent).status_code == 302
    lift = med.body.lifts_sent.order_by("-pk").first()
    assert not lift.is_hearing
    assert Mail.objects.filter(notice="M-60", receiver=med.cast.direktoer).exists()
    lifts.accept(lift, by=med.cast.direktoer)
    assert med.parent.topics.get(source_key=f"lift:{lift.pk}").is_open
    lifts.answer(lift, by=med.cast.direktoer, answer="Det gør forvaltningen.")
    (back,) = Treatment.objects.filter(topic__source_key=f"answer:{lift.pk}")
    assert back.meeting == med.one and "forvaltningen" in back.background
    with pytest.raises(ValidationError):
        lifts.answer(lift, by=med.cast.direktoer, answer="Igen")


def test_a_question_that_is_sent_twice_is_asked_once_and_another_one_is_another(med):
    asked = {"by": med.cast.leder, "to_body": med.parent}
    first = lifts.send(med.past_item, question="Hvem gør det?", **asked)
    assert lifts.send(med.past_item, question="Hvem gør det?", **asked) == first
    assert lifts.send(med.past_item, question="Hvornår?", **asked) != first


def test_a_no_needs_a_reason_and_comes_back_too(med):
    with pytest.raises(ValidationError):
        lifts.decline(med.lift, by=med.cast.direktoer, reason="nej")
    lifts.decline(med.lift, by=med.cast.direktoer, reason="Det kan I selv bestemme lokalt.")
    assert Treatment.objects.filter(topic__source_key=f"answer:{med.lift.pk}", meeting=med.one).exists()
    with pytest.raises(ValidationError):
        lifts.accept(med.lift, by=med.cast.direktoer)


def test_only_bodies_above_and_below_are_asked(med):
    assert set(lifts.targets(med.body)) == {med.parent}
    assert set(lifts.targets(med.parent)) == {med.body}
    with pytest.raises(ValidationError):
        lifts.send(med.past_item, by=med.cast.leder, to_body=med.other, question="Hvad gør I?")


def test_downwards_is_a_hearing(med):
    meeting = med.meeting(med.parent)
    item = med.treatment(meeting, "Ny politik")
    lift = lifts.send(item, by=med.cast.direktoer, to_body=med.body, question="Hvad siger I?")
    assert lift.is_hearing


def test_telling_is_done_once_and_small_numbers_are_hidden(med, client):
    assert telling.finish(med.telling, by=med.cast.mentor, counts=[(med.cast.office, 3)])
    assert not telling.finish(med.telling, by=med.cast.mentor)
    assert Reached.objects.get().count == 3
    client.force_login(med.cast.amr)
    assert "nået: få af" in client.get(reverse("med:telling", args=[med.past.pk])).content.decode()


def test_the_form_plans_and_prints(med, client):
    client.force_login(med.cast.leder)
    address = reverse("med:telling_new", args=[med.past_item.pk])
    assert client.post(address, {"who": "", "is_to_med": "0"}).status_code == 422
    sent = {
        "who": "Alle teams",
        "what": "Vi måler støjen i april",
        "channel": "meeting",
        "due_on": "12.02.2027",
        "is_to_med": "0",
        "responsible": med.cast.amr.pk,
    }
    assert client.post(address, sent).status_code == 302
    assert_archival(papers.dissemination(med.past, list(med.past_item.disseminations.all())))
