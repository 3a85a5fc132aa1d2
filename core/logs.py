"""Logs and error pages without personal data (docs/security.md, attack 36).

One JSON object a line. A log line may hold what happened, where in the code, and numbers of rows; it never holds what
somebody typed, who somebody is, or the local values of a failing function. What slips into a message anyway is masked:
mail addresses, telephone numbers, numbers like a CPR number. Rows of the database are written as their kind and number.
"""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

request_id: ContextVar[str] = ContextVar("request_id", default="")

ROOT = Path(__file__).resolve().parent.parent
MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
CPR = re.compile(r"(?<![\w-])\d{6}[ \-–]?\d{4}(?![\w-])")
PHONE = re.compile(r"(?<![\w.:/-])(?:(?:\+|00)\d{2} ?)?\d{2} ?\d{2} ?\d{2} ?\d{2}(?![\w.:-])")
QUERY = re.compile(r"(?<=[\w/])\?\S*")  # the web server names the address of a request that fails
TOKEN = re.compile(
    r"(?<=/)[A-Za-z0-9_:-]{40,}(?=[./\s\"']|$)"
)  # a secret link: whoever reads the log must not follow it
IP = re.compile(
    r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])|(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}(?![\w:])", re.I
)
LONGEST = 2000  # letters of one message; a log is no place for texts
DEEPEST = 30  # frames of one exception
UNSPOKEN = {"exc", "traceback", "args", "kwargs", "return_value"}  # how Celery names a failed task's words and values


def mask(text):
    """Return a text without mail addresses, secret links, CPR-like numbers and telephone numbers."""
    text = MAIL.sub("[mail]", TOKEN.sub("[hemmeligt]", text[: LONGEST * 2]))
    return PHONE.sub("[telefon]", CPR.sub("[cpr]", text))[:LONGEST]


def harmless(value):
    """Return a log argument so that printing it says nothing of a row but its kind and number."""
    from django.db.models import Manager, Model, QuerySet

    if isinstance(value, Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, (QuerySet, Manager)):
        return f"rows of {value.model._meta.label_lower}"
    if isinstance(value, dict):
        return {harmless(key): harmless(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [harmless(item) for item in value]
    if isinstance(value, BaseException):
        return type(value).__name__  # its text may hold what was typed
    return value


def frames_of(error):
    """Return where an exception went through, innermost last: »core/pdf.py:99 render«. No values, no source text."""
    found = []
    for frame in traceback.extract_tb(error.__traceback__)[-DEEPEST:]:
        path = Path(frame.filename)
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name
        found.append(f"{name}:{frame.lineno} {frame.name}")
    return found


def chain_of(error):
    """Return an exception and what caused it as [{type, frames}], the last one first."""
    found: list[dict] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen and len(found) < 5:
        seen.add(id(error))
        kind = type(error)
        row = {"type": f"{kind.__module__}.{kind.__qualname__}", "frames": frames_of(error)}
        if sqlstate := getattr(error, "sqlstate", None):
            row["sqlstate"] = sqlstate
        found.append(row)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON: time, level, logger, message, request id, exception without values."""

    def format(self, record):
        """Return the line."""
        found = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.message_of(record),
        }
        if request := getattr(record, "request_id", "") or request_id.get():
            found["request"] = request
        if isinstance(status := getattr(record, "status_code", None), int):
            found["status"] = status
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            found["exception"] = chain_of(error)
        return json.dumps(found, ensure_ascii=False, default=lambda value: type(value).__name__)

    @staticmethod
    def message_of(record):
        """Return the message with harmless arguments, masked; a message that can't be put together says so."""
        message = record.msg if isinstance(record.msg, str) else str(harmless(record.msg))
        if record.args:
            arguments = record.args
            try:
                if isinstance(arguments, dict):
                    kept = {name: "" if name in UNSPOKEN else harmless(value) for name, value in arguments.items()}
                    message = message % kept
                else:
                    message = message % tuple(harmless(one) for one in arguments)
            except (TypeError, ValueError, KeyError):
                message = f"{message} (arguments left out)"
        if record.name.startswith("gunicorn"):
            message = IP.sub("[ip]", QUERY.sub("", message))
        return mask(message)


class NoValuesFilter(SafeExceptionReporterFilter):
    """Hide every setting, variable, header, cookie and typed value from error reports, with DEBUG too."""

    def is_active(self, request):
        """Hide always: personal data are no less personal on a developer's machine."""
        return True

    def get_safe_settings(self):
        """Return no settings."""
        return {}

    def get_safe_request_meta(self, request):
        """Return only what the request was, not who sent it."""
        kept = ("REQUEST_METHOD", "PATH_INFO", "CONTENT_TYPE", "SERVER_PROTOCOL")
        return {name: request.META[name] for name in kept if name in request.META} if request is not None else {}

    def get_safe_cookies(self, request):
        """Return no cookies."""
        return {}

    def get_post_parameters(self, request):
        """Return nothing that was typed."""
        return {}

    def get_traceback_frame_variables(self, request, tb_frame):
        """Return no variables."""
        return []


class NoValuesReporter(ExceptionReporter):
    """An error page for developers without query string, files, the signed-in person or what the exception says."""

    speaking = (SyntaxError, ImportError, AttributeError, NameError, TemplateSyntaxError, TemplateDoesNotExist)

    def get_traceback_data(self):
        """Return Django's own data with the values taken out; words stay where they can only be about the code."""
        data = super().get_traceback_data()
        data |= {"request_GET_items": [], "request_FILES_items": [], "user_str": None, "unicode_hint": ""}
        data["request_insecure_uri"] = str(data.get("request_insecure_uri", "")).partition("?")[0]
        data.pop("exception_notes", None)
        if not isinstance(self.exc_value, self.speaking):
            data["exception_value"] = "(left out: it may hold what somebody typed)"
        for frame in data["frames"]:
            if cause := frame.get("exc_cause"):
                frame["exc_cause"] = type(cause).__name__
        return data
