"""What the tests of sanctions and letters share: a case with a citizen, decisions, and letters that are filled in."""

from datetime import date

from core.models import Setting, SettingValue
from incidents.actions import letters as verbs
from incidents.actions import sanctions
from incidents.models import Incident, Letter, LetterType, PoliceReport, Sanction
from tests.incidents.cases import Case, at

MONDAY = at("2027-02-08 10:00")
REASON = "Medarbejderne i skranken har to gange måttet trække sig tilbage."
SMALLER = "En advarsel er ikke nok, for det er sket igen, efter at vi talte om det."
FILLED = {
    "handling": "Du råbte, slog i bordet og sagde, at det ville få følger.",
    "virkning": "To medarbejdere turde ikke gå alene hjem.",
    "tiltag": "Vi holdt indgangen låst og ringede til politiet, som har noteret det.",
    "tidligere": "Mandag den 7. december 2026 skete noget lignende.",
    "kanal": "i telefonen",
    "sted": "på rådhuset i Fjordby",
    "anledning": "et møde om handleplanen",
    "citat": "I skal nok få det at føle",
    "sagsnummer": "2027-0042",
    "klage_kontakt": "kommunens borgerrådgiver på 10 20 30 90",
    "afdeling_adresse": "Rådhustorvet 1, 9999 Fjordby",
    "kontakt_telefon": "10 20 30 50",
    "kontakt_navn": "Anders Holm",
    "kontakt_titel": "souschef",
}
SEVERAL = {"handling": "I råbte, slog i bordet og sagde, at det ville få følger."}
FOR_HEARING = {
    "omfang": "Borgerservice på rådhuset",
    "fra": "2027-03-01",
    "til": "2027-06-01",
    "begrundelse": REASON,
    "mindre_indgreb": SMALLER,
}


def values(**more):
    """Return what a leader decides: three months with reason, proportion, review and what the staff do."""
    return {
        "reason": REASON,
        "proportionality": SMALLER,
        "starts_on": date(2027, 2, 8),
        "ends_on": date(2027, 5, 8),
        "review_on": date(2027, 3, 22),
        "what_to_do": "Hent en leder, hvis borgeren kommer.",
        "scope": "Borgerservice på rådhuset",
        "citizen_reference": "Kim Lindgaard",
    } | more


def ban(**more):
    """Return a decided access ban: heard, and looked at by a lawyer."""
    return (
        values(
            is_formal_decision=True,
            heard_on=date(2027, 2, 6),
            legal_checked_by="Juridisk afdeling",
            legal_checked_on=date(2027, 2, 6),
        )
        | more
    )


def put(key, value):
    """Set a setting for the whole municipality."""
    SettingValue.objects.update_or_create(
        setting=Setting.objects.get(key=key), unit=None, defaults={"value": value, "changed_at": MONDAY}
    )


class LetterCase(Case):
    """The case with a citizen's name and address."""

    def __init__(self, **more):
        super().__init__(citizen_name="Kim Lindgaard", citizen_address="Havnegade 14\n9999 Fjordby", **more)

    def decide(self, measure="phone_only", **more):
        """Decide a measure as whoever may."""
        by = self.chief if measure == "access_ban" else self.leader
        content = ban(**more) if measure == "access_ban" else values(**more)
        return Sanction.objects.get(pk=sanctions.decide(self.incident, by=by, measure=measure, values=content).pk)

    def reported(self):
        """Note that it was reported to the police."""
        PoliceReport.objects.update_or_create(
            incident=self.incident,
            defaults={"state": "reported", "charge": "trusler om vold mod en offentligt ansat", "reported_at": MONDAY},
        )

    def letter(self, code="threats", *, several=False, sanction=None, fill=True, **fields):
        """Return a letter of a type with everything filled in."""
        made = verbs.create(
            self.incident, by=self.leader, type=LetterType.objects.get(code=code), to_several=several, sanction=sanction
        )
        if fill:
            typed = FILLED | (SEVERAL if several else {}) | (FOR_HEARING if code == "ban_hearing" else {}) | fields
            typed |= {"svar_resume": "Borgeren har ikke svaret.", "tidligere_brev_dato": "2027-02-08"}
            made = verbs.save(made, by=self.leader, edit=1, to_several=several, blocks=[], fields=typed)
        return verbs.load(made.pk)

    def approved(self, code="unacceptable", **more):
        """Return an approved letter."""
        letter = self.letter(code, **more)
        return verbs.approve(letter, by=self.leader, edit=letter.edit)

    def again(self):
        """Return the incident as it stands in the database."""
        return Incident.objects.get(pk=self.incident.pk)


__all__ = ["FILLED", "MONDAY", "REASON", "SMALLER", "Letter", "LetterCase", "at", "ban", "put", "values"]
