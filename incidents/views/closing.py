"""Follow up, close, open again; and the question to the affected afterwards."""

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.texts import error
from incidents import steps
from incidents.actions import closing as verbs
from incidents.forms.closing import FollowUpOnForm, ReopenForm
from incidents.forms.ground import StepForm
from incidents.views.ground import StepPage

CODE = "incidents.follow_up"


@require_http_methods(["GET", "POST"])
def close(request, pk):
    """Show what is missing, or ask before closing; or set a day to look at it again."""
    page = StepPage(request, pk, CODE, "incidents.close")
    if page.incident.state == "closed":
        return redirect("incidents:incident", pk=pk)
    closing = page.form(StepForm, name="close")
    follow = page.form(FollowUpOnForm, name="follow", initial={"on": page.incident.follow_up_on})
    gone = None
    if closing.is_bound and closing.is_valid():
        gone = page.act(
            closing,
            lambda data: verbs.close(page.incident, by=request.user),
            _("Hændelsen er lukket. Den tæller med i statistikken, uden navne."),
        )
    elif follow.is_bound and follow.is_valid():
        gone = page.act(
            follow,
            lambda data: verbs.await_follow_up(page.incident, by=request.user, **data),
            _("Dagen er noteret. Den ramte kan se den."),
        )
    missing = verbs.missing(page.incident)
    return gone or page.render(
        "incidents/steps/close.html",
        closing=closing,
        follow=follow,
        may_skip=False,
        missing=[(todo, steps.page_of(todo.kind, pk) or todo.link) for todo in missing],
        message=error("E-53", liste="").rstrip(": "),
        may_follow=page.incident.state in ("in_progress", "awaiting_follow_up"),
    )


@require_http_methods(["GET", "POST"])
def reopen(request, pk):
    """Open a closed incident again, with a reason."""
    page = StepPage(request, pk, CODE, "incidents.reopen")
    if page.incident.state != "closed" and request.method == "GET":
        return redirect("incidents:incident", pk=pk)
    form = page.form(ReopenForm)
    if form.is_bound and form.is_valid():
        gone = page.act(
            form, lambda data: verbs.reopen(page.incident, by=request.user, **data), _("Hændelsen er åbnet igen.")
        )
        if gone:
            return gone
    return page.render(
        "incidents/steps/step.html",
        form=form,
        question=_("Vil du åbne hændelsen igen?"),
        button=_("Åbn igen"),
        may_skip=False,
        hide_clock=True,
        advice=_("Den ramte kan læse begrundelsen."),
    )


@require_http_methods(["GET", "POST"])
def helped(request, pk):
    """Ask the affected whether the help was enough."""
    page = StepPage(request, pk, CODE, "incidents.state_view")
    if page.incident.state != "closed":
        return redirect("incidents:incident", pk=pk)
    form = page.form(StepForm, name="answer")
    answer = request.POST.get("answer")
    if form.is_bound and answer in ("yes", "no"):
        form.is_valid()
        success = (
            _("Tak, fordi du svarede.")
            if answer == "yes"
            else _("Tak, fordi du sagde det. Din leder får besked og kontakter dig.")
        )
        gone = page.act(
            form, lambda data: (None, verbs.answer_helped(page.incident, by=request.user, answer=answer)), success
        )
        if gone:
            return gone
    return page.render("incidents/steps/helped.html", may_skip=False)
