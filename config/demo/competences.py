"""Who knows what in the demo: a short list with names, and educations, courses and wishes for the numbers."""

from datetime import timedelta

from core import calendar
from onboarding.actions import competences
from onboarding.models import Background, Needs, Training

NOON = calendar.parse_time("13.40")
KNOWLEDGE = (
    ("sfk", "Administrative retningslinjer", "tools", "teaches"),
    ("maja.hedegaard", "Børnesamtaler", "specialists", "teaches"),
    ("thomas.bulow", "Journalisering", "tools", "uses"),
    ("camilla.rask", "Mødelokaler, booking og forplejning", "building", "teaches"),
    ("trine.hvid", "Merudgifter", "specialists", "teaches"),
    ("lars.kjeldsen", "Pas og kørekort", "specialists", "teaches"),
    ("nanna.vinther", "Uddannelsesvejledning", "specialists", "uses"),
    ("amr", "Alarmsystemer", "safety", "teaches"),
)
EDUCATIONS = ("social_worker", "social_worker", "social_officer")
WISHES = (["skill", "relational"], ["knowledge"], ["skill", "personal"])
TRAININGS = (
    ("Børnesamtalen", "external"),
    ("Dokumentation i journalen", "internal"),
    ("Konflikthåndtering", "internal"),
)


def fill(staff):
    """Let some colleagues say what they know."""
    for days, (key, topic, category, level) in enumerate(KNOWLEDGE):
        with calendar.as_at(calendar.at(calendar.today() - timedelta(days=40 * days + 10), NOON)):
            competences.save_competence(
                staff[key], by=staff[key], topic=topic, category=category, level=level, helps=True
            )
    now, names = calendar.now(), [key for key, _topic, _category, _level in KNOWLEDGE]
    people = [staff[key] for key in (*names, "leder", "mentor", "medarbejder", "kollega", "senior", "tr")]
    Background.objects.bulk_create(
        Background(person=person, education=EDUCATIONS[n % len(EDUCATIONS)], saved_at=now)
        for n, person in enumerate(people)
    )
    Needs.objects.bulk_create(
        Needs(
            person=person,
            answers={"tasks": "Sager med mange parter.", "way": "Sammen med en, der kan det."},
            kinds=WISHES[n % len(WISHES)],
            written_at=now,
        )
        for n, person in enumerate(people)
    )
    Training.objects.bulk_create(
        Training(person=person, title=title, place=place, year=calendar.today().year - n % 3)
        for n, person in enumerate(people)
        for title, place in TRAININGS[n % 2 :: 2]
    )
