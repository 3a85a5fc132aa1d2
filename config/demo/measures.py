"""What is decided against the citizen in one incident of the demo: the measure, the word to the staff, the letter.

A part of `config.demo.cases.Case`, which knows the incident, its leader and the people around it.
"""

from core import calendar
from core.settings_values import Settings
from incidents.actions import letters, messages, reports, sanctions, ticking
from incidents.letters import building
from incidents.models import LetterType, Sanction
from incidents.rules import measures

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


class Measures:
    """The acts of a course that are about the citizen."""

    def sanction(self):
        """Decide a measure where the course has one; else say why none is needed."""
        measure = {"warning": "written_warning", "restriction": "phone_only", "ban": "access_ban"}.get(
            self.row.get("course")
        )
        if measure is None:
            ticking.not_relevant(
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
