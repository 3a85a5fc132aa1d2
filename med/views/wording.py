"""A body's fixed agenda: what it is, and a way to word it (MED-05, GEN-10)."""

from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from core.models import Template
from core.permissions import require
from core.views.acting import found, page
from med import fixed_agenda
from med.actions import wording as verbs
from med.choices import Part
from med.models import Body


@require_http_methods(["GET", "POST"])
def agenda_lines(request, pk):
    """Show the lines that the body's next agenda begins with; by POST, let it have its own."""
    body = found(request, "med.view_body", Body.objects.all(), pk, ["med.word_agenda"])
    if request.method == "POST":
        require(request.user, "med.word_agenda", body)
        return redirect("core:settings_template", pk=verbs.own_agenda(body, by=request.user).pk)
    codes = [fixed_agenda.own_code(pk), body.kind]
    known = {one.code: one for one in Template.objects.filter(kind=fixed_agenda.KIND, code__in=codes)}
    lines = fixed_agenda.fixed_lines(body)
    return page(
        request,
        "med/agenda_lines.html",
        body=body,
        may=body.may,
        own=known.get(codes[0]),
        shared=known.get(codes[1]),
        parts=[(value, label, [one for one in lines if one.part == value]) for value, label in Part.choices[:2]],
    )
