"""What the pages beside the case share: act on a valid form, show errors where they belong, keep nothing in caches."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render

from core import drafts
from core.models import Unit
from core.permissions import Forbidden, find, require, rows, who_may
from core.states import StepRefused
from incidents.views.ground import place_errors


def found(request, action, queryset, pk, also=()):
    """Return the row if the person may do the action on it; 404 when it isn't visible, 403 when it is but not this."""
    row = find(request.user, action, queryset, pk, also)
    if row is None:
        require(request.user, action, queryset.model(pk=pk))
        raise Http404
    return row


def done(request, form, verb, success=""):
    """Do it with a valid form's values: True when it was accepted. A refusal stands by its field."""
    if not (form.is_bound and form.is_valid()):
        return False
    return tried(request, lambda: verb(form.cleaned_data), success, form)


def tried(request, verb, success="", form=None):
    """Do it: True when it was accepted, with the success said; False when it was refused, with the reason said."""
    try:
        verb()
    except StepRefused as late:
        messages.info(request, late.message)
        return form is not None
    except ValidationError as problem:
        if form is None:
            for text in problem.messages:
                messages.warning(request, text)
        else:
            place_errors(form, problem)
        return False
    drafts.used(request, request.path)
    if success:
        messages.success(request, success)
    return True


def page(request, template, **context):
    """Show a page: 422 when something typed must be put right."""
    wrong = any(value.is_bound and value.errors for value in context.values() if hasattr(value, "is_bound"))
    response = render(request, template, context, status=422 if wrong else 200)
    response["Cache-Control"] = "private, no-store"
    return response


def own_units(request, action, pk=None):
    """Return (the units of the person for an action, the chosen one); Forbidden where there is none, or not that one."""
    units = list(rows(request.user, action, Unit.objects.in_use()).order_by("path"))
    unit = next((one for one in units if pk in (None, one.pk)), None)
    if unit is None:
        raise Forbidden(action, who_may(action))
    return units, unit
