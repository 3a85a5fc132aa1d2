"""The log for the data protection officer and the auditor, and for nobody else (GEN-15)."""

from datetime import date

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import audit_words, calendar, exports, subjects
from core import insight as looked
from core.actions import audit as verbs
from core.forms_administration.audit import AuditExportForm, AuditSearchForm, InsightForm
from core.models import AuditEntry, Person
from core.permissions import require_add, rows
from core.views.administration import kit

KEY = "audit_search"
MOST = 50_000  # rows of one export


def _reader(request, action="core.search_audit"):
    """Return the reader; 403 for everybody else, administrators too."""
    require_add(request.user, action)
    return request.user


def _filters(request):
    """Return what was searched for, as it stands in the session: ids and days, no names."""
    return {name: value for name, value in request.session.get(KEY, {}).items() if value not in (None, "")}


def _found(reader, filters):
    """Return the entries that match."""
    found = rows(reader, "core.read_audit")
    if filters.get("person"):
        found = found.filter(actor_id=filters["person"])
    if filters.get("about"):
        found = found.filter(subject_type="core.person", subject_id=filters["about"])
    if filters.get("kind"):
        found = found.filter(subject_type=filters["kind"])
    if filters.get("number") is not None:
        found = found.filter(subject_id=filters["number"])
    if filters.get("action"):
        found = found.filter(action=filters["action"])
    if filters.get("only"):
        found = found.filter(is_read=filters["only"] == "read")
    if filters.get("start"):
        found = found.filter(at__gte=calendar.at(date.fromisoformat(filters["start"]), calendar.parse_time("0")))
    if filters.get("end"):
        found = found.filter(at__date__lte=filters["end"])
    return found.order_by("-at", "-pk")


def _form(request, data=None):
    """Return the search form with what can be chosen: the kinds and actions that are in the log."""
    kinds = [
        (code, str(one.title).capitalize())
        for code, one in sorted(subjects.SUBJECTS.items(), key=lambda pair: str(pair[1].title))
    ]
    logged = AuditEntry.objects.order_by("action").values_list("action", "is_read").distinct()
    actions = sorted(((code, audit_words.of(code, is_read)) for code, is_read in logged), key=lambda pair: pair[1])
    filters = _filters(request)
    people = Person.objects.in_bulk([filters[name] for name in ("person", "about") if filters.get(name)])
    initial = filters | {name: people.get(filters[name]) for name in ("person", "about") if filters.get(name)}
    initial |= {name: date.fromisoformat(filters[name]) for name in ("start", "end") if filters.get(name)}
    return AuditSearchForm(data, initial=initial, kinds=kinds, actions=actions)


