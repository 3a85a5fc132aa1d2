"""The talks everyone has: 1:1 each quarter, MUS each year, development plans; and asking to have something moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from senior.choices import ConversationForm, ConversationKind, RedistributionState
from senior.queries import ConversationQuerySet, DevelopmentPlanQuerySet, RedistributionQuerySet


class Conversation(models.Model):
    """One 1:1 talk or MUS. What was said is for the two alone; dates count for the overview (GEN-32, GEN-33)."""

    # empty for a group's talk: its people are the members
    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, null=True, related_name="conversations")
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(form=ConversationForm.INDIVIDUAL, person__isnull=False)
                | models.Q(form=ConversationForm.TEAM, person__isnull=True),
                name="conversation_of_one_or_of_a_group",
            )
        ]

    @property
    def is_for_group(self):
        """Tell whether several talk with the leader together."""
        return self.form == ConversationForm.TEAM

    @property
    def people(self):
        """Return those who talk with the leader."""
        if self.person_id:
            return [self.person]
        return [person for person, _at in self.parties()[:-1]]

    def parties(self):
        """Return [(person, when they confirmed)] of those who talked, the leader last. One query for a group."""
        if self.person_id:
            found = [(self.person, self.employee_confirmed_at)]
        else:
            members = self.members.select_related("person").order_by("person__name")
            found = [(one.person, one.confirmed_at) for one in members]
        return [*found, (self.leader, self.leader_confirmed_at)]


class ConversationMember(models.Model):
    """One of a group that talks with the leader together; each confirms the one record they share (GEN-33)."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="group_conversations")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "person"], name="in_a_conversation_once")]


class DevelopmentPlan(models.Model):
    """Goals and activities in writing, followed up after a year (GEN-35)."""

    # empty for a group's plan: its people are the members
    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, null=True, related_name="development_plans")
    members = models.ManyToManyField("core.Person", related_name="group_plans", blank=True)
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_for_team=False, person__isnull=False)
                | models.Q(is_for_team=True, person__isnull=True),
                name="plan_of_one_or_of_a_group",
            )
        ]

    @property
    def people(self):
        """Return those the plan is for."""
        return [self.person] if self.person_id else list(self.members.order_by("name"))


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
