"""The outbox: the only place that sends mail (docs/outbox.md).

A row is written in the transaction of what it tells about. Sending comes after commit: claim the row by one conditional
UPDATE with a lease, send it with a Message-ID made from its id, mark it. The broker only wakes the sender up; the clock
finds whatever it forgot. A crash between »the mail server said yes« and »marked« doubles an ordinary mail, recognisably
by its Message-ID; a mail with `park` stops for a person instead.
"""

import logging
import smtplib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from time import monotonic

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Case, F, Q, When

from core import audit, calendar, notices, subjects
from core.models import Absence, Mail
from core.models.mail import MailState, Speed
from core.subjects import key_of

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # longer than any attempt: the mail server gets 20 seconds
BACKOFF = [timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4)]
GIVE_UP_AFTER = timedelta(days=3)
BATCH = 50  # so often it is looked for what has become urgent
ONE_RUN = timedelta(seconds=45)  # the clock starts the next one after a minute
OFFICE_HOURS = time(8), time(16)
UNREACHABLE = "unreachable"  # not a state of a mail: the server answers nobody now
WAITING = (MailState.QUEUED, MailState.RETRYING)


# -- writing -------------------------------------------------------------------------------------------------------
@dataclass
class MailSpec:
    """What is to be sent. `receiver` is a Person, or `address` a mail address of somebody without an account."""

    receiver: object
    notice: str
    subject: object
    link: str
    dedupe_key: str
    context: dict = field(default_factory=dict)
    due_at: object = None
    speed: str = ""
    todo: object = None
    park: bool = False
    address: str = ""


@dataclass(frozen=True)
class Part:
    """What comes along with a mail: a document, or another way to read it, such as an invitation for the calendar."""

    content: str | bytes
    content_type: str
    name: str = ""
    is_alternative: bool = False


DRESSINGS: dict[str, Callable] = {}
ADDRESSES: dict[str, Callable] = {}
LINKS: dict[str, Callable] = {}


def _known_in(registry, notice):
    """Return a decorator that registers a function for a notice."""
    return lambda function: registry.setdefault(notice, function)


def dresses(notice):
    """Register `function(mail, receiver) -> [Part]`: what comes along with mails of a notice, as things are at sending."""
    return _known_in(DRESSINGS, notice)


def addressed(notice):
    """Register `function(mail) -> address` for a notice to somebody without an account: read at sending, never kept here."""
    return _known_in(ADDRESSES, notice)


def linked(notice):
    """Register `function(mail) -> path` for a link that lets in whoever has it: made at sending, never kept.

    What is kept of such a mail holds `mail.link`, which opens nothing.
    """
    return _known_in(LINKS, notice)


def enqueue(
    receiver,
    notice,
    *,
    subject,
    link,
    dedupe_key,
    context=None,
    due_at=None,
    speed=None,
    park=False,
    address="",
    by=None,
):
    """Write one mail in the caller's transaction; return its row, or the one that the key wrote before.

    `context` holds words of notices.ALLOWED (moments and days may be given as such). `speed` is the notice's own unless
    given. With `by`, the person whose act it follows from, the audit log of the subject names the notice too.
    """
    if by is not None:
        audit.record("core.notice_written", subject, by=by, notice=notice, receiver=receiver.pk if receiver else None)
    also = {"park": park, "address": address}
    enqueue_many([MailSpec(receiver, notice, subject, link, dedupe_key, context or {}, due_at, speed or "", **also)])
    return Mail.objects.get(dedupe_key=dedupe_key)


@transaction.atomic
def enqueue_many(specs, *, at=None):
    """Write many mails in two queries, each dedupe key once whatever happens; wake the sender after commit."""
    if not specs:
        return
    now = at or calendar.now()
    speeds = {code: notice.speed for code, notice in notices.texts({spec.notice for spec in specs}).items()}
    rows = [_row(spec, spec.speed or speeds[spec.notice], now) for spec in specs]
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.state == MailState.QUEUED and row.available_at <= now for row in rows):
        key = rows[0].dedupe_key if len(rows) == 1 else None
        transaction.on_commit(lambda: wake(key))


def _row(spec, speed, now):
    """Return an unsaved mail; one for office hours waits for them, one for the daily mail is gathered."""
    subject_type, subject_id = key_of(spec.subject)
    context = notices.words(spec.context)
    if spec.due_at and "frist" not in context:
        context |= notices.words({"frist": spec.due_at})
    return Mail(
        receiver_id=spec.receiver.pk if spec.receiver else None,
        address=spec.address,
        notice=spec.notice,
        subject_type=subject_type,
        subject_id=subject_id,
        context=context,
        link=spec.link,
        due_at=spec.due_at,
        speed=speed,
        dedupe_key=spec.dedupe_key,
        todo_id=spec.todo.pk if spec.todo else None,
        park=spec.park,
        state=MailState.GATHERED if speed == Speed.DIGEST else MailState.QUEUED,
        available_at=next_office_hour(now) if speed == Speed.OFFICE else now,
        created_at=now,
    )


