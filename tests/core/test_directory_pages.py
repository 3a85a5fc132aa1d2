"""What the contact list and the pages of advice promise: whom to reach and how, and when they are looked at again."""

from datetime import date

import pytest
import time_machine

from core import reference
from core.models import GuidancePage, Hotline
from tests.core.house import House, get, text_of
from tests.core.workplace import MONDAY, role


@pytest.fixture
def house(db):
    with time_machine.travel(MONDAY, tick=False):
        reference.guidance(False)
        reference.workplace_settings(False)
        yield House()


def test_contacts_give_telephone_mail_and_the_hotlines(client, house):
    Hotline.objects.create(firm="Nordisk Krisekorps", phone="60 11 11 44", kind="crisis")
    role(house.colleague, "communications")
    page = text_of(get(client, house.employee, "contacts"))
    assert f'href="mailto:{house.colleague.email}"' in page
    assert "Nordisk Krisekorps" in page and "60 11 11 44" in page


def test_contacts_say_so_when_no_hotline_is_written(client, house):
    Hotline.objects.all().delete()
    assert "Der er ikke skrevet nogen numre på." in text_of(get(client, house.employee, "contacts"))


def test_advice_says_when_it_was_checked_and_when_it_is_next(client, house):
    advice = GuidancePage.objects.first()
    GuidancePage.objects.filter(pk=advice.pk).update(checked_on=date(2027, 2, 1), checked_by=house.owner)
    page = text_of(get(client, house.employee, "guidance_page", advice.slug))
    assert "Kontrolleret mandag den 1. februar 2027 af Ole Planejer" in page
    assert "Kontrolleres igen senest tirsdag den 1. februar 2028" in page


def test_advice_nobody_has_checked_names_no_day(client, house):
    page = text_of(get(client, house.employee, "guidance_page", GuidancePage.objects.first().slug))
    assert "Ikke kontrolleret endnu" in page and "Kontrolleres igen" not in page
