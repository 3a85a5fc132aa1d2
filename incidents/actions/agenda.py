"""What incidents put forward for LokalMED's agenda or the TRIO's list: neutral words, a link, perhaps a document."""

from django.db import transaction

from core import audit, calendar, documents, topics
from core.models import Document
from incidents.models import AgendaProposal

KEPT_FOR = 6  # months a proposal stays on the list


@transaction.atomic
def propose(kind, title, text, url, *, by, key, unit=None, site=None, paper=None, shown=None):
    """Put something forward once for each `key`; return (AgendaProposal, is new).

    `paper(number)` draws a document that is frozen with the proposal (P-23); `shown` is what numbers it shows.
    """
    row, is_new = AgendaProposal.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "title": title,
            "text": text,
            "url": url,
            "unit": unit,
            "site": site,
            "offered_by": by,
            "offered_at": calendar.now(),
            "shown": shown or {},
        },
    )
    if not is_new:
        return row, False
    if paper is not None:
        number = documents.take_number()
        document = documents.freeze("P-23", title, row, paper(number), by, number=number)
        AgendaProposal.objects.filter(pk=row.pk).update(document=document)
        row.document = document
    audit.record("incidents.proposed_to_med", row, by=by, kind=kind)
    topics.offer(topic_of(row), by=by)
    return row, True


def topic_of(row):
    """Return the proposal as a topic."""
    facts = {"document": row.document_id} if row.document_id else {}
    return topics.Topic(
        row.kind,
        row.title,
        row.text,
        row.url,
        (row._meta.label_lower, row.pk),
        row.offered_at,
        row.site_id,
        row.unit_id,
        facts,
    )


def waiting(site_ids, unit_ids):
    """Return the proposals of places from the last months; those without a place are for everybody."""
    since = calendar.at(calendar.add_months(calendar.today(), -KEPT_FOR), calendar.parse_time("0"))
    found = yield AgendaProposal.objects.filter(offered_at__gte=since)
    return [
        topic_of(row)
        for row in found
        if row.site_id in site_ids or row.unit_id in unit_ids or (row.site_id is None and row.unit_id is None)
    ]


def document_of(row):
    """Return the frozen document of a proposal, or None."""
    return Document.objects.filter(pk=row.document_id).first()
