"""Minutes after they are sent: remarks without an answer stop the approval; an addendum is checked before all read it."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from med.actions import approving
from med.models import Topic, Treatment
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def signed_in(client, person):
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


def first_item(med):
    """Return item 1 of a meeting under way."""
    item = med.treatment(med.meeting(days=0, state="under_way"), "Godkendelse af referat")
    Topic.objects.filter(pk=item.topic_id).update(code="approval", is_standing=True)
    return Treatment.objects.select_related("topic", "meeting").get(pk=item.pk)


# -- remarks without an answer -----------------------------------------------------------------------------------------
def test_approval_stops_at_remarks_without_an_answer_and_loses_nothing_typed(med, client):
    sent = med.meeting(state="minutes_sent", days=-9, minutes_sent_at=NOW)
    for text in ("Datoen er forkert.", "Jeg var der."):
        approving.comment(sent, by=med.cast.amr, text=text)
    item = first_item(med)
    address = reverse("med:approve", args=[item.pk])
    page = signed_in(client, med.cast.referent).post(address, {"corrections": "Mødet begyndte kl. 9."})
    words = page.content.decode()
    assert page.status_code == 422 and "2 bemærkninger til referatet mangler svar" in words
    assert "Mødet begyndte kl. 9." in words and med.cast.amr.name in words
    sent.refresh_from_db()
    assert sent.state == "minutes_sent"
    assert client.post(address, {"corrections": "Mødet begyndte kl. 9.", "anyway": "on"}).status_code == 302
    sent.refresh_from_db()
    assert (sent.state, sent.corrections) == ("approved", "Mødet begyndte kl. 9.")


def test_approval_needs_no_tick_when_every_remark_has_its_answer(med):
    sent = med.meeting(state="minutes_sent", days=-9, minutes_sent_at=NOW)
    row, _new = approving.comment(sent, by=med.cast.amr, text="Datoen er forkert.")
    item = first_item(med)
    with pytest.raises(ValidationError):
        approving.approve_previous(item, by=med.cast.referent)
    approving.answer_comment(row, by=med.cast.referent, answer="Rettet.")
    assert approving.approve_previous(item, by=med.cast.referent).state == "approved"
