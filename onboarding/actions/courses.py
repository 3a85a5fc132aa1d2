"""The course as a whole: made, moved, cancelled, closed, and led on by the clock (ONB-01, ONB-04, ONB-14)."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit, calendar, outbox, todos
from core.directory import Directory
from core.models import Absence
from core.permissions import require
from core.settings_values import Settings
from onboarding import notices, words
from onboarding.actions import building, inviting, letter
from onboarding.actions.ground import add_roles, begin, note
from onboarding.choices import RUNNING, PaperKind, State
from onboarding.models import Course, PackVersion, Welcome
from onboarding.rules import templates, warnings
from onboarding.rules.planner import LENGTH, Planner, plan
from onboarding.states import COURSE

LATE_START = timedelta(days=180)


# -- what would be made ------------------------------------------------------------------------------------------------
@dataclass
class Preview:
    """Everything a new course would hold, before anything is written."""

    plan: object
    template: object
    roles: dict  # role → person
    warnings: list
    missing: list  # roles that somebody is asked of and nobody has


def found_roles(unit, site, leader):
    """Return {role: person} of the roles that follow from the organisation: leader, SFK, AMR, TR."""
    directory = Directory.near(unit, site_ids=[site.pk] if site else [])
    leader = leader or directory.leader_of(unit.pk)
    found = {"leader": leader, "team_leader": leader, "office_leader": leader}
    for role in ("consultant", "safety_rep", "union_rep"):
        holders = directory.nearest_holders(role, unit.pk, site.pk if site else None)
        found[role] = holders[0] if holders else None
    return {role: person for role, person in found.items() if person}


def away_on(people):
    """Return the question that the warnings ask: who of a role is away on a day. One query."""
    ids = {person.pk for person in people.values() if person}
    absences = list(Absence.objects.filter(person__in=ids).values_list("person_id", "starts_on", "ends_on"))

    def away(role, day):
        person = people.get(role)
        if person is None:
            return ""
        is_away = any(
            pk == person.pk and starts <= day and (ends is None or day <= ends) for pk, starts, ends in absences
        )
        return person.name if is_away else ""

    return away


def hours_limit(unit):
    """Return how many hours of a day may be booked in the unit before it is said (ONB-31)."""
    return Settings(unit).number("onboarding_hours_a_day") or warnings.HOURS_A_DAY


def template_of(versions):
    """Return the Template of some versions of packs."""
    return templates.compose([version.pack.data_of(version) for version in versions])


def preview(person, *, unit, site, start_on, weekdays, leader, mentor, contact, versions, length=LENGTH):
    """Return the Preview of a course; ValueError for weekdays that don't exist."""
    template = template_of(versions)
    made = plan(start_on, weekdays, template, length)
    roles = found_roles(unit, site, leader) | {
        role: one for role, one in (("mentor", mentor), ("contact", contact), ("newcomer", person)) if one
    }
    roles.setdefault("mentor", roles.get("contact"))
    roles = {role: one for role, one in roles.items() if one}
    told = warnings.of(made.schedule, away=away_on(roles), limit=hours_limit(unit))
    today = calendar.today()
    if start_on < today:
        late = sum(made.deadlines[row["phase"]] < today for row in template.items)
        text = ngettext(
            "Startdatoen er gået. {n} punkt er over frist fra begyndelsen, og der bliver ikke sendt velkomstbrev.",
            "Startdatoen er gået. {n} punkter er over frist fra begyndelsen, og der bliver ikke sendt velkomstbrev.",
            late,
        ).format(n=late)
        told.insert(0, warnings.Warning("past", text, start_on))
    elif made.letter_on < today < made.first_day:
        told.insert(
            0,
            warnings.Warning(
                "past",
                _("Der er mindre end en uge til start. Brevet sendes, så snart det er godkendt."),
                start_on,
            ),
        )
    for text in made.reasons["first_day"]:
        told.insert(0, warnings.Warning("past", text, start_on))
    told += _same_time(start_on, mentor or contact, person)
    asked = [role for line in (*template.items, *template.rows) for role in line["roles"]]
    missing = [role for role in dict.fromkeys(asked) if role not in roles]
    return Preview(made, template, roles, told, missing)


def _same_time(start_on, guide, person):
    """Return a warning when the mentor has others who begin within two weeks or many at a time."""
    if guide is None:
        return []
    others = list(
        Course.objects.running().filter(mentor=guide).exclude(person=person).values_list("person__name", "start_on")
    )
    near = [name for name, start in others if abs((start - start_on).days) <= 14]
    if near:
        text = _("{mentor} er også mentor for {names}, der begynder på samme tid.").format(
            mentor=guide.name, names=words.listed(near)
        )
        return [warnings.Warning("load", text, start_on)]
    if len(others) >= 2:
        text = ngettext(
            "{mentor} er mentor for {n} anden ny kollega.",
            "{mentor} er mentor for {n} andre nye kolleger.",
            len(others),
        ).format(mentor=guide.name, n=len(others))
        return [warnings.Warning("load", text, start_on)]
    return []


