"""Who approves a letter, and what is frozen then (INC-84, Q53)."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar, documents, outbox, todos
from core.directory import Directory
from core.models import AuditEntry, Todo
from core.permissions import can, require
from core.settings_values import Settings
from core.texts import error
from core.todos import require_sentence
from incidents import steps
from incidents.actions import sanctions as sanction_verbs
from incidents.actions.letters.ground import APPROVE, NOON, SEND, Stale, Tampered, begin_step, load, next_round
from incidents.letters import building, checks
from incidents.rules import measures
from incidents.states import LETTER


def needs_other_approver(letter, settings=None):
    """Return why somebody else must approve.

    »ban« (leader's leader), »four_eyes« (another leader), or an empty text (Q53).
    """
    settings = settings or Settings(letter.incident.unit)
    if letter.type.code == "access_ban" and measures.ban_decider(letter.incident, settings) is not None:
        return "ban"
    return "four_eyes" if settings.flag("four_eyes") else ""


def problems(composition, checked=None):
    """Return what stops an approval as [(anchor, text)]: empty placeholders, unknown ones, checks that stop."""
    found = [(anchor, _("Udfyld »%(label)s«.") % {"label": label}) for anchor, label in composition.missing]
    found += [(f"id_t_{code}", error("E-16", felt="{" + name + "}")) for code, name in composition.unknown]
    found += [(one.anchor, one.text) for one in (checks.run(composition) if checked is None else checked) if one.stops]
    return found


def ready(composition):
    """Raise when something stops the approval."""
    found = problems(composition)
    if found:
        raise ValidationError([text for _anchor, text in found], code="not_ready")


@transaction.atomic
def submit(letter, *, by, edit):
    """Send a draft to approval; return (letter, who was asked). Mail N-37 and a to-do to whoever must approve."""
    letter = as_seen(letter, edit)
    composition = building.Composition(letter)
    ready(composition)
    why = needs_other_approver(letter, composition.defaults.settings)
    found = LETTER.take(
        "submit",
        letter,
        by=by,
        where={"edit": edit},
        details={"version": letter.version, "warnings": [one.code for one in checks.run(composition)]},
    )
    asked = approver_of(letter, why)
    if asked is not None:
        if why == "ban":
            sanction_verbs.alert_for_ban(letter.incident, measures.Decider(asked, None, []))
        due = calendar.at(calendar.add_working_days(calendar.today(), 1), NOON)
        link = reverse("incidents:letter", args=[letter.pk])
        todos.open_todo(
            letter,
            APPROVE,
            title=_("Godkend et brev"),
            by=by,
            owner=asked,
            owner_role="leader",
            unit=letter.incident.unit,
            due_at=due,
            round=next_round(letter, APPROVE),
            context=_("Hændelse %(number)s") % {"number": letter.incident.number},
            link=link,
            button=_("Læs brev"),
            kind="page",
            help=_("Læs det igennem. Godkend det, eller send det tilbage med en bemærkning."),
            reasons=[_("Brevet skal godkendes af en anden leder end den, der har skrevet det.")],
        )
        outbox.enqueue(
            asked,
            "N-37",
            subject=letter,
            link=link,
            by=by,
            due_at=due,
            dedupe_key=f"letter:{letter.pk}:{found.edit}:{asked.pk}",
        )
    return load(found.pk), asked


def approver_of(letter, why):
    """Return who is asked to approve: for a ban the leader's leader, for four eyes another leader of the case.

    None if nobody must.
    """
    if not why:
        return None
    incident = letter.incident
    if why == "ban":
        decider = measures.ban_decider(incident)
        return decider.person if decider else None
    directory = Directory.near(incident.unit)
    barred = measures.shut_out_of(incident) | set(letter.fields.get("_writers", [])) | {letter.author_id}
    for leader in directory.leaders_up(incident.unit_id, barred):
        reached = directory.available(leader)
        if reached and reached.pk not in barred and can(reached, "incidents.approve_letter", letter):
            return reached
    return None


def as_seen(letter, edit):
    """Return the letter under lock as the person saw it.

    Stale when it was saved since, so that only what was read is approved.
    """
    fresh = load(letter.pk, lock=True)
    if fresh.edit != edit:
        raise Stale(fresh)
    return fresh


def frozen_html(doc):
    """Return the whole page of a letter as it goes to print: every character that the hash covers."""
    return render_to_string(
        "pdf/incidents/letter.html",
        {"doc": doc, "document_title": doc["title"], "document_id": doc["number"], "municipality": doc["municipality"]},
    )


def hash_of(html):
    """Return the SHA-256 of a letter's HTML."""
    return hashlib.sha256(html.encode()).hexdigest()


@transaction.atomic
def approve(letter, *, by, edit):
    """Approve exactly the text that was read: freeze it, hash it, lock it; return the letter.

    A leader may approve an own letter; an access ban needs the leader's leader, and »four eyes« another leader for all
    letters (E-43). Raises Stale, StepRefused (E-46 is the view's) and ValidationError (holes, no approval or hearing).
    """
    require(by, "incidents.approve_letter", letter)
    letter = as_seen(letter, edit)
    if by.pk in measures.shut_out_of(letter.incident):
        raise ValidationError(error("E-42", navn=measures.decider_for_affected(letter.incident)), code="own")
    settings = Settings(letter.incident.unit)
    why = needs_other_approver(letter, settings)
    if why and by.pk in {letter.author_id, *letter.fields.get("_writers", [])}:
        raise ValidationError(error("E-43"), code="four_eyes")
    if why == "ban" and not can(by, "incidents.decide_ban", letter.incident):
        raise ValidationError(
            _("%(name)s godkender breve om adgangsforbud.")
            % {"name": measures.ban_decider(letter.incident, settings).name},
            code="ban",
        )
    composition = building.Composition(letter, settings=settings)
    ready(composition)
    warnings = [one.code for one in checks.run(composition)]
    if letter.state == "draft":
        letter = LETTER.take(
            "submit", letter, by=by, where={"edit": edit}, details={"version": letter.version, "warnings": warnings}
        )
        letter = load(letter.pk)
    doc = composition.document(number=documents.take_number())
    html = frozen_html(doc)
    digest = hash_of(html)
    found = LETTER.take(
        "approve",
        letter,
        by=by,
        where={"edit": edit},
        details={"version": letter.version, "hash": digest, "warnings": warnings},
        approved_by=by,
        approved_at=calendar.now(),
        approved_html=html,
        approved_hash=digest,
        fields=letter.fields | {"_printed": doc},
        case_number=doc["case_number"],
    )
    close_approval(found, by=by)
    begin_step(found, SEND, "letter_approved", by=by)
    if by.pk != letter.author_id:
        step = steps.find(letter.incident, SEND)
        outbox.enqueue(
            letter.author,
            "N-47",
            subject=found,
            link=reverse("incidents:letter", args=[found.pk]),
            by=by,
            dedupe_key=f"approved:{found.pk}",
            due_at=step.due_at
            if step and step.due_at
            else calendar.at(calendar.add_working_days(calendar.today(), 1), NOON),
        )
    return load(found.pk)


@transaction.atomic
def send_back(letter, *, by, reason):
    """Send a letter back to its author with a remark; return the draft."""
    reason = require_sentence(reason)
    found = LETTER.take("send_back", letter, by=by, sent_back_reason=reason, details={"version": letter.version})
    close_approval(found, by=by)
    if by.pk != letter.author_id:
        outbox.enqueue(
            letter.author,
            "N-48",
            subject=found,
            link=reverse("incidents:letter", args=[found.pk]),
            by=by,
            dedupe_key=f"back:{found.pk}:{found.edit}:{calendar.now().isoformat()}",
        )
    return load(found.pk)


def close_approval(letter, *, by):
    """Take the approval off the desk of whoever was asked, and end what gave access to the case for it."""
    for todo in Todo.objects.about(letter).open().filter(code=APPROVE):
        todos.complete(todo, by=by)
    if letter.type.code == "access_ban":
        sanction_verbs.end_ban_alerts(letter.incident)


def verify(letter):
    """Raise Tampered unless the frozen letter is what was approved: row, hash and the hash in the audit chain agree."""
    approved = (
        AuditEntry.objects.filter(subject_type="incidents.letter", subject_id=letter.pk, action="incidents.approve")
        .order_by("-number")
        .first()
    )
    if (
        not approved
        or not letter.approved_html
        or hash_of(letter.approved_html) != letter.approved_hash
        or approved.details.get("hash") != letter.approved_hash
    ):
        raise Tampered()
