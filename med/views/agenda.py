"""One item before the meeting: read, write, order, input, files; and the topic's whole course."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.permissions import rows
from core.together import together
from core.views.acting import done, found, page, tried
from med import documents, enclosures, numbering, pages
from med.actions import agenda as verbs
from med.actions.confidential import own_side
from med.actions.ground import Conflict, mark_of
from med.forms.agenda import FilesForm, InputForm, ItemEditForm, ItemForm, TagsForm
from med.models import Action, Outcome, PartyInput, PreMeetingNote, Topic, Treatment
from med.views import duties, sheets
from med.views.ground import form_page, groups_of, item_of, meeting_of, people_of, show_theirs

FACTS = tuple(ItemForm.base_fields)


def crumbs_of(meeting):
    """Return the way back from an item."""
    return [
        (str(meeting.body), reverse("med:body", args=[meeting.body_id])),
        (calendar.short_date(meeting.starts_at), reverse("med:meeting", args=[meeting.pk])),
    ]


@require_GET
def item(request, pk):
    """Show an item: what is asked, the parties' input, files, and where the topic was before."""
    row = item_of(request, pk, "med.view_meeting", pages.RIGHTS)
    meeting = row.meeting
    may, inside = meeting.may, "med.read_drafts" in meeting.may
    shown = pages.shows(meeting, may)
    if not shown[0]:
        meeting_of(request, meeting.pk, "med.prepare_meeting")
    series = None
    if row.topic.code in documents.CHARTS and inside:
        from med import figures

        series = next(iter(figures.at_meeting(meeting, [documents.CHARTS[row.topic.code]])), None)
    side = own_side(request.user, meeting.body) if inside and meeting.is_before else ""
    notes = PreMeetingNote.objects.visible_to(request.user).filter(treatment=row, side=side).order_by("pk")[:1]
    outcomes, actions, inputs, notes, siblings, files, waivers, course, *beside = together(
        Outcome.objects.filter(treatment=row) if shown[1] else Outcome.objects.none(),
        row.actions.select_related("owner") if shown[1] else Action.objects.none(),
        row.inputs.select_related("author") if inside else PartyInput.objects.none(),
        notes if side else PreMeetingNote.objects.none(),
        meeting.treatments.standing().only("meeting", "part", "order"),
        enclosures.of_items([row.pk], closed="med.read_closed" in may),
        meeting.waivers.all(),
        Treatment.objects.visible_to(request.user)
        .standing()
        .filter(topic=row.topic_id)
        .exclude(pk=row.pk)
        .select_related("meeting", "outcome")
        .order_by("-meeting__starts_at")[:12],
        *sheets.questions(row),
        *duties.questions(row),
    )
    own = next((one for one in inputs if one.author_id == request.user.pk), None)
    return page(
        request,
        "med/item.html",
        item=row,
        meeting=meeting,
        label=numbering.label_of(row, siblings),
        inside=inside,
        may={name.removeprefix("med."): True for name in may},
        show_minutes=shown[1],
        result=next(iter(outcomes), None),
        actions=[one for one in actions if one.dropped_on is None],
        inputs=inputs,
        input_form=InputForm(initial={"text": own.text if own else ""}) if "med.write_input" in may else None,
        files=documents.mark_files(meeting, files, waivers),
        files_form=FilesForm(promised=bool(row.follows_on), may_close="med.read_closed" in may)
        if "med.write_input" in may or ("med.prepare_meeting" in may and (meeting.is_before or meeting.is_writing))
        else None,
        course=course,
        series=series,
        asked=asked_from(row.topic),
        side=side,
        note=next(iter(notes), None),
        **sheets.for_item(row, may, *beside[:4]),
        **duties.for_item(row, may, *beside[4:]),
        crumbs=crumbs_of(meeting),
        closes={"med.prepare_meeting", "med.read_closed"} <= may,
        can_change="med.prepare_meeting" in may
        and (meeting.state == "agenda_open" or (meeting.state == "released" and row.part == "C")),
    )


