"""Messages to the staff: what to do, for how long, never the story, a name or health (INC-61, INC-62, Q18)."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from core import desk
from core.models import AuditEntry, Mail
from incidents.actions import letters, messages
from incidents.models import LetterType, MessageReading, StaffMessage
from tests.incidents.cases import person, role
from tests.incidents.lettercases import MONDAY, LetterCase, at

pytestmark = pytest.mark.django_db
TEXT = "Vær altid to, når borgeren kommer. Hent en leder, hvis der bliver råbt."


@pytest.fixture
def case():
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


def send(case, text=TEXT, by=None, **more):
    """Send a message that holds for four weeks."""
    content = {"site": case.site, "starts_on": date(2027, 2, 8), "ends_on": date(2027, 3, 8)} | more
    return messages.send(case.incident, by=by or case.leader, text=text, **content)


def test_everyone_at_the_site_and_its_representatives_get_one_neutral_mail(case):
    outside = person("Tina Tr", case.department)
    role(outside, "union_rep", site=case.site)
    send(case)
    mails = Mail.objects.filter(notice="N-23")
    assert {mail.receiver.name for mail in mails} == {"Malene Medarbejder", "Kaj Kollega", "Anna Amr", "Tina Tr"}
    assert all(
        "Kim" not in str(mail.context) and "råb" not in str(mail.context) and mail.link == "/incidents/messages/"
        for mail in mails
    )


def test_the_mails_take_the_same_queries_for_many(case):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        send(case)
    for number in range(30):
        person(f"Ny {number}", case.team, site=case.site)
    with CaptureQueriesContext(connection) as many:
        send(case, f"{TEXT} Gå aldrig alene ud.")
    assert len(many) <= len(few) + 2 and Mail.objects.filter(notice="N-23").count() > 30


def test_the_implicated_are_not_told(case):
    case.incident.implicated.add(case.colleague)
    send(case)
    assert not Mail.objects.filter(notice="N-23", receiver=case.colleague).exists()
    assert not StaffMessage.objects.visible_to(case.colleague).exists()


@pytest.mark.parametrize(
    "text",
    [
        "Borgeren har en diagnose og kan blive vred.",
        "Han er skizofren, så pas på.",
        "CPR 010190-1234 må ikke komme ind.",
        "Kim Lindgaard må kun ringe.",
        "Lindgaard må kun ringe til os.",
        "Hun er lige udskrevet fra psykiatrien.",
        "Diagnosekode F20.0 er noteret.",
        "Malene Medarbejder blev ramt, så pas på.",
    ],
)
def test_health_cpr_numbers_and_names_are_refused(case, text):
    with pytest.raises(ValidationError) as refused:
        send(case, text)
    assert "text" in refused.value.error_dict and not StaffMessage.objects.exists()


@pytest.mark.parametrize(
    "text", [TEXT, "Henvis til telefonen. Lad være med at diskutere sagen.", "Ring 112, hvis det bliver farligt."]
)
def test_ordinary_words_are_no_health(case, text):
    assert send(case, text).text == text


def test_a_message_needs_an_end_that_lies_ahead(case):
    for more in ({"ends_on": date(2027, 2, 1)}, {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 1, 31)}):
        with pytest.raises(ValidationError):
            send(case, **more)


def test_only_the_leader_of_the_case_writes(case):
    for by in (case.employee, case.rep, case.chief):
        with pytest.raises((PermissionDenied, Http404)):
            send(case, by=by)


def test_it_comes_from_an_approved_sanction_only_and_ends_with_it(case):
    found = case.decide("phone_only")
    with pytest.raises(ValidationError):
        send(case, sanction=found, ends_on=date(2027, 6, 1))
    assert send(case, sanction=found).kind == "sanction"
    found.refresh_from_db()
    assert found.told_sites == [case.site.pk] and case.todo("staff_message").state == "done"


def test_a_suggested_text_says_measure_what_to_do_and_period_and_no_name(case):
    text = messages.suggested_text(case.decide("phone_only"))
    assert "kun telefon" in text and "Hent en leder" in text and "lørdag den 8. maj 2027" in text and "Kim" not in text


def test_it_is_read_in_the_app_counted_and_gone_when_it_ends(case, client):
    message = send(case)
    client.force_login(case.colleague)
    assert TEXT in client.get("/incidents/messages/").content.decode()
    assert [item.title for item in desk.news_for(case.colleague, MONDAY)].count("Læs en besked om dit arbejdssted") == 1
    client.post(f"/incidents/messages/{message.pk}/read/")
    client.post(f"/incidents/messages/{message.pk}/read/")
    assert MessageReading.objects.filter(person=case.colleague).count() == 1
    client.force_login(case.leader)
    assert "1 har læst den" in client.get(f"/incidents/{case.incident.pk}/staff-message/").content.decode()
    with time_machine.travel(at("2027-03-09 08:00"), tick=False):
        client.force_login(case.colleague)
        assert TEXT not in client.get("/incidents/messages/").content.decode()
        assert client.post(f"/incidents/messages/{message.pk}/read/").status_code == 404


def test_somebody_at_another_site_sees_nothing(case, client):
    message = send(case)
    client.force_login(case.director)
    assert TEXT not in client.get("/incidents/messages/").content.decode()
    assert client.post(f"/incidents/messages/{message.pk}/read/").status_code == 404
    assert client.post(f"/incidents/messages/{message.pk}/person/").status_code == 404


def test_whom_it_is_about_is_shown_on_asking_and_logged(case, client):
    message = send(case, sanction=case.decide("phone_only"))
    client.force_login(case.colleague)
    assert "Lindgaard" not in client.get("/incidents/messages/").content.decode()
    assert "Kim Lindgaard" in client.post(f"/incidents/messages/{message.pk}/person/").content.decode()
    assert AuditEntry.objects.get(action="incidents.message_person_shown").actor == case.colleague


def test_the_leader_takes_a_message_down(case):
    message = send(case)
    assert messages.withdraw(message, by=case.leader) and not messages.withdraw(message, by=case.leader)
    assert not StaffMessage.objects.visible_to(case.colleague).exists()


def test_back_and_a_second_press_tell_nobody_twice(case):
    first = send(case)
    mails = Mail.objects.filter(notice="N-23").count()
    assert send(case) == first
    assert (StaffMessage.objects.count(), Mail.objects.filter(notice="N-23").count()) == (1, mails)
    messages.withdraw(first, by=case.leader)
    assert send(case) != first  # what was taken back may be said again


def test_a_letter_begun_twice_is_one_draft_until_something_is_written(case):
    letter_type = LetterType.objects.get(code="threats")
    first = letters.create(case.incident, by=case.leader, type=letter_type)
    assert letters.create(case.incident, by=case.leader, type=letter_type) == first
    letters.save(letters.load(first.pk), by=case.leader, edit=1, to_several=False, blocks=[], fields={})
    assert letters.create(case.incident, by=case.leader, type=letter_type) != first
