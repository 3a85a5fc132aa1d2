"""Senders are killed in mid-send, the broker forgets everything: nothing is lost, doubles are recognisable."""

import asyncio
import multiprocessing
import os
import random
import signal
import socket
import time
from collections import Counter

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connections

from core import outbox, tasks
from core.models import Mail
from tests.core import sender_process
from tests.core.workplace import SUBJECT, Workplace, notice

pytestmark = pytest.mark.django_db(transaction=True)
MAILS, KILLS = 120, 10


class Sink:
    """A mail server that takes a moment to say yes, and remembers the ids of what it took."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        head = envelope.content.split(b"\r\n\r\n", 1)[0].decode()
        self.taken.append(
            next(line.split(":", 1)[1].strip() for line in head.splitlines() if line.lower().startswith("message-id:"))
        )
        await asyncio.sleep(0.004)  # taken, but the sender doesn't know it yet
        return "250 OK"


@pytest.fixture
def sink(settings):
    made = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(made, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    yield made
    controller.stop()


def write(count, **values):
    """Write mails and let the broker forget every one of them."""
    notice("N-98", body="Åbn den.")
    place = Workplace()
    outbox.enqueue_many(
        [outbox.MailSpec(place.leader, "N-98", SUBJECT, "/x/", f"key-{number}", **values) for number in range(count)]
    )


def start_worker():
    """Start a sender in a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.core.sender_process"])
    worker = context.Process(
        target=sender_process.work, args=(connections["default"].settings_dict["NAME"], settings.EMAIL_PORT)
    )
    worker.start()
    return worker


def wait_until(holds, seconds=60):
    """Wait for a condition."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "nothing happened for too long"
        time.sleep(0.002)


def test_senders_killed_ten_times_lose_nothing_and_double_only_recognisably(sink):
    write(MAILS)
    dice = random.Random(7)
    for kill in range(KILLS):
        before = len(sink.taken)
        worker = start_worker()
        wait_until(lambda before=before: len(sink.taken) > before + dice.randint(0, 4))
        time.sleep(dice.random() * 0.01)
        os.kill(worker.pid, signal.SIGKILL)
        worker.join()
        assert worker.exitcode == -signal.SIGKILL, f"kill {kill} came too late: nothing was tried"
    last = start_worker()
    last.join(60)

    assert last.exitcode == 0
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    times = Counter(sink.taken)
    assert set(times) == {f"<mail-{pk}@{_domain()}>" for pk in Mail.objects.values_list("pk", flat=True)}
    assert len(times) == MAILS
    assert sum(times.values()) - MAILS <= KILLS  # at most one per kill, with the same Message-ID


def test_two_senders_one_of_them_killed_share_the_work(sink):
    write(60)
    first, second = start_worker(), start_worker()
    wait_until(lambda: len(sink.taken) > 10)
    os.kill(first.pid, signal.SIGKILL)
    first.join()
    second.join(60)
    assert second.exitcode == 0
    assert len(set(sink.taken)) == 60 and len(sink.taken) <= 61
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


def test_where_a_double_is_worse_the_killed_senders_mail_stops_for_a_person(sink):
    write(20, park=True)
    worker = start_worker()
    wait_until(lambda: len(sink.taken) > 3)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    last = start_worker()
    last.join(60)
    assert max(Counter(sink.taken).values()) == 1
    states = Counter(Mail.objects.values_list("state", flat=True))
    assert states["sent"] + states["stopped"] == 20 and states["stopped"] <= 1


def test_a_broker_that_forgets_everything_costs_a_minute_and_no_mail(sink, monkeypatch):
    monkeypatch.setattr(tasks.deliver, "delay", lambda pk: None)
    monkeypatch.setattr(tasks.deliver_batch, "delay", lambda: None)
    write(30)
    assert sink.taken == []
    tasks.deliver_waiting()  # the clock's next minute
    assert len(sink.taken) == len(set(sink.taken)) == 30


def _domain():
    return settings.MAIL_DOMAIN
