"""A decision holds until a later one replaces it or it lapses: once, with a reason, by those who keep the minutes."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import AuditEntry
from core.permissions import Forbidden
from core.states import StepRefused
from med.actions import decisions
from med.carrying import leftovers
from med.models import Outcome
from med.rules import rounds
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        med = Med(Cast()).lay_rows()
        Outcome.objects.filter(pk=med.outcome.pk).update(year=2026, number=7, decided_on=date(2026, 12, 27))
        med.outcome.refresh_from_db()
        yield med


@pytest.fixture
def newer(med):
    meeting = med.meeting(days=-10, state="minutes_sent", minutes_sent_at=NOW)
    return Outcome.objects.create(
        treatment=med.treatment(meeting, "Ro i storrummet"),
        body=med.body,
        kind="approved",
        text="Vi laver et stillerum.",
        year=2027,
        number=1,
        decided_on=date(2027, 1, 26),
        written_by=med.cast.referent,
        written_at=NOW,
    )


def end(med, **values):
    given = {"by": med.cast.tr, "reason": "Rummet er bygget om.", "ended_on": TODAY}
    return decisions.end(med.outcome, **given | values)


def test_a_later_decision_replaces_an_earlier_one_and_the_register_says_so(med, newer, client):
    row = end(med, replaced_by=newer)
    assert (row.state, row.replaced_by, row.ended_by) == ("replaced", newer, med.cast.tr)
    event = AuditEntry.objects.get(action="med.replace_decision")
    assert "bygget om" not in str(event.details)  # why stands with the decision, not in the log
    client.force_login(med.cast.amr, backend="core.signin.PersonBackend")
    for address in (reverse("med:register"), reverse("med:topic", args=[med.past_item.topic_id])):
        page = client.get(address).content.decode()
        assert "Afløst af beslutning 2027-1" in page and "Rummet er bygget om." in page, address
    assert "Støj i storrummet" not in client.get(reverse("med:register"), {"state": "in_force"}).content.decode()
    assert "Støj i storrummet" in client.get(reverse("med:register"), {"state": "replaced"}).content.decode()
    for kind in ("pdf", "xlsx", "csv"):
        assert client.get(reverse("med:register_file", args=[kind])).status_code == 200
    assert client.get(reverse("med:decisions_pdf", args=[med.body.pk])).status_code == 200


def test_a_decision_that_no_longer_holds_is_not_looked_at_again(med):
    Outcome.objects.filter(pk=med.outcome.pk).update(review_on=TODAY)
    topic = med.past_item.topic
    assert topic in [one.topic for one in leftovers(med.one)] and list(rounds.decisions(TODAY))
    end(med)
    assert not [one for one in leftovers(med.one) if one.review] and not list(rounds.decisions(TODAY))


def test_it_is_ended_once_and_can_be_undone(med):
    stale = Outcome.objects.get(pk=med.outcome.pk)
    assert end(med).state == "lapsed"
    with pytest.raises(StepRefused):
        decisions.end(stale, by=med.cast.leder, reason="En anden grund", ended_on=TODAY)
    row = decisions.restore(med.outcome, by=med.cast.referent)
    assert (row.state, row.ended_on, row.ended_because) == ("in_force", None, "")
    with pytest.raises(StepRefused):
        decisions.restore(row, by=med.cast.referent)


def test_only_chairs_and_the_minute_taker_may(med, client):
    for name in ("amr", "chef", "sfk"):
        with pytest.raises(Forbidden):
            end(med, by=med.cast[name])
    client.force_login(med.cast.amr, backend="core.signin.PersonBackend")
    assert "Gælder ikke længere" not in client.get(
        reverse("med:topic", args=[med.past_item.topic_id])
    ).content.decode().replace("<option", "")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ended_on": TODAY + timedelta(days=1)}, "ended_on"),
        ({"ended_on": date(2026, 12, 26)}, "ended_on"),
    ],
)
def test_a_day_that_cannot_be_is_refused_next_to_its_field(med, values, field):
    with pytest.raises(ValidationError) as refused:
        end(med, **values)
    assert field in refused.value.message_dict
    med.outcome.refresh_from_db()
    assert med.outcome.is_in_force


def test_neither_an_older_decision_nor_another_bodys_nor_itself_can_replace_it(med, newer):
    older = Outcome.objects.get(pk=newer.pk)
    Outcome.objects.filter(pk=newer.pk).update(decided_on=date(2026, 1, 1))
    foreign = med.meeting(med.other, days=-5, state="published")
    other = Outcome.objects.create(
        treatment=med.treatment(foreign),
        body=med.other,
        kind="approved",
        text="x",
        year=2027,
        number=1,
        decided_on=TODAY,
        written_by=med.cast.andenleder,
        written_at=NOW,
    )
    for wrong in (older, other, med.outcome):
        with pytest.raises(ValidationError):
            end(med, replaced_by=wrong)


def test_what_is_still_being_written_cannot_be_ended(med):
    Outcome.objects.filter(pk=med.outcome.pk).update(number=None)
    med.outcome.refresh_from_db()
    with pytest.raises(ValidationError):
        end(med)


def test_a_decision_for_a_time_lapses_by_itself_the_day_after_and_only_once(med):
    Outcome.objects.filter(pk=med.outcome.pk).update(valid_until=TODAY)
    assert decisions.lapse_past_their_day() == 0
    Outcome.objects.filter(pk=med.outcome.pk).update(valid_until=TODAY - timedelta(days=1))
    assert decisions.lapse_past_their_day() == 1 and decisions.lapse_past_their_day() == 0
    med.outcome.refresh_from_db()
    assert (med.outcome.state, med.outcome.ended_on, med.outcome.ended_by) == ("lapsed", TODAY, None)


def test_the_page_takes_it_keeps_what_was_typed_and_two_clicks_are_one(med, newer, client):
    client.force_login(med.cast.tr, backend="core.signin.PersonBackend")
    address = reverse("med:decision_end", args=[med.outcome.pk])
    assert "2027-1" in client.get(address).content.decode()
    refused = client.post(address, {"ended_on": "5. februar 2027", "reason": ""})
    assert refused.status_code == 422
    sent = {"ended_on": "5. februar 2027", "reason": "Rummet er bygget om.", "replaced_by": newer.pk}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302  # said on the page, nothing done twice
    assert AuditEntry.objects.filter(action="med.replace_decision").count() == 1
    back = client.post(reverse("med:decision_restore", args=[med.outcome.pk]))
    assert back.status_code == 302
    med.outcome.refresh_from_db()
    assert med.outcome.is_in_force and med.outcome.replaced_by is None
