"""Before it happens: walk-rounds, near misses, courses, lone work, concerns, and what goes to LokalMED (INC-65, 89–91)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Document, Person, Site, Unit
from incidents.queries import (
    ConcernQuerySet,
    LoneWorkQuerySet,
    NearMissQuerySet,
    PreventionCourseQuerySet,
    WalkRoundQuerySet,
)


# -- walk-rounds ---------------------------------------------------------------------------------------------------
class WalkPoint(models.Model):
    """One thing to look at: everywhere, or at one site."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("hvad skal I se på"), max_length=160)
    help = models.CharField(_("sådan"), max_length=300, blank=True)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, blank=True, related_name="walk_points")
    order = models.PositiveSmallIntegerField(default=100)
    left_out_on = models.DateField(null=True, blank=True)  # old rounds keep it, new ones don't ask

    class Meta:
        ordering = ["order", "pk"]


class WalkRound(models.Model):
    """One walk through one site, by AMR and leader."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="walk_rounds", verbose_name=_("arbejdssted"))
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    together_with = models.CharField(_("sammen med"), max_length=160, blank=True)
    finished_at = models.DateTimeField(_("afsluttet"), null=True)
    finished_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = WalkRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(finished_at__isnull=True), name="one_walk_at_a_time")
        ]

    def __str__(self):
        return f"Rundgang {self.pk}"


class WalkAnswer(models.Model):
    """What was seen at one point, and what is done about it. Photos hang on this row."""

    round = models.ForeignKey(WalkRound, on_delete=models.CASCADE, related_name="answers")
    point = models.ForeignKey(WalkPoint, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(
        max_length=8,
        blank=True,
        choices=[("ok", _("I orden")), ("fault", _("Skal ordnes")), ("none", _("Ikke relevant her"))],
    )
    note = models.CharField(_("hvad så I"), max_length=600, blank=True)
    measure = models.CharField(_("hvad gør vi"), max_length=300, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("senest"), null=True, blank=True)
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["point__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "point"], name="walk_answer_once")]


class NearMiss(models.Model):
    """It was close: something that could have gone wrong. Counts in prevention; no citizen's and no colleague's name."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("arbejdssted"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("afdeling"))
    happened_on = models.DateField(_("hvornår"))
    what = EncryptedTextField(_("hvad var lige ved at ske"), max_length=2000)
    idea = EncryptedTextField(_("hvad kan forebygge det"), max_length=1000, blank=True)
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    outcome = models.CharField(_("hvad gjorde vi"), max_length=400, blank=True)
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)

    objects = NearMissQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-pk"]


# -- courses -------------------------------------------------------------------------------------------------------
class PreventionCourse(models.Model):
    """One course in conflict handling or first aid, held or planned, and who takes part (INC-91)."""

    kind = models.CharField(
        _("kursus"), max_length=8, choices=[("conflict", _("Konflikthåndtering")), ("firstaid", _("Førstehjælp"))]
    )
    held_on = models.DateField(_("dato"))
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("arbejdssted")
    )
    provider = models.CharField(_("underviser eller udbyder"), max_length=120, blank=True)
    participants = models.ManyToManyField(Person, blank=True, related_name="prevention_courses")
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = PreventionCourseQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self):
        return f"{self.get_kind_display()} {self.held_on}"


# -- lone work -----------------------------------------------------------------------------------------------------
class LoneState(models.TextChoices):
    """How far a planned piece of lone work is."""

    PLANNED = "planned", _("Planlagt")
    BACK = "back", _("Meldt tilbage")
    CANCELLED = "cancelled", _("Aflyst")


class LoneWork(models.Model):
    """Somebody is alone, until they say that all is well; a named colleague watches (INC-90)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lone_work")
    watcher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("hvem holder øje"))
    kind = models.CharField(
        _("hvad skal du"),
        max_length=8,
        choices=[("visit", _("Hjemmebesøg")), ("office", _("Alene på arbejdet")), ("other", _("Andet"))],
    )
    where = EncryptedTextField(_("hvor"), max_length=160)  # initials and a place, never a citizen's name
    begins_at = models.DateTimeField(_("fra"))
    check_in_at = models.DateTimeField(_("meld tilbage senest"))
    state = models.CharField(max_length=10, choices=LoneState.choices, default=LoneState.PLANNED)
    back_at = models.DateTimeField(null=True)
    watched_at = models.DateTimeField(null=True)  # the watcher has taken it on
    outcome = models.CharField(_("hvad skete der"), max_length=300, blank=True)
    made_at = models.DateTimeField()

    objects = LoneWorkQuerySet.as_manager()

    class Meta:
        ordering = ["-begins_at", "-pk"]
        indexes = [models.Index(fields=["state", "check_in_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(check_in_at__gt=F("begins_at")), name="lone_work_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(watcher=F("person")), name="nobody_watches_themself"),
        ]


# -- concerns, proposals -------------------------------------------------------------------------------------------
class Concern(models.Model):
    """A worry about the tone in a team, as a topic and never about a person (GEN-61)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    wish = models.CharField(
        _("hvad ønsker du"),
        max_length=12,
        choices=[
            ("talk", _("En samtale")),
            ("trio", _("Et emne til TRIO'en")),
            ("supervision", _("Supervision til teamet")),
        ],
    )
    receiver = models.CharField(
        _("hvem skal have det"), max_length=10, choices=[("leader", _("Min leder")), ("safety_rep", _("AMR"))]
    )
    text = EncryptedTextField(_("hvad ser du"), max_length=2000)
    raised_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    outcome = models.CharField(_("det gør vi"), max_length=400, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]


class AgendaProposal(models.Model):
    """Something for LokalMED's agenda or the TRIO: numbers, a new plan, a walk-round. Neutral words and a link."""

    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=160)
    text = models.CharField(max_length=600, blank=True)
    url = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, null=True, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.SET_NULL, null=True, related_name="+")
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField()
    key = models.CharField(max_length=80, unique=True)  # what makes it the same proposal
    shown = models.JSONField(default=dict)  # of numbers: what the paper shows, so that no other paper gives it away

    class Meta:
        ordering = ["-offered_at", "-pk"]
