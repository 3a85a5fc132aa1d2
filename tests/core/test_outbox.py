"""A mail goes out once, to whoever should have it now, and is never lost."""

import functools
import smtplib
import threading
from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from core import notices, outbox, subjects, tasks
from core.models import AuditEntry, Mail, Person
from tests.core.workplace import MONDAY, SUBJECT, Workplace, at, away, notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def place():
    notice("N-98", subject="Noget venter på {navn}", body="Frist: {frist}.\n\nÅbn den.")
    return Workplace()


def written(place, receiver=None, key="key", **values):
    values = {
        "subject": SUBJECT,
        "link": "/x/7/",
        "context": {"navn": "dig"},
        "due_at": at("2027-03-04 12:00"),
    } | values
    return outbox.enqueue(receiver or place.leader, "N-98", dedupe_key=key, **values)


def many(place, count, **values):
    return [written(place, key=str(number), **values) for number in range(count)]


class DownBackend(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError("nobody home at leder@fjordby.example")


class RefusingBackend(BaseEmailBackend):
    """A mail server that doesn't know the address."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({"leder@fjordby.example": (550, b"unknown")})


DOWN, REFUSING = f"{__name__}.DownBackend", f"{__name__}.RefusingBackend"


# -- writing -------------------------------------------------------------------------------------------------------
def test_one_key_gives_one_mail(place):
    assert written(place).pk == written(place, context={"navn": "en anden"}).pk
    assert Mail.objects.count() == 1


def test_nothing_leaves_before_commit_and_it_leaves_after(place, django_capture_on_commit_callbacks, monkeypatch):
    monkeypatch.setattr(tasks.deliver, "delay", tasks.deliver)
    with django_capture_on_commit_callbacks(execute=True):
        row = written(place)
        assert django_mail.outbox == []
    row.refresh_from_db()
    assert row.state == "sent" and len(django_mail.outbox) == 1


def test_a_transaction_that_is_undone_sends_nothing(place):
    def act():
        with transaction.atomic():
            written(place)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()
    assert outbox.deliver_waiting() == 0 and Mail.objects.count() == 0


def test_a_dead_broker_does_not_break_the_page_and_the_clock_sends_the_mail(
    place, django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def dead(*args):
        raise ConnectionError("redis at secret-host is down")

    monkeypatch.setattr(tasks.deliver, "delay", dead)
    with django_capture_on_commit_callbacks(execute=True):
        written(place)
    assert "secret-host" not in caplog.text and "broker" in caplog.text
    assert outbox.deliver_waiting() == 1


@pytest.mark.parametrize("context", [{"narrative": "Han råbte"}, {"navn": "a\nBcc: x@y.example"}, {"navn": "x" * 200}])
def test_what_may_not_stand_in_a_mail_is_refused_when_it_is_written(place, context):
    with pytest.raises(notices.Unknown):
        written(place, context=context)


def test_office_speed_waits_for_the_next_office_hour_and_digest_speed_is_gathered(place):
    with time_machine.travel(at("2027-03-05 22:00"), tick=False):  # a Friday evening
        office, gathered = written(place, speed="office"), written(place, key="other", speed="digest")
    assert office.state == "queued" and office.available_at.date() == at("2027-03-08 08:00").date()
    assert gathered.state == "gathered"
    assert outbox.deliver_waiting(at=at("2027-03-06 12:00")) == 0
    assert outbox.deliver_waiting(at=at("2027-03-08 12:00")) == 1


# -- what it says --------------------------------------------------------------------------------------------------
def test_the_mail_stands_in_its_frame_and_the_html_says_the_same(place, settings):
    row = written(place)
    outbox.deliver_waiting()
    message = django_mail.outbox[0]
    assert message.subject == "Noget venter på dig" and message.to == [place.leader.email]
    assert message.body == (
        "Hej Lene\n\nFrist: torsdag den 4. marts 2027 kl.\xa012.00.\n\nÅbn den.\n\nÅbn her: http://testserver/x/7/\n\n"
        "Der står med vilje ikke mere i mailen.\n\n"
        f"Venlig hilsen\n{settings.PRODUCT_NAME}, {settings.MUNICIPALITY_NAME}\n"
    )
    html = message.alternatives[0][0]
    for part in (
        "Hej Lene",
        "Frist: torsdag den 4. marts 2027 kl.\xa012.00.",
        "http://testserver/x/7/",
        "Der står med vilje ikke mere i mailen.",
    ):
        assert part in html
    assert message.extra_headers["Message-ID"] == f"<mail-{row.pk}@{settings.MAIL_DOMAIN}>"


def test_a_placeholder_is_text_and_never_a_template(place):
    notice("N-96", subject="Til {navn}", body="{% debug %} {{ settings.SECRET_KEY }} {navn}")
    outbox.enqueue(
        place.leader, "N-96", subject=SUBJECT, link="/x/", dedupe_key="k", context={"navn": "<b>{frist}</b>"}
    )
    outbox.deliver_waiting()
    message = django_mail.outbox[0]
    assert "{% debug %} {{ settings.SECRET_KEY }} <b>{frist}</b>" in message.body
    assert "<b>" not in message.alternatives[0][0]


def test_a_notice_that_lacks_a_word_says_only_that_something_waits(place):
    notice("N-96", subject="Møde i {udvalg}", body="Den {dato}.")
    outbox.enqueue(place.leader, "N-96", subject=SUBJECT, link="/x/", dedupe_key="k")
    outbox.deliver_waiting()
    assert django_mail.outbox[0].subject == "En opgave venter på dig"


def test_a_sentence_that_counts_nothing_is_left_out():
    assert notices.fill("Dagsordenen er klar. %(n)s bilag følger senere.", {"n": "0"}) == "Dagsordenen er klar."
    assert (
        notices.fill("Dagsordenen er klar. %(n)s bilag følger senere.", {"n": "2"})
        == "Dagsordenen er klar. 2 bilag følger senere."
    )


# -- to whom -------------------------------------------------------------------------------------------------------
def test_somebody_who_has_left_since_gets_nothing(place):
    row = written(place)
    Person.objects.filter(pk=place.leader.pk).update(active_to=MONDAY.date() - timedelta(days=1))
    assert outbox.deliver_waiting() == 0
    row.refresh_from_db()
    assert row.state == "dropped" and django_mail.outbox == []


def test_somebody_who_may_no_longer_see_the_subject_gets_nothing(place, monkeypatch):
    row = written(place)
    monkeypatch.setattr(subjects, "may_see", lambda person, kind, pk: False)
    outbox.deliver_waiting()
    row.refresh_from_db()
    assert row.state == "dropped" and django_mail.outbox == []


def test_an_urgent_mail_to_somebody_absent_goes_to_the_deputy_who_may_see_it(place):
    away(place.leader, place.deputy)
    row = written(place)
    outbox.deliver_waiting()
    row.refresh_from_db()
    assert row.sent_to == place.deputy.email and "Hej Søren" in django_mail.outbox[0].body


@pytest.mark.parametrize("how", ["deputy may not see it", "personal notice", "not urgent"])
def test_it_stays_with_the_receiver_when_the_deputy_should_not_have_it(place, monkeypatch, how):
    away(place.leader, place.deputy)
    code, speed = "N-98", "now"
    if how == "deputy may not see it":
        monkeypatch.setattr(subjects, "may_see", lambda person, kind, pk: person.pk == place.leader.pk)
    elif how == "personal notice":
        code = "N-24"
        notice(code, body="Den blev åbnet.")
    else:
        speed = "office"
    outbox.enqueue(
        place.leader,
        code,
        subject=SUBJECT,
        link="/x/",
        dedupe_key="k",
        speed=speed,
        context={"navn": "dig", "frist": "i dag"},
    )
    outbox.deliver_waiting()
    assert django_mail.outbox[0].to == [place.leader.email]


def test_somebody_without_an_account_gets_it_at_the_address(place):
    outbox.enqueue(
        None,
        "N-98",
        subject=SUBJECT,
        link="/x/",
        dedupe_key="k",
        address="ny@privat.example",
        context={"navn": "dig", "frist": "nu"},
    )
    outbox.deliver_waiting()
    assert django_mail.outbox[0].to == ["ny@privat.example"] and django_mail.outbox[0].body.startswith("Hej\n")


# -- once, and never lost ------------------------------------------------------------------------------------------
def test_sending_twice_sends_once(place):
    row = written(place)
    assert tasks.deliver(row.pk) is None
    tasks.deliver(row.pk)
    tasks.deliver_waiting()
    assert len(django_mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_workers_claiming_one_mail_send_it_once(place):
    row = written(place)
    barrier, states = threading.Barrier(16), []

    def send():
        barrier.wait()
        states.append(outbox.deliver_one(row.pk))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states, key=str) == [None] * 15 + ["sent"]
    assert len(django_mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_writers_of_one_key_write_one_mail(place):
    barrier, rows = threading.Barrier(16), []

    def write():
        barrier.wait()
        rows.append(written(place).pk)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows) == 16 and len(set(rows)) == 1 and Mail.objects.count() == 1


def test_a_mail_server_that_is_down_for_an_hour_delays_and_loses_nothing(place, clock, settings, caplog):
    working = settings.EMAIL_BACKEND
    rows = [written(place, key=str(number)) for number in range(5)]
    settings.EMAIL_BACKEND = DOWN
    for _minute in range(60):
        outbox.deliver_waiting()
        clock.shift(timedelta(minutes=1))
    assert not Mail.objects.exclude(state__in=["queued", "retrying"]).exists()
    assert "fjordby.example" not in caplog.text + str(Mail.objects.values_list("error"))
    settings.EMAIL_BACKEND = working
    for _minute in range(240):
        outbox.deliver_waiting()
        clock.shift(timedelta(minutes=1))
    assert len(django_mail.outbox) == len(rows)
    assert {m.extra_headers["Message-ID"] for m in django_mail.outbox} == {
        f"<mail-{row.pk}@{settings.MAIL_DOMAIN}>" for row in rows
    }


def test_a_server_that_is_away_is_asked_once_a_run(place, settings):
    many(place, 5)
    settings.EMAIL_BACKEND = DOWN
    outbox.deliver_waiting()
    assert Mail.objects.filter(attempts=1).count() == 1 and Mail.objects.filter(attempts=0).count() == 4


@pytest.mark.parametrize(("seconds", "sent"), [(45, 8), (-1, 3)])
def test_a_run_goes_on_until_nothing_waits_or_it_took_its_time(place, monkeypatch, seconds, sent):
    monkeypatch.setattr(outbox, "deliver_batch", functools.partial(outbox.deliver_batch, 3))
    monkeypatch.setattr(outbox, "ONE_RUN", timedelta(seconds=seconds))
    many(place, 8)
    assert outbox.deliver_waiting() == sent


def test_what_is_urgent_goes_before_an_older_mail_to_everybody(place, clock):
    many(place, 5, speed="office")
    clock.shift(60)
    urgent = written(place, key="urgent", speed="now")
    assert outbox.deliver_batch(limit=1) == (1, True) and Mail.objects.get(state="sent") == urgent


def test_a_batch_keeps_one_connection_to_the_mail_server(place, settings, monkeypatch):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    monkeypatch.setattr("smtplib.SMTP", mock.Mock())
    many(place, 10)
    assert outbox.deliver_waiting() == 10 and smtplib.SMTP.call_count == 2  # the first one proves that it answers


def test_one_address_that_is_refused_does_not_hold_up_the_others(place, settings):
    many(place, 3)
    settings.EMAIL_BACKEND = REFUSING
    outbox.deliver_waiting()
    assert Mail.objects.filter(attempts=1, state="retrying", error="SMTPRecipientsRefused").count() == 3


def test_attempts_are_spaced_out_and_stop_after_three_days_for_a_person(place, clock, settings):
    row = written(place)
    settings.EMAIL_BACKEND = REFUSING
    waits = []
    for _step in range(60):
        outbox.deliver_waiting()
        row.refresh_from_db()
        if row.state == "stopped":
            break
        waits.append(row.available_at - MONDAY)
        clock.move_to(row.available_at)
    assert waits[:5] == [timedelta(minutes=minutes) for minutes in (1, 6, 21, 81, 321)]
    assert row.state == "stopped" and list(outbox.needing_a_person()) == [row]
    assert row.available_at - MONDAY > timedelta(days=3)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert outbox.release(row, by=place.leader) is True
    assert outbox.release(row, by=place.leader) is False
    assert outbox.deliver_waiting() == 1
    assert AuditEntry.objects.filter(action="core.mail_released").count() == 1


def test_a_clock_that_stopped_for_four_days_still_tries_before_it_gives_up(place, clock, settings):
    row = written(place)
    clock.shift(timedelta(days=4))
    settings.EMAIL_BACKEND = REFUSING
    outbox.deliver_waiting()
    row.refresh_from_db()
    assert row.state == "retrying"


def test_a_sender_that_died_is_followed_by_another_after_the_lease(place, clock):
    row = written(place)
    Mail.objects.filter(pk=row.pk).update(state="sending", attempts=1, available_at=MONDAY + outbox.LEASE)
    assert outbox.deliver_waiting() == 0
    clock.shift(outbox.LEASE)
    assert outbox.deliver_waiting() == 1


def test_where_a_double_is_worse_than_a_delay_the_mail_stops_for_a_person(place, clock):
    row = written(place, park=True)
    Mail.objects.filter(pk=row.pk).update(state="sending", attempts=1, available_at=MONDAY)
    outbox.deliver_waiting()
    row.refresh_from_db()
    assert row.state == "stopped" and django_mail.outbox == []


def test_a_sender_that_comes_back_late_does_not_overwrite_the_next_ones_outcome(place):
    row = written(place)
    Mail.objects.filter(pk=row.pk).update(state="sending", attempts=1)
    old = Mail.objects.get(pk=row.pk)
    Mail.objects.filter(pk=row.pk).update(attempts=2)
    assert outbox._mark(old, "retrying") is None
    row.refresh_from_db()
    assert row.state == "sending"


def test_withdrawing_drops_what_waits_about_a_subject(place):
    written(place)
    written(place, key="other", speed="digest")
    written(place, key="third", subject=("core.site", 2))
    assert outbox.withdraw(SUBJECT) == 2
    assert Mail.objects.filter(state="queued").count() == 1


def test_the_demos_backend_takes_the_mail_and_sends_nothing(place, settings):
    settings.EMAIL_BACKEND = "core.outbox.ShownOnlyBackend"
    row = written(place)
    outbox.deliver_waiting()
    row.refresh_from_db()
    assert row.state == "sent" and row.body.startswith("Hej Lene") and django_mail.outbox == []
