"""A leaving date that the employee gives, the five questions, and what is handed on to whom (SEN-20, R-92)."""

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
    open_for(
        row,
        "senior.handover_topic",
        _("Tag imod noget fra en kollega"),
        owner=receiver or handover.person,
        due=due_on,
        by=by,
        button=_("Se emne"),
        about=handover.person,
        reasons=[_("En kollega giver sin erfaring videre.")],
    )
    return row


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
