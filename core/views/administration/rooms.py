"""Rooms for confidential or hard talks, one row each (GEN-45)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.actions import places as verbs
from core.forms_administration.places import RoomForm
from core.models import Room, Site
from core.permissions import require
from core.views.administration import kit
from core.views.administration.places import site_crumbs

FIELDS = ("name", "kind", "suits", "alarm", "way_out")


@require_http_methods(["GET", "POST"])
def room_add(request, pk):
    """Put a room on the site's list."""
    found = require(request.user, "core.change_site", get_object_or_404(Site, pk=pk))
    return kit.form_page(
        request,
        RoomForm,
        lambda values: verbs.add_room(found, values, by=request.user),
        title=_("Tilføj rum"),
        label=_("Tilføj rum"),
        lede=found.name,
        back=reverse("core:settings_site", args=[pk]),
        done=_("Rummet står nu på listen."),
        extra={"crumbs": site_crumbs(found)},
        site=found,
    )


@require_http_methods(["GET", "POST"])
def room(request, pk):
    """Change a room."""
    row = get_object_or_404(Room.objects.select_related("site", "checked_by"), pk=pk)
    require(request.user, "core.change_site", row.site)
    return kit.form_page(
        request,
        RoomForm,
        lambda values: verbs.change_room(row, by=request.user, values=values),
        title=_("Ret rum"),
        label=_("Gem rum"),
        lede=row.site.name,
        back=reverse("core:settings_site", args=[row.site_id]),
        initial={name: getattr(row, name) for name in FIELDS},
        done=_("Rummet er gemt."),
        extra={
            "crumbs": site_crumbs(row.site),
            "checked_text": kit.checked_words(row),
            "links": [{"url": reverse("core:settings_room_remove", args=[pk]), "label": _("Fjern rum")}],
        },
        site=row.site,
    )


@require_http_methods(["GET", "POST"])
def room_remove(request, pk):
    """Ask, then take a room off the list."""
    row = get_object_or_404(Room.objects.select_related("site"), pk=pk)
    require(request.user, "core.change_site", row.site)
    return kit.confirm(
        request,
        lambda: verbs.remove_room(row, by=request.user),
        question=_("Vil du fjerne rummet?"),
        text=row.name,
        label=_("Fjern rum"),
        back=reverse("core:settings_room", args=[pk]),
        after=reverse("core:settings_site", args=[row.site_id]),
        back_label=_("Behold rum"),
        done=_("Rummet er fjernet."),
    )
