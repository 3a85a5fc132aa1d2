"""What stands beside the committees' meetings: year wheel, yearly discussion, APV, register, telling.

Written in bulk and relative to today; the year wheel counts what past minutes show, with some things overdue.
"""

from datetime import timedelta
from decimal import Decimal

from config.demo.people import read
from core import calendar
from core.models import Person
from med.actions import duties as verbs
from med.actions import duty_links
from med.choices import MINUTES_OUT
from med.models import (
    Agreement,
    AgreementVersion,
    AnnualDiscussion,
    Assessment,
    Body,
    BodyDuty,
    Dissemination,
    Duty,
    DutyLink,
    Guideline,
    HearingAnswer,
    ItemSheet,
    Lift,
    MedAgreement,
    Meeting,
    Outcome,
    PlanMeasure,
    Reached,
    Reading,
    SafetyGoal,
    Signature,
    Summary,
    Topic,
    Treatment,
)

LINKS = {  # duty: (body, part of an item's title)
    "W1": ("local", "arbejdsmiljødrøftelse"),
    "W5": ("local", "Seniorordning"),
    "H1": ("main", "Trivselsmålingen"),
    "H2": ("main", "Budgettets betydning"),
    "H5": ("main", "vold, mobning"),
    "H6": ("main", "vold, mobning"),
    "W6": ("main", "konference"),
}
OURS = {"L8": ("leder", 3), "L9": ("leder", 3), "L10": ("tr", 4), "W2": ("chef", 9), "L5": ("leder", 2)}
NOT_OURS = {"L11": "Vi ansætter ikke på særlige vilkår her.", "L12": "Vi har ingen integrationsstillinger."}


def fill(staff):
    """Write everything; return no events."""
    room = Beside(staff)
    for part in (room.wheel, room.discussion, room.assessments, room.register, room.telling):
        part()
    return []


class Room:
    """The committees of the demo, and days counted from today."""

    def __init__(self, staff):
        self.staff, self.told, self.today = staff, read("beside_meetings"), calendar.today()
        self.bodies = {row["key"]: Body.objects.get(name=row["name"]) for row in read("meetings")["bodies"]}
        self.local = self.bodies["local"]
        self.over = list(
            Meeting.objects.filter(body=self.local, state__in=["published", "minutes_sent"]).order_by("-starts_at")
        )

    def ago(self, days):
        """Return the day so many days from now (before it when negative)."""
        return self.today + timedelta(days=days)

    def at(self, days):
        """Return an hour of that day."""
        return calendar.at(self.ago(days), calendar.parse_time("10.30"))


