"""The letter builder: blocks to fill in, a live preview, checks, and what happens when two write at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import audit, drafts
from core.models import Person
from core.permissions import require
from core.states import StepRefused
from core.texts import error
from incidents import steps
from incidents.actions import letters as verbs
from incidents.forms.letters import LetterForm
from incidents.letters import building, checks, filling
from incidents.views.letter_ground import STATE_KINDS, WRITING, find_letter, private
from incidents.views.letters import shown_letter

CARRIED_OUT = {"csrfmiddlewaretoken", "draft_token", "do", "edit"}


class Panel:
    """One block as the builder shows it: its fields, its words, its switch."""

    def __init__(self, part, form, names):
        self.part, self.code = part, part.code
        self.fields = [form[f"f_{name}"] for name in names if f"f_{name}" in form.fields]
        self.words = form[f"t_{part.code}"] if f"t_{part.code}" in form.fields and part.code != "K1" else None
        self.greeting = form["greeting"] if part.code == "K1" and "greeting" in form.fields else None
        self.switch = form[f"on_{part.code}"] if f"on_{part.code}" in form.fields else None
        key = next((key for key, one in form.choices_of().items() if one is part), None)
        self.choice = form[key] if key else None
        self.has_errors = any(
            field.errors
            for field in [*self.fields, *filter(None, [self.words, self.greeting, self.switch, self.choice])]
        )
        self.words_have_errors = bool(self.words and self.words.errors)


def panels_of(composition, form):
    """Return the panels in order; each placeholder stands in the first block that uses it."""
    seen, found = set(building.LETTERHEAD), []
    for part in composition.parts:
        names = [segment for segment in filling.names_in(part.raw) if segment not in seen]
        seen |= set(names)
        found.append(Panel(part, form, names))
    return found


def candidates(composition):
    """Return the sanctions that the letter may be about."""
    return [one for one in composition.sanctions if building.matching_sanction(composition.letter.type, [one])]


@require_http_methods(["GET", "POST"])
def letter(request, pk):
    """Show the builder of a draft to those who write, and the letter itself to everybody else who may see it."""
    also = ["incidents.edit_letter", "incidents.approve_letter", "incidents.send_letter"]
    found = find_letter(request, pk, also=also)
    may = found.may
    writes = (
        "incidents.edit_letter" in may
        and (found.state in WRITING)
        and not (found.state == "pending" and request.method == "GET" and "edit" not in request.GET)
    )
    if request.method == "POST":
        require(request.user, "incidents.edit_letter", found)
        return _write(request, found, may)
    audit.read("incidents.letter_opened", found, by=request.user, version=found.version)
    return _builder(request, found, may) if writes else shown_letter(request, found, may)


def _form(request, letter, data=None):
    """Return (composition, form) of a letter, with what was typed and not yet saved."""
    composition = building.Composition(letter)
    initial = LetterForm.stored(composition)
    kept = {} if data is not None else drafts.initial(request, reverse("incidents:letter", args=[letter.pk]))
    initial |= {name: value for name, value in kept.items() if name != "sanction"}
    return composition, LetterForm(data, composition=composition, sanctions=candidates(composition), initial=initial)


def _preview(letter, form):
    """Return the composition of what is typed now: valid fields as typed, the others as stored. Nothing is saved."""
    form.is_valid()
    typed = form.content()
    letter.to_several, letter.blocks, letter.heading = typed["to_several"], typed["blocks"], typed["heading"]
    letter.fields = typed["fields"] | {
        name: value for name, value in (letter.fields or {}).items() if name.startswith("_")
    }
    if "sanction" in typed:
        letter.sanction = typed["sanction"]
    return building.Composition(letter)


def live(letter, composition):
    """Return what the preview and the list of checks show."""
    found = checks.run(composition)
    stops = verbs.problems(composition, found)
    clean = [
        words
        for code, words in (
            ("L-04", _("Navne på medarbejdere er ikke med")),
            ("L-01", _("Tiltaleformen er den samme hele vejen")),
            ("L-02", _("Alle datoer er skrevet helt ud")),
            ("L-06", _("Borgeren kan se, hvem der kan ringes til")),
            ("L-07", _("Perioden har en slutdato")),
        )
        if code not in {one.code for one in found}
    ]
    return {
        "letter": letter,
        "doc": composition.document(),
        "marks": True,
        "composition": composition,
        "warnings": [one for one in found if not one.stops],
        "stops": stops,
        "clean": clean,
        "parts": composition.parts,
    }


def _builder(request, letter, may, *, form=None, composition=None, status=200, conflict=None):
    """Show the builder. `form` carries what was refused, `conflict` what somebody else saved in between."""
    if form is None:
        composition, form = _form(request, letter)
    shown = building.Composition(letter) if form.is_bound else composition
    settings = composition.defaults.settings
    why_other = verbs.needs_other_approver(letter, settings)
    approver = verbs.approver_of(letter, why_other) if why_other else None
    return private(
        render(
            request,
            "incidents/letters/builder.html",
            {
                "incident": letter.incident,
                "form": form,
                "panels": panels_of(composition, form),
                "kind": STATE_KINDS[letter.state],
                "may": may,
                "why_other": why_other,
                "approver": approver,
                "head_fields": [form[f"f_{name}"] for name in building.LETTERHEAD if f"f_{name}" in form.fields],
                "conflict": conflict,
                "placeholders": sorted(composition.known.values(), key=lambda row: row.label),
                "todo": steps.find(letter.incident, verbs.SEND) if letter.state != "draft" else None,
                **live(letter, shown),
            },
            status=status,
        )
    )


def _write(request, letter, may):
    """Save what was typed, and go on with what the button says."""
    do = request.POST.get("do", "save")
    data = request.POST
    if do == "both":
        data = _joined(request.POST, letter)
    if letter.state not in WRITING:
        return _too_late(request, letter, data, may)
    composition, form = _form(request, letter, data)
    if not form.is_valid():
        return _builder(request, letter, may, form=form, composition=composition, status=422)
    content = form.content()
    values = {
        "to_several": content["to_several"],
        "blocks": content["blocks"],
        "fields": content["fields"],
        "heading": content["heading"],
    }
    if "sanction" in content:
        values["sanction"] = content["sanction"]
    try:
        saved = verbs.save(letter, by=request.user, edit=form.cleaned_data["edit"], **values)
    except verbs.Stale as stale:
        return _conflict(request, stale.letter, data, may)
    except StepRefused:
        return _too_late(request, verbs.load(letter.pk), data, may)
    drafts.used(request, reverse("incidents:letter", args=[letter.pk]))
    if do == "submit":
        return _submit(request, saved, may)
    if do == "approve":
        return redirect("incidents:letter_approve", pk=saved.pk)
    messages.success(request, _("Kladden er gemt."))
    return redirect("incidents:letter", pk=saved.pk)


def _submit(request, letter, may):
    """Send a saved draft to approval; the list of checks says what is missing."""
    try:
        _found, asked = verbs.submit(letter, by=request.user, edit=letter.edit)
    except (ValidationError, verbs.Stale) as problem:
        for words in getattr(problem, "messages", [str(problem)]):
            messages.warning(request, words)
        return redirect(reverse("incidents:letter", args=[letter.pk]) + "#before")
    messages.success(
        request,
        _("Brevet er sendt til %(name)s, som skal godkende det.") % {"name": asked.name}
        if asked
        else _("Brevet er klar til at blive godkendt."),
    )
    return redirect("incidents:letter", pk=letter.pk)


def _rows_of(data):
    """Return what was typed as {name: text}, for a comparison."""
    return {name: (data.get(name) or "").replace("\r\n", "\n").strip() for name in data if name not in CARRIED_OUT}


def _conflict(request, newest, data, may):
    """Show both texts where two wrote the same: nothing is lost, »Behold begge« first (E-48)."""
    composition = building.Composition(newest)
    form = LetterForm(
        composition=composition, sanctions=candidates(composition), initial=LetterForm.stored(composition)
    )
    mine, pairs = _rows_of(data), []
    for name in form.fields:
        if name in mine and name not in CARRIED_OUT:
            theirs = form[name].value()
            theirs = form.fields[name].prepare_value(theirs) if theirs is not None else ""
            theirs = (
                "" if theirs in (None, False) else "on" if theirs is True else str(theirs).replace("\r\n", "\n").strip()
            )
            if theirs != mine[name]:
                pairs.append({"label": _label(form, name), "theirs": theirs, "mine": mine[name]})
    who = newest.fields.get("_writers", [newest.author_id])[-1]
    other = Person.objects.filter(pk=who).first()
    words = error("E-48", navn=other.name if other and other != request.user else _("Du"))
    return private(
        render(
            request,
            "incidents/letters/conflict.html",
            {
                "letter": newest,
                "incident": newest.incident,
                "pairs": pairs,
                "words": words if other != request.user else error("E-49"),
                "carried": {n: v for n, v in data.items() if n not in CARRIED_OUT},
            },
            status=409,
        )
    )


def _label(form, name):
    """Return the label of a field in words: a block's text goes by the block's name."""
    part = next((part for part in form.composition.parts if name in (f"t_{part.code}", f"on_{part.code}")), None)
    return f"{part.block.name}: {form.fields[name].label.lower()}" if part else form.fields[name].label


def _joined(data, letter):
    """Return what was typed with the other's words above mine wherever both wrote running text."""
    composition = building.Composition(letter)
    stored, joined = LetterForm.stored(composition), data.copy()
    for name, mine in _rows_of(data).items():
        theirs = str(stored.get(name) or "").replace("\r\n", "\n").strip()
        running = name.startswith("t_") or (
            name.startswith("f_")
            and composition.known.get(name[2:])
            and composition.known[name[2:]].form in ("sentence", "lines")
        )
        if running and theirs and mine and theirs != mine and mine not in theirs:
            joined[name] = mine if theirs in mine else f"{theirs}\n\n{mine}"
    return joined


