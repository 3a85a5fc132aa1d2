"""Minutes: written item by item, with results and actions; attendance."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import audit, calendar, drafts
from core.settings_values import Settings
from core.texts import error
from core.together import together
from core.views.acting import done, page, tried
from med import documents, numbering, pages
from med.actions import approving, writing
from med.actions.ground import Conflict
from med.forms.agenda import FilesForm
from med.forms.agreed import FactsForm
from med.forms.minutes import (
    ActionForm,
    AttendanceForm,
    ClosedForm,
    GroupForm,
    GuestForm,
    OutcomeForm,
    TextForm,
)
from med.models import PartyInput
from med.views.agenda import crumbs_of
from med.views.ground import item_of, meeting_of, people_of


def _entry(item, *, form=None, conflict=None, kept=None):
    """Return what the part of one item shows; `kept` is what was typed and not yet saved."""
    kept = {name: kept[name] for name in ("version", "text") if name in kept} if kept else {}
    return {
        "item": item,
        "key": reverse("med:text", args=[item.pk]),
        "form": form
        or TextForm(initial={"version": item.version, "text": item.text} | kept, auto_id=f"id_{item.pk}_%s"),
        "conflict": conflict,
    }


def phrases(body):
    """Return the standard phrases of the workplace, to be put in where one writes."""
    return [one.strip() for one in Settings(body.unit).text("med_phrases").split("|") if one.strip()]


@require_http_methods(["GET"])
def write(request, pk):
    """Write the minutes: every item with its text."""
    meeting = meeting_of(request, pk, "med.write_minutes")
    if not meeting.is_writing:
        return redirect("med:meeting", pk=pk)
    *asked, attendances, previous, inputs = together(
        *pages.questions(meeting),
        meeting.attendances.select_related("person"),
        approving.waiting_before(meeting),
        PartyInput.objects.filter(treatment__meeting=meeting).select_related("author"),
    )
    items = pages.items_of(meeting, *asked)
    for item in items:
        item.told = [row for row in inputs if row.treatment_id == item.pk]
    kept = drafts.load_many(request.user, [reverse("med:text", args=[item.pk]) for item in items])
    entries = {item.pk: _entry(item, kept=kept.get(reverse("med:text", args=[item.pk]))) for item in items}
    return page(
        request,
        "med/write.html",
        meeting=meeting,
        body=meeting.body,
        parts=[(part, [(n, entries[item.pk]) for n, item in part.items]) for part in numbering.parts(items)],
        written=sum(bool(item.text) for item in items),
        total=len(items),
        attendances=attendances,
        previous=next(iter(previous), None),
        phrases=phrases(meeting.body),
        crumbs=crumbs_of(meeting),
    )


@require_http_methods(["GET", "POST"])
def text(request, pk):
    """Save an item's text; on conflict show both, with »Behold begge«. GET shows it as it is now."""
    item = item_of(request, pk, "med.write_minutes")
    here = f"{reverse('med:write', args=[item.meeting_id])}#item-{pk}"
    if request.method == "GET":
        return _minute(request, item) if request.htmx else redirect(here)
    form = TextForm(request.POST, auto_id=f"id_{pk}_%s")
    by_itself = bool(request.headers.get("X-By-Itself"))
    if not form.is_valid():
        return _by_itself(item, 422) if by_itself else _minute(request, item, form=form, status=422)
    try:
        if not tried(
            request,
            lambda: writing.save_text(item, by=request.user, by_itself=by_itself, **form.cleaned_data),
        ):
            return _by_itself(item, 403) if by_itself else redirect("med:meeting", pk=item.meeting_id)
    except Conflict as other:
        if by_itself:
            return _by_itself(item, 409)
        return _minute(
            request, item, form=form, conflict=_conflict(other.current, form.cleaned_data["text"]), status=409
        )
    if by_itself:
        item.refresh_from_db()
        return _by_itself(item, 200)
    if not request.htmx:
        messages.success(request, _("Gemt."))
        return redirect(here)
    return _minute(request, item_of(request, pk, "med.write_minutes"), saved=True)


def _by_itself(item, status):
    """Answer a page that saves by itself: which version there is now."""
    response = JsonResponse({"version": item.version}, status=status)
    if status == 200:
        response["X-Saved-At"] = calendar.clock(calendar.now())
    response["Cache-Control"] = "private, no-store"
    return response


