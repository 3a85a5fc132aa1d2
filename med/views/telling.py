"""Who is told what of a meeting, how many were reached, and the meeting told in short (MED-50 to MED-52)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar
from core.models import Unit
from core.permissions import rows
from med import papers
from med.actions import telling
from med.choices import DECISIONS
from med.figures import limit_for
from med.forms.lifts import SummaryForm, TellingForm, ToldForm
from med.models import Dissemination, Meeting, Outcome, Summary, Treatment
from med.views.beside import address, attempt, bind, crumbs, find_row, form_page, show
from med.views.wheel import paper


def _rows(meeting):
    return list(
        Dissemination.objects.filter(treatment__meeting=meeting)
        .select_related("treatment__meeting__body", "responsible")
        .prefetch_related("reached__unit")
        .order_by("is_to_med", "due_on", "pk")
    )


@require_GET
def telling_list(request, pk):
    """Show who is told what of a meeting, and how many have read its minutes."""
    meeting = find_row(
        request, Meeting, pk, "med.read_drafts", ("body__unit",), also=("med.prepare_meeting", "med.publish_minutes")
    )
    found = _rows(meeting)
    mine = set(
        rows(
            request.user, "med.finish_dissemination", Dissemination.objects.filter(treatment__meeting=meeting)
        ).values_list("pk", flat=True)
    )
    limit = limit_for(meeting.body)
    for row in found:
        row.may_finish = row.pk in mine and not row.done_on
        row.message = message_of(row)
        row.reach = [
            (one.unit.name, _("vises ikke") if 0 < one.count < limit else str(one.count)) for one in row.reached.all()
        ]
    context = {
        "meeting": meeting,
        "rows": found,
        "items": list(meeting.treatments.standing()) if "med.prepare_meeting" in meeting.may else [],
        "read": readers(meeting, limit),
        "summary": Summary.objects.filter(meeting=meeting).select_related("written_by").first(),
        "may_summarise": "med.publish_minutes" in meeting.may and meeting.body.publishes,
        "path": crumbs(meeting.body, (calendar.long_date(meeting.starts_at), address(meeting))),
    }
    return show(request, "med/lifts/telling.html", context)


def message_of(row):
    """Return the words to send or read out: who they are for, what was agreed, where to read more (MED-50)."""
    lines = [
        _("Til %(who)s") % {"who": row.who},
        "",
        row.what,
        "",
        _("Det er fra mødet i %(body)s %(day)s. Hele referatet kan læses her på siden.")
        % {"body": row.treatment.meeting.body, "day": calendar.long_date(row.treatment.meeting.starts_at)},
    ]
    if row.needs_dialogue:
        lines.append(_("Vi taler om det på næste personalemøde."))
    return "\n".join([*lines, "", row.responsible.name])


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
def summary(request, pk):
    """Tell a meeting in short."""
    meeting = find_row(request, Meeting, pk, "med.publish_minutes", ("body__unit",))
    row = Summary.objects.filter(meeting=meeting).first()
    known = {"text": row.text, "needs_dialogue": row.needs_dialogue} if row else {"text": _first_words(meeting)}
    form = bind(request, SummaryForm, known)
    back = reverse("med:telling", args=[meeting.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: telling.summarise(meeting, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Gemt. Det står øverst i referatet, når det er offentliggjort."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Kort fortalt"),
        lede=_("Til kolleger, der ikke læser hele referatet. De får en mail, når referatet bliver offentliggjort."),
        button=_("Gem tekst"),
        back=back,
        path=crumbs(meeting.body, (calendar.long_date(meeting.starts_at), address(meeting))),
    )


def _first_words(meeting):
    """Return the decisions of a meeting line by line, to begin with."""
    found = Outcome.objects.filter(treatment__meeting=meeting, kind__in=DECISIONS).select_related("treatment")
    return "\n".join(f"{row.treatment.title}: {row.text or row.words}"[:300] for row in found)[:1200]


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
