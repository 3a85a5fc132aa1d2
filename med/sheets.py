"""Sheets: what some items are asked point by point, so that answers can be compared from meeting to meeting.

A fixed item has its sheet by its code, a duty of the year wheel by the duty's code; the others are chosen for an item.
Answers are kept as they were at that meeting (`ItemSheet.answers`): text, ISO day, list of lines, list of rows.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar
from core.settings_values import Settings

TEXT, LINE, DAY, CHOICE, LINES, ROWS = "text", "line", "day", "choice", "lines", "rows"
MOST_ROWS = 12


@dataclass(frozen=True)
class Ask:
    """One question of a sheet. `columns` are [(name, label, kind)] of rows, `choices` [(value, words)]."""

    name: str
    label: object
    kind: str = TEXT
    help: object = ""
    choices: tuple = ()
    columns: tuple = ()
    keeps: bool = False  # the next meeting's sheet begins with it


@dataclass(frozen=True)
class Sheet:
    """A sheet: which fixed items and duties it belongs to, and what it asks."""

    code: str
    title: object
    lede: object
    asks: tuple
    topics: tuple = ()
    duties: tuple = ()
    setting: str = ""  # off unless the setting says yes
    numbers: bool = False  # shows the house's anonymous numbers beside the questions
    extra: dict = field(default_factory=dict)


YES_NO = (("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nej")))
WORKS = (("yes", gettext_lazy("Ja")), ("partly", gettext_lazy("Delvis")), ("no", gettext_lazy("Nej")))
TREND = (
    ("down", gettext_lazy("Faldende")),
    ("same", gettext_lazy("Uændret")),
    ("up", gettext_lazy("Stigende")),
)
THEMES = tuple(
    (str(n), words)
    for n, words in enumerate(
        (
            gettext_lazy("Kerneopgave og kernefaglighed"),
            gettext_lazy("Etiske værdier"),
            gettext_lazy("Strategier for forandring"),
            gettext_lazy("Arbejdsmiljø"),
            gettext_lazy("Brug af frivillige"),
            gettext_lazy("Socialtilsynets kvalitetsmodel"),
            gettext_lazy("Kompetenceudvikling"),
            gettext_lazy("Andet"),
        )
    )
)
FORMS = (
    ("plenum", gettext_lazy("Alle sammen")),
    ("pairs", gettext_lazy("Summepauser to og to")),
    ("groups", gettext_lazy("Mindre grupper")),
)

ALL = (
    Sheet(
        "hmu",
        gettext_lazy("Nyt fra Hoved-MED"),
        gettext_lazy("Mødets dato, emner og link til referatet."),
        (
            Ask("held_on", gettext_lazy("Hvornår var mødet?"), DAY),
            Ask("topics", gettext_lazy("Emner"), LINES, gettext_lazy("Ét emne på hver linje.")),
            Ask("link", gettext_lazy("Link til referatet"), LINE),
            Ask("means", gettext_lazy("Hvad betyder det for os?")),
        ),
        topics=("hmu",),
    ),
    Sheet(
        "safety",
        gettext_lazy("Nyt fra AMR-gruppen"),
        gettext_lazy("Møder, rundgange og råd til kollegerne siden sidst."),
        (
            Ask("met", gettext_lazy("Har gruppen holdt møde siden sidst?"), CHOICE, choices=YES_NO),
            Ask(
                "rounds",
                gettext_lazy("Rundgang"),
                ROWS,
                columns=(
                    ("site", gettext_lazy("arbejdssted"), LINE),
                    ("on", gettext_lazy("dato"), DAY),
                    ("focus", gettext_lazy("fokus"), LINE),
                    ("found", gettext_lazy("hvad I så"), LINE),
                    ("follow", gettext_lazy("opfølgning"), LINE),
                ),
            ),
            Ask("advice", gettext_lazy("Råd til kollegerne")),
        ),
        topics=("safety_reps", "rounds"),
    ),
    Sheet(
        "union",
        gettext_lazy("Nyt fra TR"),
        gettext_lazy("Lønforhandling, TR-grupper og indsamling af krav."),
        (
            Ask("pay", gettext_lazy("Lønforhandling")),
            Ask("groups", gettext_lazy("TR-grupper og møder")),
            Ask("demands", gettext_lazy("Indsamling af krav")),
            Ask(
                "dates",
                gettext_lazy("Dato"),
                ROWS,
                columns=(("on", gettext_lazy("dag"), DAY), ("what", gettext_lazy("hvad"), LINE)),
            ),
        ),
        topics=("union_reps",),
    ),
    Sheet(
        "sickness",
        gettext_lazy("Årets sygefraværsstatistik"),
        gettext_lazy("Ledelsens årlige redegørelse. Kun samlede tal, aldrig enkeltpersoner."),
        (
            Ask("year", gettext_lazy("Hvilket år?"), LINE),
            Ask("days", gettext_lazy("Fraværsdage pr. medarbejder"), LINE),
            Ask("trend", gettext_lazy("Udvikling"), CHOICE, choices=TREND),
            Ask("comment", gettext_lazy("Hvad viser tallene?")),
            Ask("follow_up", gettext_lazy("Hvad har I aftalt at følge op på?")),
        ),
        topics=("sickness",),
        duties=("L5",),
    ),
    Sheet(
        "budget",
        gettext_lazy("Budgettets konsekvenser"),
        gettext_lazy("Ledelsen gør rede for, hvad budgettet betyder for arbejdet og for personalet."),
        (
            Ask("year", gettext_lazy("Hvilket budgetår?"), LINE),
            Ask("work", gettext_lazy("Betydning for arbejdet")),
            Ask("staff", gettext_lazy("Betydning for personalet")),
            Ask("balance", gettext_lazy("Passer ressourcer og arbejdsmængde sammen?")),
        ),
        duties=("H2", "W2"),
    ),
    Sheet(
        "violence",
        gettext_lazy("Virker retningslinjerne om vold og trusler?"),
        gettext_lazy("Se på tallene, og skriv, om retningslinjerne virker, og hvornår de skal ses efter."),
        (
            Ask("works", gettext_lazy("Virker retningslinjerne?"), CHOICE, choices=WORKS),
            Ask("why", gettext_lazy("Hvad ser I i tallene?")),
            Ask("change", gettext_lazy("Hvad skal ændres?")),
            Ask("revise_on", gettext_lazy("Ses efter senest"), DAY),
        ),
        duties=("H5", "H6", "L3", "W4"),
        numbers=True,
    ),
    Sheet(
        "reform",
        gettext_lazy("Status på en reform"),
        gettext_lazy("Milepæle, der bliver stående fra møde til møde."),
        (
            Ask("status", gettext_lazy("Hvor langt er vi?")),
            Ask(
                "milestones",
                gettext_lazy("Milepæl"),
                ROWS,
                columns=(
                    ("what", gettext_lazy("hvad"), LINE),
                    ("on", gettext_lazy("hvornår"), DAY),
                    ("state", gettext_lazy("status"), LINE),
                ),
                keeps=True,
            ),
        ),
    ),
    Sheet(
        "change",
        gettext_lazy("Ændring af organisationen"),
        gettext_lazy("Syv spørgsmål til samtalen og fire om, hvem der inddrages. En større ændring kræver en ny APV."),
        (
            Ask("core", gettext_lazy("Hvad betyder ændringen for kerneopgaven?")),
            Ask("citizens", gettext_lazy("Hvad betyder den for borgerne?")),
            Ask("solving", gettext_lazy("Hvordan løser vi opgaverne bagefter?")),
            Ask("meanwhile", gettext_lazy("Hvordan løser vi dem imens?")),
            Ask("colleagues", gettext_lazy("Hvad betyder den for os som kolleger?")),
            Ask("leader", gettext_lazy("Hvad er lederens rolle?")),
            Ask("back", gettext_lazy("Hvad melder medarbejderne tilbage?")),
            Ask("when", gettext_lazy("Hvornår er det bedst at inddrage?")),
            Ask("reps", gettext_lazy("Hvornår kan TR og AMR være med?")),
            Ask("before", gettext_lazy("Hvad kan siges, før politikerne har besluttet?")),
            Ask("quiet", gettext_lazy("Hvad skal være fortroligt, og hvor længe?")),
        ),
    ),
    Sheet(
        "theme",
        gettext_lazy("Temadrøftelse"),
        gettext_lazy("Hvad I vil tale om, i hvilken form og med hvem."),
        (
            Ask("theme", gettext_lazy("Tema"), CHOICE, choices=THEMES),
            Ask("question", gettext_lazy("Hvilket spørgsmål skal drøftelsen svare på?")),
            Ask("form", gettext_lazy("Form"), CHOICE, choices=FORMS),
            Ask(
                "guests",
                gettext_lazy("Hvem er inviteret ud over udvalget?"),
                LINE,
                gettext_lazy("Fx andre arbejdssteder, nattevagter eller kolleger med særlig viden."),
            ),
        ),
    ),
    Sheet(
        "process",
        gettext_lazy("Forløb om det psykiske arbejdsmiljø"),
        gettext_lazy("Tre trin: rammer, drøftelse og forslag til personalemødet."),
        (
            Ask("why", gettext_lazy("1. Hvorfor går vi i gang?")),
            Ask("ready", gettext_lazy("1. Er både ledelse og medarbejdere med på det?")),
            Ask("outside", gettext_lazy("1. Har vi brug for hjælp udefra?")),
            Ask("aim", gettext_lazy("2. Formål, og hvordan ser vi, at det lykkes?")),
            Ask("roles", gettext_lazy("2. Hvem gør hvad?")),
            Ask("informing", gettext_lazy("2. Hvordan bliver alle informeret og inddraget?")),
            Ask("method", gettext_lazy("2. Hvilken metode bruger vi?")),
            Ask("following", gettext_lazy("2. Hvordan følger vi op?")),
            Ask("connection", gettext_lazy("2. Hvordan hænger det sammen med det, vi gør i forvejen?")),
            Ask("timetable", gettext_lazy("2. Tidsplan")),
            Ask("proposal", gettext_lazy("3. Forslag til personalemødet: baggrund")),
            Ask("proposal_aim", gettext_lazy("3. Forslag til personalemødet: mål")),
            Ask("proposal_course", gettext_lazy("3. Forslag til personalemødet: forløb")),
            Ask("proposal_next", gettext_lazy("3. Forslag til personalemødet: næste skridt")),
        ),
    ),
    Sheet(
        "supervision",
        gettext_lazy("Socialtilsyn"),
        gettext_lazy("Det årlige driftstilsyn: temaer og opfølgning."),
        (
            Ask("themes", gettext_lazy("Temaer, I har talt om"), LINES, gettext_lazy("Ét tema på hver linje.")),
            Ask("part", gettext_lazy("Hvad er udvalgets rolle i tilsynet?")),
            Ask("report", gettext_lazy("Hvad følger vi op på fra rapporten?")),
            Ask("staff", gettext_lazy("Hvor kan medarbejderne læse rapporten, og hvornår taler vi om den?")),
            Ask("lift", gettext_lazy("Hvad skal løftes til et andet udvalg?")),
        ),
        setting="med_social_supervision",
    ),
)
BY_CODE = {one.code: one for one in ALL}


def own(treatment, duty_code=""):
    """Return the sheet that an item has by itself, or None; `duty_code` is that of the duty it is about."""
    code = treatment.topic.code
    return next((one for one in ALL if (code and code in one.topics) or (duty_code and duty_code in one.duties)), None)


def chosen(settings=None):
    """Return the sheets that can be chosen for any item; some are off unless the workplace has use for them."""
    settings = settings or Settings()
    return [one for one in ALL if not one.topics and (not one.setting or settings.flag(one.setting))]


def themes(settings=None):
    """Return the themes of a supervision as the workplace lists them (Q11)."""
    text = (settings or Settings()).text("med_supervision_themes") or ""
    return [part.strip() for part in text.split(";") if part.strip()]


# -- answers in words ------------------------------------------------------------------------------------------------
def _day(value):
    """Return a stored day in words."""
    try:
        return calendar.long_date(date.fromisoformat(value))
    except (TypeError, ValueError):
        return str(value or "")


def shown(row):
    """Return [(question, kind, answer in words)] of what was answered; rows as (headings, lines)."""
    sheet = BY_CODE.get(row.code)
    found = []
    for ask in sheet.asks if sheet else ():
        value = row.answers.get(ask.name)
        if not value:
            continue
        if ask.kind == ROWS:
            headings = [str(label).capitalize() for _name, label, _kind in ask.columns]
            lines = [
                [
                    _day(line.get(name)) if kind == DAY else str(line.get(name) or "")
                    for name, _label, kind in ask.columns
                ]
                for line in value
            ]
            found.append((ask.label, ask.kind, (headings, lines)))
        elif ask.kind == CHOICE:
            found.append((ask.label, ask.kind, dict(ask.choices).get(value, value)))
        else:
            found.append((ask.label, ask.kind, _day(value) if ask.kind == DAY else value))
    return found


def words_of(item):
    """Return the words of an item's sheet one by one, for whoever reads the minutes through before they are published."""
    if not hasattr(item, "sheet"):
        return []
    found = []
    for _label, kind, answer in shown(item.sheet):
        found += (
            [cell for line in answer[1] for cell in line] if kind == ROWS else answer if kind == LINES else [answer]
        )
    return [str(one) for one in found]


def title_of(row):
    """Return the sheet's title in words."""
    sheet = BY_CODE.get(row.code)
    return str(sheet.title) if sheet else str(_("Skema"))
