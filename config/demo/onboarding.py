"""Introductions: Amalie who begins soon, colleagues at every stage, and finished courses whose evaluations can be read together.

Everything goes through the product's own verbs, as the person who would do it, at the moment it would have been done.
"""

from datetime import timedelta

from config.demo import competences, introduction_beside
from core import calendar, todos
from core.models import Person, Todo
from onboarding.actions import courses, learning, letter, meetings, schedule
from onboarding.models import Course, Pack, Welcome
from onboarding.rules import templates

MORNING, NOON = calendar.parse_time("8.50"), calendar.parse_time("13.40")
HOURS = calendar.parse_time("9")

# key or None for somebody new, name, title, unit, site, days from today to the start, leader, mentor, experience, terms, done
# »done«: how much is ticked of what was due: all, most; »whole« is evaluated and closed.
PEOPLE = (
    ("nyansat", "", "", "boern_fjordby", "raadhus", 12, "leder", "mentor", "newly_qualified", "ordinary", "prepared"),
    (
        None,
        "Freja Bonde",
        "borgerrådgiver",
        "skranke_strandlev",
        "strandlev",
        16,
        "dorthe.munk",
        None,
        "newly_hired",
        "ordinary",
        "bare",
    ),
    (
        "laerke.ibsen",
        "",
        "",
        "boern_strandlev",
        "strandlev",
        -9,
        "leder",
        "ayse.simsek",
        "newly_hired",
        "ordinary",
        "most",
    ),
    (
        None,
        "Nikolaj Thygesen",
        "rådgiver",
        "boern_fjordby",
        "raadhus",
        -24,
        "leder",
        "mentor",
        "newly_hired",
        "ordinary",
        "most",
    ),
    (
        None,
        "Mads Riis",
        "ungerådgiver",
        "unge",
        "raadhus",
        -6,
        "andenleder",
        "nanna.vinther",
        "experienced",
        "ordinary",
        "all",
    ),
    (
        None,
        "Line Due",
        "borgerrådgiver",
        "skranke_fjordby",
        "raadhus",
        -45,
        "dorthe.munk",
        "lars.kjeldsen",
        "newly_hired",
        "special",
        "late",
    ),
    (
        None,
        "Camilla Toft",
        "rådgiver",
        "handicap",
        "raadhus",
        -83,
        "stedfortraeder",
        "sanne.toft",
        "newly_qualified",
        "ordinary",
        "most",
    ),
    (
        None,
        "Tobias Wang",
        "bibliotekar",
        "biblioteker",
        "bib_fjordby",
        -58,
        "susanne.riis",
        "anne-marie.brix",
        "newly_hired",
        "ordinary",
        "all",
    ),
    (
        None,
        "Sofie Kirk",
        "praktikant",
        "unge",
        "raadhus",
        -20,
        "andenleder",
        "fatima.haddad",
        "newly_hired",
        "student",
        "most",
    ),
    (
        None,
        "Sara Højgaard",
        "rådgiver",
        "boern_fjordby",
        "raadhus",
        -200,
        "leder",
        "mentor",
        "newly_hired",
        "ordinary",
        "whole",
    ),
    (
        None,
        "Kasper Holt",
        "borgerrådgiver",
        "skranke_fjordby",
        "raadhus",
        -230,
        "dorthe.munk",
        "bente.storm",
        "newly_hired",
        "ordinary",
        "whole",
    ),
    (
        None,
        "Nanna Elkjær",
        "rådgiver",
        "handicap",
        "raadhus",
        -260,
        "stedfortraeder",
        "trine.hvid",
        "experienced",
        "ordinary",
        "whole",
    ),
    (
        None,
        "Ibrahim Saleh",
        "ungerådgiver",
        "unge",
        "raadhus",
        -180,
        "andenleder",
        "kasper.oldrup",
        "newly_qualified",
        "ordinary",
        "whole",
    ),
    (
        None,
        "Emil Balslev",
        "rådgiver",
        "boern_strandlev",
        "strandlev",
        -310,
        "leder",
        "morten.dahlgaard",
        "newly_hired",
        "ordinary",
        "whole",
    ),
)
RATINGS = ((4, 5, 3, 4), (5, 5, 4, 4), (3, 4, 3, 4), (4, 4, 4, 5), (5, 4, 3, 4))
NOTES = {
    "now_how": "Går godt. Der er mange navne at huske, men teamet er let at spørge.",
    "questions_ask": "Hvordan skriver vi til skolerne, og hvem godkender?",
    "questions_answers": "Thomas viser det på torsdag.",
    "closing_useful": "At se en hel sag fra begyndelsen.",
}


