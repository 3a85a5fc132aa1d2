"""Training of representatives and leaders: the overview, one function, offers and answers, years joined."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar, exports
from core.permissions import may_add, require_add
from med import papers
from med.actions import training as verbs
from med.choices import MED_KINDS, BodyKind
from med.forms.training import CompleteForm, FilterForm, JoinForm, OfferForm
from med.models import Body, JoinedYears, TrainingRecord
from med.models.training import CourseKind
from med.rules import training as rules
from med.views.attached import files_of
from med.views.beside import attempt, bind, find_row, form_page, part, show
from med.views.wheel import paper

PAGE, MANY = 50, 300
ORDER = {"late": 0, "soon": 1, "open": 2, "done": 3}
BADGES = {"late": "late", "soon": "wait", "open": "run", "done": "done"}
WORDS = {
    "late": gettext_lazy("Overskredet"),
    "soon": gettext_lazy("Snart"),
    "open": gettext_lazy("I gang"),
    "done": gettext_lazy("På plads"),
}
FAR = (True, "")  # what has no deadline comes last
SORTS = {
    "name": lambda line: line.record.person.name.casefold(),
    "function": lambda line: (str(line.record.get_function_display()), line.record.person.name.casefold()),
    "due": lambda line: (False, line.next.due_on.isoformat()) if line.next else FAR,
    "offered": lambda line: line.offered,
    "completed": lambda line: line.completed,
    "left": lambda line: line.days_left,
    "state": lambda line: (ORDER[line.worst], line.record.person.name.casefold()),
}


# -- the overview ----------------------------------------------------------------------------------------------------
def _filters(request):
    """Return the bound form of filters."""
    bodies = Body.objects.visible_to(request.user).active().filter(kind__in=[*MED_KINDS, BodyKind.AMR]).order_by("name")
    return FilterForm(request.GET, bodies=bodies)


def _found(request, form, words=""):
    """Return the functions that the person may see and looks for, by name."""
    today = calendar.today()
    data = form.cleaned_data if form.is_valid() else {}
    found = TrainingRecord.objects.visible_to(request.user).select_related("person__unit", "seat__body")
    found = found.filter(ended_on__lt=today) if data.get("state") == "ended" else found.running(today)
    if data.get("body"):
        found = found.filter(seat__body=data["body"])
    if data.get("function"):
        found = found.filter(function=data["function"])
    if data.get("state") == "new":
        found = found.filter(unseen_since__isnull=False)
    for word in words.split()[:4]:
        found = found.filter(Q(person__name__icontains=word) | Q(person__unit__name__icontains=word))
    return found.order_by("person__name", "pk").distinct()


def _shown(records):
    """Return the lines of the overview for some functions; three queries."""
    lines = rules.standings(records, calendar.today())
    for line in lines:
        line.worst = min((demand.state for demand in line.demands), key=ORDER.get, default="done")
        line.badge, line.said = BADGES[line.worst], WORDS[line.worst]
        line.offered = sum(bool(one.offered_on) for one in line.offers)
        line.completed = sum(bool(one.completed_on) for one in line.offers)
        line.next = min(
            (demand for demand in line.demands if not demand.is_done and demand.due_on),
            key=lambda one: one.due_on,
            default=None,
        )
    return lines


def _lines(request, form, words=""):
    """Return every line that is looked for, in the order of the address."""
    lines = _shown(_found(request, form, words))
    state = form.cleaned_data.get("state", "") if form.is_valid() else ""
    if state in ORDER:
        lines = [line for line in lines if line.worst == state]
    sort = request.GET.get("sort", "state")
    return sorted(lines, key=SORTS.get(sort.lstrip("-"), SORTS["state"]), reverse=sort.startswith("-"))


@require_http_methods(["GET", "POST"])
def overview(request):
    """Show the functions one may see and what each still asks for; searched by name by POST, filtered by the address.

    What is late comes first. Where there are very many, they come by name instead, and only the page's are worked out.
    """
    form = _filters(request)
    words = request.POST.get("q", "").strip()[:60] if request.method == "POST" else ""
    found, length, number = _found(request, form, words), PAGE if not words else 200, request.GET.get("page")
    by_state = form.is_valid() and form.cleaned_data["state"] in ORDER
    counted = 0 if by_state else found.count()
    default = "state" if counted <= MANY else "name"
    if default == "name" and request.GET.get("sort", default) == "name":
        pages = Paginator(found, length)
        pages.count = counted
        page, late = pages.get_page(number), 0
        page.object_list = _shown(page.object_list)
    else:
        lines = _lines(request, form, words)
        page, late = Paginator(lines, length).get_page(number), sum(line.worst == "late" for line in lines)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "words": words,
        "page": page,
        "late": late,
        "order": default,
        "is_filtered": bool(words) or any(request.GET.get(name) for name in ("body", "function", "state")),
        "query": query.urlencode(),
        "may_keep": may_add(request.user, "med.keep_training"),
        "path": (),
    }
    return show(request, "med/training/list.html", context)


@require_GET
def overview_pdf(request):
    """Hand out the overview as it is filtered (P-39)."""
    return paper(papers.training(_lines(request, _filters(request))), "uddannelse.pdf")


@require_GET
def overview_file(request):
    """Hand out the overview as it is filtered, as a spreadsheet; each is in the log."""
    require_add(request.user, "med.keep_training")
    lines = _lines(request, _filters(request))
    audit.record("med.training_exported", request.user, by=request.user, rows=len(lines))
    headings = [
        _("Navn"),
        _("Afdeling"),
        _("Funktion"),
        _("Udvalg"),
        _("Valgt første gang"),
        _("Valgt senest"),
        _("Perioden slutter"),
        _("Funktionsår"),
        _("Næste frist"),
        _("Det gælder"),
        _("Tilbudt"),
        _("Gennemført"),
        _("MED-dage tilbage"),
        _("Arbejdsmiljødage tilbage"),
        _("Status"),
    ]
    rows = [
        [
            line.record.person.name,
            str(line.record.person.unit or ""),
            line.record.get_function_display(),
            str(line.record.seat.body) if line.record.seat else "",
            line.record.began_on,
            line.record.elected_on,
            line.record.period_ends_on,
            line.year,
            line.next.due_on if line.next else None,
            line.next.title if line.next else "",
            line.offered,
            line.completed,
            line.med_days_left,
            line.safety_days_left,
            str(line.said),
        ]
        for line in lines
    ]
    title = _("Uddannelse for MED og arbejdsmiljø")
    content = exports.xlsx(rows, headings, title=title, by=request.user, at=calendar.now())
    return exports.response(content, "uddannelse.xlsx")


# -- one function ----------------------------------------------------------------------------------------------------
@require_GET
def record(request, pk):
    """Show one function: what must be done by when, what was offered, what lapses."""
    row = find_row(
        request,
        TrainingRecord,
        pk,
        "med.view_training",
        ("person__unit", "seat__body"),
        also=(
            *("med.keep_training", "med.answer_offer", "med.hand_in_proof", "med.plan_competence"),
            "med.agree_on_joining",
        ),
    )
    today = calendar.today()
    (standing,) = rules.standings([row], today)
    joined, figures = standing.joined, standing.figures
    agreed = {one.function_year for one in joined if one.agreed_on}
    for one in standing.offers:
        figure = figures.safety_extra(rules.year_began(row, one.function_year), one.function_year)
        one.can_pool = bool(one.kind == CourseKind.SAFETY_EXTRA and figure and figure.may_join)
        one.is_agreed = one.answer == "pooled" and one.function_year in agreed
    for demand in standing.demands:
        demand.badge, demand.said = BADGES[demand.state], WORDS[demand.state]
    year = standing.year
    figure = figures.safety_extra(rules.year_began(row, year), year)
    open_year = bool(row.in_safety and figure and figure.may_join) and not agreed & {year - 1, year, year + 1}
    context = {
        "row": row,
        "standing": standing,
        "offers": standing.offers,
        "joined": joined,
        "agrees": "med.agree_on_joining" in row.may and row.person_id != request.user.pk,
        "open_year": year if open_year and year not in {one.function_year for one in joined} else None,
        "is_over": not rules.is_running(row, today),
        "files": files_of(row),
        "needs": list(row.needs.select_related("course")),
        "keeps": "med.keep_training" in row.may,
        "answers": "med.answer_offer" in row.may,
        "choices": [("accepted", _("Ja tak")), ("declined", _("Nej tak")), ("pooled", _("Saml med næste år"))],
        "path": ((_("Uddannelse"), reverse("med:training")),),
    }
    return show(request, "med/training/record.html", context)


@require_http_methods(["GET", "POST"])
def offer_new(request, pk):
    """Write an offer of training."""
    row = find_row(request, TrainingRecord, pk, "med.keep_training", ("person",))
    form = bind(request, OfferForm)
    back = reverse("med:training_record", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.offer(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Tilbuddet er skrevet op."), form):
            return redirect(back)
    return form_page(request, form, title=_("Tilbyd uddannelse"), lede=row.person.name, button=_("Gem"), back=back)


@require_POST
def offer_answer(request, pk, number):
    """Answer an offer."""
    row = find_row(request, TrainingRecord, pk, "med.answer_offer", ("person",))
    found = part(row.offers.select_related("record"), number)
    attempt(
        request, lambda: verbs.answer(found, by=request.user, said=request.POST.get("answer", "")), _("Tak for svaret.")
    )
    return redirect("med:training_record", pk=row.pk)


@require_http_methods(["GET", "POST"])
def offer_complete(request, pk, number):
    """Write that training was completed."""
    row = find_row(request, TrainingRecord, pk, "med.keep_training", ("person",))
    found = part(row.offers.select_related("record"), number)
    form = bind(request, CompleteForm)
    back = reverse("med:training_record", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.complete(found, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Gemt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=found.get_kind_display(),
        lede=row.person.name,
        button=_("Markér som gennemført"),
        back=back,
    )


@require_POST
def offer_reopen(request, pk, number):
    """Take back that training was completed."""
    row = find_row(request, TrainingRecord, pk, "med.keep_training", ("person",))
    found = part(row.offers.select_related("record"), number)
    attempt(
        request, lambda: verbs.undo_complete(found, by=request.user), _("Uddannelsen står som ikke gennemført igen.")
    )
    return redirect("med:training_record", pk=row.pk)


@require_http_methods(["GET", "POST"])
def years_join(request, pk, year):
    """Agree, for the employer, that a year's days are taken together with the next year's."""
    row = find_row(request, TrainingRecord, pk, "med.agree_on_joining", ("person",))
    if not 1 <= year <= 60:
        raise Http404
    wish = JoinedYears.objects.filter(record=row, function_year=year).select_related("wished_by").first()
    form = bind(request, JoinForm, {"agreed_on": calendar.today()})
    back = reverse("med:training_record", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.agree_on_joining(row, year, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Aftalen er skrevet. Dagene bortfalder ikke ved årets slutning."), form):
            return redirect(back)
    if wish is not None and wish.wished_at:
        said = calendar.long_date(wish.wished_at)
    else:
        said = _("Ikke her på siden. Vedhæft den underskrevne aftale.")
    return form_page(
        request,
        form,
        title=_("Saml dage fra %(year)s. og %(next)s. funktionsår") % {"year": year, "next": year + 1},
        lede=_("Aftalen skal være skriftlig. Din bekræftelse gælder for arbejdsgiveren."),
        button=_("Bekræft aftale"),
        back=back,
        path=((_("Uddannelse"), reverse("med:training")),),
        drafted=False,
        facts=[(_("Navn"), row.person.name), (_("Ønsket af repræsentanten"), said)],
    )


@require_POST
def years_refuse(request, pk, year):
    """Say no to a wish to take two years' days together."""
    row = find_row(request, TrainingRecord, pk, "med.agree_on_joining", ("person",))
    said = _("Ønsket er afvist. Dagene skal bruges i funktionsåret.")
    attempt(request, lambda: verbs.refuse_joining(row, year, by=request.user), said)
    return redirect("med:training_record", pk=row.pk)
