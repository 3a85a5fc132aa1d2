"""HR edits everything a template holds: lines, meeting rule, cases, aids, what is left out; by unit; taken out of use (ONB-32)."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import calendar
from core.actions.hotlines import change_link
from core.models import ReferenceLink
from core.permissions import Forbidden
from onboarding.actions import packs
from onboarding.models import Course, Pack
from onboarding.rules import templates
from tests.onboarding.courses import begins, make, versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(cast):
    """Return HR's browser."""
    browser = Client()
    browser.force_login(cast["hr"], backend="core.signin.PersonBackend")
    return browser


@pytest.fixture
def pack(cast):
    """Return the part that everyone gets."""
    return Pack.objects.get(code="everyone")


def line(client, pack, name, code="", **data):
    """Save a line as HR's browser would."""
    address = reverse("onboarding:pack_line", args=[pack.pk, name]) + (f"?code={code}" if code else "")
    return client.post(address, data)


def published(client, pack):
    """Publish the draft and return its contents."""
    client.post(reverse("onboarding:pack_publish", args=[pack.pk]), {"act": "publish", "what_changed": "Nyt"})
    return pack.versions.filter(published_at__isnull=False).first().contents


def test_the_meeting_rule_is_edited_and_new_courses_follow_it(client, pack, cast):
    answer = line(
        client,
        pack,
        "meetings",
        "weekly",
        series="weekly",
        blocks=["w4", "m2", "m3"],
        every="weekly:3",
        time="10.30",
        minutes="45",
    )
    assert answer.status_code == 302
    published(client, pack)
    course = make(cast)
    weekly = [calendar.local(one.starts_at) for one in course.meetings.filter(series="weekly")]
    assert {(one.isoweekday(), one.hour, one.minute) for one in weekly if one.date().isoformat() != "2027-05-05"} >= {
        (3, 10, 30)
    }
    assert course.meetings.filter(series="weekly").first().minutes == 45


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"series": "daily", "blocks": ["m2"], "every": "daily", "time": "13", "minutes": "30"}, "gælder uger"),
        ({"series": "weekly", "blocks": ["m2"], "every": "weekly:5", "minutes": "30"}, "Skriv klokkeslættet"),
        ({"series": "weekly", "every": "weekly:5", "time": "13", "minutes": "30"}, "mindst én periode"),
    ],
)
def test_a_rule_that_the_calendar_cannot_place_is_refused_next_to_the_field(client, pack, data, said):
    answer = line(client, pack, "meetings", **data)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not pack.versions.filter(published_at__isnull=True).exists()


def test_agreed_cases_are_edited_by_week_or_month(client, cast):
    pack = Pack.objects.get(code="case_worker")
    line(client, pack, "loads", "1", period="1", cases="3", kind="Lette sager", support="with_support")
    line(client, pack, "loads", period="5", cases="24", kind="", support="alone")
    again = line(client, pack, "loads", period="2", cases="9", kind="", support="alone")
    assert again.status_code == 422 and "Ugen eller måneden står der allerede" in again.content.decode()
    line(client, pack, "loads", period="w2", cases="1", kind="", support="with_support")
    loads = {templates.code_of("loads", row): row["cases"] for row in published(client, pack)["loads"]}
    assert (loads["1"], loads["5"], loads["w2"]) == (3, 24, 1)
    made = make(cast, versions=versions(also=["case_worker"]))
    assert made.loads.get(month=1).cases == 3 and made.loads.first().when == "2. uge"


def test_a_line_for_a_month_becomes_one_for_a_week_and_says_so(client, cast):
    pack = Pack.objects.get(code="case_worker")
    line(client, pack, "loads", "1", period="w3", cases="3", kind="", support="with_support")
    assert "3. uge" in client.get(reverse("onboarding:pack", args=[pack.pk])).content.decode()
    changed = next(row for row in published(client, pack)["loads"] if row.get("week"))
    assert changed["week"] == 3 and "month" not in changed


def test_aids_have_links_that_are_safe(client, pack, cast):
    unsafe = line(client, pack, "aids", "handbook", title="Håndbog", url="http://intranet.example/")
    assert unsafe.status_code == 422
    line(client, pack, "aids", "handbook", title="Håndbog", url="https://intranet.example/bog", before_start="on")
    published(client, pack)
    aid = make(cast).aids.get(title="Håndbog")
    assert (aid.url, aid.before_start) == ("https://intranet.example/bog", True)


def test_two_who_answer_for_a_line_are_kept_when_it_is_edited(client, pack):
    page = client.get(reverse("onboarding:pack_line", args=[pack.pk, "items"]) + "?code=go_through_plan")
    assert page.context["form"]["second"].value() == "leader"
    line(
        client,
        pack,
        "items",
        "go_through_plan",
        title="Planen",
        phase="first_day",
        role="mentor",
        second="leader",
    )
    (row,) = [row for row in published(client, pack)["items"] if row["code"] == "go_through_plan"]
    assert (row["title"], row["roles"]) == ("Planen", ["mentor", "leader"])


