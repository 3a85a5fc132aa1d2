"""What a page asks the database, as the client sees it: session, person, the page, and the line in the log."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

ASIDE = re.compile(r"(RELEASE )?SAVEPOINT|ROLLBACK|SET ")  # the test's own transaction


def asked(client, address, *, warm=True):
    """Return (the statements of a page, whether it is a page and no file). `warm`: open it once before, as a process has."""
    if warm:
        client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code in (200, 302), (address, answer.status_code)
    questions = [one["sql"] for one in captured if not ASIDE.match(one["sql"])]
    return questions, answer.headers.get("Content-Type", "").startswith("text/html")


def first(through, order, everybody):
    """Return the person of `order` who gets through, else the first of the others; `through` as the access tables say it."""
    names = everybody if through == "*" else through.partition("|")[0].split()
    return next((name for name in order if name in names), None) or names[0]


def said(questions):
    """Return statements shortened for a message."""
    return "\n".join(f"{one[:90]} … {one[-160:]}" for one in questions)[:6000]
