"""Templates: what they hold, edited as a draft, published as a version (ONB-32); and who knows what (GEN-70)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.models import Person
from core.permissions import Forbidden, find, may_add, require, rows, who_may
from core.views.acting import page, tried
from onboarding import words
from onboarding.actions import learning
from onboarding.actions import packs as verbs
from onboarding.forms.templates import CompetenceForm, NewPackForm, PackLineForm, PublishForm
from onboarding.models import Competence, Pack

HEADINGS = {
    "items": gettext_lazy("Huskelisten"),
    "rows": gettext_lazy("Introduktionsskemaet"),
    "goals": gettext_lazy("Læringsmål"),
    "topics": gettext_lazy("Videnspersoner"),
}
DAYS = {"daily": gettext_lazy("hver dag"), "any": gettext_lazy("når det passer"), "latest": gettext_lazy("til sidst")}
STALE = 12  # months until somebody should look at what they know again


@require_http_methods(["GET", "POST"])
def pack_list(request):
    """List the parts of the template; make a new one."""
    if not may_add(request.user, "onboarding.view_pack"):
        raise Forbidden("onboarding.view_pack", who_may("onboarding.view_pack"))
    form = NewPackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = []
        if tried(
            request,
            lambda: made.append(verbs.add_pack(by=request.user, **form.cleaned_data)),
            _("Skabelonen er oprettet som kladde. Læg punkter i den, og udgiv den."),
            form,
        ):
            return redirect("onboarding:pack", pk=made[0].pk)
    found = list(Pack.objects.filter(retired_on__isnull=True).prefetch_related("versions"))
    for pack in found:
        versions = list(pack.versions.all())
        pack.newest = next((one for one in versions if one.published_at), None)
        pack.has_draft = any(one.published_at is None for one in versions)
        contents = (pack.newest or versions[0]).contents if versions else {}
        pack.counts = [
            (heading, len(contents.get(name) or [])) for name, heading in HEADINGS.items() if contents.get(name)
        ]
    return page(request, "onboarding/packs.html", packs=found, form=form)


def _pack(request, pk):
    """Return a pack that the person may edit."""
    found = find(request.user, "onboarding.edit_pack", Pack.objects.select_related("unit"), pk)
    if found is None:
        require(request.user, "onboarding.edit_pack", Pack(pk=pk))
        raise Http404
    return found


def _said(name, line):
    """Return (title, details) of one line."""
    if name == "items":
        return line["title"], [words.PHASES[line["phase"]], words.roles_in_words(line["roles"])]
    if name == "rows":
        day = line["day"]
        when = (
            calendar.WEEKDAYS[day - 1]
            if isinstance(day, int)
            else DAYS.get(day) or _("hver {weekday}").format(weekday=calendar.WEEKDAYS[int(day[-1]) - 1])
        )
        clock = line["time"].replace(":", ".") if line.get("time") else _("løbende")
        return line["topic"], [words.BLOCKS[line["block"]], f"{when} {clock}", words.roles_in_words(line["roles"])]
    if name == "goals":
        return line["title"], [words.NEEDS[line["need"]], words.METHODS[line["method"]]]
    return line["title"], [words.CATEGORIES[line["category"]]]


@require_GET
def pack(request, pk):
    """Show what a pack holds, the draft if there is one."""
    found = _pack(request, pk)
    versions = list(found.versions.select_related("published_by", "changed_by"))
    draft = next((one for one in versions if one.published_at is None), None)
    shown = draft or versions[0]
    lists = [
        (name, heading, [(line["code"], *_said(name, line)) for line in shown.contents.get(name) or []])
        for name, heading in HEADINGS.items()
    ]
    context = {
        "pack": found,
        "draft": draft,
        "shown": shown,
        "lists": lists,
        "versions": [one for one in versions if one.published_at],
        "publish": PublishForm(),
    }
    return render(request, "onboarding/pack.html", context)


@require_http_methods(["GET", "POST"])
def pack_line(request, pk, name):
    """Change a line of the draft, add one, or take one out."""
    if name not in HEADINGS:
        raise Http404
    found = _pack(request, pk)
    code = request.GET.get("code", "")
    versions = list(found.versions.all())
    shown = next((one for one in versions if one.published_at is None), None) or versions[0]
    line = next((one for one in shown.contents.get(name) or [] if one["code"] == code), None)
    if code and line is None:
        raise Http404
    initial = {"edit": shown.edit if shown.published_at is None else None}
    if line is not None:
        initial |= line | {"title": line.get("title") or line.get("topic"), "role": (line.get("roles") or [""])[0]}
        initial["time"] = (line.get("time") or "").replace(":", ".")
        initial["day"] = str(line.get("day", ""))
    form = PackLineForm(request.POST or None, name=name, initial=initial)
    if request.method == "POST" and request.POST.get("drop") and line is not None:
        tried(
            request,
            lambda: verbs.drop_line(found, by=request.user, name=name, code=code),
            _("Linjen er taget ud af kladden."),
        )
        return redirect("onboarding:pack", pk=pk)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.put_line(
                found, by=request.user, name=name, code=code, values=form.values(), edit=form.cleaned_data["edit"]
            ),
            _("Linjen er gemt i kladden. Udgiv den, når du er færdig."),
            form,
        )
        if done:
            return redirect("onboarding:pack", pk=pk)
    context = {"pack": found, "form": form, "heading": HEADINGS[name], "line": line}
    return page(request, "onboarding/pack_line.html", **context)


@require_POST
def publish(request, pk):
    """Publish the draft, or throw it away."""
    found = _pack(request, pk)
    if request.POST.get("act") == "discard":
        tried(request, lambda: verbs.discard(found, by=request.user), _("Kladden er slettet."))
        return redirect("onboarding:pack", pk=pk)
    form = PublishForm(request.POST)
    if form.is_valid():
        tried(
            request,
            lambda: verbs.publish(found, by=request.user, **form.cleaned_data),
            lambda version: _("Udgave {n} er udgivet. Forløb i gang bliver tilbudt forskellen.").format(
                n=version.number
            ),
        )
    else:
        messages.error(request, _("Skriv kort, hvad der er nyt, før du udgiver."))
    return redirect("onboarding:pack", pk=pk)


# -- who knows what ----------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def competences(request):
    """Show who knows what and helps with it; write what one knows oneself."""
    person = request.user
    form = CompetenceForm(request.POST if request.POST.get("form") == "save" else None)
    if request.POST.get("form") == "save" and form.is_valid():
        done = tried(
            request,
            lambda: learning.save_competence(person, by=person, **form.cleaned_data),
            _("Tak. Nu kan kollegerne se, at du ved noget om det."),
            form,
        )
        if done:
            return redirect("onboarding:competences")
    if request.POST.get("form") in ("confirm", "remove"):
        wanted = request.POST.get("id", "")
        found = rows(person, "onboarding.edit_competence").filter(pk=int(wanted)).first() if wanted.isdigit() else None
        if found is None:
            raise Http404
        if request.POST["form"] == "confirm":
            tried(request, lambda: learning.confirm_competence(found, by=person), _("Tak. Det er bekræftet i dag."))
        else:
            tried(request, lambda: learning.remove_competence(found, by=person), _("Det er taget af listen."))
        return redirect("onboarding:competences")
    category = request.GET.get("category", "")
    found = Competence.objects.filter(person__in=Person.objects.working()).select_related("person__unit", "substitute")
    if category in words.CATEGORIES:
        found = found.filter(category=category)
    found = list(found[:400])
    old = calendar.add_months(calendar.today(), -STALE)
    groups: dict = {}
    for one in found:
        one.is_old = one.confirmed_on <= old
        one.is_mine = one.person_id == person.pk
        groups.setdefault(words.CATEGORIES[one.category], []).append(one)
    context = {
        "groups": list(groups.items()),
        "form": form,
        "category": category,
        "categories": list(words.CATEGORIES.items()),
        "mine": [one for one in found if one.is_mine],
    }
    return page(request, "onboarding/competences.html", **context)
