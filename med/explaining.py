"""`manage.py explain duties`: what a committee must, when, and why it is overdue (MED-36 to MED-38)."""

from datetime import date

from core import calendar
from core.explain import topic
from med.models import Body
from med.rules import duties as rules


@topic("duties", takes="body (name, short name or number), on")
def duties(question):
    """Say of each duty of a body when it was last handled, when it is due, how it stands, and which rule says so."""
    asked = str(question["body"])
    found = Body.objects.filter(pk=int(asked)) if asked.isdigit() else Body.objects.filter(name__iexact=asked)
    body = found.first() or Body.objects.filter(short_name__iexact=asked).first()
    if body is None:
        raise ValueError(f"No committee is called {asked}.")
    on = date.fromisoformat(str(question["on"])) if question.get("on") else calendar.today()
    lines = rules.board([body], on).get(body.pk, [])
    if not lines:
        raise ValueError(f"{asked} has no duties: they belong to committees of MED.")
    return [
        {
            "duty": line.duty.code,
            "title": line.duty.title,
            "state": line.state,
            "last": line.last_on.isoformat() if line.last_on else None,
            "due": line.due_on.isoformat() if line.due_on else None,
            "planned": calendar.local_date(line.planned.meeting.starts_at).isoformat() if line.planned else None,
            "agreement": line.duty.agreement,
            "reasons": [one["text"] if isinstance(one, dict) else str(one) for one in line.reasons],
        }
        for line in lines
    ]
