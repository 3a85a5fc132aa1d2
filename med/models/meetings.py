"""What is to be talked about: topics that live, meetings, and each meeting's own treatment of a topic."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person
from med.choices import (
    BEFORE,
    LOCKED,
    MINUTES_OUT,
    WRITING,
    EnvironmentEffect,
    Influence,
    MeetingKind,
    MeetingState,
    Origin,
    Part,
    Party,
    ProposalState,
    Purpose,
    Responsible,
)
from med.models.bodies import Body
from med.queries import MeetingQuerySet, ProposalQuerySet, TopicQuerySet, TreatmentQuerySet


class Topic(models.Model):
    """A matter that a body keeps talking about until somebody closes it. Nothing vanishes because nobody pinned it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="topics")
    title = models.CharField(_("emne"), max_length=160)
    code = models.CharField(max_length=30, blank=True)  # of a fixed line, such as »economy«
    is_standing = models.BooleanField(default=False)  # comes back on every agenda
    origin = models.CharField(_("kommer fra"), max_length=12, choices=Origin.choices, default=Origin.CHAIR)
    origin_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    source_key = models.CharField(max_length=100, blank=True)  # the row of elsewhere that it comes from
    opened_at = models.DateTimeField()
    rests_until = models.DateField(_("hviler til"), null=True, blank=True)  # postponed to later than the next meeting
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("emneord"))

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "code"],
                condition=Q(is_standing=True, closed_at__isnull=True),
                name="standing_topic_once",
            ),
            models.UniqueConstraint(
                fields=["body", "source_key"], condition=~Q(source_key=""), name="topic_of_a_source_once"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        """Tell whether nobody has closed it."""
        return self.closed_at is None


class Meeting(models.Model):
    """One meeting of one body, from the first plan to the published minutes."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("udvalg"))
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(_("nummer"))
    kind = models.CharField(_("slags"), max_length=10, choices=MeetingKind.choices, default=MeetingKind.ORDINARY)
    state = models.CharField(max_length=14, choices=MeetingState.choices, default=MeetingState.PLANNED)
    starts_at = models.DateTimeField(_("begynder"))
    ends_at = models.DateTimeField(_("slutter"))
    place = models.CharField(_("sted"), max_length=160, blank=True)
    link = models.URLField(_("link til onlinemøde"), max_length=300, blank=True)
    minute_taker = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("referent")
    )
    led_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ordstyrer")
    )
    planned_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    # calendar: a random uid and an own count, raised at every change that the invited must see
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    # an approval of the chairs holds for one version; a change makes a new one
    agenda_version = models.PositiveIntegerField(default=1)
    minutes_version = models.PositiveIntegerField(default=1)
    released_at = models.DateTimeField(null=True)
    was_late = models.BooleanField(default=False)  # sent later than the body's own rule says (MED-10)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    minutes_sent_at = models.DateTimeField(null=True)
    comments_until = models.DateField(null=True)
    approved_at = models.DateTimeField(null=True)
    written_since = models.DateTimeField(null=True)  # the members approve in writing: no next meeting can
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    approved_in = models.ForeignKey(
        "med.Treatment", on_delete=models.SET_NULL, null=True, related_name="approves"
    )  # item 1 of the next meeting (MED-09)
    corrections = models.TextField(_("rettelser"), max_length=4000, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_because = models.CharField(_("hvorfor er mødet aflyst"), max_length=300, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["body", "starts_at"]), models.Index(fields=["state", "starts_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_begins"),
            models.UniqueConstraint(fields=["body", "year", "number"], name="meeting_number_once_a_year"),
        ]

    def __str__(self):
        return f"{self.body} {self.year}-{self.number}"

    @property
    def is_cancelled(self):
        """Tell whether it was called off."""
        return self.state == MeetingState.CANCELLED

    @property
    def is_before(self):
        """Tell whether it has not begun."""
        return self.state in BEFORE

    @property
    def is_writing(self):
        """Tell whether minutes are being written."""
        return self.state in WRITING

    @property
    def minutes_are_out(self):
        """Tell whether the members have the minutes."""
        return self.state in MINUTES_OUT

    @property
    def is_locked(self):
        """Tell whether the minutes are approved: from here on only addenda."""
        return self.state in LOCKED


class Treatment(models.Model):
    """One topic at one meeting: what was asked, what was said. Files hang here, so the record shows what members had."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="treatments")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="treatments")
    part = models.CharField(_("del"), max_length=1, choices=Part.choices, default=Part.B)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("titel"), max_length=160)
    help = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(_("formål"), max_length=12, choices=Purpose.choices, default=Purpose.DISCUSSION)
    influence = models.CharField(_("form for indflydelse"), max_length=12, choices=Influence.choices, blank=True)
    responsible_person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ansvarlig person")
    )
    responsible_role = models.CharField(_("ansvarlig"), max_length=16, choices=Responsible.choices, blank=True)
    responsible_body = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("arbejdsgruppe")
    )
    duration = models.PositiveSmallIntegerField(_("minutter"), default=10)
    background = models.TextField(_("sagsfremstilling"), max_length=8000, blank=True)
    environment = models.TextField(_("betydning for arbejdsmiljøet"), max_length=2000, blank=True)
    environment_effect = models.CharField(max_length=6, choices=EnvironmentEffect.choices, blank=True)
    follows_on = models.DateField(_("bilag kommer senest"), null=True, blank=True)
    carried = models.PositiveSmallIntegerField(default=0)  # how many meetings before this one
    carried_because = models.CharField(max_length=200, blank=True)
    put_on_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    put_on_at = models.DateTimeField()
    taken_off_at = models.DateTimeField(null=True)
    # minutes: »ad n«
    text = models.TextField(_("referat"), max_length=20000, blank=True)
    version = models.PositiveIntegerField(default=1)
    text_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    text_at = models.DateTimeField(null=True)
    closed_text = EncryptedTextField(_("lukket bilag"), max_length=8000, blank=True)
    closed_version = models.PositiveIntegerField(default=1)

    search = models.GeneratedField(
        expression=SearchVector("title", config="danish", weight="A")
        + SearchVector("text", config="danish", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        ordering = ["part", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "topic"], condition=Q(taken_off_at__isnull=True), name="topic_once_at_a_meeting"
            )
        ]
        indexes = [
            models.Index(fields=["topic", "meeting"]),
            GinIndex(fields=["search"], name="treatment_search"),
            GinIndex(
                OpClass(Upper("title"), name="gin_trgm_ops"),
                OpClass(Upper("text"), name="gin_trgm_ops"),
                name="treatment_parts_of_words",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def responsible(self):
        """Return who answers for the item, in words (MED-07)."""
        if self.responsible_person_id:
            return self.responsible_person.name
        if self.responsible_body_id:
            return str(self.responsible_body)
        return self.get_responsible_role_display() if self.responsible_role else ""

    @property
    def is_decision(self):
        """Tell whether the item asks for a decision, so the working environment must be considered."""
        return self.purpose == Purpose.DECISION


class ClosedAnnex(Treatment):
    """The same item as the place of files that only the body's members read (MED-30): a file is about the one or the other."""

    class Meta:
        proxy = True


class PartyInput(models.Model):
    """What one member writes to an item before the meeting."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="inputs")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=12, blank=True)
    text = models.TextField(_("oplæg"), max_length=6000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["treatment", "author"], name="one_input_each")]


class Proposal(models.Model):
    """A wish for the agenda, from a member or from an employee through TR or AMR (MED-08)."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="proposals")
    title = models.CharField(_("emne"), max_length=160)
    text = models.TextField(_("hvad skal mødet svare på"), max_length=4000, blank=True)
    purpose = models.CharField(_("ønsket formål"), max_length=12, choices=Purpose.choices, default=Purpose.DISCUSSION)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    via = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("gennem"))
    forwarded_at = models.DateTimeField(null=True)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.PROPOSAL)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.PROPOSED)
    reason = models.CharField(_("begrundelse"), max_length=600, blank=True)
    negotiated_with = models.CharField(_("forhandles af"), max_length=6, choices=Party.choices, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    treatment = models.ForeignKey(Treatment, on_delete=models.SET_NULL, null=True, related_name="proposals")

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["body", "state"])]


class Release(models.Model):
    """One chair's yes to one version of the agenda or of the minutes. A change makes a new version, so it lapses."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="releases")
    what = models.CharField(max_length=8, choices=[("agenda", _("Dagsorden")), ("minutes", _("Referat"))])
    version = models.PositiveIntegerField()
    function = models.CharField(max_length=12)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "what", "version", "function"], name="one_yes_of_each_chair")
        ]
