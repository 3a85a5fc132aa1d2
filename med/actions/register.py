"""Guidelines with hearing and revision; local agreements from text to signatures (MED-25, MED-27, MED-34)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox
from core.directory import Directory
from core.outbox import MailSpec
from core.permissions import require
from med.actions import onto
from med.actions.ground import Conflict, mark_of
from med.choices import AGREED_BEFORE, Origin
from med.models import (
    Agreement,
    AgreementVersion,
    Guideline,
    GuidelineVersion,
    HearingAnswer,
    Meeting,
    Signature,
    Treatment,
)
from med.models.register import AgreementState, RuleState, SignatureState

TWICE = timedelta(minutes=2)
GUIDELINE = (
    "kind",
    "title",
    "text",
    "state",
    "owner_id",
    "in_force_from",
    "revise_by",
    "tags",
    "link",
    "dissemination_plan",
    "effect_note",
)
AGREEMENT = (
    "title",
    "holder_id",
    "text",
    "state",
    "negotiating_party",
    "is_delegated",
    "tags",
    "drafted_by",
    "earlier_draft",
    "reviewed_on",
    "sent_to_union_on",
    "wording_checked_on",
    "in_force_from",
    "ends_on",
    "review_on",
)


@transaction.atomic
def write_guideline(body, *, by, guideline=None, seen=None, agreed_at=None, what_changed="", **values):
    """Write a guideline, guide or policy, new or known; return it. Every wording is kept.

    What is agreed has been agreed by the body: `agreed_at` is the item where it was, or AGREED_BEFORE. The agreed wording holds
    until the next one is agreed. Conflict when somebody has changed the row since it was `seen` (its mark).
    """
    fresh = None
    if guideline is None:
        require(by, "med.keep_register", body)
        known = _just_written(Guideline, body, by, values)
        if known is not None:
            return known
    else:
        require(by, "med.write_guideline", guideline)
        fresh = Guideline.objects.select_for_update(of=("self",)).get(pk=guideline.pk)
        if seen is not None and seen != mark_of(fresh, GUIDELINE) and _differs(fresh, values):
            raise Conflict(fresh)
    said = {"text": getattr(fresh, "text", ""), "state": getattr(fresh, "state", RuleState.DRAFT)} | values
    is_reworded = fresh is None or said["text"] != fresh.text
    is_agreed = said["state"] == RuleState.APPROVED and (is_reworded or fresh.state != RuleState.APPROVED)
    if fresh is not None and fresh.agreed_version and said["state"] == RuleState.DRAFT:
        raise ValidationError({"state": _("Teksten er aftalt. Vælg »Skal revideres«, mens I arbejder på en ny.")})
    if is_agreed:
        values |= _agreed(body, agreed_at, values, fresh)
    if said["state"] == RuleState.ENDED and (fresh is None or fresh.ended_on is None):
        values["ended_on"] = calendar.today()
    now = calendar.now()
    if fresh is None:
        guideline = Guideline.objects.create(body=body, written_by=by, written_at=now, **values)
    else:
        _keep_old(fresh)
        if is_reworded:
            values |= {"version": fresh.version + 1, "version_date": calendar.today()}
        Guideline.objects.filter(pk=fresh.pk).update(**values)
        guideline.refresh_from_db()
    if is_reworded:
        _keep_wording(guideline, by, now, what_changed)
    if is_agreed:
        Guideline.objects.filter(pk=guideline.pk).update(agreed_version=guideline.version)
        guideline.versions.filter(number=guideline.version).update(
            approved_on=calendar.today(), agreed_at=guideline.agreed_at
        )
        guideline.refresh_from_db()
        audit.record("med.guideline_agreed", guideline, by=by, version=guideline.version)
    audit.record("med.guideline_written", guideline, by=by, state=guideline.state)
    return guideline


def _just_written(model, body, by, values):
    """Return the row that the same form wrote a moment ago: one that was sent twice makes one."""
    again = {name: values[name] for name in ("title", "text") if name in values}
    found = model.objects.filter(body=body, written_by=by, written_at__gte=calendar.now() - TWICE, **again)
    return found.order_by("pk").first()


def _differs(row, values):
    """Tell whether anything would become another thing than it is."""
    return any(getattr(row, name) != value for name, value in values.items())


def _agreed(body, agreed_at, values, fresh):
    """Return what follows from the body's having agreed to a text; ValidationError where nobody says when it did."""
    if not agreed_at:
        raise ValidationError({"agreed_at": _("Vælg det punkt, hvor udvalget blev enigt om teksten.")})
    fixed = {"talks_asked_by": None, "talks_asked_at": None, "ended_on": None}  # agreed anew: the talks are over
    if agreed_at == AGREED_BEFORE:
        day = values.get("in_force_from") or (fresh.in_force_from if fresh else None)
        first = Meeting.objects.filter(body=body).with_minutes().order_by("starts_at").first()
        last = calendar.local_date(first.starts_at) if first else calendar.today()
        if day is None or day > last:
            raise ValidationError(
                {
                    "in_force_from": _(
                        "Skriv, hvornår den gælder fra: en dag, før udvalget skrev sit første referat her."
                    )
                }
            )
        return fixed | {"agreed_at": None}
    if agreed_at not in Treatment.objects.agreed_by(body):
        raise ValidationError({"agreed_at": _("Vælg et punkt, hvor udvalget godkendte noget.")})
    day = values.get("in_force_from") or agreed_at.outcome.decided_on
    return fixed | {"agreed_at": agreed_at, "in_force_from": day}


