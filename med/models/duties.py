"""What must come round: duties with their legal basis, the annual discussion, APV and surveys, plans, checks."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Document, Unit
from med.models.base import by_whom
from med.models.bodies import Body
from med.models.meetings import Treatment
from med.queries import AnnualDiscussionQuerySet, AssessmentQuerySet, PlanMeasureQuerySet, SelfCheckQuerySet


class Obligation(models.TextChoices):
    """How strong a duty is."""

    MUST = "must", _("Skal")
    DEPENDS = "depends", _("Skal, hvis Hoved-MED har bestemt det")
    IF_SO = "if_so", _("Skal, når I har grupper, det gælder for")
    SHOULD = "should", _("Bør")
    MAY = "may", _("Kan")


class DutyArea(models.TextChoices):
    """For whom the agreement prints a duty (Q10–Q12)."""

    BOTH = "both", _("Kommuner og regioner")
    MUNICIPAL = "municipal", _("Kun kommuner")
    REGIONAL = "regional", _("Kun regioner")


class AssessmentKind(models.TextChoices):
    """What is asked about."""

    APV = "apv", _("APV")
    SURVEY = "survey", _("Trivselsmåling")


class Phase(models.TextChoices):
    """The five phases of an APV (GEN-54)."""

    MAPPING = "mapping", _("Kortlægning")
    ANALYSIS = "analysis", _("Analyse")
    JUDGEMENT = "judgement", _("Vurdering")
    ACTION_PLAN = "action_plan", _("Handlingsplan")
    FOLLOW_UP = "follow_up", _("Opfølgning")
    DONE = "done", _("Afsluttet")


class Result(models.TextChoices):
    """Whether a goal was met."""

    OPEN = "", _("Ikke vurderet")
    REACHED = "reached", _("Nået")
    PARTLY = "partly", _("Delvis nået")
    NOT_REACHED = "not_reached", _("Ikke nået")


class Duty(models.Model):
    """A task that an agreement gives to a kind of body (MED-36, MED-37). Reference data with its source."""

    code = models.CharField(max_length=12, unique=True)  # H1 … L13, and our own: W1 …
    title = models.CharField(_("opgave"), max_length=160)
    text = models.TextField(_("hvad skal der til"), blank=True, max_length=2000)
    agreement = models.CharField(_("aftale"), max_length=200, blank=True)
    source = models.CharField(_("kilde"), max_length=200, blank=True)
    kinds = models.JSONField(default=list)  # the kinds of bodies it is for
    obligation = models.CharField(_("hvor fast"), max_length=8, choices=Obligation.choices, default=Obligation.MUST)
    area = models.CharField(_("gælder"), max_length=10, choices=DutyArea.choices, default=DutyArea.BOTH)
    interval_months = models.PositiveSmallIntegerField(_("hver … måned"), null=True, blank=True)
    counts_from_last = models.BooleanField(default=True)  # else by the calendar year
    window_from = models.PositiveSmallIntegerField(_("fra måned"), null=True, blank=True)
    window_to = models.PositiveSmallIntegerField(_("til måned"), null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(_("mind om det, dage før"), default=60)
    standing = models.CharField(max_length=20, blank=True)  # the standing item that handles it
    may_deviate = models.BooleanField(_("kan fraviges i enighed"), default=False)
    needs_environment = models.BooleanField(default=False)  # only where the body handles the working environment
    needs_check = models.BooleanField(_("skal kontrolleres"), default=False)
    is_on = models.BooleanField(_("slået til"), default=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return self.title


class BodyDuty(models.Model):
    """How one body takes a duty: who answers for it, which month, or that it doesn't concern it and why."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="duties")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="bodies")
    responsible = by_whom(_("ansvarlig"), empty=True, on_delete=models.SET_NULL)
    month = models.PositiveSmallIntegerField(_("måned"), null=True, blank=True)
    next_due_on = models.DateField(_("næste gang senest"), null=True, blank=True)  # set by hand
    concerns_us = models.BooleanField(_("gælder for os"), default=True)
    reason = models.CharField(_("begrundelse"), max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "duty"], name="duty_once_a_body")]


