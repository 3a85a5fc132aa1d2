"""Calls to the management of other departments (INC-59). What is said on the telephone is not stored."""

from django.db import transaction

from core import audit
from incidents import steps
from incidents.actions.ground import begin, once
from incidents.models import DepartmentCall


@transaction.atomic
def record_call(incident, *, by, department, called, called_at, phone="", staff_informed=False):
    """Note a call; the first one completes the step. Returns (DepartmentCall, is new)."""
    incident = begin(incident, "incidents.manage", by=by)
    call, is_new = once(
        DepartmentCall,
        incident,
        by=by,
        department=department,
        called=called,
        called_at=called_at,
        phone=phone,
        staff_informed=staff_informed,
    )
    if is_new:
        audit.record("incidents.department_called", incident, by=by, call=call.pk)
        steps.done(incident, "incidents.department_call", by=by)
    return call, is_new
