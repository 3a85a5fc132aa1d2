"""What was said, decided and agreed: attendance, outcomes, actions, comments, addenda (MED-21 to 23)."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core import calendar
from core.models import Person
from med.choices import OutcomeKind, OutcomeState, Presence
from med.models.bodies import Body
from med.models.meetings import Meeting, Treatment
from med.queries import ActionQuerySet, CommentQuerySet, OutcomeQuerySet


class Attendance(models.Model):
    """How one person took part: a member, a substitute for one, or a guest without an account."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("navn"), max_length=120, blank=True)  # a guest's
    function = models.CharField(_("som"), max_length=60, blank=True)  # in words, as it was that day
    presence = models.CharField(max_length=8, choices=Presence.choices, default=Presence.UNKNOWN)
    clock = models.TimeField(_("klokken"), null=True, blank=True)  # came or left
    instead_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="attendance_once"
            )
        ]

    @property
    def who(self):
        """Return the name."""
        return self.person.name if self.person_id else self.name


class Outcome(models.Model):
    """What came of an item. A decision gets its number when the minutes are sent, counted per body and year."""

    treatment = models.OneToOneField(Treatment, on_delete=models.CASCADE, related_name="outcome")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="outcomes")
    kind = models.CharField(_("resultat"), max_length=18, choices=OutcomeKind.choices)
    text = models.TextField(_("beslutningen i ord"), max_length=2000, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    former_number = models.PositiveSmallIntegerField(
        null=True
    )  # borne in minutes that were put right; never given anew
    decided_on = models.DateField()
    review_on = models.DateField(_("ses på igen"), null=True, blank=True)
    review_owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_in = models.ForeignKey(Treatment, on_delete=models.SET_NULL, null=True, related_name="reviews")
    valid_until = models.DateField(_("gælder til og med"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=OutcomeState.choices, default=OutcomeState.IN_FORCE)
    ended_on = models.DateField(_("gjaldt til og med"), null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # none: the clock
    ended_because = models.CharField(_("hvorfor"), max_length=300, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    passed_to = models.CharField(_("sendes videre til"), max_length=120, blank=True)
    group = models.ForeignKey(Body, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    disagreement = models.TextField(_("begge siders standpunkt"), max_length=2000, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    search = models.GeneratedField(
        expression=SearchVector("text", config="danish", weight="A"), output_field=SearchVectorField(), db_persist=True
    )

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"], condition=Q(number__isnull=False), name="decision_number_once"
            )
        ]
        indexes = [
            models.Index(fields=["review_on"]),
            models.Index(fields=["body", "kind"]),
            GinIndex(fields=["search"], name="outcome_search"),
            GinIndex(OpClass(Upper("text"), name="gin_trgm_ops"), name="outcome_parts_of_words"),
        ]

    @property
    def words(self):
        """Return the result in words, with the body that an item is sent on to."""
        if self.kind == OutcomeKind.PASSED_ON and self.passed_to:
            return _("Sendes videre til %(whom)s") % {"whom": self.passed_to}
        return self.get_kind_display()

    @property
    def is_decision(self):
        """Tell whether it is a numbered decision, which holds until it is replaced or lapses."""
        return self.number is not None

    @property
    def is_in_force(self):
        """Tell whether nobody has replaced it or let it lapse."""
        return self.state == OutcomeState.IN_FORCE

    @property
    def ending(self):
        """Return how a decision that no longer holds came to its end, in words; nothing while it holds."""
        if self.is_in_force or self.ended_on is None:
            return ""
        if self.replaced_by_id:
            said = _("Afløst af beslutning %(label)s") % {"label": self.replaced_by.label}
        else:
            said = _("Gælder ikke længere")
        words = _("%(said)s fra %(day)s") % {"said": said, "day": calendar.long_date(self.ended_on)}
        return f"{words}. {self.ended_because}".strip()

    @property
    def label(self):
        """Return the decision's number, such as »2027-3«."""
        return f"{self.year}-{self.number}" if self.number else ""

    @property
    def formerly(self):
        """Return, in words, which number it bore before the minutes were put right; nothing where it bore none."""
        if not self.former_number:
            return ""
        return _("Stod som beslutning %(label)s, før referatet blev rettet.") % {
            "label": f"{self.year}-{self.former_number}"
        }


class Action(models.Model):
    """One thing agreed at a meeting: always a named person and a date (MED-23). Its to-do reminds the person."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(_("opgave"), max_length=160)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("hvem"))
    due_on = models.DateField(_("senest"))
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    done_note = models.CharField(_("hvad blev gjort"), max_length=300, blank=True)
    dropped_on = models.DateField(null=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self):
        return self.what


class MinutesComment(models.Model):
    """A member's remark on minutes that have been sent; answered, never merged in silence."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="comments")
    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, null=True, related_name="comments")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("bemærkning"), max_length=2000)
    written_at = models.DateTimeField()
    answer = models.TextField(_("svar"), max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]


class Addendum(models.Model):
    """What is added to approved minutes: the text itself is never changed again.

    Those outside the body read it when the minute taker has looked it through, as with the minutes themselves.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="addenda")
    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, null=True, related_name="addenda")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("tilføjelse"), max_length=2000)
    written_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)  # looked through, for everybody from here on

    class Meta:
        ordering = ["written_at", "pk"]


class TextRevision(models.Model):
    """An earlier version of an item's text, kept so that nothing written is lost."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    text = models.TextField(max_length=20000, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["treatment", "version"], name="revision_once")]
