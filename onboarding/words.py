"""The Danish words for phases, parts of the schedule, roles and kinds. No rows are read here."""

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

PHASES = {
    "before_start": gettext_lazy("Inden start"),
    "first_day": gettext_lazy("Første dag"),
    "first_week": gettext_lazy("Første uge"),
    "first_month": gettext_lazy("Første måned"),
    "three_months": gettext_lazy("Tre måneder"),
    "first_year": gettext_lazy("Første år"),
}
LONG_PHASES = {
    "before_start": gettext_lazy("Inden den nye kollega starter"),
    "first_day": gettext_lazy("Den første arbejdsdag"),
    "first_week": gettext_lazy("Den første arbejdsuge"),
    "first_month": gettext_lazy("Den første måned"),
    "three_months": gettext_lazy("De første tre måneder"),
    "first_year": gettext_lazy("Det første år"),
}
# Where many courses, or none yet, are meant: an introduction may last another number of months than three.
GENERAL_PHASES = PHASES | {"three_months": gettext_lazy("Resten af introduktionen")}
USUAL_LENGTH = 3
NUMBERS = ("to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")  # months, from two on


def length_in_words(months):
    """Return »tre måneder«."""
    return _("{n} måneder").format(n=NUMBERS[months - 2])


def length_changed(before, after):
    """Return what an adapted length is called in the history."""
    return _("Introduktionens længde: {after} i stedet for {before}").format(
        before=length_in_words(before), after=length_in_words(after)
    )


def phases(length=USUAL_LENGTH):
    """Return the short words of the phases; the fifth lasts as long as the introduction."""
    return PHASES if length == USUAL_LENGTH else PHASES | {"three_months": length_in_words(length).capitalize()}


def long_phases(length=USUAL_LENGTH):
    """Return the long words of the phases."""
    if length == USUAL_LENGTH:
        return LONG_PHASES
    return LONG_PHASES | {"three_months": _("De første {length}").format(length=length_in_words(length))}


def phase(name, length=USUAL_LENGTH):
    """Return the short words of one phase."""
    return phases(length)[name]


def block(name, length=USUAL_LENGTH):
    """Return the words of a part of the schedule: the last lasts until the introduction ends."""
    if name != "m3" or length == USUAL_LENGTH:
        return BLOCKS[name]
    return _("3.–{n}. måned").format(n=length) if length > USUAL_LENGTH else _("Sidst i 2. måned")


BLOCKS = {
    "w1": gettext_lazy("1. uge"),
    "w2": gettext_lazy("2. uge"),
    "w3": gettext_lazy("3. uge"),
    "w4": gettext_lazy("4. uge"),
    "m2": gettext_lazy("2. måned"),
    "m3": gettext_lazy("3. måned"),
}
GENERAL_BLOCKS = BLOCKS | {"m3": gettext_lazy("3. måned og frem")}
# The three a course always has; the rest are found or chosen in each course (ONB-07).
COURSE_ROLES = ("leader", "mentor", "contact")
ROLES = {
    "mentor": gettext_lazy("Mentor"),
    "contact": gettext_lazy("Kontaktperson"),
    "leader": gettext_lazy("Leder"),
    "team_leader": gettext_lazy("Teamleder"),
    "office_leader": gettext_lazy("Kontorleder"),
    "consultant": gettext_lazy("SFK"),
    "superuser": gettext_lazy("Superbruger"),
    "safety_rep": gettext_lazy("AMR"),
    "union_rep": gettext_lazy("TR"),
    "coordinator": gettext_lazy("Tovholder"),
    "hr": gettext_lazy("HR"),
    "visit_x": gettext_lazy("Leder i X"),
    "visit_y": gettext_lazy("Leder i Y"),
    "visit_z": gettext_lazy("Leder i Z"),
    "colleague_a": gettext_lazy("Kollega AA"),
    "colleague_b": gettext_lazy("Kollega BB"),
    "colleague_c": gettext_lazy("Kollega CC"),
    "newcomer": gettext_lazy("Den nye kollega"),
}
# Roles that say nothing until somebody has them.
STAND_INS = frozenset({"visit_x", "visit_y", "visit_z", "colleague_a", "colleague_b", "colleague_c"})
CATEGORIES = {
    "specialists": gettext_lazy("Faglige nøglepersoner, specialister og konsulenter"),
    "tools": gettext_lazy("Arbejdsredskaber"),
    "information": gettext_lazy("Information og kommunikation"),
    "it": gettext_lazy("It-redskaber"),
    "culture": gettext_lazy("Kultur og retningslinjer"),
    "organisation": gettext_lazy("Organisationen"),
    "terms": gettext_lazy("Løn og arbejdsvilkår"),
    "building": gettext_lazy("Bygningen"),
    "safety": gettext_lazy("Hjælp og kriseplan"),
}
NEEDS = {
    "professional": gettext_lazy("Faglige behov"),
    "social": gettext_lazy("Sociale behov"),
    "practical": gettext_lazy("Praktiske behov"),
    "organisational": gettext_lazy("Organisatoriske behov"),
}
# From teacher-led to learner-led: the first is where most begin (ONB-18).
METHODS = {
    "instruction": gettext_lazy("Direkte instruktion og vejledning"),
    "shadowing": gettext_lazy("Følordning"),
    "side_by_side": gettext_lazy("Sidemandsoplæring"),
    "sparring": gettext_lazy("Sparring"),
    "shared_cases": gettext_lazy("Fælles sager i en periode"),
}
LISTS = {  # what a template holds
    "items": gettext_lazy("Huskelisten"),
    "rows": gettext_lazy("Introduktionsskemaet"),
    "meetings": gettext_lazy("Statusmøder"),
    "goals": gettext_lazy("Læringsmål"),
    "topics": gettext_lazy("Videnspersoner"),
    "loads": gettext_lazy("Antal sager"),
    "aids": gettext_lazy("Hjælpemappen"),
    "activities": gettext_lazy("Det, den nye kollega har med"),
}
SERIES = {
    "dialogue": gettext_lazy("Dialog hver dag"),
    "daily": gettext_lazy("Statusmøde hver dag"),
    "weekly": gettext_lazy("Statusmøde hver uge"),
    "mentor": gettext_lazy("Mentormøde"),
    "extra": gettext_lazy("Ekstra statusmøde"),
}


def period(code):
    """Return a week (»w2«) or a month (»3«) of the course in words: »2. uge«, »3. måned«."""
    return _("{n}. uge").format(n=code[1:]) if code.startswith("w") else _("{n}. måned").format(n=code)


# What cases are agreed for (ONB-24).
PERIODS = [
    (gettext_lazy("Uge"), [(f"w{n}", format_lazy(gettext_lazy("{n}. uge"), n=n)) for n in range(1, 14)]),
    (gettext_lazy("Måned"), [(str(n), format_lazy(gettext_lazy("{n}. måned"), n=n)) for n in range(1, 13)]),
]


def listed(parts):
    """Return »a«, »a og b«, »a, b og c«."""
    parts = [str(part) for part in parts]
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} og {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def roles_in_words(codes):
    """Return the roles of a row: »AMR og TR«, »Mentor og leder«."""
    names = [str(ROLES.get(code, code)) for code in codes]
    return listed(
        [
            name if place == 0 or name.isupper() or name[:2].isupper() else name[:1].lower() + name[1:]
            for place, name in enumerate(names)
        ]
    )
