"""Minutes after they are sent: remarks without an answer stop the approval; an addendum is checked before all read it."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from core.models import Todo
from med import documents
from med.actions import approving, looking_through
from med.forms.minutes import PublishForm
from med.models import Meeting, Topic, Treatment
from tests.cast import NOW, Cast
from tests.med.meetings import Med
from tests.pdfs import text_of

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


# -- an addendum to published minutes ----------------------------------------------------------------------------------
def published(med):
    meeting = med.meeting(state="minutes_sent", days=-9, minutes_sent_at=NOW, minute_taker=med.cast.referent)
    item = med.treatment(meeting, "Støj", text="Drøftet.")
    approving.approve(meeting, by=med.cast.referent)
    return approving.publish(Meeting.objects.get(pk=meeting.pk), by=med.cast.referent, confirmed=True), item


def ticks():
    return dict.fromkeys(PublishForm().fields, "on")


def test_an_addendum_to_published_minutes_is_read_by_all_when_the_minute_taker_has_checked_it(med, client):
    meeting, item = published(med)
    outsider, address = med.cast.nyansat, reverse("med:meeting", args=[meeting.pk])
    words = "Anna var sygemeldt den dag."
    signed_in(client, med.cast.amr)
    client.post(reverse("med:remark", args=[meeting.pk]), {"text": words, "treatment": item.pk})
    client.post(reverse("med:remark", args=[meeting.pk]), {"text": "Målingen var gratis."})
    seen_inside = client.get(address).content.decode()
    assert words in seen_inside and "kun medlemmerne kan læse den endnu" in seen_inside
    page = signed_in(client, outsider).get(address)
    assert page.status_code == 200 and words not in page.content.decode() and "gratis" not in page.content.decode()
    assert words not in text_of(documents.minutes(meeting, public=True))
    assert Todo.objects.about(meeting).open().filter(code=looking_through.PUBLISH).count() == 1

    check = reverse("med:publish", args=[meeting.pk])
    shown = signed_in(client, med.cast.referent).get(check).content.decode()
    assert "»sygemeldt«" in shown and words in shown and "Målingen var gratis." in shown
    last = meeting.addenda.order_by("-pk").first().pk
    assert client.post(check, {"seen": last}).status_code == 422
    assert client.post(check, ticks() | {"seen": last}).status_code == 302
    assert not Todo.objects.about(meeting).open().filter(code=looking_through.PUBLISH).exists()
    assert words in signed_in(client, outsider).get(address).content.decode()
    assert words in text_of(documents.minutes(meeting, public=True))


def test_an_addendum_that_nobody_saw_on_the_page_waits_for_its_own_check(med):
    meeting, _item = published(med)
    first, _new = approving.add_addendum(meeting, by=med.cast.amr, text="Målingen var gratis.")
    second, _new = approving.add_addendum(meeting, by=med.cast.amr, text="Den blev lavet i maj.")
    with pytest.raises(PermissionDenied):
        approving.publish_later(meeting, by=med.cast.amr, confirmed=True, seen=second.pk)
    with pytest.raises(ValidationError):
        approving.publish_later(meeting, by=med.cast.referent, confirmed=False, seen=second.pk)
    assert approving.publish_later(meeting, by=med.cast.referent, confirmed=True, seen=first.pk) == 1
    assert list(approving.unchecked(meeting)) == [second]
    assert Todo.objects.about(meeting).open().filter(code=looking_through.PUBLISH).exists()
