"""The suggestion of a category, with its reasons, and the leader's decision (INC-07, INC-08)."""

import json

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.explain import answer
from core.permissions import Forbidden
from incidents import choices, steps
from incidents.actions import category as verbs
from incidents.actions import taking_over
from incidents.rules.category import suggest
from tests.incidents.reported import NOW, Cast, browser, send


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


@pytest.mark.parametrize(
    ("types", "channel", "threat", "vandalism", "robbery", "expected"),
    [
        (["hit"], "in_person", False, False, False, "A"),
        (["spat_on"], "in_person", False, False, False, "A"),
        (["verbal_threat"], "phone", False, False, False, "A"),
        (["wordless_threat"], "in_person", False, False, False, "A"),
        ([], "sms", True, False, False, "A"),
        ([], "social_media", True, False, False, "A"),
        (["offence"], "in_person", False, True, False, "A"),
        (["vandalism"], "", False, False, False, "A"),
        (["robbery"], "in_person", False, False, False, "A"),
        ([], "", False, False, True, "A"),
        (["offence"], "email", False, False, False, "C"),
        (["degradation"], "other_digital", False, False, False, "C"),
        (["offence"], "phone", False, False, False, "B"),
        (["loud"], "in_person", False, False, False, "B"),
        (["bullying"], "letter", False, False, False, "B"),
        (["offence"], "off_hours", False, False, False, "B"),
        ([], "", False, False, False, "B"),
    ],
)
def test_the_rule_gives_this_category(types, channel, threat, vandalism, robbery, expected):
    found = suggest(types, channel, threat, vandalism, robbery)
    assert found.category == expected
    assert found.reasons and all(reason["text"].endswith(".") for reason in found.reasons)


@given(
    types=st.lists(st.sampled_from(choices.ViolenceType.values), max_size=4),
    channel=st.sampled_from(["", *choices.Channel.values]),
    vandalism=st.booleans(),
    robbery=st.booleans(),
)
def test_a_threat_is_always_a_whatever_else_was_told(types, channel, vandalism, robbery):
    assert suggest(types, channel, True, vandalism, robbery).category == "A"


@pytest.mark.django_db
def test_explain_reads_the_danish_names_and_answers_with_reasons():
    line = json.dumps(
        {"types": ["krænkelser"], "channel": "e-mail", "threat": False, "vandalism": False, "robbery": False}
    )
    (found,) = answer("category", line)
    assert found["category"] == "C" and found["reasons"]


@pytest.mark.django_db
def test_explain_says_when_a_name_stands_on_no_list():
    (found,) = answer("category", '{"types": ["skubben"]}')
    assert "skubben" in found["error"]


@pytest.mark.parametrize("line", ["", "[]", "{", '{"types": 3}', "null"])
def test_explain_answers_nonsense_with_an_error_and_not_a_crash(line):
    assert "error" in answer("category", line)[0]


def test_the_leader_confirms_and_the_plan_is_laid(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    incident = verbs.decide(incident, "A", by=cast["leder"])
    assert (incident.state, incident.category) == ("in_progress", "A")
    decision = incident.category_decisions.get()
    assert (decision.suggested, decision.decided_by) == ("A", cast.leder)
    for code in ("police", "sanctions", "letter_decision", "safetynet", "event_report", "injury_report"):
        assert steps.find(incident, f"incidents.{code}").state == "open"
    assert steps.find(incident, "incidents.category").state == "done"


def test_another_category_than_the_suggested_needs_a_reason(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    with pytest.raises(ValidationError):
        verbs.decide(incident, "B", by=cast["leder"], reason="nej")
    incident.refresh_from_db()
    assert incident.state == "received" and not incident.category_decisions.exists()
    incident = verbs.decide(incident, "B", by=cast["leder"], reason="Der blev råbt, men ikke truet.")
    assert incident.category == "B"


def test_a_changed_category_moves_the_steps(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    incident = verbs.decide(incident, "A", by=cast["leder"])
    incident = verbs.decide(incident, "C", by=cast["leder"], reason="Det viste sig kun at være beskeder.")
    assert steps.find(incident, "incidents.police").state == "withdrawn"
    assert steps.find(incident, "incidents.decision_c").state == "open"
    evidence = steps.find(incident, "incidents.evidence")
    assert (evidence.category, evidence.is_obligatory, evidence.owner) == ("C", True, cast.leder)
    incident = verbs.decide(incident, "A", by=cast["leder"], reason="Der var alligevel en trussel i beskeden.")
    police = steps.find(incident, "incidents.police")
    assert (police.state, police.round) == ("open", 2)


def test_what_was_done_stays_done_when_the_category_changes(cast):
    incident = verbs.decide(taking_over.take_over(send(cast), by=cast["leder"]), "A", by=cast["leder"])
    steps.done(incident, "incidents.talk", by=cast["leder"], note="Talt sammen")
    verbs.decide(incident, "B", by=cast["leder"], reason="Der blev råbt, men ikke truet.")
    assert steps.find(incident, "incidents.talk").state == "done"


def test_laying_twice_changes_nothing(cast):
    incident = verbs.decide(taking_over.take_over(send(cast), by=cast["leder"]), "A", by=cast["leder"])
    before = sorted((t.code, t.round, t.due_at) for t in steps.lay(incident, by=cast["leder"]))
    assert sorted((t.code, t.round, t.due_at) for t in steps.lay(incident, by=cast["leder"])) == before


def test_a_leader_who_has_not_taken_over_may_not_decide(cast):
    with pytest.raises(Forbidden):
        verbs.decide(send(cast), "A", by=cast["leder"])


def test_the_page_keeps_the_choice_and_asks_for_the_reason_beside_it(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    answered = browser(cast["leder"]).post(f"/incidents/{incident.pk}/category/", {"category": "C", "reason": "kort"})
    assert answered.status_code == 422
    assert "Skriv begrundelsen i mindst én hel sætning." in answered.content.decode()
    assert "Der er en trussel" in answered.content.decode()
