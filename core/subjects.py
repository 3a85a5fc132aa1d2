"""Names for rows of any app: where they live, what to call them in neutral words, and who may see them.

Audit entries, to-dos, mails, files and documents point at a subject by (type, id), so core needs no app.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.apps import apps


@dataclass(frozen=True)
class Subject:
    """One kind of row. `label(obj)` is neutral (»Hændelse 2026-0147«); `shut_out(ids)` returns {id: {person ids}}."""

    type: str
    title: object  # a text, perhaps translated later
    label: Callable
    url: Callable
    view_action: str
    shut_out: Callable | None = None
    files_action: str = ""

    @property
    def model(self):
        """Return the model class."""
        return apps.get_model(self.type)


SUBJECTS: dict[str, Subject] = {}


def register(subject):
    """Make a kind of row known."""
    SUBJECTS[subject.type] = subject


def key_of(subject):
    """Return (type, id) of a row, of (type, id), or of a row that is itself about something."""
    if isinstance(subject, tuple):
        return subject
    return subject._meta.label_lower, subject.pk


def of(subject_type):
    """Return the registration; KeyError for an unknown kind."""
    return SUBJECTS[subject_type]


def find(subject_type, subject_id):
    """Return the row, or None."""
    return of(subject_type).model._default_manager.filter(pk=subject_id).first()


def find_many(pairs):
    """Return {(type, id): row} of those that are still there: one query for each kind."""
    ids: dict[str, set] = {}
    for subject_type, subject_id in pairs:
        ids.setdefault(subject_type, set()).add(subject_id)
    return {
        (kind, row.pk): row
        for kind, some in ids.items()
        if kind in SUBJECTS
        for row in of(kind).model._default_manager.filter(pk__in=some)
    }


def may_see(person, subject_type, subject_id):
    """Tell whether the person may see the subject today. A kind nobody registered is for its receiver alone: True."""
    if subject_type not in SUBJECTS:
        return True
    from core.permissions import rows

    subject = of(subject_type)
    return rows(person, subject.view_action, subject.model._default_manager.filter(pk=subject_id)).exists()


def shut_out(subject_type, ids):
    """Return {id: {person ids}} of those who must never hear of the subjects."""
    subject = SUBJECTS.get(subject_type)
    return subject.shut_out(ids) if subject and subject.shut_out else {}
