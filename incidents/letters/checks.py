"""What a leader should look at once more before a letter goes out (INC-85; L-01 to L-08). Warnings inform.

Two kinds stop.

Stops: a measure that nobody has approved, and a decision on which the citizen has not been heard. The leader decides
the rest.
"""

import re
from dataclasses import dataclass

from django.db.models import Q

from core import calendar
from core.models import Person
from core.texts import error
from core.together import together
from incidents.letters.building import BLOCK_OF_MEASURE, DECIDED
from incidents.models import Letter, Witness

QUOTED = re.compile(r"»[^«]*«|\"[^\"]*\"")
ONE = re.compile(r"\b(?:du|dig|din|dit|dine)\b", re.IGNORECASE)
# »I« begins a sentence as a preposition too, so it counts only inside one or before a word that makes it a pronoun.
SEVERAL = re.compile(
    r"(?<=[a-zæøå0-9,;:»\-–)] )I\b(?! øvrigt)|\b(?:jer|jeres)\b|(?:^|[.?!]\s+|\n)I (?:har|kan|skal|må|vil|er|var|får"
    r"|skrev|sagde|kom|råbte|slog|truede|bliver|blev|skriver)\b",
    re.MULTILINE,
)
JER_START = re.compile(r"\b(?:Jer|Jeres)\b")
DAYS = "mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag"
STEMS = "man|tirs|ons|tors|fre|lør|søn"
RELATIVE = re.compile(
    r"\b(?:i går|i dag|i morgen|i forgårs|i overmorgen|i aftes|i aften|i morges|i nat|forleden(?: dag)?"
    rf"|(?:i )?sidste (?:uge|måned|{DAYS})|(?:i )?næste (?:uge|måned|{DAYS})"
    rf"|i (?:{STEMS})dags|på (?:{STEMS})dag(?! den)"
    r"|i denne uge|for nylig|for (?:et par|nogle|få) dage siden)\b",
    re.IGNORECASE,
)
MONTHS = "|".join(calendar.MONTHS)
FULL_DATE = re.compile(rf"\b\d{{1,2}}\. (?:{MONTHS}) \d{{4}}\b")
MEASURE_WORDS = re.compile(
    r"\b(?:kun (?:må )?(?:kontakte|ringe|skrive|komme)"
    r"|(?:må|kan) (?:du |I )?ikke (?:længere |mere )?(?:komme|ringe|møde op|kontakte|henvende)"
    r"|adgangsforbud|forbyder|forbud mod|nægte\w* adgang|udelukke\w*)",
    re.IGNORECASE,
)
EPISODE = {"U1", "T1", "A1", "C1", "S1", "V2", "F2"}  # where the day of the event belongs
SPEAKS_OF_MEASURES = {
    "S3",
    "V1",
    "V2",
    "V3",
    "F1",
    "F2",
    "F4",
    "F7",
    "F8",
    "O1",
    "O2",
    "O3",
    "T4",
    "B1",
    *BLOCK_OF_MEASURE.values(),
    "B7",
    "B8",
    "B9",
    "B10",
    "B11",
}
WITH_END = {"B1": "til", "F1": "til", "V1": "til", "S4": "til"}
CONTACTS = {"K6", "V4", "F6", "B2", "B4"}


@dataclass(frozen=True)
class Check:
    """One thing to look at.

    Which check, its Danish words, where it is on the page, and whether it stops the approval.
    """

    code: str
    text: str
    anchor: str
    stops: bool = False


def run(composition, people=None):
    """Return the checks that found something, in the order of L-01 to L-08. `people` as from people_in()."""
    found = [
        *_address(composition),
        *_relative(composition),
        *_date(composition),
        *_names(composition, people_in(composition.letter) if people is None else people),
        *_unapproved(composition),
        *_contact(composition),
        *_end(composition),
        *_decision(composition),
    ]
    return list(dict.fromkeys(found))


def _block(part):
    return f"block-{part.code}"


def _own_words(part):
    """Return a block's words without what is quoted: the citizen's own words follow no rule of ours."""
    return QUOTED.sub("", part.words)


# -- L-01, L-02, L-03 ----------------------------------------------------------------------------------------------
def _address(composition):
    several = composition.letter.to_several
    for part in composition.chosen:
        words = _own_words(part)
        if part.code != "K10" and (ONE.search(words) if several else SEVERAL.search(words) or JER_START.search(words)):
            yield Check("L-01", error("L-01"), _block(part))
            return


def _relative(composition):
    for part in composition.chosen:
        for found in dict.fromkeys(word.lower() for word in RELATIVE.findall(_own_words(part))):
            yield Check("L-02", error("L-02", ord=found), _block(part))


def _date(composition):
    places = [part for part in composition.chosen if part.code in EPISODE]
    if places and not any(FULL_DATE.search(part.words) for part in places):
        yield Check("L-03", error("L-03"), _block(places[0]))


