"""What people do with to-dos: open, do, undo, move, hand over."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from core import events, todos
from core.models import AuditEntry, Reminder, Todo
from tests.core.workplace import MONDAY, SUBJECT, Workplace, at, away, role, rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def place():
    return Workplace()


def opened(place, code="core.test", **values):
    values = {
        "title": "Gør noget",
        "by": None,
        "owner": place.leader,
        "unit": place.team,
        "site": place.site,
        "link": "/x/",
    } | values
    return todos.open_todo(SUBJECT, code, **values)


def pending(todo):
    return list(Reminder.objects.filter(todo=todo, is_pending=True).order_by("at").values_list("rule", "level", "at"))


def test_opening_twice_gives_the_same_todo_and_lays_its_reminders_once(place):
    rule("core.test", "1h", ["leader"])
    first, second = opened(place), opened(place, title="Noget andet")

    assert first.pk == second.pk
    assert second.title == "Gør noget"
    assert pending(first) == [("R-99", 0, MONDAY + timedelta(hours=1))]


def test_another_round_is_another_todo(place):
    assert opened(place).pk != opened(place, round=2).pk


def test_opening_many_takes_a_fixed_number_of_queries(place, django_assert_num_queries):
    rule("core.test", "1h", ["leader"])

    def specs(count, code):
        return [
            todos.TodoSpec(("core.person", pk), code, "Gør noget", link="/x/", owner=place.leader)
            for pk in range(1, count + 1)
        ]

    for count in (10, 500):
        with django_assert_num_queries(7):  # two savepoints, keys, insert, keys, rules, reminders
            todos.open_many(specs(count, "core.test") if count == 10 else specs(count, "core.test"), by=None)
        Todo.objects.all().delete()


def test_a_rule_counts_from_opening_deadline_or_event(place):
    rule("core.test", "1h", ["leader"], code="R-91")
    rule("core.test", "-1d", ["leader"], code="R-92", anchor="due")
    rule("core.test", "2d", ["leader"], code="R-93", anchor="event")
    todo = opened(place, due_at=MONDAY + timedelta(days=7), event_at=MONDAY - timedelta(days=1))

    assert [(name, moment) for name, _level, moment in pending(todo)] == [
        ("R-91", MONDAY + timedelta(hours=1)),
        ("R-93", MONDAY + timedelta(days=1)),
        ("R-92", MONDAY + timedelta(days=6)),
    ]


def test_hours_of_opening_are_those_of_the_site(place):
    rule("core.test", "4oh", ["leader"])
    todo = opened(place, opened_at=at("2027-03-01 13:00"))  # closes at 15, opens at 9

    assert pending(todo)[0][2] == at("2027-03-02 11:00")


def test_only_rules_of_the_category_are_laid(place):
    rule("core.test", "1h", ["leader"], category="A")
    rule("core.test", "2h", ["leader"], category="B")

    assert [moment for _r, _l, moment in pending(opened(place, category="B"))] == [MONDAY + timedelta(hours=2)]
    assert pending(opened(place, round=2)) == []


def test_the_nearest_units_rule_replaces_the_general_one_and_may_switch_it_off(place):
    rule("core.test", "1h", ["leader"])
    rule("core.test", "2h", ["leader"], unit=place.department)
    assert pending(opened(place))[0][2] == MONDAY + timedelta(hours=2)

    rule("core.test", "2h", ["leader"], unit=place.team, is_on=False)
    assert pending(opened(place, round=2)) == []
    assert pending(opened(place, round=3, unit=place.top))[0][2] == MONDAY + timedelta(hours=1)


def test_a_rule_that_is_over_or_has_not_begun_is_not_laid(place):
    rule("core.test", "1h", ["leader"], ends_on=MONDAY.date() - timedelta(days=1))
    rule("core.test", "2h", ["leader"], starts_on=MONDAY.date() + timedelta(days=1))

    assert pending(opened(place)) == []


def test_of_moments_that_have_passed_only_the_newest_is_laid(place):
    for offset in ("-14d", "-7d", "-3d", "-1d"):
        rule("core.test", offset, ["leader"], anchor="due")
    todo = opened(place, due_at=MONDAY + timedelta(days=2))

    assert [moment for _r, _l, moment in pending(todo)] == [MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)]


def test_completing_calls_off_the_reminders_and_is_audited_once(place):
    rule("core.test", "1h", ["leader"])
    todo = opened(place)
    heard = []
    events.todo_completed.connect(lambda **kwargs: heard.append(kwargs["todo"].pk), weak=False, dispatch_uid="test")

    assert todos.complete(todo, by=place.leader, note="Ringede") is True
    assert todos.complete(todo, by=place.chief) is False
    events.todo_completed.disconnect(dispatch_uid="test")

    todo.refresh_from_db()
    assert (todo.state, todo.done_by, todo.note, todo.done_at) == ("done", place.leader, "Ringede", MONDAY)
    assert pending(todo) == [] and heard == [todo.pk]
    assert AuditEntry.objects.filter(action="core.todo_completed").count() == 1
    assert "Ringede" not in str(AuditEntry.objects.values_list("details", "reason"))


@pytest.mark.parametrize("reason", ["", "   ", "nej", "ikke nu"])
def test_not_relevant_without_a_sentence_is_refused(place, reason):
    todo = opened(place, is_law=True)
    with pytest.raises(ValidationError, match="mindst én hel sætning"):
        todos.mark_not_relevant(todo, by=place.leader, reason=reason)
    todo.refresh_from_db()
    assert todo.state == "open"


def test_not_relevant_with_a_reason_closes_even_what_comes_from_a_law(place):
    todo = opened(place, is_law=True)
    assert todos.mark_not_relevant(todo, by=place.leader, reason="Medarbejderen har ikke haft fravær.")
    assert todo.state == "not_relevant" and todo.note == "Medarbejderen har ikke haft fravær."


def test_undo_makes_it_wait_again_and_does_not_remind_twice(place, clock):
    rule("core.test", "1h", ["leader"])
    rule("core.test", "3h", ["leaders_leader"], level=1)
    todo = opened(place)
    Reminder.objects.filter(level=0).update(is_pending=False, handled_at=MONDAY + timedelta(hours=1))
    clock.shift(timedelta(hours=2))
    todos.complete(todo, by=place.leader)

    assert todos.reopen(todo, by=place.leader) is True
    assert todos.reopen(todo, by=place.leader) is False
    assert todo.state == "open" and todo.done_by is None
    assert pending(todo) == [("R-99", 1, MONDAY + timedelta(hours=3))]


def test_moving_the_deadline_lays_the_reminders_anew_and_escalates_anew(place):
    rule("core.test", "0m", ["leader"], anchor="due")
    rule("core.test", "1d", ["leaders_leader"], anchor="due", level=1)
    todo = opened(place, due_at=MONDAY + timedelta(days=1))
    Reminder.objects.filter(todo=todo).update(is_pending=False, handled_at=MONDAY)
    Todo.objects.update(level=1)

    later = MONDAY + timedelta(days=9)
    assert todos.move_due(todo, due_at=later, by=place.leader, reason="Borgeren er på ferie til da.")
    assert todo.level == 0
    assert pending(todo) == [("R-99", 0, later), ("R-99", 1, later + timedelta(days=1))]


def test_a_deadline_from_a_law_cannot_be_moved_nor_one_that_is_closed(place):
    law = opened(place, is_law=True, due_at=MONDAY)
    with pytest.raises(ValidationError, match="lov"):
        todos.move_due(law, due_at=MONDAY + timedelta(days=1), by=place.leader, reason="Vi nåede det ikke i dag.")
    own = opened(place, round=2, due_at=MONDAY)
    todos.complete(own, by=place.leader)
    assert (
        todos.move_due(own, due_at=MONDAY + timedelta(days=1), by=place.leader, reason="Vi nåede det ikke i dag.")
        is False
    )


def test_withdrawing_and_reassigning_touch_only_open_todos_of_the_subject(place):
    done, first, second = opened(place), opened(place, code="core.first"), opened(place, code="core.second")
    other = todos.open_todo(("core.site", 2), "core.first", title="Andet", by=None, owner=place.leader, link="/x/")
    todos.complete(done, by=place.leader)

    assert todos.reassign(SUBJECT, owner=place.chief, by=place.director) == 2
    assert todos.withdraw(SUBJECT, ["core.first"], by=place.chief) == 1
    assert todos.withdraw(SUBJECT, ["core.first"], by=place.chief) == 0
    for todo in (done, first, second, other):
        todo.refresh_from_db()
    assert [t.state for t in (done, first, second, other)] == ["done", "withdrawn", "open", "open"]
    assert [t.owner for t in (done, second, other)] == [place.leader, place.chief, place.leader]


def test_a_changed_rule_moves_what_is_pending_but_repeats_no_level(place, clock):
    row = rule("core.test", "4h", ["leaders_leader"], level=1)
    waits, escalated = opened(place), opened(place, round=2)
    Reminder.objects.filter(todo=escalated).update(is_pending=False, handled_at=MONDAY)
    clock.shift(timedelta(hours=3))
    row.offset = "2h"
    row.save()

    assert todos.relay("R-99", by=place.director) == 2
    assert pending(waits) == [("R-99", 1, MONDAY + timedelta(hours=2))]
    assert pending(escalated) == []


def test_mine_are_own_deputised_and_those_of_my_roles_at_the_place(place, django_assert_num_queries):
    own = opened(place)
    representative = opened(place, code="core.rep", owner=None, owner_role="safety_rep")
    leaders = opened(place, code="core.leader", owner=None, owner_role="leader")
    elsewhere = opened(place, code="core.else", owner=None, owner_role="safety_rep", site=None, unit=place.top)
    assert set(todos.mine(place.leader)) == {own, leaders}
    assert set(todos.mine(place.rep)) == {representative}
    assert set(todos.mine(place.chief)) == set()  # the nearest leader's, not every leader's above

    assert set(todos.mine(place.deputy)) == set()
    away(place.leader, place.deputy)
    place.deputy.__dict__.pop("_standing", None)
    assert set(todos.mine(place.deputy)) == {own, leaders}
    with django_assert_num_queries(1):
        assert todos.waiting_count(place.deputy) == 2
    assert elsewhere not in todos.mine(place.rep)


def test_a_role_that_has_ended_gives_nothing(place):
    opened(place, owner=None, owner_role="hr")
    role(place.colleague, "hr", ends_on=MONDAY.date() - timedelta(days=1))
    role(place.employee, "hr", ends_on=MONDAY.date())
    assert todos.waiting_count(place.colleague) == 0
    assert todos.waiting_count(place.employee) == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_people_completing_one_todo_complete_it_once(place):
    todo = opened(place)
    barrier, won = threading.Barrier(16), []

    def click():
        mine = Todo.objects.get(pk=todo.pk)
        barrier.wait()
        won.append(todos.complete(mine, by=place.leader))
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 15 + [True]
    assert AuditEntry.objects.filter(action="core.todo_completed").count() == 1
