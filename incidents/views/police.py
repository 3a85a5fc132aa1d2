"""The decision about a police report; later what the police gave; and the affected person's own view."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from core.models import ReferenceLink
from incidents.actions import police as verbs
from incidents.forms.police import PoliceDecisionForm, PoliceResultForm, ViewForm
from incidents.models import PoliceReport
from incidents.rules import deadlines
from incidents.views.ground import StepPage


@require_http_methods(["GET", "POST"])
def police(request, pk):
    """Decide, then note the report. »Yes« is chosen beforehand in category A."""
    page = StepPage(request, pk, verbs.CODE, "incidents.manage", shows_case=True)
    known = PoliceReport.objects.filter(incident=page.incident).select_related("decided_by").first()
    clock = deadlines.clock_of(page.incident, verbs.CODE)
    state = known.state if known else "undecided"
    decision = page.form(
        PoliceDecisionForm,
        name="decide",
        initial={
            "report": {"not_reported": "no", "undecided": "yes" if page.incident.working_category == "A" else None}.get(
                state, "yes"
            ),
            "reason": known.reason if known else "",
            "affected_view": known.affected_view if known else "",
        },
    )
    result = page.form(
        PoliceResultForm,
        name="result",
        initial={
            "reported_at": (known and known.reported_at) or calendar.now(),
            "reported_by": (known and known.reported_by) or request.user.name,
            **{
                name: getattr(known, name)
                for name in ("district", "journal_number", "charge", "note_received_on")
                if known
            },
        },
    )
    skip, gone = page.skip()
    if gone is None and decision.is_bound and decision.is_valid():
        gone = page.act(
            decision,
            lambda data: verbs.decide(page.incident, by=request.user, **data),
            _("Beslutningen er noteret. Anmeld det, og skriv tidspunktet her.")
            if decision.cleaned_data["report"]
            else _("Beslutningen er noteret."),
            to=redirect("incidents:police", pk=pk) if decision.cleaned_data["report"] else None,
        )
    if gone is None and result.is_bound and result.is_valid():
        gone = page.act(
            result,
            lambda data: verbs.record_report(page.incident, by=request.user, **data),
            _("Politianmeldelsen er noteret."),
        )
    return gone or page.render(
        "incidents/steps/police.html",
        decision=decision,
        result=result,
        skip=skip,
        known=known,
        state=state,
        reasons=clock["reasons"] if clock else page.todo.reasons if page.todo else [],
        shows_result=state in ("to_report", "reported") or result.is_bound,
        link=ReferenceLink.objects.filter(code="police_report").exclude(url="").first(),
    )


@require_http_methods(["GET", "POST"])
def police_view(request, pk):
    """Let the affected say what they think of a report."""
    page = StepPage(request, pk, verbs.CODE, "incidents.state_view")
    known = PoliceReport.objects.filter(incident=page.incident).first()
    form = page.form(ViewForm, initial={"view": known.affected_view if known else ""})
    if form.is_bound and form.is_valid():
        gone = page.act(
            form,
            lambda data: verbs.state_view(page.incident, by=request.user, **data),
            _("Din mening er noteret. Din leder kan læse den."),
        )
        if gone:
            return gone
    return page.render(
        "incidents/steps/step.html",
        form=form,
        question=_("Hvad mener du om en politianmeldelse?"),
        button=_("Send min mening"),
        may_skip=False,
        advice=_("Din leder beslutter, men du kan altid selv anmelde det til politiet."),
    )
