"""Write templates and lists: a draft, row by row, then an edition from a day on (GEN-10; docs/editions.md)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, editions
from core.editions import KINDS, State, kind_of, row_of
from core.models import Edition, Template
from core.permissions import require
from core.texts import error
from core.todos import require_sentence

MOST_ROWS = 200


class Stale(ValidationError):
    """Somebody has written the same row since it was read: `theirs` is what stands there now, None when it is gone."""

    def __init__(self, theirs):
        super().__init__(error("E-49"), code="stale")
        self.theirs = theirs


# -- the release ---------------------------------------------------------------------------------------------------
@transaction.atomic
def load(*, by=None):
    """Take in what the product is released with; return how many templates are new.

    What nobody has edited follows the release by a new edition. What somebody has edited is left alone: the page then
    offers the difference (`take_news`).
    """
    known = {(row.kind, row.code): row for row in Template.objects.prefetch_related("editions")}
    released = [
        (kind, code, content) for kind in KINDS.values() for code, content in editions.released(kind.name).items()
    ]
    fresh = [
        Template(kind=kind.name, code=code, owner_role=kind.owner, released=content)
        for kind, code, content in released
        if (kind.name, code) not in known
    ]
    Edition.objects.bulk_create(
        Edition(
            template=template,
            number=1,
            content=template.released,
            base=template.released,
            valid_from=editions.EVER.date(),
            changed_at=editions.EVER,
            published_at=editions.EVER,
        )
        for template in Template.objects.bulk_create(fresh)
    )
    for kind, code, content in released:
        template = known.get((kind.name, code))
        if template is not None and template.released != content:
            _follow(template, content, by)
    _forget()
    return len(fresh)


def _follow(template, content, by):
    """Take note of another release of a template."""
    state = State(template, list(template.editions.all()))
    newest = state.newest
    if newest.content == newest.base and state.draft is None:
        now = calendar.now()
        Edition.objects.create(
            template=template,
            number=newest.number + 1,
            content=content,
            base=content,
            valid_from=max(calendar.today(), newest.valid_from),
            what_changed=_("Ny udgave fra leverandøren"),
            changed_at=now,
            published_at=now,
        )
    elif newest.content == content:
        newest.base = content
        newest.save(update_fields=["base"])
    template.released = content
    template.save(update_fields=["released"])
    audit.record("core.template_released", template, by=by)


# -- the draft -----------------------------------------------------------------------------------------------------
def _begin(template, by):
    """Lock a template that the person may edit; return its State."""
    require(by, "core.edit_template", template)
    template = Template.objects.select_for_update().get(pk=template.pk)
    return State(template, list(template.editions.all()))


def _draft(state, by, begun_from=None):
    """Return the draft, begun from the newest edition (or from an earlier one) at the first asking."""
    if state.draft is not None:
        return state.draft
    first = begun_from or state.newest
    draft = Edition.objects.create(
        template=state.template,
        number=state.newest.number + 1,
        content=first.content,
        base=first.base,
        changed_at=calendar.now(),
        changed_by=by,
    )
    state.editions.insert(0, draft)
    return draft


def _write(state, content, by):
    """Write the draft's content; a draft that says the same as the newest edition goes by itself."""
    draft = _draft(state, by)
    if content == state.newest.content and draft.base == state.newest.base:
        draft.delete()
        state.editions.remove(draft)
        return None
    draft.content, draft.changed_at, draft.changed_by = content, calendar.now(), by
    draft.save(update_fields=["content", "changed_at", "changed_by"])
    return draft


def _seen(state, part, seen):
    """Refuse what was written on another ground than what stands there now."""
    if seen and seen != editions.digest(part):
        raise Stale(part)


