"""The overview: what is mine, what my staff waits for, what applies when."""

from django.db.models import Exists, OuterRef, Subquery
from django.db.models.fields.json import KT
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core import audit, calendar
from core.models import Person, ReferenceLink, Todo
from core.permissions import require, require_add, rows
from senior import words
from senior.actions import rights as rights_verbs
from senior.actions.clock_talks import quarter_of
from senior.choices import Option, Right
from senior.documents import rights_pdf
from senior.models import (
    Conversation,
    DevelopmentPlan,
    Handover,
    SeniorAgreement,
    SeniorOffer,
    SeniorTalk,
    TalkGuideline,
    YearlyChoice,
)
from senior.rules.engine import percent
from senior.rules.membership import Rulebook
from senior.staff import staff_rows
from senior.views.ground import act, paper


def rights_rows(rights, belonging):
    """Return [(label, words, reasons)] of what applies when, said to the person."""
    if rights is None:
        return []
    long, today = calendar.long_date, rights.on
    found = []

    def add(right, label, said, *also):
        found.append({"label": str(label), "said": str(said), "why": [one.as_why for one in rights.of({right, *also})]})

    if rights.talk_from:
        add(
            Right.TALK,
            Right.TALK.label,
            _("Hvert år. Du har kunnet få den siden %(year)s.") % {"year": rights.talk_from.year}
            if rights.talk_from <= today
            else _("Fra %(day)s.") % {"day": long(rights.talk_from)},
        )
    known = rights.days is not None or rights.bonus_percent is not None
    add(
        Right.DAYS,
        _("Seniorordningen"),
        _("Vi har ikke en regel for din gruppe. Spørg HR eller din fagforening.")
        if not known
        else _("Fra %(day)s.") % {"day": long(rights.scheme_from)}
        if rights.scheme_from
        else _("Reglen slutter, før ordningen når til dig."),
        Right.BONUS,
    )
    if rights.days:
        add(
            Right.DAYS,
            _("I %(year)s") % {"year": rights.year},
            _("%(n)s seniordage med sædvanlig løn.") % {"n": rights.days},
        )
    elif rights.bonus_percent:
        said = _("Bonus på %(percent)s procent af din løn.") % {"percent": percent(rights.bonus_percent)}
        if rights.convertible_days:
            said += " " + _("Noget af den kan byttes til %(n)s dage.") % {"n": rights.convertible_days}
        add(Right.BONUS, _("I %(year)s") % {"year": rights.year}, said)
    if rights.senior_position_from:
        add(
            Right.SENIOR_POSITION,
            Right.SENIOR_POSITION.label,
            _("Kan aftales fra %(day)s.") % {"day": long(rights.senior_position_from)},
        )
    if rights.generation_change:
        change = rights.generation_change
        said = _("Kan aftales fra %(day)s, i højst %(years)s år.") % {
            "day": long(change.earliest),
            "years": change.max_years,
        }
        if change.leaving_from:
            said += " " + _("Fratrædelse tidligst %(day)s.") % {"day": long(change.leaving_from)}
        add(Right.GENERATION_CHANGE, Right.GENERATION_CHANGE.label, said)
    if rights.retention_bonus_from:
        add(
            Right.RETENTION_BONUS,
            Right.RETENTION_BONUS.label,
            _("Kan følge med en seniorstilling, hvis du fratræder efter %(day)s.")
            % {"day": long(rights.retention_bonus_from)},
        )
    if rights.has_retirement_scheme:
        add(Right.RETIREMENT, Right.RETIREMENT.label, _("Kan aftales lokalt. Der er ingen fast alder."))
    return found


def mine(person):
    """Return what the person has: offer, talk, agreements, choice, plan for leaving, in six queries."""
    today = calendar.today()
    offers = SeniorOffer.objects.filter(person=person, year=today.year)
    return {
        "offer": offers.exclude(state__in=["to_be_offered", "over"]).first(),
        "talks": list(SeniorTalk.objects.filter(person=person).exclude(state="cancelled")[:3]),
        "agreements": list(SeniorAgreement.objects.filter(person=person)[:5]),
        "choice": YearlyChoice.objects.filter(person=person, year__gte=today.year).order_by("-year").first(),
        "handover": Handover.objects.filter(person=person).first(),
    }


