"""Numbers, links and advice that the plan owner keeps current (INC-45, GEN-21, GEN-24)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, hotlines, todos
from core.actions.ground import before_and_after, change_fields, once, stamp
from core.models import GuidancePage, Hotline, ReferenceLink, SettingValue, Todo, Unit
from core.permissions import may_add, require, require_add, rows
from core.texts import error

NUMBERS = ("ean", "case_number")


@transaction.atomic
def add_hotline(values, *, by):
    """Put a hotline on the cards, of the municipality or of a unit with its own; who writes it has looked at it."""
    unit = values.get("unit")
    if unit is None:
        require_add(by, "core.change_hotline")
    else:
        require(by, "core.change_unit_hotline", unit)
        if not Hotline.objects.filter(unit=unit).exists():  # else the municipality's numbers would silently stop there
            raise ValidationError({"unit": _("Giv først afdelingen egne numre.")})
    row = Hotline(**values, checked_on=calendar.today(), checked_by=by)
    once("firm", row.firm, row.save)
    audit.record("core.hotline_added", row, by=by, firm=row.firm)
    return row


@transaction.atomic
def own_hotlines(unit, *, by):
    """Give a unit numbers of its own: copies of those that hold there now. Nothing happens when it has them already."""
    require(by, "core.change_unit_hotline", unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if Hotline.objects.filter(unit=unit).exists():
        return
    for row in hotlines.holding(hotlines.lines_near(unit), [unit]):
        row.pk, row.unit, row._state.adding = None, unit, True
        row.save()
    audit.record("core.hotlines_own", unit, by=by)


@transaction.atomic
def common_hotlines(unit, *, by):
    """Let a unit use the numbers from above again; its own are removed."""
    require(by, "core.change_unit_hotline", unit)
    gone, _kinds = Hotline.objects.filter(unit=unit).delete()
    if gone:
        audit.record("core.hotlines_common", unit, by=by, rows=gone)


@transaction.atomic
def change_hotline(row, *, by, values):
    """Change a hotline; a new number or new hours count as looked at."""
    require(by, "core.change_hotline", row)
    details = before_and_after(row, values)
    if details:
        once("firm", values.get("firm", row.firm), lambda: change_fields(row, values))
        change_fields(row, {"checked_on": calendar.today(), "checked_by": by})
        audit.record("core.hotline_changed", row, by=by, changes=details)
    return row


@transaction.atomic
def remove_hotline(row, *, by):
    """Take a hotline off the cards."""
    require(by, "core.change_hotline", row)
    audit.record("core.hotline_removed", row, by=by, firm=row.firm)
    row.delete()


@transaction.atomic
def change_link(row, *, by, values):
    """Change where a link leads."""
    require(by, "core.change_link", row)
    details = before_and_after(row, values)
    if details:
        change_fields(row, values)
        change_fields(row, {"checked_on": calendar.today(), "checked_by": by})
        audit.record("core.link_changed", row, by=by, changes=details)
    return row


@transaction.atomic
def change_guidance(page, *, by, values, version):
    """Write a new version of a page of advice; refused when somebody else has written one since `version` was read."""
    require(by, "core.change_guidance", page)
    page = GuidancePage.objects.select_for_update().get(pk=page.pk)
    if page.version != version:
        raise ValidationError(error("E-49"), code="stale")
    changed = sorted(name for name, value in values.items() if getattr(page, name) != value)
    if changed:
        change_fields(page, values)
        number = int(page.version) + 1 if page.version.isdigit() else 2
        change_fields(page, {"version": str(number), "checked_on": calendar.today(), "checked_by": by})
        audit.record("core.guidance_changed", page, by=by, fields=changed, version=number)
    return page


@transaction.atomic
def check(row, *, by):
    """Say that a hotline, link or page is right."""
    names = {Hotline: "core.change_hotline", ReferenceLink: "core.change_link", GuidancePage: "core.change_guidance"}
    require(by, names[type(row)], row)
    stamp(row, by=by)


def number_rows(person):
    """Return ([(hotline, may)], [(EAN or case number, may)]) that the half-yearly check covers, and what one may mark.

    What holds for the whole municipality is shown to each who checks, and marked by those who answer for all of it.
    """
    found = SettingValue.objects.filter(setting__kind__in=NUMBERS).select_related("setting", "unit", "checked_by")
    own = set(rows(person, "core.change_unit_setting").values_list("pk", flat=True))
    all_lines, all_values = may_add(person, "core.change_hotline"), may_add(person, "core.change_setting")
    values = [
        (row, row.unit_id in own if row.unit_id else all_values)
        for row in found.order_by("setting__order", "unit__name")
    ]
    lines = [
        (row, row.unit_id in own if row.unit_id else all_lines)
        for row in Hotline.objects.select_related("checked_by", "unit")
    ]
    lines = [(row, may) for row, may in lines if may or row.unit_id is None]
    return lines, [(row, may) for row, may in values if may or row.unit_id is None]


@transaction.atomic
def check_numbers(unit, *, by):
    """Say that every number is right, which answers the half-yearly reminder of the area (R-26)."""
    require(by, "core.check_contacts", unit)
    lines, values = ([row for row, may in found if may] for found in number_rows(by))
    for model, found in ((Hotline, lines), (SettingValue, values)):
        model.objects.filter(pk__in=[row.pk for row in found]).update(checked_on=calendar.today(), checked_by=by)
    audit.record("core.numbers_checked", unit, by=by, rows=len(lines) + len(values))
    for todo in Todo.objects.about(unit).open().filter(code="core.number_check"):
        todos.complete(todo, by=by)


def as_items(text):
    """Return the lines of a text as the points of a page."""
    items = [line.strip(" \t–-▪•") for line in (text or "").splitlines()]
    items = [item for item in items if item]
    if not items:
        raise ValidationError(_("Skriv mindst ét punkt."))
    return items
