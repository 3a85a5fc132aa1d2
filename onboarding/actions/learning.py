"""What the newcomer learns: goals, questions, knowledge persons, cases, what they bring, the journal (ONB-10, -17, -24, -26, -28)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar
from core.permissions import require, rows
from onboarding import notices
from onboarding.actions.ground import hold, near_start, note, pressed_twice, recent
from onboarding.models import CaseLoad, Contribution, Goal, JournalEntry, Question, Topic
from onboarding.rules.templates import period_of


def _open(course, action, by):
    """Return the course under lock if the person may do the action."""
    require(by, action, course)
    return hold(course)


# -- goals ------------------------------------------------------------------------------------------------------------------
@transaction.atomic
def add_goal(course, *, by, **values):
    """Add a learning goal; return it."""
    course = _open(course, "onboarding.read_goals", by)
    near_start(course, "due_on", values.get("due_on"))
    goal = Goal.objects.create(course=course, **values)
    audit.record("onboarding.goal_added", course, by=by, goal=goal.pk)
    note(course, "added", goal.title, by=by)
    return goal


@transaction.atomic
def change_goal(goal, *, by, **values):
    """Change a goal's words, method, company or day; return it."""
    course = _open(goal.course, "onboarding.read_goals", by)
    near_start(course, "due_on", values.get("due_on"))
    Goal.objects.filter(pk=goal.pk).update(**values)
    audit.record("onboarding.goal_changed", course, by=by, goal=goal.pk)
    goal.refresh_from_db()
    return goal


@transaction.atomic
def drop_goal(goal, *, by):
    """Take a goal out; return whether that was new."""
    course = _open(goal.course, "onboarding.read_goals", by)
    changed = Goal.objects.filter(pk=goal.pk, dropped_at__isnull=True).update(dropped_at=calendar.now())
    if changed:
        audit.record("onboarding.goal_dropped", course, by=by, goal=goal.pk)
        note(course, "dropped", goal.title, by=by)
    return bool(changed)


@transaction.atomic
def rate(goal, *, by, rating):
    """Say how far a goal is: the newcomer's own view, or the mentor's; return the goal."""
    own = rows(by, "onboarding.rate_own_goals").filter(pk=goal.course_id).exists()
    course = _open(goal.course, "onboarding.rate_own_goals" if own else "onboarding.rate_goals", by)
    field = "own_rating" if own else "mentor_rating"
    Goal.objects.filter(pk=goal.pk).update(**{field: rating, "rated_at": calendar.now()})
    audit.record("onboarding.goal_rated", course, by=by, goal=goal.pk)
    goal.refresh_from_db()
    return goal


# -- questions -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def ask(course, *, by, text, bank_code="", need=""):
    """Ask a question of contact person and mentor; one from the bank is asked once. Return it."""
    course = _open(course, "onboarding.ask", by)
    if bank_code:
        known = Question.objects.filter(course=course, bank_code=bank_code).first()
        if known is not None:
            return known
    twice = pressed_twice(course.questions.filter(asked_at__gt=recent()), text=text, bank_code=bank_code, need=need)
    if twice is not None:
        return twice
    question = Question.objects.create(
        course=course, text=text, bank_code=bank_code, need=need, asked_at=calendar.now()
    )
    audit.record("onboarding.question_asked", course, by=by, question=question.pk)
    notices.asked(question, by=by)
    return question


@transaction.atomic
def answer(question, *, by, text):
    """Answer a question; the newcomer hears of it. Return it."""
    course = _open(question.course, "onboarding.answer", by)
    question.answer, question.answered_at, question.answered_by = text, calendar.now(), by
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    question.course = course
    audit.record("onboarding.question_answered", course, by=by, question=question.pk)
    notices.answered(question, by=by)
    return question


@transaction.atomic
def settle(question, *, by, open_again=False):
    """Mark an own question answered, or open again; return whether that was new."""
    course = _open(question.course, "onboarding.ask", by)
    changed = Question.objects.filter(pk=question.pk, closed_at__isnull=not open_again).update(
        closed_at=None if open_again else calendar.now()
    )
    if changed:
        audit.record("onboarding.question_settled", course, by=by, question=question.pk, open=open_again)
    return bool(changed)