def _keep_old(guideline):
    """Keep a wording from before every wording was kept."""
    GuidelineVersion.objects.get_or_create(
        guideline=guideline,
        number=guideline.version,
        defaults={
            "text": guideline.text,
            "written_by": guideline.written_by,
            "written_at": guideline.written_at,
            "agreed_at": guideline.agreed_at,
            "approved_on": guideline.version_date if guideline.agreed_version == guideline.version else None,
        },
    )


def _keep_wording(guideline, by, now, what_changed):
    """Keep the wording as it is now."""
    GuidelineVersion.objects.create(
        guideline=guideline,
        number=guideline.version,
        text=guideline.text,
        what_changed=what_changed,
        written_by=by,
        written_at=now,
    )


@transaction.atomic
def ask_for_talks(guideline, *, by):
    """Ask for talks: an item is opened at once, since talks must then begin and both sides seek agreement (MED-34)."""
    require(by, "med.ask_for_talks", guideline)
    Guideline.objects.filter(pk=guideline.pk).update(talks_asked_by=by, talks_asked_at=calendar.now())
    audit.record("med.talks_asked", guideline, by=by)
    return onto.bring(
        guideline.body,
        by=by,
        title=_("Forhandling om: %(title)s") % {"title": guideline.title},
        source_key=f"guideline:{guideline.pk}",
        origin=Origin.PROPOSAL,
        purpose="discussion",
        influence="guidelines",
        background=_("En part har bedt om forhandling. Den skal begynde, og begge parter skal søge enighed."),
    )


@transaction.atomic
def end_talks(guideline, *, by, agreed):
    """Say that the talks are over, with or without agreement; whoever wants new ones can ask again."""
    require(by, "med.write_guideline", guideline)
    if not Guideline.objects.filter(pk=guideline.pk, talks_asked_at__isnull=False).update(
        talks_asked_by=None, talks_asked_at=None
    ):
        raise ValidationError(_("Ingen har bedt om forhandling."), code="none")
    audit.record("med.talks_ended", guideline, by=by, agreed=agreed)


@transaction.atomic
def ask_teams(guideline, *, by, units, due_on=None):
    """Send a draft in hearing with named teams; their leaders are told. Return how many were asked."""
    require(by, "med.write_guideline", guideline)
    today, asked = calendar.today(), []
    if due_on and due_on < today:
        raise ValidationError({"due_on": _("Datoen er gået.")})
    for unit in units:
        row, made = HearingAnswer.objects.get_or_create(
            guideline=guideline, unit=unit, defaults={"asked_on": today, "due_on": due_on}
        )
        if made:
            asked.append(row)
    if guideline.state == RuleState.DRAFT:
        Guideline.objects.filter(pk=guideline.pk).update(state=RuleState.IN_HEARING)
    audit.record("med.teams_asked", guideline, by=by, units=[row.unit_id for row in asked])
    link = reverse("med:guideline", args=[guideline.pk])
    specs = []
    for row in asked:
        leader = Directory.near(row.unit).leader_of(row.unit_id)
        if leader is not None and leader != by:
            specs.append(MailSpec(leader, "M-40", guideline, link, f"M-40:{row.pk}:{leader.pk}"))
    outbox.enqueue_many(specs)
    return len(asked)


