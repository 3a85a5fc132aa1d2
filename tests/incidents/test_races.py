"""Sixteen presses at the same moment on each step that two people can press: one counts, and everything happens once.

Taking over, sending the report and approving a letter have theirs beside their other tests.
"""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core.models import AuditEntry, Document, Mail, Role, Todo
from core.states import StepRefused
from incidents.actions import category, closing, crisis, reports, sanctions, taking_over, ticking
from incidents.models import CategoryDecision, CrisisHelp, EventReport, Incident, Sanction
from tests.cast import NOW, START, Cast
from tests.incidents.reported import send
from tests.races import together

pytestmark = pytest.mark.django_db(transaction=True)
REASON = "Borgeren har to gange truet en medarbejder i skranken."


@pytest.fixture
def cast(transactional_db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


@pytest.fixture
def incident(cast):
    """A threat that the leader has taken over and set to category A."""
    found = taking_over.take_over(send(cast), by=cast["leder"])
    return category.decide(found, "A", by=cast["leder"], reason="")


def logged(subject, action):
    """Return how often the log says so about a row."""
    return AuditEntry.objects.filter(
        subject_type=f"incidents.{subject._meta.model_name}", subject_id=subject.pk, action=f"incidents.{action}"
    ).count()


def pressed(incident, verb, *people):
    """Let sixteen press, the people in turn, each with the incident as their page showed it."""
    turns = [people[place % len(people)] for place in range(16)]
    return together(*[lambda by=by: verb(Incident.objects.get(pk=incident.pk), by) for by in turns])


def test_two_safety_reps_at_once_and_one_looks_after_the_affected(cast):
    Role.objects.create(person=cast.service, kind="safety_rep", site=cast.site, starts_on=START)
    incident = send(cast)
    results = pressed(incident, lambda row, by: taking_over.take_care(row, by=by), cast["amr"], cast["service"])
    incident.refresh_from_db()
    assert incident.care_by in (cast.amr, cast.service)
    assert sum(isinstance(one, Incident) for one in results) == 8  # the eight presses of the one who was first
    refused = [one for one in results if not isinstance(one, Incident)]
    assert all(isinstance(one, ValidationError) and one.code == "taken" for one in refused), refused
    assert logged(incident, "care_taken") == 1
    assert set(Todo.objects.about(incident).open().filter(code="incidents.talk").values_list("owner", flat=True)) == {
        incident.care_by_id
    }


def test_the_category_is_decided_once(cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    results = pressed(incident, lambda row, by: category.decide(row, "A", by=by, reason=""), cast["leder"])
    assert all(isinstance(one, Incident) for one in results), results
    assert CategoryDecision.objects.filter(incident=incident).count() == 1
    assert logged(incident, "work") == 1 and logged(incident, "category_changed") == 0
    laid = list(Todo.objects.about(incident).values_list("code", "round"))
    assert len(laid) == len(set(laid)) and all(round_number == 1 for _code, round_number in laid)


def test_a_proposed_sanction_is_decided_once(cast, incident):
    sanctions.propose(incident, by=cast["amr"], measure="phone_only", reason=REASON)
    proposal = Sanction.objects.get()
    values = {
        "reason": REASON,
        "proportionality": "En advarsel er ikke nok, for det er sket igen efter samtalen.",
        "starts_on": NOW.date(),
        "ends_on": NOW.date() + timedelta(days=80),
        "review_on": NOW.date() + timedelta(days=40),
        "what_to_do": "Hent en leder, hvis borgeren kommer.",
        "scope": cast.site.name,
        "site": cast.site,
        "is_formal_decision": False,
    }
    presses = [
        lambda: sanctions.approve(Sanction.objects.get(pk=proposal.pk), by=cast["leder"], values=dict(values))
    ] * 8
    presses += [lambda: sanctions.reject(Sanction.objects.get(pk=proposal.pk), by=cast["leder"], reason=REASON)] * 8
    results = together(*presses)
    assert sum(isinstance(one, Sanction) for one in results) == 1, results
    assert all(isinstance(one, Sanction | StepRefused) for one in results), results
    assert logged(proposal, "approve") + logged(proposal, "reject") == 1
    proposal.refresh_from_db()
    assert proposal.state == ("in_force" if logged(proposal, "approve") else "rejected")


def test_crisis_help_is_ordered_once(cast):
    incident = taking_over.take_care(send(cast), by=cast["amr"])  # no leader yet: AMR may order, and so may the leader

    def order(row, by):
        return crisis.order(
            row,
            by=by,
            track="b",
            reasons=[],
            firm="Nordisk Krisekorps",
            ordered_at=NOW,
            spoke_with="vagten",
            tried="Anders Holm",
        )

    results = pressed(incident, order, cast["leder"], cast["amr"])
    assert sum(isinstance(one, CrisisHelp) for one in results) == 1, results
    assert all(isinstance(one, CrisisHelp | StepRefused) for one in results), results
    assert CrisisHelp.objects.get().state == "ordered" and logged(incident, "crisis_help_ordered") == 1
    assert Todo.objects.about(incident).filter(code="incidents.crisis_first_talk").count() == 1


def test_a_report_that_both_confirm_at_once_is_locked_and_printed_once(cast, incident):
    made = reports.start_report(incident, by=cast["leder"])
    made = reports.save_report(
        incident, by=cast["leder"], version=made.version, texts=dict.fromkeys(reports.PARTS, "Borgeren slog i bordet.")
    )
    results = pressed(
        incident,
        lambda row, by: reports.confirm_report(row, by=by, version=made.version),
        cast["leder"],
        cast["medarbejder"],
    )
    assert all(isinstance(one, EventReport) for one in results), results
    report = EventReport.objects.get()
    assert report.document and report.affected_confirmed_at and report.leader_confirmed_at
    assert Document.objects.filter(kind="P-15").count() == 1
    assert logged(incident, "report_confirmed") == 2  # one of each side


def test_an_incident_is_closed_once(cast, incident):
    for todo in closing.missing(incident):
        ticking.not_relevant(incident, todo.code, by=cast["leder"], reason=REASON)
    for todo in closing.missing(incident):  # what the first ones opened
        ticking.not_relevant(incident, todo.code, by=cast["leder"], reason=REASON)
    results = pressed(incident, lambda row, by: closing.close(row, by=by), cast["leder"])
    assert sum(isinstance(one, Incident) for one in results) == 1, results
    assert all(isinstance(one, Incident | StepRefused) for one in results), results
    assert Incident.objects.get().state == "closed" and logged(incident, "close") == 1
    told = Mail.objects.filter(notice="N-22").values_list("receiver", flat=True)
    assert sorted(told) == [cast.medarbejder.pk]
