"""Forms filled in during or right after: the phone note and the description of a person (INC-14, INC-15)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person
from incidents.models.incident import Incident


class PhoneNote(models.Model):
    """What was said on the telephone, word for word."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, null=True, related_name="phone_notes")
    citizen_name = EncryptedTextField(_("navn på borgeren"), max_length=160, blank=True)
    phone = EncryptedTextField(_("telefonnummer"), max_length=30, blank=True)
    called_at = models.DateTimeField(_("tidspunkt"))
    words = EncryptedTextField(_("ordret gengivelse af trusler"), max_length=20000)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("skrevet af"))
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at"]


class PersonDescription(models.Model):
    """What somebody looked or sounded like. One encrypted text per trait; all optional."""

    KINDS = [("phone", _("på telefon")), ("in_person", _("personligt"))]
    TRAITS = {
        "height": _("højde"),
        "build": _("kropsbygning"),
        "age": _("alder"),
        "sex": _("køn"),
        "hair": _("hår"),
        "clothes": _("tøj"),
        "voice": _("stemme og sprog"),
        "marks": _("særlige kendetegn"),
        "direction": _("gik i retning af"),
        "vehicle": _("køretøj"),
    }

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="descriptions")
    kind = models.CharField(_("hvordan"), max_length=10, choices=KINDS)
    traits = EncryptedTextField(max_length=8000)  # JSON object of TRAITS
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at"]
