"""Put what the rest of the house offers on a body's agenda, with its document (MED-41, MED-56)."""

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core import audit, files
from core.actions import attachments
from core.models import Attachment, Document
from core.permissions import require
from med.actions import onto
from med.actions.agenda import changed
from med.choices import Origin


def key_of(topic):
    """Return the key under which a body's topic holds what it comes from."""
    kind, pk = topic.subject
    return f"{kind}:{pk}"


@transaction.atomic
def take_up(body, topic, *, by):
    """Bring the topic onto the body's next agenda, once; its frozen document comes along as a file. Return the treatment."""
    require(by, "med.decide_proposal", body)
    if onto.next_meeting(body) is None:
        raise ValidationError(_("Planlæg et møde først, så punktet har et sted at stå."), code="meeting")
    _topic, treatment = onto.bring(
        body, by=by, title=topic.title, source_key=key_of(topic), origin=Origin.HOUSE, background=topic.text
    )
    take_along(treatment, topic, by=by)
    return treatment


def take_along(treatment, topic, *, by):
    """Hang the topic's frozen document on the item, where it has one."""
    document = Document.objects.filter(pk=topic.facts.get("document")).first()
    if document is not None:
        _hang_on(treatment, document, by)


def _hang_on(treatment, document, by):
    """Attach a copy of a frozen document, once."""
    kind, pk = "med.treatment", treatment.pk
    if Attachment.objects.filter(subject_type=kind, subject_id=pk, sha256=document.sha256).exists():
        return
    name = f"{slugify(document.title)[:60] or 'bilag'}.pdf"
    uploaded = SimpleUploadedFile(name, bytes(document.content), "application/pdf")
    attachments.attach(treatment, uploaded, files.inspect(uploaded), by=by)
    audit.record("med.document_taken_along", treatment.meeting, by=by, document=document.pk)
    changed(treatment.meeting, by=by, put_on=treatment.pk)
