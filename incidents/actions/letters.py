"""Letters to citizens: decided, written, approved, printed, sent, filed (INC-39, INC-79–87; R-11, R-12; docs/letters.md).

An approved letter is frozen: its whole HTML with a SHA-256, kept in the row, in the audit chain and compared again before
it is printed and before it is sent. What is to be said otherwise becomes a new version with an approval of its own.
"""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, documents, outbox, pdf, todos
from core.directory import Directory
from core.models import AuditEntry, Todo
from core.permissions import can, require
from core.settings_values import Settings
from core.states import StepRefused
from core.texts import error
from core.todos import require_sentence
from incidents import steps
from incidents.actions import sanctions as measures_verbs
from incidents.letters import building, checks
from incidents.models import Letter, LetterDecision, Sanction
from incidents.rules import measures
from incidents.states import LETTER

DECISION, SEND, FILE, APPROVE = "incidents.letter_decision", "incidents.letter", "incidents.letter_filing", "incidents.letter_approval"
RELATED = ("type", "author", "approved_by", "document", "sanction", "incident__unit", "incident__site", "incident__police", "incident__responsible")
NOON = measures_verbs.NOON


class Stale(Exception):
    """Somebody saved in between: `letter` is the newest, nothing of what was typed is written (E-48, E-49)."""

    def __init__(self, letter):
        super().__init__(error("E-49"))
        self.letter = letter


class Tampered(Exception):
    """The stored letter is no longer what was approved; nothing is printed or sent."""

    def __init__(self):
        super().__init__(_("Brevet er ikke længere det, der blev godkendt. Det kan ikke sendes. Lav en ny version, og ring til it."))


def load(pk, *, lock=False):
    """Return a letter with what a page or an act needs, in one query."""
    rows = Letter.objects.select_related(*RELATED)
    return rows.select_for_update(of=("self",)).get(pk=pk) if lock else rows.get(pk=pk)


# -- whether a letter is sent --------------------------------------------------------------------------------------
@transaction.atomic
def state_view(incident, *, by, view):
    """Note what the affected thinks of a letter, in their own words (INC-39). The leader decides."""
    require(by, "incidents.state_view", incident)
    row, _new = LetterDecision.objects.get_or_create(incident=incident)
    LetterDecision.objects.filter(pk=row.pk).update(affected_view=view, viewed_by=by)
    audit.record("incidents.letter_view_stated", incident, by=by)


@transaction.atomic
def decide(incident, *, by, send, reason, talked_on=None, affected_view=None):
    """Decide whether a letter is sent, after a talk with the affected; a no needs a reason. Completes the step (R-11)."""
    require(by, "incidents.write_letter", incident)
    if not send:
        try:
            reason = require_sentence(reason)
        except ValidationError as fault:
            raise ValidationError({"reason": fault.messages}) from fault
    values = {"talked_on": talked_on, "send": send, "reason": reason or "", "decided_by": by, "decided_at": calendar.now()}
    if affected_view is not None:
        values |= {"affected_view": affected_view, "viewed_by": by}
    row, _new = LetterDecision.objects.update_or_create(incident=incident, defaults=values)
    audit.record("incidents.letter_decided", incident, by=by, send=send)
    steps.done(incident, DECISION, by=by)
    return row


# -- writing -------------------------------------------------------------------------------------------------------
@transaction.atomic
def create(incident, *, by, type, to_several=False, sanction=None):  # noqa: A002
    """Begin a letter of a type; return the draft. The sanction it is about is found when none is given."""
    require(by, "incidents.write_letter", incident)
    if sanction is None:
        sanction = building.matching_sanction(type, list(Sanction.objects.filter(incident=incident).order_by("-pk")))
    letter = Letter.objects.create(
        incident=incident, type=type, sanction=sanction, to_several=to_several, author=by, written_at=calendar.now(), heading="", fields={"_writers": [by.pk]},
    )
    audit.record("incidents.letter_begun", letter, by=by, type=type.code, incident=incident.pk)
    return letter


@transaction.atomic
def save(letter, *, by, edit, to_several, blocks, fields, heading="", sanction=...):
    """Write what was typed if nobody saved since `edit`; return the letter, a draft again if it waited for approval.

    Raises Stale (somebody saved in between) or StepRefused (it has been approved meanwhile). Nothing is written then.
    """
    writers = list(dict.fromkeys([*(letter.fields or {}).get("_writers", []), by.pk]))
    values = {"to_several": to_several, "blocks": blocks, "fields": fields | {"_writers": writers}, "heading": heading, "edit": F("edit") + 1}
    if sanction is not ...:
        values["sanction"] = sanction
    before = letter.state
    try:
        found = LETTER.take("change", letter, by=by, where={"edit": edit}, details={"version": letter.version}, **values)
    except StepRefused as refused:
        if refused.obj.state in ("draft", "pending"):
            raise Stale(load(letter.pk)) from refused
        raise
    if before == "pending":
        _close_approval(found, by=by)
    return load(found.pk)