def asked_from(topic):
    """Return the number of the question between bodies that a topic comes from, or nothing."""
    kind, _colon, number = topic.source_key.partition(":")
    return int(number) if kind in ("lift", "answer") and number.isdecimal() else None


@require_http_methods(["GET", "POST"])
def item_new(request, pk):
    """Put an item on the agenda."""
    meeting = meeting_of(request, pk, "med.prepare_meeting")
    form = ItemForm(
        request.POST or None,
        people=people_of(meeting.body),
        groups=groups_of(meeting.body),
        initial={"purpose": "discussion"},
    )
    made = []
    if done(
        request,
        form,
        lambda data: made.append(verbs.add_item(meeting, by=request.user, **data)),
        _("Punktet står på dagsordenen."),
    ):
        return redirect(f"{reverse('med:meeting', args=[pk])}#item-{made[0].pk}")
    late = meeting.state == "released"
    return form_page(
        request,
        form,
        title=_("Tilføj punkt"),
        lede=_("Dagsordenen er udsendt, så punktet kommer på et tillæg.") if late else "",
        button=_("Tilføj punkt"),
        back=reverse("med:meeting", args=[pk]),
        crumbs=crumbs_of(meeting),
    )


@require_http_methods(["GET", "POST"])
def item_edit(request, pk):
    """Change what an item says."""
    row = item_of(request, pk, "med.prepare_meeting")
    form = ItemEditForm(
        request.POST or None,
        people=people_of(row.meeting.body),
        groups=groups_of(row.meeting.body),
        initial={name: getattr(row, name) for name in FACTS} | {"seen": mark_of(row, verbs.ITEM)},
    )
    try:
        if done(request, form, lambda data: verbs.change_item(row, by=request.user, **data), _("Punktet er gemt.")):
            return redirect("med:item", pk=pk)
    except Conflict as other:
        show_theirs(form, other.current, verbs.ITEM)
    return form_page(
        request,
        form,
        title=_("Ret punkt"),
        lede=row.help,
        button=_("Gem punkt"),
        back=reverse("med:item", args=[pk]),
        crumbs=crumbs_of(row.meeting),
    )


@require_POST
def item_off(request, pk):
    """Take an item off the agenda; its topic stays."""
    row = item_of(request, pk, "med.prepare_meeting")
    tried(
        request,
        lambda: verbs.take_off(row, by=request.user),
        _("Punktet er taget af dagsordenen. Emnet kommer igen på næste møde, til det bliver lukket."),
    )
    return redirect(f"{reverse('med:meeting', args=[row.meeting_id])}?off={pk}")


@require_POST
def item_back(request, pk):
    """Undo: put an item back."""
    row = found(request, "med.view_treatment", Treatment.objects.select_related("meeting__body"), pk)
    meeting_of(request, row.meeting_id, "med.prepare_meeting")
    tried(request, lambda: verbs.put_back(row, by=request.user), _("Fortrudt. Alt er, som det var."))
    return redirect("med:meeting", pk=row.meeting_id)


@require_POST
def item_move(request, pk, way):
    """Move an item one place up or down."""
    row = item_of(request, pk, "med.prepare_meeting")
    tried(request, lambda: verbs.move_item(row, by=request.user, up=way == "up"))
    return redirect(f"{reverse('med:meeting', args=[row.meeting_id])}#item-{pk}")


@require_POST
def item_input(request, pk):
    """Write one's own input."""
    row = item_of(request, pk, "med.write_input")
    form = InputForm(request.POST)
    if done(
        request, form, lambda data: verbs.write_input(row, by=request.user, text=data["text"]), _("Dit oplæg er gemt.")
    ):
        return redirect("med:item", pk=pk)
    return form_page(
        request,
        form,
        title=row.title,
        button=_("Gem oplæg"),
        back=reverse("med:item", args=[pk]),
        crumbs=crumbs_of(row.meeting),
    )


