"""Every action of the log has a Danish name: whoever reads it is no programmer."""

import ast

import pytest
from django.conf import settings

from core import audit_words

APPS = ("core", "incidents", "med", "onboarding", "senior")
# Names that are put together or handed on: where, and what comes out.
HANDED_ON = {
    "core.todo_completed",
    "core.todo_not_relevant",
    "core.many_exports",
    "core.file_changed",
    "incidents.handed_over",
    "incidents.moved_from_implicated",
    "incidents.statement_signed",
    "incidents.statement_declined",
    "med.agenda_approved",
    "med.agenda_refused",
    "med.minutes_approved",
    "med.minutes_refused",
}


def texts(node):
    """Return the text constants that an argument may be."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) + texts(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def logged(app):
    """Return the actions that an app's code writes into the log."""
    found = set()
    for path in (settings.ROOT / app).rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                if name in ("audit.record", "audit.read") and node.args:
                    found.update(texts(node.args[0]))
                if name.endswith("Step") and node.args:
                    found.update(f"{app}.{step}" for step in texts(node.args[0]))
                for keyword in node.keywords:
                    if keyword.arg == "logged_as":
                        found.update(texts(keyword.value))
    return found


@pytest.mark.parametrize("app", APPS)
def test_every_action_of_the_log_has_a_danish_name(app):
    found = logged(app)
    assert len(found) > 20, "the reader of the code finds nothing"
    assert sorted(found - set(audit_words.names())) == []


def test_names_that_are_handed_on_are_there_too():
    assert sorted(HANDED_ON - set(audit_words.names())) == []


def test_an_action_of_an_earlier_version_still_says_what_kind_it_was():
    assert audit_words.of("core.gone", is_read=True) == "Oplysningerne blev åbnet"
    assert audit_words.of("core.gone") == "Oplysningerne blev ændret"
