"""The offer of a talk, the talk, the private preparation and what became of each option."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField, EncryptedTextField
from senior.choices import OfferState, Option, Outcome, TalkState
from senior.queries import OfferQuerySet, TalkQuerySet


class SeniorOffer(models.Model):
    """One person's offer in one year's round. Whether it is a first or a tenth offer can't be read from it."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="senior_offers")
    unit = models.ForeignKey("core.Unit", on_delete=models.SET_NULL, null=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("runde"))
    state = models.CharField(max_length=14, choices=OfferState.choices, default=OfferState.TO_BE_OFFERED)
    opened_at = models.DateTimeField()
    offered_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(null=True)
    answer_by = models.DateField(_("svar senest"), null=True)
    answered_at = models.DateTimeField(null=True)
    with_mus = models.BooleanField(_("som en del af MUS"), default=False)
    words = EncryptedTextField(_("hilsen"), max_length=1000, blank=True)  # the leader's own line

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "pk"]
        verbose_name = _("tilbud om seniorsamtale")
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="one_offer_per_year")]
        indexes = [models.Index(fields=["year", "state"])]


class SeniorTalk(models.Model):
    """A talk that somebody wants, has planned or held. Both read the record; both confirm it."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="senior_talks")
    offer = models.OneToOneField(SeniorOffer, on_delete=models.SET_NULL, null=True, related_name="talk")
    unit = models.ForeignKey("core.Unit", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=TalkState.choices, default=TalkState.WANTED)
    wanted_at = models.DateTimeField()
    planned_at = models.DateTimeField(_("tidspunkt"), null=True)
    place = models.CharField(_("sted"), max_length=120, blank=True)
    with_mus = models.BooleanField(_("som en del af MUS"), default=False)
    held_on = models.DateField(_("holdt"), null=True)
    held_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")
    # the MUS it is a part of
    conversation = models.ForeignKey(
        "senior.Conversation", on_delete=models.SET_NULL, null=True, related_name="senior_talks"
    )
    guideline = models.ForeignKey("senior.TalkGuideline", on_delete=models.SET_NULL, null=True, related_name="+")
    wishes = EncryptedTextField(_("ønsker"), max_length=4000, blank=True)
    agreed = EncryptedTextField(_("det aftalte vi"), max_length=4000, blank=True)
    themes = EncryptedJSONField(default=dict)  # {theme: what was said}
    answers = EncryptedJSONField(default=dict)  # {question: answer} of the lists used
    next_talk_on = models.DateField(_("næste samtale"), null=True)
    version = models.PositiveIntegerField(default=0)
    employee_confirmed_at = models.DateTimeField(null=True)
    leader_confirmed_at = models.DateTimeField(null=True)
    leader_confirmed_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["-wanted_at"]
        verbose_name = _("seniorsamtale")

    @property
    def is_open(self):
        """Tell whether something is still to be done."""
        return self.state in (TalkState.WANTED, TalkState.PLANNED, TalkState.HELD)


class Preparation(models.Model):
    """The employee's own sheet: read by nobody else until it is shared (SEN-04)."""

    talk = models.OneToOneField(SeniorTalk, on_delete=models.CASCADE, related_name="preparation")
    answers = EncryptedJSONField(default=dict)
    saved_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True)
    # the leader it was shared with: the next one isn't handed it
    shared_with = models.ForeignKey("core.Person", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("forberedelse til seniorsamtale")


class TalkOption(models.Model):
    """What became of one option of the menu; a refusal has a reason that the employee reads (SEN-07)."""

    talk = models.ForeignKey(SeniorTalk, on_delete=models.CASCADE, related_name="options")
    option = models.CharField(max_length=14, choices=Option.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    words = EncryptedTextField(_("noter"), max_length=1000, blank=True)
    reason = EncryptedTextField(_("begrundelse"), max_length=2000, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["talk", "option"], name="option_once_per_talk")]
