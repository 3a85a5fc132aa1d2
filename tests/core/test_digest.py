"""The daily mail: one per person and working day, only when there is something, and neutral."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as django_mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import digest, notices, outbox, todos
from core.models import Mail, NoticeText, Person
from tests.core.workplace import MONDAY, START, SUBJECT, Workplace, at, away, notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def place(no_reference):
    NoticeText.objects.create(
        code="DIGEST",
        subject="%(n)s opgave venter på dig",
        subject_many="%(n)s opgaver venter på dig",
        speed="now",
        body="Her er det, der venter på dig {dato}.",
        button="Åbn Min side",
    )
    notice("N-98", speed="digest", subject="Nyt referat fra {udvalg}", body="Læs det.")
    return Workplace()


def gathered(place, receiver=None, key="key", **values):
    return outbox.enqueue(
        receiver or place.leader,
        "N-98",
        dedupe_key=key,
        **({"subject": SUBJECT, "link": "/x/", "context": {"udvalg": "LokalMED"}} | values),
    )


def todo(place, due_at, code="core.alarm_test", **values):
    values = {
        "title": "Ring til Poul Poulsen",
        "by": None,
        "owner": place.leader,
        "unit": place.team,
        "link": "/x/",
    } | values
    return todos.open_todo(SUBJECT, code, due_at=due_at, **values)


def digests():
    return Mail.objects.filter(notice="DIGEST")


def test_it_gathers_todos_and_news_in_the_order_of_the_day(place):
    todo(place, MONDAY - timedelta(days=3))
    todo(place, at("2027-03-01 15:00"), round=2)
    todo(place, MONDAY + timedelta(days=5), round=3)
    todo(place, MONDAY + timedelta(days=30), round=4)
    row = gathered(place)

    assert digest.send_digests() == 1
    outbox.deliver_waiting()
    message = django_mail.outbox[0]
    assert message.subject == "3 opgaver venter på dig"
    body = message.body
    places = [
        body.index(text)
        for text in (
            "Hej Lene",
            "Her er det, der venter på dig mandag den 1. marts 2027.",
            "Overskredet",
            "I dag",
            "De næste 7 dage",
            "Nyt\n",
            "▪ Nyt referat fra LokalMED",
            "Åbn Min side: http://testserver/",
            "Du får én samlet mail om dagen.",
        )
    ]
    assert places == sorted(places)
    assert "kl.\xa015.00" in body and "Poul" not in body and "Poul" not in message.alternatives[0][0]
    row.refresh_from_db()
    assert row.state == "folded" and row.folded_into == digests().get()


def test_one_a_day_however_often_the_clock_asks_and_the_next_day_another(place, clock):
    gathered(place)
    for _ in range(3):
        digest.send_digests()
        clock.shift(timedelta(minutes=10))
    gathered(place, key="later")
    digest.send_digests()
    assert digests().count() == 1
    assert Mail.objects.filter(state="gathered").count() == 1
    clock.shift(timedelta(days=1))
    digest.send_digests()
    assert digests().count() == 2 and not Mail.objects.filter(state="gathered").exists()


def test_nothing_new_and_nothing_due_today_gives_no_mail(place):
    todo(place, MONDAY + timedelta(days=3))
    todo(place, MONDAY - timedelta(days=3), round=2)
    assert digest.send_digests() == 0


@pytest.mark.parametrize("moment", ["2027-03-02 06:59", "2027-03-06 09:00", "2027-03-07 09:00", "2027-03-25 09:00"])
def test_before_seven_at_weekends_and_on_holidays_it_waits(place, moment):
    gathered(place)
    assert digest.send_digests(at(moment)) == 0
    assert digest.send_digests(at("2027-03-30 07:00")) == 1


def test_only_news_says_so_in_the_subject(place):
    gathered(place)
    digest.send_digests()
    outbox.deliver_waiting()
    assert django_mail.outbox[0].subject == "1 ny besked"


def test_a_reminder_of_a_listed_todo_is_not_told_twice(place):
    listed = todo(place, at("2027-03-01 15:00"))
    Mail.objects.filter(pk=gathered(place).pk).update(todo=listed)
    digest.send_digests()
    assert [group["title"] for group in digests().get().context["groups"]] == ["I dag"]


def test_an_absent_owners_deputy_gets_the_todos_too_and_somebody_who_left_gets_nothing(place):
    todo(place, at("2027-03-01 15:00"))
    away(place.leader, place.deputy)
    gathered(place, receiver=place.colleague)
    Person.objects.filter(pk=place.colleague.pk).update(active_to=MONDAY.date() - timedelta(days=1))
    digest.send_digests()
    assert set(digests().values_list("receiver__name", flat=True)) == {"Lene Leder", "Søren Stedfortræder"}


def test_a_todo_of_a_role_reaches_those_who_hold_it(place):
    todo(place, at("2027-03-01 15:00"), owner=None, owner_role="safety_rep", site=place.site)
    digest.send_digests()
    assert digests().get().receiver == place.rep


def test_the_number_of_queries_is_the_same_for_ten_people_and_a_thousand(place):
    def queries(count):
        people = Person.objects.bulk_create(
            [
                Person(email=f"d{count}-{n}@fjordby.example", name=f"Person {n}", unit=place.team, active_from=START)
                for n in range(count)
            ]
        )
        outbox.enqueue_many(
            [outbox.MailSpec(one, "N-98", SUBJECT, "/x/", f"k{one.pk}", {"udvalg": "LokalMED"}) for one in people]
        )
        todos.open_many(
            [
                todos.TodoSpec(
                    ("core.person", one.pk), "core.x", "Noget", owner=one, link="/x/", due_at=at("2027-03-01 15:00")
                )
                for one in people
            ],
            by=None,
        )
        with CaptureQueriesContext(connection) as seen:
            assert digest.send_digests() == count
        return len(seen)

    few, many = queries(10), queries(1000)
    assert few == many <= 15


@pytest.mark.django_db(transaction=True)
def test_eight_clocks_at_once_write_one_mail_per_person(place):
    for person in (place.leader, place.chief, place.employee):
        gathered(place, receiver=person, key=f"k{person.pk}")
    barrier, errors = threading.Barrier(8), []

    def run():
        barrier.wait()
        try:
            digest.send_digests()
        except Exception as error:
            errors.append(error)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == [] and digests().count() == 3
    assert Mail.objects.filter(state="folded", folded_into__isnull=False).count() == 3


def test_a_line_names_the_kind_of_matter_and_the_deadline_only(place):
    assert (
        notices.line_of("core.alarm_test", MONDAY)
        == "Arbejdsstedet: noget skal afprøves, frist mandag den 1. marts 2027 kl.\xa009.00"
    )
    assert notices.line_of("unknown.code") == "En opgave"
