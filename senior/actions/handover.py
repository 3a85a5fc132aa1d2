"""A leaving date that the employee gives, the five questions, and what is handed on to whom (SEN-20, R-92)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, todos
from core.permissions import require
from senior.actions.ground import close, open_for, own_leader
from senior.models import Handover, HandoverTopic


@transaction.atomic
def give_date(person, *, by, leaving_on):
    """Note the last day that the employee has given, and ask for a plan; return the Handover."""
    require(by, "senior.talk_with", person)
    row, made = Handover.objects.get_or_create(
        person=person, defaults={"leaving_on": leaving_on, "unit": person.unit, "given_at": calendar.now()}
    )
    if not made:
        require(by, "senior.own_handover", row)
        Handover.objects.filter(pk=row.pk).update(leaving_on=leaving_on, given_at=calendar.now())
        row.refresh_from_db()
        todos.withdraw(row, ["senior.handover"], by=by)
    audit.record("senior.leaving_date_given", row, by=by)
    rounds = todos.Todo.objects.about(row).filter(code="senior.handover").count()
    if not row.topics.exists():
        open_for(
            row,
            "senior.handover",
            _("Lav en plan for at give erfaring videre"),
            owner=own_leader(person),
            due=leaving_on,
            by=by,
            button=_("Åbn plan"),
            rule="R-92",
            round=rounds + 1,
            reasons=[_("Medarbejderen har selv givet datoen.")],
        )
    return row


@transaction.atomic
def take_date_back(handover, *, by):
    """Take the date back: the plan goes."""
    require(by, "senior.own_handover", handover)
    todos.withdraw(handover, by=by)
    for topic in handover.topics.all():
        todos.withdraw(topic, by=by)
    audit.record("senior.leaving_date_taken_back", handover, by=by)
    Handover.objects.filter(pk=handover.pk).delete()


@transaction.atomic
def answer_questions(handover, *, by, answers, share):
    """Keep the answers to the five questions, private unless shared; return the Handover."""
    require(by, "senior.own_handover", handover)
    kept = {name: text for name, text in answers.items() if text}
    Handover.objects.filter(pk=handover.pk).update(answers=kept, shared_at=calendar.now() if share else None)
    audit.record("senior.retirement_questions_answered", handover, by=by, shared=bool(share))
    handover.refresh_from_db()
    return handover


@transaction.atomic
def add_topic(handover, *, by, topic, receiver, due_on):
    """Put one thing on the plan; who takes over gets a to-do. Returns the HandoverTopic."""
    require(by, "senior.change_handover", handover)
    row = HandoverTopic(handover=handover, topic=topic, receiver=receiver, due_on=due_on)
    row.save(force_insert=True)
    audit.record("senior.handover_topic_added", handover, by=by, topic=row.pk)
    close(handover, "senior.handover", by=by)
    _ask_receiver(row, by)
    return row


def _ask_receiver(row, by):
    """Open the to-do of whoever takes over; until that is agreed on it is the employee's own."""
    rounds = todos.Todo.objects.about(row).filter(code="senior.handover_topic").count()
    person = row.handover.person
    open_for(
        row,
        "senior.handover_topic",
        _("Tag imod noget fra en kollega") if row.receiver else _("Find en, der kan tage over"),
        owner=row.receiver or person,
        due=row.due_on,
        by=by,
        button=_("Se emne"),
        about=person,
        round=rounds + 1,
        reasons=[_("En kollega giver sin erfaring videre.")],
    )


@transaction.atomic
def change_topic(row, *, by, topic, receiver, due_on):
    """Change what is handed on, to whom and by when, until it is done; return the HandoverTopic."""
    require(by, "senior.change_handover", row.handover)
    changed = HandoverTopic.objects.filter(pk=row.pk, done_on__isnull=True).update(
        topic=topic, receiver=receiver, due_on=due_on
    )
    if not changed:
        raise ValidationError(_("Emnet er givet videre."), code="done")
    row = HandoverTopic.objects.select_related("handover__person", "receiver").get(pk=row.pk)
    audit.record("senior.handover_topic_changed", row.handover, by=by, topic=row.pk)
    todos.withdraw(row, by=by)
    _ask_receiver(row, by)
    return row


@transaction.atomic
def remove_topic(row, *, by):
    """Take something off the plan that isn't handed on; False if it is, or was taken off before."""
    require(by, "senior.change_handover", row.handover)
    pk = row.pk
    removed, _kinds = HandoverTopic.objects.filter(pk=pk, done_on__isnull=True).delete()
    if removed:
        todos.withdraw(("senior.handovertopic", pk), by=by)
        audit.record("senior.handover_topic_removed", row.handover, by=by, topic=pk)
    return bool(removed)


@transaction.atomic
def tick_topic(topic, *, by):
    """Note that a topic is handed on; False if that was noted before."""
    require(by, "senior.tick_topic", topic)
    changed = HandoverTopic.objects.filter(pk=topic.pk, done_on__isnull=True).update(
        done_on=calendar.today(), done_by=by
    )
    if changed:
        audit.record("senior.handover_topic_done", topic.handover, by=by, topic=topic.pk)
        close(topic, "senior.handover_topic", by=by)
    return bool(changed)
