"""Give a file out: right checked through what it is about, logged, and never as a page of this site (GEN-18;
attacks 21, 22).
"""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

from core import audit, files, subjects
from core.models import Attachment
from core.permissions import can


@require_GET
def file(request, key):
    """Download the sealed original."""
    found = _allowed(request, key)
    audit.read("core.file_downloaded", found.subject, by=request.user, file=found.pk)
    return _response(found.path, found.original_name, found.content_type)


@require_GET
def shown_file(request, key):
    """Show a picture's copy without metadata."""
    found = _allowed(request, key)
    if not found.shown_path:
        raise Http404
    audit.read("core.file_shown", found.subject, by=request.user, file=found.pk)
    return _response(found.shown_path, "billede.jpg", "image/jpeg", inline=True)


def _allowed(request, key):
    """Return the file if the person took it in, or may read the files of what it is about; else it isn't there."""
    found = Attachment.objects.filter(key=key, removed_at__isnull=True).first()
    if found is None or found.subject_type not in subjects.SUBJECTS:
        raise Http404
    subject = subjects.of(found.subject_type)
    row = subject.model._default_manager.filter(pk=found.subject_id).first()
    if row is None:
        raise Http404
    own = found.uploaded_by_id == request.user.pk and can(request.user, subject.view_action, row)
    if not (own or can(request.user, subject.files_action or subject.view_action, row)):
        raise Http404
    return found


def sealed(attachment):
    """Return the original of a file that the caller has checked the right to."""
    return _response(attachment.path, attachment.original_name, attachment.content_type)


def _response(path, name, content_type, *, inline=False):
    """Return the bytes with headers that keep the browser from running anything in them."""
    try:
        stream = default_storage.open(path)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return files.download_headers(FileResponse(stream), name, content_type, inline=inline)
