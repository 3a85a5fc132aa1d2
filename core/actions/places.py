"""Units, sites, alarms, defibrillators, and the yearly test of an alarm (GEN-01, INC-64, INC-65)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit, calendar, events, todos
from core.actions.ground import before_and_after, change_fields, once, stamp
from core.models import Alarm, AlarmTest, Defibrillator, Person, Room, Site, Todo, Unit
from core.permissions import require, require_add
from core.texts import error

TREE_LOCK = "core.unit tree"
TEST_TODO = "core.alarm_test"


# -- units ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_unit(values, *, by):
    """Make a unit below its parent."""
    require_add(by, "core.change_unit")
    lock_tree()
    unit = make_unit(**values)
    audit.record("core.unit_added", unit, by=by, parent=unit.parent_id)
    events.unit_changed.send(sender=Unit, unit=unit, by=by)
    return unit


def make_unit(name, parent=None, **values):
    """Write a unit with its path, in the caller's transaction."""
    if parent and parent.closed_on:
        raise ValidationError({"parent": _("Afdelingen er nedlagt. Vælg en anden.")})
    unit = Unit(name=name, parent=parent, path="", **values)
    _name_is_free(unit)
    once("name", name, unit.save)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def _name_is_free(unit):
    """Refuse a name that a neighbour has; the database lets two tops have the same."""
    if Unit.objects.filter(parent=unit.parent, name__iexact=unit.name).exclude(pk=unit.pk).exists():
        raise ValidationError({"name": error("E-15", navn=unit.name)})


@transaction.atomic
def change_unit(unit, *, by, values):
    """Change a unit; another parent moves it with everything below."""
    require(by, "core.change_unit", unit)
    lock_tree()
    unit.refresh_from_db()
    parent = values.get("parent", unit.parent)
    _name_is_free(Unit(pk=unit.pk, parent=parent, name=values.get("name", unit.name)))
    moved = parent != unit.parent
    details = before_and_after(unit, values)
    if moved:
        move_unit(unit, parent)
    once("name", unit.name, lambda: change_fields(unit, values))
    if details:
        audit.record("core.unit_changed", unit, by=by, changes=details)
        events.unit_changed.send(sender=Unit, unit=unit, by=by)
    return unit


def lock_tree():
    """Let one at a time rewrite paths, until the transaction ends."""
    list(Unit.objects.select_for_update().order_by("pk").values_list("pk"))


def move_unit(unit, parent):
    """Rewrite the paths of a unit and all below it, in the caller's transaction and under lock_tree."""
    if parent is not None:
        parent = Unit.objects.get(pk=parent.pk)
        if parent.path.startswith(unit.path):
            raise ValidationError({"parent": _("En afdeling kan ikke høre under sig selv.")}, code="loop")
        if parent.closed_on:
            raise ValidationError({"parent": _("Afdelingen er nedlagt. Vælg en anden.")})
    old, new = unit.path, f"{parent.path if parent else '/'}{unit.pk}/"
    Unit.objects.filter(path__startswith=old).update(path=Concat(Value(new), Substr(F("path"), len(old) + 1)))
    Unit.objects.filter(pk=unit.pk).update(parent=parent)
    unit.parent, unit.path = parent, new


@transaction.atomic
def close_unit(unit, *, by, on=None):
    """Close a unit down; refused while people work there or open units lie below."""
    require(by, "core.change_unit", unit)
    lock_tree()
    below = Unit.objects.in_use().filter(path__startswith=unit.path).exclude(pk=unit.pk).count()
    people = Person.objects.working().filter(unit=unit).count()
    if below:
        raise ValidationError(_("Afdelingen kan ikke nedlægges, så længe andre afdelinger hører under den."))
    if people:
        raise ValidationError(
            ngettext(
                "%(n)s medarbejder arbejder her stadig. Flyt medarbejderen først.",
                "%(n)s medarbejdere arbejder her stadig. Flyt dem først.",
                people,
            )
            % {"n": people}
        )
    if Unit.objects.filter(pk=unit.pk, closed_on__isnull=True).update(closed_on=on or calendar.today()):
        audit.record("core.unit_closed", unit, by=by)
        events.unit_changed.send(sender=Unit, unit=unit, by=by)
    unit.refresh_from_db()


@transaction.atomic
def reopen_unit(unit, *, by):
    """Take a closing back."""
    require(by, "core.change_unit", unit)
    if Unit.objects.filter(pk=unit.pk, closed_on__isnull=False).update(closed_on=None):
        audit.record("core.unit_reopened", unit, by=by)
    unit.refresh_from_db()


# -- sites ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_site(values, *, by):
    """Make a site, looked after by a unit; whoever answers for the whole municipality may leave the unit out."""
    unit = values.get("unit")
    if unit is None:
        require_add(by, "core.change_site")
    else:
        require(by, "core.add_unit_site", unit)
    site = Site(**values)
    once("name", site.name, site.save)
    audit.record("core.site_added", site, by=by)
    return site


@transaction.atomic
def change_site(site, *, by, values):
    """Change a site; what is changed has been looked at. Another keeper must be a unit one may make sites for."""
    require(by, "core.change_site", site)
    if "unit" in values and values["unit"] != site.unit:
        if values["unit"] is None:
            require_add(by, "core.change_site")
        else:
            require(by, "core.add_unit_site", values["unit"])
    details = before_and_after(site, values)
    once("name", values.get("name", site.name), lambda: change_fields(site, values))
    if details:
        audit.record("core.site_changed", site, by=by, changes=details)
    return site


