"""Freeze printed documents: number, bytes, hash, who made and who approved; never changed afterwards
(docs/documents.md).

    number = documents.take_number()
    content = pdf.render("pdf/incidents/event_report.html", …)          # the number stands in the foot
    documents.freeze("P-15", _("Hændelsesrapport"), incident, content, by=person, number=number)

Who may open a document follows from its kind (`register_kind`), else from what it is about.
"""

import hashlib

from django.db import transaction
from django.db.models import F

from core import audit, calendar, subjects
from core.models import Counter, Document
from core.permissions import require
from core.subjects import key_of

KINDS: dict[str, str] = {}


class Damaged(Exception):
    """The stored bytes no longer match the hash that was taken when the document was frozen."""


def register_kind(kind, action):
    """Say which action on the subject lets a person open documents of a kind, such as »P-15«."""
    KINDS[kind] = action


@transaction.atomic
def take_number():
    """Return the next document id, such as »26-000147«. The counter's row is held until the transaction ends."""
    year = calendar.today().year
    key = f"document-{year}"
    Counter.objects.get_or_create(key=key)
    Counter.objects.filter(key=key).update(value=F("value") + 1)
    return f"{year % 100:02}-{Counter.objects.get(key=key).value:06}"


@transaction.atomic
def freeze(kind, title, subject, content, by, approved_by=None, *, number=None, case_number=""):
    """Store the bytes as the next version of this kind of document about the subject; return the Document."""
    subject_type, subject_id = key_of(subject)
    now = calendar.now()
    before = Document.objects.filter(kind=kind, subject_type=subject_type, subject_id=subject_id).count()
    document = Document(
        kind=kind,
        title=title,
        subject_type=subject_type,
        subject_id=subject_id,
        number=number or take_number(),
        version=before + 1,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        made_at=now,
        made_by=by,
        approved_by=approved_by,
        approved_at=now if approved_by else None,
        case_number=case_number,
    )
    document.save(force_insert=True)
    audit.record(
        "core.document_frozen",
        document.subject,
        by=by,
        document=document.pk,
        kind=kind,
        version=document.version,
        sha256=document.sha256,
    )
    return document


def content_of(document):
    """Return the bytes if they still match the hash; Damaged otherwise."""
    content = bytes(document.content)
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise Damaged(document.number)
    return content


def open_for(person, document):
    """Return the bytes for a person who may read them, and write that they were opened; 404 or 403 otherwise."""
    subject = subjects.of(document.subject_type)
    row = subjects.find(*document.subject)
    require(
        person,
        KINDS.get(document.kind) or subject.files_action or subject.view_action,
        row or subject.model(pk=document.subject_id),
    )
    content = content_of(document)
    audit.read("core.document_opened", document.subject, by=person, document=document.pk, kind=document.kind)
    return content


@transaction.atomic
def mark_filed(document, *, on, by, case_number=""):
    """Note that the document lies on its case in the municipality's archive; False if that was noted before."""
    values = {"filed_on": on, "filed_by": by} | ({"case_number": case_number} if case_number else {})
    changed = Document.objects.filter(pk=document.pk, filed_on__isnull=True).update(**values)
    document.refresh_from_db(fields=["filed_on", "filed_by", "case_number"])
    if changed:
        audit.record("core.document_filed", document.subject, by=by, document=document.pk, kind=document.kind)
    return bool(changed)
