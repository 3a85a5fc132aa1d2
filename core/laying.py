"""Lay out reminders: from a to-do and the rules that watch it to moments in the table `Reminder`.

Everything here works on many to-dos in a fixed number of queries. A moment that has been handled stays as it is.
"""

from collections import defaultdict
from datetime import datetime

from core import calendar
from core.models import Reminder, ReminderRule, Todo


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
    last = _last_levels(todos, now)
    ours = [row.pk for row in rows.filter(handled_at__isnull=True).select_related("todo") if _is_laid(row, last)]
    Reminder.objects.filter(pk__in=ours).delete()
    handled = defaultdict(set)
    for todo_id, code, level, notice in rows.values_list("todo_id", "rule", "level", "notice"):
        handled[todo_id].add((code, level, notice))
    lay(todos, now, rule=rule, handled=handled, anew=anew)


def carry_on(reminders, now):
    """Lay one more level after each of the reminders, which their rule has no further level for (three queries).

    It lies as far off as the rule's last two levels lie apart; who is told by the last one is told by the next. Where
    the rule has been switched off meanwhile nothing is laid.
    """
    ids = {reminder.todo_id for reminder in reminders}
    todos = {todo.pk: todo for todo in Todo.objects.filter(pk__in=ids).select_related("unit", "site")}
    rules = _rules({todo.code for todo in todos.values()}, now, None)
    rows = []
    for reminder in reminders:
        todo = todos[reminder.todo_id]
        levels = {
            rule.level: rule
            for rule in applying(todo, rules.get(todo.code, ()))
            if rule.code == reminder.rule and rule.level and rule.level <= reminder.level
        }
        if not levels:
            continue
        last = levels[max(levels)]
        hours = calendar.OpeningHours(todo.site.opening_hours if todo.site else None)
        rows.append(
            Reminder(
                todo=todo,
                rule=last.code,
                level=reminder.level + 1,
                at=_apart(levels).apply(reminder.at, hours),
                receivers=last.receivers,
                notice=last.notice,
                speed=last.speed,
            )
        )
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)


def _apart(levels):
    """Return how far the last two of {level: rule} lie apart, or the first offset where they can't be compared."""
    offsets = [calendar.Offset.parse(levels[level].offset) for level in sorted(levels)]
    if len(offsets) > 1 and offsets[-1].unit == offsets[-2].unit and offsets[-1].count > offsets[-2].count:
        return calendar.Offset(offsets[-1].count - offsets[-2].count, offsets[-1].unit)
    return offsets[0]


def _last_levels(todos, now):
    """Return {(to-do code, rule): the highest level that the rules have}."""
    last: dict[tuple, int] = {}
    for code, rules in _rules({todo.code for todo in todos}, now, None).items():
        for rule in rules:
            last[code, rule.code] = max(rule.level, last.get((code, rule.code), 0))
    return last


def _is_laid(reminder, last):
    """Tell whether `lay` made the reminder; one of a higher level than the rule has was carried on and stays."""
    known = last.get((reminder.todo.code, reminder.rule))
    return known is None or reminder.level <= known


def call_off(todo_ids, *, rule=None):
    """Let nothing more remind of these to-dos, or one rule no more; the rows stay, to be asked about."""
    rows = Reminder.objects.filter(todo__in=todo_ids, is_pending=True)
    (rows.filter(rule=rule) if rule else rows).update(is_pending=False)


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
            if rule.level and todo.facts.get("_escalate_from"):
                moment = max(moment, datetime.fromisoformat(todo.facts["_escalate_from"]))
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
