"""Letters: the decision about one, the builder with its live preview, and the way to sent and filed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar, documents, drafts, pdf
from core.models import Person
from core.permissions import actions_on, require, rows
from core.settings_values import Settings
from core.states import StepRefused
from core.texts import error
from core.views.documents import pdf_response
from incidents import steps
from incidents.actions import letters as verbs
from incidents.forms.letters import FiledForm, LetterDecisionForm, LetterForm, LetterViewForm, NewLetterForm, SendBackForm, SentForm
from incidents.letters import building, checks, filling
from incidents.models import Letter, LetterDecision, LetterType, Sanction
from incidents.views.ground import find_incident, place_errors, with_draft

STATE_KINDS = {"draft": "draft", "pending": "wait", "approved": "run", "printed": "run", "sent": "run", "filed": "done", "replaced": "done"}
WRITING = ("draft", "pending")
CARRIED_OUT = {"csrfmiddlewaretoken", "draft_token", "do", "edit"}


def private(response):
    """Keep a page of a case out of every cache."""
    response["Cache-Control"] = "private, no-store"
    return response


def find_letter(request, pk, action="incidents.view_letter"):
    """Return a letter with all its page needs, if the person may do the action on it; 404 or 403 otherwise."""
    found = rows(request.user, action, Letter.objects.select_related(*verbs.RELATED, "sent_by", "filed_by", "previous")).filter(pk=pk).first()
    if found is None:
        require(request.user, action, Letter(pk=pk))
        raise Http404
    return found


# -- the letters of a case -----------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def letters(request, pk):
    """Show the decision about a letter and the letters; the affected says what they think, the leader decides and begins one."""
    incident = find_incident(request, pk, "incidents.view")
    may = actions_on(request.user, incident, ["incidents.write_letter", "incidents.state_view"])
    found = list(Letter.objects.visible_to(request.user).filter(incident=incident).select_related("type", "author", "approved_by").order_by("-pk"))
    if not may and not found:
        require(request.user, "incidents.write_letter", incident)
    decision = LetterDecision.objects.filter(incident=incident).select_related("decided_by").first()
    pressed = request.POST.get("form", "") if request.method == "POST" else ""
    context = {"incident": incident, "may": may, "decision": decision, "letters": [(letter, STATE_KINDS[letter.state]) for letter in found]}
    if "incidents.write_letter" in may:
        kept = {"talked_on": decision.talked_on, "affected_view": decision.affected_view, "reason": decision.reason} if decision else {}
        if decision and decision.send is not None:
            kept["send"] = "yes" if decision.send else "no"
        kinds = list(LetterType.objects.all())
        why = building.suggestions(kinds, incident)
        context |= {
            "decide_form": LetterDecisionForm(request.POST if pressed == "decide" else None, initial=kept | with_draft(request, LetterDecisionForm, request.path)),
            "new_form": NewLetterForm(request.POST if pressed == "new" else None, why=why, initial={"type": request.GET.get("type") or next(iter(why), None), "to_several": ""}),
            "todo": steps.find(incident, verbs.DECISION), "why": [{"text": f"{kind.title}: {why[kind.code]}"} for kind in kinds if kind.code in why],
        }
        if pressed == "decide" and context["decide_form"].is_valid():
            data = context["decide_form"].cleaned_data
            try:
                verbs.decide(incident, by=request.user, send=data["send"] == "yes", reason=data["reason"], talked_on=data["talked_on"], affected_view=data["affected_view"])
            except ValidationError as problem:
                place_errors(context["decide_form"], problem)
            else:
                drafts.used(request, request.path)
                messages.success(request, _("Beslutningen er noteret. Vælg et brev nedenfor.") if data["send"] == "yes" else _("Det er noteret, at der ikke bliver sendt et brev."))
                return redirect("incidents:letters", pk=pk)
        if pressed == "new" and context["new_form"].is_valid():
            data = context["new_form"].cleaned_data
            letter = verbs.create(incident, by=request.user, type=data["type"], to_several=data["to_several"] == "yes", sanction=_wanted_sanction(request, incident))
            return redirect("incidents:letter", pk=letter.pk)
    elif "incidents.state_view" in may:
        context["view_form"] = LetterViewForm(request.POST if pressed == "view" else None, initial={"view": decision.affected_view if decision else ""} | with_draft(request, LetterViewForm, request.path))
        if pressed == "view" and context["view_form"].is_valid():
            verbs.state_view(incident, by=request.user, view=context["view_form"].cleaned_data["view"])
            drafts.used(request, request.path)
            messages.success(request, _("Tak. Din leder kan læse det."))
            return redirect("incidents:letters", pk=pk)
    wrong = any(getattr(form, "is_bound", False) and form.errors for form in context.values() if hasattr(form, "is_bound"))
    return private(render(request, "incidents/letters/letters.html", context, status=422 if wrong else 200))


def _wanted_sanction(request, incident):
    """Return the sanction the address names, when a letter is begun from a sanction's page."""
    wanted = request.GET.get("sanction", "")
    return Sanction.objects.filter(incident=incident, pk=wanted).first() if wanted.isdigit() else None


