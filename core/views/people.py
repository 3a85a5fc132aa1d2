"""Colleagues and where to find them: contacts, a person, a unit, a site (GEN-22)."""

from django.core.paginator import Paginator
from django.db.models import F, Func, IntegerField, Value
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import calendar, hotlines
from core.directory import Directory
from core.models import Person, Role, RoleKind, Site, Unit
from core.views.help_now import alarm_words

SHOWN = (
    RoleKind.LEADER,
    RoleKind.SAFETY_REP,
    RoleKind.UNION_REP,
    RoleKind.CONSULTANT,
    RoleKind.HR,
    RoleKind.COMMUNICATIONS,
    RoleKind.SERVICE,
    RoleKind.PLAN_OWNER,
    RoleKind.DATA_PROTECTION,
)
GROUPS = "groups"  # the choice that shows each AMR with the leader they work with


class ShortPaginator(Paginator):
    """A paginator that doesn't count what fits on its first page: one question to the database less."""

    @cached_property
    def count(self):
        """Return how many there are."""
        first = list(self.object_list[: self.per_page + 1])
        if len(first) > self.per_page:
            return super().count
        self.object_list = first
        return len(first)


@require_GET
def contacts(request):
    """List who holds which function, with telephone and »kontrolleret den«; filter by function and site."""
    chosen = request.GET.get("rolle", "")
    chosen = chosen if chosen in SHOWN or chosen == GROUPS else ""
    site_id = request.GET.get("sted", "")
    in_order = Func(Value(list(SHOWN)), F("kind"), function="array_position", output_field=IntegerField())
    roles = (
        Role.objects.filter(Role.in_force(calendar.today()), kind__in=SHOWN, person__is_active=True)
        .select_related("person", "unit", "site")
        .only(
            "kind",
            "checked_on",
            "person__name",
            "person__title",
            "person__phone",
            "person__email",
            "person__unit",
            "unit__name",
            "site__name",
        )
        .order_by(in_order, "person__name", "pk")
    )
    if chosen:
        roles = roles.filter(kind=RoleKind.SAFETY_REP if chosen == GROUPS else chosen)
    if site_id.isdecimal():
        roles = roles.filter(person__site=site_id) | roles.filter(site=site_id)
    page = Paginator(roles, 25).get_page(request.GET.get("page"))
    return render(
        request,
        "core/contacts.html",
        {
            "page": page,
            "groups": _safety_groups(page) if chosen == GROUPS else None,
            "hotlines": hotlines.cards(request.user.unit),
            "kinds": [*((kind.value, kind.label) for kind in SHOWN), (GROUPS, _("Arbejdsmiljøgrupper"))],
            "chosen": chosen,
            "sites": Site.objects.in_use().only("name"),
            "site_id": site_id,
        },
    )


def _safety_groups(page):
    """Return (role of the AMR, leader) for each role of a page: an arbejdsmiljøgruppe is the AMR and the nearest leader."""
    places = {role.pk: role.unit_id or role.person.unit_id for role in page}
    units = list(Unit.objects.filter(pk__in=set(places.values()) - {None}))
    near = Directory(unit_ids={above for unit in units for above in unit.ancestor_ids}, units=units)
    return [(role, near.leader_of(places[role.pk], without={role.person_id})) for role in page]


@require_GET
def person(request, pk):
    """Show a colleague: title, place, numbers, functions. Nothing private."""
    found = get_object_or_404(Person.objects.visible_to(request.user).select_related("unit", "site"), pk=pk)
    directory = Directory.near(found.unit)
    roles = Role.objects.filter(Role.in_force(calendar.today()), person=found).select_related("unit", "site")
    return render(
        request,
        "core/person.html",
        {
            "found": found,
            "roles": roles,
            "leader": directory.own_leader(found),
            "away": directory.is_away(found),
            "stand_in": directory.available(found),
        },
    )


@require_GET
def unit(request, pk):
    """Show a unit: who leads it, who works there, whom to call."""
    units = {one.pk: one for one in Unit.objects.visible_to(request.user)}
    if pk not in units:
        raise Http404
    found = units[pk]
    directory = Directory.near(found, units.values())
    people = Person.objects.visible_to(request.user).working().filter(unit=found).select_related("site")
    return render(
        request,
        "core/unit.html",
        {
            "unit": found,
            "parent": units.get(found.parent_id),
            "leader": directory.leader_of(found.pk),
            "chain": directory.chain(found.pk),
            "people": ShortPaginator(people, 50).get_page(request.GET.get("page")),
            "children": [one for one in units.values() if one.parent_id == found.pk and one.closed_on is None],
            "safety_reps": directory.holders("safety_rep", found.pk),
            "union_reps": directory.holders("union_rep", found.pk),
        },
    )


@require_GET
def site(request, pk):
    """Show a site: address, alarms, defibrillators, ways out."""
    found = get_object_or_404(
        Site.objects.visible_to(request.user).prefetch_related("alarms__checked_by", "defibrillators", "rooms__alarm"),
        pk=pk,
    )
    return render(
        request,
        "core/site.html",
        {
            "site": found,
            "alarms": [(alarm, alarm_words(alarm)) for alarm in found.alarms.all()],
            "rooms": found.rooms.all(),
        },
    )
