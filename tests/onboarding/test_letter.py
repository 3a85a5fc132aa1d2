"""The welcome letter: a week before, to the private address, which is forgotten; a way in before the first day (ONB-06)."""

import re
import smtplib
from datetime import date
from email import message_from_bytes

import pytest
import time_machine
from django.core import mail as sent
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from core import calendar, outbox
from core.models import Document, Mail
from core.permissions import Forbidden
from onboarding.actions import clock, letter, schedule
from onboarding.models import WayIn
from tests.onboarding.courses import at, fresh, make
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db
DAY = at("2027-02-22 08:00")


@pytest.fixture
def ready(course, cast):
    """Return the course with an approved schedule and letter."""
    schedule.approve(course, by=cast["mentor"])
    letter.write(
        fresh(course),
        by=cast["leder"],
        meets_at=calendar.parse_time("8.45"),
        meeting_place="hovedindgangen",
        bring="billedlegitimation",
        greeting="Vi glæder os, Łukasz også.",
    )
    letter.release(fresh(course), by=cast["leder"])
    return fresh(course)


def deliver():
    """Send what waits and return the letters that went out."""
    outbox.deliver_waiting()
    return [one for one in sent.outbox if one.to == ["amalie@privat.example"]]


def test_it_goes_by_itself_a_week_before_once_with_the_schedule(ready):
    with time_machine.travel(at("2027-02-21 08:00"), tick=False):
        clock.run(calendar.today())
        assert fresh(ready).welcome.sent_at is None
    with time_machine.travel(DAY, tick=False):
        clock.run(calendar.today())
        clock.run(calendar.today())
        (message,) = deliver()
    assert message.subject == "Velkommen til Børnemyndighed"
    parts = [part for part in message_from_bytes(message.message().as_bytes()).walk() if part.get_filename()]
    assert [part.get_filename() for part in parts] == ["velkomstbrev.pdf"]
    text = text_of(parts[0].get_payload(decode=True))
    assert "Kære Amalie" in text and "kl. 08.45" in text and "Introduktionsskema for Amalie Skov" in text
    assert "Łukasz" in text


def test_the_letter_is_frozen_archival_and_approved(ready):
    with time_machine.travel(DAY, tick=False):
        letter.send_due(calendar.today())
    document = Document.objects.get(kind="P-25")
    assert document.approved_by is not None
    assert_archival(bytes(document.content), title="Velkommen til Børnemyndighed")


def test_it_is_not_approved_before_everything_is_there(course, cast):
    with pytest.raises(ValidationError, match="Godkend skemaet"):
        letter.release(course, by=cast["leder"])


def test_the_mentor_writes_but_does_not_approve_nor_see_the_address(course, cast):
    schedule.approve(course, by=cast["mentor"])
    with pytest.raises(Forbidden):
        letter.release(fresh(course), by=cast["mentor"])
    client = Client()
    client.force_login(cast["mentor"], backend="core.signin.PersonBackend")
    page = client.get(reverse("onboarding:letter", args=[course.pk])).content.decode()
    assert "Kære Amalie" in page and "amalie@privat.example" not in page


def test_a_change_of_the_letter_takes_the_approval_away(ready, cast):
    letter.write(ready, by=cast["leder"], meets_at=calendar.parse_time("9"), meeting_place="", bring="", greeting="Hej")
    assert fresh(ready).welcome.state == "draft"


def test_it_is_sent_again_when_the_plan_has_changed(ready, cast):
    with time_machine.travel(DAY, tick=False):
        letter.send_due(calendar.today())
        row = ready.rows.get(code="house")
        schedule.move(row, by=cast["mentor"], day=date(2027, 3, 4), clock=row.clock)
        assert fresh(ready).welcome.is_stale
        letter.send(fresh(ready), by=cast["leder"])
        letter.send(fresh(ready), by=cast["leder"])  # pressed twice
        assert fresh(ready).welcome.times_sent == 2
        assert len(deliver()) == 1  # the first one still waited: only the one with the right plan goes


def test_after_the_first_letter_went_the_second_goes_too(ready, cast):
    with time_machine.travel(DAY, tick=False):
        letter.send_due(calendar.today())
        assert len(deliver()) == 1
        row = ready.rows.get(code="house")
        schedule.move(row, by=cast["mentor"], day=date(2027, 3, 4), clock=row.clock)
        letter.send(fresh(ready), by=cast["leder"])
        assert len(deliver()) == 2


def test_a_bounce_is_seen_and_can_be_sent_again(ready, cast, monkeypatch):
    with time_machine.travel(DAY, tick=False) as clock_now:
        letter.send_due(calendar.today())

        def refuse(*args, **kwargs):
            raise smtplib.SMTPRecipientsRefused({})

        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        outbox.deliver_waiting()
        mail = fresh(ready).welcome.mail
        assert mail.state == "retrying"
        client = Client()
        client.force_login(cast["leder"], backend="core.signin.PersonBackend")
        assert "kom ikke frem" in client.get(reverse("onboarding:letter", args=[ready.pk])).content.decode()
        Mail.objects.filter(pk=mail.pk).update(state="stopped")
        clock_now.shift(60)
        letter.send(fresh(ready), by=cast["leder"])
        assert fresh(ready).welcome.mail != mail


