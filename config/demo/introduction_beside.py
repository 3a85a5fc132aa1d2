"""Beside the courses: what people write together (P-28–P-30), and a template that somebody works on."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from core import calendar, files
from onboarding.actions import aids, learning, packs, papers, roles
from onboarding.models import Course, Pack, PackVersion

ALIGNED = {
    "present": "Den nye kollega og mentor.",
    "frames": "Vi har gennemgået skemaet. De første to uger sidder vi i samme lokale.",
    "rules": "Vi retter planen på statusmøderne. Spørgsmål må komme når som helst, også på chatten.",
    "needs": "Journalisering, samtaler med skolerne og den første sag fra ende til anden.",
    "methods": "Følordning i de første uger, derefter sidemandsoplæring på egne sager.",
}
AGREED = {
    "purpose": "Ro til at tale om det svære i sagerne og om rollen som ny.",
    "frequency": "Hver anden onsdag, en time, i samtalerum 2.",
    "roles": "Mentor spørger og lytter. Mentee kommer med det, der skal tales om.",
    "confidential": "Det, vi taler om, bliver mellem os. Bekymringer om en sag går til lederen.",
    "end": "Om et halvt år. Passer det ikke, siger vi det og finder en anden løsning.",
}


KNOWS = {  # a topic → who knows about it, and a remark
    "Faglig nøgleperson 1": ("maja.hedegaard", "børnesamtaler"),
    "Specialist 1": ("trine.hvid", "merudgifter"),
    "Administrative retningslinjer": ("sfk", ""),
    "Journalisering": ("thomas.bulow", "bedst om formiddagen"),
    "Mødelokaler, booking og forplejning": ("camilla.rask", ""),
    "Alarmsystemer": ("amr", "viser det på stedet"),
    "Vold- og kriseberedskab": ("amr", ""),
    "Arbejdsmiljørepræsentant": ("amr", ""),
    "Tillidsrepræsentant": ("tr", ""),
    "Personalepolitikken": ("hr", ""),
    "Løn, skat og pension": ("hr", ""),
}
OWN = ("Arbejdsgangsbeskrivelser", "Kalender", "Forkortelser", "Prioritering af arbejdsopgaver", "Kaffeordning")
HANDBOOK = """Velkommen i teamet

Vi møder mellem 8 og 9. Mandag kl. 9 samles vi i mødelokale 2 og fordeler ugens sager.
Sidder du fast, så gå til din mentor eller til den, der sidder nærmest. Ingen sidder alene med noget svært.
Telefonerne er åbne fra kl. 9 til 14. Frokost er kl. 11.45.
"""


def name_who_knows(course, staff, guide):
    """Say who knows about what, tick what has been told, and put the team's own words into the aids folder."""
    told = course.start_on <= calendar.today() - timedelta(days=10)
    topics = course.topics.filter(title__in=[*KNOWS, *OWN]).select_related("course")
    for number, topic in enumerate(topics):
        key, remark = KNOWS.get(topic.title, ("", ""))
        knows = staff[key] if key else guide
        if knows == course.person:
            continue
        topic = learning.name_topic(topic, by=guide, title=topic.title, person=knows, remark=remark)
        if told and number % 3:
            learning.introduce(topic, by=guide)
    upload = SimpleUploadedFile("velkommen-i-teamet.txt", HANDBOOK.encode())
    aids.save(
        course,
        by=guide,
        title="Velkommen i teamet",
        url="",
        where="",
        before_start=True,
        upload=(upload, files.inspect(upload)),
    )


def align(course, person, guide):
    """Let the pair write down what they expect of each other, and confirm it (P-28)."""
    _together(course, "alignment", ALIGNED, person, guide, held_on=calendar.today())


def agree(course, person, guide):
    """Let mentor and mentee make their agreement, and confirm it (P-30)."""
    if course.mentor_scheme == "yes":
        _together(course, "agreement", AGREED, person, guide)


def _together(course, kind, answers, person, guide, held_on=None):
    """Write a paper as the mentor; both confirm it."""
    paper = papers.open_paper(course, kind, by=guide)
    papers.write(paper, by=guide, answers=answers, held_on=held_on)
    papers.confirm(paper, by=guide)
    papers.confirm(paper, by=person)


def evaluate(course, person, lead, guide, marks):
    """Let all three evaluate, talk, and decide on a mentor scheme."""
    for kind in ("follow_up_1", "follow_up_3"):
        paper = papers.open_paper(course, kind, by=lead)
        papers.write(
            paper,
            by=lead,
            held_on=calendar.today(),
            answers={"tasks": "Egne sager fra nu af, to nye om måneden.", "agreed": "Fast sparring om onsdagen."},
        )
        papers.confirm(paper, by=lead)
        papers.confirm(paper, by=person)
    words = {
        "worked": "At der var en plan, og at nogen havde tid.",
        "better": "Flere besøg ude i tilbuddene.",
        "new_goals": "Svære samtaler.",
    }
    codes = ("plan", "help", "time", "goals")
    for paper, by in zip(papers.open_evaluation(course, by=lead), (person, lead, guide), strict=True):
        papers.write(paper, by=by, answers=words, ratings=dict(zip(codes, marks, strict=True)))
        papers.confirm(paper, by=by)
    papers.decide_scheme(course, by=lead, answer="yes" if marks[1] > 4 else "no", starts_on=calendar.today())


def work_on_templates(staff, key):
    """Publish a newer version of what case workers get, and let a coordinator write in the draft of what everyone gets."""
    PackVersion.objects.filter(number=1).update(published_at=calendar.now() - timedelta(days=400))  # long in use
    worker, everyone = Pack.objects.get(code="case_worker"), Pack.objects.get(code="everyone")
    packs.put_line(
        worker,
        by=staff["hr"],
        name="goals",
        code="",
        values={
            "title": "Føre en børnesamtale sammen med en kollega",
            "knowledge": "Barnets ret til at blive hørt og måden, vi forbereder os på",
            "need": "professional",
            "method": "shadowing",
            "month": 3,
        },
    )
    packs.put_line(
        worker,
        by=staff["hr"],
        name="items",
        code="",
        values={"title": "Adgang til kørebog og delebiler", "phase": "first_month", "roles": ["leader"]},
    )
    packs.publish(worker, by=staff["hr"], what_changed="Børnesamtalen er med som mål, og delebiler på huskelisten")
    course = Course.objects.running().get(person=staff[key])
    roles.assign(course, by=staff["hr"], roles={"coordinator": staff["sfk"]})
    packs.put_line(
        everyone,
        by=staff["sfk"],
        name="rows",
        code="",
        values={
            "topic": "Besøg i Borgerservice",
            "block": "w3",
            "day": 3,
            "time": "10:00",
            "minutes": 60,
            "roles": ["mentor"],
        },
    )
    packs.drop_line(everyone, by=staff["sfk"], name="items", code="flowers")
