"""What a colleague saw, in their own words: asked for, signed off, added to, never changed (INC-16)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person
from incidents.models.incident import Incident
from incidents.queries import StatementQuerySet


class Statement(models.Model):
    """One colleague's account of one incident. The colleague sees this page and nothing of the case."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="statements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("kollega"))
    state = models.CharField(
        max_length=8,
        default="asked",
        choices=[("asked", _("Bedt om")), ("signed", _("Skrevet under")), ("declined", _("Vil ikke forklare"))],
    )
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    text = EncryptedTextField(_("hvad så og hørte du"), max_length=20000, blank=True)
    signed_at = models.DateTimeField(_("skrevet under"), null=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "person"], name="one_statement_each"),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_at__isnull=False), name="signed_statement_has_a_time"
            ),
        ]


class StatementAddition(models.Model):
    """Something the colleague remembered later."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="additions")
    text = EncryptedTextField(_("tilføjelse"), max_length=8000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]
