"""What a page asks together with the course, so that a page of many small lists stays a few questions."""

from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import JSONObject

from core.models import Document, ReferenceLink, Todo
from onboarding.actions.renewal import has_newer
from onboarding.models import Aid, CaseLoad, Contribution, Goal

GOALS_SHOWN = 4
REACHED = 4  # »Kan selv«
PLAN = "core.plan_introduction"  # the to-do with which AMR shows somebody the contingency plan (INC-68)


def _lines(rows, *names):
    """Return a list of rows as an array of the fields named."""
    return ArraySubquery(rows.values(line=JSONObject(**{name: name for name in names})))


def of_course_page():
    """Ask whether the template has a newer version, and for the course's documents."""
    documents = Document.objects.filter(subject_type="onboarding.course", subject_id=OuterRef("pk"))
    return {
        "is_outdated": has_newer(),
        "document_lines": _lines(documents.order_by("-made_at"), "pk", "title", "made_at"),
    }


def documents_of(course):
    """Return the documents of a course found with `of_course_page`."""
    return [line | {"made_at": datetime.fromisoformat(line["made_at"])} for line in course.document_lines]


def of_newcomer_page():
    """Ask for goals, aids folder, links, agreed cases, what is brought, and where the contingency plan is shown."""
    here = {"course": OuterRef("pk")}
    reached = Case(When(own_rating=REACHED, then=1), default=0)  # what is still to be learned comes first
    goals = Goal.objects.filter(**here, dropped_at__isnull=True).order_by(reached, "due_on", "pk")[:GOALS_SHOWN]
    links = ReferenceLink.objects.filter(code__startswith="onb_").exclude(url="")
    plan = Todo.objects.filter(code=PLAN, subject_type="core.person", subject_id=OuterRef("person_id"))
    brought = Contribution.objects.filter(**here).order_by("day", "pk")
    return {
        "plan_link": Subquery(plan.order_by("-pk").values("link")[:1]),
        "brought_lines": _lines(brought, "topic", "meeting", "day"),
        "goal_lines": _lines(goals, "id", "title", "method", "own_rating", "due_on"),
        "aid_lines": _lines(Aid.objects.filter(**here).order_by("pk"), "id", "title", "url", "where", "file_id"),
        "load_lines": _lines(
            CaseLoad.objects.filter(**here).order_by("week", "month"), "id", "week", "month", "cases", "kind", "support"
        ),
        "link_lines": _lines(links.order_by("title"), "title", "url"),
    }


def lists_of(course):
    """Return the lists of a course found with `of_newcomer_page`, as the page names them."""
    return {
        "goals": [
            Goal(**line | {"due_on": date.fromisoformat(line["due_on"]) if line["due_on"] else None})
            for line in course.goal_lines
        ],
        "aids": [aid for line in course.aid_lines if (aid := Aid(**line)).leads_somewhere],
        "loads": [CaseLoad(**line) for line in course.load_lines],
        "links": course.link_lines,
        "brought": [
            Contribution(**line | {"day": date.fromisoformat(line["day"]) if line["day"] else None})
            for line in course.brought_lines
        ],
        "plan_link": course.plan_link or "",
    }
