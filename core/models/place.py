"""Where people work: the tree of units, the sites, and what helps at a site when it is dangerous (GEN-01, INC-64)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import Checked
from core.queries import SiteQuerySet, UnitQuerySet


class Unit(models.Model):
    """A place in the organisation: administration → department → team. `path` is »/1/4/9/«, written by actions."""

    name = models.CharField(_("navn"), max_length=120)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("hører under")
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    closed_on = models.DateField(_("nedlagt"), null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint("parent", "name", name="unit_name_once_per_parent")]

    def __str__(self):
        return self.name

    @property
    def ancestor_ids(self):
        """Return the ids from this unit up to the top, this one first."""
        return [int(part) for part in reversed(self.path.strip("/").split("/"))]


class Site(Checked):
    """A building or a floor with an address."""

    name = models.CharField(_("navn"), max_length=120, unique=True)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    opening_hours = models.JSONField(
        _("åbningstid"),
        default=dict,
        blank=True,
        help_text=_("Fx man.–fre. 09.00–15.00. Bruges til frister, der kun tæller i åbningstiden."),
    )  # {"1": ["09:00", "15:00"], …}: ISO weekday → opens, closes
    escape_routes = models.TextField(_("flugtveje"), blank=True, max_length=2000)
    meeting_point = models.CharField(_("mødested"), max_length=200, blank=True)
    back_office_rule = models.TextField(_("regel for baglokaler"), blank=True, max_length=2000)
    parking = models.TextField(_("parkering"), blank=True, max_length=2000)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sites",
        verbose_name=_("hvem passer på stedet"),
    )  # whose plan owner looks after it, also before anybody works there
    closed_on = models.DateField(_("nedlagt"), null=True, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class AlarmKind(models.TextChoices):
    """What the alarm looks like (INC-64)."""

    FIXED = "fixed", _("Fast alarm")
    PORTABLE = "portable", _("Lommy")
    UNDER_DESK = "under_desk", _("Knap under skrivebordet")


class Alarm(Checked):
    """An assault alarm and what it does where it hangs."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="alarms", verbose_name=_("arbejdssted"))
    kind = models.CharField(_("type"), max_length=12, choices=AlarmKind.choices)
    placement = models.CharField(_("hvor"), max_length=120, help_text=_("Fx skranken og samtalerum 1–3."))
    receivers = models.CharField(_("hvem får alarmen"), max_length=160, help_text=_("Fx serviceteamet og politiet."))
    note = models.CharField(_("regel"), max_length=300, blank=True)
    last_tested_on = models.DateField(_("senest afprøvet"), null=True, blank=True)

    class Meta:
        ordering = ["site", "placement"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.placement}"


class AlarmTest(models.Model):
    """A yearly test of one alarm (R-23)."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="tests")
    tested_on = models.DateField(_("afprøvet den"))
    tested_by = models.ForeignKey("core.Person", on_delete=models.PROTECT, related_name="+")
    worked = models.BooleanField(_("virkede"))
    fault = models.CharField(_("hvad virkede ikke"), max_length=300, blank=True)

    class Meta:
        ordering = ["-tested_on", "-pk"]


class Defibrillator(Checked):
    """A hjertestarter and where it hangs (INC-68)."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="defibrillators", verbose_name=_("arbejdssted")
    )
    placement = models.CharField(_("hvor"), max_length=160)

    class Meta:
        ordering = ["site", "placement"]

    def __str__(self):
        return self.placement


class RoomKind(models.TextChoices):
    """What a room is (GEN-45)."""

    SINGLE = "single", _("Enkeltkontor")
    DOUBLE = "double", _("Tomandskontor")
    MEETING = "meeting", _("Mødelokale")
    TALK = "talk", _("Samtalerum")
    CHILD = "child", _("Børnesamtalerum")


class Room(Checked):
    """A room for confidential or hard talks: what it suits, its alarm, the way out (GEN-45)."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="rooms", verbose_name=_("arbejdssted"))
    name = models.CharField(_("navn"), max_length=80, help_text=_("Som det står på døren, fx Samtalerum 3."))
    kind = models.CharField(_("type"), max_length=8, choices=RoomKind.choices, default=RoomKind.TALK)
    suits = models.CharField(_("egner sig til"), max_length=200, blank=True)
    alarm = models.ForeignKey(
        Alarm, on_delete=models.SET_NULL, null=True, blank=True, related_name="rooms", verbose_name=_("alarm")
    )
    way_out = models.CharField(_("vejen ud"), max_length=200, blank=True)

    class Meta:
        ordering = ["site", "name"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="room_name_once_per_site")]

    def __str__(self):
        return self.name
