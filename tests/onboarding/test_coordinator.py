"""The coordinator writes in the drafts of the templates that the own courses use; HR sees who wrote what, and publishes (role 18)."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core.models import Todo
from core.permissions import Forbidden
from onboarding.actions import courses, packs, roles
from onboarding.models import Pack
from tests.onboarding.courses import fresh, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinated(cast):
    """Return a course with Bent (senior) as coordinator."""
    course = make(cast)
    roles.assign(course, by=cast["hr"], roles={"coordinator": cast["senior"]})
    return fresh(course)


@pytest.fixture
def pack(coordinated):
    """Return the part that everyone gets, which the course uses."""
    return Pack.objects.get(code="everyone")


def browser(person):
    """Return a browser somebody is signed in to."""
    client = Client()
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


def bikes(pack, by):
    """Add a line about bicycles to the checklist."""
    values = {"title": "Cykel til hjemmebesøg", "phase": "first_month", "roles": ["leader"]}
    return packs.put_line(pack, by=by, name="items", code="", values=values)


def test_a_coordinator_finds_the_templates_of_the_own_courses_and_no_others(coordinated, cast):
    client = browser(cast["senior"])
    assert client.get(reverse("onboarding:home")).url == reverse("onboarding:list")
    assert (
        reverse("onboarding:packs") in client.get(reverse("onboarding:course", args=[coordinated.pk])).content.decode()
    )
    shown = client.get(reverse("onboarding:packs"))
    assert {one.code for one in shown.context["packs"]} == {"everyone", "safety"}
    assert "Ny del til et job" not in shown.content.decode()
    other = Pack.objects.get(code="case_worker")
    assert client.get(reverse("onboarding:pack", args=[other.pk])).status_code == 404


def test_a_part_of_the_courses_unit_is_the_coordinators_too_and_of_another_unit_not(coordinated, cast):
    own = packs.add_pack(by=cast["hr"], name="Vores", kind="unit", help_text="", unit=cast.office)
    other = packs.add_pack(by=cast["hr"], name="Deres", kind="unit", help_text="", unit=cast.other_office)
    assert bikes(own, cast["senior"]).number == 1
    with pytest.raises(Http404):
        bikes(other, cast["senior"])


def test_what_a_coordinator_writes_waits_for_hr_with_name_and_line(pack, cast):
    bikes(pack, cast["senior"])
    packs.drop_line(pack, by=cast["hr"], name="rows", code="lunch")
    todo = Todo.objects.about(pack).get()
    assert todo in Todo.objects.waiting_for(cast["hr"]) and todo not in Todo.objects.waiting_for(cast["senior"])
    assert (todo.owner_role, todo.state, todo.link) == ("hr", "open", reverse("onboarding:pack", args=[pack.pk]))
    shown = browser(cast["hr"]).get(todo.link)
    changes = {change["heading"]: change["lines"] for change in shown.context["changes"]}
    ((sign, title, _details, _before, who, at),) = changes["Huskelisten"]
    assert (sign, title, who) == ("added", "Cykel til hjemmebesøg", cast.senior.name) and at
    ((sign, title, _details, _before, who, _at),) = changes["Introduktionsskemaet"]
    assert (sign, title, who) == ("removed", "Frokost med mentor", cast.hr.name)
    assert cast.senior.name in shown.content.decode()


def test_one_question_for_hr_however_much_is_written_and_done_when_it_is_published(pack, cast):
    bikes(pack, cast["senior"])
    bikes(pack, cast["senior"])
    packs.publish(pack, by=cast["hr"], what_changed="Cykler")
    assert [todo.state for todo in Todo.objects.about(pack)] == ["done"]
    bikes(pack, cast["senior"])
    packs.discard(pack, by=cast["hr"])
    assert sorted(todo.state for todo in Todo.objects.about(pack)) == ["done", "withdrawn"]
    bikes(pack, cast["senior"])
    assert Todo.objects.about(pack).open().count() == 1


def test_hr_writing_alone_is_asked_nothing(pack, cast):
    bikes(pack, cast["hr"])
    assert not Todo.objects.about(pack).exists()


def test_only_hr_publishes_throws_away_retires_and_makes_parts(pack, cast):
    bikes(pack, cast["senior"])
    for verb in (
        lambda: packs.publish(pack, by=cast["senior"], what_changed="Cykler"),
        lambda: packs.discard(pack, by=cast["senior"]),
        lambda: packs.retire(pack, by=cast["senior"]),
        lambda: packs.add_pack(by=cast["senior"], name="Ny", kind="job", help_text=""),
    ):
        with pytest.raises(Forbidden):
            verb()
    client = browser(cast["senior"])
    shown = client.get(reverse("onboarding:pack", args=[pack.pk])).content.decode()
    assert "Udgiv udgave" not in shown and "HR ser den igennem" in shown
    assert client.post(reverse("onboarding:pack_publish", args=[pack.pk]), {"act": "discard"}).status_code == 403
    assert client.post(reverse("onboarding:packs"), {"name": "Ny", "kind": "job"}).status_code == 403
    assert pack.versions.filter(published_at__isnull=True).exists()


def test_a_draft_that_changed_since_hr_looked_is_not_published(pack, cast):
    seen = bikes(pack, cast["senior"]).edit
    bikes(pack, cast["senior"])
    with pytest.raises(ValidationError, match="Se den igennem igen"):
        packs.publish(pack, by=cast["hr"], what_changed="Cykler", edit=seen)
    answer = browser(cast["hr"]).post(
        reverse("onboarding:pack_publish", args=[pack.pk]), {"act": "publish", "what_changed": "Cykler", "edit": seen}
    )
    assert answer.status_code == 302 and pack.versions.filter(published_at__isnull=True).exists()
    packs.publish(pack, by=cast["hr"], what_changed="Cykler", edit=seen + 1)
    assert not pack.versions.filter(published_at__isnull=True).exists()


def test_the_right_ends_with_the_course_and_with_the_role(pack, coordinated, cast):
    roles.assign(coordinated, by=cast["hr"], roles={"coordinator": cast["kollega"]})
    with pytest.raises(Http404):
        bikes(pack, cast["senior"])
    bikes(pack, cast["kollega"])
    courses.cancel(fresh(coordinated), by=cast["hr"], reason="Amalie har fået et andet arbejde.")
    with pytest.raises(Http404):
        bikes(pack, cast["kollega"])


def test_lines_of_two_parts_never_get_the_same_code(pack, cast):
    other = packs.add_pack(by=cast["hr"], name="Anden", kind="job", help_text="")
    first, second = bikes(pack, cast["hr"]), bikes(other, cast["hr"])
    assert first.contents["items"][-1]["code"] != second.contents["items"][-1]["code"]
    gone = first.contents["items"][-1]["code"]
    packs.publish(pack, by=cast["hr"], what_changed="Cykler")
    packs.drop_line(pack, by=cast["hr"], name="items", code=gone)
    assert bikes(pack, cast["hr"]).contents["items"][-1]["code"] != gone


@pytest.mark.parametrize(("name", "said"), [("senior", "HR ser kladden igennem"), ("hr", "Udgiv kladden")])
def test_whoever_writes_reads_who_publishes(pack, cast, name, said):
    page = Client()
    page.force_login(cast[name], backend="core.signin.PersonBackend")
    values = {"title": "Cykelnøgle", "phase": "first_day", "role": "leader"}
    answer = page.post(reverse("onboarding:pack_line", args=[pack.pk, "items"]), values, follow=True).content.decode()
    assert "Linjen er gemt i kladden." in answer and said in answer