# -- knowledge persons --------------------------------------------------------------------------------------------------------
@transaction.atomic
def introduce(topic, *, by, done=True):
    """Tick that a topic has been introduced, or take that back; return whether that was new."""
    require(by, "onboarding.tick_topic", topic)
    course = hold(topic.course)
    changed = Topic.objects.filter(pk=topic.pk, introduced_at__isnull=done).update(
        introduced_at=calendar.now() if done else None, introduced_by=by if done else None
    )
    if changed:
        audit.record("onboarding.topic_introduced", course, by=by, topic=topic.pk, done=done)
    return bool(changed)


@transaction.atomic
def name_topic(topic, *, by, title, person, remark):
    """Say who knows about a topic, and give a free row its name; return it."""
    course = _open(topic.course, "onboarding.arrange", by)
    Topic.objects.filter(pk=topic.pk).update(title=title, person=person, remark=remark)
    audit.record("onboarding.topic_named", course, by=by, topic=topic.pk)
    topic.refresh_from_db()
    return topic


# -- cases, what is brought -----------------------------------------------------------------------------------------------------
@transaction.atomic
def agree_cases(course, *, by, period, cases, kind, support, load=None):
    """Write what is agreed about the cases of a week (»w2«) or a month (»3«), or change it; return it."""
    course = _open(course, "onboarding.arrange", by)
    when = {"week": None, "month": None} | period_of(period)
    known = CaseLoad.objects.filter(course=course, **when).first()
    if known is not None and load is not None and known.pk != load.pk:
        raise ValidationError({"period": _("Der er allerede aftalt et antal. Ret den aftale i stedet.")}, code="twice")
    load = load or known
    values = when | {"cases": cases, "kind": kind, "support": support}
    is_new = load is None
    if load is None:
        load = CaseLoad.objects.create(course=course, **values)
    else:
        CaseLoad.objects.filter(pk=load.pk, course=course).update(**values)
        load.refresh_from_db()
    audit.record("onboarding.cases_agreed", course, by=by, period=period, cases=cases, is_new=is_new)
    return load


@transaction.atomic
def drop_cases(load, *, by):
    """Take out what was agreed about a week's or a month's cases."""
    course = _open(load.course, "onboarding.arrange", by)
    audit.record("onboarding.cases_dropped", course, by=by, period=load.period, cases=load.cases)
    load.delete()


@transaction.atomic
def bring(course, *, by, topic, meeting, day, contribution=None):
    """Plan what the newcomer presents at a team meeting; return it."""
    course = _open(course, "onboarding.read_goals", by)
    near_start(course, "day", day)
    values = {"topic": topic, "meeting": meeting, "day": day}
    if contribution is None:
        contribution = Contribution.objects.create(course=course, **values)
    else:
        Contribution.objects.filter(pk=contribution.pk, course=course).update(**values)
        contribution.refresh_from_db()
    audit.record("onboarding.contribution_planned", course, by=by, contribution=contribution.pk)
    return contribution


@transaction.atomic
def drop_contribution(contribution, *, by):
    """Take out what the newcomer was to present."""
    course = _open(contribution.course, "onboarding.read_goals", by)
    audit.record("onboarding.contribution_dropped", course, by=by, contribution=contribution.pk)
    contribution.delete()


# -- the journal ---------------------------------------------------------------------------------------------------------------
@transaction.atomic
def write_journal(course, *, by, text):
    """Write in one's own journal. The log says that something was written, never what; return the entry."""
    course = _open(course, "onboarding.write_journal", by)
    twice = pressed_twice(course.journal.filter(person=by, written_at__gt=recent()), text=text)
    if twice is not None:
        return twice
    entry = JournalEntry.objects.create(person=by, course=course, text=text, written_at=calendar.now())
    audit.record("onboarding.journal_written", course, by=by)
    return entry


@transaction.atomic
def delete_journal(entry, *, by):
    """Delete an entry of one's own."""
    require(by, "onboarding.read_journal", entry)
    audit.record("onboarding.journal_deleted", ("onboarding.course", entry.course_id), by=by)
    entry.delete()
