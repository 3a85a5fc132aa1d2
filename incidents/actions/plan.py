"""The contingency plan's written part: drafted, published, gone through once a year (INC-66, R-24).

One draft at a time, with a counter of saves, so that two who write never overwrite each other. What is published is
never altered: it is kept as a version with its PDF.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, documents, todos, topics
from core.actions import hotlines, roles
from core.models import Todo
from core.permissions import require
from core.settings_values import Settings
from core.texts import error
from incidents import plan as contents
from incidents.actions import agenda
from incidents.models import ContingencyPlan, PlanVersion
from incidents.plan import LONGEST, MOST

REVISION = "core.plan_revision"
NOON = calendar.parse_time("12")


class Stale(Exception):
    """Somebody saved in between; `draft` is the newest, nothing of what was typed is written (E-49)."""

    def __init__(self, draft):
        super().__init__(error("E-49"))
        self.draft = draft


@transaction.atomic
def begin(unit, *, by, owner=None):
    """Make a workplace's plan with the usual headings as a draft; return the plan, the one that is there if there is one."""
    require(by, "core.check_contacts", unit)
    plan, is_new = ContingencyPlan.objects.get_or_create(
        unit=unit,
        defaults={"owner": owner or by, "next_revision_on": calendar.add_months(calendar.today(), 12)},
    )
    if is_new:
        audit.record("incidents.plan_begun", plan, by=by)
        _new_draft(plan, [{"title": str(title), "text": ""} for title in contents.HEADINGS], by)
    return plan


def draft_of(plan):
    """Return the draft, or None."""
    return PlanVersion.objects.filter(plan=plan, published_at__isnull=True).select_related("changed_by").first()


def published_of(plan):
    """Return the version that holds, or None before the first."""
    return (
        PlanVersion.objects.filter(plan=plan, published_at__isnull=False)
        .select_related("published_by")
        .order_by("-number")
        .first()
    )


def _new_draft(plan, sections, by, after=None):
    """Begin a draft after the newest version, if there is one."""
    number = after.number + 1 if after else 1
    draft = PlanVersion(plan=plan, number=number, sections=sections, changed_at=calendar.now(), changed_by=by)
    draft.save(force_insert=True)
    return draft


@transaction.atomic
def open_draft(plan, *, by):
    """Return the plan's draft, begun from what holds if nobody has."""
    require(by, "incidents.edit_plan", plan)
    ContingencyPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    draft = newest = PlanVersion.objects.filter(plan=plan).select_related("changed_by").order_by("-number").first()
    if newest is None or newest.published_at is not None:  # a draft is always the newest
        draft = _new_draft(plan, newest.sections if newest else [], by, after=newest)
        audit.record("incidents.plan_draft_begun", plan, by=by, version=draft.number)
    return draft


@transaction.atomic
def save(plan, *, by, edit, sections):
    """Write the draft's sections if nobody saved since `edit`; return the draft. Raises Stale."""
    require(by, "incidents.edit_plan", plan)
    sections = check(sections)
    draft = open_draft(plan, by=by)
    if draft.sections == sections:
        return draft
    changed = PlanVersion.objects.filter(pk=draft.pk, edit=edit, published_at__isnull=True).update(
        sections=sections, edit=F("edit") + 1, changed_at=calendar.now(), changed_by=by
    )
    draft = draft_of(plan)
    if not changed:
        raise Stale(draft or open_draft(plan, by=by))
    audit.record("incidents.plan_draft_saved", plan, by=by, version=draft.number)
    return draft


def check(sections):
    """Return the sections without the empty ones; ValidationError for too many or too long ones or one without a heading."""
    kept = [
        {"title": one["title"].strip(), "text": one["text"].strip()}
        for one in sections
        if one["title"].strip() or one["text"].strip()
    ]
    if not kept:
        raise ValidationError(_("Planen skal have mindst ét afsnit."), code="empty")
    if len(kept) > MOST:
        raise ValidationError(_("Planen kan højst have %(n)s afsnit. Slå nogle sammen.") % {"n": MOST}, code="many")
    for one in kept:
        if not one["title"]:
            raise ValidationError(_("Et afsnit mangler en overskrift."), code="title")
        if len(one["text"]) > LONGEST:
            raise ValidationError(_("Afsnittet »%(title)s« er for langt.") % {"title": one["title"]}, code="long")
    return kept


def both(mine, theirs):
    """Return two people's sections put together: nothing is lost, what differs stands after each other under one heading."""
    found, by_title = [], {one["title"]: one["text"] for one in theirs}
    for one in mine:
        other = by_title.pop(one["title"], "")
        text = one["text"] if other.strip() in ("", one["text"].strip()) else f"{one['text']}\n\n{other}".strip()
        found.append({"title": one["title"], "text": text})
    return found + [{"title": title, "text": text} for title, text in by_title.items()]


