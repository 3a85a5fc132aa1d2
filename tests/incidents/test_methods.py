"""The library of methods: cards by when they prevent, each a page of advice with source and check (INC-73)."""

import pytest
from django.urls import reverse

from core.models import GuidancePage
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PAGE = reverse("incidents:methods")


@pytest.fixture
def reader(client):
    client.force_login(Cast()["medarbejder"])
    return client


def test_every_method_of_the_plan_has_a_card(reader):
    page = reader.get(PAGE).content.decode()
    for name in ("Durewall", "Low Arousal", "Min Tryghedsplan", "Brøset", "KRAP", "SPARK", "Spejlægget", "Omvendt"):
        assert name in page
    assert "90 til 2" in page


def test_cards_are_chosen_by_when_they_prevent(reader):
    page = reader.get(PAGE, {"when": "secondary"}).content.decode()
    assert "Low Arousal" in page and "Omvendt brainstorm" not in page
    assert "Ingen kort passer" in reader.get(PAGE, {"when": "<b>"}).content.decode()


def test_a_card_is_a_page_of_its_own_and_stays_out_of_the_plans_list(reader):
    card = GuidancePage.objects.get(code="M-04")
    page = reader.get(reverse("core:guidance_page", args=[card.slug])).content.decode()
    assert "Brøset" in page and "Kilde:" in page
    assert card.title not in reader.get(reverse("core:guidance")).content.decode()
    assert "Se metoderne" in reader.get(reverse("core:guidance_page", args=["methods"])).content.decode()
