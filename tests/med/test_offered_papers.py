"""What the house offers LokalMED comes on the nearest committee's agenda by itself, with its paper."""

import hashlib

import pytest
import time_machine

from core import topics
from core.models import Attachment, Document, Unit
from med.actions import offered
from med.models import Body, Topic
from tests.cast import NOW, Cast
from tests.med.beside import Beside

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        yield Beside(Cast()).lay_rows()


def paper(med):
    content = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    return Document.objects.create(
        kind="P-23",
        title="Anonym statistik",
        number="2027-1",
        subject_type="med.meeting",
        subject_id=med.one.pk,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_by=med.cast.leder,
        made_at=NOW,
    )


def under(med):
    team = Unit.objects.create(name="Team", parent=med.body.unit)
    team.path = f"{med.body.unit.path}{team.pk}/"
    team.save(update_fields=["path"])
    return team


def offer(med, unit, kind="statistics", document=None):
    facts = {"document": document.pk} if document else {}
    topic = topics.Topic(kind, "Årets tal", "Se på tallene.", "/", ("core.unit", unit.pk), NOW, None, unit.pk, facts)
    topics.offer(topic, by=med.cast.leder)


def test_an_offices_numbers_go_to_the_committee_above_it_with_the_paper_once(med):
    team = under(med)
    document = paper(med)
    for _again in range(2):
        offer(med, team, document=document)
    (topic,) = Topic.objects.filter(title="Årets tal")
    assert topic.body == med.body
    (item,) = topic.treatments.all()
    assert Attachment.objects.filter(subject_type="med.treatment", subject_id=item.pk).count() == 1


def test_a_nearer_committee_gets_it_instead_and_other_kinds_wait_to_be_asked_for(med):
    team = under(med)
    near = Body.objects.create(name="LokalMED Team", kind="lokal_med", unit=team, starts_on=med.body.starts_on)
    offer(med, team)
    asked = topics.Topic("plan", "x", "", "/", ("core.unit", 1), NOW, None, team.pk)
    assert [body.pk for body in offered.bodies_of(asked)] == [near.pk]
    assert Topic.objects.get(title="Årets tal").body == near
    offer(med, team, kind="strain")
    assert Topic.objects.filter(title="Årets tal").count() == 1