@transaction.atomic
def remove(letter, *, by):
    """Delete a draft that was never approved."""
    require(by, "incidents.edit_letter", letter)
    if letter.state != "draft" or letter.previous_id:
        raise ValidationError(error("E-50", tilstand=letter.get_state_display().lower()))
    audit.record("incidents.letter_draft_deleted", letter.incident, by=by, letter=letter.pk)
    letter.delete()


# -- approving -----------------------------------------------------------------------------------------------------
def needs_other_approver(letter, settings=None):
    """Return why somebody else must approve: »ban« (leader's leader), »four_eyes« (another leader), or an empty text (Q53)."""
    settings = settings or Settings(letter.incident.unit)
    if letter.type.code == "access_ban" and measures.ban_decider(letter.incident, settings) is not None:
        return "ban"
    return "four_eyes" if settings.flag("four_eyes") else ""


def problems(composition):
    """Return what stops an approval as [(anchor, text)]: empty placeholders, unknown ones, checks that stop."""
    found = [(anchor, _("Udfyld »%(label)s«.") % {"label": label}) for anchor, label in composition.missing]
    found += [(f"id_t_{code}", error("E-16", felt="{" + name + "}")) for code, name in composition.unknown]
    found += [(one.anchor, one.text) for one in checks.run(composition) if one.stops]
    return found


def _ready(composition):
    """Raise when something stops the approval."""
    found = problems(composition)
    if found:
        raise ValidationError([text for _anchor, text in found], code="not_ready")


@transaction.atomic
def submit(letter, *, by, edit):
    """Send a draft to approval; return (letter, who was asked). Mail N-37 and a to-do to whoever must approve."""
    letter = _as_seen(letter, edit)
    composition = building.Composition(letter)
    _ready(composition)
    why = needs_other_approver(letter, composition.defaults.settings)
    found = LETTER.take("submit", letter, by=by, where={"edit": edit}, details={"version": letter.version, "warnings": [one.code for one in checks.run(composition)]})
    asked = approver_of(letter, why)
    if asked is not None:
        if why == "ban":
            measures_verbs.alert_for_ban(letter.incident, measures.Decider(asked, None, []))
        due = calendar.at(calendar.add_working_days(calendar.today(), 1), NOON)
        link = reverse("incidents:letter", args=[letter.pk])
        todos.open_todo(
            letter, APPROVE, title=_("Godkend et brev"), by=by, owner=asked, owner_role="leader", unit=letter.incident.unit, due_at=due, round=_round(letter, APPROVE),
            context=_("Hændelse %(number)s") % {"number": letter.incident.number}, link=link, button=_("Læs brev"), kind="page",
            help=_("Læs det igennem. Godkend det, eller send det tilbage med en bemærkning."), reasons=[_("Brevet skal godkendes af en anden leder end den, der har skrevet det.")],
        )
        outbox.enqueue(asked, "N-37", subject=letter, link=link, by=by, due_at=due, dedupe_key=f"letter:{letter.pk}:{found.edit}:{asked.pk}")
    return load(found.pk), asked


def approver_of(letter, why):
    """Return who is asked to approve: for a ban the leader's leader, for four eyes another leader of the case; None if nobody must."""
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


def _as_seen(letter, edit):
    """Return the letter under lock as the person saw it; Stale when it was saved since, so that only what was read is approved."""
    fresh = load(letter.pk, lock=True)
    if fresh.edit != edit:
        raise Stale(fresh)
    return fresh


def frozen_html(doc):
    """Return the whole page of a letter as it goes to print: every character that the hash covers."""
    return render_to_string("pdf/incidents/letter.html", {"doc": doc, "document_title": doc["title"], "document_id": doc["number"], "municipality": doc["municipality"]})


def hash_of(html):
    """Return the SHA-256 of a letter's HTML."""
    return hashlib.sha256(html.encode()).hexdigest()


