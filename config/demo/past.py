"""Incidents of long ago: closed, counted and readable, but nobody presses their buttons again.

They are written in bulk, with the to-dos of the plan, what was noted and the main entries of the audit log; a case that is
lived through the verbs (cases.py) costs a hundred times as much.
"""

from collections import Counter
from datetime import timedelta

from config.demo.cases import Case
from config.demo.measures import REASONS
from core import audit, calendar
from core.directory import Directory
from core.models import Counter as Number
from core.models import Todo
from core.models.todo import TodoState
from core.todos import TodoSpec
from incidents import steps
from incidents.models import (
    CategoryDecision,
    Incident,
    Learning,
    LetterDecision,
    Measure,
    PoliceReport,
    SafetynetEntry,
    Sanction,
    Talk,
)
from incidents.rules import category, deadlines, measures, plan_steps

MEASURES = {"warning": "written_warning", "restriction": "phone_only", "ban": "access_ban"}
WAIVED = {
    "incidents.supervision": "Den ramte ønsker ikke supervision og kan ombestemme sig.",
    "incidents.event_report": "Den ramte og lederen er enige om, at meldingen siger det hele.",
    "incidents.injury_report": "Der var ingen skade og intet fravær, så der er ikke noget at anmelde.",
    "incidents.counselling": "Vi har talt det igennem med den ramte, og det er ikke relevant denne gang.",
    "incidents.crisis_order": "Den ramte ville hellere tale med en kollega.",
    "incidents.crisis_first_talk": "Den ramte ville hellere tale med en kollega.",
}


