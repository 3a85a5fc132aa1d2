"""Reminder rules in plain Danish, changed by new dated rows (GEN-05)."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar, notices
from core.actions import rules as verbs
from core.forms_administration.reference import RECEIVERS, RuleForm
from core.models import ReminderRule, Unit
from core.permissions import Forbidden, may_add, require, require_add, rows, who_may
from core.views.administration import kit

NAMES = dict(RECEIVERS)


def moment_words(rule):
    """Return when a rule speaks: »24 timer før fristen«."""
    offset = calendar.Offset.parse(rule.offset)
    point = {"opened": _("opgaven begynder"), "due": _("fristen"), "event": _("hændelsen")}[rule.anchor]
    if not offset.count:
        return {
            "opened": _("Straks, når opgaven begynder"),
            "due": _("Når fristen er der"),
            "event": _("Straks, når hændelsen er sket"),
        }[rule.anchor]
    template = (
        _("%(length)s før %(point)s")
        if offset.count < 0
        else _("%(length)s efter, at %(point)s")
        if rule.anchor == "opened"
        else _("%(length)s efter %(point)s")
    )
    return template % {"length": offset.words(), "point": point}


def receiver_words(rule):
    """Return who is told."""
    names = [str(NAMES.get(name, name)) for name in rule.receivers]
    if not names:
        return _("ingen mail")
    joined = (
        names[0] if len(names) == 1 else _("%(most)s og %(last)s") % {"most": ", ".join(names[:-1]), "last": names[-1]}
    )
    return joined if joined[:3] in ("AMR", "TR ", "HR ") or joined in ("TR", "HR") else joined[0].lower() + joined[1:]


def sentence(rule):
    """Return a rule as one sentence."""
    if not rule.is_on:
        return _("Slået fra.")
    when = moment_words(rule)
    if not rule.receivers:
        return _("%(when)s: ingen mail.") % {"when": when}
    # A clause ends with a comma, a plain length of time doesn't.
    clause = rule.anchor == "opened" or calendar.Offset.parse(rule.offset).count == 0
    return (_("%(when)s, får %(who)s besked.") if clause else _("%(when)s får %(who)s besked.")) % {
        "when": when,
        "who": receiver_words(rule),
    }


@require_GET
def rules(request):
    """List the rules in force by code, with what they say; filter by unit and search by code or words."""
    require_add(request.user, "core.view_rule")
    text, today = request.GET.get("q", "").strip()[:100], calendar.today()
    found = rows(request.user, "core.view_rule").exclude(ends_on__lt=today).select_related("unit")
    unit = Unit.objects.filter(pk=kit.number(request, "unit") or 0).first()
    if unit:
        found = found.filter(unit__isnull=True) | found.filter(unit__in=unit.ancestor_ids)
    whole = may_add(request.user, "core.change_rule")
    own = set() if whole else set(rows(request.user, "core.change_unit_rule").values_list("pk", flat=True))
    groups: dict[tuple, list] = {}
    for rule in found.order_by("code", "todo", "category", "level", "pk"):
        line = notices.line_of(rule.todo)
        if text and text.lower() not in f"{rule.code} {line} {rule.note} {sentence(rule)}".lower():
            continue
        groups.setdefault((rule.code, line), []).append(
            {
                "rule": rule,
                "sentence": sentence(rule),
                "later": rule.starts_on > today,
                "may": whole or (rule.unit_id in own if rule.unit_id else bool(own)),
            }
        )
    return render(
        request,
        "core/administration/rules.html",
        {
            "title": _("Påmindelser"),
            "lede": _("Hvem får besked hvornår. Det, der kommer fra en lov, kan gøres strengere, men ikke slås fra."),
            "groups": groups.items(),
            "q": text,
            "search_name": _("Regel eller ord"),
            "filters": [
                {
                    "name": "unit",
                    "label": _("Gælder i"),
                    "all": _("Alle"),
                    "chosen": str(unit.pk) if unit else "",
                    "choices": [(u.pk, u.name) for u in Unit.objects.in_use()],
                }
            ],
            "filtered": bool(unit),
        },
    )


@require_http_methods(["GET", "POST"])
def rule(request, pk):
    """Change a rule from a day on."""
    row = require(request.user, "core.view_rule", get_object_or_404(ReminderRule.objects.select_related("unit"), pk=pk))
    whole = may_add(request.user, "core.change_rule")
    own = None if whole else rows(request.user, "core.change_unit_rule")
    if own is not None and not (own.filter(pk=row.unit_id) if row.unit_id else own).exists():
        raise Forbidden("core.change_rule", who_may("core.change_rule"))
    offset = calendar.Offset.parse(row.offset)

    def change(values):
        return verbs.change(
            row,
            by=request.user,
            **{name: values[name] for name in ("unit", "offset", "receivers", "is_on", "starts_on")},
        )

    links = (
        [{"url": reverse("core:settings_rule_follow", args=[pk]), "label": _("Følg kommunens regel"), "post": True}]
        if row.unit_id
        else []
    )
    kind = "warn" if row.is_law else "info"
    notes = (
        [
            (
                kind,
                (_("Fra en lov. Kilde: %(source)s") if row.is_law else _("Kilde: %(source)s")) % {"source": row.source},
            )
        ]
        if row.source
        else []
    )
    older = (
        ReminderRule.objects.filter(
            code=row.code, todo=row.todo, level=row.level, category=row.category, ends_on__isnull=False
        )
        .exclude(pk=pk)
        .order_by("-ends_on")[:10]
    )
    return kit.form_page(
        request,
        RuleForm,
        change,
        title=_("%(code)s: %(what)s") % {"code": row.code, "what": notices.line_of(row.todo)},
        label=_("Gem regel"),
        lede=sentence(row),
        back=reverse("core:settings_rules"),
        template="rule",
        initial={
            "number": abs(offset.count),
            "measure": offset.unit,
            "when": "-" if offset.count < 0 else "",
            "receivers": row.receivers,
            "is_on": "ja" if row.is_on else "nej",
            "unit": row.unit,
            "starts_on": calendar.today(),
        },
        own=own,
        done=_("Reglen er gemt. Påmindelser, der ikke er sendt endnu, følger den."),
        extra={
            "crumbs": [(reverse("core:settings_rules"), _("Påmindelser"))],
            "links": links,
            "notes": notes,
            "row": row,
            "older": [{"rule": one, "sentence": sentence(one)} for one in older],
        },
    )


@require_POST
def rule_follow(request, pk):
    """Let a unit follow the municipality's rule again."""
    row = require(request.user, "core.view_rule", get_object_or_404(ReminderRule.objects.select_related("unit"), pk=pk))
    return kit.press(
        request,
        verbs.follow_general,
        rule=row,
        by=request.user,
        done=_("Afdelingen følger kommunens regel igen."),
        back=reverse("core:settings_rules"),
    )
