"""The list of incidents: mine, my department's, those I was told about; filtered and sorted in the address,
searched by POST.
"""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.models import Site
from core.permissions import rows
from core.rights import Rights
from core.search import every_word
from core.texts import error
from incidents import words
from incidents.choices import OPEN_STATES, Category
from incidents.models import Alert, Incident
from incidents.views.parts import STATE_KIND

KNOWS = ("incidents.read_story", "incidents.read_own_words")
RIGHTS = (*KNOWS, "incidents.read_injury")
SORTS = {"submitted_at", "occurred_at", "state", "site__name", "number"}
PER_PAGE = 25
SHOWN = (
    *("number", "kinds", "place", "state", "occurred_at", "category", "category_suggested"),
    *("site__name", "affected__name", "responsible__name"),
)


@require_http_methods(["GET", "POST"])
def incident_list(request):
    """Show the incidents that the person may see."""
    person = request.user
    text = request.POST.get("q", "").strip()[:100] if request.method == "POST" else ""
    problem = error("E-17") if request.method == "POST" and len(text) < 2 else ""
    visible = Incident.objects.visible_to(person).submitted()
    scopes = _scopes(person)
    chosen, asked = request.GET.get("show", ""), request.GET
    filters = {name: _filters(asked, name) for name in scopes}
    counts = visible.aggregate(
        **{f"{name}_all": Count("pk", filter=condition) for name, (_label, condition) in scopes.items()},
        **{
            f"{name}_shown": Count("pk", filter=condition & filters[name])
            for name, (_label, condition) in scopes.items()
            if chosen in ("", name) and filters[name]
        },
    )
    scope = chosen if chosen in scopes else next((name for name in scopes if counts[f"{name}_all"]), "mine")
    found = _search(person, visible, text) if text and not problem else visible.filter(scopes[scope][1], filters[scope])
    sort = asked.get("sort", "-submitted_at")
    sort = sort if sort.lstrip("-") in SORTS else "-submitted_at"
    rights = Rights(person, Incident.objects.all(), RIGHTS)
    found = found.select_related("site", "affected", "responsible").only(*SHOWN, *rights.fields).order_by(sort, "-pk")
    paginator = Paginator(rights.read(found), PER_PAGE if not text else 100)
    if not text:  # counted already
        paginator.count = counts.get(f"{scope}_shown", counts[f"{scope}_all"])
    page = paginator.get_page(asked.get("page"))
    for row in page:
        may = rights.on(row)
        row.knows = not may.isdisjoint(KNOWS)
        row.title = words.title_of(row) if row.knows else words.neutral_title(row)
        row.names_affected = row.knows or "incidents.read_injury" in may
        row.state_kind = STATE_KIND[row.state]
    drafts = (
        list(Incident.objects.filter(reporter=person, state="draft").order_by("-pk")[:10])
        if scope == "mine" and not text
        else []
    )
    return render(
        request,
        "incidents/list.html",
        {
            "page": page,
            "scope": scope,
            "category": asked.get("category", ""),
            "site": asked.get("site", ""),
            "sites": Site.objects.in_use(),
            "categories": Category.choices,
            "picks": _picks(request, scopes, counts, scope),
            "states": _states(_state(asked, scope)),
            "drafts": drafts,
            "text": text,
            "problem": problem,
            "filtered": any(asked.get(name) for name in ("category", "site", "state")),
            "total": sum(counts[f"{name}_all"] for name in scopes),
        },
        status=422 if problem else 200,
    )


def _scopes(person):
    """Return {name: (label, condition)} of the ways to look, those that can hold something for this person."""
    standing = person.standing
    mine = (
        Q(reporter=person)
        | Q(affected=person)
        | Q(pk__in=Incident.also_affected.through.objects.filter(person=person).values("incident_id"))
    )
    found = {}
    if standing.has("leader"):
        found["charge"] = (
            _("Mit ansvar"),
            Q(responsible=person)
            | Q(responsible__in=standing.acting_for)
            | Q(unit__in=standing.care, state="submitted"),
        )
        found["unit"] = (_("Min afdeling"), Q(unit__in=standing.care))
    found["mine"] = (_("Mine egne"), mine)
    told = Q(pk__in=Alert.objects.filter(person=person).values("incident_id"))
    found["told"] = (_("Jeg har fået besked"), told & ~mine)
    if any(standing.has(kind) for kind in ("safety_rep", "union_rep", "hr")):
        found["place"] = (_("Mit område"), ~mine)
    return found


def _picks(request, scopes, counts, scope):
    """Return the pills: whose incidents."""
    return [
        {"label": label, "url": f"?show={name}", "current": name == scope, "count": counts[f"{name}_all"]}
        for name, (label, _condition) in scopes.items()
        if counts[f"{name}_all"] or name in (scope, "mine")
    ]


def _state(asked, scope):
    """Return the state asked for; what is mine is shown closed or not, the rest open unless somebody asks."""
    return asked.get("state", "open" if scope != "mine" else "")


def _filters(asked, scope):
    """Return the condition of what the address asks for."""
    state, category, site = _state(asked, scope), asked.get("category", ""), asked.get("site", "")
    found = Q(state__in=OPEN_STATES) if state == "open" else Q(state="closed") if state == "closed" else Q()
    if category in Category.values:
        found &= Q(category=category) | Q(category="", category_suggested=category)
    if site.isdigit():
        found &= Q(site=int(site))
    return found


def _states(state):
    """Return the choices of the state filter."""
    return [
        ("", _("Alle"), state == ""),
        ("open", _("Åbne"), state == "open"),
        ("closed", _("Lukkede"), state == "closed"),
    ]


def _search(person, visible, text):
    """Return the incidents that hold the words: by number and site among all,
    by name only where the person may know it.
    """
    parts = text.split()[:6]
    named = rows(person, "incidents.read_story").filter(every_word(parts, "affected__name")).values("pk")
    return visible.filter(every_word(parts, "number") | every_word(parts, "site__name") | Q(pk__in=named))
