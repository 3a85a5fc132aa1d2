"""The course: who, when, where, with whom, from which template, and how far (ONB-01, -07, -20)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import calendar
from core.crypto import EncryptedTextField
from core.models import Person, Site, Unit
from onboarding import words
from onboarding.choices import RUNNING, Experience, State, Terms
from onboarding.models.template import PackVersion
from onboarding.queries import CourseQuerySet
from onboarding.rules.planner import LENGTH, LONGEST, SHORTEST, Days


class Course(models.Model):
    """One newcomer's introduction. Progress is counted from the to-dos, never stored."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="courses", verbose_name=_("den nye kollega")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("afdeling"))
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("arbejdssted")
    )
    start_on = models.DateField(_("startdato"))
    weekdays = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("arbejdsdage"))
    length = models.PositiveSmallIntegerField(_("længde i måneder"), default=LENGTH)
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("leder")
    )
    mentor = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="mentees", verbose_name=_("mentor")
    )
    contact = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kontaktperson")
    )
    # The day a mentor or contact person took over from another; empty for those who have been there from the beginning.
    mentor_since = models.DateField(_("mentor siden"), null=True, blank=True)
    contact_since = models.DateField(_("kontaktperson siden"), null=True, blank=True)
    experience = models.CharField(_("erfaring"), max_length=16, choices=Experience.choices)
    terms = models.CharField(_("vilkår"), max_length=16, choices=Terms.choices, default=Terms.ORDINARY)
    versions = models.ManyToManyField(PackVersion, related_name="courses")
    state = models.CharField(_("tilstand"), max_length=12, choices=State.choices, default=State.PREPARATION)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    schedule_approved_at = models.DateTimeField(_("skemaet er godkendt"), null=True)
    schedule_approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    schedule_version = models.PositiveIntegerField(default=0)  # counts what the newcomer should hear of
    closed_on = models.DateField(_("afsluttet den"), null=True)
    cancel_reason = EncryptedTextField(_("hvorfor aflyst"), max_length=1000, blank=True)
    mentor_scheme = models.CharField(
        _("mentorordning"), max_length=3, blank=True, choices=[("yes", _("Ja")), ("no", _("Nej"))]
    )
    scheme_from = models.DateField(_("mentorordningen begynder"), null=True, blank=True)
    scheme_until = models.DateField(_("mentorordningen slutter"), null=True, blank=True)
    edit = models.PositiveIntegerField(default=1)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["-start_on", "person__name"]
        verbose_name = _("introduktionsforløb")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(state__in=RUNNING), name="one_running_course_per_person"
            ),
            models.CheckConstraint(condition=models.Q(length__range=(SHORTEST, LONGEST)), name="course_length"),
        ]
        indexes = [models.Index(fields=["state", "start_on"]), models.Index(fields=["unit"])]

    def __str__(self):
        return f"Introduktion: {self.person}"

    @property
    def is_running(self):
        """Tell whether somebody is still to act."""
        return self.state in RUNNING

    @property
    def first_day(self):
        """Return the first day worked: the start date, or the next day that is worked."""
        return Days(self.weekdays).first(self.start_on)

    @property
    def has_begun(self):
        """Tell whether the first day worked has come."""
        return self.first_day <= calendar.today()

    @property
    def ends_on(self):
        """Return the day the introduction part ends."""
        return calendar.add_months(self.start_on, self.length)

    def holder(self, role):
        """Return the person of one of the three roles that every course has, or of the newcomer; None otherwise."""
        return self.person if role == "newcomer" else getattr(self, role) if role in words.COURSE_ROLES else None


class CourseRole(models.Model):
    """Who has one of the other roles in one course: a person, or an outside unit by its name."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outside = models.CharField(_("ekstern"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["course", "role"], name="course_role_once")]

    @property
    def name(self):
        """Return who it is in words; empty when nobody is."""
        return self.person.name if self.person else self.outside


class Adaptation(models.Model):
    """One thing that was adapted to the person, and why (ONB-34)."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="adaptations")
    what = models.CharField(_("hvad"), max_length=200)
    change = models.CharField(
        _("ændring"),
        max_length=10,
        choices=[
            ("added", _("Tilføjet")),
            ("dropped", _("Taget ud")),
            ("moved", _("Flyttet")),
            ("length", _("Længde tilpasset")),
            ("raised", _("Sat op")),
            ("lowered", _("Sat ned")),
            ("handed", _("Givet videre")),
        ],
    )
    reason = EncryptedTextField(_("hvorfor"), max_length=1000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
