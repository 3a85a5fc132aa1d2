"""Small abstract bases that several tables share."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Checked(models.Model):
    """Carry »kontrolleret den«: facts that go stale unless somebody looks at them (GEN-11, GEN-21)."""

    checked_on = models.DateField(_("kontrolleret den"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kontrolleret af"),
    )

    class Meta:
        abstract = True


class About(models.Model):
    """Point at the row this one is about: `subject_type` is a name in core.subjects, such as »incidents.incident«."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()

    class Meta:
        abstract = True

    @property
    def subject(self):
        """Return (type, id), the key under which the row's audit chain and to-dos stand."""
        return self.subject_type, self.subject_id


class Dated(models.Model):
    """Hold from a day to a day, both included; an open end is null. Rights end by themselves on `ends_on`."""

    starts_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til og med"), null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def in_force(cls, on, prefix=""):
        """Return the condition that a row holds on the day `on`."""
        return models.Q(**{f"{prefix}starts_on__lte": on}) & (
            models.Q(**{f"{prefix}ends_on__isnull": True}) | models.Q(**{f"{prefix}ends_on__gte": on})
        )
