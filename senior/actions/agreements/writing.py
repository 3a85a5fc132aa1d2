"""Writing an agreement: one draft at a time, limits checked, a refusal with its reason."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import AuditEntry, Person
from core.permissions import can, require
from senior import words
from senior.actions.ground import save_words
from senior.choices import UNSIGNED, AgreementKind, UnionParty
from senior.models import SeniorAgreement
from senior.notices import tell
from senior.rules import limits
from senior.rules.membership import Rulebook
from senior.states import AGREEMENT

OF_AGE = (AgreementKind.SENIOR_POSITION, AgreementKind.GENERATION_CHANGE)
TRIED = "senior.age_date_tried"
TRIES, FORGOTTEN_AFTER = 4, timedelta(days=30)


@transaction.atomic
def begin_agreement(person, *, by, talk=None, continues=None, kind="effort"):
    """Begin a draft for a person: (SeniorAgreement, is new). A draft that is already there is given back instead."""
    require(by, "senior.write_for", person)
    Person.objects.select_for_update().get(pk=person.pk)  # two drafts at once: the second waits and gets the first
    known = SeniorAgreement.objects.filter(person=person, state__in=UNSIGNED).first()
    if known:
        return known, False
    made = SeniorAgreement(
        person=person,
        unit=person.unit,
        talk=talk,
        continues=continues,
        kind=kind,
        written_by=by,
        written_at=calendar.now(),
    )
    if talk is not None and can(by, "senior.read_talk", talk):
        # The talk's words stay in the talk: HR reads drafts. The leader's page offers them, and saving takes them over.
        made.options = [row.option for row in talk.options.filter(outcome="chosen")]
        if set(talk.answers or ()) & set(words.LESS_TIME):
            made.questions_seen_at, made.questions_seen_by = calendar.now(), talk.held_by
    if continues is not None:
        for name in ("options", "hours_before", "hours_after", "notice_months", "text", "function", "changes_terms"):
            setattr(made, name, getattr(continues, name))
    made.save(force_insert=True)
    audit.record("senior.agreement_begun", made, by=by, kind=made.kind)
    return made, True


def faults_of(agreement, values):
    """Return {field: words} of what the limits don't allow, from the rules that hold when the agreement begins."""
    on = values.get("starts_on") or calendar.today()
    book = Rulebook(on, [agreement.person])
    rights = book.rights(agreement.person)
    return limits.faults(values, rights, rights.rules if rights else [])


def save_agreement(agreement, *, by, version, **values):
    """Save the draft's words; return the fresh row. ValidationError by field for what the limits don't allow.

    A text that is out for signing must be taken back first. Raises Stale when somebody else has written meanwhile. Days
    that are tried against an age are few and written down: a leader could work a birth date out from the answers.
    """
    require(by, "senior.write_agreement", agreement)
    if values.get("kind") in OF_AGE and not can(by, "senior.set_group", agreement.person):
        _note_try(agreement, by, values)
    return _save(agreement, by, version, values)


def _note_try(agreement, by, values):
    """Write down that days are tried against an age, also when they are refused; ValidationError after a few."""
    if all(getattr(agreement, name) == values.get(name) for name in ("kind", "starts_on", "leaving_on")):
        return
    tried = AuditEntry.objects.filter(
        subject_type="core.person",
        subject_id=agreement.person_id,
        action=TRIED,
        actor=by,
        at__gte=calendar.now() - FORGOTTEN_AFTER,
    )
    if tried.count() >= TRIES:
        raise ValidationError(
            _("Du har prøvet flere datoer mod en aldersgrænse. Bed HR om at skrive datoerne i aftalen."),
            code="guessing",
        )
    audit.record(TRIED, agreement.person, by=by)


@transaction.atomic
def _save(agreement, by, version, values):
    """Save the draft's words."""
    seen = values.pop("questions_seen", None)
    if seen is not None and bool(seen) != bool(agreement.questions_seen_at):
        values |= {"questions_seen_at": calendar.now() if seen else None, "questions_seen_by": by if seen else None}
    faults = faults_of(agreement, values)
    if faults:
        raise ValidationError(faults)
    values["changes_terms"] = limits.changes_terms(
        values["kind"], values.get("hours_before"), values.get("hours_after"), values.get("changes_terms")
    )
    if not values["changes_terms"]:
        values |= {"union_party": "", "union_rep": None, "branch": ""}
    elif values.get("union_party") == UnionParty.BRANCH:
        values["union_rep"] = None
    else:
        values["branch"] = ""
    if agreement.state != "draft":
        raise ValidationError(_("Aftalen er sendt til underskrift. Tag den tilbage, før du retter den."), code="out")
    fresh = save_words(agreement, version, **values)
    audit.record("senior.agreement_saved", agreement, by=by, version=fresh.version)
    return fresh


@transaction.atomic
def refuse(agreement, *, by, reason):
    """Say no to an agreement with a reason from the workplace; the employee reads it. Returns the row."""
    reason = todos.require_sentence(reason)
    agreement = AGREEMENT.take("refuse", agreement, by=by, refusal=reason, ended_on=calendar.today())
    todos.withdraw(agreement, by=by)
    tell(agreement.person, "S-21", agreement, by=by, key=agreement.version)
    return agreement


@transaction.atomic
def tick_advice(agreement, *, by, advice):
    """Note whom the employee has asked before deciding (SEN-19); only the employee knows."""
    require(by, "senior.sign_as_employee", agreement)
    SeniorAgreement.objects.filter(pk=agreement.pk).update(advice=list(advice))
    audit.record("senior.advice_ticked", agreement, by=by)
    agreement.refresh_from_db()
    return agreement
