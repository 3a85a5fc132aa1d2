"""HR's word: a computed right is confirmed (SEN-10), and MED's guideline has versions (SEN-27)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import explain
from core.models import Person
from core.permissions import Forbidden
from senior.actions import ground_data, talks
from senior.models import AgreementGroup, RightsConfirmation, SeniorRule, TalkGuideline
from tests.cast import NOW
from tests.pdfs import text_of
from tests.senior.house import held_talk

pytestmark = pytest.mark.django_db


def confirm(client, cast, name="senior", by="hr"):
    """Press the button of the page; return the page afterwards."""
    client.force_login(getattr(cast, by))
    address = reverse("senior:rights_of", args=[getattr(cast, name).pk])
    shown = client.get(address).context["sum"]
    client.post(reverse("senior:rights_confirm", args=[getattr(cast, name).pk]), {"sum": shown})
    return client.get(address)


def test_the_result_is_information_until_hr_confirms_it(cast, client):
    client.force_login(cast.senior)
    assert "Ikke bekræftet af HR" in client.get(reverse("senior:rights")).content.decode()
    page = confirm(client, cast).content.decode()
    assert "Bekræftet af HR" in page and "Bekræft beregning" not in page
    paper = client.get(reverse("senior:rights_pdf", args=[cast.senior.pk]))
    assert "har bekræftet beregningen" in text_of(b"".join(paper) if paper.streaming else paper.content)
    client.force_login(cast.senior)
    assert "Bekræftet af HR" in client.get(reverse("senior:rights")).content.decode()


def test_another_rule_undoes_the_word(cast, client):
    confirm(client, cast)
    SeniorRule.objects.filter(code="days-municipal-social_educators-58").update(days=6)
    client.force_login(cast.senior)
    assert "Ikke bekræftet af HR" in client.get(reverse("senior:rights")).content.decode()


def test_what_was_changed_meanwhile_is_not_confirmed(cast, client):
    client.force_login(cast.hr)
    shown = client.get(reverse("senior:rights_of", args=[cast.senior.pk])).context["sum"]
    cast.senior.senior_groups.update(group=AgreementGroup.objects.get(code="household_managers"))
    client.post(reverse("senior:rights_confirm", args=[cast.senior.pk]), {"sum": shown})
    assert not RightsConfirmation.objects.exists()


@pytest.mark.parametrize(
    ("name", "by", "status"), [("senior", "senior", 403), ("senior", "leder", 404), ("hr", "hr", 403)]
)
def test_nobody_else_and_not_oneself(cast, client, name, by, status):
    client.force_login(getattr(cast, by))
    address = reverse("senior:rights_confirm", args=[getattr(cast, name).pk])
    assert client.post(address, {"sum": "x"}).status_code == status


# -- the guideline -------------------------------------------------------------------------------------------------------
WORDS = {
    "version": "2.0", "adopted_by": "Hoved-MED", "adopted_on": date(2027, 1, 20), "offer_age": 55,
    "themes": ["Opgaver"], "text": "Nyt.",
}  # fmt: skip


def test_a_new_version_takes_over_and_old_talks_keep_theirs(cast):
    talk = held_talk(cast)
    ground_data.adopt_guideline(by=cast["hr"], starts_on=date(2027, 3, 1), **WORDS)
    first, second = TalkGuideline.objects.order_by("starts_on")
    assert (first.ends_on, second.version) == (date(2027, 2, 28), "2.0")
    assert talk.guideline == first
    later = talks.write(
        talk, by=cast["leder"], version=talk.version, held_on=NOW.date(), options=[("other", "discussed", "")]
    )
    assert later.guideline == first
    with pytest.raises(ValidationError):
        ground_data.adopt_guideline(by=cast["hr"], starts_on=date(2027, 3, 1), **WORDS)
    with pytest.raises(Forbidden):
        ground_data.adopt_guideline(by=cast["leder"], starts_on=date(2028, 3, 1), **WORDS)


def test_an_age_that_differs_from_the_rule_is_said_to_hr(cast, client):
    client.force_login(cast.hr)
    form = {
        "version": "2.0", "adopted_by": "Hoved-MED", "adopted_on": "20.01.2027", "starts_on": "05.02.2027",
        "offer_age": "55", "themes": "Opgaver\nTid", "text": "Nyt.",
    }  # fmt: skip
    assert client.post(reverse("senior:guideline_new"), form | {"offer_age": "gammel"}).status_code == 422
    assert client.post(reverse("senior:guideline_new"), form).status_code == 302
    page = client.get(reverse("senior:guidelines")).content.decode()
    assert "Retningslinjen siger 55 år, men reglen, som tilbuddene følger, siger 52" in page
    assert TalkGuideline.objects.get(version="2.0").themes == ["Opgaver", "Tid"]
    client.force_login(cast.senior)
    page = client.get(reverse("senior:guidelines")).content.decode()
    assert "Version 2.0" in page and "men reglen" not in page


# -- explain before anything is loaded -----------------------------------------------------------------------------------
def test_explain_answers_from_the_released_rules_when_none_are_loaded():
    line = '{"born": "1969-05-05", "area": "municipal", "group": "Socialpædagoger incl. leaders", "on": "2027-02-05"}'
    loaded = explain.answer("senior", line)
    SeniorRule.objects.all().delete()
    Person.objects.all().delete()
    AgreementGroup.objects.all().delete()
    assert explain.answer("senior", line) == loaded
    assert loaded[0]["days"] == 5 and loaded[0]["scheme_from"] == "2027-01-01"
    assert NOW.date() + timedelta(days=0) == date(2027, 2, 5)