def _too_late(request, letter, data, may):
    """Keep what was typed when the letter was approved meanwhile: a new version may take it over (E-55)."""
    return private(
        render(
            request,
            "incidents/letters/too_late.html",
            {
                "letter": letter,
                "incident": letter.incident,
                "words": error("E-50", tilstand=letter.get_state_display().lower()),
                "carried": {name: value for name, value in data.items() if name not in CARRIED_OUT},
                "may": may,
                "mine": [
                    (name, value) for name, value in _rows_of(data).items() if value and name.startswith(("f_", "t_"))
                ],
            },
            status=409,
        )
    )


@require_POST
def letter_preview(request, pk):
    """Return the preview and the checks of what is typed now, for HTMX; nothing is saved."""
    found = find_letter(request, pk, "incidents.edit_letter")
    if found.state not in WRITING:
        raise Http404
    _composition, form = _form(request, found, request.POST)
    return private(
        render(request, "incidents/letters/_live.html", live(found, _preview(found, form)) | {"is_part": True})
    )


@require_POST
def letter_texts(request, pk):
    """Let a draft follow the standard words that hold now; what the leader has written stays."""
    found = find_letter(request, pk, "incidents.edit_letter")
    edit = request.POST.get("edit", "")
    try:
        verbs.take_new_texts(found, by=request.user, edit=int(edit) if edit.isdigit() and len(edit) < 8 else 0)
    except verbs.Stale:
        messages.warning(request, error("E-49"))
    except StepRefused as late:
        messages.info(request, late.message)
    else:
        messages.success(request, _("Kladden følger nu de nye ord. Dine egne ord står, som du skrev dem."))
    return redirect("incidents:letter", pk=pk)
