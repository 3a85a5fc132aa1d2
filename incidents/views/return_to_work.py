"""The way back to work."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from incidents import steps
from incidents.actions import return_to_work as verbs
from incidents.forms.ground import StepForm
from incidents.forms.return_to_work import ReturnForm
from incidents.views.ground import StepPage


@require_http_methods(["GET", "POST"])
def return_to_work(request, pk):
    """Note an agreement, and that it was followed up."""
    page = StepPage(request, pk, "incidents.return_to_work", "incidents.manage", shows_case=True)
    form = page.form(ReturnForm, initial={"starts_on": calendar.today(), "responsible": request.user.pk})
    follow = page.form(StepForm, name="follow")
    if follow.is_bound and follow.is_valid():
        gone = page.act(
            follow,
            lambda data: (None, verbs.record_follow_up(page.incident, by=request.user)),
            _("Opfølgningen er noteret."),
            redirect("incidents:return_to_work", pk=pk),
        )
        if gone:
            return gone
    return page.answer(
        form,
        lambda data: verbs.add_initiative(page.incident, by=request.user, **data),
        _("Aftalen er noteret."),
        template="incidents/steps/return_to_work.html",
        initiatives=page.incident.return_initiatives.select_related("responsible").order_by("starts_on"),
        follow_up=steps.find(page.incident, "incidents.return_follow_up"),
    )
