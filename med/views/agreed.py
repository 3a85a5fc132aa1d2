"""Waive a rule, say no with a reason, approve minutes in writing."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core.views.acting import done, tried
from med.actions import agreed
from med.choices import MeetingState
from med.forms.agreed import RefusalForm, WaiverForm
from med.forms.bodies import ReasonForm
from med.views.agenda import crumbs_of
from med.views.ground import form_page, meeting_of


@require_http_methods(["GET", "POST"])
def waive(request, pk):
    """Write down that a rule is not followed at this meeting."""
    meeting = meeting_of(request, pk, "med.waive_rule")
    form = WaiverForm(request.POST or None, initial={"rule": request.GET.get("rule", "")})
    if done(
        request, form, lambda data: agreed.waive_rule(meeting, by=request.user, **data), _("Det står på mødet nu.")
    ):
        return redirect("med:meeting", pk=pk)
    return form_page(
        request,
        form,
        title=_("Fravig en regel"),
        lede=_("Det gælder kun dette møde. Begrundelsen bliver stående på dagsorden og referat."),
        button=_("Fravig regel"),
        back=reverse("med:meeting", args=[pk]),
        crumbs=crumbs_of(meeting),
    )


@require_http_methods(["GET", "POST"])
def refuse(request, pk):
    """Say no to what lies ready."""
    meeting = meeting_of(request, pk, "med.release")
    is_agenda = meeting.state == MeetingState.AGENDA_OPEN
    if meeting.state not in (MeetingState.AGENDA_OPEN, MeetingState.MINUTES_DRAFT):
        messages.info(request, _("Det er for sent: Mødet er »%(state)s«.") % {"state": meeting.get_state_display()})
        return redirect("med:meeting", pk=pk)
    current = meeting.agenda_version if is_agenda else meeting.minutes_version
    form = RefusalForm(request.POST or None, initial={"version": current})
    if done(
        request,
        form,
        lambda data: agreed.object_to(meeting, by=request.user, **data),
        _("Dit nej er noteret. Den anden får besked med det samme."),
    ):
        return redirect("med:meeting", pk=pk)
    return form_page(
        request,
        form,
        title=_("Sig nej til dagsordenen") if is_agenda else _("Sig nej til referatet"),
        lede=_("Den bliver ikke udsendt, før I er enige. Den anden kan læse hvorfor."),
        button=_("Sig nej"),
        back=reverse("med:meeting", args=[pk]),
        crumbs=crumbs_of(meeting),
    )


@require_http_methods(["GET", "POST"])
def written(request, pk):
    """Ask the members to approve the minutes in writing."""
    meeting = meeting_of(request, pk, "med.waive_rule")
    form = ReasonForm(request.POST or None)
    if done(
        request,
        form,
        lambda data: agreed.begin_written_approval(meeting, by=request.user, reason=data["reason"]),
        _("Medlemmerne er bedt om at godkende referatet."),
    ):
        return redirect("med:meeting", pk=pk)
    return form_page(
        request,
        form,
        title=_("Godkend skriftligt"),
        lede=_("Når der ikke er et næste møde, kan medlemmerne godkende referatet hver for sig."),
        button=_("Bed om godkendelse"),
        back=reverse("med:meeting", args=[pk]),
        crumbs=crumbs_of(meeting),
    )


@require_POST
def written_yes(request, pk):
    """Approve the minutes in writing."""
    meeting = meeting_of(request, pk, "med.comment_minutes")
    found = []
    if tried(request, lambda: found.append(agreed.approve_in_writing(meeting, by=request.user))):
        row, missing = found[0] if found else (meeting, 0)
        if row.is_locked:
            messages.success(request, _("Tak. Alle har svaret, og referatet er godkendt."))
        else:
            messages.success(
                request,
                ngettext("Tak. %(n)s medlem mangler at svare.", "Tak. %(n)s medlemmer mangler at svare.", missing)
                % {"n": missing},
            )
    return redirect("med:meeting", pk=pk)


@require_POST
def written_end(request, pk):
    """Approve the minutes when the time to answer has passed."""
    meeting = meeting_of(request, pk, "med.write_minutes")
    tried(
        request,
        lambda: agreed.end_written_approval(meeting, by=request.user),
        _("Referatet er godkendt og låst."),
    )
    return redirect("med:meeting", pk=pk)
