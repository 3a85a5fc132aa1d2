"""Invitations and their answers, the personal calendar, a year's series, other dates (MED-55, MED-56, MED-62, MED-63)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import calendar
from med.models.base import by_whom
from med.models.bodies import Body
from med.models.meetings import Meeting
from med.queries import EventQuerySet


class Answer(models.TextChoices):
    """What an invited person has said. The buttons in the product are the truth, mails are not read."""

    NONE = "", _("Har ikke svaret")
    YES = "yes", _("Kommer")
    MAYBE = "may", _("Måske")
    NO = "no", _("Afbud")


class Invitation(models.Model):
    """One person called to one meeting. `sequence` is that of the last calendar mail sent to them; -1 means none yet."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    person = by_whom(on_delete=models.CASCADE, name="med_invitations")
    instead_of = by_whom(empty=True)  # a substitute is called for somebody
    answer = models.CharField(_("svar"), max_length=4, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    sequence = models.IntegerField(default=-1)
    invited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)  # gets a CANCEL of their own

    class Meta:
        ordering = ["person__name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="invited_once")]


class CalendarFeed(models.Model):
    """The secret link of a person's own calendar; only its hash is kept, and a new one makes the old one dead."""

    person = models.OneToOneField("core.Person", on_delete=models.CASCADE, related_name="calendar_feed")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True)


class Series(models.Model):
    """A year's meetings planned in one go. Each is a meeting and a calendar event of its own: no recurrence rule."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="series")
    year = models.PositiveSmallIntegerField(_("år"))
    interval = models.CharField(
        _("hvor tit"),
        max_length=12,
        default="other",
        choices=[("monthly", _("Hver måned")), ("fortnight", _("Hver 14. dag")), ("other", _("Valgte datoer"))],
    )
    meetings = models.ManyToManyField(Meeting, related_name="series")
    planned_by = by_whom()
    planned_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "pk"]


class Reading(models.Model):
    """That a person opened published minutes; shown only as numbers for each team (MED-52)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="readings")
    person = by_whom(on_delete=models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="reading_once")]


class Audience(models.TextChoices):
    """Who an event is for; whoever is in one of its groups sees it."""

    EVERYONE = "everyone", _("Alle medarbejdere")
    UNION_REPS = "union_reps", _("TR")
    SAFETY_REPS = "safety_reps", _("AMR")
    LEADERS = "leaders", _("Ledere")
    MEMBERS = "members", _("Medlemmer af udvalg og TRIO'er")


class Event(models.Model):
    """A date for representatives or everybody: conference, AMR week, department meeting (MED-63)."""

    title = models.CharField(_("titel"), max_length=160)
    starts_at = models.DateTimeField(_("begynder"))
    ends_at = models.DateTimeField(_("slutter"), null=True, blank=True)
    place = models.CharField(_("sted"), max_length=160, blank=True)
    audience = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("for"))
    registration = models.CharField(_("tilmelding"), max_length=200, blank=True)
    price = models.CharField(_("pris"), max_length=60, blank=True)
    made_by = by_whom()
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    # calendar: a random uid, and a count raised at every change
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]

    def __str__(self):
        return self.title

    @property
    def is_over(self):
        """Tell whether it has been held."""
        return (self.ends_at or self.starts_at) < calendar.now()

    @property
    def lasts_days(self):
        """Tell whether it ends on another day than it begins."""
        return bool(self.ends_at) and calendar.local_date(self.ends_at) != calendar.local_date(self.starts_at)

    @property
    def for_whom(self):
        """Return its groups in words."""
        return ", ".join(str(Audience(one).label) for one in Audience.values if one in self.audience)
