"""The lists of the contingency plan, in the field's own words (INC-01 to INC-07).

The classes are the codes, with the words of the release. HR may word, order, add and take out of use in the lists that
are registered here (core.options); what stands in no list is a part of a rule in all its values.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.options import option_list


class State(models.TextChoices):
    """The life of an incident (INC-09)."""

    DRAFT = "draft", _("Kladde")
    SUBMITTED = "submitted", _("Indsendt")
    RECEIVED = "received", _("Modtaget af leder")
    IN_PROGRESS = "in_progress", _("Under behandling")
    AWAITING_FOLLOW_UP = "awaiting_follow_up", _("Afventer opfølgning")
    CLOSED = "closed", _("Lukket")


OPEN_STATES = (State.SUBMITTED, State.RECEIVED, State.IN_PROGRESS, State.AWAITING_FOLLOW_UP)


class Category(models.TextChoices):
    """The three categories of the plan (INC-07)."""

    A = "A", _("Vold, trusler eller hærværk")
    B = "B", _("Højlydt eller provokerende opførsel")
    C = "C", _("Chikane på nettet eller i beskeder")


class Kind(models.TextChoices):
    """The quick tiles of question 1; the finer types come later."""

    THREAT = "threat", _("Trusler")
    PHYSICAL = "physical", _("Slag, spark, spyt eller andet fysisk")
    LOUD = "loud", _("Råb, skældsord eller anden krænkelse")
    VANDALISM = "vandalism", _("Hærværk eller kast med ting")
    DIGITAL = "digital", _("Chikane på mail, sms eller nettet")
    ROBBERY = "robbery", _("Røveri")


IN_A_TITLE = _("Sådan står det i en hændelses titel, fx »Trusler og hærværk ved skranken«. Skriv med småt.")
TILES = option_list(
    "incidents.kind",
    _("Hvad skete der? Fliserne i meldingen"),
    Kind.choices,
    fixed=Kind.values,
    phrases={
        Kind.THREAT: _("trusler"),
        Kind.PHYSICAL: _("fysisk vold"),
        Kind.LOUD: _("krænkelser"),
        Kind.VANDALISM: _("hærværk"),
        Kind.DIGITAL: _("chikane"),
        Kind.ROBBERY: _("røveri"),
    },
    phrase_help=IN_A_TITLE,
    where=_("Første spørgsmål, når nogen melder en hændelse. Et nyt valg foreslår kategori B."),
)


class ViolenceType(models.TextChoices):
    """INC-02."""

    HIT = "hit", _("slag")
    KICK = "kick", _("spark")
    BITE = "bite", _("bid")
    STRANGLE = "strangle", _("kvælningsforsøg")
    STAB = "stab", _("knivstik")
    HEADBUTT = "headbutt", _("skaller")
    THROWN = "thrown", _("kast med genstande")
    SPAT_ON = "spat_on", _("at blive spyttet på")
    VANDALISM = "vandalism", _("hærværk")
    VERBAL_THREAT = "verbal_threat", _("verbale trusler")
    WORDLESS_THREAT = "wordless_threat", _("trusler uden ord (tegn, tegninger o.l.)")
    OFFENCE = "offence", _("krænkelser")
    LOUD = "loud", _("truende, provokerende eller højlydt adfærd")
    DEGRADATION = "degradation", _("systematisk fornedrelse og ydmygelser")
    BULLYING = "bullying", _("mobning")
    ROBBERY = "robbery", _("fysisk vold eller trusler for at få udleveret penge eller værdigenstande")


PHYSICAL_TYPES = ("hit", "kick", "bite", "strangle", "stab", "headbutt", "thrown", "spat_on")
THREAT_TYPES = ("verbal_threat", "wordless_threat")
PSYCHOLOGICAL_TYPES = ("verbal_threat", "wordless_threat", "offence", "loud", "degradation", "bullying")
TYPES = option_list(
    "incidents.violence_type",
    _("Typer af vold"),
    ViolenceType.choices,
    fixed=(*PHYSICAL_TYPES, *THREAT_TYPES, "vandalism", "loud", "robbery"),
    groups=(
        ("physical", _("Fysisk vold"), (*PHYSICAL_TYPES, "vandalism")),
        ("psychological", _("Psykisk vold"), PSYCHOLOGICAL_TYPES),
        ("robbery", _("Røveri"), ("robbery",)),
    ),
    closed_groups=("robbery",),
    where=_("Detaljer om en hændelse. En ny type fysisk vold foreslår kategori A, en ny type psykisk vold kategori B."),
)


def is_physical(types):
    """Tell whether one of the types counts as physical violence; what HR has added counts by its group."""
    added = {code for code in types if code not in ViolenceType.values}
    return bool(set(types) & set(PHYSICAL_TYPES)) or bool(added and added & TYPES.codes("physical"))


class Channel(models.TextChoices):
    """INC-06."""

    IN_PERSON = "in_person", _("personligt fremmøde")
    PHONE = "phone", _("telefon")
    EMAIL = "email", _("e-mail")
    SMS = "sms", _("SMS")
    SOCIAL_MEDIA = "social_media", _("sociale medier")
    OTHER_DIGITAL = "other_digital", _("andet digitalt")
    LETTER = "letter", _("brev")
    OFF_HOURS = "off_hours", _("uden for arbejdstid")


ELECTRONIC = (Channel.EMAIL, Channel.SMS, Channel.SOCIAL_MEDIA, Channel.OTHER_DIGITAL)
CHANNELS = option_list(
    "incidents.channel",
    _("Hvordan det skete"),
    Channel.choices,
    fixed=(Channel.IN_PERSON, Channel.PHONE, Channel.LETTER, *ELECTRONIC),
    phrases={
        Channel.IN_PERSON: _("ved et møde"),
        Channel.PHONE: _("i telefonen"),
        Channel.EMAIL: _("i en mail"),
        Channel.SMS: _("i en sms"),
        Channel.SOCIAL_MEDIA: _("på sociale medier"),
        Channel.OTHER_DIGITAL: _("på nettet"),
        Channel.LETTER: _("i et brev"),
        Channel.OFF_HOURS: _("uden for arbejdstiden"),
    },
    phrase_help=_("Sådan står det i brevet til borgeren, fx »det, du skrev i en mail«. Skriv med småt."),
    where=_("Detaljer om en hændelse, breve og statistik."),
)


class Place(models.TextChoices):
    """INC-01."""

    RECEPTION = "reception", _("Reception")
    DESK = "desk", _("Skranke")
    TALK_ROOM = "talk_room", _("Samtalerum")
    MEETING_ROOM = "meeting_room", _("Mødelokale")
    OFFICE = "office", _("Enkeltkontor")
    HALL = "hall", _("Gang")
    HOME_VISIT = "home_visit", _("Hjemmebesøg")
    LIBRARY = "library", _("Bibliotek")
    PHONE = "phone", _("Telefon")
    DIGITAL = "digital", _("Digitalt")
    OWN_HOME = "own_home", _("Bopæl")
    OFF_HOURS = "off_hours", _("Uden for arbejdstid")


PLACES = option_list(
    "incidents.place",
    _("Hvor det skete"),
    Place.choices,
    fixed=(Place.PHONE, Place.DIGITAL),
    phrases={
        Place.RECEPTION: _("i receptionen"),
        Place.DESK: _("ved skranken"),
        Place.TALK_ROOM: _("i samtalerum"),
        Place.MEETING_ROOM: _("i mødelokale"),
        Place.OFFICE: _("på kontor"),
        Place.HALL: _("på gangen"),
        Place.HOME_VISIT: _("på hjemmebesøg"),
        Place.LIBRARY: _("på biblioteket"),
        Place.PHONE: _("i telefonen"),
        Place.DIGITAL: _("på nettet"),
        Place.OWN_HOME: _("ved bopælen"),
        Place.OFF_HOURS: _("uden for arbejdstid"),
    },
    phrase_help=IN_A_TITLE,
    where=_("Meldingen, hændelsens titel, papirer og filtre."),
)


class AimedAt(models.TextChoices):
    """INC-04."""

    DIRECT = "direct", _("direkte mod den ansatte")
    INDIRECT = "indirect", _("indirekte mod familie, venner eller nærtstående")


class Perpetrator(models.TextChoices):
    """INC-05. A colleague or leader leads to another page (Q21) and never stands here."""

    CITIZEN = "citizen", _("borger")
    RELATIVE = "relative", _("pårørende til borger")
    OTHER = "other", _("anden interessent")
    UNKNOWN = "unknown", _("ukendt")


class Wellbeing(models.TextChoices):
    """Question 4: the affected person's own words for it (INC-10)."""

    OKAY = "okay", _("Ja, jeg er okay")
    SHAKEN = "shaken", _("Jeg er rystet")
    HURT = "hurt", _("Jeg er kommet til skade")


