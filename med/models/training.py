"""Training of representatives and leaders: what must be done, what must be offered, what lapses (GEN-25 to GEN-31)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Attachment
from core.models.base import Checked
from med.choices import Represents
from med.models.base import by_whom
from med.models.bodies import Seat
from med.queries import CourseQuerySet, TrainingRecordQuerySet


class CourseKind(models.TextChoices):
    """What sort of training it is (GEN-26 to GEN-29)."""

    MED_BASIC = "med_basic", _("MED-grunduddannelse")
    MED_EXTRA = "med_extra", _("Supplerende MED-uddannelse (klippekort)")
    SAFETY_BASIC = "safety_basic", _("Arbejdsmiljøuddannelse")
    SAFETY_EXTRA = "safety_extra", _("Supplerende arbejdsmiljøuddannelse")
    OTHER = "other", _("Andet kursus")


class FigureCode(models.TextChoices):
    """The numbers of the agreements about training (GEN-26 to GEN-29)."""

    MED_BASIC = "med_basic", _("MED-grunduddannelse, når MED varetager arbejdsmiljøet")
    MED_BASIC_ALONE = "med_basic_alone", _("MED-grunduddannelse, når MED ikke varetager arbejdsmiljøet")
    MED_EXTRA = "med_extra", _("Supplerende MED-uddannelse for hvert funktionsår")
    MED_EXTRA_BOTH = "med_extra_both", _("Ekstra dag til den, der har begge funktioner")
    SAFETY_BASIC = "safety_basic", _("Arbejdsmiljøuddannelse")
    SAFETY_FIRST = "safety_first", _("Supplerende arbejdsmiljøuddannelse, første funktionsår")
    SAFETY_LATER = "safety_later", _("Supplerende arbejdsmiljøuddannelse, hvert følgende funktionsår")


class TrainingFigure(Checked):
    """What an agreement gives or asks for, from a day to a day, with its source. A changed number is a new row."""

    code = models.CharField(_("tal"), max_length=20, choices=FigureCode.choices)
    days = models.DecimalField(_("dage"), max_digits=4, decimal_places=1)
    months = models.PositiveSmallIntegerField(_("frist i måneder fra valget"), null=True, blank=True)
    from_year = models.PositiveSmallIntegerField(_("fra funktionsår"), default=1)
    to_year = models.PositiveSmallIntegerField(_("til funktionsår"), null=True, blank=True)
    may_join = models.BooleanField(_("to år kan samles efter skriftlig aftale"), default=False)
    source = models.CharField(_("kilde"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)
    valid_from = models.DateField(_("gælder fra"))
    valid_to = models.DateField(_("gælder til og med"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_training_figure_from_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="training_figure_ends_after_start",
            ),
        ]


class TrainingRecord(models.Model):
    """One function of one person. A function year starts on the day of first election; deadlines are worked out from it.

    Whoever is TR and AMR at once has two records, and `rules/training.py` asks for what both would ask for once.
    """

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
    has_basic_before = models.BooleanField(_("har MED-grunduddannelsen i forvejen"), default=False)
    has_safety_before = models.BooleanField(_("har arbejdsmiljøuddannelsen i forvejen"), default=False)
    unseen_since = models.DateField(null=True, blank=True)  # written because of a seat; HR has not looked it through
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = TrainingRecordQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "elected_on"]
        indexes = [models.Index(fields=["person"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "function"], condition=Q(ended_on__isnull=True), name="one_running_function_of_a_kind"
            )
        ]

    @property
    def began_on(self):
        """Return the day from which function years are counted."""
        return self.first_elected_on or self.elected_on


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


class JoinedYears(models.Model):
    """That a year's supplementary days are taken together with the next year's, by written agreement (GEN-29).

    It holds when the employer has agreed as well: the representative's wish and the leader's yes, or the signed paper.
    """

    record = models.ForeignKey(TrainingRecord, on_delete=models.CASCADE, related_name="joined")
    function_year = models.PositiveSmallIntegerField(_("funktionsår"))  # the first of the two
    wished_by = by_whom(empty=True)
    wished_at = models.DateTimeField(null=True)
    agreed_on = models.DateField(_("aftalt den"), null=True, blank=True)
    agreed_by = by_whom(empty=True)  # for the employer
    agreed_at = models.DateTimeField(null=True)
    paper = models.ForeignKey(Attachment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["function_year"]
        constraints = [models.UniqueConstraint(fields=["record", "function_year"], name="years_joined_once")]


class CompetenceNeed(models.Model):
    """A line of the competence plan for a member of the working-environment organisation (GEN-30)."""

    record = models.ForeignKey(TrainingRecord, on_delete=models.CASCADE, related_name="needs")
    year = models.PositiveSmallIntegerField(_("år"))
    need = models.CharField(_("behov"), max_length=300)
    course = models.ForeignKey(Course, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_met = models.BooleanField(_("dækket"), default=False)

    class Meta:
        ordering = ["year", "pk"]
