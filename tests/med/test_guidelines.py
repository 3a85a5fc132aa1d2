"""What a committee agreed on holds until it agrees on something else; every wording is kept (MED-27, MED-34)."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from med.actions import register
from med.actions.ground import Conflict, mark_of
from med.models import Outcome
from tests.cast import NOW, Cast
from tests.med.beside import Beside

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        med = Beside(Cast()).lay_rows()
        Outcome.objects.filter(pk=med.outcome.pk).update(year=2026, number=4)
        yield med


def write(med, row=None, by="leder", **values):
    return register.write_guideline(med.body, by=med.cast[by], guideline=row or med.guideline, **values)


def client_of(med, name):
    client = Client()
    client.force_login(med.cast[name], backend="core.signin.PersonBackend")
    return client


def typed(row, **values):
    """Return what the form sends along."""
    names = ("kind", "title", "text", "state")
    return {name: getattr(row, name) for name in names} | {"seen": mark_of(row, register.GUIDELINE)} | values


def test_a_form_that_is_sent_twice_makes_one_text(med):
    new = {"by": med.cast["leder"], "title": "Skærmbriller", "text": "Udvalget betaler."}
    first = register.write_guideline(med.body, kind="guideline", **new)
    assert register.write_guideline(med.body, kind="guideline", **new) == first and first.versions.count() == 1
    new["holder"] = med.cast["leder"]
    signed = register.write_agreement(med.body, negotiating_party="tr", **new)
    assert register.write_agreement(med.body, negotiating_party="tr", **new) == signed
    assert register.write_agreement(med.body, negotiating_party="tr", **new | {"text": "Kredsen betaler."}) != signed


def test_nobody_calls_a_text_agreed_without_saying_where_the_committee_agreed(med):
    for by in ("leder", "mentor"):  # mentor is the owner
        with pytest.raises(ValidationError) as refused:
            write(med, by=by, text="Vi aftaler dage", state="approved")
        assert "agreed_at" in refused.value.error_dict
    row = write(med, text="Vi aftaler dage", state="approved", agreed_at=med.past_item)
    assert (row.agreed_at, row.agreed_version, row.in_force_from) == (med.past_item, row.version, NOW.date())


def test_an_item_without_a_decision_of_the_same_committee_agreed_to_nothing(med):
    other = med.treatment(med.meeting(med.other, state="published", days=-30), "Andet")
    for item in (med.item, other):
        with pytest.raises(ValidationError):
            write(med, text="Vi aftaler dage", state="approved", agreed_at=item)


def test_an_agreed_text_is_not_reworded_without_a_new_agreement_and_holds_meanwhile(med):
    row = write(med, text="Den første", state="approved", agreed_at=med.past_item)
    with pytest.raises(ValidationError):
        write(med, row, by="mentor", text="Ejerens egen", state="approved")
    with pytest.raises(ValidationError):
        write(med, row, text="Tilbage til kladde", state="draft")
    row = write(med, row, text="Den næste", state="needs_revision")
    assert (row.version, row.agreed_version) == (3, 2)
    outside = client_of(med, "andenmedarbejder").get(reverse("med:guideline", args=[row.pk])).content.decode()
    assert "Den første" in outside and "Den næste" not in outside
    inside = client_of(med, "amr").get(reverse("med:guideline", args=[row.pk])).content.decode()
    assert "Den første" in inside and "Den næste" in inside
    row = write(med, row, state="approved", agreed_at=med.past_item)
    assert row.agreed_version == 3
    assert (
        "Den næste" in client_of(med, "andenmedarbejder").get(reverse("med:guideline", args=[row.pk])).content.decode()
    )


def test_every_wording_is_kept_with_its_author(med):
    write(med, text="En")
    write(med, by="mentor", text="To", what_changed="Kortere")
    found = list(med.guideline.versions.values_list("number", "text", "what_changed", "written_by__name"))
    assert [row[:3] for row in found] == [(3, "To", "Kortere"), (2, "En", ""), (1, "", "")]
    write(med, title="Ny titel")  # no other words: no new wording
    assert med.guideline.versions.count() == 3


def test_an_old_guideline_is_entered_as_agreed_before_with_an_old_date(med):
    with pytest.raises(ValidationError):
        write(med, text="Fra før", state="approved", agreed_at="before")
    with pytest.raises(ValidationError):
        write(med, text="Fra før", state="approved", agreed_at="before", in_force_from=NOW.date())
    row = write(med, text="Fra før", state="approved", agreed_at="before", in_force_from=NOW.date().replace(year=2020))
    assert row.agreed_version == row.version and row.agreed_at is None


def test_a_stale_page_shows_the_other_text_and_then_saves_knowingly(med):
    page = typed(med.guideline, text="Min tekst")
    write(med, text="Karens tekst", by="tr")
    with pytest.raises(Conflict):
        write(med, seen=page["seen"], text="Min tekst")
    client, address = client_of(med, "leder"), reverse("med:guideline_edit", args=[med.guideline.pk])
    answer = client.post(address, page)
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Karens tekst" in said and "Min tekst" in said
    med.guideline.refresh_from_db()
    assert med.guideline.text == "Karens tekst"
    again = client.post(address, typed(med.guideline, text="Min tekst"))
    assert again.status_code == 302
    med.guideline.refresh_from_db()
    assert med.guideline.text == "Min tekst"


def test_two_who_write_an_agreement_see_each_other(med):
    seen = mark_of(med.agreement, register.AGREEMENT)
    register.write_agreement(med.body, by=med.cast.leder, agreement=med.agreement, seen=seen, text="En")
    with pytest.raises(Conflict):
        register.write_agreement(med.body, by=med.cast.mentor, agreement=med.agreement, seen=seen, text="To")
    register.write_agreement(med.body, by=med.cast.mentor, agreement=med.agreement, seen=seen, text="En")  # nothing new


def test_the_form_names_the_items_where_the_committee_agreed(med):
    page = client_of(med, "leder").get(reverse("med:guideline_edit", args=[med.guideline.pk])).content.decode()
    assert "2026-4: Støj i storrummet" in page
    answer = client_of(med, "leder").post(
        reverse("med:guideline_edit", args=[med.guideline.pk]),
        typed(med.guideline, text="Aftalt tekst", state="approved", agreed_at=med.past_item.pk),
    )
    assert answer.status_code == 302
    med.guideline.refresh_from_db()
    assert med.guideline.agreed_at == med.past_item
