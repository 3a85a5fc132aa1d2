"""Alone at work: plan it, report back, watch (INC-90)."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import calendar
from core.views.acting import done, found, page, tried
from incidents.actions import lone_work as verbs
from incidents.forms.prevention import ExtendForm, LoneForm, OutcomeForm
from incidents.models import LoneWork


@require_http_methods(["GET", "POST"])
def lone_list(request):
    """Plan lone work; see one's own and those one watches."""
    form = LoneForm(request.POST or None, person=request.user)
    made: list = []
    if done(
        request,
        form,
        lambda data: made.append(verbs.plan(by=request.user, **data)[0]),
        _("Aftalen er lavet, og din kollega har fået besked."),
    ):
        return redirect("incidents:lone", pk=made[0].pk)
    mine = LoneWork.objects.visible_to(request.user).select_related("person", "watcher")
    return page(
        request,
        "incidents/prevention/lone_list.html",
        form=form,
        waiting=mine.waiting().order_by("check_in_at"),
        page=Paginator(mine.exclude(state="planned"), 20).get_page(request.GET.get("page")),
        now=calendar.now(),
    )


@require_http_methods(["GET", "POST"])
def lone(request, pk):
    """Show one agreement: to the one who is alone »I am back«, to the one who watches what to do."""
    row = found(
        request,
        "incidents.view_lone_work",
        LoneWork.objects.select_related("person__unit", "watcher"),
        pk,
        ["incidents.change_lone_work", "incidents.watch_lone_work"],
    )
    own, watches = "incidents.change_lone_work" in row.may, "incidents.watch_lone_work" in row.may
    pressed = request.POST.get("form", "") if request.method == "POST" else ""
    extend = ExtendForm(request.POST if own and pressed == "extend" else None, initial={"check_in_at": row.check_in_at})
    reached = OutcomeForm(request.POST if watches and pressed == "found" else None)
    reached.fields["outcome"].label = _("Hvad skete der?")
    if own and done(
        request, extend, lambda data: verbs.extend(row, by=request.user, **data), _("Tidspunktet er flyttet.")
    ):
        return redirect("incidents:lone", pk=pk)
    if watches and done(
        request, reached, lambda data: verbs.find(row, by=request.user, **data), _("Godt. Det er noteret.")
    ):
        return redirect("incidents:lone", pk=pk)
    return page(
        request,
        "incidents/prevention/lone.html",
        row=row,
        own=own,
        watches=watches and not own,
        late=row.state == "planned" and row.check_in_at <= calendar.now(),
        now=calendar.now(),
        extend=extend,
        reached=reached,
    )


@require_POST
def lone_act(request, pk):
    """Report back, call it off, or say that one is acting."""
    act = request.POST.get("act", "")
    verb, action, said = {
        "back": (verbs.come_back, "incidents.change_lone_work", _("Godt, du er tilbage. Ingen bliver kaldt ud.")),
        "cancel": (verbs.cancel, "incidents.change_lone_work", _("Aftalen er aflyst.")),
        "watch": (verbs.take_watch, "incidents.watch_lone_work", _("Det er noteret, at du er i gang.")),
    }.get(act, (None, "", ""))
    if verb is None:
        raise Http404
    row = found(request, action, LoneWork.objects.all(), pk)
    tried(request, lambda: verb(row, by=request.user), said)
    return redirect("incidents:lone", pk=pk)
