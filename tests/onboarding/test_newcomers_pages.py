"""What the pages around a newcomer tell: safety, the first week, who is who, three who evaluate, what small units show."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core import calendar
from core.models import Document, Person, Todo, Unit
from onboarding import documents
from onboarding.actions import aids, competences, courses, learning, letter, papers
from onboarding.models import Course, Needs, Paper
from onboarding.templatetags.onboarding_tags import every_week
from onboarding.views.competences import _known
from onboarding.views.results import _few
from tests.onboarding.courses import at, fresh, make, versions
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(course):
    """Return the course on its tenth day."""
    with time_machine.travel(at("2027-03-12 09:00"), tick=False):
        courses.advance(course, by=None)
        yield fresh(course)


def client(person):
    """Return somebody's browser."""
    made = Client()
    made.force_login(person, backend="core.signin.PersonBackend")
    return made


def shown(person, name, *args):
    """Return a page's text as somebody sees it."""
    answer = client(person).get(reverse(f"onboarding:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


# -- the newcomer's page -----------------------------------------------------------------------------------------------
def test_before_the_first_day_the_page_shows_the_first_week_to_a_colleague_who_comes_from_another_office(course, cast):
    Person.objects.filter(pk=cast.nyansat.pk).update(active_from=None)
    page = shown(cast["nyansat"], "mine")
    assert "Din første uge" in page and "Morgenkaffe med kolleger i teamet" in page
    assert "Der er ikke noget fast på dit skema i dag" not in page


def test_the_contingency_plan_stands_on_the_page_until_it_has_been_shown(running, cast):
    page = shown(cast["nyansat"], "mine")
    assert "Sikkerhed fra første dag" in page and "Den nærmeste hjertestarter" in page and "viser dig det" in page
    Todo.objects.filter(pk__in=running.items.filter(follows="core.plan_introduction").values("todo")).update(
        state="done", done_at=calendar.now()
    )
    page = shown(cast["nyansat"], "mine")
    assert "Du fik vist beredskabsplan, alarm, flugtveje og hjertestarter" in page and "viser dig det" not in page


def test_a_presentation_stands_among_the_days(running, cast):
    learning.bring(running, by=cast["nyansat"], topic="Børneperspektivet", meeting="Teammøde", day=date(2027, 3, 15))
    assert "Dit oplæg: Børneperspektivet" in shown(cast["nyansat"], "mine")


def test_cases_are_agreed_by_week_or_month_changed_and_taken_out(running, cast):
    address, browser = reverse("onboarding:cases", args=[running.pk]), client(cast["mentor"])
    agreed = {"cases": "2", "kind": "lette sager", "support": "with_support"}
    for period in ("w2", "4"):
        assert browser.post(address, agreed | {"period": period}).status_code == 302
    assert [one.when for one in running.loads.all()] == ["2. uge", "4. måned"]
    page = shown(cast["nyansat"], "mine")
    assert page.index("2. uge") < page.index("4. måned")
    week, month = running.loads.all()
    assert "2. uge" in shown(cast["hr"], "cases", running.pk)  # HR doesn't see the goals
    clash = browser.post(f"{address}?id={week.pk}", agreed | {"period": "4"})
    assert clash.status_code == 422 and "Der er allerede aftalt et antal" in clash.content.decode()
    browser.post(f"{address}?id={week.pk}", agreed | {"period": "w3", "cases": "5"})
    week.refresh_from_db()
    assert (week.when, week.cases) == ("3. uge", 5)
    assert "forsvinder" in browser.get(f"{address}?id={week.pk}").content.decode()
    assert client(cast["nyansat"]).post(f"{address}?id={week.pk}", {"drop": "1"}).status_code == 403
    browser.post(f"{address}?id={week.pk}", {"drop": "1"})
    assert list(running.loads.all()) == [month]
    assert browser.post(f"{address}?id=999999", {"drop": "1"}).status_code == 404
    assert browser.post(address, agreed | {"period": "w99"}).status_code == 422


def test_a_presentation_is_changed_and_taken_out(running, cast):
    one = learning.bring(running, by=cast["nyansat"], topic="Børneperspektivet", meeting="", day=None)
    address, browser = reverse("onboarding:contribution", args=[running.pk]) + f"?id={one.pk}", client(cast["nyansat"])
    browser.post(address, {"topic": "Barnets stemme", "meeting": "Teammøde", "day": ""})
    one.refresh_from_db()
    assert one.topic == "Barnets stemme"
    assert "Tag oplægget ud" in browser.get(address).content.decode()
    assert client(cast["hr"]).post(address, {"drop": "1"}).status_code == 403
    assert browser.post(address, {"drop": "1"}).status_code == 302
    assert not running.contributions.filter(pk=one.pk).exists()
    assert browser.post(address, {"drop": "1"}).status_code == 404


def test_aids_without_a_link_or_a_place_are_not_shown_to_the_newcomer(running, cast):
    assert "Brevskabeloner" not in shown(cast["nyansat"], "mine")
    aid = running.aids.get(title="Brevskabeloner")
    aids.save(running, by=cast["mentor"], aid=aid, title=aid.title, url="", where="Fællesdrevet", before_start=False)
    assert "Brevskabeloner" in shown(cast["nyansat"], "mine")
    assert "mangler link eller fil" in shown(cast["mentor"], "aids", running.pk)


def test_free_rows_of_the_knowledge_list_are_hidden_from_the_newcomer_until_somebody_is_named(running, cast):
    assert "Faglig nøgleperson 1" not in shown(cast["nyansat"], "knowledge", running.pk)
    assert "Faglig nøgleperson 1" in shown(cast["mentor"], "knowledge", running.pk)
    topic = running.topics.filter(category="specialists").first()
    learning.name_topic(topic, by=cast["mentor"], title="Underretninger", person=cast["kollega"], remark="")
    assert "Underretninger" in shown(cast["nyansat"], "knowledge", running.pk)


def test_a_knowledge_person_finds_and_ticks_the_own_topics_and_no_others(running, cast):
    mine, other = running.topics.all()[10:12]
    learning.name_topic(mine, by=cast["mentor"], title=mine.title, person=cast["kollega"], remark="")
    page = shown(cast["kollega"], "mentor")
    assert "Det er du vidensperson for" in page and mine.title in page and other.title not in page
    tick = {"done": "1", "from": "mentor"}
    browser = client(cast["kollega"])
    answer = browser.post(reverse("onboarding:topic_tick", args=[running.pk, mine.pk]), tick)
    assert answer.url == reverse("onboarding:mentor")
    mine.refresh_from_db()
    assert mine.introduced_by == cast["kollega"]
    assert browser.post(reverse("onboarding:topic_tick", args=[running.pk, other.pk]), tick).status_code == 404
    assert browser.get(reverse("onboarding:knowledge", args=[running.pk])).status_code == 404
    Course.objects.filter(pk=running.pk).update(state="closed")
    assert browser.post(reverse("onboarding:topic_tick", args=[running.pk, mine.pk]), tick).status_code == 404
    assert "Det er du vidensperson for" not in shown(cast["kollega"], "mentor")


def test_who_knows_about_an_area_is_named_where_a_knowledge_person_is_chosen(running, cast):
    topic = running.topics.filter(category="tools").first()
    known = {"category": "tools", "level": "teaches", "helps": True}
    competences.save_competence(cast.andenmedarbejder, by=cast["andenmedarbejder"], topic="Journalisering", **known)
    competences.save_competence(cast.senior, by=cast["senior"], topic="Arkiv", **known | {"helps": False})
    page = shown(cast["mentor"], "topic", running.pk, topic.pk)
    told = page[page.index("Ved noget om området") :][:200]
    assert cast.andenmedarbejder.name in told and cast.senior.name not in told


def test_a_leader_who_is_the_mentor_too_finds_the_talks(running, cast):
    Course.objects.filter(pk=running.pk).update(mentor=cast["leder"], leader=cast["leder"])
    link = reverse("onboarding:paper", args=[running.pk, "follow_up_1"])
    assert link in shown(cast["leder"], "course", running.pk)
    assert link in shown(cast["nyansat"], "course", running.pk)
    assert link not in shown(cast["hr"], "course", running.pk)


def test_meetings_that_were_not_marked_stand_apart_and_are_marked_with_one_press(running, cast):
    with time_machine.travel(at("2027-03-25 09:00"), tick=False):
        page = shown(cast["mentor"], "meetings", running.pk)
        assert "Holdt I dem?" in page and page.index("Kommer") < page.index("Holdt I dem?")
        missed = running.meetings.waiting().filter(starts_at__lt=calendar.now()).order_by("starts_at").first()
        client(cast["mentor"]).post(reverse("onboarding:meeting_held", args=[missed.pk]))
        missed.refresh_from_db()
        assert missed.state == "held"
    assert "Holdt I dem?" not in shown(cast["nyansat"], "meetings", running.pk)


def test_what_is_to_be_done_first_stands_first_and_goals_that_are_reached_last(running, cast):
    page = shown(cast["nyansat"], "mine")
    assert page.index("Pårørendelisten") < page.index("Netværk med andre nyansatte")
    first, second = running.goals.order_by("due_on", "pk")[:2]
    assert page.index(first.title) < page.index(second.title)
    learning.rate(first, by=cast["nyansat"], rating=4)
    page = shown(cast["nyansat"], "mine")
    assert page.index(first.title) > page.index(second.title)


# -- words that follow the course ---------------------------------------------------------------------------------------
def test_a_weekly_row_is_named_after_the_day_it_falls_on(cast):
    course = make(cast, weekdays=[1, 2, 3, 4])
    row = course.rows.get(code="status_month_2")
    assert every_week(row) == "torsdag"
    assert "Hver tor." in text_of(documents.schedule(course, list(course.rows.kept())))
    Course.objects.filter(pk=course.pk).update(weekdays=[1, 2, 3, 4, 5])
    assert every_week(fresh(course).rows.get(code="status_month_2")) == "fredag"


def test_the_letter_promises_what_the_schedule_holds(course, cast):
    text = shown(cast["hr"], "letter", course.pk)
    assert "du spiser frokost med din mentor" in text
    course.rows.filter(code="lunch").update(dropped_at=calendar.now())
    text = shown(cast["hr"], "letter", course.pk)
    assert "Vi begynder med kaffe sammen med teamet." in text and "frokost med din mentor" not in text


def test_a_contact_person_is_not_called_mentor_in_the_letter(course, cast):
    Course.objects.filter(pk=course.pk).update(mentor=None, contact=cast["mentor"])
    text = shown(cast["hr"], "letter", course.pk)
    assert "er din kontaktperson de første måneder" in text and "din mentor" not in text


def test_a_temp_is_promised_no_coffee_that_nobody_planned(cast):
    course = make(cast, terms="temp", versions=versions(terms="temp"))
    assert "kaffe" not in shown(cast["hr"], "letter", course.pk)
    assert "De første tre uger taler I sammen" not in shown(cast["mentor"], "meetings", course.pk)


def test_the_agenda_names_the_three_who_read(running, cast):
    Course.objects.filter(pk=running.pk).update(contact=cast["kollega"])
    course = fresh(running)
    text = text_of(documents.meeting_agenda(course, course.meetings.first()))
    assert cast.kollega.name in text and "Kun I tre kan læse noterne" in text


# -- the evaluation ------------------------------------------------------------------------------------------------------
ANSWER = {"rating_plan": "4", "worked": "Planen"}


def send(person, course, **data):
    """Write and confirm one's own part on the page."""
    address = reverse("onboarding:evaluation", args=[course.pk])
    return client(person).post(address, {"act": "confirm"} | ANSWER | data)


def test_the_goals_are_rated_in_the_evaluation_and_printed_with_it(running, cast):
    goal = running.goals.first()
    shown(cast["nyansat"], "evaluation", running.pk)
    assert send(cast["nyansat"], running, **{f"goal_{goal.pk}": "4"}).status_code == 302
    assert send(cast["mentor"], running, **{f"goal_{goal.pk}": "3"}).status_code == 302
    assert f"goal_{goal.pk}" not in shown(cast["leder"], "evaluation", running.pk)
    assert send(cast["leder"], running).status_code == 302
    goal.refresh_from_db()
    assert (goal.own_rating, goal.mentor_rating) == (4, 3)
    text = " ".join(text_of(bytes(Document.objects.get(kind="P-29").content)).split())
    assert "Egen vurdering: Kan selv. Mentors vurdering: Næsten selv." in text
    assert "Der er ikke taget stilling endnu" in text


def test_a_leader_who_is_the_mentor_too_writes_both_parts(running, cast):
    Course.objects.filter(pk=running.pk).update(mentor=cast["leder"], leader=cast["leder"])
    shown(cast["leder"], "evaluation", running.pk)
    for person in ("leder", "leder", "nyansat"):
        assert send(cast[person], running).status_code == 302
    assert Paper.objects.filter(kind="evaluation", locked_at__isnull=False).count() == 3


def test_two_evaluate_where_nobody_was_mentor(running, cast):
    Course.objects.filter(pk=running.pk).update(mentor=None)
    page = shown(cast["leder"], "evaluation", running.pk)
    assert "<span>Mentor</span>" not in page
    for person in ("leder", "nyansat"):
        assert send(cast[person], running).status_code == 302
    assert Paper.objects.filter(kind="evaluation", locked_at__isnull=False).count() == 2


def test_the_way_to_the_mentor_scheme_stands_beside_the_evaluation(running, cast):
    link = reverse("onboarding:mentor_scheme", args=[running.pk])
    assert link in shown(cast["leder"], "evaluation", running.pk)
    papers.decide_scheme(running, by=cast["leder"], answer="yes")
    assert fresh(running).scheme_from == running.ends_on
    papers.decide_scheme(running, by=cast["leder"], answer="no")
    page = shown(cast["leder"], "evaluation", running.pk)
    assert "ikke skal være en mentorordning" in page and link not in page


# -- small numbers ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answers", "hidden"),
    [
        ({"A": 8, "B": 6}, set()),
        ({"A": 8, "B": 6, "C": 2}, {"C", "B"}),  # two would be what is left of the average of all
        ({"A": 8, "B": 3, "C": 2}, {"B", "C"}),
        ({"A": 4}, {"A"}),
    ],
)
def test_a_small_unit_cant_be_worked_out_from_the_rest(answers, hidden):
    assert _few(answers, 5) == hidden


@pytest.mark.parametrize(
    ("counts", "known"),
    [
        ({"/1/2/": 6, "/1/3/": 7}, 13),
        ({"/1/2/": 6, "/1/3/": 2}, 6),  # 8 in all would tell of the two
        ({"/1/": 3, "/1/2/": 6}, 6),
        ({"/1/2/": 4, "/1/2/9/": 6}, 6),  # 10 in /1/2/ isn't shown beside 6 below it
    ],
)
def test_what_the_parts_of_an_area_show(counts, known):
    assert _known(counts, ["/1/", "/1/2/", "/1/2/9/", "/1/3/"], 5) == known


def test_wishes_of_the_whole_are_hidden_where_one_unit_makes_up_nearly_all(cast):
    other = Unit.objects.exclude(pk=cast.office.pk).filter(path__startswith="/").last()
    for n in range(8):
        person = Person.objects.create(
            email=f"w{n}@fjordby.example", name=f"W {n}", unit=cast.office if n < 6 else other, site=cast.site
        )
        Needs.objects.create(person=person, kinds=["skill"], written_at=calendar.now())
    address = reverse("onboarding:competence_numbers")
    browser = client(cast["hr"])
    needs = dict(browser.get(address, {"unit": cast.office.pk}).context["needs"])
    assert needs["Faglig kunnen"] == 6
    assert dict(browser.get(address).context["needs"])["Faglig kunnen"] is None


def test_the_page_of_wishes_says_truly_who_reads_them(cast):
    page = shown(cast["kollega"], "competences_of", cast.kollega.pk)
    assert "Din leder kan se det" in page and "Ingen kan se, hvem" not in page
    competences.write_needs(cast.kollega, by=cast["kollega"], answers={"tasks": "Svære sager."}, kinds=["skill"])
    assert "Svære sager." in shown(cast["leder"], "competences_of", cast.kollega.pk)


# -- before the first day -------------------------------------------------------------------------------------------------
def test_before_the_start_the_first_week_stands_open_and_nobody_is_called_colleague_aa(course):
    browser = Client()
    way = letter.open_way_in(course, by=None)
    browser.post(reverse("onboarding:way_in", args=[way.token]))
    page = browser.get(reverse("onboarding:welcome")).content.decode()
    assert page.count('<details class="phase" open>') == 1 and "Man. 01.03.2027" in page
    assert "aftales senere" in page and "Kollega AA" not in page and "Hver fredag" in page
    rows = list(course.rows.kept())
    assert "Kollega AA" not in text_of(documents.welcome(course, course.welcome, rows))
    assert "Kollega AA" in text_of(documents.schedule(course, rows))
