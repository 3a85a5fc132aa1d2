"""Forms that two or three fill in, the evaluation, the mentor scheme, development plans (ONB-15, -16, -21–23, GEN-35)."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import calendar
from core.permissions import require, rows
from core.views.acting import page, tried
from onboarding.actions import papers as verbs
from onboarding.documents import paper_form
from onboarding.forms.pair import PaperForm, SchemeForm
from onboarding.models import Paper
from onboarding.views.ground import find_course, kept, seen

KINDS = ("preparation", "alignment", "follow_up_1", "follow_up_3", "agreement")
PARTS = {
    "newcomer": gettext_lazy("Den nye kollega"),
    "leader": gettext_lazy("Lederen"),
    "mentor": gettext_lazy("Mentor"),
}
BOTH_READ = {
    "preparation": gettext_lazy("Leder, mentor og kontaktperson kan læse den."),
    "alignment": gettext_lazy("I, der er med, og lederen kan læse den."),
    "follow_up_1": gettext_lazy("Kun leder og ny kollega kan læse den."),
    "follow_up_3": gettext_lazy("Kun leder og ny kollega kan læse den."),
    "agreement": gettext_lazy("Kun mentor og mentee kan læse den."),
}


def _initial(request, paper, goals=()):
    """Return what a paper's form begins with."""
    known = paper.answers | {f"rating_{code}": value for code, value in paper.ratings.items()}
    known |= {"held_on": paper.held_on, "edit": paper.edit}
    known |= {f"goal_{goal.pk}": goal.own_rating if paper.party == "newcomer" else goal.mentor_rating for goal in goals}
    return known | kept(request, PaperForm)


def _work(request, paper, form, back):
    """Write or confirm as the form was sent; return the answer, or None to show the page."""
    act = request.POST.get("act", "")
    if act in ("write", "confirm") and not paper.locked_at:
        if act == "confirm" and not form.has_changed():
            done = tried(request, lambda: verbs.confirm(paper, by=request.user), _said(request, paper), form)
            return back() if done else None
        if form.is_valid():
            data = form.cleaned_data
            more = {"goals": form.goal_ratings()} if form.goals else {}
            write = verbs.evaluate if form.goals else verbs.write
            done = tried(
                request,
                lambda: write(
                    paper,
                    by=request.user,
                    answers=form.answers(),
                    ratings=form.ratings(),
                    held_on=data.get("held_on"),
                    edit=data["edit"],
                    **more,
                ),
                _("Teksten er gemt.") if act == "write" else None,
                form,
            )
            if done and act == "confirm":
                done = tried(request, lambda: verbs.confirm(paper, by=request.user), _said(request, paper), form)
            return back() if done else None
    return None


def _said(request, paper):
    """Return what to say after a confirmation."""
    return lambda found: (
        _("Alle har bekræftet. Teksten er låst.") if found.locked_at else _("Du har bekræftet. Vi venter på de andre.")
    )


def _context(request, paper, form, course=None):
    """Return what a paper's page shows."""
    confirmed = {one.party: one for one in paper.confirmations.select_related("person")}
    may_write = not paper.locked_at and verbs.may_change(paper)
    part = paper.party or verbs.part_of(paper, request.user)
    asked = paper_form(paper.kind, (course or paper.course).length)
    return {
        "course": course,
        "paper": paper,
        "form": form,
        "asked": asked,
        "confirmations": [(PARTS[party], confirmed.get(party)) for party in verbs.needed(paper)],
        "may_write": may_write,
        "may_confirm": may_write and part in verbs.needed(paper) and part not in confirmed,
        "who_reads": BOTH_READ.get(paper.kind, ""),
        "lines": verbs.parts_of([paper])[0][1],
    }


