"""Put a suggestion on a body's next agenda (MED-56, MED-61)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.permissions import require
from med.actions import onto
from med.choices import Origin
from med.rules import ideas


@transaction.atomic
def take_up(body, *, by, key):
    """Bring a suggestion onto the next agenda; return (topic, treatment or None when no meeting is planned)."""
    require(by, "med.take_up_idea", body)
    idea = ideas.find(body, key)
    if idea is None:
        raise ValidationError(_("Emnet er der ikke længere."), code="gone")
    return onto.bring(
        body, by=by, title=str(idea.title), source_key=f"idea:{key}", origin=Origin.CHAIR, background=str(idea.text)
    )
