"""What incidents tells the rest of the house: its subjects, navigation and receivers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import subjects
from core.subjects import Subject
from incidents.models import Incident


def implicated(ids):
    """Return {incident id: {person ids}} of those who must never hear of them."""
    found = {}
    for incident, person in Incident.implicated.through.objects.filter(incident__in=ids).values_list("incident_id", "person_id"):
        found.setdefault(incident, set()).add(person)
    return found


def of_the_incident(ids_to_incident):
    """Return a shut-out for rows that belong to an incident."""

    def lookup(ids):
        pairs = dict(ids_to_incident(ids))
        by_incident = implicated(set(pairs.values()))
        return {pk: by_incident.get(incident, set()) for pk, incident in pairs.items()}

    return lookup


def pairs(model):
    """Return a function giving (id, incident id) of the rows."""
    return lambda ids: model.objects.filter(pk__in=ids).values_list("pk", "incident_id")


subjects.register(Subject(
    "incidents.incident", _("hændelse"), lambda i: str(_("Hændelse %(number)s") % {"number": i.number or ""}), lambda i: reverse("incidents:incident", args=[i.pk]),
    "incidents.view", shut_out=implicated, files_action="incidents.read_story",
))