# -- L-04 ----------------------------------------------------------------------------------------------------------
def people_in(letter):
    """Return [(name to look for, name to say)] of colleagues, the affected, reporters and witnesses, with numbers.

    Of those who took part the parts of the name count too; of other colleagues the whole name. One query.
    """
    incident = letter.incident
    involved = {pk for pk in (incident.affected_id, incident.reporter_id) if pk}
    condition = (
        Q(pk__in=involved) | Q(shared_incidents=incident.pk) | Q(unit=incident.unit_id) | Q(site=incident.site_id)
    )
    colleagues, witnesses = together(
        Person.objects.filter(condition).values_list("pk", "name", "phone", "shared_incidents").distinct(),
        Witness.objects.filter(incident=incident),
    )
    found = []
    for pk, name, phone, shares in colleagues:
        if pk == letter.author_id:
            continue
        near = pk in involved or shares == incident.pk
        found += _ways_to_say(name, phone if near else "", parts=near)
    for witness in witnesses:
        found += _ways_to_say(witness.name, witness.phone, parts=True)
    return list(dict.fromkeys(found))


def _ways_to_say(name, phone, *, parts):
    """Return what to look for: the whole name, its first and last word, the digits of the number."""
    words = [word for word in name.split() if len(word) > 2]
    ways = [(name, name)] + ([(word, name) for word in {words[0], words[-1]}] if parts and words else [])
    digits = re.sub(r"\D", "", phone or "")[-8:]
    return ways + ([(digits, name)] if len(digits) == 8 else [])


def _names(composition, people):
    values = composition.values
    allowed = {values.get(name, "") for name in ("leder_navn", "kontakt_navn")}
    allowed_words = {word for name in (*allowed, values.get("modtager", "")) for word in name.split()}
    allowed_digits = {re.sub(r"\D", "", values.get(name, ""))[-8:] for name in ("kontakt_telefon", "afdeling_telefon")}
    said = set()
    for part in composition.chosen:
        text, digits = part.words, re.sub(r"(?<=\d)[ \u00a0.\-]?(?=\d)", "", part.words)
        for sought, name in people:
            if (
                sought in allowed
                or sought in allowed_words
                or sought in allowed_digits
                or (name, part.code) in said
                or name in allowed
            ):
                continue
            if (sought in digits) if sought.isdigit() else re.search(rf"(?<!\w){re.escape(sought)}s?(?!\w)", text):
                said.add((name, part.code))
                yield Check("L-04", error("L-04", navn=name), _block(part))


# -- L-05 to L-08 --------------------------------------------------------------------------------------------------
def _unapproved(composition):
    letter, sanction = composition.letter, composition.letter.sanction
    approved = sanction is not None and sanction.state in DECIDED
    if letter.type.is_formal_decision and not (approved and sanction.measure == letter.type.measure):
        yield Check("L-05", error("L-05"), "sanction", stops=True)
        return
    if approved or letter.type.code in ("ban_hearing", "end_of_restriction"):
        return
    for part in composition.chosen:
        own = part.words if part.is_own or part.code not in SPEAKS_OF_MEASURES else ""
        if own and MEASURE_WORDS.search(own):
            yield Check("L-05", error("L-05"), _block(part), stops=True)
            return


def _contact(composition):
    values = composition.values
    if not values.get("kontakt_navn") or not values.get("kontakt_telefon"):
        yield Check("L-06", error("L-06"), "block-K6")
        return
    words = composition.text()
    if not (values["kontakt_navn"] in words and values["kontakt_telefon"] in words):
        yield Check("L-06", error("L-06"), "block-K6")


def _end(composition):
    for part in composition.chosen:
        name = WITH_END.get(part.code)
        if name and not (composition.values.get(name) and composition.values[name] in part.words):
            yield Check("L-07", error("L-07"), _block(part))
            return
    sanction = composition.letter.sanction
    free_words = [
        part for part in composition.chosen if part.code not in SPEAKS_OF_MEASURES and MEASURE_WORDS.search(part.words)
    ]
    if (
        free_words
        and not any(part.code in WITH_END for part in composition.chosen)
        and not (sanction and sanction.ends_on and FULL_DATE.search(free_words[0].words))
    ):
        yield Check("L-07", error("L-07"), _block(free_words[0]))


def is_decision(letter):
    """Tell whether the letter is an afgørelse: a ban, or a limit on contact that was judged to be one."""
    return letter.type.code == "access_ban" or bool(
        letter.sanction
        and letter.sanction.is_formal_decision
        and letter.type.code not in ("ban_hearing", "end_of_restriction")
    )


def is_heard(sanction):
    """Tell whether the citizen has been heard: on a day that is noted, or through a hearing letter that was sent."""
    if sanction is None:
        return False
    return (
        bool(sanction.heard_on)
        or Letter.objects.filter(
            incident=sanction.incident_id, type__code="ban_hearing", sent_on__isnull=False
        ).exists()
    )


def _decision(composition):
    letter = composition.letter
    if not is_decision(letter):
        return
    if not is_heard(letter.sanction):
        yield Check("L-08", error("L-08"), "sanction", stops=True)
        return
    here = {part.code: part for part in composition.chosen}
    reason = next((here[code] for code in ("F4", "B7", "S2") if code in here), None)
    if reason is None or reason.state != "filled" or not composition.values.get("begrundelse"):
        yield Check("L-08", error("L-08"), "block-F4" if letter.type.code == "access_ban" else "block-B7")
    elif not {"K11", "K12"} & set(here):
        yield Check("L-08", error("L-08"), "block-K11")
