"""What a colleague saw: asked for, signed off, added to, never changed (INC-16)."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core.models import Mail, Todo
from core.permissions import Forbidden, can
from incidents.actions import statements as verbs
from incidents.models import Statement
from tests.cast import NOW, Cast
from tests.situation import make_incident

pytestmark = pytest.mark.django_db
SOON = NOW.date().replace(day=9)


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


@pytest.fixture
def case(cast):
    return make_incident(cast, narrative="Hemmelig fortælling", citizen_name="Ib Borger")


def asked(cast, case, who="senior"):
    return verbs.ask(case, by=cast["leder"], colleague=cast[who], due_on=SOON)[0]


def test_the_colleague_gets_a_page_and_nothing_of_the_case(cast, case, client):
    row = asked(cast, case)
    assert Todo.objects.about(row).get().owner == cast.senior
    assert not can(cast["senior"], "incidents.view", case)
    client.force_login(cast["senior"], backend="core.signin.PersonBackend")
    page = client.get(reverse("incidents:statement", args=[row.pk])).content.decode()
    assert "Hemmelig" not in page and "Ib Borger" not in page and cast.kollega.name not in page


def test_a_signed_account_is_added_to_and_never_changed(cast, case):
    row = asked(cast, case)
    assert verbs.sign(row, by=cast["senior"], text="Jeg så ham slå i bordet.")
    assert not verbs.sign(row, by=cast["senior"], text="Noget andet.")
    verbs.add(row, by=cast["senior"], text="Han råbte også.")
    row = Statement.objects.get()
    assert row.text == "Jeg så ham slå i bordet." and [one.text for one in row.additions.all()] == ["Han råbte også."]
    assert not Todo.objects.about(row).open().exists()
    assert Mail.objects.get(notice="I-08").receiver == cast.leder


def test_an_account_signed_in_two_tabs_at_once_keeps_both_texts(cast, case, rf):
    from django.contrib.messages.storage.base import BaseStorage

    from incidents.views.statements import _keep

    row = asked(cast, case)
    request = rf.post("/")
    request.user, request._messages = cast["senior"], BaseStorage(request)
    for text in ("Jeg så ham slå i bordet.", "Han råbte også.", "Jeg så ham slå i bordet."):
        _keep(request, row, text, signed=False)
    row = Statement.objects.get()
    assert row.text == "Jeg så ham slå i bordet." and [one.text for one in row.additions.all()] == ["Han råbte også."]


def test_nothing_is_added_before_it_is_signed_and_nobody_writes_for_another(cast, case):
    row = asked(cast, case)
    with pytest.raises(ValidationError):
        verbs.add(row, by=cast["senior"], text="Mere.")
    with pytest.raises(Forbidden):
        verbs.sign(row, by=cast["leder"], text="Jeg skriver for dig.")
    with pytest.raises(Http404):
        verbs.sign(row, by=cast["medarbejder"], text="Mig?")


def test_a_colleague_may_say_no_and_change_their_mind(cast, case):
    row = asked(cast, case)
    assert verbs.decline(row, by=cast["senior"])
    assert verbs.sign(row, by=cast["senior"], text="Alligevel.")


def test_these_read_it_and_no_others(cast, case):
    row = asked(cast, case)
    verbs.sign(row, by=cast["senior"], text="Jeg så det.")
    assert {name for name in cast.names if can(cast[name], "incidents.view_statement", row)} == {"senior", "leder"}


@pytest.mark.parametrize("who", ["kollega", "amr"])
def test_the_affected_and_the_implicated_are_not_asked(cast, case, who):
    case.implicated.add(cast.amr)
    with pytest.raises(ValidationError):
        asked(cast, case, who)


def test_nobody_is_asked_twice_and_only_the_leader_asks(cast, case):
    asked(cast, case)
    with pytest.raises(ValidationError):
        asked(cast, case)
    with pytest.raises(Forbidden):
        verbs.ask(case, by=cast["amr"], colleague=cast["medarbejder"], due_on=SOON)


def test_whoever_is_implicated_later_loses_the_page(cast, case):
    row = asked(cast, case)
    case.implicated.add(cast.senior)
    assert not can(cast["senior"], "incidents.view_statement", row)