# -- the builder ---------------------------------------------------------------------------------------------------
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
        self.has_errors = any(field.errors for field in [*self.fields, *filter(None, [self.words, self.greeting, self.switch, self.choice])])
        self.words_have_errors = bool(self.words and self.words.errors)


def panels_of(composition, form):
    """Return the panels in order; each placeholder stands in the first block that uses it."""
    seen, found = set(building.LETTERHEAD), []
    for part in composition.parts:
        names = [segment for segment in filling.names_in(part.raw) if segment not in seen]
        seen |= set(names)
        found.append(Panel(part, form, names))
    return found


def candidates(letter):
    """Return the sanctions that the letter may be about."""
    every = list(Sanction.objects.filter(incident=letter.incident_id).order_by("-pk"))
    return [one for one in every if building.matching_sanction(letter.type, [one])]


@require_http_methods(["GET", "POST"])
def letter(request, pk):
    """Show the builder of a draft to those who write, and the letter itself to everybody else who may see it."""
    found = find_letter(request, pk)
    may = actions_on(request.user, found, ["incidents.edit_letter", "incidents.approve_letter", "incidents.send_letter"])
    writes = "incidents.edit_letter" in may and (found.state in WRITING) and not (found.state == "pending" and request.method == "GET" and "edit" not in request.GET)
    if request.method == "POST":
        require(request.user, "incidents.edit_letter", found)
        return _write(request, found, may)
    audit.read("incidents.letter_opened", found, by=request.user, version=found.version)
    return _builder(request, found, may) if writes else _shown(request, found, may)


def _form(request, letter, data=None):
    """Return (composition, form) of a letter, with what was typed and not yet saved."""
    composition = building.Composition(letter)
    initial = LetterForm.stored(composition)
    kept = {} if data is not None else drafts.initial(request, reverse("incidents:letter", args=[letter.pk]))
    initial |= {name: value for name, value in kept.items() if name != "sanction"}
    return composition, LetterForm(data, composition=composition, sanctions=candidates(letter), initial=initial)


def _preview(letter, form):
    """Return the composition of what is typed now: valid fields as typed, the others as stored. Nothing is saved."""
    form.is_valid()
    typed = form.content()
    letter.to_several, letter.blocks, letter.heading = typed["to_several"], typed["blocks"], typed["heading"]
    letter.fields = typed["fields"] | {name: value for name, value in (letter.fields or {}).items() if name.startswith("_")}
    if "sanction" in typed:
        letter.sanction = typed["sanction"]
    return building.Composition(letter)


