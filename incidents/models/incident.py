"""The incident itself: what was told, who is affected, who has taken over, and how far it is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField, EncryptedTextField
from core.models import Person, Site, Unit
from core.options import OptionField
from incidents import choices
from incidents.queries import IncidentQuerySet


def answer(label):
    """Return a field for a question that may stay unanswered."""
    return models.CharField(label, max_length=3, blank=True, default="", choices=choices.YesNoUnknown.choices)


class Incident(models.Model):
    """One report. Once submitted the told fields are never changed, only supplemented by addenda (INC-09)."""

    number = models.CharField(_("nummer"), max_length=12, unique=True, null=True)  # 2026-0147, given at submission
    state = models.CharField(_("tilstand"), max_length=20, choices=choices.State.choices, default=choices.State.DRAFT)
    token = models.UUIDField(unique=True, null=True, editable=False)  # the form it was typed in: sent twice, kept once
    draft = EncryptedJSONField(default=dict)  # the form as typed, until submission

    reporter = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="reported_incidents", verbose_name=_("meldt af")
    )
    affected = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="incidents", verbose_name=_("den ramte")
    )
    also_affected = models.ManyToManyField(
        Person, blank=True, related_name="shared_incidents", verbose_name=_("også ramt")
    )
    implicated = models.ManyToManyField(
        Person, blank=True, related_name="+", verbose_name=_("indblandet, må ikke se hændelsen")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("afdeling"))
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("arbejdssted"))

    kinds = ArrayField(models.CharField(max_length=12), default=list, verbose_name=_("hvad skete der"))
    violence_types = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name=_("typer"))
    channel = OptionField(_("kanal"), options=choices.CHANNELS, max_length=16, blank=True)
    aimed_at = models.CharField(
        _("rettet mod"), max_length=8, choices=choices.AimedAt.choices, default=choices.AimedAt.DIRECT
    )
    perpetrator = models.CharField(
        _("hvem gjorde det"), max_length=10, choices=choices.Perpetrator.choices, default=choices.Perpetrator.CITIZEN
    )
    citizen_name = EncryptedTextField(_("borgerens navn"), max_length=160, blank=True)
    citizen_reference = EncryptedTextField(_("henvisning til borgerens sag"), max_length=120, blank=True)
    citizen_address = EncryptedTextField(_("borgerens adresse"), max_length=300, blank=True)
    safety_rep_sees_citizen = models.BooleanField(default=False)  # the leader may open the name to AMR (INC-88)
    union_rep_sees_story = models.BooleanField(default=False)  # the affected may consent, and take it back (Q51)

    occurred_at = models.DateTimeField(_("hvornår"), null=True)
    place = OptionField(_("hvor"), options=choices.PLACES, max_length=16, blank=True)
    place_detail = models.CharField(_("præcist sted"), max_length=120, blank=True)
    narrative = EncryptedTextField(_("med egne ord"), max_length=20000, blank=True)
    before = EncryptedTextField(_("hvad gik forud"), max_length=5000, blank=True)
    experience = EncryptedTextField(_("min oplevelse"), max_length=5000, blank=True)
    limit_passed = models.BooleanField(_("min grænse er overskredet"), default=False)
    wellbeing = models.CharField(_("hvordan har du det"), max_length=8, choices=choices.Wellbeing.choices, blank=True)
    needs = ArrayField(models.CharField(max_length=12), default=list, blank=True, verbose_name=_("brug for"))
    alarm_used = answer(_("alarm brugt"))
    called_112 = answer(_("ringet 112"))
    police_came = answer(_("politiet kom"))
    door_locked = answer(_("døren blev låst"))
    injured = answer(_("kom nogen til skade"))
    saw_doctor = answer(_("været ved lægen"))
    leader_told = answer(_("lederen fik besked"))
    leader_told_at = models.DateTimeField(_("hvornår fik lederen besked"), null=True, blank=True)
    leader_told_by = models.CharField(_("af hvem"), max_length=120, blank=True)
    likely_elsewhere = models.BooleanField(_("borgeren kan gå et andet sted hen"), default=False)
    expected_departments = models.CharField(_("hvor kan borgeren gå hen"), max_length=200, blank=True)

    category_suggested = models.CharField(
        _("foreslået kategori"), max_length=1, choices=choices.Category.choices, blank=True
    )
    category_proposed = models.CharField(
        _("den rammes forslag"), max_length=1, choices=choices.Category.choices, blank=True
    )
    category = models.CharField(_("kategori"), max_length=1, choices=choices.Category.choices, blank=True)
    submitted_at = models.DateTimeField(_("indsendt"), null=True)
    responsible = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("ansvarlig leder")
    )
    taken_over_at = models.DateTimeField(_("overtaget"), null=True)
    care_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("omsorg"))
    care_taken_at = models.DateTimeField(null=True)
    care_returned_at = models.DateTimeField(null=True)
    first_absence_on = models.DateField(_("første fraværsdag"), null=True, blank=True)
    follow_up_on = models.DateField(_("opfølgning"), null=True, blank=True)
    closed_at = models.DateTimeField(_("lukket"), null=True)
    helped = models.CharField(
        _("fik du den hjælp, du havde brug for"), max_length=3, blank=True
    )  # the affected's answer at closing
    version = models.PositiveIntegerField(default=1)  # for two people writing

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "state"]),
            models.Index(fields=["site", "state"]),
            models.Index(fields=["affected"]),
            models.Index(fields=["reporter"]),
            models.Index(fields=["responsible", "state"]),
            models.Index(fields=["-occurred_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(
                    number__isnull=False,
                    submitted_at__isnull=False,
                    affected__isnull=False,
                    unit__isnull=False,
                    site__isnull=False,
                    occurred_at__isnull=False,
                ),
                name="submitted_incident_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted"]) | Q(responsible__isnull=False),
                name="received_incident_has_a_leader",
            ),
            models.CheckConstraint(
                condition=Q(responsible__isnull=True) | Q(affected__isnull=True) | ~Q(responsible=F("affected")),
                name="affected_is_not_responsible",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_incident_has_a_date"
            ),
        ]

    def __str__(self):
        return f"Hændelse {self.number or '(kladde)'}"

    @property
    def is_open(self):
        """Tell whether somebody is still to act."""
        return self.state in choices.OPEN_STATES

    @property
    def is_violence(self):
        """Tell whether it must be considered for EASY: physical, threats or robbery (INC-41)."""
        return (
            bool({"physical", "threat", "robbery"} & set(self.kinds))
            or bool(set(self.violence_types) & {*choices.THREAT_TYPES, "robbery"})
            or choices.is_physical(self.violence_types)
        )

    @property
    def is_physical(self):
        """Tell whether somebody was touched or hurt: that is when the doctor is asked (INC-21)."""
        return (
            bool({"physical", "robbery"} & set(self.kinds))
            or choices.is_physical(self.violence_types)
            or self.injured == "yes"
        )

    @property
    def working_category(self):
        """Return the decided category, or the suggested one until a leader has decided."""
        return self.category or self.category_suggested


class AlertKind(models.TextChoices):
    """Why somebody was told."""

    CHAIN = "chain", _("leder i kæden")
    CARE = "care", _("omsorg")
    INFORMATION = "information", _("til orientering")
    ESCALATION = "escalation", _("lederens leder")
    BAN = "ban", _("afgør adgangsforbud")


class Alert(models.Model):
    """One person told about one incident, as which link. Gives access while it lasts; ends when somebody takes over."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="alerts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=AlertKind.choices)
    order = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=80, blank=True)
    instead_of = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["told_at", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "person", "kind"], name="told_once")]
        indexes = [models.Index(fields=["person", "kind"])]


