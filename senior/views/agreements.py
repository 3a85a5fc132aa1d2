"""Agreements: the list, the page, the draft, sending, signing."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.models import Document, Person, Role
from core.permissions import can, require
from core.settings_values import Settings
from senior import agreement_text, words
from senior.actions import agreements as verbs
from senior.actions.agreements.signing import missing
from senior.actions.ground import own_leader
from senior.choices import OPEN_AGREEMENT, AgreementState, Party
from senior.documents import agreement_pdf
from senior.forms.agreements import AdviceForm, AgreementForm, BranchForm
from senior.forms.ground import ReasonForm
from senior.models import SeniorAgreement, SeniorTalk
from senior.views.ground import act, page_with_form, paper, row_or_404, typed

RIGHTS = (
    "senior.write_agreement",
    "senior.send_agreement",
    "senior.refuse_agreement",
    "senior.sign_as_employee",
    "senior.sign_as_leader",
    "senior.sign_as_union",
    "senior.record_branch",
    "senior.send_back",
    "senior.evaluate_agreement",
    "senior.end_agreement",
)
STATE_KIND = {
    "draft": "draft",
    "with_union_rep": "wait",
    "to_sign": "wait",
    "agreed": "done",
    "in_force": "done",
    "under_evaluation": "wait",
    "ended": "draft",
    "refused": "late",
}
FLOW = ("draft", "to_sign", "agreed", "in_force", "under_evaluation", "ended")


def find_agreement(request, pk, action="senior.view_agreement"):
    """Return the agreement, with what the person may do on it."""
    found = SeniorAgreement.objects.select_related("person__unit", "unit", "union_rep", "written_by", "talk")
    return row_or_404(request.user, action, found, pk, RIGHTS)


def here(pk):
    """Return the agreement's page."""
    return reverse("senior:agreement", args=[pk])


@require_GET
def agreements(request):
    """List the agreements the person may see; filtered by state in the address."""
    state = request.GET.get("state", "open")
    found = SeniorAgreement.objects.visible_to(request.user).select_related("person", "unit")
    if state == "open":
        found = found.filter(state__in=OPEN_AGREEMENT)
    elif state in AgreementState.values:
        found = found.filter(state=state)
    page = Paginator(found.order_by("-written_at", "-pk"), 25).get_page(request.GET.get("page"))
    for row in page:
        row.state_kind = STATE_KIND[row.state]
    return render(
        request,
        "senior/agreements.html",
        {
            "page": page,
            "state": state,
            "states": [("open", _("Åbne")), ("", _("Alle")), *AgreementState.choices],
            "me": request.user.pk,
        },
    )


def _parties(agreement, signatures, leader_now):
    """Return the parties with their signatures."""
    by_party = {one.party: one for one in signatures}
    leader = by_party.get(Party.LEADER)
    rows = [
        (Party.EMPLOYEE, agreement.person.name, by_party.get(Party.EMPLOYEE)),
        (
            Party.LEADER,
            leader.person.name if leader else leader_now.name if leader_now else str(_("Lederen")),
            leader,
        ),
    ]
    if agreement.changes_terms:
        name = agreement.union_rep.name if agreement.union_rep else agreement.branch or str(_("Kredsen"))
        rows.append((Party.UNION, name, by_party.get(Party.UNION)))
    return [
        {"party": party, "role": Party(party).label, "name": name, "signature": signature}
        for party, name, signature in rows
    ]


def _flow(agreement):
    """Return the steps of the agreement's life with their state."""
    where = {"with_union_rep": "to_sign"}.get(agreement.state, agreement.state)
    place = FLOW.index(where) if where in FLOW else 0
    dates = {
        "draft": agreement.written_at,
        "to_sign": agreement.sent_at,
        "agreed": agreement.agreed_at,
        "in_force": agreement.starts_on,
        "under_evaluation": agreement.evaluate_on,
        "ended": agreement.ends_on,
    }
    titles = {
        "draft": _("Aftalen skrives"),
        "to_sign": _("Aftalen skrives under"),
        "agreed": _("Alle har skrevet under"),
        "in_force": _("I kraft"),
        "under_evaluation": _("Evalueres"),
        "ended": _("Slutter") if agreement.ends_on else _("Ingen slutdato"),
    }
    return [
        {
            "title": titles[step],
            "state": "done" if number < place else "now" if number == place else "wait",
            "text": calendar.long_date(dates[step]).capitalize() if dates[step] else "",
        }
        for number, step in enumerate(FLOW)
    ]


