"""A check of the cooperation (MED-46), and of how a meeting was (MED-54)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from med.actions import checks as verbs
from med.forms.checks import BeginCheckForm, CheckForm
from med.models import Body, Meeting, SelfCheck
from med.rules import checks as rules
from med.views.beside import attempt, bind, crumbs, find_row, form_page, show


@require_GET
def check_list(request, pk):
    """Show a body's checks: the open one, and what the earlier ones showed."""
    body = find_row(request, Body, pk, "med.view_checks", ("unit",), also=("med.begin_check",))
    today = calendar.today()
    rows = list(body.self_checks.select_related("meeting").prefetch_related("answers", "answered_by")[:20])
    for row in rows:
        row.is_open = row.closes_on >= today
        row.mine = request.user in row.answered_by.all()
        row.found = rules.result(row, today)
        row.in_words = rules.IN_WORDS[row.kind]
    context = {
        "body": body,
        "rows": rows,
        "too_few": verbs.too_few(body),
        "may_begin": "med.begin_check" in body.may
        and not any(row.is_open and row.kind == rules.VALUES for row in rows),
        "least": rules.LEAST,
        "path": crumbs(body),
    }
    return show(request, "med/beside/checks.html", context)


def _back(body):
    """Return the path to the list."""
    return _("Tjek af samarbejdet"), reverse("med:checks", args=[body.pk])


@require_http_methods(["GET", "POST"])
def check_begin(request, pk):
    """Open a check."""
    body = find_row(request, Body, pk, "med.begin_check", ("unit",))
    form = bind(request, BeginCheckForm, {"closes_on": calendar.add_working_days(calendar.today(), 10)})
    back = reverse("med:checks", args=[body.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.begin(body, by=request.user, closes_on=form.cleaned_data["closes_on"])  # noqa: E731
        if attempt(request, act, _("Tjekket er åbent. Medlemmerne svarer på udvalgets side."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Begynd et tjek"),
        lede=_("Fire spørgsmål om samarbejdet. Svarene har ingen navne, og I ser kun gennemsnit."),
        button=_("Begynd tjek"),
        back=back,
        path=crumbs(body, _back(body)),
        drafted=False,
    )


@require_http_methods(["GET", "POST"])
def check_answer(request, pk):
    """Answer a check."""
    row = find_row(request, SelfCheck, pk, "med.answer_check", ("body", "meeting"))
    form = CheckForm(request.POST or None, kind=row.kind)
    back = reverse("med:checks", args=[row.body_id])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.answer(row, by=request.user, scores=form.scores(), text=form.cleaned_data["text"])  # noqa: E731
        if attempt(request, act, _("Tak for svaret."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Hvordan var mødet %(day)s?") % {"day": calendar.long_date(row.meeting.starts_at)}
        if row.meeting
        else _("Hvordan går samarbejdet?"),
        lede=_("Svar for dig selv. Dit navn bliver ikke gemt ved svaret."),
        button=_("Send svar"),
        back=back,
        path=crumbs(row.body, _back(row.body)),
        drafted=False,
    )


@require_POST
def check_meeting(request, pk):
    """Ask the members how a meeting was."""
    meeting = find_row(request, Meeting, pk, "med.view_meeting", ("body",))
    find_row(request, Body, meeting.body_id, "med.begin_check")
    attempt(
        request,
        lambda: verbs.ask_about(meeting, by=request.user),
        _("Medlemmerne kan svare nu. Svarene har ingen navne."),
    )
    return redirect("med:meeting", pk=pk)
