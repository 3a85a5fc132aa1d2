"""Sanctions: what is proposed and decided in a case, one decision at a time, and how a restriction ends."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, calendar, drafts
from core.models import Todo
from core.permissions import actions_on, require, rows
from core.settings_values import Settings
from core.states import StepRefused
from core.texts import error
from core.together import together
from incidents import masking, steps
from incidents.actions import sanctions as verbs
from incidents.forms.sanctions import DecisionForm, ProposalForm, ReasonForm
from incidents.models import Letter, LetterType, Sanction
from incidents.models.sanctions import MEASURES, SUGGESTED, Measure
from incidents.rules import measures
from incidents.views.ground import find_incident, place_errors, with_draft

ACTIONS = [
    "incidents.decide_sanction",
    "incidents.decide_ban",
    "incidents.propose_sanction",
    "incidents.write_letter",
    "incidents.manage",
]
STATE_KINDS = {
    "proposed": "wait",
    "approved": "run",
    "in_force": "run",
    "expired": "done",
    "rejected": "done",
    "lifted": "done",
    "replaced": "done",
}
CONFIRMED = "confirmed"
WITH = (
    "incident__unit",
    "incident__site",
    "incident__responsible",
    "incident__affected",
    "site",
    "decided_by",
    "proposed_by",
    "ended_by",
    "replaces",
)


def find_sanction(request, pk, action="incidents.view_sanction"):
    """Return a sanction the person may see, or 404."""
    found = rows(request.user, action, Sanction.objects.select_related(*WITH)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def private(response):
    """Keep a page of a case out of every cache."""
    response["Cache-Control"] = "private, no-store"
    return response


# -- the case's sanctions ------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def sanctions(request, pk):
    """Show what the category suggests, what is proposed and what is decided; take a proposal."""
    incident = find_incident(request, pk, "incidents.view", ACTIONS)
    if request.method == "GET":
        audit.read("incidents.step_opened", incident, by=request.user, code="incidents.sanctions")
    may = incident.may
    decider = bool(may & {"incidents.decide_sanction", "incidents.decide_ban"})
    visible = (
        Sanction.objects.visible_to(request.user) if decider else Sanction.objects.filter(proposed_by=request.user)
    )
    found, steps_laid, *named = together(
        visible.filter(incident=incident).select_related("decided_by", "proposed_by", "site", "incident"),
        steps.newest(incident, verbs.STEP),
        *measures.named_in(incident),
    )
    if not decider:
        names = masking.of_incident(incident)
        for one in found:  # what the leader answered a proposal, for whoever may not read the name
            one.end_reason = masking.mask(one.end_reason, names)
    if not may & {"incidents.propose_sanction"} and not decider and not found:
        require(request.user, "incidents.propose_sanction", incident)
    form = ProposalForm(request.POST or None, initial=with_draft(request, ProposalForm, request.path))
    if request.method == "POST" and form.is_valid():
        try:
            verbs.propose(incident, by=request.user, **form.cleaned_data)
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            drafts.used(request, request.path)
            messages.success(request, _("Forslaget er sendt. En leder beslutter, og du får besked."))
            return redirect("incidents:sanctions", pk=incident.pk)
    settings = Settings(incident.unit)
    barred = measures.shut_out_among(incident, *named)
    own_case = request.user.pk in barred
    return private(
        render(
            request,
            "incidents/sanctions/sanctions.html",
            {
                "incident": incident,
                "form": form,
                "may": may,
                "decider": decider,
                "own_case": own_case,
                "own_case_words": error("E-42", navn=measures.decider_for_affected(incident, barred=barred))
                if own_case and request.user.standing.has("leader")
                else "",
                "proposed": [(one, STATE_KINDS[one.state]) for one in found if one.state == "proposed"],
                "decided": [(one, STATE_KINDS[one.state]) for one in found if one.state != "proposed"],
                "suggested": measures.suggested(incident, {one.measure for one in found}) if decider else [],
                "others": [
                    (value, label)
                    for value, label in MEASURES.pairs()
                    if value not in SUGGESTED.get(incident.working_category, [])
                ]
                if decider
                else [],
                "ban_decider": measures.ban_decider(incident, settings, barred=barred) if decider else None,
                "todo": next(iter(steps_laid), None) if decider else None,
            },
            status=422 if form.is_bound and form.errors else 200,
        )
    )


# -- one decision --------------------------------------------------------------------------------------------------
def _begin(measure, incident, settings, sanction=None):
    """Return the initial values of a decision: what was proposed, else what the settings and the measure suggest."""
    starts, ends, review = measures.default_dates(settings, measure)
    found = {
        "measure": measure,
        "site": incident.site_id,
        "starts_on": starts,
        "ends_on": ends,
        "review_on": review,
        "scope": _from_hearing(incident, "omfang") or (incident.unit.name if measure in measures.LIMITING else ""),
        "what_to_do": measures.WHAT_TO_DO.get(measure, ""),
        "citizen_reference": incident.citizen_name or incident.citizen_reference,
        "is_formal_decision": measure == Measure.ACCESS_BAN,
    }
    if sanction is not None:
        kept = {name: getattr(sanction, name) for name in verbs.DECIDED_FIELDS if name != "site"} | {
            "site": sanction.site_id
        }
        found |= {name: value for name, value in kept.items() if value not in (None, "", False)}
        if not sanction.reason and sanction.proposal_reason:
            found["reason"] = sanction.proposal_reason
    return found


def _from_hearing(incident, name):
    """Return what the newest hearing letter that was sent says about a placeholder, so that ban and hearing agree."""
    letter = (
        Letter.objects.filter(incident=incident, type__code="ban_hearing", sent_on__isnull=False)
        .order_by("-pk")
        .first()
    )
    return (letter.fields or {}).get(name, "") if letter else ""


@require_http_methods(["GET", "POST"])
def sanction_new(request, pk):
    """Decide a measure that nobody has proposed (?measure=…)."""
    incident = find_incident(request, pk, "incidents.view")
    measure = request.POST.get("measure") or request.GET.get("measure", "")
    if measure not in Measure.values:
        return redirect("incidents:sanctions", pk=pk)
    return _decision(request, incident, measure)


@require_http_methods(["GET", "POST"])
def sanction_decide(request, pk):
    """Decide a proposal: approve it as it is, change it, or send a ban to the leader's leader."""
    sanction = find_sanction(request, pk)
    if sanction.state != "proposed":
        messages.info(request, _("Der er allerede taget stilling til forslaget."))
        return redirect("incidents:sanction", pk=pk)
    measure = request.POST.get("measure") or sanction.measure
    return _decision(request, sanction.incident, measure, sanction=sanction)


