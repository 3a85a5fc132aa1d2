"""Report: one screen that saves itself, sends once, and gives a receipt that says what happens now (INC-01, INC-13)."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar, drafts, hotlines
from core.directory import Directory
from core.models import Attachment, Draft, GuidancePage
from core.texts import error
from incidents import case as cases
from incidents.actions import reporting, supplementing
from incidents.forms.evidence import EvidenceForm
from incidents.forms.report import COLLEAGUE, ReportForm, initial_of
from incidents.models import Incident, PhoneNote

LEFT_OUT = {"token", "act", "files"}
NOT_KEPT = "not-kept:%s"  # tokens of forms whose text must not be kept (Q21), while a late save may still be on its way


# -- the form ------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def report(request, pk=None):
    """Show the four questions with the newest draft, or the named one; save, take files in, or send."""
    if request.method == "POST":
        return _pressed(request)
    noted = Exists(PhoneNote.objects.filter(incident=OuterRef("pk")))
    own = Incident.objects.filter(reporter=request.user, state="draft").annotate(has_phone_notes=noted)
    if pk:
        draft = get_object_or_404(own, pk=pk)
    else:
        kept = Draft.objects.filter(person=request.user, key=request.path)
        newest = own.annotate(has_kept=Exists(kept)).order_by("-pk").first()
        waits = newest.has_kept if newest else kept.exists()
        draft = (_rescued(request) if waits else None) or newest
    typed = draft.draft if draft else {}
    form = ReportForm(person=request.user, initial=initial_of(typed, _saved_at(typed)))
    return _page(request, form, draft, draft.token if draft else uuid.uuid4())


def _pressed(request):
    """Do what the button says. The text is kept first, whatever happens then."""
    act = request.POST.get("act", "send")
    token = _token(request)
    if request.POST.get("perpetrator") == COLLEAGUE and act == "send":
        return _not_here(request, token)
    draft = reporting.keep_draft(request.user, token, _typed(request))
    if draft.state != "draft":
        messages.info(request, error("E-47"))
        return redirect("incidents:receipt", pk=draft.pk)
    evidence = EvidenceForm(files=request.FILES) if request.FILES else None
    if evidence is not None and not evidence.is_valid():
        return _page(request, _shown(request), draft, token, evidence=evidence)
    if evidence is not None:
        _attach(request, draft, evidence)
        if evidence.errors:
            return _page(request, _shown(request), draft, token, evidence=evidence)
    if act.startswith("remove:"):
        return _remove(request, draft, act.removeprefix("remove:"))
    if act == "attach":
        if evidence is None:
            evidence = EvidenceForm(data={}, files={})
            evidence.is_valid()
            return _page(request, _shown(request), draft, token, evidence=evidence)
        return redirect(reverse("incidents:report") + "#files")
    if act == "save":
        messages.success(request, _("Kladden er gemt. Kun du kan se den."))
        return redirect("incidents:report")
    return _send(request, draft, token)


def _send(request, draft, token):
    """Check the answers and send."""
    form = ReportForm(request.POST, person=request.user)
    if not form.is_valid():
        return _page(request, form, draft, token)
    incident, is_new = reporting.submit(request.user, token, form.told)
    drafts.used(request, reverse("incidents:report"))
    if not is_new:
        again = _("Det har du allerede meldt kl. %(time)s. Der er ikke sendt noget igen.") % {
            "time": calendar.clock(incident.submitted_at)
        }
        messages.info(request, error("E-47") if incident.token == token else again)
    return redirect("incidents:receipt", pk=incident.pk)


def _page(request, form, draft, token, *, evidence=None):
    """Show the screen: 422 when something must be put right."""
    wrong = (form.is_bound and form.errors) or (evidence is not None and evidence.errors)
    files = (
        Attachment.objects.filter(subject_type=cases.SUBJECT, subject_id=draft.pk, removed_at__isnull=True)
        if draft
        else []
    )
    here = [request.user.site_id] if request.user.site_id else []
    directory = Directory.near(request.user.unit, site_ids=here)
    links = directory.chain(request.user.unit_id, without={request.user.pk}) if request.user.unit_id else []
    saved = _saved_at(draft.draft) if draft else None
    return render(
        request,
        "incidents/report.html",
        {
            "form": form,
            "draft": draft,
            "token": token,
            "files": files,
            "evidence": evidence or EvidenceForm(),
            "leader": links[0] if links else None,
            "after": links[1] if len(links) > 1 else None,
            "saved_at": saved,
            "phone_notes": _has_phone_notes(draft),
            "site_known": bool(request.user.site_id),
            "carer": next(
                iter(directory.nearest_holders("safety_rep", request.user.unit_id, request.user.site_id)), None
            ),
        },
        status=422 if wrong else 200,
    )


def _has_phone_notes(draft):
    """Tell whether a telephone note goes with the draft; most often read with it."""
    if draft is None:
        return False
    known = getattr(draft, "has_phone_notes", None)
    return draft.phone_notes.exists() if known is None else known


def _shown(request):
    """Return the form as typed, unchecked: the person pressed another button than »send«."""
    return ReportForm(person=request.user, initial=initial_of(_typed(request), None))


def _token(request):
    """Return the form's token; a broken one is replaced, so that nothing typed is lost."""
    try:
        return uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return uuid.uuid4()


def _typed(request):
    """Return what was typed, with the moment it was saved."""
    found = {name: value for name, value in drafts.typed(request.POST).items() if name not in LEFT_OUT}
    return found | {"_saved": calendar.now().isoformat()}


