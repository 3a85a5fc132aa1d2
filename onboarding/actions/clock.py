"""What comes by itself: states that follow the dates, letters on their day, addresses forgotten, meetings
missed, and who has left or no longer leads.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext as _

from core import calendar
from core.directory import Directory
from core.models import Person, Role
from core.reminders import opener
from onboarding.actions import courses, inviting, letter, meetings, roles
from onboarding.models import Course
from onboarding.rules.planner import LONGEST, SHORTEST


@opener
def run(today):
    """Do what is due in every running course. What is done already is not done again."""
    for course in Course.objects.running().filter(_due(today)).select_related("person"):
        courses.advance(course, by=None)
    letter.send_due(today)
    letter.notice_returned(today)
    letter.forget_addresses(today)
    meetings.notice_missed(today)
    welcome_in_calendars(today)
    follow_departures(today)
    replace_leaders(today)


def _due(today):
    """Return the condition that a course's dates may ask for another state."""
    return (
        Q(state="preparation", start_on__lte=today)
        | Q(state="start", start_on__lte=today - timedelta(days=4))
        | _near_their_end(today + timedelta(days=14))
    )


def _near_their_end(day):
    """Return the condition that an introduction in learning may end by a day, whatever its length; days short of exact."""
    condition = Q()
    for length in range(SHORTEST, LONGEST + 1):
        condition |= Q(length=length, start_on__lte=calendar.add_months(day, -length) + timedelta(days=3))
    return Q(state="learning") & condition


@transaction.atomic
def welcome_in_calendars(today, *, by=None):
    """Give those who have just begun the invitations that no account could get before; return how many courses."""
    begun = Course.objects.running().filter(
        start_on__range=(today - timedelta(days=7), today), schedule_approved_at__isnull=False
    )
    fresh = begun.exclude(invitations__receiver__in=begun.values("person"))
    count = 0
    for course in fresh.select_related("person", "mentor", "contact", "leader"):
        if not course.invitations.filter(receiver=course.person).exists():
            count += bool(inviting.update(course, by=by))
    return count


def replace_leaders(today, *, by=None):
    """Give courses whose leader no longer leads there to the unit's leader of today, with all that waits; return how many.

    A leader who was chosen for a course without ever leading that unit stays, as long as they lead somewhere.
    """
    leads = Role.objects.filter(kind="leader", person=OuterRef("leader"))
    there = leads.alias(place=ExpressionWrapper(OuterRef("unit__path"), CharField())).filter(
        place__startswith=F("unit__path")
    )
    now = Role.in_force(today)
    orphaned = Course.objects.running().filter(
        Q(leader__isnull=True)
        | ~Exists(leads.filter(now))
        | Exists(there.filter(ends_on__lt=today)) & ~Exists(there.filter(now))
    )
    if not orphaned.exists():
        return 0
    directory, count = Directory(today), 0
    for course in orphaned.select_related("person", "unit", "site", "leader", "mentor", "contact"):
        found = directory.leader_of(course.unit_id, without={course.person_id})
        if found is not None and found != course.leader:
            roles.follow_leader(course, found, by=by)
            count += 1
    return count


def follow_departures(today, *, by=None):
    """Call off the courses of those who have left, and ask for a new mentor where the old one has; return how many."""
    gone = Person.objects.filter(active_to__lt=today)
    over = list(Course.objects.running().filter(person__in=gone).select_related("person"))
    for course in over:
        courses.cancel(course, by=by, reason=_("Ansættelsen er ophørt."))
    left = list(Course.objects.running().filter(Q(mentor__in=gone) | Q(contact__in=gone)).select_related("person"))
    gone_ids = set(
        gone.filter(pk__in=[pk for course in left for pk in (course.mentor_id, course.contact_id) if pk]).values_list(
            "pk", flat=True
        )
    )
    for course in left:
        roles.assign(
            course,
            by=by,
            roles={role: None for role in ("mentor", "contact") if getattr(course, f"{role}_id") in gone_ids},
        )
    return len(over) + len(left)
