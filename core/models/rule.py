"""Rules and settings as dated data (design section 4; requirements sections 5.1 and 6)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import Checked, Dated


class ReminderRule(Dated):
    """One moment at which somebody is told about a to-do that is still open."""

    code = models.CharField(_("regel"), max_length=8)
    todo = models.CharField(max_length=60)  # the to-do code it watches
    level = models.PositiveSmallIntegerField(_("trin"), default=0)
    category = models.CharField(_("kategori"), max_length=1, blank=True)
    anchor = models.CharField(
        max_length=8,
        choices=[("opened", _("fra den begynder")), ("due", _("fra fristen")), ("event", _("fra hændelsen"))],
    )
    offset = models.CharField(_("hvornår"), max_length=8)
    receivers = models.JSONField(_("hvem"), default=list)
    notice = models.CharField(_("besked"), max_length=12)
    speed = models.CharField(max_length=8, default="digest")
    unit = models.ForeignKey(
        "core.Unit", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kun i")
    )
    is_on = models.BooleanField(_("slået til"), default=True)
    is_law = models.BooleanField(_("fra en lov"), default=False)
    source = models.CharField(_("kilde"), max_length=200, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["code", "category", "level", "offset", "pk"]
        indexes = [models.Index(fields=["todo"])]


class SettingKind(models.TextChoices):
    """How a setting is typed and checked."""

    TEXT = "text", _("Tekst")
    NUMBER = "number", _("Tal")
    PHONE = "phone", _("Telefon")
    EAN = "ean", _("EAN-nr.")
    CASE_NUMBER = "case_number", _("Sagsnummer")
    OFFSET = "offset", _("Frist")
    FLAG = "flag", _("Ja eller nej")


class Setting(models.Model):
    """What can be set, and what holds when nobody has (GEN-11)."""

    key = models.CharField(max_length=60, unique=True)
    title = models.CharField(_("navn"), max_length=120)
    help = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=12, choices=SettingKind.choices)
    default = models.CharField(max_length=300, blank=True)
    group = models.CharField(_("gruppe"), max_length=60)
    is_law = models.BooleanField(default=False)
    source = models.CharField(_("kilde"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "group", "title"]


class SettingValue(Checked):
    """A workplace's own value; no unit means the whole municipality. The nearest unit upwards wins."""

    setting = models.ForeignKey(Setting, on_delete=models.CASCADE, related_name="values")
    unit = models.ForeignKey(
        "core.Unit", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("arbejdsplads")
    )
    value = models.CharField(_("værdi"), max_length=300, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["setting", "unit"], nulls_distinct=False, name="setting_once_per_unit"),
        ]


class Counter(models.Model):
    """The last number given in a series, such as »incident-2026«."""

    key = models.CharField(max_length=40, unique=True)
    value = models.PositiveIntegerField(default=0)
