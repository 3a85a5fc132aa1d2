"""Numbers, links and advice are kept current by the plan owner and the administrator."""

import pytest
import time_machine
from django.db import connection

from core import todos
from core.actions import places
from core.hotlines import cards
from core.models import GuidancePage, Hotline, ReferenceLink, Site, Todo
from core.permissions import Forbidden
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY, person, role, unit

pytestmark = pytest.mark.django_db
CARD = {
    "firm": "Trøst og Råd",
    "phone": "10203040",
    "kind": "acute",
    "days": ["1", "2"],
    "opens": "8",
    "closes": "16",
    "order": "5",
}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    return House()


def test_a_new_number_stands_on_help_now_and_counts_as_checked(client, house):
    assert post(client, house.owner, "settings_hotline_add", **CARD).status_code == 302
    row = Hotline.objects.get(firm="Trøst og Råd")
    assert (row.phone, row.days, row.opens, row.closes, row.checked_by) == (
        "10 20 30 40",
        "12",
        "08:00",
        "16:00",
        house.owner,
    )
    assert "Trøst og Råd" in text_of(client.get("/help/"))


@pytest.mark.parametrize(
    "data, words",
    [
        ({"phone": "12"}, "8 cifre"),
        ({"closes": "7"}, "ligger før åbningstiden"),
        ({"closes": ""}, "vælg hele døgnet"),
        ({"days": []}, "mindst én dag"),
        ({"order": "to"}, "helt tal"),
    ],
)
def test_a_card_that_cannot_be_is_told_by_the_field(client, house, data, words):
    answer = post(client, house.owner, "settings_hotline_add", **CARD | data)
    assert answer.status_code == 422 and words in text_of(answer)


@pytest.mark.parametrize("who", ["hr", "leader", "employee", "dpo"])
def test_others_may_not(client, house, who):
    row = Hotline.objects.first()
    for page, args in (
        ("settings_hotline_add", ()),
        ("settings_hotline", (row.pk,)),
        ("settings_hotline_check", (row.pk,)),
        ("settings_hotline_remove", (row.pk,)),
    ):
        assert post(client, getattr(house, who), page, *args, **CARD).status_code == 403
    assert Hotline.objects.filter(pk=row.pk, checked_on=None).exists()


def test_a_card_is_marked_as_checked_and_can_be_taken_down(client, house):
    row = Hotline.objects.first()
    post(client, house.owner, "settings_hotline_check", row.pk)
    assert "af Ole Planejer." in text_of(get(client, house.owner, "settings_hotline", row.pk))
    post(client, house.owner, "settings_hotline_remove", row.pk)
    assert not Hotline.objects.filter(pk=row.pk).exists()


def test_the_half_yearly_check_answers_its_reminder(client, house):
    todos.open_todo(
        house.top, "core.number_check", title="Kontrollér", by=None, owner_role="plan_owner", unit=house.top
    )
    assert post(client, house.owner, "number_check", house.top.pk).status_code == 302
    assert not Hotline.objects.filter(checked_on=None).exists()
    assert Todo.objects.get(code="core.number_check").state == "done"
    assert post(client, house.hr, "number_check", house.top.pk).status_code == 403


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://fjordby.example", "ftp://x.example", "ikke en adresse"])
def test_a_link_is_https_or_nothing(client, house, url):
    row = ReferenceLink.objects.first()
    answer = post(client, house.owner, "settings_link", row.pk, title="Navn", url=url)
    assert answer.status_code == 422 and "https://" in text_of(answer)
    assert (
        post(client, house.owner, "settings_link", row.pk, title="Navn", url="https://fjordby.example/plan").status_code
        == 302
    )


def guidance(page, **changes):
    return {
        "title": page.title,
        "intro": page.intro,
        "frame": page.frame,
        "items": "\n".join(page.items),
        "source": page.source,
        "version": page.version,
    } | changes


def test_changed_advice_is_a_new_version(client, house):
    page = GuidancePage.objects.first()
    answer = post(
        client, house.owner, "settings_guidance_page", page.pk, **guidance(page, items="Første råd\n- Andet råd\n\n")
    )
    page.refresh_from_db()
    assert (
        answer.status_code == 302
        and page.items == ["Første råd", "Andet råd"]
        and page.version == "2"
        and page.checked_by == house.owner
    )
    assert post(client, house.hr, "settings_guidance_page", page.pk, **guidance(page)).status_code == 403


def test_two_who_write_the_same_page_are_told(client, house):
    page = GuidancePage.objects.first()
    stale = guidance(page, intro="Min udgave af indledningen")
    post(client, house.owner, "settings_guidance_page", page.pk, **guidance(page, intro="Din udgave"))
    answer = post(client, house.admin, "settings_guidance_page", page.pk, **stale)
    assert (
        answer.status_code == 422
        and "Nogen har rettet på siden" in text_of(answer)
        and "Min udgave af indledningen" in text_of(answer)
    )
    page.refresh_from_db()
    assert page.intro == "Din udgave"


