"""A duty is handled by what sent minutes show, and by nothing else: not by a date, a word or a click (MED-36 to MED-38)."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.permissions import Forbidden
from med.actions import agenda, duties, duty_links, figures, merging, planning, sheets
from med.models import DutyLink, Figure, Meeting, Topic, Treatment
from med.rules import duties as rules
from tests.cast import NOW
from tests.med.duties import at, change, conclude, handle, laid, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        yield laid()


def test_reference_holds_every_duty_of_the_agreements():
    rows = json.loads((settings.ROOT / "fixtures/reference/med_duties.json").read_text())
    codes = {row["code"] for row in rows}
    assert {f"H{n}" for n in range(1, 14)} | {f"L{n}" for n in range(1, 14)} <= codes
    by_code = {row["code"]: row for row in rows}
    assert by_code["H10"]["needs_check"] and by_code["H10"]["area"] == "regional"  # Q10
    assert by_code["L6"]["area"] == "regional" and by_code["H7"]["area"] == "municipal"  # Q12
    assert {code for code, row in by_code.items() if row["obligation"] == "depends"} == {"L2", "L3"}
    assert {code for code, row in by_code.items() if row["needs_environment"]} == {"W1", "L1"}
    assert all(row["source"] and row["valid_from"] for row in rows)


# -- what counts -----------------------------------------------------------------------------------------------------
def test_a_duty_counts_when_minutes_are_sent_and_not_before(med):
    item = handle(med, "minutes_draft")
    assert (line(med).last, line(med).planned, at(line(med).held)) == (None, None, item.pk)
    Meeting.objects.filter(pk=item.meeting_id).update(state="minutes_sent")
    assert (at(line(med).last), line(med).held) == (item.pk, None)
    assert line(med).due_on == date(2028, 1, 6)
    assert line(med).state == rules.HANDLED


@pytest.mark.parametrize("kind", ["postponed", "not_treated"])
def test_what_was_put_off_handled_nothing_and_is_no_plan(med, kind):
    handle(med, "minutes_sent", days=-30, outcome=kind)
    handle(med, "minutes_draft", days=-3, outcome=kind)
    assert (line(med).last, line(med).planned, line(med).held) == (None, None, None)


@pytest.mark.parametrize("kind", ["discussed", "noted", "approved", "passed_on"])
def test_an_outcome_is_enough(med, kind):
    item = handle(med, "published", text="", outcome=kind)
    assert at(line(med).last) == item.pk


def test_an_item_under_which_nothing_stands_handled_nothing(med):
    item = handle(med, "published", text=" ")
    assert line(med).last is None
    Treatment.objects.filter(pk=item.pk).update(text="Vi talte om det.")
    assert at(line(med).last) == item.pk


def test_an_answered_sheet_is_enough_and_an_empty_one_is_not(med):
    item = handle(med, "minutes_draft", text="")
    row = sheets.write(item, by=med.cast.amr, code="budget", answers={"year": ""})
    Meeting.objects.filter(pk=item.meeting_id).update(state="published")
    assert line(med).last is None
    type(row).objects.update(answers={"year": "2028", "work": "Færre hænder."})
    assert at(line(med).last) == item.pk


def fixed(med, days, text="Intet nyt.", **values):
    topic, _made = Topic.objects.get_or_create(
        body=med.body, code="sickness", is_standing=True, defaults={"title": "Sygefravær", "opened_at": NOW}
    )
    meeting = med.meeting(days=days, **{"state": "under_way"} | values)
    return Treatment.objects.create(meeting=meeting, topic=topic, title="Sygefravær", put_on_at=NOW, text=text)


def send(item, at=NOW):
    Meeting.objects.filter(pk=item.meeting_id).update(state="minutes_sent", minutes_sent_at=at)


def test_a_word_under_the_fixed_item_about_sickness_is_no_statistics(med):
    """MED-40: the item stands on every agenda."""
    change(med, standing="sickness", counts_from_last=False, window_from=1, window_to=3)
    Figure.objects.all().delete()
    item = fixed(med, days=-3)
    send(item)
    assert line(med).last is None
    DutyLink.objects.create(treatment=item, duty=med.duty)
    assert line(med).last is None  # nor does tying it to the duty help


@pytest.mark.parametrize(
    ("answers", "counts"),
    [
        ({"year": "2026", "days": "11,2"}, True),
        ({"year": "2027", "comment": "Faldende hele året."}, True),
        ({"year": "2024", "days": "11,2"}, False),  # another year's
        ({"year": "2026"}, False),  # nothing but the year
        ({"days": "11,2"}, False),
    ],
)
def test_the_sheet_of_the_year_makes_the_fixed_item_count(med, answers, counts):
    change(med, standing="sickness")
    Figure.objects.all().delete()
    item = fixed(med, days=-3)
    sheets.write(item, by=med.cast.leder, code="sickness", answers=answers)
    send(item)
    assert (at(line(med).last) == item.pk) is counts


def test_the_figure_of_last_year_makes_it_count_when_it_was_there_in_time(med):
    change(med, standing="sickness")
    Figure.objects.all().delete()
    item = fixed(med, days=-3)
    send(item, at=NOW - timedelta(hours=1))
    figure = figures.enter_figure(
        med.body, by=med.cast.leder, kind="sickness", unit=med.cast.office, year=2026, percent="5.1"
    )
    assert line(med).last is None  # entered after the minutes went out
    type(figure).objects.update(entered_at=NOW - timedelta(days=4))
    assert at(line(med).last) == item.pk
    type(figure).objects.update(year=2024)
    assert line(med).last is None


# -- which item is about which duty ----------------------------------------------------------------------------------
def test_an_ordinary_item_is_tied_to_a_duty_and_counts_when_the_minutes_are_sent(med, client):
    client.force_login(med.cast.referent)
    page = client.get(reverse("med:item", args=[med.item.pk])).content.decode()
    assert "Opfylder opgaven" in page and med.duty.title in page
    answer = client.post(reverse("med:item_duty", args=[med.item.pk]), {"duty": med.duty.pk})
    assert answer.status_code == 302
    assert at(line(med).planned) == med.item.pk
    page = client.get(reverse("med:item", args=[med.item.pk])).content.decode()
    assert "Opgaver i årshjulet" in page and "Opfylder opgaven" not in page  # no other duty is left to choose
    Treatment.objects.filter(pk=med.item.pk).update(text="Vi talte om det.")
    Meeting.objects.filter(pk=med.one.pk).update(state="minutes_sent", starts_at=NOW - timedelta(days=1))
    assert at(line(med).last) == med.item.pk
    page = client.get(reverse("med:item", args=[med.item.pk])).content.decode()
    assert med.duty.title in page and "/remove/" not in page
    client.post(reverse("med:item_duty_off", args=[med.item.pk, med.duty.pk]))
    assert at(line(med).last) == med.item.pk  # what the minutes show stays


def test_a_tie_is_taken_back_while_the_minutes_are_not_sent(med, client):
    duty_links.link(med.item, med.duty, by=med.cast.leder)
    client.force_login(med.cast.leder)
    assert client.post(reverse("med:item_duty_off", args=[med.item.pk, med.duty.pk])).status_code == 302
    assert not DutyLink.objects.exists() and line(med).planned is None
    assert duty_links.unlink(med.item, med.duty, by=med.cast.leder) is False


def test_nothing_chosen_says_so_by_the_field(med, client):
    client.force_login(med.cast.leder)
    page = client.post(reverse("med:item_duty", args=[med.item.pk]), {"duty": ""})
    assert page.status_code == 422 and "Vælg en opgave." in page.content.decode()


def test_who_does_not_prepare_the_meeting_ties_nothing(med):
    with pytest.raises(Forbidden):
        duty_links.link(med.item, med.duty, by=med.cast.amr)
    with pytest.raises(Forbidden):
        duty_links.unlink(med.item, med.duty, by=med.cast.amr)


def test_no_tie_once_the_minutes_are_sent(med):
    with pytest.raises(ValidationError, match="Referatet er sendt ud"):
        duty_links.link(med.past_item, med.duty, by=med.cast.leder)
    with pytest.raises(ValidationError, match="Referatet er sendt ud"):
        duty_links.unlink(med.past_item, med.duty, by=med.cast.leder)


def test_the_approval_of_the_last_minutes_is_about_no_duty(med):
    Topic.objects.filter(pk=med.item.topic_id).update(code="approval")
    med.item.topic.refresh_from_db()
    with pytest.raises(ValidationError):
        duty_links.link(med.item, med.duty, by=med.cast.leder)


@pytest.mark.parametrize("values", [{"kinds": ["hoved_med"]}, {"area": "regional"}, {"is_on": False}])
def test_a_duty_that_is_not_the_committees_is_tied_to_nothing(med, values):
    change(med, **values)
    with pytest.raises(ValidationError):
        duty_links.link(med.item, med.duty, by=med.cast.leder)


def test_the_tie_follows_an_item_that_was_put_off(med):
    duty_links.link(med.item, med.duty, by=med.cast.leder)
    Meeting.objects.filter(pk=med.one.pk).update(state="minutes_sent", starts_at=NOW - timedelta(days=1))
    conclude(med, med.item, "postponed")
    coming = med.meeting(days=30, state="planned")
    agenda.open_agenda(coming, by=med.cast.leder)
    again = coming.treatments.get(topic=med.item.topic)
    assert line(med).last is None and at(line(med).planned) == again.pk


def test_the_tie_follows_what_was_never_reached_and_what_stood_on_a_meeting_called_off(med):
    duty_links.link(med.item, med.duty, by=med.cast.leder)
    Meeting.objects.filter(pk=med.one.pk).update(state="minutes_sent", starts_at=NOW - timedelta(days=1))
    second = agenda.open_agenda(med.meeting(days=30, state="planned"), by=med.cast.leder)
    assert at(line(med).planned) == second.treatments.get(topic=med.item.topic).pk
    planning.cancel_meeting(second, by=med.cast.leder, reason="Halvdelen er på kursus.")
    assert line(med).planned is None
    third = agenda.open_agenda(med.meeting(days=40, state="planned"), by=med.cast.leder)
    assert at(line(med).planned) == third.treatments.get(topic=med.item.topic).pk


def test_the_tie_of_what_was_treated_stays_where_it_was(med):
    duty_links.link(med.item, med.duty, by=med.cast.leder)
    Treatment.objects.filter(pk=med.item.pk).update(text="Drøftet.")
    Meeting.objects.filter(pk=med.one.pk).update(state="minutes_sent", starts_at=NOW - timedelta(days=1))
    coming = agenda.open_agenda(med.meeting(days=30, state="planned"), by=med.cast.leder)
    assert not coming.treatments.get(topic=med.item.topic).duty_links.exists() and at(line(med).last) == med.item.pk


def test_what_stands_on_two_agendas_keeps_tie_sheet_and_discussion_when_they_are_laid_together(med):
    into = med.meeting(days=25, state="agenda_open")
    twin = Treatment.objects.create(meeting=into, topic=med.item.topic, title="Igen", put_on_at=NOW)
    duty_links.link(med.item, med.duty, by=med.cast.leder)
    sheets.write(med.item, by=med.cast.leder, code="theme", answers={"question": "Hvad nu?"})
    type(med.annual).objects.update(treatment=med.item)
    merging.merge(med.one, by=med.cast.leder, into=into, reason="Halvdelen af udvalget er på kursus.")
    twin.refresh_from_db()
    assert twin.duty_links.get().duty == med.duty and twin.sheet.code == "theme"
    assert twin.annual_discussion == med.annual


def test_a_duty_goes_on_the_next_agenda_with_one_click_and_only_once(med, client):
    client.force_login(med.cast.leder)
    address = reverse("med:duty_on_agenda", args=[med.body.pk, med.duty.pk])
    version = med.one.agenda_version
    for _again in range(2):
        assert client.post(address).status_code == 302
    (treatment,) = Treatment.objects.filter(topic__source_key=rules.key_of(med.duty))
    assert treatment.meeting == med.one
    med.one.refresh_from_db()
    assert med.one.agenda_version == version + 1
    assert at(line(med).planned) == treatment.pk
    with pytest.raises(Forbidden):
        duties.put_on_agenda(med.body, med.duty, by=med.cast.amr)


def test_a_duty_of_another_kind_of_body_is_refused(med):
    change(med, kinds=["hoved_med"])
    with pytest.raises(ValidationError):
        duties.put_on_agenda(med.body, med.duty, by=med.cast.leder)
