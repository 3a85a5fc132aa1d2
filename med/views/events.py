"""The calendar of events for representatives and staff (MED-63)."""

from django.forms import Form
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar, invitations
from core.permissions import may_add, require_add
from med.actions import events as verbs
from med.forms.events import EventForm, known
from med.models import Event
from med.views.beside import attempt, bind, find_row, form_page, show
from med.views.planning import calendar_file

MOST, MOST_PAST = 100, 40


def _path(*more):
    """Return the way back to the calendar."""
    return ((_("Arrangementer"), reverse("med:events")), *more)


@require_GET
def event_list(request):
    """Show the coming events that are for the person, and fold those that were."""
    seen, now = Event.objects.visible_to(request.user), calendar.now()
    rows = list(seen.coming().order_by("starts_at", "pk")[:MOST])
    past = list(seen.over().order_by("-starts_at", "-pk")[:MOST_PAST])
    context = {
        "coming": rows,
        "past": past,
        "now": now,
        "may_add": may_add(request.user, "med.add_event"),
    }
    return show(request, "med/events/list.html", context)


@require_GET
def event(request, pk):
    """Show one event."""
    row = find_row(request, Event, pk, "med.view_event", ("made_by",), also=("med.change_event",))
    can_act = row.cancelled_at is None and not row.is_over
    context = {
        "row": row,
        "can_act": can_act,
        "keeps": can_act and "med.change_event" in row.may,
        "path": _path(),
    }
    return show(request, "med/events/event.html", context)


@require_GET
def event_file(request, pk):
    """Hand out one event as a calendar file."""
    row = find_row(request, Event, pk, "med.view_event")
    said = ((_("Tilmelding"), row.registration), (_("Pris"), row.price))
    entry = invitations.Event(
        uid=str(row.uid),
        sequence=row.sequence,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=row.title,
        location=row.place,
        description="\n".join(f"{label}: {text}" for label, text in said if text),
        path=reverse("med:event", args=[row.pk]),
        is_cancelled=row.cancelled_at is not None,
    )
    return calendar_file(invitations.ics([entry]), "arrangement.ics")


@require_http_methods(["GET", "POST"])
def event_new(request):
    """Put an event in the calendar."""
    require_add(request.user, "med.add_event")
    form = bind(request, EventForm)
    if request.method == "POST" and form.is_valid():
        made: list = []
        act = lambda: made.append(verbs.add_event(by=request.user, **form.values()))  # noqa: E731
        if attempt(request, act, _("Arrangementet står i kalenderen."), form):
            return redirect("med:event", pk=made[0].pk)
    return form_page(
        request,
        form,
        title=_("Nyt arrangement"),
        button=_("Opret arrangement"),
        back=reverse("med:events"),
        path=_path(),
    )


@require_http_methods(["GET", "POST"])
def event_edit(request, pk):
    """Change a coming event."""
    row = find_row(request, Event, pk, "med.change_event")
    form = bind(request, EventForm, known(row))
    back = reverse("med:event", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        act = lambda: verbs.change_event(row, by=request.user, version=version, **form.values())  # noqa: E731
        if attempt(request, act, _("Arrangementet er ændret."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Ret arrangement"),
        lede=_("Har nogen hentet det til deres egen kalender, skal de hente det igen."),
        button=_("Gem arrangement"),
        back=back,
        path=_path((row.title, back)),
    )


@require_http_methods(["GET", "POST"])
def event_cancel(request, pk):
    """Call an event off; asks first."""
    row = find_row(request, Event, pk, "med.change_event")
    back = reverse("med:event", args=[row.pk])
    if request.method == "POST":
        attempt(request, lambda: verbs.cancel_event(row, by=request.user), _("Arrangementet er aflyst."))
        return redirect(back)
    return form_page(
        request,
        Form(),
        title=_("Aflys arrangementet?"),
        lede=_("Det bliver stående som aflyst. Tilmeldte får ikke besked herfra, så giv dem selv besked."),
        button=_("Aflys arrangement"),
        back=back,
        path=_path((row.title, back)),
        drafted=False,
        danger=True,
        facts=[(_("Arrangement"), row.title), (_("Begynder"), calendar.long_moment(row.starts_at))],
    )
