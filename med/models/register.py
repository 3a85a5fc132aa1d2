"""What outlives meetings: guidelines, guides, local agreements with their signatures (MED-25, MED-27, MED-34)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Document, Unit
from med.models.base import by_whom
from med.models.bodies import Body
from med.models.meetings import Topic, Treatment
from med.queries import AgreementQuerySet, GuidelineQuerySet, MedAgreementQuerySet


class GuidelineKind(models.TextChoices):
    """What sort of text it is."""

    GUIDELINE = "guideline", _("Retningslinje")
    GUIDE = "guide", _("Vejledning")
    POLICY = "policy", _("Politik")


class RuleState(models.TextChoices):
    """The life of a guideline, guide or policy (MED-27)."""

    DRAFT = "draft", _("Udkast")
    IN_HEARING = "in_hearing", _("I høring")
    APPROVED = "approved", _("Godkendt")
    NEEDS_REVISION = "needs_revision", _("Skal revideres")
    ENDED = "ended", _("Ophørt")


class AgreementState(models.TextChoices):
    """The life of a local agreement (MED-25)."""

    DRAFT = "draft", _("Udkast")
    REVIEWED = "reviewed", _("Set igennem af personaleafdelingen")
    SIGNING = "signing", _("Venter på underskrifter")
    IN_FORCE = "in_force", _("I kraft")
    ENDED = "ended", _("Ophørt")


class SignatureState(models.TextChoices):
    """How far one signature is."""

    MISSING = "missing", _("Ikke sendt")
    SENT = "sent", _("Sendt")
    RECEIVED = "received", _("Modtaget")
    SIGNED = "signed", _("Underskrevet")


class Guideline(models.Model):
    """A guideline, guide or policy of a body."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="guidelines", verbose_name=_("udvalg"))
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="guidelines")
    kind = models.CharField(_("type"), max_length=10, choices=GuidelineKind.choices)
    title = models.CharField(_("titel"), max_length=160)
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("emneord"))
    text = models.TextField(_("tekst"), blank=True, max_length=40000)
    state = models.CharField(max_length=16, choices=RuleState.choices, default=RuleState.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    version_date = models.DateField(_("dato for udgaven"), null=True, blank=True)
    agreed_version = models.PositiveSmallIntegerField(
        null=True
    )  # the wording that holds; a later one is not agreed yet
    owner = by_whom(_("ejer"), empty=True, on_delete=models.SET_NULL)
    agreed_at = models.ForeignKey(Treatment, on_delete=models.SET_NULL, null=True, blank=True, related_name="agreed")
    in_force_from = models.DateField(_("gælder fra"), null=True, blank=True)
    revise_by = models.DateField(_("revideres senest"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    talks_asked_by = by_whom(empty=True)  # who asked for talks: both must then seek agreement (MED-34)
    talks_asked_at = models.DateTimeField(null=True)
    dissemination_plan = models.TextField(_("plan for at bruge den"), blank=True, max_length=4000)
    effect_note = models.TextField(_("virker den"), blank=True, max_length=4000)  # MED-41
    link = models.URLField(_("link"), blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+")
    supersedes = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    written_by = by_whom()
    written_at = models.DateTimeField()

    search = models.GeneratedField(
        expression=SearchVector("title", config="danish", weight="A")
        + SearchVector("text", config="danish", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = GuidelineQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [GinIndex(fields=["search"], name="guideline_search"), models.Index(fields=["revise_by"])]


class GuidelineVersion(models.Model):
    """One wording of a guideline: who wrote it, and where the body agreed to it. Nothing that was agreed is lost."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, max_length=40000)
    what_changed = models.CharField(_("hvad er nyt"), max_length=300, blank=True)
    written_by = by_whom()
    written_at = models.DateTimeField()
    approved_on = models.DateField(null=True)
    agreed_at = models.ForeignKey(Treatment, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["guideline", "number"], name="guideline_version_once")]


class HearingAnswer(models.Model):
    """A team that is asked about a draft, and what it said."""

    guideline = models.ForeignKey(Guideline, on_delete=models.CASCADE, related_name="hearing")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("team"))
    asked_on = models.DateField(_("spurgt den"))
    due_on = models.DateField(_("svar senest"), null=True, blank=True)
    answered_on = models.DateField(_("svaret den"), null=True, blank=True)
    answer = models.TextField(_("svar"), blank=True, max_length=4000)

    class Meta:
        ordering = ["unit__name"]
        constraints = [models.UniqueConstraint(fields=["guideline", "unit"], name="asked_once")]


class Agreement(models.Model):
    """A local agreement from draft to signatures."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="agreements", verbose_name=_("udvalg"))
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="agreements")
    title = models.CharField(_("titel"), max_length=160)
    tags = ArrayField(models.CharField(max_length=30), default=list, blank=True, verbose_name=_("emneord"))
    state = models.CharField(max_length=10, choices=AgreementState.choices, default=AgreementState.DRAFT)
    holder = by_whom(_("har udkastet"))
    negotiating_party = models.CharField(
        _("forhandles med"), max_length=8, choices=[("tr", _("TR")), ("branch", _("Kreds"))], default="tr"
    )
    is_delegated = models.BooleanField(_("kredsen har givet TR retten"), default=False)
    text = models.TextField(_("tekst"), blank=True, max_length=40000)
    version = models.PositiveSmallIntegerField(default=1)
    drafted_by = models.CharField(_("skrevet af"), max_length=160, blank=True)
    earlier_draft = models.CharField(_("bygger på"), max_length=160, blank=True)
    added_content = models.CharField(_("nyt i udkastet"), max_length=300, blank=True)
    reviewed_on = models.DateField(_("set igennem af personaleafdelingen"), null=True, blank=True)
    sent_to_union_on = models.DateField(_("sendt til kredsen"), null=True, blank=True)
    wording_checked_on = models.DateField(_("ordlyd kontrolleret"), null=True, blank=True)
    in_force_from = models.DateField(_("gælder fra"), null=True, blank=True)
    ends_on = models.DateField(_("gælder til"), null=True, blank=True)
    review_on = models.DateField(_("ses efter"), null=True, blank=True)
    written_by = by_whom()
    written_at = models.DateTimeField()

    search = models.GeneratedField(
        expression=SearchVector("title", config="danish", weight="A")
        + SearchVector("text", config="danish", weight="B"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [GinIndex(fields=["search"], name="agreement_search")]


class AgreementVersion(models.Model):
    """An earlier or present wording of a local agreement."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, max_length=40000)
    what_changed = models.CharField(_("hvad er nyt"), max_length=300, blank=True)
    written_by = by_whom()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once")]


class Signature(models.Model):
    """One party that has to sign, and how far that is."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    party = models.CharField(_("part"), max_length=120)
    person = by_whom(_("person"), empty=True, on_delete=models.SET_NULL)
    state = models.CharField(max_length=8, choices=SignatureState.choices, default=SignatureState.MISSING)
    sent_on = models.DateField(_("sendt"), null=True, blank=True)
    received_on = models.DateField(_("modtaget"), null=True, blank=True)
    signed_on = models.DateField(_("underskrevet"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "party"], name="party_signs_once")]


class MedAgreement(models.Model):
    """The municipality's own MED agreement in its main facts (MED-04). The newest one in force is the one that holds."""

    title = models.CharField(_("titel"), max_length=160)
    link = models.URLField(_("link til aftalen"), blank=True, max_length=300)
    starts_on = models.DateField(_("gælder fra"))
    ends_on = models.DateField(_("gælder til"), null=True, blank=True)
    structure = models.TextField(_("udvalg og niveauer"), blank=True, max_length=2000)
    meetings = models.TextField(_("hvor tit udvalgene mødes"), blank=True, max_length=1000)
    papers = models.TextField(_("krav til dagsorden og referat"), blank=True, max_length=2000)
    survey = models.TextField(_("hvor trivselsmålingen hører til"), blank=True, max_length=1000)
    may_deviate = models.BooleanField(_("LokalMED må fravige i enighed"), default=False)
    vouchers = models.TextField(_("principper for klippekortet"), blank=True, max_length=1000)
    written_by = by_whom()
    written_at = models.DateTimeField()

    objects = MedAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
