"""Lay out reminders: from a to-do and the rules that watch it to moments in the table `Reminder`.

Everything here works on many to-dos in a fixed number of queries. A moment that has been handled stays as it is.
"""

from collections import defaultdict

from core import calendar
from core.models import Reminder, ReminderRule


def lay(todos, now, *, rule=None, handled=None, anew=False):
    """Write the pending reminders of the to-dos (two queries).

    Of moments that have passed already only the newest of each rule, level and notice is laid, so that a case that is
    entered late gives one reminder and not a row of them. `handled` is {to-do id: {(rule, level, notice)}} of what was
    sent before: a level that was raised is not raised again, unless the deadline was set `anew`.
    """
    todos = list(todos)
    rules = _rules({todo.code for todo in todos}, now, rule)
    rows = []
    for todo in todos:
        sent = (handled or {}).get(todo.pk, set())
        for key, moments in _moments(todo, rules.get(todo.code, ())).items():
            past = sorted(moment for moment in moments if moment <= now)
            if key in sent:
                past = []
                if key[1] and not anew:
                    continue
            for moment in past[-1:] + [moment for moment in moments if moment > now]:
                found = moments[moment]
                rows.append(
                    Reminder(
                        todo=todo,
                        rule=found.code,
                        level=found.level,
                        at=moment,
                        receivers=found.receivers,
                        notice=found.notice,
                        speed=found.speed,
                    )
                )
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def lay_again(todos, now, *, rule=None, anew=False):
    """Take away what is not handled yet and lay it out from today's rules and the to-dos' present deadlines."""
    ids = [todo.pk for todo in todos]
    rows = Reminder.objects.filter(todo__in=ids)
    if rule:
        rows = rows.filter(rule=rule)
    rows.filter(handled_at__isnull=True).delete()
    handled = defaultdict(set)
    for todo_id, code, level, notice in rows.values_list("todo_id", "rule", "level", "notice"):
        handled[todo_id].add((code, level, notice))
    lay(todos, now, rule=rule, handled=handled, anew=anew)


def call_off(todo_ids):
    """Let nothing more remind of these to-dos; the rows stay, to be asked about."""
    Reminder.objects.filter(todo__in=todo_ids, is_pending=True).update(is_pending=False)


def _rules(codes, now, rule):
    """Return {to-do code: [rules in force]}, switched-off ones included, since they may switch off a general one."""
    found = ReminderRule.objects.filter(ReminderRule.in_force(calendar.local_date(now)), todo__in=codes)
    if rule:
        found = found.filter(code=rule)
    by_code = defaultdict(list)
    for row in found:
        by_code[row.todo].append(row)
    return by_code


def applying(todo, rules):
    """Return the rules that hold for this to-do: of its category, the nearest unit's instead of the general ones."""
    reach = {unit_id: place for place, unit_id in enumerate(todo.unit.ancestor_ids)} if todo.unit else {}
    far = len(reach)
    best: dict[tuple, tuple[int, list]] = {}
    for rule in rules:
        if rule.category not in ("", todo.category) or (rule.unit_id and rule.unit_id not in reach):
            continue
        key = (rule.code, rule.level, rule.notice)
        distance = reach.get(rule.unit_id, far)
        if key not in best or distance < best[key][0]:
            best[key] = (distance, [])
        if distance == best[key][0]:
            best[key][1].append(rule)
    return [rule for _distance, found in best.values() for rule in found if rule.is_on]


def _moments(todo, rules):
    """Return {(rule, level, notice): {moment: rule}} for one to-do."""
    moments: dict[tuple, dict] = defaultdict(dict)
    hours = calendar.OpeningHours(todo.site.opening_hours if todo.site else None)
    anchors = {"opened": todo.opened_at, "due": todo.due_at, "event": todo.event_at}
    for rule in applying(todo, rules):
        anchor = anchors[rule.anchor]
        if anchor is not None:
            moment = calendar.Offset.parse(rule.offset).apply(anchor, hours)
            moments[(rule.code, rule.level, rule.notice)][moment] = rule
    return moments


def pending(at):
    """Return the reminders whose moment has passed and that nobody has handled, of to-dos that still wait.

    What a reminder doesn't need is left in the database: thousands come at once.
    """
    return (
        Reminder.objects.filter(todo__state="open", is_pending=True, at__lte=at)
        .select_related("todo")
        .defer("todo__title", "todo__help", "todo__context", "todo__button", "todo__note", "todo__reasons")
        .order_by("at", "pk")
    )
