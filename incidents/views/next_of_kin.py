"""The next-of-kin list: asked for with a reason, shown once, and what came of the call."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from core.models import ReferenceLink
from core.settings_values import Settings
from incidents.actions import next_of_kin as verbs
from incidents.forms.next_of_kin import KinContactForm, OpenListForm
from incidents.views.ground import StepPage, place_errors

TEMPLATE = "incidents/steps/next_of_kin.html"


@require_http_methods(["GET", "POST"])
def next_of_kin(request, pk):
    """Ask before the list is opened, show it in the answer to that POST only, and note how the call went."""
    page = StepPage(request, pk, "incidents.next_of_kin", "incidents.open_next_of_kin")
    ask = page.form(OpenListForm, name="open")
    contact = page.form(KinContactForm, name="contact", initial={"contacted_at": calendar.now()})
    skip, gone = page.skip()
    entries = None
    if gone is None and ask.is_bound and ask.is_valid():
        try:
            entries = verbs.open_list(page.incident, by=request.user, **ask.cleaned_data)
        except ValidationError as problem:
            place_errors(ask, problem)
    if gone is None and contact.is_bound and contact.is_valid():
        gone = page.act(
            contact, lambda data: verbs.record_contact(page.incident, by=request.user, **data), _success(contact)
        )
        if gone and contact.cleaned_data["outcome"] == "no_answer":
            gone = redirect("incidents:next_of_kin", pk=pk)
    settings = Settings(page.incident.unit)
    in_app = "next_of_kin_in_app" not in settings.known or settings.flag("next_of_kin_in_app")
    return gone or page.render(
        TEMPLATE,
        ask=ask,
        form=contact,
        skip=skip,
        entries=entries,
        in_app=in_app,
        archive=None if in_app else ReferenceLink.objects.filter(code="sbsys").exclude(url="").first(),
        last=getattr(page.incident, "kin_contact", None),
    )


def _success(form):
    """Say what happens next."""
    if form.cleaned_data["outcome"] == "no_answer":
        return _("Noteret, at ingen svarede. Skridtet venter, til nogen har fået fat i dem.")
    return _("Svaret er noteret.")
