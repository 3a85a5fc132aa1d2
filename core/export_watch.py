"""Tell data protection when somebody takes unusually much out (attack 38).

Every list that leaves the house is in the log as an action that ends with `_exported`, with how many rows it held
(`count` or `rows`). The hour looks a day back; the limits are settings. Somebody is told of once a day, however often
the clock comes by, and never to themselves.
"""

from datetime import timedelta

from django.urls import reverse

from core import audit, calendar, outbox
from core.models import AuditEntry, Mail, Person, Role
from core.reminders import opener
from core.settings_values import Settings

TAKEN = "_exported"
NOTICED = "core.many_exports"
NOTICE = "N-52"
WATCHERS = ("data_protection", "auditor")


def taken_out(until):
    """Return {person id: (lists, rows)} of what was taken out in the day before a moment. One query."""
    lists: dict[int, dict[str, int]] = {}
    entries = AuditEntry.objects.filter(
        at__gt=until - timedelta(hours=24), at__lte=until, action__endswith=TAKEN, actor__isnull=False
    )
    for actor, request, pk, details in entries.values_list("actor_id", "request_id", "pk", "details"):
        rows = details.get("count", details.get("rows", 0))
        mine = lists.setdefault(actor, {})  # one list may stand in the log of several places, with the same request
        key = request or str(pk)
        mine[key] = max(mine.get(key, 0), rows if isinstance(rows, int) else 0)
    return {actor: (len(mine), sum(mine.values())) for actor, mine in lists.items()}


def unusual(until):
    """Return {person id: (lists, rows)} of those who took more than the settings call usual."""
    found = taken_out(until)
    if not found:
        return {}
    settings = Settings()
    most_lists, most_rows = settings.number("export_alarm_lists"), settings.number("export_alarm_rows")
    return {
        actor: (lists, rows)
        for actor, (lists, rows) in found.items()
        if (most_lists and lists > most_lists) or (most_rows and rows > most_rows)
    }


@opener
def watch(today):
    """Write to data protection about each person who took unusually much out, once a day; the log has it too."""
    found = unusual(calendar.now())
    if not found:
        return
    watchers = [
        role.person
        for role in Role.objects.filter(Role.in_force(today), kind__in=WATCHERS).select_related("person")
        if role.person.is_active and role.person.works_on(today)
    ]
    told = set(Mail.objects.filter(notice=NOTICE, dedupe_key__startswith=f"exports-{today}-").values_list("dedupe_key"))
    people = {person.pk: person for person in Person.objects.filter(pk__in=found)}
    mails = []
    for pk, (lists, rows) in found.items():
        keys = {f"exports-{today}-{pk}-{watcher.pk}": watcher for watcher in watchers if watcher.pk != pk}
        if pk not in people or any((key,) in told for key in keys):
            continue
        audit.record(NOTICED, people[pk], by=None, lists=lists, count=rows)
        mails += [
            outbox.MailSpec(watcher, NOTICE, people[pk], reverse("core:audit"), key) for key, watcher in keys.items()
        ]
    outbox.enqueue_many(mails)