class Need(models.TextChoices):
    """What the affected person wishes for right now (INC-01)."""

    CALL = "call", _("Min leder skal ringe til mig")
    COMPANY = "company", _("Jeg vil ikke være alene")
    HOME = "home", _("Jeg vil gerne følges hjem")
    CRISIS_HELP = "crisis_help", _("Jeg vil tale med en psykolog")


NEEDS = option_list(
    "incidents.need",
    _("Hvad har du brug for lige nu?"),
    Need.choices,
    where=_("Sidste spørgsmål i meldingen. Lederen ser svaret øverst på sagen."),
)


class YesNoUnknown(models.TextChoices):
    """A question that may stay unanswered."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNKNOWN = "", _("Ikke oplyst")


class Circumstance(models.TextChoices):
    """INC-11: what the citizen lives with."""

    GRIEF = "grief", _("Mistrivsel, sorg eller krise")
    NEGLECT = "neglect", _("Omsorgssvigt")
    ILLNESS = "illness", _("Sygdom, skade eller funktionsnedsættelse")
    MONEY = "money", _("Økonomiske eller sociale problemer")
    ABUSE = "abuse", _("Misbrug eller kriminalitet")


class Behaviour(models.TextChoices):
    """INC-11: what the citizen does."""

    OUTWARD = "outward", _("Udadreagerende eller grænseoverskridende")
    REBUKE = "rebuke", _("Irettesættelser, utilfredshed eller anklager")
    PULLING = "pulling", _("Manipulerende eller appellerende")
    UNPREDICTABLE = "unpredictable", _("Uforudsigelig")
    SELF_HARM = "self_harm", _("Selvskade eller trusler om det")
    ATTENTION = "attention", _("Opmærksomhedskrævende, mange afbrydelser")
    HELPLESS = "helpless", _("Hjælpeløshed, tavshed, gråd eller afvisning")


class Task(models.TextChoices):
    """INC-11: what the work asks for."""

    MOTIVATE = "motivate", _("Motivere, støtte eller hjælpe")
    DECIDE = "decide", _("Beslutninger med store konsekvenser")
    TREAT = "treat", _("Pleje, behandling eller udredning")
    CONTROL = "control", _("Kontrollere, sætte grænser eller stille krav")
    COMPLAINTS = "complaints", _("Klager, vrede og frustration")
    RELATIVES = "relatives", _("Samarbejde med pårørende")


DEMANDS = option_list(
    "incidents.demand",
    _("Hvad krævede det af dig?"),
    (*Circumstance.choices, *Behaviour.choices, *Task.choices),
    groups=(
        ("circumstance", _("Borgerens situation"), Circumstance.values),
        ("behaviour", _("Borgerens adfærd"), Behaviour.values),
        ("task", _("Din opgave"), Task.values),
    ),
    where=_("Belastningslog og tallene for teamet."),
)
# What a matter in the press needs, in three phases (INC-75).
MEDIA_STEPS = (
    ("before", "leader_told", _("Nærmeste leder er advaret")),
    ("before", "roles", _("Aftalt, hvem der gør hvad")),
    ("before", "communications", _("Kommunikation er kontaktet")),
    ("before", "help", _("Aftalt hjælp fra en anden afdeling, hvis det bliver nødvendigt")),
    ("during", "spokesperson", _("Én person udtaler sig, og alle ved hvem")),
    ("during", "process", _("Sagt, hvad I gør nu, uden at gå ind i sagen")),
    ("during", "staff", _("Medarbejderne ved, at de henviser til ledelsen, også hvis nogen står ved døren")),
    ("during", "secrecy", _("Alle er mindet om tavshedspligten")),
    ("during", "support", _("De berørte har fået tilbudt støtte")),
    ("after", "talked", _("Lederen har gennemgået forløbet med de berørte")),
    ("after", "group", _("Fulgt op i gruppen")),
    ("after", "individual", _("Fulgt op med den enkelte")),
    ("after", "learning", _("Skrevet ned, hvad I lærte")),
    ("after", "prevention", _("Lavet en plan, så det går bedre næste gang")),
)
MEDIA_PHASES = {"before": _("Før"), "during": _("Mens det står på"), "after": _("Bagefter")}
MEDIA_POINTS = option_list(
    "incidents.media_point",
    _("Huskeliste til en sag i pressen"),
    [(code, label) for _phase, code, label in MEDIA_STEPS],
    groups=tuple(
        (phase, heading, [code for of, code, _label in MEDIA_STEPS if of == phase])
        for phase, heading in MEDIA_PHASES.items()
    ),
    where=_("Sager i pressen."),
)


class PhysicalCause(models.TextChoices):
    """INC-63: what was there, after the authority's way of analysing accidents; words of our own."""

    LAYOUT = "layout", _("Indretning, adgang og flugtveje")
    EQUIPMENT = "equipment", _("Alarm, telefon eller andet udstyr")
    OBJECTS = "objects", _("Ting, der kunne kastes eller bruges")
    SURROUNDINGS = "surroundings", _("Støj, lys, ventetid og trængsel")
    ALONE = "alone", _("Alene, eller kolleger for langt væk")


