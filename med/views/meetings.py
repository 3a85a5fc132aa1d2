"""The page of a meeting, and the steps of its life."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.states import StepRefused
from core.views.acting import done, found, page, tried
from med import documents, pages
from med.actions import agenda, merging, planning, releasing, telling, writing
from med.choices import MeetingState
from med.circle import members_of
from med.forms.bodies import MeetingForm, MergeForm, NewMeetingForm, ReasonForm, SureForm
from med.forms.minutes import RemarkForm
from med.models import Body
from med.views.ground import form_page, meeting_of, people_of


@require_GET
def meeting(request, pk):
    """Show a meeting: agenda while it is prepared, minutes afterwards."""
    row = meeting_of(request, pk, "med.view_meeting", pages.RIGHTS)
    context = pages.of(row, request.user)
    if row.body.is_trio:
        audit.read("med.trio_meeting_opened", row, by=request.user)
    if row.state == MeetingState.PUBLISHED:
        telling.note_reading(row, by=request.user)
    return page(request, "med/meeting.html", remark=RemarkForm(parts=context["parts"]), **context)


@require_http_methods(["GET", "POST"])
def plan(request, pk):
    """Plan a meeting of a body."""
    body = found(request, "med.plan_meeting", Body.objects.select_related("unit"), pk)
    form = NewMeetingForm(request.POST or None, people=people_of(body))
    made = []
    if done(
        request,
        form,
        lambda data: made.append(
            planning.plan_meeting(
                body, by=request.user, **form.times(), kind=data["kind"], minute_taker=data["minute_taker"]
            )
        ),
        _("Mødet er planlagt."),
    ):
        return redirect("med:meeting", pk=made[0].pk)
    return form_page(
        request,
        form,
        title=_("Planlæg møde"),
        lede=str(body),
        button=_("Planlæg møde"),
        back=reverse("med:body", args=[pk]),
        crumbs=[(str(body), reverse("med:body", args=[pk]))],
    )


def _crumbs(row):
    """Return the way back from a page about a meeting."""
    return [
        (str(row.body), reverse("med:body", args=[row.body_id])),
        (calendar.short_date(row.starts_at), reverse("med:meeting", args=[row.pk])),
    ]


@require_http_methods(["GET", "POST"])
def move(request, pk):
    """Give a meeting another time or place."""
    row = meeting_of(request, pk, "med.prepare_meeting")
    form = MeetingForm(
        request.POST or None,
        initial={
            "day": row.starts_at,
            "begins": row.starts_at,
            "ends": row.ends_at,
            "place": row.place,
            "link": row.link,
        },
    )
    if done(
        request,
        form,
        lambda data: planning.move_meeting(row, by=request.user, **form.times()),
        _("Mødet er flyttet. Alle inviterede får besked."),
    ):
        return redirect("med:meeting", pk=pk)
    return form_page(
        request,
        form,
        title=_("Flyt møde"),
        lede=_("Alle inviterede får besked."),
        button=_("Flyt møde"),
        back=reverse("med:meeting", args=[pk]),
        crumbs=_crumbs(row),
    )


@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    """Call a meeting off."""
    row = meeting_of(request, pk, "med.prepare_meeting")
    form = ReasonForm(request.POST or None)
    if done(
        request,
        form,
        lambda data: planning.cancel_meeting(row, by=request.user, reason=data["reason"]),
        _("Mødet er aflyst. Punkterne kommer på næste møde."),
    ):
        return redirect("med:meeting", pk=pk)
    return form_page(
        request,
        form,
        title=_("Vil du aflyse mødet?"),
        lede=_("Alle inviterede får besked. Punkterne kommer på næste møde."),
        button=_("Aflys møde"),
        back=reverse("med:meeting", args=[pk]),
        crumbs=_crumbs(row),
    )


@require_http_methods(["GET", "POST"])
def merge(request, pk):
    """Lay a meeting together with another one of the body."""
    row = meeting_of(request, pk, "med.prepare_meeting")
    form = MergeForm(request.POST or None, meetings=list(merging.targets(row)))
    joined = []
    if done(
        request,
        form,
        lambda data: joined.append(merging.merge(row, by=request.user, **data)),
        _("Møderne er lagt sammen. Alle inviterede får besked."),
    ):
        return redirect("med:meeting", pk=joined[0].pk if joined else pk)
    return form_page(
        request,
        form,
        title=_("Læg sammen med et andet møde"),
        lede=_("Dette møde bliver aflyst. Punkter, oplæg og bilag følger med over på det andet."),
        button=_("Læg møderne sammen"),
        back=reverse("med:meeting", args=[pk]),
        crumbs=_crumbs(row),
    )


@require_POST
def open_agenda(request, pk):
    """Begin the agenda."""
    row = meeting_of(request, pk, "med.prepare_meeting")
    tried(request, lambda: agenda.open_agenda(row, by=request.user), _("Dagsordenen er begyndt."))
    return redirect("med:meeting", pk=pk)


@require_http_methods(["GET", "POST"])
def release(request, pk):
    """Ask, and say yes to this version of the agenda or the minutes."""
    row = meeting_of(request, pk, "med.release", ("med.read_drafts", "med.write_minutes"))
    is_agenda = row.state == MeetingState.AGENDA_OPEN
    if row.state not in (MeetingState.AGENDA_OPEN, MeetingState.MINUTES_DRAFT):
        messages.info(request, _("Det er allerede gjort: Mødet er »%(state)s«.") % {"state": row.get_state_display()})
        return redirect("med:meeting", pk=pk)
    current = row.agenda_version if is_agenda else row.minutes_version
    missing = [] if is_agenda else releasing.unfinished(row)
    if request.method == "POST":
        typed = request.POST.get("version", "")
        version = int(typed) if typed.isdecimal() and len(typed) < 9 else 0
        verb = releasing.say_yes_to_agenda if is_agenda else releasing.say_yes_to_minutes
        try:
            _row, waiting = verb(row, by=request.user, version=version)
        except StepRefused as late:
            messages.info(request, late.message)
            return redirect("med:meeting", pk=pk)
        except ValidationError as problem:
            for text in problem.messages:
                messages.warning(request, text)
            return redirect("med:release" if problem.messages and not missing else "med:write", pk=pk)
        messages.success(request, _said(row, is_agenda, waiting))
        return redirect("med:meeting", pk=pk)
    waiting = [
        one for one in releasing.missing(row, "agenda" if is_agenda else "minutes", current) if one != request.user
    ]
    return page(
        request,
        "med/release.html",
        meeting=row,
        is_agenda=is_agenda,
        version=current,
        waiting=waiting,
        missing=missing,
        may_write="med.write_minutes" in row.may,
        hints=pages.worth_a_look(row, pages.items_for(row)) if is_agenda else pages.unnoted(row),
        members=len(members_of(row.body)),
        crumbs=_crumbs(row),
    )


def _said(row, is_agenda, waiting):
    """Say what happened, then what happens next."""
    if waiting:
        return _("Du har sagt ja. %(name)s mangler at godkende.") % {"name": waiting[0].name}
    count = len(members_of(row.body))
    if is_agenda:
        return ngettext(
            "Dagsordenen er udsendt til %(n)s medlem.", "Dagsordenen er udsendt til %(n)s medlemmer.", count
        ) % {"n": count}
    return _("Referatet er sendt til medlemmerne. Det bliver godkendt på næste møde.")


@require_http_methods(["GET", "POST"])
def begin(request, pk):
    """Begin the meeting; before its day only when that is meant."""
    row = meeting_of(request, pk, "med.write_minutes")
    is_early = row.state == MeetingState.RELEASED and calendar.today() < calendar.local_date(row.starts_at)
    if is_early and not request.POST.get("sure"):
        return form_page(
            request,
            SureForm(),
            title=_("Vil du begynde mødet før tid?"),
            lede=_("Det er planlagt til %(day)s. Når det er begyndt, kan dagsordenen ikke ændres.")
            % {"day": calendar.long_date(row.starts_at)},
            button=_("Begynd mødet"),
            back=reverse("med:meeting", args=[pk]),
            crumbs=_crumbs(row),
        )
    if request.method == "GET":
        return redirect("med:meeting", pk=pk)
    if not tried(request, lambda: writing.begin(row, by=request.user), _("Mødet er begyndt.")):
        return redirect("med:meeting", pk=pk)
    return redirect("med:write", pk=pk)


@require_POST
def end(request, pk):
    """End the meeting."""
    row = meeting_of(request, pk, "med.write_minutes")
    tried(request, lambda: writing.end(row, by=request.user), _("Mødet er slut. Skriv referatet færdigt."))
    return redirect("med:write", pk=pk)


@require_POST
def lock(request, pk):
    """Lock the notes of a body whose minutes nobody approves."""
    row = meeting_of(request, pk, "med.write_minutes")
    tried(request, lambda: releasing.lock_notes(row, by=request.user), _("Noterne er låst."))
    return redirect("med:meeting", pk=pk)


@require_http_methods(["GET", "POST"])
def reopen(request, pk):
    """Take minutes back to writing."""
    row = meeting_of(request, pk, "med.write_minutes")
    form = ReasonForm(request.POST or None)
    if done(
        request,
        form,
        lambda data: writing.reopen(row, by=request.user, reason=data["reason"]),
        _("Referatet kan rettes. Bagefter skal det sendes igen."),
    ):
        return redirect("med:write", pk=pk)
    return form_page(
        request,
        form,
        title=_("Ret referat"),
        lede=_("Medlemmerne har fået referatet. Når det er rettet, skal det sendes igen."),
        button=_("Ret referat"),
        back=reverse("med:meeting", args=[pk]),
        crumbs=_crumbs(row),
    )


@require_POST
def rest(request, pk):
    """Note that what has no result was not reached."""
    row = meeting_of(request, pk, "med.write_minutes")
    tried(
        request,
        lambda: writing.leave_the_rest(row, by=request.user),
        _("Punkterne står som »Ikke behandlet« og kommer på næste møde."),
    )
    return redirect("med:meeting" if request.POST.get("back") == "meeting" else "med:release", pk=pk)


@require_GET
def agenda_pdf(request, pk):
    """Print the agenda as it is now."""
    row = meeting_of(request, pk, "med.view_meeting", pages.RIGHTS)
    if not pages.shows(row, row.may)[0]:
        row = meeting_of(request, pk, "med.prepare_meeting")
    return _paper(documents.agenda(row), "dagsorden.pdf")


@require_GET
def minutes_pdf(request, pk):
    """Print the minutes as they are now."""
    row = meeting_of(request, pk, "med.view_meeting", pages.RIGHTS)
    if not pages.shows(row, row.may)[1]:
        row = meeting_of(request, pk, "med.write_minutes")
    return _paper(documents.minutes(row, public="med.read_drafts" not in row.may), "referat.pdf")


def _paper(content, name):
    """Return a PDF that lies in no cache."""
    from django.http import HttpResponse

    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
