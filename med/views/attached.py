"""Files about guidelines, local agreements and training."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from core.models import Attachment
from med.actions import attached as verbs
from med.forms.register import AttachForm
from med.models import Agreement, Guideline, TrainingRecord
from med.views.beside import address, find_row, form_page

KINDS = {
    "guideline": (Guideline, "med.write_guideline", gettext_lazy("Vedhæft fil til teksten")),
    "agreement": (Agreement, "med.write_agreement", gettext_lazy("Vedhæft fil til aftalen")),
    "training": (TrainingRecord, "med.hand_in_proof", gettext_lazy("Vedhæft bevis")),
}


def files_of(row):
    """Return the files about a row; one query."""
    return list(
        Attachment.objects.filter(
            subject_type=row._meta.label_lower, subject_id=row.pk, removed_at__isnull=True
        ).order_by("uploaded_at")
    )


@require_http_methods(["GET", "POST"])
def files_new(request, pk, kind):
    """Hang files on a row."""
    model, action, title = KINDS[kind]
    row = find_row(request, model, pk, action)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    if request.method == "POST" and form.is_valid():
        kept = 0
        for uploaded, facts in form.cleaned_data["files"]:
            try:
                verbs.attach(row, uploaded, facts, by=request.user)
                kept += 1
            except ValidationError as problem:
                form.add_error("files", problem)
        if kept:
            said = ngettext("%(n)s fil er vedhæftet.", "%(n)s filer er vedhæftet.", kept) % {"n": kept}
            messages.success(request, said)
        if kept and not form.errors:
            return redirect(address(row))
    return form_page(request, form, title=title, button=_("Vedhæft"), back=address(row), drafted=False)
