"""The numbers of a year stay what they were when retention deletes the rows, and no number gives another away."""

from datetime import timedelta

import pytest

from core.models import Tombstone
from senior import statistics
from senior.actions import talks
from senior.models import Conversation, SeniorAgreement, SeniorOffer, SeniorTalk
from senior.retention import Agreements, Conversations, Offers, Talks
from tests.cast import NOW
from tests.senior.house import held_talk, signed
from tests.senior.situation import TODAY, make_agreement

pytestmark = pytest.mark.django_db


def erase(kind, row):
    """Delete a row as retention does, with what is left of it."""
    Tombstone.objects.create(
        code=kind.code, subject_type=row._meta.label_lower, subject_id=row.pk, facts=kind.facts(row),
        label="Slettet", erased_at=NOW,
    )  # fmt: skip
    kind.erase(row, NOW)


def of(year=2027):
    found = statistics.of_year(year, 1)
    return found.units, found.options, found.totals, found.conversations


def test_a_years_numbers_are_the_same_before_and_after_the_rows_are_deleted(cast):
    at = {"unit": cast.office}
    talk = held_talk(cast)
    talks.refuse_option(talk, by=cast["leder"], option="other", reason="Det kan vi ikke få til at passe.")
    SeniorTalk.objects.create(person=cast.kollega, state="cancelled", wanted_at=NOW, closed_at=NOW, **at)
    for name, given in (("senior", NOW), ("kollega", None)):
        SeniorOffer.objects.create(person=cast[name], year=2027, opened_at=NOW, offered_at=given, state="over", **at)
    row = signed(cast)
    make_agreement(cast, state="refused", ended_on=TODAY)
    for held in (TODAY, None):
        Conversation.objects.create(
            person=cast.senior, leader=cast.leder, kind="one_to_one", planned_at=NOW, created_at=NOW, held_on=held,
            cancelled_at=None if held else NOW, **at,
        )  # fmt: skip
    SeniorAgreement.objects.filter(pk=row.pk).update(state="ended", ended_on=TODAY + timedelta(days=800))
    SeniorTalk.objects.filter(pk=talk.pk).update(closed_at=NOW + timedelta(days=400))
    before, next_years = of(), of(2028)
    for kind, model in (
        (Agreements(), SeniorAgreement),
        (Talks(), SeniorTalk),
        (Offers(), SeniorOffer),
        (Conversations(), Conversation),
    ):
        for one in model.objects.all():
            erase(kind, one)
    assert (of(), of(2028)) == (before, next_years)
    assert dict(before[2]) == {"Tilbud givet": 1, "Samtaler holdt": 1, "Aftaler": 1, "Afslag": 2}


def test_refused_agreements_are_not_found_by_taking_the_options_from_all_refusals(cast):
    for _n in range(5):
        talk = SeniorTalk.objects.create(
            person=cast.senior, unit=cast.office, state="held", wanted_at=NOW, held_on=TODAY
        )
        talk.options.create(option="other", outcome="refused", decided_at=NOW, decided_by=cast.leder)
    assert dict(statistics.of_year(2027, 5).totals)["Afslag"] == 5
    make_agreement(cast, state="refused", ended_on=TODAY)
    found = statistics.of_year(2027, 5)
    assert dict(found.totals)["Afslag"] is None and dict(found.options)["Andet"][2] == 5
    assert [cells[3] for _name, cells in found.units] == [None]
