"""Training of representatives and leaders: the overview, one function, offers and answers."""

from collections import defaultdict

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.permissions import may_add, require_add
from med import papers
from med.actions import training as verbs
from med.forms.training import CompleteForm, OfferForm, RecordForm
from med.models import CourseOffer, TrainingRecord
from med.rules import training as rules
from med.views.attached import files_of
from med.views.beside import attempt, bind, find_row, form_page, part, show
from med.views.wheel import paper

ORDER = {"late": 0, "soon": 1, "open": 2, "done": 3}
BADGES = {"late": "late", "soon": "wait", "open": "run", "done": "done"}


def _lines(person):
    """Return the functions that the person may see, those with something overdue first; three queries."""
    today = calendar.today()
    records = list(
        TrainingRecord.objects.visible_to(person)
        .filter(ended_on__isnull=True)
        .select_related("person__unit")
        .order_by("person__name", "pk")
        .distinct()
    )
    offers = defaultdict(list)
    for one in CourseOffer.objects.filter(record__in=records):
        offers[one.record_id].append(one)
    found = [rules.standing(record, offers[record.pk], today) for record in records]
    for line in found:
        line.worst = min((demand.state for demand in line.demands), key=ORDER.get, default="done")
        line.badge = BADGES[line.worst]
        line.said = WORDS[line.worst]
        given = offers[line.record.pk]
        line.offered, line.completed = sum(bool(o.offered_on) for o in given), sum(bool(o.completed_on) for o in given)
        line.next = min(
            (demand for demand in line.demands if not demand.is_done and demand.due_on),
            key=lambda one: one.due_on,
            default=None,
        )
    return sorted(found, key=lambda line: ORDER[line.worst])


WORDS = {
    "late": gettext_lazy("Overskredet"),
    "soon": gettext_lazy("Snart"),
    "open": gettext_lazy("I gang"),
    "done": gettext_lazy("På plads"),
}


@require_GET
def overview(request):
    """Show the functions one may see and what each still asks for."""
    context = {"lines": _lines(request.user), "may_keep": may_add(request.user, "med.keep_training"), "path": ()}
    return show(request, "med/training/list.html", context)


@require_GET
def overview_pdf(request):
    """Hand out the overview (P-39)."""
    return paper(papers.training(_lines(request.user)), "uddannelse.pdf")


@require_GET
def record(request, pk):
    """Show one function: what must be done by when, what was offered, what lapses."""
    row = find_row(
        request,
        TrainingRecord,
        pk,
        "med.view_training",
        ("person__unit",),
        also=("med.keep_training", "med.answer_offer", "med.hand_in_proof", "med.plan_competence"),
    )
    offers = list(row.offers.all())
    standing = rules.standing(row, offers, calendar.today())
    for one in offers:
        one.can_pool = one.kind == "safety_extra" and one.function_year > 1
    for demand in standing.demands:
        demand.badge, demand.said = BADGES[demand.state], WORDS[demand.state]
    context = {
        "row": row,
        "standing": standing,
        "offers": offers,
        "files": files_of(row),
        "needs": list(row.needs.select_related("course")),
        "keeps": "med.keep_training" in row.may,
        "answers": "med.answer_offer" in row.may,
        "choices": [("accepted", _("Ja tak")), ("declined", _("Nej tak")), ("pooled", _("Saml med næste år"))],
        "path": ((_("Uddannelse"), reverse("med:training")),),
    }
    return show(request, "med/training/record.html", context)


@require_http_methods(["GET", "POST"])
def record_new(request):
    """Write a person's function."""
    require_add(request.user, "med.keep_training")
    form = bind(request, RecordForm, people=verbs.candidates())
    if request.method == "POST" and form.is_valid():
        found: list = []
        act = lambda: found.append(verbs.add_record(by=request.user, **form.cleaned_data))  # noqa: E731
        if attempt(request, act, _("Funktionen er skrevet op."), form):
            return redirect("med:training_record", pk=found[0].pk)
    return form_page(request, form, title=_("Ny funktion"), button=_("Gem"), back=reverse("med:training"))


@require_http_methods(["GET", "POST"])
def offer_new(request, pk):
    """Write an offer of training."""
    row = find_row(request, TrainingRecord, pk, "med.keep_training", ("person",))
    form = bind(request, OfferForm)
    back = reverse("med:training_record", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.offer(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Tilbuddet er skrevet op."), form):
            return redirect(back)
    return form_page(request, form, title=_("Tilbyd uddannelse"), lede=row.person.name, button=_("Gem"), back=back)


@require_POST
def offer_answer(request, pk, number):
    """Answer an offer."""
    row = find_row(request, TrainingRecord, pk, "med.answer_offer", ("person",))
    found = part(row.offers.select_related("record"), number)
    attempt(
        request, lambda: verbs.answer(found, by=request.user, said=request.POST.get("answer", "")), _("Tak for svaret.")
    )
    return redirect("med:training_record", pk=row.pk)


@require_http_methods(["GET", "POST"])
def offer_complete(request, pk, number):
    """Write that training was completed."""
    row = find_row(request, TrainingRecord, pk, "med.keep_training", ("person",))
    found = part(row.offers.select_related("record"), number)
    form = bind(request, CompleteForm)
    back = reverse("med:training_record", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.complete(found, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Gemt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=found.get_kind_display(),
        lede=row.person.name,
        button=_("Markér som gennemført"),
        back=back,
    )
