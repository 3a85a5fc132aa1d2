"""HR words an option list in the browser: draft, what is missing, publish, used in the report; others only read (GEN-10)."""

import re

import pytest

from core.models import Template
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import fill, fits, press, see

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_a_new_place_is_drafted_published_and_can_be_chosen_in_a_report(open_page, cast, size):
    page = open_page("/settings/templates/", person=cast["hr"], size=size, expect={422})
    assert_accessible(page)
    press(page, "Hvor det skete")
    press(page, "Tilføj valgmulighed")
    fill(page, label="Parkeringskælder")
    press(page, "Gem i kladden")
    see(page, "Skriv")  # what is missing stands by its field, and what was typed is still there
    assert page.locator("[name=label]").input_value() == "Parkeringskælder"
    fill(page, phrase="i parkeringskælderen")
    press(page, "Gem i kladden")
    see(page, "Ny: Parkeringskælder")
    fits(page)
    assert_accessible(page)
    page.goto("/incidents/report/")
    assert page.get_by_text("Parkeringskælder").count() == 0  # a draft changes nothing

    page.goto("/settings/templates/")
    press(page, "Hvor det skete")
    press(page, "Læs og udgiv")
    fill(page, what_changed="Parkeringskælderen er kommet med")
    assert_accessible(page)
    press(page, "Udgiv udgave 2")
    see(page, "Udgave 2")
    page.goto("/incidents/report/")
    assert page.get_by_text("Parkeringskælder").count() > 0


def test_who_doesnt_own_a_list_reads_it_and_is_offered_nothing_to_change(open_page, cast):
    pk = Template.objects.get(kind="core.options", code="incidents.place").pk
    page = open_page(f"/settings/templates/{pk}/", person=cast["sfk"])
    see(page, re.compile("Ejer: HR"))
    assert page.get_by_text("Tilføj valgmulighed").count() == 0
    assert_accessible(page)
