"""What a person may do with a mail that stopped: let it be tried again, or say that it isn't to be sent."""

from django.db import transaction

from core import audit, outbox
from core.models import Mail
from core.models.mail import MailState
from core.permissions import require, rows


def find_for_admin(by, pk):
    """Return a mail the administrator may see, or None."""
    return rows(by, "core.view_outbox").filter(pk=pk).first()


def release(mail, *, by):
    """Let a stopped mail be tried again now; False if it isn't stopped any more."""
    require(by, "core.release_mail", mail)
    return outbox.release(mail, by=by)


@transaction.atomic
def discard(mail, *, by, reason):
    """Say that a stopped mail isn't to be sent; False if it isn't stopped any more."""
    require(by, "core.release_mail", mail)
    changed = Mail.objects.filter(pk=mail.pk, state=MailState.STOPPED).update(state=MailState.DROPPED)
    if changed:
        audit.record("core.mail_discarded", mail.subject, by=by, reason=reason, mail=mail.pk)
    return bool(changed)
