"""The pages of the steps: who gets in, what a POST does, and that bad input is answered kindly and nothing is lost."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from core.models import AuditEntry, Draft, NextOfKin
from incidents.actions import reports
from incidents.models import CrisisHelp, DepartmentCall, EventReport, Incident, JournalNote, KinContact, Talk
from tests.incidents.cases import FRIDAY, Case, person

pytestmark = pytest.mark.django_db
NOW = FRIDAY + timedelta(minutes=40)
CARE = {"leader": 200, "rep": 403, "employee": 403, "colleague": 403, "hr": 403, "stranger": 404}
LEADER = CARE
ORDER = CARE | {"employee": 200, "colleague": 200}
PAGES = {
    "talk": CARE,
    "joint_talk": CARE,
    "next_of_kin": CARE,
    "crisis": ORDER,
    "crisis_sheet": ORDER,
    "crisis_sheet_pdf": ORDER,
    "police": LEADER,
    "police_view": CARE | {"leader": 403, "employee": 200},
    "injury": LEADER | {"hr": 200},
    "easy_sheet": LEADER | {"hr": 200},
    "easy_sheet_pdf": LEADER | {"hr": 200},
    "safetynet": LEADER | {"rep": 200},
    "event_report": LEADER | {"employee": 200},
    "journal_note": LEADER,
    "department_call": LEADER,
    "call_sheet": LEADER,
    "briefing": LEADER,
    "briefing_sheet": LEADER,
    "return_to_work": LEADER,
    "supervision": LEADER,
    "learning": LEADER | {"rep": 200},
    "close": LEADER,
}


@pytest.fixture
def case():
    with time_machine.travel(NOW, tick=False):
        made = Case()
        made.stranger = person("Fremmed Fyr", made.top)
        yield made


@pytest.fixture
def go(client, case):
    """Return a function that asks for a page of the case as a person; with data it posts."""

    def ask(name, who="leader", data=None, follow=False):
        client.force_login(getattr(case, who))
        url = reverse(f"incidents:{name}", args=[case.incident.pk])
        return client.get(url) if data is None else client.post(url, data, follow=follow)

    return ask


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_for_whoever_may_and_is_shut_for_the_others(go, name):
    found = {who: go(name, who).status_code for who in PAGES[name]}
    assert found == PAGES[name]


def test_nobody_gets_in_without_signing_in(client, case):
    for name in PAGES:
        answer = client.get(reverse(f"incidents:{name}", args=[case.incident.pk]))
        assert answer.status_code == 302 and "login" in answer["Location"]


def test_the_title_of_a_page_says_nothing_of_the_case(go):
    assert b"<title>H\xc3\xa6ndelse" in go("talk").content


def test_a_sent_talk_leads_back_to_the_case_and_a_second_press_is_told(go, case):
    data = {
        "held_with": case.leader.pk,
        "held_at_date": "05.02.2027",
        "held_at_time": "13.50",
        "home_with": "Kaj",
        "transport": "",
    }
    first = go("talk", data=data)
    assert first.status_code == 302 and first["Location"] == reverse("incidents:incident", args=[case.incident.pk])
    go("talk", data=data)
    assert Talk.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"held_at_date": "31.02.2027"}, "Den dato findes ikke"),
        ({"held_at_date": "06.02.2027"}, "ligger i fremtiden"),
        ({"held_at_date": "04.02.2027"}, "før hændelsen"),
        ({"held_at_time": "kvart i to"}, "Skriv klokkeslættet"),
        ({"held_with": ""}, "Vælg en person"),
        ({"held_with": "999999"}, "held_with"),
        ({"home_with": "010190-1234"}, "ligner et CPR-nummer"),
    ],
)
def test_wrong_input_is_answered_in_danish_next_to_the_field_and_is_kept(go, case, wrong, words):
    data = {
        "held_with": case.leader.pk,
        "held_at_date": "05.02.2027",
        "held_at_time": "13.50",
        "home_with": "Kaj fra skranken",
        "transport": "",
    }
    answer = go("talk", data=data | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Talk.objects.exists()
    if "home_with" not in wrong:
        assert "Kaj fra skranken" in answer.content.decode()


def test_a_step_is_marked_not_relevant_with_a_reason_only(go, case):
    short = go("briefing", data={"form": "skip", "skip-reason": "nej"})
    assert short.status_code == 422 and case.todo("briefing").state == "open"
    assert (
        go("briefing", data={"form": "skip", "skip-reason": "Afdelingen var ikke til stede den dag."}).status_code
        == 302
    )
    assert case.todo("briefing").state == "not_relevant"


def test_a_stale_page_says_who_was_first(go, case):
    from incidents import steps

    steps.done(case.incident, "incidents.briefing", by=case.leader)
    answer = go("briefing", data={"form": "skip", "skip-reason": "Afdelingen var ikke til stede den dag."})
    assert answer.status_code == 302
    assert case.todo("briefing").state == "done"


# -- next of kin ---------------------------------------------------------------------------------------------------
def test_the_list_is_shown_in_the_answer_only_and_kept_in_no_cache(go, case):
    NextOfKin.objects.create(person=case.employee, name="Ida Iversen", phone="11 22 33 44", updated_at=NOW)
    assert "Ida Iversen" not in go("next_of_kin").content.decode()
    shown = go("next_of_kin", data={"form": "open", "reason": "Medarbejderen skal ikke være alene hjemme."})
    assert "Ida Iversen" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert "Ida Iversen" not in go("next_of_kin").content.decode()
    assert AuditEntry.objects.filter(action="incidents.next_of_kin_opened").count() == 1


def test_the_list_is_not_opened_without_a_reason(go, case):
    NextOfKin.objects.create(person=case.employee, name="Ida Iversen", phone="11 22 33 44", updated_at=NOW)
    answer = go("next_of_kin", data={"form": "open", "reason": "ja"})
    assert answer.status_code == 422 and "Ida Iversen" not in answer.content.decode()


def test_the_answer_is_noted(go, case):
    go("next_of_kin", data={"form": "contact", "outcome": "not_wished"})
    assert KinContact.objects.get().outcome == "not_wished"


# -- crisis help ---------------------------------------------------------------------------------------------------
ORDERED = {
    "track": "b",
    "firm": "Nordisk Krisekorps",
    "ordered_at_date": "05.02.2027",
    "ordered_at_time": "13.55",
    "spoke_with": "vagthavende",
}


def test_the_guide_shows_numbers_and_sheet_and_stores_nothing(client, case):
    client.force_login(case.stranger)
    page = client.get(reverse("incidents:crisis_guide"))
    assert page.status_code == 200 and "60 11 11 44" in page.content.decode()
    assert client.get(reverse("incidents:crisis_guide_sheet"))["Content-Type"] == "application/pdf"
    assert not CrisisHelp.objects.exists()


def test_an_employee_who_orders_says_who_was_tried_and_loses_nothing(go, case):
    refused = go("crisis", "employee", ORDERED)
    assert refused.status_code == 422 and "Skriv, hvem du har prøvet at ringe til" in refused.content.decode()
    assert "vagthavende" in refused.content.decode()
    assert go("crisis", "employee", ORDERED | {"tried": "Lene kl. 13.40"}).status_code == 302
    assert CrisisHelp.objects.get().state == "ordered"


def test_the_first_talk_is_dated_then_held(go, case):
    go("crisis", data=ORDERED)
    page = go("crisis").content.decode()
    assert "Der er endnu ingen dato for den første samtale." in page
    go("crisis", data={"first_talk_at_date": "10.02.2027", "first_talk_at_time": "10.00"})
    assert CrisisHelp.objects.get().state == "dated"
    go("crisis", data={"form": "held"})
    assert CrisisHelp.objects.get().state == "dated"  # not before its time
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        go("crisis", data={"form": "held"})
    assert CrisisHelp.objects.get().state == "held"


def test_the_sheet_is_corrected_and_read_aloud(go, case):
    answer = go("crisis_sheet", data={"who_and_where": "Malene, personalestuen", "own_phone": "10 20 30 40"})
    assert answer.status_code == 302
    assert "personalestuen" in go("crisis_sheet").content.decode()


# -- police, calls, notes ------------------------------------------------------------------------------------------
def test_yes_is_chosen_beforehand_in_category_a_and_the_law_is_named(go):
    page = go("police").content.decode()
    assert 'value="yes"' in page and "checked" in page.split('value="yes"')[1][:80]
    assert "Offererstatningsloven § 10" in page
    assert "Den ramte kan altid selv anmelde" in page


def test_a_no_without_a_reason_is_refused_next_to_the_field(go, case):
    answer = go("police", data={"form": "decide", "report": "no", "reason": ""})
    assert answer.status_code == 422
    assert "Skriv, hvorfor det ikke skal anmeldes til politiet." in answer.content.decode()


@pytest.mark.parametrize(
    ("page", "field", "rest", "model"),
    [
        (
            "department_call",
            "department",
            {"called": "Per", "called_at_date": "05.02.2027", "called_at_time": "13.50"},
            DepartmentCall,
        ),
        ("journal_note", "event", {"on": "05.02.2027"}, JournalNote),
        ("event_report", "course", {"version": "1"}, EventReport),
    ],
)
def test_a_cpr_number_is_never_stored(go, page, field, rest, model):
    answer = go(page, data=rest | {field: "Borgeren 010190-1234 råbte"})
    assert answer.status_code == 422
    assert "Det ligner et CPR-nummer" in answer.content.decode()
    assert not model.objects.exists()


# -- the joint report ----------------------------------------------------------------------------------------------
def test_two_who_write_see_both_texts_and_keep_both(go, case):
    reports.save_report(
        case.incident,
        by=case.employee,
        version=1,
        texts={"course": "Jeg hørte råb.", "persons": "", "measures": "", "learning": ""},
    )
    met = go("event_report", data={"version": "1", "course": "Borgeren slog i bordet."})
    text = met.content.decode()
    assert met.status_code == 409
    assert "Jeg hørte råb." in text and "Borgeren slog i bordet." in text and "Behold begge" in text
    both = {"version": "2", "course": "Jeg hørte råb.\n\nBorgeren slog i bordet."}
    assert go("event_report", data=both).status_code == 302
    assert EventReport.objects.get().version == 3


def test_confirming_an_older_text_asks_to_read_again(go, case):
    reports.save_report(
        case.incident,
        by=case.employee,
        version=1,
        texts={"course": "Et.", "persons": "", "measures": "", "learning": ""},
    )
    answer = go("event_report", data={"form": "confirm", "version": "1"})
    assert answer.status_code == 422 and "Læs den igen" in answer.content.decode()


def test_what_was_typed_before_the_session_ended_stands_in_the_form(go, case):
    Draft.objects.create(
        person=case.leader,
        key=reverse("incidents:talk", args=[case.incident.pk]),
        saved_at=NOW,
        data={"home_with": "Kaj", "held_at_date": "05.02.2027", "held_at_time": "13.45"},
    )
    page = go("talk").content.decode()
    assert 'value="Kaj"' in page and 'value="13.45"' in page


# -- closing -------------------------------------------------------------------------------------------------------
def test_closing_is_refused_with_the_steps_and_links_to_them(go, case):
    page = go("close").content.decode()
    assert reverse("incidents:police", args=[case.incident.pk]) in page
    assert "Luk hændelse" not in page
    answer = go("close", data={"form": "close"})
    assert answer.status_code == 422 and case.fresh().state == "in_progress"


def test_the_affected_is_asked_whether_the_help_was_enough(go, case):
    Incident.objects.filter(pk=case.incident.pk).update(state="closed", closed_at=NOW)
    assert go("helped", "employee").status_code == 200
    go("helped", "employee", {"form": "answer", "answer": "yes"})
    assert case.fresh().helped == "yes"
    assert go("helped", "leader").status_code == 403


# -- cost ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("talk", 12),
        ("police", 14),
        ("injury", 14),
        ("crisis", 17),
        ("event_report", 14),
        ("close", 12),
        ("learning", 14),
    ],
)
def test_a_page_asks_the_database_little(go, client, case, name, most, django_assert_max_num_queries):
    go(name)
    url = reverse(f"incidents:{name}", args=[case.incident.pk])
    with django_assert_max_num_queries(most):
        client.get(url)
