"""The front page of MED and TRIO, and the minutes that everybody can read."""

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar
from core.permissions import rows
from core.search import every_word
from core.texts import error
from core.together import together
from core.views.acting import page
from med.choices import MED_KINDS, BodyKind, MeetingState
from med.models import Action, Body, Meeting, Proposal
from med.pages import KIND
from med.permissions.relations import bodies_of

PER_PAGE = 20


@require_GET
def overview(request):
    """Show my bodies, their next meetings, what I took on, and my proposals."""
    person = request.user
    mine = bodies_of(person)
    near = Body.objects.none()
    if person.unit_id:
        near = Body.objects.active().filter(kind__in=MED_KINDS, unit__in=person.unit.ancestor_ids).exclude(pk__in=mine)
    bodies, coming, near, actions, proposals, asked, latest = together(
        Body.objects.filter(pk__in=mine).select_related("unit").order_by("kind", "name"),
        Meeting.objects.visible_to(person)
        .filter(body__in=mine)
        .exclude(state__in=[MeetingState.PUBLISHED, MeetingState.CANCELLED])
        .exclude(state=MeetingState.APPROVED, body__publishes=False)
        .select_related("body")
        .order_by("starts_at")[:20],
        near,
        Action.objects.open().filter(owner=person).select_related("treatment__meeting__body")[:20],
        Proposal.objects.filter(proposed_by=person).select_related("body", "treatment__meeting")[:8],
        Proposal.objects.filter(via=person, state="with_rep").select_related("body", "proposed_by"),
        Meeting.objects.published().select_related("body").order_by("-published_at")[:5],
    )
    return page(
        request,
        "med/overview.html",
        bodies=bodies,
        coming=_with_badge(coming),
        near=near,
        actions=actions,
        proposals=proposals,
        asked=asked,
        latest=_with_badge(latest),
        now=calendar.now(),
    )


def _with_badge(found):
    """Return the meetings with the kind of their badge."""
    for one in found:
        one.badge = KIND[one.state]
    return found


LEVELS = (
    ("", _("Alle")),
    (BodyKind.HOVED, _("HMU")),
    (BodyKind.AREA, _("O-MED")),
    (BodyKind.LOCAL, _("LOKAL-MED")),
    (BodyKind.STAFF, _("Personalemøder")),
)


@require_http_methods(["GET", "POST"])
def minutes_list(request):
    """List the minutes that I may read, filtered by level and year; search by POST."""
    person = request.user
    words = request.POST.get("q", "").strip()[:100] if request.method == "POST" else ""
    problem = error("E-17") if request.method == "POST" and len(words) < 2 else ""
    found = rows(
        person,
        "med.view_meeting",
        Meeting.objects.filter(
            state__in=[MeetingState.MINUTES_SENT, MeetingState.APPROVED, MeetingState.PUBLISHED],
            body__kind__in=MED_KINDS,
        ),
    ).select_related("body")
    level = request.GET.get("level", "")
    if level in MED_KINDS:
        found = found.filter(body__kind=level)
    year = request.GET.get("year", "")
    if year.isdecimal() and len(year) == 4:
        found = found.filter(year=int(year))
    chosen_body = request.GET.get("body", "")
    if chosen_body.isdecimal() and len(chosen_body) < 10:
        found = found.filter(body=int(chosen_body))
    if words and not problem:
        hits = every_word(words.split()[:6], "treatments__title", "treatments__text", "treatments__outcome__text")
        found = found.filter(hits, treatments__taken_off_at__isnull=True).distinct()
    this_year = calendar.today().year
    listed = Paginator(found.order_by("-starts_at"), PER_PAGE if not words else 100).get_page(request.GET.get("page"))
    for one in listed:
        one.badge = KIND[one.state]
    return page(
        request,
        "med/minutes_list.html",
        status=422 if problem else 200,
        listed=listed,
        words=words,
        problem=problem,
        picks=[
            {"label": label, "url": f"?level={code}" if code else request.path, "current": level == code}
            for code, label in LEVELS
        ],
        years=[this_year - n for n in range(4)],
        year=year,
        level=level,
    )
