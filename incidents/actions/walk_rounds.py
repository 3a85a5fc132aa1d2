"""The yearly walk through a site: a checklist with photos, what is to be put right, and by whom (INC-89)."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import audit, calendar, notices, todos
from core.actions import attachments
from core.duties import Rounds
from core.models import Site, Todo
from core.permissions import require
from core.reminders import opener
from core.settings_values import Settings
from core.todos import TodoSpec
from incidents.actions import agenda
from incidents.models import WalkAnswer, WalkPoint, WalkRound

WALK, MEASURE = "incidents.walk_round", "incidents.walk_measure"
NOON = calendar.parse_time("12")
notices.register_line(WALK, gettext_lazy("Arbejdsstedet: skal gås igennem"))
notices.register_line(MEASURE, gettext_lazy("Arbejdsstedet: en opgave fra en rundgang"))


@opener
def walk_rounds(today):
    """Ask the AMR of each site for the yearly walk, a month ahead."""
    interval = Settings().text("walk_round_interval") or "12mo"
    rounds = Rounds(WALK)
    specs = []
    for site in Site.objects.in_use():
        last = rounds.done_on(site.pk)
        due = calendar.Offset.parse(interval).apply_to_date(last) if last else calendar.add_months(today, 1)
        if rounds.is_open(site.pk) or calendar.add_months(due, -1) > today:
            continue
        specs.append(
            TodoSpec(
                site,
                WALK,
                _("Gå arbejdsstedet igennem"),
                owner_role="safety_rep",
                site=site,
                due_at=calendar.at(due, NOON),
                context=site.name,
                link=reverse("incidents:walks_of", args=[site.pk]),
                button=_("Begynd rundgang"),
                kind="page",
                rule="R-105",
                round=rounds.next(site.pk),
                help=_("Sammen med lederen. Tag telefonen med rundt."),
                reasons=[_("AMR og lederen går arbejdsstedet igennem én gang om året.")],
            )
        )
    todos.open_many(specs, by=None)


@transaction.atomic
def begin(site, *, by):
    """Begin a walk with every point of the site's checklist; return the one under way if there is one."""
    require(by, "incidents.begin_walk", site)
    walk, is_new = WalkRound.objects.get_or_create(
        site=site, finished_at=None, defaults={"begun_by": by, "begun_at": calendar.now()}
    )
    if is_new:
        WalkAnswer.objects.bulk_create([WalkAnswer(round=walk, point=point) for point in points_of(site)])
        audit.record("incidents.walk_begun", walk, by=by)
    return walk


def points_of(site):
    """Return the points in use: everybody's and the site's own."""
    return WalkPoint.objects.filter(left_out_on__isnull=True, site__isnull=True) | WalkPoint.objects.filter(
        left_out_on__isnull=True, site=site
    )


@transaction.atomic
def answer(row, *, by, answer, note="", measure="", owner=None, due_on=None, photos=()):
    """Note what was seen at a point; a fault may get a measure with owner and day, who gets a to-do. Return the row."""
    require(by, "incidents.fill_walk_round", row.round)
    row = WalkAnswer.objects.select_for_update(of=("self",)).select_related("round__site", "point").get(pk=row.pk)
    if row.round.finished_at:
        raise ValidationError(_("Rundgangen er afsluttet."), code="finished")
    if answer != "fault":
        measure, owner, due_on = "", None, None
    WalkAnswer.objects.filter(pk=row.pk).update(
        answer=answer, note=note, measure=measure, owner=owner, due_on=due_on, changed_at=calendar.now()
    )
    row.refresh_from_db()
    for uploaded, facts in photos:
        attachments.attach(row, uploaded, facts, by=by, kind="photo")
    audit.record("incidents.walk_answered", row.round, by=by, point=row.point.code, answer=answer)
    _follow(row, by=by)
    return row


def _follow(row, *, by):
    """Open, change or take back the to-do of a measure."""
    waiting = Todo.objects.about(row).open().filter(code=MEASURE).first()
    if not row.measure:
        if waiting:
            todos.withdraw(row, [MEASURE], by=by)
        return
    due = calendar.at(row.due_on, NOON)
    if waiting:
        todos.rewrite(waiting, by=by, owner=row.owner, due_at=due)
        return
    last = Todo.objects.about(row).filter(code=MEASURE).order_by("-round").first()
    todos.open_todo(
        row,
        MEASURE,
        title=_("Gør det, I aftalte på rundgangen"),
        by=by,
        owner=row.owner,
        site=row.round.site,
        due_at=due,
        context=row.round.site.name,
        link=reverse("incidents:walk_measure", args=[row.pk]),
        button=_("Se opgave"),
        kind="page",
        rule="R-106",
        round=last.round + 1 if last else 1,
        reasons=[_("Det blev set på en rundgang, og du er ansvarlig for det.")],
    )


