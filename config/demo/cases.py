"""One incident's course as people live it: reported, taken over, looked after, decided, written down, learned from, closed.

Every method is an act at the moment the clock shows, done through the product's own verbs by the person who would do it.
"""

import uuid
from datetime import timedelta

from core import calendar
from core.models import Todo
from core.settings_values import Settings
from incidents import steps
from incidents.actions import (
    alerting,
    briefing,
    category,
    closing,
    crisis,
    injury,
    learning,
    letters,
    messages,
    next_of_kin,
    police,
    reporting,
    reports,
    safetynet,
    sanctions,
    supplementing,
    taking_over,
    talks,
)
from incidents.letters import building
from incidents.models import Incident, LetterType, Measure, Sanction
from incidents.rules import measures

ROOMS = {
    "desk": "skranken",
    "talk_room": "samtalerum 2",
    "meeting_room": "mødelokale Mågen",
    "hall": "gangen",
    "library": "udlånet",
    "reception": "forhallen",
}
TALKED = "Vi har talt det igennem med den ramte, og det er ikke relevant denne gang."
REASONS = {
    "written_warning": ("Borgeren er blevet talt til før og gjorde det igen.", "En samtale er prøvet og var ikke nok."),
    "phone_only": (
        "Borgeren opsøgte medarbejderen to gange efter hændelsen.",
        "En advarsel alene giver ikke medarbejderen ro til at arbejde.",
    ),
    "by_appointment": (
        "Borgeren kommer uden en aftale og bliver højlydt i forhallen.",
        "En advarsel er givet og blev ikke fulgt.",
    ),
    "access_ban": (
        "Borgeren har to gange brugt vold mod ansatte i huset.",
        "En aftale om kun at komme efter tid blev ikke overholdt.",
    ),
}


class Case:
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
        self.tick("decision_c", "Afdelingen svarer samlet fra nu af.")

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
        self.tick("doctor", "")
        if self.find("supervision") is not None:
            steps.not_relevant(
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

    def sanction(self):
        """Decide a measure where the course has one; else say why none is needed."""
        measure = {"warning": "written_warning", "restriction": "phone_only", "ban": "access_ban"}.get(
            self.row.get("course")
        )
        if measure is None:
            steps.not_relevant(
                self.again(),
                "incidents.sanctions",
                by=self.leader,
                reason="Lederen har talt med borgeren, og det er nok denne gang.",
            )
            return
        self.decide(measure)
        self.tell_staff()
        note = reports.write_note(
            self.again(),
            by=self.leader,
            on=calendar.local_date(self.incident.occurred_at),
            event="Der har været en hændelse mellem borgeren og en medarbejder.",
            sanction=self.measure.get_measure_display(),
        )
        reports.mark_journalised(note, by=self.leader, on=calendar.today(), case_number="87.00.00-G00-1-90")

    def decide(self, measure, *, months=3):
        """Propose and approve a measure; return it."""
        reason, proportionality = REASONS[measure]
        starts = calendar.today()
        ends = self.row.get("ends_on") or calendar.add_months(starts, months)
        review = measures.default_dates(Settings(self.incident.unit), measure)[2]
        sanctions.propose(
            self.again(),
            by=self.safety_rep,
            measure=measure,
            reason="Kollegerne i huset er utrygge, og det er sket før.",
        )
        proposal = Sanction.objects.get(incident=self.incident, measure=measure, state="proposed")
        self.measure = sanctions.approve(
            proposal,
            by=self.leader,
            values={
                "reason": reason,
                "proportionality": proportionality,
                "starts_on": starts,
                "ends_on": ends,
                "review_on": review if review and review < ends else starts,
                "what_to_do": str(measures.WHAT_TO_DO.get(measure, "")),
                "scope": self.site.name,
                "site": self.site,
                "citizen_reference": self.row.get("citizen", ""),
                "is_formal_decision": False,
            },
        )
        return self.measure

    def tell_staff(self):
        """Tell the staff of the site what to do."""
        messages.send(
            self.again(),
            by=self.leader,
            text=messages.suggested_text(self.measure),
            site=self.site,
            starts_on=self.measure.starts_on,
            ends_on=self.measure.ends_on,
            sanction=self.measure,
        )

    # -- the letter --------------------------------------------------------------------------------------------------
    def write_letter(self, code, fields):
        """Write a letter of a type; return the draft with its fields filled."""
        letter = letters.create(self.again(), by=self.leader, type=LetterType.objects.get(code=code))
        return letters.save(
            letters.load(letter.pk),
            by=self.leader,
            edit=letter.edit,
            to_several=False,
            blocks=letter.blocks,
            fields=letter.fields | fields,
        )

    def fields_of_letter(self):
        """Return what the leader types into a letter about this incident."""
        return {
            "adresse": "Havnegade 14\n9999 Fjordby",
            "kanal": "i telefonen"
            if self.story["place"] == "phone"
            else "på skrift"
            if self.story["place"] == "digital"
            else "ved fremmøde",
            "handling": "Du råbte ad medarbejderen og blev ved, selv om du blev bedt om at stoppe.",
            "virkning": "To medarbejdere turde ikke gå alene hjem.",
            "citat": "det kommer I til at fortryde",
            "anledning": "en samtale om din sag",
            "tidligere": "Det er sket én gang før, og da talte vi om det.",
            "tiltag": "Vi har talt med alle medarbejdere om, hvordan vi svarer.",
            "anmeldt_forhold": "trusler mod en offentligt ansat",
        }

    def send_letter(self, code):
        """Approve, print, send and file a letter."""
        letter = self.write_letter(code, self.fields_of_letter())
        composition = building.Composition(letters.load(letter.pk))
        if letters.problems(composition):
            raise RuntimeError(f"The demo's letter {code} can't be approved: {letters.problems(composition)}")
        letter = letters.approve(letter, by=self.leader, edit=letter.edit)
        letter = letters.print_pdf(letter, by=self.leader)
        letter = letters.mark_sent(letter, by=self.leader, on=calendar.today(), how="digital_post")
        return letters.mark_filed(letter, by=self.leader, on=calendar.today(), case_number="87.00.00-G00-1-90")

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
            steps.not_relevant(
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
        steps.not_relevant(
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
        steps.not_relevant(
            self.again(),
            "incidents.learning",
            by=self.leader,
            reason="Årsagen er den samme som sidst, og tiltaget er allerede i gang.",
        )

    def close(self):
        """Account for what is left, and close."""
        for todo in closing.missing(self.again()):
            steps.not_relevant(self.incident, todo.code, by=self.leader, reason=TALKED)
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
            steps.not_relevant(self.again(), f"incidents.{name}", by=self.leader, reason=TALKED)

    def tick(self, name, note):
        """Mark a simple step done, if the plan has it here."""
        todo = self.find(name)
        if todo is not None:
            steps.done(
                self.incident,
                todo.code,
                by=self.affected if todo.owner_id == self.affected.pk else self.leader,
                note=note,
            )
