"""Every rule can be asked why: topics that answer one JSON object with another, reasons included (docs/explain.md).

@topic("category", takes="types, channel, threat, vandalism, robbery")
def category(question): …            # dict → dict or list of dicts
"""

import json

TOPICS: dict = {}


def topic(name, takes=""):
    """Register a function as the answer to `manage.py explain NAME`."""

    def decorate(function):
        function.takes = takes
        TOPICS[name] = function
        return function

    return decorate


def answer(name, line):
    """Return the answers to one line of JSON as a list of dicts; a question that can't be answered gives {"error"}.

    KeyError for a topic that nobody registered.
    """
    ask = TOPICS[name]
    try:
        question = json.loads(line)
        if not isinstance(question, dict):
            raise ValueError("Each line must be one JSON object.")
        found = ask(question)
    except (ValueError, LookupError, TypeError) as problem:
        missing = f"Missing: {problem}" if isinstance(problem, KeyError) else str(problem)
        return [{"error": missing}]
    return found if isinstance(found, list) else [found]


@topic("access", takes="person, action, object")
def access(question):
    """Say whether a person may do an action on a row, and which line of the permission table decided it."""
    from django.apps import apps

    from core import permissions
    from core.models import Person

    label, _colon, pk = str(question["object"]).partition(":")
    model = apps.get_model(label)
    person = Person.objects.filter(email__iexact=question["person"]).first()
    if person is None:
        raise ValueError(f"Nobody has the address {question['person']}.")
    if question["action"] not in permissions.TABLE:
        raise ValueError(f"No line of the permission table names {question['action']}.")
    if not pk.isdigit():
        raise ValueError("Write the object as app.model:number.")
    obj = model._base_manager.filter(pk=pk).first()
    verdict, rule = permissions.explain(person, question["action"], obj) if obj else ("hidden", "rækken findes ikke")
    return {"access": verdict, **{word: word == verdict for word in ("allowed", "forbidden", "hidden")}, "rule": rule}


@topic("reminders", takes="at")
def reminders_at(question):
    """Say what would be sent if the clock ran at a moment; nothing is sent."""
    from datetime import datetime

    from core import calendar, reminders

    moment = datetime.fromisoformat(str(question["at"]))
    return reminders.explain(moment if moment.tzinfo else moment.replace(tzinfo=calendar.ZONE))
