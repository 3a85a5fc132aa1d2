"""Notes taken during or right after: the telephone note, the description of a person, witnesses (INC-14 to INC-16)."""

import json

from django.db import transaction

from core import audit, calendar
from core.permissions import require
from incidents.actions.ground import TWICE
from incidents.models import Incident, PersonDescription, PhoneNote, Witness


@transaction.atomic
def write_phone_note(incident, *, by, called_at, words, citizen_name="", phone=""):
    """Keep a telephone note about a draft or a sent incident; return (PhoneNote, is new)."""
    _may(incident, by)
    now = calendar.now()
    for row in PhoneNote.objects.filter(incident=incident, written_by=by, written_at__gte=now - TWICE):
        if (row.words, row.called_at) == (words, called_at):
            return row, False
    row = PhoneNote(
        incident=incident,
        citizen_name=citizen_name,
        phone=phone,
        called_at=called_at,
        words=words,
        written_by=by,
        written_at=now,
    )
    row.save(force_insert=True)
    audit.record("incidents.phone_note_written", incident, by=by, note=row.pk)
    return row, True


@transaction.atomic
def describe(incident, *, by, kind, traits):
    """Keep a description of a person; return (PersonDescription, is new)."""
    _may(incident, by)
    text = json.dumps({name: value for name, value in traits.items() if value}, ensure_ascii=False)
    now = calendar.now()
    for row in PersonDescription.objects.filter(
        incident=incident, written_by=by, kind=kind, written_at__gte=now - TWICE
    ):
        if row.traits == text:
            return row, False
    row = PersonDescription(incident=incident, kind=kind, traits=text, written_by=by, written_at=now)
    row.save(force_insert=True)
    audit.record("incidents.description_written", incident, by=by, description=row.pk)
    return row, True


@transaction.atomic
def add_witness(incident, *, by, name, phone="", is_colleague=False, colleague=None, will_explain=False):
    """Note somebody who saw it; return (Witness, is new)."""
    _may(incident, by)
    for row in Witness.objects.filter(incident=incident, added_by=by):
        if (row.name, row.phone) == (name, phone):
            return row, False
    row = Witness(
        incident=incident,
        name=name,
        phone=phone,
        is_colleague=is_colleague or colleague is not None,
        colleague=colleague,
        will_explain=will_explain,
        added_by=by,
        added_at=calendar.now(),
    )
    row.save(force_insert=True)
    audit.record("incidents.witness_added", incident, by=by, witness=row.pk)
    return row, True


@transaction.atomic
def contact_witness(witness, *, by, will_explain):
    """Note that a witness was contacted and whether they will explain; False if somebody did it before."""
    require(by, "incidents.do_care_steps", witness.incident)
    changed = Witness.objects.filter(pk=witness.pk, contacted_at__isnull=True).update(
        contacted_at=calendar.now(), contacted_by=by, will_explain=will_explain
    )
    if changed:
        audit.record("incidents.witness_contacted", witness.incident, by=by, witness=witness.pk)
    return bool(changed)


def _may(incident, by):
    """Hold the incident if the person may write on it: the draft's reporter, later whoever may supplement."""
    require(by, "incidents.edit_draft" if incident.state == "draft" else "incidents.supplement", incident)
    Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=incident.pk)
