"""Training that is offered, answered, completed; two years' days joined; numbers of agreements changed (GEN-25 to GEN-31)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.actions import attachments
from core.permissions import require
from med.models import CourseOffer, JoinedYears, TrainingFigure, TrainingRecord
from med.models.training import CourseKind
from med.rules import training
from med.rules.training_figures import read_figures

ANSWERS = ("accepted", "declined", "pooled")


@transaction.atomic
def offer(record, *, by, kind, days, offered_on=None, provider="", course=None):
    """Write a dated offer of training; return it."""
    require(by, "med.keep_training", record)
    day = offered_on or calendar.today()
    year, _ends = training.function_year(record, day)
    row = CourseOffer.objects.create(
        record=record,
        course=course,
        kind=kind,
        days=days,
        offered_on=day,
        offered_by=by,
        function_year=year,
        provider=provider,
    )
    audit.record("med.training_offered", record, by=by, kind=kind)
    return row


@transaction.atomic
def answer(row, *, by, said):
    """Answer an offer: yes, no, or the wish to take the days together with next year's, which the employer must agree to."""
    require(by, "med.answer_offer", row.record)
    if said not in ANSWERS:
        raise ValidationError(_("Vælg et svar."), code="choice")
    if said == "pooled":
        if row.kind != CourseKind.SAFETY_EXTRA:
            raise ValidationError(_("Kun supplerende arbejdsmiljøuddannelse kan samles for to år."), code="pool")
        _wish(row.record, row.function_year, by)
    if not CourseOffer.objects.filter(pk=row.pk, completed_on__isnull=True).update(
        answer=said, answered_on=calendar.today()
    ):
        raise ValidationError(_("Uddannelsen er allerede gennemført."), code="over")
    if said != "pooled":
        _drop_wish(row)
    audit.record("med.training_answered", row.record, by=by, answer=said)


@transaction.atomic
def complete(row, *, by, completed_on):
    """Write that it was completed: not before it was offered, and not over a no."""
    require(by, "med.keep_training", row.record)
    fresh = CourseOffer.objects.select_for_update().get(pk=row.pk)
    if fresh.answer == "declined":
        raise ValidationError(
            _("%(name)s har sagt nej tak til tilbuddet. Skriv et nyt tilbud, hvis uddannelsen alligevel er taget.")
            % {"name": row.record.person.name},
            code="declined",
        )
    if fresh.offered_on and completed_on < fresh.offered_on:
        raise ValidationError({"completed_on": _("Uddannelsen kan ikke være gennemført, før den blev tilbudt.")})
    CourseOffer.objects.filter(pk=fresh.pk).update(completed_on=completed_on, answer="accepted")
    audit.record("med.training_completed", row.record, by=by, kind=fresh.kind)


@transaction.atomic
def undo_complete(row, *, by):
    """Take back that an offer was completed; False when it isn't. What it asked for is asked for again."""
    require(by, "med.keep_training", row.record)
    changed = CourseOffer.objects.filter(pk=row.pk, completed_on__isnull=False).update(completed_on=None)
    if changed:
        audit.record("med.training_reopened", row.record, by=by, kind=row.kind)
    return bool(changed)


# -- two years together ----------------------------------------------------------------------------------------------
def _joinable(record, year):
    """Refuse a year whose days can't be taken together with the next year's."""
    figure = read_figures().safety_extra(training.year_began(record, year), year)
    if not record.in_safety or figure is None or not figure.may_join:
        raise ValidationError(
            _("Dagene fra %(year)s. funktionsår kan ikke samles med næste års.") % {"year": year}, code="pool"
        )
    near = JoinedYears.objects.filter(record=record, function_year__in=(year - 1, year + 1), agreed_on__isnull=False)
    if near.exists():
        raise ValidationError(_("Kun to år kan samles, og det ene er allerede samlet med et andet."), code="pool")


