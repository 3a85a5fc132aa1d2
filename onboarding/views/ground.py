"""What the pages share: find the row, show a form, act on it, tell what happened."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render

from core import audit, drafts
from core.permissions import find, require
from core.states import StepRefused
from core.views.acting import place_errors
from onboarding.models import Course

PEOPLE = ("person", "unit", "site", "leader", "mentor", "contact")


def find_course(request, pk, action="onboarding.view", also=(), along=()):
    """Return the course if the person may do the action on it, with `course.may`; 404 hidden, 403 visible but not this."""
    found = find(request.user, action, Course.objects.select_related(*PEOPLE, *along), pk, also)
    if found is None:
        require(request.user, action, Course(pk=pk))
        raise Http404
    return found


def find_row(request, model, pk, action, along=(), also=()):
    """Return a row that belongs to a course if the person may do the action on it."""
    paths = [f"course__{name}" for name in PEOPLE] if model is not Course else []
    found = find(request.user, action, model.objects.select_related(*paths, *along), pk, also)
    if found is None:
        require(request.user, action, model(pk=pk))
        raise Http404
    return found


def part(course, name, pk):
    """Return a row of one of the course's own lists, or 404."""
    found = getattr(course, name).filter(pk=pk).first()
    if found is None:
        raise Http404
    found.course = course
    return found


def attempt(request, act, success, form=None):
    """Do it and tell what happened; return whether it was done. A refusal stands by its field or on top of the page."""
    try:
        result = act()
    except StepRefused as late:
        messages.info(request, late.message)
        return True
    except ValidationError as problem:
        if form is None:
            for text in problem.messages:
                messages.error(request, text)
            return False
        place_errors(form, problem)
        return False
    if success:
        messages.success(request, success(result) if callable(success) else success)
    if request.method == "POST":
        drafts.used(request, request.path)
    return True


def show(request, template, context, *forms):
    """Show a page that no cache keeps: 422 when something must be put right."""
    wrong = any(form is not None and form.is_bound and form.errors for form in forms)
    response = render(request, template, context, status=422 if wrong else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def short_form(request, course, form, title, button, *, lede="", back="", notice="", drafted=False):
    """Show a page with one form."""
    context = {
        "course": course,
        "form": form,
        "title": title,
        "button": button,
        "lede": lede,
        "back": back,
        "notice": notice,
        "drafted": drafted,
    }
    return show(request, "onboarding/short.html", context, form)


def seen(request, action, course):
    """Write that a sensitive part of the course was read."""
    audit.read(action, course, by=request.user)


def kept(request, form_class):
    """Return a form's initial values from its draft."""
    found = drafts.initial(request, request.path)
    return {name: value for name, value in found.items() if name not in ("edit",)}
