"""The list of all committees: few rows of many, and the worst first."""

import pytest
import time_machine
from django.urls import reverse

from med.models import Body
from med.rules import duties as rules
from tests.cast import NOW
from tests.med.duties import at, handle, laid

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        yield laid()


def test_the_list_of_all_committees_reads_only_the_newest_and_says_the_same(med):
    def both():
        shown, listed = (rules.board([med.body], NOW.date(), newest=one)[med.body.pk][0] for one in (False, True))
        assert (listed.state, listed.due_on, at(listed.last)) == (shown.state, shown.due_on, at(shown.last))
        return listed

    assert both().last is None
    old = handle(med, "minutes_sent", days=-900)
    assert both().last == old
    new = handle(med, "minutes_sent", days=-30)
    handle(med, "minutes_sent", days=-20, outcome="postponed")
    handle(med, "minutes_sent", days=-10, text=" ")
    handle(med, "held", days=-5)
    assert both().last == new
    tied = med.treatment(med.meeting(days=-3, state="approved"), "Noget andet", text="Talt om.")
    tied.duty_links.create(duty=med.duty)
    assert both().last == tied


def test_the_list_shows_a_page_with_the_worst_first_and_is_narrowed_by_level_and_by_what_is_overdue(med, client):
    many = [Body(name=f"Udvalg {n:02}", kind="lokal_med", parent=med.parent, starts_on=NOW.date()) for n in range(30)]
    Body.objects.bulk_create(many)
    handle(med, "minutes_sent", days=-1200)
    client.force_login(med.cast.direktoer)
    page = client.get(reverse("med:wheels")).content.decode()
    assert page.count("<tbody><tr>") == 1 and page.count('<th scope="row">') == 25
    rows = page.split('<th scope="row">')[1:]
    assert str(med.body) in rows[0] and med.duty.title in rows[0] and "Overskredet" in page
    late = client.get(reverse("med:wheels"), {"show": "overdue"}).content.decode()
    assert str(med.body) in late and "Udvalg 00" not in late
    above = client.get(reverse("med:wheels"), {"show": "hoved_med"}).content.decode()
    assert "Udvalg 00" not in above and late.count('<th scope="row">') >= 1
    strange = client.get(reverse("med:wheels"), {"show": "x", "page": "zz"})
    assert strange.status_code == 200
