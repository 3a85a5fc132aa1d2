"""Agreements: their words, who signed which text when, and how they turned out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import EncryptedJSONField, EncryptedTextField
from senior.choices import (
    OPEN_AGREEMENT,
    RUNNING,
    UNSIGNED,
    AgreementKind,
    AgreementState,
    EvaluationOutcome,
    Function,
    Option,
    Party,
    UnionParty,
)
from senior.queries import AgreementQuerySet


class SeniorAgreement(models.Model):
    """One agreement between employee and leader, and the union where terms change (SEN-06, -15 to -18)."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="senior_agreements")
    unit = models.ForeignKey("core.Unit", on_delete=models.SET_NULL, null=True, related_name="+")
    talk = models.ForeignKey(
        "senior.SeniorTalk", on_delete=models.SET_NULL, null=True, blank=True, related_name="agreements"
    )
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by")
    kind = models.CharField(_("aftale"), max_length=18, choices=AgreementKind.choices, default=AgreementKind.EFFORT)
    state = models.CharField(max_length=18, choices=AgreementState.choices, default=AgreementState.DRAFT)
    options = ArrayField(models.CharField(max_length=14, choices=Option.choices), default=list)
    starts_on = models.DateField(_("gælder fra"), null=True)
    ends_on = models.DateField(_("gælder til og med"), null=True, blank=True)
    hours_before = models.DecimalField(_("timer før"), max_digits=4, decimal_places=2, null=True, blank=True)
    hours_after = models.DecimalField(_("timer efter"), max_digits=4, decimal_places=2, null=True, blank=True)
    evaluate_on = models.DateField(_("evalueres"), null=True)
    notice_months = models.PositiveSmallIntegerField(_("opsigelse, måneder"), default=3)
    leaving_on = models.DateField(_("fratræder"), null=True, blank=True)
    function = models.CharField(_("funktion"), max_length=18, choices=Function.choices, blank=True)
    function_from = models.DateField(null=True, blank=True)
    function_to = models.DateField(null=True, blank=True)
    changes_terms = models.BooleanField(_("løn, pension eller ansættelse ændres"), default=False)
    union_party = models.CharField(max_length=10, choices=UnionParty.choices, blank=True)
    union_rep = models.ForeignKey(
        "core.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="senior_agreements_to_confirm"
    )
    branch = models.CharField(_("kreds"), max_length=120, blank=True)
    questions_seen_at = models.DateTimeField(null=True)  # the leader has gone through SEN-13's questions
    questions_seen_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")
    advice = ArrayField(models.CharField(max_length=10), default=list, blank=True)  # union, fund, pension
    text = EncryptedJSONField(default=dict)  # {name: words}: see senior/words.py
    refusal = EncryptedTextField(_("begrundelse"), max_length=2000, blank=True)
    end_reason = EncryptedTextField(_("hvorfor aftalen slutter"), max_length=2000, blank=True)
    written_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)  # of the text that is out for signing
    agreed_at = models.DateTimeField(null=True)
    ended_on = models.DateField(_("ophørt"), null=True)
    version = models.PositiveIntegerField(default=0)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at"]
        verbose_name = _("senioraftale")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="agreement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "refused"]) | models.Q(starts_on__isnull=False),
                name="agreement_has_a_start",
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_on"])]

    @property
    def is_open(self):
        """Tell whether it is being made or holds."""
        return self.state in OPEN_AGREEMENT

    @property
    def is_unsigned(self):
        """Tell whether its words can still change."""
        return self.state in UNSIGNED

    @property
    def is_running(self):
        """Tell whether it holds today."""
        return self.state in RUNNING

    @property
    def parties(self):
        """Return who must sign."""
        both = [Party.EMPLOYEE, Party.LEADER]
        return [*both, Party.UNION] if self.changes_terms else both


class Signature(models.Model):
    """One party's yes to one exact text. A text that is taken back voids it; the row stays."""

    agreement = models.ForeignKey(SeniorAgreement, on_delete=models.CASCADE, related_name="signatures")
    party = models.CharField(max_length=10, choices=Party.choices)
    person = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(_("på vegne af"), max_length=120, blank=True)  # the branch, outside the house
    confirmed_on = models.DateField(_("kredsens dato"), null=True)
    signed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"],
                condition=models.Q(voided_at__isnull=True),
                name="one_signature_per_party",
            )
        ]


class Evaluation(models.Model):
    """How an agreement turned out, seen by both (SEN-08)."""

    agreement = models.ForeignKey(SeniorAgreement, on_delete=models.CASCADE, related_name="evaluations")
    number = models.PositiveSmallIntegerField(default=1)
    employee_words = EncryptedTextField(_("medarbejderen siger"), max_length=3000, blank=True)
    leader_words = EncryptedTextField(_("lederen siger"), max_length=3000, blank=True)
    employee_at = models.DateTimeField(null=True)
    leader_at = models.DateTimeField(null=True)
    leader_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=EvaluationOutcome.choices, blank=True)
    next_on = models.DateField(_("næste evaluering"), null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="evaluation_once")]
