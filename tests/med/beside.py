"""One row of each kind that stands beside agenda and minutes, on the bodies of tests/med/meetings.py."""

from datetime import timedelta

from med.models import (
    Agreement,
    AnnualDiscussion,
    Assessment,
    ChairMatter,
    CompetenceNeed,
    Course,
    CourseOffer,
    Dissemination,
    Duty,
    Event,
    Guideline,
    HearingAnswer,
    Invitation,
    Lift,
    MedAgreement,
    PlanMeasure,
    SafetyGoal,
    SelfCheck,
    Signature,
    TrainingFigure,
    TrainingRecord,
    TrioFrame,
)
from tests.cast import NOW
from tests.med.meetings import Med

DAY = NOW.date()


class Beside(Med):
    """Everything of Med, and what comes beside it."""

    def lay_rows(self):
        """Make one row of everything that the tables point at."""
        super().lay_rows()
        cast = self.cast
        self.invitation = Invitation.objects.create(meeting=self.one, person=cast.amr, sequence=0)
        self.guideline = Guideline.objects.create(
            body=self.body,
            kind="guideline",
            title="Håndtering af hjemmearbejde",
            state="draft",
            owner=cast.mentor,
            written_by=cast.leder,
            written_at=NOW,
        )
        self.heard = Guideline.objects.create(
            body=self.body,
            kind="guide",
            title="Høje følelsesmæssige krav",
            state="in_hearing",
            written_by=cast.leder,
            written_at=NOW,
        )
        self.hearing = HearingAnswer.objects.create(guideline=self.heard, unit=cast.office, asked_on=DAY)
        self.agreement = Agreement.objects.create(
            body=self.body, title="Ulempetillæg", holder=cast.mentor, written_by=cast.leder, written_at=NOW
        )
        self.signature = Signature.objects.create(agreement=self.agreement, party="DS")
        self.duty = Duty.objects.create(
            code="T1", title="Årlig drøftelse", kinds=["lokal_med"], interval_months=12, window_from=11, window_to=12
        )
        self.hung = Duty.objects.create(
            code="T2", title="Retningslinjer om stress", kinds=["area_med"], obligation="depends", interval_months=36
        )
        self.annual = AnnualDiscussion.objects.create(body=self.body, year=2027)
        self.goal = SafetyGoal.objects.create(discussion=self.annual, text="Mindre støj")
        self.assessment = Assessment.objects.create(
            kind="apv",
            body=self.body,
            unit=cast.office,
            title="APV 2026",
            started_on=DAY,
            written_by=cast.leder,
            written_at=NOW,
        )
        self.measure = PlanMeasure.objects.create(
            assessment=self.assessment,
            problem="Støj",
            measure="Plader",
            owner=cast.mentor,
            due_on=DAY + timedelta(days=30),
        )
        self.lift = Lift.objects.create(
            treatment=self.past_item,
            from_body=self.body,
            to_body=self.parent,
            question="Hvem betaler?",
            sent_by=cast.leder,
            sent_at=NOW,
        )
        self.seat(self.parent, "direktoer", "management", "chair", "leader")
        self.telling = Dissemination.objects.create(
            treatment=self.past_item,
            who="Alle",
            what="Vi måler støjen",
            channel="meeting",
            due_on=DAY,
            responsible=cast.mentor,
        )
        self.check = SelfCheck.objects.create(
            body=self.body, kind="values", opened_at=NOW, opened_by=cast.leder, closes_on=DAY + timedelta(days=9)
        )
        self.matter = ChairMatter.objects.create(
            body=self.body, title="Vagtplan", written_by=cast.leder, written_at=NOW
        )
        self.med_agreement = MedAgreement.objects.create(
            title="MED-aftale", starts_on=DAY, may_deviate=True, written_by=cast.hr, written_at=NOW
        )
        self.trio_meeting = self.meeting(self.trio, days=-20, state="approved")
        self.frame = TrioFrame.objects.create(body=self.trio, number=1, made_by=cast.leder, made_at=NOW)
        self.record = TrainingRecord.objects.create(
            person=cast.amr,
            seat=self.seats["amr"],
            function="safety_rep",
            in_safety=True,
            elected_on=DAY - timedelta(days=30),
        )
        self.figure = TrainingFigure.objects.create(
            code="med_extra", days=2, source="Ny aftale", valid_from=DAY + timedelta(days=900)
        )
        self.newcomer = cast.nyansat
        self.course = Course.objects.create(kind="safety_basic", title="Arbejdsmiljøuddannelse", days=3)
        self.event = Event.objects.create(
            title="AMR-dag", starts_at=NOW + timedelta(days=9), audience=["members"], made_by=cast.tr, made_at=NOW
        )
        self.need = CompetenceNeed.objects.create(record=self.record, year=2027, need="Mødeledelse")
        self.offer = CourseOffer.objects.create(record=self.record, kind="safety_extra", days=2, offered_on=DAY)
        return self
