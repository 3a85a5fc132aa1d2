"""The register tells staff what to do about whom, never the story; each name that is shown is logged (INC-43)."""

from datetime import date

import pytest
import time_machine

from core.models import AuditEntry
from tests import pdfs
from tests.incidents.cases import person, role
from tests.incidents.lettercases import MONDAY, REASON, SMALLER, LetterCase, at

pytestmark = pytest.mark.django_db
URL = "/incidents/sanctions/"


@pytest.fixture
def case():
    with time_machine.travel(MONDAY, tick=False):
        yield LetterCase()


def page(client, who, query=""):
    client.force_login(who)
    return client.get(URL + query).content.decode()


def test_staff_of_the_site_see_what_to_do_and_neither_story_nor_name(case, client):
    case.decide("phone_only", site=case.site)
    found = page(client, case.colleague)
    assert "Kun telefon" in found and "Hent en leder" in found and "Lene Leder" in found and "08.05.2027" in found
    assert REASON not in found and SMALLER not in found and "Lindgaard" not in found and "2027-0001" not in found


def test_a_service_employee_of_the_site_sees_it_and_others_do_not(case, client):
    case.decide("phone_only", site=case.site)
    service = person("Sven Service", case.department)
    role(service, "service", site=case.site)
    assert "Kun telefon" in page(client, service)
    other = person("Olga Omme", case.department)
    assert "Der gælder ingen begrænsninger på dit arbejdssted lige nu." in page(client, other)
    role(other, "admin")
    assert "Kun telefon" not in page(client, other)


def test_a_name_is_shown_on_asking_by_post_and_logged(case, client):
    found = case.decide("phone_only", site=case.site)
    client.force_login(case.colleague)
    assert client.get(f"{URL}{found.pk}/person/").status_code == 405
    assert "Kim Lindgaard" in client.post(f"{URL}{found.pk}/person/").content.decode()
    entry = AuditEntry.objects.get(action="incidents.sanction_person_shown")
    assert entry.actor == case.colleague and entry.is_read
    client.force_login(person("Olga Omme", case.department))
    assert client.post(f"{URL}{found.pk}/person/").status_code == 404


def test_the_implicated_see_nothing(case, client):
    case.decide("phone_only", site=case.site)
    case.incident.implicated.add(case.colleague)
    assert "Kun telefon" not in page(client, case.colleague)


def test_only_what_holds_is_shown_and_filters_show_the_rest(case, client):
    case.decide("phone_only", site=case.site, ends_on=date(2027, 2, 20), review_on=date(2027, 2, 15))
    case.decide("second_person", site=case.site, starts_on=date(2027, 3, 1))
    assert "Kun telefon" in page(client, case.leader) and "To ansatte til stede" not in page(client, case.leader)
    assert "Kun telefon" in page(client, case.leader, "?show=soon")
    assert "To ansatte til stede" in page(client, case.leader, "?show=coming")
    with time_machine.travel(at("2027-02-21 09:00"), tick=False):
        assert "Kun telefon" not in page(client, case.colleague)
    assert "Kun telefon" in page(client, case.leader, f"?site={case.site.pk}")
    assert page(client, case.leader, "?site=abc&show=nonsense&page=-4")


def test_leaders_take_it_out_safely_and_it_is_logged(case, client):
    case.decide("phone_only", site=case.site, what_to_do="=HYPERLINK(1)", scope="Borgerservice")
    client.force_login(case.leader)
    content = client.get(URL + "register.pdf").content
    pdfs.assert_archival(content)
    text = pdfs.text_of(content)
    assert "Borgerservice" in text and "Lindgaard" not in text and "Lene Leder" in text
    sheet = client.get(URL + "register.xlsx")
    assert sheet.status_code == 200 and sheet["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(action="incidents.register_exported").count() == 2


def test_staff_take_nothing_out(case, client):
    client.force_login(case.colleague)
    assert client.get(URL + "register.pdf").status_code == 404 and client.get(URL + "register.xlsx").status_code == 404
    client.force_login(case.leader)
    assert client.get(URL + "register.exe").status_code == 404


def test_the_register_names_who_has_the_case_now_not_who_once_decided(case, client):
    case.decide("phone_only", site=case.site)
    type(case.incident).objects.filter(pk=case.incident.pk).update(responsible=case.chief)
    found = page(client, case.colleague)
    assert "Carl Chef" in found and "Lene Leder" not in found