def next_office_hour(moment):
    """Return the moment itself inside office hours on a working day, else when the next ones begin."""
    moment = calendar.local(moment)
    begins, ends = OFFICE_HOURS
    if calendar.is_working_day(moment.date()) and begins <= moment.time() < ends:
        return moment
    day = moment.date() + timedelta(days=moment.time() >= ends)
    return calendar.at(calendar.next_working_day(day), begins)


def wake(dedupe_key=None):
    """Ask the worker to send now. A broker that is down costs a minute's delay, never the page."""
    from core import tasks

    try:
        if dedupe_key is None:
            tasks.deliver_batch.delay()
        else:
            pk = Mail.objects.filter(dedupe_key=dedupe_key, state__in=WAITING).values_list("pk", flat=True).first()
            if pk:
                tasks.deliver.delay(pk)
    except Exception as error:  # the row is the truth: whatever is wrong with the broker, the clock finds the mail
        logger.warning("The broker could not be woken (%s); the clock sends the mail.", type(error).__name__)


# -- sending -------------------------------------------------------------------------------------------------------
def deliver_waiting(*, at=None):
    """Send what waits until nothing waits or the run is over, the urgent first; return how many went out.

    What has become urgent meanwhile goes before the rest of a mail to ten thousand.
    """
    until, total = monotonic() + ONE_RUN.total_seconds(), 0
    while True:
        sent, goes_on = deliver_batch(at=at)
        total += sent
        if not goes_on or monotonic() > until:
            return total


def deliver_batch(limit=BATCH, *, at=None):
    """Send the most urgent and oldest of what waits; return (how many went out, whether there may be more to send).

    Stops when the mail server itself is away. One connection is kept for the whole batch.
    """
    now = at or calendar.now()
    sweep_stuck(at=now)
    due = list(
        Mail.objects.filter(state__in=WAITING, available_at__lte=now)
        .order_by(Case(When(speed=Speed.NOW, then=0), default=1), "available_at", "pk")
        .values_list("pk", flat=True)[:limit]
    )
    connection, sent, state = get_connection(), 0, None
    try:
        for pk in due:
            state = deliver_one(pk, connection=connection, at=at)
            if state == UNREACHABLE:
                break
            if state == MailState.SENT:
                sent += 1
                connection.open()
    finally:
        _close(connection)
    return sent, len(due) == limit and state != UNREACHABLE


def deliver_one(pk, *, connection=None, at=None):
    """Claim and send one mail; return its new state, None if another has it, UNREACHABLE if the server is away."""
    now = at or calendar.now()
    claimed = Mail.objects.filter(pk=pk, state__in=WAITING, available_at__lte=now).update(
        state=MailState.SENDING, attempts=F("attempts") + 1, available_at=now + LEASE
    )
    if not claimed:
        return None
    mail = Mail.objects.select_related("receiver").get(pk=pk)
    try:
        receiver, address = _whom(mail, now)
        if not address:
            return _mark(mail, MailState.DROPPED)
        message, rendered = _compose(mail, receiver, address, connection)
        message.send()
    except Exception as error:  # whatever fails, the mail must not be lost: it is tried again, and shown when it stops
        _close(connection)
        return _failed(mail, error, now)
    shown = "" if mail.notice in ADDRESSES else address
    return _mark(
        mail, MailState.SENT, sent_at=now, sent_to=shown, subject_line=rendered.subject, body=rendered.text, error=""
    )


def sweep_stuck(*, at=None):
    """Take up mails whose sender died: try again, or stop those where a double is worse than a delay. Two queries."""
    now = at or calendar.now()
    stuck = Mail.objects.filter(state=MailState.SENDING, available_at__lte=now)
    parked = stuck.filter(park=True).update(state=MailState.STOPPED, error="sender-died")
    again = stuck.filter(park=False).update(state=MailState.RETRYING, error="sender-died")
    if parked:
        logger.error("%s mails stopped: the sender died while sending, and they may not go twice.", parked)
    return parked + again


def _whom(mail, now):
    """Return (person or None, address) to send to as things are now; no address means that nobody should have it.

    The receiver must work here today and may still see the subject. While the receiver is away, an urgent notice goes
    to the deputy instead, if the deputy may see the subject; what is personal goes to nobody else.
    """
    if mail.receiver is None:
        return None, ADDRESSES[mail.notice](mail) if mail.notice in ADDRESSES else mail.address
    person, today = mail.receiver, calendar.local_date(now)
    if not _may_have(person, mail, today):
        return None, ""
    if mail.speed == Speed.NOW and mail.notice not in notices.PERSONAL and mail.subject_type in subjects.SUBJECTS:
        absence = Absence.objects.filter(Absence.in_force(today), person=person).select_related("deputy").first()
        if absence and absence.deputy and _may_have(absence.deputy, mail, today):
            person = absence.deputy
    return person, person.email


