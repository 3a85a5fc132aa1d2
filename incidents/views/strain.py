"""Strain: my days, one day, a leader's talk, the team's numbers (INC-11, INC-12)."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar, charts
from core.models import AuditEntry, GuidancePage
from core.permissions import rows
from core.settings_values import Settings
from core.views.acting import done, found, page, tried
from incidents import strain as numbers
from incidents.actions import strain as verbs
from incidents.choices import DEMANDS
from incidents.forms.strain import AnswerForm, DayForm, EpisodeRows, told_episodes
from incidents.models import StrainEpisode, StrainLog
from incidents.views.beside import own_units

NUMBERS = "incidents.see_strain_numbers"


@require_GET
def strain(request):
    """Show the person's own days, and those that employees have shared with a leader."""
    mine = StrainLog.objects.filter(person=request.user).prefetch_related("answers", "episodes")
    shared = rows(request.user, "incidents.view_strain").exclude(person=request.user)
    return page(
        request,
        "incidents/strain/days.html",
        page=Paginator(mine, 20).get_page(request.GET.get("page")),
        shared=shared.select_related("person").order_by("-day")[:20] if request.user.standing.has("leader") else [],
        sees_numbers=request.user.standing.has("leader") or request.user.standing.has("safety_rep"),
    )


@require_http_methods(["GET", "POST"])
def strain_new(request):
    """Write a day: one number, and the episodes as rows."""
    form = DayForm(
        request.POST or None,
        initial={"token": uuid.uuid4(), "day": calendar.today(), "counts_in_team": True},
    )
    episodes = EpisodeRows(request.POST or None, prefix="row")
    valid = form.is_bound and form.is_valid() & episodes.is_valid()
    if valid:
        told = told_episodes(episodes)
        log, is_new = verbs.write_day(by=request.user, episodes=told, **form.cleaned_data)
        if is_new:
            messages.success(request, _("Dagen er gemt. Vi spørger, hvordan du har det, om 3 dage."))
        return redirect("incidents:strain_day", pk=log.pk)
    response = page(
        request,
        "incidents/strain/new.html",
        form=form,
        episodes=episodes,
        examples=GuidancePage.objects.filter(code__in=["INC-11", "INC-12"]),
    )
    response.status_code = 422 if form.is_bound else 200
    return response


@require_http_methods(["GET", "POST"])
def strain_day(request, pk):
    """Show one day to its person, who answers, shares and decides; or to the leader it is shared with."""
    logs = StrainLog.objects.select_related("person", "unit").prefetch_related("episodes", "answers")
    log = found(request, "incidents.view_strain", logs, pk, ["incidents.keep_strain"])
    own = "incidents.keep_strain" in log.may
    moment = verbs.waiting_moment(log, calendar.today()) if own and log.follow_up else None
    form = AnswerForm(request.POST if own and request.method == "POST" else None)
    if own and request.POST.get("skip") == "1":
        tried(request, lambda: verbs.leave_unanswered(log, by=request.user), _("Det er i orden. Vi spørger ikke igen."))
        return redirect("incidents:strain")
    if own and done(request, form, lambda data: _answer(request, log, data)):
        return redirect("incidents:strain_day", pk=pk)
    if request.method == "GET" and not own:
        audit.read("incidents.strain_opened", log, by=request.user)
    answers = list(log.answers.all())
    points = [(_("Dagen"), log.strain), *((one.get_moment_display(), one.strain) for one in answers)]
    return page(
        request,
        "incidents/strain/day.html",
        log=log,
        own=own,
        asked=moment,
        form=form,
        points=points,
        readers=_readers(log) if own else [],
        chart=charts.bar_chart(points, title=_("Belastning fra 0 til 10. Tallene står i teksten."), width=560)
        if answers
        else "",
        episodes=[(episode, [DEMANDS.label(code) for code in episode.demands]) for episode in log.episodes.all()],
    )


