"""A body's duties by the agreements, what it arranges about them, and which item is about one."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.permissions import require_add
from med.actions import duties as verbs
from med.actions import duty_links
from med.choices import BodyKind
from med.forms.duties import DeviationForm, DutyForm, DutyRuleForm, LinkForm, RulingForm
from med.models import Body, BodyDuty, Duty, Ruling, Treatment
from med.models.duties import DutyArea, Obligation
from med.rules import duties as rules
from med.rules import treated
from med.views.beside import attempt, bind, crumbs, find_row, form_page, part, show
from med.views.ground import item_of

BADGES = {
    rules.OVERDUE: (gettext_lazy("Overskredet"), "late"),
    rules.SOON: (gettext_lazy("Snart"), "wait"),
    rules.HANDLED: (gettext_lazy("Gennemført"), "done"),
    rules.DEVIATED: (gettext_lazy("Fraveget i enighed"), "draft"),
    rules.CENTRAL: (gettext_lazy("Fastsat centralt"), "draft"),
    rules.NOT_OURS: (gettext_lazy("Gælder ikke os"), "draft"),
    rules.LATER: (gettext_lazy("Senere"), "run"),
    rules.FREE: (gettext_lazy("Ingen frist"), "draft"),
}
GROUPS = (
    (gettext_lazy("Kræver noget nu"), (rules.OVERDUE, rules.SOON)),
    (gettext_lazy("Resten af året og senere"), (rules.LATER, rules.HANDLED, rules.DEVIATED)),
    (gettext_lazy("Uden frist"), (rules.FREE, rules.CENTRAL, rules.NOT_OURS)),
)
ORDER = [state for _name, states in GROUPS for state in states]


@require_GET
def duty_list(request, pk):
    """Show every duty of a body: last handled, next due, who answers for it."""
    body = find_row(request, Body, pk, "med.view_wheel", ("unit",), also=("med.keep_wheel",))
    lines = rules.board([body]).get(body.pk, [])
    lines.sort(
        key=lambda line: (ORDER.index(line.state), line.due_on or calendar.today().replace(year=9999), line.duty.order)
    )
    shown = [item.pk for line in lines for item in (line.last, line.planned) if item]
    open_ = set(Treatment.objects.visible_to(request.user).filter(pk__in=shown).order_by().values_list("pk", flat=True))
    for line in lines:
        line.badge, line.badge_kind = BADGES[line.state]
        line.opens_last = line.last is not None and line.last.pk in open_
        line.opens_planned = line.planned is not None and line.planned.pk in open_
        line.may_plan = not line.is_on_its_way and line.state not in (rules.NOT_OURS, rules.CENTRAL)
        line.area = line.duty.get_area_display() if line.duty.area != DutyArea.BOTH else ""
    groups = [(name, [line for line in lines if line.state in states]) for name, states in GROUPS]
    context = {
        "body": body,
        "groups": [(name, some) for name, some in groups if some],
        "rulings": _rulings(body) if body.kind == BodyKind.HOVED else [],
        "may_keep": "med.keep_wheel" in body.may,
        "path": crumbs(body, (_("Årshjul"), reverse("med:wheel", args=[body.pk]))),
    }
    return show(request, "med/wheel/duties.html", context)


def _rulings(body):
    """Return [(duty that hangs on Hoved-MED, what it decided last)]."""
    newest = {row.duty_id: row for row in Ruling.objects.filter(body=body).order_by("decided_on", "pk")}
    waiting = Duty.objects.filter(is_on=True, obligation=Obligation.DEPENDS)
    return [(duty, newest.get(duty.pk)) for duty in waiting]


def _duty(request, pk, number):
    """Return (body, duty) for whoever keeps the wheel."""
    body = find_row(request, Body, pk, "med.keep_wheel", ("unit",))
    return body, part(Duty.objects.filter(is_on=True), number)


def _form_page(request, body, form, **words):
    """Show a form that belongs to a body's duties."""
    back = reverse("med:duties", args=[body.pk])
    return form_page(request, form, back=back, path=crumbs(body, (_("Opgaver"), back)), **words)


@require_POST
def duty_on_agenda(request, pk, duty):
    """Put a duty on the next agenda."""
    body, found = _duty(request, pk, duty)

    def words(result):
        _topic, treatment = result
        if treatment is None:
            return _("Emnet kommer på dagsordenen, når det næste møde er planlagt.")
        return _("Emnet er sat på dagsordenen til mødet %(day)s.") % {
            "day": calendar.long_date(treatment.meeting.starts_at)
        }

    attempt(request, lambda: verbs.put_on_agenda(body, found, by=request.user), words)
    return redirect("med:duties", pk=body.pk)


@require_http_methods(["GET", "POST"])
def duty_arrange(request, pk, duty):
    """Say who answers for a duty, when, or that it isn't ours."""
    body, found = _duty(request, pk, duty)
    own = BodyDuty.objects.filter(body=body, duty=found).first()
    initial = (
        {
            "responsible": own.responsible_id,
            "month": own.month,
            "next_due_on": own.next_due_on,
            "not_ours": not own.concerns_us,
            "reason": own.reason,
        }
        if own
        else {}
    )
    form = bind(request, DutyForm, initial, body=body, duty=found)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["concerns_us"] = not data.pop("not_ours", False)
        if attempt(request, lambda: verbs.arrange(body, found, by=request.user, **data), _("Gemt."), form):
            return redirect("med:duties", pk=body.pk)
    return _form_page(request, body, form, title=found.title, lede=found.text, button=_("Gem"))


