"""What belongs to the newcomer: goals, questions, knowledge persons, aids, cases, what they bring (ONB-10, -17, -24, -26–28)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Attachment, Person
from onboarding import words
from onboarding.choices import Method, Need
from onboarding.models.course import Course
from onboarding.queries import OfCourseQuerySet, TopicQuerySet
from onboarding.rules.templates import code_of

RATINGS = [(1, _("Ikke begyndt")), (2, _("Med hjælp")), (3, _("Næsten selv")), (4, _("Kan selv"))]


class Goal(models.Model):
    """One learning goal with a method, a day and two views of how far it is."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="goals")
    code = models.CharField(max_length=40, blank=True)
    title = models.CharField(_("mål"), max_length=200)
    knowledge = models.CharField(_("det skal jeg vide noget om"), max_length=300, blank=True)
    need = models.CharField(_("slags"), max_length=16, choices=Need.choices)
    method = models.CharField(_("måde at lære på"), max_length=16, choices=Method.choices, default=Method.INSTRUCTION)
    with_whom = models.CharField(_("sammen med"), max_length=120, blank=True)
    due_on = models.DateField(_("hvornår"), null=True, blank=True)
    own_rating = models.PositiveSmallIntegerField(_("min vurdering"), null=True, blank=True, choices=RATINGS)
    mentor_rating = models.PositiveSmallIntegerField(_("mentors vurdering"), null=True, blank=True, choices=RATINGS)
    rated_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = OfCourseQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]


class Question(models.Model):
    """A question of the newcomer's, asked to contact person and mentor. No question is too small."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="questions")
    text = EncryptedTextField(_("spørgsmål"), max_length=1000)
    bank_code = models.CharField(max_length=40, blank=True)
    need = models.CharField(_("slags"), max_length=16, choices=Need.choices, blank=True)
    asked_at = models.DateTimeField()
    answer = EncryptedTextField(_("svar"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)  # the newcomer says that it is answered

    objects = OfCourseQuerySet.as_manager()

    class Meta:
        ordering = ["closed_at", "-asked_at"]


class Topic(models.Model):
    """One topic of the knowledge-person checklist: who knows about it, and whether it has been introduced."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="topics")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=16, choices=list(words.CATEGORIES.items()))
    title = models.CharField(_("emne"), max_length=120)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("vidensperson")
    )
    remark = models.CharField(_("bemærkninger"), max_length=200, blank=True)
    introduced_at = models.DateTimeField(null=True)
    introduced_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="topic_once")]


class Aid(models.Model):
    """One thing in the aids folder: a link, a file, or what it is and where it lies.

    The file is sealed about the course, or about the pack of the template that it came with.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="aids")
    title = models.CharField(_("titel"), max_length=120)
    url = models.URLField(_("link"), blank=True)
    where = models.CharField(_("hvor ligger det"), max_length=200, blank=True)
    file = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("fil")
    )
    before_start = models.BooleanField(_("kan ses inden start"), default=False)

    objects = OfCourseQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    @property
    def leads_somewhere(self):
        """Tell whether the newcomer can do something with it."""
        return bool(self.url or self.where or self.file_id)


class CaseLoad(models.Model):
    """What was agreed about the number of cases in a week or a month, and whether they are handled alone (ONB-24)."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="loads")
    week = models.PositiveSmallIntegerField(_("uge"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("måned"), null=True, blank=True)
    cases = models.PositiveSmallIntegerField(_("antal sager"))
    kind = models.CharField(_("hvilke"), max_length=120, blank=True)
    support = models.CharField(
        _("hvordan"), max_length=12, choices=[("with_support", _("Med støtte")), ("alone", _("Alene"))]
    )

    objects = OfCourseQuerySet.as_manager()

    class Meta:
        ordering = ["week", "month"]  # the weeks first: they are the beginning
        constraints = [
            models.UniqueConstraint(fields=["course", "month"], name="load_once"),
            models.UniqueConstraint(fields=["course", "week"], name="load_of_week_once"),
            models.CheckConstraint(
                condition=models.Q(week__isnull=True) ^ models.Q(month__isnull=True), name="load_week_or_month"
            ),
        ]

    @property
    def period(self):
        """Return the code of its week or month, as lines of templates have it."""
        return code_of("loads", {"week": self.week, "month": self.month})

    @property
    def when(self):
        """Return the week or month in words."""
        return words.period(self.period)


class Contribution(models.Model):
    """What the newcomer brings: a presentation at a team meeting (ONB-28)."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="contributions")
    topic = models.CharField(_("emne"), max_length=200)
    meeting = models.CharField(_("møde"), max_length=120, blank=True)
    day = models.DateField(_("dato"), null=True, blank=True)

    objects = OfCourseQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
