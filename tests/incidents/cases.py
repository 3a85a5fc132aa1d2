"""One incident with its people, for the tests of what follows a report."""

from datetime import date

from core import reference
from core.models import Person
from incidents import steps
from incidents.models import Incident, LetterType
from tests.core.workplace import Workplace, at, away, person, role

FRIDAY = at("2027-02-05 13:20")  # the event: a Friday afternoon in the site's opening hours


class Case(Workplace):
    """The workplace, reference data and a threat at the desk on Friday at 13.20, taken over by the nearest leader."""

    def __init__(self, category="A", taken=True, kinds=("threat",), **values):
        super().__init__()
        if not LetterType.objects.exists():
            reference.load_all()
        self.hr = person("Hanne Hr", self.department)
        role(self.hr, "hr")
        for one in Person.objects.all():
            Person.objects.filter(pk=one.pk).update(phone="10 20 30 40")
        self.leader.refresh_from_db()
        received = {"state": "in_progress", "responsible": self.leader, "taken_over_at": FRIDAY, "category": category}
        self.incident = Incident.objects.create(
            number="2027-0001",
            kinds=list(kinds),
            reporter=self.colleague,
            affected=self.employee,
            unit=self.team,
            site=self.site,
            channel="in_person",
            place="desk",
            occurred_at=FRIDAY,
            submitted_at=FRIDAY,
            category_suggested=category,
            **({"state": "submitted"} if not taken else received) | values,
        )
        if taken:
            self.incident.category_decisions.create(
                category=category, suggested=category, decided_by=self.leader, decided_at=FRIDAY
            )
        steps.lay(self.incident, by=None)
        self.incident.refresh_from_db()

    def todo(self, code):
        """Return the newest to-do of a step."""
        return steps.find(self.incident, f"incidents.{code}")

    def fresh(self):
        """Return the incident as it stands in the database."""
        return Incident.objects.get(pk=self.incident.pk)


__all__ = ["FRIDAY", "Case", "at", "away", "date", "person", "role"]