class Beside(Room):
    """The chapter, part by part."""

    def wheel(self):
        """Let past items be about the duties they talked about; say who answers for which, and what isn't theirs.

        One duty and an APV of the other LokalMED are left overdue, so that Hoved-MED has something to see.
        """
        duties = {duty.code: duty for duty in Duty.objects.all()}
        for code, (key, title) in LINKS.items():
            past = Treatment.objects.filter(meeting__body=self.bodies[key], meeting__state__in=MINUTES_OUT)
            for item in past.filter(title__icontains=title)[:1]:
                DutyLink.objects.create(treatment=item, duty=duties[code], linked_by=item.put_on_by)
        for row in self.told["duties"]:
            item = self._treated(row)
            DutyLink.objects.bulk_create(
                DutyLink(treatment=item, duty=duties[code], linked_by=item.put_on_by) for code in row["codes"]
            )
            if "deviates" in row:
                until = calendar.add_months(calendar.local_date(item.meeting.starts_at), 12)
                told = {"text": row["text"], "treatment": item, "until": until}
                verbs.deviate(self.local, duties[row["deviates"]], by=self.staff["leder"], **told)
            if "rules" in row:
                code, is_local = row["rules"]
                body, by = item.meeting.body, self.staff["direktoer"]
                verbs.rule(body, duties[code], by=by, is_local=is_local, treatment=item)
        self._statistics()
        coming = Treatment.objects.filter(meeting__body=self.local, meeting__state="agenda_open")
        for item in coming.filter(title__startswith="Seniorordning").select_related("meeting", "topic"):
            duty_links.link(item, duties["W5"], by=self.staff["leder"])
        BodyDuty.objects.bulk_create(
            BodyDuty(body=self.local, duty=duties[code], responsible=self.staff[name], month=month)
            for code, (name, month) in OURS.items()
        )
        BodyDuty.objects.bulk_create(
            BodyDuty(body=self.local, duty=duties[code], concerns_us=False, reason=reason)
            for code, reason in NOT_OURS.items()
        )
        MedAgreement.objects.create(
            **self.told["med_agreement"],
            may_deviate=True,
            starts_on=self.ago(-900),
            written_by=self.staff["hr"],
            written_at=self.at(-900),
        )

    def _treated(self, row):
        """Write an item of a past meeting with what was said and what came of it; return it."""
        body = self.bodies[row["body"]]
        meeting = list(Meeting.objects.filter(body=body, state__in=MINUTES_OUT).order_by("-starts_at"))[row["back"]]
        topic = Topic.objects.create(
            body=body, title=row["title"], origin="duty", opened_at=meeting.starts_at, closed_at=meeting.ended_at
        )
        item = Treatment.objects.create(
            meeting=meeting,
            topic=topic,
            part="B",
            order=80 + meeting.treatments.filter(part="B", order__range=(80, 899)).count(),
            title=row["title"],
            text=row["text"],
            text_by=meeting.minute_taker,
            text_at=meeting.ended_at,
            put_on_by=meeting.planned_by,
            put_on_at=meeting.starts_at - timedelta(days=20),
        )
        Outcome.objects.create(
            treatment=item,
            body=body,
            kind=row["kind"],
            decided_on=calendar.local_date(meeting.starts_at),
            written_by=meeting.minute_taker or meeting.planned_by,
            written_at=meeting.ended_at,
        )
        return item

    def _statistics(self):
        """Write the year's sickness statistics under the fixed item of each year's first meeting (MED-40)."""
        first = {meeting.year: meeting for meeting in self.over}  # the newest come first, so the oldest stays
        for year, meeting in first.items():
            ItemSheet.objects.create(
                treatment=meeting.treatments.get(topic__code="sickness"),
                code="sickness",
                answers={"year": str(year - 1)} | self.told["sickness"],
                written_by=self.staff["leder"],
                written_at=meeting.starts_at - timedelta(days=6),
            )

    def discussion(self):
        """Write last year's discussion with its goals, signed, and this year's begun."""
        leader, rep = self.staff["leder"], self.staff["amr"]
        talked = Treatment.objects.filter(meeting__body=self.local, title__icontains="arbejdsmiljødrøftelse")
        item = talked.select_related("meeting").order_by("meeting__starts_at").first()
        held, year = item.meeting.starts_at, self.today.year
        signed = held + timedelta(days=6)
        before = AnnualDiscussion.objects.create(
            body=self.local,
            year=min(year - 1, calendar.local_date(held).year),
            treatment=item,
            held_on=calendar.local_date(held),
            content="Støj, følelsesmæssige krav og introduktion af nye kolleger.",
            cooperation="AMR og leder går en runde hver måned. TRIO mødes hver fjerde uge. LokalMED følger op.",
            last_year="Målet om alarmer er nået. Målet om pladsindretning er flyttet et år.",
            goals_text="Tre mål, som vi kan se på igen om et år.",
            competence="AMR får en dag om støjmåling. Lederen tager temadagen om psykisk arbejdsmiljø.",
            version=3,
            signed_by_management=leader,
            signed_by_management_at=signed,
            signed_by_staff=rep,
            signed_by_staff_at=signed,
        )
        now = AnnualDiscussion.objects.create(
            body=self.local, year=year, content="Følelsesmæssige krav og ro til at skrive.", version=2
        )
        SafetyGoal.objects.bulk_create(
            SafetyGoal(
                discussion=before,
                text=text,
                measure=how,
                result=result,
                result_text=said,
                judged_at=now if result else None,
            )
            for text, how, result, said in self.told["goals_before"]
        )
        SafetyGoal.objects.bulk_create(
            SafetyGoal(discussion=now, text=text, measure=how, owner=self.staff[name])
            for text, how, name in self.told["goals_now"]
        )

    def assessments(self):
        """Write an APV with its plan, and a well-being survey that is due again."""
        unit, by = self.local.unit, self.staff["amr"]
        apv = Assessment.objects.create(
            kind="apv",
            body=self.local,
            unit=unit,
            title=f"APV {self.ago(-260).year}",
            phase="action_plan",
            scope="Alle medarbejdere på begge adresser",
            method="Spørgeskema og dialogmøde i hvert team",
            started_on=self.ago(-260),
            completed_on=self.ago(-200),
            asked=24,
            answered=21,
            index=Decimal("72.5"),
            trend="Bedre end sidst på indflydelse, dårligere på støj",
            note="De fleste har det godt. Støj og svære sager fylder mest.",
            next_due_on=calendar.add_months(self.ago(-200), 36),
            written_by=by,
            written_at=self.at(-200),
        )
        Assessment.objects.create(
            kind="survey",
            body=self.local,
            unit=unit,
            title=f"Trivselsmåling {self.ago(-960).year}",
            phase="done",
            method="Kommunens fælles måling",
            started_on=self.ago(-960),
            completed_on=self.ago(-930),
            asked=26,
            answered=17,
            index=Decimal("68.0"),
            trend="På niveau med målingen før",
            note="Færre har svaret end sidst. Udvalget vil spørge teamene hvorfor.",
            next_due_on=calendar.add_months(self.ago(-930), 36),
            written_by=self.staff["leder"],
            written_at=self.at(-930),
        )
        PlanMeasure.objects.bulk_create(
            PlanMeasure(
                assessment=apv,
                problem=problem,
                cause=cause,
                measure=what,
                owner=self.staff[name],
                due_on=self.ago(days),
                state=state,
                effect=effect,
                is_long_term=is_long,
                done_on=self.ago(days) if state == "done" else None,
                checked_on=self.ago(days + 20) if state == "done" else None,
            )
            for problem, cause, what, name, days, state, effect, is_long in self.told["measures"]
        )

    def register(self):
        """Write guidelines with a hearing, and local agreements with signatures."""
        for row in self.told["guidelines"]:
            made = Guideline.objects.create(
                body=self.local,
                kind=row["kind"],
                title=row["title"],
                tags=row["tags"],
                text=row["text"],
                state=row["state"],
                agreed_version=1 if row["state"] in ("approved", "needs_revision") else None,
                owner=self.staff[row["owner"]],
                in_force_from=self.ago(row["from"]) if row["from"] else None,
                revise_by=self.ago(row["revise"]) if row["revise"] else None,
                version_date=self.ago(row["from"] or -40),
                dissemination_plan=row["plan"],
                effect_note=row["effect"],
                written_by=self.staff[row["owner"]],
                written_at=self.at(row["from"] or -40),
            )
            if row["state"] == "in_hearing":
                HearingAnswer.objects.bulk_create(
                    HearingAnswer(
                        guideline=made,
                        unit=self.staff.units[unit],
                        asked_on=self.ago(-21),
                        due_on=self.ago(7),
                        answer=answer,
                        answered_on=self.ago(-5) if answer else None,
                    )
                    for unit, answer in self.told["hearing"]
                )
        for row in self.told["agreements"]:
            self._agreement(row)

    def _agreement(self, row):
        """Write one local agreement with its wording and signatures."""
        holder, day = self.staff[row["holder"]], row["from"] or -60
        made = Agreement.objects.create(
            body=self.local,
            title=row["title"],
            tags=row["tags"],
            state=row["state"],
            holder=holder,
            negotiating_party=row["party"],
            is_delegated=True,
            text=row["text"],
            drafted_by=row["drafted_by"],
            earlier_draft=row["earlier_draft"],
            added_content=row["added"],
            reviewed_on=self.ago(day + 10),
            sent_to_union_on=self.ago(day + 20),
            in_force_from=self.ago(row["from"]) if row["from"] else None,
            written_by=holder,
            written_at=self.at(day),
        )
        AgreementVersion.objects.create(
            agreement=made,
            number=1,
            text=row["text"],
            what_changed=row["added"],
            written_by=holder,
            written_at=self.at(day),
        )
        order = ("sent", "received", "signed")
        Signature.objects.bulk_create(
            Signature(
                agreement=made,
                party=party,
                person=self.staff[name] if name else None,
                state=state,
                **{
                    f"{step}_on": self.ago(day + 22 + 4 * place)
                    for place, step in enumerate(order[: order.index(state) + 1])
                },
            )
            for party, name, state in row["signatures"]
        )

    def telling(self):
        """Write who is told what of the last published meeting, its short version, and a question to the body above."""
        out = next(one for one in self.over if one.state == "published")
        last = self.over[0]
        for title, who, what, channel, name, dialogue, note, done in self.told["telling"]:
            item = last.treatments.filter(title__icontains=title).first()
            if item is None:
                continue
            row = Dissemination.objects.create(
                treatment=item,
                who=who,
                what=what,
                channel=channel,
                due_on=self.ago(3),
                access="Alle medarbejdere",
                needs_dialogue=dialogue,
                responsible=self.staff[name],
                done_on=self.ago(-done) if note else None,
                note=note,
            )
            if note:
                Reached.objects.create(dissemination=row, unit=self.staff.units["boern_fjordby"], count=12)
                Reached.objects.create(dissemination=row, unit=self.staff.units["boern_strandlev"], count=8)
        Summary.objects.create(
            meeting=out,
            text=self.told["summary"],
            needs_dialogue=True,
            shown_text=self.told["summary"],
            shown_dialogue=True,
            shown_version=1,
            written_by=self.staff["referent"],
            written_at=out.published_at,
            mailed_at=out.published_at,
            mailed_to=21,
        )
        near = Person.objects.working().filter(unit__path__startswith=self.local.unit.path)[:16]
        Reading.objects.bulk_create(Reading(meeting=out, person=one, at=out.published_at) for one in near)
        asked = Treatment.objects.filter(meeting__body=self.local, title__startswith="Intro- og mentor").first()
        Lift.objects.create(
            treatment=asked or last.treatments.first(),
            from_body=self.local,
            to_body=self.bodies["main"],
            question="Kan introduktion og mentor blive en fast ordning i hele kommunen?",
            examples="Nye kolleger siger, at de har vidst, hvem de skulle spørge.",
            proposed_solution="Giv hver afdeling ti timer til en mentor.",
            reply_by=self.ago(30),
            state="sent",
            sent_by=self.staff["leder"],
            sent_at=self.at(-8),
        )
