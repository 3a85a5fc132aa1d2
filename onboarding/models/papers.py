"""Forms that two or three people fill in: preparation, alignment, talks, evaluation, agreement, plan (ONB-15, -16, -21–23)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField
from core.models import Document, Person
from onboarding.choices import PaperKind
from onboarding.models.course import Course
from onboarding.queries import PaperQuerySet


class Paper(models.Model):
    """One form. The evaluation has one for each party; the others are shared. What it asks is reference data."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="papers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")  # whom it is about
    kind = models.CharField(max_length=16, choices=PaperKind.choices)
    party = models.CharField(max_length=8, blank=True)  # newcomer, leader, mentor: the evaluation's three
    answers = EncryptedJSONField(default=dict)
    ratings = models.JSONField(default=dict)  # {statement: 1–5} of the evaluation
    held_on = models.DateField(_("dato"), null=True, blank=True)
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    locked_at = models.DateTimeField(null=True)  # when everybody has confirmed
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="+")
    edit = models.PositiveIntegerField(default=1)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["course", "kind", "party"], name="paper_once")]


class Confirmation(models.Model):
    """That somebody agrees to what a paper says."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="confirmations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    party = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["paper", "party"], name="confirmation_once")]
