"""What is handed on can be agreed on later, put right, and taken off, by those who write the plan."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core.models import Todo
from senior.actions import handover
from senior.models import HandoverTopic
from tests.senior.situation import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(cast):
    plan = handover.give_date(cast["senior"], by=cast["senior"], leaving_on=TODAY + timedelta(days=200))
    return handover.add_topic(
        plan, by=cast["leder"], topic="Skolerne", receiver=None, due_on=TODAY + timedelta(days=90)
    )


def waiting(topic):
    return {todo.owner for todo in Todo.objects.about(topic).open()}


def test_who_takes_over_is_agreed_on_later_and_hears_it(cast, topic, client):
    assert waiting(topic) == {cast.senior}
    client.force_login(cast.senior)
    assert "hvem der tager over" in client.get(reverse("senior:topic", args=[topic.pk])).content.decode()
    data = {"topic": "Skolerne og SFO", "receiver": cast.kollega.pk, "due_on": f"{TODAY + timedelta(days=60):%d.%m.%Y}"}
    assert client.post(reverse("senior:topic_edit", args=[topic.pk]), data).status_code == 302
    topic.refresh_from_db()
    assert (topic.topic, topic.receiver) == ("Skolerne og SFO", cast.kollega)
    assert waiting(topic) == {cast.kollega}


def test_a_mistake_is_taken_off_with_its_to_do(cast, topic, client):
    client.force_login(cast.leder)
    assert client.post(reverse("senior:topic_remove", args=[topic.pk])).status_code == 302
    assert not HandoverTopic.objects.exists() and not Todo.objects.open().filter(code="senior.handover_topic").exists()


def test_what_is_handed_on_stays(cast, topic):
    handover.tick_topic(topic, by=cast["senior"])
    with pytest.raises(ValidationError):
        handover.change_topic(topic, by=cast["leder"], topic="Andet", receiver=None, due_on=TODAY)
    assert not handover.remove_topic(topic, by=cast["leder"])


def test_whoever_takes_over_changes_nothing_on_the_plan(cast, topic):
    topic = handover.change_topic(topic, by=cast["leder"], topic="Skolerne", receiver=cast.kollega, due_on=topic.due_on)
    for name in ("kollega", "chef"):
        with pytest.raises(Http404):
            handover.remove_topic(topic, by=cast[name])
