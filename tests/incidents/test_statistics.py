"""Numbers for LokalMED: counted right, and nobody can be recognised."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from incidents import statistics
from incidents.models import Incident
from tests.cast import NOW, Cast
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def report(cast, count, *, category="A", kinds=("threat",), channel="in_person", site=None, wait=10, start=0):
    """Make incidents of one kind, taken over after `wait` minutes."""
    Incident.objects.bulk_create(
        [
            Incident(
                number=f"{category}{channel}{start + n}",
                state="closed",
                reporter=cast.medarbejder,
                affected=cast.kollega,
                unit=cast.office,
                site=site or cast.site,
                occurred_at=NOW - timedelta(days=n % 20),
                submitted_at=NOW,
                taken_over_at=NOW + timedelta(minutes=wait),
                responsible=cast.leder,
                closed_at=NOW,
                kinds=list(kinds),
                channel=channel,
                category=category,
                category_suggested=category,
            )
            for n in range(count)
        ]
    )


def test_incidents_are_counted_by_quarter_category_channel_and_kind(cast):
    report(cast, 7)
    report(cast, 6, category="B", kinds=("loud",), channel="phone")
    found = statistics.of_year(2027, 5)
    assert found.total == 13
    assert found.quarters.cells[0] == (7, 6, 0)
    assert found.kinds == [("Trusler", 7), ("Råb, skældsord eller anden krænkelse", 6)]
    assert dict(found.channels) == {"Personligt fremmøde": 7, "Telefon": 6}
    assert found.waiting[0] == ("A", 10)


def test_a_small_cell_is_hidden_and_so_is_the_one_it_could_be_worked_out_from(cast):
    report(cast, 20)
    report(cast, 9, category="B", channel="phone")
    report(cast, 2, category="C", channel="email")
    cells = statistics.of_year(2027, 5).quarters.cells[0]
    assert cells[2] is None
    assert list(cells).count(None) >= 2


def test_waiting_time_is_shown_only_with_enough_incidents_behind_it(cast):
    report(cast, 4)
    assert dict(statistics.of_year(2027, 5).waiting)["A"] is None
    report(cast, 2, start=4)
    assert dict(statistics.of_year(2027, 5).waiting)["A"] == 10


def test_drafts_and_other_years_do_not_count(cast):
    report(cast, 6)
    Incident.objects.create(state="draft", reporter=cast.medarbejder, occurred_at=NOW)
    Incident.objects.filter(pk=Incident.objects.exclude(state="draft").first().pk).update(
        occurred_at=NOW.replace(year=2026)
    )
    assert statistics.of_year(2027, 5).total == 5


def test_the_page_shows_numbers_and_chart_to_a_leader_and_is_refused_to_others(cast, client):
    report(cast, 8)
    client.force_login(cast["leder"])
    page = client.get(reverse("incidents:statistics"))
    assert "8 hændelser er meldt" in page.content.decode()
    assert 'role="img"' in page.content.decode()
    client.force_login(cast["senior"])
    assert client.get(reverse("incidents:statistics")).status_code == 403


def test_a_year_out_of_reach_is_not_found(cast, client):
    client.force_login(cast["leder"])
    assert client.get(reverse("incidents:statistics_year", args=[2011])).status_code == 404
    assert client.get(reverse("incidents:statistics_year", args=[2028])).status_code == 404


def test_the_pdf_holds_the_same_hidden_cells_and_is_archival(cast, client):
    report(cast, 20)
    report(cast, 2, category="C", channel="email")
    client.force_login(cast["hr"])
    answer = client.get(reverse("incidents:statistics_pdf", args=[2027]))
    assert_archival(answer.content, title="Vold og trusler 2027")
    assert "vises ikke" in text_of(answer.content)
    assert answer["Content-Disposition"] == 'attachment; filename="vold-og-trusler-2027.pdf"'


def test_no_other_filter_is_listened_to(cast, client):
    client.force_login(cast["leder"])
    address = reverse("incidents:statistics")
    plain = client.get(address, follow=True).content
    for query in ("site=1", "unit=1", "category=A", "from=01.01.2027&to=05.02.2027", "quarter=1", "kind=threat"):
        other = client.get(f"{address}?{query}", follow=True).content
        assert strip(other) == strip(plain), query


def strip(page):
    """Return a page without what differs each time: the token against forgery and the address it stands at."""
    return re.sub(rb'(X-CSRFToken": "|name="csrfmiddlewaretoken" value=")[^"]+|\?[^"]*', rb"", page)
