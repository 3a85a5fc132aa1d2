"""»Hvad blev der besluttet?«: decisions, guidelines and local agreements across bodies and years (MED-32)."""

from django.core.paginator import Paginator
from django.db.models import F, Func
from django.http import Http404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import audit, calendar, exports
from core.permissions import rows
from med import papers
from med.choices import OutcomeKind
from med.forms.register import RegisterForm
from med.models import Agreement, Body, Guideline, Outcome
from med.rules import finding
from med.views.beside import address, show
from med.views.wheel import paper

PAGE, MOST = 25, 2000
FIELDS = ("text", "treatment__title", "treatment__text", "treatment__topic__tags")
VECTORS = ("search", "treatment__search")  # stored: to take the words apart at each search took seconds
TABS = ("decisions", "guidelines", "agreements")
STATES = {"guidelines": Guideline, "agreements": Agreement}


def _bodies(person):
    """Return the bodies that meet in MED."""
    return Body.objects.visible_to(person).exclude(kind="trio").order_by("name")


def _form(request, tab):
    """Return the bound search form of a list."""
    this = calendar.today().year
    return RegisterForm(
        request.GET,
        tab=tab,
        bodies=_bodies(request.user),
        years=range(this, this - 12, -1),
        tags=_tags(request.user, tab),
    )


def _tags(person, tab):
    """Return the words that a list can be narrowed by, of what the person may see; one query."""
    path = "treatment__topic__tags" if tab == "decisions" else "tags"
    found = (STATES.get(tab) or Outcome).objects.visible_to(person).filter(**{f"{path}__len__gt": 0}).order_by()
    return sorted(found.annotate(tag=Func(F(path), function="unnest")).values_list("tag", flat=True).distinct())


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
    if data.get("tag"):
        found = found.filter(treatment__topic__tags__contains=[data["tag"]])
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
    if data.get("state"):
        found = found.filter(state=data["state"])
    if data.get("tag"):
        found = found.filter(tags__contains=[data["tag"]])
    if data.get("q"):
        return (
            finding.matching(found, data["q"], ("title", "text", "tags"), "search")
            .order_by("-rank", "title", "pk")
            .distinct()
        )
    return found.order_by("title", "pk").distinct()


@require_GET
def register(request):
    """Search what was decided; the address holds the whole search."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else "decisions"
    form = _form(request, tab)
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
    context = {
        "form": form,
        "tab": tab,
        "page": page,
        "picks": picks,
        "query": query.urlencode(),
        "is_filtered": any(request.GET.get(name) for name in ("q", "body", "year", "kind", "state", "tag")),
        "may_write": list(
            rows(request.user, "med.keep_register", Body.objects.active().exclude(kind="trio")).order_by("name")[:10]
        ),
        "path": (),
    }
    return show(request, "med/register/register.html", context)


@require_GET
def register_file(request, kind):
    """Hand out the found decisions as a list: spreadsheet, text, or paper."""
    form = _form(request, "decisions")
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