def test_the_address_is_encrypted_and_forgotten_on_the_first_day(ready):
    with connection.cursor() as cursor:
        cursor.execute("select private_address from onboarding_welcome")
        assert "privat.example" not in cursor.fetchone()[0]
    with time_machine.travel(DAY, tick=False):
        letter.send_due(calendar.today())
        outbox.deliver_waiting()
        with connection.cursor() as cursor:
            cursor.execute("select address || sent_to from core_mail")
            assert not any("privat.example" in row[0] for row in cursor.fetchall())
    with time_machine.travel(at("2027-03-01 06:00"), tick=False):
        clock.run(calendar.today())
    welcome = fresh(ready).welcome
    assert welcome.private_address == "" and welcome.address_removed_at is not None


def test_nobody_gets_a_letter_after_the_start(cast):
    course = make(cast, start=date(2027, 2, 8))
    schedule.approve(course, by=cast["mentor"])
    letter.release(fresh(course), by=cast["leder"])
    assert fresh(course).welcome.sent_at is not None  # less than a week before: at once
    with time_machine.travel(at("2027-02-08 09:00"), tick=False), pytest.raises(ValidationError, match="er begyndt"):
        letter.send(fresh(course), by=cast["leder"])


def test_what_is_said_of_a_saved_letter_is_true_of_its_state(ready, cast):
    values = {"meets_at": "9", "private_address": "amalie@privat.example", "bring": ""}
    with time_machine.travel(DAY, tick=False):
        letter.send_due(calendar.today())
        client = Client()
        client.force_login(cast["leder"], backend="core.signin.PersonBackend")
        page = client.post(reverse("onboarding:letter", args=[ready.pk]), values, follow=True).content.decode()
        assert "Send det igen" in page and "Det skal godkendes" not in page
        assert "Medbring billedlegitimation" not in page  # taken out, it doesn't come back


# -- the way in ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def link(ready, settings):
    """Return the link of the letter that was sent, outside the demo."""
    settings.DEMO = False
    with time_machine.travel(DAY, tick=False):
        letter.send_due(calendar.today())
        (message,) = deliver()
        yield re.search(r"https?://[^/]+(/onboarding/welcome/\S+)", message.body).group(1)


def test_the_link_opens_the_pages_before_start_and_nothing_else(link, ready):
    browser = Client()
    assert browser.get(link).status_code == 200
    assert browser.post(link).status_code == 302
    page = browser.get(reverse("onboarding:welcome")).content.decode()
    assert "Velkommen, Amalie" in page and "Morgenkaffe" in page
    assert browser.get(reverse("onboarding:course", args=[ready.pk])).status_code == 302
    assert browser.get("/").status_code == 302
    assert browser.get(reverse("onboarding:welcome_pdf")).content.startswith(b"%PDF")


def test_it_can_be_used_once(link):
    assert Client().post(link).status_code == 302
    assert "brugt eller for gammelt" in Client().post(link).content.decode()
    assert "brugt eller for gammelt" in Client().get(link).content.decode()


def test_in_the_browser_that_used_it_the_link_leads_back_to_the_pages(link):
    browser = Client()
    browser.post(link)
    assert browser.get(link).url == reverse("onboarding:welcome")
    assert "brugt eller for gammelt" in Client().get(link).content.decode()


def test_reading_it_does_not_use_it_up(link):
    for _n in range(3):
        Client().get(link)
    assert Client().post(link).status_code == 302


def test_it_ends_with_the_first_day(link):
    with time_machine.travel(at("2027-03-01 16:01"), tick=False):
        assert "brugt eller for gammelt" in Client().post(link).content.decode()


def test_a_guess_and_an_old_link_look_the_same(link, ready):
    guess = Client().get(reverse("onboarding:way_in", args=["gaet"])).content.decode()
    letter.open_way_in(ready, by=None)
    old = Client().get(link).content.decode()
    assert "brugt eller for gammelt" in guess and "brugt eller for gammelt" in old


def test_nothing_in_the_database_opens_the_pages(link):
    mail, way = Mail.objects.get(notice="O-20"), WayIn.objects.get()
    assert mail.state == "sent" and link not in mail.body and link != mail.link
    for kept in (mail.link, reverse("onboarding:way_in", args=[way.code]), f"{link[:-3]}x/"):
        assert "brugt eller for gammelt" in Client().post(kept).content.decode(), kept
    assert Client().post(link).status_code == 302


def test_without_a_link_the_pages_are_empty_of_people():
    page = Client().get(reverse("onboarding:welcome"))
    assert "Amalie" not in page.content.decode()


def test_a_new_link_goes_to_the_same_address_only(link, ready):
    with time_machine.travel(at("2027-02-22 08:30"), tick=False):
        Client().post(link)
        answer = Client().post(link, {"again": "1"})
        assert "Tjek din mail" in answer.content.decode()
        assert Mail.objects.filter(notice="O-20").count() == 2
        assert (
            "Tjek din mail"
            in Client().post(reverse("onboarding:way_in", args=["gaet"]), {"again": "1"}).content.decode()
        )
        assert Mail.objects.filter(notice="O-20").count() == 2


def test_whoever_asks_again_within_ten_minutes_reads_when_the_last_link_went_and_when_the_next_can(link, ready):
    def asked(at_clock):
        with time_machine.travel(at(f"2027-02-22 {at_clock}"), tick=False):
            return Client().post(link, {"again": "1"}).content.decode()

    assert "er der sendt et nyt" in asked("08:30")
    again = asked("08:35")
    assert "Der blev sendt et link kl. 08.30" in again and "fra kl. 08.40" in again and "er der sendt" not in again
    assert "afløst af et nyere" in asked("08:45")
    assert Mail.objects.filter(notice="O-20").count() == 2
