"""Questions, goals, knowledge persons, journal, papers, templates, the overview (ONB-10, -16, -17, -21–26, -32)."""

import json
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core import calendar, retention
from core.models import AuditEntry, Document, Mail, Todo, Tombstone
from core.permissions import Forbidden
from onboarding import documents
from onboarding.actions import checklist, courses, learning, meetings, packs, papers, renewal
from onboarding.models import Course, JournalEntry, Pack, Paper, SavedView, StatusMeeting
from onboarding.views.results import on_time
from tests.onboarding.courses import at, fresh, make
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db
ANSWERS = {
    "frames": "Vi sidder sammen.",
    "rules": "Vi retter planen om fredagen.",
    "needs": "",
    "methods": "Følordning",
}


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


# -- questions and goals ---------------------------------------------------------------------------------------------------------
def test_a_question_is_asked_answered_and_settled(running, cast):
    question = learning.ask(running, by=cast["nyansat"], text="Skal jeg have madpakke med?")
    assert Mail.objects.filter(notice="O-15", receiver=cast.mentor).exists()
    with pytest.raises(Forbidden):
        learning.answer(question, by=cast["leder"], text="Ja")
    learning.answer(question, by=cast["mentor"], text="Ja, eller køb i kantinen.")
    assert Mail.objects.filter(notice="O-16", receiver=cast.nyansat).exists()
    assert learning.settle(question, by=cast["nyansat"])


def test_one_from_the_bank_is_asked_once(running, cast):
    first = learning.ask(running, by=cast["nyansat"], text="x", bank_code="practical_2")
    assert learning.ask(running, by=cast["nyansat"], text="x", bank_code="practical_2") == first


def test_both_rate_a_goal_and_neither_overwrites_the_other(running, cast):
    goal = running.goals.first()
    learning.rate(goal, by=cast["nyansat"], rating=2)
    learning.rate(goal, by=cast["mentor"], rating=3)
    goal.refresh_from_db()
    assert (goal.own_rating, goal.mentor_rating) == (2, 3)
    with pytest.raises(Forbidden):
        learning.rate(goal, by=cast["hr"], rating=1)


def test_a_topic_is_ticked_by_the_newcomer_and_named_by_the_mentor(running, cast):
    topic = running.topics.first()
    assert learning.introduce(topic, by=cast["nyansat"])
    learning.name_topic(topic, by=cast["mentor"], title="Børnesamtaler", person=cast["kollega"], remark="")
    with pytest.raises(Forbidden):
        learning.name_topic(topic, by=cast["nyansat"], title="x", person=None, remark="")


# -- the journal -----------------------------------------------------------------------------------------------------------------
def test_the_journal_is_encrypted_and_nobody_else_has_a_way_in(running, cast):
    learning.write_journal(running, by=cast["nyansat"], text="Jeg er i tvivl om det hele.")
    with connection.cursor() as cursor:
        cursor.execute("select text from onboarding_journalentry")
        assert "tvivl" not in cursor.fetchone()[0]
    assert "i tvivl" in client(cast["nyansat"]).get(reverse("onboarding:journal")).content.decode()
    for name in cast.names:
        if name != "nyansat":
            assert not JournalEntry.objects.visible_to(cast[name]).exists()
    assert not any("tvivl" in json.dumps(entry.details) for entry in AuditEntry.objects.all())
    with pytest.raises(Forbidden):
        learning.write_journal(running, by=cast["mentor"], text="x")


# -- papers ----------------------------------------------------------------------------------------------------------------------
def test_an_alignment_is_locked_and_printed_when_both_have_confirmed(running, cast):
    paper = papers.open_paper(running, "alignment", by=cast["mentor"])
    papers.write(paper, by=cast["mentor"], answers=ANSWERS, held_on=date(2027, 3, 3))
    assert papers.confirm(paper, by=cast["mentor"]).locked_at is None
    assert Mail.objects.filter(notice="O-24", receiver=cast.nyansat).exists()
    assert papers.confirm(paper, by=cast["nyansat"]).locked_at is not None
    document = Document.objects.get(kind="P-28")
    assert_archival(bytes(document.content), title="Forventningsafstemning")
    assert "Vi sidder sammen." in text_of(bytes(document.content))
    with pytest.raises(ValidationError, match="låst"):
        papers.write(paper, by=cast["mentor"], answers=ANSWERS)