def _saved_at(typed):
    """Return when a draft was saved, or None."""
    return datetime.fromisoformat(typed["_saved"]) if typed.get("_saved") else None


def _rescued(request):
    """Take over what was typed after the session had ended (core.drafts), as this form's draft."""
    key = reverse("incidents:report")
    typed = drafts.load(request.user, key)
    if not typed:
        return None
    drafts.drop(request.user, key)
    try:
        token = uuid.UUID(str(typed.get("token", "")))
    except ValueError:
        token = uuid.uuid4()
    kept = {name: value for name, value in typed.items() if name not in LEFT_OUT} | {
        "_saved": calendar.now().isoformat()
    }
    draft = reporting.keep_draft(request.user, token, kept)
    draft.refresh_from_db()
    return draft if draft.state == "draft" else None


@require_POST
def save_draft(request):
    """Save while somebody types. What a colleague or leader did is not kept (Q21)."""
    if request.POST.get("perpetrator") != COLLEAGUE:
        token = _token(request)
        draft = reporting.keep_draft(request.user, token, _typed(request))
        if draft.state != "draft":
            return JsonResponse({"sent": True}, status=409)
        if cache.get(NOT_KEPT % token):  # the answer changed to »kollega eller leder« while this save was on its way
            _forget(request, token)
    response = JsonResponse({"saved": calendar.clock(calendar.now())})
    response["X-Saved-At"] = calendar.clock(calendar.now())
    return response


@require_http_methods(["GET", "POST"])
def delete_draft(request, pk):
    """Ask, then delete a draft."""
    draft = get_object_or_404(Incident, pk=pk, reporter=request.user, state="draft")
    if request.method == "POST":
        reporting.delete_draft(draft, by=request.user)
        messages.success(request, _("Kladden er slettet."))
        return redirect("incidents:list")
    return render(
        request,
        "core/confirm.html",
        {
            "question": _("Vil du slette kladden?"),
            "text": _("Den kan ikke hentes igen."),
            "action": request.path,
            "label": _("Slet kladde"),
            "back_url": reverse("incidents:report"),
            "back_label": _("Behold kladde"),
            "danger": True,
        },
    )


# -- files on the form ---------------------------------------------------------------------------------------------
def _attach(request, draft, evidence):
    """Seal the files, and say each one's name, size and time."""
    kept = 0
    for uploaded, facts in evidence.cleaned_data["files"]:
        try:
            supplementing.attach(draft, uploaded, facts, by=request.user)
            kept += 1
        except ValidationError as problem:
            evidence.add_error("files", problem)
    if kept:
        messages.success(request, ngettext("%(n)s fil er vedhæftet.", "%(n)s filer er vedhæftet.", kept) % {"n": kept})


def _remove(request, draft, key):
    """Take a file off the draft."""
    try:
        found = get_object_or_404(Attachment, key=uuid.UUID(key), subject_type=cases.SUBJECT, subject_id=draft.pk)
    except ValueError:
        return redirect("incidents:report")
    if supplementing.remove(draft, found, by=request.user):
        messages.success(request, _("Filen er fjernet."))
    return redirect(reverse("incidents:report") + "#files")


# -- a colleague or a leader did it --------------------------------------------------------------------------------
def _forget(request, token):
    """Delete what was kept of a form."""
    draft = Incident.objects.filter(token=token, reporter=request.user, state="draft").first()
    if draft:
        reporting.delete_draft(draft, by=request.user)
    drafts.used(request, reverse("incidents:report"))


def _not_here(request, token):
    """Show where to go instead, with the text to copy; nothing of it is kept."""
    cache.set(NOT_KEPT % token, True, 600)
    _forget(request, token)
    return _colleague_page(request, request.POST.get("narrative", "")[:20000])


@require_GET
def colleague_help(request):
    """Show where to go when a colleague or a leader did it (Q21, G-15)."""
    return _colleague_page(request, "")


def _colleague_page(request, typed):
    person = request.user
    directory = Directory.near(person.unit, site_ids=[person.site_id] if person.site_id else [])
    leader = directory.own_leader(person)
    return render(
        request,
        "incidents/colleague_help.html",
        {
            "page": GuidancePage.objects.filter(code="G-15").first(),
            "typed": typed,
            "leader": leader,
            "above": directory.leaders_leader(person.unit_id, of=leader, without={person.pk})
            if person.unit_id
            else None,
            "safety_reps": directory.nearest_holders("safety_rep", person.unit_id, person.site_id),
            "union_reps": directory.nearest_holders("union_rep", person.unit_id, person.site_id),
            "hr": directory.holders("hr", person.unit_id)[:3],
            "hotlines": hotlines.cards(person.unit),
        },
    )


# -- the receipt ---------------------------------------------------------------------------------------------------
@require_GET
def receipt(request, pk):
    """Say that it has been sent, to whom, and what happens now."""
    case = cases.gather(request.user, pk)
    if not case.can("read_own_words") or case.incident.state == "draft":
        return redirect("incidents:incident", pk=pk)
    first = next((row for row in case.opened("alerts") if row.kind == "chain"), None)
    todo = case.todos.get("incidents.take_over")
    return render(
        request,
        "incidents/receipt.html",
        {
            "case": case,
            "incident": case.incident,
            "first": first,
            "until": (first.answer_by if first else None) or (todo.due_at if todo else None),
            "hotlines": hotlines.cards(case.incident.unit)[:2],
            "product": settings.PRODUCT_NAME,
            "mine": case.is_affected,
        },
    )
