"""Bodies: the register, one body's page, its facts, its seats, its list of decisions."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar, topics
from core.models import Person, Site, Unit
from core.permissions import may_add, require_add, rows
from core.together import together
from core.views.acting import done, found, page, tried
from med import documents
from med.actions import bodies as verbs
from med.actions import house
from med.actions.confidential import own_side
from med.choices import BodyKind, MeetingState
from med.circle import seats_on
from med.forms.bodies import BodyForm, SeatEndForm, SeatForm
from med.models import Action, Body, Meeting, Outcome, Proposal, Seat, Topic
from med.pages import KIND
from med.views.ground import form_page
from med.views.meetings import _paper

RULES = (
    "proposal_days",
    "agenda_days",
    "attachment_days",
    "minutes_days",
    "comment_days",
    "meetings_a_year",
)


@require_GET
def bodies(request):
    """List the bodies that meet, level by level."""
    shown = Body.objects.visible_to(request.user).active().values("pk", "name", "kind", "unit__name", "site__name")
    by_kind: dict = {kind: [] for kind in BodyKind}
    for body in shown:
        by_kind[body["kind"]].append(body)
    groups = [(kind.label, some) for kind, some in by_kind.items()]
    return page(
        request,
        "med/bodies.html",
        groups=[(label, some) for label, some in groups if some],
        may_add=may_add(request.user, "med.add_body"),
    )


def offered_to(body):
    """Return what the rest of the house offers the body's places to talk about."""
    return topics.waiting({body.site_id} - {None}, {body.unit_id} - {None})


@require_POST
def take_up(request, pk):
    """Put something that the house offers on the next agenda."""
    row = found(request, "med.decide_proposal", Body.objects.select_related("unit", "site"), pk)
    key = request.POST.get("key", "")
    chosen = next((one for one in offered_to(row) if house.key_of(one) == key), None)
    if chosen is None:
        messages.info(request, _("Det er ikke på listen længere."))
        return redirect("med:body", pk=pk)
    taken = []
    if tried(
        request, lambda: taken.append(house.take_up(row, chosen, by=request.user)), _("Punktet står på dagsordenen.")
    ):
        return redirect(f"{reverse('med:meeting', args=[taken[0].meeting_id])}#item-{taken[0].pk}")
    return redirect("med:body", pk=pk)


@require_GET
def offered(request, pk):
    """Show what the rest of the house offers the body to talk about and nobody has taken up; the body's page fetches it."""
    row = found(request, "med.sit_in", Body.objects.select_related("unit", "site"), pk, ("med.decide_proposal",))
    waiting = offered_to(row) if row.is_trio or row.is_med else []
    for one in waiting:
        one.facts["key"] = house.key_of(one)
    keys = [one.facts["key"] for one in waiting]
    taken = set(Topic.objects.filter(body=row, source_key__in=keys).values_list("source_key", flat=True))
    return page(
        request,
        "med/_offered.html" if request.htmx else "med/offered.html",
        body=row,
        waiting=[one for one in waiting if one.facts["key"] not in taken][:10],
        may_take="med.decide_proposal" in row.may,
    )


@require_GET
def body(request, pk):
    """Show a body: who sits there, its rules, meetings, open topics and agreed actions."""
    row = found(
        request,
        "med.view_body",
        Body.objects.select_related("unit", "site", "parent"),
        pk,
        (
            *("med.sit_in", "med.change_body", "med.plan_meeting", "med.propose", "med.propose_through"),
            *("med.decide_proposal", "med.write_trio_note", "med.take_up_idea", "med.share_matters", "med.view_checks"),
        ),
    )
    inside = "med.sit_in" in row.may
    person = request.user
    actions = Action.objects.visible_to(person).open().filter(treatment__meeting__body=row).select_related("owner")
    meetings, groups, topics_open, actions, proposals = together(
        rows(person, "med.view_meeting", Meeting.objects.filter(body=row)).order_by("-starts_at")[:12],
        Body.objects.active().filter(parent=row, kind=BodyKind.GROUP),
        *(
            some if inside else some.none()
            for some in (
                Topic.objects.visible_to(person).open().filter(body=row, is_standing=False)[:30],
                actions[:30],
                Proposal.objects.filter(body=row).waiting().select_related("proposed_by", "via"),
            )
        ),
    )
    for one in meetings:
        one.badge, one.is_ahead = KIND[one.state], one.is_before or one.state == MeetingState.UNDER_WAY
    return page(
        request,
        "med/body.html",
        body=row,
        inside=inside,
        may={name.removeprefix("med."): True for name in row.may},
        seats=seats_on(row, calendar.today()),
        coming=sorted((one for one in meetings if one.is_ahead), key=lambda one: one.starts_at),
        held=[one for one in meetings if not one.is_ahead],
        topics=topics_open,
        actions=actions,
        proposals=proposals,
        hears=inside and (row.is_trio or row.is_med),
        side=own_side(person, row),
        rules=[(Body._meta.get_field(name).verbose_name.capitalize(), getattr(row, name)) for name in RULES],
        groups=groups,
    )


