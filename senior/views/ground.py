"""What the pages share: finding a row, a form on a page of its own, and what happens when a verb says no."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core import drafts
from core.files import download_headers
from core.permissions import find, require
from core.states import StepRefused
from core.subjects import SUBJECTS
from core.views import conflicts
from senior.actions.ground import Stale


def row_or_404(person, action, queryset, pk, also=()):
    """Return the row the person may do the action on, with `row.may`.

    404 if it isn't visible to them, 403 if it is but not this.
    """
    found = find(person, action, queryset, pk, also)
    if found is None:
        row = queryset.filter(pk=pk).first()
        if row is not None:
            require(person, action, row)
        raise Http404
    return found


def paper(content, name):
    """Return a PDF as a download with a neutral name."""
    return download_headers(HttpResponse(content), name, "application/pdf")


def tell_faults(form, fault):
    """Put what a verb refused beside the fields, or on top; return False, so that a page can end with it."""
    if hasattr(fault, "message_dict"):
        for name, said in fault.message_dict.items():
            for one in said:
                form.add_error(name if name in form.fields else None, one)
    else:
        for one in fault.messages:
            form.add_error(None, one)
    return False


def tried(request, form, act):
    """Run a verb of a valid form: True when it was done. What was refused stands on the form, nothing typed is lost."""
    try:
        act(form)
    except Stale as fault:
        form.stale = fault.fresh
        return tell_faults(form, fault)
    except ValidationError as fault:
        return tell_faults(form, fault)
    except StepRefused as fault:
        form.add_error(None, fault.message)
        return False
    return True


def act(request, verb, said, to):
    """Run a verb of a button; say what happened and go to the page. A refusal is said there instead."""
    try:
        verb()
    except ValidationError as fault:
        for one in fault.messages:
            messages.error(request, one)
    except StepRefused as fault:
        messages.info(request, fault.message)
    else:
        if said:
            messages.success(request, said)
    return redirect(to)


def page_with_form(request, form, *, do, said, to, title, button, back, again=None, row=None, **context):
    """Show a form on its own page, or do what it asks and go on.

    `do(form)` calls the verb; `said` is a text or a function of nothing; `to` and `back` are addresses. Where two may
    write at once, `again(row)` gives an empty form of the row, so that both texts can be shown and kept.
    """
    if again and form.is_bound and request.POST.get("keep") == "both":
        conflicts.keep_both(form, again(row))
    if form.is_bound and form.is_valid() and tried(request, form, do):
        drafts.used(request, request.path)
        messages.success(request, said() if callable(said) else said)
        return redirect(to() if callable(to) else to)
    if again and getattr(form, "stale", None) is not None:
        fresh = again(form.stale)
        form.conflicts = conflicts.between(form, fresh)
        conflicts.go_on(form, fresh)
    return render(
        request,
        context.pop("template", "senior/form.html"),
        {"form": form, "title": title, "button": button, "back": back, **context},
        status=422 if form.is_bound and (form.errors or hasattr(form, "stale")) else 200,
    )


def typed(request):
    """Return what was posted, or None; and what was kept of an earlier try."""
    return (request.POST, {}) if request.method == "POST" else (None, drafts.initial(request, request.path))


def address(row):
    """Return the page of a row."""
    return SUBJECTS[row._meta.label_lower].url(row)


OVERVIEW = "senior:overview"


def overview():
    """Return the address of the overview."""
    return reverse(OVERVIEW)
