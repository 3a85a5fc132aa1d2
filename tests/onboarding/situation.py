"""The rows that onboarding's tables point at: Amalie (nyansat) began on Monday 18 January 2027 in Mette's office with
Peter (mentor); Lone (sfk) answers for a row and a line, Bent (senior) is the coordinator. One of everything.
"""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core import files, signin
from core.actions import attachments
from onboarding.actions import courses, learning, meetings, papers, roles
from onboarding.models import (
    Aid,
    Background,
    BankQuestion,
    Competence,
    JournalEntry,
    Needs,
    Pack,
    SavedView,
    Topic,
    Training,
)
from tests.cast import NOW, Cast
from tests.onboarding.courses import WEEK, begins, fresh, versions
from tests.situation import named_addresses, quick, taken_back

START = date(2027, 1, 18)


class Laid:
    """The rows, the people and who of them is signed in."""

    def __init__(self):
        self.cast = cast = Cast()
        self.names, self._clients = list(cast.names), {}
        self.addresses = {name: p for name, p in named_addresses().items() if name.startswith("onboarding:")}
        person = begins(cast, on=START)
        made = courses.create(
            person,
            by=cast["hr"],
            unit=cast.office,
            site=cast.site,
            start_on=START,
            weekdays=WEEK,
            experience="newly_hired",
            terms="ordinary",
            versions=versions(also=["case_worker"]),
            mentor=cast["mentor"],
        )
        roles.assign(made, by=cast["hr"], roles={"coordinator": cast["senior"]})
        self.course = fresh(made)
        self.item = self.course.items.get(code="guidelines")  # Lone's
        self.row = self.course.rows.get(code="guidelines")
        self.meeting = self.course.meetings.filter(series="daily").last()
        self.question = learning.ask(self.course, by=cast["nyansat"], text="Skal jeg have madpakke med?")
        self.point = meetings.raise_point(self.course, by=cast["mentor"], text="Tale om ferie")
        self.entry = JournalEntry.objects.create(
            person=cast.nyansat, course=self.course, text="Det går godt.", written_at=NOW
        )
        self.goal = self.course.goals.first()
        self.topic = self.course.topics.first()
        Topic.objects.filter(pk=self.topic.pk).update(person=cast["sfk"])
        upload = SimpleUploadedFile("vejledning.txt", b"Ring 7000 0000.")
        self.aid = Aid.objects.filter(course=self.course).first()
        Aid.objects.filter(pk=self.aid.pk).update(
            file=attachments.attach(self.course, upload, files.inspect(upload), by=cast["leder"])
        )
        self.follow_up = papers.open_paper(self.course, "follow_up_1", by=cast["leder"])
        self.alignment = papers.open_paper(self.course, "alignment", by=cast["mentor"])
        self.preparation = papers.open_paper(self.course, "preparation", by=cast["leder"])
        self.agreement = papers.open_paper(self.course, "agreement", by=cast["mentor"])
        self.evaluations = papers.open_evaluation(self.course, by=cast["leder"])
        self.competence = Competence.objects.create(
            person=cast.kollega, topic="Børnesamtaler", category="specialists", level="teaches", confirmed_on=START
        )
        self.background = Background.objects.create(person=cast.nyansat, education="social_worker", saved_at=NOW)
        self.training = Training.objects.create(person=cast.nyansat, title="Børnesamtalen", year=2026)
        self.needs = Needs.objects.create(person=cast.nyansat, answers={"tasks": "Svære sager."}, written_at=NOW)
        self.view = SavedView.objects.create(person=cast.hr, name="Mine", query="show=late")
        self.pack = Pack.objects.get(code="everyone")

    def address(self, name):
        """Return the address of a name, pointed at the row that belongs to it."""
        bare = name.partition(":")[2]
        known = {
            "kind": "alignment" if bare == "paper" else "xlsx",
            "name": "items",
            "token": "gaet",
            "code": BankQuestion.objects.first().code,
            "question": self.question.pk,
            "goal": self.goal.pk,
            "topic": self.topic.pk,
            "point": self.point.pk,
            "aid": self.aid.pk,
        }
        of = (
            ("item_add", self.course),
            ("item", self.item),
            ("row_add", self.course),
            ("row", self.row),
            ("meetings", self.course),
            ("meeting_new", self.course),
            ("meeting", self.meeting),
            ("agenda_pdf", self.meeting),
            ("pack", self.pack),
            ("view_remove", self.view),
            ("competences_of", self.cast.kollega),
            ("", self.course),
        )
        keys = {
            key: known.get(key) or next(row.pk for part, row in of if bare.startswith(part))
            for key in self.addresses[name].pattern.converters
        }
        return reverse(name, kwargs=keys)

    def ask(self, name, address, method="get", data=None):
        """Return the status that somebody (None: nobody) gets; whatever it changed is taken back."""
        if name not in self._clients:
            client = self._clients[name] = Client()
            if name is not None:
                client.force_login(self.cast[name], backend="core.signin.PersonBackend")
        with taken_back():
            return getattr(self._clients[name], method)(address, data or {}).status_code

    def all(self, address, method="get", data=None):
        """Return {name: status} of everybody."""
        return {name: self.ask(name, address, method, data) for name in self.names}


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    """Lay the rows once for all tests of a module."""
    with django_db_blocker.unblock(), taken_back():
        assert signin.user_logged_in.has_listeners()
        with time_machine.travel(NOW, tick=False):
            made = Laid()
            made.all("/healthz")  # everybody is signed in before the first test takes back what it wrote
        yield made


@pytest.fixture
def situation(laid, db):
    """Give a test the rows, with the clock standing at NOW; what it changes is taken back."""
    paper, plain = quick()
    with time_machine.travel(NOW, tick=False), paper, plain:
        yield laid
