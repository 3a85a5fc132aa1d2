"""HR's pages: what is missing, who belongs where, the rules with their preview, the scheme, the numbers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, calendar, charts, exports
from core.models import Person, Todo
from core.permissions import may_add, require, require_add, rows
from core.search import every_word
from core.settings_values import Settings
from senior import affected, statistics
from senior.actions import ground_data as verbs
from senior.choices import Outcome, Right
from senior.documents import numbers_pdf
from senior.forms.more import GroupForm, RuleForm, SchemeForm
from senior.models import GroupMembership, SeniorAgreement, SeniorOffer, SeniorRule, SeniorScheme, YearlyChoice
from senior.rules.membership import Rulebook
from senior.views.ground import page_with_form, paper, row_or_404, tell_faults, typed

PER_PAGE = 25


# what waits for a leader and comes to HR when it is late
LATE = (
    "senior.offer",
    "senior.scheme",
    "senior.first_mus",
    "senior.mus_round",
    "senior.evaluation",
    "senior.agreement_end",
    "senior.handover",
    "senior.plan_follow_up",
)
LEADERS_PAGES = ("senior.scheme", "senior.first_mus", "senior.mus_round")


def late_line(todo):
    """Return a late to-do as HR reads it: whose, for whom or how many, and a link where HR has a page."""
    n = (todo.facts or {}).get("n")
    for_whom = todo.about.name if todo.about else _("%(n)s mangler") % {"n": n} if n else _("en gruppe")
    who = f"{todo.owner.name} – {for_whom}" if todo.owner else for_whom
    return {
        "title": todo.title,
        "due_at": todo.due_at,
        "who": who,
        "link": "" if todo.code in LEADERS_PAGES else todo.link,
    }


@require_GET
def hr(request):
    """Show HR what is late, what is unknown, and the way to rules, people and numbers."""
    require_add(request.user, "senior.see_people")
    today = calendar.today()
    people = Person.objects.working(today)
    member = GroupMembership.objects.filter(GroupMembership.in_force(today), person=OuterRef("pk"))
    late = Todo.objects.late().filter(code__in=LATE).select_related("about", "owner").order_by("due_at")
    return render(
        request,
        "senior/hr.html",
        {
            **people.order_by().aggregate(
                without_birth_date=Count("pk", filter=Q(birth__isnull=True)),
                without_group=Count("pk", filter=Q(collective_agreement="") & ~Exists(member)),
            ),
            "unchecked": SeniorRule.objects.in_force(today).filter(checked_on__isnull=True).count(),
            "to_be_offered": SeniorOffer.objects.filter(year=today.year, state="to_be_offered").count(),
            "late": [late_line(todo) for todo in late[:20]],
            "running": SeniorAgreement.objects.running().count(),
            "choices": YearlyChoice.objects.filter(year=today.year + 1, registered_at__isnull=True).count(),
            "scheme": SeniorScheme.objects.filter(evaluated_on__isnull=True).order_by("evaluate_on").first(),
            "today": today,
            "year": today.year,
        },
    )


@require_http_methods(["GET", "POST"])
def people(request):
    """List people with group and what applies, for HR; searched by POST, each look is in the log."""
    require_add(request.user, "senior.see_people")
    today = calendar.today()
    text = request.POST.get("q", "").strip()[:60] if request.method == "POST" else ""
    show = request.GET.get("show", "")
    found = rows(
        request.user, "senior.see_people", Person.objects.working(today).select_related("unit", "birth")
    ).order_by("name")
    member = GroupMembership.objects.filter(GroupMembership.in_force(today), person=OuterRef("pk"))
    if text:
        found = found.filter(every_word(text.split()[:4], "name", "unit__name"))
    elif show == "no_birth_date":
        found = found.filter(birth__isnull=True)
    elif show == "no_group":
        found = found.filter(~Exists(member), collective_agreement="")
    elif show == "seniors":
        ages = SeniorRule.objects.in_force(today).filter(right=Right.TALK).values_list("age_from", flat=True)
        lowest = min((age for age in ages if age), default=None)
        found = found.filter(birth__year__lte=today.year - lowest) if lowest else found.none()
    page = Paginator(found, PER_PAGE if not text else 100).get_page(request.GET.get("page"))
    book = Rulebook(people=list(page))
    for person in page:
        person.belonging, person.rights_now = book.belonging(person), book.rights(person)
        person.said = affected.said(person.rights_now) if person.rights_now else ""
    audit.read("senior.people_listed", ("senior.seniorrule", 0), by=request.user, shown=len(page.object_list))
    return render(
        request,
        "senior/people.html",
        {
            "page": page,
            "me": request.user.pk,
            "text": text,
            "show": show,
            "filters": [
                ("", _("Alle")),
                ("seniors", _("Seniorer")),
                ("no_group", _("Uden gruppe")),
                ("no_birth_date", _("Uden fødselsdato")),
            ],
        },
    )


@require_http_methods(["GET", "POST"])
def group(request, pk):
    """Register which group a person belongs to, from a day."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("unit"), pk=pk)
    require(request.user, "senior.set_group", person)
    history = list(GroupMembership.objects.filter(person=person).select_related("group"))
    now = Rulebook(people=[person]).belonging(person)
    data, kept = typed(request)
    initial = {"group": now.group.pk if now.group else None, "area": now.area, "starts_on": calendar.today()}
    return page_with_form(
        request,
        GroupForm(data, initial=initial | kept),
        do=lambda form: verbs.set_group(person, by=request.user, **form.cleaned_data),
        said=_("Gruppen er gemt."),
        to=reverse("senior:rights_of", args=[pk]),
        title=_("Overenskomstgruppe for %(name)s") % {"name": person.name},
        button=_("Gem gruppe"),
        back=reverse("senior:people"),
        lede=_("Gruppen afgør seniordage og bonus. Skifter den midt i et år, gælder hver gruppe i sin tid."),
        history=history,
    )


