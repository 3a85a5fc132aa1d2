"""What is written down in the end: the joint report, the note for the citizen's journal, the learning (INC-56, 57, 63)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Document, Person
from incidents.models.incident import Incident


class EventReport(models.Model):
    """The report of events, written together; locked when both have confirmed the same version."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="event_report")
    version = models.PositiveIntegerField(default=1)
    course = EncryptedTextField(_("hvad skete der"), max_length=20000, blank=True)
    persons = EncryptedTextField(_("hvem var med"), max_length=4000, blank=True)
    measures = EncryptedTextField(_("hvad har vi gjort"), max_length=8000, blank=True)
    learning = EncryptedTextField(_("hvad lærer vi"), max_length=8000, blank=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)
    affected_confirmed_at = models.DateTimeField(null=True)
    leader_confirmed_at = models.DateTimeField(null=True)
    leader_confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")


class JournalNote(models.Model):
    """A short, factual note for the citizen's own journal; marked when it has been copied there."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="journal_notes")
    on = models.DateField(_("dato"))
    event = EncryptedTextField(_("kort om hændelsen"), max_length=2000)
    sanction = EncryptedTextField(_("sanktion"), max_length=1000, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    journalised_on = models.DateField(_("lagt på borgerens sag"), null=True, blank=True)
    journalised_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-written_at"]


class Learning(models.Model):
    """Leader and AMR on causes and prevention. Goes to the TRIO without names."""

    incident = models.OneToOneField(Incident, on_delete=models.CASCADE, related_name="learning")
    exposed = models.CharField(_("hvem er udsat"), max_length=200, blank=True)
    course = EncryptedTextField(_("hvad skete der, trin for trin"), max_length=6000, blank=True)  # stays with the case
    causes = ArrayField(models.CharField(max_length=16), default=list, blank=True, verbose_name=_("årsager"))
    cause = models.TextField(_("hvorfor kunne det ske"), max_length=4000, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_to_trio_at = models.DateTimeField(null=True)


class Measure(models.Model):
    """One thing done so that it doesn't happen again, with an effect check."""

    learning = models.ForeignKey(Learning, on_delete=models.CASCADE, related_name="measures")
    measure = models.CharField(_("hvad gør vi"), max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("ansvarlig"))
    due_on = models.DateField(_("senest"))
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    effect = models.CharField(_("virkede det"), max_length=300, blank=True)
    effect_checked_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
