"""MUS and development plans for a group: one record that all of them share, and nobody else (GEN-33, GEN-35)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import reminders
from core.models import Mail, Todo
from core.permissions import Forbidden, can
from senior.actions import clock_talks, conversations, plans, talks
from senior.actions.ground import Stale
from senior.documents import conversation_pdf, plan_pdf
from senior.models import Conversation
from senior.staff import staff_rows
from senior.views.conversations import record_lines
from senior.views.plans import plan_lines
from tests.cast import NOW
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=4)


@pytest.fixture
def group(cast):
    return conversations.plan_for_group([cast["senior"], cast["kollega"]], by=cast["leder"], planned_at=SOON)


def test_each_of_the_group_and_the_leader_read_and_write_it_and_nobody_else(cast, group):
    for action in ("senior.view_conversation", "senior.read_conversation", "senior.write_conversation"):
        assert {name for name in cast.names if can(cast[name], action, group)} == {"senior", "kollega", "leder"}
    assert {mail.receiver for mail in Mail.objects.filter(notice="S-04")} == {cast.senior, cast.kollega}


def test_one_record_is_shared_and_confirmed_by_each(cast, group, client):
    row = conversations.write(
        group, by=cast["kollega"], version=group.version, held_on=NOW.date(), points="Vi vil bytte opgaver"
    )
    client.force_login(cast.senior)
    page = reverse("senior:conversation", args=[row.pk])
    assert "Vi vil bytte opgaver" in client.get(page).content.decode()
    for name in ("senior", "kollega", "leder"):
        assert conversations.confirm(row, by=cast[name])
        assert not conversations.confirm(row, by=cast[name])
    assert all(at for _one, at in row.parties())
    row = conversations.write(row, by=cast["leder"], version=row.version, held_on=NOW.date(), points="Rettet")
    assert not any(at for _one, at in row.parties())
    with pytest.raises(Stale):
        conversations.write(row, by=cast["senior"], version=group.version, held_on=NOW.date(), points="Gammelt")


def test_it_counts_as_mus_for_each_of_them(cast, group):
    rows = staff_rows(cast["leder"], [cast["senior"], cast["kollega"], cast["medarbejder"]], NOW.date())
    assert [bool(row.mus) for row in rows] == [True, True, False]
    clock_talks.mus_round(NOW.date())
    before = int(Todo.objects.get(code="senior.mus_round", owner=cast.leder).facts["n"])
    conversations.plan_for_group([cast["medarbejder"], cast["mentor"]], by=cast["leder"], planned_at=SOON)
    Todo.objects.all().delete()
    clock_talks.mus_round(NOW.date())
    assert int(Todo.objects.get(code="senior.mus_round", owner=cast.leder).facts["n"]) == before - 2


def test_one_alone_is_no_group_and_others_staff_are_not_asked(cast):
    with pytest.raises(ValidationError):
        conversations.plan_for_group([cast["senior"]], by=cast["leder"], planned_at=SOON)
    with pytest.raises(Forbidden):
        conversations.plan_for_group([cast["senior"], cast["andenmedarbejder"]], by=cast["leder"], planned_at=SOON)
    with pytest.raises(Forbidden):
        conversations.plan_for_group([cast["senior"], cast["kollega"]], by=cast["senior"], planned_at=SOON)


def test_the_pages_of_a_group(cast, client):
    client.force_login(cast.leder)
    address = reverse("senior:group_talk_new")
    answer = client.post(address, {"people": [cast.senior.pk], "planned_at_0": "08.02.2027", "planned_at_1": "10.00"})
    assert answer.status_code == 422 and "Vælg mindst to" in answer.content.decode()
    assert client.post(address, {"people": [cast.senior.pk, cast.andenmedarbejder.pk]}).status_code == 422
    page = client.get(address).content.decode()
    assert cast.senior.name in page and cast.andenmedarbejder.name not in page


def test_a_plan_that_a_group_shares_is_followed_up_by_all(cast, client):
    values = {"short_goals": "Fælles netværksmøder", "follow_up_on": NOW.date() + timedelta(days=20)}
    plan = plans.begin_for_group([cast["senior"], cast["kollega"]], by=cast["leder"], **values)
    assert {name for name in cast.names if can(cast[name], "senior.read_plan", plan)} == {"senior", "kollega", "leder"}
    clock_talks.plan_follow_ups(NOW.date())
    assert Todo.objects.get(code="senior.plan_follow_up").owner == cast.leder
    reminders.sweep()
    told = {mail.receiver for mail in Mail.objects.filter(notice="S-17")}
    assert told == {cast.senior, cast.kollega, cast.leder}
    client.force_login(cast.kollega)
    assert "Fælles netværksmøder" in client.get(reverse("senior:plan", args=[plan.pk])).content.decode()
    with pytest.raises(ValidationError):
        plans.begin_for_group([cast["senior"]], by=cast["leder"], **values)
    with pytest.raises(Forbidden):
        plans.begin_for_group([cast["senior"], cast["kollega"]], by=cast["senior"], **values)


def test_the_papers_name_all_of_the_group(cast, group):
    row = conversations.write(group, by=cast["leder"], version=0, held_on=NOW.date(), points="Opgaver")
    paper = conversation_pdf(row, record_lines(row))
    assert_archival(paper)
    assert cast.senior.name in text_of(paper) and cast.kollega.name in text_of(paper)
    plan = plans.begin_for_group(
        [cast["senior"], cast["kollega"]], by=cast["leder"], short_goals="X", follow_up_on=date(2028, 1, 1)
    )
    assert cast.kollega.name in text_of(plan_pdf(plan, plan_lines(plan)))


# -- the senior talk as a part of MUS ------------------------------------------------------------------------------------
def test_a_talk_that_is_part_of_mus_makes_the_mus_and_moves_it_along(cast):
    talk = talks.want_talk(cast["senior"], by=cast["senior"])
    talk = talks.plan(talk, by=cast["leder"], planned_at=SOON, place="Rum 1", with_mus=True)
    mus = Conversation.objects.get(person=cast.senior, kind="development_talk")
    assert talk.conversation == mus and (mus.planned_at, mus.place) == (SOON, "Rum 1")
    assert Mail.objects.filter(notice="S-04", receiver=cast.senior).count() == 1
    later = SOON + timedelta(days=1)
    talks.plan(talk, by=cast["leder"], planned_at=later, place="Rum 2", with_mus=True)
    mus.refresh_from_db()
    assert mus.planned_at == later and Conversation.objects.count() == 1


def test_a_mus_that_is_planned_already_is_the_one(cast):
    mus = conversations.plan(cast["senior"], by=cast["leder"], kind="development_talk", planned_at=SOON)
    talk = talks.want_talk(cast["senior"], by=cast["senior"])
    talk = talks.plan(talk, by=cast["leder"], planned_at=SOON, place="Rum 1", with_mus=True)
    assert talk.conversation == mus
    other = talks.want_talk(cast["kollega"], by=cast["kollega"])
    assert talks.plan(other, by=cast["leder"], planned_at=SOON, place="Rum 1", with_mus=False).conversation is None
