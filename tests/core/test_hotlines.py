"""Numbers, links and advice are kept current by the plan owner and the administrator."""

import pytest
import time_machine

from core import todos
from core.models import GuidancePage, Hotline, ReferenceLink, Todo
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY

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
