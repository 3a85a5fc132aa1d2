"""The municipality's own MED agreement in its main facts (MED-04)."""

from django.db import transaction

from core import audit, calendar
from core.permissions import require, require_add
from med.models import MedAgreement
from med.rules.agreement import in_force


@transaction.atomic
def write(*, by, **values):
    """Write the agreement: one that begins later is a new row, else the present one is put right. Return it."""
    row = in_force()
    if row is None or values["starts_on"] > row.starts_on:
        require_add(by, "med.write_med_agreement")
        row = MedAgreement.objects.create(written_by=by, written_at=calendar.now(), **values)
    else:
        require(by, "med.write_med_agreement", row)
        MedAgreement.objects.filter(pk=row.pk).update(written_by=by, written_at=calendar.now(), **values)
        row.refresh_from_db()
    audit.record("med.med_agreement_written", row, by=by)
    return row
