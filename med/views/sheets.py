"""The sheet of an item: choose one, fill it in; say who decides the item."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar, drafts
from core import numbers as house
from med import sheets
from med.actions import sheets as verbs
from med.forms.sheets import LevelForm, SheetForm, initial_of
from med.models import AnnualDiscussion, Duty, ItemSheet, Level, Meeting, Treatment
from med.rules import levels
from med.rules.duties import of_topic
from med.views.beside import address, attempt, bind, crumbs, find_row, form_page, show
from med.views.numbers import question

ALONG = ("meeting__body", "topic")


def _item(request, pk):
    """Return the item for whoever may fill in its sheet."""
    return find_row(request, Treatment, pk, "med.write_sheet", ALONG)


def _path(item):
    """Return the way back to the item."""
    meeting = item.meeting
    return crumbs(
        meeting.body,
        (calendar.short_date(meeting.starts_at), address(meeting)),
        (item.title, reverse("med:item", args=[item.pk])),
    )


def questions(item):
    """Return what `for_item` needs, to be asked for together with the rest of the page."""
    about = Q(links__treatment=item) | Q(pk=of_topic(item.topic))
    return (
        ItemSheet.objects.filter(treatment=item).select_related("written_by"),
        Level.objects.filter(treatment=item),
        Duty.objects.filter(about).distinct(),
        AnnualDiscussion.objects.filter(treatment=item),
    )


def for_item(item, may, found, level, duties, discussion):
    """Return what the page of an item shows of sheet and level, from the answers to `questions`; `may` on its meeting."""
    row, level, discussion = (next(iter(one), None) for one in (found, level, discussion))
    sheet = sheets.BY_CODE.get(row.code) if row else None
    if sheet is None:
        sheet = next(filter(None, (sheets.own(item, code) for code in ("", *(duty.code for duty in duties)))), None)
    writes = "med.add_addendum" in may  # the same people as »med.write_sheet«
    open_ = writes and not item.meeting.minutes_are_out and not item.meeting.is_cancelled
    return {
        "sheet": sheet,
        "sheet_row": row,
        "sheet_answers": sheets.shown(row) if row else [],
        "sheet_open": open_,
        "discussion": discussion if "med.read_drafts" in may else None,
        "level": level,
        "level_hint": levels.hint(item.meeting.body, level.level) if level else "",
    }


@require_GET
def choose(request, pk):
    """Show the sheets that can be used for an item."""
    item = _item(request, pk)
    return show(request, "med/sheets/choose.html", {"item": item, "found": sheets.chosen(), "path": _path(item)})


def _before(item):
    """Return the same topic's sheet of the meeting before, or None."""
    return (
        ItemSheet.objects.filter(
            treatment__topic=item.topic_id, treatment__meeting__starts_at__lt=item.meeting.starts_at
        )
        .exclude(treatment=item)
        .order_by("-treatment__meeting__starts_at")
        .first()
    )


def _from_above(item):
    """Return the first answers about the body above: its last meeting with published minutes and what stood on it."""
    parent = item.meeting.body.parent_id
    above = (
        Meeting.objects.published().filter(body=parent).order_by("-starts_at").first()
        if parent
        else Meeting.objects.published().filter(body__kind="hoved_med").order_by("-starts_at").first()
    )
    if above is None:
        return {}
    titles = above.treatments.standing().exclude(topic__is_standing=True).values_list("title", flat=True)
    return {
        "held_on": calendar.local_date(above.starts_at).isoformat(),
        "topics": list(titles),
        "link": address(above),
    }


def _first(item, sheet):
    """Return what an empty sheet begins with."""
    if sheet.code == "hmu":
        return _from_above(item)
    if sheet.code == "supervision":
        return {"themes": sheets.themes()}
    last = _before(item)
    keeps = {ask.name for ask in sheet.asks if ask.keeps}
    return {name: value for name, value in last.answers.items() if name in keeps} if last else {}


@require_http_methods(["GET", "POST"])
def fill(request, pk, code):
    """Fill in a sheet."""
    item = _item(request, pk)
    sheet = sheets.BY_CODE.get(code)
    if sheet is None:
        raise Http404
    row = ItemSheet.objects.filter(treatment=item).first()
    known = row.answers if row and row.code == code else _first(item, sheet)
    version = row.version if row else 0
    if request.method == "POST":
        form = SheetForm(request.POST, sheet=sheet, known=known)
        if form.is_valid():
            act = lambda: verbs.write(  # noqa: E731
                item,
                by=request.user,
                code=code,
                answers=form.answers(),
                version=form.cleaned_data["version"] or 0,
            )
            if attempt(request, act, _("Skemaet er gemt."), form):
                return redirect("med:item", pk=item.pk)
    else:
        first = {**initial_of(sheet, known), **drafts.initial(request, request.path), "version": version}
        form = SheetForm(sheet=sheet, known=known, initial=first)
    last = _before(item)
    context = {
        "item": item,
        "sheet": sheet,
        "form": form,
        "numbers": house.of(question(item.meeting.body, request.user, calendar.today().year)) if sheet.numbers else [],
        "last": last,
        "last_on": last.treatment.meeting.starts_at if last else None,
        "last_answers": sheets.shown(last) if last else [],
        "path": _path(item),
    }
    return show(request, "med/sheets/fill.html", context, form)


@require_http_methods(["GET", "POST"])
def level(request, pk):
    """Say who decides an item."""
    item = _item(request, pk)
    row = Level.objects.filter(treatment=item).first()
    form = bind(request, LevelForm, {"level": row.level if row else item.meeting.body.kind})
    back = reverse("med:item", args=[item.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.place(item, by=request.user, level=form.cleaned_data["level"])  # noqa: E731
        if attempt(request, act, _("Gemt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Hvem afgør det?"),
        lede=_("Indflydelse skal søges der, hvor lederen kan bestemme."),
        button=_("Gem"),
        back=back,
        path=_path(item),
        drafted=False,
    )