# -- made --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def create(
    person,
    *,
    by,
    unit,
    start_on,
    weekdays,
    experience,
    terms,
    versions,
    site=None,
    leader=None,
    mentor=None,
    contact=None,
    private_address="",
    length=LENGTH,
    length_reason="",
):
    """Make a course with every date of it; return it. Raises ValidationError when the person has one already."""
    require(by, "onboarding.introduce", person)
    versions = list(versions)
    # Two presses at once: the second waits here and then sees the first one's course.
    if not type(person).objects.select_for_update().filter(pk=person.pk).exists():
        raise ValidationError(_("Vælg en person."), code="person")
    if Course.objects.filter(person=person, state__in=RUNNING).exists():
        raise ValidationError(
            {"person": _("{name} har allerede et introduktionsforløb.").format(name=person.name)}, code="taken"
        )
    if person in (mentor, contact):
        raise ValidationError({"mentor": _("Ingen kan være mentor for sig selv.")}, code="self")
    found = found_roles(unit, site, leader)
    now = calendar.now()
    course = Course.objects.create(
        person=person,
        unit=unit,
        site=site,
        start_on=start_on,
        weekdays=sorted(weekdays),
        length=length,
        leader=leader or found.get("leader"),
        mentor=mentor,
        contact=contact,
        experience=experience,
        terms=terms,
        made_at=now,
        made_by=by,
    )
    course.versions.set(versions)
    template = template_of(
        PackVersion.objects.filter(pk__in=[one.pk for one in versions])
        .select_related("pack")
        .order_by("pack__order", "pack")
    )
    add_roles(course, template, found)
    made = plan(start_on, weekdays, template, length)
    building.build(course, made, template, by=by)
    if not course.has_begun:
        letter.prepare(course, made.letter_on, private_address=private_address)
    audit.record("onboarding.created", course, by=by, start=start_on.isoformat(), packs=[v.pk for v in versions])
    if length != LENGTH:
        note(course, "length", words.length_changed(LENGTH, length), by=by, reason=length_reason)
    for role in ("mentor", "contact"):
        notices.appointed(course, role, by=by)
    advance(course, by=None)
    return course


# -- over --------------------------------------------------------------------------------------------------------------
@transaction.atomic
def cancel(course, *, by, reason):
    """Call a course off: to-dos lapse, invitations are withdrawn, the private address goes. Return it."""
    course = begin(course, "onboarding.manage", by=by)
    course = COURSE.take("cancel", course, by=by, cancel_reason=reason, closed_on=calendar.today())
    todos.withdraw(course, by=by)
    inviting.call_off(course, by=by)
    outbox.withdraw(course)
    Welcome.objects.filter(course=course, address_removed_at__isnull=True).update(
        private_address="", address_removed_at=calendar.now()
    )
    course.ways_in.filter(revoked_at__isnull=True).update(revoked_at=calendar.now())
    return course


def unconfirmed(course):
    """Return the papers that somebody has written, not all have confirmed, and nobody can confirm once the course is closed."""
    waiting = course.papers.filter(written_at__isnull=False, locked_at=None).exclude(kind=PaperKind.EVALUATION)
    return list(waiting.exclude(kind=PaperKind.AGREEMENT) if course.mentor_scheme == "yes" else waiting)


@transaction.atomic
def close(course, *, by, without_papers=False):
    """Close a course when only what belongs to the first year is open; return it.

    What belongs to the first year stays with the leader. Raises ValidationError naming what is missing (E-53's pattern),
    and where papers wait for somebody's confirmation, unless it is to be `without_papers`.
    """
    course = begin(course, "onboarding.manage", by=by)
    waiting = list(course.items.open().exclude(phase="first_year").values_list("title", flat=True))
    if waiting:
        more = _(" og {n} til").format(n=len(waiting) - 4) if len(waiting) > 4 else ""
        raise ValidationError(
            _("Forløbet kan ikke afsluttes endnu. Disse punkter mangler: {list}{more}").format(
                list=", ".join(waiting[:4]), more=more
            ),
            code="open",
        )
    if not without_papers and unconfirmed(course):
        raise ValidationError(
            _(
                "Noget, I har skrevet sammen, venter på en bekræftelse. Sig til, hvis forløbet skal afsluttes alligevel."
            ),
            code="papers",
        )
    course = COURSE.take("close", course, by=by, closed_on=calendar.today())
    todos.withdraw(
        course,
        [
            "onboarding.row",
            "onboarding.status_daily",
            "onboarding.status_weekly",
            "onboarding.missed_meetings",
            "onboarding.adjustment",
            "onboarding.evaluation",
            "onboarding.mentor",
            "onboarding.welcome",
        ],
        by=by,
    )
    inviting.call_off(course, by=by)
    course.meetings.waiting().exclude(series="mentor").update(state="cancelled")
    return course


# -- by the clock ------------------------------------------------------------------------------------------------------
@transaction.atomic
def advance(course, *, by):
    """Lead a course on to the state that its dates say; return it. May run as often as it likes."""
    today = calendar.today()
    first = Planner(course.start_on, course.weekdays)
    week_over = first.days.after(first.first_day, 4)
    near_end = course.ends_on - timedelta(days=14)
    steps = []
    if course.state in (State.PREPARATION,) and today >= first.first_day:
        steps.append("begin")
    if course.state in (State.PREPARATION, State.START) and today > week_over:
        steps = ["learn"]
    if course.state in (State.PREPARATION, State.START, State.LEARNING) and today >= near_end:
        steps = ["near_end"]
    for step in steps:
        course = COURSE.take(step, course, by=by)
    return course
