"""Who works here: taken on, changed, let go, blocked (GEN-02)."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, events, subjects, todos
from core.actions.ground import change_fields, once
from core.directory import Directory
from core.models import BirthDate, Person, Role, Todo
from core.permissions import may_add, require, require_add
from core.reminders import opener

PERSONAL_TODOS = ("core.next_of_kin_check",)  # nobody else can do them


def _allowed(values, by):
    """Return the values without the date of birth, unless HR writes it."""
    if "born_on" in values and not may_add(by, "core.view_birth_date"):
        values = {name: value for name, value in values.items() if name != "born_on"}
    return values


def _without_birth(values):
    """Return (the values of the person's own row, the day of birth or None)."""
    return {name: value for name, value in values.items() if name != "born_on"}, values.get("born_on")


def _note_birth(person, day):
    """Keep the day of birth in its own row, or take it away; return whether anything changed."""
    if person.born_on == day:
        return False
    if day is None:
        BirthDate.objects.filter(person=person).delete()
        person.refresh_from_db()
    else:
        person.birth, _made = BirthDate.objects.update_or_create(person=person, defaults={"day": day, "year": day.year})
    return True


@transaction.atomic
def add(values, *, by):
    """Take somebody on; the person signs in with the municipality's sign-in or a password they choose themself."""
    require_add(by, "core.change_person")
    values, born_on = _without_birth(_allowed(values, by))
    person = Person(**values)
    person.email = person.email.lower()
    person.set_unusable_password()
    _address_is_free(person)
    once("email", person.email, lambda: person.save(force_insert=True))
    _note_birth(person, born_on)
    audit.record("core.person_added", person, by=by)
    events.person_started.send(sender=Person, person=person, on=person.active_from or calendar.today(), by=by)
    return person


@transaction.atomic
def change(person, *, by, values):
    """Change what is known of a person. Another address ends the sessions and the old way in."""
    require(by, "core.change_person", person)
    asked = "born_on" in (values := _allowed(values, by))
    values, born_on = _without_birth(values)
    if "email" in values:
        values = values | {"email": values["email"].lower()}
        _address_is_free(Person(pk=person.pk, email=values["email"]))
    changed = once("email", values.get("email", ""), lambda: change_fields(person, values))
    if asked and _note_birth(person, born_on):
        changed = [*changed, "born_on"]
    if not changed:
        return person
    audit.record("core.person_changed", person, by=by, fields=changed)
    if "email" in changed:
        EmailAddress.objects.filter(user=person).delete()
        _end_sessions(person)
    if "active_from" in changed and person.active_from:
        events.person_started.send(sender=Person, person=person, on=person.active_from, by=by)
    return person


def _address_is_free(person):
    """Refuse an address that somebody else has, whatever the case of its letters."""
    other = Person.objects.filter(email__iexact=person.email).exclude(pk=person.pk).first()
    if other:
        text = _("%(name)s har allerede den mailadresse.") % {"name": other.name}
        raise ValidationError({"email": text}, code="taken")


@transaction.atomic
def end_employment(person, *, by, on):
    """Let the last working day be `on`: roles end, and the day after to-dos go to the leader."""
    require(by, "core.change_person", person)
    if person == by:
        raise ValidationError({"on": _("Du kan ikke afslutte din egen ansættelse. Bed en kollega om det.")})
    if person.active_from and on < person.active_from:
        raise ValidationError({"on": _("Den sidste dag ligger før den første.")})
    Person.objects.filter(pk=person.pk).update(active_to=on)
    person.active_to = on
    roles = list(Role.objects.filter(person=person).exclude(ends_on__lte=on))
    for role in roles:
        if role.starts_on > on:
            role.delete()
        else:
            Role.objects.filter(pk=role.pk).update(ends_on=on)
            role.ends_on = on
            events.role_changed.send(sender=Role, role=role, by=by)
    audit.record("core.employment_ended", person, by=by, on=on.isoformat(), roles=[role.kind for role in roles])
    events.person_left.send(sender=Person, person=person, on=on, by=by)
    if on < calendar.today():
        _depart(person, by)
    return person


@transaction.atomic
def resume_employment(person, *, by):
    """Take back a last day. Roles that have ended are given again by hand."""
    require(by, "core.change_person", person)
    if Person.objects.filter(pk=person.pk, active_to__isnull=False).update(active_to=None):
        audit.record("core.employment_resumed", person, by=by)
        events.person_started.send(sender=Person, person=person, on=calendar.today(), by=by)
    person.refresh_from_db()
    return person


def _depart(person, by):
    """Give a departed person's open to-dos to the nearest leader who may see each, and end the sessions."""
    _end_sessions(person)
    waiting = Todo.objects.open().filter(owner=person)
    for todo in waiting.filter(code__in=PERSONAL_TODOS):
        todos.withdraw(todo.subject, [todo.code], by=by)
    left = list(waiting.exclude(code__in=PERSONAL_TODOS))
    if not left:
        return
    leaders = Directory.near(person.unit).leaders_up(person.unit_id, without={person.pk}) if person.unit_id else []
    for kind in {todo.subject_type for todo in left}:
        of_kind = [todo for todo in left if todo.subject_type == kind]
        barred = subjects.shut_out(kind, {todo.subject_id for todo in of_kind})
        for todo in of_kind:
            out = barred.get(todo.subject_id, set())
            owner = next((leader for leader in leaders if leader.pk not in out), None)
            todos.hand_on(Todo.objects.filter(pk=todo.pk), owner=owner, by=by)


@opener
def finish_departures(today):
    """Give on the to-dos of those whose last day has passed; nothing to do the second time."""
    for person in Person.objects.filter(active_to__lt=today, todos__state="open").select_related("unit").distinct():
        _depart(person, None)


@transaction.atomic
def block(person, *, by, reason):
    """Keep a person out at once; to-dos and roles stay as they are."""
    require(by, "core.block_person", person)
    if person == by:
        raise ValidationError({"reason": _("Du kan ikke spærre dig selv.")})
    if Person.objects.filter(pk=person.pk, is_active=True).update(is_active=False):
        _end_sessions(person)
        audit.record("core.person_blocked", person, by=by, reason=reason)
    person.refresh_from_db()
    return person


@transaction.atomic
def unblock(person, *, by):
    """Let a blocked person in again."""
    require(by, "core.block_person", person)
    if Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        audit.record("core.person_unblocked", person, by=by)
    person.refresh_from_db()
    return person


@transaction.atomic
def sign_out(person, *, by):
    """End every session of a person; they may sign in again."""
    require(by, "core.sign_out_person", person)
    _end_sessions(person)
    audit.record("core.person_signed_out", person, by=by)


def _end_sessions(person):
    """Let sessions begun before now be over. Sessions count real time, also where the demo's clock is moved."""
    person.signed_out_at = calendar.now() - settings.CLOCK_OFFSET
    Person.objects.filter(pk=person.pk).update(signed_out_at=person.signed_out_at)
