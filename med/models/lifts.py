"""What goes from one body to others: lifts and hearings, dissemination to staff, the TRIO's frame."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField
from core.models import Document, Unit
from med.models.base import by_whom
from med.models.bodies import Body
from med.models.meetings import Proposal, Topic, Treatment
from med.models.minutes import Outcome
from med.queries import DisseminationQuerySet, FrameQuerySet, LiftQuerySet


class Channel(models.TextChoices):
    """How something is told (MED-50)."""

    MINUTES = "minutes", _("Referat")
    MEETING = "meeting", _("Møde med dialog")
    LETTER = "letter", _("Personaleblad")
    MAIL = "mail", _("Mail eller intranet")
    BOARD = "board", _("Opslagstavle")


class LiftState(models.TextChoices):
    """What became of a lift or a hearing (MED-43)."""

    SENT = "sent", _("Sendt")
    ACCEPTED = "accepted", _("Modtaget")
    DECLINED = "declined", _("Afvist med begrundelse")
    ANSWERED = "answered", _("Besvaret")


class Lift(models.Model):
    """An item's question to another body: up to be decided, or down as a hearing. The answer comes back by itself."""

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="lifts")
    from_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="lifts_sent")
    to_body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="lifts_received", verbose_name=_("til"))
    is_hearing = models.BooleanField(_("høring"), default=False)
    question = models.TextField(_("spørgsmål"), max_length=4000)
    examples = models.TextField(_("eksempler"), blank=True, max_length=4000)
    proposed_solution = models.TextField(_("forslag til løsning"), blank=True, max_length=4000)
    effect = models.TextField(_("dokumenteret virkning"), blank=True, max_length=2000)
    attachment_keys = ArrayField(models.UUIDField(), default=list, blank=True)  # the chosen files of the item
    is_closed = models.BooleanField(default=False)  # what is closed travels as closed
    reply_by = models.DateField(_("svar ønskes senest"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=LiftState.choices, default=LiftState.SENT)
    sent_by = by_whom()
    sent_at = models.DateTimeField()
    received_by = by_whom(empty=True)
    received_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(_("begrundelse"), max_length=1000, blank=True)
    target_topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, related_name="lifted_from")
    answer = models.TextField(_("svar"), blank=True, max_length=4000)
    answer_outcome = models.ForeignKey(Outcome, on_delete=models.SET_NULL, null=True, related_name="answers_lifts")
    answered_at = models.DateTimeField(null=True)
    answered_by = by_whom(empty=True)

    objects = LiftQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]


class Dissemination(models.Model):
    """Who is told what of an item, how and when; or what is brought the other way (MED-50, MED-51)."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="disseminations")
    is_to_med = models.BooleanField(_("fra medarbejderne til MED"), default=False)
    who = models.CharField(_("hvem"), max_length=200)
    what = models.TextField(_("hvad"), max_length=2000)
    channel = models.CharField(_("hvordan"), max_length=10, choices=Channel.choices)
    due_on = models.DateField(_("hvornår"))
    access = models.CharField(_("hvem har adgang"), max_length=200, blank=True)
    needs_dialogue = models.BooleanField(_("kræver dialog på personalemøde"), default=False)
    responsible = by_whom(_("ansvarlig"))
    done_on = models.DateField(_("gjort den"), null=True, blank=True)
    note = models.CharField(_("hvordan gik det"), max_length=300, blank=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.SET_NULL, null=True, related_name="+")  # what came of it

    objects = DisseminationQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]


class Reached(models.Model):
    """How many of a team were reached; never who (MED-52)."""

    dissemination = models.ForeignKey(Dissemination, on_delete=models.CASCADE, related_name="reached")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    count = models.PositiveIntegerField(_("antal"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dissemination", "unit"], name="reached_once")]


class TrioFrame(models.Model):
    """The TRIO's rules of cooperation, written anew when a member is new (MED-58). Confidential to the TRIO."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="frames")
    number = models.PositiveSmallIntegerField()
    answers = EncryptedJSONField(default=dict)
    version = models.PositiveIntegerField(default=1)  # of saves, for two people writing
    agreed_on = models.DateField(_("aftalt den"), null=True, blank=True)
    next_review_on = models.DateField(_("ses efter"), null=True, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = by_whom()
    made_at = models.DateTimeField()

    objects = FrameQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["body", "number"], name="frame_once")]


class FrameSignature(models.Model):
    """That one member of the TRIO stands behind the frame."""

    frame = models.ForeignKey(TrioFrame, on_delete=models.CASCADE, related_name="signatures")
    person = by_whom()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frame", "person"], name="signs_frame_once")]