@require_http_methods(["GET", "POST"])
def sanction_replace(request, pk):
    """Replace a decided measure by a new decision; the old one stays as it was."""
    old = find_sanction(request, pk)
    if old.state not in ("approved", "in_force"):
        messages.info(request, _("Sanktionen gælder ikke længere og kan ikke erstattes."))
        return redirect("incidents:sanction", pk=pk)
    return _decision(request, old.incident, request.POST.get("measure") or old.measure, replaces=old)


def _decision(request, incident, measure, *, sanction=None, replaces=None):
    """Show the decision's form, then the question with its consequence, then do it."""
    if request.method == "GET":
        audit.read("incidents.step_opened", incident, by=request.user, code="incidents.sanctions")
    settings = Settings(incident.unit)
    try:
        verbs.require_decider(incident, measure, by=request.user, settings=settings)
        sends_up = None
    except verbs.OwnCase as own:
        messages.error(request, own.messages[0])
        return private(
            render(
                request,
                "incidents/sanctions/own_case.html",
                {"incident": incident, "words": own.messages[0]},
                status=403,
            )
        )
    except ValidationError:
        sends_up = measures.ban_decider(incident, settings)
    initial = _begin(measure, incident, settings, sanction or replaces) | with_draft(
        request, DecisionForm, request.path
    )
    form = DecisionForm(request.POST or None, settings=settings, initial=initial)
    back = (
        reverse("incidents:sanction", args=[replaces.pk])
        if replaces
        else reverse("incidents:sanctions", args=[incident.pk])
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            verbs.check(values, values["measure"], settings, incident, may_be_unheard=bool(sends_up))
            if sends_up:
                found = sanction or verbs.propose(incident, by=request.user, measure=measure, reason=values["reason"])
                decider = verbs.send_ban_up(found, by=request.user, values=values)
                drafts.used(request, request.path)
                messages.success(
                    request, _("Forslaget er sendt til %(name)s, som afgør det.") % {"name": decider.person.name}
                )
                return redirect("incidents:sanctions", pk=incident.pk)
            if CONFIRMED not in request.POST:
                return private(
                    render(request, "incidents/sanctions/confirm.html", _question(request, incident, values, back))
                )
            if replaces:
                found = verbs.replace(replaces, by=request.user, measure=values["measure"], values=values)
            elif sanction:
                found = verbs.approve(sanction, by=request.user, values=values)
            else:
                found = verbs.decide(incident, by=request.user, measure=values["measure"], values=values)
        except StepRefused as late:
            messages.info(request, late.message)
            return redirect(back)
        except verbs.Known as known:
            drafts.used(request, request.path)
            messages.info(request, known.messages[0])
            return redirect("incidents:sanction", pk=known.sanction.pk)
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            drafts.used(request, request.path)
            messages.success(request, _("Sanktionen er godkendt. Skriv brevet til borgeren nu."))
            seen = rows(request.user, "incidents.view_sanction").filter(pk=found.pk).exists()
            return redirect("incidents:sanction", pk=found.pk) if seen else redirect("core:desk")
    return private(
        render(
            request,
            "incidents/sanctions/decide.html",
            {
                "incident": incident,
                "form": form,
                "sanction": sanction,
                "replaces": replaces,
                "measure": measure,
                "measure_label": MEASURES.label(measure),
                "sends_up": sends_up,
                "back": back,
                "timed": measures.TIMED,
                "heard_by_letter": Letter.objects.filter(
                    incident=incident, type__code="ban_hearing", sent_on__isnull=False
                ).exists(),
            },
            status=422 if form.is_bound and form.errors else 200,
        )
    )


def _question(request, incident, values, back):
    """Return the confirmation of language.md 3.3, carrying what was typed."""
    site = values.get("site") or incident.site
    if values.get("starts_on"):
        text = _(
            "Den gælder fra %(start)s til %(end)s. De ansatte på %(site)s får besked om, hvad de skal "
            "gøre, men ikke om årsagen."
        ) % {
            "start": calendar.long_date(values["starts_on"]),
            "end": calendar.long_date(values["ends_on"]),
            "site": site.name if site else incident.unit.name,
        }
    else:
        text = _("Beslutningen kan ikke rettes bagefter. Den kan kun ophæves eller erstattes af en ny.")
    carried = {
        name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "draft_token")
    }
    return {
        "incident": incident,
        "question": _("Vil du godkende sanktionen?"),
        "text": text,
        "action": request.path,
        "label": _("Godkend sanktion"),
        "fields": carried | {CONFIRMED: "yes"},
        "back_url": back,
    }


