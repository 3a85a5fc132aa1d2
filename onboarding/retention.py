"""How long what belongs to an introduction is kept (GEN-16)."""

from django.db.models import Exists, OuterRef, Q

from core.models import Document, Mail, Person, Todo
from core.retention import Kind, kind
from onboarding.models import (
    Background,
    Competence,
    Course,
    JournalEntry,
    Needs,
    OpenPoint,
    StatusMeeting,
    Training,
    Welcome,
)


def _closed(before):
    """Return the courses that ended on or before the day."""
    return Course.objects.filter(closed_on__lte=before)


@kind("onboarding.status_meeting_notes")
class Notes(Kind):
    """The pair's notes and open points, a month after the course (the meetings themselves stay as dates)."""

    def due(self, before):
        """Return courses that ended and still hold notes or points."""
        held = StatusMeeting.objects.exclude(edit=1).values("course")
        points = OpenPoint.objects.values("course")
        return (_closed(before).filter(pk__in=held) | _closed(before).filter(pk__in=points)).distinct()

    def began(self, row):
        """Return the day the course ended."""
        return row.closed_on

    def erase(self, row, at):
        """Empty the notes and delete the points."""
        StatusMeeting.objects.filter(course=row).update(notes={}, edit=1)
        OpenPoint.objects.filter(course=row).delete()


@kind("onboarding.private_email")
class PrivateAddresses(Kind):
    """The private addresses of those who have begun; the hourly clock takes them away, this one sees to it."""

    def due(self, before):
        """Return letters that still hold an address after the start."""
        return Welcome.objects.begun(before).filter(address_removed_at__isnull=True).select_related("course")

    def began(self, row):
        """Return the first day worked."""
        return row.course.first_day

    def label(self, row):
        """Return words without a name."""
        return "Privat mailadresse"

    def erase(self, row, at):
        """Take the address away; the letter stays with the course."""
        Welcome.objects.filter(pk=row.pk).update(private_address="", address_removed_at=at)


@kind("onboarding.journal")
class Journals(Kind):
    """The mentee's journal: who wrote it may read it for half a year after the course."""

    def due(self, before):
        """Return ended courses with a journal."""
        return _closed(before).filter(pk__in=JournalEntry.objects.values("course"))

    def began(self, row):
        """Return the day the mentor scheme or the course ended."""
        return max(row.closed_on, row.scheme_until or row.closed_on)

    def erase(self, row, at):
        """Delete the entries."""
        JournalEntry.objects.filter(course=row).delete()


@kind("onboarding.competences")
class Competences(Kind):
    """What somebody knew, was trained as and wanted to learn, after they have left."""

    def due(self, before):
        """Return people who left and still have something on the list."""
        left = Person.objects.filter(active_to__lt=before)
        return left.filter(
            Exists(Competence.objects.filter(person=OuterRef("pk")))
            | Exists(Training.objects.filter(person=OuterRef("pk")))
            | Q(background__isnull=False)
            | Q(needs__isnull=False)
        )

    def began(self, row):
        """Return the last day."""
        return row.active_to

    def label(self, row):
        """Return words without a name."""
        return "Kompetencer"

    def erase(self, row, at):
        """Delete the rows; the person stays until their own period is over."""
        for model in (Competence, Background, Training, Needs):
            model.objects.filter(person=row).delete()


@kind("onboarding.course")
class Courses(Kind):
    """The whole course. What was done when is kept as numbers that name nobody."""

    def due(self, before):
        """Return ended courses."""
        return _closed(before)

    def began(self, row):
        """Return the day the course ended."""
        return row.closed_on

    def facts(self, row):
        """Return what statistics may keep."""
        items = list(row.items.filter(todo__isnull=False).values_list("todo__state", "phase"))
        return {
            "unit": row.unit_id,
            "started": f"{row.start_on:%Y-%m}",
            "state": row.state,
            "experience": row.experience,
            "terms": row.terms,
            "items": len(items),
            "done": sum(state == "done" for state, _phase in items),
        }

    def erase(self, row, at):
        """Delete everything of the course: documents, to-dos, mails, papers, the rows, and the files of the aids folder."""
        from core.actions import attachments

        about = {"subject_type": "onboarding.course", "subject_id": row.pk}
        papers = list(row.papers.values_list("pk", flat=True))
        Welcome.objects.filter(course=row).delete()
        row.papers.all().delete()
        Document.objects.filter(**about).delete()
        Document.objects.filter(subject_type="onboarding.paper", subject_id__in=papers).delete()
        Mail.objects.filter(**about).delete()
        Todo.objects.filter(**about).delete()
        row.delete()
        attachments.remove_all(("onboarding.course", about["subject_id"]), by=None)