class PersonalCause(models.TextChoices):
    """INC-63: what people knew and were able to do. Never whose fault it was."""

    KNOWLEDGE = "knowledge", _("Manglende viden om borgeren eller opgaven")
    TRAINING = "training", _("Manglende oplæring i konflikter")
    HABIT = "habit", _("En vane, der ikke længere passer")
    STRAIN = "strain", _("Træthed eller belastning")
    SIGNALS = "signals", _("Tegn, der ikke blev set eller sagt")


class PlanningCause(models.TextChoices):
    """INC-63: what was arranged."""

    STAFFING = "staffing", _("Bemanding og vagter")
    TIME = "time", _("Tidspres og planlægning")
    RULES = "rules", _("Uklare aftaler eller retningslinjer")
    INFORMATION = "information", _("Besked, der ikke nåede frem")
    FOLLOW_UP = "follow_up", _("Tidligere hændelser, der ikke blev fulgt op")


CAUSES = option_list(
    "incidents.cause",
    _("Årsager"),
    (*PhysicalCause.choices, *PersonalCause.choices, *PlanningCause.choices),
    groups=(
        ("cause_physical", _("Fysiske årsager"), PhysicalCause.values),
        ("cause_personal", _("Personlige årsager"), PersonalCause.values),
        ("cause_planning", _("Årsager i planlægningen"), PlanningCause.values),
    ),
    where=_("Læring efter en hændelse og årets opgørelse."),
)


class System(models.TextChoices):
    """GEN-24: where papers of a case also stand. Safetynet and EASY have pages of their own."""

    SBSYS = "sbsys", _("SBSYS")
    DUBU = "dubu", _("DUBU")
    PORTAL = "portal", _("Medarbejderportalen (temakort)")
    DIGITAL_POST = "digital_post", _("Digital Post")
    CALENDAR = "calendar", _("Kalenderen")


SYSTEMS = option_list(
    "incidents.system",
    _("Andre systemer"),
    System.choices,
    fixed=(System.SBSYS,),
    where=_("Henvisninger på en hændelse."),
)
