"""Units form a tree that stays a tree; sites, alarms and defibrillators are kept by those who may."""

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core.actions import places
from core.models import Alarm, Defibrillator, Person, Site, Unit
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY, unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    return House()


def test_a_moved_unit_takes_everything_below_along(house):
    other = unit("Borgerservice", house.top)
    places.change_unit(house.department, by=house.admin, values={"parent": other})
    house.team.refresh_from_db()
    assert house.team.path == f"/{house.top.pk}/{other.pk}/{house.department.pk}/{house.team.pk}/"
    assert Unit.objects.get(pk=house.top.pk).path == f"/{house.top.pk}/"


def test_a_unit_never_ends_below_itself(client, house):
    answer = post(client, house.admin, "settings_unit", house.top.pk, name="Direktion", parent=house.team.pk)
    assert answer.status_code == 422 and "kan ikke høre under sig selv" in text_of(answer)
    with pytest.raises(ValidationError):
        places.change_unit(house.team, by=house.admin, values={"parent": house.team})


def test_a_unit_in_use_is_not_closed(house):
    with pytest.raises(ValidationError, match="andre afdelinger"):
        places.close_unit(house.department, by=house.admin)
    with pytest.raises(ValidationError, match="arbejder her stadig"):
        places.close_unit(house.team, by=house.admin)
    Person.objects.filter(unit=house.team).update(unit=house.department)
    places.close_unit(house.team, by=house.admin)
    assert house.team.closed_on and house.team not in Unit.objects.in_use()


def test_neighbours_have_different_names_cousins_may_share(house):
    with pytest.raises(ValidationError):
        places.add_unit({"name": "myndighed", "parent": house.top}, by=house.admin)
    assert places.add_unit({"name": "Myndighed", "parent": house.team}, by=house.admin)
    with pytest.raises(ValidationError):
        places.add_unit({"name": "Direktion", "parent": None}, by=house.admin)


@pytest.mark.parametrize(
    "who, status", [("admin", 302), ("owner", 403), ("hr", 403), ("leader", 403), ("employee", 403)]
)
def test_only_administrators_change_the_tree(client, house, who, status):
    assert (
        post(client, getattr(house, who), "settings_unit_add", name="Nyt team", parent=house.department.pk).status_code
        == status
    )


def test_opening_hours_are_typed_by_weekday(client, house):
    data = {"name": "Havnegade 1", "hours_1_opens": "9", "hours_1_closes": "15.30", "meeting_point": "Flagstangen"}
    assert post(client, house.owner, "settings_site_edit", house.site.pk, **data).status_code == 302
    house.site.refresh_from_db()
    assert house.site.opening_hours == {"1": ["09:00", "15:30"]} and house.site.meeting_point == "Flagstangen"


@pytest.mark.parametrize(
    "opens, closes, words",
    [("15", "9", "ligger før åbningstiden"), ("9", "", "både åbner og lukker"), ("99", "10", "09.00")],
)
def test_hours_that_cannot_be_are_told_by_the_day(client, house, opens, closes, words):
    answer = post(
        client,
        house.owner,
        "settings_site_edit",
        house.site.pk,
        name="Havnegade 1",
        hours_1_opens=opens,
        hours_1_closes=closes,
    )
    assert answer.status_code == 422 and words in text_of(answer)


def test_what_is_changed_about_a_site_stands_in_its_history(client, house):
    post(client, house.owner, "settings_site_edit", house.site.pk, name="Havnegade 1", meeting_point="Flagstangen")
    page = text_of(get(client, house.owner, "settings_site", house.site.pk))
    assert "– → Flagstangen" in page and "Ole Planejer" in page


def test_one_button_says_that_all_of_a_site_is_right(client, house):
    Defibrillator.objects.create(site=house.site, placement="Forhallen")
    assert "Ikke kontrolleret endnu" in text_of(get(client, house.owner, "settings_site", house.site.pk))
    post(client, house.owner, "settings_site_check", house.site.pk)
    assert "Kontrolleret mandag den 1. marts 2027 af Ole Planejer." in text_of(
        get(client, house.owner, "settings_site", house.site.pk)
    )
    assert Alarm.objects.get().checked_by == house.owner and Defibrillator.objects.get().checked_by == house.owner
    assert post(client, house.rep, "settings_site_check", house.site.pk).status_code == 403


def test_a_removed_alarm_takes_its_todo_along(client, house):
    from core import todos
    from core.models import Todo

    todos.open_todo(house.alarm, "core.alarm_test", title="Afprøv", by=None, owner_role="safety_rep", site=house.site)
    assert post(client, house.owner, "settings_alarm_remove", house.alarm.pk).status_code == 302
    assert not Alarm.objects.exists() and Todo.objects.get().state == "withdrawn"


def test_a_site_where_people_work_is_not_closed(house):
    with pytest.raises(ValidationError):
        places.close_site(house.site, by=house.owner)
    Person.objects.update(site=None)
    places.close_site(house.site, by=house.owner)
    assert Site.objects.get().closed_on
