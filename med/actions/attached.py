"""Hang files on what stands beside the meetings: guidelines, local agreements, proof of training."""

from django.db import transaction

from core.actions import attachments
from core.permissions import require

WRITES = {
    "med.guideline": "med.write_guideline",
    "med.agreement": "med.write_agreement",
    "med.trainingrecord": "med.hand_in_proof",
}


@transaction.atomic
def attach(row, uploaded, facts, *, by):
    """Keep a file about the row; return the Attachment."""
    require(by, WRITES[row._meta.label_lower], row)
    return attachments.attach(row, uploaded, facts, by=by)