class CategoryDecision(models.Model):
    """One decision about the category, with its reason; the newest counts (INC-07)."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="category_decisions")
    category = models.CharField(_("kategori"), max_length=1, choices=choices.Category.choices)
    suggested = models.CharField(max_length=1, choices=choices.Category.choices)
    reasons = models.JSONField(default=list)
    reason = EncryptedTextField(_("begrundelse"), max_length=2000, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_at", "pk"]


class AddendumKind(models.TextChoices):
    """What an addendum is."""

    TEXT = "text", _("Tilføjelse")
    STATEMENT = "statement", _("Forklaring")
    CORRECTION = "correction", _("Rettelse af et tidspunkt")
    NOTE = "note", _("Note om et skridt")


class Addendum(models.Model):
    """Something added after submission, with author and time; never changed afterwards."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="addenda")
    kind = models.CharField(max_length=12, choices=AddendumKind.choices, default=AddendumKind.TEXT)
    text = EncryptedTextField(_("tekst"), max_length=20000)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    about_at = models.DateTimeField(null=True)  # a corrected moment; the clocks keep the first one and both are shown

    class Meta:
        ordering = ["written_at", "pk"]


class Witness(models.Model):
    """Somebody who saw it (INC-16)."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="witnesses")
    name = EncryptedTextField(_("navn"), max_length=120)
    phone = EncryptedTextField(_("telefon"), max_length=30, blank=True)
    is_colleague = models.BooleanField(_("kollega"), default=False)
    colleague = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    contacted_at = models.DateTimeField(_("kontaktet"), null=True, blank=True)
    contacted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    will_explain = models.BooleanField(_("vil gerne forklare"), default=False)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]
