"""Templates and lists that people word for themselves, each with its editions (GEN-10; docs/editions.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.person import Person
from core.queries import EditionQuerySet, TemplateQuerySet


class Template(models.Model):
    """One thing with editions: a letter, the plan's steps, an option list, a fixed agenda. `kind` stands in core.editions."""

    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    owner_role = models.CharField(_("ejer"), max_length=20)
    released = models.JSONField(default=dict)  # what the newest release says; empty for what is ours alone

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "code"]
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="template_once")]

    def __str__(self):
        return f"{self.kind} {self.code}"


class Edition(models.Model):
    """One edition of a template. `content` is {"rows": [{"code", …}, …]} and perhaps further fields of its kind."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField(_("udgave"))
    content = models.JSONField(default=dict)
    base = models.JSONField(default=dict)  # what the release said that this edition is built on
    valid_from = models.DateField(_("gælder fra"), null=True)
    what_changed = models.CharField(_("hvad er nyt"), max_length=300, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")  # null: the release
    published_at = models.DateTimeField(null=True)  # null: the draft, at most one
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="edition_once"),
            models.UniqueConstraint(
                fields=["template"], condition=models.Q(published_at__isnull=True), name="one_draft_of_a_template"
            ),
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True) | models.Q(valid_from__isnull=False),
                name="published_edition_has_a_first_day",
            ),
        ]

    def __str__(self):
        return f"{self.template} {self.number}"

    @property
    def is_first(self):
        """Tell whether these are the words of the first release, which nobody published and which hold from ever."""
        return self.number == 1 and self.published_by_id is None and self.published_at is not None
