"""Near misses, courses, worries about the tone, calling back (INC-91, GEN-61, GEN-79)."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, calendar, notices, todos, versions
from core.directory import Directory
from core.duties import Rounds
from core.models import Role, Todo
from core.permissions import require, require_add
from core.reminders import opener
from core.settings_values import Settings
from core.todos import TodoSpec
from incidents.actions import agenda
from incidents.actions.ground import TWICE
from incidents.models import Concern, NearMiss, PreventionCourse

NEAR_MISS, COURSES, CONCERN, CALL = (
    "incidents.near_miss",
    "incidents.prevention_courses",
    "incidents.concern",
    "incidents.call_back",
)
NOON = calendar.parse_time("12")
OUTCOME, PARTICIPANTS = ("outcome",), ("participants",)  # what two may write at once
notices.register_line(NEAR_MISS, gettext_lazy("Arbejdsstedet: noget var lige ved at ske"))
notices.register_line(COURSES, gettext_lazy("Kurser: se, hvem der mangler"))
notices.register_line(CONCERN, gettext_lazy("Et emne om jeres arbejde"))
notices.register_line(CALL, gettext_lazy("Du har lovet at ringe tilbage"))


# -- near misses -----------------------------------------------------------------------------------------------------
@transaction.atomic
def tell_near_miss(*, by, site, happened_on, what, idea=""):
    """Write down that it was close; AMR looks at it within five working days. Return (NearMiss, is new)."""
    now = calendar.now()
    for row in NearMiss.objects.filter(told_by=by, site=site, told_at__gte=now - TWICE):
        if row.what == what:
            return row, False
    row = NearMiss.objects.create(
        site=site, unit=by.unit, happened_on=happened_on, what=what, idea=idea, told_by=by, told_at=now
    )
    audit.record("incidents.near_miss_told", row, by=by)
    todos.open_todo(
        row,
        NEAR_MISS,
        title=_("Se på noget, der var lige ved at ske"),
        by=by,
        owner_role="safety_rep",
        unit=by.unit,
        site=site,
        due_at=calendar.at(calendar.add_working_days(calendar.today(), 5), NOON),
        context=site.name,
        link=reverse("incidents:near_miss", args=[row.pk]),
        button=_("Læs"),
        kind="page",
        rule="R-107",
        reasons=[_("En kollega har skrevet det, så det kan forebygges.")],
    )
    return row, True


@transaction.atomic
def answer_near_miss(row, *, by, outcome, version=None):
    """Write what is done about it; the one who told it can read that. Return the row. `version`: what the writer saw."""
    require(by, "incidents.answer_near_miss", row)
    versions.hold(row, OUTCOME, version)
    NearMiss.objects.filter(pk=row.pk).update(outcome=outcome, seen_by=by, seen_at=calendar.now())
    row.refresh_from_db()
    audit.record("incidents.near_miss_answered", row, by=by)
    for todo in Todo.objects.about(row).open().filter(code=NEAR_MISS):
        todos.complete(todo, by=by)
    return row


# -- courses ---------------------------------------------------------------------------------------------------------
@opener
def prevention_courses(today):
    """Ask each leader once a year who lacks a course (R-29)."""
    interval = Settings().text("course_interval") or "12mo"
    rounds = Rounds(COURSES)
    specs = []
    for role in Role.objects.filter(Role.in_force(today), kind="leader").select_related("unit"):
        if role.unit is None or rounds.is_open(role.unit_id):
            continue
        last = rounds.done_on(role.unit_id)
        if last and calendar.Offset.parse(interval).apply_to_date(last) > today:
            continue
        specs.append(
            TodoSpec(
                role.unit,
                COURSES,
                _("Se, hvem der mangler kursus"),
                owner_role="leader",
                unit=role.unit,
                due_at=calendar.at(calendar.add_months(today, 1), NOON),
                context=role.unit.name,
                link=reverse("incidents:courses"),
                button=_("Åbn kursusliste"),
                kind="page",
                rule="R-29",
                round=rounds.next(role.unit_id),
                help=_("Konflikthåndtering og førstehjælp."),
                reasons=[_("Kurserne bliver set igennem én gang om året.")],
            )
        )
    todos.open_many(specs, by=None)


@transaction.atomic
def add_course(*, by, kind, held_on, site=None, provider="", participants=()):
    """Put a course in the register, held or planned; return (PreventionCourse, is new)."""
    require_add(by, "incidents.change_course")
    row, is_new = PreventionCourse.objects.get_or_create(
        kind=kind,
        held_on=held_on,
        site=site,
        defaults={"provider": provider, "made_by": by, "made_at": calendar.now()},
    )
    if participants:
        row.participants.add(*participants)
    audit.record(
        "incidents.course_added" if is_new else "incidents.course_joined", row, by=by, people=len(participants)
    )
    return row, is_new


@transaction.atomic
def set_participants(row, *, by, participants, version=None):
    """Say who takes part; return the course. `version`: what the writer saw."""
    require(by, "incidents.change_course", row)
    versions.hold(row, PARTICIPANTS, version)
    row.participants.set(participants)
    audit.record("incidents.course_participants", row, by=by, people=len(participants))
    return row


@transaction.atomic
def looked_through(unit, *, by):
    """Say that a leader has looked at who lacks a course; return whether that was asked for."""
    done = [todos.complete(todo, by=by) for todo in Todo.objects.waiting_for(by).about(unit).filter(code=COURSES)]
    return any(done)


def waiting_topics(site_ids, unit_ids):
    """Return the teams whose courses nobody has looked at in time, for LokalMED."""
    from core import topics

    late = yield Todo.objects.filter(code=COURSES, unit__in=unit_ids).late().select_related("unit")
    return [
        topics.Topic(
            "courses",
            _("Kurser i konflikthåndtering og førstehjælp, %(unit)s") % {"unit": todo.unit.name},
            _("Kursuslisten er ikke set igennem i år."),
            reverse("incidents:courses"),
            ("core.unit", todo.unit_id),
            todo.due_at,
            None,
            todo.unit_id,
        )
        for todo in late
    ]


# -- the tone in a team ----------------------------------------------------------------------------------------------
@transaction.atomic
def raise_concern(*, by, wish, receiver, text):
    """Raise a worry about the tone as a topic; the one who is asked answers within five working days. (Concern, is new)."""
    now = calendar.now()
    for row in Concern.objects.filter(raised_by=by, raised_at__gte=now - TWICE):
        if row.text == text:
            return row, False
    row = Concern.objects.create(
        unit=by.unit, site=by.site, wish=wish, receiver=receiver, text=text, raised_by=by, raised_at=now
    )
    audit.record("incidents.concern_raised", row, by=by)
    leader = Directory().own_leader(by) if receiver == "leader" else None
    todos.open_todo(
        row,
        CONCERN,
        title=_("Svar på et emne om tonen i arbejdet"),
        by=by,
        owner=leader,
        owner_role="" if leader else receiver,
        unit=by.unit,
        site=by.site,
        due_at=calendar.at(calendar.add_working_days(calendar.today(), 5), NOON),
        context=by.unit.name if by.unit else "",
        link=reverse("incidents:concern", args=[row.pk]),
        button=_("Læs emne"),
        kind="page",
        rule="R-108",
        reasons=[_("En medarbejder har rejst emnet og vil gerne høre, hvad I gør.")],
    )
    if wish == "trio":
        agenda.propose(
            "concern",
            _("Tonen i arbejdet, %(unit)s") % {"unit": by.unit.name if by.unit else ""},
            _("En medarbejder ønsker, at I taler om det. Emnet handler ikke om en bestemt person."),
            reverse("core:guidance_page", args=["tone-at-work"]),
            by=None,
            key=f"concern:{row.pk}",
            unit=by.unit,
            site=by.site,
        )
    return row, True


@transaction.atomic
def answer_concern(row, *, by, outcome, version=None):
    """Write what is done; the one who raised it can read that. Return the row. `version`: what the writer saw."""
    require(by, "incidents.answer_concern", row)
    versions.hold(row, OUTCOME, version)
    Concern.objects.filter(pk=row.pk).update(outcome=outcome, answered_by=by, answered_at=calendar.now())
    row.refresh_from_db()
    audit.record("incidents.concern_answered", row, by=by)
    for todo in Todo.objects.about(row).open().filter(code=CONCERN):
        todos.complete(todo, by=by)
    return row


# -- calling back ----------------------------------------------------------------------------------------------------
@transaction.atomic
def promise_call(*, by, at, initials, ready):
    """Keep a promise to call back as one's own to-do, with ten minutes' notice; return the to-do."""
    last = Todo.objects.about(by).filter(code=CALL).order_by("-round").first()
    return todos.open_todo(
        by,
        CALL,
        title=_("Ring tilbage til %(initials)s") % {"initials": initials},
        by=by,
        owner=by,
        unit=by.unit,
        site=by.site,
        due_at=at,
        link=reverse("incidents:calls"),
        button=_("Se aftale"),
        kind="page",
        rule="R-110",
        round=last.round + 1 if last else 1,
        help=ready,
        reasons=[_("Du har lovet at ringe tilbage.")],
    )


@transaction.atomic
def called(todo, *, by):
    """Say that the call was made; False when it was said before."""
    if todo.owner_id != by.pk or todo.code != CALL:
        return False
    return todos.complete(todo, by=by)
