"""What the clock asks of incidents: one call into the actions each. Each may run late, twice or often."""

from celery import shared_task

from incidents.actions import sanctions


@shared_task
def lapse_sanctions():
    """Let sanctions begin on their first day and lapse the day after their last."""
    sanctions.lapse()
