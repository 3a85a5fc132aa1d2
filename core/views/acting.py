"""What the apps' pages share: find a row, act on a valid form, put a refusal where it belongs, keep nothing in caches."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render

from core import drafts
from core.permissions import find, require
from core.states import StepRefused
from core.versions import Stale


def found(request, action, queryset, pk, also=()):
    """Return the row if the person may do the action on it; 404 when it isn't visible, 403 when it is but not this.

    `also`: actions asked for in the same query (»row.may«).
    """
    row = find(request.user, action, queryset, pk, also)
    if row is None:
        require(request.user, action, queryset.model(pk=pk))
        raise Http404
    return row


def place_errors(form, problem):
    """Put a refusal by its fields; what belongs to none stands on top."""
    if hasattr(problem, "error_dict"):
        for name, errors in problem.error_dict.items():
            form.add_error(name if name in form.fields else None, errors)
    else:
        form.add_error(None, problem)


def done(request, form, verb, success=""):
    """Do it with a valid form's values: True when it was accepted. A refusal stands by its field."""
    if not (form.is_bound and form.is_valid()):
        return False
    return tried(request, lambda: verb(form.cleaned_data), success, form)


def tried(request, verb, success="", form=None):
    """Do it: True when it was accepted, with the success said; False when it was refused, with the reason said.

    `success` may be a function of what the verb returned.
    """
    try:
        result = verb()
    except StepRefused as late:
        messages.info(request, late.message)
        return form is not None
    except Stale:
        raise  # the page shows both texts (core/views/conflicts.py)
    except ValidationError as problem:
        if form is None:
            for text in problem.messages:
                messages.warning(request, text)
        else:
            place_errors(form, problem)
        return False
    drafts.used(request, request.path)
    if success:
        messages.success(request, success(result) if callable(success) else success)
    return True


def page(request, template, status=200, **context):
    """Show a page: 422 when something typed must be put right."""
    forms = [value for value in context.values() if hasattr(value, "is_bound")]
    wrong = any(form.is_bound and (form.errors or getattr(form, "stale", False)) for form in forms)
    response = render(request, template, context, status=422 if wrong else status)
    response["Cache-Control"] = "private, no-store"
    return response
