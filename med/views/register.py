"""»Hvad blev der besluttet?«: decisions, guidelines and local agreements across bodies and years (MED-32)."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar, exports
from core.permissions import rows
from med import papers
from med.actions import register as verbs
from med.choices import OutcomeKind
from med.forms.register import AgreementForm, AnswerForm, GuidelineForm, HearingForm, PartyForm, RegisterForm
from med.models import Agreement, Body, Guideline, HearingAnswer, Outcome, Signature
from med.rules import finding
from med.views.attached import files_of
from med.views.beside import address, attempt, bind, crumbs, find_row, form_page, part, show
from med.views.wheel import paper

PAGE, MOST = 25, 2000
FIELDS = ("text", "treatment__title", "treatment__text", "treatment__topic__search_terms")
VECTORS = ("search", "treatment__search")  # stored: to take the words apart at each search took seconds
TABS = ("decisions", "guidelines", "agreements")
STATES = {"guidelines": Guideline, "agreements": Agreement}


def _bodies(person):
    """Return the bodies that meet in MED."""
    return Body.objects.visible_to(person).exclude(kind="trio").order_by("name")


def _form(request):
    """Return the bound search form."""
    this = calendar.today().year
    return RegisterForm(request.GET, bodies=_bodies(request.user), years=range(this, this - 12, -1))


def decisions(person, form):
    """Return the outcomes that are looked for, of meetings whose minutes are sent; the best match first."""
    data = form.cleaned_data if form.is_valid() else {}
    found = (
        Outcome.objects.visible_to(person)
        .filter(treatment__meeting__state__in=["minutes_sent", "approved", "published"])
        .exclude(kind=OutcomeKind.NOT_TREATED)
        .exclude(body__kind="trio")
        .select_related("treatment__meeting", "treatment__topic", "body", "replaced_by")
    )
    if data.get("body"):
        found = found.filter(body=data["body"])
    if data.get("year"):
        found = found.filter(decided_on__year=data["year"])
    if data.get("kind"):
        found = found.filter(kind=data["kind"])
    if data.get("state"):
        found = found.filter(state=data["state"])
    if data.get("q"):
        return finding.matching(found, data["q"], FIELDS, *VECTORS).order_by("-rank", "-decided_on", "-pk")
    return found.order_by("-decided_on", "-pk")


def texts(person, model, form):
    """Return the guidelines or agreements that are looked for."""
    data = form.cleaned_data if form.is_valid() else {}
    found = model.objects.visible_to(person).select_related("body")
    if data.get("body"):
        found = found.filter(body=data["body"])
    if data.get("year"):
        found = found.filter(in_force_from__year=data["year"])
    if data.get("q"):
        return (
            finding.matching(found, data["q"], ("title", "text"), "search").order_by("-rank", "title", "pk").distinct()
        )
    return found.order_by("title", "pk").distinct()


@require_GET
def register(request):
    """Search what was decided; the address holds the whole search."""
    form = _form(request)
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "decisions"
    found = decisions(request.user, form) if tab == "decisions" else texts(request.user, STATES[tab], form)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    picks = []
    for name, label in (
        ("decisions", _("Beslutninger")),
        ("guidelines", _("Retningslinjer og vejledninger")),
        ("agreements", _("Lokale aftaler")),
    ):
        query["tab"] = name
        picks.append({"label": label, "url": f"?{query.urlencode()}", "current": name == tab, "count": None})
    query["tab"] = tab
    if tab == "decisions":
        for row in page:
            row.url = address(row.treatment.meeting)
    else:
        for name in ("kind", "state"):
            form.fields.pop(name)
    context = {
        "form": form,
        "tab": tab,
        "page": page,
        "picks": picks,
        "query": query.urlencode(),
        "is_filtered": any(request.GET.get(name) for name in ("q", "body", "year", "kind", "state")),
        "may_write": list(
            rows(request.user, "med.keep_register", Body.objects.active().exclude(kind="trio")).order_by("name")[:10]
        ),
        "path": (),
    }
    return show(request, "med/register/register.html", context)


@require_GET
def register_file(request, kind):
    """Hand out the found decisions as a list: spreadsheet, text, or paper."""
    form = _form(request)
    found = list(decisions(request.user, form)[:MOST])
    audit.record("med.register_exported", request.user, by=request.user, rows=len(found), kind=kind)
    if kind == "pdf":
        return paper(papers.decision_list(found, request.GET.get("q", "")[:100]), "beslutninger.pdf")
    headings = [
        _("Nummer"),
        _("Dato"),
        _("Udvalg"),
        _("Emne"),
        _("Resultat"),
        _("Beslutning"),
        _("Ses på igen"),
        _("Status"),
        _("Hvorfor den ikke gælder"),
    ]
    lines = [
        [
            row.label,
            row.decided_on,
            str(row.body),
            row.treatment.title,
            row.get_kind_display(),
            row.text,
            row.review_on,
            row.get_state_display() if row.is_decision else "",
            row.ending,
        ]
        for row in found
    ]
    maker = {"xlsx": exports.xlsx, "csv": exports.csv}.get(kind)
    if maker is None:
        raise Http404
    content = maker(lines, headings, title=_("Beslutninger"), by=request.user, at=calendar.now())
    return exports.response(content, f"beslutninger.{kind}")


def _path(body):
    return crumbs(body, (_("Register"), reverse("med:register")))


# -- guidelines ------------------------------------------------------------------------------------------------------
@require_GET
def guideline(request, pk):
    """Show a guideline, guide or policy with its hearing."""
    row = find_row(
        request,
        Guideline,
        pk,
        "med.view_guideline",
        ("body", "owner"),
        also=("med.write_guideline", "med.ask_for_talks"),
    )
    hearing = list(row.hearing.select_related("unit"))
    mine = (
        set(rows(request.user, "med.answer_hearing", row.hearing.all()).values_list("pk", flat=True))
        if hearing
        else set()
    )
    for one in hearing:
        one.may_answer = one.pk in mine
    facts = [
        (_("Udvalg"), str(row.body)),
        (_("Udgave"), str(row.version)),
        (_("Ejer"), row.owner.name if row.owner else ""),
        (_("Gælder fra"), calendar.long_date(row.in_force_from) if row.in_force_from else ""),
        (_("Revideres senest"), calendar.long_date(row.revise_by) if row.revise_by else ""),
        (_("Emneord"), ", ".join(row.tags)),
        (_("Bedt om forhandling"), calendar.long_date(row.talks_asked_at) if row.talks_asked_at else ""),
    ]
    return show(
        request,
        "med/register/guideline.html",
        {"row": row, "facts": facts, "hearing": hearing, "files": files_of(row), "path": _path(row.body)},
    )


@require_http_methods(["GET", "POST"])
def guideline_new(request, pk):
    """Write a new guideline."""
    body = find_row(request, Body, pk, "med.keep_register", ("unit",))
    return _write(
        request,
        body,
        None,
        GuidelineForm,
        verbs.write_guideline,
        "guideline",
        {"kind": "guideline"},
        _("Ny retningslinje eller vejledning"),
    )


@require_http_methods(["GET", "POST"])
def guideline_edit(request, pk):
    """Change a guideline."""
    row = find_row(request, Guideline, pk, "med.write_guideline", ("body__unit",))
    return _write(request, row.body, row, GuidelineForm, verbs.write_guideline, "guideline", {}, row.title)


def _write(request, body, row, form_class, verb, name, initial, title):
    """Show and take the form of a text of the register."""
    if row is not None:
        initial = {field: getattr(row, field) for field in form_class.base_fields if hasattr(row, field)}
        for field in ("owner", "holder"):
            if field in initial:
                initial[field] = getattr(row, f"{field}_id")
    form = bind(request, form_class, initial, body=body)
    back = reverse(f"med:{name}", args=[row.pk]) if row else reverse("med:register")
    if request.method == "POST" and form.is_valid():
        found: list = []
        act = lambda: found.append(verb(body, by=request.user, **{name: row}, **form.cleaned_data))  # noqa: E731
        if attempt(request, act, _("Gemt."), form):
            return redirect(f"med:{name}", pk=found[0].pk)
    return form_page(request, form, title=title, button=_("Gem"), back=back, path=_path(body))


@require_POST
def talks(request, pk):
    """Ask for talks about a guideline."""
    row = find_row(request, Guideline, pk, "med.ask_for_talks", ("body",))
    attempt(
        request,
        lambda: verbs.ask_for_talks(row, by=request.user),
        _("Punktet kommer på næste dagsorden. Begge parter skal søge enighed."),
    )
    return redirect("med:guideline", pk=row.pk)


@require_POST
def talks_end(request, pk):
    """Say that the talks are over."""
    row = find_row(request, Guideline, pk, "med.write_guideline", ("body",))
    agreed = request.POST.get("agreed") == "yes"
    attempt(request, lambda: verbs.end_talks(row, by=request.user, agreed=agreed), _("Forhandlingen er slut."))
    return redirect("med:guideline", pk=row.pk)


@require_http_methods(["GET", "POST"])
def hearing_new(request, pk):
    """Ask teams about a draft."""
    row = find_row(request, Guideline, pk, "med.write_guideline", ("body__unit",))
    form = bind(request, HearingForm, body=row.body)
    back = reverse("med:guideline", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.ask_teams(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Teamene er spurgt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Send i høring"),
        lede=row.title,
        button=_("Spørg teams"),
        back=back,
        path=_path(row.body),
        drafted=False,
    )


@require_http_methods(["GET", "POST"])
def hearing_answer(request, pk):
    """Answer for a team."""
    from core.permissions import can

    row = HearingAnswer.objects.select_related("guideline__body", "unit").filter(pk=pk).first()
    if row is None or not can(request.user, "med.view_guideline", row.guideline):
        raise Http404
    row = find_row(request, HearingAnswer, pk, "med.answer_hearing", ("guideline__body", "unit"))
    form = bind(request, AnswerForm, {"answer": row.answer})
    back = reverse("med:guideline", args=[row.guideline_id])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.answer_hearing(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Svaret er gemt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Svar fra %(unit)s") % {"unit": row.unit.name},
        lede=row.guideline.title,
        button=_("Gem svar"),
        back=back,
    )


# -- local agreements ------------------------------------------------------------------------------------------------
@require_GET
def agreement(request, pk):
    """Show a local agreement and how far its signatures are."""
    row = find_row(request, Agreement, pk, "med.view_agreement", ("body", "holder"), also=("med.write_agreement",))
    day = lambda value: calendar.long_date(value) if value else ""  # noqa: E731
    facts = [
        (_("Udvalg"), str(row.body)),
        (_("Udgave"), str(row.version)),
        (_("Har udkastet"), row.holder.name),
        (_("Emneord"), ", ".join(row.tags)),
        (_("Forhandles med"), row.get_negotiating_party_display()),
        (_("Skrevet af"), row.drafted_by),
        (_("Bygger på"), row.earlier_draft),
        (_("Set igennem af personaleafdelingen"), day(row.reviewed_on)),
        (_("Sendt til kredsen"), day(row.sent_to_union_on)),
        (_("Ordlyd kontrolleret"), day(row.wording_checked_on)),
        (_("Gælder fra"), day(row.in_force_from)),
        (_("Gælder til"), day(row.ends_on)),
        (_("Ses efter"), day(row.review_on)),
    ]
    signatures = list(row.signatures.all())
    context = {
        "row": row,
        "facts": facts,
        "signatures": signatures,
        "missing": sum(one.state != "signed" for one in signatures),
        "files": files_of(row),
        "versions": list(row.versions.select_related("written_by")),
        "steps": [("sent", _("Sendt")), ("received", _("Modtaget")), ("signed", _("Underskrevet"))],
        "path": _path(row.body),
    }
    return show(request, "med/register/agreement.html", context)


@require_http_methods(["GET", "POST"])
def agreement_new(request, pk):
    """Write a new local agreement."""
    body = find_row(request, Body, pk, "med.keep_register", ("unit",))
    return _write(
        request,
        body,
        None,
        AgreementForm,
        verbs.write_agreement,
        "agreement",
        {"negotiating_party": "tr"},
        _("Ny lokal aftale"),
    )


@require_http_methods(["GET", "POST"])
def agreement_edit(request, pk):
    """Change a local agreement."""
    row = find_row(request, Agreement, pk, "med.write_agreement", ("body__unit",))
    return _write(request, row.body, row, AgreementForm, verbs.write_agreement, "agreement", {}, row.title)


@require_http_methods(["GET", "POST"])
def party_new(request, pk):
    """Name who must sign."""
    row = find_row(request, Agreement, pk, "med.write_agreement", ("body",))
    form = bind(request, PartyForm)
    back = reverse("med:agreement", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.add_party(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Tilføjet."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Tilføj underskriver"),
        lede=row.title,
        button=_("Tilføj"),
        back=back,
        path=_path(row.body),
    )


@require_POST
def signature(request, pk, number):
    """Note how far a signature is."""
    row = find_row(request, Agreement, pk, "med.write_agreement", ("body",))
    found = part(Signature.objects.filter(agreement=row).select_related("agreement"), number)
    attempt(
        request,
        lambda: verbs.note_signature(found, by=request.user, state=request.POST.get("state", "")),
        _("Noteret."),
    )
    return redirect("med:agreement", pk=row.pk)
