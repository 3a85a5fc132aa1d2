"""A sender in a process of its own, for the crash tests. Forked from a clean server, so that it shares no connection."""

import shutil
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from core import outbox  # noqa: E402
from core.models import Mail  # noqa: E402

if "pytest" not in sys.modules:  # in the sender's own process: it reads no files and leaves no folder behind
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)


def work(database, mail_port):
    """Send until nothing waits, as a worker does, from DATABASE to the mail server on this machine's MAIL_PORT."""
    connections["default"].settings_dict["NAME"] = database
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    outbox.LEASE = timedelta(milliseconds=400)
    while Mail.objects.filter(state__in=["queued", "retrying", "sending"]).exists():
        outbox.deliver_batch(limit=20)
        time.sleep(0.01)