@transaction.atomic
def finish(walk, *, by, together_with):
    """Close the walk when every point has an answer; the yearly task is done and LokalMED may see it. Return it."""
    require(by, "incidents.fill_walk_round", walk)
    walk = WalkRound.objects.select_for_update(of=("self",)).select_related("site").get(pk=walk.pk)
    if walk.finished_at:
        return walk
    missing = walk.answers.filter(answer="").count()
    if missing:
        raise ValidationError(
            ngettext("%(n)s punkt mangler et svar.", "%(n)s punkter mangler et svar.", missing) % {"n": missing},
            code="missing",
        )
    WalkRound.objects.filter(pk=walk.pk).update(finished_at=calendar.now(), finished_by=by, together_with=together_with)
    walk.refresh_from_db()
    audit.record("incidents.walk_finished", walk, by=by)
    _answer_yearly(walk, by=by)
    faults = walk.answers.filter(answer="fault").count()
    agenda.propose(
        "walk_round",
        _("Rundgang på %(site)s") % {"site": walk.site.name},
        ngettext("%(n)s ting skal ordnes.", "%(n)s ting skal ordnes.", faults) % {"n": faults}
        if faults
        else _("Alt var i orden."),
        reverse("incidents:walk", args=[walk.pk]),
        by=by,
        key=f"walk:{walk.pk}",
        site=walk.site,
    )
    return walk


def _answer_yearly(walk, *, by):
    """Complete the task that asked for the walk; one that nobody had asked for yet counts too."""
    waiting = list(Todo.objects.about(walk.site).open().filter(code=WALK))
    if not waiting:
        waiting = [
            todos.open_todo(
                walk.site,
                WALK,
                title=_("Gå arbejdsstedet igennem"),
                by=by,
                owner_role="safety_rep",
                site=walk.site,
                round=Rounds(WALK).next(walk.site_id),
                link=reverse("incidents:walks_of", args=[walk.site_id]),
            )
        ]
    for todo in waiting:
        todos.complete(todo, by=by)


@transaction.atomic
def finish_measure(row, *, by, done_on):
    """Note that a measure is carried out; False when it was noted before."""
    require(by, "incidents.finish_walk_measure", row)
    changed = WalkAnswer.objects.filter(pk=row.pk, done_on__isnull=True).update(done_on=done_on, done_by=by)
    if changed:
        audit.record("incidents.walk_measure_done", row.round, by=by, answer=row.pk)
        for todo in Todo.objects.about(row).open().filter(code=MEASURE):
            todos.complete(todo, by=by)
    return bool(changed)


@transaction.atomic
def add_point(site, *, by, title, help=""):
    """Add a point of the site's own; a walk under way gets it too. Return the WalkPoint."""
    require(by, "incidents.begin_walk", site)
    known = WalkPoint.objects.filter(site=site, title__iexact=title, left_out_on__isnull=True).first()
    if known:
        raise ValidationError({"title": _("Punktet står der allerede.")})
    point = WalkPoint.objects.create(code=f"own-{uuid.uuid4().hex[:12]}", title=title, help=help, site=site)
    for walk in WalkRound.objects.filter(site=site, finished_at__isnull=True):
        WalkAnswer.objects.create(round=walk, point=point)
    audit.record("incidents.walk_point_added", site, by=by, point=point.pk)
    return point


@transaction.atomic
def leave_out(point, *, by):
    """Take one of the site's own points off the list; old walks keep it. False when it was off already."""
    require(by, "incidents.begin_walk", point.site)
    changed = WalkPoint.objects.filter(pk=point.pk, left_out_on__isnull=True).update(left_out_on=calendar.today())
    if changed:
        WalkAnswer.objects.filter(point=point, round__finished_at__isnull=True, answer="").delete()
        audit.record("incidents.walk_point_left_out", point.site, by=by, point=point.pk)
    return bool(changed)
