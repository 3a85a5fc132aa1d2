"""Causes and measures; the list that leaders, AMR and TR of a site share; and a measure's own page for its owner."""

from collections import Counter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar
from core.permissions import can, may_add, require, rows
from incidents import masking
from incidents.actions import learning as verbs
from incidents.choices import CAUSES
from incidents.forms.learning import EffectForm, LearningForm, MeasureDoneForm, MeasureForm
from incidents.models import Learning, Measure
from incidents.views.ground import StepPage


@require_http_methods(["GET", "POST"])
def learning(request, pk):
    """Write why it could happen, and agree on measures."""
    page = StepPage(request, pk, "incidents.learning", "incidents.write_learning", shows_case=True)
    known = (
        Learning.objects.filter(incident=page.incident)
        .prefetch_related(Prefetch("measures", Measure.objects.select_related("owner")))
        .first()
    )
    form = page.form(
        LearningForm, initial={name: getattr(known, name) for name in LearningForm.base_fields} if known else {}
    )
    measure = page.form(MeasureForm, name="measure")
    here = redirect("incidents:learning", pk=pk)
    if measure.is_bound and measure.is_valid():
        gone = page.act(
            measure,
            lambda data: verbs.add_measure(page.incident, by=request.user, **data),
            _("Tiltaget er noteret, og den ansvarlige får en opgave."),
            here,
        )
        if gone:
            return gone
    return page.answer(
        form,
        lambda data: verbs.save_learning(page.incident, by=request.user, **data),
        _("Årsagen er gemt."),
        template="incidents/steps/learning.html",
        to=here,
        known=known,
        measure=measure,
    )


def _learned(person):
    """Return what was learned at the places the person has to do with, newest first, without names."""
    found = rows(person, "incidents.view_learning", Learning.objects.filter(sent_to_trio_at__isnull=False))
    return found.select_related("incident__site").prefetch_related("measures").order_by("-sent_to_trio_at")


def _without_names(learning):
    """Take the citizen's name out of what was learned, should somebody have written it there."""
    names = masking.of_incident(learning.incident)
    learning.exposed, learning.cause = masking.mask(learning.exposed, names), masking.mask(learning.cause, names)
    for one in learning.measures.all():
        one.measure, one.effect = masking.mask(one.measure, names), masking.mask(one.effect, names)


def _rolled_up(person):
    """Return ([(cause, how often)] of a year, how many measures, how many of them worked out): for APV and LokalMED."""
    since = calendar.add_months(calendar.today(), -12)
    counts, measures, checked = Counter(), 0, 0
    for one in _learned(person).filter(sent_to_trio_at__date__gte=since):
        counts.update(one.causes)
        measures += len(one.measures.all())
        checked += sum(measure.effect_checked_on is not None for measure in one.measures.all())
    return [(CAUSES.label(code), n) for code, n in counts.most_common()], measures, checked


@require_GET
def learning_list(request):
    """Show what was learned, and what a year of it adds up to."""
    page = Paginator(_learned(request.user), 20).get_page(request.GET.get("page"))
    for one in page:
        _without_names(one)
        one.cause_words = [CAUSES.label(code) for code in one.causes]
    causes, measures, checked = _rolled_up(request.user)
    return render(
        request,
        "incidents/learning_list.html",
        {
            "page": page,
            "today": calendar.today(),
            "causes": causes,
            "measures": measures,
            "checked": checked,
            "may_offer": may_add(request.user, "incidents.offer_to_med") and bool(causes or measures),
        },
    )


@require_POST
def learning_offer(request):
    """Put a year's causes and measures forward for LokalMED."""
    causes, measures, _checked = _rolled_up(request.user)
    _row, is_new = verbs.offer(by=request.user, causes=causes, measures=measures)
    messages.success(
        request, _("Årsager og tiltag er foreslået til LokalMED.") if is_new else _("Det er allerede foreslået i dag.")
    )
    return redirect("incidents:proposals")


@require_http_methods(["GET", "POST"])
def measure(request, pk):
    """Show one measure to whoever answers for it; take that it is done, and whether it worked.

    Nothing of the case stands here.
    """
    found = (
        rows(request.user, "incidents.view_measure", Measure.objects.select_related("owner", "learning__incident"))
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    pressed = request.POST.get("form") if request.method == "POST" else ""
    done = MeasureDoneForm(request.POST if pressed == "done" else None, initial={"done_on": calendar.today()})
    effect = EffectForm(request.POST if pressed == "effect" else None, initial={"effect": found.effect})
    if done.is_bound and done.is_valid():
        verbs.record_measure_done(found, by=request.user, **done.cleaned_data)
        messages.success(request, _("Tiltaget er markeret udført. Om 60 dage bliver du spurgt, om det virkede."))
        return redirect("incidents:measure", pk=pk)
    if effect.is_bound and effect.is_valid():
        verbs.record_effect(found, by=request.user, **effect.cleaned_data)
        messages.success(request, _("Det er noteret, om tiltaget virkede."))
        return redirect("incidents:measure", pk=pk)
    if pressed:
        require(request.user, "incidents.follow_measure", found)
    audit.read("incidents.measure_opened", found, by=request.user)
    incident = found.learning.incident
    if not can(request.user, "incidents.read_citizen", incident):
        found.measure = masking.mask(found.measure, masking.of_incident(incident))
    return render(
        request,
        "incidents/measure.html",
        {
            "measure": found,
            "done": done,
            "effect": effect,
            "sees_incident": can(request.user, "incidents.view", incident),
        },
        status=422 if done.errors or effect.errors else 200,
    )
