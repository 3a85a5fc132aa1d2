"""The representatives' own: the TRIO's frame and notes, the chairs' matters, sheets they filled in, their training."""

from decimal import Decimal

from config.demo.beside_meetings import Room
from core import calendar
from med.models import (
    ChairMatter,
    CompetenceNeed,
    Course,
    CourseOffer,
    Event,
    FrameSignature,
    ItemSheet,
    JoinedYears,
    Meeting,
    Seat,
    TrainingRecord,
    Treatment,
    TrioFrame,
    TrioNote,
)


def fill(staff):
    """Write everything; return no events."""
    room = Representatives(staff)
    for part in (room.trio, room.sheets, room.training, room.calendar_of_events):
        part()
    return []


class Representatives(Room):
    """The chapter, part by part."""

    def trio(self):
        """Write the TRIO's frame and notes, and what the chairs have between them."""
        trio, leader = self.bodies["trio"], self.staff["leder"]
        frame = TrioFrame.objects.create(
            body=trio,
            number=1,
            answers=self.told["frame"],
            version=4,
            agreed_on=self.ago(-340),
            next_review_on=self.ago(25),
            made_by=leader,
            made_at=self.at(-345),
        )
        FrameSignature.objects.bulk_create(
            FrameSignature(frame=frame, person=self.staff[name], at=self.at(-340)) for name in ("leder", "tr", "amr")
        )
        for name, text, days in self.told["trio_notes"]:
            TrioNote.objects.create(body=trio, text=text, written_by=self.staff[name], written_at=self.at(-days))
        for name, title, note, state, days in self.told["matters"]:
            ChairMatter.objects.create(
                body=self.local,
                title=title,
                note=note,
                state=state,
                written_by=self.staff[name],
                written_at=self.at(-days),
                settled_at=self.at(-days + 12) if state != "open" else None,
            )

    def sheets(self):
        """Fill in two sheets of the last meeting, and the one of the reform."""
        last = self.over[0]
        above = Meeting.objects.published().filter(body=self.bodies["main"]).order_by("-starts_at").first()
        fixed = {row.topic.code: row for row in last.treatments.select_related("topic") if row.topic.code}
        rows = [
            (
                fixed["hmu"],
                "hmu",
                {
                    "held_on": calendar.local_date(above.starts_at).isoformat(),
                    "topics": [row.title for row in above.treatments.filter(part="B")[:4]],
                    "means": "Vi drøfter linjen om hjemmearbejde på næste møde.",
                },
            ),
            (
                fixed["safety_reps"],
                "safety",
                {
                    "met": "yes",
                    "rounds": [
                        {
                            "site": "Fjordby",
                            "on": self.ago(-70).isoformat(),
                            "focus": "Samtalerum",
                            "found": "To rum har kun én udgang",
                            "follow": "Bordene er vendt",
                        }
                    ],
                    "advice": "Sig til din nærmeste leder, hvis en stol eller en skærm er slidt.",
                },
            ),
        ]
        reform = Treatment.objects.filter(meeting__body=self.local, title__startswith="Barnets lov").first()
        if reform:
            steps = [("Alle rådgivere på efteruddannelse", -60, "gennemført"), ("Nye skabeloner i brug", 40, "i gang")]
            milestones = [
                {"what": what, "on": self.ago(days).isoformat(), "state": state} for what, days, state in steps
            ]
            rows.append((reform, "reform", {"status": "Vi følger planen.", "milestones": milestones}))
        ItemSheet.objects.bulk_create(
            ItemSheet(
                treatment=item, code=code, answers=answers, written_by=self.staff["amr"], written_at=last.starts_at
            )
            for item, code, answers in rows
        )

    def calendar_of_events(self):
        """Put dates in the calendar of events: some to come, one that was."""
        Event.objects.bulk_create(
            Event(
                title=one["title"],
                starts_at=calendar.moment(self.ago(one["days"]), calendar.parse_time(one["hours"][0])),
                ends_at=one["hours"][1]
                and calendar.moment(self.ago(one["days"] + one.get("lasts", 0)), calendar.parse_time(one["hours"][1])),
                audience=one["audience"],
                place=one["place"],
                registration=one["registration"],
                price=one["price"],
                made_by=self.staff[one["by"]],
                made_at=self.at(-45),
            )
            for one in self.told["events"]
        )

    def training(self):
        """Write functions, courses, offers and the plan of what to learn."""
        courses = [
            Course.objects.create(
                title=title,
                kind=kind,
                days=days,
                starts_on=self.ago(when),
                is_joint=is_joint,
                provider=provider,
                is_approved=kind == "safety_basic",
                place="Fjordby",
            )
            for title, kind, days, when, is_joint, provider in self.told["courses"]
        ]
        records = {}
        for name, function, in_med, in_safety, since, until in self.told["functions"]:
            person = self.staff[name]
            records[name] = TrainingRecord.objects.create(
                person=person,
                seat=Seat.objects.filter(body=self.local, person=person).first(),
                function=function,
                in_med=in_med,
                in_safety=in_safety,
                elected_on=self.ago(since),
                period_ends_on=self.ago(until) if until else None,
                unseen_since=self.ago(-2) if name == "pia.skovgaard" else None,  # HR has not looked it through
            )
        self._offers(records, courses)
        CompetenceNeed.objects.bulk_create(
            CompetenceNeed(record=records[name], year=self.today.year + years, need=need, is_met=not years)
            for name, years, need in self.told["needs"]
        )

    def _offers(self, records, courses):
        """Write what was offered and taken: the old hands are through, the new one waits, one is late."""
        basic, safety, theme, day = courses
        rows = []

        def offer(name, kind, days, offered, completed=None, course=None, answer="accepted", year=1):
            rows.append(
                CourseOffer(
                    record=records[name],
                    course=course,
                    kind=kind,
                    days=days,
                    function_year=year,
                    offered_on=self.ago(offered),
                    offered_by=self.staff["hr"],
                    answer=answer,
                    answered_on=self.ago(offered + 6) if answer else None,
                    completed_on=self.ago(completed) if completed else None,
                )
            )

        for name in ("leder", "chef", "tr"):
            offer(name, "med_basic", 2, -1100, -1000)
        for name in ("leder", "chef", "amr"):
            offer(name, "safety_basic", 3, -500, -450)
        offer("amr", "med_basic", 2, -480, -380)
        offer("amr", "safety_extra", 1, -130, -120, day, year=2)
        offer("pia.skovgaard", "safety_basic", 3, -60, None, safety)
        offer("medarbejder", "med_basic", 2, -40, None, basic, answer="")
        for name in ("leder", "tr", "amr"):
            offer(name, "med_extra", 1, -14, None, theme, answer="accepted" if name != "tr" else "", year=2)
        offer("amr", "safety_extra", Decimal("0.5"), -20, None, year=2, answer="pooled")
        CourseOffer.objects.bulk_create(rows)
        JoinedYears.objects.create(
            record=records["amr"], function_year=2, wished_by=self.staff["amr"], wished_at=self.at(-14)
        )
