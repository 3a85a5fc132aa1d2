"""A duty is handled by what sent minutes show, and by nothing else: not by a date, a word or a click (MED-36 to MED-38)."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import Todo
from core.permissions import Forbidden
from med.actions import agenda, clock, duties, duty_links, figures, sheets
from med.models import BodyDuty, Deviation, Duty, DutyLink, Figure, Meeting, Outcome, Ruling, Topic, Treatment
from med.rules import duties as rules
from med.rules import rounds
from tests.cast import NOW, Cast
from tests.med.beside import Beside

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        laid = Beside(Cast()).lay_rows()
        Duty.objects.exclude(pk=laid.duty.pk).delete()  # the reference data has its own test
        yield laid


def line(med, today=TODAY, body=None):
    (found,) = rules.board([body or med.body], today)[(body or med.body).pk]
    return found


def handle(med, state, days=-30, text="Drøftet.", outcome=""):
    meeting = med.meeting(days=days, state=state)
    topic, _made = Topic.objects.get_or_create(
        body=med.body, source_key=rules.key_of(med.duty), defaults={"title": "x", "opened_at": NOW}
    )
    item = Treatment.objects.create(meeting=meeting, topic=topic, title="Drøftelsen", put_on_at=NOW, text=text)
    if outcome:
        conclude(med, item, outcome)
    return Treatment.objects.get(pk=item.pk)


def conclude(med, item, kind):
    Outcome.objects.create(
        treatment=item, body=med.body, kind=kind, decided_on=TODAY, written_by=med.cast.referent, written_at=NOW
    )


def change(med, **values):
    Duty.objects.filter(pk=med.duty.pk).update(**values)
    med.duty.refresh_from_db()


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
    assert (line(med).last, line(med).planned, line(med).held) == (None, None, item)
    Meeting.objects.filter(pk=item.meeting_id).update(state="minutes_sent")
    assert (line(med).last, line(med).held) == (item, None)
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
    assert line(med).last == item


def test_an_item_under_which_nothing_stands_handled_nothing(med):
    item = handle(med, "published", text=" ")
    assert line(med).last is None
    Treatment.objects.filter(pk=item.pk).update(text="Vi talte om det.")
    assert line(med).last == item


def test_an_answered_sheet_is_enough_and_an_empty_one_is_not(med):
    item = handle(med, "minutes_draft", text="")
    row = sheets.write(item, by=med.cast.amr, code="budget", answers={"year": ""})
    Meeting.objects.filter(pk=item.meeting_id).update(state="published")
    assert line(med).last is None
    type(row).objects.update(answers={"year": "2028", "work": "Færre hænder."})
    assert line(med).last == item


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
    assert (line(med).last == item) is counts


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
    assert line(med).last == item
    type(figure).objects.update(year=2024)
    assert line(med).last is None


# -- which item is about which duty ----------------------------------------------------------------------------------
def test_an_ordinary_item_is_tied_to_a_duty_and_counts_when_the_minutes_are_sent(med, client):
    client.force_login(med.cast.referent)
    page = client.get(reverse("med:item", args=[med.item.pk])).content.decode()
    assert "Opfylder opgaven" in page and med.duty.title in page
    answer = client.post(reverse("med:item_duty", args=[med.item.pk]), {"duty": med.duty.pk})
    assert answer.status_code == 302
    assert line(med).planned == med.item
    page = client.get(reverse("med:item", args=[med.item.pk])).content.decode()
    assert "Opgaver i årshjulet" in page and "Opfylder opgaven" not in page  # no other duty is left to choose
    Treatment.objects.filter(pk=med.item.pk).update(text="Vi talte om det.")
    Meeting.objects.filter(pk=med.one.pk).update(state="minutes_sent", starts_at=NOW - timedelta(days=1))
    assert line(med).last == med.item
    page = client.get(reverse("med:item", args=[med.item.pk])).content.decode()
    assert med.duty.title in page and "/remove/" not in page
    client.post(reverse("med:item_duty_off", args=[med.item.pk, med.duty.pk]))
    assert line(med).last == med.item  # what the minutes show stays


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
    assert line(med).last is None and line(med).planned == again


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
    assert line(med).planned == treatment
    with pytest.raises(Forbidden):
        duties.put_on_agenda(med.body, med.duty, by=med.cast.amr)


def test_a_duty_of_another_kind_of_body_is_refused(med):
    change(med, kinds=["hoved_med"])
    with pytest.raises(ValidationError):
        duties.put_on_agenda(med.body, med.duty, by=med.cast.leder)


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
    type(med.body).objects.filter(pk=med.body.pk).update(handles_environment=False)
    med.body.refresh_from_db()
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
    assert line(med).planned == med.item
    assert run() == waiting
    Treatment.objects.filter(pk=med.item.pk).update(text="Vi talte om det.")
    Meeting.objects.filter(pk=med.one.pk).update(state="minutes_sent", starts_at=NOW - timedelta(days=1))
    assert run() is None


def test_what_a_person_has_closed_is_not_opened_again_by_the_clock(med):
    from core import todos

    handle(med, "published", days=-340)
    todos.complete(run(), by=med.cast.leder)
    assert run() is None
