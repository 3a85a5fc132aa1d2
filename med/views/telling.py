"""Who is told what of a meeting, how many were reached, and the meeting told in short (MED-50 to MED-52)."""

from django.db.models import Count
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar
from core.permissions import rows
from core.together import together
from med import papers
from med.actions import looking_through, telling
from med.choices import DECISIONS, MeetingState
from med.figures import limit_for
from med.forms.lifts import BroughtForm, SummaryForm, TellingForm, ToldForm
from med.models import Dissemination, Meeting, Outcome, Summary, Treatment
from med.rules import teams
from med.views.beside import address, attempt, bind, crumbs, find_row, form_page, show
from med.views.wheel import paper


def _rows(meeting):
    """Return what is told of a meeting, with how many were reached."""
    return (
        Dissemination.objects.filter(treatment__meeting=meeting)
        .select_related("treatment__meeting__body", "responsible", "proposal")
        .prefetch_related("reached__unit")
        .order_by("is_to_med", "due_on", "pk")
    )


@require_GET
def telling_list(request, pk):
    """Show who is told what of a meeting, and how many have read its minutes."""
    meeting = find_row(
        request, Meeting, pk, "med.read_drafts", ("body__unit",), also=("med.prepare_meeting", "med.publish_minutes")
    )
    of_meeting = Dissemination.objects.filter(treatment__meeting=meeting)
    plans = "med.prepare_meeting" in meeting.may
    items = meeting.treatments.standing()
    found, mine, summaries, items = together(
        _rows(meeting),
        rows(request.user, "med.finish_dissemination", of_meeting),
        Summary.objects.filter(meeting=meeting).select_related("written_by"),
        items if plans else items.none(),
    )
    mine = {row.pk for row in mine}
    limit = limit_for(meeting.body)
    found_teams = teams.teams_of(meeting.body)
    sizes = {team.unit.pk: team.size for team in found_teams}
    for row in found:
        row.may_finish = row.pk in mine and not row.done_on
        row.may_change = plans and not row.done_on
        row.message = message_of(row)
        row.reach = [
            (one.unit.name, teams.words(one.count, sizes.get(one.unit_id), limit)) for one in row.reached.all()
        ]
    context = {
        "meeting": meeting,
        "rows": found,
        "items": items,
        "read": readers(meeting, found_teams, limit),
        "summary": next(iter(summaries), None),
        "may_summarise": "med.publish_minutes" in meeting.may and meeting.body.publishes,
        "reaches_staff": telling.reaches_staff(meeting.body),
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
        _where_from(row.treatment.meeting),
    ]
    if row.needs_dialogue:
        lines.append(_("Vi taler om det på næste personalemøde."))
    return "\n".join([*lines, "", row.responsible.name])


def _where_from(meeting):
    """Return which meeting a message is from; a committee that publishes nothing has no minutes to point at."""
    said = _("Det er fra mødet i %(body)s %(day)s.") % {
        "body": meeting.body,
        "day": calendar.long_date(meeting.starts_at),
    }
    if not meeting.body.publishes:
        return said
    return f"{said} {_('Hele referatet kan læses her på siden.')}"


def readers(meeting, found_teams, limit):
    """Return [(team, how many of it have opened the minutes, in words)]; every team once they are published."""
    if meeting.state != MeetingState.PUBLISHED:
        return []
    counts = dict(
        meeting.readings.filter(person__unit__isnull=False)
        .order_by()
        .values_list("person__unit")
        .annotate(n=Count("pk"))
    )
    return [(one.unit.name, teams.words(counts.get(one.unit.pk, 0), one.size, limit)) for one in found_teams]


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
        if attempt(request, act, _summary_saved, form):
            waits = meeting.state == MeetingState.PUBLISHED and looking_through.summary_of(meeting).waits
            return redirect(reverse("med:publish", args=[meeting.pk]) if waits else back)
    return form_page(
        request,
        form,
        title=_("Kort fortalt"),
        lede=_summary_lede(meeting),
        button=_("Gem tekst"),
        back=back,
        path=crumbs(meeting.body, (calendar.long_date(meeting.starts_at), address(meeting))),
    )


