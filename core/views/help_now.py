"""»Hjælp nu«: the lightest page, without login, without case data (INC-17, INC-45, INC-64, Q43)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import calendar, hotlines, pdf
from core.directory import Directory
from core.models import Defibrillator, GuidancePage, Person, Site, Unit
from core.texts import text

LAST_PLACE = "place"  # the cookie with the number of the site that was chosen last, and nothing else


def alarm_words(alarm):
    """Return what to do and who comes, for one alarm."""
    key = {"fixed": "alarm_fixed", "portable": "alarm_portable", "under_desk": "alarm_under_desk"}[alarm.kind]
    receivers = alarm.receivers if alarm.kind == "under_desk" else alarm.receivers[:1].upper() + alarm.receivers[1:]
    return text("help_now", key, placering=alarm.placement, modtagere=receivers)


def _sites():
    """Return the sites in use, each with where its defibrillators hang."""
    placements = Defibrillator.objects.filter(site=OuterRef("pk")).order_by("placement").values("placement")
    return Site.objects.in_use().select_related("checked_by").annotate(defibrillator_places=ArraySubquery(placements))


def _gather(site, person):
    """Return what the page and the sheet show: at most nine queries, whatever the data."""
    own_unit = (
        person.unit if person is not None and person.unit_id and (site is None or person.site_id == site.pk) else None
    )
    here = (
        [own_unit]
        if own_unit
        else list(
            Unit.objects.filter(Q(pk__in=Person.objects.working().filter(site=site).values("unit")) | Q(sites=site))
        )
        if site
        else []
    )
    directory = Directory(
        unit_ids={above for unit in here for above in unit.ancestor_ids},
        units=here,
        site_ids=[site.pk] if site else [],
    )
    without = {person.pk} if own_unit else set()
    chains = [(unit, directory.chain(unit.pk, without=without)) for unit in here]
    unit_id = own_unit.pk if own_unit else None
    return {
        "site": site,
        "own_unit": own_unit,
        "chains": [(unit, links) for unit, links in chains if links],
        "safety_reps": directory.nearest_holders("safety_rep", unit_id, site.pk if site else None)
        if site or unit_id
        else [],
        "alarms": [(alarm, alarm_words(alarm)) for alarm in site.alarms.all()] if site else [],
        "defibrillators": site.defibrillator_places if site else [],
        "hotlines": hotlines.numbers(hotlines.cards(*here)),
        "during": list(GuidancePage.objects.filter(code__in=["G-03", "G-06"])),
    }


@login_not_required
@require_GET
def help_now(request, site_id=None):
    """Show help for a site; without one, for the signed-in person's own, else for the one last chosen here."""
    person = request.user if request.user.is_authenticated else None
    sites = {str(site.pk): site for site in _sites()}
    own = person.site_id if person else None
    site = sites.get(str(site_id or own or request.COOKIES.get(LAST_PLACE)))
    if site_id and site is None:
        get_object_or_404(Site, pk=site_id)
    response = render(
        request,
        "core/help_now.html",
        {"sites": sites.values(), "signed_in": person is not None, **_gather(site, person)},
    )
    if site_id and site:  # the telephone at the desk opens on its own place the next time
        response.set_cookie(
            LAST_PLACE, str(site.pk), max_age=timedelta(days=365), httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


@login_not_required
@require_GET
def help_now_sheet(request, site_id):
    """Return the same as one sheet of paper, to hang beside the telephone."""
    site = get_object_or_404(_sites(), pk=site_id)
    content = pdf.render(
        "pdf/core/help_now.html",
        {**_gather(site, None), "printed_on": calendar.today()},
        title=_("Hjælp nu, %(site)s") % {"site": site.name},
        document_id=f"HJAELP-{site.pk}",
    )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="hjaelp-nu-{site.pk}.pdf"'
    return response