def _may_have(person, mail, today):
    """Tell whether the person works here and may see what the mail is about."""
    if not (person.is_active and person.works_on(today)):
        return False
    return mail.notice == notices.DIGEST or subjects.may_see(person, mail.subject_type, mail.subject_id)


def _compose(mail, receiver, address, connection):
    """Return the message and what is kept of it: the same words, but for a link that lets in whoever has it."""
    notice = notices.texts({mail.notice})[mail.notice]
    name = receiver.first_name if receiver else mail.context.get("fornavn", "")
    draw = notices.render_digest if mail.notice == notices.DIGEST else notices.render
    link = LINKS[mail.notice](mail) if mail.notice in LINKS else mail.link
    rendered = draw(notice, mail.context, first_name=name, link=link)
    message = EmailMultiAlternatives(
        rendered.subject,
        rendered.text,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        connection=connection,
        headers={"Message-ID": f"<mail-{mail.pk}@{settings.MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(rendered.html, "text/html")
    for part in DRESSINGS[mail.notice](mail, receiver) if mail.notice in DRESSINGS else ():
        if part.is_alternative:
            message.attach_alternative(part.content, part.content_type)
        else:
            message.attach(part.name, part.content, part.content_type)
    if link != mail.link and not settings.DEMO:  # the demo sends nothing: »Udbakke« is where its link can be used
        rendered = draw(notice, mail.context, first_name=name, link=mail.link)
    return message, rendered


def _failed(mail, error, now):
    """Plan the next attempt, or stop after three days; never write an address anywhere."""
    what = f"{type(error).__name__} {getattr(error, 'smtp_code', '')}".strip()
    over = mail.attempts > len(BACKOFF) and now - mail.created_at > GIVE_UP_AFTER
    state = MailState.STOPPED if over else MailState.RETRYING
    wait = BACKOFF[min(mail.attempts, len(BACKOFF)) - 1]
    level = logging.ERROR if over else logging.WARNING
    logger.log(level, "Mail %s was not sent (%s), attempt %s: %s.", mail.pk, what, mail.attempts, state)
    _mark(mail, state, error=what, available_at=now + wait)
    refused = isinstance(error, (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError))
    return UNREACHABLE if isinstance(error, OSError) and not refused else state


def _mark(mail, state, **values):
    """Write the outcome, unless the lease ran out and somebody else has the mail now."""
    changed = Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts).update(
        state=state, **values
    )
    return state if changed else None


def _close(connection):
    """Close a connection that may be broken; the next message opens a new one."""
    try:
        if connection is not None:
            connection.close()
    except Exception:
        logger.debug("The connection to the mail server was closed already.")


# -- for the administrator -----------------------------------------------------------------------------------------
def needing_a_person():
    """Return the mails that stopped and must be looked at."""
    return Mail.objects.filter(state=MailState.STOPPED)


@transaction.atomic
def release(mail, *, by):
    """Let a stopped mail be tried again now; return False if it isn't stopped."""
    changed = Mail.objects.filter(pk=mail.pk, state=MailState.STOPPED).update(
        state=MailState.QUEUED, attempts=0, available_at=calendar.now(), created_at=calendar.now(), error=""
    )
    if changed:
        audit.record("core.mail_released", mail.subject, by=by, mail=mail.pk)
        transaction.on_commit(lambda: wake(mail.dedupe_key))
    return bool(changed)


def withdraw(subject, *, notice=None):
    """Drop what waits about a subject (all, or one notice) because it no longer holds; return how many."""
    subject_type, subject_id = key_of(subject)
    waiting = Mail.objects.filter(
        Q(state__in=WAITING) | Q(state=MailState.GATHERED), subject_type=subject_type, subject_id=subject_id
    )
    return (waiting.filter(notice=notice) if notice else waiting).update(state=MailState.DROPPED)


def show_in_demo(person, subject, body):
    """Let »Udbakke« show a mail about sign-in, which is never stored outside the demo: its link lets in who has it."""
    if not settings.DEMO:
        raise RuntimeError("A mail about sign-in is stored in the demo only.")
    now = calendar.now()
    Mail.objects.create(
        receiver=person,
        notice="SIGN-IN",
        subject_type="core.person",
        subject_id=person.pk,
        speed=Speed.NOW,
        dedupe_key=f"SIGN-IN:{uuid.uuid4()}",
        state=MailState.SENT,
        available_at=now,
        created_at=now,
        sent_at=now,
        sent_to=person.email,
        subject_line=subject,
        body=body,
    )


class ShownOnlyBackend(BaseEmailBackend):
    """The demo's mail server: nothing leaves the machine; the page »Udbakke« shows what would have been sent."""

    def send_messages(self, email_messages):
        """Take the messages and count them."""
        return len(email_messages)
