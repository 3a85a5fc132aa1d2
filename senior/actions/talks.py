"""The talk: wanted, planned, prepared in private, held, confirmed by both (SEN-03 to -05, -13, -14, -20)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, documents, todos
from core.models import Person
from core.permissions import require
from senior.actions import conversations
from senior.actions.ground import close, open_for, own_leader, save_words
from senior.choices import ConversationKind, Outcome
from senior.documents import talk_pdf
from senior.models import Conversation, Preparation, SeniorTalk, TalkGuideline, TalkOption
from senior.notices import tell
from senior.states import TALK


@transaction.atomic
def want_talk(person, *, by, offer=None, with_mus=False):
    """Open a talk and ask the leader to find a time; return the SeniorTalk, the open one if there is one."""
    require(by, "senior.talk_with", person)
    Person.objects.select_for_update().get(pk=person.pk)  # both ask at once: the second waits and gets the first talk
    known = SeniorTalk.objects.filter(person=person).open().first()
    if known is None:
        known = SeniorTalk(person=person, offer=offer, unit=person.unit, wanted_at=calendar.now(), with_mus=with_mus)
        known.save(force_insert=True)
        audit.record("senior.talk_wanted", known, by=by)
    due = calendar.add_working_days(calendar.today(), 20)
    open_for(
        known,
        "senior.talk",
        _("Aftal en tid til en seniorsamtale"),
        owner=own_leader(person) or person,  # who has no leader here finds out with whom
        due=due,
        by=by,
        button=_("Aftal tid"),
        reasons=[_("Der er sagt ja til en samtale. Fire uger er nok til at finde en tid.")],
    )
    return known


@transaction.atomic
def drop_talk_of(offer, *, by):
    """Take away a talk that a changed answer no longer wants, if it isn't held; no trace but that it was cancelled."""
    for talk in SeniorTalk.objects.filter(offer=offer, state__in=["wanted", "planned"]):
        cancel(talk, by=by)


@transaction.atomic
def plan(talk, *, by, planned_at, place, with_mus):
    """Agree on a time and a place; the other one is told. Returns the SeniorTalk."""
    talk = TALK.take("plan", talk, by=by, planned_at=planned_at, place=place, with_mus=with_mus)
    leader = own_leader(talk.person)
    if with_mus:
        _join_with_mus(talk, by)
    close(talk, "senior.talk", by=by)
    todos.withdraw(talk, ["senior.talk_record"], by=by)
    open_for(
        talk,
        "senior.talk_record",
        _("Skriv det, I talte om"),
        owner=leader or talk.person,
        due=calendar.add_working_days(calendar.local_date(planned_at), 5),
        by=by,
        button=_("Skriv opsamling"),
        round=talk.version + 1,
        reasons=[_("Samtalen bliver skrevet ned og bekræftet af begge inden for en uge.")],
    )
    for person in (talk.person, leader):
        tell(person, "S-04", talk, by=by, key=planned_at.isoformat(), dato=planned_at, tid=planned_at)
    return TALK.model.objects.get(pk=talk.pk)


def _join_with_mus(talk, by):
    """Let the talk be a part of this year's MUS at the same time: the one that is planned, else a new one (SEN-03)."""
    mus = (
        talk.conversation
        or Conversation.objects.filter(
            person=talk.person,
            kind=ConversationKind.DEVELOPMENT_TALK,
            held_on__isnull=True,
            cancelled_at__isnull=True,
            planned_at__year=talk.planned_at.year,
        ).first()
    )
    time = {"planned_at": talk.planned_at, "place": talk.place}
    if mus is None:
        mus = conversations.plan(talk.person, by=by, kind=ConversationKind.DEVELOPMENT_TALK, quiet=True, **time)
    elif mus.held_on is None and mus.cancelled_at is None:
        Conversation.objects.filter(pk=mus.pk).update(**time)
        audit.record("senior.conversation_moved", mus, by=by)
    SeniorTalk.objects.filter(pk=talk.pk).update(conversation=mus)


