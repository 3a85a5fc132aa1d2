"""A signed agreement begins, is evaluated, and ends: by its last day, by notice, or by an evaluation (SEN-08)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit, calendar, todos
from core.models import Todo
from core.permissions import require
from senior.actions.agreements.writing import begin_agreement
from senior.actions.ground import close, noon, open_for, own_leader
from senior.choices import EvaluationOutcome
from senior.models import Evaluation, SeniorAgreement
from senior.notices import tell_all
from senior.states import AGREEMENT

ENDABLE = ("agreed", "in_force", "under_evaluation")


@transaction.atomic
def begin_and_end(*, by=None):
    """Let agreements begin on their first day and end the day after their last; return (begun, ended)."""
    today = calendar.today()
    begun = [
        AGREEMENT.take("begin", row, by=by)
        for row in SeniorAgreement.objects.filter(state="agreed", starts_on__lte=today)
    ]
    ended = []
    for row in SeniorAgreement.objects.filter(state__in=["agreed", "in_force", "under_evaluation"], ends_on__lt=today):
        ended.append(AGREEMENT.take("end", row, by=by, ended_on=row.ends_on))
        todos.withdraw(row, by=by)
    return len(begun), len(ended)


@transaction.atomic
def start_evaluation(agreement, *, by=None):
    """Open the evaluation whose day has come, with a to-do for each of the two; return the Evaluation."""
    number = agreement.evaluations.filter(closed_at__isnull=False).count() + 1
    row, made = Evaluation.objects.get_or_create(agreement=agreement, number=number)
    if made:
        audit.record("senior.evaluation_opened", agreement, by=by, number=number)
    for code, owner in (
        ("senior.evaluation", own_leader(agreement.person)),
        ("senior.evaluation_employee", agreement.person),
    ):
        if owner:
            open_for(
                agreement,
                code,
                _("Hvordan går det med aftalen?"),
                owner=owner,
                due=agreement.evaluate_on,
                by=by,
                button=_("Evaluér aftale"),
                rule="R-88",
                round=number,
                reasons=[_("I har selv aftalt datoen for evalueringen.")],
            )
    return row


@transaction.atomic
def evaluate(agreement, *, by, said, outcome="", next_on=None):
    """Write one's own side of the evaluation; the leader's has the outcome. Returns the fresh agreement.

    When both have written, the outcome happens: it goes on, a new draft continues it, or it ends.
    """
    require(by, "senior.evaluate_agreement", agreement)
    agreement = SeniorAgreement.objects.select_for_update(of=("self",)).select_related("person").get(pk=agreement.pk)
    closed = agreement.evaluations.filter(closed_at__isnull=False).first()
    if closed and calendar.local_date(closed.closed_at) == calendar.today():
        raise ValidationError(
            _("I har allerede evalueret aftalen i dag."), code="done"
        )  # a second click opens no round
    if agreement.state == "in_force":
        agreement = AGREEMENT.take("evaluate", agreement, by=by)
    if agreement.state != "under_evaluation":
        raise ValidationError(_("Aftalen kan evalueres, når den er i kraft."), code="state")
    row = agreement.evaluations.filter(closed_at__isnull=True).first() or start_evaluation(agreement, by=by)
    now = calendar.now()
    if by.pk == agreement.person_id:
        values = {"employee_words": said, "employee_at": now}
        close(agreement, "senior.evaluation_employee", by=by)
    else:
        if outcome != EvaluationOutcome.END and (next_on is None or next_on <= calendar.today()):
            raise ValidationError({"next_on": _("Skriv, hvornår I ser på det igen.")}, code="next")
        values = {"leader_words": said, "leader_at": now, "leader_by": by, "outcome": outcome, "next_on": next_on}
        close(agreement, "senior.evaluation", by=by)
    Evaluation.objects.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    audit.record("senior.evaluated_by_one", agreement, by=by, number=row.number)
    if row.employee_at and row.leader_at:
        agreement = _conclude(agreement, row, by)
    return agreement


def _conclude(agreement, row, by):
    """Do what the evaluation ended with."""
    Evaluation.objects.filter(pk=row.pk).update(closed_at=calendar.now())
    if row.outcome == EvaluationOutcome.END:
        # the notice that both signed holds here too: one of the two can't end it overnight
        last = min(day for day in (earliest_last_day(agreement), agreement.ends_on) if day)
        if last <= calendar.today():
            agreement = AGREEMENT.take("end", agreement, by=by, ended_on=calendar.today(), ends_on=calendar.today())
            todos.withdraw(agreement, by=by)
        else:
            agreement = AGREEMENT.take("go_on", agreement, by=by, ends_on=last, evaluate_on=None)
    else:
        agreement = AGREEMENT.take("go_on", agreement, by=by, evaluate_on=row.next_on or agreement.evaluate_on)
        # whoever is the leader by now writes the new draft, not whoever was when the evaluation began
        writer = own_leader(agreement.person)
        if row.outcome == EvaluationOutcome.CHANGE and writer is not None:
            begin_agreement(agreement.person, by=writer, talk=agreement.talk, continues=agreement, kind=agreement.kind)
    tell_all([agreement.person, own_leader(agreement.person)], "S-24", agreement, by=by, key=f"evaluated:{row.number}")
    return agreement


def earliest_last_day(agreement):
    """Return the first day an agreement can end by notice given today."""
    earliest = calendar.add_months(calendar.today(), agreement.notice_months)
    return max(earliest, agreement.starts_on)


@transaction.atomic
def give_notice(agreement, *, by, last_day, reason):
    """End an agreement with its notice; either party may. Returns the row. ValidationError for a day that is too soon, and for one after its own end."""
    require(by, "senior.end_agreement", agreement)
    agreement = SeniorAgreement.objects.select_for_update(of=("self",)).select_related("person").get(pk=agreement.pk)
    if agreement.state not in ENDABLE:
        raise ValidationError(_("Aftalen er ikke i kraft."), code="state")
    if agreement.ends_on and last_day > agreement.ends_on:
        said = _("Aftalen slutter allerede %(day)s. En opsigelse kan ikke gøre den længere.")
        raise ValidationError({"last_day": said % {"day": calendar.long_date(agreement.ends_on)}}, code="longer")
    earliest = earliest_last_day(agreement)
    if last_day < earliest:
        raise ValidationError(
            {
                "last_day": ngettext(
                    "Aftalen kan tidligst slutte %(day)s, fordi varslet er %(n)s måned.",
                    "Aftalen kan tidligst slutte %(day)s, fordi varslet er %(n)s måneder.",
                    agreement.notice_months,
                )
                % {"day": calendar.long_date(earliest), "n": agreement.notice_months}
                if earliest != agreement.starts_on
                else _("Aftalen begynder først %(day)s. Vælg den dag eller en senere.")
                % {"day": calendar.long_date(earliest)}
            },
            code="notice",
        )
    SeniorAgreement.objects.filter(pk=agreement.pk).update(ends_on=last_day, end_reason=reason)
    for todo in Todo.objects.about(agreement).open().filter(code="senior.agreement_end"):
        todos.recount_due(todo, due_at=noon(last_day), reasons=todo.reasons, by=by)
    agreement.refresh_from_db()
    audit.record("senior.notice_given", agreement, by=by, ends_on=last_day.isoformat())
    tell_all(
        [agreement.person, own_leader(agreement.person), agreement.union_rep],
        "S-24",
        agreement,
        by=by,
        key=f"notice:{last_day.isoformat()}",
    )
    return agreement