@transaction.atomic
def close_site(site, *, by):
    """Close a site down; refused while people work there."""
    require(by, "core.change_site", site)
    people = Person.objects.working().filter(site=site).count()
    if people:
        raise ValidationError(
            ngettext(
                "%(n)s medarbejder arbejder her stadig. Flyt medarbejderen først.",
                "%(n)s medarbejdere arbejder her stadig. Flyt dem først.",
                people,
            )
            % {"n": people}
        )
    if Site.objects.filter(pk=site.pk, closed_on__isnull=True).update(closed_on=calendar.today()):
        for alarm in site.alarms.all():
            todos.withdraw(alarm, [TEST_TODO], by=by)
        audit.record("core.site_closed", site, by=by)
    site.refresh_from_db()


@transaction.atomic
def reopen_site(site, *, by):
    """Take a closing back."""
    require(by, "core.change_site", site)
    if Site.objects.filter(pk=site.pk, closed_on__isnull=False).update(closed_on=None):
        audit.record("core.site_reopened", site, by=by)
    site.refresh_from_db()


@transaction.atomic
def check_site(site, *, by):
    """Say that everything about the site is right: address, hours, alarms, defibrillators, rooms."""
    require(by, "core.change_site", site)
    stamp(site, by=by)
    for row in [*site.alarms.all(), *site.defibrillators.all(), *site.rooms.all()]:
        type(row).objects.filter(pk=row.pk).update(checked_on=calendar.today(), checked_by=by)


# -- alarms and defibrillators -------------------------------------------------------------------------------------
@transaction.atomic
def add_alarm(site, values, *, by):
    """Hang an alarm up."""
    require(by, "core.change_site", site)
    alarm = Alarm.objects.create(site=site, **values)
    audit.record("core.alarm_added", site, by=by, alarm=alarm.pk, placement=alarm.placement)
    return alarm


@transaction.atomic
def change_alarm(alarm, *, by, values):
    """Change what an alarm does or where it hangs."""
    require(by, "core.change_alarm", alarm)
    details = before_and_after(alarm, values)
    change_fields(alarm, values)
    if details:
        audit.record("core.alarm_changed", alarm.site, by=by, alarm=alarm.pk, changes=details)
    return alarm


@transaction.atomic
def remove_alarm(alarm, *, by):
    """Take an alarm down; what was to be tested lapses."""
    require(by, "core.change_alarm", alarm)
    todos.withdraw(alarm, [TEST_TODO], by=by)
    audit.record("core.alarm_removed", alarm.site, by=by, alarm=alarm.pk, placement=alarm.placement)
    alarm.delete()


@transaction.atomic
def record_test(alarm, *, by, tested_on, worked, fault=""):
    """Write down a test of an alarm (R-23): closes what asked for it, unless the alarm failed."""
    require(by, "core.test_alarm", alarm)
    test = AlarmTest.objects.create(
        alarm=alarm, tested_on=tested_on, tested_by=by, worked=worked, fault="" if worked else fault
    )
    if alarm.last_tested_on is None or tested_on > alarm.last_tested_on:
        Alarm.objects.filter(pk=alarm.pk).update(last_tested_on=tested_on)
    audit.record("core.alarm_tested", alarm.site, by=by, alarm=alarm.pk, worked=worked, on=tested_on.isoformat())
    if worked:
        for todo in Todo.objects.about(alarm).open().filter(code=TEST_TODO):
            todos.complete(todo, by=by)
    alarm.refresh_from_db()
    return test


@transaction.atomic
def save_defibrillator(site, *, by, placement, pk=None):
    """Hang a defibrillator up, or say that it hangs elsewhere."""
    require(by, "core.change_site", site)
    if pk is None:
        row = Defibrillator.objects.create(site=site, placement=placement)
        audit.record("core.defibrillator_added", site, by=by, placement=placement)
        return row
    row = Defibrillator.objects.get(pk=pk, site=site)
    details = before_and_after(row, {"placement": placement})
    change_fields(row, {"placement": placement})
    if details:
        audit.record("core.defibrillator_changed", site, by=by, changes=details)
    return row


@transaction.atomic
def remove_defibrillator(row, *, by):
    """Take a defibrillator down."""
    require(by, "core.change_site", row.site)
    audit.record("core.defibrillator_removed", row.site, by=by, placement=row.placement)
    row.delete()


# -- rooms -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_room(site, values, *, by):
    """Put a room on the site's list; who writes it has looked at it."""
    require(by, "core.change_site", site)
    room = Room(site=site, **values, checked_on=calendar.today(), checked_by=by)
    once("name", room.name, room.save)
    audit.record("core.room_added", site, by=by, room=room.name)
    return room


@transaction.atomic
def change_room(room, *, by, values):
    """Change a room; what is changed has been looked at."""
    require(by, "core.change_site", room.site)
    details = before_and_after(room, values)
    once("name", values.get("name", room.name), lambda: change_fields(room, values))
    change_fields(room, {"checked_on": calendar.today(), "checked_by": by})
    if details:
        audit.record("core.room_changed", room.site, by=by, room=room.name, changes=details)
    return room


@transaction.atomic
def remove_room(room, *, by):
    """Take a room off the list."""
    require(by, "core.change_site", room.site)
    audit.record("core.room_removed", room.site, by=by, room=room.name)
    room.delete()