# -- rules -------------------------------------------------------------------------------------------------------------
@require_GET
def rules(request):
    """Show every rule with source and validity; HR may change them."""
    on = calendar.today()
    found = SeniorRule.objects.visible_to(request.user).select_related("group", "checked_by")
    if request.GET.get("show") != "all":
        found = found.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    grouped = {}
    for rule in found:
        grouped.setdefault(rule.right, []).append(rule)
    return render(
        request,
        "senior/rules.html",
        {
            "grouped": [(Right(right).label, grouped[right]) for right in Right.values if right in grouped],
            "all": request.GET.get("show") == "all",
            "may_change": may_add(request.user, "senior.change_rule"),
            "today": on,
        },
    )


@require_GET
def rule(request, pk):
    """Show one rule and whom it touches today; the list of people is for HR."""
    found = row_or_404(
        request.user,
        "senior.view_rule",
        SeniorRule.objects.select_related("group", "checked_by"),
        pk,
        ("senior.change_rule",),
    )
    return render(
        request,
        "senior/rule.html",
        {"rule": found, "may_change": "senior.change_rule" in found.may, "today": calendar.today()},
    )


NAMES = (
    "right",
    "area",
    "group",
    "audience",
    "counts_from",
    "age_from",
    "age_to",
    "days",
    "bonus_percent",
    "convertible_percent",
    "convertible_days",
    "convertible_to",
    "max_years",
    "leaving_age",
    "agreed_by",
    "starts_on",
    "ends_on",
    "source",
    "note",
)


def _candidate(form):
    """Return an unsaved rule of what is typed."""
    return SeniorRule(**{name: value for name, value in form.cleaned_data.items() if name != "checked"})


def _rule_page(request, form, *, replaced, do, said, **context):
    """Show the editor: »Se, hvem det ændrer for« shows whom it touches, »Gem« saves."""
    changes = None
    if form.is_bound and form.is_valid():
        if request.POST.get("preview"):
            changes = affected.by(_candidate(form), replaced)
            audit.read("senior.rule_previewed", ("senior.seniorrule", 0), by=request.user, people=len(changes))
        else:
            try:
                made = do(form)
            except ValidationError as fault:
                tell_faults(form, fault)
            else:
                messages.success(request, said)
                return redirect("senior:rule", pk=made.pk)
    return render(
        request,
        "senior/rule_edit.html",
        {"form": form, "changes": changes, **context},
        status=422 if form.is_bound and form.errors else 200,
    )


def _values(form):
    return {name: value for name, value in form.cleaned_data.items() if name != "checked"}


