"""The daily mail: what waits and what is new, gathered into one mail per person and working day (language.md 4c)."""

from collections import defaultdict
from datetime import time, timedelta

from django.db import transaction
from django.db.models import CharField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from core import calendar, notices, outbox, subjects
from core.bulk import uncollected
from core.models import Mail, Person, Todo
from core.models.mail import MailState, Speed
from core.receivers import Snapshot

EARLIEST = time(7, 0)
AHEAD = timedelta(days=7)


def send_digests(at=None):
    """Write today's daily mails; return how many. Does nothing on days off and before seven; may run often.

    Somebody gets one when something new was gathered for them or something has its deadline today. What is gathered
    after today's mail waits for the next one.
    """
    at = at or calendar.now()
    today = calendar.local_date(at)
    if not calendar.is_working_day(today) or calendar.local(at).time() < EARLIEST:
        return 0
    with uncollected(), transaction.atomic():
        contents = _contents(at, today)
        rows = [_row(person_id, content, at, today) for person_id, content in contents.items()]
        written = Mail.objects.bulk_create(rows, ignore_conflicts=True)
        _fold(contents, today)
        if written:
            transaction.on_commit(outbox.wake)
    return len(rows)


def _key(person_id, today):
    """Return the key that makes it one mail per person and day."""
    return f"digest:{person_id}:{today.isoformat()}"


def _row(person_id, content, at, today):
    """Return one unsaved daily mail."""
    return Mail(
        receiver_id=person_id,
        notice=notices.DIGEST,
        subject_type="core.person",
        subject_id=person_id,
        context=content["context"],
        link=reverse("core:desk"),
        speed=Speed.NOW,
        state=MailState.QUEUED,
        dedupe_key=_key(person_id, today),
        available_at=at,
        created_at=at,
    )


def _contents(at, today):
    """Return {person id: {"context", "mails"}} for those who get a mail today, in a fixed number of queries."""
    done = Mail.objects.filter(
        dedupe_key__startswith="digest:", dedupe_key__endswith=f":{today.isoformat()}", notice=notices.DIGEST
    )
    done = set(done.values_list("receiver_id", flat=True))
    working = set(Person.objects.working(today).values_list("pk", flat=True)) - done
    gathered = _gathered(working, at)
    waiting = _waiting(working, today)
    wordings = notices.texts()
    found = {}
    for person_id in gathered.keys() | waiting.keys():
        mails, todos = gathered.get(person_id, []), waiting.get(person_id, [])
        due_today = [todo for todo in todos if calendar.local_date(todo.due_at) == today]
        if not mails and not due_today:
            continue
        found[person_id] = {
            "mails": [mail.pk for mail in mails],
            "context": _context(mails, todos, wordings, at, today),
        }
    return found


def _gathered(working, at):
    """Return {person id: [gathered mails]}, without those about a subject that the person is shut out from."""
    rows = [
        mail
        for mail in Mail.objects.filter(state=MailState.GATHERED, available_at__lte=at).order_by("created_at", "pk")
        if mail.receiver_id in working
    ]
    barred = _barred(rows)
    found = defaultdict(list)
    for mail in rows:
        if mail.receiver_id not in barred.get(mail.subject, ()):
            found[mail.receiver_id].append(mail)
    return found


def _waiting(working, today):
    """Return {person id: [open to-dos that are late or due within a week]}, the most urgent first."""
    until = calendar.at(today + AHEAD + timedelta(days=1), time.min)
    todos = list(
        Todo.objects.open()
        .filter(due_at__lt=until)
        .filter(Q(owner__isnull=False) | ~Q(owner_role=""))
        .order_by("due_at", "order", "pk")
    )
    if not todos:
        return {}
    snapshot, barred = Snapshot(today), _barred(todos)
    snapshot.attach(todos)
    found = defaultdict(list)
    for todo in todos:
        for person in snapshot.waits_for(todo):
            if person.pk in working and person.pk not in barred.get(todo.subject, ()):
                found[person.pk].append(todo)
    return found


def _barred(rows):
    """Return {(type, id): person ids} of those shut out, one question per kind of subject."""
    ids = defaultdict(set)
    for row in rows:
        ids[row.subject_type].add(row.subject_id)
    return {(kind, pk): people for kind, some in ids.items() for pk, people in subjects.shut_out(kind, some).items()}


def _context(mails, todos, wordings, at, today):
    """Return what the mail says: neutral lines in groups, and the counts for its subject."""
    groups: dict[str, list] = {"late": [], "today": [], "week": []}
    for todo in todos:
        day = calendar.local_date(todo.due_at)
        place = "late" if todo.due_at < at and day < today else "today" if day <= today else "week"
        groups[place].append(notices.line_of(todo.code, todo.due_at))
    shown = {todo.pk for todo in todos}
    news = [_news_line(mail, wordings) for mail in mails if mail.todo_id is None or mail.todo_id not in shown]
    titles = (
        (_("Overskredet"), groups["late"]),
        (_("I dag"), groups["today"]),
        (_("De næste 7 dage"), groups["week"]),
        (_("Nyt"), list(dict.fromkeys(news))),
    )
    return {
        "dato": calendar.long_date(today),
        "n": len(todos),
        "news": len(news),
        "groups": [{"title": title, "lines": lines} for title, lines in titles if lines],
    }


def _news_line(mail, wordings):
    """Return a gathered mail as one line: its subject, which is neutral."""
    try:
        return notices.fill(wordings[mail.notice].subject, mail.context)
    except KeyError:
        return _("En opgave venter på dig")


def _fold(contents, today):
    """Mark what went into the daily mails, in one query."""
    ids = [pk for content in contents.values() for pk in content["mails"]]
    key = Concat(Value("digest:"), Cast(OuterRef("receiver_id"), CharField()), Value(f":{today.isoformat()}"))
    digest = Mail.objects.filter(dedupe_key=key).values("pk")[:1]
    Mail.objects.filter(pk__in=ids, state=MailState.GATHERED).update(
        state=MailState.FOLDED, folded_into=Subquery(digest)
    )
