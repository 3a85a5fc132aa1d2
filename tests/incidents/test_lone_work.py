"""Alone at work: a moment to report back by, and the colleague who is told when it passes (INC-90, R-103)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core import reminders
from core.models import Mail, Todo
from core.permissions import Forbidden, can
from core.states import StepRefused
from incidents.actions import lone_work as verbs
from incidents.models import LoneWork
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def agree(cast, **values):
    """Agree that Signe watches while Jonas is out for an hour."""
    return verbs.plan(
        by=cast["kollega"],
        watcher=cast["medarbejder"],
        kind="visit",
        where="MK, Havnegade",
        begins_at=NOW,
        check_in_at=NOW + HOUR,
        **values,
    )[0]


def sent(at=None):
    """Return [(notice, who)] of the mails so far."""
    if at:
        reminders.sweep(at)
    return [(mail.notice, mail.receiver.email.split("@")[0]) for mail in Mail.objects.order_by("pk")]


def test_the_watcher_is_told_at_once_and_again_when_the_moment_passes(cast):
    agree(cast)
    assert sent() == [("I-06", "medarbejder")]
    assert sent(NOW + HOUR - timedelta(minutes=10))[1:] == [("I-03", "kollega")]
    assert sent(NOW + HOUR)[2:] == [("I-04", "medarbejder")]
    assert sent(NOW + HOUR + timedelta(minutes=15))[3:] == [("I-05", "leder")]


def test_the_mails_name_no_place_and_nobody(cast):
    agree(cast)
    reminders.sweep(NOW + 2 * HOUR)
    for mail in Mail.objects.all():
        assert "Havnegade" not in f"{mail.context}{mail.link}" and "Jonas" not in f"{mail.context}"


def test_nobody_is_told_when_the_colleague_is_back_in_time(cast):
    row = agree(cast)
    verbs.come_back(row, by=cast["kollega"])
    assert sent(NOW + 2 * HOUR) == [("I-06", "medarbejder")]
    assert LoneWork.objects.get().state == "back" and not Todo.objects.open().filter(code=verbs.CODE).exists()


def test_a_later_moment_moves_every_reminder(cast):
    row = agree(cast)
    verbs.extend(row, by=cast["kollega"], check_in_at=NOW + 3 * HOUR)
    assert sent(NOW + 2 * HOUR) == [("I-06", "medarbejder")]
    assert sent(NOW + 3 * HOUR)[-1] == ("I-04", "medarbejder")


def test_an_agreement_that_has_ended_is_not_moved_and_says_so(cast, client):
    row = agree(cast)
    with pytest.raises(ValidationError):
        verbs.extend(row, by=cast["kollega"], check_in_at=NOW - HOUR)
    verbs.find(row, by=cast["medarbejder"], outcome="Telefonen var løbet tør.")
    client.force_login(cast["kollega"], backend="core.signin.PersonBackend")
    data = {"form": "extend", "check_in_at_date": "05.02.2027", "check_in_at_time": "20.00"}
    page = client.post(reverse("incidents:lone", args=[row.pk]), data, follow=True).content.decode()
    assert "Aftalen er slut" in page and "Tidspunktet er flyttet" not in page
    assert LoneWork.objects.get().check_in_at == row.check_in_at


def test_a_clock_that_stood_still_tells_the_watcher_once(cast):
    agree(cast)
    assert sent(NOW + 26 * HOUR).count(("I-04", "medarbejder")) == 1
    assert sent(NOW + 27 * HOUR).count(("I-04", "medarbejder")) == 1


def test_only_the_one_who_is_alone_reports_back_and_only_once(cast):
    row = agree(cast)
    with pytest.raises(Forbidden):
        verbs.come_back(row, by=cast["medarbejder"])
    with pytest.raises(Http404):
        verbs.come_back(row, by=cast["andenleder"])
    verbs.come_back(row, by=cast["kollega"])
    with pytest.raises(StepRefused):
        verbs.come_back(row, by=cast["kollega"])


def test_the_watcher_and_the_leader_may_say_that_all_is_well(cast):
    row = agree(cast)
    assert verbs.take_watch(row, by=cast["medarbejder"]) and not verbs.take_watch(row, by=cast["medarbejder"])
    verbs.find(row, by=cast["medarbejder"], outcome="Telefonen var løbet tør.")
    assert LoneWork.objects.get().outcome == "Telefonen var løbet tør."


def test_these_people_see_the_agreement_and_no_others(cast):
    row = agree(cast)
    assert {name for name in cast.names if can(cast[name], "incidents.view_lone_work", row)} == {
        "kollega",
        "medarbejder",
        "leder",
    }


def test_nobody_watches_themself_and_time_goes_forward(cast):
    with pytest.raises(ValidationError):
        verbs.plan(
            by=cast["kollega"], watcher=cast["kollega"], kind="visit", where="x", begins_at=NOW, check_in_at=NOW + HOUR
        )
    with pytest.raises(ValidationError):
        verbs.plan(
            by=cast["kollega"], watcher=cast["leder"], kind="visit", where="x", begins_at=NOW, check_in_at=NOW - HOUR
        )


def test_pressing_twice_makes_one_agreement(cast):
    assert agree(cast) == agree(cast)


def test_the_page_shows_the_watcher_what_to_do_and_refuses_a_passed_moment(cast, client):
    client.force_login(cast["kollega"], backend="core.signin.PersonBackend")
    answer = client.post(
        reverse("incidents:lone_list"),
        {
            "kind": "visit",
            "where": "MK",
            "watcher": cast.medarbejder.name,
            "begins_at_date": "05.02.2027",
            "begins_at_time": "10.00",
            "check_in_at_date": "05.02.2027",
            "check_in_at_time": "09.00",
        },
    )
    assert answer.status_code == 422
    row = agree(cast)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        client.force_login(cast["medarbejder"], backend="core.signin.PersonBackend")
        page = client.get(reverse("incidents:lone", args=[row.pk])).content.decode()
    assert "har ikke meldt sig tilbage" in page and "Ring 112" in page
