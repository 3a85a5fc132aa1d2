"""Everything the clock starts, each with a name that a person understands.

Only plain intervals: a task asks `core.calendar` what is due and does nothing when nothing is. So it may run late,
twice or often, and the demo's moved clock is obeyed. A run that waited longer than its expiry is dropped, so that a
worker that comes back does not meet a heap of the same task.
"""

from datetime import timedelta


def entry(human_name, task, every, expires):
    """Return one line of the schedule: run TASK (dotted name) EVERY timedelta, dropping runs older than EXPIRES."""
    if expires >= every:
        raise ValueError(f"{human_name}: the expiry must be shorter than the interval.")
    return {human_name: {"task": task, "schedule": every, "options": {"expires": round(expires.total_seconds())}}}


def seconds(count):
    """Return COUNT seconds."""
    return timedelta(seconds=count)


def minutes(count):
    """Return COUNT minutes."""
    return timedelta(minutes=count)


SCHEDULE: dict[str, dict] = {}