@transaction.atomic
def put_row(template, *, by, code, values, seen=""):
    """Write a row into the draft, new (no code) or changed; return its code. Stale when another was written meanwhile."""
    state = _begin(template, by)
    kind, content = state.kind, state.working.content
    if not code:
        if not kind.may_add(template):
            raise ValidationError(_("Der kan ikke tilføjes noget til listen."), code="fixed")
        if len(content["rows"]) >= MOST_ROWS:
            raise ValidationError(_("Der er ikke plads til flere linjer."), code="full")
        code = kind.new_code(template, content)
        _write(state, kind.row_added(content, values | {"code": code}), by)
        return code
    row = row_of(content, code)
    _seen(state, row, seen)
    if row is None:
        raise Stale(None)
    rows = [one | values if one["code"] == code else one for one in content["rows"]]
    _write(state, content | {"rows": rows}, by)
    return code


@transaction.atomic
def put_fields(template, *, by, values, seen=""):
    """Write what stands outside the rows into the draft."""
    state = _begin(template, by)
    content = state.working.content
    _seen(state, {key: value for key, value in content.items() if key != "rows"}, seen)
    _write(state, content | values, by)


@transaction.atomic
def drop_row(template, *, by, code, reason=""):
    """Take a row out of the draft, or out of use where old cases have it; what a law asks for needs a reason."""
    state = _begin(template, by)
    kind, content = state.kind, state.working.content
    row = row_of(content, code)
    if row is None:
        return
    why = kind.why_kept(template, row)
    if why:
        raise ValidationError(why, code="kept")
    if kind.reason_needed(template, row):
        try:
            reason = require_sentence(reason)
        except ValidationError as fault:
            raise ValidationError({"reason": fault.messages}) from fault
    was_published = row_of(state.newest.content, code) is not None
    if was_published and kind.retires(template, row):
        rows = [one | {"retired": True} if one["code"] == code else one for one in content["rows"]]
    else:
        rows = [one for one in content["rows"] if one["code"] != code]
    reasons = {
        "left_out": [*content.get("left_out", ()), {"code": code, "title": kind.row_title(row), "reason": reason}]
    }
    content = kind.row_dropped(content | {"rows": rows} | (reasons if reason else {}), code)
    _write(state, content, by)
    audit.record("core.template_row_dropped", template, by=by, code=code, reason=reason)


@transaction.atomic
def use_row_again(template, *, by, code):
    """Put a retired row into use again."""
    state = _begin(template, by)
    content = state.working.content
    rows = [{**one, "retired": False} if one["code"] == code else one for one in content["rows"]]
    _write(state, content | {"rows": rows}, by)


@transaction.atomic
def move_row(template, *, by, code, up):
    """Move a row one place."""
    state = _begin(template, by)
    if not state.kind.may_move:
        raise ValidationError(_("Rækkefølgen kan ikke ændres her."), code="fixed")
    rows = list(state.working.content["rows"])
    place = next((n for n, row in enumerate(rows) if row["code"] == code), None)
    if place is None:
        return
    heading = state.kind.heading(template, rows[place])
    beside = range(place - 1, -1, -1) if up else range(place + 1, len(rows))
    other = next((n for n in beside if state.kind.heading(template, rows[n]) == heading), None)
    if other is None:
        return
    rows.insert(other, rows.pop(place))
    _write(state, state.working.content | {"rows": rows}, by)


@transaction.atomic
def discard(template, *, by):
    """Throw the draft away."""
    state = _begin(template, by)
    if state.draft is not None:
        state.draft.delete()
        audit.record("core.template_draft_discarded", template, by=by)


# -- editions ------------------------------------------------------------------------------------------------------
@transaction.atomic
def publish(template, *, by, valid_from, what_changed, seen):
    """Let the draft hold from a day on; return the edition. Refused when another draft stands there than was read."""
    state = _begin(template, by)
    draft = state.draft
    if draft is None:
        raise ValidationError(_("Der er ingen kladde at udgive."), code="none")
    if seen != editions.digest(draft.content):
        raise ValidationError(error("E-49"), code="stale")
    if valid_from < calendar.today():
        raise ValidationError({"valid_from": error("E-23")})
    if valid_from < state.newest.valid_from:
        raise ValidationError(
            {
                "valid_from": _(
                    "Udgave %(n)s gælder først fra %(day)s. Vælg den dag eller senere, eller træk den tilbage."
                )
                % {"n": state.newest.number, "day": calendar.long_date(state.newest.valid_from)}
            }
        )
    state.kind.check(template, draft.content)
    changed = editions.differences(state.kind, state.newest.content, draft.content)
    draft.valid_from, draft.what_changed = valid_from, what_changed
    draft.published_at, draft.published_by = calendar.now(), by
    draft.save(update_fields=["valid_from", "what_changed", "published_at", "published_by"])
    audit.record(
        "core.template_published",
        template,
        by=by,
        edition=draft.number,
        valid_from=valid_from.isoformat(),
        rows=[f"{one.what}: {one.title}" for one in changed if one.title],
    )
    _forget()
    return draft


