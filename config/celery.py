"""Start Celery; the schedule itself is in config/schedule.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("arbejdspladsen")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def read_schedule(sender, **kwargs):
    """Take the schedule once settings are read."""
    from config.schedule import SCHEDULE

    sender.conf.beat_schedule = SCHEDULE