@transaction.atomic
def approve(letter, *, by, edit):
    """Approve exactly the text that was read: freeze it, hash it, lock it; return the letter.

    A leader may approve an own letter; an access ban needs the leader's leader, and »four eyes« another leader for all
    letters (E-43). Raises Stale, StepRefused (E-46 is in the view), ValidationError (holes, missing approval or hearing).
    """
    require(by, "incidents.approve_letter", letter)
    letter = _as_seen(letter, edit)
    if by.pk in measures.shut_out_of(letter.incident):
        raise ValidationError(error("E-42", navn=measures.decider_for_affected(letter.incident)), code="own")
    settings = Settings(letter.incident.unit)
    why = needs_other_approver(letter, settings)
    if why and by.pk in {letter.author_id, *letter.fields.get("_writers", [])}:
        raise ValidationError(error("E-43"), code="four_eyes")
    if why == "ban" and not can(by, "incidents.decide_ban", letter.incident):
        raise ValidationError(_("%(name)s godkender breve om adgangsforbud.") % {"name": measures.ban_decider(letter.incident, settings).name}, code="ban")
    composition = building.Composition(letter, settings=settings)
    _ready(composition)
    warnings = [one.code for one in checks.run(composition)]
    if letter.state == "draft":
        letter = LETTER.take("submit", letter, by=by, where={"edit": edit}, details={"version": letter.version, "warnings": warnings})
        letter = load(letter.pk)
    doc = composition.document(number=documents.take_number())
    html = frozen_html(doc)
    digest = hash_of(html)
    found = LETTER.take(
        "approve", letter, by=by, where={"edit": edit}, details={"version": letter.version, "hash": digest, "warnings": warnings},
        approved_by=by, approved_at=calendar.now(), approved_html=html, approved_hash=digest, fields=letter.fields | {"_printed": doc}, case_number=doc["case_number"],
    )
    _close_approval(found, by=by)
    _begin_step(found, SEND, "letter_approved", by=by)
    if by.pk != letter.author_id:
        step = steps.find(letter.incident, SEND)
        outbox.enqueue(
            letter.author, "N-47", subject=found, link=reverse("incidents:letter", args=[found.pk]), by=by, dedupe_key=f"approved:{found.pk}",
            due_at=step.due_at if step and step.due_at else calendar.at(calendar.add_working_days(calendar.today(), 1), NOON),
        )
    return load(found.pk)


@transaction.atomic
def send_back(letter, *, by, reason):
    """Send a letter back to its author with a remark; return the draft."""
    reason = require_sentence(reason)
    found = LETTER.take("send_back", letter, by=by, sent_back_reason=reason, details={"version": letter.version})
    _close_approval(found, by=by)
    if by.pk != letter.author_id:
        outbox.enqueue(
            letter.author, "N-48", subject=found, link=reverse("incidents:letter", args=[found.pk]), by=by, dedupe_key=f"back:{found.pk}:{found.edit}:{calendar.now().isoformat()}",
        )
    return load(found.pk)


def _close_approval(letter, *, by):
    """Take the approval off the desk of whoever was asked, and end what gave access to the case for it."""
    for todo in Todo.objects.about(letter).open().filter(code=APPROVE):
        todos.complete(todo, by=by)
    if letter.type.code == "access_ban":
        measures_verbs.end_ban_alerts(letter.incident)


# -- printing, sending, filing -------------------------------------------------------------------------------------
def verify(letter):
    """Raise Tampered unless the frozen letter is what was approved: row, hash and the hash in the audit chain agree."""
    approved = AuditEntry.objects.filter(subject_type="incidents.letter", subject_id=letter.pk, action="incidents.approve").order_by("-number").first()
    if not approved or not letter.approved_html or hash_of(letter.approved_html) != letter.approved_hash or approved.details.get("hash") != letter.approved_hash:
        raise Tampered()


def _still_holds(letter):
    """Refuse to print or send what announces a measure that no longer holds."""
    sanction = letter.sanction
    if sanction and letter.type.code not in ("end_of_restriction", "ban_hearing") and sanction.state not in building.DECIDED:
        raise ValidationError(_("Sanktionen gælder ikke længere. Lav en ny version, eller lad være med at sende brevet."), code="ended")


@transaction.atomic
def print_pdf(letter, *, by):
    """Make the PDF of the frozen text and keep it; return the letter. Raises Tampered, ValidationError, pdf.PdfError, StepRefused."""
    require(by, "incidents.send_letter", letter)
    letter = load(letter.pk, lock=True)
    if letter.state != "approved":
        raise StepRefused(LETTER.steps["print"], letter, error("E-50", tilstand=letter.get_state_display().lower()))
    verify(letter)
    _still_holds(letter)
    doc = letter.fields["_printed"]
    content = pdf.render_html(letter.approved_html, document_id=doc["number"], at=letter.approved_at)
    document = documents.freeze(
        letter.type.pdf, doc["title"], letter, content, by, approved_by=letter.approved_by, number=doc["number"], case_number=letter.case_number,
    )
    return load(LETTER.take("print", letter, by=by, document=document, details={"document": document.pk}).pk)