def live(letter, composition):
    """Return what the preview and the list of checks show."""
    found = checks.run(composition)
    stops = verbs.problems(composition)
    clean = [words for code, words in (
        ("L-04", _("Navne på medarbejdere er ikke med")), ("L-01", _("Tiltaleformen er den samme hele vejen")), ("L-02", _("Alle datoer er skrevet helt ud")),
        ("L-06", _("Borgeren kan se, hvem der kan ringes til")), ("L-07", _("Perioden har en slutdato")),
    ) if code not in {one.code for one in found}]
    return {
        "letter": letter, "doc": composition.document(), "marks": True, "composition": composition, "warnings": [one for one in found if not one.stops], "stops": stops, "clean": clean,
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
    return private(render(request, "incidents/letters/builder.html", {
        "incident": letter.incident, "form": form, "panels": panels_of(composition, form), "kind": STATE_KINDS[letter.state], "may": may, "why_other": why_other,
        "approver": approver, "head_fields": [form[f"f_{name}"] for name in building.LETTERHEAD if f"f_{name}" in form.fields], "conflict": conflict,
        "placeholders": sorted(composition.known.values(), key=lambda row: row.label), "todo": steps.find(letter.incident, verbs.SEND) if letter.state != "draft" else None,
        **live(letter, shown),
    }, status=status))


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
    values = {"to_several": content["to_several"], "blocks": content["blocks"], "fields": content["fields"], "heading": content["heading"]}
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
    messages.success(request, _("Brevet er sendt til %(name)s, som skal godkende det.") % {"name": asked.name} if asked else _("Brevet er klar til at blive godkendt."))
    return redirect("incidents:letter", pk=letter.pk)


def _rows_of(data):
    """Return what was typed as {name: text}, for a comparison."""
    return {name: (data.get(name) or "").replace("\r\n", "\n").strip() for name in data if name not in CARRIED_OUT}


def _conflict(request, newest, data, may):
    """Show both texts where two wrote the same: nothing is lost, »Behold begge« first (E-48)."""
    composition = building.Composition(newest)
    form = LetterForm(composition=composition, sanctions=candidates(newest), initial=LetterForm.stored(composition))
    mine, pairs = _rows_of(data), []
    for name in form.fields:
        if name in mine and name not in CARRIED_OUT:
            theirs = form[name].value()
            theirs = form.fields[name].prepare_value(theirs) if theirs is not None else ""
            theirs = "" if theirs in (None, False) else "on" if theirs is True else str(theirs).replace("\r\n", "\n").strip()
            if theirs != mine[name]:
                pairs.append({"label": _label(form, name), "theirs": theirs, "mine": mine[name]})
    who = newest.fields.get("_writers", [newest.author_id])[-1]
    other = Person.objects.filter(pk=who).first()
    words = error("E-48", navn=other.name if other and other != request.user else _("Du"))
    return private(render(request, "incidents/letters/conflict.html", {
        "letter": newest, "incident": newest.incident, "pairs": pairs, "words": words if other != request.user else error("E-49"), "carried": {n: v for n, v in data.items() if n not in CARRIED_OUT},
    }, status=409))


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
        running = name.startswith("t_") or (name.startswith("f_") and composition.known.get(name[2:]) and composition.known[name[2:]].form in ("sentence", "lines"))
        if running and theirs and mine and theirs != mine and mine not in theirs:
            joined[name] = mine if theirs in mine else f"{theirs}\n\n{mine}"
    return joined


def _too_late(request, letter, data, may):
    """Keep what was typed when the letter was approved meanwhile: a new version may take it over (E-55)."""
    return private(render(request, "incidents/letters/too_late.html", {
        "letter": letter, "incident": letter.incident, "words": error("E-50", tilstand=letter.get_state_display().lower()),
        "carried": {name: value for name, value in data.items() if name not in CARRIED_OUT}, "may": may,
        "mine": [(name, value) for name, value in _rows_of(data).items() if value and name.startswith(("f_", "t_"))],
    }, status=409))


@require_POST
def letter_preview(request, pk):
    """Return the preview and the checks of what is typed now, for HTMX; nothing is saved."""
    found = find_letter(request, pk, "incidents.edit_letter")
    if found.state not in WRITING:
        raise Http404
    _composition, form = _form(request, found, request.POST)
    return private(render(request, "incidents/letters/_live.html", live(found, _preview(found, form)) | {"is_part": True}))


# -- the finished letter -------------------------------------------------------------------------------------------
def _shown(request, letter, may):
    """Show the letter with its way to filed, and the one next step."""
    waits = letter.state in WRITING
    doc = building.Composition(letter).document() if waits else letter.fields.get("_printed")
    settings = Settings(letter.incident.unit) if waits or letter.state == "sent" else None
    why_other = verbs.needs_other_approver(letter, settings) if letter.state == "pending" else ""
    own = request.user.pk in {letter.author_id, *letter.fields.get("_writers", [])}
    newer = Letter.objects.filter(previous=letter).values_list("pk", flat=True).first()
    return private(render(request, "incidents/letters/letter.html", {
        "letter": letter, "incident": letter.incident, "kind": STATE_KINDS[letter.state], "may": may, "doc": doc, "marks": False, "why_other": why_other,
        "may_approve": letter.state == "pending" and "incidents.approve_letter" in may and not (why_other and own), "waits_for": verbs.approver_of(letter, why_other) if why_other else None,
        "sent_form": SentForm(initial={"sent_on": calendar.today(), "how": "digital_post"}),
        "filed_form": FiledForm(initial={"filed_on": calendar.today(), "case_number": letter.case_number}), "newer": newer,
        "warnings": [one for one in checks.run(building.Composition(letter)) if not one.stops] if letter.state == "pending" and "incidents.approve_letter" in may else [],
    }))


@require_http_methods(["GET", "POST"])
def letter_approve(request, pk):
    """Ask, then approve exactly the text that was read (confirmation of language.md 3.3)."""
    found = find_letter(request, pk, "incidents.approve_letter")
    if found.state not in WRITING:
        return _already(request, found)
    if request.method == "POST":
        edit = request.POST.get("edit", "")
        try:
            verbs.approve(found, by=request.user, edit=int(edit) if edit.isdigit() and len(edit) < 9 else 0)
        except StepRefused:
            return _already(request, verbs.load(pk))
        except verbs.Stale:
            messages.warning(request, _("Nogen har rettet i brevet, mens du læste. Læs det igen, før du godkender det."))
            return redirect("incidents:letter", pk=pk)
        except ValidationError as problem:
            for words in problem.messages:
                messages.error(request, words)
            return redirect("incidents:letter", pk=pk)
        messages.success(request, _("Brevet er godkendt og låst. Dan PDF'en, når det skal sendes."))
        seen = rows(request.user, "incidents.view_letter").filter(pk=pk).exists()
        return redirect("incidents:letter", pk=pk) if seen else redirect("core:desk")
    composition = building.Composition(found)
    stops = verbs.problems(composition)
    if stops:
        for _anchor, words in stops:
            messages.warning(request, words)
        return redirect(reverse("incidents:letter", args=[pk]) + "#before")
    return private(render(request, "incidents/letters/approve.html", {
        "letter": found, "incident": found.incident, "doc": composition.document(), "warnings": [one for one in checks.run(composition) if not one.stops],
    }))


def _already(request, letter):
    """Say who approved, and when (E-46), or where the letter is now (E-50)."""
    if letter.approved_by:
        messages.info(request, error("E-46", navn=letter.approved_by.name, tid=calendar.clock(letter.approved_at)))
    else:
        messages.info(request, error("E-50", tilstand=letter.get_state_display().lower()))
    return redirect("incidents:letter", pk=letter.pk)


@require_http_methods(["GET", "POST"])
def letter_send_back(request, pk):
    """Send a letter back to its author with a remark."""
    found = find_letter(request, pk, "incidents.approve_letter")
    form = SendBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.send_back(found, by=request.user, reason=form.cleaned_data["reason"])
        except StepRefused:
            return _already(request, verbs.load(pk))
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            messages.success(request, _("Brevet er sendt tilbage til %(name)s.") % {"name": found.author.name})
            seen = rows(request.user, "incidents.view_letter").filter(pk=pk).exists()
            return redirect("incidents:letter", pk=pk) if seen else redirect("core:desk")
    return private(render(request, "incidents/sanctions/confirm.html", {
        "incident": found.incident, "question": _("Vil du sende brevet tilbage?"), "text": _("Forfatteren får din bemærkning og kan rette brevet."), "action": request.path,
        "label": _("Send tilbage"), "form": form, "back_url": reverse("incidents:letter", args=[pk]), "back_label": _("Læs igen"),
    }, status=422 if form.is_bound and form.errors else 200))


@require_POST
def letter_print(request, pk):
    """Make the PDF of the approved text."""
    found = find_letter(request, pk, "incidents.send_letter")
    try:
        verbs.print_pdf(found, by=request.user)
        messages.success(request, _("PDF'en er dannet. Hent den, send den, og markér den som sendt."))
    except StepRefused as late:
        messages.info(request, late.message)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    except (verbs.Tampered, pdf.PdfError) as fault:
        messages.error(request, str(fault))
    return redirect("incidents:letter", pk=pk)


@require_GET
def letter_pdf(request, pk):
    """Hand out the frozen PDF, or a draft marked as one. The file name says nothing."""
    found = find_letter(request, pk)
    if found.document_id:
        return pdf_response(documents.open_for(request.user, found.document), f"brev-{found.document.number}")
    require(request.user, "incidents.approve_letter", found)
    audit.read("incidents.letter_draft_printed", found, by=request.user, version=found.version)
    doc = building.Composition(found).document() if found.state in WRITING else found.fields["_printed"]
    return pdf_response(pdf.render("pdf/incidents/letter.html", {"doc": doc, "is_draft": found.state in WRITING}, title=doc["title"]), "kladde")


@require_POST
def letter_sent(request, pk):
    """Note that the letter was sent."""
    return _note(request, pk, SentForm, lambda letter, data: verbs.mark_sent(letter, by=request.user, on=data["sent_on"], how=data["how"]),
                 lambda letter: _("Brevet er markeret som sendt %(day)s. Det mangler at blive journaliseret.") % {"day": calendar.long_date(letter.sent_on)}, "sent_form")


@require_POST
def letter_filed(request, pk):
    """Note that the letter was filed."""
    return _note(request, pk, FiledForm, lambda letter, data: verbs.mark_filed(letter, by=request.user, on=data["filed_on"], case_number=data["case_number"], benefit_case=data["benefit_case"]),
                 lambda letter: _("Brevet er journaliseret."), "filed_form")


def _note(request, pk, form_class, verb, success, name):
    """Take a form of the finished letter: do it, or show the page again with what was wrong."""
    found = find_letter(request, pk, "incidents.send_letter")
    form = form_class(request.POST)
    if form.is_valid():
        try:
            done = verb(found, form.cleaned_data)
        except StepRefused as late:
            messages.info(request, late.message)
            return redirect("incidents:letter", pk=pk)
        except verbs.Tampered as fault:
            messages.error(request, str(fault))
            return redirect("incidents:letter", pk=pk)
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            messages.success(request, success(done))
            return redirect("incidents:letter", pk=pk)
    may = actions_on(request.user, found, ["incidents.edit_letter", "incidents.approve_letter", "incidents.send_letter"])
    context = {"sent_form": SentForm(initial={"sent_on": calendar.today()}), "filed_form": FiledForm(initial={"filed_on": calendar.today(), "case_number": found.case_number}), name: form}
    return private(render(request, "incidents/letters/letter.html", {
        "letter": found, "incident": found.incident, "kind": STATE_KINDS[found.state], "may": may, "doc": found.fields.get("_printed"), "marks": False, **context,
    }, status=422))


@require_http_methods(["GET", "POST"])
def letter_new_version(request, pk):
    """Ask, then make a new version; with what somebody typed while the letter was approved, if that came along (E-55)."""
    found = find_letter(request, pk, "incidents.edit_letter")
    if found.state in (*WRITING, "replaced"):
        return _already(request, found)
    if request.method == "POST":
        typed = None
        if "f_modtager" in request.POST:
            composition = building.Composition(found)
            form = LetterForm(_with_edit(request.POST, found), composition=composition)
            form.is_valid()
            typed = form.content()
        try:
            draft = verbs.new_version(found, by=request.user, typed=typed)
        except StepRefused:
            return _already(request, verbs.load(pk))
        drafts.used(request, reverse("incidents:letter", args=[pk]))
        messages.warning(request, error("E-55"))
        return redirect("incidents:letter", pk=draft.pk)
    return private(render(request, "incidents/sanctions/confirm.html", {
        "incident": found.incident, "question": _("Vil du lave en ny version?"), "text": _("Den udgave, der er godkendt, bliver stående som erstattet. Den nye skal godkendes, før den kan sendes."),
        "action": request.path, "label": _("Lav ny version"), "back_url": reverse("incidents:letter", args=[pk]), "back_label": _("Behold brevet"),
    }))


def _with_edit(data, letter):
    """Return what was typed with the number of the letter's last save, which the form asks for."""
    found = data.copy()
    found["edit"] = letter.edit
    return found


@require_http_methods(["GET", "POST"])
def letter_delete(request, pk):
    """Ask, then delete a draft (confirmation of language.md 3.3)."""
    found = find_letter(request, pk, "incidents.edit_letter")
    if request.method == "POST":
        try:
            verbs.remove(found, by=request.user)
        except ValidationError as problem:
            messages.info(request, " ".join(problem.messages))
            return redirect("incidents:letter", pk=pk)
        drafts.used(request, reverse("incidents:letter", args=[pk]))
        messages.success(request, _("Kladden er slettet."))
        return redirect("incidents:letters", pk=found.incident_id)
    return private(render(request, "incidents/sanctions/confirm.html", {
        "incident": found.incident, "question": _("Vil du slette kladden?"), "text": _("Den kan ikke hentes igen."), "action": request.path, "label": _("Slet kladde"),
        "back_url": reverse("incidents:letter", args=[pk]), "back_label": _("Behold kladde"), "danger": True,
    }))
