"""Questions between bodies."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.files import human_size
from core.views.files import sealed
from med.actions import lifts as verbs
from med.documents import files_of
from med.forms.lifts import DeclineForm, LiftAnswerForm, LiftForm
from med.models import Lift, Treatment
from med.views.beside import address, attempt, bind, crumbs, find_row, form_page, show

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
