"""Alarms, their yearly tests, and defibrillators of a site (INC-64, INC-65)."""

from datetime import time

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import calendar
from core.actions import places as verbs
from core.forms_administration.places import AlarmForm, AlarmTestForm, DefibrillatorForm
from core.models import Alarm, Defibrillator, Site
from core.permissions import can, require
from core.views.administration import kit
from core.views.administration.places import site_crumbs

NOON = time(12)
ALARM_FIELDS = ("kind", "placement", "receivers", "note")


@require_http_methods(["GET", "POST"])
def alarm_add(request, pk):
    """Hang an alarm up."""
    found = require(request.user, "core.change_site", get_object_or_404(Site, pk=pk))
    return kit.form_page(
        request,
        AlarmForm,
        lambda values: verbs.add_alarm(found, values, by=request.user),
        title=_("Tilføj alarm"),
        label=_("Tilføj alarm"),
        lede=found.name,
        back=reverse("core:settings_site", args=[pk]),
        done=_("Alarmen er tilføjet og står nu på Hjælp nu."),
        extra={"crumbs": site_crumbs(found)},
    )


@require_http_methods(["GET", "POST"])
def alarm(request, pk):
    """Change an alarm."""
    found = require(request.user, "core.change_alarm", get_object_or_404(Alarm.objects.select_related("site"), pk=pk))
    return kit.form_page(
        request,
        AlarmForm,
        lambda values: verbs.change_alarm(found, by=request.user, values=values),
        title=_("Ret alarm"),
        label=_("Gem alarm"),
        lede=found.site.name,
        back=reverse("core:settings_site", args=[found.site_id]),
        initial={name: getattr(found, name) for name in ALARM_FIELDS},
        done=_("Alarmen er gemt."),
        extra={
            "crumbs": site_crumbs(found.site),
            "links": [{"url": reverse("core:settings_alarm_remove", args=[pk]), "label": _("Fjern alarm")}],
        },
    )


@require_http_methods(["GET", "POST"])
def alarm_remove(request, pk):
    """Ask, then take an alarm down."""
    found = require(request.user, "core.change_alarm", get_object_or_404(Alarm.objects.select_related("site"), pk=pk))
    return kit.confirm(
        request,
        lambda: verbs.remove_alarm(found, by=request.user),
        question=_("Vil du fjerne alarmen?"),
        text=f"{found}. " + _("Den forsvinder fra Hjælp nu, og afprøvningerne bliver slettet."),
        label=_("Fjern alarm"),
        back=reverse("core:settings_alarm", args=[pk]),
        after=reverse("core:settings_site", args=[found.site_id]),
        back_label=_("Behold alarm"),
        done=_("Alarmen er fjernet."),
    )


@require_http_methods(["GET", "POST"])
def alarm_test(request, pk):
    """Write down a test of an alarm; shows the tests before it."""
    found = require(request.user, "core.test_alarm", get_object_or_404(Alarm.objects.select_related("site"), pk=pk))
    tests = [
        {
            "at": calendar.at(t.tested_on, NOON),
            "title": _("Virkede") if t.worked else _("Virkede ikke"),
            "said": t.fault,
            "by": t.tested_by.name,
        }
        for t in found.tests.select_related("tested_by")[:10]
    ]
    settings_page = can(request.user, "core.change_alarm", found)
    return kit.form_page(
        request,
        AlarmTestForm,
        lambda values: verbs.record_test(found, by=request.user, **values),
        title=_("Registrér afprøvning"),
        label=_("Registrér afprøvning"),
        lede=f"{found.site.name}. {found}",
        template="alarm_test",
        initial={"tested_on": calendar.today()},
        back=reverse("core:settings_site", args=[found.site_id])
        if settings_page
        else reverse("core:site", args=[found.site_id]),
        done=lambda test: (
            _("Afprøvningen er registreret.")
            if test.worked
            else _("Afprøvningen er registreret. Alarmen virker ikke, så få den rettet, og afprøv den igen.")
        ),
        extra={"tests": tests, "alarm": found},
    )


@require_http_methods(["GET", "POST"])
def defibrillator_add(request, pk):
    """Hang a defibrillator up."""
    found = require(request.user, "core.change_site", get_object_or_404(Site, pk=pk))
    return kit.form_page(
        request,
        DefibrillatorForm,
        lambda values: verbs.save_defibrillator(found, by=request.user, **values),
        title=_("Tilføj hjertestarter"),
        label=_("Tilføj hjertestarter"),
        lede=found.name,
        back=reverse("core:settings_site", args=[pk]),
        done=_("Hjertestarteren er tilføjet."),
        extra={"crumbs": site_crumbs(found)},
    )


@require_http_methods(["GET", "POST"])
def defibrillator(request, pk):
    """Say that a defibrillator hangs elsewhere."""
    row = get_object_or_404(Defibrillator.objects.select_related("site"), pk=pk)
    require(request.user, "core.change_site", row.site)
    return kit.form_page(
        request,
        DefibrillatorForm,
        lambda values: verbs.save_defibrillator(row.site, by=request.user, pk=pk, **values),
        title=_("Ret hjertestarter"),
        label=_("Gem hjertestarter"),
        lede=row.site.name,
        back=reverse("core:settings_site", args=[row.site_id]),
        initial={"placement": row.placement},
        done=_("Hjertestarteren er gemt."),
        extra={
            "crumbs": site_crumbs(row.site),
            "links": [
                {"url": reverse("core:settings_defibrillator_remove", args=[pk]), "label": _("Fjern hjertestarter")}
            ],
        },
    )


@require_http_methods(["GET", "POST"])
def defibrillator_remove(request, pk):
    """Ask, then take a defibrillator down."""
    row = get_object_or_404(Defibrillator.objects.select_related("site"), pk=pk)
    require(request.user, "core.change_site", row.site)
    return kit.confirm(
        request,
        lambda: verbs.remove_defibrillator(row, by=request.user),
        question=_("Vil du fjerne hjertestarteren?"),
        text=row.placement,
        label=_("Fjern hjertestarter"),
        back=reverse("core:settings_defibrillator", args=[pk]),
        after=reverse("core:settings_site", args=[row.site_id]),
        back_label=_("Behold hjertestarter"),
        done=_("Hjertestarteren er fjernet."),
    )
