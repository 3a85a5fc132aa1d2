"""What happens between meetings: the chairs' own matters, what staff are told in short (MED-49, MED-52)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from med.models.base import by_whom
from med.models.bodies import Body
from med.models.meetings import Meeting, Topic
from med.queries import ChairMatterQuerySet


class MatterState(models.TextChoices):
    """What became of a matter between chair and vice chair."""

    OPEN = "open", _("I gang")
    SOLVED = "solved", _("Løst")
    TO_AGENDA = "to_agenda", _("Sat på dagsordenen")


class ChairMatter(models.Model):
    """A single matter that chair and vice chair see to themselves, so that the agenda stays with what is for all."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="chair_matters")
    title = EncryptedTextField(_("sag"), max_length=160)
    note = EncryptedTextField(_("note"), max_length=4000, blank=True)
    follow_up_on = models.DateField(_("se på den igen"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=MatterState.choices, default=MatterState.OPEN)
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    written_by = by_whom()
    written_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = ChairMatterQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]


class Summary(models.Model):
    """A meeting told in short to those who don't read minutes; they read what has been looked through (MED-30, MED-52)."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="summary")
    text = models.TextField(_("kort fortalt"), max_length=1200)
    needs_dialogue = models.BooleanField(_("kræver dialog på personalemøde"), default=False)
    version = models.PositiveIntegerField(default=1)
    shown_text = models.TextField(blank=True, max_length=1200)  # the words that were looked through for everybody
    shown_dialogue = models.BooleanField(default=False)
    shown_version = models.PositiveIntegerField(default=0)
    written_by = by_whom()
    written_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    mailed_to = models.PositiveIntegerField(default=0)

    @property
    def waits(self):
        """Tell whether there are words that nobody has looked through for everybody to read."""
        return bool(self.text) and self.shown_version != self.version
