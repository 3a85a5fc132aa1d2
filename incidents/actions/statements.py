"""A colleague's account: asked for by the leader, signed off by the colleague, then only added to (INC-16)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, calendar, notices, outbox, todos
from core.models import Todo
from core.permissions import require
from core.texts import error
from incidents import steps
from incidents.actions.ground import TWICE
from incidents.models import Statement, StatementAddition

CODE = "incidents.statement"
NOON = calendar.parse_time("12")
notices.register_line(CODE, gettext_lazy("En forklaring: skriv, hvad du så"))


@transaction.atomic
def ask(incident, *, by, colleague, due_on):
    """Ask a colleague to write what they saw; return (Statement, is new). They see their own page and nothing else."""
    require(by, "incidents.manage", incident)
    incident = steps.hold(incident)
    if incident.affected_id == colleague.pk or incident.also_affected.filter(pk=colleague.pk).exists():
        raise ValidationError(
            {"colleague": _("%(name)s er ramt og skriver sin egen del af rapporten.") % {"name": colleague.name}}
        )
    if incident.implicated.filter(pk=colleague.pk).exists():
        raise ValidationError({"colleague": _("%(name)s er indblandet i hændelsen.") % {"name": colleague.name}})
    row, is_new = Statement.objects.get_or_create(
        incident=incident, person=colleague, defaults={"asked_by": by, "asked_at": calendar.now()}
    )
    if not is_new:
        raise ValidationError({"colleague": error("E-15", navn=colleague.name)})
    audit.record("incidents.statement_asked", incident, by=by, statement=row.pk)
    todos.open_todo(
        row,
        CODE,
        title=_("Skriv, hvad du så og hørte"),
        by=by,
        owner=colleague,
        unit=incident.unit,
        site=incident.site,
        due_at=calendar.at(due_on, NOON),
        link=reverse("incidents:statement", args=[row.pk]),
        button=_("Åbn din side"),
        kind="page",
        rule="R-104",
        reasons=[_("%(name)s har bedt dig om en forklaring. Du bestemmer selv, om du vil skrive.") % {"name": by.name}],
    )
    return row, True


@transaction.atomic
def sign(statement, *, by, text):
    """Sign the account off: from now on it can only be added to. False when it was signed before."""
    require(by, "incidents.write_statement", statement)
    changed = Statement.objects.filter(pk=statement.pk, state__in=["asked", "declined"]).update(
        text=text, state="signed", signed_at=calendar.now()
    )
    if changed:
        _finish(statement, "incidents.statement_signed", by=by)
    return bool(changed)


@transaction.atomic
def decline(statement, *, by):
    """Say no, without a reason: nobody has to explain. False when it was signed before."""
    require(by, "incidents.write_statement", statement)
    changed = Statement.objects.filter(pk=statement.pk, state="asked").update(state="declined")
    if changed:
        _finish(statement, "incidents.statement_declined", by=by)
    return bool(changed)


def _finish(statement, action, *, by):
    """Complete the colleague's to-do and tell the leader who asked."""
    statement.refresh_from_db()
    audit.record(action, statement.incident, by=by, statement=statement.pk)
    for todo in Todo.objects.about(statement).open().filter(code=CODE):
        todos.complete(todo, by=by)
    if statement.state == "signed":
        leader = statement.incident.responsible or statement.asked_by
        outbox.enqueue(
            leader,
            "I-08",
            subject=statement.incident,
            link=reverse("incidents:witnesses", args=[statement.incident_id]),
            dedupe_key=f"I-08:{statement.pk}",
        )


@transaction.atomic
def add(statement, *, by, text):
    """Add something remembered later; what was signed stays as it was. The same words pressed twice are kept once."""
    require(by, "incidents.write_statement", statement)
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    if statement.state != "signed":
        raise ValidationError(_("Skriv under på forklaringen først."), code="unsigned")
    now = calendar.now()
    if text == statement.text:  # the page of before signing, sent once more
        return statement
    for row in statement.additions.filter(written_at__gte=now - TWICE):
        if row.text == text:
            return row
    row = StatementAddition.objects.create(statement=statement, text=text, written_at=now)
    audit.record("incidents.statement_added", statement.incident, by=by, statement=statement.pk, addition=row.pk)
    return row
