"""Who knows what; what somebody was trained as and wants to learn; the numbers; the plan that follows (GEN-70, GEN-35)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import retention
from core.models import AuditEntry, Person
from core.permissions import Forbidden
from onboarding.actions import competences
from onboarding.models import Background, Competence, Needs, Training
from senior.actions import plans
from tests.onboarding.courses import at, make

pytestmark = pytest.mark.django_db
A_YEAR_ON = date(2028, 2, 5)


def browser(person):
    """Return somebody's browser."""
    client = Client()
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


def own(person):
    """Return the address of a person's page."""
    return reverse("onboarding:competences_of", args=[person.pk])


def test_everything_is_written_on_one_page(cast):
    client, address = browser(cast["kollega"]), own(cast.kollega)
    known = {"topic": "Børnesamtaler", "category": "tools", "level": "teaches", "kind": "skill", "helps": "on"}
    client.post(address, {"form": "save"} | known)
    client.post(address, {"form": "background", "education": "other", "other": "Psykolog"})
    client.post(address, {"form": "training", "title": "Børnesamtalen", "place": "external", "year": "2026"})
    client.post(address, {"form": "needs", "tasks": "Svære sager.", "kinds": ["skill", "personal"]})
    page = client.get(address).content.decode()
    assert "Børnesamtaler" in page and "Faglig kunnen" in page and "Svære sager." in page
    assert Competence.objects.get().kind == "skill"
    assert Background.objects.get().other == "Psykolog"
    assert Training.objects.get().place == "external"
    client.post(address, {"form": "remove_training", "id": Training.objects.get().pk})
    client.post(address, {"form": "remove", "id": Competence.objects.get().pk})
    assert not Training.objects.exists() and not Competence.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"form": "background", "education": "other"}, "Skriv uddannelsen."),
        ({"form": "training", "title": "Kursus", "place": "internal", "year": "2031"}, "Året er ikke kommet endnu"),
        ({"form": "training", "place": "internal", "year": "2026"}, "Skriv kurset."),
        ({"form": "save", "category": "tools", "level": "uses", "kind": "skill"}, "Skriv emnet."),
    ],
)
def test_bad_input_is_answered_next_to_the_field(cast, data, said):
    answer = browser(cast["kollega"]).post(own(cast.kollega), data)
    assert answer.status_code == 422 and said in answer.content.decode()


def test_the_same_course_is_written_once(cast):
    values = {"title": "Børnesamtalen", "place": "internal", "year": 2026}
    competences.add_training(cast.kollega, by=cast["kollega"], **values)
    with pytest.raises(ValidationError, match="står der allerede"):
        competences.add_training(cast.kollega, by=cast["kollega"], **values)


def test_wishes_are_read_by_the_person_and_the_leader_and_by_nobody_else(cast):
    competences.write_needs(cast.kollega, by=cast["kollega"], answers={"tasks": "Svære sager."}, kinds=["skill"])
    assert "Svære sager." in browser(cast["leder"]).get(own(cast.kollega)).content.decode()
    assert AuditEntry.objects.filter(action="onboarding.needs_read", actor=cast.leder).count() == 1
    assert "Svære sager." not in browser(cast["hr"]).get(own(cast.kollega)).content.decode()
    for name in ("mentor", "andenleder", "medarbejder"):
        assert browser(cast[name]).get(own(cast.kollega)).status_code == 403
    with connection.cursor() as cursor:
        cursor.execute("select answers from onboarding_needs")
        assert "Svære" not in str(cursor.fetchone()[0])


def test_nobody_writes_wishes_for_another(cast):
    with pytest.raises((Forbidden, Http404)):
        competences.write_needs(cast.kollega, by=cast["leder"], answers={"tasks": "Andet"}, kinds=[])
    with pytest.raises((Forbidden, Http404)):
        competences.save_background(cast.kollega, by=cast["medarbejder"], education="office")
    assert not Needs.objects.exists() and not Background.objects.exists()


def test_empty_wishes_take_themselves_away(cast):
    competences.write_needs(cast.kollega, by=cast["kollega"], answers={"tasks": "Svære sager."}, kinds=["skill"])
    competences.write_needs(cast.kollega, by=cast["kollega"], answers={"tasks": ""}, kinds=[])
    assert not Needs.objects.exists()


