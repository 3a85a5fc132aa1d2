"""Guidelines, guides and policies: read, write, ask for talks, send in hearing (MED-27, MED-34)."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.permissions import can, rows
from med.actions import register as verbs
from med.forms.register import AnswerForm, GuidelineForm, HearingForm
from med.models import Body, Guideline, HearingAnswer
from med.views.attached import files_of
from med.views.beside import attempt, bind, find_row, form_page, show
from med.views.registered import path_of, write_page

WRITES = (GuidelineForm, verbs.write_guideline, "guideline", verbs.GUIDELINE)


@require_GET
def guideline(request, pk):
    """Show a guideline, guide or policy with its hearing."""
    row = find_row(
        request,
        Guideline,
        pk,
        "med.view_guideline",
        ("body", "owner", "agreed_at__meeting"),
        also=("med.write_guideline", "med.ask_for_talks"),
    )
    hearing = list(row.hearing.select_related("unit"))
    mine = (
        set(rows(request.user, "med.answer_hearing", row.hearing.all()).values_list("pk", flat=True))
        if hearing
        else set()
    )
    for one in hearing:
        one.may_answer = one.pk in mine
    versions = list(row.versions.select_related("written_by", "agreed_at__meeting"))
    agreed = next((one for one in versions if one.number == row.agreed_version), None)
    is_new = agreed is not None and row.agreed_version != row.version  # a wording that nobody has agreed to yet
    inside = bool({"med.write_guideline", "med.ask_for_talks"} & row.may) or row.state == "in_hearing"
    facts = [
        (_("Udvalg"), str(row.body)),
        (_("Udgave"), str(row.agreed_version or row.version)),
        (_("Aftalt"), calendar.long_date(agreed.agreed_at.meeting.starts_at) if agreed and agreed.agreed_at else ""),
        (_("Ejer"), row.owner.name if row.owner else ""),
        (_("Gælder fra"), calendar.long_date(row.in_force_from) if row.in_force_from else ""),
        (_("Revideres senest"), calendar.long_date(row.revise_by) if row.revise_by else ""),
        (_("Emneord"), ", ".join(row.tags)),
        (_("Bedt om forhandling"), calendar.long_date(row.talks_asked_at) if row.talks_asked_at else ""),
    ]
    return show(
        request,
        "med/register/guideline.html",
        {
            "row": row,
            "facts": facts,
            "hearing": hearing,
            "files": files_of(row),
            "path": path_of(row.body),
            "agreed": agreed,
            "is_new": is_new and inside,
            "text": agreed.text if is_new else row.text,
            "versions": versions if inside else [one for one in versions if one.approved_on],
        },
    )


@require_http_methods(["GET", "POST"])
def guideline_new(request, pk):
    """Write a new guideline."""
    body = find_row(request, Body, pk, "med.keep_register", ("unit",))
    return write_page(request, body, None, WRITES, {"kind": "guideline"}, _("Ny retningslinje eller vejledning"))


@require_http_methods(["GET", "POST"])
def guideline_edit(request, pk):
    """Change a guideline."""
    row = find_row(request, Guideline, pk, "med.write_guideline", ("body__unit",))
    return write_page(request, row.body, row, WRITES, {}, row.title)


@require_POST
def talks(request, pk):
    """Ask for talks about a guideline."""
    row = find_row(request, Guideline, pk, "med.ask_for_talks", ("body",))
    attempt(
        request,
        lambda: verbs.ask_for_talks(row, by=request.user),
        _("Punktet kommer på næste dagsorden. Begge parter skal søge enighed."),
    )
    return redirect("med:guideline", pk=row.pk)


@require_POST
def talks_end(request, pk):
    """Say that the talks are over."""
    row = find_row(request, Guideline, pk, "med.write_guideline", ("body",))
    agreed = request.POST.get("agreed") == "yes"
    attempt(request, lambda: verbs.end_talks(row, by=request.user, agreed=agreed), _("Forhandlingen er slut."))
    return redirect("med:guideline", pk=row.pk)


@require_http_methods(["GET", "POST"])
def hearing_new(request, pk):
    """Ask teams about a draft."""
    row = find_row(request, Guideline, pk, "med.write_guideline", ("body__unit",))
    form = bind(request, HearingForm, body=row.body)
    back = reverse("med:guideline", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.ask_teams(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Teamene er spurgt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Send i høring"),
        lede=row.title,
        button=_("Spørg teams"),
        back=back,
        path=path_of(row.body),
        drafted=False,
    )


@require_http_methods(["GET", "POST"])
def hearing_answer(request, pk):
    """Answer for a team."""
    row = HearingAnswer.objects.select_related("guideline__body", "unit").filter(pk=pk).first()
    if row is None or not can(request.user, "med.view_guideline", row.guideline):
        raise Http404
    row = find_row(request, HearingAnswer, pk, "med.answer_hearing", ("guideline__body", "unit"))
    form = bind(request, AnswerForm, {"answer": row.answer})
    back = reverse("med:guideline", args=[row.guideline_id])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.answer_hearing(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Svaret er gemt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Svar fra %(unit)s") % {"unit": row.unit.name},
        lede=row.guideline.title,
        button=_("Gem svar"),
        back=back,
    )
