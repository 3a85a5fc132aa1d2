"""Templates edited by HR: a draft, published as a new version, taken up by running courses that want it (ONB-32, GEN-10)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.permissions import require, require_add
from core.texts import error
from onboarding.actions import building, inviting
from onboarding.actions.courses import template_of
from onboarding.actions.ground import People, begin, changed_for_newcomer, note
from onboarding.choices import PackKind
from onboarding.models import ChecklistItem, Course, Pack, PackVersion, ScheduleRow
from onboarding.rules import templates
from onboarding.rules.planner import plan


@transaction.atomic
def draft_of(pack, *, by):
    """Return the pack's draft, begun from the newest version at the first asking."""
    require(by, "onboarding.edit_pack", pack)
    Pack.objects.select_for_update().get(pk=pack.pk)
    draft = pack.versions.filter(published_at__isnull=True).first()
    if draft is None:
        newest = pack.versions.order_by("-number").first()
        draft = PackVersion.objects.create(
            pack=pack,
            number=(newest.number if newest else 0) + 1,
            contents=newest.contents if newest else {name: [] for name in templates.LISTS},
            changed_at=calendar.now(),
            changed_by=by,
        )
    return draft


@transaction.atomic
def put_line(pack, *, by, name, code, values, edit=None):
    """Write one line of a list into the draft, new or changed; return the draft. E-49 when somebody wrote meanwhile."""
    draft = _draft(pack, name, by)
    if edit is not None and draft.edit != edit:
        raise ValidationError(error("E-49"), code="stale")
    lines = list(draft.contents.get(name) or [])
    at = next((place for place, line in enumerate(lines) if templates.code_of(name, line) == code), None)
    if at is not None:
        line = lines[at] = lines[at] | values
    else:
        line = values if name == "loads" else values | {"code": _free_code(lines)}
        lines.append(line)
    if [templates.code_of(name, one) for one in lines].count(templates.code_of(name, line)) > 1:
        raise ValidationError({"month": _("Måneden står der allerede. Ret den linje i stedet.")}, code="twice")
    return _save(draft, name, lines, by)


@transaction.atomic
def drop_line(pack, *, by, name, code):
    """Take a line out of the draft; return the draft."""
    draft = _draft(pack, name, by)
    kept = [line for line in draft.contents.get(name) or [] if templates.code_of(name, line) != code]
    return _save(draft, name, kept, by)


@transaction.atomic
def leave_out(pack, *, by, name, code, is_out=True):
    """Let the pack leave a line of the packs below it out, or no longer; return the draft."""
    draft = _draft(pack, name, by)
    drops = {key: list(codes) for key, codes in (draft.contents.get("drop") or {}).items()}
    drops[name] = [one for one in drops.get(name, []) if one != code] + ([code] if is_out else [])
    return _save(draft, "drop", {key: codes for key, codes in drops.items() if codes}, by)


def _draft(pack, name, by):
    """Return the draft for a change of one of its lists."""
    if name not in templates.LISTS:
        raise ValidationError(_("Den liste kan ikke rettes her."), code="list")
    return draft_of(pack, by=by)


def _free_code(lines):
    """Return a code that no line has."""
    taken, number = {line.get("code") for line in lines}, 1
    while f"own_{number}" in taken:
        number += 1
    return f"own_{number}"


def _save(draft, name, lines, by):
    """Write a list of the draft."""
    draft.contents = draft.contents | {name: lines}
    draft.edit, draft.changed_at, draft.changed_by = draft.edit + 1, calendar.now(), by
    draft.save()
    return draft


@transaction.atomic
def publish(pack, *, by, what_changed):
    """Publish the draft: new courses use it, running ones are offered the difference. Return the version."""
    draft = draft_of(pack, by=by)
    before = pack.versions.filter(published_at__isnull=False).order_by("-number").first()
    if before is not None and before.contents == draft.contents:
        raise ValidationError(_("Der er ikke ændret noget siden den nyeste udgave."), code="same")
    draft.what_changed, draft.published_at, draft.published_by = what_changed, calendar.now(), by
    draft.save()
    audit.record("onboarding.pack_published", pack, by=by, version=draft.number)
    return draft


@transaction.atomic
def discard(pack, *, by):
    """Throw the draft away, and a pack that was never published with it; return whether there was one."""
    require(by, "onboarding.edit_pack", pack)
    gone = bool(pack.versions.filter(published_at__isnull=True).delete()[0])
    if not pack.versions.exists():
        Pack.objects.filter(pk=pack.pk).delete()
    return gone


@transaction.atomic
def retire(pack, *, by):
    """Take a pack out of use: new courses don't get it, running ones keep what they have. Return it."""
    require(by, "onboarding.edit_pack", pack)
    if pack.kind not in (PackKind.UNIT, PackKind.JOB, PackKind.OPTIONAL):
        raise ValidationError(_("Den del hører til alle forløb. Ret den i stedet."), code="base")
    Pack.objects.filter(pk=pack.pk, retired_on__isnull=True).update(retired_on=calendar.today())
    audit.record("onboarding.pack_retired", pack, by=by)
    pack.refresh_from_db()
    return pack