@require_http_methods(["GET", "POST"])
def duty_deviate(request, pk, duty):
    """Write that a duty is left aside in agreement, and where that was agreed."""
    body, found = _duty(request, pk, duty)
    form = bind(request, DeviationForm, body=body, months=found.interval_months or 12)
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.deviate(body, found, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Fravigelsen er noteret."), form):
            return redirect("med:duties", pk=body.pk)
    words = {"title": _("Fravigelse i enighed"), "lede": found.title, "button": _("Notér fravigelse")}
    return _form_page(request, body, form, **words)


@require_http_methods(["GET", "POST"])
def duty_rule(request, pk, duty):
    """Write whether Hoved-MED leaves a duty to each body or decides for all."""
    body, found = _duty(request, pk, duty)
    if body.kind != BodyKind.HOVED or found.obligation != Obligation.DEPENDS:
        raise Http404
    form = bind(request, RulingForm, body=body)
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.rule(body, found, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Beslutningen er noteret."), form):
            return redirect("med:duties", pk=body.pk)
    words = {"title": _("Lokalt eller fælles"), "lede": found.title, "button": _("Notér beslutning")}
    return _form_page(request, body, form, **words)


# -- which item is about which duty ----------------------------------------------------------------------------------
def questions(item):
    """Return what `for_item` needs, to be asked for together with the rest of the item's page."""
    body, known = item.meeting.body, treated.of_topic(item.topic)
    fitting = Duty.objects.filter(is_on=True, kinds__contains=[body.kind]).exclude(area=DutyArea.REGIONAL)
    if not body.handles_environment:
        fitting = fitting.exclude(needs_environment=True)
    linked = Duty.objects.filter(links__treatment=item)
    if not body.is_med or item.topic.code in treated.NO_MATTER:
        fitting, linked = Duty.objects.none(), Duty.objects.none()
    elif item.meeting.minutes_are_out or item.meeting.is_cancelled:
        fitting = Duty.objects.none()
    return linked, fitting, Duty.objects.filter(pk=known) if known else Duty.objects.none()


def for_item(item, may, linked, fitting, own):
    """Return what the page of an item shows of the duties it is about, from the answers to `questions`."""
    if "med.read_drafts" not in may:
        return {"duties_of_item": [], "duty_of_topic": None, "duty_form": None}
    about = {duty.pk for duty in (*linked, *own)}
    writes = "med.prepare_meeting" in may and not item.meeting.minutes_are_out and not item.meeting.is_cancelled
    left = [duty for duty in fitting if duty.pk not in about]
    return {
        "duties_of_item": linked,
        "duty_of_topic": next(iter(own), None),
        "duty_form": LinkForm(duties=left) if writes and left else None,
        "may_unlink": writes,
    }


@require_POST
def item_duty(request, pk):
    """Say that an item is about a duty."""
    item = item_of(request, pk, "med.prepare_meeting")
    form = LinkForm(request.POST, duties=Duty.objects.filter(is_on=True, kinds__contains=[item.meeting.body.kind]))
    if form.is_valid():
        act = lambda: duty_links.link(item, form.cleaned_data["duty"], by=request.user)  # noqa: E731
        if attempt(request, act, _("Punktet er knyttet til opgaven. Den er nået, når referatet er sendt ud."), form):
            return redirect("med:item", pk=item.pk)
    return form_page(
        request,
        form,
        title=_("Knyt en opgave til punktet"),
        lede=item.title,
        button=_("Knyt opgave"),
        back=reverse("med:item", args=[item.pk]),
        path=crumbs(item.meeting.body),
        drafted=False,
    )


@require_POST
def item_duty_off(request, pk, duty):
    """Take back that an item is about a duty."""
    item = item_of(request, pk, "med.prepare_meeting")
    found = part(Duty.objects.all(), duty)
    attempt(
        request,
        lambda: duty_links.unlink(item, found, by=request.user),
        _("Punktet er ikke knyttet til opgaven længere."),
    )
    return redirect("med:item", pk=item.pk)


@require_POST
def duty_deviation_off(request, pk, duty):
    """Take back that a duty is left aside."""
    body, found = _duty(request, pk, duty)
    act = lambda: verbs.withdraw_deviation(body, found, by=request.user)  # noqa: E731
    attempt(request, act, _("Fravigelsen er taget tilbage. Fristen er regnet om."))
    return redirect("med:duties", pk=body.pk)


# -- for all committees ----------------------------------------------------------------------------------------------
def _agreement():
    """Return the way back to the municipality's agreement."""
    return _("Den lokale MED-aftale"), reverse("med:med_agreement")


@require_GET
def duty_rules(request):
    """Show how often each duty comes round, those that are off too."""
    require_add(request.user, "med.keep_duties")
    rows = list(Duty.objects.all())
    for row in rows:
        row.for_whom = ", ".join(str(BodyKind(kind).label) for kind in row.kinds)
    return show(request, "med/wheel/duty_rules.html", {"rows": rows, "path": (_agreement(),)})


@require_http_methods(["GET", "POST"])
def duty_rule_edit(request, pk):
    """Put right how often a duty comes round, and by when."""
    row = find_row(request, Duty, pk, "med.keep_duties")
    back = reverse("med:duty_rules")
    known = {name: getattr(row, name) for name in DutyRuleForm.base_fields} | {"source": row.source or row.agreement}
    form = bind(request, DutyRuleForm, known)
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.change_duty(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Opgaven er gemt. Fristerne er regnet om i alle udvalg."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=row.title,
        lede=row.text,
        button=_("Gem opgave"),
        back=back,
        path=(_agreement(), (_("Opgaver efter aftalerne"), back)),
    )