def test_a_change_takes_the_others_confirmation_away(running, cast):
    paper = papers.open_paper(running, "alignment", by=cast["mentor"])
    papers.write(paper, by=cast["mentor"], answers=ANSWERS)
    papers.confirm(paper, by=cast["mentor"])
    papers.write(paper, by=cast["nyansat"], answers=ANSWERS | {"frames": "Andet"})
    assert paper.confirmations.count() == 0


def test_the_mentor_never_reads_the_follow_up_talk(running, cast):
    papers.open_paper(running, "follow_up_1", by=cast["leder"])
    address = reverse("onboarding:paper", args=[running.pk, "follow_up_1"])
    assert client(cast["mentor"]).get(address).status_code == 404
    assert client(cast["nyansat"]).get(address).status_code == 200


def test_a_follow_up_talk_completes_its_line(running, cast):
    paper = papers.open_paper(running, "follow_up_1", by=cast["leder"])
    papers.write(paper, by=cast["leder"], answers={"tasks": "To nye sager"})
    papers.confirm(paper, by=cast["leder"])
    papers.confirm(paper, by=cast["nyansat"])
    assert running.items.get(code="follow_up_1").todo.state == "done"


def evaluate(course, cast, marks=(4, 4, 4, 4)):
    """Let all three evaluate."""
    codes = ("plan", "help", "time", "goals")
    for paper, name in zip(
        papers.open_evaluation(course, by=cast["leder"]), ("nyansat", "leder", "mentor"), strict=True
    ):
        papers.write(
            paper, by=cast[name], answers={"worked": f"Svar fra {name}"}, ratings=dict(zip(codes, marks, strict=True))
        )
        papers.confirm(paper, by=cast[name])


def test_three_evaluate_apart_and_read_each_other_at_the_end(running, cast):
    newcomer = papers.open_evaluation(running, by=cast["leder"])[0]
    with pytest.raises(Http404):
        papers.write(newcomer, by=cast["leder"], answers={"worked": "x"})
    papers.write(newcomer, by=cast["nyansat"], answers={"worked": "God tid til spørgsmål"}, ratings={})
    papers.confirm(newcomer, by=cast["nyansat"])
    address = reverse("onboarding:evaluation", args=[running.pk])
    assert "God tid til spørgsmål" not in client(cast["leder"]).get(address).content.decode()
    evaluate_rest = papers.open_evaluation(running, by=cast["leder"])[1:]
    for paper, name in zip(evaluate_rest, ("leder", "mentor"), strict=True):
        papers.write(paper, by=cast[name], answers={"worked": name}, ratings={})
        papers.confirm(paper, by=cast[name])
    assert "God tid til spørgsmål" in client(cast["leder"]).get(address).content.decode()
    assert_archival(bytes(Document.objects.get(kind="P-29").content))


def test_few_evaluations_are_not_shown_together(running, cast):
    evaluate(running, cast)
    page = client(cast["hr"]).get(reverse("onboarding:results")).content.decode()
    assert "vises ikke" in page and "4,0" not in page
    for n in range(4):
        other = Course.objects.create(
            person=cast.kollega,
            unit=cast.office,
            start_on=date(2025, 1, 6 + n),
            weekdays=[1],
            experience="newly_hired",
            state="closed",
            made_at=calendar.now(),
            made_by=cast.hr,
        )
        for paper in Paper.objects.filter(course=running, kind="evaluation"):
            Paper.objects.create(
                course=other,
                person=cast.kollega,
                kind="evaluation",
                party=paper.party,
                ratings=paper.ratings,
                locked_at=calendar.now(),
            )
    assert "4,0" in client(cast["hr"]).get(reverse("onboarding:results")).content.decode()


