"""Letters: the decision about one, and the way from approval to sent and filed. The builder is letter_builder.py."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar, documents, drafts, pdf
from core.permissions import actions_on, require
from core.settings_values import Settings
from core.states import StepRefused
from core.texts import error
from core.views.documents import pdf_response
from incidents import steps
from incidents.actions import letters as verbs
from incidents.forms.letters import (
    FiledForm,
    LetterDecisionForm,
    LetterForm,
    LetterViewForm,
    NewLetterForm,
    SentForm,
)
from incidents.letters import building, checks
from incidents.letters.suggestions import suggestions
from incidents.models import Letter, LetterType, Sanction
from incidents.views.ground import find_incident, place_errors, with_draft
from incidents.views.letter_ground import STATE_KINDS, WRITING, find_letter, private


# -- the letters of a case -----------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def letters(request, pk):
    """Show the decision about a letter and the letters.

    The affected says what they think, the leader decides and begins one.
    """
    also = ["incidents.write_letter", "incidents.state_view"]
    incident = find_incident(request, pk, "incidents.view", also, along=["letter_decision__decided_by"])
    if request.method == "GET":
        audit.read("incidents.step_opened", incident, by=request.user, code="incidents.letter")
    may = incident.may
    found = list(
        Letter.objects.visible_to(request.user)
        .filter(incident=incident)
        .select_related("type", "author", "approved_by")
        .order_by("-pk")
    )
    if not may and not found:
        require(request.user, "incidents.write_letter", incident)
    decision = getattr(incident, "letter_decision", None)
    pressed = request.POST.get("form", "") if request.method == "POST" else ""
    context = {
        "incident": incident,
        "may": may,
        "decision": decision,
        "letters": [(letter, STATE_KINDS[letter.state]) for letter in found],
    }
    if "incidents.write_letter" in may:
        kept = (
            {"talked_on": decision.talked_on, "affected_view": decision.affected_view, "reason": decision.reason}
            if decision
            else {}
        )
        if decision and decision.send is not None:
            kept["send"] = "yes" if decision.send else "no"
        kinds = list(LetterType.objects.all())
        why = suggestions(kinds, incident, list(incident.sanctions.order_by("-pk")))
        context |= {
            "decide_form": LetterDecisionForm(
                request.POST if pressed == "decide" else None,
                initial=kept | with_draft(request, LetterDecisionForm, request.path),
            ),
            "new_form": NewLetterForm(
                request.POST if pressed == "new" else None,
                kinds=kinds,
                why=why,
                initial={"type": request.GET.get("type") or next(iter(why), None), "to_several": ""},
            ),
            "todo": steps.find(incident, verbs.DECISION),
            "why": [{"text": f"{kind.title}: {why[kind.code]}"} for kind in kinds if kind.code in why],
        }
        if pressed == "decide" and context["decide_form"].is_valid():
            data = context["decide_form"].cleaned_data
            try:
                verbs.decide(
                    incident,
                    by=request.user,
                    send=data["send"] == "yes",
                    reason=data["reason"],
                    talked_on=data["talked_on"],
                    affected_view=data["affected_view"],
                )
            except ValidationError as problem:
                place_errors(context["decide_form"], problem)
            else:
                drafts.used(request, request.path)
                messages.success(
                    request,
                    _("Beslutningen er noteret. Vælg et brev nedenfor.")
                    if data["send"] == "yes"
                    else _("Det er noteret, at der ikke bliver sendt et brev."),
                )
                return redirect("incidents:letters", pk=pk)
        if pressed == "new" and context["new_form"].is_valid():
            data = context["new_form"].cleaned_data
            letter = verbs.create(
                incident,
                by=request.user,
                type=data["type"],
                to_several=data["to_several"] == "yes",
                sanction=_wanted_sanction(request, incident),
            )
            return redirect("incidents:letter", pk=letter.pk)
    elif "incidents.state_view" in may:
        context["view_form"] = LetterViewForm(
            request.POST if pressed == "view" else None,
            initial={"view": decision.affected_view if decision else ""}
            | with_draft(request, LetterViewForm, request.path),
        )
        if pressed == "view" and context["view_form"].is_valid():
            verbs.state_view(incident, by=request.user, view=context["view_form"].cleaned_data["view"])
            drafts.used(request, request.path)
            messages.success(request, _("Tak. Din leder kan læse det."))
            return redirect("incidents:letters", pk=pk)
    wrong = any(
        getattr(form, "is_bound", False) and form.errors for form in context.values() if hasattr(form, "is_bound")
    )
    return private(render(request, "incidents/letters/letters.html", context, status=422 if wrong else 200))


def _wanted_sanction(request, incident):
    """Return the sanction the address names, when a letter is begun from a sanction's page."""
    wanted = request.GET.get("sanction", "")
    return Sanction.objects.filter(incident=incident, pk=wanted).first() if wanted.isdigit() else None


