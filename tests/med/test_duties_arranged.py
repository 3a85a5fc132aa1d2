"""What a committee may arrange about a duty: never what makes it look handled (MED-37, MED-38)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core import calendar, todos
from core.models import Todo
from core.permissions import Forbidden
from med.actions import bodies, clock, duties, duty_links
from med.models import BodyDuty, Deviation, DutyLink, Meeting, Ruling, Topic, Treatment
from med.rules import duties as rules
from med.rules import rounds
from tests.cast import NOW
from tests.med.duties import TODAY, at, change, conclude, handle, laid, line

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        yield laid()


# -- what a body may arrange -----------------------------------------------------------------------------------------
def test_what_is_printed_for_regions_is_shown_and_never_due(med):
    change(med, area="regional")
    assert (line(med).state, line(med).due_on) == (rules.FREE, None)


def test_what_the_agreement_makes_a_must_is_not_chosen_away(med, client):
    client.force_login(med.cast.leder)
    address = reverse("med:duty", args=[med.body.pk, med.duty.pk])
    assert "gælder ikke for os" not in client.get(address).content.decode()
    client.post(address, {"not_ours": "on", "reason": "Vi har ingen borgere her"})
    assert line(med).state != rules.NOT_OURS
    with pytest.raises(ValidationError) as refused:
        duties.arrange(med.body, med.duty, by=med.cast.leder, concerns_us=False, reason="Vi har ingen borgere her")
    assert "not_ours" in refused.value.error_dict
    BodyDuty.objects.update_or_create(body=med.body, duty=med.duty, defaults={"concerns_us": False, "reason": "x y z"})
    assert line(med).state != rules.NOT_OURS  # written before the rule was there


@pytest.mark.parametrize("obligation", ["if_so", "should", "may"])
def test_what_hangs_on_a_condition_is_not_ours_with_a_reason(med, obligation):
    change(med, obligation=obligation)
    with pytest.raises(ValidationError):
        duties.arrange(med.body, med.duty, by=med.cast.leder, concerns_us=False, reason="nej")
    duties.arrange(med.body, med.duty, by=med.cast.leder, concerns_us=False, reason="Vi har ingen borgere her")
    assert line(med).state == rules.NOT_OURS


def test_a_body_without_the_working_environment_is_not_asked_for_it(med):
    """MED-35 and L1: it goes to the arbejdsmiljøudvalg."""
    change(med, needs_environment=True)
    assert line(med).due_on
    with pytest.raises(ValidationError, match="Bed HR"):
        bodies.change_body(med.body, by=med.cast.leder, handles_environment=False)
    bodies.change_body(med.body, by=med.cast.hr, handles_environment=False)
    assert (line(med).state, line(med).due_on) == (rules.NOT_OURS, None)
    assert "arbejdsmiljøudvalget" in line(med).reasons[0]


@pytest.mark.parametrize("day", [date(2027, 2, 4), date(2027, 1, 7), date(2099, 1, 1)])
def test_a_date_of_ones_own_is_neither_past_nor_later_than_the_rule(med, day):
    handle(med, "published", days=-300)  # due on 11 April 2027
    with pytest.raises(ValidationError) as refused:
        duties.arrange(med.body, med.duty, by=med.cast.leder, next_due_on=day)
    assert "next_due_on" in refused.value.error_dict


def test_a_date_of_ones_own_before_the_rules_counts(med, client):
    handle(med, "published", days=-300)
    client.force_login(med.cast.leder)
    address = reverse("med:duty", args=[med.body.pk, med.duty.pk])
    assert client.post(address, {"next_due_on": "01.03.2027"}).status_code == 302
    assert line(med).due_on == date(2027, 3, 1)
    page = client.post(address, {"next_due_on": "01.03.2029"})
    assert page.status_code == 422 and "11. april 2027" in page.content.decode()
    with time_machine.travel(NOW + timedelta(days=60)):
        duties.arrange(med.body, med.duty, by=med.cast.leder, next_due_on=date(2027, 3, 1))  # unchanged, and kept


def test_what_is_overdue_gets_no_new_date(med):
    handle(med, "published", days=-400)
    with pytest.raises(ValidationError, match="Sæt den på en dagsorden"):
        duties.arrange(med.body, med.duty, by=med.cast.leder, next_due_on=TODAY + timedelta(days=9))
    BodyDuty.objects.update_or_create(body=med.body, duty=med.duty, defaults={"next_due_on": date(2099, 1, 1)})
    assert line(med).state == rules.OVERDUE  # written before the rule was there


def test_a_month_of_ones_own_puts_nothing_off(med):
    change(med, counts_from_last=False, window_from=1, window_to=3)
    with pytest.raises(ValidationError) as refused:
        duties.arrange(med.body, med.duty, by=med.cast.leder, month=12)
    assert "senest i marts" in str(refused.value)
    duties.arrange(med.body, med.duty, by=med.cast.leder, month=2, responsible=med.cast.chef)
    handle(med, "published", days=-300)
    assert line(med).due_on == date(2027, 2, 28)


# -- left aside in agreement -----------------------------------------------------------------------------------------
def agreed(med, days=-30, **values):
    item = handle(med, "minutes_sent", days=days, **values)
    Topic.objects.update(source_key="")  # an item about something else
    return item


def test_a_deviation_is_agreed_at_a_meeting_and_counts_as_handled_on_that_day(med, client):
    change(med, may_deviate=True)
    handle(med, "published", days=-800)
    Topic.objects.update(source_key="")
    duty_item = Treatment.objects.get(title="Drøftelsen")
    DutyLink.objects.create(treatment=duty_item, duty=med.duty)
    assert line(med).state == rules.OVERDUE
    client.force_login(med.cast.leder)
    address = reverse("med:duty_deviation", args=[med.body.pk, med.duty.pk])
    assert med.past_item.title in client.get(address).content.decode()
    answer = client.post(address, {"text": "Vi venter et år", "treatment": med.past_item.pk, "until": ""})
    assert answer.status_code == 302
    row = Deviation.objects.get()
    agreed_on = (NOW - timedelta(days=40)).date()
    assert (row.treatment, row.agreed_on) == (med.past_item, agreed_on)
    assert row.until == date(2027, 12, 27) == line(med).due_on
    assert line(med).state == rules.DEVIATED
    assert line(med, date(2027, 11, 20)).state == rules.SOON  # it runs on like any other
    assert line(med, date(2028, 1, 2)).state == rules.OVERDUE


def test_a_deviation_lasts_at_most_until_the_duty_comes_round(med):
    change(med, may_deviate=True)
    for until in (date(2028, 6, 1), date(2026, 1, 1)):
        with pytest.raises(ValidationError) as refused:
            duties.deviate(
                med.body, med.duty, by=med.cast.leder, text="Vi venter", treatment=med.past_item, until=until
            )
        assert "until" in refused.value.error_dict
    until = date(2027, 6, 1)
    duties.deviate(med.body, med.duty, by=med.cast.leder, text="Vi venter", treatment=med.past_item, until=until)
    assert line(med).due_on == until


def test_a_deviation_needs_sent_minutes_of_the_own_committee(med):
    change(med, may_deviate=True)
    other = med.treatment(med.meeting(body=med.other, days=-9, state="minutes_sent"), text="Vi venter.")
    silent = med.treatment(med.meeting(days=-9, state="minutes_sent"), "Uden ord")
    put_off = med.treatment(med.meeting(days=-8, state="minutes_sent"), "Udsat", text="Udsat.")
    conclude(med, put_off, "postponed")
    draft = med.treatment(med.meeting(days=-2, state="minutes_draft"), "Kladde", text="Vi venter.")
    for item in (other, silent, put_off, draft, med.item, None):
        with pytest.raises(ValidationError) as refused:
            duties.deviate(med.body, med.duty, by=med.cast.leder, text="Vi venter", treatment=item)
        assert "treatment" in refused.value.error_dict
    assert not Deviation.objects.exists()


def test_an_agreement_older_than_the_interval_leaves_nothing_aside(med):
    change(med, may_deviate=True)
    old = med.treatment(med.meeting(days=-500, state="published"), "Gammelt", text="Vi venter.")
    with pytest.raises(ValidationError):
        duties.deviate(med.body, med.duty, by=med.cast.leder, text="Vi venter", treatment=old)


def test_a_deviation_without_minutes_from_before_the_rule_counts_for_nothing(med):
    change(med, may_deviate=True)
    handle(med, "published", days=-400)
    Deviation.objects.create(body=med.body, duty=med.duty, text="Vi venter", agreed_on=TODAY, written_by=med.cast.leder)
    assert line(med).state == rules.OVERDUE


def test_a_fixed_duty_is_not_left_aside(med):
    with pytest.raises(ValidationError):
        duties.deviate(med.body, med.duty, by=med.cast.leder, text="Vi venter", treatment=med.past_item)
    with pytest.raises(Forbidden):
        duties.deviate(med.body, med.duty, by=med.cast.amr, text="Vi venter", treatment=med.past_item)


# -- what hangs on Hoved-MED -----------------------------------------------------------------------------------------
@pytest.fixture
def hung(med):
    """A duty of LokalMED that hangs on Hoved-MED, and the item where Hoved-MED decided."""
    change(med, obligation="depends", interval_months=36, window_from=None, window_to=None)
    return med.treatment(med.meeting(body=med.parent, days=-9, state="minutes_sent"), "Stress", text="Aftales lokalt.")


def test_what_hangs_on_hoved_med_waits_until_it_has_decided(med, hung):
    assert (line(med).state, line(med).due_on) == (rules.FREE, None)
    assert "Hoved-MED har ikke noteret" in str(line(med).reasons[0])


def test_decided_locally_it_is_due_here(med, hung, client):
    client.force_login(med.cast.direktoer)
    duties_page = client.get(reverse("med:duties", args=[med.parent.pk])).content.decode()
    assert "Lokalt eller fælles" in duties_page and med.duty.title in duties_page
    address = reverse("med:duty_ruling", args=[med.parent.pk, med.duty.pk])
    assert client.post(address, {"is_local": "yes", "treatment": hung.pk}).status_code == 302
    assert (line(med).state, line(med).due_on) == (rules.LATER, date(2027, 12, 31))
    assert "aftales i det enkelte udvalg" in line(med).reasons[0]["text"]
    assert line(med, body=med.other).due_on  # there is one Hoved-MED, and nobody wrote what this one belongs under


def test_decided_centrally_it_has_no_deadline_here_and_the_last_word_counts(med, hung):
    duties.rule(med.parent, med.duty, by=med.cast.direktoer, is_local=True, treatment=hung)
    duties.rule(med.parent, med.duty, by=med.cast.direktoer, is_local=False, treatment=hung)
    assert (line(med).state, line(med).due_on) == (rules.CENTRAL, None)
    assert "fælles for hele kommunen" in line(med).reasons[0]
    assert Ruling.objects.count() == 2


def test_only_hoved_med_decides_it_and_only_in_sent_minutes(med, hung, client):
    with pytest.raises(Forbidden):
        duties.rule(med.parent, med.duty, by=med.cast.leder, is_local=True, treatment=hung)
    with pytest.raises(ValidationError):
        duties.rule(med.body, med.duty, by=med.cast.leder, is_local=True, treatment=med.past_item)
    with pytest.raises(ValidationError):
        duties.rule(med.parent, med.duty, by=med.cast.direktoer, is_local=True, treatment=med.past_item)
    client.force_login(med.cast.leder)
    assert client.get(reverse("med:duty_ruling", args=[med.body.pk, med.duty.pk])).status_code == 404
    change(med, obligation="must")
    with pytest.raises(ValidationError):
        duties.rule(med.parent, med.duty, by=med.cast.direktoer, is_local=True, treatment=hung)


# -- what waits for somebody -----------------------------------------------------------------------------------------
def run():
    """Let the clock do the year wheel's part; return the to-do that waits, or None."""
    clock.reconcile(list(rounds.year_wheel(TODAY)), by=None, codes=clock.codes_of(rounds.year_wheel))
    return Todo.objects.open().filter(code="med.duty").first()


