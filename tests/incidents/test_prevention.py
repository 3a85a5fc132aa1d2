"""Near misses, courses, the tone in a team, calling back, alarms and what is agreed about the press (INC-65, 77, 91)."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.urls import reverse

from core import reference, reminders, todos, topics
from core.models import AlarmTest, GuidancePage, Mail, Todo
from core.permissions import Forbidden, can
from incidents.actions import press
from incidents.actions import prevention as verbs
from incidents.models import AgendaProposal, ContingencyPlan, NearMiss, PreventionCourse
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def signed_in(client, person):
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


# -- near misses -----------------------------------------------------------------------------------------------------
def test_a_near_miss_is_looked_at_by_amr_and_the_teller_reads_the_answer(cast):
    row, _new = verbs.tell_near_miss(
        by=cast["medarbejder"], site=cast.site, happened_on=NOW.date(), what="En stol væltede."
    )
    reminders.sweep(NOW)
    assert Mail.objects.get().receiver == cast.amr and "stol" not in str(Mail.objects.get().context)
    verbs.answer_near_miss(row, by=cast["amr"], outcome="Stolene er byttet.")
    assert NearMiss.objects.visible_to(cast["medarbejder"]).get().outcome == "Stolene er byttet."
    assert not Todo.objects.open().filter(code=verbs.NEAR_MISS).exists()


def test_a_near_miss_told_twice_is_one_and_others_neither_see_nor_answer_it(cast):
    values = {"by": cast["medarbejder"], "site": cast.site, "happened_on": NOW.date(), "what": "En stol væltede."}
    row, _new = verbs.tell_near_miss(**values)
    assert verbs.tell_near_miss(**values) == (row, False)
    assert {name for name in cast.names if can(cast[name], "incidents.view_near_miss", row)} == {
        "medarbejder",
        "leder",
        "amr",
    }
    with pytest.raises(Http404):
        verbs.answer_near_miss(row, by=cast["andenleder"], outcome="x")
    with pytest.raises(Forbidden):
        verbs.answer_near_miss(row, by=cast["medarbejder"], outcome="x")


# -- courses ---------------------------------------------------------------------------------------------------------
def test_the_register_says_who_lacks_a_course_and_a_course_grows_old(cast, client):
    course, _new = verbs.add_course(
        by=cast["hr"], kind="conflict", held_on=NOW.date() - DAY, site=cast.site, participants=[cast.kollega]
    )
    page = signed_in(client, cast["leder"]).get(reverse("incidents:courses"))
    lacking = dict(page.context["lacking"])
    assert cast.kollega not in lacking["Konflikthåndtering"] and cast.kollega in lacking["Førstehjælp"]
    PreventionCourse.objects.filter(pk=course.pk).update(held_on=NOW.date().replace(year=2023))
    assert cast.kollega in dict(client.get(reverse("incidents:courses")).context["lacking"])["Konflikthåndtering"]


def test_only_those_who_keep_the_register_change_it(cast, client):
    with pytest.raises(Forbidden):
        verbs.add_course(by=cast["medarbejder"], kind="conflict", held_on=NOW.date())
    answer = signed_in(client, cast["medarbejder"]).post(reverse("incidents:courses"), {"form": "add"})
    assert answer.status_code == 403
    answer = signed_in(client, cast["hr"]).post(reverse("incidents:courses"), {"form": "add", "held_on": "32.13.2027"})
    assert answer.status_code == 422 and "Vælg kursus." in answer.content.decode()


def test_each_leader_is_asked_once_a_year_and_lokalmed_hears_of_what_is_left(cast):
    verbs.prevention_courses(NOW.date())
    todo = todos.mine(cast["leder"]).get(code=verbs.COURSES)
    verbs.prevention_courses(NOW.date())
    assert Todo.objects.filter(code=verbs.COURSES, unit=cast.office).count() == 1
    with time_machine.travel(NOW + 45 * DAY, tick=False):
        assert "courses" in [one.kind for one in topics.waiting(unit_ids=[cast.office.pk])]
        assert verbs.looked_through(cast.office, by=cast["leder"])
        assert "courses" not in [one.kind for one in topics.waiting(unit_ids=[cast.office.pk])]
    verbs.prevention_courses(NOW.date() + 100 * DAY)
    assert not Todo.objects.open().filter(code=verbs.COURSES, unit=cast.office).exists() and todo.round == 1


# -- the tone --------------------------------------------------------------------------------------------------------
def test_a_worry_goes_to_the_one_who_was_chosen_and_the_trio_hears_no_name(cast):
    row, _new = verbs.raise_concern(by=cast["kollega"], wish="trio", receiver="leader", text="Vi taler hårdt.")
    assert Todo.objects.about(row).get().owner == cast.leder
    assert can(cast["leder"], "incidents.answer_concern", row) and not can(cast["amr"], "incidents.view_concern", row)
    (topic,) = [one for one in topics.waiting(site_ids=[cast.site.pk]) if one.kind == "concern"]
    assert cast.kollega.name not in f"{topic}" and "hårdt" not in f"{topic}"
    verbs.answer_concern(row, by=cast["leder"], outcome="Vi tager det op på torsdag.")
    assert not Todo.objects.about(row).open().exists()


def test_a_worry_for_amr_is_not_read_by_the_leader(cast):
    row, _new = verbs.raise_concern(by=cast["kollega"], wish="talk", receiver="safety_rep", text="Vi taler hårdt.")
    assert not can(cast["leder"], "incidents.view_concern", row) and can(cast["amr"], "incidents.answer_concern", row)
    assert not AgendaProposal.objects.exists()


# -- calling back ------------------------------------------------------------------------------------------------------
def test_a_promised_call_is_reminded_of_ten_minutes_before(cast):
    todo = verbs.promise_call(by=cast["kollega"], at=NOW + timedelta(hours=1), initials="MK", ready="Svar")
    reminders.sweep(NOW + timedelta(minutes=49))
    assert not Mail.objects.exists()
    reminders.sweep(NOW + timedelta(minutes=50))
    assert Mail.objects.get().notice == "I-18" and "MK" not in str(Mail.objects.get().context)
    assert not verbs.called(todo, by=cast["leder"]) and verbs.called(todo, by=cast["kollega"])


def test_what_one_team_asks_the_trio_to_talk_about_is_on_no_list_for_all(cast, client):
    verbs.raise_concern(by=cast["kollega"], wish="trio", receiver="safety_rep", text="Tonen er hård.")
    assert AgendaProposal.objects.get().kind == "concern"
    page = signed_in(client, cast["andenmedarbejder"]).get(reverse("incidents:proposals")).content.decode()
    assert "Tonen i arbejdet" not in page
    assert "concern" in {one.kind for one in topics.waiting(unit_ids=[cast.office.pk])}


# -- alarms, the press -------------------------------------------------------------------------------------------------
def test_the_register_of_alarms_shows_what_failed_first(cast, client):
    alarm = cast.site.alarms.get()
    AlarmTest.objects.create(
        alarm=alarm, tested_on=NOW.date() - DAY, tested_by=cast.amr, worked=False, fault="Batteriet"
    )
    page = signed_in(client, cast["medarbejder"]).get(reverse("incidents:alarms"))
    assert "Batteriet" in page.content.decode() and "Notér afprøvning" not in page.content.decode()
    assert "Notér afprøvning" in signed_in(client, cast["amr"]).get(reverse("incidents:alarms")).content.decode()


def test_the_press_policy_is_gone_through_once_a_year(cast):
    ContingencyPlan.objects.create(unit=cast.office, owner=cast.stedfortraeder, next_revision_on=NOW.date())
    press.press_reviews(NOW.date())
    assert Todo.objects.open().get(code=press.CODE).owner == cast.stedfortraeder
    with pytest.raises(Forbidden):
        press.review(by=cast["medarbejder"])
    press.review(by=cast["leder"])
    assert GuidancePage.objects.get(code="PRESS").checked_by == cast.leder
    press.press_reviews(NOW.date())
    assert not Todo.objects.open().filter(code=press.CODE).exists()
    assert AgendaProposal.objects.get().kind == "press"


def test_one_workplaces_trio_does_not_answer_for_another(cast):
    for office, owner in ((cast.office, cast.stedfortraeder), (cast.andenleder.unit, cast.chef)):
        ContingencyPlan.objects.create(unit=office, owner=owner, next_revision_on=NOW.date())
    press.press_reviews(NOW.date())
    press.review(by=cast["leder"])
    (left,) = Todo.objects.open().filter(code=press.CODE)
    assert left.unit == cast.andenleder.unit
    press.review(by=cast["chef"])  # asked to, wherever they work
    assert not Todo.objects.open().filter(code=press.CODE).exists()


def test_every_phase_has_advice_for_every_reader_with_source_and_owner():
    reference.load_all()
    found = {(page.phase, page.audience) for page in GuidancePage.objects.all()}
    wanted = {
        (phase, reader)
        for phase in ("before", "during", "after", "off_hours")
        for reader in ("employee", "colleague", "leader", "workplace")
    }
    assert wanted - found == set()
    assert not GuidancePage.objects.filter(source="").exists()
    assert not GuidancePage.objects.filter(owner_role="").exists()


def test_mails_of_every_new_kind_say_nothing_beside_the_matter():
    words = " ".join(f"{row['subject']} {row['body']}" for row in reference.read("notices") if row["code"][:2] == "I-")
    assert not [word for word in ("belast", "chikane", "trussel", "borger", "psyk") if word in words.lower()]


def test_the_trio_is_prompted_twice_a_year(cast):
    for month, asked in ((1, True), (2, False), (8, True)):
        with time_machine.travel(NOW.replace(month=month), tick=False):
            kinds = [one.kind for one in topics.waiting(unit_ids=[cast.office.pk])]
        assert ("keep_going" in kinds) == asked
