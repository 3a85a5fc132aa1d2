"""Two years of meetings: Hoved-MED, two LokalMED, two TRIOs, and an agenda under preparation for the next LokalMED.

What is over is written in bulk; what somebody still owes lies on their desk. Who meets when stands in committees.py.
"""

from datetime import date, time, timedelta
from functools import partial
from itertools import count

from django.urls import reverse

from config.demo.committees import EVERY, SHORT, Committees
from config.demo.people import read
from core import audit, calendar, todos
from core.editions import contents
from core.models import Unit
from med import fixed_agenda
from med.models import (
    Action,
    Attendance,
    Figure,
    Meeting,
    Outcome,
    Proposal,
    Release,
    Topic,
    Treatment,
)

NOON = calendar.parse_time("12")
NEXT = 9  # days to the next LokalMED
SICKNESS = {"boern_fjordby": (64, 14), "boern_strandlev": (58, 9)}  # tenths of a per cent two years ago, people


def fill(staff):
    """Write the bodies, their history and the next agendas; nothing is lived through verbs."""
    return Chapter(staff, read("meetings")).write()


class Chapter(Committees):
    """The rows of the chapter, gathered and then written table by table."""

    def write(self):
        """Write everything; return no events."""
        for kind, content in contents(fixed_agenda.KIND).items():
            self.templates[kind] = fixed_agenda.lines_of(content)
        self.write_bodies()
        self.local(self.bodies["local"])
        self.local(self.bodies["other"], meetings=4, decides=False)
        self.main(self.bodies["main"])
        self.trio(self.bodies["trio"], 24)
        self.trio(self.bodies["trio_strandlev"], 6)
        for model, found in (
            (Topic, self.topics.values()),
            (Meeting, self.meetings),
            (Treatment, self.treatments),
            (Outcome, self.outcomes),
            (Action, self.actions),
            (Attendance, self.attendances),
            (Release, self.releases),
        ):
            model.objects.bulk_create(found)
        self.approve()
        self.figures(self.bodies["local"])
        self.proposals(self.bodies["local"])
        audit.record_many(self.log)
        return [(row.made_at, partial(self.give, row)) for row in self.actions if row.done_on is None]

    def give(self, action):
        """Let an open action lie on its owner's desk."""
        todos.open_todo(
            action,
            "med.action",
            title=action.what,
            by=action.made_by,
            owner=action.owner,
            unit=action.treatment.meeting.body.unit,
            due_at=calendar.at(action.due_on, NOON),
            link=reverse("med:action", args=[action.pk]),
            button="Se opgave",
            kind="page",
            rule="R-37",
            reasons=[f"Aftalt på mødet {calendar.long_date(action.treatment.meeting.starts_at)}."],
            context=str(action.treatment.meeting.body),
            facts={"udvalg": str(action.treatment.meeting.body)},
        )

    # -- items and what came of them -----------------------------------------------------------------------------------
    def topic(self, body, title, opened_at, *, code="", origin="chair"):
        """Return the body's topic of a title."""
        key = body.pk, code or title
        if key not in self.topics:
            self.topics[key] = Topic(
                body=body,
                title=title,
                code=code,
                is_standing=bool(code),
                origin="standing" if code else origin,
                opened_at=opened_at,
            )
        return self.topics[key]

    def standing(self, meeting, texts, turn, field="text"):
        """Put the fixed agenda on a meeting, with minutes where there are texts."""
        for row in self.templates[meeting.body.kind]:
            said = texts.get(row.code, [""]) if texts else [""]
            self.treatments.append(
                Treatment(
                    meeting=meeting,
                    topic=self.topic(meeting.body, row.title, meeting.starts_at, code=row.code),
                    part=row.part,
                    order=row.order,
                    title=row.title,
                    help=row.help,
                    purpose=row.purpose,
                    responsible_role=row.responsible_role,
                    duration=row.duration,
                    put_on_by=meeting.planned_by,
                    put_on_at=meeting.starts_at - timedelta(days=20),
                    **({field: said[turn % len(said)]} if texts else {}),
                )
            )
            if texts and row.part == "A":
                self.outcome(self.treatments[-1], "approved" if row.code == "approval" else "noted")

    def outcome(self, treatment, kind, text="", review=None, **values):
        """Write what came of an item; a decision with words gets the body's next number of the year."""
        meeting = treatment.meeting
        number = None
        if text and kind in ("approved", "approved_for_now"):
            key = "decision", meeting.body.pk, meeting.year
            number = self.numbers[key] = self.numbers.get(key, 0) + 1
        day = calendar.local_date(meeting.starts_at)
        self.outcomes.append(
            Outcome(
                treatment=treatment,
                body=meeting.body,
                kind=kind,
                text=text,
                year=meeting.year if number else None,
                number=number,
                decided_on=day,
                review_on=day + timedelta(days=review) if review else None,
                review_owner=meeting.planned_by if review else None,
                written_by=meeting.minute_taker or meeting.planned_by,
                written_at=meeting.ended_at,
                **values,
            )
        )

    # -- each body ---------------------------------------------------------------------------------------------------
    def local(self, body, meetings=13, decides=True):
        """Write a LokalMED's meetings, the one that is being prepared and the one after it."""
        for back in range(meetings, 0, -1):
            state = "published" if back > 1 else "minutes_sent"
            meeting = self.meeting(body, NEXT - EVERY * back, state)
            self.standing(meeting, self.told["local_standing"], meetings - back)
            order = count(10, 10)
            for row in self.told["local_decisions"] if decides else ():
                if row["at"] == -back:
                    self.decided(meeting, row, next(order))
        coming = self.meeting(body, NEXT, "agenda_open")
        self.standing(coming, {}, 0)
        for place, row in enumerate(self.told["local_next"] if decides else ()):
            self.treatments.append(
                Treatment(
                    meeting=coming,
                    topic=self.topic(body, row.get("same", row["title"]), coming.starts_at),
                    part="B",
                    order=10 + 10 * place,
                    title=row["title"],
                    purpose=row["purpose"],
                    background=row["background"],
                    responsible_person=self.staff[row["person"]],
                    duration=row["duration"],
                    carried=1,
                    carried_because=row["because"],
                    put_on_by=coming.planned_by,
                    put_on_at=calendar.now() - timedelta(days=6),
                )
            )
        self.meeting(body, NEXT + EVERY, "planned")

    def decided(self, meeting, row, order):
        """Write one item of part B with what came of it."""
        topic = self.topic(meeting.body, row.get("same", row["title"]), meeting.starts_at - timedelta(days=20))
        treatment = Treatment(
            meeting=meeting,
            topic=topic,
            part="B",
            order=order,
            title=row["title"],
            purpose="decision",
            background=row["background"],
            responsible_role="both",
            duration=20,
            environment=row["environment"],
            environment_effect=row["effect"],
            text=row["text"],
            text_by=meeting.minute_taker,
            text_at=meeting.ended_at,
            put_on_by=meeting.planned_by,
            put_on_at=meeting.starts_at - timedelta(days=20),
        )
        self.treatments.append(treatment)
        self.outcome(treatment, row["kind"], row["decision"], row.get("review"))
        if row.get("closes"):
            topic.closed_at, topic.closed_by = meeting.ended_at, meeting.planned_by
        day = calendar.local_date(meeting.starts_at)
        for name, what, days, is_done in row["actions"]:
            self.actions.append(
                Action(
                    treatment=treatment,
                    what=what,
                    owner=self.staff[name],
                    due_on=calendar.next_working_day(day + timedelta(days=days)),
                    made_by=meeting.minute_taker,
                    made_at=meeting.ended_at,
                    done_on=day + timedelta(days=days - 2) if is_done else None,
                    done_by=self.staff[name] if is_done else None,
                )
            )

    def main(self, body):
        """Write Hoved-MED's meetings, one matter each, and the next one."""
        topics = self.told["main_topics"]
        for turn, back in enumerate(range(len(topics), 0, -1)):
            meeting = self.meeting(body, 30 - 91 * back, "published" if back > 1 else "minutes_sent", weekday=3)
            self.standing(meeting, {"approval": ["Referatet blev gennemgået."]}, turn)
            title, text, kind, decision = topics[turn]
            treatment = Treatment(
                meeting=meeting,
                topic=self.topic(body, title, meeting.starts_at),
                part="B",
                order=10,
                title=title,
                purpose="decision",
                responsible_role="management",
                text=text,
                put_on_by=meeting.planned_by,
                put_on_at=meeting.starts_at - timedelta(days=20),
            )
            self.treatments.append(treatment)
            self.outcome(treatment, kind, decision, 365 if kind == "approved_for_now" else None)
        self.standing(self.meeting(body, 30, "agenda_open", weekday=3), {}, 0)

    def trio(self, body, months):
        """Write a TRIO's monthly meetings; what it says stands encrypted, and nobody else can open it."""
        for turn, back in enumerate(range(months, 0, -1)):
            meeting = self.meeting(body, 12 - 28 * back, "approved", SHORT, weekday=2)
            self.standing(meeting, self.told["trio_notes"], turn, field="closed_text")
        self.standing(self.meeting(body, 12, "agenda_open", SHORT, weekday=2), {}, 0)

    # -- afterwards --------------------------------------------------------------------------------------------------
    def approve(self):
        """Tie each approved meeting to item 1 of the next one."""
        items = {row.meeting_id: row for row in self.treatments if row.topic.code == "approval"}
        for before, after in zip(self.meetings, self.meetings[1:], strict=False):
            if before.body_id == after.body_id and before.state == "published":
                before.approved_in, before.approved_by = items.get(after.pk), after.planned_by
        Meeting.objects.bulk_update(self.meetings, ["approved_in", "approved_by"])
        for row in self.outcomes:  # what is to be looked at again stands on the next agenda
            again = next(
                (one for one in self.treatments if one.topic is row.treatment.topic and not one.meeting.began_at), None
            )
            if row.review_on and again is not None:
                Outcome.objects.filter(pk=row.pk).update(reviewed_in=again)

    def figures(self, body):
        """Write sickness absence each quarter and the economy each year."""
        year, quarter = self.today.year, (self.today.month - 1) // 3 + 1
        rows = []
        for back in range(8, 0, -1):
            spot = year * 4 + quarter - 1 - back
            for place, (key, (start, people)) in enumerate(SICKNESS.items()):
                tenths = start - (8 - back) * 2 + (5 if spot % 4 in (0, 3) else 0) + place
                rows.append(self.figure(body, "sickness", key, spot // 4, spot % 4 + 1, tenths, people))
        for back, percent, amount in ((1, 985, -420), (0, 742, -160)):
            rows.append(self.figure(body, "economy", "boern", year - back, None, percent, None, amount))
        Figure.objects.bulk_create(rows)

    def figure(self, body, kind, unit, year, quarter, tenths, people, amount=None):
        """Return one number, known soon after its period."""
        over = calendar.at(calendar.add_months(date(year, 3 * (quarter or 4), 1), 1), time(9))
        return Figure(
            body=body,
            kind=kind,
            unit=Unit.objects.get(pk=self.staff.units[unit].pk),
            year=year,
            quarter=quarter,
            percent=f"{tenths // 10}.{tenths % 10}",
            amount=amount,
            group_size=people,
            entered_by=self.staff["leder"],
            entered_at=min(over + timedelta(days=10), calendar.now() - timedelta(days=20)),
        )

    def proposals(self, body):
        """Write what waits for the chairs."""
        Proposal.objects.bulk_create(
            Proposal(
                body=body,
                title=title,
                text=text,
                purpose=purpose,
                proposed_by=self.staff[name],
                proposed_at=calendar.now() - timedelta(days=days),
            )
            for name, title, text, purpose, days in self.told["proposals"]
        )