def test_a_plan_in_time_quiets_the_reminder_and_a_plan_that_lapses_wakes_it(med):
    handle(med, "published", days=-340)  # due on 2 March
    assert line(med).state == rules.SOON
    waiting = run()
    assert waiting
    duty_links.link(med.item, med.duty, by=med.cast.leder)  # the meeting is in twenty days
    assert run() is None
    Meeting.objects.filter(pk=med.one.pk).update(
        starts_at=NOW + timedelta(days=200), ends_at=NOW + timedelta(days=200, hours=2)
    )
    assert line(med).planned is None and "længere" not in str(line(med).reasons)
    assert run() == waiting  # the same to-do waits again
    Meeting.objects.filter(pk=med.one.pk).update(starts_at=NOW - timedelta(days=3), state="released")
    assert line(med).planned is None  # the day went by and nobody began the meeting
    assert run() == waiting


def test_an_overdue_duty_waits_until_minutes_show_it_whatever_is_planned(med):
    handle(med, "published", days=-400)
    waiting = run()
    assert waiting and line(med).state == rules.OVERDUE
    duty_links.link(med.item, med.duty, by=med.cast.leder)
    assert at(line(med).planned) == med.item.pk
    assert run() == waiting
    Treatment.objects.filter(pk=med.item.pk).update(text="Vi talte om det.")
    Meeting.objects.filter(pk=med.one.pk).update(state="minutes_sent", starts_at=NOW - timedelta(days=1))
    assert run() is None


