"""Forms that two or three fill in: written, confirmed by each, then locked and kept as a document (ONB-15, -16, -21–23, GEN-35)."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, calendar, documents, todos
from core.models import Todo
from core.permissions import require, rows
from onboarding import documents as printed
from onboarding import notices
from onboarding.actions import learning
from onboarding.actions.ground import begin, hold, meant
from onboarding.choices import PaperKind, State
from onboarding.models import Confirmation, Course, Paper

# Who confirms each kind; a party is answered for by whoever has that part in the course.
CONFIRMED_BY = {
    "preparation": ("leader", "mentor"),
    "alignment": ("newcomer", "mentor"),
    "follow_up_1": ("newcomer", "leader"),
    "follow_up_3": ("newcomer", "leader"),
    "agreement": ("newcomer", "mentor"),
}
PARTIES = ("newcomer", "leader", "mentor")
COMPLETES = {
    "follow_up_1": "onboarding.follow_up_1",
    "follow_up_3": "onboarding.follow_up_3",
    "evaluation": "onboarding.evaluation",
}


def parts_of_person(paper, person):
    """Return the parties a person is for a paper; in a small office the leader may be the mentor too."""
    course = paper.course
    if person.pk == paper.person_id:
        return ["newcomer"]
    guides = person.pk in (course.mentor_id, course.contact_id)
    leads = not guides or person.pk == course.leader_id or course.unit_id in person.standing.care
    return [part for part, holds in (("leader", leads), ("mentor", guides)) if holds]


def part_of(paper, person):
    """Return the party that a person answers for in a paper: one that confirms it, when they are two."""
    found = parts_of_person(paper, person)
    return next((part for part in found if part in needed(paper)), found[-1])


@transaction.atomic
def open_paper(course, kind, *, by):
    """Return the course's paper of a kind, made at the first asking by somebody who may read it."""
    paper = Paper.objects.filter(course=course, kind=kind, party="").first()
    if paper is None:
        require(by, "onboarding.view", course)
        paper, _new = Paper.objects.get_or_create(
            course=course, kind=kind, party="", defaults={"person": course.person}
        )
        if not rows(by, "onboarding.read_paper").filter(pk=paper.pk).exists():
            paper.delete()
    require(by, "onboarding.read_paper", paper)
    return paper


@transaction.atomic
def open_evaluation(course, *, by):
    """Make the evaluation's three forms at the first asking; return them in the order of the parties."""
    require(by, "onboarding.evaluate", course)
    hold(course)
    for party in PARTIES:
        Paper.objects.get_or_create(
            course=course, kind=PaperKind.EVALUATION, party=party, defaults={"person": course.person}
        )
    return evaluation_of(course)


def evaluation_of(course):
    """Return the evaluation's three forms in the order of the parties; nothing before somebody has opened it."""
    found = {paper.party: paper for paper in course.papers.filter(kind="evaluation")}
    return [found[party] for party in PARTIES] if len(found) == len(PARTIES) else []


def may_change(paper):
    """Tell whether a paper can still be written: while its course runs; after it the agreement of the mentor scheme, and
    the evaluation, whose first answers nobody could read if the last party came too late.
    """
    course = paper.course
    late = paper.kind == PaperKind.EVALUATION or (paper.kind == PaperKind.AGREEMENT and course.mentor_scheme == "yes")
    return course.is_running or (late and course.state == State.CLOSED)


def _for_change(paper):
    """Return the fresh paper under lock, its course held first: nobody writes while somebody closes it."""
    course = hold(paper.course)
    fresh = Paper.objects.select_for_update(of=("self",)).select_related("person").get(pk=paper.pk)
    fresh.course = course
    if not may_change(fresh) and not fresh.locked_at:
        raise ValidationError(_("Forløbet er afsluttet. Det kan læses, men ikke ændres."), code="over")
    return fresh


@transaction.atomic
def write(paper, *, by, answers, ratings=None, held_on=None, edit=None):
    """Write a paper; what others had confirmed before falls. E-49 when somebody wrote meanwhile. Return it."""
    require(by, "onboarding.write_paper", paper)
    paper = _for_change(paper)
    if paper.locked_at:
        raise ValidationError(_("Teksten er bekræftet og låst."), code="locked")
    meant(paper, edit)
    paper.answers = answers
    paper.ratings = ratings or {}
    paper.held_on = held_on
    paper.written_at, paper.written_by, paper.edit = calendar.now(), by, paper.edit + 1
    paper.save()
    fell = Confirmation.objects.filter(paper=paper).delete()[0]
    audit.record("onboarding.paper_written", paper.course, by=by, kind=paper.kind, fell=fell)
    return paper


@transaction.atomic
def evaluate(paper, *, by, goals=(), **values):
    """Write one's part of the evaluation, and how far each learning goal is: [(goal, rating)]. Return the paper."""
    paper = write(paper, by=by, **values)
    field = "own_rating" if paper.party == "newcomer" else "mentor_rating"
    for goal, rating in goals:
        if getattr(goal, field) != rating:
            learning.rate(goal, by=by, rating=rating)
    return paper


def rated_goals(paper, goals=None):
    """Return the learning goals that a part of the evaluation says something of: the leader rates none (ONB-22).

    `goals`: the course's, if known.
    """
    if paper.party == "leader":
        return []
    return list(paper.course.goals.filter(dropped_at__isnull=True)) if goals is None else goals


def parties_of(course):
    """Return who evaluates: all three, or two where nobody was mentor or contact person."""
    return PARTIES if course.mentor_id or course.contact_id else PARTIES[:2]