def _my_party(found, signatures):
    """Return the party the person is still to sign as, or ""."""
    signed = {one.party for one in signatures}
    for party, action in (
        (Party.EMPLOYEE, "senior.sign_as_employee"),
        (Party.LEADER, "senior.sign_as_leader"),
        (Party.UNION, "senior.sign_as_union"),
    ):
        if action in found.may and party in found.parties and party not in signed:
            return party
    return ""


@require_GET
def agreement(request, pk):
    """Show one agreement: next step, words, signatures, course, documents."""
    found = find_agreement(request, pk)
    audit.read("senior.agreement_opened", found, by=request.user)
    signatures = list(found.signatures.filter(voided_at__isnull=True).select_related("person"))
    is_mine = found.person_id == request.user.pk
    out = found.state in ("with_union_rep", "to_sign")
    evaluations = list(found.evaluations.select_related("leader_by"))
    current = next((one for one in evaluations if one.closed_at is None), None)
    wrote = current and (current.employee_at if is_mine else current.leader_at)
    return render(
        request,
        "senior/agreement.html",
        {
            "agreement": found,
            "state_kind": STATE_KIND[found.state],
            "facts": agreement_text.facts(found),
            "other_side": agreement_text.other_side(found),
            "parties": _parties(found, signatures, own_leader(found.person)),
            "unsigned": len(found.parties) - len(signatures),
            "flow": _flow(found) if found.state != "refused" else [],
            "is_mine": is_mine,
            "is_union": "senior.end_agreement" not in found.may,  # who may end it reads why it ends
            "my_party": _my_party(found, signatures) if out else "",
            "lacks": missing(found) if found.state == "draft" else [],
            "may_edit": "senior.write_agreement" in found.may,
            "branch_waits": out
            and found.union_party == "branch"
            and not any(one.party == Party.UNION for one in signatures)
            and "senior.record_branch" in found.may,
            "evaluations": evaluations,
            # what the two wrote to each other is theirs; TR and HR see that it was done, and how it ended
            "reads_evaluation": "senior.evaluate_agreement" in found.may,
            "may_evaluate": found.is_running and "senior.evaluate_agreement" in found.may and not wrote,
            "documents": Document.objects.filter(subject_type="senior.senioragreement", subject_id=found.pk).defer(
                "content"
            ),
            "advice": AdviceForm(initial={"advice": found.advice}) if is_mine and found.is_unsigned else None,
            "advice_intro": words.ADVICE_INTRO,
            "may": {one.removeprefix("senior.") for one in found.may},
            "today": calendar.today(),
        },
    )


@require_POST
def agreement_new(request, pk):
    """Begin a draft for one of the staff, from a talk if there is one."""
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    require(request.user, "senior.write_for", person)
    talk = SeniorTalk.objects.filter(person=person, state__in=["held", "confirmed"]).first()
    made, is_new = verbs.begin_agreement(person, by=request.user, talk=talk)
    if not is_new:
        return act(request, lambda: None, _("Der er allerede en aftale i gang. Her er den."), here(made.pk))
    return redirect("senior:agreement_edit", pk=made.pk)


def _union_reps(found):
    """Return those who hold the function of TR, without the two themselves."""
    today = calendar.today()
    held = Role.objects.filter(Role.in_force(today), kind="union_rep").values("person_id")
    leader = own_leader(found.person)
    the_two = [found.person_id, *([leader.pk] if leader else [])]
    return Person.objects.working(today).filter(pk__in=held).exclude(pk__in=the_two).order_by("name")


@require_http_methods(["GET", "POST"])
def agreement_edit(request, pk):
    """Write the draft."""
    found = find_agreement(request, pk, "senior.write_agreement")
    if found.state != "draft":
        return redirect(here(pk))
    data, kept = typed(request)

    def again(row, data=None):
        return AgreementForm(data, agreement=row, union_reps=_union_reps(row))

    form = again(found, data)
    for name, value in kept.items():
        if name in form.fields and name != "version":
            form.initial[name] = value
    if data is None and not found.text and found.talk and can(request.user, "senior.read_talk", found.talk):
        form.initial.setdefault("text_content", found.talk.agreed)
    if not form.initial.get("evaluate_on") and data is None:
        after = calendar.Offset.parse(Settings(found.unit).text("senior_evaluate_after") or "12mo")
        form.initial["evaluate_on"] = after.apply_to_date(found.starts_on or calendar.today())
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.save_agreement(
            found, by=request.user, version=form.cleaned_data["version"], **form.values
        ),
        said=_("Aftalen er gemt som kladde."),
        to=here(pk),
        title=_("Aftale med %(name)s") % {"name": found.person.name},
        button=_("Gem kladde"),
        back=here(pk),
        template="senior/agreement_edit.html",
        again=again,
        row=found,
        agreement=found,
    )


