"""What MED's pages share: find a row, act on a valid form, keep nothing in caches, who can be chosen."""

from django.db.models import Q

from core.models import Person
from core.views.acting import found, page
from med.choices import BodyKind
from med.models import Body, Meeting, Treatment

MEETINGS = Meeting.objects.select_related(
    "body__unit", "body__site", "minute_taker", "approved_by", "led_by", "merged_into"
)
ITEMS = Treatment.objects.select_related(
    "meeting__body__unit", "topic", "responsible_person", "responsible_body", "text_by"
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


def people_of(body):
    """Return whom the body's work can be given to: those who sit there, and the people of its unit. One query."""
    around = Q(seats__body=body)
    if body.unit_id:
        around |= Q(unit__path__startswith=body.unit.path)
    return list(Person.objects.working().filter(around).distinct().order_by("name"))


def groups_of(body):
    """Return the working groups that can answer for an item; one query."""
    return list(Body.objects.active().filter(kind=BodyKind.GROUP, parent=body))
