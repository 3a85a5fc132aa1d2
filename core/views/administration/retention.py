"""What goes when, what is held back, and for how long each kind is kept (GEN-16)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar, subjects
from core import retention as engine
from core.actions import retention as verbs
from core.forms_administration.ground import ReasonForm
from core.forms_administration.reference import HoldForm, RetentionForm
from core.models import LegalHold, RetentionRule, Tombstone
from core.permissions import may_add, require, require_add
from core.views.administration import kit


def _findable():
    """Return the kinds of which a record can be found by its number."""
    codes = [code for code in engine.KINDS if engine.findable(code)]
    return list(RetentionRule.objects.filter(code__in=codes).values_list("code", "title"))


@require_GET
def retention(request):
    """Show how much goes within 60 days, the holds, the periods and what has gone."""
    require_add(request.user, "core.see_retention")
    may_hold, may_see = may_add(request.user, "core.place_hold"), may_add(request.user, "core.see_what_goes")
    rules = list(RetentionRule.objects.all())
    counts = engine.counts(rules)
    every = [
        {
            "rule": rule,
            "count": counts.get(rule.code),
            "period": calendar.Offset.parse(rule.period).words(),
            "at_once": not calendar.Offset.parse(rule.period).count,
        }
        for rule in rules
    ]
    held = (
        list(LegalHold.objects.filter(lifted_at__isnull=True).select_related("placed_by").order_by("-placed_at"))
        if may_see
        else []
    )
    known = subjects.find_many(hold.subject for hold in held)
    holds = [{"hold": hold, "label": _label(hold, known.get(hold.subject))} for hold in held]
    page = kit.page_of(request, Tombstone.objects.all(), 20)
    findable = any(engine.findable(rule.code) for rule in rules)
    return render(
        request,
        "core/administration/retention.html",
        {
            "title": _("Sletning"),
            "lede": _(
                "Vi gemmer ikke noget længere end nødvendigt. Her ser du, hvor meget der bliver slettet inden for 60 dage."
            ),
            "groups": sorted((one for one in every if one["count"] is not None), key=lambda one: not one["count"]),
            "unregistered": [one for one in every if one["count"] is None],
            "holds": holds,
            "page": page,
            "may_hold": may_hold,
            "may_see": may_see,
            "may_change": may_add(request.user, "core.change_retention"),
            "findable": findable,
        },
    )


@require_GET
def kind(request, pk):
    """Show what goes of one kind within 60 days, row by row, and let it be held back."""
    rule = require(request.user, "core.see_what_goes", get_object_or_404(RetentionRule, pk=pk))
    return render(
        request,
        "core/administration/retention_kind.html",
        {
            "title": rule.title,
            "rule": rule,
            "period": calendar.Offset.parse(rule.period).words(),
            "at_once": not calendar.Offset.parse(rule.period).count,
            "going": engine.going(rule),
            "count": engine.counts([rule]).get(rule.code, 0),
            "may_hold": may_add(request.user, "core.place_hold"),
            "crumbs": [(reverse("core:retention"), _("Sletning"))],
        },
    )


def _label(hold, row):
    """Return neutral words for what is held."""
    known = subjects.SUBJECTS.get(hold.subject_type)
    return str(known.label(row)) if known and row else f"{hold.subject_type} {hold.subject_id}"


@require_http_methods(["GET", "POST"])
def hold_find(request):
    """Find the record to hold back."""
    require_add(request.user, "core.place_hold")
    form = HoldForm(request.POST or None, choices=_findable())
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["kind"]
        row = engine.KINDS[code].find(form.cleaned_data["number"])
        if row is not None:
            app, model = code.split(".")
            return redirect("core:retention_hold", app=app, model=model, pk=row.pk)
        form.add_error("number", _("Vi fandt ingen med det nummer."))
    return render(
        request,
        "core/administration/form.html",
        {
            "form": form,
            "title": _("Hold noget tilbage"),
            "label": _("Find"),
            "back": reverse("core:retention"),
            "draft_key": request.path,
            "crumbs": [(reverse("core:retention"), _("Sletning"))],
        },
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
def hold(request, app, model, pk):
    """Ask why, then keep a record beyond its period."""
    require_add(request.user, "core.place_hold")
    one = engine.KINDS.get(f"{app}.{model}")
    if one is None or one.in_bulk:
        raise Http404
    row = one.model_rows().filter(pk=pk).first()
    if row is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    return kit.confirm(
        request,
        lambda values: verbs.place_hold(one.code, row, by=request.user, reason=values["reason"]),
        question=_("Vil du holde %(what)s tilbage?") % {"what": one.label(row)},
        text=_("Den bliver ikke slettet, før du ophæver det igen."),
        label=_("Hold tilbage"),
        back=reverse("core:retention"),
        back_label=_("Gå tilbage"),
        done=_("Den bliver holdt tilbage."),
        form=form,
        danger=False,
    )


@require_http_methods(["GET", "POST"])
def lift(request, pk):
    """Ask why, then let a record go when its period is over."""
    require_add(request.user, "core.place_hold")
    found = get_object_or_404(LegalHold, pk=pk, lifted_at__isnull=True)
    form = ReasonForm(request.POST or None)
    return kit.confirm(
        request,
        lambda values: verbs.lift_hold(found, by=request.user, reason=values["reason"]),
        question=_("Vil du ikke længere holde %(what)s tilbage?")
        % {"what": _label(found, subjects.find_many([found.subject]).get(found.subject))},
        text=_("Er perioden gået, bliver den slettet inden for en time."),
        label=_("Ophæv"),
        back=reverse("core:retention"),
        back_label=_("Hold tilbage"),
        done=_("Den bliver ikke holdt tilbage længere."),
        form=form,
    )


@require_http_methods(["GET", "POST"])
def period(request, pk):
    """Change how long a kind is kept."""
    rule = require(request.user, "core.change_retention", get_object_or_404(RetentionRule, pk=pk))
    found = calendar.Offset.parse(rule.period)
    return kit.form_page(
        request,
        RetentionForm,
        lambda values: verbs.change_period(
            rule, by=request.user, period=f"{values['number']}{values['measure']}", source=values["source"]
        ),
        title=rule.title,
        label=_("Gem periode"),
        lede=_("Regnet fra %(start)s.") % {"start": rule.starts_at},
        back=reverse("core:retention"),
        initial={"number": found.count, "measure": found.unit, "source": rule.source},
        done=_("Perioden er gemt."),
        extra={
            "crumbs": [(reverse("core:retention"), _("Sletning"))],
            "entries": kit.history("core.retentionrule", pk),
        },
    )
