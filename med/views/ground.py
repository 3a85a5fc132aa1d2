"""What MED's pages share: find a row, act on a valid form, keep nothing in caches, who can be chosen."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render

from core import drafts
from core.models import Person
from core.permissions import find, require
from core.states import StepRefused
from med.choices import BodyKind
from med.models import Body, Meeting, Treatment

MEETINGS = Meeting.objects.select_related("body__unit", "body__site", "minute_taker", "approved_by")
ITEMS = Treatment.objects.select_related(
    "meeting__body__unit", "topic", "responsible_person", "responsible_body", "text_by"
).filter(taken_off_at__isnull=True)


def found(request, action, queryset, pk, also=()):
    """Return the row if the person may do the action on it; 404 when it isn't visible, 403 when it is but not this."""
    row = find(request.user, action, queryset, pk, also)
    if row is None:
        require(request.user, action, queryset.model(pk=pk))
        raise Http404
    return row


def meeting_of(request, pk, action, also=()):
    """Return a meeting."""
    return found(request, action, MEETINGS, pk, also)


def item_of(request, pk, action, also=()):
    """Return an item whose meeting the person may do the action on; `item.meeting.may` holds those of `also`."""
    item = found(request, "med.view_treatment", ITEMS, pk)
    item.meeting = meeting_of(request, item.meeting_id, action, also)
    return item


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


def page(request, template, status=200, **context):
    """Show a page: 422 when something typed must be put right."""
    wrong = any(value.is_bound and value.errors for value in context.values() if hasattr(value, "is_bound"))
    response = render(request, template, context, status=422 if wrong else status)
    response["Cache-Control"] = "private, no-store"
    return response


def form_page(request, form, *, title, button, lede="", back="", crumbs=(), multipart=False):
    """Show a page with one form."""
    return page(
        request,
        "med/form.html",
        form=form,
        title=title,
        button=button,
        lede=lede,
        back=back,
        crumbs=crumbs,
        multipart=multipart,
    )


def people_of(body):
    """Return whom the body's work can be given to: those who sit there, and the people of its unit. One query."""
    around = Q(seats__body=body)
    if body.unit_id:
        around |= Q(unit__path__startswith=body.unit.path)
    return list(Person.objects.working().filter(around).distinct().order_by("name"))


def groups_of(body):
    """Return the working groups that can answer for an item; one query."""
    return list(Body.objects.active().filter(kind=BodyKind.GROUP, parent=body))