@transaction.atomic
def add_pack(*, by, name, kind, help_text, unit=None):
    """Make a new pack for a unit or a job; return it."""
    require_add(by, "onboarding.edit_pack")
    last = Pack.objects.aggregate(last=Max("order"), top=Max("pk"))
    pack = Pack.objects.create(
        code=f"own-{(last['top'] or 0) + 1}",
        name=name,
        kind=kind,
        help=help_text,
        unit=unit,
        order=(last["last"] or 0) + 10,
    )
    audit.record("onboarding.pack_added", pack, by=by)
    draft_of(pack, by=by)
    return pack


# -- running courses ---------------------------------------------------------------------------------------------------------
def newest_versions(course):
    """Return ([versions the course should have today], whether any is newer than its own)."""
    own = {version.pack_id: version for version in course.versions.select_related("pack")}
    newest = {}
    for version in (
        PackVersion.objects.filter(pack__in=list(own), published_at__isnull=False)
        .select_related("pack")
        .order_by("number")
    ):
        newest[version.pack_id] = version
    wanted = sorted((newest.get(pk, version) for pk, version in own.items()), key=lambda v: (v.pack.order, v.pack_id))
    return wanted, any(own[version.pack_id].pk != version.pk for version in wanted)


def is_newer_than(course):
    """Tell whether a pack of the course has a newer version."""
    return Course.objects.filter(pk=course.pk).filter(has_newer()).exists()


def has_newer():
    """Return the condition on courses that one of their packs has a newer version."""
    newer = PackVersion.objects.filter(pack=OuterRef("pack"), number__gt=OuterRef("number"), published_at__isnull=False)
    return Exists(PackVersion.objects.filter(courses=OuterRef("pk")).filter(Exists(newer)))


def offered(course):
    """Return {list: (added, removed, changed)} between the course's versions and the newest; empty when there is none."""
    wanted, is_newer = newest_versions(course)
    if not is_newer:
        return {}
    own = course.versions.select_related("pack").order_by("pack__order", "pack")
    return templates.difference(template_of(own), template_of(wanted))


@transaction.atomic
def take_up(course, *, by):
    """Take the newest versions up: what is new is added, what is gone is dropped where it waits. Return what changed."""
    course = begin(course, "onboarding.manage", by=by)
    wanted, is_newer = newest_versions(course)
    if not is_newer:
        raise ValidationError(_("Forløbet bruger allerede den nyeste udgave."), code="newest")
    found = offered(course)
    template = template_of(wanted)
    made, people = plan(course.start_on, course.weekdays, template, course.length), People(course)
    reason = _("Skabelonen er ændret, og punktet er taget ud af den.")
    added, removed, changed = found.get("items", ([], [], []))
    top = course.items.order_by("-number").values_list("number", flat=True).first() or 0
    building.build_items(course, added, made, people, by=by, after=top)
    for item in course.items.filter(code__in=[line["code"] for line in removed], todo__state="open").select_related(
        "todo"
    ):
        todos.mark_not_relevant(item.todo, by=by, reason=reason)
    for _old, line in changed:
        for item in course.items.filter(code=line["code"], todo__state="open").select_related("todo"):
            ChecklistItem.objects.filter(pk=item.pk).update(title=line["title"])
            todos.rewrite(item.todo, by=by, title=line["title"])
    _take_up_rows(course, found, made, people)
    course.versions.set(wanted)
    audit.record("onboarding.template_taken_up", course, by=by, versions=[version.pk for version in wanted])
    note(course, "added", _("Ny udgave af skabelonen"), by=by)
    changed_for_newcomer(course)
    if course.schedule_approved_at:
        inviting.ask(course, list(course.rows.kept().select_related("owner")), by=by)
        inviting.update(course, by=by)
    return found


def _take_up_rows(course, found, made, people):
    """Add, drop and reword schedule rows."""
    added, removed, changed = found.get("rows", ([], [], []))
    codes = {line["code"] for line in added}
    last = course.rows.order_by("-number").values_list("number", flat=True).first() or 0
    building.build_rows(course, [one for one in made.schedule if one.code in codes], people, after=last)
    ScheduleRow.objects.filter(
        course=course, code__in=[line["code"] for line in removed], dropped_at__isnull=True
    ).update(dropped_at=calendar.now())
    planned = {one.code: one for one in made.schedule}
    for _old, line in changed:
        one = planned.get(line["code"])
        if one is not None:
            ScheduleRow.objects.filter(course=course, code=one.code, moved_by_hand=False).update(
                topic=one.topic, day=one.day, until=one.until, clock=one.clock, minutes=one.minutes
            )