@transaction.atomic
def withdraw(template, *, by):
    """Take back an edition that doesn't hold yet: it is a draft again."""
    state = _begin(template, by)
    planned = state.planned
    if planned is None:
        raise ValidationError(_("Udgaven gælder allerede. Lav en ny i stedet."), code="late")
    if state.draft is not None:
        raise ValidationError(_("Der er en kladde. Udgiv eller slet den først."), code="draft")
    planned.valid_from = planned.published_at = planned.published_by = None
    planned.save(update_fields=["valid_from", "published_at", "published_by"])
    audit.record("core.template_withdrawn", template, by=by, edition=planned.number)
    _forget()


@transaction.atomic
def go_back(template, *, by, number):
    """Begin a draft that says what an earlier edition said; what lies between is kept in the history."""
    state = _begin(template, by)
    if state.draft is not None:
        raise ValidationError(_("Der er en kladde. Udgiv eller slet den først."), code="draft")
    found = next((one for one in state.published if one.number == number), None)
    if found is None or found.content == state.newest.content:
        raise ValidationError(_("Den udgave siger det samme som den nyeste."), code="same")
    draft = _draft(state, by, found)
    audit.record("core.template_taken_back", template, by=by, edition=draft.number, to=number)
    return draft


@transaction.atomic
def take_news(template, *, by):
    """Lay what a newer release has changed into the draft; return the rows that both have changed (ours stand)."""
    state = _begin(template, by)
    if not state.has_news:
        raise ValidationError(_("Der er ikke noget nyt fra leverandøren."), code="none")
    released, working = state.template.released, state.working
    content, clashes = editions.merged(working.base, released, working.content)
    titles = [state.kind.row_title(row) for row in content["rows"] if row["code"] in clashes]
    built_on = _write(state, content, by) or state.newest  # what adds nothing to ours leaves no draft
    built_on.base = released
    built_on.save(update_fields=["base"])
    audit.record("core.template_news_taken", template, by=by, clashes=clashes)
    return titles


@transaction.atomic
def pass_over_news(template, *, by):
    """Leave a newer release out; the next one is offered again."""
    state = _begin(template, by)
    working = state.working
    working.base = state.template.released
    working.save(update_fields=["base"])
    audit.record("core.template_news_passed_over", template, by=by)


@transaction.atomic
def set_owner(template, *, by, role):
    """Say which role words a template. The administrator gives the right and never uses it."""
    require(by, "core.own_template", template)
    if role not in kind_of(template).owners:
        raise ValidationError({"role": _("Vælg en rolle på listen.")})
    before = template.owner_role
    Template.objects.filter(pk=template.pk).update(owner_role=role)
    audit.record("core.template_owner_set", template, by=by, before=before, after=role)


@transaction.atomic
def begin_own(kind, code, *, content, owner_role, by):
    """Make a template that no release has, with its first edition from today; return it, the same one when asked again.

    Whoever calls it has asked whether `by` may.
    """
    template, is_new = Template.objects.get_or_create(kind=kind, code=code, defaults={"owner_role": owner_role})
    if is_new:
        now = calendar.now()
        Edition.objects.create(
            template=template,
            number=1,
            content=content,
            valid_from=calendar.today(),
            changed_at=now,
            changed_by=by,
            published_at=now,
            published_by=by,
        )
        audit.record("core.template_begun", template, by=by)
        _forget()
    return template


def _forget():
    """Let this process read anew once the change is there for all."""
    transaction.on_commit(editions.forget)
