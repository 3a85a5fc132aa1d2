"""The checklist: ticked, not relevant, undone, added to, adapted (ONB-02, ONB-34)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.dispatch import receiver
from django.utils.translation import gettext as _

from core import audit, calendar, events, todos
from core.permissions import require
from onboarding.actions import building
from onboarding.actions.ground import People, begin, hold, near_start, note
from onboarding.models import ChecklistItem, Course
from onboarding.rules.planner import Planner


def _of(item, action, by):
    """Return the item with its to-do if the person may do the action; the course is locked."""
    require(by, action, item)
    hold(item.course)
    return ChecklistItem.objects.select_related("todo", "course").get(pk=item.pk)


@transaction.atomic
def tick(item, *, by, note_text=""):
    """Mark an item done; return whether it was new."""
    item = _of(item, "onboarding.tick_item", by)
    return todos.complete(item.todo, by=by, note=note_text)


@transaction.atomic
def untick(item, *, by):
    """Undo: let the item wait again; return whether it did not already."""
    item = _of(item, "onboarding.tick_item", by)
    return todos.reopen(item.todo, by=by)


@transaction.atomic
def not_relevant(item, *, by, reason):
    """Mark an item not relevant with a reason; return whether it was new."""
    item = _of(item, "onboarding.tick_item", by)
    done = todos.mark_not_relevant(item.todo, by=by, reason=reason)
    if done:
        note(item.course, "dropped", item.title, by=by, reason=reason)
    return done


@transaction.atomic
def remark(item, *, by, text):
    """Write a remark on an item."""
    item = _of(item, "onboarding.tick_item", by)
    ChecklistItem.objects.filter(pk=item.pk).update(remark=text)
    audit.record("onboarding.item_remarked", item.course, by=by, item=item.pk)
    return item


@transaction.atomic
def change(item, *, by, title, due_on, roles, named, outside, remark_text=""):
    """Give an item another wording, day or person; what was moved by hand stays when the start date moves."""
    item = _of(item, "onboarding.arrange_item", by)
    begin(item.course, "onboarding.arrange", by=by)
    if item.todo.state != "open":
        raise ValidationError(_("Punktet er allerede udført. Fortryd det først, hvis noget skal ændres."), code="done")
    moved = due_on != item.due_on
    if moved:
        near_start(item.course, "due_on", due_on)
    item.title, item.due_on, item.remark = title, due_on, remark_text
    item.due_by_hand = item.due_by_hand or moved
    if roles:
        item.roles = roles
    item.named, item.outside = named, outside
    course = Course.objects.select_related("person", "unit", "site", "leader", "mentor", "contact").get(
        pk=item.course_id
    )
    People(course).fill(item)
    item.save()
    spec_values = {"title": title, "owner": item.owner}
    if moved:
        spec_values["due_at"] = calendar.at(due_on, building.EVENING)
    todos.rewrite(item.todo, by=by, **spec_values)
    audit.record("onboarding.item_changed", item.course, by=by, item=item.pk, moved=moved)
    if moved:
        note(course, "moved", title, by=by)
    return item


@transaction.atomic
def add(course, *, by, phase, title, due_on, roles, named=None, outside="", reason=""):
    """Add an extra row to a phase; return the item."""
    return _add(
        begin(course, "onboarding.arrange", by=by),
        by=by,
        phase=phase,
        title=title,
        due_on=due_on,
        roles=roles,
        named=named,
        outside=outside,
        reason=reason,
    )


@transaction.atomic
def add_for_pair(course, *, by, phase, title, due_on, roles):
    """Add a row that the pair agreed on at a meeting; the newcomer may do it too. Return the item."""
    return _add(begin(course, "onboarding.meet", by=by), by=by, phase=phase, title=title, due_on=due_on, roles=roles)


def _add(course, *, by, phase, title, due_on, roles, named=None, outside="", reason=""):
    """Write the row with its to-do."""
    near_start(course, "due_on", due_on)
    number = (course.items.aggregate(last=Max("number"))["last"] or 0) + 1
    item = People(course).fill(
        ChecklistItem(
            course=course,
            number=number,
            phase=phase,
            title=title,
            roles=roles or ["mentor"],
            named=named,
            outside=outside,
            due_on=due_on,
            due_by_hand=True,
        )
    )
    item.todo_code, item.why = f"onboarding.{phase}", [_("Tilføjet af {name}.").format(name=by.name)]
    first = Planner(course.start_on, course.weekdays).first_day
    (item.todo,) = todos.open_many([building.item_spec(course, item, first)], by=by)
    item.save(force_insert=True)
    audit.record("onboarding.item_added", course, by=by, item=item.pk)
    note(course, "added", title, by=by, reason=reason)
    return item


# -- what is done elsewhere ------------------------------------------------------------------------------------------------
@receiver(events.todo_completed)
def follow(sender, todo, by, **kwargs):
    """Tick what a to-do elsewhere completes: the plan shown by AMR, the list of next of kin (ONB-25, INC-68)."""
    if todo.code.startswith("onboarding.") or todo.about_id is None:
        return
    waiting = ChecklistItem.objects.filter(
        follows=todo.code,
        course__person=todo.about_id,
        course__state__in=("preparation", "start", "learning", "closing"),
    ).select_related("todo")
    for item in waiting.filter(todo__state="open"):
        todos.complete(item.todo, by=by)


@receiver(events.development_planned)
def follow_plan(sender, person, by, **kwargs):
    """Tick the first year's line about development when the person's plan is written (GEN-35)."""
    waiting = ChecklistItem.objects.filter(page="development", course__person=person, todo__state="open")
    for item in waiting.select_related("todo"):
        todos.complete(item.todo, by=by)
