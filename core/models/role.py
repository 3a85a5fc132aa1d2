"""Roles: person + kind + unit or site + from/to. Rights come from role and relation, and end with the role (GEN-03)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.base import Checked, Dated


class RoleKind(models.TextChoices):
    """The functions of requirements section 7.1 that are given to a person (the others follow from a relation)."""

    LEADER = "leader", _("Leder")
    CONSULTANT = "consultant", _("Socialfaglig konsulent (SFK)")
    SAFETY_REP = "safety_rep", _("Arbejdsmiljørepræsentant (AMR)")
    UNION_REP = "union_rep", _("Tillidsrepræsentant (TR)")
    HR = "hr", _("HR-medarbejder")
    MINUTE_TAKER = "minute_taker", _("Referent")
    MENTOR = "mentor", _("Mentor")
    COMMUNICATIONS = "communications", _("Kommunikation")
    SERVICE = "service", _("Servicemedarbejder")
    PLAN_OWNER = "plan_owner", _("Ejer af beredskabsplan")
    ADMIN = "admin", _("Systemadministrator")
    DATA_PROTECTION = "data_protection", _("Databeskyttelsesrådgiver")
    AUDITOR = "auditor", _("Revisor")


def role_kinds():
    """Return the kinds as choices; a function, so that a new kind makes no migration."""
    return RoleKind.choices


class Role(Dated, Checked):
    """One function of one person. Unit means the unit and all below it; neither unit nor site means everywhere."""

    person = models.ForeignKey("core.Person", on_delete=models.CASCADE, related_name="roles", verbose_name=_("person"))
    kind = models.CharField(_("rolle"), max_length=20, choices=role_kinds)
    unit = models.ForeignKey(
        "core.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="roles", verbose_name=_("afdeling")
    )
    site = models.ForeignKey(
        "core.Site",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="roles",
        verbose_name=_("arbejdssted"),
    )

    class Meta:
        ordering = ["kind", "person__name"]
        indexes = [models.Index(fields=["kind", "unit"]), models.Index(fields=["person", "kind"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="leader") | models.Q(unit__isnull=False), name="leader_leads_a_unit"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.person}"


class ChainStep(Checked):
    """One link of the leader chain of a workplace (INC-24). Link 0, the nearest leader, is found from the roles.

    A link names a person, or a unit whose leader it is; the last link may be a duty list (several rows, one order).
    """

    unit = models.ForeignKey(
        "core.Unit", on_delete=models.CASCADE, related_name="chain_steps", verbose_name=_("arbejdsplads")
    )
    order = models.PositiveSmallIntegerField(_("nummer"))
    person = models.ForeignKey(
        "core.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    led_unit = models.ForeignKey(
        "core.Unit", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("lederen af")
    )
    label = models.CharField(_("betegnelse"), max_length=80, help_text=_("Fx »anden kontorleder« eller »direktør«."))

    class Meta:
        ordering = ["unit", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, led_unit__isnull=True)
                | models.Q(person__isnull=True, led_unit__isnull=False),
                name="chain_step_names_one",
            ),
        ]
