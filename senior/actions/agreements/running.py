"""A signed agreement begins, is evaluated, and ends: by its last day, by notice, or by an evaluation (SEN-08)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.permissions import require
from senior.actions.agreements.writing import begin_agreement
from senior.actions.ground import close, open_for, own_leader
from senior.choices import EvaluationOutcome
from senior.models import Evaluation, SeniorAgreement
from senior.notices import tell_all
from senior.states import AGREEMENT


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
        if outcome == EvaluationOutcome.CONTINUE and (next_on is None or next_on <= calendar.today()):
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
        agreement = AGREEMENT.take("end", agreement, by=by, ended_on=calendar.today(), ends_on=calendar.today())
        todos.withdraw(agreement, by=by)
    else:
        agreement = AGREEMENT.take("go_on", agreement, by=by, evaluate_on=row.next_on or agreement.evaluate_on)
        if row.outcome == EvaluationOutcome.CHANGE:
            begin_agreement(
                agreement.person, by=row.leader_by, talk=agreement.talk, continues=agreement, kind=agreement.kind
            )
    tell_all([agreement.person, own_leader(agreement.person)], "S-24", agreement, by=by, key=f"evaluated:{row.number}")
    return agreement


@transaction.atomic
def give_notice(agreement, *, by, last_day, reason):
    """End an agreement with its notice; either party may. Returns the row. ValidationError for a day that is too soon."""
    require(by, "senior.end_agreement", agreement)
    earliest = calendar.add_months(calendar.today(), agreement.notice_months)
    if last_day < earliest:
        raise ValidationError(
            {
                "last_day": _("Aftalen kan tidligst slutte %(day)s, fordi varslet er %(n)s måneder.")
                % {"day": calendar.long_date(earliest), "n": agreement.notice_months}
            },
            code="notice",
        )
    if agreement.state not in ("agreed", "in_force", "under_evaluation"):
        raise ValidationError(_("Aftalen er ikke i kraft."), code="state")
    SeniorAgreement.objects.filter(pk=agreement.pk).update(ends_on=last_day, end_reason=reason)
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
