"""Messages to the staff of a site: written by the leader, read here and nowhere else."""

from django.contrib import messages as notes
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar, drafts
from core.texts import error
from incidents import steps
from incidents.actions import messages as verbs
from incidents.forms.messages import StaffMessageForm
from incidents.models import MessageReading, Sanction, StaffMessage
from incidents.views.ground import find_incident, place_errors, with_draft


def private(response):
    """Keep a page of a case out of every cache."""
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
def staff_message(request, pk):
    """Write to a site, from an approved sanction or as a warning; show what was sent and how many have read it."""
    incident = find_incident(request, pk, "incidents.manage")
    if request.method == "GET":
        audit.read("incidents.step_opened", incident, by=request.user, code="incidents.staff_message")
    decided = list(
        Sanction.objects.filter(incident=incident, state__in=["approved", "in_force"]).select_related("site")
    )
    chosen = next((one for one in decided if str(one.pk) == request.GET.get("sanction")), None) or next(
        (one for one in decided if one.ends_on and not one.told_sites), None
    )
    initial = {
        "site": incident.site_id,
        "starts_on": calendar.today(),
        "ends_on": calendar.Offset.parse("14d").apply_to_date(calendar.today()),
    }
    if chosen:
        initial |= {
            "sanction": chosen.pk,
            "site": chosen.site_id or incident.site_id,
            "text": verbs.suggested_text(chosen),
            "starts_on": max(chosen.starts_on or calendar.today(), calendar.today()),
            "ends_on": chosen.ends_on or initial["ends_on"],
        }
    form = StaffMessageForm(
        request.POST or None,
        incident=incident,
        decided=decided,
        initial=initial | with_draft(request, StaffMessageForm, request.path),
    )
    if request.method == "POST" and form.is_valid():
        try:
            message = verbs.send(incident, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            drafts.used(request, request.path)
            if getattr(message, "is_repeated", False):
                notes.info(request, error("E-47"))
                return redirect("incidents:staff_message", pk=pk)
            notes.success(
                request,
                _("Beskeden er sendt til alle på %(site)s. Den gælder til og med %(day)s.")
                % {"site": message.site.name, "day": calendar.long_date(message.ends_on)},
            )
            return redirect("incidents:staff_message", pk=pk)
    sent = incident.staff_messages.select_related("site", "sent_by", "sanction").annotate(read_by=Count("readings"))
    todo = steps.find(incident, verbs.STEP)
    return private(
        render(
            request,
            "incidents/messages/staff_message.html",
            {
                "incident": incident,
                "form": form,
                "sent": sent,
                "todo": todo,
                "reasons": todo.reasons if todo else [],
                "decided": decided,
                "today": calendar.today(),
                "question": _("Giv arbejdsstedet besked"),
                "lead": _(
                    "Skriv, hvad de ansatte skal gøre. Mailen siger kun, at der er en besked. Hvad der "
                    "skete, står der intet om."
                ),
            },
            status=422 if form.is_bound and form.errors else 200,
        )
    )


@require_POST
def message_withdraw(request, pk):
    """End a message before its time."""
    message = get_object_or_404(StaffMessage.objects.visible_to(request.user).select_related("incident"), pk=pk)
    if verbs.withdraw(message, by=request.user):
        notes.success(request, _("Beskeden er taget ned."))
    return redirect("incidents:staff_message", pk=message.incident_id)


@require_GET
def messages(request):
    """Show the messages that hold today at my site."""
    mine = MessageReading.objects.filter(message=OuterRef("pk"), person=request.user)
    found = list(
        StaffMessage.objects.visible_to(request.user)
        .current()
        .select_related("site", "sanction")
        .annotate(is_read=Exists(mine))
    )
    return private(
        render(
            request,
            "incidents/messages/messages.html",
            {"unread": [m for m in found if not m.is_read], "read": [m for m in found if m.is_read]},
        )
    )


@require_POST
def message_read(request, pk):
    """Note that I have read a message."""
    verbs.mark_read(verbs.find(request.user, pk), by=request.user)
    notes.success(request, _("Tak. Det er noteret, at du har læst beskeden."))
    return redirect("incidents:messages")


@require_POST
def message_person(request, pk):
    """Show whom a message is about; written in the log before it is shown."""
    message = verbs.find(request.user, pk)
    name = verbs.show_whom(message, by=request.user)
    if not name:
        notes.info(request, _("Der er ikke skrevet noget navn. Spørg lederen."))
        return redirect("incidents:messages")
    return private(
        render(
            request,
            "incidents/messages/person.html",
            {"message": message, "name": name, "back_url": reverse("incidents:messages")},
        )
    )
