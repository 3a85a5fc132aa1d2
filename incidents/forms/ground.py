"""What the forms of the response share: who can be chosen, and the reason that a step isn't relevant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.models import Person
from core.texts import text


def carers(incident, person):
    """Return who can have held the talk: whoever writes, the responsible leader, and the AMR of the site. One query."""
    from core.models import Role

    known = {
        one.pk: one
        for one in (person, incident.responsible, incident.care_by)
        if one is not None and one.pk != incident.affected_id
    }
    reps = Role.objects.filter(Role.in_force(calendar.today()), kind="safety_rep", site=incident.site).select_related(
        "person"
    )
    return list(known.values()) + [
        role.person for role in reps if role.person_id not in known and role.person_id != incident.affected_id
    ]


def colleagues(incident, person):
    """Return who can answer for something in the department: its people, its leader and whoever writes. One query."""
    found = list(Person.objects.working().filter(unit=incident.unit).order_by("name"))
    return [one for one in (person, incident.responsible) if one is not None and one not in found] + found


class PersonField(forms.TypedChoiceField):
    """A choice among a few people."""

    default_error_messages = {"required": _("Vælg en person.")}

    def __init__(self, **kwargs):
        super().__init__(empty_value=None, **kwargs)
        self.people = {}

    def offer(self, people):
        """Set who can be chosen."""
        self.people = {str(one.pk): one for one in people}
        self.choices = [("", _("Vælg …")), *((pk, one.name) for pk, one in self.people.items())]

    def clean(self, value):
        """Return the chosen person. Not a `coerce`: a form's fields are copies, and each has its own people."""
        return self.people.get(str(super().clean(value)))

    def prepare_value(self, value):
        """Show a person as the choice it is."""
        return getattr(value, "pk", value)


class StepForm(forms.Form):
    """A form of one step; knows the incident and who fills it in."""

    def __init__(self, *args, incident=None, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.incident, self.person = incident, person


class NotRelevantForm(forms.Form):
    """Why a step isn't needed here."""

    reason = fields.SentenceField(label=_("Hvorfor er det ikke relevant?"), help_text=text("field_help", "reason"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="skip", **kwargs)