def _body_form(data=None, body=None, initial=None):
    """Return the form with what can be chosen."""
    form = BodyForm(data, initial=initial)
    form.fields["unit"].offer(Unit.objects.in_use().order_by("path"))
    form.fields["site"].offer(Site.objects.in_use())
    form.fields["parent"].offer(Body.objects.active().exclude(pk=body.pk if body else None))
    if body is not None:
        form.fields["kind"].disabled = True
    return form


@require_http_methods(["GET", "POST"])
def body_new(request):
    """Set up a body."""
    require_add(request.user, "med.add_body")
    form = _body_form(request.POST or None)
    made = []
    if done(
        request, form, lambda data: made.append(verbs.add_body(by=request.user, **data)), _("Udvalget er oprettet.")
    ):
        return redirect("med:body", pk=made[0].pk)
    return form_page(
        request,
        form,
        title=_("Opret udvalg"),
        button=_("Opret udvalg"),
        back=reverse("med:bodies"),
        crumbs=[(_("Udvalg"), reverse("med:bodies"))],
    )


@require_http_methods(["GET", "POST"])
def body_edit(request, pk):
    """Change a body's facts and rules."""
    row = found(request, "med.change_body", Body.objects.select_related("unit", "parent"), pk)
    form = _body_form(request.POST or None, row, initial={name: getattr(row, name) for name in BodyForm.base_fields})
    if done(
        request,
        form,
        lambda data: verbs.change_body(row, by=request.user, **{k: v for k, v in data.items() if k != "kind"}),
        _("Udvalget er gemt."),
    ):
        return redirect("med:body", pk=pk)
    return form_page(
        request,
        form,
        title=_("Ret udvalg"),
        button=_("Gem udvalg"),
        back=reverse("med:body", args=[pk]),
        crumbs=[(str(row), reverse("med:body", args=[pk]))],
    )


@require_http_methods(["GET", "POST"])
def seat_new(request, pk):
    """Give somebody a seat."""
    row = found(request, "med.change_body", Body.objects.all(), pk)
    form = SeatForm(
        request.POST or None,
        people=Person.objects.visible_to(request.user).working(),
        seats=seats_on(row, calendar.today()),
        initial={"starts_on": calendar.today()},
    )
    if done(request, form, lambda data: verbs.add_seat(row, by=request.user, **data), _("Pladsen er besat.")):
        return redirect("med:body", pk=pk)
    return form_page(
        request,
        form,
        title=_("Tilføj medlem"),
        lede=str(row),
        button=_("Tilføj medlem"),
        back=reverse("med:body", args=[pk]),
        crumbs=[(str(row), reverse("med:body", args=[pk]))],
    )


@require_http_methods(["GET", "POST"])
def seat_end(request, pk):
    """End a seat."""
    seat = found(request, "med.view_seat", Seat.objects.select_related("body", "person"), pk)
    found(request, "med.change_body", Body.objects.all(), seat.body_id)
    form = SeatEndForm(request.POST or None, initial={"ends_on": calendar.today()})
    ended = []
    if done(request, form, lambda data: ended.append(verbs.end_seat(seat, by=request.user, ends_on=data["ends_on"]))):
        if any(ended):
            messages.success(request, _("Pladsen er afsluttet. Det, der er skrevet, bliver hos udvalget."))
        else:
            seat.refresh_from_db(fields=["ends_on"])
            messages.info(
                request,
                _("Intet er ændret: Pladsen slutter allerede %(day)s.") % {"day": calendar.long_date(seat.ends_on)},
            )
        return redirect("med:body", pk=seat.body_id)
    return form_page(
        request,
        form,
        title=_("Vil du fjerne %(name)s fra udvalget?") % {"name": seat.person.name},
        lede=_("Adgangen slutter efter den sidste dag."),
        button=_("Fjern medlem"),
        back=reverse("med:body", args=[seat.body_id]),
        crumbs=[(str(seat.body), reverse("med:body", args=[seat.body_id]))],
    )


@require_GET
def decisions_pdf(request, pk):
    """Print the body's decisions and open actions."""
    row = found(request, "med.sit_in", Body.objects.select_related("unit"), pk)
    outcomes = (
        Outcome.objects.visible_to(request.user)
        .filter(body=row, number__isnull=False)
        .select_related("treatment", "replaced_by")
        .order_by("-year", "-number")[:200]
    )
    actions = (
        Action.objects.visible_to(request.user).open().filter(treatment__meeting__body=row).select_related("owner")
    )
    return _paper(documents.decisions(row, list(outcomes), list(actions)), "beslutninger.pdf")
