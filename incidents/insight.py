"""Which incidents and parts of them are about a person, for the answer to »who has opened what of mine«."""

from django.db.models import Q

from core.insight import about
from incidents.models import Incident, MediaCase, StrainLog


@about
def incidents(person):
    """Return the incidents in which the person is affected or which they reported."""
    found = Incident.objects.filter(Q(affected=person) | Q(reporter=person) | Q(also_affected=person)).distinct()
    return [("incidents.incident", found)]


@about
def beside(person):
    """Return the person's own days of strain, and the matters in the press that touch them."""
    return [
        ("incidents.strainlog", StrainLog.objects.filter(person=person)),
        ("incidents.mediacase", MediaCase.objects.filter(exposed=person)),
    ]
