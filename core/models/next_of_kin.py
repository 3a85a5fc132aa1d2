"""Whom to call if something happens to an employee (GEN-12): written by the employee, opened only on grounds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField


class NextOfKin(models.Model):
    """One person to call. Everything but the order is encrypted."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="next_of_kin")
    order = models.PositiveSmallIntegerField(_("rækkefølge"), default=1)
    name = EncryptedTextField(_("navn"), max_length=120)
    relation = EncryptedTextField(_("relation"), max_length=80, blank=True)
    phone = EncryptedTextField(_("telefon"), max_length=30)
    other_phone = EncryptedTextField(_("anden telefon"), max_length=30, blank=True)
    note = EncryptedTextField(_("godt at vide"), max_length=300, blank=True, help_text=_("Fx »ring ikke på arbejde«."))
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["order", "pk"]