# -- a unit's own numbers --------------------------------------------------------------------------------------------
@pytest.fixture
def part(house):
    """Give a plan owner of the team alone; the municipality has one number."""
    with connection.cursor() as cursor:  # the workplace's site has a fixed id, which the counter doesn't know of
        cursor.execute("select setval(pg_get_serial_sequence('core_site', 'id'), 1000)")
    Hotline.objects.all().delete()
    Hotline.objects.create(firm="Kommunens Hjælp", phone="10 10 10 10", kind="acute")
    owner = person("Pia Planejer", house.team)
    role(owner, "plan_owner", house.team)
    return owner


def names(unit):
    return [one.hotline.firm for one in cards(unit)]


def test_a_units_own_numbers_begin_as_a_copy_and_hold_there_and_below(client, house, part):
    below = unit("Gruppe Havn", house.team)
    assert post(client, part, "settings_hotlines_own", unit=house.team.pk).status_code == 302
    assert names(house.team) == ["Kommunens Hjælp"]
    assert (
        post(
            client, part, "settings_hotline_add", **CARD | {"days": list("1234567"), "unit": house.team.pk}
        ).status_code
        == 302
    )
    copied = Hotline.objects.get(firm="Kommunens Hjælp", unit=house.team)
    assert post(client, part, "settings_hotline_remove", copied.pk).status_code == 302
    assert names(house.team) == names(below) == ["Trøst og Råd"]
    assert names(house.department) == names(None) == ["Kommunens Hjælp"]
    page = text_of(client.get("/help/"))  # the owner of the team sees the team's
    assert "Trøst og Råd" in page and "Kommunens Hjælp" not in page


def test_a_unit_goes_back_to_the_common_numbers(client, house, part):
    post(client, part, "settings_hotlines_own", unit=house.team.pk)
    assert post(client, part, "settings_hotlines_common", house.team.pk).status_code == 302
    assert not Hotline.objects.filter(unit__isnull=False).exists() and names(house.team) == ["Kommunens Hjælp"]


def test_the_owner_of_a_part_changes_neither_the_common_numbers_nor_those_of_others(client, house, part):
    common = Hotline.objects.get(unit=None)
    assert post(client, part, "settings_hotline", common.pk, **CARD).status_code == 403
    assert post(client, part, "settings_hotline_add", **CARD).status_code == 403
    assert post(client, part, "settings_hotlines_common", house.department.pk).status_code == 403
    post(client, part, "settings_hotlines_own", unit=house.department.pk)
    assert not Hotline.objects.filter(unit=house.department).exists()
    post(client, part, "settings_hotlines_own", unit=house.team.pk)
    answer = post(client, part, "settings_hotline_add", **CARD)  # where it holds must be said
    assert answer.status_code == 422 and Hotline.objects.count() == 2


def test_help_now_at_a_site_shows_the_numbers_of_those_who_work_there(client, house, part):
    post(client, part, "settings_hotlines_own", unit=house.team.pk)
    post(client, part, "settings_hotline_add", **CARD | {"unit": house.team.pk})
    client.logout()
    assert "Trøst og Råd" in text_of(client.get(f"/help/{house.site.pk}/"))
    client.cookies.clear()  # another telephone, where no place has been chosen
    assert "Trøst og Råd" not in text_of(client.get("/help/"))


# -- a site of one's own -----------------------------------------------------------------------------------------------
def test_the_owner_of_a_part_makes_a_site_and_looks_after_it_before_anybody_works_there(client, house, part):
    answer = post(client, part, "settings_site_add", name="Pakhuset", unit=house.team.pk)
    assert answer.status_code == 302, answer.context["form"].errors
    site = Site.objects.get(name="Pakhuset")
    assert site.unit == house.team
    alarm = {"kind": "fixed", "placement": "skranken", "receivers": "vagten"}
    assert post(client, part, "settings_alarm_add", site.pk, **alarm).status_code == 302
    assert "skranken" in text_of(client.get(f"/help/{site.pk}/")).lower()


def test_the_owner_of_a_part_makes_no_site_for_others(client, house, part):
    assert post(client, part, "settings_site_add", name="Pakhuset", unit=house.department.pk).status_code == 422
    assert post(client, part, "settings_site_add", name="Pakhuset").status_code == 422
    with pytest.raises(Forbidden):
        places.add_site({"name": "Pakhuset", "unit": house.department}, by=part)
    with pytest.raises(Forbidden):
        places.add_site({"name": "Pakhuset"}, by=part)
    assert not Site.objects.filter(name="Pakhuset").exists()