@require_POST
def item_files(request, pk):
    """Hang files on an item."""
    row = item_of(request, pk, "med.view_meeting", ("med.write_input", "med.prepare_meeting", "med.read_closed"))
    if not row.meeting.may & {"med.write_input", "med.prepare_meeting"}:
        meeting_of(request, row.meeting_id, "med.write_input")
    may_close = "med.read_closed" in row.meeting.may
    form = FilesForm(request.POST, request.FILES, promised=bool(row.follows_on), may_close=may_close)
    kept = 0
    if form.is_valid():
        for uploaded, facts in form.cleaned_data["files"]:
            try:
                said = {name: form.cleaned_data.get(name, False) for name in ("still_missing", "closed")}
                verbs.attach(row, uploaded, facts, by=request.user, **said)
                kept += 1
            except ValidationError as problem:
                form.add_error("files", problem)
    if kept:
        messages.success(request, ngettext("%(n)s fil er vedhæftet.", "%(n)s filer er vedhæftet.", kept) % {"n": kept})
    if kept and not form.errors:
        return redirect("med:result" if row.meeting.is_writing else "med:item", pk=pk)
    return form_page(
        request,
        form,
        title=row.title,
        button=_("Vedhæft"),
        back=reverse("med:item", args=[pk]),
        crumbs=crumbs_of(row.meeting),
        multipart=True,
    )


# -- topics ----------------------------------------------------------------------------------------------------------
@require_GET
def topic(request, pk):
    """Show a topic's course through the meetings."""
    row = found(request, "med.view_topic", Topic.objects.select_related("body"), pk, ("med.close_topic",))
    course = list(
        Treatment.objects.visible_to(request.user)
        .standing()
        .filter(topic=row)
        .select_related("meeting", "outcome__replaced_by", "outcome__ended_by")
        .prefetch_related("actions__owner")
        .order_by("-meeting__starts_at")
    )
    return page(
        request,
        "med/topic.html",
        topic=row,
        body=row.body,
        course=course,
        may_close="med.close_topic" in row.may,
        tags_form=TagsForm(initial={"tags": row.tags}) if "med.close_topic" in row.may else None,
        may_end=set(
            rows(request.user, "med.end_decision", Outcome.objects.filter(treatment__topic=row)).values_list(
                "pk", flat=True
            )
        ),
    )


@require_POST
def topic_close(request, pk):
    """Close a topic."""
    row = found(request, "med.close_topic", Topic.objects.all(), pk)
    tried(request, lambda: verbs.close_topic(row, by=request.user), _("Emnet er lukket. Du kan åbne det igen."))
    return redirect("med:topic", pk=pk)


@require_POST
def topic_reopen(request, pk):
    """Open a topic again."""
    row = found(request, "med.close_topic", Topic.objects.all(), pk)
    tried(request, lambda: verbs.reopen_topic(row, by=request.user), _("Emnet er åbent og kommer på næste dagsorden."))
    return redirect("med:topic", pk=pk)


@require_POST
def topic_tags(request, pk):
    """Say by which words a topic's decisions are found."""
    row = found(request, "med.close_topic", Topic.objects.select_related("body"), pk)
    form = TagsForm(request.POST)
    if done(
        request,
        form,
        lambda data: verbs.tag_topic(row, by=request.user, tags=data["tags"]),
        _("Emneordene er gemt. Beslutningerne kan findes på dem."),
    ):
        return redirect("med:topic", pk=pk)
    return form_page(
        request,
        form,
        title=_("Emneord"),
        lede=row.title,
        button=_("Gem emneord"),
        back=reverse("med:topic", args=[pk]),
        crumbs=[(str(row.body), reverse("med:body", args=[row.body_id]))],
    )


def searched(text):
    """Return the condition that a treatment's words hold the text."""
    return Q(title__icontains=text) | Q(text__icontains=text) | Q(outcome__text__icontains=text)
