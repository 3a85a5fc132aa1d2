"""Who has which role in a course, and everything that goes with it handed over in one act (ONB-07)."""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.models import Todo
from onboarding import notices, words
from onboarding.actions import building, inviting
from onboarding.actions.ground import People, begin, note
from onboarding.models import Course, CourseRole
from onboarding.rules.planner import Planner

SINCE = {"mentor": "mentor_since", "contact": "contact_since"}
MEETINGS = ("onboarding.status_daily", "onboarding.status_weekly")


@transaction.atomic
def assign(course, *, by, roles, reason=""):
    """Give roles to people or outside units: {role: Person | text | None}; everything open goes along. Return the course."""
    course = begin(course, "onboarding.manage", by=by)
    since = {getattr(course, role): getattr(course, field) for role, field in SINCE.items()}
    changed = {}
    for role, holder in roles.items():
        if role not in words.ROLES or role == "newcomer":
            raise ValidationError(_("Rollen findes ikke i forløbet."), code="role")
        if role in words.COURSE_ROLES:
            changed |= _course_role(course, role, holder, since)
        else:
            changed |= _other_role(course, role, holder)
    if not changed:
        return course
    if course.person_id in (course.mentor_id, course.contact_id):
        raise ValidationError({"mentor": _("Ingen kan være mentor for sig selv.")}, code="self")
    course = Course.objects.select_related("person", "unit", "site", "leader", "mentor", "contact").get(pk=course.pk)
    _hand_on(course, by)
    audit.record("onboarding.roles_changed", course, by=by, roles=sorted(changed))
    for role, (before, after) in changed.items():
        if before:
            what = _("{role}: {before} → {after}").format(
                role=words.ROLES[role], before=before, after=after or _("ingen")
            )
            note(course, "handed", what, by=by, reason=reason)
        if role in ("mentor", "contact") and course.holder(role):
            notices.appointed(course, role, by=by)
    return course


@transaction.atomic
def follow_leader(course, leader, *, by):
    """Let the unit's new leader take over what the old one had in the course; return the course."""
    course = begin(course, "onboarding.manage", by=by)
    Course.objects.filter(pk=course.pk).update(leader=leader)
    CourseRole.objects.filter(
        course=course, role__in=["team_leader", "office_leader"], person=course.leader, outside=""
    ).update(person=leader)
    course = Course.objects.select_related("person", "unit", "site", "leader", "mentor", "contact").get(pk=course.pk)
    _hand_on(course, by)
    audit.record("onboarding.roles_changed", course, by=by, roles=["leader"])
    return course


def _course_role(course, role, holder, since):
    """Set leader, mentor or contact person; return {role: (name before, name after)} if it is another.

    Whoever guides from today on reads the notes from today on. `since` are those who guided already: changing between
    mentor and contact person takes nothing away.
    """
    before = getattr(course, role)
    if before == holder:
        return {}
    if holder is not None and holder == course.person:
        raise ValidationError({role: _("Ingen kan være mentor for sig selv.")}, code="self")
    values = {role: holder}
    if role in SINCE:
        values[SINCE[role]] = since.get(holder, calendar.today()) if holder else None
    Course.objects.filter(pk=course.pk).update(**values)
    setattr(course, role, holder)
    return {role: (before.name if before else "", holder.name if holder else "")}


def _other_role(course, role, holder):
    """Set one of the other roles; return the change."""
    found, _new = CourseRole.objects.get_or_create(course=course, role=role)
    person, outside = (None, holder.strip()) if isinstance(holder, str) else (holder, "")
    if (found.person, found.outside) == (person, outside):
        return {}
    before = found.name
    CourseRole.objects.filter(pk=found.pk).update(person=person, outside=outside)
    return {role: (before, person.name if person else outside)}


def _hand_on(course, by):
    """Put today's people on everything that is open: items with their to-dos, rows, meetings, invitations."""
    people = People(course)
    by_owner: dict = {}
    for item in course.items.filter(todo__state="open").select_related("named", "todo"):
        before = (item.owner_id, item.second_id, item.outside)
        people.fill(item)
        if before != (_pk(item.owner), _pk(item.second), item.outside):
            item.save(update_fields=["owner", "second", "outside"])
            by_owner.setdefault(item.owner, []).append(item.todo_id)
    for owner, ids in by_owner.items():
        todos.hand_on(Todo.objects.filter(pk__in=ids), owner=owner, by=by)
    rows = []
    for row in course.rows.kept().select_related("named"):
        before = (row.owner_id, row.second_id, row.outside)
        people.fill(row)
        if before != (_pk(row.owner), _pk(row.second), row.outside):
            row.confirmed_at = row.confirmed_by = None
            row.save(update_fields=["owner", "second", "outside", "confirmed_at", "confirmed_by"])
            rows.append(row)
    guide = course.mentor or course.contact
    todos.withdraw_all(_not_theirs(course), by=by)
    todos.reassign(course, owner=guide, by=by, codes=MEETINGS)
    todos.reassign(
        course, owner=course.leader, by=by, codes=["onboarding.mentor", "onboarding.welcome", "onboarding.evaluation"]
    )
    _ask_for_a_mentor(course, guide, by)
    if course.schedule_approved_at:
        inviting.ask(course, rows, by=by)
        inviting.update(course, by=by)


def _not_theirs(course):
    """Return the to-dos of meetings from before today's guides took over: they can't open them, nor hold them any more."""
    since = [getattr(course, field) for role, field in SINCE.items() if getattr(course, role)]
    waiting = Todo.objects.about(course).filter(code__in=MEETINGS)
    if not since or None in since:
        return waiting.none()
    return waiting.filter(event_at__lt=calendar.at(min(since), time.min))


def _ask_for_a_mentor(course, guide, by):
    """Ask the leader for a mentor when there is none (R-70), and no longer when there is one."""
    asked = Todo.objects.about(course).filter(code="onboarding.mentor").first()
    if guide is not None:
        if asked is not None and asked.state == "open":
            todos.complete(asked, by=by)
    elif asked is None:
        first = Planner(course.start_on, course.weekdays).first_day
        todos.open_many([building.mentor_spec(course, first)], by=by)
    else:
        todos.reopen(asked, by=by)


def _pk(person):
    return person.pk if person else None


def missing(course):
    """Return [(role's words, how many open items, how many rows)] of what nobody answers for. Two queries."""
    found: dict = {}
    for place, lines in enumerate((course.items.filter(todo__state="open"), course.rows.kept())):
        for line in lines:
            if line.is_unassigned:
                found.setdefault(words.roles_in_words(line.roles), [0, 0])[place] += 1
    return [(role, *counts) for role, counts in found.items()]
