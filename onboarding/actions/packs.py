"""Templates: a draft that HR and coordinators write in, published by HR as a new version (ONB-32, GEN-10, role 18).

How a running course takes a new version up stands in `renewal`.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.actions import attachments
from core.models import Todo
from core.permissions import can, require, require_add
from core.texts import error
from onboarding.actions import aids
from onboarding.choices import PackKind
from onboarding.models import Pack, PackVersion
from onboarding.rules import templates

DRAFT = "onboarding.pack_draft"  # the to-do that asks HR to look a coordinator's draft through
LOOK_THROUGH = 10  # working days that HR has for it


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
def put_line(pack, *, by, name, code, values, edit=None, upload=None, without_file=False):
    """Write one line of a list into the draft, new or changed; return the draft. E-49 when somebody wrote meanwhile.

    `upload`: (file, facts) for a line of the aids folder, in place of the one it has; `without_file` takes that away.
    """
    draft = _draft(pack, name, by)
    if edit is not None and draft.edit != edit:
        raise ValidationError(error("E-49"), code="stale")
    lines = list(draft.contents.get(name) or [])
    at = next((place for place, line in enumerate(lines) if templates.code_of(name, line) == code), None)
    if at is not None:
        other = {"week", "month"} if name == "loads" and {"week", "month"} & values.keys() else set()
        line = lines[at] = {key: value for key, value in lines[at].items() if key not in other} | values
    else:
        line = values if name == "loads" else values | {"code": _free_code(pack)}
        lines.append(line)
    if upload:
        line["file"] = str(attachments.attach(pack, *upload, by=by).key)
    elif without_file:
        line.pop("file", None)
    code = templates.code_of(name, line)
    if [templates.code_of(name, one) for one in lines].count(code) > 1:
        raise ValidationError(
            {"period": _("Ugen eller måneden står der allerede. Ret den linje i stedet.")}, code="twice"
        )
    draft = _save(draft, name, lines, by, code)
    aids.let_go_of_pack(pack, by=by)
    return draft


@transaction.atomic
def drop_line(pack, *, by, name, code):
    """Take a line out of the draft; return the draft."""
    draft = _draft(pack, name, by)
    kept = [line for line in draft.contents.get(name) or [] if templates.code_of(name, line) != code]
    draft = _save(draft, name, kept, by, code)
    aids.let_go_of_pack(pack, by=by)
    return draft


@transaction.atomic
def leave_out(pack, *, by, name, code, is_out=True):
    """Let the pack leave a line of the packs below it out, or no longer; return the draft."""
    draft = _draft(pack, name, by)
    drops = {key: list(codes) for key, codes in (draft.contents.get("drop") or {}).items()}
    drops[name] = [one for one in drops.get(name, []) if one != code] + ([code] if is_out else [])
    return _save(draft, "drop", {key: codes for key, codes in drops.items() if codes}, by, f"{name}:{code}")


def _draft(pack, name, by):
    """Return the draft for a change of one of its lists."""
    if name not in templates.LISTS:
        raise ValidationError(_("Den liste kan ikke rettes her."), code="list")
    return draft_of(pack, by=by)


def _free_code(pack):
    """Return a code that no line of any pack has or had: another line with it would be taken for the same one."""
    made = f"own_{pack.pk}_"
    every = (
        line for version in pack.versions.all() for name in templates.LISTS for line in version.contents.get(name) or []
    )
    taken = (line.get("code", "") for line in every)
    return f"{made}{1 + max((int(code.removeprefix(made)) for code in taken if code.startswith(made)), default=0)}"


def _save(draft, name, lines, by, code):
    """Write a list of the draft, and who touched the line; ask HR to look through what others than HR have written."""
    now = calendar.now()
    draft.contents = draft.contents | {name: lines}
    draft.touched = draft.touched | {f"{name}:{code}": {"by": by.pk, "at": now.isoformat()}}
    draft.edit, draft.changed_at, draft.changed_by = draft.edit + 1, now, by
    draft.save()
    if not can(by, "onboarding.publish_pack", draft.pack):
        _ask_for_a_look(draft, by)
    return draft


def _ask_for_a_look(draft, by):
    """Open HR's to-do about the draft, once for each round of changes."""
    asked = Todo.objects.about(draft.pack).filter(code=DRAFT)
    if asked.open().exists():
        return
    day = calendar.add_working_days(calendar.today(), LOOK_THROUGH)
    todos.open_todo(
        draft.pack,
        DRAFT,
        title=_("Se kladden igennem: {name}").format(name=draft.pack.name)[:160],
        by=by,
        owner_role="hr",
        round=asked.count() + 1,
        due_at=calendar.at(day, calendar.END_OF_DAY),
        context=_("Skabelon til introduktion"),
        link=reverse("onboarding:pack", args=[draft.pack_id]),
        button=_("Se kladden"),
        kind="page",
        reasons=[_("En tovholder har rettet i kladden. Den gælder først, når HR udgiver den.")],
    )


@transaction.atomic
def publish(pack, *, by, what_changed, edit=None):
    """Publish the draft: new courses use it, running ones are offered the difference. Return the version.

    `edit` is the draft that was looked through: E-49 when somebody has written in it since.
    """
    require(by, "onboarding.publish_pack", pack)
    draft = draft_of(pack, by=by)
    if edit is not None and draft.edit != edit:
        raise ValidationError(
            _("{name} har rettet i kladden imens. Se den igennem igen, før du udgiver.").format(name=draft.changed_by),
            code="stale",
        )
    before = pack.versions.filter(published_at__isnull=False).order_by("-number").first()
    if before is not None and before.contents == draft.contents:
        raise ValidationError(_("Der er ikke ændret noget siden den nyeste udgave."), code="same")
    draft.what_changed, draft.published_at, draft.published_by = what_changed, calendar.now(), by
    draft.save()
    for todo in Todo.objects.about(pack).open().filter(code=DRAFT):
        todos.complete(todo, by=by)
    audit.record("onboarding.pack_published", pack, by=by, version=draft.number)
    return draft


@transaction.atomic
def discard(pack, *, by):
    """Throw the draft away, and a pack that was never published with it; return whether there was one."""
    require(by, "onboarding.publish_pack", pack)
    todos.withdraw(pack, [DRAFT], by=by)
    gone = bool(pack.versions.filter(published_at__isnull=True).delete()[0])
    aids.let_go_of_pack(pack, by=by)
    if not pack.versions.exists():
        Pack.objects.filter(pk=pack.pk).delete()
    return gone


@transaction.atomic
def retire(pack, *, by):
    """Take a pack out of use: new courses don't get it, running ones keep what they have. Return it."""
    require(by, "onboarding.publish_pack", pack)
    if pack.kind not in (PackKind.UNIT, PackKind.JOB, PackKind.OPTIONAL):
        raise ValidationError(_("Den del hører til alle forløb. Ret den i stedet."), code="base")
    Pack.objects.filter(pk=pack.pk, retired_on__isnull=True).update(retired_on=calendar.today())
    audit.record("onboarding.pack_retired", pack, by=by)
    pack.refresh_from_db()
    return pack


@transaction.atomic
def add_pack(*, by, name, kind, help_text, unit=None):
    """Make a new pack for a unit or a job; return it."""
    require_add(by, "onboarding.publish_pack")
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
