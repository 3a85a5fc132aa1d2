"""Templates: what they hold, edited as a draft by HR and coordinators, published as a version by HR (ONB-32, role 18)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.actions.hotlines import change_link
from core.models import Attachment, ReferenceLink
from core.permissions import Forbidden, can, may_add, require_add, rows, who_may
from core.views.acting import found as found_row
from core.views.acting import page, tried
from onboarding.actions import aids
from onboarding.actions import packs as verbs
from onboarding.forms.templates import LeaveOutForm, MaterialForm, NewPackForm, PackLineForm, PublishForm
from onboarding.models import Pack
from onboarding.rules import templates
from onboarding.views import lines


@require_http_methods(["GET", "POST"])
def pack_list(request):
    """List the parts of the template that the person may see; HR makes a new one."""
    may_make = may_add(request.user, "onboarding.publish_pack")
    seen = rows(request.user, "onboarding.view_pack", Pack.objects.filter(retired_on__isnull=True))
    found = list(seen.prefetch_related("versions__changed_by"))
    if not found and not may_make:
        raise Forbidden("onboarding.view_pack", who_may("onboarding.view_pack"))
    form = NewPackForm(request.POST or None)
    if request.method == "POST":
        require_add(request.user, "onboarding.publish_pack")
    if request.method == "POST" and form.is_valid():
        made = []
        if tried(
            request,
            lambda: made.append(verbs.add_pack(by=request.user, **form.cleaned_data)),
            _("Skabelonen er oprettet som kladde. Læg punkter i den, og udgiv den."),
            form,
        ):
            return redirect("onboarding:pack", pk=made[0].pk)
    for pack in found:
        versions = list(pack.versions.all())
        pack.newest = next((one for one in versions if one.published_at), None)
        pack.draft = next((one for one in versions if one.published_at is None), None)
        contents = (pack.newest or versions[0]).contents if versions else {}
        pack.counts = [
            (heading, len(contents.get(name) or [])) for name, heading in lines.HEADINGS.items() if contents.get(name)
        ]
    links = _material(request.user)
    return page(
        request,
        "onboarding/packs.html",
        packs=found,
        form=form,
        may_make=may_make,
        links=len(links),
        missing=sum(not link.url for link in links),
    )


def _material(person):
    """Return the guides and templates elsewhere whose addresses the person may set."""
    links = ReferenceLink.objects.filter(code__startswith="onb_").order_by("title")
    return list(rows(person, "core.change_link", links))


@require_http_methods(["GET", "POST"])
def material(request):
    """Say where guides and templates from elsewhere lie; what has no address is shown to nobody (ONB-33)."""
    links = _material(request.user)
    if not links:
        raise Forbidden("core.change_link", who_may("core.change_link"))
    form = MaterialForm(request.POST or None, links=links)
    if request.method == "POST" and form.is_valid():
        for link, url in form.changed():
            change_link(link, by=request.user, values={"url": url})
        messages.success(request, _("Adresserne er gemt."))
        return redirect("onboarding:material")
    return page(request, "onboarding/material.html", form=form, missing=sum(not link.url for link in links))


def _pack(request, pk):
    """Return (a pack that the person may edit, its versions, the newest first, and the one that is shown)."""
    found = found_row(request, "onboarding.edit_pack", Pack.objects.select_related("unit"), pk)
    versions = list(found.versions.select_related("published_by", "changed_by"))
    return found, versions, next((one for one in versions if one.published_at is None), None) or versions[0]


def _said(request, pack, what):
    """Return what was done, and who publishes it: whoever writes can't always."""
    publishes = can(request.user, "onboarding.publish_pack", pack)
    return (
        f"{what} {_('Udgiv kladden, når du er færdig.') if publishes else _('HR ser kladden igennem og udgiver den.')}"
    )


