"""Questions between bodies, and who is told what of a meeting."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.files import human_size
from core.models import Unit
from core.permissions import rows
from core.views.files import sealed
from med import papers
from med.actions import lifts as verbs
from med.actions import telling
from med.documents import files_of
from med.figures import limit_for
from med.forms.lifts import DeclineForm, LiftAnswerForm, LiftForm, TellingForm, ToldForm
from med.models import Dissemination, Lift, Meeting, Treatment
from med.views.beside import address, attempt, bind, crumbs, find_row, form_page, show
from med.views.wheel import paper

KINDS = {"sent": "wait", "accepted": "run", "declined": "late", "answered": "done"}


@require_GET
def lift_list(request):
    """Show the questions to and from one's bodies."""
    found = list(
        Lift.objects.visible_to(request.user)
        .select_related("from_body", "to_body", "treatment")
        .order_by("-sent_at")
        .distinct()[:100]
    )
    for row in found:
        row.badge = KINDS[row.state]
    return show(request, "med/lifts/list.html", {"rows": found, "path": ()})


@require_http_methods(["GET", "POST"])
def lift_new(request, pk):
    """Ask another body about an item."""
    treatment = find_row(request, Treatment, pk, "med.lift", ("meeting__body__parent", "topic"))
    body = treatment.meeting.body
    files = files_of([treatment]).get(treatment.pk, [])
    form = bind(request, LiftForm, bodies=verbs.targets(body), attachments=files)
    if request.method == "POST" and form.is_valid():
        found: list = []
        act = lambda: found.append(verbs.send(treatment, by=request.user, **form.cleaned_data))  # noqa: E731
        if attempt(request, act, _("Spørgsmålet er sendt. Svaret kommer selv på jeres dagsorden."), form):
            return redirect("med:lift", pk=found[0].pk)
    return form_page(
        request,
        form,
        title=_("Spørg et andet udvalg"),
        lede=treatment.title,
        button=_("Send spørgsmål"),
        back=address(treatment.meeting),
        path=crumbs(body, (calendar.long_date(treatment.meeting.starts_at), address(treatment.meeting))),
    )


@require_GET
def lift(request, pk):
    """Show a question and what became of it."""
    row = find_row(
        request,
        Lift,
        pk,
        "med.view_lift",
        ("from_body", "to_body", "treatment__meeting", "sent_by"),
        also=("med.answer_lift",),
    )
    facts = [
        (_("Fra"), str(row.from_body)),
        (_("Til"), str(row.to_body)),
        (_("Type"), _("Høring") if row.is_hearing else _("Spørgsmål til afgørelse")),
        (_("Sendt"), f"{calendar.long_date(row.sent_at)}, {row.sent_by.name}"),
        (_("Svar ønskes senest"), calendar.long_date(row.reply_by) if row.reply_by else ""),
    ]
    context = {
        "row": row,
        "badge": KINDS[row.state],
        "facts": facts,
        "files": [
            {
                "name": one.original_name,
                "url": reverse("med:lift_file", args=[row.pk, one.key]),
                "note": human_size(one.size),
            }
            for one in verbs.chosen(row)
        ],
        "answers": "med.answer_lift" in row.may,
        "path": ((_("Spørgsmål mellem udvalg"), reverse("med:lifts")),),
    }
    return show(request, "med/lifts/lift.html", context)


@require_GET
def lift_file(request, pk, key):
    """Give out a file that travels with a question: to the two bodies, whatever they see of each other's agendas."""
    row = find_row(request, Lift, pk, "med.view_lift", ("treatment",))
    found = next((one for one in verbs.chosen(row) if one.key == key), None)
    if found is None:
        raise Http404
    audit.read("med.lift_file_opened", row, by=request.user, file=found.pk)
    return sealed(found)


@require_POST
def lift_accept(request, pk):
    """Take a question on."""
    row = find_row(request, Lift, pk, "med.answer_lift", ("from_body", "to_body", "treatment"))
    attempt(request, lambda: verbs.accept(row, by=request.user), _("Punktet kommer på jeres næste dagsorden."))
    return redirect("med:lift", pk=row.pk)


