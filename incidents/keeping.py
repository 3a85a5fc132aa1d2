"""How long what stands beside the case is kept (GEN-16). What is left is codes that name nobody."""

from datetime import timedelta

from django.db.models import Q

from core import calendar
from core.retention import Kind, kind
from incidents.models import (
    ComplaintCount,
    Concern,
    LoneWork,
    MediaCase,
    NearMiss,
    PreventionCourse,
    SparringSlot,
    StrainLog,
    WalkRound,
)
from incidents.retention import remove_about


class Simple(Kind):
    """A kind whose row goes with everything that points at it."""

    def belongings(self, row):
        """Return the (type, id) of what lies around the row."""
        return [self.subject(row)]

    def erase(self, row, at):
        """Delete the row, its files, to-dos, mails and documents."""
        things = self.belongings(row)
        row.delete()
        remove_about(things)


@kind("incidents.light_report")
class Strain(Simple):
    """Days of strain, from the day."""

    def due(self, before):
        """Return days so far back."""
        return StrainLog.objects.filter(day__lte=before)

    def began(self, row):
        """Return the day."""
        return row.day

    def facts(self, row):
        """Return month and team, and nothing when the employee let it count nowhere."""
        return {"month": f"{row.day:%Y-%m}", "unit": row.unit_id} if row.counts_in_team else {}


@kind("incidents.media_case")
class MediaCases(Simple):
    """Matters in the press, from the day the log is closed."""

    def due(self, before):
        """Return closed ones."""
        return MediaCase.objects.filter(state="closed", closed_at__date__lte=before)

    def began(self, row):
        """Return the day it was closed."""
        return calendar.local_date(row.closed_at)

    def belongings(self, row):
        """Return the log and its promises."""
        promises = row.promises.values_list("pk", flat=True)
        return [self.subject(row), *(("incidents.mediapromise", pk) for pk in promises)]

    def facts(self, row):
        """Return the month and the unit."""
        return {"month": f"{calendar.local_date(row.started_at):%Y-%m}", "unit": row.unit_id}


@kind("incidents.lone_work")
class Lone(Simple):
    """Agreements to report back, from the day they ended; one that nobody came back from stays."""

    def due(self, before):
        """Return those that are over."""
        return LoneWork.objects.filter(check_in_at__date__lte=before).exclude(state="planned")

    def began(self, row):
        """Return the day it ended."""
        return calendar.local_date(row.check_in_at)


@kind("incidents.near_miss")
class NearMisses(Simple):
    """Near misses, from the day they were told."""

    def due(self, before):
        """Return old ones."""
        return NearMiss.objects.filter(told_at__date__lte=before)

    def began(self, row):
        """Return the day it was told."""
        return calendar.local_date(row.told_at)

    def facts(self, row):
        """Return month and site."""
        return {"month": f"{row.happened_on:%Y-%m}", "site": row.site_id}


@kind("incidents.walk_round")
class WalkRounds(Simple):
    """Walk-rounds, from the day they are finished; never while something is still to be put right."""

    def due(self, before):
        """Return finished ones without an open measure."""
        waiting = Q(answers__measure__gt="", answers__done_on__isnull=True)
        return WalkRound.objects.filter(finished_at__date__lte=before).exclude(
            pk__in=WalkRound.objects.filter(waiting).values("pk")
        )

    def began(self, row):
        """Return the day it was finished."""
        return calendar.local_date(row.finished_at)

    def belongings(self, row):
        """Return the walk and its points, which hold the photos."""
        return [self.subject(row), *(("incidents.walkanswer", pk) for pk in row.answers.values_list("pk", flat=True))]

    def facts(self, row):
        """Return month, site and how much was to be put right."""
        return {
            "month": f"{calendar.local_date(row.finished_at):%Y-%m}",
            "site": row.site_id,
            "faults": row.answers.filter(answer="fault").count(),
        }


@kind("incidents.sparring")
class Sparring(Simple):
    """Times for sparring, from the day they were."""

    in_bulk = True

    def due(self, before):
        """Return old ones."""
        return SparringSlot.objects.filter(starts_at__date__lte=before)

    def began(self, row):
        """Return the day."""
        return calendar.local_date(row.starts_at)


@kind("incidents.concern")
class Concerns(Simple):
    """Topics about the tone, from the day they are answered."""

    def due(self, before):
        """Return answered ones."""
        return Concern.objects.filter(answered_at__date__lte=before)

    def began(self, row):
        """Return the day of the answer."""
        return calendar.local_date(row.answered_at)


@kind("incidents.complaint_count")
class Complaints(Simple):
    """Numbers of complaints, from the month they are about."""

    in_bulk = True

    def due(self, before):
        """Return old months."""
        return ComplaintCount.objects.filter(month__lte=before - timedelta(days=31))

    def began(self, row):
        """Return the month."""
        return row.month


@kind("incidents.course")
class Courses(Simple):
    """Courses, from the day they were held."""

    def due(self, before):
        """Return old ones."""
        return PreventionCourse.objects.filter(held_on__lte=before)

    def began(self, row):
        """Return the day."""
        return row.held_on

    def facts(self, row):
        """Return what and how many."""
        return {"kind": row.kind, "month": f"{row.held_on:%Y-%m}", "people": row.participants.count()}