@require_http_methods(["GET", "POST"])
def sanction_reject(request, pk):
    """Reject a proposal, with a reason."""
    sanction = find_sanction(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.reject(sanction, by=request.user, reason=form.cleaned_data["reason"])
        except StepRefused as late:
            messages.info(request, late.message)
            return redirect("incidents:sanctions", pk=sanction.incident_id)
        except ValidationError as problem:
            place_errors(form, problem)
        else:
            messages.success(request, _("Forslaget er afvist. Den, der foreslog det, får besked."))
            seen = rows(request.user, "incidents.view").filter(pk=sanction.incident_id).exists()
            return redirect("incidents:sanctions", pk=sanction.incident_id) if seen else redirect("core:desk")
    return private(
        render(
            request,
            "incidents/sanctions/confirm.html",
            {
                "incident": sanction.incident,
                "question": _("Vil du afvise forslaget?"),
                "text": sanction.get_measure_display() + ".",
                "action": request.path,
                "label": _("Afvis forslag"),
                "form": form,
                "back_url": reverse("incidents:sanctions", args=[sanction.incident_id]),
                "back_label": _("Gå tilbage"),
            },
            status=422 if form.is_bound and form.errors else 200,
        )
    )


# -- one sanction --------------------------------------------------------------------------------------------------
@require_GET
def sanction(request, pk):
    """Show one decision with what follows from it."""
    found = find_sanction(request, pk)
    may = actions_on(request.user, found.incident, ACTIONS)
    audit.read("incidents.sanction_opened", found, by=request.user)
    may_end = "incidents.decide_sanction" in may or (
        found.measure == Measure.ACCESS_BAN and "incidents.decide_ban" in may
    )
    todos = {todo.code: todo for todo in Todo.objects.about(found).order_by("round")}
    ending, review = todos.get(verbs.END), todos.get(verbs.REVIEW)
    letters = Letter.objects.visible_to(request.user).filter(sanction=found).select_related("type")
    return private(
        render(
            request,
            "incidents/sanctions/sanction.html",
            {
                "sanction": found,
                "incident": found.incident,
                "kind": STATE_KINDS[found.state],
                "may": may,
                "may_end": may_end and found.state in ("approved", "in_force"),
                "letters": letters,
                "ending": ending,
                "review": review,
                "unchanged": measures.is_unchanged(found) if found.decision_hash else None,
                "offers_end_letter": "incidents.write_letter" in may
                and found.measure in measures.LIMITING
                and found.state in ("expired", "lifted")
                or (
                    ending is not None
                    and ending.state == "open"
                    and "incidents.write_letter" in may
                    and found.ends_on
                    and found.ends_on <= calendar.today()
                ),
                "limits": found.measure in measures.LIMITING,
                "newer": Sanction.objects.filter(replaces=found).values_list("pk", flat=True).first(),
                "end_type": LetterType.objects.filter(code="end_of_restriction").values_list("code", flat=True).first(),
            },
        )
    )
