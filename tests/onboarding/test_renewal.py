"""A newer version of the template in a running course: every part shown, taken up by choice, nothing done lost (ONB-32)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import calendar
from core.models import Todo
from core.permissions import Forbidden
from onboarding.actions import checklist, meetings, packs, renewal, schedule
from onboarding.models import Adaptation, Goal, Invitation, Pack
from tests.onboarding.courses import at, fresh, make, versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(cast):
    """Return a course for a case worker."""
    return make(cast, versions=versions(also=["case_worker"]))


@pytest.fixture
def pack(cast):
    """Return the part that everyone gets."""
    return Pack.objects.get(code="everyone")


def edit(pack, cast, name, code="", **values):
    """Change or add a line as HR."""
    packs.put_line(pack, by=cast["hr"], name=name, code=code, values=values)


def published(pack, cast, *dropped):
    """Take lines out and publish as HR."""
    for name, code in dropped:
        packs.drop_line(pack, by=cast["hr"], name=name, code=code)
    packs.publish(pack, by=cast["hr"], what_changed="Nyt")


def part(course, name):
    """Return one part of what is offered."""
    return next(one for one in renewal.Offer(fresh(course)).parts if one.name == name)


# -- every part --------------------------------------------------------------------------------------------------------
def test_goals_and_methods_come_change_and_go_but_a_rated_one_stays(running, pack, cast):
    rated = running.goals.get(code="systems")
    Goal.objects.filter(pk=rated.pk).update(own_rating=3)
    edit(pack, cast, "goals", title="Holde en børnesamtale", need="professional", method="shadowing", month=2)
    edit(pack, cast, "goals", "who_does_what", method="side_by_side", month=3)
    edit(pack, cast, "goals", "systems", method="sparring")
    published(pack, cast, ("goals", "team"))
    offer = part(running, "goals")
    assert [line["title"] for line in offer.add] == ["Holde en børnesamtale"]
    assert [line["code"] for line in offer.drop] == ["team"]
    assert [line["code"] for line, _why in offer.stay] == ["systems"]
    renewal.take_up(running, by=cast["leder"])
    goal = running.goals.get(title="Holde en børnesamtale")
    assert (goal.method, goal.due_on) == ("shadowing", date(2027, 4, 30))
    changed = running.goals.get(code="who_does_what")
    assert (changed.method, changed.due_on) == ("side_by_side", date(2027, 6, 1))
    rated.refresh_from_db()
    assert (rated.method, rated.own_rating) == ("instruction", 3)
    assert running.goals.get(code="team").dropped_at


def test_a_goal_that_was_worded_here_keeps_its_words(running, pack, cast):
    Goal.objects.filter(course=running, code="team").update(title="Kende alle i teamet ved navn")
    edit(pack, cast, "goals", "team", title="Have mødt teamet", method="shadowing")
    published(pack, cast)
    renewal.take_up(running, by=cast["leder"])
    goal = running.goals.get(code="team")
    assert (goal.title, goal.method) == ("Kende alle i teamet ved navn", "shadowing")


def test_cases_aids_topics_and_what_is_brought(running, cast, pack):
    worker = Pack.objects.get(code="case_worker")
    first = running.loads.first()
    edit(worker, cast, "loads", str(first.month), cases=first.cases + 1)
    edit(worker, cast, "activities", topic="Fortæl om din opgave")
    published(worker, cast)
    edit(pack, cast, "aids", "handbook", title="Håndbog for nyansatte", url="https://intranet.example/bog")
    edit(pack, cast, "aids", title="Vejviser", url="https://intranet.example/vej")
    edit(pack, cast, "topics", title="Cykler", category="tools")
    published(pack, cast, ("aids", "letters"), ("topics", "tools_13"))
    offer = renewal.Offer(fresh(running))
    assert [one.name for one in offer.parts] == ["topics", "loads", "aids", "activities"]
    renewal.take_up(running, by=cast["leder"])
    assert running.loads.get(month=first.month).cases == first.cases + 1
    assert running.contributions.filter(topic="Fortæl om din opgave").exists()
    assert running.aids.get(title="Håndbog for nyansatte").url == "https://intranet.example/bog"
    assert running.aids.filter(title="Vejviser").exists() and not running.aids.filter(title="Brevskabeloner").exists()
    assert running.topics.filter(title="Cykler").exists() and not running.topics.filter(title="Tjenestebil").exists()


def test_a_topic_with_a_knowledge_person_stays(running, cast, pack):
    running.topics.filter(code="tools_13").update(person=cast.kollega)
    published(pack, cast, ("topics", "tools_13"))
    assert not part(running, "topics").changes_something
    renewal.take_up(running, by=cast["leder"])
    assert running.topics.get(code="tools_13").person == cast.kollega


def test_the_meeting_rule_moves_what_waits_and_leaves_what_was_held_or_moved(running, pack, cast):
    schedule.approve(running, by=cast["mentor"])
    weekly = list(running.meetings.filter(series="weekly"))
    by_hand = weekly[2]
    meetings.move(by_hand, by=cast["mentor"], starts_at=at("2027-04-27 10:00"))
    edit(pack, cast, "meetings", "weekly", every="weekly:3", time="10:30", minutes=45)
    published(pack, cast)
    with time_machine.travel(at("2027-04-05 08:00"), tick=False):
        meetings.mark_held(weekly[0], by=cast["mentor"])
        offer = part(running, "meetings")
        assert len(offer.moves) == len(weekly) - 2 and not offer.more
        renewal.take_up(fresh(running), by=cast["leder"])
        now = {one.pk: one for one in running.meetings.filter(series="weekly")}
        assert calendar.local_date(now[weekly[0].pk].starts_at) == date(2027, 4, 2)
        assert calendar.local_date(now[by_hand.pk].starts_at) == date(2027, 4, 27)
        moved = now[weekly[1].pk]
        assert (calendar.local(moved.starts_at).strftime("%Y-%m-%d %H:%M"), moved.minutes) == ("2027-04-07 10:30", 45)
        todo = Todo.objects.about(running).get(code="onboarding.status_weekly", round=moved.number)
        assert calendar.local_date(todo.due_at) == date(2027, 4, 7)
        last = Invitation.objects.filter(meeting=moved, receiver=cast.mentor).last()
        assert (last.starts_at, last.sequence > 0) == (moved.starts_at, True)


def test_meetings_that_were_stepped_down_stay_as_few(running, pack, cast):
    meetings.taper(running, by=cast["mentor"])
    left = running.meetings.waiting().count()
    edit(pack, cast, "meetings", "weekly", time="14:00")
    published(pack, cast)
    renewal.take_up(fresh(running), by=cast["leder"])
    assert running.meetings.waiting().count() == left


def test_a_longer_rule_adds_meetings_and_a_shorter_one_calls_them_off(running, pack, cast):
    edit(pack, cast, "meetings", "weekly", blocks=["w4", "m2"])
    published(pack, cast)
    offer = part(running, "meetings")
    assert len(offer.more) == 1
    assert all(after is None for _m, _b, after in offer.moves)
    renewal.take_up(running, by=cast["leder"])
    days = [calendar.local_date(one.starts_at) for one in running.meetings.waiting().filter(series="weekly")]
    assert max(days) < date(2027, 5, 1) and min(days) < date(2027, 4, 1)


# -- checklist and schedule --------------------------------------------------------------------------------------------
def test_a_line_gets_new_words_people_and_phase_where_nobody_has_changed_it(running, pack, cast):
    own = running.items.get(code="network")
    checklist.change(
        own, by=cast["leder"], title="Netværk på tværs", due_on=own.due_on, roles=["newcomer"], named=None, outside=""
    )
    edit(pack, cast, "items", "network", title="Netværk")
    edit(pack, cast, "items", "keys", title="Nøgler og telefon", phase="first_week", roles=["mentor", "leader"])
    published(pack, cast)
    assert [line["code"] for _old, line in part(running, "items").change] == ["keys"]
    renewal.take_up(running, by=cast["leder"])
    item = running.items.select_related("todo").get(code="keys")
    assert (item.title, item.owner, item.second) == ("Nøgler og telefon", cast.mentor, cast.leder)
    assert item.due_on == calendar.local_date(item.todo.due_at) == date(2027, 3, 5)
    assert (item.todo.title, item.todo.owner) == ("Nøgler og telefon", cast.mentor)
    assert running.items.get(code="network").title == "Netværk på tværs"


def test_a_new_line_of_a_phase_that_is_over_gets_a_week_and_a_new_row_of_a_past_day_does_not_come(running, pack, cast):
    edit(pack, cast, "items", title="Prøv alarmen", phase="first_day", roles=["mentor"])
    edit(pack, cast, "rows", topic="Flugtveje", block="w1", day=2, time="14:00", minutes=30, roles=["mentor"])
    edit(pack, cast, "rows", "house", topic="Rundtur i huset")
    edit(pack, cast, "rows", "adjustment", topic="Tilpasning", time="10:00")
    published(pack, cast, ("rows", "reps"))
    with time_machine.travel(at("2027-03-15 08:00"), tick=False):
        rows = part(running, "rows")
        assert not rows.add and not rows.drop
        assert [line["code"] for _old, line in rows.change] == ["adjustment"] and len(rows.stay) == 3
        renewal.take_up(fresh(running), by=cast["leder"])
    item = running.items.get(title="Prøv alarmen")
    assert item.due_on == date(2027, 3, 22) and "ny udgave" in item.todo.reasons[0]
    assert running.rows.kept().filter(code__in=["reps", "house"]).count() == 2
    assert running.rows.get(code="house").topic == "Rundvisning i huset"
    assert str(running.rows.get(code="adjustment").clock) == "10:00:00"


def test_a_row_taken_out_takes_its_question_and_invitation_along(running, pack, cast):
    schedule.approve(running, by=cast["mentor"])
    row = running.rows.get(code="casework")
    assert Todo.objects.filter(pk=row.todo_id, state="open", owner=cast.sfk).exists()
    published(pack, cast, ("rows", "casework"))
    renewal.take_up(fresh(running), by=cast["leder"])
    assert Todo.objects.get(pk=row.todo_id).state == "withdrawn"
    assert Invitation.objects.filter(row=row, receiver=cast.sfk).last().method == "CANCEL"


def test_a_new_role_can_be_given_to_somebody(running, pack, cast):
    assert not running.roles.filter(role="hr").exists()
    edit(pack, cast, "items", title="Lønsamtale", phase="first_month", roles=["hr"])
    published(pack, cast)
    renewal.take_up(running, by=cast["leder"])
    assert running.roles.filter(role="hr").count() == 1


# -- the choice --------------------------------------------------------------------------------------------------------
def test_only_the_chosen_parts_change_and_the_rest_is_not_offered_again(running, pack, cast):
    edit(pack, cast, "items", title="Cykel", phase="first_month", roles=["leader"])
    edit(pack, cast, "aids", title="Vejviser")
    published(pack, cast)
    client = Client()
    client.force_login(cast["leder"], backend="core.signin.PersonBackend")
    address = reverse("onboarding:template", args=[running.pk])
    shown = client.get(address)
    assert "Cykel" in shown.content.decode() and "Vejviser" in shown.content.decode()
    answer = client.post(address, {"parts": ["aids"], "looked_at": shown.context["offer"].key})
    assert answer.url == reverse("onboarding:course", args=[running.pk])
    assert running.aids.filter(title="Vejviser").exists() and not running.items.filter(title="Cykel").exists()
    assert not renewal.is_newer_than(running)
    assert Adaptation.objects.get(course=running, change="added").what.endswith("Hjælpemappen")
    assert client.get(address).status_code == 302


def test_a_version_published_while_somebody_looks_is_looked_at_first(running, pack, cast):
    edit(pack, cast, "aids", title="Vejviser")
    published(pack, cast)
    key = renewal.Offer(running).key
    edit(pack, cast, "aids", title="Telefonbog")
    published(pack, cast)
    with pytest.raises(ValidationError, match="Se forskellen igennem igen"):
        renewal.take_up(running, by=cast["leder"], looked_at=key)
    renewal.take_up(running, by=cast["leder"], looked_at=renewal.Offer(running).key)


def test_what_is_done_here_is_named_and_stays(running, pack, cast):
    checklist.tick(running.items.get(code="visits"), by=cast["mentor"])
    published(pack, cast, ("items", "visits"))
    offer = part(running, "items")
    assert not offer.changes_something and [why for _line, why in offer.stay] == ["Er udført."]
    renewal.take_up(running, by=cast["leder"])
    assert running.items.get(code="visits").todo.state == "done"


@pytest.mark.parametrize(("who", "error"), [("mentor", Forbidden), ("andenleder", Http404)])
def test_only_leader_and_hr_take_it_up(running, pack, cast, who, error):
    edit(pack, cast, "aids", title="Vejviser")
    published(pack, cast)
    with pytest.raises(error):
        renewal.take_up(running, by=cast[who])
