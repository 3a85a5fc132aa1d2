"""Logs and error pages hold no personal data: a canary travels through a failing request and must not come out."""

import io
import json
import logging

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.views.debug import technical_500_response

from config.urls import handler400, handler403, handler404, handler500  # noqa: F401  (read by Django)
from config.urls import urlpatterns as product_urls
from core.logs import JsonFormatter, harmless, mask, request_id
from tests.core.workplace import Workplace

CANARY = "Kanariefugl-Ærø"
MAIL = "@".join(["borger.hansen", "privat.example"])  # put together, so that no error page's source lines hold them
PHONE, CPR = " ".join(["20", "30", "40", "51"]), "-".join(["010203", "4455"])


def failing(request):
    """Fail as a real view might: with what was typed in hand, in the exception, and in a local variable."""
    typed = request.POST["narrative"]
    try:
        raise KeyError(typed)
    except KeyError as fault:
        raise ValueError(f"cannot read {typed} from {request.user}") from fault


def telling(request):
    """Log carelessly."""
    log = logging.getLogger("incidents.views")
    log.warning("Saved %s for %s", request.user, [request.user])
    log.warning("Mail to %(to)s failed", {"to": MAIL})
    log.warning(f"Called {PHONE} about {CPR}")
    return HttpResponse("ok")


urlpatterns = [path("failing/", failing), path("telling/", telling), *product_urls]


@pytest.fixture
def log():
    """Collect what the product's own handler writes."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield out
    root.removeHandler(handler)


@pytest.fixture
def person(db):
    """Somebody whose name must not come out either."""
    return Workplace().employee


def lines(log):
    """Return the log's lines as dicts."""
    return [json.loads(line) for line in log.getvalue().splitlines()]


def fail(client):
    """Send the failing request with everything sensitive in it."""
    client.raise_request_exception = False
    client.cookies["secret"] = CANARY
    return client.post(
        f"/failing/?q={CANARY}", {"narrative": f"{CANARY} {MAIL} {PHONE} {CPR}"}, headers={"Referer": f"/x/?{CANARY}"}
    )


@pytest.mark.urls("tests.core.test_logs")
def test_a_failing_request_leaves_nothing_of_what_was_typed_in_log_or_answer(client, person, log):
    client.force_login(person)
    answer = fail(client)
    assert answer.status_code == 500
    for secret in (CANARY, "Kanariefugl", MAIL, PHONE, CPR, person.name, person.email):
        assert secret not in log.getvalue()
        assert secret not in answer.content.decode()


