"""Measures against a citizen: proposed by several, decided by a leader, never altered, only replaced (INC-34–38, INC-43)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedTextField
from core.models import Person, Site
from core.options import OptionField, option_list
from incidents.models.incident import Incident
from incidents.queries import ProposalRequestQuerySet, SanctionQuerySet


class Measure(models.TextChoices):
    """What can be decided. Police and claim are tracked apart too, since they aren't aimed at contact."""

    POLICE_REPORT = "police_report", _("Politianmeldelse")
    COMPENSATION = "compensation", _("Muligt erstatningskrav")
    ACCESS_BAN = "access_ban", _("Adgangsforbud")
    WRITTEN_WARNING = "written_warning", _("Skriftlig advarsel til borger")
    BY_APPOINTMENT = "by_appointment", _("Kun adgang efter særlig aftale")
    SECOND_PERSON = "second_person", _("Fremtidige samtaler med en anden kollega til stede")
    CLEAR_STATEMENT = "clear_statement", _("Klar skriftlig tilkendegivelse")
    PHONE_RULE = "phone_rule", _("Én chance i telefonen, derefter lægger vi på")
    PHONE_ONLY = "phone_only", _("Kun telefonisk")
    WRITING_ONLY = "writing_only", _("Kun skriftligt")


MEASURES = option_list(
    "incidents.measure",
    _("Sanktioner"),
    Measure.choices,
    fixed=Measure.values,
    may_add=False,
    where=_("Forslag, beslutninger, breve, opslag og statistik. Hver sanktion har sine egne regler og breve."),
)

SUGGESTED = {
    "A": ["police_report", "compensation", "access_ban", "written_warning", "by_appointment", "second_person"],
    "B": ["clear_statement", "second_person", "phone_rule"],
    "C": [],
}
WITH_PERIOD = (
    "access_ban",
    "written_warning",
    "by_appointment",
    "second_person",
    "phone_rule",
    "phone_only",
    "writing_only",
)
RESTRICTIONS = ("access_ban", "by_appointment", "phone_only", "writing_only")


class SanctionState(models.TextChoices):
    """The life of a sanction (language.md 2.6)."""

    PROPOSED = "proposed", _("Foreslået")
    APPROVED = "approved", _("Godkendt")
    IN_FORCE = "in_force", _("I kraft")
    EXPIRED = "expired", _("Udløbet")
    REJECTED = "rejected", _("Afvist")
    LIFTED = "lifted", _("Ophævet")
    REPLACED = "replaced", _("Erstattet")


class Sanction(models.Model):
    """One measure with reason, proportionality, dates and review. The decided fields are locked by a trigger."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="sanctions")
    measure = OptionField(_("sanktion"), options=MEASURES, max_length=16)
    state = models.CharField(max_length=10, choices=SanctionState.choices, default=SanctionState.PROPOSED)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("arbejdssted")
    )
    scope = models.CharField(_("hvor gælder det"), max_length=160, blank=True)
    reason = EncryptedTextField(_("begrundelse"), max_length=4000, blank=True)
    proportionality = EncryptedTextField(_("hvorfor er noget mindre ikke nok"), max_length=4000, blank=True)
    starts_on = models.DateField(_("fra"), null=True, blank=True)
    ends_on = models.DateField(_("til og med"), null=True, blank=True)
    review_on = models.DateField(_("vurderes igen"), null=True, blank=True)
    is_formal_decision = models.BooleanField(_("er en afgørelse"), default=False)
    heard_on = models.DateField(_("borgeren er hørt"), null=True, blank=True)
    legal_checked_by = models.CharField(_("juridisk vurderet af"), max_length=120, blank=True)
    legal_checked_on = models.DateField(_("juridisk vurderet den"), null=True, blank=True)
    what_to_do = models.CharField(_("hvad skal de ansatte gøre"), max_length=400, blank=True)
    citizen_reference = EncryptedTextField(_("hvem gælder det"), max_length=160, blank=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    proposal_reason = EncryptedTextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    was_changed = models.BooleanField(default=False)  # decided differently from the proposal
    decision_hash = models.CharField(max_length=64, blank=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    end_reason = EncryptedTextField(max_length=2000, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    told_sites = ArrayField(models.BigIntegerField(), default=list)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "rejected"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_sanction_has_a_leader",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "rejected"])
                | ~Q(measure__in=WITH_PERIOD)
                | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="restriction_has_dates",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="sanction_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["site", "state"]), models.Index(fields=["state", "ends_on"])]

    def __str__(self):
        return self.get_measure_display()


class ProposalRequest(models.Model):
    """A leader asks the professional consultant (SFK) for a proposal in one case, without the case (INC-38, role 7)."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="proposal_requests")
    asked = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    objects = ProposalRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "asked"], condition=Q(answered_at__isnull=True), name="one_open_proposal_request"
            )
        ]

    def __str__(self):
        return str(_("Et forslag, som en leder har bedt om"))