def fill(staff):
    """Take the newcomers on and return what happened to each, as events."""
    today, events = calendar.today(), []
    competences.fill(staff)
    for number, row in enumerate(PEOPLE):
        key, name, title, unit, site, days = row[:6]
        start = calendar.next_working_day(today + timedelta(days=days))
        if key is None:
            key = name.lower().replace(" ", ".").replace("ø", "o").replace("æ", "ae")
            staff[key] = Person.objects.create(
                email=f"{key}@fjordby.example",
                name=name,
                title=title,
                phone=f"10 20 33 {number + 10:02}",
                unit=staff.units[unit],
                site=staff.sites[site],
                active_from=start,
                employed_since=start,
            )
        else:
            start = staff[key].active_from or start
        events += _story(staff, number, key, start, *row[6:])
    week = calendar.add_working_days(today, -5)
    return [*events, (_at(week), lambda: introduction_beside.work_on_templates(staff, "nikolaj.thygesen"))]


def _at(day, clock=MORNING):
    return calendar.at(day, clock)


def _story(staff, number, key, start, leader, mentor, experience, terms, stage):
    """Return the events of one course."""
    person, lead = staff[key], staff[leader]
    guide = staff[mentor] if mentor else None
    made = start - timedelta(days=26 if stage != "bare" else 20)
    made = min(made, calendar.today() - timedelta(days=1))

    def course():
        return Course.objects.select_related("person", "unit", "site", "leader", "mentor", "contact").get(person=person)

    def create():
        pairs = Pack.in_use()
        codes = templates.chosen([pack.data_of(version) for pack, version in pairs], experience, terms)
        if "rådgiver" in person.title and terms == "ordinary":
            codes.append("case_worker")
        courses.create(
            person,
            by=staff["hr"] if number % 2 else lead,
            unit=person.unit,
            site=person.site,
            start_on=start,
            weekdays=[1, 2, 4, 5] if number == 5 else [1, 2, 3, 4, 5],
            experience=experience,
            terms=terms,
            versions=[version for pack, version in pairs if pack.code in codes],
            leader=lead,
            mentor=guide,
            private_address=f"{key}@privat.example" if stage != "bare" else "",
        )

    events = [(_at(made), create)]
    if stage == "prepared":
        events.append((_at(calendar.today() - timedelta(days=2)), lambda: _prepare(course(), guide)))
    if stage != "bare" and guide and terms == "ordinary":
        known = max(made, min(calendar.today() - timedelta(days=1), start + timedelta(days=12)))
        events.append((_at(known, NOON), lambda: introduction_beside.name_who_knows(course(), staff, guide)))
    if stage not in ("bare", "prepared"):
        approve = max(made, start - timedelta(days=13))
        events += [
            (_at(approve, NOON), lambda: _approve(course(), guide, lead)),
            (_at(start - timedelta(days=7)), lambda: letter.send_due(calendar.today()) and None),
            (_at(calendar.add_working_days(start, -1)), lambda: _before(course(), stage)),
            (_at(start), lambda: _first_day(course(), stage)),
        ]
        until = min(calendar.today(), calendar.add_months(start, 3))
        day = start + timedelta(days=2)
        while day <= until:
            events.append((_at(calendar.next_working_day(day), NOON), lambda day=day: _week(course(), day, stage)))
            day += timedelta(days=7)
        if guide and terms == "ordinary" and start <= calendar.today() - timedelta(days=4):
            events.append(
                (
                    _at(calendar.next_working_day(start + timedelta(days=3)), HOURS),
                    lambda: introduction_beside.align(course(), person, guide),
                )
            )
        if start <= calendar.today() - timedelta(days=20) and terms == "ordinary":
            events.append((_at(start + timedelta(days=15), NOON), lambda: _ask(course(), person, guide)))
    if stage == "whole":
        end = calendar.next_working_day(calendar.add_months(start, 3) - timedelta(days=4))
        events.append(
            (
                _at(end, NOON),
                lambda: introduction_beside.evaluate(course(), person, lead, guide, RATINGS[number % len(RATINGS)]),
            )
        )
        over = calendar.next_working_day(end + timedelta(days=10))
        events.append((_at(over), lambda: introduction_beside.agree(course(), person, guide)))
        events.append((_at(over, NOON), lambda: _close(course(), lead)))
    return events


