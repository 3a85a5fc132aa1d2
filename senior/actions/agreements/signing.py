"""Signing: the text is locked by its sum, each party says yes to that sum, and when all have, the paper is frozen."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, documents, todos
from core.models import Person
from core.permissions import require
from senior import agreement_text, words
from senior.actions.ground import close, open_for, own_leader
from senior.choices import AgreementKind, Party, UnionParty
from senior.documents import agreement_pdf
from senior.models import SeniorAgreement, Signature
from senior.notices import tell, tell_all
from senior.rules import limits
from senior.states import AGREEMENT

ACTION = {
    Party.EMPLOYEE: "senior.sign_as_employee",
    Party.LEADER: "senior.sign_as_leader",
    Party.UNION: "senior.sign_as_union",
}


def missing(agreement):
    """Return what must be written before the agreement can be sent, as sentences."""
    found = []
    if agreement.starts_on is None:
        found.append(_("Skriv, hvornår aftalen begynder."))
    if agreement.evaluate_on is None:
        found.append(_("Skriv, hvornår aftalen bliver evalueret."))
    if not (agreement.text or {}).get("content"):
        found.append(_("Skriv, hvad I har aftalt."))
    if not agreement.options and agreement.kind == "effort":
        found.append(_("Vælg mindst én mulighed."))
    if agreement.questions_seen_at is None and limits.reduces_hours(
        agreement.options, agreement.hours_before, agreement.hours_after
    ):
        found.append(_("Gå spørgsmålene om færre timer igennem, og sæt kryds."))
    found += _of_kind(agreement)
    if agreement.changes_terms:
        if agreement.union_party == UnionParty.BRANCH and not agreement.branch:
            found.append(_("Skriv, hvilken kreds der skal bekræfte."))
        elif agreement.union_party != UnionParty.BRANCH and agreement.union_rep_id is None:
            found.append(_("Vælg den TR, der skal bekræfte."))
        if not all((agreement.text or {}).get(name) for name in ("pay", "pension")):
            found.append(_("Skriv, hvad der sker med løn og pension, når vilkårene ændres."))
    return found


def _of_kind(agreement):
    """Return what an agreement of its kind must say besides (SEN-15 to -17)."""
    text, found = agreement.text or {}, []
    if agreement.kind == AgreementKind.SENIOR_POSITION:
        if not text.get("tasks") and not limits.reduces_hours((), agreement.hours_before, agreement.hours_after):
            found.append(_("Skriv de færre timer eller de andre opgaver."))
        if not text.get("pension_basis"):
            found.append(_("Skriv, hvad pensionen bliver regnet af. Den skal være som før."))
    elif agreement.kind == AgreementKind.GENERATION_CHANGE:
        if not any(text.get(name) for name in words.KIND_TEXT[agreement.kind]):
            found.append(_("Skriv tillæg, fastholdelsesbonus eller bedre pension."))
    elif agreement.kind == AgreementKind.RETIREMENT:
        if not any(text.get(name) for name in ("severance", "pension_improvement", "leave")):
            found.append(_("Skriv godtgørelse, bedre pension eller tjenestefrihed."))
        if not text.get("purpose"):
            found.append(_("Skriv, hvad ordningen er til for."))
    return found


def _locked(agreement):
    """Return the row under lock, so that two signatures are taken one after the other."""
    return (
        SeniorAgreement.objects.select_for_update(of=("self",))
        .select_related("person", "union_rep")
        .get(pk=agreement.pk)
    )


@transaction.atomic
def send(agreement, *, by):
    """Send the text out for signing, to TR or the branch too when terms change; return the row.

    ValidationError with a list of what is missing.
    """
    require(by, "senior.send_agreement", agreement)
    agreement = _locked(agreement)
    lacks = missing(agreement)
    if lacks:
        raise ValidationError(lacks, code="incomplete")
    step = "send_to_union" if agreement.changes_terms else "send_to_sign"
    agreement = AGREEMENT.take(
        step,
        agreement,
        by=by,
        sha256=agreement_text.digest(agreement),
        sent_at=calendar.now(),
        sent_by=by,
    )
    leader = own_leader(agreement.person)
    due = calendar.add_working_days(calendar.today(), 10)
    for owner in (agreement.person, leader):
        if owner:
            open_for(
                agreement,
                "senior.sign" if owner.pk == agreement.person_id else "senior.sign_leader",
                _("Læs aftalen, og skriv under"),
                owner=owner,
                due=due,
                by=by,
                button=_("Læs aftale"),
                round=agreement.version + 1,
                reasons=[_("Aftalen gælder først, når alle har skrevet under.")],
            )
            tell(owner, "S-06", agreement, by=by, key=agreement.version)
    if agreement.changes_terms:
        branch = agreement.union_party == UnionParty.BRANCH
        open_for(
            agreement,
            "senior.union_confirm",
            _("Få svar fra kredsen") if branch else _("Bekræft en aftale som TR"),
            owner=leader if branch else agreement.union_rep,
            due=calendar.add_working_days(calendar.today(), 10),
            by=by,
            button=_("Åbn aftale"),
            rule="R-90",
            round=agreement.version + 1,
            reasons=[_("Ændrede vilkår bliver aftalt med TR eller kredsen.")],
        )
    return agreement


@transaction.atomic
def sign(agreement, *, by, party, sha256):
    """Say yes to the text with this sum; return the row. Twice is once.

    ValidationError when the text was changed since it was read. When all have signed, the agreement is made.
    """
    require(by, ACTION[Party(party)], agreement)
    agreement = _locked(agreement)
    _check_out(agreement, sha256)
    _add(agreement, party, by)
    codes = {
        Party.EMPLOYEE: ["senior.sign"],
        Party.LEADER: ["senior.sign_leader"],
        Party.UNION: ["senior.union_confirm"],
    }
    close(agreement, *codes[Party(party)], by=by)
    return _settle(agreement, by)


@transaction.atomic
def confirm_for_branch(agreement, *, by, confirmed_on, on_behalf_of, sha256):
    """Note that the branch, which has no sign-in, has agreed in writing; return the row."""
    require(by, "senior.record_branch", agreement)
    agreement = _locked(agreement)
    _check_out(agreement, sha256)
    if agreement.union_party != UnionParty.BRANCH:
        raise ValidationError(_("Aftalen er hos TR, som selv skriver under."), code="not_branch")
    _add(agreement, Party.UNION, by, on_behalf_of=on_behalf_of, confirmed_on=confirmed_on)
    close(agreement, "senior.union_confirm", by=by)
    return _settle(agreement, by)


def _check_out(agreement, sha256):
    """Hold a signature to the text that is out."""
    if agreement.state not in ("with_union_rep", "to_sign"):
        raise ValidationError(_("Aftalen venter ikke på underskrift nu."), code="state")
    if sha256 != agreement.sha256:
        raise ValidationError(
            _("Aftalen er rettet, siden du læste den. Læs den igen, før du skriver under."), code="stale"
        )


def _add(agreement, party, by, **values):
    """Write one signature, once."""
    if Signature.objects.filter(agreement=agreement, party=party, voided_at__isnull=True).exists():
        return
    Signature(
        agreement=agreement, party=party, person=by, signed_at=calendar.now(), sha256=agreement.sha256, **values
    ).save(force_insert=True)
    audit.record("senior.signed", agreement, by=by, party=str(party), sha256=agreement.sha256)


def _settle(agreement, by):
    """Make the agreement when all have signed; with TR's yes alone it goes on to the others (E-58 holds it until then)."""
    have = set(Signature.objects.filter(agreement=agreement, voided_at__isnull=True).values_list("party", flat=True))
    if have >= set(agreement.parties):
        agreement = AGREEMENT.take("agree", agreement, by=by, agreed_at=calendar.now())
        todos.withdraw(agreement, by=by)
        _end_the_one_before(agreement, by)
        _freeze(agreement, by)
        tell_all(
            [agreement.person, own_leader(agreement.person), agreement.union_rep], "S-08", agreement, by=by, key="all"
        )
    elif Party.UNION in have and agreement.state == "with_union_rep":
        agreement = AGREEMENT.take("union_agreed", agreement, by=by)
    return agreement


