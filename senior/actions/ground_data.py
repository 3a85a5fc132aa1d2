"""What HR looks after: rules, groups of people, and the evaluation of the whole scheme (SEN-08, -10, Q39, R-91)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, topics
from core.actions.ground import change_fields
from core.permissions import require, require_add
from core.texts import error
from senior.actions.ground import close
from senior.models import GroupMembership, SeniorRule, SeniorScheme, TalkGuideline


@transaction.atomic
def save_rule(rule, *, by, checked, **values):
    """Change a rule, or add one without a pk; »checked« notes who held it against the agreement. Returns the rule."""
    require_add(by, "senior.change_rule")
    made = rule.pk is None
    values |= {"checked_on": calendar.today() if checked else None, "checked_by": by if checked else None}
    if made:
        for name, value in values.items():
            setattr(rule, name, value)
        rule.code = _free_code(rule)
        rule.save(force_insert=True)
        audit.record("senior.rule_added", rule, by=by, code=rule.code)
    else:
        changed = change_fields(rule, values)
        audit.record("senior.rule_changed", rule, by=by, code=rule.code, fields=sorted(changed))
    return rule


@transaction.atomic
def replace_rule(rule, *, by, starts_on, checked, **values):
    """End a rule the day before and let a new one hold from `starts_on`; return the new SeniorRule.

    History stays right: what held last year is still what held last year.
    """
    require(by, "senior.change_rule", rule)
    if starts_on <= rule.starts_on:
        raise ValidationError({"starts_on": _("Den nye regel skal begynde efter den gamle.")}, code="order")
    if rule.ends_on and starts_on > rule.ends_on + timedelta(days=1):
        raise ValidationError({"starts_on": error("E-25")}, code="gap")
    SeniorRule.objects.filter(pk=rule.pk).update(ends_on=starts_on - timedelta(days=1))
    audit.record("senior.rule_ended", rule, by=by, code=rule.code)
    return save_rule(SeniorRule(), by=by, checked=checked, starts_on=starts_on, **values)


def _free_code(rule):
    """Return a code that no rule has."""
    parts = [rule.right, rule.area or "all", rule.group.code if rule.group else "all", str(rule.age_from or 0)]
    stem = f"{'-'.join(parts)}-{rule.starts_on:%Y%m%d}"[:70]
    code, number = stem, 2
    while SeniorRule.objects.filter(code=code).exists():
        code, number = f"{stem}-{number}", number + 1
    return code


@transaction.atomic
def set_group(person, *, by, group, area, starts_on, replace=False):
    """Note which group a person belongs to from a day; the one before ends the day before. Returns the GroupMembership.

    Groups that begin later go, and only if the one who writes has said so (`replace`): ValidationError otherwise.
    """
    require(by, "senior.set_group", person)
    later = GroupMembership.objects.filter(person=person, starts_on__gt=starts_on)
    if not replace and later.exists():
        raise ValidationError({"replace": replaced_by(later.select_related("group"))}, code="later")
    later.delete()
    GroupMembership.objects.filter(person=person, starts_on__lt=starts_on).filter(
        GroupMembership.in_force(starts_on)
    ).update(ends_on=starts_on - timedelta(days=1))
    row, _made = GroupMembership.objects.update_or_create(
        person=person,
        starts_on=starts_on,
        defaults={"group": group, "area": area, "registered_by": by, "ends_on": None},
    )
    audit.record("senior.group_set", person, by=by, group=group.code, area=area)
    return row


def replaced_by(later):
    """Return the question that names the groups which an earlier one would take the place of."""
    named = ", ".join(f"{row.group.name} {_('fra')} {calendar.short_date(row.starts_on)}" for row in later)
    return _("Der står allerede en senere gruppe: %(groups)s. Den bliver slettet. Sæt kryds, hvis det er rigtigt.") % {
        "groups": named
    }


@transaction.atomic
def adopt_guideline(*, by, starts_on, **values):
    """Enter a version of the guideline; the one before ends the day before. Returns the TalkGuideline.

    ValidationError where a version begins the same day or later.
    """
    require_add(by, "senior.write_guideline")
    if TalkGuideline.objects.filter(starts_on__gte=starts_on).exists():
        raise ValidationError({"starts_on": _("Den nye version skal begynde efter den, der gælder.")}, code="order")
    before = TalkGuideline.objects.filter(TalkGuideline.in_force(starts_on))
    before.update(ends_on=starts_on - timedelta(days=1))
    row = TalkGuideline(starts_on=starts_on, is_checked=True, **values)
    row.save(force_insert=True)
    audit.record("senior.guideline_adopted", row, by=by, version=row.version)
    return row


@transaction.atomic
def evaluate_scheme(scheme, *, by, result, next_on):
    """Write how the scheme has worked, put it on LokalMED's list, and open the next round; return the SeniorScheme."""
    require(by, "senior.evaluate_scheme", scheme)
    now = calendar.now()
    changed = SeniorScheme.objects.filter(pk=scheme.pk, evaluated_on__isnull=True).update(
        evaluated_on=calendar.today(), evaluated_by=by, result=result, sent_on_at=now
    )
    scheme.refresh_from_db()
    if not changed:
        raise ValidationError(_("Ordningen er allerede evalueret."), code="done")
    SeniorScheme(
        title=scheme.title, adopted_on=scheme.adopted_on, adopted_by=scheme.adopted_by, evaluate_on=next_on
    ).save(force_insert=True)
    audit.record("senior.scheme_evaluated", scheme, by=by)
    close(scheme, "senior.scheme_evaluation", by=by)
    topics.offer(topic_of(scheme), by=by)
    return scheme


def topic_of(scheme):
    """Return what LokalMED is given: the scheme's evaluation, in neutral words."""
    done = scheme.evaluated_on is not None
    return topics.Topic(
        "senior_scheme",
        str(_("Evaluering af seniorordningen")),
        scheme.result
        if done
        else str(_("Seniorordningen skal evalueres. Tallene ligger under »Tal om seniorordningen«.")),
        reverse("senior:scheme", args=[scheme.pk]),
        ("senior.seniorscheme", scheme.pk),
        scheme.sent_on_at or calendar.at(scheme.evaluate_on, calendar.parse_time("12")),
        facts={"owner": "hr", "evaluate_on": scheme.evaluate_on.isoformat()},
    )


def waiting_topics(site_ids, unit_ids):
    """Return the scheme's evaluation as a topic: from a month before it is due until three months after it is written."""
    today = calendar.today()
    found = yield SeniorScheme.objects.filter(evaluate_on__lte=today + timedelta(days=31))
    return [
        topic_of(scheme)
        for scheme in found
        if scheme.evaluated_on is None or scheme.evaluated_on >= calendar.add_months(today, -3)
    ]


@transaction.atomic
def offer_scheme_topic(scheme, *, by=None):
    """Put the evaluation that is due on LokalMED's list, once."""
    changed = SeniorScheme.objects.filter(pk=scheme.pk, sent_on_at__isnull=True).update(sent_on_at=calendar.now())
    if changed:
        scheme.refresh_from_db()
        topics.offer(topic_of(scheme), by=by)
    return bool(changed)
