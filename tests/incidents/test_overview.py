"""The overview of leaders and AMR: what is open and late, trends without small cells, a paper and one click (INC-71)."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import topics
from core.models import Document
from incidents import nested, overview, steps
from incidents.actions import learning
from incidents.actions import plan as plans
from incidents.cards import CARDS
from incidents.models import AgendaProposal, Incident, PlanFavourite, Sanction
from tests.cast import NOW, Cast
from tests.pdfs import assert_archival, text_of
from tests.situation import make_incident

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def signed_in(client, person):
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


def many(cast, n, year="2026", **values):
    """Make closed incidents of the office."""
    return [
        make_incident(
            cast, number=f"{year}-{100 + k}-{values.get('category', 'A')}", state="closed", closed_at=NOW, **values
        )
        for k in range(n)
    ]


def test_open_cases_stand_by_their_next_deadline_with_what_is_late(cast):
    first = make_incident(cast, occurred_at=NOW - 9 * DAY, submitted_at=NOW - 9 * DAY)
    second = make_incident(cast, number="2027-0002")
    for case in (first, second):
        steps.lay(case, by=None)
    rows = overview.open_cases(cast["leder"])
    assert [row.incident for row in rows] == [first, second]
    assert rows[0].late > rows[1].late and rows[0].next.due_at < NOW


def test_a_leader_sees_the_own_area_and_nobody_elses(cast):
    make_incident(cast)
    elsewhere = make_incident(
        cast, number="2027-0002", unit=cast.other_office, site=cast.other_site, affected=cast.andenmedarbejder
    )
    assert [row.incident for row in overview.open_cases(cast["andenleder"])] == [elsewhere]
    assert overview.open_cases(cast["medarbejder"]) == []


def test_the_page_shows_the_most_urgent_and_tells_how_many_there_are(cast, client):
    for n in range(27):
        make_incident(cast, number=f"2027-{n + 10:04}")
    rows = overview.open_cases(cast["leder"])
    assert len(rows) == 25 and {row.incident.in_all for row in rows} == {27}
    assert rows[0].incident.with_late == 0 and rows[0].incident.without_leader == 0
    signed_in(client, cast["leder"]).get(reverse("incidents:overview"))
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("incidents:overview")).content.decode()
    asked = [query for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 10
    assert "Se alle 27 åbne hændelser" in page


def test_small_cells_are_hidden_and_enough_are_shown(cast):
    many(cast, 4)
    found = overview.trends(overview.area_of(cast["leder"]), NOW.date(), 5)
    assert found.total is None and found.kinds[0][1] is None
    many(cast, 6, category="B")
    found = overview.trends(overview.area_of(cast["leder"]), NOW.date(), 5)
    assert (found.total, found.kinds[0][1]) == (10, 10)
    assert 4 not in [cell for row in found.by_category.cells for cell in row]


def test_the_time_to_the_first_human_being_is_the_middle_one(cast):
    for minutes in (5, 10, 15, 20, 300):
        make_incident(cast, number=f"2027-1{minutes}", taken_over_at=NOW + timedelta(minutes=minutes))
    found = overview.trends(overview.area_of(cast["leder"]), NOW.date(), 5)
    assert found.contact[-1][1] == 15


def test_trends_ask_the_same_few_questions_whatever_the_number(cast):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            overview.trends(overview.area_of(cast["leder"]), NOW.date(), 5)
        return len(queries)

    many(cast, 2)
    asked()  # the lists of words are read once a process
    few = asked()
    many(cast, 30, category="B")
    assert asked() == few <= 6  # with the person's roles


def test_an_incident_is_open_to_amr_without_its_story(cast, client):
    make_incident(cast, citizen_name="Ib Borger")
    page = signed_in(client, cast["amr"]).get(reverse("incidents:overview")).content.decode()
    assert "En hændelse på Fjordby Rådhus" in page and "Ib Borger" not in page


def test_the_paper_holds_no_names_and_is_a_real_document(cast, client):
    make_incident(cast)
    answer = signed_in(client, cast["leder"]).get(reverse("incidents:overview_pdf"))
    assert_archival(answer.content)
    text = text_of(answer.content)
    assert "Vold og trusler: overblik" in text and cast.kollega.name not in text and cast.leder.name not in text


def test_one_click_puts_the_numbers_before_lokalmed_with_the_document(cast, client):
    signed_in(client, cast["leder"])
    for _press in range(2):
        assert client.post(reverse("incidents:overview_offer")).status_code == 302
    proposal = AgendaProposal.objects.get()
    (topic,) = [one for one in topics.waiting(unit_ids=[cast.office.pk]) if one.kind == "statistics"]
    assert topic.facts == {"document": proposal.document_id}
    signed_in(client, cast["medarbejder"])
    answer = client.get(reverse("core:document", args=[proposal.document_id]))
    assert answer.status_code == 200 and Document.objects.get().kind == "P-23"
    assert client.post(reverse("incidents:overview_offer")).status_code == 403


# -- learning ----------------------------------------------------------------------------------------------------------
def test_a_year_of_learning_adds_up_without_the_course_of_events(cast, client):
    case = make_incident(cast)
    learning.save_learning(
        case,
        by=cast["leder"],
        exposed="Skranken",
        cause="Én på arbejde.",
        course="Jonas gik alene ud.",
        causes=["alone", "staffing"],
    )
    learning.add_measure(case, by=cast["leder"], measure="To i skranken", owner=cast["leder"], due_on=NOW.date())
    page = signed_in(client, cast["amr"]).get(reverse("incidents:learning_list")).content.decode()
    assert "Bemanding og vagter" in page and "Jonas" not in page.replace(cast.amr.name, "")
    client.post(reverse("incidents:learning_offer"))
    assert "Bemanding og vagter: 1" in AgendaProposal.objects.get().text
    (topic,) = [one for one in topics.waiting(site_ids=[cast.site.pk]) if one.kind == "learning" and one.facts]
    assert "Jonas" not in f"{topic}"


# -- the plan ----------------------------------------------------------------------------------------------------------
def published(cast):
    """Make a plan with one section, published."""
    plan = plans.begin(cast.office, by=cast["admin"], owner=cast["stedfortraeder"])
    draft = plans.save(
        plan, by=cast["stedfortraeder"], edit=1, sections=[{"title": "Hjemmebesøg", "text": "Tag lommyen med."}]
    )
    plans.publish(plan, by=cast["stedfortraeder"], edit=draft.edit, what_changed="Nyt om lommy.", was_reviewed=True)
    return plan


def test_a_new_version_is_proposed_to_lokalmed(cast):
    plan = published(cast)
    assert AgendaProposal.objects.get().text == "Nyt om lommy."
    assert AgendaProposal.objects.get().unit == plan.unit


def test_the_plan_is_searched_and_a_favourite_comes_first(cast, client):
    plan = published(cast)
    other = plans.begin(cast.other_office, by=cast["admin"], owner=cast["leder"])
    signed_in(client, cast["medarbejder"])
    page = client.get(reverse("incidents:plan"), {"q": "lommyen tag"})
    assert page.context["plan"] == plan and page.context["hits"][0][1] == "Hjemmebesøg"
    assert client.get(reverse("incidents:plan"), {"q": "<script>"}).context["hits"] == []
    client.post(reverse("incidents:plan_favourite", args=[other.pk]))
    assert client.get(reverse("incidents:plan")).context["plan"] == other
    client.post(reverse("incidents:plan_favourite", args=[other.pk]))
    assert not PlanFavourite.objects.exists()


@pytest.mark.parametrize("role", CARDS)
def test_each_role_has_a_card_on_one_page(cast, client, role):
    plan = published(cast)
    answer = signed_in(client, cast["medarbejder"]).get(
        reverse("incidents:plan_card", args=[plan.pk, cast.site.pk, role])
    )
    assert_archival(answer.content)
    text = text_of(answer.content)
    assert "112" in text and "side 1 af 1" in text.lower()


def test_a_role_or_site_that_is_not_there_has_no_card(cast, client):
    plan = published(cast)
    signed_in(client, cast["medarbejder"])
    assert client.get(reverse("incidents:plan_card", args=[plan.pk, cast.site.pk, "king"])).status_code == 404
    assert client.get(reverse("incidents:plan_card", args=[plan.pk, 10**6, "leader"])).status_code == 404
    assert Incident.objects.count() == 0 and Sanction.objects.count() == 0


# -- nothing is worked out by laying papers side by side -----------------------------------------------------------------
def test_an_area_never_differs_from_the_whole_municipality_by_a_small_number(cast):
    many(cast, 12)
    make_incident(
        cast, number="2027-9001", unit=cast.other_office, site=cast.other_site, affected=cast.andenmedarbejder
    )
    area, today = overview.area_of(cast["leder"]), NOW.date()
    assert overview.trends(area, today, 5).total == 12  # alone it says too much: the page of all says 13
    found = overview.trends(area, today, 5, [overview.whole(today)])
    assert found.total is None and 12 not in [cell for row in found.by_category.cells for cell in row]
    many(cast, 6, year="2023", unit=cast.other_office, site=cast.other_site, affected=cast.andenmedarbejder)
    assert overview.trends(area, today, 5, [overview.whole(today)]).total == 12


def test_papers_of_an_office_and_its_chief_do_not_give_the_other_office_away(cast, client):
    many(cast, 20)
    many(cast, 3, year="2024", unit=cast.other_office, site=cast.other_site, affected=cast.andenmedarbejder)
    many(cast, 9, year="2025", unit=cast.top, site=cast.other_site, affected=cast.direktoer)
    signed_in(client, cast["leder"])
    client.post(reverse("incidents:overview_offer"))
    signed_in(client, cast["chef"])
    client.post(reverse("incidents:overview_offer"))
    office, family = (
        {tuple(cell[:2]): cell[2] for cell in AgendaProposal.objects.get(unit=unit).shown["quarters"]}
        for unit in (cast.office, cast.family)
    )
    assert office[None, None] == 20 and (None, None) not in family  # 23 − 20 would be the three of the other office
    for key in office.keys() & family.keys():
        assert not 0 < family[key] - office[key] < 5


def test_a_part_is_not_what_is_left_of_the_whole_without_the_other_parts():
    def paper(n):
        return {"quarters": {(None, None): n}}

    assert nested._less(paper(30), nested._sum([paper(10), paper(17)])) == paper(3)
    assert nested._tops({"/1/": 1, "/1/2/": 2, "/3/": 3}) == [1, 3]