@transaction.atomic
def discard(plan, *, by):
    """Throw the draft away; what holds stays. False when there was none, or nothing has been published yet."""
    require(by, "incidents.edit_plan", plan)
    if published_of(plan) is None:
        return False
    gone, _rows = PlanVersion.objects.filter(plan=plan, published_at__isnull=True).delete()
    if gone:
        audit.record("incidents.plan_draft_discarded", plan, by=by)
    return bool(gone)


@transaction.atomic
def publish(plan, *, by, edit, what_changed, was_reviewed):
    """Let the draft be the plan from now on, with its PDF kept; return the version.

    `was_reviewed` says that the whole plan was gone through: it answers the yearly reminder and sets the next one.
    Raises Stale when the draft is no longer the one that was read.
    """
    from incidents import documents as papers

    require(by, "incidents.edit_plan", plan)
    plan = ContingencyPlan.objects.select_for_update(of=("self",)).select_related("unit", "owner").get(pk=plan.pk)
    draft = draft_of(plan)
    if draft is None:
        raise ValidationError(_("Der er ingen kladde at udgive."), code="no_draft")
    if draft.edit != edit:
        raise Stale(draft)
    check(draft.sections)
    now = calendar.now()
    PlanVersion.objects.filter(pk=draft.pk, edit=edit, published_at__isnull=True).update(
        published_at=now, published_by=by, what_changed=what_changed.strip(), was_reviewed=was_reviewed
    )
    if was_reviewed:
        _review(plan, by=by)
    plan.refresh_from_db()
    draft = published_of(plan)
    number = documents.take_number()
    document = documents.freeze(
        "P-22",
        _("Beredskabsplan"),
        plan,
        papers.contingency_plan(plan, draft, number=number),
        by,
        approved_by=by,
        number=number,
    )
    PlanVersion.objects.filter(pk=draft.pk).update(document=document)
    draft.document = document
    audit.record("incidents.plan_published", plan, by=by, version=draft.number, reviewed=was_reviewed)
    agenda.propose(
        "plan",
        _("Ny udgave af beredskabsplanen, %(unit)s") % {"unit": plan.unit.name},
        draft.what_changed,
        reverse("incidents:plan_of", args=[plan.pk]),
        by=by,
        key=f"plan:{plan.pk}:{draft.number}",
        unit=plan.unit,
    )
    return draft


@transaction.atomic
def review(plan, *, by):
    """Say that the whole plan was gone through and nothing had to be changed (R-24)."""
    require(by, "incidents.edit_plan", plan)
    _review(plan, by=by)


def _review(plan, *, by):
    """Note the review, set the next one, and answer the to-do that asked; one that nobody had asked for yet counts too."""
    interval = Settings(plan.unit).text("plan_revision_interval") or "12mo"
    today = calendar.today()
    ContingencyPlan.objects.filter(pk=plan.pk).update(
        checked_on=today, checked_by=by, next_revision_on=calendar.Offset.parse(interval).apply_to_date(today)
    )
    audit.record("incidents.plan_reviewed", plan, by=by)
    about = Todo.objects.about(plan.unit).filter(code=REVISION)
    waiting = list(about.open())
    if not waiting:
        last = about.order_by("-round").values_list("round", flat=True).first()
        waiting = [
            todos.open_todo(
                plan.unit,
                REVISION,
                title=_("Se beredskabsplanen igennem"),
                by=by,
                owner_role="plan_owner",
                unit=plan.unit,
                round=(last or 0) + 1,
                link=reverse("incidents:plan_of", args=[plan.pk]),
                reasons=[_("Planen bliver set igennem én gang om året.")],
            )
        ]
    for todo in waiting:
        todos.complete(todo, by=by)


def check_contacts(plan, *, by):
    """Say that the contact list of the plan's workplace is right (R-25)."""
    return roles.check_contacts(plan.unit, by=by)


def check_numbers(plan, *, by):
    """Say that hotlines, EAN and case numbers are right (R-26)."""
    return hotlines.check_numbers(plan.unit, by=by)


def waiting_topics(site_ids, unit_ids):
    """Return the plans that nobody has gone through in time, for LokalMED's agenda (R-24)."""
    late = yield Todo.objects.filter(code=REVISION, unit__in=unit_ids).late().select_related("unit")
    return [
        topics.Topic(
            "plan_revision",
            _("Beredskabsplanen er ikke set igennem, %(unit)s") % {"unit": todo.unit.name},
            _("Planen bliver set igennem én gang om året."),
            reverse("core:contingency"),
            ("core.unit", todo.unit_id),
            todo.due_at,
            None,
            todo.unit_id,
        )
        for todo in late
    ]
