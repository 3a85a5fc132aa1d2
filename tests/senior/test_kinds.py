"""What each kind of agreement must say, who agrees to it, and the questions before fewer hours (SEN-13, -15 to -18)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import AuditEntry
from senior.actions import agreements, talks
from senior.actions.agreements.signing import missing
from senior.models import SeniorAgreement
from tests.cast import NOW, born
from tests.senior.house import TEXT, draft, held_talk, terms

pytestmark = pytest.mark.django_db


def lacks(cast, person="senior", by="leder", **values):
    """Save a draft and return what it still lacks, as one text."""
    made, _new = agreements.begin_agreement(cast[person], by=cast[by])
    row = agreements.save_agreement(made, by=cast[by], version=made.version, **terms(cast, **values))
    return " ".join(missing(row))


# -- fewer hours (SEN-13) ------------------------------------------------------------------------------------------------
def test_the_nine_questions_are_gone_through_before_an_agreement_on_fewer_hours(cast):
    assert "spørgsmålene om færre timer" in lacks(cast, questions_seen=False)
    row = SeniorAgreement.objects.get()
    with pytest.raises(ValidationError):
        agreements.send(row, by=cast["leder"])
    row = agreements.save_agreement(row, by=cast["leder"], version=row.version, **terms(cast))
    assert row.questions_seen_by == cast.leder and missing(row) == []


def test_hours_that_fall_ask_the_questions_whatever_option_is_ticked(cast):
    assert "spørgsmålene" in lacks(cast, options=["other"], questions_seen=False)


def test_other_agreements_ask_no_questions_about_hours(cast):
    assert lacks(cast, options=["flexible_time"], hours_before=37, hours_after=37, questions_seen=False) == ""


def test_questions_answered_in_the_talk_are_gone_through(cast):
    talk = held_talk(cast)
    talk = talks.write(
        talk, by=cast["leder"], version=talk.version, held_on=NOW.date(), answers={"when": "Fredage"},
        options=[("less_time", "chosen", "")],
    )  # fmt: skip
    made, _new = agreements.begin_agreement(cast["senior"], by=cast["leder"], talk=talk)
    assert made.questions_seen_at is not None


def test_the_page_shows_the_questions_and_takes_the_tick(cast, client):
    row = draft(cast, questions_seen=False)
    client.force_login(cast.leder)
    page = client.get(reverse("senior:agreement_edit", args=[row.pk])).content.decode()
    assert "Hvad betyder det for kollegerne?" in page and "Skal noget af lønnen dækkes ind?" in page


# -- senior position (SEN-15) --------------------------------------------------------------------------------------------
POSITION = {"kind": "senior_position", "options": [], "starts_on": date(2029, 2, 1), "evaluate_on": date(2029, 9, 1)}


def test_a_senior_position_says_which_hours_or_tasks_and_what_pension_is_worked_out_from(cast):
    said = lacks(cast, **POSITION, hours_before=37, hours_after=37)
    assert "de færre timer eller de andre opgaver" in said and "pensionen bliver regnet af" in said


@pytest.mark.parametrize("change", [{"hours_after": 30}, {"hours_after": 37, "tasks": "Kun oplæring"}])
def test_a_senior_position_with_fewer_hours_or_other_tasks_is_whole(cast, change):
    text = TEXT | {"pension_basis": "37 timer"} | ({"tasks": change.pop("tasks")} if "tasks" in change else {})
    assert lacks(cast, **POSITION, text=text, **change) == ""


# -- generation change (SEN-16) ------------------------------------------------------------------------------------------
CHANGE = {
    "kind": "generation_change", "options": [], "starts_on": date(2027, 3, 1), "ends_on": date(2033, 2, 28),
    "leaving_on": date(2033, 2, 28), "evaluate_on": date(2028, 1, 3), "hours_before": None, "hours_after": None,
}  # fmt: skip
BRANCH = {"union_party": "branch", "union_rep": None, "branch": "Kreds Syd"}


def test_generation_change_is_agreed_by_the_branch_and_not_by_tr(cast):
    with pytest.raises(ValidationError) as fault:
        lacks(cast, "leder", "chef", **CHANGE)
    assert "den lokale kreds" in fault.value.message_dict["union_party"][0]
    assert "Rammeaftale om seniorpolitik" in fault.value.message_dict["union_party"][0]


def test_generation_change_names_its_terms(cast):
    assert "tillæg, fastholdelsesbonus eller bedre pension" in lacks(cast, "leder", "chef", **CHANGE, **BRANCH)
    row = SeniorAgreement.objects.get()
    values = terms(cast, **CHANGE, **BRANCH, text=TEXT | {"allowance": "2.000 kr. om måneden"})
    assert missing(agreements.save_agreement(row, by=cast["chef"], version=row.version, **values)) == []


# -- retirement (SEN-17) -------------------------------------------------------------------------------------------------
def test_a_retirement_scheme_says_which_kind_and_why(cast):
    leaving = {"kind": "retirement", "options": [], "leaving_on": NOW.date() + timedelta(days=400)}
    said = lacks(cast, **leaving, hours_before=None, hours_after=None)
    assert "godtgørelse" in said and "til for" in said
    row = SeniorAgreement.objects.get()
    text = TEXT | {"leave": "Tre måneder", "purpose": "At blive til 65", "trigger_age": "62"}
    row = agreements.save_agreement(
        row, by=cast["leder"], version=row.version, **terms(cast, **leaving, hours_after=None, text=text)
    )
    assert missing(row) == [] and row.text["trigger_age"] == "62"


# -- no age from trying (SEN-26) -----------------------------------------------------------------------------------------
def tries(cast, row, day, by="leder"):
    """Try a first day; return the words of the refusal, or nothing."""
    kind = {"kind": "senior_position", "starts_on": day, "ends_on": None, "evaluate_on": day + timedelta(days=90)}
    try:
        agreements.save_agreement(row, by=cast[by], version=row.version, **terms(cast, **kind))
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


def test_a_leader_who_tries_day_after_day_is_stopped_and_hr_is_not(cast):
    born(cast.senior, date(1975, 6, 1))
    row = draft(cast)
    for months in (1, 2, 3):
        assert "fyldte" in tries(cast, row, NOW.date() + timedelta(days=30 * months))
    assert "fyldte" not in tries(cast, row, date(2036, 1, 1))  # an answer that says yes tells as much
    found = AuditEntry.objects.filter(action="senior.age_date_tried", actor=cast.leder, subject_id=cast.senior.pk)
    assert found.count() == 4
    row.refresh_from_db()
    assert "Bed HR" in tries(cast, row, NOW.date() + timedelta(days=10000))  # not even whether a day would do
    assert "Bed HR" not in tries(cast, row, NOW.date() + timedelta(days=120), by="hr")


def test_who_has_tried_may_still_write_an_agreement_without_an_age_and_try_again_a_month_later(cast):
    born(cast.senior, date(1975, 6, 1))
    row = draft(cast)
    for _number in range(4):
        tries(cast, row, NOW.date() + timedelta(days=30))
    row = agreements.save_agreement(row, by=cast["leder"], version=row.version, **terms(cast))
    with time_machine.travel(NOW + timedelta(days=31), tick=False):
        assert "fyldte" in tries(cast, row, NOW.date() + timedelta(days=60))
