"""The outbox: the row is the truth, the broker only wakes the sender (docs/outbox.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import About


class Speed(models.TextChoices):
    """When a notice goes: at once, alone in office hours, or in the daily digest."""

    NOW = "now", _("Straks")
    OFFICE = "office", _("I arbejdstiden")
    DIGEST = "digest", _("I den daglige mail")


class MailState(models.TextChoices):
    """The life of a mail (language.md 2.6)."""

    QUEUED = "queued", _("I kø")
    SENDING = "sending", _("Sender")
    SENT = "sent", _("Sendt")
    RETRYING = "retrying", _("Prøver igen")
    STOPPED = "stopped", _("Stoppet – skal ses efter")
    GATHERED = "gathered", _("Venter på den daglige mail")
    FOLDED = "folded", _("Samlet i den daglige mail")
    DROPPED = "dropped", _("Ikke sendt, fordi modtageren ikke længere skal have den")


class NoticeText(models.Model):
    """The wording of one kind of notice, as data that the municipality can change (GEN-05, GEN-10)."""

    code = models.CharField(max_length=12, unique=True)
    subject = models.CharField(_("emne"), max_length=120)
    subject_many = models.CharField(max_length=120, blank=True)
    body = models.TextField(_("tekst"), max_length=4000)
    speed = models.CharField(max_length=8, choices=Speed.choices, default=Speed.DIGEST)
    button = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.subject}"


class Mail(About):
    """One notice to one person. Holds no case content: kind of matter, deadline, link."""

    receiver = models.ForeignKey("core.Person", on_delete=models.CASCADE, null=True, related_name="mails")
    address = models.EmailField(blank=True)  # only for somebody who has no account yet
    notice = models.CharField(max_length=12)
    context = models.JSONField(default=dict)
    todo = models.ForeignKey(
        "core.Todo", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )  # the reminder's
    link = models.CharField(max_length=200, blank=True)  # a path; the host comes from BASE_URL at sending
    due_at = models.DateTimeField(null=True)
    speed = models.CharField(max_length=8, choices=Speed.choices)
    dedupe_key = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    available_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_to = models.EmailField(blank=True)
    subject_line = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)  # what was sent, to be shown in the outbox
    error = models.CharField(max_length=120, blank=True)
    park = models.BooleanField(default=False)  # a double is worse than a delay: stop instead of trying again
    folded_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="lines")

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["available_at"],
                condition=models.Q(state__in=["queued", "retrying", "sending"]),
                name="mail_waiting",
            ),
            models.Index(fields=["receiver"], condition=models.Q(state="gathered"), name="mail_gathered"),
            models.Index(fields=["subject_type", "subject_id"]),
        ]
