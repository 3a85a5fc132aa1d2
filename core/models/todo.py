"""To-dos: everything that must be done by a time, in all four apps (docs/todos.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models.base import About
from core.queries import TodoQuerySet


class TodoState(models.TextChoices):
    """The life of a to-do. »Overskredet« is open and late; it is computed, never stored."""

    OPEN = "open", _("Venter")
    DONE = "done", _("Udført")
    NOT_RELEVANT = "not_relevant", _("Ikke relevant")
    WITHDRAWN = "withdrawn", _("Bortfaldet")


class Todo(About):
    """One thing to be done about one subject, by a person or by whoever holds a role at a place."""

    code = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=1)  # the second yearly test, the third session
    title = models.CharField(_("opgave"), max_length=160)
    help = models.CharField(max_length=400, blank=True)
    context = models.CharField(max_length=120, blank=True)  # »Hændelse 2026-0147«: neutral
    link = models.CharField(max_length=200)
    button = models.CharField(max_length=40, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey("core.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="todos")
    owner_role = models.CharField(max_length=20, blank=True)
    unit = models.ForeignKey("core.Unit", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    site = models.ForeignKey("core.Site", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.ForeignKey("core.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    event_at = models.DateTimeField(null=True)  # the happening that some rules count from
    due_at = models.DateTimeField(null=True)
    category = models.CharField(max_length=1, blank=True)  # picks the reminder rules; never shown in a mail
    state = models.CharField(max_length=12, choices=TodoState.choices, default=TodoState.OPEN)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("core.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    note = EncryptedTextField(max_length=2000, blank=True)  # what was done, or why it isn't relevant
    level = models.PositiveSmallIntegerField(default=0)  # how far it has been escalated
    is_obligatory = models.BooleanField(default=False)
    is_law = models.BooleanField(default=False)  # the deadline comes from a law
    rule = models.CharField(max_length=8, blank=True)
    kind = models.CharField(max_length=30, default="simple")  # simple: a tick; else the page that completes it
    reasons = models.JSONField(default=list)  # why it is here and why then
    facts = models.JSONField(default=dict)  # neutral words for notices: committee, date, time

    objects = TodoQuerySet.as_manager()

    class Meta:
        ordering = ["order", "due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "code", "round"], name="todo_once")
        ]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=models.Q(state="open"), name="todo_open_owner"),
            models.Index(fields=["owner_role", "due_at"], condition=models.Q(state="open"), name="todo_open_role"),
        ]


class Reminder(models.Model):
    """One moment of one rule for one to-do: worked out when the to-do is made, handled once when it has passed."""

    todo = models.ForeignKey(Todo, on_delete=models.CASCADE, related_name="reminders")
    rule = models.CharField(max_length=8)
    level = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    receivers = models.JSONField(default=list)
    notice = models.CharField(max_length=12)
    speed = models.CharField(max_length=8)
    is_pending = models.BooleanField(default=True)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["todo", "rule", "level", "at", "notice"], name="reminder_once")]
        indexes = [models.Index(fields=["at"], condition=models.Q(is_pending=True), name="reminder_pending")]
