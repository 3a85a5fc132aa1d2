"""What the clock starts."""

from datetime import timedelta

import pytest

from config.celery import app
from config.schedule import SCHEDULE, entry, minutes, seconds


def test_a_line_carries_task_interval_and_expiry():
    line = entry("Send what waits", "core.tasks.sweep", every=minutes(1), expires=seconds(50))

    assert line == {
        "Send what waits": {"task": "core.tasks.sweep", "schedule": timedelta(seconds=60), "options": {"expires": 50}}
    }


def test_a_run_may_not_outlive_its_interval():
    with pytest.raises(ValueError, match="shorter than the interval"):
        entry("Send what waits", "core.tasks.sweep", every=minutes(1), expires=minutes(1))


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()

    assert {line["task"] for line in SCHEDULE.values()} <= set(app.tasks)
