"""Start Celery; the schedule itself is in config/schedule.py."""

import logging.config
import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("arbejdspladsen")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def read_schedule(sender, **kwargs):
    """Take the schedule once settings are read."""
    from config.schedule import SCHEDULE

    sender.conf.beat_schedule = SCHEDULE


@setup_logging.connect
def log_as_everywhere(**kwargs):
    """Write the log as the web process does; Celery's own format would print what a failed task was given."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
