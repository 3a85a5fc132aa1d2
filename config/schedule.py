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


SCHEDULE: dict[str, dict] = {
    **entry("Send the mail that waits", "core.tasks.deliver_waiting", every=minutes(1), expires=seconds(50)),
    **entry("Remind of what is due", "core.tasks.sweep_reminders", every=minutes(1), expires=seconds(50)),
    **entry("Write the daily mails", "core.tasks.send_digests", every=minutes(10), expires=minutes(9)),
    **entry("Open what comes back by itself", "core.tasks.open_periodic", every=minutes(60), expires=minutes(55)),
    **entry(
        "Delete what has been kept long enough", "core.tasks.run_retention", every=minutes(60), expires=minutes(55)
    ),
    **entry(
        "Keep the sums of the log elsewhere", "core.tasks.keep_audit_heads", every=minutes(60), expires=minutes(55)
    ),
    **entry("Read sealed files again", "core.tasks.check_sealed_files", every=minutes(60), expires=minutes(55)),
    **entry("Let sanctions begin and lapse", "incidents.tasks.lapse_sanctions", every=minutes(30), expires=minutes(25)),
}
