"""The leader chain of a workplace is edited in order, inherited, and shown as it would be used now (INC-24)."""

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core.actions import chain
from core.models import ChainStep
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY, away

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    return House()


def labels(unit):
    return [step.label for step in chain.own_steps(unit)]


@pytest.mark.parametrize(
    "who, status", [("leader", 302), ("owner", 302), ("admin", 302), ("chief", 403), ("employee", 403), ("rep", 403)]
)
def test_those_who_may_add_a_link(client, house, who, status):
    assert (
        post(
            client, getattr(house, who), "chain", house.team.pk, label="direktør", person=house.director.email
        ).status_code
        == status
    )
    assert ChainStep.objects.exists() == (status == 302)


def test_everybody_reads_it_with_who_would_be_called_now(client, house):
    chain.add(house.team, by=house.leader, label="direktør", person=house.director)
    away(house.leader, house.deputy)
    page = text_of(get(client, house.employee, "chain", house.team.pk))
    assert page.index("Søren Stedfortræder") < page.index("Tager over for Lene Leder")
    assert "Tilføj led" not in page


def test_links_move_up_and_down_and_keep_whole_numbers(client, house):
    for label, person in (("et", house.chief), ("to", house.director), ("tre", house.owner)):
        chain.add(house.team, by=house.leader, label=label, person=person)
    post(client, house.leader, "settings_chain_up", ChainStep.objects.get(label="tre").pk)
    assert labels(house.team) == ["et", "tre", "to"]
    post(client, house.leader, "settings_chain_down", ChainStep.objects.get(label="et").pk)
    post(client, house.leader, "settings_chain_down", ChainStep.objects.get(label="to").pk)  # the last stays the last
    post(client, house.leader, "settings_chain_remove", ChainStep.objects.get(label="et").pk)
    assert [(s.order, s.label) for s in chain.own_steps(house.team)] == [(1, "tre"), (2, "to")]
    assert post(client, house.rep, "settings_chain_up", ChainStep.objects.get(label="to").pk).status_code == 403


def test_a_link_is_a_person_or_a_units_leader_and_stands_once(house):
    chain.add(house.team, by=house.leader, label="chef", led_unit=house.department)
    for values in ({}, {"person": house.chief, "led_unit": house.top}, {"led_unit": house.department}):
        with pytest.raises(ValidationError):
            chain.add(house.team, by=house.leader, label="x", **values)


def test_a_unit_follows_the_one_above_until_it_has_its_own(client, house):
    chain.add(house.department, by=house.owner, label="direktør", person=house.director)
    assert "Gælder fra Myndighed." in text_of(get(client, house.leader, "chain", house.team.pk))
    post(client, house.leader, "settings_chain_own", house.team.pk)
    assert labels(house.team) == ["direktør"]
    assert "Gælder fra" not in text_of(get(client, house.leader, "chain", house.team.pk))


def test_the_chain_is_marked_as_checked(client, house):
    chain.add(house.team, by=house.leader, label="direktør", person=house.director)
    ChainStep.objects.update(checked_on=None)
    post(client, house.leader, "settings_chain_check", house.team.pk)
    assert "Kontrolleret mandag den 1. marts 2027 af Lene Leder." in text_of(
        get(client, house.leader, "chain", house.team.pk)
    )
    assert post(client, house.employee, "settings_chain_check", house.team.pk).status_code == 403