@pytest.mark.urls("tests.core.test_logs")
def test_a_failing_request_says_where_it_failed_under_the_number_the_person_was_given(client, person, log):
    client.force_login(person)
    answer = fail(client)
    line = next(line for line in lines(log) if "exception" in line)
    assert line["level"] == "ERROR" and line["logger"] == "django.request" and line["status"] == 500
    assert [one["type"] for one in line["exception"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert any("tests/core/test_logs.py" in frame and "failing" in frame for frame in line["exception"][0]["frames"])
    assert line["request"] == answer["X-Request-ID"]
    assert line["time"].endswith("+00:00")
    assert line["request"] in answer.content.decode()


@pytest.mark.urls("tests.core.test_logs")
def test_a_careless_log_line_names_nobody(client, person, log):
    client.force_login(person)
    assert client.get("/telling/").status_code == 200
    messages = [line["message"] for line in lines(log) if line["logger"] == "incidents.views"]
    assert messages == [
        f"Saved core.person:{person.pk} for ['core.person:{person.pk}']",
        "Mail to [mail] failed",
        "Called [telefon] about [cpr]",
    ]


@pytest.mark.urls("tests.core.test_logs")
def test_the_developers_error_page_hides_values_with_debug_too(client, person, settings):
    settings.DEBUG = True
    client.force_login(person)
    answer = fail(client).content.decode()
    assert "ValueError" in answer and "failing" in answer
    for secret in (CANARY, MAIL, PHONE, CPR, person.name, person.email, settings.SECRET_KEY, settings.FIELD_KEYS[0]):
        assert secret not in answer


def test_the_developers_error_page_still_says_what_is_wrong_with_the_code(rf):
    try:
        len(undefined_name)  # noqa: F821
    except NameError as fault:
        answer = technical_500_response(rf.get("/"), type(fault), fault, fault.__traceback__)
    assert "undefined_name" in answer.content.decode()


def test_no_handler_but_ours_is_left_on_djangos_loggers():
    formatters = {
        type(handler.formatter)
        for name in ("django", "django.request", "django.server", "celery", "")
        for handler in logging.getLogger(name).handlers
        if type(handler).__module__.startswith(("logging", "django"))
    }
    assert formatters <= {JsonFormatter}
    assert settings.DEFAULT_EXCEPTION_REPORTER_FILTER == "core.logs.NoValuesFilter"


def test_a_message_with_too_few_arguments_is_written_without_them():
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "%s and %s", (CANARY,), None)
    assert json.loads(JsonFormatter().format(record))["message"] == "%s and %s (arguments left out)"


@pytest.mark.parametrize(
    "text, shown",
    [
        (f"til {MAIL}.", "til [mail]."),
        ("ring 20304051 nu", "ring [telefon] nu"),
        ("ring +45 20 30 40 51", "ring [telefon]"),
        ("nr. 0102034455 og 010203 4455", "nr. [cpr] og [cpr]"),
        ("Not Found: /incidents/1234567/", "Not Found: /incidents/1234567/"),
        ("2027-02-03 09:15:22", "2027-02-03 09:15:22"),
        ("took 12345678.25 ms", "took 12345678.25 ms"),
        (f"Not Found: /med/calendar/{'aB3_-' * 9}.ics", "Not Found: /med/calendar/[hemmeligt].ics"),
    ],
)
def test_addresses_and_numbers_are_masked_and_little_else(text, shown):
    assert mask(text) == shown


def test_a_message_cannot_grow_or_break_the_line(log):
    logging.getLogger("x").error("%s", "a\nb" * 5000)
    assert len(log.getvalue().splitlines()) == 1
    assert len(lines(log)[0]["message"]) <= 2000


def test_masking_a_very_long_text_is_fast():
    import time

    begun = time.perf_counter()
    mask("1 " * 100_000)
    mask("a." * 100_000 + "@")
    assert time.perf_counter() - begun < 1


def test_an_exception_as_argument_is_only_its_kind():
    assert harmless(ValueError(CANARY)) == "ValueError"


def test_a_failed_task_is_told_without_what_it_was_given(log):
    words = "Task %(name)s[%(id)s] %(description)s: %(exc)s\n%(traceback)s"  # celery.app.trace
    context = {"id": "1", "name": "core.tasks.deliver", "description": "raised unexpected"}
    context |= {"exc": CANARY, "traceback": CANARY, "args": CANARY, "kwargs": CANARY}
    logging.getLogger("celery.app.trace").error(words, context)
    assert CANARY not in log.getvalue()
    assert "core.tasks.deliver" in log.getvalue()


def test_celery_and_gunicorn_write_the_same_log():
    import runpy

    from celery.signals import setup_logging

    import config.celery  # noqa: F401

    assert setup_logging.has_listeners()
    gunicorn = runpy.run_path(str(settings.ROOT / "gunicorn.conf.py"))["logconfig_dict"]
    assert gunicorn["formatters"]["json"]["()"] == "core.logs.JsonFormatter"
    assert gunicorn["loggers"]["gunicorn.access"]["level"] == "CRITICAL"


def test_the_web_servers_own_words_hold_no_query_and_no_address_of_a_machine(log):
    server = logging.getLogger("gunicorn.error")
    server.error("Error handling request %s %s", "GET", f"/search/?q={CANARY}&next=/x")
    server.warning("Invalid request from ip=10.20.30.40: [Errno 1] bad header")
    server.warning("Invalid request from ip=2001:db8:0:1::17: bad header")
    text = log.getvalue()
    assert "/search/" in text and CANARY not in text
    assert "10.20.30.40" not in text and "2001:db8" not in text and text.count("[ip]") == 2


def test_the_image_holds_what_the_web_server_reads():
    assert "gunicorn.conf.py" in (settings.ROOT / "Dockerfile").read_text()
    assert "!gunicorn.conf.py" in (settings.ROOT / ".dockerignore").read_text()


def test_a_request_keeps_its_proxys_number_only_when_it_is_harmless(client, db):
    good, bad = "abc-123456", "x\r\nSet-Cookie: a=b"
    assert client.get("/healthz", headers={"X-Request-ID": good})["X-Request-ID"] == good
    assert client.get("/healthz", headers={"X-Request-ID": bad})["X-Request-ID"] != bad
    assert request_id.get() == ""
    assert RequestFactory  # the number is the middleware's, not Django's
