"""Whether a letter is sent, and its words until somebody approves them (INC-39, INC-79)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from core import audit, calendar, todos
from core.permissions import require
from core.states import StepRefused
from core.texts import error
from core.todos import require_sentence
from incidents import steps
from incidents.actions.ground import TWICE
from incidents.actions.letters.approving import close_approval
from incidents.actions.letters.ground import DECISION, SEND, Stale, load
from incidents.letters import building
from incidents.models import Letter, LetterDecision, Sanction
from incidents.states import LETTER


@transaction.atomic
def state_view(incident, *, by, view):
    """Note what the affected thinks of a letter, in their own words (INC-39). The leader decides."""
    require(by, "incidents.state_view", incident)
    row, _new = LetterDecision.objects.get_or_create(incident=incident)
    LetterDecision.objects.filter(pk=row.pk).update(affected_view=view, viewed_by=by)
    audit.record("incidents.letter_view_stated", incident, by=by)


@transaction.atomic
def decide(incident, *, by, send, reason, talked_on=None, affected_view=None):
    """Decide whether a letter is sent, after a talk with the affected; a no needs a reason.

    Completes the step (R-11).
    """
    require(by, "incidents.write_letter", incident)
    if not send:
        try:
            reason = require_sentence(reason)
        except ValidationError as fault:
            raise ValidationError({"reason": fault.messages}) from fault
    values = {
        "talked_on": talked_on,
        "send": send,
        "reason": reason or "",
        "decided_by": by,
        "decided_at": calendar.now(),
    }
    if affected_view is not None:
        values |= {"affected_view": affected_view, "viewed_by": by}
    row, _new = LetterDecision.objects.update_or_create(incident=incident, defaults=values)
    audit.record("incidents.letter_decided", incident, by=by, send=send)
    steps.done(incident, DECISION, by=by)
    return row


@transaction.atomic
def create(incident, *, by, type, to_several=False, sanction=None):  # noqa: A002
    """Begin a letter of a type; return the draft, the one begun a moment ago where it is empty (E-47). The sanction it is about is found when none is given."""
    require(by, "incidents.write_letter", incident)
    if sanction is None:
        sanction = building.matching_sanction(type, list(Sanction.objects.filter(incident=incident).order_by("-pk")))
    steps.hold(incident)
    same = {"incident": incident, "type": type, "sanction": sanction, "to_several": to_several, "author": by}
    begun = Letter.objects.filter(**same, state="draft", edit=1, written_at__gte=calendar.now() - TWICE).first()
    if begun is not None:  # begun a moment ago and still empty: a second press
        return begun
    letter = Letter.objects.create(
        incident=incident,
        type=type,
        sanction=sanction,
        to_several=to_several,
        author=by,
        written_at=calendar.now(),
        heading="",
        fields={"_writers": [by.pk]},
    )
    audit.record("incidents.letter_begun", letter, by=by, type=type.code, incident=incident.pk)
    return letter


@transaction.atomic
def save(letter, *, by, edit, to_several, blocks, fields, heading="", sanction=...):
    """Write what was typed if nobody saved since `edit`; return the letter, a draft again if it waited for approval.

    Raises Stale (somebody saved in between) or StepRefused (it has been approved meanwhile). Nothing is written then.
    """
    writers = list(dict.fromkeys([*(letter.fields or {}).get("_writers", []), by.pk]))
    values = {
        "to_several": to_several,
        "blocks": blocks,
        "fields": fields | {"_writers": writers},
        "heading": heading,
        "edit": F("edit") + 1,
    }
    if sanction is not ...:
        values["sanction"] = sanction
    before = letter.state
    try:
        found = LETTER.take(
            "change", letter, by=by, where={"edit": edit}, details={"version": letter.version}, **values
        )
    except StepRefused as refused:
        if refused.obj.state in ("draft", "pending"):
            raise Stale(load(letter.pk)) from refused
        raise
    if before == "pending":
        close_approval(found, by=by)
    return load(found.pk)


@transaction.atomic
def take_new_texts(letter, *, by, edit):
    """Let a draft follow the standard words that hold now; own words stay. Raises Stale when somebody saved since."""
    before = letter.state
    try:
        found = LETTER.take(
            "change",
            letter,
            by=by,
            where={"edit": edit},
            details={"version": letter.version, "texts": "new"},
            texts_at=calendar.now(),
            edit=F("edit") + 1,
        )
    except StepRefused as refused:
        if refused.obj.state in ("draft", "pending"):
            raise Stale(load(letter.pk)) from refused
        raise
    if before == "pending":
        close_approval(found, by=by)
    return load(found.pk)


@transaction.atomic
def remove(letter, *, by):
    """Delete a draft that was never approved."""
    require(by, "incidents.edit_letter", letter)
    if letter.state != "draft" or letter.previous_id:
        raise ValidationError(error("E-50", tilstand=letter.get_state_display().lower()))
    audit.record("incidents.letter_draft_deleted", letter.incident, by=by, letter=letter.pk)
    letter.delete()


@transaction.atomic
def new_version(letter, *, by, typed=None):
    """Replace an approved letter by a draft with the next version; return the draft.

    It needs an approval of its own (E-55).

    `typed` is {"to_several", "blocks", "fields", "heading"} of somebody whose letter was approved while they wrote.
    """
    require(by, "incidents.edit_letter", letter)
    LETTER.take("replace", letter, by=by, details={"version": letter.version})
    content = typed or {
        "to_several": letter.to_several,
        "blocks": letter.blocks,
        "fields": letter.fields,
        "heading": letter.heading,
    }
    fields = {name: value for name, value in content["fields"].items() if not name.startswith("_")} | {
        "_writers": [by.pk]
    }
    draft = Letter.objects.create(
        incident=letter.incident,
        type=letter.type,
        sanction=letter.sanction,
        to_several=content["to_several"],
        heading=content.get("heading", ""),
        blocks=content["blocks"],
        fields=fields,
        author=by,
        written_at=calendar.now(),
        texts_at=letter.texts_at,
        version=letter.version + 1,
        previous=letter,
    )
    audit.record("incidents.letter_version_made", draft, by=by, version=draft.version, previous=letter.pk)
    if (
        letter.state == "replaced"
        and not Letter.objects.filter(incident=letter.incident_id, state__in=["approved", "printed"]).exists()
        and letter.sent_on is None
    ):
        for subject in (letter.incident, letter):
            todos.withdraw(subject, [SEND], by=by)
    return load(draft.pk)