def _end_the_one_before(agreement, by):
    """Let the agreement that this one continues hold until this one begins, so that two never hold at once."""
    before = agreement.continues
    if before is None or not before.is_running:
        return
    last = max(agreement.starts_on - timedelta(days=1), before.starts_on)
    if before.ends_on is None or before.ends_on > last:
        SeniorAgreement.objects.filter(pk=before.pk).update(ends_on=last)
        todos.withdraw(before, by=by)
        audit.record("senior.agreement_continued", before, by=by, ends_on=last.isoformat())


def _freeze(agreement, by):
    """Keep the signed paper: bytes, sum, version (P-34)."""
    number = documents.take_number()
    documents.freeze(
        "P-34",
        _("Senioraftale"),
        agreement,
        agreement_pdf(agreement, number),
        by=by,
        approved_by=Person.objects.get(pk=by.pk),
        number=number,
    )


@transaction.atomic
def take_back(agreement, *, by):
    """Take the text back to a draft; what was signed is void. Returns the row."""
    agreement = AGREEMENT.take("take_back", _locked(agreement), by=by, sha256="")
    had_signed = Signature.objects.filter(agreement=agreement, voided_at__isnull=True).values_list("person", flat=True)
    both = {one.pk: one for one in (agreement.person, own_leader(agreement.person)) if one}
    told = [both[pk] for pk in had_signed if pk in both]  # TR doesn't read drafts, and hears when it is sent again
    agreement = _void(agreement, by)
    tell_all(told, "S-24", agreement, by=by, key=f"taken_back:{agreement.version}")
    return agreement


@transaction.atomic
def send_back(agreement, *, by, reason):
    """Send the text back with a remark, as TR or employee; what was signed is void. Returns the row."""
    reason = todos.require_sentence(reason)
    agreement = AGREEMENT.take("send_back", _locked(agreement), by=by, sha256="", refusal=reason)
    agreement = _void(agreement, by)
    tell_all([agreement.person, own_leader(agreement.person)], "S-20", agreement, by=by, key=agreement.version)
    return agreement


def _void(agreement, by):
    """Void the signatures of a text that is no longer out, and let its to-dos lapse. A new version gets a new sum."""
    Signature.objects.filter(agreement=agreement, voided_at__isnull=True).update(voided_at=calendar.now())
    SeniorAgreement.objects.filter(pk=agreement.pk).update(version=agreement.version + 1)
    todos.withdraw(agreement, by=by)
    agreement.refresh_from_db()
    return agreement
