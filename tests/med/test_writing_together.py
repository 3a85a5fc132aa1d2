"""Minutes while they are written: who writes where, texts that save themselves, a session that ends, the order by hand."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import drafts
from core.models import AuditEntry, Draft
from med.actions import agenda, presence
from med.models import Treatment, Writing
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


@pytest.fixture
def item(med):
    return med.treatment(med.meeting(state="under_way", days=0))


def signed_in(med, name):
    client = Client()
    client.force_login(med.cast[name], backend="core.signin.PersonBackend")
    return client


def save(client, item, version, text):
    return client.post(
        reverse("med:text", args=[item.pk]),
        {"version": version, "text": text},
        headers={"X-By-Itself": "yes", "X-Requested-With": "fetch"},
    )


# -- who writes where ------------------------------------------------------------------------------------------------
def test_each_sees_where_the_other_writes_for_half_a_minute(med, item):
    presence.stand_in(item, by=med.cast["referent"])
    client = signed_in(med, "leder")
    answer = client.get(reverse("med:live", args=[item.meeting_id])).json()
    assert med.cast.referent.name in answer["items"][str(item.pk)]["who"]
    own = signed_in(med, "referent").get(reverse("med:live", args=[item.meeting_id])).json()
    assert own["items"][str(item.pk)]["who"] == ""
    with time_machine.travel(NOW + timedelta(seconds=40), tick=False):
        assert presence.others(item.meeting, med.cast["leder"]) == {}


def test_a_person_stands_in_one_place_and_only_minute_takers_are_seen(med, item):
    other = med.treatment(item.meeting, "Støj")
    presence.stand_in(item, by=med.cast["referent"])
    presence.stand_in(other, by=med.cast["referent"])
    assert Writing.objects.get().treatment == other
    with pytest.raises(PermissionDenied):
        presence.stand_in(item, by=med.cast["amr"])
    with pytest.raises(Http404):
        presence.leave(item.meeting, by=med.cast["andenleder"])
    presence.leave(item.meeting, by=med.cast["referent"])
    assert not Writing.objects.exists()


# -- texts that save themselves ----------------------------------------------------------------------------------------
def test_a_sentence_in_the_making_is_one_revision_and_one_line_of_the_log(med, item):
    client = signed_in(med, "referent")
    version = 1
    for text in ("Vi", "Vi talte", "Vi talte om støj", "Vi talte om støj."):
        answer = save(client, item, version, text)
        assert answer.status_code == 200
        version = answer.json()["version"]
    item.refresh_from_db()
    assert item.text == "Vi talte om støj." and not item.revisions.exists()
    assert AuditEntry.objects.filter(action="med.minutes_written").count() == 1
    with time_machine.travel(NOW + timedelta(minutes=10), tick=False):
        save(client, item, version, "Noget helt andet.")
    assert [one.text for one in item.revisions.all()] == ["Vi talte om støj."]


def test_saving_by_itself_never_overwrites_what_another_wrote(med, item):
    Treatment.objects.filter(pk=item.pk).update(text="Karens ord", version=2, text_by=med.cast.tr)
    answer = save(signed_in(med, "referent"), item, 1, "Sofies ord")
    assert answer.status_code == 409
    item.refresh_from_db()
    assert item.text == "Karens ord"


def test_a_text_that_is_too_long_or_of_locked_minutes_is_not_saved(med, item):
    client = signed_in(med, "referent")
    assert save(client, item, 1, "x" * 20001).status_code == 422
    assert save(client, item, "mange", "x").status_code == 422
    item.meeting.__class__.objects.filter(pk=item.meeting_id).update(state="approved")
    assert save(client, item, 1, "Rettelse").status_code == 403
    item.refresh_from_db()
    assert item.text == ""


def test_a_browser_closed_mid_sentence_finds_the_sentence_again(med, item):
    client = signed_in(med, "referent")
    key = reverse("med:text", args=[item.pk])
    token = drafts.token(med.cast.referent, key)
    data = {"draft_key": key, "draft_token": token, "version": 1, "text": "Midt i en sæt"}
    assert client.post(reverse("core:draft"), data).status_code == 200
    page = client.get(reverse("med:write", args=[item.meeting_id])).content.decode()
    assert "Midt i en sæt" in page
    assert (
        "Midt i en sæt"
        not in signed_in(med, "leder").get(reverse("med:write", args=[item.meeting_id])).content.decode()
    )


def test_after_signing_in_again_the_way_leads_back_to_the_text(med, item):
    key = reverse("med:text", args=[item.pk])
    token = drafts.token(med.cast.referent, key)
    answer = Client().post(key, {"draft_token": token, "version": 1, "text": "Skrevet uden session"})
    assert answer.status_code == 302 and key in answer["Location"].replace("%2F", "/")
    assert Draft.objects.filter(key=key).exists()
    client = signed_in(med, "referent")
    answer = client.get(key)
    assert answer.status_code == 302 and answer["Location"].endswith(f"/write/#item-{item.pk}")
    assert "Skrevet uden session" in client.get(answer["Location"]).content.decode()


# -- the order by hand -------------------------------------------------------------------------------------------------
def order(meeting):
    return [one.title for one in meeting.treatments.standing().filter(part="B").order_by("order")]


def test_an_item_is_put_where_it_is_dropped(med):
    meeting = med.meeting(state="agenda_open")
    a, b, c = (med.treatment(meeting, title, order=n) for n, title in enumerate("ABC"))
    assert agenda.place_item(c, by=med.cast["tr"], before=a.pk)
    assert order(meeting) == ["C", "A", "B"]
    assert agenda.place_item(c, by=med.cast["tr"])
    assert order(meeting) == ["A", "B", "C"]
    meeting.refresh_from_db()
    assert meeting.agenda_version == 3  # a chair's yes to the old order has lapsed
    assert not agenda.place_item(c, by=med.cast["tr"])
    assert not agenda.place_item(b, by=med.cast["tr"], before=b.pk)
    meeting.refresh_from_db()
    assert meeting.agenda_version == 3


def test_an_item_stays_in_its_part_and_in_its_meeting(med):
    meeting = med.meeting(state="agenda_open")
    item, told = med.treatment(meeting, "A"), med.treatment(meeting, "B", part="A")
    for before in (told.pk, med.treatment(med.meeting(days=40), "C").pk):
        with pytest.raises(ValidationError):
            agenda.place_item(item, by=med.cast["tr"], before=before)
    with pytest.raises(PermissionDenied):
        agenda.place_item(item, by=med.cast["amr"])
    client = signed_in(med, "tr")
    answer = client.post(reverse("med:item_place", args=[item.pk]), {"before": "ingen"}, follow=True)
    assert answer.status_code == 200 and order(meeting) == ["A"]


def test_the_order_of_two_hundred_items_takes_one_drop(med):
    meeting = med.meeting(state="agenda_open")
    items = [med.treatment(meeting, f"Punkt {n:03}", order=n * 10) for n in range(1, 201)]
    assert agenda.place_item(items[-1], by=med.cast["leder"], before=items[0].pk)
    assert order(meeting)[:2] == ["Punkt 200", "Punkt 001"]
    page = signed_in(med, "leder").get(reverse("med:meeting", args=[meeting.pk]))
    assert page.status_code == 200 and page.content.decode().count('draggable="true"') == 200