@require_http_methods(["GET", "POST"])
def audit(request):
    """Search the log. The search is kept in the session and logged: an address would tell others whom it was about."""
    reader = _reader(request)
    form = _form(request, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if request.POST.get("clear"):
            request.session.pop(KEY, None)
            return redirect("core:audit")
        if form.is_valid():
            kept = {
                name: getattr(value, "pk", value.isoformat() if hasattr(value, "isoformat") else value)
                for name, value in form.cleaned_data.items()
            }
            request.session[KEY] = {name: value for name, value in kept.items() if value not in (None, "")}
            verbs.searched(by=reader, filters=request.session[KEY])
            return redirect("core:audit")
    filters = _filters(request)
    page = kit.page_of(request, _found(reader, filters).select_related("actor"))
    items = [_row(entry) for entry in page]
    return render(
        request,
        "core/administration/audit.html",
        {
            "title": _("Adgangslog"),
            "lede": _("Hvem har set eller gjort hvad. Din egen søgning bliver også noteret."),
            "form": form,
            "page": page,
            "items": items,
            "filters_on": bool(filters),
        },
        status=422 if form.errors else 200,
    )


def _row(entry):
    """Return an entry as people read it."""
    kind = subjects.SUBJECTS.get(entry.subject_type)
    return {
        "entry": entry,
        "about": f"{str(kind.title).capitalize() if kind else entry.subject_type} {entry.subject_id}",
        "who": entry.actor.name if entry.actor_id and entry.actor else _("Systemet"),
        "what": audit_words.of(entry.action, entry.is_read),
    }


@require_http_methods(["GET", "POST"])
def export(request):
    """Ask why, then give out what was found as a file."""
    reader = _reader(request, "core.export_audit")
    filters = _filters(request)
    form = AuditExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entries = _found(reader, filters).select_related("actor")[:MOST]
        data = [
            [
                e.at,
                e.actor.name if e.actor_id and e.actor else "",
                audit_words.of(e.action, e.is_read),
                e.action,
                "ja" if e.is_read else "nej",
                e.subject_type,
                e.subject_id,
                e.number,
                e.reason,
                e.source,
                e.request_id,
                e.hash,
            ]
            for e in entries
        ]
        verbs.exported(by=reader, reason=form.cleaned_data["reason"], filters=filters, count=len(data))
        heads = [
            _("Tidspunkt"),
            _("Hvem"),
            _("Handling"),
            _("Kode"),
            _("Visning"),
            _("Type"),
            _("Id"),
            _("Nummer"),
            _("Begrundelse"),
            _("Hvorfra"),
            _("Forespørgsel"),
            _("Hash"),
        ]
        make = exports.xlsx if form.cleaned_data["form"] == "xlsx" else exports.csv
        return exports.response(
            make(data, heads, title=_("Adgangslog"), by=reader, at=calendar.now()),
            f"adgangslog.{form.cleaned_data['form']}",
        )
    count = _found(reader, filters).count()
    return render(
        request,
        "core/administration/form.html",
        {
            "form": form,
            "title": _("Hent adgangslog"),
            "label": _("Hent liste"),
            "back": reverse("core:audit"),
            "draft_key": request.path,
            "crumbs": [(reverse("core:audit"), _("Adgangslog"))],
            "lede": ngettext("%(n)s linje passer til din søgning.", "%(n)s linjer passer til din søgning.", count)
            % {"n": count},
            "notes": [("warn", _("Der kan højst hentes 50.000 linjer. Gør søgningen smallere."))]
            if count > MOST
            else [],
        },
        status=422 if form.errors else 200,
    )


@require_POST
def verify(request):
    """Check every chain of the log."""
    reader = _reader(request, "core.verify_audit")
    broken = verbs.verified(by=reader)
    items = [
        f"{kind} {pk}, nr. {number}: {_('ændret') if what == 'changed' else _('et led mangler')}"
        for kind, pk, number, what in broken
    ]
    return render(
        request,
        "core/administration/audit_verify.html",
        {"title": _("Kontrol af loggen"), "items": items, "crumbs": [(reverse("core:audit"), _("Adgangslog"))]},
    )


@require_http_methods(["GET", "POST"])
def insight(request):
    """Make the answer to a person who asks when and why their data were opened; no employee is named in it."""
    reader = _reader(request, "core.report_insight")
    form = InsightForm(request.POST or None)
    context = {
        "form": form,
        "title": _("Indsigt for en medarbejder"),
        "crumbs": [(reverse("core:audit"), _("Adgangslog"))],
        "lede": _(
            "Viser, hvornår og hvorfor nogen har åbnet det, der handler om personen. Det viser ikke, hvem det var."
        ),
    }
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        person = cleaned["person"]
        items = [_reading(entry) for entry in looked.readings(person, cleaned["start"], cleaned["end"])[:MOST]]
        verbs.insight_given(person, by=reader, reason=cleaned["reason"], count=len(items))
        if cleaned["form"] == "xlsx":
            content = exports.xlsx(
                [[i["at"], i["what"], i["about"], i["why"]] for i in items],
                [_("Hvornår"), _("Hvad skete der"), _("Om"), _("Hvorfor")],
                title=_("Indsigt"),
                by=reader,
                at=calendar.now(),
            )
            return exports.response(content, "indsigt.xlsx")
        context |= {"person": person, "items": items, "start": cleaned["start"], "end": cleaned["end"]}
    return render(request, "core/administration/insight.html", context, status=422 if form.errors else 200)


def _reading(entry):
    """Return a reading without the one who read."""
    kind = subjects.SUBJECTS.get(entry.subject_type)
    return {
        "at": entry.at,
        "what": audit_words.of(entry.action, is_read=True),
        "about": str(kind.title) if kind else "",
        "why": entry.reason,
    }
