"""Questions that are put into words once give the same answers as those that are put into words each time."""

from datetime import date, datetime

import pytest
import time_machine
from django.db.models import F

from core import calendar, todos
from core.models import Person, Role, Todo, Unit
from core.written import HOW_MANY, Written
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def test_each_asking_has_its_own_values_and_reads_again(cast):
    named = Written(lambda unit, part: Person.objects.filter(unit=unit, name__contains=part), unit=int, part=str)
    assert named(unit=cast.leder.unit_id, part=cast.leder.name[:4]) == [cast.leder]
    assert named(unit=cast.leder.unit_id, part="ingen hedder det") == []
    Person.objects.filter(pk=cast.leder.pk).update(name="Nyt Navn")
    assert [one.name for one in named(unit=cast.leder.unit_id, part="Nyt N")] == ["Nyt Navn"]


def test_what_is_typed_is_no_pattern(cast):
    named = Written(lambda part: Person.objects.filter(name__startswith=part), part=str)
    assert named(part="%") == [] and named(part="_") == []


def test_a_list_may_be_of_any_length(cast):
    some = Written(lambda ids: Person.objects.filter(pk__any_of=ids).order_by("pk").values_list("pk"), ids=list)
    for people in ([], [cast.leder], [cast.leder, cast.tr, cast.amr]):
        assert [pk for (pk,) in some(ids=[one.pk for one in people])] == sorted(one.pk for one in people)


def test_rows_read_along_and_counted_come_as_usual(cast):
    asked = Written(
        lambda on: Role.objects.filter(Role.in_force(on)).select_related("person").annotate(who=F("person__name")),
        on=date,
    )
    found = asked(on=calendar.today())
    assert found == list(Role.objects.filter(Role.in_force(calendar.today())))
    assert all(role.who == role.person.name for role in found)
    many = Written(lambda: Unit.objects.order_by().values_list(HOW_MANY))
    assert many()[0][0] == Unit.objects.count()


def test_a_question_without_a_place_for_a_value_or_asked_without_one_fails_loudly(cast):
    with pytest.raises(TypeError):
        Written(lambda at: Person.objects.all(), at=datetime)(at=NOW)
    with pytest.raises(TypeError):
        Written(lambda pk: Person.objects.filter(pk=pk), pk=int)()


def test_the_frame_counts_what_the_rule_says_for_everyone(cast):
    places = [{"unit": cast.office}, {"site": cast.site}, {"unit": cast.office, "site": cast.site}, {}]
    for n, kind in enumerate(("leader", "safety_rep", "union_rep", "hr", "service", "admin")):
        for m, place in enumerate(places):
            todos.open_todo(("core.site", n), f"core.t{n}{m}", title="Opgave", by=cast.leder, owner_role=kind, **place)
    for person in (getattr(cast, name) for name in cast.names):
        todos.open_todo(("core.person", person.pk), "core.own", title="Egen", by=cast.leder, owner=person)
    counted = {}
    for name in cast.names:
        person = Person.objects.get(pk=getattr(cast, name).pk)
        counted[name] = todos.waiting_count(person)
        standing = person.standing
        own = [
            todo
            for todo in Todo.objects.open()
            if todo.owner_id in {person.pk, *standing.acting_for}
            or (
                todo.owner_id is None
                and any(
                    role.kind == todo.owner_role
                    and (
                        todo.unit_id in (standing.care if role.acting_for is None else {role.unit_id})
                        if role.kind == "leader"
                        else role.site_id == todo.site_id
                        if role.site_id
                        else (todo.unit is not None and todo.unit.path.startswith(role.unit_path))
                        if role.unit_path
                        else True
                    )
                    for role in standing.roles
                )
            )
        ]
        assert counted[name] == len(own) == Todo.objects.waiting_for(person).count(), name
    assert counted["hr"] > counted["medarbejder"] > 0
