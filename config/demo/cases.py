"""One incident's course as people live it: reported, taken over, looked after, decided, written down, learned from, closed.

Every method is an act at the moment the clock shows, done through the product's own verbs by the person who would do it.
"""

import uuid
from datetime import timedelta

from config.demo.measures import Measures
from core import calendar
from core.models import Todo
from incidents.actions import (
    alerting,
    briefing,
    category,
    closing,
    crisis,
    injury,
    learning,
    letters,
    next_of_kin,
    police,
    reporting,
    reports,
    safetynet,
    sanctions,
    supplementing,
    taking_over,
    talks,
    ticking,
)
from incidents.models import Incident, Measure

ROOMS = {
    "desk": "skranken",
    "talk_room": "samtalerum 2",
    "meeting_room": "mødelokale Mågen",
    "hall": "gangen",
    "library": "udlånet",
    "reception": "forhallen",
}
TALKED = "Vi har talt det igennem med den ramte, og det er ikke relevant denne gang."


class Case(Measures):
    """One incident with the people around it."""

    def __init__(self, staff, row, story):
        self.staff, self.row, self.story = staff, row, story
        self.affected = staff[row["who"]]
        self.reporter = staff[row.get("reporter", row["who"])]
        self.site = self.affected.site
        self.incident = None
        self.leader = None

    @property
    def safety_rep(self):
        """Return the AMR of the site."""
        return self.staff.safety_reps[self.site.pk]

    def again(self):
        """Read the incident anew."""
        self.incident = Incident.objects.select_related("unit", "site", "affected", "reporter", "responsible").get(
            pk=self.incident.pk
        )
        return self.incident

    # -- the first hour ----------------------------------------------------------------------------------------------
    def report(self, occurred_at):
        """Send the report, then tell who the citizen is."""
        self.incident, _new = reporting.submit(self.reporter, uuid.uuid4(), self.told(occurred_at))
        supplementing.fill(self.again(), self.supplement, by=self.reporter)

    def told(self, occurred_at):
        """Return what the form says."""
        return {
            "kinds": self.story["kinds"],
            "narrative": self.story["text"],
            "occurred_at": occurred_at,
            "site": self.site,
            "place": self.story["place"],
            "place_detail": ROOMS.get(self.story["place"], ""),
            "wellbeing": self.row.get("wellbeing", "okay"),
            "needs": self.row.get("needs", []),
            "perpetrator": self.row.get("perpetrator", "citizen"),
            "affected": self.affected,
        }

    @property
    def supplement(self):
        """Return what is added when help is there."""
        channel = {"phone": "phone", "digital": "email" if "mails" in self.story["text"] else "sms"}.get(
            self.story["place"], "in_person"
        )
        if "gruppe" in self.story["text"]:
            channel = "social_media"
        return {
            "citizen_name": self.row.get("citizen", ""),
            "channel": channel,
            "alarm_used": "yes" if "alarm" in self.story["text"] else "",
        }

    def take_over(self):
        """Let the first of the chain who is there take it."""
        self.leader = self.leader or alerting.links(self.again())[0].person
        taking_over.take_over(self.incident, by=self.leader)

    def categorise(self):
        """Choose the category that was suggested, or the story's with a reason."""
        suggested = self.again().category_suggested
        wanted = self.story.get("category", suggested)
        category.decide(
            self.incident,
            wanted,
            by=self.leader,
            reason="" if wanted == suggested else "Samtalen viste, at det var alvorligere, end det først lød.",
        )

    def care(self):
        """Talk before anybody goes home."""
        now = calendar.now()
        talks.record_talk(
            self.again(),
            by=self.leader,
            held_at=now,
            held_with=self.leader,
            home_with="en kollega fra teamet",
            transport="følges til bilen",
        )
        next_of_kin.record_contact(self.incident, by=self.leader, outcome="not_wished")
        self.tick("inform_house", "Serviceteamet og skranken ved besked.")
        self.tick("company", "En kollega fra teamet bliver, til vagten er slut.")
        self.tick("witnesses", "To kolleger har fortalt, hvad de så.")
        self.tick("evidence", "Beskederne er gemt som skærmbilleder.")
        if self.find("decision_c") is not None:
            sanctions.decide_in_c(
                self.again(),
                by=self.leader,
                decision="Afdelingen svarer samlet fra nu af.",
                reason="Så skal den ramte ikke svare alene på hver eneste besked.",
            )

    def order_help(self, *, talk_in_days=2):
        """Order crisis help and note when the first talk is."""
        if self.find("crisis_order") is None:
            return
        now = calendar.now()
        day = calendar.add_working_days(calendar.local_date(now), talk_in_days)
        crisis.order(
            self.again(),
            by=self.leader,
            track="b",
            reasons=[],
            firm="Nordisk Krisekorps",
            ordered_at=now,
            spoke_with="vagthavende koordinator",
            call_back_at=now + timedelta(hours=2),
            first_talk_at=calendar.at(day, calendar.parse_time("13")),
        )

    # -- the next days -----------------------------------------------------------------------------------------------
    def next_day(self):
        """Safetynet with AMR, the offer of a joint talk, whether a letter is sent."""
        safetynet.record_entry(
            self.again(),
            by=self.safety_rep,
            number=f"SN-{self.incident.number.replace('-', '')}",
            entered_on=calendar.today(),
            helped_by_safety_rep=True,
        )
        talks.record_joint_talk(
            self.incident, by=self.leader, wish="some", on=calendar.add_working_days(calendar.today(), 2)
        )
        if not self.row.get("keeps_letter_open"):
            send = self.row.get("course") in ("letter", "warning", "restriction")
            letters.decide(
                self.incident,
                by=self.leader,
                send=send,
                reason="" if send else "Den ramte vil hellere tage det op i en samtale med borgeren.",
                talked_on=calendar.today(),
            )
        self.tick("doctor", "Dagen efter hændelsen.")
        if self.find("supervision") is not None:
            ticking.not_relevant(
                self.incident,
                "incidents.supervision",
                by=self.leader,
                reason="Den ramte ønsker ikke supervision og kan ombestemme sig.",
            )

    def police(self):
        """Report to the police, or say why not."""
        if self.find("police") is None:
            return
        if self.row.get("course") in ("police", "injury", "warning", "restriction"):
            police.record_report(
                self.again(),
                by=self.leader,
                reported_at=calendar.now(),
                reported_by=self.leader.name,
                district="Fjordby Politi",
                journal_number=f"9900-{70000 + self.incident.pk}",
                charge="trusler mod en offentligt ansat",
                affected_view="Det er jeg glad for.",
            )
        else:
            police.decide(
                self.again(),
                by=self.leader,
                report=False,
                reason="Den ramte ønsker det ikke, og politiet har rådet os til at vente.",
                affected_view="Jeg vil helst lade det ligge.",
            )

    # -- afterwards --------------------------------------------------------------------------------------------------
    def injury(self):
        """Note the first absence and the report in EASY."""
        injury.set_first_absence(
            self.again(), by=self.leader, day=calendar.local_date(self.incident.occurred_at) + timedelta(days=1)
        )
        injury.save_facts(
            self.incident, by=self.leader, insurance_told_on=calendar.today(), doctor_seen_on=calendar.today()
        )
        injury.record_report(
            self.incident, by=self.leader, reported_on=calendar.today(), receipt=f"EASY-{880000 + self.incident.pk}"
        )

    def skip_injury(self):
        """Say that it is no work injury, where the plan asks."""
        if self.find("injury_report") is not None:
            ticking.not_relevant(
                self.again(),
                "incidents.injury_report",
                by=self.leader,
                reason="Der var ingen skade og intet fravær, så der er ikke noget at anmelde.",
            )

    def help_held(self):
        """Note that the first talk was held."""
        if self.find("crisis_first_talk") is not None:
            crisis.record_held(self.again(), by=self.leader)

    def gather_department(self):
        """Brief the department."""
        if self.find("briefing") is not None:
            briefing.record_briefing(
                self.again(),
                by=self.leader,
                held_at=calendar.now(),
                held_by=self.leader.name,
                present=6 + self.incident.pk % 7,
                points="Hvad der skete, hvad vi gør nu, og hvem man kan tale med.",
            )

    def report_of_events(self):
        """Write the joint report and confirm it, the affected first."""
        report = reports.start_report(self.again(), by=self.leader)
        report = reports.save_report(
            self.incident,
            by=self.leader,
            version=report.version,
            texts={
                "course": self.story["text"],
                "persons": f"{self.affected.name} og en borger. To kolleger var i nærheden.",
                "measures": "Vi talte om det samme dag og igen dagen efter.",
                "learning": self.story["measure"],
            },
        )
        reports.confirm_report(self.incident, by=self.affected, version=report.version)
        reports.confirm_report(self.incident, by=self.leader, version=report.version)

    def skip_report_of_events(self):
        """Say why there is no joint report."""
        ticking.not_relevant(
            self.again(),
            "incidents.event_report",
            by=self.leader,
            reason="Den ramte og lederen er enige om, at meldingen siger det hele.",
        )

    def learn(self):
        """Write cause and measure with AMR; return the events that follow: carried out in time, and looked at again."""
        learning.save_learning(
            self.again(), by=self.safety_rep, exposed="alle, der har vagten", cause=self.story["cause"]
        )
        owner = self.leader if self.story["category"] == "A" else self.safety_rep
        measure, _new = learning.add_measure(
            self.incident,
            by=self.leader,
            measure=self.story["measure"],
            owner=owner,
            due_on=calendar.today() + timedelta(days=21),
        )

        def carried_out():
            learning.record_measure_done(Measure.objects.get(pk=measure.pk), by=owner, done_on=calendar.today())

        def worked():
            learning.record_effect(Measure.objects.get(pk=measure.pk), by=owner, effect="Ja, det er ikke sket igen.")

        now = calendar.now()
        return [(now + timedelta(days=14), carried_out), (now + timedelta(days=73), worked)]

    def skip_learning(self):
        """Say that the TRIO's talk covers this one too."""
        ticking.not_relevant(
            self.again(),
            "incidents.learning",
            by=self.leader,
            reason="Årsagen er den samme som sidst, og tiltaget er allerede i gang.",
        )

    def close(self):
        """Account for what is left, and close."""
        for todo in closing.missing(self.again()):
            ticking.not_relevant(self.incident, todo.code, by=self.leader, reason=TALKED)
        closing.close(self.again(), by=self.leader)

    def answer(self, word="yes"):
        """Let the affected say whether the help was enough."""
        closing.answer_helped(self.again(), by=self.affected, answer=word)

    # -- helpers -----------------------------------------------------------------------------------------------------
    def find(self, name):
        """Return the waiting to-do of a step, or None."""
        return Todo.objects.about(self.incident).open().filter(code=f"incidents.{name}").first()

    def skip(self, name):
        """Account for a step that was talked over and isn't needed, where the plan has it."""
        if self.find(name) is not None:
            ticking.not_relevant(self.again(), f"incidents.{name}", by=self.leader, reason=TALKED)

    def tick(self, name, note):
        """Mark a simple step done, if the plan has it here."""
        todo = self.find(name)
        if todo is not None:
            ticking.tick(
                self.incident,
                todo.code,
                by=self.affected if todo.owner_id == self.affected.pk else self.leader,
                note=note,
            )
