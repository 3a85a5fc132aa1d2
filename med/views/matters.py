"""The chairs' own matters (MED-49)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from med.actions import matters as verbs
from med.forms.matters import MatterForm, ToAgendaForm
from med.models import Body, ChairMatter
from med.views.beside import attempt, bind, crumbs, find_row, form_page, is_stale, keep_both, show


def _back(body):
    """Return the path to the list."""
    return _("Formandskabets sager"), reverse("med:matters", args=[body.pk])


def _coming_day(row):
    """Return the day a matter is looked at again; one that is over is not asked for anew."""
    return row.follow_up_on if row.follow_up_on and row.follow_up_on >= calendar.today() else None


@require_GET
def matter_list(request, pk):
    """Show what chair and vice chair have between them."""
    body = find_row(request, Body, pk, "med.share_matters", ("unit",))
    rows = list(
        ChairMatter.objects.visible_to(request.user).filter(body=body).select_related("written_by", "topic")[:100]
    )
    audit.read("med.matters_opened", body, by=request.user)
    context = {
        "body": body,
        "open": [row for row in rows if row.state == "open"],
        "settled": [row for row in rows if row.state != "open"],
        "path": crumbs(body),
    }
    return show(request, "med/beside/matters.html", context)


@require_http_methods(["GET", "POST"])
def matter_new(request, pk):
    """Write a new matter."""
    body = find_row(request, Body, pk, "med.share_matters", ("unit",))
    form = bind(request, MatterForm)
    back = reverse("med:matters", args=[body.pk])
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        del data["version"]
        act = lambda: verbs.add(body, by=request.user, **data)  # noqa: E731
        if attempt(request, act, _("Sagen er gemt. Kun I to kan læse den."), form):
            return redirect(back)
    return form_page(request, form, title=_("Ny sag"), button=_("Gem sag"), back=back, path=crumbs(body, _back(body)))


@require_http_methods(["GET", "POST"])
def matter(request, pk):
    """Read and write a matter; what is settled can only be read."""
    row = find_row(request, ChairMatter, pk, "med.change_chair_matter", ("body", "written_by", "topic"))
    path, form = crumbs(row.body, _back(row.body)), None
    if row.state == "open":
        known = {"title": row.title, "note": row.note, "version": row.version, "follow_up_on": _coming_day(row)}
        form = bind(request, MatterForm, known)
        if request.method == "POST" and form.is_valid():
            data = dict(form.cleaned_data)
            data["version"] = data["version"] or 0
            if attempt(request, lambda: verbs.change(row, by=request.user, **data), _("Gemt."), form):
                return redirect("med:matters", pk=row.body_id)
            if is_stale(form):
                row.refresh_from_db()
                keep_both(form, {"note": row.note}, row.version)
    elif request.method == "POST":
        return redirect("med:matter", pk=row.pk)
    if request.method == "GET":
        audit.read("med.matter_opened", row, by=request.user)
    return show(request, "med/beside/matter.html", {"row": row, "form": form, "path": path}, form)


@require_POST
def matter_solve(request, pk):
    """Say that it is solved."""
    row = find_row(request, ChairMatter, pk, "med.change_chair_matter", ("body",))
    attempt(request, lambda: verbs.solve(row, by=request.user), _("Sagen er markeret som løst."))
    return redirect("med:matters", pk=row.body_id)


@require_http_methods(["GET", "POST"])
def matter_to_agenda(request, pk):
    """Put it on the next agenda."""
    row = find_row(request, ChairMatter, pk, "med.change_chair_matter", ("body",))
    form = bind(request, ToAgendaForm)

    def words(result):
        _topic, treatment = result
        if treatment is None:
            return _("Emnet kommer på dagsordenen, når det næste møde er planlagt.")
        day = calendar.long_date(treatment.meeting.starts_at)
        return _("Emnet er sat på dagsordenen til mødet %(day)s.") % {"day": day}

    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.to_agenda(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, words, form):
            return redirect("med:matters", pk=row.body_id)
    return form_page(
        request,
        form,
        title=_("Sæt på dagsordenen"),
        lede=_("Hele udvalget kan læse det, du skriver her."),
        button=_("Sæt på dagsordenen"),
        back=reverse("med:matter", args=[row.pk]),
        path=crumbs(row.body, _back(row.body)),
    )
