"""What the verbs share: a running course under lock, who answers for what, and the log of adaptations (ONB-07, ONB-34)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext as _

from core import calendar
from core.permissions import require
from core.texts import error
from onboarding import words
from onboarding.models import Adaptation, Course, CourseRole

TWICE = timedelta(minutes=1)  # the same text by the same person within it is one press
NEAR_START = (-12, 24)  # months from it in which something of an introduction can lie
ALONG = ("person", "unit", "site", "leader", "mentor", "contact")


def begin(course, action, *, by):
    """Return the fresh course under lock if the person may do the action and it still runs.

    Raises Http404 or Forbidden (permission) and ValidationError (over). `by` None is the clock. Call inside a transaction.
    """
    if by is not None:
        require(by, action, course)
    fresh = hold(course)
    if not fresh.is_running:
        raise ValidationError(_("Forløbet er afsluttet. Det kan læses, men ikke ændres."), code="over")
    return fresh


def hold(course):
    """Return the course under a row lock."""
    return Course.objects.select_related(*ALONG).select_for_update(of=("self",)).get(pk=course.pk)


def near_start(course, name, day):
    """Refuse a day that can't be meant: more than a year before the start date or two after it."""
    first, last = (calendar.add_months(course.start_on, months) for months in NEAR_START)
    if day and not first <= day <= last:
        raise ValidationError({name: _("Vælg en dag højst et år før og to år efter startdatoen.")}, code="far")


def meant(row, edit):
    """Raise E-49 if the row has been changed since the form was shown; `edit` None doesn't ask."""
    if edit is not None and row.edit != edit:
        raise ValidationError(error("E-49"), code="stale")


def pressed_twice(rows, **same):
    """Return the row that the same press has just made, or None. Call with the course under lock.

    Texts are encrypted, so that they are compared here: `rows` are the person's own from the last minute (`recent`).
    """
    return next((row for row in rows if all(getattr(row, name) == value for name, value in same.items())), None)


def recent():
    """Return the moment from which on a second press of the same is no new one."""
    return calendar.now() - TWICE


def note(course, change, what, *, by, reason=""):
    """Write down what was adapted and why; what the clock does stands in the log alone."""
    if by is None:
        return
    Adaptation.objects.create(
        course=course, change=change, what=str(what)[:200], reason=reason, by=by, at=calendar.now()
    )


def changed_for_newcomer(course):
    """Count that the plan is another than the newcomer was sent."""
    Course.objects.filter(pk=course.pk).update(schedule_version=F("schedule_version") + 1)
    course.refresh_from_db(fields=["schedule_version"])


class People:
    """Who has which role in a course, in two queries."""

    def __init__(self, course, roles=None):
        self.course = course
        rows = course.roles.select_related("person") if roles is None else roles
        self.persons = {row.role: row.person for row in rows if row.person}
        self.outside = {row.role: row.outside for row in rows if row.outside}

    def of(self, role):
        """Return the person of a role; the mentor and the contact person stand in for each other."""
        found = self.course.holder(role) or self.persons.get(role)
        if found is None and role in ("mentor", "contact"):
            found = self.course.contact if role == "mentor" else self.course.mentor
        return found

    def answers(self, roles, named=None, outside=""):
        """Return (owner, second, outside) of something that these roles, or a named person or unit, answer for."""
        if named is not None:
            return named, None, outside
        if outside:
            return None, None, outside
        people = list(dict.fromkeys(person for role in roles if (person := self.of(role)) is not None))[:2]
        text = words.listed(self.outside[role] for role in roles if role in self.outside)
        return (*people, None, None)[:2] + (text,)

    def fill(self, line):
        """Put owner, second and outside on a row or an item."""
        known = self.outside.get(line.roles[0], "") if line.roles else ""
        given = "" if line.outside == known else line.outside
        line.owner, line.second, text = self.answers(line.roles, line.named, given)
        line.outside = text or given
        return line


def add_roles(course, template, found, known=()):
    """Give the course the roles that lines of the template ask for, with the people who are `found`; all but those known."""
    asked = {role for line in (*template.items, *template.rows) for role in line["roles"]}
    CourseRole.objects.bulk_create(
        [
            CourseRole(course=course, role=role, person=found.get(role))
            for role in words.ROLES
            if role in asked - set(known) and role not in (*words.COURSE_ROLES, "newcomer")
        ]
    )