@require_http_methods(["GET", "POST"])
def paper(request, pk, kind):
    """Show one of the course's shared forms: written by either, confirmed by each."""
    if kind not in KINDS:
        raise Http404
    course = find_course(request, pk)
    found = verbs.open_paper(course, kind, by=request.user)
    found.course = course
    if request.method == "GET":
        seen(request, "onboarding.paper_opened", course)
    form = PaperForm(request.POST or None, kind=kind, initial=_initial(request, found))
    answer = (
        _work(request, found, form, lambda: redirect("onboarding:paper", pk=pk, kind=kind))
        if request.method == "POST"
        else None
    )
    return answer or page(request, "onboarding/paper.html", **_context(request, found, form, course))


@require_http_methods(["GET", "POST"])
def evaluation(request, pk):
    """Show the evaluation: each writes a part alone, all read all three when the last has confirmed."""
    course = find_course(request, pk, also=("onboarding.evaluate",))
    if "onboarding.evaluate" not in course.may:
        three = list(Paper.objects.visible_to(request.user).filter(course=course, kind="evaluation"))
        if not three:
            require(request.user, "onboarding.evaluate", course)
    else:
        three = verbs.evaluation_of(course) or verbs.open_evaluation(course, by=request.user)
    readable = set(
        rows(request.user, "onboarding.write_paper")
        .filter(course=course, kind="evaluation")
        .values_list("pk", flat=True)
    )
    done = set(
        Paper.objects.filter(course=course, kind="evaluation", confirmations__isnull=False).values_list(
            "party", flat=True
        )
    )
    mine = [one for one in three if one.pk in readable]  # two where the leader is the mentor too
    own = next((one for one in mine if one.party not in done), next(iter(mine), None))
    form, all_goals = None, list(course.goals.filter(dropped_at__isnull=True))
    if own is not None:
        own.course = course
    if own is not None and verbs.may_change(own):
        goals = verbs.rated_goals(own, all_goals)
        form = PaperForm(request.POST or None, kind="evaluation", goals=goals, initial=_initial(request, own, goals))
        if request.method == "POST" and (
            answer := _work(request, own, form, lambda: redirect("onboarding:evaluation", pk=pk))
        ):
            return answer
    if request.method == "GET":
        seen(request, "onboarding.paper_opened", course)
    whole = any(one.locked_at for one in three)
    context = {
        "course": course,
        "form": form,
        "own": own,
        "own_confirmed": own is not None and own.party in done,
        "parties": [(PARTS[party], party in done) for party in verbs.parties_of(course)],
        "whole": whole,
        "parts": verbs.parts_of([one for one in three if one.locked_at]) if whole else [],
        "evaluates": "onboarding.evaluate" in course.may,
        "own_lines": verbs.parts_of([own])[0][1] if own is not None else [],
        "document": three[0].document if three and three[0].document_id else None,
        "goals": all_goals,
        "asked": paper_form("evaluation"),
        "part": PARTS.get(own.party, "") if own else "",
    }
    return page(request, "onboarding/evaluation.html", **context)


@require_http_methods(["GET", "POST"])
def mentor_scheme(request, pk):
    """Decide whether the mentor scheme goes on, and lead on to its agreement and meetings (ONB-20, ONB-23)."""
    course = find_course(request, pk, "onboarding.evaluate", also=("onboarding.meet",))
    initial = {
        "answer": course.mentor_scheme,
        "starts_on": course.scheme_from or course.ends_on,
        "ends_on": course.scheme_until or calendar.add_months(course.start_on, 12),
    }
    form = SchemeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: verbs.decide_scheme(course, by=request.user, **form.cleaned_data),
            _("Det er noteret. Skriv samarbejdsaftalen, når I mødes.")
            if form.cleaned_data["answer"] == "yes"
            else _("Det er noteret, at der ikke skal være en mentorordning."),
            form,
        )
        if done:
            return redirect("onboarding:mentor_scheme", pk=pk)
    context = {"course": course, "form": form, "is_pair": "onboarding.meet" in course.may}
    return page(request, "onboarding/scheme.html", **context)
