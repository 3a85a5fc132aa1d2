"""A known leaving date: what is handed on to whom, and the employee's own questions (SEN-20)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField, EncryptedTextField
from senior.queries import HandoverQuerySet


class Handover(models.Model):
    """One person's plan. The date is there only because the employee gave it."""

    person = models.OneToOneField("core.Person", on_delete=models.CASCADE, related_name="senior_handover")
    unit = models.ForeignKey("core.Unit", on_delete=models.SET_NULL, null=True, related_name="+")
    leaving_on = models.DateField(_("sidste arbejdsdag"))
    given_at = models.DateTimeField()
    answers = EncryptedJSONField(default=dict)  # the five questions: the employee's alone until shared
    shared_at = models.DateTimeField(null=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("overdragelsesplan")


class HandoverTopic(models.Model):
    """One thing to hand on, to whom, by when."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="topics")
    topic = EncryptedTextField(_("emne"), max_length=300)
    receiver = models.ForeignKey("core.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("senest"))
    done_on = models.DateField(_("overdraget"), null=True)
    done_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
