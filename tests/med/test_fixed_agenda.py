"""The fixed agenda: released for a kind of body, worded by HR, or by the chairs of one body for itself (MED-05, GEN-10)."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core import calendar, editions
from core.actions import editions as verbs
from core.models import Template
from core.permissions import Forbidden, can
from med import fixed_agenda
from med.actions import wording
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db


@pytest.fixture
def med():
    with time_machine.travel(NOW, tick=False):
        yield Med(Cast())


def publish(template, by):
    seen = editions.digest(template.editions.get(published_at__isnull=True).content)
    verbs.publish(template, by=by, valid_from=calendar.today(), what_changed="Nyt punkt", seen=seen)


LINE = {
    "title": "Siden sidst",
    "help": "",
    "part": "A",
    "purpose": "orientation",
    "responsible_role": "",
    "duration": 5,
}


def test_the_released_agenda_holds_until_somebody_words_it(med):
    titles = [line.title for line in fixed_agenda.fixed_lines(med.body)]
    assert titles[0] == "Godkendelse af referat" and titles[-1] == "Eventuelt"
    template = Template.objects.get(kind=fixed_agenda.KIND, code=med.body.kind)
    verbs.put_row(template, by=med.cast["hr"], code="", values=LINE)
    assert "Siden sidst" not in [line.title for line in fixed_agenda.fixed_lines(med.body)]
    publish(template, med.cast["hr"])
    lines = fixed_agenda.fixed_lines(med.body)
    assert [line.title for line in lines if line.part == "A"][-1] == "Siden sidst"
    assert lines[-1].code == fixed_agenda.LAST


def test_the_chairs_word_their_own_and_others_keep_the_shared(med):
    template = wording.own_agenda(med.body, by=med.cast["leder"])
    assert wording.own_agenda(med.body, by=med.cast["tr"]).pk == template.pk
    assert can(med.cast["tr"], "core.edit_template", template) and not can(
        med.cast["hr"], "core.edit_template", template
    )
    verbs.put_row(template, by=med.cast["tr"], code="", values=LINE)
    publish(template, med.cast["leder"])
    assert "Siden sidst" in [line.title for line in fixed_agenda.fixed_lines(med.body)]
    shared = editions.contents(fixed_agenda.KIND)[med.body.kind]
    assert "Siden sidst" not in [row["title"] for row in shared["rows"]]
    with pytest.raises(Forbidden):
        wording.own_agenda(med.body, by=med.cast["medarbejder"])


def test_what_the_meeting_needs_stays(med):
    template = wording.own_agenda(med.body, by=med.cast["leder"])
    for code in (fixed_agenda.APPROVAL, fixed_agenda.LAST):
        with pytest.raises(ValidationError, match="Mødet bruger punktet"):
            verbs.drop_row(template, by=med.cast["leder"], code=code)


def test_the_page_shows_the_lines_and_gives_the_chairs_their_own(med):
    address = reverse("med:agenda_lines", args=[med.body.pk])
    chair, other = Client(), Client()
    chair.force_login(med.cast["leder"], backend="core.signin.PersonBackend")
    other.force_login(med.cast["medarbejder"], backend="core.signin.PersonBackend")
    assert "Lav egen dagsorden" not in other.get(address).content.decode()
    assert other.post(address).status_code == 403
    assert "Lav egen dagsorden" in chair.get(address).content.decode()
    page = chair.post(address, follow=True)
    assert page.status_code == 200 and "Tilføj punkt" in page.content.decode()
    assert "Ret dagsorden" in chair.get(address).content.decode()
