"""The local MED agreement for everybody to read; HR keeps it."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import calendar
from core.permissions import may_add, require_add
from med.actions import med_agreement as verbs
from med.forms.register import MedAgreementForm
from med.rules.agreement import in_force
from med.views.beside import attempt, bind, form_page, show

TEXTS = ("structure", "meetings", "papers", "survey", "vouchers")


@require_GET
def med_agreement(request):
    """Show the agreement in its main facts."""
    row = in_force()
    context = {
        "row": row,
        "points": [
            (MedAgreementForm.base_fields[name].label, getattr(row, name)) for name in TEXTS if getattr(row, name)
        ]
        if row
        else [],
        "may_write": may_add(request.user, "med.write_med_agreement"),
        "path": (),
    }
    return show(request, "med/register/med_agreement.html", context)


@require_http_methods(["GET", "POST"])
def med_agreement_edit(request):
    """Write the agreement's main facts."""
    require_add(request.user, "med.write_med_agreement")
    row = in_force()
    known = (
        {name: getattr(row, name) for name in MedAgreementForm.base_fields} if row else {"starts_on": calendar.today()}
    )
    form = bind(request, MedAgreementForm, known)
    back = reverse("med:med_agreement")
    if request.method == "POST" and form.is_valid():
        act = lambda: verbs.write(by=request.user, **form.cleaned_data)  # noqa: E731
        if attempt(request, act, _("Aftalen er gemt."), form):
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Den lokale MED-aftale"),
        lede=_("Skriver du en ny begyndelsesdato, bliver den gamle aftale stående som den, der gjaldt før."),
        button=_("Gem aftale"),
        back=back,
    )