class Past:
    """One closed incident with everything that stands beside it, as unsaved rows."""

    def __init__(self, staff, row, story, times):
        self.case, self.row, self.story, self.times = Case(staff, row, story), row, story, times
        unit = self.case.affected.unit
        self.leader = Directory.near(unit).leader_of(unit.pk, without={self.case.affected.pk})
        self.closed = times.after(17, "11.15")
        self.measure = MEASURES.get(row["course"])
        self.incident = self._incident(unit)

    def _incident(self, unit):
        told = self.case.told(self.times.start)
        kinds = {kind: kind in told["kinds"] for kind in ("threat", "vandalism", "robbery", "physical")}
        self.suggestion = category.suggest((), category.channel_of(told["kinds"], "", told["place"]), **kinds)
        return Incident(
            **told | self.case.supplement,
            state="closed",
            reporter=self.case.reporter,
            unit=unit,
            category_suggested=self.suggestion.category,
            category=self.story["category"],
            submitted_at=self.times.told,
            responsible=self.leader,
            taken_over_at=self.times.taken,
            closed_at=self.closed,
            helped="yes" if self.row["days_ago"] % 3 else "",
        )

    def beside(self):
        """Return the rows about the incident, which has its key by now."""
        one, by, noted = self.incident, self.leader, self.times.taken + timedelta(minutes=20)
        next_day = self.times.after(1, "9.20")
        rows = [
            CategoryDecision(
                incident=one,
                category=one.category,
                suggested=self.suggestion.category,
                reasons=self.suggestion.reasons,
                reason="" if one.category == self.suggestion.category else "Samtalen viste, at det var alvorligere.",
                decided_by=by,
                decided_at=noted,
            ),
            Talk(incident=one, kind="first", held_at=noted, held_with=by, home_with="en kollega", by=by, at=noted),
            SafetynetEntry(
                incident=one,
                number=f"SN-{one.number.replace('-', '')}",
                entered_on=next_day.date(),
                helped_by_safety_rep=True,
                by=self.case.safety_rep,
                at=next_day,
            ),
            LetterDecision(
                incident=one,
                send=False,
                reason="Den ramte vil hellere tage det op i en samtale med borgeren.",
                talked_on=next_day.date(),
                decided_by=by,
                decided_at=next_day,
            ),
            Learning(
                incident=one,
                exposed="alle, der har vagten",
                cause=self.story["cause"],
                written_by=self.case.safety_rep,
                written_at=self.times.after(8, "10.30"),
                sent_to_trio_at=self.times.after(8, "10.30"),
            ),
        ]
        if one.category == "A":
            rows.append(self._police(next_day))
        return [*rows, self._sanction()] if self.measure else rows

    def _police(self, at):
        done = self.row["course"] in ("police", "injury", "warning", "restriction")
        facts = {"reported_at": at, "reported_by": self.leader.name, "district": "Fjordby Politi"} if done else {}
        return PoliceReport(
            incident=self.incident,
            state="reported" if done else "not_reported",
            reason="" if done else "Den ramte ønsker det ikke, og politiet har rådet os til at vente.",
            decided_by=self.leader,
            decided_at=at,
            **facts,
        )

    def _sanction(self):
        decided = self.times.after(2, "14.10")
        ends, (reason, proportionality) = calendar.add_months(decided, 3).date(), REASONS[self.measure]
        found = Sanction(
            incident=self.incident,
            measure=self.measure,
            state="expired",
            site=self.case.site,
            scope=self.case.site.name,
            reason=reason,
            proportionality=proportionality,
            starts_on=decided.date(),
            ends_on=ends,
            what_to_do=str(measures.WHAT_TO_DO.get(self.measure, "")),
            citizen_reference=self.row.get("citizen", ""),
            proposed_by=self.case.safety_rep,
            proposed_at=decided,
            decided_by=self.leader,
            decided_at=decided,
            ended_at=calendar.at(ends + timedelta(days=1), calendar.parse_time("0.05")),
        )
        found.decision_hash = measures.fingerprint(found)
        return found

    def todos(self, templates):
        """Return the plan's steps: done in time, or not relevant and why."""
        one = self.incident
        moments = deadlines.moments_of(one, self.times.taken + timedelta(minutes=20))
        return [
            self._todo(template, *deadlines.due(template, moments))
            for template in steps.fitting(one, templates, steps.conditions(one)).values()
        ]

    def _todo(self, template, due_at, reasons):
        one = self.incident
        owner, role = steps.owner_of(one, template)
        todo = TodoSpec(
            one,
            template.code,
            template.title,
            owner=owner,
            owner_role=role,
            unit=one.unit,
            site=one.site,
            about=one.affected,
            due_at=due_at,
            event_at=one.submitted_at,
            category=one.category,
            context=f"Hændelse {one.number}",
            link=steps.address(one, template.kind, template.code),
            button=template.link_label,
            kind=template.kind,
            order=template.order,
            is_obligatory=template.is_obligatory,
            is_law=template.is_law,
            rule=template.rule,
            reasons=deadlines.sentences(reasons),
        ).build(one.submitted_at)
        waived = WAIVED.get(template.code) or (
            template.code == "incidents.sanctions"
            and not self.measure
            and "Lederen har talt med borgeren, og det er nok."
        )
        todo.state = TodoState.NOT_RELEVANT if waived else TodoState.DONE
        todo.note = waived or ""
        todo.done_by = owner or self.leader
        todo.done_at = min(max(due_at - timedelta(minutes=15), one.taken_over_at), self.closed)
        return todo

    def entries(self):
        """Return {moment: entries of the audit log}."""
        one, by = self.incident, self.leader
        acts = (
            (one.submitted_at, "incidents.submit", one.reporter, {"to": "submitted", "from": "draft"}),
            (one.taken_over_at, "incidents.take_over", by, {"to": "received", "from": "submitted"}),
            (
                one.taken_over_at + timedelta(minutes=20),
                "incidents.work",
                by,
                {"to": "in_progress", "from": "received", "category": one.category},
            ),
            (self.closed, "incidents.close", by, {"to": "closed", "from": "in_progress"}),
        )
        return {at: {"action": act, "subject": one, "by": who, "details": said} for at, act, who, said in acts}


def write(told):
    """Write these closed incidents, the oldest first; their numbers are the first of their years."""
    told = sorted(told, key=lambda past: past.times.told)
    count = Counter()
    for past in told:
        year = calendar.local_date(past.times.told).year
        count[year] += 1
        past.incident.number = f"{year}-{count[year]:04}"
    Number.objects.bulk_create(Number(key=f"incident-{year}", value=number) for year, number in count.items())
    Incident.objects.bulk_create(past.incident for past in told)
    by_model = {}
    for row in (row for past in told for row in past.beside()):
        by_model.setdefault(type(row), []).append(row)
    for model, rows in by_model.items():
        model.objects.bulk_create(rows)
    Measure.objects.bulk_create(
        Measure(
            learning=past.incident.learning,
            measure=past.story["measure"],
            owner=past.leader,
            due_on=past.times.after(22, "12").date(),
            done_on=past.times.after(18, "12").date(),
            effect="Ja, det er ikke sket igen.",
            effect_checked_on=past.times.after(60, "12").date(),
        )
        for past in told
    )
    templates = plan_steps.templates()
    Todo.objects.bulk_create(todo for past in told for todo in past.todos(templates))
    for past in told:
        for moment, entry in past.entries().items():
            with calendar.as_at(moment):
                audit.record_many([entry])
