"""Individual supervision: three dates, and whether each was held."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from incidents.actions import supervision as verbs
from incidents.forms.supervision import SessionForm, SupervisionForm
from incidents.views.ground import StepPage


@require_http_methods(["GET", "POST"])
def supervision(request, pk):
    """Plan the sessions and note those that were held."""
    page = StepPage(request, pk, "incidents.supervision", "incidents.manage", shows_case=True)
    sessions = list(page.incident.sessions.all())
    form = page.form(SupervisionForm, initial={f"session_{one.number}": one.starts_at for one in sessions})
    skip, gone = page.skip()
    here = redirect("incidents:supervision", pk=pk)
    if gone is None and form.is_bound and form.is_valid():
        gone = page.act(
            form,
            lambda data: verbs.plan_sessions(
                page.incident, by=request.user, starts={n: data[f"session_{n}"] for n in (1, 2, 3)}
            ),
            _("Sessionerne er noteret. Du bliver mindet om den tredje."),
            here,
        )
    rows = []
    for one in sessions:
        held = page.form(
            SessionForm, name=f"session-{one.number}", initial={"held": one.held, "follow_up": one.follow_up}
        )
        if one.number != verbs.LAST:
            del held.fields["follow_up"]
        held.auto_id = f"id_{one.number}_%s"
        if gone is None and held.is_bound and held.is_valid():
            gone = page.act(
                held,
                lambda data, one=one: verbs.record_session(page.incident, by=request.user, number=one.number, **data),
                _("Sessionen er noteret."),
                here,
            )
        rows.append((one, held))
    return gone or page.render("incidents/steps/supervision.html", form=form, skip=skip, sessions=rows)
