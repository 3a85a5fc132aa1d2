"""What MED's pages share: find a row, act on a valid form, keep nothing in caches, who can be chosen."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from core import calendar
from core.models import Person
from core.views.acting import found, page
from med.actions.ground import mark_of
from med.choices import BodyKind
from med.models import Body, Meeting, Treatment

MEETINGS = Meeting.objects.select_related(
    "body__unit", "body__site", "minute_taker", "approved_by", "led_by", "merged_into"
)
ITEMS = Treatment.objects.select_related(
    "meeting__body__unit", "topic__origin_person", "responsible_person", "responsible_body", "text_by"
).filter(taken_off_at__isnull=True)


def meeting_of(request, pk, action, also=()):
    """Return a meeting."""
    return found(request, action, MEETINGS, pk, also)


def item_of(request, pk, action, also=()):
    """Return an item whose meeting the person may do the action on; `item.meeting.may` holds those of `also`."""
    item = found(request, "med.view_treatment", ITEMS, pk)
    item.meeting = meeting_of(request, item.meeting_id, action, also)
    return item


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


def show_theirs(form, current, names):
    """Put what somebody else has written meanwhile by each field that differs; who saves again does so knowingly."""
    for name in (name.removesuffix("_id") for name in names):
        now = getattr(current, name)
        if name in form.fields and form.cleaned_data.get(name) != now:
            said = _("En anden har ændret feltet, mens du skrev. Nu står der: %(text)s")
            form.add_error(name, said % {"text": _in_words(current, name, now)})
    form.data = form.data.copy()
    form.data["seen"] = mark_of(current, names)


def _in_words(row, name, value):
    """Return a field's value as people read it."""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, date):
        return calendar.long_date(value)
    if isinstance(value, list):
        return ", ".join(value) or _("ingenting")
    label = getattr(row, f"get_{name}_display", None)
    return (label() if label else value) or _("ingenting")


def people_of(body):
    """Return whom the body's work can be given to: those who sit there, and the people of its unit. One query."""
    around = Q(seats__body=body)
    if body.unit_id:
        around |= Q(unit__path__startswith=body.unit.path)
    return list(Person.objects.working().filter(around).distinct().order_by("name"))


def groups_of(body):
    """Return the working groups that can answer for an item; one query."""
    return list(Body.objects.active().filter(kind=BodyKind.GROUP, parent=body))
