"""The lines of the checklist: tick, undo, not relevant, change, add (ONB-02, ONB-34)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core import calendar
from core.views.acting import tried
from onboarding.actions import checklist
from onboarding.forms.plan import ItemForm, SkipForm
from onboarding.models import ChecklistItem
from onboarding.views.ground import find_course, find_row, short_form

WITH = ("todo", "owner", "second", "named")


def _back(request, item):
    """Return to the line on the page that it was ticked on."""
    if request.POST.get("from") == "mine":
        return redirect("onboarding:mine")
    return redirect(reverse("onboarding:course", args=[item.course_id]) + f"#item-{item.number}")


@require_POST
def tick(request, pk):
    """Mark a line done."""
    item = find_row(request, ChecklistItem, pk, "onboarding.tick_item", WITH)
    tried(
        request,
        lambda: checklist.tick(item, by=request.user),
        lambda new: (
            _("»{title}« er markeret udført.").format(title=item.title) if new else _("Punktet var allerede udført.")
        ),
    )
    return _back(request, item)


@require_POST
def untick(request, pk):
    """Undo."""
    item = find_row(request, ChecklistItem, pk, "onboarding.tick_item", WITH)
    tried(request, lambda: checklist.untick(item, by=request.user), _("Fortrudt. Alt er, som det var."))
    return _back(request, item)


@require_http_methods(["GET", "POST"])
def skip(request, pk):
    """Ask why a line isn't relevant."""
    item = find_row(request, ChecklistItem, pk, "onboarding.tick_item", WITH)
    form = SkipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = tried(
            request,
            lambda: checklist.not_relevant(item, by=request.user, reason=form.cleaned_data["reason"]),
            _("Punktet er markeret ikke relevant. Du kan fortryde det på listen."),
            form,
        )
        if done:
            return _back(request, item)
    return short_form(request, item.course, form, item.title, _("Markér ikke relevant"))


@require_http_methods(["GET", "POST"])
def change(request, pk):
    """Change a line's words, day and who answers for it; write a remark."""
    item = find_row(request, ChecklistItem, pk, "onboarding.arrange_item", WITH)
    form = ItemForm(
        request.POST or None,
        course=item.course,
        item=item,
        initial={"title": item.title, "due_on": item.due_on, "remark": item.remark},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = tried(
            request,
            lambda: checklist.change(
                item,
                by=request.user,
                title=data["title"],
                due_on=data["due_on"],
                remark_text=data["remark"],
                **form.answerable(),
            ),
            _("Punktet er rettet."),
            form,
        )
        if done:
            return _back(request, item)
    return short_form(request, item.course, form, _("Ret punkt"), _("Gem punkt"))


@require_http_methods(["GET", "POST"])
def add(request, pk):
    """Add a line."""
    course = find_course(request, pk, "onboarding.arrange")
    form = ItemForm(
        request.POST or None,
        course=course,
        initial={"phase": request.GET.get("phase", "first_month"), "due_on": calendar.today()},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = tried(
            request,
            lambda: checklist.add(
                course,
                by=request.user,
                phase=data["phase"],
                title=data["title"],
                due_on=data["due_on"],
                reason=data["reason"],
                **form.answerable(),
            ),
            _("Punktet er tilføjet."),
            form,
        )
        if done:
            return redirect("onboarding:course", pk=pk)
    return short_form(request, course, form, _("Tilføj punkt til huskelisten"), _("Tilføj punkt"))