@transaction.atomic
def cancel(talk, *, by):
    """Leave out a talk that isn't held; return the SeniorTalk."""
    talk = TALK.take("cancel", talk, by=by, closed_at=calendar.now(), offer=None)
    todos.withdraw(talk, by=by)
    Preparation.objects.filter(talk=talk).delete()
    for one in (talk.person, own_leader(talk.person)):
        tell(one, "S-29", talk, by=by, key="cancelled")
    return talk


# -- preparation -------------------------------------------------------------------------------------------------------
@transaction.atomic
def prepare(talk, *, by, answers):
    """Keep the employee's own answers; nobody else reads them until they are shared. Returns the Preparation."""
    require(by, "senior.prepare", talk)
    kept = {name: text for name, text in answers.items() if text}
    sheet, _made = Preparation.objects.update_or_create(
        talk=talk, defaults={"answers": kept, "saved_at": calendar.now()}
    )
    audit.record("senior.prepared", talk, by=by)
    return sheet


@transaction.atomic
def share_preparation(talk, *, by):
    """Let the leader read the sheet at once; True the first time."""
    require(by, "senior.prepare", talk)
    leader = own_leader(talk.person)
    if leader is None:
        raise ValidationError(_("Der er ingen leder at dele med."), code="leader")
    waiting = Preparation.objects.filter(talk=talk).exclude(shared_at__isnull=False, shared_with=leader)
    changed = waiting.update(shared_at=calendar.now(), shared_with=leader)
    if changed:
        audit.record("senior.preparation_shared", talk, by=by)
        tell(leader, "S-23", talk, by=by, key=f"shared:{leader.pk}")
    return bool(changed)


@transaction.atomic
def keep_preparation_private(talk, *, by):
    """Take a shared sheet back; True if it was shared. What has been read can't be unread, and the page says so."""
    require(by, "senior.prepare", talk)
    changed = Preparation.objects.filter(talk=talk, shared_at__isnull=False).update(shared_at=None, shared_with=None)
    if changed:
        audit.record("senior.preparation_private", talk, by=by)
    return bool(changed)


# -- the record --------------------------------------------------------------------------------------------------------
@transaction.atomic
def write(talk, *, by, version, held_on, options=(), **values):
    """Write what was talked about; each save voids the confirmations. Returns the fresh SeniorTalk.

    `options` are [(option, outcome, words)]; outcome »refused« has its own verb. Raises Stale when the other has
    written meanwhile, and ValidationError when nothing of the menu was mentioned.
    """
    require(by, "senior.write_talk", talk)
    if not options and not talk.options.exists():
        raise ValidationError({"options": _("Markér de muligheder, I har talt om.")}, code="menu")
    guideline = TalkGuideline.objects.filter(TalkGuideline.in_force(held_on)).first()
    talk = save_words(
        talk,
        version,
        held_on=held_on,
        held_by=talk.held_by or own_leader(talk.person),
        guideline=guideline,
        employee_confirmed_at=None,
        leader_confirmed_at=None,
        leader_confirmed_by=None,
        **values,
    )
    talk = TALK.take("hold", talk, by=by)
    now, wanted = calendar.now(), {option for option, _outcome, _words in options}
    talk.options.exclude(option__in=wanted).exclude(outcome=Outcome.REFUSED).delete()
    refused = set(talk.options.filter(outcome=Outcome.REFUSED).values_list("option", flat=True))
    for option, outcome, words in options:
        if option not in refused:
            TalkOption.objects.update_or_create(
                talk=talk,
                option=option,
                defaults={"outcome": outcome, "words": words, "decided_at": now, "decided_by": by},
            )
    close(talk, "senior.talk", "senior.talk_record", by=by)
    other = talk.person if by.pk != talk.person_id else own_leader(talk.person)
    if other:
        _ask_to_confirm(talk, other, by)
        tell(other, "S-05", talk, by=by, key=talk.version)
    return talk


def _ask_to_confirm(talk, person, by):
    """Open a to-do to read and confirm the words as they stand; none for what both have confirmed."""
    if talk.state == "held":
        open_for(
            talk,
            "senior.talk_confirm",
            _("Læs og bekræft jeres samtale"),
            owner=person,
            due=calendar.add_working_days(calendar.today(), 10),
            by=by,
            button=_("Læs opsamling"),
            round=talk.version,
            reasons=[_("Begge bekræfter det, der er skrevet.")],
        )


