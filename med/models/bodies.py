"""Who meets: bodies with their own rules, seats with dates, and the fixed agenda (MED-01, 02, 05)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models import Person, Site, Unit
from core.models.base import Dated
from med.choices import MED_KINDS, BodyKind, Represents, SeatFunction, Side
from med.queries import BodyQuerySet, SeatQuerySet


class Body(Dated):
    """One body that meets. Its rules are its own: calendar days before a meeting, working days after it."""

    name = models.CharField(_("navn"), max_length=120)
    short_name = models.CharField(_("kort navn"), max_length=40, blank=True)
    kind = models.CharField(_("slags"), max_length=16, choices=BodyKind.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("afdeling")
    )
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("arbejdssted")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("hører under")
    )
    handles_environment = models.BooleanField(_("arbejdsmiljøarbejdet ligger i udvalget"), default=True)
    agreement_url = models.URLField(_("link til den lokale MED-aftale"), blank=True, max_length=300)
    # the body's own rules
    proposal_days = models.PositiveSmallIntegerField(_("forslag senest, dage før mødet"), default=14)
    agenda_days = models.PositiveSmallIntegerField(_("dagsorden senest, dage før mødet"), default=8)
    attachment_days = models.PositiveSmallIntegerField(_("bilag senest, dage før mødet"), default=5)
    minutes_days = models.PositiveSmallIntegerField(_("referat senest, hverdage efter mødet"), default=3)
    comment_days = models.PositiveSmallIntegerField(_("bemærkninger senest, hverdage efter referatet"), default=5)
    meetings_a_year = models.PositiveSmallIntegerField(_("møder om året"), default=4)
    waiver = models.CharField(_("fravigelse fra egne frister"), max_length=300, blank=True)
    joint_release = models.BooleanField(_("formand og næstformand udsender sammen"), default=True)
    approves_minutes = models.BooleanField(_("referatet bliver godkendt på næste møde"), default=True)
    publishes = models.BooleanField(_("alle ansatte kan læse det godkendte referat"), default=True)
    # a working group's own
    purpose = models.CharField(_("opgave"), max_length=400, blank=True)
    set_up_in = models.ForeignKey(
        "med.Treatment", on_delete=models.SET_NULL, null=True, blank=True, related_name="groups"
    )
    reports_on = models.DateField(_("vender tilbage senest"), null=True, blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="body_is_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="body_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(kind="trio") | Q(publishes=False), name="what_a_trio_says_is_never_published"
            ),
        ]

    def __str__(self):
        return self.short_name or self.name

    @property
    def is_trio(self):
        """Tell whether the body is a TRIO, whose notes are confidential (MED-57)."""
        return self.kind == BodyKind.TRIO

    @property
    def is_med(self):
        """Tell whether the body is a part of MED."""
        return self.kind in MED_KINDS


class Seat(Dated):
    """One person's place in one body for a time. Rights end by themselves on the last day."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="seats", verbose_name=_("person"))
    side = models.CharField(_("side"), max_length=12, choices=Side.choices, default=Side.NONE)
    function = models.CharField(_("funktion"), max_length=12, choices=SeatFunction.choices, default=SeatFunction.MEMBER)
    represents = models.CharField(
        _("sidder der som"), max_length=12, choices=Represents.choices, default=Represents.NONE
    )
    substitute_for = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("suppleant for"),
    )

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["body", "pk"]
        indexes = [models.Index(fields=["person", "body"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="seat_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["body", "function"],
                condition=Q(function__in=["chair", "vice_chair"], ends_on__isnull=True),
                name="one_chair_and_one_vice_chair",
            ),
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(ends_on__isnull=True), name="one_open_seat_in_a_body"
            ),
        ]

    def __str__(self):
        return f"{self.get_function_display()}: {self.person}"

    @property
    def as_what(self):
        """Return the function in words, with TR or AMR where it says more."""
        parts = [self.get_function_display()] if self.function != SeatFunction.MEMBER else []
        if self.represents != Represents.NONE:
            parts.append(self.get_represents_display())
        words = [str(part) for part in parts] or [str(self.get_function_display())]
        return ", ".join(one if one in ("TR", "AMR") else one[:1].lower() + one[1:] for one in words)
