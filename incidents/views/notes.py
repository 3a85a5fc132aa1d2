"""Telephone note, description of a person, witnesses: pages and paper (INC-14 to INC-16, P-17, P-18)."""

import json
import uuid
from datetime import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar, drafts, pdf
from core.permissions import can
from core.settings_values import Settings
from core.views.documents import pdf_response
from incidents import steps
from incidents.actions import notes as verbs
from incidents.actions import reporting
from incidents.forms.notes import DescriptionForm, PhoneNoteForm
from incidents.forms.witness import WitnessForm
from incidents.models import Incident, PersonDescription, PhoneNote, Statement, Witness
from incidents.views.ground import find_incident, with_draft


# -- the telephone -------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def phone_note(request, pk=None):
    """Write a telephone note: on an incident, or on a draft that it leads to."""
    incident = find_incident(request, pk, "incidents.supplement") if pk else None
    form = (
        PhoneNoteForm(request.POST)
        if request.method == "POST"
        else PhoneNoteForm(initial=with_draft(request, PhoneNoteForm, request.path))
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if incident is None:
            incident = _draft_of_the_call(request.user, told) or reporting.keep_draft(
                request.user, uuid.uuid4(), _begun(told)
            )
        _note, is_new = verbs.write_phone_note(incident, by=request.user, **told)
        drafts.used(request, request.path)
        if pk:
            messages.success(request, _("Telefonnotatet er gemt."))
            return redirect("incidents:incident", pk=pk)
        messages.success(request, _("Telefonnotatet er gemt. Svar på de fire spørgsmål, så får din leder besked."))
        return redirect("incidents:report")
    return render(
        request, "incidents/phone_note.html", {"incident": incident, "form": form}, status=422 if form.errors else 200
    )


def _draft_of_the_call(person, told):
    """Return the person's newest draft if it can be about this call: no place yet, or the telephone on the same day."""
    draft = Incident.objects.filter(reporter=person, state="draft").order_by("-pk").first()
    if draft is None:
        return None
    typed, begun = draft.draft, _begun(told)
    if not typed.get("place") and not typed.get("narrative"):
        return draft
    same_day = (typed.get("day", "today"), typed.get("date", "")) == (begun["day"], begun["date"])
    return draft if typed.get("place") == "phone" and same_day and _saved_today(typed) else None


def _saved_today(typed):
    """Tell whether a draft was last written today, so that its »today« is today."""
    saved = typed.get("_saved", "")
    return bool(saved) and calendar.local_date(datetime.fromisoformat(saved)) == calendar.today()


def _begun(told):
    """Return the answers of a report that a telephone note gives already."""
    at = told["called_at"]
    today = calendar.local_date(at) == calendar.today()
    return {
        "place": "phone",
        "day": "today" if today else "other",
        "date": "" if today else f"{calendar.local_date(at):%d.%m.%Y}",
        "time": calendar.clock(at),
        "_saved": calendar.now().isoformat(),
    }


@require_GET
def phone_note_pdf(request, pk):
    """Hand out the note on paper (P-17)."""
    note = get_object_or_404(PhoneNote.objects.select_related("incident__unit", "incident__site", "written_by"), pk=pk)
    _readable(request, note)
    return pdf_response(_paper("phone_note", note, _("Telefonnotat")), "telefonnotat")


def _readable(request, row):
    """Let its writer and those who may read the citizen's name open a note; else it isn't there."""
    incident = row.incident
    own = row.written_by_id == request.user.pk and can(request.user, "incidents.view", incident)
    if not own and not can(request.user, "incidents.read_citizen", incident):
        raise Http404
    audit.read("incidents.note_printed", incident, by=request.user)


def _paper(name, row, title, **context):
    """Return the PDF of a note."""
    incident = row.incident
    unit = incident.unit or row.written_by.unit
    return pdf.render(
        f"pdf/incidents/{name}.html",
        {
            "note": row,
            "incident": incident,
            "unit": unit,
            "case_number": Settings(unit).text("case_number_documentation"),
            "printed_on": calendar.today(),
            **context,
        },
        title=title,
    )


# -- the description -----------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def description(request, pk):
    """Describe a person."""
    incident = find_incident(request, pk, "incidents.supplement")
    form = (
        DescriptionForm(request.POST)
        if request.method == "POST"
        else DescriptionForm(initial=with_draft(request, DescriptionForm, request.path))
    )
    if request.method == "POST" and form.is_valid():
        verbs.describe(incident, by=request.user, kind=form.cleaned_data["kind"], traits=form.traits)
        drafts.used(request, request.path)
        messages.success(request, _("Signalementet er gemt."))
        return redirect("incidents:incident", pk=pk)
    return render(
        request, "incidents/description.html", {"incident": incident, "form": form}, status=422 if form.errors else 200
    )


@require_GET
def description_pdf(request, pk):
    """Hand out the description on paper (P-18)."""
    row = get_object_or_404(
        PersonDescription.objects.select_related("incident__unit", "incident__site", "written_by"), pk=pk
    )
    _readable(request, row)
    told = json.loads(row.traits)
    traits = [(label, told.get(name, "")) for name, label in PersonDescription.TRAITS.items()]
    return pdf_response(_paper("description", row, _("Skema til signalement"), traits=traits), "signalement")


# -- witnesses -----------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def witnesses(request, pk):
    """Note witnesses, and whether they were contacted."""
    asked = ("incidents.read_story", "incidents.do_care_steps", "incidents.manage")
    incident = find_incident(request, pk, "incidents.supplement", asked)
    form = WitnessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        verbs.add_witness(incident, by=request.user, **told)
        messages.success(request, _("Vidnet er noteret."))
        return redirect("incidents:witnesses", pk=pk)
    reads_all = "incidents.read_story" in incident.may
    if request.method == "GET" and reads_all:
        audit.read("incidents.step_opened", incident, by=request.user, code="incidents.witnesses")
    known = incident.witnesses.all() if reads_all else incident.witnesses.filter(added_by=request.user)
    may_finish = "incidents.do_care_steps" in incident.may
    return render(
        request,
        "incidents/witnesses.html",
        {
            "incident": incident,
            "form": form,
            "witnesses": known.select_related("contacted_by"),
            "todo": steps.find(incident, "incidents.witnesses") if may_finish else None,
            "may_contact": may_finish,
            "may_ask": "incidents.manage" in incident.may,
            "statements": Statement.objects.visible_to(request.user)
            .filter(incident=incident)
            .exclude(person=request.user)
            .select_related("person"),
        },
        status=422 if form.errors else 200,
    )


@require_POST
def witness_contacted(request, pk):
    """Note that a witness was called."""
    witness = get_object_or_404(Witness.objects.select_related("incident"), pk=pk)
    find_incident(request, witness.incident_id, "incidents.do_care_steps")
    verbs.contact_witness(witness, by=request.user, will_explain=request.POST.get("will_explain") == "1")
    messages.success(request, _("Kontakten er noteret."))
    return redirect(reverse("incidents:witnesses", args=[witness.incident_id]))
