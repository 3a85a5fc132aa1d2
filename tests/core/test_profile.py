"""Min profil: what the house knows of me, what I choose, and who has looked."""

import pytest

from core import audit
from core.models import AuditEntry, Person
from tests.core.workplace import Workplace

PROFILE, NAME, THEME = "/profile/", "/profile/name/", "/profile/theme/"


@pytest.fixture
def place(db):
    """The workplace."""
    return Workplace()


@pytest.fixture
def mine(place, client):
    """The employee's browser."""
    client.force_login(place.employee)
    return client


def test_the_page_shows_what_the_house_knows_of_me(place, mine):
    page = mine.get(PROFILE).content.decode().replace("<wbr>", "")
    for known in (place.employee.name, place.employee.email, place.team.name, place.site.name, place.leader.name):
        assert known in page


def test_the_page_asks_few_questions_of_the_database(mine, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        mine.get(PROFILE)


def test_i_choose_how_citizens_see_my_name_and_the_log_says_so(place, mine):
    assert mine.post(NAME, {"name_display": "first", "has_protected_name": "on"}).status_code == 302
    place.employee.refresh_from_db()
    assert place.employee.citizen_name == "Malene" and place.employee.has_protected_name
    entry = AuditEntry.objects.get(action="core.chose_name_display")
    assert entry.actor == place.employee and entry.details == {
        "display": "first"
    }  # the protection is nobody's business


@pytest.mark.parametrize(
    "typed", [{}, {"name_display": ""}, {"name_display": "nonsense"}, {"name_display": "full' OR 1"}]
)
def test_a_choice_that_is_none_is_answered_on_the_page(place, mine, typed):
    response = mine.post(NAME, typed)
    assert response.status_code == 422
    assert "Mit navn over for borgere" in response.content.decode()
    place.employee.refresh_from_db()
    assert place.employee.name_display == "full"


def test_nothing_else_of_me_can_be_changed_through_the_form(place, mine):
    mine.post(NAME, {"name_display": "first", "is_active": "", "unit": place.top.pk, "email": "x@x.example", "pk": "1"})
    found = Person.objects.get(pk=place.employee.pk)
    assert found.is_active and found.unit == place.team and found.email == place.employee.email


def test_i_choose_light_or_dark(place, mine):
    assert mine.post(THEME, {"theme": "dark"}).status_code == 302
    assert 'data-bs-theme="dark"' in mine.get(PROFILE).content.decode()
    assert mine.post(THEME, {"theme": "pink"}).status_code == 422
    assert mine.post(THEME, {"theme": ""}).status_code == 302
    assert 'data-bs-theme="dark"' not in mine.get(PROFILE).content.decode()


def test_i_see_when_and_why_my_record_was_opened_and_by_whom(place, mine):
    audit.read("core.next_of_kin_opened", place.employee, by=place.leader, reason="Ulykke i afdelingen")
    audit.read("core.next_of_kin_opened", place.colleague, by=place.leader, reason="En anden grund")
    page = mine.get(PROFILE).content.decode()
    assert "Ulykke i afdelingen" in page and place.leader.name in page
    assert "En anden grund" not in page


def test_choices_take_posts_only_and_a_stranger_signs_in_first(place, client):
    for address in (PROFILE, NAME, THEME):
        assert client.get(address).status_code in (302, 405)
    client.force_login(place.employee)
    assert client.get(NAME).status_code == client.get(THEME).status_code == 405
