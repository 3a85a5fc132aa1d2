"""A decision that no longer holds (MED-32)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import calendar
from core.views.acting import done, found, tried
from med.actions import decisions as verbs
from med.forms.decisions import EndDecisionForm
from med.models import Outcome
from med.views.ground import form_page

DECISIONS = Outcome.objects.select_related("treatment__meeting__body")


@require_http_methods(["GET", "POST"])
def decision_end(request, pk):
    """Say that a decision no longer holds, or which later one holds instead."""
    row = found(request, "med.end_decision", DECISIONS, pk)
    back = reverse("med:topic", args=[row.treatment.topic_id])
    form = EndDecisionForm(
        request.POST or None, later=list(verbs.later(row)[:100]), initial={"ended_on": calendar.today()}
    )
    if done(request, form, lambda data: verbs.end(row, by=request.user, **data), _("Det står nu ved beslutningen.")):
        return redirect(back)
    return form_page(
        request,
        form,
        title=_("Gælder beslutningen ikke længere?"),
        lede=" ".join(part for part in (row.label, row.text) if part),
        button=_("Gem"),
        back=back,
        crumbs=[
            (str(row.treatment.meeting.body), reverse("med:body", args=[row.body_id])),
            (row.treatment.title, back),
        ],
    )


@require_POST
def decision_restore(request, pk):
    """Undo it."""
    row = found(request, "med.end_decision", DECISIONS, pk)
    tried(request, lambda: verbs.restore(row, by=request.user), _("Beslutningen gælder igen."))
    return redirect("med:topic", pk=row.treatment.topic_id)
