"""A date on a chairs' matter gives whoever wrote it a to-do on the day (MED-49)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import desk
from core.models import Person, Todo
from med.actions import matters
from med.models import ChairMatter
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db
DAY = (NOW + timedelta(days=10)).date()


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def waits_for(name, med, days):
    """Return the titles of what waits for somebody some days from now."""
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        found = desk.of(Person.objects.get(pk=getattr(med.cast, name).pk))
        every = [todo for group in found.groups for todo in group.todos] + ([found.next] if found.next else [])
        return [todo.title for todo in every if todo.code == matters.FOLLOW_UP]


def test_the_one_who_wrote_the_date_is_reminded_on_the_day_in_neutral_words(med):
    client = Client()
    client.force_login(med.cast.tr)
    typed = {"title": "Uro om vagterne", "note": "Hemmeligt", "follow_up_on": f"{DAY:%d.%m.%Y}"}
    assert client.post(reverse("med:matter_new", args=[med.body.pk]), typed).status_code == 302
    assert ChairMatter.objects.get().follow_up_on == DAY
    assert waits_for("tr", med, 9) == []
    assert waits_for("tr", med, 10) == ["Se på en sag i formandskabet"]
    assert waits_for("leder", med, 10) == []
    assert "vagterne" not in str(Todo.objects.filter(code=matters.FOLLOW_UP).values())


def test_a_date_that_is_over_is_refused_and_an_outsider_sets_none(med):
    client = Client()
    client.force_login(med.cast.tr)
    typed = {"title": "Uro", "note": "Husk det her", "follow_up_on": "01.02.2027"}
    answer = client.post(reverse("med:matter_new", args=[med.body.pk]), typed)
    assert answer.status_code == 422
    assert "Husk det her" in answer.content.decode()
    with pytest.raises(PermissionDenied):
        matters.add(med.body, by=med.cast.amr, title="Uro", follow_up_on=DAY)
    assert not ChairMatter.objects.exists()


def test_a_moved_date_moves_the_to_do_and_the_end_of_the_matter_takes_it_away(med):
    row = matters.add(med.body, by=med.cast.tr, title="Uro", follow_up_on=DAY)
    later = DAY + timedelta(days=10)
    row = matters.change(row, by=med.cast.leder, title="Uro", note="", version=1, follow_up_on=later)
    assert waits_for("tr", med, 12) == []
    assert len(waits_for("leder", med, 20)) == 1
    row = matters.change(row, by=med.cast.tr, title="Uro igen", note="", version=2, follow_up_on=later)
    assert len(waits_for("leder", med, 20)) == 1
    matters.solve(row, by=med.cast.tr)
    assert waits_for("leder", med, 20) == []
