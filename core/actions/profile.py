"""What a person decides about themself (GEN-14)."""

from django.db import transaction

from core import audit
from core.models import Person


@transaction.atomic
def choose_name_display(person, *, by, name_display, has_protected_name):
    """Set how citizens see the person's name. Only the person decides."""
    if by != person:
        raise PermissionError("Only the person chooses.")
    Person.objects.filter(pk=person.pk).update(name_display=name_display, has_protected_name=has_protected_name)
    audit.record("core.chose_name_display", person, by=by, display=name_display)


def choose_theme(person, *, by, theme):
    """Set light, dark or the device's own."""
    if by != person:
        raise PermissionError("Only the person chooses.")
    Person.objects.filter(pk=person.pk).update(theme=theme)
