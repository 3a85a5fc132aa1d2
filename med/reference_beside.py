"""What MED loads beside the fixed agendas: the duties of each kind of body, each with its source (MED-36, MED-37)."""

from datetime import date

from core.models import GuidancePage
from core.reference import loader, put, read
from med.models import Duty

FACTS = (
    "title",
    "text",
    "agreement",
    "source",
    "kinds",
    "obligation",
    "area",
    "interval_months",
    "counts_from_last",
    "window_from",
    "window_to",
    "lead_days",
    "standing",
    "may_deviate",
    "needs_environment",
    "needs_check",
    "note",
    "order",
)


@loader
def duties(refresh):
    """Load the duties; what the workplace has switched off stays off."""
    return sum(
        put(
            Duty,
            {"code": row["code"]},
            {name: row[name] for name in FACTS}
            | {name: date.fromisoformat(row[name]) if row[name] else None for name in ("valid_from", "valid_to")},
            refresh,
        )
        for row in read("med_duties")
    )


@loader
def guidance(refresh):
    """Load the role cards and what committees talk from (MED-60, GEN-58, GEN-59); a page that somebody changed stays."""
    return sum(
        put(
            GuidancePage,
            {"code": row["code"]},
            {
                **{name: row[name] for name in ("slug", "title", "audience", "intro", "items", "order")},
                "phase": "daily",
                "frame": "",
                "source": "Rammeaftalen om medindflydelse og medbestemmelse, i egne ord",
                "version": "1",
                "owner_role": "hr",
            },
            refresh,
        )
        for row in read("med_guidance")
    )