class DutyLink(models.Model):
    """That an item handles a duty. It counts when the item's minutes are sent; nobody ticks it."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="duty_links")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="links")
    linked_by = by_whom(empty=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["treatment", "duty"], name="duty_link_once")]


class Deviation(models.Model):
    """That the body agreed at a meeting to leave a duty aside for a time (»fravigelse i enighed«)."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="deviations")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="deviations")
    text = models.CharField(_("hvad er aftalt"), max_length=500)
    agreed_on = models.DateField(_("aftalt den"))
    until = models.DateField(_("gælder til"), null=True, blank=True)
    treatment = models.ForeignKey(Treatment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_by = by_whom()

    class Meta:
        ordering = ["-agreed_on"]


class Ruling(models.Model):
    """What Hoved-MED has decided about a duty that hangs on it: agreed in each LokalMED, or laid down for all (L2, L3)."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="rulings")
    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="rulings")
    is_local = models.BooleanField(_("aftales lokalt"))
    treatment = models.ForeignKey(Treatment, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_on = models.DateField(_("besluttet den"))
    written_by = by_whom()

    class Meta:
        ordering = ["-decided_on", "-pk"]


SIGNATURES = ("signed_by_management", "signed_by_management_at", "signed_by_staff", "signed_by_staff_at")


class AnnualDiscussion(models.Model):
    """The yearly working-environment discussion with its five points (MED-35)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="annual_discussions")
    treatment = models.OneToOneField(Treatment, on_delete=models.SET_NULL, null=True, related_name="annual_discussion")
    year = models.PositiveSmallIntegerField(_("år"))
    held_on = models.DateField(_("holdt den"), null=True, blank=True)
    content = models.TextField(_("næste års samarbejde: indhold"), blank=True, max_length=4000)
    cooperation = models.TextField(_("sådan samarbejder vi"), blank=True, max_length=4000)
    last_year = models.TextField(_("blev sidste års mål nået"), blank=True, max_length=4000)
    goals_text = models.TextField(_("mål for det kommende år"), blank=True, max_length=4000)
    competence = models.TextField(_("kompetenceudvikling"), blank=True, max_length=4000)
    version = models.PositiveIntegerField(default=1)
    signed_mark = models.CharField(max_length=16, blank=True)  # of what the signatures are for
    signed_by_management = by_whom(empty=True)
    signed_by_management_at = models.DateTimeField(null=True)
    signed_by_staff = by_whom(empty=True)
    signed_by_staff_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AnnualDiscussionQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="one_discussion_a_year")]

    def unsign(self):
        """Let the signatures lapse, on this row alone: whoever changes something saves it too."""
        for name in SIGNATURES:
            setattr(self, name, None)
        self.signed_mark = ""


class SafetyGoal(models.Model):
    """A goal for the coming year, judged at the next discussion."""

    discussion = models.ForeignKey(AnnualDiscussion, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("mål"), max_length=300)
    measure = models.CharField(_("sådan ser vi det"), max_length=300, blank=True)
    owner = by_whom(_("ansvarlig"), empty=True, on_delete=models.SET_NULL)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True, default="")
    result_text = models.CharField(_("hvordan gik det"), max_length=300, blank=True)
    judged_at = models.ForeignKey(AnnualDiscussion, on_delete=models.SET_NULL, null=True, related_name="judged_goals")

    class Meta:
        ordering = ["pk"]


class Assessment(models.Model):
    """An APV or a well-being survey of a unit (GEN-54, GEN-55)."""

    kind = models.CharField(_("type"), max_length=8, choices=AssessmentKind.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("afdeling"))
    title = models.CharField(_("titel"), max_length=160)
    phase = models.CharField(_("fase"), max_length=12, choices=Phase.choices, default=Phase.MAPPING)
    scope = models.CharField(_("omfang"), max_length=300, blank=True)
    method = models.CharField(_("metode"), max_length=300, blank=True)
    change_trigger = models.CharField(_("ændring, der kræver en ny"), max_length=300, blank=True)
    started_on = models.DateField(_("begyndt den"))
    completed_on = models.DateField(_("afsluttet den"), null=True, blank=True)
    asked = models.PositiveIntegerField(_("antal spurgte"), null=True, blank=True)
    answered = models.PositiveIntegerField(_("antal svar"), null=True, blank=True)
    index = models.DecimalField(_("samlet tal"), max_digits=5, decimal_places=1, null=True, blank=True)
    trend = models.CharField(_("udvikling"), max_length=200, blank=True)
    note = models.TextField(_("hvad viser den"), blank=True, max_length=4000)
    next_due_on = models.DateField(_("næste senest"), null=True, blank=True)
    written_by = by_whom()
    written_at = models.DateTimeField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_on"]


class PlanMeasure(models.Model):
    """One line of an action plan (GEN-56)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="measures")
    problem = models.CharField(_("problem"), max_length=300)
    cause = models.CharField(_("årsag"), max_length=300, blank=True)
    measure = models.CharField(_("hvad gør vi"), max_length=300)
    is_long_term = models.BooleanField(_("på længere sigt"), default=False)
    owner = by_whom(_("ansvarlig"))
    due_on = models.DateField(_("senest"))
    state = models.CharField(
        max_length=10,
        default="open",
        choices=[("open", _("I gang")), ("done", _("Udført")), ("dropped", _("Opgivet"))],
    )
    effect = models.CharField(_("virkede det"), max_length=300, blank=True)
    checked_on = models.DateField(_("efterset den"), null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    objects = PlanMeasureQuerySet.as_manager()

    class Meta:
        ordering = ["state", "due_on"]


class SelfCheck(models.Model):
    """A short check of how the cooperation or the meetings are going; answers carry no names (MED-46, MED-54)."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="self_checks")
    kind = models.CharField(max_length=10, choices=[("values", _("Samarbejdet")), ("meetings", _("Møder med mening"))])
    meeting = models.ForeignKey("med.Meeting", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = by_whom()
    closes_on = models.DateField(null=True, blank=True)
    answered_by = models.ManyToManyField("core.Person", blank=True, related_name="+")  # who, apart from what

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]


class SelfCheckAnswer(models.Model):
    """One answer without author, moment or place in a row: its key is chance (`actions/checks.py` writes all anew)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    check_asked = models.ForeignKey(SelfCheck, on_delete=models.CASCADE, related_name="answers")
    scores = models.JSONField(default=dict)
    text = models.TextField(blank=True, max_length=1000)