def needed(paper):
    """Return the parties that must confirm a paper."""
    return (paper.party,) if paper.kind == "evaluation" else CONFIRMED_BY[paper.kind]


@transaction.atomic
def confirm(paper, *, by):
    """Confirm what a paper says; when everybody has, it is locked and printed. Return it."""
    require(by, "onboarding.confirm_paper", paper)
    paper = _for_change(paper)
    if paper.locked_at:
        return paper
    if paper.written_at is None:
        raise ValidationError(_("Skriv teksten først. Så kan I bekræfte den."), code="empty")
    parts = [paper.party] if paper.party else parts_of_person(paper, by)
    parts = [part for part in parts if part in needed(paper)]
    if not parts:
        raise ValidationError(_("Det er ikke dig, der bekræfter den her."), code="party")
    for part in parts:
        Confirmation.objects.get_or_create(paper=paper, party=part, defaults={"person": by, "at": calendar.now()})
        audit.record("onboarding.paper_confirmed", paper.course, by=by, kind=paper.kind, party=part)
    done = set(paper.confirmations.values_list("party", flat=True))
    if paper.kind == "evaluation":
        return _evaluated(paper, by)
    if done >= set(needed(paper)):
        _lock([paper], by)
    else:
        notices.paper_waits(paper, _others(paper, done), by=by)
    paper.refresh_from_db()
    return paper


def _others(paper, done):
    """Return the people whose confirmation is missing."""
    course = paper.course
    people = {
        "newcomer": paper.person,
        "mentor": course.mentor or course.contact,
        "leader": course.leader,
    }
    return [people[party] for party in needed(paper) if party not in done and people[party]]


def _evaluated(paper, by):
    """Lock the three evaluations when the last has been confirmed; return this one."""
    course = hold(paper.course)
    three = [one for one in course.papers.filter(kind="evaluation") if one.party in parties_of(course)]
    three.sort(key=lambda one: PARTIES.index(one.party))
    done = Confirmation.objects.filter(paper__in=three).count()
    if done == len(three) == len(parties_of(course)):
        _lock(three, by)
    paper.refresh_from_db()
    return paper


def parts_of(papers):
    """Return [(heading, [(label, text)])] of papers, as they are printed."""
    names = {"newcomer": _("Den nye kollega"), "leader": _("Lederen"), "mentor": _("Mentor")}
    found = []
    for paper in papers:
        form = printed.paper_form(paper.kind)
        lines = [(field["label"], paper.answers.get(field["code"], "")) for field in form["fields"]]
        lines = [
            (row["label"], _("{n} af 5").format(n=paper.ratings[row["code"]]))
            for row in form.get("ratings", [])
            if paper.ratings.get(row["code"])
        ] + lines
        found.append((names.get(paper.party, ""), [(label, text) for label, text in lines if text]))
    return found


def decided(course):
    """Return [(heading, lines)] of what the evaluation rests on: the learning goals in both views, the mentor scheme."""
    goals = [
        (
            goal.title,
            _("Egen vurdering: {own}. Mentors vurdering: {mentor}.").format(
                own=goal.get_own_rating_display() or "–", mentor=goal.get_mentor_rating_display() or "–"
            ),
        )
        for goal in course.goals.filter(dropped_at__isnull=True)
    ]
    scheme = {"yes": _("Ja."), "no": _("Nej.")}.get(course.mentor_scheme, _("Der er ikke taget stilling endnu."))
    if course.mentor_scheme == "yes" and course.scheme_from:
        scheme = _("Ja, fra {day}.").format(day=calendar.long_date(course.scheme_from))
    found = [(_("Læringsmål"), goals)] if goals else []
    return [*found, (_("Mentorordning"), [(_("Skal der være en mentorordning?"), scheme)])]


def _lock(papers, by):
    """Lock papers, freeze their document where the form has one, and complete what waited for them."""
    now, first = calendar.now(), papers[0]
    Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(locked_at=now)
    form = printed.paper_form(first.kind, first.course.length)
    if form["pdf"]:
        number = documents.take_number()
        confirmations = Confirmation.objects.filter(paper__in=papers).select_related("person").order_by("at")
        parts = parts_of(papers)
        if first.kind == PaperKind.EVALUATION:
            parts += decided(first.course)
        content = printed.paper(first, parts, number, confirmations)
        document = documents.freeze(form["pdf"], form["title"], first, content, by=by, number=number)
        Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(document=document)
    audit.record("onboarding.paper_locked", first.course, by=by, kind=first.kind)
    for todo in Todo.objects.about(first.course).open().filter(code=COMPLETES.get(first.kind, "")):
        todos.complete(todo, by=by)


@transaction.atomic
def decide_scheme(course, *, by, answer, starts_on=None, ends_on=None):
    """Decide whether the mentor scheme goes on after the introduction (R-79); return the course."""
    course = begin(course, "onboarding.evaluate", by=by)
    if answer == "yes" and ends_on and starts_on and ends_on < starts_on:
        raise ValidationError({"ends_on": _("Slutdatoen ligger før startdatoen. Ret den ene.")}, code="order")
    yes = answer == "yes"
    starts_on = starts_on or course.ends_on
    Course.objects.filter(pk=course.pk).update(
        mentor_scheme=answer, scheme_from=starts_on if yes else None, scheme_until=ends_on if yes else None
    )
    course.refresh_from_db(fields=["mentor_scheme", "scheme_from", "scheme_until"])
    audit.record("onboarding.scheme_decided", course, by=by, answer=answer)
    for todo in Todo.objects.about(course).open().filter(code="onboarding.mentor_scheme"):
        todos.complete(todo, by=by)
    return course