def test_few_wishes_are_not_shown_as_numbers_and_many_are(cast):
    address = reverse("onboarding:competence_numbers")
    names = ["kollega", "medarbejder", "senior", "mentor", "tr", "amr"]
    for name in names[:3]:
        competences.write_needs(cast[name], by=cast[name], answers={}, kinds=["skill"])
    client = browser(cast["leder"])
    assert dict(client.get(address).context["needs"])["Faglig kunnen"] is None
    for name in names[3:]:
        competences.write_needs(cast[name], by=cast[name], answers={}, kinds=["skill"])
    assert dict(client.get(address).context["needs"])["Faglig kunnen"] == 6
    assert client.get(address, {"as": "xlsx"}).headers["Content-Type"].startswith("application/vnd")


def test_a_leader_of_another_office_gets_their_own_numbers_only(cast):
    for name in ("kollega", "medarbejder", "senior", "mentor", "tr", "amr"):
        competences.write_needs(cast[name], by=cast[name], answers={}, kinds=["skill"])
    address = reverse("onboarding:competence_numbers")
    other = browser(cast["andenleder"])
    assert other.get(address).context["needs"] == []
    assert other.get(address, {"unit": cast.office.pk}).context["needs"] == []


def test_what_hangs_on_one_person_is_shown(cast):
    known = {"topic": "Arkivet", "category": "tools", "level": "teaches", "helps": True}
    competences.save_competence(cast.kollega, by=cast["kollega"], **known)
    address = reverse("onboarding:competence_numbers")
    assert [one.topic for one in browser(cast["leder"]).get(address).context["alone"]] == ["Arkivet"]
    competences.save_competence(cast.mentor, by=cast["mentor"], **known)
    assert browser(cast["leder"]).get(address).context["alone"] == []


def test_they_go_a_while_after_somebody_has_left(cast):
    competences.write_needs(cast.kollega, by=cast["kollega"], answers={"tasks": "Svære sager."}, kinds=["skill"])
    Person.objects.filter(pk=cast.kollega.pk).update(active_to=date(2027, 2, 5))
    with time_machine.travel(at("2027-07-01 08:00"), tick=False):
        retention.run()
        assert Needs.objects.exists()
    with time_machine.travel(at("2027-09-01 08:00"), tick=False):
        retention.run()
        assert not Needs.objects.exists()


# -- the development plan (GEN-35) -------------------------------------------------------------------------------------
def test_the_first_years_line_leads_to_the_plan_and_is_ticked_by_it(cast):
    course = make(cast, start=date(2027, 1, 4))
    item = course.items.get(code="development")
    assert item.todo.link == reverse("senior:plan_new", args=[cast.nyansat.pk])
    leader = cast["leder"]
    plans.begin(cast["nyansat"], by=leader, short_goals="Egne sager", follow_up_on=A_YEAR_ON)
    item.todo.refresh_from_db()
    assert (item.todo.state, item.todo.done_by) == ("done", leader)


def test_a_plan_for_somebody_else_ticks_nothing(cast):
    course = make(cast, start=date(2027, 1, 4))
    plans.begin(cast["kollega"], by=cast["leder"], short_goals="Mål", follow_up_on=A_YEAR_ON)
    assert course.items.get(code="development").todo.state == "open"


def test_leader_and_employee_find_the_plan_beside_the_wishes_and_hr_does_not(cast):
    link = reverse("senior:plan_new", args=[cast.kollega.pk])
    for name in ("leder", "kollega"):
        assert link in browser(cast[name]).get(own(cast.kollega)).content.decode()
    assert link not in browser(cast["hr"]).get(own(cast.kollega)).content.decode()


def test_the_page_asks_before_something_is_taken_off_the_list(cast):
    competences.save_competence(
        cast["kollega"], by=cast["kollega"], topic="Journalisering", category="tools", level="uses", helps=True
    )
    competences.add_training(cast["kollega"], by=cast["kollega"], title="Børnesamtalen", place="external", year=2026)
    mine, address = browser(cast["kollega"]), reverse("onboarding:competences_of", args=[cast.kollega.pk])
    page = mine.get(address).content.decode()
    assert page.count('<details class="drop">') == 2
    assert "Kollegerne kan ikke længere finde det" in page and "ikke længere med på listen og i tallene" in page
    known = Competence.objects.get(person=cast.kollega)
    assert mine.post(address, {"form": "remove", "id": known.pk}).status_code == 302
    assert not Competence.objects.filter(pk=known.pk).exists()
