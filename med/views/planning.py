"""Invitations and answers, the personal calendar, and a year planned in one go."""

from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar, invitations, notices
from med.actions import feed as feeds
from med.actions import inviting
from med.actions.series import plan_series
from med.forms.planning import SeriesForm
from med.models import Body, CalendarFeed, Invitation, Meeting, Seat
from med.models.calendar import Answer
from med.rules.dates import clashes, series_days, slots
from med.views.beside import address, attempt, crumbs, find_row, show

FRESH = "med_feed_link"


def own_invitation(request, meeting):
    """Return the person's own invitation to a meeting, or None."""
    return Invitation.objects.filter(meeting=meeting, person=request.user, removed_at__isnull=True).first()


@require_http_methods(["GET", "POST"])
def invitation(request, pk):
    """Say whether one comes; members see who else does."""
    meeting = find_row(
        request, Meeting, pk, "med.view_meeting", ("body",), also=("med.read_drafts", "med.prepare_meeting")
    )
    own = own_invitation(request, meeting)
    if request.method == "POST":
        if own is None:
            raise Http404
        own.meeting = meeting
        said = request.POST.get("answer", "")

        def words(substitute):
            if substitute is not None:
                return _("Du har meldt afbud. %(name)s er kaldt ind som suppleant.") % {"name": substitute.name}
            return {
                Answer.YES: _("Tak. Vi regner med dig."),
                Answer.MAYBE: _("Tak. Sig til, når du ved det."),
                Answer.NO: _("Du har meldt afbud."),
            }[said]

        attempt(request, lambda: inviting.answer(own, by=request.user, said=said), words)
        return redirect("med:invitation", pk=meeting.pk)
    everybody = []
    if "med.read_drafts" in meeting.may:
        everybody = list(
            meeting.invitations.filter(removed_at__isnull=True)
            .select_related("person", "instead_of")
            .order_by("person__name")
        )
    warnings = clashes(meeting.body, [(meeting.starts_at, meeting.ends_at)], place=meeting.place, but=meeting)[0]
    context = {
        "meeting": meeting,
        "own": own,
        "answers": [(value, label) for value, label in ANSWERS if value],
        "everybody": everybody,
        "counts": counted(everybody),
        "warnings": warnings if "med.prepare_meeting" in meeting.may and meeting.is_before else (),
        "may_answer": own is not None and meeting.is_before and meeting.starts_at > calendar.now(),
        "path": crumbs(meeting.body, (calendar.long_date(meeting.starts_at), address(meeting))),
    }
    return show(request, "med/calendar/invitation.html", context)


ANSWERS = (
    (Answer.YES, gettext_lazy("Jeg kommer")),
    (Answer.MAYBE, gettext_lazy("Måske")),
    (Answer.NO, gettext_lazy("Meld afbud")),
)


def counted(everybody):
    """Return [(words, number)] of the answers, the empty ones left out."""
    return [
        (label, sum(one.answer == value for one in everybody))
        for value, label in Answer.choices
        if any(one.answer == value for one in everybody)
    ]


@require_GET
def invitation_file(request, pk):
    """Hand out the meeting as a calendar file for whoever reads no mail."""
    meeting = find_row(request, Meeting, pk, "med.view_meeting", ("body",))
    from med import calendar_mail

    event = calendar_mail.event_of(meeting, sequence=meeting.sequence, path=calendar_mail.link(meeting))
    return calendar_file(invitations.ics([event]), "moede.ics")


def calendar_file(text, name):
    """Return an iCalendar file as a download."""
    response = HttpResponse(text, content_type=invitations.FILE)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


# -- the personal calendar -------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def own_calendar(request):
    """Make, renew or stop the secret link to one's own meetings."""
    if request.method == "POST":
        if request.POST.get("stop"):
            feeds.stop(request.user, by=request.user)
            messages.success(request, _("Linket er slettet. Din kalender kan ikke længere hente møderne."))
        else:
            request.session[FRESH] = feeds.renew(request.user, by=request.user)
            messages.success(request, _("Linket er klar. Kopiér det nu, for det bliver ikke vist igen."))
        return redirect("med:own_calendar")
    secret = request.session.pop(FRESH, "")
    context = {
        "feed": CalendarFeed.objects.filter(person=request.user).first(),
        "link": notices.address_of(reverse("med:feed", args=[secret])) if secret else "",
        "path": (),
    }
    return show(request, "med/calendar/own.html", context)


@login_not_required
@require_GET
def feed(request, secret):
    """Hand the calendar behind a secret link to a calendar program: body, time and place, nothing else."""
    text = feeds.open_feed(secret)
    if text is None:
        raise Http404
    return calendar_file(text, "moeder.ics")


# -- a year in one go ------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def series(request, pk):
    """Show the dates of a habit with what speaks against each; the chosen ones become meetings."""
    body = find_row(request, Body, pk, "med.plan_meeting")
    form = SeriesForm(request.GET) if request.GET.get("begins") is not None else None
    proposed = []
    if form is not None and form.is_valid():
        proposed = proposed_slots(body, form.cleaned_data)
    if request.method == "POST":
        try:
            spans = chosen(request.POST)
        except (ValueError, TypeError):
            messages.error(request, _("En af datoerne kan ikke læses. Vis datoerne igen."))
            return redirect(request.get_full_path())
        if not spans:
            messages.error(request, _("Vælg mindst én dato."))
            return redirect(request.get_full_path())
        done = attempt(
            request,
            lambda: plan_series(
                body,
                by=request.user,
                interval=request.POST.get("interval") if request.POST.get("interval") in INTERVALS else "other",
                spans=spans,
                place=request.POST.get("place", "")[:160],
            ),
            lambda made: ngettext(
                "{n} møde er planlagt. Medlemmerne får en indkaldelse.",
                "{n} møder er planlagt. Medlemmerne får en indkaldelse til hvert.",
                made.meetings.count(),
            ).format(n=made.meetings.count()),
        )
        return redirect(address(body) if done else request.get_full_path())
    context = {
        "body": body,
        "form": form or SeriesForm(initial={"begins": "9.00", "ends": "11.00"}),
        "proposed": proposed,
        "shown": form is not None and form.is_valid(),
        "needed": body.meetings_a_year,
        "members": Seat.objects.held().taking_part().filter(body=body).count(),
        "path": crumbs(body),
    }
    return show(request, "med/calendar/series.html", context, form)


INTERVALS = ("monthly", "fortnight", "other")


def proposed_slots(body, data):
    """Return the slots that the form asks for."""
    if data["interval"] == "other":
        days = data["days"]
    else:
        last = data["last"] or date(data["first"].year, 12, 31)
        days = series_days(data["interval"], data["first"], last)
    return slots(body, days, data["begins"], data["ends"], data["place"])


def chosen(sent):
    """Return the (start, end) of the dates that were ticked; ValueError for what is no time."""
    found = []
    for value in sent.getlist("slot")[:100]:
        start, end = (datetime.fromisoformat(part) for part in value.split("/"))
        if start.tzinfo is None or end.tzinfo is None:
            raise ValueError("a time without a zone")
        found.append((start, end))
    return found
