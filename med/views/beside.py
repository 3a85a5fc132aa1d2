"""What the pages beside agenda and minutes share: find the row, show a form, act on it, tell what happened."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404
from django.shortcuts import render

from core import drafts, subjects
from core.permissions import find, require
from core.states import StepRefused
from core.views.acting import place_errors


def find_row(request, model, pk, action, along=(), also=()):
    """Return the row if the person may do the action on it, with `row.may`; 404 hidden, 403 visible but not this."""
    found = find(request.user, action, model.objects.select_related(*along), pk, also)
    if found is None:
        require(request.user, action, model(pk=pk))
        raise Http404
    return found


def part(rows, pk):
    """Return one of the row's own lines, or 404."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def attempt(request, act, success="", form=None):
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
        else:
            place_errors(form, problem)
        return False
    if success:
        messages.success(request, success(result) if callable(success) else success)
    drafts.used(request, request.path)
    return True


def is_stale(form):
    """Tell whether the form was refused because somebody had written meanwhile."""
    return form.has_error(NON_FIELD_ERRORS, "stale")


def keep_both(form, newest, version):
    """Put what stands there now above what was typed, field by field, under the newest version: nothing is lost, and the
    person decides. `newest` is {field: text}.
    """
    form.data = form.data.copy()
    form.data["version"] = str(version)
    for name, text in newest.items():
        typed = form.data.get(name, "").strip()
        if text and text.strip() not in typed:
            form.data[name] = f"{text}\n\n{typed}".strip()


def address(row):
    """Return the page of a row of MED."""
    return subjects.of(row._meta.label_lower).url(row)


def crumbs(body=None, *more):
    """Return the path to a page as [(words, address)]."""
    return ([(str(body), address(body))] if body is not None else []) + list(more)


def show(request, template, context, *forms, status=200):
    """Show a page that no cache keeps: 422 when something must be put right, 409 when somebody wrote meanwhile."""
    for form in forms:
        if form is not None and form.is_bound and form.errors:
            status = 409 if is_stale(form) else 422
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def form_page(request, form, *, title, button, back, lede="", path=(), drafted=True, facts=(), danger=False):
    """Show a page with one form."""
    context = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "lede": lede,
        "path": path,
        "facts": facts,
        "drafted": drafted,
        "danger": danger,
    }
    return show(request, "med/beside/form.html", context, form)


def bind(request, form_class, initial=None, **more):
    """Return the form: with what was sent, else with what is known and what was typed before."""
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **more)
    return form_class(initial={**(initial or {}), **drafts.initial(request, request.path)}, **more)