def test_a_part_leaves_out_lines_of_the_parts_before_it_and_takes_them_in_again(client, cast):
    pack = Pack.objects.get(code="newly_qualified")
    address = reverse("onboarding:pack_leave_out", args=[pack.pk])
    assert client.post(address, {"line": "rows:lunch"}).status_code == 302
    assert "Frokost" in client.get(reverse("onboarding:pack", args=[pack.pk])).content.decode()
    published(client, pack)
    chosen = versions("newly_qualified")
    assert not make(cast, experience="newly_qualified", versions=chosen).rows.filter(code="lunch").exists()
    client.post(address, {"back": "rows:lunch"})
    assert published(client, pack)["drop"] == {}
    assert client.post(address, {"line": "rows:findes-ikke"}).status_code == 422


def test_a_part_of_a_unit_comes_with_its_courses_and_not_with_others(client, cast):
    answer = client.post(
        reverse("onboarding:packs"),
        {"name": "Børnemyndighed", "kind": "unit", "unit": cast.office.pk, "help_text": ""},
    )
    pack = Pack.objects.get(name="Børnemyndighed")
    assert answer.url == reverse("onboarding:pack", args=[pack.pk]) and pack.unit == cast.office
    line(client, pack, "aids", title="Teamets mappe", where="Teams")
    published(client, pack)
    begins(cast)
    form = {
        "person": "Amalie Skov",
        "start_on": "01.03.2027",
        "weekdays": ["1", "2", "3", "4", "5"],
        "experience": "newly_hired",
        "terms": "ordinary",
        "step": "preview",
    }
    create = reverse("onboarding:create")
    own = client.post(create, form | {"unit": cast.office.pk}).content.decode()
    other = client.post(create, form | {"unit": cast.other_office.pk}).content.decode()
    assert ", Børnemyndighed</dd>" in own
    assert ", Børnemyndighed</dd>" not in other


def test_a_part_of_a_unit_needs_the_unit(client):
    answer = client.post(reverse("onboarding:packs"), {"name": "Uden", "kind": "unit"})
    assert answer.status_code == 422 and "Vælg afdelingen." in answer.content.decode()


def test_a_new_part_thrown_away_is_gone(client, cast):
    pack = packs.add_pack(by=cast["hr"], name="Prøve", kind="job", help_text="")
    answer = client.post(reverse("onboarding:pack_publish", args=[pack.pk]), {"act": "discard"})
    assert answer.url == reverse("onboarding:packs") and not Pack.objects.filter(pk=pack.pk).exists()


def test_a_part_taken_out_of_use_stays_with_running_courses(cast):
    course = make(cast, versions=versions(also=["case_worker"]))
    pack = Pack.objects.get(code="case_worker")
    packs.retire(pack, by=cast["hr"])
    assert "case_worker" not in {one.code for one, _version in Pack.in_use()}
    assert Course.objects.get(pk=course.pk).versions.filter(pack=pack).exists()


def test_what_everyone_gets_is_never_taken_out_of_use_nor_by_a_leader(cast, pack):
    with pytest.raises(ValidationError, match="alle forløb"):
        packs.retire(pack, by=cast["hr"])
    with pytest.raises(Http404):
        packs.retire(Pack.objects.get(code="case_worker"), by=cast["leder"])
    with pytest.raises(Http404):
        packs.leave_out(pack, by=cast["leder"], name="rows", code="lunch")


# -- material from elsewhere ---------------------------------------------------------------------------------------------
def test_hr_sees_what_has_no_address_and_sets_it_for_newcomer_and_mentor(client, cast):
    course = make(cast)
    mentor = Client()
    mentor.force_login(cast["mentor"], backend="core.signin.PersonBackend")
    guide = reverse("onboarding:guide", args=[course.pk])
    link = ReferenceLink.objects.get(code="onb_mentor")
    assert link.title not in mentor.get(guide).content.decode()
    address = reverse("onboarding:material")
    assert "mangler en adresse" in client.get(reverse("onboarding:packs")).content.decode()
    assert "4 mangler en." in client.get(address).content.decode()
    wrong = client.post(address, {f"link_{link.pk}": "javascript:alert(1)"})
    assert wrong.status_code == 422 and f"id_link_{link.pk}" in wrong.content.decode()
    assert client.post(address, {f"link_{link.pk}": "https://viden.example/mentor"}).status_code == 302
    link.refresh_from_db()
    assert (link.url, link.checked_by) == ("https://viden.example/mentor", cast.hr)
    assert "3 mangler en." in client.get(address).content.decode()
    shown = mentor.get(guide).content.decode()
    assert "https://viden.example/mentor" in shown and link.title in shown


def test_hr_changes_no_other_links_and_a_leader_none(cast):
    other = ReferenceLink.objects.exclude(code__startswith="onb_").first()
    with pytest.raises(Forbidden):
        change_link(other, by=cast["hr"], values={"url": "https://andet.example/"})
    browser = Client()
    browser.force_login(cast["leder"], backend="core.signin.PersonBackend")
    assert browser.get(reverse("onboarding:material")).status_code == 403
