"""Hand out a frozen document: rights-checked, logged, never shown inside the site (GEN-09)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from core import documents
from core.models import Document


def pdf_response(content, name):
    """Return a PDF as a download with a neutral file name; it stays in no cache."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def document(request, pk):
    """Download one document. Whoever may not see what it is about learns nothing of it."""
    found = get_object_or_404(Document.objects.select_related("made_by"), pk=pk)
    return pdf_response(documents.open_for(request.user, found), f"dokument-{found.number}")
