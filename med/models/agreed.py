"""What the chairs and members agree on outside the ordinary course: a rule waived, a no with its reason, minutes approved
in writing (MED-08, MED-09, MED-10).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from med.models.base import by_whom
from med.models.meetings import Meeting


class Rule(models.TextChoices):
    """The rules of a body that can be waived for one meeting."""

    PROPOSALS = "proposal_days", _("Fristen for forslag")
    AGENDA = "agenda_days", _("Fristen for dagsordenen")
    ATTACHMENTS = "attachment_days", _("Fristen for bilag")
    MINUTES = "minutes_days", _("Fristen for referatet")
    COMMENTS = "comment_days", _("Fristen for bemærkninger")
    JOINT_AGENDA = "joint_agenda", _("Begge siger ja til dagsordenen")
    JOINT_MINUTES = "joint_minutes", _("Begge siger ja til referatet")
    NEXT_MEETING = "next_meeting", _("Referatet bliver godkendt på næste møde")


JOINT = (Rule.JOINT_AGENDA, Rule.JOINT_MINUTES)
BY_HAND = tuple(rule for rule in Rule if rule != Rule.NEXT_MEETING)


class Waiver(models.Model):
    """One rule that was not followed at one meeting: which, why, and who wrote it down. Never changed or removed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="waivers")
    rule = models.CharField(_("regel"), max_length=16, choices=Rule.choices)
    reason = models.CharField(_("hvorfor"), max_length=400)
    waived_by = by_whom()
    waived_at = models.DateTimeField()

    class Meta:
        ordering = ["waived_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "rule"], name="rule_waived_once")]


class Objection(models.Model):
    """One chair's no to one version of agenda or minutes, with the reason that the other can read."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="objections")
    what = models.CharField(max_length=8, choices=[("agenda", _("Dagsorden")), ("minutes", _("Referat"))])
    version = models.PositiveIntegerField()
    function = models.CharField(max_length=12)
    person = by_whom()
    reason = models.CharField(_("hvorfor ikke"), max_length=600)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "what", "version", "function"], name="one_no_of_each_chair")
        ]


class WrittenYes(models.Model):
    """A member's yes to minutes that no next meeting can approve."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="written_yes")
    person = by_whom()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_written_yes_each")]
