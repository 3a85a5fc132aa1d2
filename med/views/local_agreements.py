"""Local agreements: from draft to signatures (MED-25)."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import calendar
from med.actions import register as verbs
from med.forms.register import AgreementForm, PartyForm
from med.models import Agreement, Body, Signature
from med.views.attached import files_of
from med.views.beside import attempt, bind, find_row, form_page, part, show
from med.views.registered import path_of, write_page

WRITES = (AgreementForm, verbs.write_agreement, "agreement", verbs.AGREEMENT)


@require_GET
def agreement(request, pk):
    """Show a local agreement and how far its signatures are."""
    row = find_row(request, Agreement, pk, "med.view_agreement", ("body", "holder"), also=("med.write_agreement",))
    day = lambda value: calendar.long_date(value) if value else ""  # noqa: E731
    facts = [
        (_("Udvalg"), str(row.body)),
        (_("Udgave"), str(row.version)),
        (_("Har udkastet"), row.holder.name),
        (_("Emneord"), ", ".join(row.tags)),
        (_("Forhandles med"), row.get_negotiating_party_display()),
        (_("Skrevet af"), row.drafted_by),
        (_("Bygger på"), row.earlier_draft),
        (_("Set igennem af personaleafdelingen"), day(row.reviewed_on)),
        (_("Sendt til kredsen"), day(row.sent_to_union_on)),
        (_("Ordlyd kontrolleret"), day(row.wording_checked_on)),
        (_("Gælder fra"), day(row.in_force_from)),
        (_("Gælder til"), day(row.ends_on)),
        (_("Ses efter"), day(row.review_on)),
    ]
    signatures = list(row.signatures.all())
    context = {
        "row": row,
        "facts": facts,
        "signatures": signatures,
        "missing": sum(one.state != "signed" for one in signatures),
        "files": files_of(row),
        "versions": list(row.versions.select_related("written_by")),
        "steps": [("sent", _("Sendt")), ("received", _("Modtaget")), ("signed", _("Underskrevet"))],
        "path": path_of(row.body),
    }
    return show(request, "med/register/agreement.html", context)


@require_http_methods(["GET", "POST"])
def agreement_new(request, pk):
    """Write a new local agreement."""
    body = find_row(request, Body, pk, "med.keep_register", ("unit",))
    return write_page(request, body, None, WRITES, {"negotiating_party": "tr"}, _("Ny lokal aftale"))


@require_http_methods(["GET", "POST"])
def agreement_edit(request, pk):
    """Change a local agreement."""
    row = find_row(request, Agreement, pk, "med.write_agreement", ("body__unit",))
    return write_page(request, row.body, row, WRITES, {}, row.title)


@require_http_methods(["GET", "POST"])
def party_new(request, pk):
    """Name who must sign."""
    row = find_row(request, Agreement, pk, "med.write_agreement", ("body",))
    form = bind(request, PartyForm)
    back = reverse("med:agreement", args=[row.pk])
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.add_party(row, by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Tilføjet."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Tilføj underskriver"),
        lede=row.title,
        button=_("Tilføj"),
        back=back,
        path=path_of(row.body),
    )


@require_POST
def signature(request, pk, number):
    """Note how far a signature is."""
    row = find_row(request, Agreement, pk, "med.write_agreement", ("body",))
    found = part(Signature.objects.filter(agreement=row).select_related("agreement"), number)
    attempt(
        request,
        lambda: verbs.note_signature(found, by=request.user, state=request.POST.get("state", "")),
        _("Noteret."),
    )
    return redirect("med:agreement", pk=row.pk)
