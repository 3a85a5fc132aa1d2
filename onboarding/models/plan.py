"""What is to be done in a course: the checklist's items (each with a to-do) and the schedule's rows (ONB-02, ONB-05)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person, Todo
from onboarding import words
from onboarding.choices import Phase
from onboarding.models.course import Course
from onboarding.queries import ItemQuerySet, RowQuerySet


class Responsible(models.Model):
    """Roles that answer for something, who they are today, and what overrides them (ONB-07)."""

    roles = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("ansvarlig"))
    named = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("en bestemt person")
    )
    outside = models.CharField(_("ekstern"), max_length=120, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True

    @property
    def who(self):
        """Return who answers for it in words: names where they are known, roles where not."""
        names = [person.name for person in (self.owner, self.second) if person]
        if self.outside:
            names.append(self.outside)
        return words.listed(names) or words.roles_in_words(self.roles)

    @property
    def who_newcomer_meets(self):
        """Return who answers for it as a newcomer reads it, who doesn't know what »Kollega AA« stands for."""
        stands_for_nobody = self.is_unassigned and words.STAND_INS.issuperset(self.roles)
        return _("aftales senere") if stands_for_nobody else self.who

    @property
    def is_unassigned(self):
        """Tell whether nobody answers for it."""
        return self.owner_id is None and not self.outside


class ChecklistItem(Responsible):
    """One line of the checklist. Whether it is done stands in its to-do."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True)  # of the template; empty for an extra row
    phase = models.CharField(_("fase"), max_length=14, choices=Phase.choices)
    title = models.CharField(_("emne"), max_length=160)
    kind = models.CharField(max_length=12, default="simple")  # simple, equipment, access
    page = models.CharField(max_length=20, blank=True)  # the form that completes it
    follows = models.CharField(max_length=60, blank=True)  # a to-do elsewhere that completes it
    due_on = models.DateField(_("frist"))
    due_by_hand = models.BooleanField(default=False)  # doesn't move with the start date
    remark = EncryptedTextField(_("bemærkning"), max_length=1000, blank=True)
    todo = models.OneToOneField(Todo, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="item_once")]
        indexes = [models.Index(fields=["owner"])]


class ScheduleRow(Responsible):
    """One row of the schedule: a day with or without a clock time, every day of a week, or some time in a month."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True)
    block = models.CharField(max_length=2, choices=list(words.BLOCKS.items()))
    topic = models.CharField(_("emne"), max_length=160)
    day = models.DateField(_("dato"), null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    clock = models.TimeField(_("klokkeslæt"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("varighed i minutter"), default=60)
    every = models.CharField(max_length=8, blank=True)  # daily, weekly
    is_latest = models.BooleanField(default=False)
    place = models.CharField(_("sted"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    meeting = models.BooleanField(default=False)  # a series of status meetings, which have rows of their own
    reasons = models.JSONField(default=list)
    moved_by_hand = models.BooleanField(default=False)
    dropped_at = models.DateTimeField(null=True)
    dropped_reason = EncryptedTextField(max_length=1000, blank=True)
    confirmed_at = models.DateTimeField(_("bekræftet"), null=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_day = models.DateField(_("foreslået dato"), null=True, blank=True)
    proposed_clock = models.TimeField(_("foreslået klokkeslæt"), null=True, blank=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    todo = models.OneToOneField(Todo, on_delete=models.SET_NULL, null=True, related_name="+")  # asks for confirmation
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)  # counts what invited people have been told

    objects = RowQuerySet.as_manager()

    class Meta:
        ordering = ["day", "clock", "number"]
        constraints = [models.UniqueConstraint(fields=["course", "number"], name="row_once")]
        indexes = [models.Index(fields=["owner", "day"]), models.Index(fields=["second"])]

    @property
    def may_be_confirmed(self):
        """Tell whether a time of an approved schedule waits for an answer, and nobody has proposed another."""
        asked = bool(self.day and self.clock and not self.every and self.course.schedule_approved_at)
        return asked and self.confirmed_at is None and self.proposed_day is None

    @property
    def days(self):
        """Return the day as the rules take it; a series has none of its own."""
        return (self.day,) if self.day and not self.every else ()