@require_GET
def overview(request):
    """Show what is the person's own: the next talk, the offer, agreements; and the way to staff and HR's pages."""
    person = request.user
    own = mine(person)
    conversations = list(Conversation.objects.of(person).filter(cancelled_at__isnull=True).select_related("leader")[:4])
    plan = DevelopmentPlan.objects.of(person).first()
    return render(
        request,
        "senior/overview.html",
        {
            **own,
            "conversations": conversations,
            "plan": plan,
            "menu": [{"label": label, "help": words.MENU[value]} for value, label in Option.choices],
            "menu_intro": words.MENU_INTRO,
            "is_leader": person.standing.has("leader"),
            "is_hr": person.standing.has("hr"),
            "is_union": person.standing.has("union_rep"),
            "may_see_numbers": any(
                person.standing.has(kind) for kind in ("leader", "hr", "union_rep", "safety_rep", "minute_taker")
            ),
        },
    )


@require_GET
def my_rights(request):
    """Show what applies when, in words, with »Hvorfor?« beside each."""
    return render(request, "senior/rights.html", _rights(request, request.user))


@require_GET
def rights_of_person(request, pk):
    """Show HR what applies when for a person; each look is in the log."""
    person = (
        rows(request.user, "senior.see_rights", Person.objects.select_related("unit", "birth")).filter(pk=pk).first()
    )
    if person is None:
        raise Http404
    if person.pk != request.user.pk:
        audit.read("senior.rights_read", person, by=request.user)
    return render(request, "senior/rights.html", _rights(request, person))


def _rights(request, person):
    book = Rulebook(people=[person])
    rights, belonging = book.rights(person), book.belonging(person)
    lines = rights_rows(rights, belonging)
    return {
        "confirmed": rights_verbs.confirmed(person, calendar.today().year, lines) if lines else None,
        "sum": rights_verbs.digest(lines),
        "may_confirm": request.user.standing.has("hr") and person.pk != request.user.pk,
        "person": person,
        "is_mine": person.pk == request.user.pk,
        "rights": rights,
        "belonging": belonging,
        "rows": lines,
        "purpose": words.PURPOSE,
        "aims": words.AIMS,
        "today": calendar.today(),
    }


@require_POST
def rights_confirm(request, pk):
    """Take HR's word for the lines that the page showed."""
    person = (
        rows(request.user, "senior.see_rights", Person.objects.select_related("unit", "birth")).filter(pk=pk).first()
    )
    if person is None:
        raise Http404
    require(request.user, "senior.confirm_rights", person)
    book = Rulebook(people=[person])
    lines = rights_rows(book.rights(person), book.belonging(person))
    return act(
        request,
        lambda: rights_verbs.confirm(
            person, by=request.user, year=calendar.today().year, rows=lines, read=request.POST.get("sum", "")
        ),
        _("Beregningen er bekræftet."),
        reverse("senior:rights_of", args=[pk]),
    )


@require_GET
def rights_paper(request, pk):
    """Return what applies when as paper (P-35): for the person, and for HR."""
    person = (
        rows(request.user, "senior.see_rights", Person.objects.select_related("unit", "birth")).filter(pk=pk).first()
    )
    if person is None:
        raise Http404
    context = _rights(request, person)
    audit.read("senior.rights_printed", person, by=request.user)
    return paper(
        rights_pdf(person, context["rows"], context["belonging"], calendar.today(), context["confirmed"]),
        "muligheder-som-senior.pdf",
    )


@require_GET
def guide(request):
    """Show leaders and representatives the guide for the talk, and MED's questions (SEN-23, -24, -28)."""
    require_add(request.user, "senior.read_leaders_guide")
    guideline = TalkGuideline.objects.filter(TalkGuideline.in_force(calendar.today())).first()
    return render(
        request,
        "senior/guide.html",
        {
            "guide": words.GUIDE,
            "analysis": words.ANALYSIS,
            "links": list(ReferenceLink.objects.filter(code__startswith="senior_").exclude(url="")),
            "guideline": guideline,
            "menu": [{"label": label, "help": words.MENU[value]} for value, label in Option.choices],
            "less": [*words.LESS_TIME.values()],
            "working": [*words.WORKING_TIME.values()],
            "risks": words.LESS_TIME_RISKS,
            "examples": words.WORKING_TIME_EXAMPLES,
        },
    )


