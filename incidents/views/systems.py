"""What stands about a case in other systems, and a way to note more (GEN-24)."""

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import audit
from core.views.acting import done, page, tried
from incidents.actions import systems as verbs
from incidents.choices import SYSTEMS
from incidents.forms.systems import SystemForm
from incidents.models import Letter, SystemReference
from incidents.views.ground import find_incident

ALONG = ("safetynet__by", "injury__reported_by")


def standing(incident):
    """Return [(system, what, reference, day, person, row or None)] of everything known, the newest first."""
    found = [
        (one.get_system_display(), "", one.reference, one.on, one.by, one) for one in incident.system_references.all()
    ]
    entry = getattr(incident, "safetynet", None)
    if entry:
        found.append((_("Safetynet"), _("Hændelsen"), entry.number, entry.entered_on, entry.by, None))
    injury = getattr(incident, "injury", None)
    if injury and injury.reported_on:
        found.append((_("EASY"), _("Skadesanmeldelsen"), injury.receipt, injury.reported_on, injury.reported_by, None))
    for note in incident.journal_notes.select_related("journalised_by"):
        if note.journalised_on:
            found.append((_("Borgerens sag"), _("Notat"), "", note.journalised_on, note.journalised_by, None))
    for letter in Letter.objects.filter(incident=incident).select_related("type", "sent_by", "filed_by"):
        if letter.sent_on:
            found.append((letter.get_sent_how_display(), letter.type.title, "", letter.sent_on, letter.sent_by, None))
        if letter.filed_on:
            label = SYSTEMS.label("sbsys")
            found.append((label, letter.type.title, letter.case_number, letter.filed_on, letter.filed_by, None))
    return sorted(found, key=lambda line: line[3], reverse=True)


@require_http_methods(["GET", "POST"])
def systems(request, pk):
    """Show where the case stands elsewhere; note a reference, or take a wrong one away."""
    incident = find_incident(request, pk, "incidents.manage", along=ALONG)
    wrong = request.POST.get("remove", "")
    if wrong:
        row = get_object_or_404(
            SystemReference, incident=incident, pk=int(wrong) if wrong.isdigit() and len(wrong) < 10 else 0
        )
        tried(request, lambda: verbs.remove(row, by=request.user), _("Henvisningen er fjernet."))
        return redirect("incidents:systems", pk=pk)
    form = SystemForm(request.POST or None)
    if done(request, form, lambda data: verbs.note(incident, by=request.user, **data), _("Henvisningen er noteret.")):
        return redirect("incidents:systems", pk=pk)
    if request.method == "GET":
        audit.read("incidents.step_opened", incident, by=request.user, code="systems")
    return page(request, "incidents/systems.html", incident=incident, form=form, lines=standing(incident))
