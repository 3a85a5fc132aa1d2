"""The leader chain of a workplace, with whom it would reach right now (INC-24)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.actions import chain as verbs
from core.directory import Directory
from core.forms_administration.roles import ChainStepForm
from core.models import ChainStep, Unit
from core.permissions import Forbidden, find, require, who_may
from core.views.administration import kit


@require_http_methods(["GET", "POST"])
def chain(request, pk):
    """Show and edit the chain, and who would be called now."""
    unit = find(request.user, "core.view_unit", Unit.objects.all(), pk, ["core.change_chain"])
    if unit is None:
        raise Http404
    may = bool(unit.may)
    form = ChainStepForm(request.POST or None) if may else None
    if request.method == "POST":
        if not may:
            raise Forbidden("core.change_chain", who_may("core.change_chain"))
        if form and form.is_valid():
            worked, _made = kit.act(form, lambda values: verbs.add(unit, by=request.user, **values), form.cleaned_data)
            if worked:
                return kit.press(
                    request, lambda: None, done=_("Leddet er sat sidst i kæden."), back=reverse("core:chain", args=[pk])
                )
    directory = Directory.near(unit)
    source, steps = directory.steps_for(pk)
    own = source == unit
    rows = [{"step": s, "reached": s.person or directory.leads(s.led_unit_id)} for s in steps]
    for row in rows:
        row["away"] = bool(row["reached"] and directory.is_away(row["reached"]))
    first = steps[0] if steps else None
    return render(
        request,
        "core/administration/chain.html",
        {
            "title": _("Lederkæde"),
            "lede": _("%(unit)s. Svarer den nærmeste leder ikke, går beskeden ned gennem kæden.") % {"unit": unit.name},
            "unit": unit,
            "rows": rows,
            "own": own,
            "source": source,
            "may": may,
            "links": directory.chain(pk),
            "form": form,
            "entries": kit.history("core.unit", pk) if may else [],
            "checked_text": kit.checked_words(first) if own and first else "",
            "check_url": reverse("core:settings_chain_check", args=[pk]) if own and may else "",
            "crumbs": [(reverse("core:unit", args=[pk]), unit.name)],
        },
        status=422 if form and form.errors else 200,
    )


@require_POST
def chain_move(request, pk, up):
    """Move a link one place."""
    step = get_object_or_404(ChainStep.objects.select_related("unit"), pk=pk)
    require(request.user, "core.change_chain", step.unit)
    return kit.press(
        request,
        verbs.move,
        step=step,
        by=request.user,
        up=up,
        done=_("Rækkefølgen er gemt."),
        back=reverse("core:chain", args=[step.unit_id]),
    )


@require_POST
def chain_remove(request, pk):
    """Take a link out."""
    step = get_object_or_404(ChainStep.objects.select_related("unit"), pk=pk)
    require(request.user, "core.change_chain", step.unit)
    return kit.press(
        request,
        verbs.remove,
        step=step,
        by=request.user,
        done=_("Leddet er taget ud af kæden."),
        back=reverse("core:chain", args=[step.unit_id]),
    )


@require_POST
def chain_own(request, pk):
    """Give a unit a chain of its own."""
    unit = require(request.user, "core.change_chain", get_object_or_404(Unit, pk=pk))
    return kit.press(
        request,
        verbs.copy_from_above,
        unit=unit,
        by=request.user,
        done=_("Afdelingen har nu sin egen kæde, som du kan rette."),
        back=reverse("core:chain", args=[pk]),
    )


@require_POST
def chain_check(request, pk):
    """Say that a chain is right."""
    unit = require(request.user, "core.change_chain", get_object_or_404(Unit, pk=pk))
    return kit.press(
        request,
        verbs.check,
        unit=unit,
        by=request.user,
        done=_("Markeret som kontrolleret."),
        back=reverse("core:chain", args=[pk]),
    )