def _respond(request, pk, form_class, verb, title, button, said):
    row = find_row(request, Lift, pk, "med.answer_lift", ("from_body", "to_body", "treatment"))
    form = bind(request, form_class)
    back = reverse("med:lift", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verb(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, said, form):
            return redirect(back)
    return form_page(request, form, title=title, lede=row.treatment.title, button=button, back=back)


@require_http_methods(["GET", "POST"])
def lift_answer(request, pk):
    """Answer a question."""
    said = _("Svaret er sendt og kommer på deres næste dagsorden.")
    return _respond(request, pk, LiftAnswerForm, verbs.answer, _("Svar"), _("Send svar"), said)


@require_http_methods(["GET", "POST"])
def lift_decline(request, pk):
    """Decline a question with a reason."""
    said = _("Afvisningen er sendt med begrundelsen.")
    return _respond(request, pk, DeclineForm, verbs.decline, _("Afvis spørgsmål"), _("Afvis spørgsmål"), said)


# -- telling ---------------------------------------------------------------------------------------------------------
def _rows(meeting):
    return list(
        Dissemination.objects.filter(treatment__meeting=meeting)
        .select_related("treatment", "responsible")
        .prefetch_related("reached__unit")
        .order_by("is_to_med", "due_on", "pk")
    )


@require_GET
def telling_list(request, pk):
    """Show who is told what of a meeting, and how many have read its minutes."""
    meeting = find_row(request, Meeting, pk, "med.read_drafts", ("body__unit",), also=("med.prepare_meeting",))
    found = _rows(meeting)
    mine = set(
        rows(
            request.user, "med.finish_dissemination", Dissemination.objects.filter(treatment__meeting=meeting)
        ).values_list("pk", flat=True)
    )
    limit = limit_for(meeting.body)
    for row in found:
        row.may_finish = row.pk in mine and not row.done_on
        row.reach = [
            (one.unit.name, _("vises ikke") if 0 < one.count < limit else str(one.count)) for one in row.reached.all()
        ]
    context = {
        "meeting": meeting,
        "rows": found,
        "items": list(meeting.treatments.standing()) if "med.prepare_meeting" in meeting.may else [],
        "read": readers(meeting, limit),
        "path": crumbs(meeting.body, (calendar.long_date(meeting.starts_at), address(meeting))),
    }
    return show(request, "med/lifts/telling.html", context)


def readers(meeting, limit):
    """Return [(unit, how many have opened the minutes, small numbers hidden)]."""
    from django.db.models import Count

    counts = (
        meeting.readings.filter(person__unit__isnull=False)
        .values_list("person__unit__name")
        .annotate(n=Count("pk"))
        .order_by("person__unit__name")
    )
    return [(name, _("vises ikke") if n < limit else str(n)) for name, n in counts]


@require_http_methods(["GET", "POST"])
def telling_new(request, pk):
    """Decide who is told what of an item."""
    treatment = find_row(request, Treatment, pk, "med.plan_dissemination", ("meeting__body",))
    day = calendar.add_working_days(max(calendar.today(), calendar.local_date(treatment.meeting.starts_at)), 5)
    form = bind(request, TellingForm, {"due_on": day, "is_to_med": "0"}, body=treatment.meeting.body)
    back = reverse("med:telling", args=[treatment.meeting_id])
    if request.method == "POST" and form.is_valid():
        act = lambda: telling.plan(treatment, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Det er noteret. Den ansvarlige bliver mindet om det."), form):
            return redirect(back)
    return form_page(request, form, title=_("Hvem skal vide det?"), lede=treatment.title, button=_("Gem"), back=back)


@require_http_methods(["GET", "POST"])
def told(request, pk):
    """Say that it was told."""
    row = find_row(
        request, Dissemination, pk, "med.finish_dissemination", ("treatment__meeting__body__unit", "responsible")
    )
    unit = row.treatment.meeting.body.unit
    units = list(Unit.objects.in_use().filter(path__startswith=unit.path).order_by("path")[:12]) if unit else []
    form = bind(request, ToldForm, units=units)
    if request.method == "POST" and form.is_valid():
        act = lambda: telling.finish(row, by=request.user, note=form.cleaned_data["note"], counts=form.counts())  # noqa: E731
        if attempt(request, act, _("Tak. Det er noteret."), form):
            return redirect("core:desk")
    return form_page(
        request,
        form,
        title=_("Er det fortalt videre?"),
        lede=row.what,
        facts=[
            (_("Hvem"), row.who),
            (_("Hvordan"), row.get_channel_display()),
            (_("Senest"), calendar.long_date(row.due_on)),
        ],
        button=_("Markér som gjort"),
        back=reverse("core:desk"),
    )


@require_GET
def telling_pdf(request, pk):
    """Hand out the form for the notice board."""
    meeting = find_row(request, Meeting, pk, "med.read_drafts", ("body__unit",))
    return paper(papers.dissemination(meeting, _rows(meeting)), "formidlingsskema.pdf")
