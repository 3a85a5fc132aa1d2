"""Who is writing where right now, so that two minute takers see each other (MED-21). Rows are worthless a minute later."""

from django.db import models

from med.models.base import by_whom
from med.models.meetings import Treatment


class Writing(models.Model):
    """That a person stands in the text of an item."""

    treatment = models.ForeignKey(Treatment, on_delete=models.CASCADE, related_name="writers")
    person = by_whom(on_delete=models.CASCADE)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["treatment", "person"], name="one_place_in_a_text")]