# -- the finished letter -------------------------------------------------------------------------------------------
def shown_letter(request, letter, may):
    """Show the letter with its way to filed, and the one next step."""
    waits = letter.state in WRITING
    doc = building.Composition(letter).document() if waits else letter.fields.get("_printed")
    settings = Settings(letter.incident.unit) if waits or letter.state == "sent" else None
    why_other = verbs.needs_other_approver(letter, settings) if letter.state == "pending" else ""
    own = request.user.pk in {letter.author_id, *letter.fields.get("_writers", [])}
    newer = Letter.objects.filter(previous=letter).values_list("pk", flat=True).first()
    return private(
        render(
            request,
            "incidents/letters/letter.html",
            {
                "letter": letter,
                "incident": letter.incident,
                "kind": STATE_KINDS[letter.state],
                "may": may,
                "doc": doc,
                "marks": False,
                "why_other": why_other,
                "may_approve": letter.state == "pending"
                and "incidents.approve_letter" in may
                and not (why_other and own),
                "waits_for": verbs.approver_of(letter, why_other) if why_other else None,
                "sent_form": SentForm(initial={"sent_on": calendar.today(), "how": "digital_post"}),
                "filed_form": FiledForm(initial={"filed_on": calendar.today(), "case_number": letter.case_number}),
                "newer": newer,
                "warnings": [one for one in checks.run(building.Composition(letter)) if not one.stops]
                if letter.state == "pending" and "incidents.approve_letter" in may
                else [],
            },
        )
    )


def already(request, letter):
    """Say who approved, and when (E-46), or where the letter is now (E-50)."""
    if letter.approved_by:
        messages.info(request, error("E-46", navn=letter.approved_by.name, tid=calendar.clock(letter.approved_at)))
    else:
        messages.info(request, error("E-50", tilstand=letter.get_state_display().lower()))
    return redirect("incidents:letter", pk=letter.pk)


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
    return pdf_response(
        pdf.render("pdf/incidents/letter.html", {"doc": doc, "is_draft": found.state in WRITING}, title=doc["title"]),
        "kladde",
    )


@require_POST
def letter_sent(request, pk):
    """Note that the letter was sent."""
    return _note(
        request,
        pk,
        SentForm,
        lambda letter, data: verbs.mark_sent(letter, by=request.user, on=data["sent_on"], how=data["how"]),
        lambda letter: (
            _("Brevet er markeret som sendt %(day)s. Det mangler at blive journaliseret.")
            % {"day": calendar.long_date(letter.sent_on)}
        ),
        "sent_form",
    )


@require_POST
def letter_filed(request, pk):
    """Note that the letter was filed."""
    return _note(
        request,
        pk,
        FiledForm,
        lambda letter, data: verbs.mark_filed(
            letter,
            by=request.user,
            on=data["filed_on"],
            case_number=data["case_number"],
            benefit_case=data["benefit_case"],
        ),
        lambda letter: _("Brevet er journaliseret."),
        "filed_form",
    )


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
    may = actions_on(
        request.user, found, ["incidents.edit_letter", "incidents.approve_letter", "incidents.send_letter"]
    )
    context = {
        "sent_form": SentForm(initial={"sent_on": calendar.today()}),
        "filed_form": FiledForm(initial={"filed_on": calendar.today(), "case_number": found.case_number}),
        name: form,
    }
    return private(
        render(
            request,
            "incidents/letters/letter.html",
            {
                "letter": found,
                "incident": found.incident,
                "kind": STATE_KINDS[found.state],
                "may": may,
                "doc": found.fields.get("_printed"),
                "marks": False,
                **context,
            },
            status=422,
        )
    )


@require_http_methods(["GET", "POST"])
def letter_new_version(request, pk):
    """Ask, then make a new version.

    With what somebody typed while the letter was approved, if that came along (E-55).
    """
    found = find_letter(request, pk, "incidents.edit_letter")
    if found.state in (*WRITING, "replaced"):
        return already(request, found)
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
            return already(request, verbs.load(pk))
        drafts.used(request, reverse("incidents:letter", args=[pk]))
        messages.warning(request, error("E-55"))
        return redirect("incidents:letter", pk=draft.pk)
    return private(
        render(
            request,
            "incidents/sanctions/confirm.html",
            {
                "incident": found.incident,
                "question": _("Vil du lave en ny version?"),
                "text": _(
                    "Den udgave, der er godkendt, bliver stående som erstattet. Den nye skal godkendes, "
                    "før den kan sendes."
                ),
                "action": request.path,
                "label": _("Lav ny version"),
                "back_url": reverse("incidents:letter", args=[pk]),
                "back_label": _("Behold brevet"),
            },
        )
    )


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
    return private(
        render(
            request,
            "incidents/sanctions/confirm.html",
            {
                "incident": found.incident,
                "question": _("Vil du slette kladden?"),
                "text": _("Den kan ikke hentes igen."),
                "action": request.path,
                "label": _("Slet kladde"),
                "back_url": reverse("incidents:letter", args=[pk]),
                "back_label": _("Behold kladde"),
                "danger": True,
            },
        )
    )
