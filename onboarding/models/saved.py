"""Views of the list of courses that somebody keeps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Person
from onboarding.queries import SavedViewQuerySet


class SavedView(models.Model):
    """Filters and order of the list under a name of one's own. Holds no names of people."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("navn"), max_length=40)
    query = models.CharField(max_length=300, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_once")]
