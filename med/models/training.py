"""Training of representatives and leaders: what must be done, what must be offered, what lapses (GEN-25 to GEN-31)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from med.choices import Represents
from med.models.base import by_whom
from med.models.bodies import Seat
from med.queries import CourseQuerySet, TrainingRecordQuerySet


class CourseKind(models.TextChoices):
    """What sort of training it is (GEN-26 to GEN-29)."""

    MED_BASIC = "med_basic", _("MED-grunduddannelse")
    MED_EXTRA = "med_extra", _("Supplerende MED-uddannelse (klippekort)")
    SAFETY_BASIC = "safety_basic", _("Arbejdsmiljøuddannelse (3 dage)")
    SAFETY_EXTRA = "safety_extra", _("Supplerende arbejdsmiljøuddannelse")
    OTHER = "other", _("Andet kursus")


class TrainingRecord(models.Model):
    """One function of one person. A function year starts on the day of election; deadlines are worked out from it."""

    person = by_whom(_("person"), name="training_records", on_delete=models.CASCADE)
    seat = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    function = models.CharField(_("funktion"), max_length=12, choices=Represents.choices)
    in_med = models.BooleanField(_("sidder i MED"), default=True)
    in_safety = models.BooleanField(_("sidder i arbejdsmiljøorganisationen"), default=False)
    med_handles_safety = models.BooleanField(_("MED varetager arbejdsmiljøet"), default=True)
    elected_on = models.DateField(_("valgt eller udpeget den"))
    first_elected_on = models.DateField(
        _("første gang valgt"), null=True, blank=True
    )  # re-election starts no first year
    period_ends_on = models.DateField(_("perioden slutter"), null=True, blank=True)
    ended_on = models.DateField(_("trådt ud den"), null=True, blank=True)
    has_basic_before = models.BooleanField(_("har grunduddannelsen i forvejen"), default=False)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = TrainingRecordQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "elected_on"]
        indexes = [models.Index(fields=["person"])]


class Course(models.Model):
    """A course that can be taken, alone or together (GEN-31)."""

    kind = models.CharField(_("type"), max_length=12, choices=CourseKind.choices)
    title = models.CharField(_("titel"), max_length=160)
    days = models.DecimalField(_("dage"), max_digits=4, decimal_places=1)
    provider = models.CharField(_("udbyder"), max_length=120, blank=True)
    is_approved = models.BooleanField(_("godkendt udbyder"), default=False)
    starts_on = models.DateField(_("begynder"), null=True, blank=True)
    place = models.CharField(_("sted"), max_length=160, blank=True)
    is_joint = models.BooleanField(_("leder, TR og AMR kan deltage sammen"), default=False)
    cancelled_on = models.DateField(null=True, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "title"]


class CourseOffer(models.Model):
    """An offer of training and what came of it. »Must be offered« is proved by the dated offer and its answer."""

    record = models.ForeignKey(TrainingRecord, on_delete=models.CASCADE, related_name="offers")
    course = models.ForeignKey(Course, on_delete=models.SET_NULL, null=True, blank=True, related_name="offers")
    kind = models.CharField(_("type"), max_length=12, choices=CourseKind.choices)
    days = models.DecimalField(_("dage"), max_digits=4, decimal_places=1)
    function_year = models.PositiveSmallIntegerField(_("funktionsår"), default=1)
    offered_on = models.DateField(_("tilbudt den"), null=True, blank=True)
    offered_by = by_whom(empty=True)
    answer = models.CharField(
        _("svar"),
        max_length=10,
        blank=True,
        choices=[("accepted", _("Ja tak")), ("declined", _("Nej tak")), ("pooled", _("Samlet med næste år"))],
    )
    answered_on = models.DateField(_("svaret den"), null=True, blank=True)
    completed_on = models.DateField(_("gennemført den"), null=True, blank=True)
    provider = models.CharField(_("udbyder"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["function_year", "offered_on", "pk"]


class CompetenceNeed(models.Model):
    """A line of the competence plan for a member of the working-environment organisation (GEN-30)."""

    record = models.ForeignKey(TrainingRecord, on_delete=models.CASCADE, related_name="needs")
    year = models.PositiveSmallIntegerField(_("år"))
    need = models.CharField(_("behov"), max_length=300)
    course = models.ForeignKey(Course, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_met = models.BooleanField(_("dækket"), default=False)

    class Meta:
        ordering = ["year", "pk"]