@require_GET
def pack(request, pk):
    """Show what a pack holds, the draft if there is one."""
    found, versions, shown = _pack(request, pk)
    lists = [
        (
            name,
            heading,
            [
                (templates.code_of(name, line), lines.title(name, line), lines.details(name, line))
                for line in shown.contents.get(name) or []
            ],
        )
        for name, heading in lines.HEADINGS.items()
    ]
    below = _below(found)
    draft = shown if shown.published_at is None else None
    published = next((one for one in versions if one.published_at), None)
    may_publish = can(request.user, "onboarding.publish_pack", found)
    return page(
        request,
        "onboarding/pack.html",
        pack=found,
        draft=draft,
        changes=lines.changes(published, draft, below) if draft is not None and published is not None else [],
        may_publish=may_publish,
        shown=shown,
        lists=lists,
        out=[
            (name, code, lines.HEADINGS[name], below.get((name, code), code))
            for name, codes in (shown.contents.get("drop") or {}).items()
            for code in codes
        ],
        may_leave_out=bool(below),
        versions=[one for one in versions if one.published_at],
        publish=PublishForm(initial={"edit": shown.edit}),
    )


def _below(found):
    """Return {(list, code): title} of the lines that the packs below it bring, in the order of the lists."""
    contents = [version.contents for pack, version in Pack.in_use() if (pack.order, pack.pk) < (found.order, found.pk)]
    brought: dict = {}
    for name in lines.HEADINGS:
        for content in contents:
            for line in content.get(name) or []:
                brought[name, templates.code_of(name, line)] = lines.title(name, line)
    return brought


@require_http_methods(["GET", "POST"])
def pack_line(request, pk, name):
    """Change a line of the draft, add one, or take one out."""
    if name not in lines.HEADINGS:
        raise Http404
    found, _versions, shown = _pack(request, pk)
    code = request.GET.get("code", "")
    line = next((one for one in shown.contents.get(name) or [] if templates.code_of(name, one) == code), None)
    if code and line is None:
        raise Http404
    file = Attachment.objects.filter(pk=aids.of_line(line or {})).first()
    form = PackLineForm(
        request.POST or None,
        request.FILES or None,
        name=name,
        file=file,
        initial=PackLineForm.initial_of(line, shown),
    )
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
                found,
                by=request.user,
                name=name,
                code=code,
                values=form.values(),
                edit=form.cleaned_data["edit"],
                upload=form.upload,
                without_file=form.cleaned_data.get("without_file", False),
            ),
            _said(request, found, _("Linjen er gemt i kladden.")),
            form,
        )
        if done:
            return redirect("onboarding:pack", pk=pk)
    return page(
        request, "onboarding/pack_line.html", pack=found, form=form, heading=lines.HEADINGS[name], line=line, file=file
    )


@require_http_methods(["GET", "POST"])
def pack_leave_out(request, pk):
    """Choose a line of the packs below that this one leaves out, or take it in again."""
    found, _versions, shown = _pack(request, pk)
    left_out = {(name, code) for name, codes in (shown.contents.get("drop") or {}).items() for code in codes}
    brought = [
        (f"{name}:{code}", f"{lines.HEADINGS[name]}: {title}")
        for (name, code), title in _below(found).items()
        if (name, code) not in left_out
    ]
    if request.method == "POST" and request.POST.get("back"):
        name, _colon, code = request.POST["back"].partition(":")
        tried(
            request,
            lambda: verbs.leave_out(found, by=request.user, name=name, code=code, is_out=False),
            _said(request, found, _("Linjen kommer med igen.")),
        )
        return redirect("onboarding:pack", pk=pk)
    form = LeaveOutForm(request.POST or None, choices=brought)
    if request.method == "POST" and form.is_valid():
        name, _colon, code = form.cleaned_data["line"].partition(":")
        done = tried(
            request,
            lambda: verbs.leave_out(found, by=request.user, name=name, code=code),
            _said(request, found, _("Linjen er udeladt i kladden.")),
            form,
        )
        if done:
            return redirect("onboarding:pack", pk=pk)
    return page(request, "onboarding/pack_line.html", pack=found, form=form, heading=_("Udelad en linje"), line=None)


@require_POST
def publish(request, pk):
    """Publish the draft, or throw it away."""
    found = found_row(request, "onboarding.publish_pack", Pack.objects.select_related("unit"), pk)
    if request.POST.get("act") == "discard":
        tried(request, lambda: verbs.discard(found, by=request.user), _("Kladden er slettet."))
        return (
            redirect("onboarding:pack", pk=pk) if Pack.objects.filter(pk=pk).exists() else redirect("onboarding:packs")
        )
    if request.POST.get("act") == "retire":
        tried(
            request,
            lambda: verbs.retire(found, by=request.user),
            _("Delen er taget ud af brug. Forløb i gang beholder den."),
        )
        return redirect("onboarding:packs")
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
