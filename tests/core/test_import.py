"""Units and people from a file: what would happen is shown first, and then all of it happens, or nothing."""

import io
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from openpyxl import Workbook

from core import importing
from core.actions import imports
from core.models import AuditEntry, Person, Role, Site, Unit
from core.permissions import Forbidden
from tests.core.house import House, get, post, sign_in, text_of
from tests.core.workplace import MONDAY

pytestmark = pytest.mark.django_db
UNITS = "Enhed;Hører under\nBorgerservice;Direktion\nTeam Skranke;Borgerservice\n"
PEOPLE = "Navn;Mail;Stilling;Telefon;Enhed;Arbejdssted;Leder ja/nej;Ansat fra;Ansat til;Arbejdsdage\n"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    return House()


def upload(client, who, content, name="liste.csv", **data):
    data["file"] = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    return post(client, who, "settings_import", **data)


def token_of(answer):
    return text_of(answer).split('name="token" value="')[1].split('"')[0]


def plan(house, text, **values):
    return imports.plan(importing.read("x.csv", text.encode()), by=house.admin, **values)


def faults(house, text):
    return [text for _kind, _number, text in plan(house, text).faults]


def row(**values):
    values = {
        "name": "Nanna Ny",
        "mail": "nanna@fjordby.example",
        "title": "",
        "phone": "",
        "unit": "",
        "site": "",
        "leader": "",
        "start": "",
        "end": "",
        "days": "",
    } | values
    return PEOPLE + ";".join(values.values()) + "\n"


def test_nothing_is_written_before_the_confirmation(client, house):
    answer = upload(client, house.admin, UNITS)
    assert answer.status_code == 200 and "Borgerservice" in text_of(answer) and "Gem 2 ændringer" in text_of(answer)
    assert not Unit.objects.filter(name="Borgerservice").exists()
    done = post(client, house.admin, "settings_import_preview", token=token_of(answer))
    assert done.status_code == 302
    desk = Unit.objects.get(name="Team Skranke")
    assert desk.path == f"/{house.top.pk}/{desk.parent_id}/{desk.pk}/" and desk.parent.name == "Borgerservice"
    assert AuditEntry.objects.filter(action="core.directory_imported", actor=house.admin).count() == 1


def test_people_are_taken_on_changed_and_made_leaders(client, house):
    text = UNITS.replace("Enhed", "Enhed") and row(
        title="leder",
        phone="10203040",
        unit="Team Havn",
        site="Havnegade 1",
        start="01.04.2027",
        days="man–ons",
        leader="",
    )
    text += f"Malene Medarbejder;{house.employee.email.upper()};koordinator;;;;;;;\n"
    answer = upload(client, house.admin, text)
    post(client, house.admin, "settings_import_preview", token=token_of(answer))
    made = Person.objects.get(email="nanna@fjordby.example")
    assert (made.phone, made.unit, made.site, made.active_from, made.worked_weekdays) == (
        "10 20 30 40",
        house.team,
        house.site,
        date(2027, 4, 1),
        [1, 2, 3],
    )
    house.employee.refresh_from_db()
    assert house.employee.title == "koordinator" and house.employee.unit == house.team  # empty fields change nothing
    assert AuditEntry.objects.filter(action="core.person_imported").count() == 2


def test_a_spreadsheet_holds_both_lists_and_a_leader_of_a_new_unit(client, house):
    book = Workbook()
    units = book.active
    for line in (["Enhed", "Hører under"], ["Borgerservice", "Direktion"]):
        units.append(line)
    people = book.create_sheet("Medarbejdere")
    for line in (
        ["Navn", "Mail", "Enhed", "Leder ja/nej", "Ansat fra"],
        ["Nanna Ny", "nanna@fjordby.example", "Borgerservice", "ja", date(2027, 1, 1)],
    ):
        people.append(line)
    out = io.BytesIO()
    book.save(out)
    answer = upload(client, house.admin, out.getvalue(), "liste.xlsx")
    post(client, house.admin, "settings_import_preview", token=token_of(answer))
    role = Role.objects.get(person__email="nanna@fjordby.example")
    assert role.kind == "leader" and role.unit.name == "Borgerservice" and role.person.unit == role.unit


