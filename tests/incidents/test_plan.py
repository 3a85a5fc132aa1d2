"""The contingency plan: written by its owner and AMR, published as versions, live where it can be (INC-66, INC-67; P-22)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import audit
from core.duties import contact_lists, contingency_plan, numbers
from core.models import Alarm, AuditEntry, ChainStep, Defibrillator, Hotline, Role, Todo
from core.permissions import Forbidden
from incidents import documents as papers
from incidents.actions import plan as verbs
from incidents.models import ContingencyPlan, PlanVersion
from incidents.plan import Live, blocks
from tests.core.workplace import Workplace, at, away, person, role
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db
MONDAY = at("2027-03-01 09:00")
TEXT = [{"title": "Når det sker", "text": "Gå din vej.\n\n- Brug alarmen\n- Ring 112"}]


@pytest.fixture
def house():
    """Return a workplace with reference data, a plan owner, and a frozen Monday."""
    with time_machine.travel(MONDAY, tick=False):
        made = Workplace()
        made.owner = person("Ella Ejer", made.department, site=made.site, phone="10203040")
        role(made.owner, "plan_owner", made.department)
        Alarm.objects.create(site=made.site, kind="fixed", placement="Skranken", receivers="serviceteamet og politiet")
        Defibrillator.objects.create(site=made.site, placement="Ved trappe B")
        yield made


@pytest.fixture
def plan(house):
    """Return a plan of the department with one published version."""
    made = verbs.begin(house.department, by=house.owner)
    draft = verbs.save(made, by=house.owner, edit=1, sections=TEXT)
    verbs.publish(made, by=house.owner, edit=draft.edit, what_changed="Første udgave.", was_reviewed=True)
    made.refresh_from_db()
    return made


def signed_in(someone):
    """Return a client of somebody."""
    client = Client()
    client.force_login(someone, backend="core.signin.PersonBackend")
    return client


# -- writing -------------------------------------------------------------------------------------------------------
def test_a_draft_is_seen_by_nobody_until_it_is_published(house, plan):
    draft = verbs.open_draft(plan, by=house.owner)
    verbs.save(plan, by=house.owner, edit=draft.edit, sections=[{"title": "Ny overskrift", "text": "Ny tekst"}])
    assert "Ny overskrift" not in signed_in(house.employee).get(f"/incidents/plan/{plan.pk}/").content.decode()
    verbs.publish(plan, by=house.owner, edit=draft.edit + 1, what_changed="Ny overskrift.", was_reviewed=False)
    assert "Ny overskrift" in signed_in(house.employee).get(f"/incidents/plan/{plan.pk}/").content.decode()


def test_an_older_version_stays_readable_and_its_pdf_is_the_one_that_was_kept(house, plan):
    draft = verbs.open_draft(plan, by=house.owner)
    draft = verbs.save(plan, by=house.owner, edit=draft.edit, sections=[{"title": "Noget andet", "text": "x"}])
    verbs.publish(plan, by=house.owner, edit=draft.edit, what_changed="Andet.", was_reviewed=False)
    client = signed_in(house.employee)
    assert "Gå din vej." in client.get(f"/incidents/plan/{plan.pk}/versions/1/").content.decode()
    kept = PlanVersion.objects.get(plan=plan, number=1).document
    assert client.get(f"/incidents/plan/{plan.pk}/plan.pdf?version=1").content == bytes(kept.content)
    assert client.get(f"/incidents/plan/{plan.pk}/versions/9/").status_code == 404


def test_two_who_write_at_once_lose_nothing(house, plan):
    draft = verbs.open_draft(plan, by=house.owner)
    verbs.save(plan, by=house.owner, edit=draft.edit, sections=[{"title": "Når det sker", "text": "Den ene"}])
    with pytest.raises(verbs.Stale) as late:
        verbs.save(plan, by=house.owner, edit=draft.edit, sections=[{"title": "Når det sker", "text": "Den anden"}])
    assert late.value.draft.sections[0]["text"] == "Den ene"
    both = verbs.both([{"title": "Når det sker", "text": "Den anden"}], late.value.draft.sections)
    assert both == [{"title": "Når det sker", "text": "Den anden\n\nDen ene"}]


def test_the_page_shows_both_texts_on_a_conflict_and_keeps_both_on_request(house, plan):
    client = signed_in(house.owner)
    draft = verbs.open_draft(plan, by=house.owner)
    verbs.save(plan, by=house.owner, edit=draft.edit, sections=[{"title": "Når det sker", "text": "Den ene"}])
    typed = {
        "edit": draft.edit,
        "count": 1,
        "title_1": "Når det sker",
        "text_1": "Den anden",
        "place_1": 1,
        "do": "save",
    }
    answer = client.post(f"/incidents/plan/{plan.pk}/edit/", typed)
    assert answer.status_code == 409
    assert "Den ene" in answer.content.decode() and "Den anden" in answer.content.decode()
    assert client.post(f"/incidents/plan/{plan.pk}/edit/", typed | {"do": "both"}).status_code == 302
    assert (
        "Den anden" in verbs.draft_of(plan).sections[0]["text"]
        and "Den ene" in verbs.draft_of(plan).sections[0]["text"]
    )


def test_whoever_publishes_publishes_what_was_read(house, plan):
    draft = verbs.open_draft(plan, by=house.owner)
    verbs.save(plan, by=house.owner, edit=draft.edit, sections=[{"title": "Nyere", "text": "x"}])
    with pytest.raises(verbs.Stale):
        verbs.publish(plan, by=house.owner, edit=draft.edit, what_changed="Gammelt.", was_reviewed=False)
    assert verbs.published_of(plan).number == 1


@pytest.mark.parametrize(
    "typed, words",
    [
        ({"title_1": "", "text_1": "Tekst uden overskrift"}, "Skriv en overskrift"),
        ({"title_1": "", "text_1": ""}, "mindst ét afsnit"),
        ({"title_1": "x" * 200, "text_1": "t"}, ""),
        ({"title_1": "Titel", "text_1": "t" * 100_000}, ""),
        ({"title_1": "Titel", "text_1": "t", "place_1": "første"}, "Skriv et tal"),
        ({"title_1": "Titel", "text_1": "t", "count": "99999999999"}, ""),
        ({"title_1": "Titel", "text_1": "t", "edit": "abc"}, ""),
    ],
)
def test_nonsense_gets_a_message_and_what_was_typed_stays(house, plan, typed, words):
    answer = signed_in(house.owner).post(
        f"/incidents/plan/{plan.pk}/edit/", {"edit": 1, "count": 1, "do": "save"} | typed
    )
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed["text_1"][:30] in answer.content.decode()
    assert PlanVersion.objects.filter(plan=plan, published_at__isnull=False).count() == 1


def test_sections_stand_in_the_order_of_their_numbers(house, plan):
    draft = verbs.open_draft(plan, by=house.owner)
    signed_in(house.owner).post(
        f"/incidents/plan/{plan.pk}/edit/",
        {
            "edit": draft.edit,
            "count": 2,
            "title_1": "Sidst",
            "text_1": "a",
            "place_1": 2,
            "title_2": "Først",
            "text_2": "b",
            "place_2": 1,
            "do": "save",
        },
    )
    assert [one["title"] for one in verbs.draft_of(plan).sections] == ["Først", "Sidst"]


def test_a_text_becomes_paragraphs_and_points():
    assert blocks("Et\nto\n\n- a\n- b\n\nSlut") == [("p", "Et\nto"), ("list", ["a", "b"]), ("p", "Slut")]
    assert blocks("Først:\n- a\n- b") == [("p", "Først:"), ("list", ["a", "b"])]
    assert blocks("") == []


# -- who may -------------------------------------------------------------------------------------------------------
def test_the_owner_and_the_amr_of_the_workplace_edit_others_only_read(house, plan):
    assert signed_in(house.owner).get(f"/incidents/plan/{plan.pk}/edit/").status_code == 200
    assert signed_in(house.rep).get(f"/incidents/plan/{plan.pk}/edit/").status_code == 200
    assert signed_in(house.employee).get(f"/incidents/plan/{plan.pk}/").status_code == 200
    assert signed_in(house.employee).get(f"/incidents/plan/{plan.pk}/edit/").status_code == 403
    assert signed_in(house.employee).get("/incidents/plan/999999/edit/").status_code == 404
    with pytest.raises(Forbidden):
        verbs.save(plan, by=house.leader, edit=1, sections=TEXT)


def test_an_amr_elsewhere_does_not_edit(house, plan):
    stranger = person("Frida Fjern", house.top, site=None)
    role(stranger, "safety_rep", house.top)
    other = ContingencyPlan.objects.create(unit=house.team, owner=house.owner, next_revision_on=date(2028, 1, 1))
    elsewhere = person("Palle Parallel")
    role(elsewhere, "safety_rep", site=house.site)
    with pytest.raises(Forbidden):
        verbs.open_draft(other, by=elsewhere)


def test_only_somebody_who_keeps_plans_begins_one(house):
    assert signed_in(house.owner).get("/incidents/plan/").status_code == 200
    assert signed_in(house.owner).post("/incidents/plan/new/", {"unit": house.department.pk}).status_code == 302
    assert ContingencyPlan.objects.get().owner == house.owner
    assert signed_in(house.employee).post("/incidents/plan/new/", {"unit": house.team.pk}).status_code == 403


def test_a_draft_can_be_thrown_away_but_not_what_holds(house, plan):
    verbs.open_draft(plan, by=house.owner)
    assert verbs.discard(plan, by=house.owner) is True
    assert verbs.discard(plan, by=house.owner) is False
    assert verbs.published_of(plan).number == 1


# -- live parts ----------------------------------------------------------------------------------------------------
def test_the_chain_the_alarms_and_the_contacts_are_those_of_today(house, plan):
    ChainStep.objects.create(unit=house.team, order=1, led_unit=house.department, label="chef")
    page = signed_in(house.employee).get(f"/incidents/plan/{plan.pk}/").content.decode()
    for words in ("Lene Leder", "Skranken", "Ved trappe B", "Anna Amr", "Overtag ansvaret", "72 timer"):
        assert words in page
    away(house.leader, deputy=house.deputy, day=MONDAY.date())
    page = signed_in(house.employee).get(f"/incidents/plan/{plan.pk}/").content.decode()
    assert "i stedet for Lene Leder" in page


def test_the_page_takes_as_many_queries_for_many_as_for_few(house, plan):
    client = signed_in(house.employee)
    client.get(f"/incidents/plan/{plan.pk}/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/incidents/plan/{plan.pk}/")
    for number in range(30):
        someone = person(f"Nr {number}", house.team, site=house.site)
        role(someone, "union_rep", house.team)
        Alarm.objects.create(site=house.site, kind="portable", placement=f"Sted {number}", receivers="vagten")
    with CaptureQueriesContext(connection) as many:
        client.get(f"/incidents/plan/{plan.pk}/")
    assert len(many) == len(few)


def test_saying_that_the_contact_list_is_right_answers_the_reminder(house, plan):
    contact_lists(MONDAY.date())
    todo = Todo.objects.get(code="core.contact_check", subject_id=house.department.pk)
    assert signed_in(house.employee).post(f"/incidents/plan/{plan.pk}/check/", {"what": "contacts"}).status_code == 403
    assert signed_in(house.owner).post(f"/incidents/plan/{plan.pk}/check/", {"what": "contacts"}).status_code == 302
    todo.refresh_from_db()
    assert todo.state == "done"
    assert Role.objects.get(person=house.rep).checked_on == MONDAY.date()
    assert Live(plan).contacts_checked_on == MONDAY.date()


def test_saying_that_the_numbers_are_right_answers_the_reminder(house, plan):
    numbers(MONDAY.date())
    assert signed_in(house.owner).post(f"/incidents/plan/{plan.pk}/check/", {"what": "numbers"}).status_code == 302
    assert not Todo.objects.open().filter(code="core.number_check").exists()
    assert Hotline.objects.filter(checked_on__isnull=True).exists()  # everybody's: not for the owner of one part's plan


def test_the_hotlines_are_right_when_somebody_who_looks_after_them_everywhere_says_so(house, plan):
    role(house.owner, "plan_owner")
    assert signed_in(house.owner).post(f"/incidents/plan/{plan.pk}/check/", {"what": "numbers"}).status_code == 302
    assert not Hotline.objects.filter(checked_on__isnull=True).exists()


def test_an_unknown_check_is_not_found(house, plan):
    assert signed_in(house.owner).post(f"/incidents/plan/{plan.pk}/check/", {"what": "alt"}).status_code == 404


# -- once a year ---------------------------------------------------------------------------------------------------
def test_going_through_the_plan_sets_the_next_time_a_year_ahead(house, plan):
    assert plan.checked_on == MONDAY.date() and plan.next_revision_on == date(2028, 3, 1)
    contingency_plan(MONDAY.date())
    assert not Todo.objects.open().filter(code="core.plan_revision").exists()
    contingency_plan(date(2028, 2, 10))
    todo = Todo.objects.open().get(code="core.plan_revision")
    with time_machine.travel(at("2028-02-11 10:00"), tick=False):
        verbs.review(plan, by=house.owner)
    todo.refresh_from_db()
    plan.refresh_from_db()
    assert todo.state == "done" and plan.next_revision_on == date(2029, 2, 11)


def test_a_small_change_is_no_review(house, plan):
    with time_machine.travel(at("2027-06-01 10:00"), tick=False):
        draft = verbs.open_draft(plan, by=house.owner)
        draft = verbs.save(plan, by=house.owner, edit=draft.edit, sections=[{"title": "Lidt", "text": "Rettet"}])
        verbs.publish(plan, by=house.owner, edit=draft.edit, what_changed="En stavefejl.", was_reviewed=False)
    plan.refresh_from_db()
    assert plan.next_revision_on == date(2028, 3, 1)


def test_an_empty_plan_is_not_published(house):
    made = verbs.begin(house.department, by=house.owner)
    with pytest.raises(ValidationError):
        verbs.save(made, by=house.owner, edit=1, sections=[{"title": " ", "text": " "}])


# -- paper and log -------------------------------------------------------------------------------------------------
def test_the_paper_holds_the_whole_plan_and_both_standards(house, plan):
    content = papers.contingency_plan(plan, verbs.published_of(plan), number="27-000009")
    assert_archival(content, title="Beredskabsplan for Myndighed")
    text = text_of(content)
    for words in (
        "Gå din vej.",
        "Brug alarmen",
        "Lene Leder",
        "Anna Amr",
        "Ved trappe B",
        "Kategori A",
        "Nordisk Krisekorps",
        "Dok. 27-000009",
    ):
        assert words in text


def test_what_is_done_to_the_plan_stands_in_the_log(house, plan):
    actions = list(
        AuditEntry.objects.filter(subject_type="incidents.contingencyplan", subject_id=plan.pk).values_list(
            "action", flat=True
        )
    )
    assert (
        "incidents.plan_begun" in actions
        and "incidents.plan_published" in actions
        and "incidents.plan_reviewed" in actions
    )
    assert audit.verify("incidents.contingencyplan", plan.pk) == []


def test_the_name_that_core_knows_leads_to_the_plan(house, plan):
    assert signed_in(house.employee).get("/contingency/").url == "/incidents/plan/"
    assert "Når det sker" in signed_in(house.employee).get("/incidents/plan/").content.decode()