def _prepare(course, guide):
    """Let Peter prepare: some lines done, the letter begun."""
    for item in course.items.filter(code__in=["training_agreements", "partner_meetings"]).select_related("todo"):
        _tick(item, guide)
    letter.write(
        course,
        by=guide,
        meets_at=HOURS,
        meeting_place="hovedindgangen",
        bring="billedlegitimation",
        greeting="Vi er syv i teamet, og vi glæder os til at lære dig at kende.",
    )


def _approve(course, guide, lead):
    """Approve schedule and letter."""
    schedule.approve(course, by=guide or lead)
    if not course.has_begun and Welcome.objects.filter(course=course).exists() and guide:
        letter.release(course, by=lead)


def _before(course, stage):
    """Let what belongs before the start be done the day before, but where everything is late."""
    if stage != "late":
        _tick_all(course, phase="before_start")


def _first_day(course, stage):
    """Begin, and forget the private address."""
    courses.advance(course, by=None)
    letter.forget_addresses(calendar.today())
    if stage != "late":
        _tick_all(course, due_on__lte=calendar.today())


def _tick_all(course, **those):
    """Tick the lines that wait, as whoever answers for them."""
    for item in course.items.filter(todo__state="open", **those).select_related("todo", "owner"):
        _tick(item, item.owner or course.mentor or course.leader)


def _tick(item, by):
    """Tick a line if it waits."""
    if item.todo and item.todo.state == "open":
        todos.complete(item.todo, by=by)


def _week(course, day, stage):
    """Tick what was due by a day, hold the meetings that were, and go on to the next state."""
    courses.advance(course, by=None)
    guide = course.mentor or course.leader
    ahead = day if stage == "late" else day + timedelta(days=6)  # before it is due
    due = list(course.items.filter(todo__state="open", due_on__lte=ahead).select_related("todo", "owner"))
    keep = {"all": 0, "whole": 0, "most": 1 if day > calendar.today() - timedelta(days=8) else 0, "late": 3}[stage]
    for item in due[keep:] if stage == "late" else due[: len(due) - keep or None]:
        if item.page in ("follow_up_1", "follow_up_3") and stage != "whole":
            continue
        _tick(item, item.owner or guide)
    if stage == "late":
        return
    for meeting in course.meetings.waiting().filter(starts_at__lt=calendar.now()):
        if not meeting.notes:
            meetings.write_notes(meeting, by=guide, notes=NOTES)
        meetings.mark_held(meeting, by=guide)
    for row in course.rows.kept().filter(confirmed_at=None, owner__isnull=False, day__lte=day + timedelta(days=5)):
        schedule.confirm(row, by=guide)


def _ask(course, person, guide):
    """Let the newcomer ask and the mentor answer."""
    first = learning.ask(
        course, by=person, text="Hvordan får jeg mine busbilletter betalt ved hjemmebesøg?", need="practical"
    )
    learning.answer(first, by=guide, text="Gem kvitteringen, og læg den i rejseafregningen. Camilla viser dig det.")
    learning.ask(course, by=person, text="Hvem godkender breve til skolerne?", need="organisational")
    for goal in course.goals.all()[:3]:
        learning.rate(goal, by=person, rating=2)
        learning.rate(goal, by=guide, rating=3)


def _close(course, lead):
    """Tick the rest and close."""
    for item in course.items.filter(todo__state="open").exclude(phase="first_year").select_related("todo"):
        _tick(item, lead)
    courses.close(course, by=lead)
    for todo in Todo.objects.about(course).open().filter(due_at__lt=calendar.now()):
        todos.complete(todo, by=lead)
