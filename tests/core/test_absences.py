"""An absence has a deputy who is told; rings and clashes are refused; the chain follows at once."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from core.actions import absences
from core.directory import Directory
from core.models import Absence, Mail
from core.permissions import Forbidden
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY, notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def house():
    notice("N-39", body="Du er stedfortræder fra {fra} til og med {til}.")
    return House()


def away(person, by, *, deputy=None, first=1, last=5):
    return absences.register(
        person,
        by=by,
        values={"starts_on": date(2027, 3, first), "ends_on": date(2027, 3, last), "deputy": deputy, "note": ""},
    )


def test_a_leader_registers_an_absence_and_the_deputy_is_told_and_reached(client, house):
    answer = post(
        client,
        house.leader,
        "absence_add",
        house.leader.pk,
        starts_on="1.3.2027",
        ends_on="5.3.2027",
        deputy="Søren Stedfortræder",
    )
    assert answer.status_code == 302
    mail = Mail.objects.get()
    assert (mail.receiver, mail.notice, mail.context["til"]) == (house.deputy, "N-39", "fredag den 5. marts 2027")
    assert Directory().chain(house.team.pk)[0].person == house.deputy


@pytest.mark.parametrize(
    "who, may",
    [
        ("leader", True),
        ("chief", True),
        ("admin", True),
        ("employee", True),
        ("colleague", False),
        ("rep", False),
        ("dpo", False),
    ],
)
def test_whose_absence_one_may_register(house, who, may):
    by = getattr(house, who)
    if may:
        assert away(house.employee, by)
    else:
        with pytest.raises(Forbidden):
            away(house.employee, by)


def test_a_page_of_somebody_elses_absence_is_not_there(client, house):
    absence = away(house.leader, house.leader)
    assert get(client, house.colleague, "absence", absence.pk).status_code == 404
    assert get(client, house.employee, "absences").status_code == 404
    assert get(client, house.leader, "absence", absence.pk).status_code == 200


def test_a_deputy_who_is_away_is_refused_and_so_is_a_ring(house):
    away(house.deputy, house.deputy, deputy=house.leader, first=3)
    with pytest.raises(ValidationError, match="Det går i ring"):
        away(house.leader, house.leader, deputy=house.deputy)
    away(house.colleague, house.admin, first=4)
    with pytest.raises(ValidationError, match="er selv væk fra torsdag den 4. marts 2027"):
        away(house.leader, house.leader, deputy=house.colleague)
    assert away(house.leader, house.leader, deputy=house.deputy, first=1, last=2)


def test_a_long_ring_is_seen(house):
    away(house.colleague, house.admin, deputy=house.leader)
    away(house.deputy, house.admin, deputy=house.chief)
    with pytest.raises(ValidationError, match="ring"):
        away(house.leader, house.leader, deputy=house.colleague)


@pytest.mark.parametrize(
    "data, words",
    [
        ({"ends_on": "28.2.2027"}, "Slutdatoen ligger før"),
        ({"deputy": "Lene Leder"}, "stedfortræder for sig selv"),
        ({"deputy": "Findes Ikke"}, "Vi fandt ingen"),
        ({"ends_on": ""}, "Skriv datoen."),
        ({"ends_on": "1.3.2040"}, "mere end tre år"),
        ({"note": "x" * 100_000}, "højst"),
    ],
)
def test_what_cannot_be_is_told_by_the_field(client, house, data, words):
    answer = post(
        client, house.leader, "absence_add", house.leader.pk, **{"starts_on": "1.3.2027", "ends_on": "5.3.2027"} | data
    )
    assert answer.status_code == 422 and words in text_of(answer)
    assert not Absence.objects.exists()


def test_two_absences_at_once_are_one_too_many(house):
    away(house.leader, house.leader)
    with pytest.raises(ValidationError, match="allerede registreret fravær"):
        away(house.leader, house.admin, first=5, last=9)
    assert away(house.leader, house.admin, first=8, last=9)


def test_only_what_changes_for_the_deputy_is_told_again(house):
    absence = away(house.leader, house.leader, deputy=house.deputy)
    absences.change(absence, by=house.leader, values={"note": "Se kalenderen."})
    assert Mail.objects.count() == 1
    absences.change(absence, by=house.leader, values={"ends_on": date(2027, 3, 9)})
    absences.change(absence, by=house.leader, values={"deputy": house.colleague})
    assert sorted(Mail.objects.values_list("receiver__name", flat=True)) == [
        "Kaj Kollega",
        "Søren Stedfortræder",
        "Søren Stedfortræder",
    ]


def test_back_again_means_reached_again(client, house):
    absence = Absence.objects.create(
        person=house.leader, deputy=house.deputy, starts_on=date(2027, 2, 1), ends_on=date(2027, 3, 31)
    )
    post(client, house.leader, "absence_end", absence.pk)
    absence.refresh_from_db()
    assert absence.ends_on == date(2027, 2, 28)
    assert Directory().chain(house.team.pk)[0].person == house.leader


def test_my_page_shows_mine_and_whom_i_stand_in_for(client, house):
    away(house.leader, house.leader, deputy=house.deputy)
    assert "Søren Stedfortræder" in text_of(get(client, house.leader, "my_absence"))
    assert "Lene Leder" in text_of(get(client, house.deputy, "my_absence"))
    assert "Lene Leder" not in text_of(get(client, house.colleague, "my_absence"))
