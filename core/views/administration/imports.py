"""Take units and people in from a file: choose it, see what would happen, confirm once (GEN-01, GEN-02)."""

import hashlib

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import exports, importing
from core.actions import imports as verbs
from core.forms_administration.imports import ImportForm
from core.permissions import require_add
from core.texts import error

TOKEN_AGE, SALT = 3600, "import"
UNIT_HEADS, PEOPLE_HEADS = (
    ["Enhed", "Hører under"],
    [
        "Navn",
        "Mail",
        "Stilling",
        "Telefon",
        "Enhed",
        "Arbejdssted",
        "Leder ja/nej",
        "Ansat fra",
        "Ansat til",
        "Arbejdsdage",
    ],
)
EXAMPLES = [
    "Nanna Lund",
    "nanna.lund@fjordby.example",
    "rådgiver",
    "10 20 30 40",
    "Team Havn",
    "Havnegade 1",
    "nej",
    "01.03.2027",
    "",
    "man–fre",
]
SHOWN = 200  # lines of a kind in the preview


@require_http_methods(["GET", "POST"])
def upload(request):
    """Take the file, and show what it would change. Nothing is written yet."""
    require_add(request.user, "core.import_directory")
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read(importing.MOST_BYTES + 1)
        try:
            sheets = importing.read(file.name, content)
        except ValidationError as fault:
            form.add_error("file", fault)
        else:
            return _show(
                request, sheets, content, file.name.rpartition(".")[2].lower(), form.cleaned_data["close_missing"]
            )
    return render(
        request,
        "core/administration/import.html",
        {
            "title": _("Indlæs fra fil"),
            "form": form,
            "label": _("Vis, hvad der vil ske"),
            "back": reverse("core:settings"),
            "lede": _(
                "Enheder og medarbejdere fra et regneark eller en CSV-fil. Du ser, hvad der vil ske, før noget gemmes."
            ),
        },
        status=422 if form.errors else 200,
    )


def _show(request, sheets, content, ending, close_missing, status=200):
    """Show the plan, with a token that only fits these bytes, this person and this plan."""
    plan = verbs.plan(sheets, by=request.user, close_missing=close_missing)
    sha = hashlib.sha256(content).hexdigest()
    token = ""
    if not plan.faults and not plan.changes_nothing:
        path = _path(sha, ending)
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(content))
        token = signing.dumps(
            {"sha": sha, "ending": ending, "person": request.user.pk, "close": close_missing, "plan": plan.fingerprint},
            salt=SALT,
        )
    words = {"new": _("Nye"), "changed": _("Ændrede"), "closed": _("Lukkede"), "unchanged": _("Uændrede")}
    groups = [
        {
            "title": title,
            "act": words[act],
            "lines": plan.of(kind, act)[:SHOWN],
            "count": len(plan.of(kind, act)),
            "closing": act == "closed",
        }
        for kind, title in (("unit", _("Enheder")), ("person", _("Medarbejdere")))
        for act in ("new", "changed", "closed")
        if plan.of(kind, act)
    ]
    unchanged = sum(numbers["unchanged"] for _kind, numbers in plan.counts())
    lists = {"units": _("Enheder"), "people": _("Medarbejdere")}
    several = len(plan.faults) > 1  # then the other rows are not all ready
    faults = [
        (
            lists[kind],
            _("Række %(number)s: %(fault)s") % {"number": number, "fault": text}
            if several
            else error("E-70", nr=number, fejl=text),
        )
        for kind, number, text in plan.faults[: importing.MOST_FAULTS]
    ]
    return render(
        request,
        "core/administration/import_preview.html",
        {
            "title": _("Filen skal rettes") if plan.faults else _("Det vil ske"),
            "plan": plan,
            "groups": groups,
            "unchanged": unchanged,
            "faults": faults,
            "more_faults": max(0, len(plan.faults) - importing.MOST_FAULTS),
            "token": token,
            "total": sum(group["count"] for group in groups),
            "crumbs": [(reverse("core:settings_import"), _("Indlæs fra fil"))],
        },
        status=422 if plan.faults else status,
    )


def _path(sha, ending):
    return f"imports/{sha}.{ending}"


@require_POST
def preview(request):
    """Carry out the plan that was shown: the same bytes, by the same person, within the hour."""
    require_add(request.user, "core.import_directory")
    try:
        token = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=TOKEN_AGE)
    except signing.BadSignature:
        messages.warning(request, _("Der er gået for lang tid. Vælg filen igen."))
        return redirect("core:settings_import")
    if token["person"] != request.user.pk:
        raise Http404
    path = _path(token["sha"], token["ending"])
    if not default_storage.exists(path):
        messages.warning(request, _("Filen er allerede indlæst. Vælg den igen, hvis den skal indlæses en gang til."))
        return redirect("core:settings_import")
    with default_storage.open(path) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != token["sha"]:
        raise Http404
    sheets = importing.read(f"x.{token['ending']}", content)
    try:
        plan = verbs.carry_out(
            sheets, by=request.user, fingerprint=token["plan"], sha256=token["sha"], close_missing=token["close"]
        )
    except ValidationError as fault:
        for text in fault.messages:
            messages.warning(request, text)
        return _show(request, sheets, content, token["ending"], token["close"], status=409)
    default_storage.delete(path)
    done = [
        f"{len(plan.of(kind, act))} {word}"
        for kind, act, word in (
            ("unit", "new", _("nye enheder")),
            ("unit", "changed", _("ændrede enheder")),
            ("unit", "closed", _("nedlagte enheder")),
            ("person", "new", _("nye medarbejdere")),
            ("person", "changed", _("ændrede medarbejdere")),
            ("person", "closed", _("afsluttede ansættelser")),
        )
        if plan.of(kind, act)
    ]
    messages.success(request, _("Filen er indlæst: %(what)s.") % {"what": ", ".join(done)})
    return redirect(
        "core:settings_people" if any(line.kind == "person" for line in plan.lines) else "core:settings_units"
    )


@require_GET
def template(request, kind):
    """Give out empty lists with the right headings, and an example of each column on a page of its own."""
    require_add(request.user, "core.import_directory")
    examples = dict(zip(PEOPLE_HEADS, EXAMPLES, strict=True)) | {"Hører under": "Borgerservice"}
    sheets = [
        ("Enheder", UNIT_HEADS, []),
        ("Medarbejdere", PEOPLE_HEADS, []),
        (_("Sådan skriver du"), [_("Kolonne"), _("Eksempel")], examples.items()),
    ]
    if kind == "spreadsheet":
        return exports.response(exports.workbook(sheets), "skabelon.xlsx")
    raise Http404
