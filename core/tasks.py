"""What the clock and the broker ask core for. Each task takes an id or nothing and may run twice."""

from importlib import import_module
from importlib.util import find_spec

from celery import shared_task

from core import audit_heads, digest, outbox, reminders, sealed


@shared_task
def deliver(mail_id):
    """Send one mail that was just written."""
    outbox.deliver_one(mail_id)


@shared_task
def deliver_batch():
    """Send what was just written: one batch, since the clock sends the rest and others wait for the worker."""
    outbox.deliver_batch()


@shared_task
def deliver_waiting():
    """Send what waits, whoever forgot it."""
    outbox.deliver_waiting()


@shared_task
def sweep_reminders():
    """Handle the moments that have passed."""
    reminders.sweep()


@shared_task
def send_digests():
    """Write the daily mails when it is time."""
    digest.send_digests()


@shared_task
def open_periodic():
    """Open what comes back by itself."""
    reminders.open_periodic()


@shared_task
def run_retention():
    """Delete what has been kept long enough."""
    if find_spec("core.retention"):
        import_module("core.retention").run()


@shared_task(ignore_result=True, expires=3600)
def send_sign_in_mail(person_id, kind):
    """Send a mail about sign-in; 0 is nobody, and makes asking take as long for an unknown address."""
    from core import signin

    signin.send_mail(person_id, kind)


@shared_task
def keep_audit_heads():
    """Keep the newest hash of every chain outside the database, once a day."""
    audit_heads.keep()


@shared_task
def check_sealed_files():
    """Read the files whose turn it is again, and tell of those that changed."""
    sealed.check()
