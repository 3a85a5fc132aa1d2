"""Logs without personal data."""
import json
import logging
from contextvars import ContextVar

from django.views.debug import SafeExceptionReporterFilter

request_id = ContextVar("request_id", default="")


class JsonFormatter(logging.Formatter):
    def format(self, record):
        return json.dumps({"level": record.levelname, "logger": record.name, "message": record.getMessage(), "request": request_id.get()})


class NoValuesFilter(SafeExceptionReporterFilter):
    pass
