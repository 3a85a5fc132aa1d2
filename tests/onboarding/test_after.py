"""What a closed course still takes, and what a second press of the same button does (ONB-16, -21–23)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import calendar
from core.models import AuditEntry, Mail, Todo
from onboarding.actions import courses, learning, meetings, papers
from onboarding.models import Course, Paper
from tests.onboarding.courses import at, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(course):
    """Return the course on its tenth day."""
    with time_machine.travel(at("2027-03-12 09:00"), tick=False):
        courses.advance(course, by=None)
        yield fresh(course)


def client(person):
    made = Client()
    made.force_login(person, backend="core.signin.PersonBackend")
    return made


def ended(course, state="closed", **values):
    Course.objects.filter(pk=course.pk).update(state=state, closed_on=calendar.today(), **values)
    return fresh(course)


@pytest.mark.parametrize("kind", ["preparation", "alignment", "follow_up_1", "follow_up_3"])
def test_a_paper_of_a_closed_course_is_read_and_no_longer_written(running, cast, kind):
    paper = papers.open_paper(running, kind, by=cast["leder"])
    papers.write(paper, by=cast["leder"], answers={"tasks": "To nye sager"})
    ended(running)
    paper = Paper.objects.get(pk=paper.pk)
    with pytest.raises(ValidationError, match="afsluttet"):
        papers.write(paper, by=cast["leder"], answers={"tasks": "Noget andet"})
    with pytest.raises(ValidationError, match="afsluttet"):
        papers.confirm(paper, by=cast["leder"])
    paper.refresh_from_db()
    assert paper.answers == {"tasks": "To nye sager"} and paper.locked_at is None

    shown = client(cast["leder"]).get(reverse("onboarding:paper", args=[running.pk, kind]))
    assert shown.status_code == 200 and "kan læses, men ikke ændres" in shown.content.decode()
    assert 'name="act"' not in shown.content.decode()


def test_the_agreement_is_written_in_the_mentor_scheme_after_the_course_and_not_without_one(running, cast):
    paper = papers.open_paper(running, "agreement", by=cast["mentor"])
    ended(running, mentor_scheme="no")
    with pytest.raises(ValidationError, match="afsluttet"):
        papers.write(Paper.objects.get(pk=paper.pk), by=cast["mentor"], answers={"purpose": "At lære"})
    ended(running, mentor_scheme="yes")
    written = papers.write(Paper.objects.get(pk=paper.pk), by=cast["mentor"], answers={"purpose": "At lære"})
    papers.confirm(written, by=cast["mentor"])
    assert papers.confirm(written, by=cast["nyansat"]).locked_at is not None


def test_the_last_party_evaluates_after_the_course_was_closed_and_not_when_it_was_called_off(running, cast):
    newcomer, leader, mentor = papers.open_evaluation(running, by=cast["leder"])
    for paper, name in ((newcomer, "nyansat"), (leader, "leder")):
        papers.write(paper, by=cast[name], answers={"worked": name})
        papers.confirm(paper, by=cast[name])
    ended(running, "cancelled")
    with pytest.raises(ValidationError, match="afsluttet"):
        papers.write(Paper.objects.get(pk=mentor.pk), by=cast["mentor"], answers={"worked": "mentor"})
    shown = client(cast["mentor"]).get(reverse("onboarding:evaluation", args=[running.pk]))
    assert shown.status_code == 200 and 'name="act"' not in shown.content.decode()

    ended(running)
    papers.write(Paper.objects.get(pk=mentor.pk), by=cast["mentor"], answers={"worked": "mentor"})
    assert papers.confirm(Paper.objects.get(pk=mentor.pk), by=cast["mentor"]).locked_at is not None


# -- the same press twice ------------------------------------------------------------------------------------------------
WRITTEN = {
    "question": lambda course, cast, text: learning.ask(course, by=cast["nyansat"], text=text),
    "point": lambda course, cast, text: meetings.raise_point(course, by=cast["mentor"], text=text),
    "journal": lambda course, cast, text: learning.write_journal(course, by=cast["nyansat"], text=text),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_the_same_text_within_a_minute_lands_on_the_one_that_is_there(running, cast, what):
    first = WRITTEN[what](running, cast, "Hvem godkender breve?")
    mails, entries = Mail.objects.count(), AuditEntry.objects.count()
    assert WRITTEN[what](running, cast, "Hvem godkender breve?") == first
    assert (Mail.objects.count(), AuditEntry.objects.count()) == (mails, entries)
    assert WRITTEN[what](running, cast, "Og hvem sender dem?") != first
    with time_machine.travel(calendar.now() + timedelta(minutes=1), tick=False):
        assert WRITTEN[what](running, cast, "Hvem godkender breve?") != first


def test_the_same_point_of_another_person_is_another_point(running, cast):
    first = meetings.raise_point(running, by=cast["mentor"], text="Ferie")
    assert meetings.raise_point(running, by=cast["nyansat"], text="Ferie") != first


def test_an_extra_meeting_is_planned_once_and_again_when_it_was_called_off(running, cast):
    when = at("2027-03-16 10:30")
    first = meetings.plan_one(running, by=cast["mentor"], starts_at=when, place="Rum 2")
    assert meetings.plan_one(running, by=cast["nyansat"], starts_at=when, place="Rum 2") == first
    assert Todo.objects.about(running).filter(code="onboarding.status_weekly", round=first.number).count() <= 1
    meetings.cancel(first, by=cast["mentor"])
    assert meetings.plan_one(running, by=cast["mentor"], starts_at=when, place="Rum 2") != first