def _wish(record, year, by):
    """Write the representative's half of the agreement."""
    _joinable(record, year)
    row, made = JoinedYears.objects.get_or_create(
        record=record, function_year=year, defaults={"wished_by": by, "wished_at": calendar.now()}
    )
    if not made and row.wished_by_id is None:
        JoinedYears.objects.filter(pk=row.pk).update(wished_by=by, wished_at=calendar.now())


def _drop_wish(row):
    """Take the wish back when another answer is given; what both have agreed stays."""
    JoinedYears.objects.filter(record=row.record_id, function_year=row.function_year, agreed_on__isnull=True).delete()


@transaction.atomic
def agree_on_joining(record, year, *, by, agreed_on, files=()):
    """Write the employer's half: with the representative's own wish, or with the signed paper. Return the agreement."""
    require(by, "med.agree_on_joining", record)
    if by.pk == record.person_id:
        raise ValidationError(_("Aftalen skal bekræftes af en anden end dig selv."), code="own")
    TrainingRecord.objects.select_for_update().get(pk=record.pk)
    _joinable(record, year)
    ends = training.year_began(record, year + 1) - timedelta(days=1)
    if agreed_on > ends:
        raise ValidationError(
            {"agreed_on": _("Dagene bortfaldt %(day)s, før aftalen.") % {"day": calendar.long_date(ends)}}, code="gone"
        )
    row = JoinedYears.objects.filter(record=record, function_year=year).first()
    if row is not None and row.agreed_on:
        raise ValidationError(_("Der er allerede en aftale om de to år."), code="agreed")
    if not files and (row is None or row.wished_at is None):
        raise ValidationError(
            {
                "files": _("Vedhæft den skriftlige aftale. %(name)s har ikke selv ønsket det her på siden.")
                % {"name": record.person.name}
            },
            code="paper",
        )
    row = row or JoinedYears.objects.create(record=record, function_year=year)
    kept = [attachments.attach(record, uploaded, facts, by=by) for uploaded, facts in files]
    JoinedYears.objects.filter(pk=row.pk).update(
        agreed_on=agreed_on, agreed_by=by, agreed_at=calendar.now(), paper=kept[0] if kept else None
    )
    audit.record("med.years_joined", record, by=by, year=year)
    row.refresh_from_db()
    return row


@transaction.atomic
def refuse_joining(record, year, *, by):
    """Say no, for the employer, to a wish; the offer waits for another answer. False when there is no wish."""
    require(by, "med.agree_on_joining", record)
    gone, _of_what = JoinedYears.objects.filter(record=record, function_year=year, agreed_on__isnull=True).delete()
    if gone:
        CourseOffer.objects.filter(
            record=record, function_year=year, answer="pooled", completed_on__isnull=True
        ).update(answer="", answered_on=None)
        audit.record("med.years_not_joined", record, by=by, year=year)
    return bool(gone)


# -- numbers of the agreements -----------------------------------------------------------------------------------------
@transaction.atomic
def change_figure(figure, *, by, valid_from, **values):
    """Let a number give way to another from a day; the old row ends the day before. Return the new row."""
    require(by, "med.keep_training_figures", figure)
    fresh = TrainingFigure.objects.select_for_update().get(pk=figure.pk)
    if fresh.valid_to is not None:
        raise ValidationError(_("Der er allerede skrevet et nyere tal."), code="old")
    if valid_from <= fresh.valid_from:
        raise ValidationError({"valid_from": _("Det nye tal gælder først efter det gamle.")})
    TrainingFigure.objects.filter(pk=fresh.pk).update(valid_to=valid_from - timedelta(days=1))
    same = {name: getattr(fresh, name) for name in ("code", "from_year", "to_year", "may_join")}
    row = TrainingFigure.objects.create(
        **same, **values, valid_from=valid_from, checked_on=calendar.today(), checked_by=by
    )
    audit.record("med.training_figure_changed", row, by=by, code=row.code)
    return row


@transaction.atomic
def check_figure(figure, *, by):
    """Say that a number was held against the agreement today."""
    require(by, "med.keep_training_figures", figure)
    TrainingFigure.objects.filter(pk=figure.pk).update(checked_on=calendar.today(), checked_by=by)
    audit.record("core.checked", figure, by=by)
