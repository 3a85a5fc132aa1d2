"""Functions of representatives as HR keeps them: written, put right, re-elected, ended; the numbers of the agreements."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.models import Person
from core.permissions import require_add
from med.actions import functions as verbs
from med.actions import training
from med.forms.training import EndForm, FigureForm, PeriodForm, RecordForm, WhoForm, seat_words
from med.models import TrainingFigure, TrainingRecord
from med.views.beside import attempt, bind, find_row, form_page, show

FIELDS = tuple(RecordForm.base_fields)


def _path():
    """Return the way back to the overview."""
    return ((_("Uddannelse"), reverse("med:training")),)


def _record(request, pk):
    """Return a function that the person keeps."""
    return find_row(request, TrainingRecord, pk, "med.keep_training", ("person", "seat__body"))


def _seats(record):
    """Return the seats that can be chosen: those held, and the one that is chosen already."""
    found = list(verbs.seats_of(record.person))
    return found if record.seat is None or record.seat in found else [record.seat, *found]


@require_http_methods(["GET", "POST"])
def record_new(request):
    """Ask whose function is to be written."""
    require_add(request.user, "med.keep_training")
    form = bind(request, WhoForm, people=Person.objects.visible_to(request.user).working())
    if request.method == "POST" and form.is_valid():
        return redirect("med:training_new_for", pk=form.cleaned_data["person"].pk)
    return form_page(
        request,
        form,
        title=_("Skriv funktion op"),
        lede=_("De fleste funktioner kommer af sig selv, når en plads i et udvalg bliver besat."),
        button=_("Gå videre"),
        back=reverse("med:training"),
        path=_path(),
        drafted=False,
    )


@require_http_methods(["GET", "POST"])
def record_new_for(request, pk):
    """Write a person's function; the seat says most of it."""
    require_add(request.user, "med.keep_training")
    person = Person.objects.visible_to(request.user).working().filter(pk=pk).first()
    if person is None:
        raise Http404
    seats = list(verbs.seats_of(person))
    said = next((found for found in map(verbs.by_seat, seats) if found), {})
    if said:
        said["seat"] = next(seat for seat in seats if verbs.by_seat(seat)).pk
    form = bind(request, RecordForm, {"elected_on": calendar.today()} | said, seats=seats)
    if request.method == "POST" and form.is_valid():
        found: list = []
        act = lambda: found.append(verbs.add_record(by=request.user, person=person, **form.cleaned_data))  # noqa: E731
        if attempt(request, act, _("Funktionen er skrevet op."), form):
            return redirect("med:training_record", pk=found[0].pk)
    return form_page(
        request,
        form,
        title=_("Ny funktion"),
        lede=person.name,
        button=_("Gem funktion"),
        back=reverse("med:training"),
        path=_path(),
    )


@require_http_methods(["GET", "POST"])
def record_edit(request, pk):
    """Put a function right; an ended one goes on when its last day is taken away."""
    row = _record(request, pk)
    back = reverse("med:training_record", args=[row.pk])
    initial = {name: getattr(row, name) for name in FIELDS} | {"seat": row.seat_id}
    form = bind(request, RecordForm, initial, seats=_seats(row), is_ended=row.ended_on is not None)
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.change_record(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Funktionen er gemt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Ret funktion"),
        lede=row.person.name,
        button=_("Gem funktion"),
        back=back,
        path=_path(),
    )


@require_http_methods(["GET", "POST"])
def record_reelect(request, pk):
    """Let a new period begin."""
    row = _record(request, pk)
    back = reverse("med:training_record", args=[row.pk])
    held = next((seat.pk for seat in verbs.seats_of(row.person) if seat.represents == row.function), row.seat_id)
    form = bind(request, PeriodForm, {"elected_on": calendar.today(), "seat": held}, seats=_seats(row))
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.reelect(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Genvalget er skrevet. Funktionsårene fortsætter fra det første valg."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Genvalg"),
        lede=row.person.name,
        button=_("Gem genvalg"),
        back=back,
        path=_path(),
        facts=[(_("Funktion"), row.get_function_display()), (_("Valgt første gang"), calendar.long_date(row.began_on))],
    )


@require_http_methods(["GET", "POST"])
def record_end(request, pk):
    """End a function; asks first."""
    row = _record(request, pk)
    back = reverse("med:training_record", args=[row.pk])
    form = bind(request, EndForm, {"ended_on": calendar.today()})
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.end_record(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Funktionen er afsluttet. Du kan tage den op igen under »Ret funktion«."), form):
            return redirect(back)
    facts = [(_("Funktion"), row.get_function_display())]
    if row.seat is not None:
        facts.append((_("Plads, som ikke slutter her"), seat_words(row.seat)))
    return form_page(
        request,
        form,
        title=_("Afslut funktion?"),
        lede=_("Efter den sidste dag bliver der ikke mindet om mere, og tiden til sletning begynder."),
        button=_("Afslut funktion"),
        back=back,
        path=_path(),
        drafted=False,
        danger=True,
        facts=[(_("Navn"), row.person.name), *facts],
    )


@require_POST
def record_confirm(request, pk):
    """Say that a function written because of a seat is right."""
    row = _record(request, pk)
    attempt(request, lambda: verbs.confirm_record(row, by=request.user), _("Funktionen er set igennem."))
    return redirect("med:training_record", pk=row.pk)


# -- the numbers of the agreements -------------------------------------------------------------------------------------
@require_GET
def figure_list(request):
    """Show the numbers that training is counted by, with source and days, those that no longer hold too."""
    require_add(request.user, "med.keep_training_figures")
    today = calendar.today()
    rows = list(TrainingFigure.objects.select_related("checked_by").order_by("code", "-valid_from"))
    for row in rows:
        row.holds = row.valid_from <= today and (row.valid_to is None or today <= row.valid_to)
        row.may_change = row.valid_to is None
    return show(request, "med/training/figures.html", {"rows": rows, "path": _path()})


@require_http_methods(["GET", "POST"])
def figure_change(request, pk):
    """Write a new number from a day."""
    row = find_row(request, TrainingFigure, pk, "med.keep_training_figures")
    back = reverse("med:training_figures")
    initial = {"days": row.days, "months": row.months, "source": row.source, "note": row.note}
    form = bind(request, FigureForm, initial, has_months=row.months is not None)
    if request.method == "POST" and form.is_valid():
        act = lambda: training.change_figure(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Det nye tal er gemt. Det gamle gælder til dagen før."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=row.get_code_display(),
        lede=_("Funktioner, der begyndte før, beholder fristen fra det gamle tal."),
        button=_("Gem tal"),
        back=back,
        path=(*_path(), (_("Tal fra aftalerne"), back)),
    )


@require_POST
def figure_check(request, pk):
    """Say that a number was held against the agreement."""
    row = find_row(request, TrainingFigure, pk, "med.keep_training_figures")
    attempt(request, lambda: training.check_figure(row, by=request.user), _("Noteret som kontrolleret i dag."))
    return redirect("med:training_figures")
