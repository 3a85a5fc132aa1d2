"""A matter in the press: list, forewarning, the log with its phases, promised news (INC-75, INC-76)."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import audit, calendar, versions
from core.models import Person
from core.views import conflicts
from core.views.acting import done, found, page, tried
from core.views.documents import pdf_response
from incidents import documents as papers
from incidents.actions import media as verbs
from incidents.choices import MEDIA_PHASES, MEDIA_POINTS
from incidents.forms.public import ForewarnForm, MediaCaseForm, NoteForm, PromiseForm
from incidents.models import MediaCase, MediaEntry, MediaPromise
from incidents.states import MEDIA

STATE_KIND = {"before": "wait", "during": "late", "after": "run", "closed": "done"}


@require_GET
def media(request):
    """List the matters the person has to do with."""
    cases = MediaCase.objects.visible_to(request.user).select_related("owner", "unit")
    return page(
        request,
        "incidents/public/media_list.html",
        page=Paginator(cases, 20).get_page(request.GET.get("page")),
        kinds=STATE_KIND,
    )


@require_http_methods(["GET", "POST"])
def media_new(request):
    """Forewarn the leader."""
    form = ForewarnForm(request.POST or None)
    made: list = []
    if form.is_bound and not request.user.unit_id:
        form.add_error(None, _("Du har ingen afdeling endnu. Ring til din leder."))
    if done(
        request,
        form,
        lambda data: made.append(verbs.forewarn(by=request.user, **data)[0]),
        _("Loggen er begyndt, og din leder har fået besked."),
    ):
        return redirect("incidents:media_case", pk=made[0].pk)
    return page(request, "incidents/public/media_new.html", form=form)


def _people(case):
    """Return those who can be touched by the matter or give news: the unit's people, owner and starter."""
    ids = Person.objects.working().filter(unit=case.unit).values("pk")
    return (
        Person.objects.filter(pk__in=ids) | Person.objects.filter(pk__in=[case.owner_id, case.started_by_id])
    ).order_by("name")


@require_http_methods(["GET", "POST"])
def media_case(request, pk):
    """Show one matter: what holds now, the list of its phase, promises, the log."""
    case = found(
        request,
        "incidents.view_media_case",
        MediaCase.objects.select_related("owner", "unit").prefetch_related(
            Prefetch("entries", MediaEntry.objects.select_related("by")),
            Prefetch("promises", MediaPromise.objects.select_related("owner")),
            "exposed",
        ),
        pk,
        ["incidents.manage_media_case", "incidents.log_media_case"],
    )
    logs = "incidents.log_media_case" in case.may and case.state != "closed"
    pressed = request.POST.get("form") if request.method == "POST" and logs else ""
    people = list(_people(case)) if logs else []
    note = NoteForm(request.POST if pressed == "note" else None)
    promise = PromiseForm(request.POST if pressed == "promise" else None, people=people, initial={"owner": case.owner})
    if done(request, note, lambda data: verbs.note(case, by=request.user, **data), _("Skrevet i loggen.")) or done(
        request,
        promise,
        lambda data: verbs.promise(case, by=request.user, **data),
        _("Aftalt. Vi minder om det 4 timer før og igen, når tiden er der."),
    ):
        return redirect("incidents:media_case", pk=pk)
    if request.method == "GET":
        audit.read("incidents.media_case_opened", case, by=request.user)
    entries = list(case.entries.all())
    return page(
        request,
        "incidents/public/media_case.html",
        case=case,
        kind=STATE_KIND[case.state],
        logs=logs,
        gives={request.user.pk, *request.user.standing.acting_for},
        manages="incidents.manage_media_case" in case.may,
        steps=MEDIA.possible(case) if "incidents.manage_media_case" in case.may else [],
        phases=_phases(entries),
        open_phase="after" if case.state == "closed" else case.state,
        notes=[entry for entry in entries if not entry.code],
        note=note,
        promise=promise,
        today=calendar.now(),
    )


@require_GET
def media_pdf(request, pk):
    """Hand out the log on paper to those who keep it. Logged, as opening it is."""
    case = found(
        request,
        "incidents.log_media_case",
        MediaCase.objects.select_related("owner", "unit").prefetch_related(
            Prefetch("entries", MediaEntry.objects.select_related("by")),
            Prefetch("promises", MediaPromise.objects.select_related("owner")),
        ),
        pk,
    )
    audit.read("incidents.media_case_printed", case, by=request.user)
    entries = list(case.entries.all())
    return pdf_response(
        papers.media_log(case, _phases(entries), [entry for entry in entries if not entry.code]), "mediesag"
    )


def _phases(entries):
    """Return [(phase, name, [(code, label, entry or None)])] of the list."""
    ticked = {entry.code: entry for entry in entries if entry.code}
    return [
        (phase, name, [(code, label, ticked.get(code)) for code, label in MEDIA_POINTS.of(phase, ticked)])
        for phase, name in MEDIA_PHASES.items()
    ]


@require_http_methods(["GET", "POST"])
def media_edit(request, pk):
    """Change what holds now."""
    case = found(
        request, "incidents.manage_media_case", MediaCase.objects.select_related("unit").prefetch_related("exposed"), pk
    )

    def filled(data=None):
        """Return the form, from what stands there now."""
        return MediaCaseForm(data, people=_people(case), initial=versions.initial(case, verbs.HOLDS_NOW))

    form = filled(request.POST or None)
    if conflicts.done(
        request, form, lambda data: verbs.change(case, by=request.user, **data), _("Gemt."), case, filled
    ):
        return redirect("incidents:media_case", pk=pk)
    return page(request, "incidents/public/media_edit.html", case=case, form=form)


@require_POST
def media_tick(request, pk):
    """Note a point as done."""
    case = found(request, "incidents.log_media_case", MediaCase.objects.all(), pk)
    tried(request, lambda: verbs.tick(case, by=request.user, code=request.POST.get("code", "")), _("Noteret."))
    return redirect("incidents:media_case", pk=pk)


@require_POST
def media_move(request, pk):
    """Take the matter to another phase."""
    case = found(request, "incidents.manage_media_case", MediaCase.objects.all(), pk)
    step = request.POST.get("step", "")
    if step not in MEDIA.steps:
        raise Http404
    tried(request, lambda: verbs.move(case, step, by=request.user), _("Loggen er flyttet."))
    return redirect("incidents:media_case", pk=pk)


@require_POST
def media_news(request, pk):
    """Note that promised news was given."""
    row = found(request, "incidents.give_media_news", MediaPromise.objects.select_related("case"), pk)
    tried(request, lambda: verbs.keep_promise(row, by=request.user), _("Det er noteret, at der er givet nyt."))
    return redirect("incidents:media_case", pk=row.case_id)
