"""A workplace's own values, with where they come from, and the wording of mails."""

import pytest
import time_machine

from core.models import AuditEntry, NoticeText, Setting, SettingValue
from core.settings_values import Settings
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY

pytestmark = pytest.mark.django_db
EAN = "5798000000001"  # its control digit fits


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    return House()


def setting(key):
    return Setting.objects.get(key=key)


def test_a_value_holds_for_a_unit_and_all_below_and_says_so(client, house):
    answer = post(
        client,
        house.owner,
        "settings_value_for",
        setting("ean_number").pk,
        house.department.pk,
        value="5 798 000 000 001",
    )
    assert answer.status_code == 302
    assert Settings(house.team).text("ean_number") == EAN and Settings(house.top).text("ean_number") == ""
    page = text_of(get(client, house.owner, "settings_values", house.team.pk))
    assert "5 798 000 000 001" in page and "Gælder fra Myndighed" in page
    assert "Egen værdi" in text_of(get(client, house.owner, "settings_values", house.department.pk))


@pytest.mark.parametrize(
    "value, words", [("579800000000", "har 13 cifre. Her er 12"), ("5798000000010", "Cifrene passer ikke sammen")]
)
def test_an_ean_number_is_counted_and_its_digit_checked(client, house, value, words):
    answer = post(client, house.owner, "settings_value", setting("ean_number").pk, value=value)
    assert answer.status_code == 422 and words in text_of(answer) and not SettingValue.objects.exists()


@pytest.mark.parametrize(
    "key, data, words",
    [
        ("default_restriction_months", {"value": "mange"}, "helt tal"),
        ("small_cell_limit", {"value": "1"}, "mindst 3"),
        ("case_number_letters", {"value": "x" * 41}, "højst"),
        ("hearing_period", {"number": "-1", "measure": "d"}, "mellem 0 og 9999"),
        ("hearing_period", {"number": "3", "measure": "år"}, ""),
        ("four_eyes", {"value": "måske"}, ""),
    ],
)
def test_each_kind_of_value_is_checked(client, house, key, data, words):
    answer = post(client, house.owner, "settings_value", setting(key).pk, **data)
    assert answer.status_code == 422 and words in text_of(answer)


def test_a_length_of_time_is_typed_in_words(client, house):
    post(client, house.owner, "settings_value", setting("hearing_period").pk, number="10", measure="wd")
    assert Settings().text("hearing_period") == "10wd"
    assert "10 arbejdsdage" in text_of(get(client, house.owner, "settings_values_all"))


def test_an_own_value_can_be_checked_and_taken_away(client, house):
    SettingValue.objects.create(
        setting=setting("case_number_letters"), unit=house.team, value="87.00", changed_at=MONDAY
    )
    row = SettingValue.objects.get()
    post(client, house.owner, "settings_value_check", row.pk)
    row.refresh_from_db()
    assert row.checked_by == house.owner
    post(client, house.owner, "settings_value_clear", row.pk)
    assert not SettingValue.objects.exists()
    assert AuditEntry.objects.filter(action="core.setting_cleared", details__before="87.00").exists()


@pytest.mark.parametrize("who", ["leader", "employee", "dpo", "hr"])
def test_others_change_nothing(client, house, who):
    assert post(client, getattr(house, who), "settings_value", setting("ean_number").pk, value=EAN).status_code == (
        403 if who == "hr" else 404
    )
    assert not SettingValue.objects.exists()


def test_hr_reads_the_values(client, house):
    assert get(client, house.hr, "settings_values_all").status_code == 200
    assert get(client, house.employee, "settings_values_all").status_code == 403


def test_the_first_page_shows_only_doors_that_open(client, house):
    for who in (house.employee, house.leader, house.hr, house.dpo, house.admin, house.owner, house.rep):
        page = get(client, who, "settings")
        for link in {
            part.split('"')[0]
            for part in text_of(page).split('<a href="')[1:]
            if part.startswith(("/settings/", "/absence/"))
        } - {"/settings/"}:
            assert client.get(link).status_code == 200, (who.name, link)


def test_a_notice_takes_only_the_words_its_senders_fill(client, house):
    row = NoticeText.objects.get(code="N-39")
    data = {"subject": row.subject, "body": "Du er stedfortræder fra {fra}. Se {borger}.", "button": row.button}
    answer = post(client, house.owner, "settings_notice", row.pk, **data)
    assert answer.status_code == 422 and "{borger} er ikke et flettefelt" in text_of(answer)
    assert (
        post(
            client,
            house.owner,
            "settings_notice",
            row.pk,
            **data | {"body": "Du er stedfortræder fra {fra} til {til}."},
        ).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.body == "Du er stedfortræder fra {fra} til {til}."
    assert post(client, house.hr, "settings_notice", row.pk, **data).status_code == 404
