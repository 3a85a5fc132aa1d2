"""Pages of advice, hotlines and links: reference data that the plan owner keeps current (GEN-21, INC-45, INC-70)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import Checked
from core.models.place import Unit


class GuidancePage(Checked):
    """One short list of advice for one reader in one situation, with source, version and owner."""

    code = models.CharField(max_length=12, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(_("titel"), max_length=120)
    audience = models.CharField(max_length=12)
    phase = models.CharField(max_length=12)
    intro = models.TextField(_("indledning"), blank=True, max_length=2000)
    items = models.JSONField(_("punkter"), default=list)
    frame = models.TextField(_("fremhævet"), blank=True, max_length=500)
    source = models.CharField(_("kilde"), max_length=160)
    version = models.CharField(_("version"), max_length=12, default="1")
    owner_role = models.CharField(max_length=20, default="plan_owner")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self):
        return self.title


class Hotline(Checked):
    """A number to call for psychological help, with its hours (INC-45, Q5).

    A unit may have numbers of its own: they hold there and below, instead of the municipality's.
    """

    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="hotlines", verbose_name=_("gælder for")
    )
    firm = models.CharField(_("firma"), max_length=80)
    phone = models.CharField(_("telefon"), max_length=20)
    kind = models.CharField(
        _("type"), max_length=8, choices=[("acute", _("Akut bestilling")), ("free", _("Gratis rådgivning"))]
    )
    days = models.CharField(_("dage"), max_length=7, default="1234567")  # ISO weekdays
    opens = models.CharField(_("åbner"), max_length=5, default="00:00")
    closes = models.CharField(_("lukker"), max_length=5, default="24:00")
    order = models.PositiveSmallIntegerField(_("rækkefølge"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["firm", "kind", "unit"], name="hotline_once", nulls_distinct=False)
        ]

    def __str__(self):
        return f"{self.firm} ({self.get_kind_display()})"


class ReferenceLink(Checked):
    """An address of another system or a guide; addresses age, so they are data (Q25, GEN-24)."""

    code = models.CharField(max_length=30, unique=True)
    title = models.CharField(_("titel"), max_length=160)
    url = models.URLField(_("link"), blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title
