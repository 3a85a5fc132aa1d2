"""How long MED keeps what stands beside agenda and minutes: who read, who was asked, training, matters of two people.

Guidelines, agreements, plans and the yearly discussion are the committee's own papers and stay, as minutes do.
"""

from django.db.models import Exists, OuterRef, Q

from core import calendar
from core.retention import Kind, kind
from med.models import ChairMatter, Event, Invitation, Lift, Reading, SelfCheck, TrainingRecord, TrioFrame


class Together(Kind):
    """Many rows without a history of their own: they go together."""

    in_bulk = True


@kind("med.reading")
class Readings(Together):
    """Who opened published minutes, from the day they did. The numbers are only shown while they are fresh."""

    def due(self, before):
        """Return those of the day or earlier."""
        return Reading.objects.filter(at__date__lte=before)


@kind("med.invitation")
class Invitations(Together):
    """Who was called to a meeting and what they said, from the day of the meeting; attendance stands in the minutes."""

    def due(self, before):
        """Return those of meetings on the day or earlier."""
        return Invitation.objects.filter(meeting__starts_at__date__lte=before)


@kind("med.event")
class Events(Together):
    """A date in the calendar of events, from the day it was held or would have been."""

    def due(self, before):
        """Return those that ended on the day or earlier."""
        ended = Q(ends_at__date__lte=before) | Q(ends_at__isnull=True, starts_at__date__lte=before)
        return Event.objects.filter(ended)


@kind("med.chair_matter")
class ChairMatters(Kind):
    """What chair and vice chair had between them, from the day it was settled."""

    def due(self, before):
        """Return those settled on the day or earlier."""
        return ChairMatter.objects.filter(settled_at__date__lte=before)

    def began(self, row):
        """Return the day it was settled."""
        return calendar.local_date(row.settled_at)

    def label(self, row):
        """Return neutral words."""
        return "Sag i et formandskab"


@kind("med.trio_frame")
class Frames(Kind):
    """A TRIO's rules of cooperation, from the day newer ones were agreed."""

    def due(self, before):
        """Return those that newer ones have followed on the day or earlier."""
        newer = TrioFrame.objects.filter(body=OuterRef("body"), number__gt=OuterRef("number"), agreed_on__lte=before)
        return TrioFrame.objects.filter(Exists(newer))

    def began(self, row):
        """Return the day that newer ones were agreed."""
        after = TrioFrame.objects.filter(body=row.body_id, number__gt=row.number, agreed_on__isnull=False)
        return after.order_by("number").values_list("agreed_on", flat=True).first()

    def label(self, row):
        """Return neutral words."""
        return "Rammer for et TRIO-samarbejde"


@kind("med.training")
class Training(Kind):
    """A function with its courses, from the day it ended."""

    def due(self, before):
        """Return those that ended on the day or earlier."""
        return TrainingRecord.objects.filter(ended_on__lte=before)

    def began(self, row):
        """Return the day it ended."""
        return row.ended_on

    def label(self, row):
        """Return neutral words without a name."""
        return "Uddannelse i en funktion"

    def erase(self, row, at):
        """Delete the function with its offers, needs and proofs."""
        from core.actions import attachments

        attachments.remove_all(row, by=None)
        row.delete()


@kind("med.self_check")
class SelfChecks(Kind):
    """A check of the cooperation with its answers, from the day it closed."""

    def due(self, before):
        """Return those that closed on the day or earlier."""
        return SelfCheck.objects.filter(closes_on__lte=before)

    def began(self, row):
        """Return the day it closed."""
        return row.closes_on

    def label(self, row):
        """Return neutral words."""
        return "Tjek af samarbejdet"


@kind("med.lift")
class Lifts(Kind):
    """A question between committees, from the day it was answered; the answer stands in both committees' minutes."""

    def due(self, before):
        """Return those answered on the day or earlier."""
        return Lift.objects.filter(answered_at__date__lte=before)

    def began(self, row):
        """Return the day it was answered."""
        return calendar.local_date(row.answered_at)

    def label(self, row):
        """Return neutral words."""
        return "Spørgsmål mellem udvalg"
