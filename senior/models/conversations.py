"""The talks everyone has: 1:1 each quarter, MUS each year, development plans; and asking to have something moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from senior.choices import ConversationForm, ConversationKind, RedistributionState
from senior.queries import ConversationQuerySet, DevelopmentPlanQuerySet, RedistributionQuerySet


class Conversation(models.Model):
    """One 1:1 talk or MUS. What was said is for the two alone; dates count for the overview (GEN-32, GEN-33)."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="conversations")
    leader = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("core.Unit", on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(_("samtale"), max_length=18, choices=ConversationKind.choices)
    form = models.CharField(
        _("form"), max_length=10, choices=ConversationForm.choices, default=ConversationForm.INDIVIDUAL
    )
    planned_at = models.DateTimeField(_("tidspunkt"), null=True)
    place = models.CharField(_("sted"), max_length=120, blank=True)
    held_on = models.DateField(_("holdt"), null=True)
    theme = models.CharField(_("temakort"), max_length=80, blank=True)
    points = EncryptedTextField(_("det talte vi om"), max_length=4000, blank=True)
    needs = EncryptedTextField(_("behov for udvikling"), max_length=3000, blank=True)
    activities = EncryptedTextField(_("det er planlagt"), max_length=3000, blank=True)
    last_year = EncryptedTextField(_("siden sidste år"), max_length=3000, blank=True)
    follow_up = EncryptedTextField(_("opfølgning"), max_length=2000, blank=True)
    follow_up_on = models.DateField(_("følges op"), null=True, blank=True)
    followed_up_on = models.DateField(null=True)
    employee_confirmed_at = models.DateTimeField(null=True)
    leader_confirmed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-pk"]
        verbose_name = _("samtale")
        indexes = [models.Index(fields=["person", "kind", "held_on"])]


class DevelopmentPlan(models.Model):
    """Goals and activities in writing, followed up after a year (GEN-35)."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="development_plans")
    leader = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("core.Unit", on_delete=models.SET_NULL, null=True, related_name="+")
    is_for_team = models.BooleanField(_("for hele teamet"), default=False)
    written_on = models.DateField(_("skrevet"))
    short_goals = EncryptedTextField(_("mål inden for et år"), max_length=3000, blank=True)
    long_goals = EncryptedTextField(_("mål på længere sigt"), max_length=3000, blank=True)
    activities = EncryptedTextField(_("aktiviteter"), max_length=3000, blank=True)
    follow_up_on = models.DateField(_("følges op"))
    followed_up_on = models.DateField(_("fulgt op"), null=True)
    follow_up = EncryptedTextField(_("sådan gik det"), max_length=3000, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = DevelopmentPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-written_on", "-pk"]
        verbose_name = _("udviklingsplan")


class Redistribution(models.Model):
    """A request to have a case or a task moved. No citizen is named; being tired of something is reason enough."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="redistributions")
    unit = models.ForeignKey("core.Unit", on_delete=models.SET_NULL, null=True, related_name="+")
    asked = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+", verbose_name=_("til"))
    with_team = models.BooleanField(_("må tages op i teamet"), default=False)
    words = EncryptedTextField(_("hvad skal flyttes?"), max_length=2000)
    state = models.CharField(max_length=10, choices=RedistributionState.choices, default=RedistributionState.ASKED)
    asked_at = models.DateTimeField()
    answer = EncryptedTextField(_("svar"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")

    objects = RedistributionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("ønske om omfordeling")
