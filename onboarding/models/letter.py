"""The welcome letter, the way in before the first day, and invitations to colleagues (ONB-06, ONB-08)."""

from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Document, Mail, Person
from onboarding.choices import LetterState, State
from onboarding.models.course import Course
from onboarding.models.mentor import StatusMeeting
from onboarding.models.plan import ScheduleRow


class WelcomeQuerySet(models.QuerySet):
    """Letters."""

    def begun(self, day):
        """Return the letters of those who have begun: a course leaves its preparation on the first day worked."""
        return self.filter(course__start_on__lte=day).exclude(course__state=State.PREPARATION)


class Welcome(models.Model):
    """The letter to a newcomer. The private address is encrypted and taken away when the newcomer has begun."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="welcome")
    private_address = EncryptedTextField(_("privat mail"), max_length=254, blank=True)
    address_removed_at = models.DateTimeField(null=True)
    meets_at = models.TimeField(_("mødetid"))
    meeting_place = models.CharField(_("hvor tager vi imod dig"), max_length=120, blank=True)
    bring = models.CharField(_("medbring"), max_length=200, blank=True)
    greeting = EncryptedTextField(_("en personlig hilsen"), max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.DRAFT)
    sends_on = models.DateField(_("sendes"))
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(_("kom retur"), null=True)  # the mail could not be delivered
    sent_version = models.PositiveIntegerField(default=0)  # of the schedule
    times_sent = models.PositiveSmallIntegerField(default=0)
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="+")
    mail = models.ForeignKey(Mail, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = WelcomeQuerySet.as_manager()

    @property
    def is_stale(self):
        """Tell whether the plan has changed since the letter went."""
        return bool(self.sent_at) and self.sent_version < self.course.schedule_version


class WayIn(models.Model):
    """A link to the pages before start: opened once, then bound to that browser.

    The link holds the code with a signature that is made when the mail is sent: who reads the database, or the mail's
    row, has only the code, which opens nothing.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="ways_in")
    code = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    session_hash = models.CharField(max_length=64, blank=True)
    revoked_at = models.DateTimeField(null=True)

    @property
    def token(self):
        """Return what the link holds."""
        return _signer().sign(self.code)

    @staticmethod
    def code_of(token):
        """Return the code of a link, or nothing when its signature isn't ours."""
        try:
            return _signer().unsign(token)
        except BadSignature:
            return ""


def _signer():
    """Return what signs the links."""
    return Signer(salt="onboarding.way_in", sep=".")


class Invitation(models.Model):
    """What one person was told about one row or meeting, as it was then: the calendar's event with its sequence."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="invitations")
    row = models.ForeignKey(ScheduleRow, on_delete=models.CASCADE, null=True, related_name="invitations")
    meeting = models.ForeignKey(StatusMeeting, on_delete=models.CASCADE, null=True, related_name="invitations")
    receiver = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=8)  # REQUEST, CANCEL
    uid = models.UUIDField()
    sequence = models.PositiveIntegerField()
    topic = models.CharField(max_length=160)
    place = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()
    bundle = models.CharField(max_length=40, blank=True)  # several told together in one mail

    class Meta:
        ordering = ["told_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["uid", "receiver", "sequence", "method"], name="invitation_once")
        ]
        indexes = [models.Index(fields=["bundle"])]
