"""Templates as data: packs with versions, and the bank of questions (ONB-32, ONB-26, GEN-10)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Person, Unit
from core.together import together
from onboarding.choices import PackKind


class Pack(models.Model):
    """One part of a template. What it holds stands in its versions."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(_("navn"), max_length=80)
    kind = models.CharField(_("hvad er den til"), max_length=12, choices=PackKind.choices)
    help = models.CharField(_("forklaring"), max_length=300, blank=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("afdeling")
    )
    always = models.BooleanField(default=False)
    experience = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    terms = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    retired_on = models.DateField(_("taget ud af brug"), null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self):
        return self.name

    @classmethod
    def in_use(cls):
        """Return [(pack, its newest published version)] in their order: one query."""
        packs, versions = together(
            cls.objects.filter(retired_on__isnull=True).select_related("unit"),
            PackVersion.objects.filter(published_at__isnull=False).order_by("pack_id", "-number").distinct("pack_id"),
        )
        newest = {version.pack_id: version for version in versions}
        return [(pack, newest[pack.pk]) for pack in packs if pack.pk in newest]

    @classmethod
    def as_data(cls):
        """Return the packs in use as the plain dicts that the rules take."""
        return [pack.data_of(version) for pack, version in cls.in_use()]

    def data_of(self, version):
        """Return the pack with the contents of one version as a plain dict."""
        return version.contents | {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "always": self.always,
            "experience": self.experience,
            "terms": self.terms,
        }


class PackVersion(models.Model):
    """One version of a pack. `contents` holds items, rows, topics, goals … as the rules take them."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    contents = models.JSONField(default=dict)
    what_changed = models.CharField(_("hvad er nyt"), max_length=300, blank=True)
    edit = models.PositiveIntegerField(default=1)  # counts saves of a draft, for two people writing
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    touched = models.JSONField(default=dict)  # {"list:code": {"by", "at"}}: who wrote which line of a draft last
    published_at = models.DateTimeField(null=True)  # null: the draft, at most one
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pack", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="pack_version_once"),
            models.UniqueConstraint(
                fields=["pack"], condition=models.Q(published_at__isnull=True), name="one_pack_draft"
            ),
        ]

    def __str__(self):
        return f"{self.pack} {self.number}"


class BankQuestion(models.Model):
    """One typical question of a newcomer (ONB-26)."""

    code = models.CharField(max_length=40, unique=True)
    group = models.CharField(max_length=20)
    heading = models.CharField(max_length=60)
    text = models.CharField(_("spørgsmål"), max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