@require_http_methods(["GET", "POST"])
def rule_edit(request, pk):
    """Correct a rule: a wrong number, a date, that it has been checked."""
    require_add(request.user, "senior.change_rule")
    found = row_or_404(request.user, "senior.change_rule", SeniorRule.objects.select_related("group"), pk)
    initial = {name: getattr(found, name) for name in NAMES} | {
        "group": found.group_id,
        "checked": found.checked_on is not None,
    }
    return _rule_page(
        request,
        RuleForm(request.POST if request.method == "POST" else None, initial=initial),
        replaced=found,
        do=lambda form: verbs.save_rule(found, by=request.user, checked=form.cleaned_data["checked"], **_values(form)),
        said=_("Reglen er gemt."),
        title=_("Ret reglen"),
        lede=_("Ret kun, hvis reglen er skrevet forkert. Kommer der en ny aftale, så lav en ny regel fra den dag."),
        back=reverse("senior:rule", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
def rule_replace(request, pk):
    """Make a new rule that takes over from a day; the old one ends the day before."""
    require_add(request.user, "senior.change_rule")
    found = row_or_404(request.user, "senior.change_rule", SeniorRule.objects.select_related("group"), pk)
    initial = {name: getattr(found, name) for name in NAMES} | {"group": found.group_id, "starts_on": None}

    def do(form):
        values = _values(form)
        return verbs.replace_rule(
            found,
            by=request.user,
            checked=form.cleaned_data["checked"],
            starts_on=values.pop("starts_on"),
            **values,
        )

    return _rule_page(
        request,
        RuleForm(request.POST if request.method == "POST" else None, initial=initial),
        replaced=found,
        do=do,
        said=_("Den nye regel gælder fra den dag, du skrev. Den gamle slutter dagen før."),
        title=_("Ny regel fra en dag"),
        lede=_("Skriv, fra hvilken dag den nye gælder. Det, der gjaldt før, bliver stående."),
        back=reverse("senior:rule", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
def rule_new(request):
    """Add a rule, for instance for a group that has none."""
    require_add(request.user, "senior.change_rule")
    return _rule_page(
        request,
        RuleForm(request.POST if request.method == "POST" else None, initial={"counts_from": "calendar_year"}),
        replaced=None,
        do=lambda form: verbs.save_rule(
            SeniorRule(), by=request.user, checked=form.cleaned_data["checked"], **_values(form)
        ),
        said=_("Reglen er lagt ind."),
        title=_("Læg en regel ind"),
        lede=_("Hent tallene i overenskomsten, og skriv, hvor de står."),
        back=reverse("senior:rules"),
    )


# -- the scheme and the numbers ----------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
def scheme(request, pk):
    """Show a scheme's evaluation; HR writes it, and it goes on LokalMED's list."""
    found = row_or_404(
        request.user,
        "senior.view_scheme",
        SeniorScheme.objects.select_related("evaluated_by"),
        pk,
        ("senior.evaluate_scheme",),
    )
    if request.method == "POST":
        require(request.user, "senior.evaluate_scheme", found)
    data, kept = typed(request)
    form = SchemeForm(data, initial={"next_on": calendar.add_months(calendar.today(), 12)} | kept)
    return page_with_form(
        request,
        form,
        do=lambda form: verbs.evaluate_scheme(found, by=request.user, **form.cleaned_data),
        said=_("Evalueringen er gemt og sendt videre til LokalMED's dagsorden."),
        to=reverse("senior:scheme", args=[pk]),
        title=_("Evaluering af seniorordningen"),
        button=_("Gem evaluering"),
        back=reverse("senior:overview"),
        template="senior/scheme.html",
        scheme=found,
        may_write="senior.evaluate_scheme" in found.may and found.evaluated_on is None,
        year=calendar.today().year,
    )


def _numbers(request, year):
    require_add(request.user, "senior.see_numbers")
    year = year or calendar.today().year
    if year not in statistics.years():
        raise Http404
    found = statistics.of_year(year, Settings().number("small_cell_limit") or 5)
    return {
        "numbers": found,
        "year": year,
        "years": statistics.years(),
        "measures": list(statistics.measure_labels().values()),
        "unit_rows": found.units,
        "option_rows": found.options,
        "outcomes": [label for _value, label in Outcome.choices],
        "chart": charts.bar_chart(
            found.totals, title=_("Tilbud, samtaler, aftaler og afslag. Tallene står i tabellen.")
        ),
        "printed_on": calendar.today(),
    }


@require_GET
def numbers(request, year=None):
    """Show a year's numbers to HR, leaders and representatives."""
    return render(request, "senior/numbers.html", _numbers(request, year))


@require_GET
def numbers_paper(request, year):
    """Return the numbers as paper for LokalMED and Hoved-MED (SEN-22)."""
    return paper(numbers_pdf(_numbers(request, year)), f"seniorsamtaler-{year}.pdf")


@require_GET
def numbers_sheet(request, year):
    """Return the numbers as a spreadsheet."""
    context = _numbers(request, year)
    hidden = _("vises ikke")
    lines = [[unit, *(hidden if cell is None else cell for cell in cells)] for unit, cells in context["unit_rows"]]
    audit.record("senior.numbers_exported", ("senior.seniorscheme", 0), by=request.user, year=year)
    content = exports.xlsx(
        lines,
        [_("Afdeling"), *context["measures"]],
        title=_("Seniorsamtaler og aftaler %(year)s") % {"year": year},
        by=request.user,
        at=calendar.now(),
    )
    return exports.response(content, f"seniorsamtaler-{year}.xlsx")