def test_what_a_person_has_closed_is_not_opened_again_by_the_clock(med):
    handle(med, "published", days=-340)
    todos.complete(run(), by=med.cast.leder)
    assert run() is None


# -- put right -------------------------------------------------------------------------------------------------------
def test_a_deviation_written_wrongly_is_taken_back_and_the_duty_waits_again(med, client):
    change(med, may_deviate=True)
    treated = handle(med, "minutes_sent", days=-20)
    duties.deviate(med.body, med.duty, by=med.cast.leder, text="Vi venter et år.", treatment=treated)
    client.force_login(med.cast.leder)
    assert "Fortryd fravigelse" in client.get(reverse("med:duties", args=[med.body.pk])).content.decode()
    address = reverse("med:duty_deviation_off", args=[med.body.pk, med.duty.pk])
    for _twice in range(2):
        assert client.post(address).status_code == 302
    assert line(med).deviation is None and not Deviation.objects.exists()
    with pytest.raises(Forbidden):
        duties.withdraw_deviation(med.body, med.duty, by=med.cast.amr)


def test_hr_says_how_often_a_duty_comes_round_and_every_committee_follows(med, client):
    change(med, counts_from_last=True)
    handle(med, "minutes_sent", days=-30)
    before = line(med).due_on
    client.force_login(med.cast.hr)
    assert med.duty.title in client.get(reverse("med:duty_rules")).content.decode()
    address = reverse("med:duty_rule_edit", args=[med.duty.pk])
    sent = {
        "interval_months": "24",
        "window_from": "2",
        "window_to": "4",
        "lead_days": "30",
        "source": "Ny aftale, § 4",
    }
    assert client.post(address, sent | {"is_on": "on"}).status_code == 302
    assert line(med).due_on == calendar.add_months(before, 12)
    assert line(med).reasons[0]["source"] == "Ny aftale, § 4"
    for wrong in ({"interval_months": ""}, {"window_to": "1"}, {"source": ""}):
        assert client.post(address, sent | {"is_on": "on"} | wrong).status_code == 422
    assert client.post(address, sent).status_code == 302  # off
    assert rules.board([med.body], TODAY)[med.body.pk] == []
    with pytest.raises(Http404):
        duties.change_duty(med.duty, by=med.cast.leder, interval_months=60)