@transaction.atomic
def answer_hearing(row, *, by, answer):
    """Write what a team says about a draft."""
    require(by, "med.answer_hearing", row)
    HearingAnswer.objects.filter(pk=row.pk).update(answer=answer, answered_on=calendar.today())
    audit.record("med.hearing_answered", row.guideline, by=by, unit=row.unit_id)


# -- local agreements ------------------------------------------------------------------------------------------------
@transaction.atomic
def write_agreement(body, *, by, agreement=None, seen=None, what_changed="", **values):
    """Write a local agreement, new or known; every changed text is kept as a version.

    It is in force when all have signed, never by a word alone. Conflict when somebody has changed it since it was `seen`.
    """
    now = calendar.now()
    if agreement is None:
        require(by, "med.keep_register", body)
        known = _just_written(Agreement, body, by, values)
        if known is not None:
            return known
        _must_be_signed(None, values)
        agreement = Agreement.objects.create(body=body, written_by=by, written_at=now, **values)
        _keep(agreement, by, what_changed)
    else:
        require(by, "med.write_agreement", agreement)
        fresh = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
        if seen is not None and seen != mark_of(fresh, AGREEMENT) and _differs(fresh, values):
            raise Conflict(fresh)
        _must_be_signed(fresh, values)
        if fresh.state in (AgreementState.IN_FORCE, AgreementState.ENDED) and fresh.text != values.get(
            "text", fresh.text
        ):
            raise ValidationError({"text": _("Aftalen er underskrevet. Skriv en ny aftale i stedet.")})
        if fresh.text != values.get("text", fresh.text):
            if fresh.state == AgreementState.SIGNING:
                fresh.signatures.update(state=SignatureState.MISSING, sent_on=None, received_on=None, signed_on=None)
            values["version"] = fresh.version + 1
        Agreement.objects.filter(pk=fresh.pk).update(**values)
        agreement.refresh_from_db()
        if "version" in values:
            _keep(agreement, by, what_changed)
    audit.record("med.agreement_written", agreement, by=by, state=agreement.state)
    return agreement


def _must_be_signed(fresh, values):
    """Refuse to call an agreement in force that not everybody has signed."""
    if values.get("state") != AgreementState.IN_FORCE or (fresh and fresh.state == AgreementState.IN_FORCE):
        return
    states = set(fresh.signatures.values_list("state", flat=True)) if fresh else set()
    if states != {SignatureState.SIGNED}:
        raise ValidationError({"state": _("Aftalen er i kraft, når alle har skrevet under. Notér underskrifterne.")})


def _keep(agreement, by, what_changed):
    """Keep the wording as it is now."""
    AgreementVersion.objects.create(
        agreement=agreement,
        number=agreement.version,
        text=agreement.text,
        what_changed=what_changed,
        written_by=by,
        written_at=calendar.now(),
    )


@transaction.atomic
def add_party(agreement, *, by, party):
    """Name somebody who must sign; return the row."""
    require(by, "med.write_agreement", agreement)
    row, made = Signature.objects.get_or_create(agreement=agreement, party=party)
    if made:
        audit.record("med.party_added", agreement, by=by)
    return row


STEPS = {
    SignatureState.SENT: "sent_on",
    SignatureState.RECEIVED: "received_on",
    SignatureState.SIGNED: "signed_on",
}


@transaction.atomic
def note_signature(row, *, by, state):
    """Note how far a signature is; with the last one the agreement is in force."""
    agreement = row.agreement
    require(by, "med.write_agreement", agreement)
    if state not in STEPS:
        raise ValidationError(_("Vælg, hvor langt underskriften er."), code="state")
    Signature.objects.filter(pk=row.pk).update(state=state, **{STEPS[state]: calendar.today()})
    states = set(agreement.signatures.values_list("state", flat=True))
    if states == {SignatureState.SIGNED}:
        Agreement.objects.filter(pk=agreement.pk).exclude(state=AgreementState.ENDED).update(
            state=AgreementState.IN_FORCE, in_force_from=agreement.in_force_from or calendar.today()
        )
    elif agreement.state in (AgreementState.DRAFT, AgreementState.REVIEWED):
        Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.SIGNING)
    agreement.refresh_from_db()
    audit.record("med.signature_noted", agreement, by=by, signature=row.pk, state=state)
    return agreement
