"""Walk-rounds: the site's list and history, one walk on the phone, one measure (INC-89)."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from core.models import Attachment, Person, Site
from core.permissions import can, rows
from core.views.acting import done, found, page, tried
from core.views.documents import pdf_response
from incidents import documents as papers
from incidents.actions import walk_rounds as verbs
from incidents.forms.prevention import FinishWalkForm, WalkAnswerForm, WalkMeasureForm, WalkPointForm
from incidents.models import WalkAnswer, WalkPoint, WalkRound


@require_GET
def walks(request, pk=None):
    """List the walks of a site: the one under way, the finished ones, and the site's own points."""
    sites = list(Site.objects.in_use().order_by("name"))
    own = next((one for one in sites if one.pk == (pk or request.user.site_id)), None)
    if pk and own is None:
        raise Http404
    site = own or (sites[0] if sites else None)
    mine = rows(request.user, "incidents.view_walk_round", WalkRound.objects.filter(site=site))
    return page(
        request,
        "incidents/prevention/walks.html",
        sites=sites,
        site=site,
        may_walk=site is not None and can(request.user, "incidents.begin_walk", site),
        walks=Paginator(mine.select_related("begun_by", "finished_by").prefetch_related("answers"), 20).get_page(
            request.GET.get("page")
        ),
        points=WalkPoint.objects.filter(site=site, left_out_on__isnull=True),
        form=WalkPointForm(),
    )


@require_POST
def walk_begin(request, pk):
    """Begin a walk, or go on with the one under way."""
    site = found(request, "incidents.begin_walk", Site.objects.all(), pk)
    return redirect("incidents:walk", pk=verbs.begin(site, by=request.user).pk)


@require_POST
def walk_point(request, pk):
    """Add a point of the site's own."""
    site = found(request, "incidents.begin_walk", Site.objects.all(), pk)
    form = WalkPointForm(request.POST)
    if form.is_valid():
        tried(request, lambda: verbs.add_point(site, by=request.user, **form.cleaned_data), _("Punktet er på listen."))
    else:
        tried(request, lambda: form.fields["title"].clean(request.POST.get("title", "")))
    return redirect("incidents:walks_of", pk=pk)


@require_POST
def walk_point_out(request, pk):
    """Take one of the site's own points off the list."""
    point = get_object_or_404(WalkPoint.objects.select_related("site").filter(site__isnull=False), pk=pk)
    found(request, "incidents.begin_walk", Site.objects.all(), point.site_id)
    tried(request, lambda: verbs.leave_out(point, by=request.user), _("Punktet er taget af listen."))
    return redirect("incidents:walks_of", pk=point.site_id)


def _photos(answers):
    """Return {answer id: [attachments]} in one query."""
    kept: dict = {}
    for file in Attachment.objects.filter(
        subject_type="incidents.walkanswer", subject_id__in=[row.pk for row in answers], removed_at__isnull=True
    ):
        kept.setdefault(file.subject_id, []).append(file)
    return kept


@require_http_methods(["GET", "POST"])
def walk(request, pk):
    """Show one walk: point by point with answer, photo and measure while it lasts; afterwards what was found."""
    row = found(
        request,
        "incidents.view_walk_round",
        WalkRound.objects.select_related("site", "begun_by", "finished_by"),
        pk,
        ["incidents.fill_walk_round"],
    )
    fills = "incidents.fill_walk_round" in row.may and row.finished_at is None
    answers = list(row.answers.select_related("point", "owner"))
    pressed = request.POST.get("answer_id", "") if request.method == "POST" and fills else ""
    people = list(Person.objects.working().filter(site=row.site).order_by("name")) if fills else []
    finish = FinishWalkForm(request.POST if fills and request.POST.get("form") == "finish" else None)
    if fills and done(
        request,
        finish,
        lambda data: verbs.finish(row, by=request.user, **data),
        _("Rundgangen er afsluttet og står på listen til LokalMED."),
    ):
        return redirect("incidents:walk", pk=pk)
    photos, lines, wrong = _photos(answers), [], None
    for place, one in enumerate(answers):
        form = None
        if fills:
            bound = pressed == str(one.pk)
            form = WalkAnswerForm(
                request.POST if bound else None,
                request.FILES if bound else None,
                people=people,
                prefix=f"p{one.pk}",
                initial={name: getattr(one, name) for name in ("answer", "note", "measure", "owner", "due_on")},
            )
            if bound and done(request, form, lambda data, one=one: verbs.answer(one, by=request.user, **data)):
                after = answers[place + 1].pk if place + 1 < len(answers) else one.pk
                return redirect(f"{request.path}#point-{after}")
            wrong = form if bound else wrong
        lines.append((one, form, photos.get(one.pk, [])))
    return page(
        request,
        "incidents/prevention/walk.html",
        walk=row,
        fills=fills,
        lines=lines,
        wrong=wrong,
        finish=finish,
        answered=sum(bool(one.answer) for one in answers),
        first=next((one.pk for one in answers if not one.answer), None),
        faults=[one for one in answers if one.answer == "fault"],
        today=calendar.today(),
    )


@require_GET
def walk_pdf(request, pk):
    """Hand out a walk-round on paper, to hang up or file."""
    row = found(
        request, "incidents.view_walk_round", WalkRound.objects.select_related("site", "begun_by", "finished_by"), pk
    )
    answers = list(row.answers.select_related("point", "owner"))
    photos = _photos(answers)
    return pdf_response(papers.walk_round(row, [(one, len(photos.get(one.pk, ()))) for one in answers]), "rundgang")


@require_http_methods(["GET", "POST"])
def walk_measure(request, pk):
    """Show one thing that is to be put right to whoever does it."""
    row = found(
        request,
        "incidents.view_walk_answer",
        WalkAnswer.objects.select_related("round__site", "point", "owner", "done_by"),
        pk,
        ["incidents.finish_walk_measure"],
    )
    may = "incidents.finish_walk_measure" in row.may
    form = WalkMeasureForm(request.POST if may and request.method == "POST" else None)
    if may and done(
        request, form, lambda data: verbs.finish_measure(row, by=request.user, **data), _("Opgaven er markeret udført.")
    ):
        return redirect("incidents:walk_measure", pk=pk)
    return page(
        request,
        "incidents/prevention/walk_measure.html",
        row=row,
        form=form if may else None,
        photos=_photos([row]).get(row.pk, []),
    )
