"""Times for sparring: book one, keep some free (GEN-41, GEN-80)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.models import GuidancePage
from core.permissions import may_add, require_add
from core.views.acting import done, found, page, tried
from incidents.actions import sparring as verbs
from incidents.forms.sparring import BookForm, OfferForm
from incidents.models import SparringSlot

SHOWN = 60


@require_http_methods(["GET", "POST"])
def sparring(request):
    """Show the free times of one's unit, what one has booked, and to a host what is kept free; offer more."""
    hosts = may_add(request.user, "incidents.offer_sparring")
    if request.method == "POST" and not hosts:
        require_add(request.user, "incidents.offer_sparring")
    form = OfferForm(request.POST or None) if hosts else None
    if form is not None and done(
        request,
        form,
        lambda data: verbs.offer(by=request.user, **data),
        lambda made: (
            ngettext("%(n)s tid kan nu bookes.", "%(n)s tider kan nu bookes.", len(made)) % {"n": len(made)}
            if made
            else _("Du holder allerede de tider fri.")
        ),
    ):
        return redirect("incidents:sparring")
    slots = list(
        SparringSlot.objects.visible_to(request.user)
        .coming()
        .select_related("host", "booked_by", "unit")
        .order_by("starts_at")[: SHOWN * 3]
    )
    return page(
        request,
        "incidents/sparring/sparring.html",
        booked=[slot for slot in slots if slot.booked_by_id == request.user.pk],
        kept=[slot for slot in slots if slot.host_id == request.user.pk][:SHOWN],
        free=[slot for slot in slots if slot.booked_by_id is None and slot.host_id != request.user.pk][:SHOWN],
        form=form,
        advice=GuidancePage.objects.filter(code="FEEDBACK").first(),
    )


@require_http_methods(["GET", "POST"])
def sparring_slot(request, pk):
    """Show one time: to who may book it a form, to the two who have agreed what is agreed."""
    if request.method == "POST" and verbs.went_to_another(pk, request.user):
        messages.warning(request, _("En anden har lige booket tiden. Vælg en anden."))
        return redirect("incidents:sparring")
    slot = found(
        request,
        "incidents.view_sparring",
        SparringSlot.objects.select_related("host", "booked_by", "unit"),
        pk,
        ["incidents.book_sparring", "incidents.give_back_sparring", "incidents.withdraw_sparring"],
    )
    may_book = "incidents.book_sparring" in slot.may
    form = BookForm(request.POST or None) if may_book else None
    if form is not None and done(
        request,
        form,
        lambda data: verbs.book(slot, by=request.user, **data),
        _("Tiden er din. %(name)s har fået besked.") % {"name": slot.host.name},
    ):
        return redirect("incidents:sparring_slot", pk=pk)
    return page(request, "incidents/sparring/slot.html", slot=slot, form=form)


@require_POST
def sparring_end(request, pk):
    """Give a booked time back, or take one's own away."""
    act = request.POST.get("act", "")
    if act == "give_back":
        slot = found(request, "incidents.give_back_sparring", SparringSlot.objects.select_related("host"), pk)
        tried(request, lambda: verbs.give_back(slot, by=request.user), _("Tiden er fri igen."))
    elif act == "withdraw":
        slot = found(request, "incidents.withdraw_sparring", SparringSlot.objects.all(), pk)
        tried(request, lambda: verbs.withdraw(slot, by=request.user), _("Tiden er taget af listen."))
    else:
        raise Http404
    return redirect("incidents:sparring")


@require_GET
def sparring_file(request, pk):
    """Hand out an agreed time for one's calendar."""
    slot = found(request, "incidents.view_sparring", SparringSlot.objects.all(), pk)
    if slot.booked_by_id is None:
        raise Http404
    response = HttpResponse(verbs.calendar_entry(slot), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sparring.ics"'
    response["Cache-Control"] = "private, no-store"
    return response