@transaction.atomic
def mark_sent(letter, *, by, on, how):
    """Note that the letter was sent, after comparing text and file with what was approved once more; return the letter."""
    require(by, "incidents.send_letter", letter)
    letter = load(letter.pk, lock=True)
    if letter.state != "printed":
        raise StepRefused(LETTER.steps["mark_sent"], letter, error("E-50", tilstand=letter.get_state_display().lower()))
    verify(letter)
    _still_holds(letter)
    try:
        documents.content_of(letter.document)
    except documents.Damaged as fault:
        raise Tampered() from fault
    if on > calendar.today():
        raise ValidationError({"sent_on": error("E-22")})
    if on < calendar.local_date(letter.approved_at):
        raise ValidationError({"sent_on": _("Brevet blev først godkendt %(day)s.") % {"day": calendar.long_date(letter.approved_at)}})
    found = LETTER.take("mark_sent", letter, by=by, sent_on=on, sent_how=how, sent_by=by, details={"how": how})
    _finish_step(found, SEND, ["approved", "printed"], by=by)
    _begin_step(found, FILE, "letter_sent", by=by)
    if letter.type.code == "end_of_restriction" and letter.sanction_id:
        for todo in Todo.objects.about(letter.sanction).open().filter(code=measures_verbs.END):
            todos.complete(todo, by=by)
    return load(found.pk)


@transaction.atomic
def mark_filed(letter, *, by, on, case_number, benefit_case=""):
    """Note where and when the letter was filed, and the copy on the benefit case if there is one (INC-58); return the letter."""
    if on > calendar.today():
        raise ValidationError({"filed_on": error("E-22")})
    if letter.sent_on and on < letter.sent_on:
        raise ValidationError({"filed_on": _("Brevet blev først sendt %(day)s.") % {"day": calendar.long_date(letter.sent_on)}})
    found = LETTER.take("mark_filed", letter, by=by, filed_on=on, filed_by=by, case_number=case_number, benefit_case=benefit_case)
    if found.document_id:
        documents.mark_filed(found.document, on=on, by=by, case_number=case_number)
    _finish_step(found, FILE, ["sent"], by=by)
    return load(found.pk)


@transaction.atomic
def new_version(letter, *, by, typed=None):
    """Replace an approved letter by a draft with the next version; return the draft. It needs an approval of its own (E-55).

    `typed` is {"to_several", "blocks", "fields", "heading"} of somebody whose letter was approved while they wrote.
    """
    require(by, "incidents.edit_letter", letter)
    LETTER.take("replace", letter, by=by, details={"version": letter.version})
    content = typed or {"to_several": letter.to_several, "blocks": letter.blocks, "fields": letter.fields, "heading": letter.heading}
    fields = {name: value for name, value in content["fields"].items() if not name.startswith("_")} | {"_writers": [by.pk]}
    draft = Letter.objects.create(
        incident=letter.incident, type=letter.type, sanction=letter.sanction, to_several=content["to_several"], heading=content.get("heading", ""), blocks=content["blocks"],
        fields=fields, author=by, written_at=calendar.now(), version=letter.version + 1, previous=letter,
    )
    audit.record("incidents.letter_version_made", draft, by=by, version=draft.version, previous=letter.pk)
    if letter.state == "replaced" and not Letter.objects.filter(incident=letter.incident_id, state__in=["approved", "printed"]).exists() and letter.sent_on is None:
        for subject in (letter.incident, letter):
            todos.withdraw(subject, [SEND], by=by)
    return load(draft.pk)


def _round(subject, code):
    """Return the number of the next round of a to-do about a subject."""
    last = Todo.objects.about(subject).filter(code=code).order_by("-round").values_list("round", flat=True).first()
    return (last or 0) + 1


def _begin_step(letter, code, condition, *, by):
    """Open a step of the plan; another round where an earlier letter's was done, one of the letter's own when the case is closed."""
    incident = letter.incident
    if incident.is_open:
        steps.open_when(incident, condition, by=by)
    todo = steps.find(incident, code)
    if todo is not None and todo.state == "open":
        return
    titles = {SEND: (_("Send brevet"), _("Markér sendt"), "1wd"), FILE: (_("Journalisér brevet"), _("Markér journaliseret"), "2wd")}
    title, button, length = titles[code]
    subject = incident if incident.is_open and todo is not None else letter
    todos.open_todo(
        subject, code, title=title, by=by, owner=incident.responsible or by, owner_role="leader", unit=incident.unit, site=incident.site, about=incident.affected,
        due_at=calendar.Offset.parse(length).apply(calendar.now()), category=incident.working_category, context=_("Hændelse %(number)s") % {"number": incident.number},
        link=reverse("incidents:letter", args=[letter.pk]), button=button, kind="letter", is_obligatory=True, rule="R-12", round=_round(subject, code),
    )


def _finish_step(letter, code, waiting, *, by):
    """Complete the step when no other letter of the case waits for the same."""
    for todo in Todo.objects.about(letter).open().filter(code=code):
        todos.complete(todo, by=by)
    if not Letter.objects.filter(incident=letter.incident_id, state__in=waiting).exists():
        steps.done(letter.incident, code, by=by)