# -- templates ---------------------------------------------------------------------------------------------------------------------
def test_a_published_template_is_offered_to_running_courses_and_taken_up_by_choice(running, cast):
    pack = Pack.objects.get(code="everyone")
    values = {"title": "Cykel til hjemmebesøg", "phase": "first_month", "roles": ["leader"]}
    packs.put_line(pack, by=cast["hr"], name="items", code="", values=values)
    packs.drop_line(pack, by=cast["hr"], name="items", code="visits")
    assert renewal.Offer(running).found == {}
    packs.publish(pack, by=cast["hr"], what_changed="Cykler")
    added, removed, _changed = renewal.Offer(running).found["items"]
    assert ([line["title"] for line in added], [line["code"] for line in removed]) == (
        ["Cykel til hjemmebesøg"],
        ["visits"],
    )
    assert not running.items.filter(title="Cykel til hjemmebesøg").exists()
    renewal.take_up(running, by=cast["leder"])
    assert running.items.filter(title="Cykel til hjemmebesøg").exists()
    assert running.items.get(code="visits").todo.state == "not_relevant"
    with pytest.raises(ValidationError):
        renewal.take_up(fresh(running), by=cast["leder"])


def test_what_is_done_stays_when_a_template_changes(running, cast):
    checklist.tick(running.items.get(code="visits"), by=cast["mentor"])
    pack = Pack.objects.get(code="everyone")
    packs.drop_line(pack, by=cast["hr"], name="items", code="visits")
    packs.publish(pack, by=cast["hr"], what_changed="Uden besøg")
    renewal.take_up(running, by=cast["leder"])
    assert running.items.get(code="visits").todo.state == "done"


def test_only_hr_edits_templates(cast):
    pack = Pack.objects.get(code="everyone")
    for name in ("leder", "mentor", "admin"):
        with pytest.raises(Http404):
            packs.draft_of(pack, by=cast[name])


# -- the overview ------------------------------------------------------------------------------------------------------------------
def test_progress_is_counted_and_never_stored(running, cast):
    before = Course.objects.with_progress().get(pk=running.pk)
    checklist.tick(running.items.get(code="desk"), by=cast["leder"])
    after = Course.objects.with_progress().get(pk=running.pk)
    assert (after.done, after.total) == (before.done + 1, before.total)
    assert after.late == before.late - 1


def test_hr_filters_searches_and_exports_and_the_leader_sees_only_their_own(running, cast):
    address = reverse("onboarding:list")
    assert "Amalie Skov" in client(cast["hr"]).get(address).content.decode()
    assert "Amalie Skov" in client(cast["hr"]).post(address, {"q": "amalie"}).content.decode()
    assert "Amalie Skov" not in client(cast["andenleder"]).get(address).content.decode()
    assert client(cast["hr"]).post(address, {"q": "a"}).status_code == 422
    sheet = client(cast["hr"]).get(reverse("onboarding:export", args=["xlsx"]))
    assert sheet.content.startswith(b"PK") and AuditEntry.objects.filter(action="onboarding.list_exported").exists()
    paper = client(cast["hr"]).get(reverse("onboarding:export", args=["pdf"]))
    assert_archival(paper.content)
    assert client(cast["leder"]).get(reverse("onboarding:export", args=["xlsx"])).status_code == 403


@pytest.mark.parametrize("name", ["checklist_pdf", "schedule_pdf", "knowledge_pdf"])
def test_the_papers_of_a_course_are_archival(running, cast, name):
    page = client(cast["mentor"]).get(reverse(f"onboarding:{name}", args=[running.pk]))
    assert_archival(page.content)


def test_the_agenda_is_archival_and_holds_no_notes(running, cast):
    meeting = running.meetings.first()
    meetings.write_notes(meeting, by=cast["mentor"], notes={"now_how": "Hemmeligt"})
    page = client(cast["mentor"]).get(reverse("onboarding:agenda_pdf", args=[meeting.pk]))
    assert_archival(page.content)
    assert "Hemmeligt" not in text_of(page.content)


