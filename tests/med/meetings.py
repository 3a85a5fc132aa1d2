"""The rows of MED's tests: LokalMED and the TRIO of the office, with a meeting under preparation.

Mette (leder) is chair, Karen (tr) vice chair; amr, chef and medarbejder are members, referent takes the minutes, kollega is
tr's substitute, sfk a guest. The TRIO is leder, tr and amr. andenleder and andenmedarbejder sit in another LokalMED.
"""

from datetime import timedelta

from med.models import (
    Action,
    Body,
    Figure,
    Meeting,
    MinutesComment,
    Outcome,
    PreMeeting,
    PreMeetingNote,
    Proposal,
    Seat,
    Topic,
    Treatment,
    TrioNote,
)
from tests.cast import NOW, START

SEATS = (
    ("leder", "management", "chair", "leader"),
    ("tr", "employee", "vice_chair", "union_rep"),
    ("amr", "employee", "member", "safety_rep"),
    ("chef", "management", "member", "other_leader"),
    ("medarbejder", "employee", "member", "other_rep"),
    ("referent", "none", "minute_taker", "none"),
    ("kollega", "employee", "substitute", "none"),
    ("sfk", "none", "observer", "none"),
)


class Med:
    """The bodies, and one row of each kind."""

    def __init__(self, cast):
        self.cast = cast
        self.parent = Body.objects.create(name="Hoved-MED", kind="hoved_med", unit=cast.top, starts_on=START)
        self.body = Body.objects.create(
            name="LokalMED Børnemyndighed", kind="lokal_med", unit=cast.office, parent=self.parent, starts_on=START
        )
        self.seats = {name: self.seat(self.body, *row) for name, row in ((row[0], row) for row in SEATS)}
        self.trio = Body.objects.create(
            name="TRIO Fjordby Rådhus",
            kind="trio",
            unit=cast.office,
            site=cast.site,
            publishes=False,
            approves_minutes=False,
            joint_release=False,
            starts_on=START,
        )
        for name, side, represents in (
            ("leder", "management", "leader"),
            ("tr", "employee", "union_rep"),
            ("amr", "employee", "safety_rep"),
        ):
            self.seat(self.trio, name, side, "member", represents)
        self.other = Body.objects.create(
            name="LokalMED Ungemyndighed", kind="lokal_med", unit=cast.other_office, starts_on=START
        )
        self.seat(self.other, "andenleder", "management", "chair", "leader")
        self.seat(self.other, "andenmedarbejder", "employee", "vice_chair", "union_rep")

    def seat(self, body, name, side, function, represents):
        """Give somebody a seat."""
        return Seat.objects.create(
            body=body,
            person=getattr(self.cast, name),
            side=side,
            function=function,
            represents=represents,
            starts_on=START,
        )

    def meeting(self, body=None, days=20, **values):
        """Make a meeting some days from NOW."""
        body = body or self.body
        starts = NOW.replace(hour=9, minute=0) + timedelta(days=days)
        number = Meeting.objects.filter(body=body, year=starts.year).count() + 1
        return Meeting.objects.create(
            **{
                "body": body,
                "year": starts.year,
                "number": number,
                "starts_at": starts,
                "ends_at": starts + timedelta(hours=2),
                "place": "mødelokale Havnen",
                "planned_by": self.cast.leder,
            }
            | values
        )

    def treatment(self, meeting, title="Hjemmearbejde", **values):
        """Put a topic on a meeting."""
        topic = Topic.objects.create(body=meeting.body, title=title, opened_at=NOW)
        return Treatment.objects.create(
            **{"meeting": meeting, "topic": topic, "title": title, "put_on_at": NOW, "purpose": "decision"} | values
        )

    def lay_rows(self):
        """Make one row of everything that the tables point at."""
        cast = self.cast
        self.one = self.meeting(state="agenda_open")
        self.item = self.treatment(self.one)
        self.past = self.meeting(days=-40, state="minutes_sent", minutes_sent_at=NOW)
        self.past_item = self.treatment(self.past, "Støj i storrummet", text="Drøftet.")
        self.outcome = Outcome.objects.create(
            treatment=self.past_item,
            body=self.body,
            kind="approved",
            text="Vi prøver.",
            decided_on=NOW.date(),
            written_by=cast.referent,
            written_at=NOW,
        )
        self.action = Action.objects.create(
            treatment=self.past_item,
            what="Mål støjen",
            owner=cast.mentor,
            due_on=NOW.date(),
            made_by=cast.referent,
            made_at=NOW,
        )
        self.proposal = Proposal.objects.create(
            body=self.body, title="Parkering", proposed_by=cast.medarbejder, proposed_at=NOW
        )
        self.asked = Proposal.objects.create(
            body=self.body, title="Lys", proposed_by=cast.nyansat, via=cast.tr, proposed_at=NOW, state="with_rep"
        )
        self.comment = MinutesComment.objects.create(
            meeting=self.past, author=cast.amr, text="Husk datoen", written_at=NOW
        )
        self.pre_note = PreMeetingNote.objects.create(
            body=self.body, meeting=self.one, treatment=self.item, side="employee", text="Vi vil spørge", changed_at=NOW
        )
        self.pre_meeting = PreMeeting.objects.create(body=self.body, meeting=self.one, side="employee", ideas="Støj")
        self.trio_note = TrioNote.objects.create(body=self.trio, text="Fortroligt", written_by=cast.tr, written_at=NOW)
        self.figure = Figure.objects.create(
            body=self.body,
            kind="sickness",
            unit=cast.office,
            year=2026,
            percent="5.1",
            group_size=40,
            entered_by=cast.leder,
            entered_at=NOW,
        )
        return self