def _summary_saved(row):
    """Return what becomes of the words now."""
    if row.meeting.state == MeetingState.PUBLISHED and row.waits:
        return _("Gemt. Læs det igennem, så kan alle medarbejdere læse det.")
    return _("Gemt. Det står øverst i referatet, når det er offentliggjort.")


def _summary_lede(meeting):
    """Return who reads it, and who gets a mail."""
    who = _("Til kolleger, der ikke læser hele referatet.")
    if meeting.state == MeetingState.PUBLISHED:
        return f"{who} {_('Referatet er offentliggjort, så der bliver ikke sendt en mail mere.')}"
    if telling.reaches_staff(meeting.body):
        return f"{who} {_('De får en mail, når referatet bliver offentliggjort.')}"
    return f"{who} {_('Udvalget hører ikke til en afdeling, så ingen får en mail om det.')}"


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
def telling_edit(request, pk):
    """Decide anew who is told what, how and by whom, while it isn't done."""
    row = find_row(request, Dissemination, pk, "med.view_dissemination", ("treatment__meeting__body", "responsible"))
    treatment = find_row(request, Treatment, row.treatment_id, "med.plan_dissemination", ("meeting__body",))
    known = {name: getattr(row, name) for name in TellingForm.base_fields if name not in ("responsible", "is_to_med")}
    form = bind(
        request, TellingForm, known | {"responsible": row.responsible_id}, body=treatment.meeting.body, is_new=False
    )
    back = reverse("med:telling", args=[treatment.meeting_id])
    if request.method == "POST" and form.is_valid():
        act = lambda: telling.plan(treatment, row=row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Gemt. Den ansvarlige bliver mindet om det."), form):
            return redirect(back)
    return form_page(request, form, title=_("Hvem skal vide det?"), lede=treatment.title, button=_("Gem"), back=back)


@require_http_methods(["GET", "POST"])
def told(request, pk):
    """Say that it was told; or bring what the employees said to the committee."""
    row = find_row(
        request, Dissemination, pk, "med.finish_dissemination", ("treatment__meeting__body__unit", "responsible")
    )
    facts = [
        (_("Hvem"), row.who),
        (_("Hvordan"), row.get_channel_display()),
        (_("Senest"), calendar.long_date(row.due_on)),
    ]
    if row.is_to_med:
        return _brought(request, row, facts)
    form = bind(request, ToldForm, teams=teams.teams_of(row.treatment.meeting.body))
    if request.method == "POST" and form.is_valid():
        act = lambda: telling.finish(row, by=request.user, note=form.cleaned_data["note"], counts=form.counts())  # noqa: E731
        if attempt(request, act, _("Tak. Det er noteret."), form):
            return redirect("core:desk")
    return form_page(
        request,
        form,
        title=_("Er det fortalt videre?"),
        lede=row.what,
        facts=facts,
        button=_("Markér som gjort"),
        back=reverse("core:desk"),
    )


def _brought(request, row, facts):
    """Show the form that makes a proposal of what the employees said."""
    form = bind(request, BroughtForm)
    if request.method == "POST" and form.is_valid():
        act = lambda: telling.bring_to_med(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Tak. Det er nu et forslag, som formandskabet svarer på."), form):
            return redirect("core:desk")
    return form_page(
        request,
        form,
        title=_("Hvad skal udvalget vide?"),
        lede=row.what,
        facts=facts,
        button=_("Send til udvalget"),
        back=reverse("core:desk"),
    )


@require_GET
def telling_pdf(request, pk):
    """Hand out the form for the notice board."""
    meeting = find_row(request, Meeting, pk, "med.read_drafts", ("body__unit",))
    return paper(papers.dissemination(meeting, list(_rows(meeting))), "formidlingsskema.pdf")