@transaction.atomic
def refuse_option(talk, *, by, option, reason):
    """Say no to one option with a reason from the workplace, which the employee reads (SEN-07). Returns the TalkOption.

    ValidationError where no talk was held. A record that both haven't confirmed yet is confirmed anew.
    """
    require(by, "senior.answer_wishes", talk)
    reason = todos.require_sentence(reason)
    talk = _changed_menu(talk)
    row, _made = TalkOption.objects.update_or_create(
        talk=talk,
        option=option,
        defaults={
            "outcome": Outcome.REFUSED,
            "reason": reason,
            "decided_at": calendar.now(),
            "decided_by": by,
        },
    )
    audit.record("senior.option_refused", talk, by=by, option=option)
    _ask_to_confirm(talk, talk.person, by)
    tell(talk.person, "S-21", talk, by=by, key=f"{option}:{calendar.now().isoformat()}")
    return row


def _changed_menu(talk):
    """Return the talk under lock, its confirmations void: nobody has confirmed what they couldn't read.

    What both have confirmed stays confirmed, and its paper frozen; a later answer stands beside it with its own day.
    """
    talk = SeniorTalk.objects.select_for_update(of=("self",)).select_related("person__unit").get(pk=talk.pk)
    if talk.state not in ("held", "confirmed"):
        raise ValidationError(_("Samtalen er ikke skrevet ned endnu."), code="not_held")
    if talk.state == "held":
        SeniorTalk.objects.filter(pk=talk.pk).update(
            version=talk.version + 1,
            employee_confirmed_at=None,
            leader_confirmed_at=None,
            leader_confirmed_by=None,
        )
        talk.refresh_from_db(fields=["version", "employee_confirmed_at", "leader_confirmed_at", "leader_confirmed_by"])
    return talk


@transaction.atomic
def withdraw_refusal(talk, *, by, option):
    """Open an option again; True if it was refused."""
    require(by, "senior.answer_wishes", talk)
    talk = _changed_menu(talk)
    changed = TalkOption.objects.filter(talk=talk, option=option, outcome=Outcome.REFUSED).update(
        outcome=Outcome.DISCUSSED, reason="", decided_at=calendar.now(), decided_by=by
    )
    if changed:
        audit.record("senior.refusal_withdrawn", talk, by=by, option=option)
    return bool(changed)


@transaction.atomic
def confirm(talk, *, by, version):
    """Confirm the record one has read; when both have, it is locked. Returns the SeniorTalk."""
    require(by, "senior.confirm_talk", talk)
    if talk.state != "held":
        raise ValidationError(_("Samtalen er ikke skrevet ned endnu."), code="not_held")
    now = calendar.now()
    values = (
        {"employee_confirmed_at": now}
        if by.pk == talk.person_id
        else {"leader_confirmed_at": now, "leader_confirmed_by": by}
    )
    fresh = save_words(talk, version, **values)
    # The number counts versions of the words; a confirmation doesn't change them.
    SeniorTalk.objects.filter(pk=talk.pk, version=fresh.version).update(version=version)
    fresh.refresh_from_db()
    audit.record("senior.talk_confirmed_by_one", talk, by=by)
    for todo in todos.Todo.objects.about(talk).open().filter(code="senior.talk_confirm", owner=by):
        todos.complete(todo, by=by)
    if fresh.employee_confirmed_at and fresh.leader_confirmed_at:
        fresh = TALK.take("confirm", fresh, by=by, closed_at=now)
        close(fresh, "senior.talk_confirm", by=by)
        number = documents.take_number()
        documents.freeze(
            "P-33",
            _("Resumé af seniorsamtale"),
            fresh,
            talk_pdf(fresh, number),
            by=by,
            approved_by=by,
            number=number,
        )
        return fresh
    other = own_leader(fresh.person) if by.pk == fresh.person_id else fresh.person
    if other:
        open_for(
            fresh,
            "senior.talk_confirm",
            _("Læs og bekræft jeres samtale"),
            owner=other,
            due=calendar.add_working_days(calendar.today(), 10),
            by=by,
            button=_("Læs opsamling"),
            round=version + 1,
            reasons=[_("Den anden har bekræftet.")],
        )
    return fresh
