"""A colleague's account: the leader asks, the colleague writes on a page of their own (INC-16)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import audit, drafts
from core.views.acting import done, found, page, tried
from incidents.actions import statements as verbs
from incidents.forms.statements import AdditionForm, AskForm, StatementForm
from incidents.models import Statement
from incidents.views.ground import find_incident


@require_http_methods(["GET", "POST"])
def statement_ask(request, pk):
    """Ask a colleague for an account, and read those that are there."""
    incident = find_incident(request, pk, "incidents.manage")
    form = AskForm(request.POST or None, person=request.user)
    if done(
        request,
        form,
        lambda data: verbs.ask(incident, by=request.user, **data),
        _("Din kollega får besked og sin egen side at skrive på."),
    ):
        return redirect("incidents:witnesses", pk=pk)
    return page(request, "incidents/statements/ask.html", incident=incident, form=form)


@require_http_methods(["GET", "POST"])
def statement(request, pk):
    """Show one account: to its writer a form, to the leader what was signed. Nothing of the case stands here."""
    row = found(
        request,
        "incidents.view_statement",
        Statement.objects.select_related("person", "asked_by", "incident__site").prefetch_related("additions"),
        pk,
        ["incidents.write_statement"],
    )
    own = "incidents.write_statement" in row.may
    signed = row.state == "signed"
    pressed = own and request.method == "POST"
    if pressed and request.POST.get("act") == "decline":
        tried(
            request, lambda: verbs.decline(row, by=request.user), _("Det er i orden. Lederen kan se, at du ikke vil.")
        )
        return redirect("core:desk")
    form_class = AdditionForm if signed else StatementForm
    form = form_class(request.POST if pressed else None, initial=drafts.initial(request, request.path))
    if own and done(request, form, lambda data: _keep(request, row, data["text"], signed)):
        return redirect("incidents:statement", pk=pk)
    if request.method == "GET" and not own:
        audit.read("incidents.statement_opened", row.incident, by=request.user, statement=row.pk)
    return page(
        request,
        "incidents/statements/statement.html",
        statement=row,
        own=own,
        signed=signed,
        form=form if own else None,
    )


def _keep(request, row, text, signed):
    """Sign or add, and say so."""
    if signed:
        verbs.add(row, by=request.user, text=text)
        messages.success(request, _("Tilføjelsen er gemt under din forklaring."))
    else:
        if not verbs.sign(
            row, by=request.user, text=text
        ):  # signed in another tab meanwhile: what stands here is kept too
            _keep(request, row, text, signed=True)
            return
        messages.success(request, _("Du har skrevet under. Lederen får besked, og du kan altid tilføje mere her."))