@require_POST
def agreement_send(request, pk):
    """Send the text out for signing."""
    found = find_agreement(request, pk)
    return act(
        request, lambda: verbs.send(found, by=request.user), _("Aftalen er sendt. Alle parter får besked."), here(pk)
    )


@require_POST
def agreement_sign(request, pk):
    """Sign as what one is, the text whose sum the page showed."""
    found = find_agreement(request, pk)
    party = request.POST.get("party", "")
    party = party if party in Party.values else _my_party(found, [])
    fresh = SeniorAgreement.objects.filter(pk=pk)

    def verb():
        verbs.sign(found, by=request.user, party=party or Party.EMPLOYEE, sha256=request.POST.get("sha256", ""))

    answer = act(request, verb, "", here(pk))
    if fresh.filter(state="agreed").exists():
        return act(
            request, lambda: None, _("Alle har skrevet under. Aftalen er låst, og du kan hente din kopi."), here(pk)
        )
    if found.signatures.filter(person=request.user, voided_at__isnull=True).exists():
        return act(request, lambda: None, _("Du har skrevet under. Vi mangler de andre."), here(pk))
    return answer


@require_http_methods(["GET", "POST"])
def agreement_branch(request, pk):
    """Note the branch's answer, which came on paper or by mail."""
    found = find_agreement(request, pk, "senior.record_branch")
    form = BranchForm(request.POST if request.method == "POST" else None, initial={"sha256": found.sha256})
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.confirm_for_branch(found, by=request.user, **form.cleaned_data),
        said=_("Kredsens svar er noteret."),
        to=here(pk),
        title=_("Notér kredsens svar"),
        button=_("Notér svar"),
        back=here(pk),
        lede=_("Kredsen logger ikke ind her. Skriv, hvem der har sagt ja, og hvornår. Gem selve svaret på sagen."),
    )


@require_POST
def agreement_take_back(request, pk):
    """Take the text back to change it."""
    found = find_agreement(request, pk)
    return act(
        request,
        lambda: verbs.take_back(found, by=request.user),
        _("Aftalen er en kladde igen. Underskrifterne gælder ikke længere."),
        here(pk),
    )


@require_http_methods(["GET", "POST"])
def agreement_send_back(request, pk):
    """Send the text back with a remark, as TR or employee."""
    found = find_agreement(request, pk, "senior.send_back")
    data, kept = typed(request)
    return page_with_form(
        request,
        ReasonForm(data, initial=kept, label=_("Hvad skal ændres?")),
        do=lambda form: verbs.send_back(found, by=request.user, **form.cleaned_data),
        said=_("Aftalen er sendt tilbage med din bemærkning."),
        to=reverse("senior:overview"),
        title=_("Send aftalen tilbage"),
        button=_("Send tilbage"),
        back=here(pk),
        lede=_("Den bliver en kladde igen, og alle skriver under på ny, når den er rettet."),
    )


@require_http_methods(["GET", "POST"])
def agreement_refuse(request, pk):
    """Say no to an agreement, with a reason."""
    found = find_agreement(request, pk, "senior.refuse_agreement")
    data, kept = typed(request)
    return page_with_form(
        request,
        ReasonForm(
            data,
            initial=kept,
            help_text=_("Begrund det med forhold på arbejdspladsen. Medarbejderen kan læse begrundelsen."),
        ),
        do=lambda form: verbs.refuse(found, by=request.user, **form.cleaned_data),
        said=_("Afslaget er gemt med din begrundelse."),
        to=here(pk),
        title=_("Begrund afslag"),
        button=_("Begrund afslag"),
        back=here(pk),
        lede=_("Undersøg først, om noget af ønsket kan lade sig gøre, eller om det kan prøves i en periode."),
    )


@require_POST
def agreement_advice(request, pk):
    """Tick whom one has asked before deciding."""
    found = find_agreement(request, pk, "senior.sign_as_employee")
    form = AdviceForm(request.POST)
    chosen = form.cleaned_data["advice"] if form.is_valid() else []
    return act(
        request, lambda: verbs.tick_advice(found, by=request.user, advice=chosen), _("Din liste er gemt."), here(pk)
    )


@require_GET
def agreement_paper(request, pk):
    """Return the agreement as it stands; the signed one lies under documents (P-34)."""
    found = find_agreement(request, pk)
    audit.read("senior.agreement_printed", found, by=request.user)
    return paper(agreement_pdf(found), "senioraftale.pdf")
