"""The joint report, the journal note, learning, and closing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404

from core import documents, topics
from core.models import Document, Mail, Todo
from core.permissions import Forbidden
from core.states import StepRefused
from core.todos import complete
from incidents import documents as papers
from incidents.actions import closing, learning, reports, ticking
from incidents.models import EventReport, Incident
from tests.incidents.cases import FRIDAY, Case, person
from tests.pdfs import assert_archival, page_count, text_of

pytestmark = pytest.mark.django_db
NOW = FRIDAY + timedelta(days=3)
TEXTS = {"course": "Borgeren slog i bordet.", "persons": "Borgeren og Malene", "measures": "", "learning": ""}


@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        yield Case()


# -- written together ----------------------------------------------------------------------------------------------
def test_two_who_save_from_the_same_version_meet_and_nothing_is_overwritten(case):
    reports.save_report(case.incident, by=case.leader, version=1, texts=TEXTS)
    with pytest.raises(reports.Conflict) as met:
        reports.save_report(case.incident, by=case.employee, version=1, texts=TEXTS | {"course": "Jeg hørte råb."})
    assert met.value.current.course == "Borgeren slog i bordet."
    saved = reports.save_report(case.incident, by=case.employee, version=2, texts=TEXTS | {"course": "Begge dele."})
    assert saved.version == 3


def test_saving_the_same_words_twice_changes_nothing(case):
    reports.save_report(case.incident, by=case.leader, version=1, texts=TEXTS)
    assert reports.save_report(case.incident, by=case.leader, version=1, texts=TEXTS).version == 2


def test_both_confirm_the_same_version_and_it_is_printed_and_locked(case):
    saved = reports.save_report(case.incident, by=case.leader, version=1, texts=TEXTS)
    reports.confirm_report(case.incident, by=case.leader, version=saved.version)
    assert Mail.objects.get(notice="N-09").receiver == case.employee
    report = reports.confirm_report(case.incident, by=case.employee, version=saved.version)
    assert report.document.kind == "P-15" and case.todo("event_report").state == "done"
    content = documents.content_of(report.document)
    assert_archival(content, title="Hændelsesrapport")
    assert "Borgeren slog i bordet." in text_of(content) and report.document.number in text_of(content)
    with pytest.raises(ValidationError):
        reports.save_report(case.incident, by=case.leader, version=report.version, texts=TEXTS | {"course": "Nyt"})


def test_a_change_voids_what_was_confirmed(case):
    saved = reports.save_report(case.incident, by=case.leader, version=1, texts=TEXTS)
    reports.confirm_report(case.incident, by=case.leader, version=saved.version)
    changed = reports.save_report(
        case.incident, by=case.employee, version=saved.version, texts=TEXTS | {"learning": "To i skranken"}
    )
    assert changed.leader_confirmed_at is None
    with pytest.raises(reports.Conflict):
        reports.confirm_report(case.incident, by=case.leader, version=saved.version)
    assert EventReport.objects.get().document is None


def test_an_empty_report_is_not_confirmed_and_amr_writes_none(case):
    reports.start_report(case.incident, by=case.leader)
    with pytest.raises(ValidationError):
        reports.confirm_report(case.incident, by=case.leader, version=1)
    with pytest.raises(Forbidden):
        reports.save_report(case.incident, by=case.rep, version=1, texts=TEXTS)


# -- journal note --------------------------------------------------------------------------------------------------
def test_the_note_is_printed_once_and_the_step_is_done_when_it_is_filed(case):
    values = {"on": date(2027, 2, 5), "event": "Borgeren råbte.", "sanction": "Kun telefonisk"}
    note = reports.write_note(case.incident, by=case.leader, **values)
    assert reports.write_note(case.incident, by=case.leader, **values) == note
    content = documents.content_of(note.document)
    assert_archival(content, title="Notat til borgerens journal")
    assert "Malene" not in text_of(content)
    assert reports.mark_journalised(note, by=case.leader, on=date(2027, 2, 8), case_number="87.00.00-G00")
    assert not reports.mark_journalised(note, by=case.leader, on=date(2027, 2, 8))
    assert note.document.filed_on == date(2027, 2, 8) and note.document.case_number == "87.00.00-G00"


def test_a_frozen_document_whose_bytes_were_changed_is_not_handed_out(case):
    note = reports.write_note(case.incident, by=case.leader, on=date(2027, 2, 5), event="Borgeren råbte.")
    Document.objects.filter(pk=note.document_id).update(content=b"%PDF-1.7 forged")
    with pytest.raises(documents.Damaged):
        documents.open_for(case.leader, Document.objects.get(pk=note.document_id))


def test_a_document_follows_the_rights_of_what_it_is_about(case):
    note = reports.write_note(case.incident, by=case.leader, on=date(2027, 2, 5), event="Borgeren råbte.")
    assert documents.open_for(case.leader, note.document).startswith(b"%PDF")
    with pytest.raises(Forbidden):
        documents.open_for(case.rep, note.document)
    with pytest.raises(Http404):
        documents.open_for(person("Fremmed Fyr", case.top), note.document)


def test_document_numbers_run_without_a_gap(case):
    assert [documents.take_number() for _n in range(3)] == ["27-000001", "27-000002", "27-000003"]


# -- papers made when asked for ------------------------------------------------------------------------------------
def test_the_sheets_are_archival_and_leave_the_cpr_number_to_the_pen(case):
    from core.settings_values import Settings

    settings = Settings(case.team)
    made = {
        "Rekvisition af psykologhjælp": papers.requisition(
            papers.sheet_fields(case.incident, case.leader, settings), case.team
        ),
        "Samtaleark: orientering af en anden afdeling": papers.call_sheet(case.incident, case.leader),
        "Briefing af afdelingen": papers.briefing(case.incident, papers.briefing_points()),
        "Ark til EASY": papers.easy_sheet(case.incident, papers.easy_fields(case.incident, None, settings)),
    }
    for title, content in made.items():
        assert_archival(content, title=title)
    assert page_count(made["Samtaleark: orientering af en anden afdeling"]) == 1
    assert page_count(made["Briefing af afdelingen"]) == 1
    assert "CPR-nummer (kun mundtligt)" in text_of(made["Samtaleark: orientering af en anden afdeling"])


def test_the_requisition_is_filled_with_what_is_known_and_nothing_of_the_story(case):
    from core.models import Setting, SettingValue
    from core.settings_values import Settings

    Incident.objects.filter(pk=case.incident.pk).update(narrative="Han sagde noget grimt.")
    SettingValue.objects.create(setting=Setting.objects.get(key="ean_number"), value="5798003592121", changed_at=NOW)
    fields = {
        code: value for code, _label, value in papers.sheet_fields(case.fresh(), case.leader, Settings(case.team))
    }
    assert len(fields) == 8
    assert fields["ean_number"] == "5 798 003 592 121"
    assert fields["who_and_where"] == "Malene Medarbejder" and fields["number_affected"] == "1"
    assert "grimt" not in str(fields)


# -- learning ------------------------------------------------------------------------------------------------------
def test_cause_and_measure_go_to_the_trio_without_names(case):
    learning.save_learning(case.incident, by=case.rep, exposed="Skranken", cause="Kun én på arbejde.")
    assert case.todo("learning").state == "open"
    row, is_new = learning.add_measure(
        case.incident, by=case.leader, measure="To i skranken", owner=case.colleague, due_on=date(2027, 3, 1)
    )
    assert is_new and case.todo("learning").state == "done"
    (topic,) = [one for one in topics.waiting(site_ids=[case.site.pk]) if one.kind == "learning"]
    assert topic.text == "Kun én på arbejde." and "Malene" not in f"{topic}"
    todo = Todo.objects.about(row).get(code="incidents.measure")
    assert todo.owner == case.colleague and "2027-0001" not in todo.context


def test_a_measure_is_done_and_its_effect_is_looked_at_later(case):
    row, _new = learning.add_measure(
        case.incident, by=case.leader, measure="To i skranken", owner=case.colleague, due_on=date(2027, 3, 1)
    )
    assert learning.record_measure_done(row, by=case.colleague, done_on=date(2027, 2, 8))
    assert not learning.record_measure_done(row, by=case.colleague, done_on=date(2027, 2, 8))
    later = Todo.objects.about(row).get(code="incidents.measure_effect")
    assert later.due_at.date() == date(2027, 4, 9)
    learning.record_effect(row, by=case.colleague, effect="Ja, der er mere ro.")
    later.refresh_from_db()
    assert later.state == "done"
    with pytest.raises(Http404):
        learning.record_effect(row, by=case.employee, effect="Nej")


def test_one_in_the_learning_list_is_not_there_for_those_who_have_no_part_in_it(case):
    from core.permissions import rows
    from incidents.models import Learning

    learning.save_learning(case.incident, by=case.rep, exposed="Skranken", cause="Kun én på arbejde.")
    assert rows(case.leader, "incidents.view_learning", Learning.objects.all()).exists()
    assert not rows(case.colleague, "incidents.view_learning", Learning.objects.all()).exists()


# -- closing -------------------------------------------------------------------------------------------------------
def finish_all(case):
    """Complete every obligatory step."""
    for todo in closing.missing(case.incident):
        complete(todo, by=case.leader)


def test_an_incident_with_an_obligatory_step_that_waits_is_not_closed(case):
    with pytest.raises(ValidationError) as refused:
        closing.close(case.incident, by=case.leader)
    assert "Tag stilling til politianmeldelse" in str(refused.value)
    assert case.fresh().state == "in_progress"


def test_a_step_that_is_not_relevant_with_a_reason_does_not_hold_it_back(case):
    from incidents import steps

    for todo in closing.missing(case.incident):
        if todo.code in (steps.TAKE_OVER, steps.CATEGORY):
            complete(todo, by=case.leader)
        else:
            ticking.not_relevant(
                case.incident, todo.code, by=case.leader, reason="Det var ikke nødvendigt i denne hændelse."
            )
    closing.close(case.incident, by=case.leader)
    assert case.fresh().state == "closed"


def test_closing_tells_the_affected_and_the_reporter_and_lets_what_is_left_lapse(case):
    finish_all(case)
    closing.close(case.incident, by=case.leader)
    assert case.fresh().closed_at == NOW
    assert set(Mail.objects.filter(notice="N-22").values_list("receiver__name", flat=True)) == {
        "Malene Medarbejder",
        "Kaj Kollega",
    }
    assert not Todo.objects.about(case.incident).open().exists()
    with pytest.raises(StepRefused):
        closing.close(case.incident, by=case.leader)


def test_only_the_responsible_leader_closes(case):
    finish_all(case)
    for who in (case.rep, case.employee, case.hr):
        with pytest.raises(Forbidden):
            closing.close(case.incident, by=who)


def test_opening_again_needs_a_reason_that_the_affected_can_read(case):
    finish_all(case)
    closing.close(case.incident, by=case.leader)
    with pytest.raises(ValidationError):
        closing.reopen(case.incident, by=case.leader, reason="glemt")
    closing.reopen(case.incident, by=case.leader, reason="Der er kommet nye beviser til.")
    assert case.fresh().state == "in_progress"
    assert case.incident.addenda.get().text == "Der er kommet nye beviser til."
    assert case.todo("follow_up").state == "open"


def test_following_up_later_is_said_with_a_date_and_closes_from_there(case):
    closing.await_follow_up(case.incident, by=case.leader, on=date(2027, 2, 22))
    closing.await_follow_up(case.incident, by=case.leader, on=date(2027, 3, 1))
    assert case.fresh().follow_up_on == date(2027, 3, 1)
    assert case.todo("follow_up").due_at.date() == date(2027, 3, 1)
    finish_all(case)
    closing.close(case.incident, by=case.leader)
    assert case.fresh().state == "closed"


def test_a_no_to_the_help_asks_the_leader_to_call_and_is_counted_once(case):
    finish_all(case)
    closing.close(case.incident, by=case.leader)
    assert closing.answer_helped(case.incident, by=case.employee, answer="no")
    assert not closing.answer_helped(case.incident, by=case.employee, answer="yes")
    assert Todo.objects.about(case.incident).open().get(code="incidents.help_missed").owner == case.leader
    with pytest.raises(Forbidden):
        closing.answer_helped(case.incident, by=case.leader, answer="yes")
