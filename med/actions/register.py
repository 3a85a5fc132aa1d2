"""Guidelines with hearing and revision; local agreements from text to signatures (MED-25, MED-27, MED-34)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, outbox
from core.directory import Directory
from core.outbox import MailSpec
from core.permissions import require
from med.actions import onto
from med.choices import Origin
from med.models import Agreement, AgreementVersion, Guideline, HearingAnswer, Signature
from med.models.register import AgreementState, RuleState, SignatureState

LOCKED_TEXT = (RuleState.APPROVED, RuleState.ENDED)


@transaction.atomic
def write_guideline(body, *, by, guideline=None, **values):
    """Write a guideline, guide or policy, new or known; a changed text of an approved one is a new version."""
    now = calendar.now()
    if guideline is None:
        require(by, "med.keep_register", body)
        guideline = Guideline.objects.create(body=body, written_by=by, written_at=now, **values)
    else:
        require(by, "med.write_guideline", guideline)
        if guideline.text != values.get("text", guideline.text) and guideline.state == RuleState.APPROVED:
            values["version"] = guideline.version + 1
            values["version_date"] = calendar.today()
        if values.get("state") == RuleState.APPROVED:  # agreed anew: the talks are over
            values |= {"talks_asked_by": None, "talks_asked_at": None}
        Guideline.objects.filter(pk=guideline.pk).update(**values)
        guideline.refresh_from_db()
    audit.record("med.guideline_written", guideline, by=by, state=guideline.state)
    return guideline


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
def write_agreement(body, *, by, agreement=None, what_changed="", **values):
    """Write a local agreement, new or known; every changed text is kept as a version."""
    now = calendar.now()
    if agreement is None:
        require(by, "med.keep_register", body)
        agreement = Agreement.objects.create(body=body, written_by=by, written_at=now, **values)
        _keep(agreement, by, what_changed)
    else:
        require(by, "med.write_agreement", agreement)
        fresh = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if fresh.state in (AgreementState.IN_FORCE, AgreementState.ENDED) and fresh.text != values.get("text"):
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