def test_the_second_time_there_is_nothing_to_do(client, house):
    post(client, house.admin, "settings_import_preview", token=token_of(upload(client, house.admin, UNITS)))
    assert "Der er ikke noget at gemme" in text_of(upload(client, house.admin, UNITS))


def test_one_wrong_row_keeps_everything_back_and_says_which(client, house):
    answer = upload(client, house.admin, row() + "Otto;ikke en mail;;;;;;;;\n")
    page = text_of(answer)
    assert (
        answer.status_code == 422 and "Række 3: Skriv hele mailadressen" in page and "De andre rækker er klar." in page
    )
    assert 'name="token"' not in page and not Person.objects.filter(name="Nanna Ny").exists()


@pytest.mark.parametrize(
    "values, words",
    [
        ({"name": ""}, "Skriv navnet."),
        ({"mail": "nanna"}, "Skriv hele mailadressen"),
        ({"phone": "12"}, "8 cifre"),
        ({"unit": "Findes Ikke"}, "Vi kender ikke enheden »Findes Ikke«"),
        ({"site": "Månen"}, "Vi kender ikke arbejdsstedet"),
        ({"leader": "måske"}, "Skriv ja eller nej"),
        ({"start": "31.02.2027"}, "februar har 28 dage"),
        ({"start": "i morgen"}, "03.02.2027"),
        ({"start": "01.04.2027", "end": "01.03.2027"}, "ligger før startdatoen"),
        ({"days": "hver anden"}, "man–fre"),
        ({"name": "=1+1"}, "er en formel"),
        ({"title": "010170-1234"}, "CPR-nummer"),
        ({"name": "x" * 121}, "højst 120 tegn"),
        ({"leader": "ja"}, "hvilken enhed"),
        ({"leader": "ja", "unit": "Team Havn"}, "Lene Leder leder allerede"),
    ],
)
def test_each_fault_of_a_person_is_told_in_danish(house, values, words):
    found = faults(house, row(**values))
    assert len(found) == 1 and words in found[0]


@pytest.mark.parametrize(
    "text, words",
    [
        ("A;B\nB;A\n", "under sig selv"),
        ("A;A\n", "under sig selv"),
        ("Direktion;Team Havn\n", "under sig selv"),
        ("A;Findes Ikke\n", "Vi kender ikke enheden"),
        ("A;\nA;\n", "står der to gange"),
        (";Direktion\n", "Skriv enhedens navn."),
    ],
)
def test_units_that_cannot_be_are_told(house, text, words):
    assert any(words in found for found in faults(house, "Enhed;Hører under\n" + text))


def test_the_same_mail_twice_is_told_with_the_other_row(house):
    assert "står også i række 2" in faults(house, row() + "Nanna Anden;NANNA@fjordby.example;;;;;;;;\n")[0]


def test_two_units_of_one_name_are_not_guessed_between(house):
    from tests.core.workplace import unit

    unit("Team Havn", house.top)
    assert "flere enheder" in faults(house, row(unit="Team Havn"))[0]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_the_usual_encodings_are_read(house, encoding):
    sheet = importing.read("x.csv", row(name="Åse Ørsted-Bjærg").encode(encoding))[0]
    assert sheet.rows[0][1]["name"] == "Åse Ørsted-Bjærg"


