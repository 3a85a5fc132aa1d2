"""Fixed times for sparring, offered by a leader or consultant and booked by those who need one (GEN-41, GEN-80)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person, Unit
from incidents.queries import SparringQuerySet


class SparringWish(models.TextChoices):
    """What kind of help is wanted: asked before anybody helps (GEN-80)."""

    LISTEN = "listen", _("At du lytter")
    FEEDBACK = "feedback", _("Tilbagemelding på en samtale")
    ADVICE = "advice", _("Faglig sparring")
    TAKE_OVER = "take_over", _("At en anden overtager")
    SUPERVISION = "supervision", _("Supervision")


class SparringSlot(models.Model):
    """One time that somebody keeps free; with `booked_by` it is an agreement between the two."""

    host = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("sparring med"))
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")  # for whom: this unit and all below
    starts_at = models.DateTimeField(_("hvornår"))
    minutes = models.PositiveSmallIntegerField(_("hvor længe"), default=30)
    place = models.CharField(_("hvor"), max_length=120, blank=True)
    offered_at = models.DateTimeField()
    uid = models.UUIDField(default=uuid.uuid4, editable=False)  # of the entry in people's calendars
    booked_by = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    booked_at = models.DateTimeField(null=True)
    wish = models.CharField(_("hvad har du brug for"), max_length=12, blank=True, choices=SparringWish.choices)
    topic = EncryptedTextField(_("emne"), max_length=200, blank=True)  # neutral: no citizen's name

    objects = SparringQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["unit", "starts_at"]), models.Index(fields=["booked_by", "starts_at"])]
        constraints = [
            models.UniqueConstraint(fields=["host", "starts_at"], name="one_sparring_at_a_time"),
            models.CheckConstraint(
                condition=Q(booked_by__isnull=True, booked_at__isnull=True)
                | Q(booked_by__isnull=False, booked_at__isnull=False),
                name="booked_sparring_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(booked_by__isnull=True) | ~Q(booked_by=models.F("host")), name="nobody_spars_with_themself"
            ),
        ]

    def __str__(self):
        return f"Sparring {self.pk}"