@require_GET
def staff(request):
    """Show a leader the own staff: what is missing of 1:1, MUS, plans, offers and agreements. Never an age.

    HR, who is told of what is late, finds it on a page of its own.
    """
    if request.user.standing.has("hr") and not request.user.standing.has("leader"):
        return redirect("senior:hr")
    today = calendar.today()
    # of staff who lead themselves: how many talks are late with them
    late = Todo.objects.late().filter(owner=OuterRef("pk")).annotate(n=KT("facts__n")).values("n")
    staff = Person.objects.working(today).select_related("unit")
    staff = staff.annotate(
        late_talks=Subquery(late.filter(code="senior.one_to_ones")[:1]),
        late_mus=Subquery(late.filter(code="senior.mus_round")[:1]),
    )
    found = rows(request.user, "senior.see_staff", staff).order_by("name")
    mine = list(found[:300])
    people = staff_rows(request.user, mine, today)
    show = request.GET.get("show", "")
    missing = {
        "one_to_one": sum(not row.one_to_one for row in people),
        "mus": sum(not row.mus for row in people),
        "plan": sum(row.plan_is_missing for row in people),
        "offer": sum(row.offer_is_due for row in people),
    }
    if show in missing:
        keep = {
            "one_to_one": lambda row: not row.one_to_one,
            "mus": lambda row: not row.mus,
            "plan": lambda row: row.plan_is_missing,
            "offer": lambda row: row.offer_is_due,
        }[show]
        people = [row for row in people if keep(row)]
    number, _first, last = quarter_of(today)
    return render(
        request,
        "senior/staff.html",
        {
            "people": people,
            "with_leaders": [one for one in mine if one.late_talks or one.late_mus],
            "missing": missing,
            "show": show,
            "quarter": number,
            "quarter_ends": last,
            "year": today.year,
        },
    )


@require_GET
def staff_member(request, pk):
    """Show a leader one member of staff: talks, plans, offers and agreements, with the way to each."""
    scheme = Todo.objects.open().filter(code="senior.scheme", subject_type="core.person", subject_id=OuterRef("pk"))
    people = Person.objects.select_related("unit", "senior_handover").annotate(to_be_told=Exists(scheme))
    person = rows(request.user, "senior.see_staff", people).filter(pk=pk).first()
    if person is None:
        if request.user.standing.has("hr"):
            return redirect("senior:hr")
        raise Http404
    today = calendar.today()
    audit.read("senior.staff_member_opened", person, by=request.user)
    return render(
        request,
        "senior/staff_member.html",
        {
            "person": person,
            "offer": SeniorOffer.objects.filter(person=person, year=today.year).exclude(state="over").first(),
            "conversations": list(
                Conversation.objects.of(person).filter(cancelled_at__isnull=True).select_related("leader")[:10]
            ),
            "plans": list(DevelopmentPlan.objects.of(person)[:5]),
            "talks": list(SeniorTalk.objects.filter(person=person).exclude(state="cancelled")[:5]),
            "agreements": list(SeniorAgreement.objects.filter(person=person)[:5]),
            "handover": getattr(person, "senior_handover", None),
            "menu": [{"label": label, "help": words.MENU[value]} for value, label in Option.choices],
            "year": today.year,
        },
    )


@require_POST
def staff_told(request, pk):
    """Note that the leader has told somebody of the scheme that begins."""
    person = rows(request.user, "senior.see_staff", Person.objects.all()).filter(pk=pk).first()
    if person is None:
        raise Http404
    return act(
        request,
        lambda: rights_verbs.tell_of_scheme(person, by=request.user),
        _("Det er noteret, at du har fortalt om ordningen."),
        reverse("senior:staff_member", args=[pk]),
    )