# -- retention ---------------------------------------------------------------------------------------------------------------------
def test_notes_go_a_month_after_and_the_course_after_two_years(running, cast):
    meetings.write_notes(running.meetings.first(), by=cast["mentor"], notes={"now_how": "Godt"})
    learning.write_journal(running, by=cast["nyansat"], text="Mit eget")
    Course.objects.filter(pk=running.pk).update(state="closed", closed_on=date(2027, 6, 1))
    retention.run(at("2027-06-30 08:00"))
    assert StatusMeeting.objects.get(pk=running.meetings.first().pk).notes
    retention.run(at("2027-07-02 08:00"))
    assert StatusMeeting.objects.get(pk=running.meetings.first().pk).notes == {}
    assert JournalEntry.objects.exists()
    retention.run(at("2027-12-02 08:00"))
    assert not JournalEntry.objects.exists() and Course.objects.filter(pk=running.pk).exists()
    retention.run(at("2029-06-02 08:00"))
    assert not Course.objects.filter(pk=running.pk).exists()
    assert Tombstone.objects.get(code="onboarding.course").facts["items"] == 33


def test_hr_makes_a_second_course_when_the_first_is_over(running, cast):
    Course.objects.filter(pk=running.pk).update(state="closed", closed_on=calendar.today())
    assert make(cast).pk != running.pk


# -- the list and the numbers -----------------------------------------------------------------------------------------------
def test_a_view_of_the_list_is_kept_and_belongs_to_its_owner(cast):
    hr, leader = Client(), Client()
    hr.force_login(cast["hr"], backend="core.signin.PersonBackend")
    leader.force_login(cast["leder"], backend="core.signin.PersonBackend")
    query = f"show=late&unit={cast.office.pk}&sort=-late&page=2&next=https://ond.example"
    answer = hr.post(reverse("onboarding:view_save"), {"name": "Mit kontor", "query": query})
    assert answer.url == f"{reverse('onboarding:list')}?show=late&unit={cast.office.pk}&sort=-late"
    view = SavedView.objects.get()
    assert "Mit kontor" in hr.get(reverse("onboarding:list")).content.decode()
    assert "Mit kontor" not in leader.get(reverse("onboarding:list")).content.decode()
    assert leader.post(reverse("onboarding:view_remove", args=[view.pk])).status_code == 404
    hr.post(reverse("onboarding:view_remove", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name_and_nobody_keeps_hundreds(cast):
    hr = Client()
    hr.force_login(cast["hr"], backend="core.signin.PersonBackend")
    assert "Skriv et navn" in hr.post(reverse("onboarding:view_save"), {"name": ""}, follow=True).content.decode()
    for n in range(14):
        hr.post(reverse("onboarding:view_save"), {"name": f"Visning {n}"})
    assert SavedView.objects.count() == 12


def test_done_on_time_is_counted_by_phase_and_few_are_hidden(cast):
    course = make(cast, start=date(2027, 1, 4))
    now = calendar.now()
    first = list(course.items.filter(phase="first_day").select_related("todo"))
    for n, item in enumerate(first):
        kept = item.todo.due_at if n % 2 else now
        Todo.objects.filter(pk=item.todo_id).update(state="done", done_at=kept)
    lines = {str(label): (due, percent) for label, due, percent in on_time(cast["hr"], 5)}
    assert lines["Første dag"] == (len(first), round(100 * (len(first) // 2) / len(first)))
    assert lines["Første uge"] == (None, None)  # four lines
    assert lines["Første år"] == (None, None)


# -- the leader is the mentor too ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["follow_up_1", "preparation", "alignment", "agreement"])
def test_a_leader_who_is_the_mentor_too_confirms_as_both(running, cast, kind):
    Course.objects.filter(pk=running.pk).update(mentor=cast["leder"], leader=cast["leder"])
    course = fresh(running)
    paper = papers.open_paper(course, kind, by=cast["leder"])
    code = documents.paper_form(kind)["fields"][0]["code"]
    papers.write(paper, by=cast["leder"], answers={code: "Det aftalte vi"})
    papers.confirm(paper, by=cast["leder"])
    if kind != "preparation":
        assert paper.confirmations.count() == 1
        papers.confirm(paper, by=cast["nyansat"])
    paper.refresh_from_db()
    assert paper.locked_at is not None


@pytest.mark.parametrize("sign", ["²", "٣", "99999999999999999999"])
def test_a_strange_number_in_an_address_is_no_fault(running, cast, sign):
    browser = client(cast["hr"])
    for name in ("list", "create"):
        assert browser.get(reverse(f"onboarding:{name}"), {"unit": sign, "person": sign}).status_code == 200
