"""Every address of MED that shows something asks the same few questions, whatever the data: one body, then six times as much."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core import editions
from med.actions import inviting
from med.models import (
    Action,
    Agreement,
    Assessment,
    ChairMatter,
    CompetenceNeed,
    Course,
    CourseOffer,
    Dissemination,
    Event,
    Guideline,
    HearingAnswer,
    Lift,
    Outcome,
    PlanMeasure,
    SafetyGoal,
    Signature,
    TrainingRecord,
)
from tests.cast import NOW, START, Cast
from tests.counting import asked, first, said
from tests.med.beside import DAY, Beside
from tests.med.beside_access import EVERYONE, PAGES
from tests.med.test_url_access import OWN
from tests.situation import quick, taken_back

pytestmark = pytest.mark.django_db
MOST = 10
ASKERS = ("hr", "tr", "leder", "amr", "direktoer", "mentor")  # in the order of who sees most
SHOWN = {
    **dict.fromkeys(EVERYONE, ("", "*")),
    **{name: (row, through) for name, (row, through, _told_no) in PAGES.items()},
    **{name: (row, through) for name, (method, row, through, _sees) in OWN.items() if method == "get"},
}


class Everything(Beside):
    """One row of everything, and more of it."""

    def lay_rows(self):
        """Make the rows that the addresses point at."""
        super().lay_rows()
        self.topic = self.item.topic
        self.seat_row = self.seats["amr"]
        inviting.tell(self.one, by=self.cast.leder)
        return self

    def address(self, name):
        """Return an address with its row."""
        words = (SHOWN[name][0] or "").split()
        rows = ["seat_row" if word == "seat" else word for word in words]
        return reverse(name, args=[row[1:] if row.startswith(":") else getattr(self, row).pk for row in rows])

    def grow(self, first, last):
        """Add to every list that the pages show, numbered from `first` up to `last`."""
        cast = self.cast
        wrote = {"written_by": cast.leder, "written_at": NOW}
        for n in range(first, last):
            meeting = self.meeting(days=-200 - n, state="minutes_sent")
            for at in (meeting, self.past, self.one, self.trio_meeting):
                item = self.treatment(at, f"Punkt {n}", text="Drøftet.")
                Outcome.objects.create(treatment=item, body=at.body, kind="approved", decided_on=DAY, **wrote)
                Action.objects.create(
                    treatment=item, what=f"Opgave {n}", owner=cast.leder, due_on=DAY, made_by=cast.tr, made_at=NOW
                )
                Dissemination.objects.create(
                    treatment=item, who="Alle", what=f"Ord {n}", channel="meeting", due_on=DAY, responsible=cast.mentor
                )
            Lift.objects.create(
                treatment=item, from_body=self.body, to_body=self.parent, question="Hvem?", sent_by=cast.tr, sent_at=NOW
            )
            guideline = Guideline.objects.create(body=self.body, kind="guide", title=f"Vejledning {n}", **wrote)
            for one in (guideline, self.heard):
                HearingAnswer.objects.create(
                    guideline=one, unit=self.office(n) if one is self.heard else cast.office, asked_on=DAY
                )
            agreement = Agreement.objects.create(body=self.body, title=f"Tillæg {n}", holder=cast.mentor, **wrote)
            for one in (agreement, self.agreement):
                Signature.objects.create(agreement=one, party=f"Part {n}")
            SafetyGoal.objects.create(discussion=self.annual, text=f"Mål {n}")
            assessment = Assessment.objects.create(
                kind="apv", body=self.body, unit=cast.office, title=f"APV {n}", started_on=DAY, **wrote
            )
            for one in (assessment, self.assessment):
                PlanMeasure.objects.create(
                    assessment=one, problem="Støj", measure=f"Plader {n}", owner=cast.mentor, due_on=DAY
                )
            ChairMatter.objects.create(body=self.body, title=f"Sag {n}", **wrote)
            course = Course.objects.create(kind="safety_extra", title=f"Kursus {n}", days=2)
            record = TrainingRecord.objects.create(
                person=cast.tr,
                seat=self.seats["tr"],
                function="union_rep",
                elected_on=START + timedelta(days=n),
                ended_on=DAY + timedelta(days=400 + n),  # still runs; one open function of a kind each
            )
            for one in (record, self.record):
                CompetenceNeed.objects.create(record=one, year=2027, need=f"Behov {n}")
                CourseOffer.objects.create(record=one, kind="safety_extra", course=course, days=2, offered_on=DAY)
            for days in (n + 1, -n - 1):
                Event.objects.create(
                    title=f"Temadag {n}",
                    starts_at=NOW + timedelta(days=days),
                    audience=["everyone"],
                    made_by=cast.tr,
                    made_at=NOW,
                )

    def office(self, n):
        """Return a further unit to be heard."""
        from tests.cast import unit

        return unit(f"Enhed {n} {Guideline.objects.count()}", self.cast.office)


@pytest.fixture(scope="module")
def counted(django_db_setup, django_db_blocker):
    """Return {address: (questions with little data, with more, whether it is a page)}."""
    paper, plain = quick()
    always = mock.patch.object(editions, "KEPT_SECONDS", float("inf"))
    clock = time_machine.travel(NOW, tick=False)
    with django_db_blocker.unblock(), taken_back(), clock, paper, plain, always:
        med = Everything(Cast()).lay_rows()
        askers = {name: Client() for name in med.cast.names}
        for name, client in askers.items():
            client.force_login(med.cast[name], backend="core.signin.PersonBackend")

        def all_of_them(warm):
            found = {}
            for name, (_row, through) in SHOWN.items():
                with taken_back():
                    client = askers[first(through, ASKERS, med.cast.names)]
                    found[name] = asked(client, med.address(name), warm=warm)
            return found

        med.grow(0, 2)
        few = all_of_them(warm=True)
        med.grow(2, 14)
        many = all_of_them(warm=False)
        yield {name: (few[name][0], *many[name]) for name in SHOWN}


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_a_page_asks_the_same_few_questions_whatever_the_data(counted, name):
    few, many, is_page = counted[name]
    assert len(few) == len(many), said(one for one in many if many.count(one) > few.count(one))
    assert len(many) <= MOST or not is_page, said(many)
