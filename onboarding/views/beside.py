"""What a page asks together with the course, so that a page of many small lists stays a few questions."""

from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from core.models import Document, ReferenceLink
from onboarding.actions.renewal import has_newer
from onboarding.models import Aid, CaseLoad, Goal

GOALS_SHOWN = 6


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
    """Ask for goals, aids folder, links and agreed cases."""
    here = {"course": OuterRef("pk")}
    goals = Goal.objects.filter(**here, dropped_at__isnull=True).order_by("due_on", "pk")[:GOALS_SHOWN]
    links = ReferenceLink.objects.filter(code__startswith="onb_").exclude(url="")
    return {
        "goal_lines": _lines(goals, "id", "title", "method", "own_rating", "due_on"),
        "aid_lines": _lines(Aid.objects.filter(**here).order_by("pk"), "id", "title", "url", "where"),
        "load_lines": _lines(CaseLoad.objects.filter(**here).order_by("month"), "id", "month", "cases", "support"),
        "link_lines": _lines(links.order_by("title"), "title", "url"),
    }


def lists_of(course):
    """Return the lists of a course found with `of_newcomer_page`, as the page names them."""
    return {
        "goals": [
            Goal(**line | {"due_on": date.fromisoformat(line["due_on"]) if line["due_on"] else None})
            for line in course.goal_lines
        ],
        "aids": [Aid(**line) for line in course.aid_lines],
        "loads": [CaseLoad(**line) for line in course.load_lines],
        "links": course.link_lines,
    }