def _minute(request, item, *, form=None, conflict=None, saved=False, status=200):
    """Show one item of the minutes, alone or as a part of the page."""
    item.result = getattr(item, "outcome", None)
    item.live_actions = [one for one in item.actions.select_related("owner") if one.dropped_on is None]
    item.told = list(item.inputs.select_related("author"))
    documents.put_groups([item], list(documents.group_seats(item.meeting)))
    number = numbering.label_of(item, item.meeting.treatments.standing()).split(" ")[-1]
    response = render(
        request,
        "med/_minute.html" if request.htmx else "med/minute_page.html",
        {
            "entry": _entry(item, form=form, conflict=conflict),
            "number": number,
            "saved": saved,
            "meeting": item.meeting,
            "body": item.meeting.body,
            "previous": approving.waiting_minutes(item.meeting) if item.topic.code == "approval" else None,
            "crumbs": crumbs_of(item.meeting),
        },
        status=status,
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _conflict(current, mine):
    """Return both texts, and the two together."""
    theirs = current.text
    both = mine if theirs in mine else theirs if mine in theirs else f"{theirs}\n\n{mine}"
    who = current.text_by.name if current.text_by else _("En anden")
    return {
        "mine": mine,
        "theirs": theirs,
        "both": both,
        "who": who,
        "version": current.version,
        "message": error("E-48", navn=who),
        "at": current.text_at,
    }


@require_http_methods(["GET", "POST"])
def result(request, pk):
    """Note what came of an item: result, actions, working group, closed annex."""
    item = item_of(request, pk, "med.write_minutes", ("med.read_closed",))
    meeting, which = item.meeting, request.POST.get("form", "")
    reads_closed = "med.read_closed" in meeting.may
    here = redirect("med:result", pk=pk)
    if not meeting.is_writing:
        return redirect("med:item", pk=pk)
    old = getattr(item, "outcome", None)
    people = people_of(meeting.body)
    names = ("kind", "text", "review_on", "valid_until", "passed_to", "disagreement")

    def bound(name):
        return request.POST if request.method == "POST" and which == name else None

    outcome = OutcomeForm(
        bound("outcome"),
        initial={name: getattr(old, name) for name in names}
        | {"is_finished": not item.topic.is_open}
        | {"seen": writing.mark_of(old)}
        if old
        else {"is_finished": True, "seen": ""},
    )
    action = ActionForm(bound("action"), people=people, prefix="a")
    group = GroupForm(bound("group"), people=people, prefix="g")
    closed = ClosedForm(bound("closed"), prefix="c", initial={"version": item.closed_version, "text": item.closed_text})
    try:
        if done(
            request, outcome, lambda data: writing.set_outcome(item, by=request.user, **data), _("Resultatet er gemt.")
        ):
            return here
    except Conflict as other:
        theirs = other.current
        who = error("E-48", navn=theirs.written_by.name)
        outcome.add_error("text", " ".join(str(part) for part in (who, f"{theirs.words}.", theirs.text) if part))
        outcome.data = outcome.data.copy()
        outcome.data["seen"] = writing.mark_of(theirs)
    if done(request, action, lambda data: writing.add_action(item, by=request.user, **data), _("Opgaven er tilføjet.")):
        return here
    if done(
        request, group, lambda data: writing.set_up_group(item, by=request.user, **data), _("Arbejdsgruppen er nedsat.")
    ):
        return here
    try:
        if done(
            request,
            closed,
            lambda data: writing.save_closed(item, by=request.user, **data),
            _("Det lukkede bilag er gemt."),
        ):
            return here
    except Conflict as other:
        closed.add_error(
            "text", _("En anden har skrevet her imens. Den anden tekst: %(text)s") % {"text": other.current.closed_text}
        )
        closed.data = closed.data.copy()
        closed.data["c-version"] = str(other.current.closed_version)
    if request.method == "GET" and item.closed_text:
        audit.read("med.closed_annex_opened", meeting, by=request.user, item=pk)
    return page(
        request,
        "med/result.html",
        item=item,
        meeting=meeting,
        label=numbering.label_of(item, meeting.treatments.standing()),
        outcome=outcome,
        action=action,
        group=group,
        closed=closed,
        actions=[one for one in item.actions.select_related("owner") if one.dropped_on is None],
        groups=list(item.groups.all()),
        files=documents.mark_files(meeting, documents.files_of([item], closed=reads_closed).get(item.pk, [])),
        files_form=FilesForm(promised=bool(item.follows_on), may_close=reads_closed),
        closes=reads_closed,
        crumbs=crumbs_of(meeting),
    )


@require_http_methods(["GET", "POST"])
def attendance(request, pk):
    """Note who took part, and add a substitute or a guest."""
    meeting = meeting_of(request, pk, "med.write_minutes")
    rows = list(meeting.attendances.select_related("person", "instead_of"))
    which = request.POST.get("form", "")
    form = AttendanceForm(request.POST if request.method == "POST" and which == "rows" else None, rows=rows)
    guest = GuestForm(
        request.POST if request.method == "POST" and which == "guest" else None,
        people=people_of(meeting.body),
        members=[row.person for row in rows if row.person_id],
        prefix="g",
    )
    if which == "all":
        tried(
            request,
            lambda: writing.everybody_else_is_here(meeting, by=request.user),
            _("Alle, der ikke var noteret, står som til stede."),
        )
        return redirect("med:attendance", pk=pk)
    facts = FactsForm(
        request.POST if request.method == "POST" and which == "facts" else None,
        meeting=meeting,
        people=[row.person for row in rows if row.person_id],
        prefix="m",
        initial={"led_by": meeting.led_by, "began": meeting.began_at, "ended": meeting.ended_at},
    )
    if done(
        request,
        facts,
        lambda data: writing.set_facts(meeting, by=request.user, **facts.values()),
        _("Mødet er rettet."),
    ):
        return redirect("med:attendance", pk=pk)
    if done(
        request,
        form,
        lambda data: writing.set_attendance(meeting, by=request.user, presences=form.presences()),
        _("Fremmødet er gemt."),
    ):
        return redirect("med:write", pk=pk)
    if done(
        request,
        guest,
        lambda data: writing.add_attendance(meeting, by=request.user, **data),
        _("Personen står på listen."),
    ):
        return redirect("med:attendance", pk=pk)
    return page(
        request,
        "med/attendance.html",
        meeting=meeting,
        unnoted=sum(row.presence == "unknown" for row in rows),
        form=form,
        guest=guest,
        facts=facts,
        crumbs=crumbs_of(meeting),
    )


# -- after the meeting -----------------------------------------------------------------------------------------------
