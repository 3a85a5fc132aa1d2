"""Reading the log is itself logged: searches, exports, the check of the chains, insight for a person (GEN-15)."""

from core import audit
from core.permissions import require, require_add

LOG = ("core.auditentry", 0)


def searched(*, by, filters):
    """Write that the log was searched, and by what; the filters hold ids and days, not names."""
    require_add(by, "core.search_audit")
    audit.read("core.audit_searched", LOG, by=by, search=filters)


def exported(*, by, reason, filters, count):
    """Write that entries were taken out, and why."""
    require_add(by, "core.export_audit")
    audit.read("core.audit_exported", LOG, by=by, reason=reason, count=count, search=filters)


def verified(*, by):
    """Check every chain; return the broken entries, and write the result."""
    if by is not None:
        require_add(by, "core.verify_audit")
    broken = audit.verify()
    audit.record("core.audit_verified", LOG, by=by, broken=len(broken), source="" if by else "command")
    return broken


def insight_given(person, *, by, reason, count):
    """Write that somebody was told when and why their data were opened."""
    require(by, "core.report_insight", person)
    audit.read("core.insight_reported", person, by=by, reason=reason, entries=count)
