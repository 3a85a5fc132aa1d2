"""The aids folder: links, files and places for one newcomer, and the files of a template's lines (ONB-27)."""

from django.db import transaction

from core import audit
from core.actions import attachments
from core.models import Attachment
from core.permissions import require
from core.subjects import key_of
from onboarding.actions.ground import hold
from onboarding.models import Aid


@transaction.atomic
def save(course, *, by, title, url, where, before_start, aid=None, upload=None, without_file=False):
    """Put something into the aids folder, or change it; return it.

    `upload` is (file, facts) and takes the place of the file that was there; `without_file` takes that one away.
    """
    require(by, "onboarding.arrange", course)
    course = hold(course)
    values = {"title": title, "url": url, "where": where, "before_start": before_start}
    before = aid.file if aid else None
    if upload:
        values["file"] = attachments.attach(course, *upload, by=by)
    elif without_file:
        values["file"] = None
    if aid is None:
        aid = Aid.objects.create(course=course, **values)
    else:
        Aid.objects.filter(pk=aid.pk, course=course).update(**values)
        aid.refresh_from_db()
    _let_go(course, before, by)
    audit.record("onboarding.aid_saved", course, by=by, aid=aid.pk)
    return aid


@transaction.atomic
def remove(aid, *, by):
    """Take something out of the folder, with its file."""
    require(by, "onboarding.arrange", aid.course)
    course, file = hold(aid.course), aid.file
    audit.record("onboarding.aid_removed", course, by=by, aid=aid.pk)
    aid.delete()
    _let_go(course, file, by)


def _let_go(course, file, by):
    """Erase a file of the course that nothing in the folder leads to any longer; a template's file stays with the template."""
    if file is not None and file.subject == key_of(course) and not Aid.objects.filter(file=file).exists():
        attachments.remove(file, by=by)


# -- files of a template's lines --------------------------------------------------------------------------------------
def of_line(line):
    """Return the key in the table of the file that a template's line names, or None."""
    if not line.get("file"):
        return None
    known = Attachment.objects.filter(key=line["file"], removed_at__isnull=True)
    return known.values_list("pk", flat=True).first()


def values_of(line):
    """Return what a line of a template puts into a newcomer's folder."""
    return {
        "title": line["title"],
        "url": line.get("url", ""),
        "where": line.get("where", ""),
        "before_start": line.get("before_start", False),
        "file_id": of_line(line),
    }


def let_go_of_pack(pack, *, by):
    """Erase the files of a pack that no version names and no folder holds; a version that was published keeps its own."""
    named = {line.get("file") for version in pack.versions.all() for line in version.contents.get("aids") or []}
    subject_type, subject_id = key_of(pack)
    kept = Attachment.objects.filter(subject_type=subject_type, subject_id=subject_id, removed_at__isnull=True)
    for file in kept.exclude(key__in=[key for key in named if key]):
        if not Aid.objects.filter(file=file).exists():
            attachments.remove(file, by=by)
