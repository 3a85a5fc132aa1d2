"""The contingency plans with their versions, and what new colleagues have been shown."""

from datetime import timedelta

from config.demo.people import read
from core import calendar
from core.models import Person
from incidents.actions import introductions, plan
from incidents.models import PlanIntroduction
from incidents.models.plan import Point

MORNING = calendar.parse_time("9.40")


def fill(staff):
    """Write and publish the plans as they were at the time, then introduce those who have started; no events."""
    for row in read("plans"):
        unit, owner = staff.units[row["unit"]], staff[row["owner"]]
        made = None
        for version in row["versions"]:
            by = staff[version["by"]]
            with calendar.as_at(_morning(version["days_ago"])):
                made = made or plan.begin(unit, by=owner)
                draft = plan.save(made, by=by, edit=plan.open_draft(made, by=by).edit, sections=version["sections"])
                plan.publish(
                    made, by=by, edit=draft.edit, what_changed=version["what_changed"], was_reviewed=version["reviewed"]
                )
    _introduce(staff)
    return []


def _morning(days):
    """Return half past nine or so on the working day so many days ago."""
    return calendar.at(calendar.next_working_day(calendar.today() - timedelta(days=days)), MORNING)


def _introduce(staff):
    """Show the plan to those who started: one has confirmed part of it, one starts soon."""
    today = calendar.today()
    started = Person.objects.filter(active_from__range=(today - timedelta(days=60), today))
    for person in started:
        with calendar.as_at(calendar.at(person.active_from, MORNING)):
            introductions.plan_introductions(calendar.today())
            row = PlanIntroduction.objects.get(person=person)
            introductions.show(
                row,
                by=staff.safety_reps[person.site_id],
                points=[Point.PLAN.value, Point.WHERE.value, Point.ALARM.value, Point.NEXT_OF_KIN.value],
            )
