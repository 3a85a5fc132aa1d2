"""Rights as dated data: groups of collective agreements, rules with source and validity, the scheme, yearly choices."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models.base import Checked, Dated
from core.models.person import Area
from senior.choices import Audience, Conversion, CountsFrom, Right
from senior.queries import ChoiceQuerySet, RuleQuerySet, SchemeQuerySet


class AgreementGroup(models.Model):
    """A group of a collective agreement (SEN-10). Without rules of its own it says so instead of guessing."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("gruppe"), max_length=120)
    union = models.CharField(_("organisation"), max_length=120, blank=True)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class GroupMembership(Dated):
    """Which group and area a person belongs to, from a day to a day; known to HR and the person."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="senior_groups")
    group = models.ForeignKey(AgreementGroup, on_delete=models.PROTECT, related_name="memberships")
    area = models.CharField(_("ansættelsesområde"), max_length=12, choices=Area.choices, default=Area.MUNICIPAL)
    registered_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="group_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ends_on__isnull=True), name="one_open_group_per_person"
            ),
        ]


class SeniorRule(Dated, Checked):
    """One line of an agreement: whom, from which age, how that age is counted, what it gives, where it stands.

    `checked_on` empty means »skal kontrolleres« (Q39). No group means every group; no area means both.
    """

    code = models.SlugField(max_length=80, unique=True)
    right = models.CharField(_("ret"), max_length=20, choices=Right.choices)
    area = models.CharField(_("område"), max_length=12, choices=Area.choices, blank=True)
    group = models.ForeignKey(
        AgreementGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("gruppe")
    )
    audience = models.CharField(_("for hvem"), max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    counts_from = models.CharField(
        _("alderen regnes"), max_length=14, choices=CountsFrom.choices, default=CountsFrom.CALENDAR_YEAR
    )
    age_from = models.PositiveSmallIntegerField(_("fra alder"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("til og med alder"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("dage om året"), null=True, blank=True)
    bonus_percent = models.DecimalField(_("bonus i procent"), max_digits=4, decimal_places=2, null=True, blank=True)
    convertible_percent = models.DecimalField(
        _("heraf kan byttes, procent"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    convertible_days = models.PositiveSmallIntegerField(_("kan byttes til dage"), null=True, blank=True)
    convertible_to = ArrayField(models.CharField(max_length=8, choices=Conversion.choices), default=list, blank=True)
    max_years = models.PositiveSmallIntegerField(_("højst antal år"), null=True, blank=True)
    leaving_age = models.PositiveSmallIntegerField(_("tidligst fratrædelse ved alder"), null=True, blank=True)
    agreed_by = models.CharField(_("aftales af"), max_length=120, blank=True)
    source = models.CharField(_("kilde"), max_length=200)
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ["right", "area", "group__order", "age_from", "starts_on", "pk"]
        verbose_name = _("seniorregel")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="senior_rule_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(age_to__isnull=True) | models.Q(age_to__gte=models.F("age_from")),
                name="senior_rule_ages_in_order",
            ),
        ]

    @property
    def is_checked(self):
        """Tell whether somebody has held the rule against the agreement in force."""
        return self.checked_on is not None


class SeniorScheme(models.Model):
    """One version of the workplace's own scheme and its evaluation (SEN-08, R-91)."""

    title = models.CharField(_("navn"), max_length=120)
    adopted_on = models.DateField(_("vedtaget"))
    adopted_by = models.CharField(_("vedtaget af"), max_length=80, blank=True)
    evaluate_on = models.DateField(_("evalueres"))
    evaluated_on = models.DateField(_("evalueret"), null=True, blank=True)
    result = models.TextField(_("resultat"), blank=True, max_length=4000)
    evaluated_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sent_on_at = models.DateTimeField(null=True)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-adopted_on", "-pk"]
        verbose_name = _("seniorordning")

    def __str__(self):
        return self.title


class TalkGuideline(Dated):
    """The guideline for MUS and senior talks that MED has agreed on (SEN-27)."""

    version = models.CharField(_("version"), max_length=20)
    adopted_by = models.CharField(_("vedtaget af"), max_length=80)
    adopted_on = models.DateField(_("vedtaget"))
    offer_age = models.PositiveSmallIntegerField(_("tilbydes fra alder"), default=52)
    text = models.TextField(_("indhold"), max_length=6000)
    themes = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-starts_on", "-pk"]

    def __str__(self):
        return self.version


class RightsConfirmation(models.Model):
    """HR's word that what was worked out for a person and a year is right, by the sum of what stood there (SEN-10)."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="rights_confirmations")
    year = models.PositiveSmallIntegerField(_("år"))
    sha256 = models.CharField(max_length=64)
    confirmed_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="rights_confirmed_once_a_year")]


class YearlyChoice(models.Model):
    """What a person wants next year's right taken as. Nothing chosen means the default of the right (SEN-12)."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="senior_choices")
    year = models.PositiveSmallIntegerField(_("år"))
    deadline = models.DateField(_("senest"))
    days = models.PositiveSmallIntegerField(null=True)
    bonus_percent = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    convertible_days = models.PositiveSmallIntegerField(null=True)
    possible = ArrayField(models.CharField(max_length=8, choices=Conversion.choices), default=list)
    choice = models.CharField(_("valg"), max_length=8, choices=Conversion.choices, blank=True)
    chosen_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)  # the deadline has passed
    registered_at = models.DateTimeField(null=True)
    registered_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")
    remark = EncryptedTextField(_("bemærkning"), max_length=500, blank=True)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        verbose_name = _("årets valg")
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="one_choice_per_year")]

    @property
    def default(self):
        """Return what holds when nothing is chosen: days where the right is days, else the bonus itself."""
        return Conversion.DAYS if self.days else Conversion.BONUS

    @property
    def in_effect(self):
        """Return the choice, or the default."""
        return self.choice or self.default