def _readers(log):
    """Return who else has opened the day, newest first: the employee may always see that."""
    opened = AuditEntry.objects.filter(subject_type="incidents.strainlog", subject_id=log.pk, is_read=True)
    return opened.exclude(actor=log.person_id).select_related("actor").order_by("-at")[:10]


def _answer(request, log, data):
    """Keep the answer, and say what follows."""
    _row, rose = verbs.answer(log, by=request.user, strain=data["strain"])
    if rose:
        messages.info(
            request,
            _("Tak. Tallet er steget, så din leder får besked om at tale med dig. Lederen kan ikke se, hvad du skrev."),
        )
    else:
        messages.success(request, _("Tak. Dit svar er gemt."))


@require_POST
def strain_choose(request, pk):
    """Share or count the day, or take that back."""
    log = found(request, "incidents.keep_strain", StrainLog.objects.all(), pk)
    what, yes = request.POST.get("what"), request.POST.get("yes") == "1"
    if what == "leader":
        success = _("Din leder kan nu læse dagen.") if yes else _("Din leder kan ikke længere læse dagen.")
        tried(request, lambda: verbs.share(log, by=request.user, yes=yes), success)
    elif what == "team":
        success = _("Dagen tæller med i teamets tal.") if yes else _("Dagen tæller ikke længere med.")
        tried(request, lambda: verbs.count_in_team(log, by=request.user, yes=yes), success)
    else:
        raise Http404
    return redirect("incidents:strain_day", pk=pk)


@require_POST
def strain_promote(request, pk):
    """Begin an incident from an episode."""
    episode = get_object_or_404(StrainEpisode.objects.select_related("log", "incident"), pk=pk)
    found(request, "incidents.keep_strain", StrainLog.objects.all(), episode.log_id)
    incident = verbs.promote(episode, by=request.user)
    if incident.state != "draft":
        return redirect("incidents:incident", pk=incident.pk)
    messages.info(request, _("Det, du skrev, er sat ind. Svar på det, der mangler, og send."))
    return redirect("incidents:draft", pk=incident.pk)


@require_http_methods(["GET", "POST"])
def strain_delete(request, pk):
    """Ask, then take the day away."""
    log = found(request, "incidents.keep_strain", StrainLog.objects.all(), pk)
    if request.method == "POST":
        verbs.delete_day(log, by=request.user)
        messages.success(request, _("Dagen er slettet."))
        return redirect("incidents:strain")
    return page(request, "incidents/strain/delete.html", log=log)


@require_http_methods(["GET", "POST"])
def strain_talk(request, pk):
    """Tell a leader whom to talk with and how; note that it has happened."""
    log = found(request, "incidents.hold_strain_talk", StrainLog.objects.select_related("person"), pk)
    if request.method == "POST":
        tried(request, lambda: verbs.record_talk(log, by=request.user), _("Det er noteret, at I har talt sammen."))
        return redirect("core:desk")
    audit.read("incidents.strain_talk_opened", log, by=request.user)
    return page(request, "incidents/strain/talk.html", log=log)


@require_GET
def strain_numbers(request, pk=None):
    """Show a team's numbers by quarter, without names."""
    units, unit = own_units(request, NUMBERS, pk)
    limit = Settings().number("small_cell_limit") or 5
    since = calendar.add_months(calendar.today().replace(day=1), -24)
    quarters, demands = numbers.of_unit(unit, since, limit)
    labels = [_("%(q)s. kvartal %(year)s") % {"q": one.quarter, "year": one.year} for one in quarters]
    return page(
        request,
        "incidents/strain/numbers.html",
        units=units,
        unit=unit,
        limit=limit,
        lines=list(zip(labels, quarters, strict=True)),
        demands=demands,
        said=ngettext("%(n)s medarbejder", "%(n)s medarbejdere", limit) % {"n": limit},
        chart=charts.column_chart(
            labels, [(_("Dage"), [one.days for one in quarters])], title=_("Dage pr. kvartal. Tallene står i tabellen.")
        )
        if any(one.days for one in quarters)
        else "",
    )
