"""A tick goes through a verb that knows the step's kind and who may: nothing silences a clock by a crafted request."""

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core.models import Todo
from core.permissions import Forbidden
from core.todos import open_todo
from incidents import doing, steps
from incidents.actions import sanctions, taking_over, ticking
from incidents.rules import plan_steps
from tests.incidents.reported import NOW, Cast, browser, send

REASON = "Det er allerede aftalt med AMR i dag."


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


@pytest.fixture
def incident(cast):
    """A threat against Jonas, told by Signe, taken over by Mette."""
    return taking_over.take_over(send(cast, reporter="medarbejder", affected="kollega"), by=cast["leder"])


def with_every_kind(incident, person):
    """Let one to-do of every kind of step wait."""
    rows = {}
    for template in [one for one in plan_steps.templates(incident.submitted_at) if one.due]:
        rows.setdefault(template.kind, template)
    for kind, template in rows.items():
        if not Todo.objects.about(incident).open().filter(kind=kind).exists():
            open_todo(
                incident, template.code, title=template.title, by=None, owner=person, owner_role="leader", kind=kind
            )
    return Todo.objects.about(incident).open()


def test_a_tick_completes_simple_steps_and_no_step_that_has_a_page_of_its_own(cast, incident):
    client, kinds = browser(cast["leder"]), set()
    for todo in with_every_kind(incident, cast["leder"]):
        code = todo.code.removeprefix("incidents.")
        answer = client.post(f"/incidents/{incident.pk}/tick/{code}/", {"note": "Det er gjort i dag."})
        todo.refresh_from_db()
        kinds.add(todo.kind)
        if doing.is_ticked(todo):
            assert (answer.status_code, todo.state) == (302, "done"), todo.code
        else:
            assert (answer.status_code, todo.state) == (409, "open"), todo.code
    assert {"category", "talk", "next_of_kin", "crisis_order", "police", "letter", "injury_report", "simple"} <= kinds


def test_taking_over_is_never_ticked(cast):
    incident = send(cast)
    answer = browser(cast["leder"]).post(f"/incidents/{incident.pk}/tick/take_over/", {"note": "Ja"})
    assert answer.status_code == 409
    assert steps.find(incident, steps.TAKE_OVER).state == "open"
    incident.refresh_from_db()
    assert incident.responsible is None
    with pytest.raises(ValidationError):
        ticking.tick(incident, steps.TAKE_OVER, by=cast["leder"])


@pytest.mark.parametrize("code", ["company", "inform_house"])
def test_a_step_that_asks_for_a_line_is_not_ticked_without_it(cast, incident, code):
    client, path = browser(cast["leder"]), f"/incidents/{incident.pk}/tick/{code}/"
    assert client.post(path, {"note": ""}).status_code == 422
    assert steps.find(incident, f"incidents.{code}").state == "open"
    client.post(path, {"note": "Sofie fra teamet følger med hjem."})
    assert steps.find(incident, f"incidents.{code}").state == "done"


def test_the_affected_cannot_tick_skip_or_undo_the_obligatory_crisis_help(cast, incident):
    client, code = browser(cast["kollega"]), "crisis_order"
    assert client.post(f"/incidents/{incident.pk}/tick/{code}/", {"note": "Ok"}).status_code == 409
    path = f"/incidents/{incident.pk}/not-relevant/{code}/"
    assert client.post(path, {"skip-reason": REASON}).status_code == 403
    assert client.post(f"/incidents/{incident.pk}/crisis/", {"form": "skip", "skip-reason": REASON}).status_code == 403
    assert steps.find(incident, f"incidents.{code}").state == "open"
    steps.done(incident, f"incidents.{code}", by=cast["leder"])
    assert client.post(f"/incidents/{incident.pk}/undo/{code}/").status_code == 403
    assert steps.find(incident, f"incidents.{code}").state == "done"
    assert "Fortryd" not in client.get(f"/incidents/{incident.pk}/").content.decode()
    browser(cast["leder"]).post(f"/incidents/{incident.pk}/undo/{code}/")
    assert steps.find(incident, f"incidents.{code}").state == "open"


def test_whoever_did_a_step_may_let_it_wait_again(cast, incident):
    ticking.tick(incident, "incidents.evidence", by=cast["kollega"], note="To skærmbilleder.")
    assert ticking.undo(incident, "incidents.evidence", by=cast["kollega"])
    assert steps.find(incident, "incidents.evidence").state == "open"


@pytest.mark.parametrize("verb", [ticking.tick, ticking.undo])
def test_the_verbs_ask_for_the_right_themselves(cast, incident, verb):
    with pytest.raises(Forbidden):
        verb(incident, "incidents.follow_up", by=cast["amr"])
    with pytest.raises(Forbidden):
        ticking.not_relevant(incident, "incidents.follow_up", by=cast["amr"], reason=REASON)


def test_the_decision_in_category_c_is_the_leaders(cast, incident):
    open_todo(incident, "incidents.decision_c", title="Beslut", by=None, kind="decision_c")
    words = {"decision": "Vi svarer samlet.", "reason": "Så står ingen alene med svaret."}
    with pytest.raises(Forbidden):
        sanctions.decide_in_c(incident, by=cast["kollega"], **words)
    assert sanctions.decide_in_c(incident, by=cast["leder"], **words)
    assert steps.find(incident, "incidents.decision_c").state == "done"
