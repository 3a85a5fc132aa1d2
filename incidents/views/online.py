"""Named, filmed or tagged: the quick report, the page on a case, and the page for communications (INC-74)."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import audit, calendar
from core.models import Attachment
from core.permissions import can
from core.views.acting import done, found, page, tried
from incidents.actions import naming as verbs
from incidents.forms.public import NamingForm, OnlineReportForm, TakedownForm
from incidents.models import Naming
from incidents.models.public import NamingHow
from incidents.views.ground import find_incident


@require_http_methods(["GET", "POST"])
def online(request):
    """Report that you are named on the net: save the evidence, then send."""
    form = OnlineReportForm(
        request.POST or None,
        request.FILES or None,
        initial={"token": uuid.uuid4(), "seen_at": calendar.now(), "wellbeing": "okay"},
    )
    if form.is_bound and not request.user.site_id:
        form.add_error(None, ValidationError(_("Du har intet arbejdssted endnu. Meld det på den almindelige side.")))
    sent: list = []

    def send(data):
        """Send it."""
        sent.append(
            verbs.report(
                by=request.user,
                token=data["token"],
                public=form.public(),
                narrative=data["narrative"],
                wellbeing=data["wellbeing"],
                files=data["files"],
                tell=data["tell"],
            )[0]
        )

    if done(request, form, send):
        return redirect("incidents:receipt", pk=sent[0].pk)
    return page(request, "incidents/public/online.html", form=form)


@require_http_methods(["GET", "POST"])
def naming(request, pk):
    """Tell on a case where and how; afterwards lead to the page about it."""
    incident = find_incident(request, pk, "incidents.supplement")
    known = Naming.objects.filter(incident=incident).first()
    if known and not can(request.user, "incidents.view_naming", known):  # whoever reported for a colleague
        messages.info(request, _("Det er allerede noteret, hvor og hvordan."))
        return redirect("incidents:incident", pk=pk)
    if known:
        return redirect("incidents:naming_page", pk=known.pk)
    form = NamingForm(request.POST or None, initial={"seen_at": incident.occurred_at})
    if done(
        request, form, lambda data: verbs.keep(incident, by=request.user, public=form.public()), _("Det er noteret.")
    ):
        return redirect("incidents:incident", pk=pk)
    return page(request, "incidents/public/naming_form.html", incident=incident, form=form)


@require_http_methods(["GET", "POST"])
def naming_page(request, pk):
    """Show where somebody is named, and follow up. Communications see this and nothing of the case."""
    row = found(
        request,
        "incidents.view_naming",
        Naming.objects.select_related("incident__affected", "incident__unit", "communications_told_by"),
        pk,
        ["incidents.follow_naming", "incidents.tell_communications"],
    )
    follows = "incidents.follow_naming" in row.may
    form = TakedownForm(
        request.POST if follows and request.method == "POST" else None,
        initial={name: getattr(row, name) for name in TakedownForm.base_fields},
    )
    if follows and done(request, form, lambda data: verbs.follow(row, by=request.user, **data), _("Det er noteret.")):
        return redirect("incidents:naming_page", pk=pk)
    if request.method == "GET":
        audit.read("incidents.naming_opened", row.incident, by=request.user)
    labels = dict(NamingHow.choices)
    return page(
        request,
        "incidents/public/naming.html",
        naming=row,
        how=[str(labels[code]) for code in row.how if code in labels],
        follows=follows,
        may_tell="incidents.tell_communications" in row.may and not row.communications_told_at,
        form=form,
        pictures=Attachment.objects.filter(
            subject_type="incidents.incident", subject_id=row.incident_id, removed_at__isnull=True
        ).count(),
    )


@require_POST
def naming_tell(request, pk):
    """Ask communications for help."""
    row = found(request, "incidents.tell_communications", Naming.objects.select_related("incident"), pk)
    tried(
        request,
        lambda: verbs.tell_communications(row, by=request.user),
        _("Kommunikation har fået besked og kan se siden her."),
    )
    return redirect("incidents:naming_page", pk=pk)
