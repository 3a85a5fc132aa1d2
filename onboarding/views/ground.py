"""What the pages of a course share: find it or what belongs to it, and a page with one form. What all apps share is
core/views/acting.py.
"""

from django.http import Http404

from core import audit, drafts
from core.views.acting import found, page
from onboarding.models import Course

PEOPLE = ("person", "unit", "site", "leader", "mentor", "contact")


def find_course(request, pk, action="onboarding.view", also=(), along=(), more=None):
    """Return the course if the person may do the action on it, with `course.may`; 404 hidden, 403 visible but not this.

    `more`: what else the page needs of it, asked in the same query.
    """
    courses = Course.objects.select_related(*PEOPLE, *along).annotate(**(more or {}))
    return found(request, action, courses, pk, also)


def find_row(request, model, pk, action, along=(), also=()):
    """Return a row that belongs to a course if the person may do the action on it."""
    course = [f"course__{name}" for name in PEOPLE]
    return found(request, action, model.objects.select_related(*course, *along), pk, also)


def part(course, name, pk):
    """Return a row of one of the course's own lists, or 404."""
    row = getattr(course, name).filter(pk=pk).first()
    if row is None:
        raise Http404
    row.course = course
    return row


def short_form(
    request, course, form, title, button, *, lede="", back="", back_to="", notice="", drafted=False, drop=()
):
    """Show a page with one form. `back_to` is the address that »Gå tilbage« leads to; the course's page when it isn't given.

    `drop`: (a button that takes the thing out, what is said before it does).
    """
    return page(
        request,
        "onboarding/short.html",
        course=course,
        form=form,
        title=title,
        button=button,
        lede=lede,
        back=back,
        back_to=back_to,
        notice=notice,
        drafted=drafted,
        drop=drop,
    )


def seen(request, action, course):
    """Write that a sensitive part of the course was read."""
    audit.read(action, course, by=request.user)


def kept(request, form_class):
    """Return a form's initial values from its draft."""
    initial = drafts.initial(request, request.path)
    return {name: value for name, value in initial.items() if name not in ("edit",)}