@pytest.mark.parametrize(
    "name, content, words",
    [
        ("x.csv", b"", "Filen er tom"),
        ("x.csv", b"Navn\x00;Mail\n", "kan ikke læse tegnene"),
        ("x.csv", "Navn;Mail\nÃ¸;x@y.dk\n".encode(), "kan ikke læse tegnene"),
        ("x.csv", b"Hest;Ko\n1;2\n", "ingen overskrifter"),
        ("x.pdf", b"%PDF-1.7", "Vælg et regneark"),
        ("x.xlsx", b"PK\x03\x04 ikke et regneark", "noget andet, end navnet siger"),
        ("x.csv", b"Navn;Mail;Navn\n", "to gange"),
        ("x.csv", b"x" * (5 * 1024 * 1024 + 1), "højst 5 MB"),
        ("x.csv", ("Navn;Mail\n" + "A;a@fjordby.example\n" * 100_000).encode(), "flere end 20.000 rækker"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_never_a_fault_of_ours(client, house, name, content, words):
    answer = upload(client, house.admin, content, name)
    assert answer.status_code == 422 and words in text_of(answer)


def test_a_formula_in_a_spreadsheet_is_refused():
    book = Workbook()
    book.active.append(["Navn", "Mail"])
    book.active.append(["=HYPERLINK(1)", "a@fjordby.example"])
    out = io.BytesIO()
    book.save(out)
    assert "formel" in importing.read("x.xlsx", out.getvalue())[0].faults[0][1]


def test_what_was_shown_is_what_is_done(client, house):
    token = token_of(upload(client, house.admin, UNITS))
    from tests.core.workplace import unit

    unit("Borgerservice", house.department)  # meanwhile somebody else made it, elsewhere
    answer = post(client, house.admin, "settings_import_preview", token=token)
    assert answer.status_code == 409 and "Noget er ændret" in text_of(answer)
    assert not Unit.objects.filter(name="Team Skranke").exists()


def test_a_token_is_for_one_person_one_use_and_one_hour(client, house):
    token = token_of(upload(client, house.admin, UNITS))
    assert post(client, house.second_admin, "settings_import_preview", token=token).status_code == 404
    assert post(client, house.admin, "settings_import_preview", token="x" + token).status_code == 302
    assert not Unit.objects.filter(name="Borgerservice").exists()
    post(client, house.admin, "settings_import_preview", token=token)
    assert "allerede indlæst" in text_of(
        sign_in(client, house.admin).get(post(client, house.admin, "settings_import_preview", token=token)["Location"])
    )
    assert Unit.objects.filter(name="Borgerservice").count() == 1


def test_a_failure_in_the_middle_leaves_nothing(house, monkeypatch):
    made = plan(house, UNITS)
    monkeypatch.setattr(imports, "_carry_out_people", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        imports.carry_out(
            importing.read("x.csv", UNITS.encode()), by=house.admin, fingerprint=made.fingerprint, sha256="x"
        )
    assert not Unit.objects.filter(name="Borgerservice").exists()


def test_who_is_not_in_a_whole_list_is_let_go_but_never_the_one_who_imports(house):
    text = PEOPLE + f"Lene Leder;{house.leader.email};;;;;;;;\n"
    assert plan(house, text).of("person", "closed") == []
    closed = {line.name for line in plan(house, text, close_missing=True).of("person", "closed")}
    assert house.employee.name in closed and house.leader.name not in closed and house.admin.name not in closed
    made = plan(house, text, close_missing=True)
    imports.carry_out(
        importing.read("x.csv", text.encode()),
        by=house.admin,
        fingerprint=made.fingerprint,
        sha256="x",
        close_missing=True,
    )
    house.employee.refresh_from_db()
    assert house.employee.active_to == date(2027, 2, 28) and not house.employee.may_sign_in


def test_units_that_are_not_in_a_whole_list_are_closed_if_nobody_works_there(house):
    text = "Enhed;Hører under\nDirektion;\nMyndighed;Direktion\n"
    made = plan(house, text, close_missing=True)
    assert [line.name for line in made.of("unit", "closed")] == ["Team Havn"]
    with pytest.raises(ValidationError, match="arbejder her stadig"), transaction.atomic():
        imports.carry_out(
            importing.read("x.csv", text.encode()),
            by=house.admin,
            fingerprint=made.fingerprint,
            sha256="x",
            close_missing=True,
        )


def test_an_administrator_makes_nobody_a_leader_of_themself(house):
    Site.objects.all()
    text = PEOPLE + f"Mikkel Admin;{house.admin.email};;;Ny Enhed;;ja;;;\n"
    units = importing.read("x.csv", "Enhed;Hører under\nNy Enhed;Direktion\n".encode())
    found = imports.plan(units + importing.read("x.csv", text.encode()), by=house.admin).faults
    assert "dig selv" in found[0][2]


@pytest.mark.parametrize("who", ["hr", "owner", "leader", "employee", "dpo"])
def test_only_administrators_import(client, house, who):
    assert upload(client, getattr(house, who), UNITS).status_code == 403
    assert get(client, getattr(house, who), "settings_import_template", "spreadsheet").status_code == 403
    with pytest.raises(Forbidden):
        imports.plan([], by=getattr(house, who))


def test_the_template_can_be_read_back(client, house):
    content = get(client, house.admin, "settings_import_template", "spreadsheet").content
    assert [sheet.kind for sheet in importing.read("skabelon.xlsx", content)] == ["units", "people"]
