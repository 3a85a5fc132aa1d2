"""What stands beside the cases: days of strain, walk-rounds, courses, near misses, lone work, the press, complaints."""

import uuid
from datetime import timedelta

from core import calendar
from core.models import Person
from incidents.actions import complaints, lone_work, media, prevention, sparring, statements, strain, walk_rounds
from incidents.choices import Behaviour, Circumstance, Task
from incidents.models import Incident, Learning, StrainEpisode, StrainLog

DEMANDS = [*Circumstance.values, *Behaviour.values, *Task.values]
CAUSES = (["alone", "staffing"], ["training", "time", "layout"], ["information"], ["signals", "follow_up"], ["rules"])
STORIES = (
    "En far blev ved med at ringe og var vred, hver gang jeg tog telefonen.",
    "Et hjemmebesøg, hvor ingen sagde noget i lang tid.",
    "Jeg skulle sige nej til noget, de havde ventet på i et halvt år.",
    "",
)
MISSES = (
    (210, "En stol væltede, da en borger rejste sig hurtigt. Ingen sad bag den.", "Stolene i samtalerum 2 er byttet."),
    (95, "Døren til bagindgangen stod åben, da en vred borger kom.", "Serviceteamet lukker den kl. 15 hver dag."),
    (31, "Alarmen i skranken lå under en bunke papir.", "Alarmen er flyttet og sat fast."),
    (4, "Jeg var alene i skranken i ti minutter, mens der var åbent.", ""),
)


def fill(staff):
    """Write the days of strain in bulk; return what is lived through the product's own verbs."""
    _strain(staff)
    today = calendar.today()
    town_hall = staff["leder"].site
    events = [
        (_at(today - timedelta(days=270), "9.10"), lambda: _walk(staff, town_hall)),
        (_at(today - timedelta(days=390), "13"), lambda: _course(staff, "conflict", -390, 9)),
        (_at(today - timedelta(days=120), "13"), lambda: _course(staff, "firstaid", -120, 6)),
        (_at(today - timedelta(days=6), "13"), lambda: _course(staff, "conflict", 24, 4)),
        (_at(today - timedelta(days=150), "10"), lambda: _press(staff)),
        (_at(today - timedelta(days=3), "9.30"), lambda: _sparring(staff)),
        (_at(today - timedelta(days=2), "14.20"), lambda: _warned(staff)),
        (_at(today - timedelta(days=1), "9"), lambda: _causes()),
        (_at(today - timedelta(days=1), "15.05"), lambda: _asked(staff)),
        (calendar.now() - timedelta(minutes=25), lambda: _alone(staff)),
    ]
    events += [
        (_at(today - timedelta(days=days), "14"), _near_miss(staff, days, what, done)) for days, what, done in MISSES
    ]
    events += [
        (_at(calendar.add_months(today.replace(day=1), -back) + timedelta(days=3), "11"), _complaints(staff, back))
        for back in range(1, 8)
    ]
    return [(moment, event) for moment, event in events if moment <= calendar.now()]


def _at(day, clock):
    """Return a moment on the day, or on the last working day before it."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return calendar.at(day, calendar.parse_time(clock))


def _team(staff):
    """Return those whose nearest leader is the demo's."""
    below = staff["leder"].unit.path
    people = Person.objects.working().filter(unit__path__startswith=below)
    return people.exclude(pk=staff["leder"].pk).order_by("pk")


def _strain(staff):
    """Write a good half year of days of the leader's team, so that the team's numbers can be shown."""
    people = list(_team(staff))
    today, logs = calendar.today(), []
    for place, person in enumerate(people[:11]):
        for step in range(4 + place % 3):
            day = today - timedelta(days=9 + place * 5 + step * 47)
            logs.append(
                StrainLog(
                    person=person,
                    unit=person.unit,
                    site=person.site,
                    day=day,
                    strain=3 + (place * 2 + step * 3) % 7,
                    counts_in_team=place != 4,
                    shared_with_leader_at=_at(day, "16") if place == 2 and step == 0 else None,
                    follow_up=False,
                    written_at=_at(day, "16"),
                    token=uuid.uuid4(),
                )
            )
    StrainLog.objects.bulk_create(logs)
    StrainEpisode.objects.bulk_create(
        StrainEpisode(
            log=log,
            demands=[DEMANDS[(place + 3) % len(DEMANDS)], DEMANDS[(place * 5) % 6], "complaints"],
            text=STORIES[place % len(STORIES)],
        )
        for place, log in enumerate(logs)
    )
    with calendar.as_at(_at(today - timedelta(days=4), "15.50")):
        strain.write_day(
            by=staff["kollega"],
            token=uuid.uuid4(),
            day=today - timedelta(days=4),
            strain=5,
            episodes=[
                {"at": calendar.parse_time("10.15"), "demands": ["complaints", "decide"], "text": STORIES[0]},
                {"at": calendar.parse_time("13.30"), "demands": ["grief", "helpless"], "text": STORIES[1]},
            ],
            counts_in_team=True,
            share=False,
        )


def _walk(staff, site):
    """Walk through the town hall, with two things to put right; one is done."""
    walk = walk_rounds.begin(site, by=staff["amr"])
    later = calendar.today() + timedelta(days=30)
    for place, row in enumerate(walk.answers.select_related("point").order_by("point__order")):
        if place in (1, 5):
            walk_rounds.answer(
                row,
                by=staff["amr"],
                answer="fault",
                note="Blomsterkrukker i venteområdet" if place == 1 else "Døren binder, når den skal lukkes hurtigt",
                measure="Flyt krukkerne" if place == 1 else "Få døren justeret",
                owner=staff["service"],
                due_on=later,
            )
        else:
            walk_rounds.answer(row, by=staff["amr"], answer="ok")
    walk_rounds.finish(walk, by=staff["amr"], together_with=staff["leder"].name)
    for row in walk.answers.filter(answer="fault"):
        walk_rounds.finish_measure(row, by=staff["service"], done_on=calendar.today())


def _course(staff, kind, days, people):
    """Put a course in the register with some of the leader's staff."""
    team = _team(staff)
    prevention.add_course(
        by=staff["hr"],
        kind=kind,
        held_on=calendar.today() + timedelta(days=max(0, days)),
        site=staff["leder"].site,
        provider="Fjordby Kommunes arbejdsmiljøafdeling",
        participants=list(team[:people]),
    )


def _near_miss(staff, days, what, outcome):
    """Return the telling of one near miss, answered unless it waits."""

    def tell():
        row, _new = prevention.tell_near_miss(
            by=staff["medarbejder"], site=staff["medarbejder"].site, happened_on=calendar.today(), what=what
        )
        if outcome:
            prevention.answer_near_miss(row, by=staff["amr"], outcome=outcome)

    return tell


def _complaints(staff, back):
    """Return the counting of a month."""

    def count():
        complaints.count(
            staff["leder"].unit,
            by=staff["leder"],
            month=calendar.today(),
            number=(4, 5, 3, 6, 7, 5, 4)[back - 1],
            causes=["notice", "care"] if back % 2 else ["adult"],
            support="To på sagen og sparring hver anden uge" if back < 4 else "",
        )

    return count


def _press(staff):
    """Live through a matter in the press from warning to learning."""
    case, _new = media.forewarn(
        by=staff["medarbejder"], title="Spørgsmål om ventetid", about="En journalist har ringet om ventetiden."
    )
    leader = staff["leder"]
    media.change(
        case,
        by=leader,
        exposed=[staff["medarbejder"]],
        spokesperson=leader.name,
        process="Vi ser på ventetiden og fortæller, hvad vi gør, i næste uge.",
        guidance="Henvis til lederen. Sig ikke noget om en borger, heller ikke at I kender navnet.",
        with_communications=True,
    )
    for code in ("leader_told", "roles", "communications"):
        media.tick(case, by=leader, code=code)
    media.move(case, "go_public", by=leader)
    row, _new = media.promise(
        case, by=leader, to_whom="Pressen", due_at=calendar.now() + timedelta(hours=5), owner=leader
    )
    media.note(case, by=leader, text="Avisen har fået et kort svar på mail. De vender tilbage på fredag.")
    media.keep_promise(row, by=leader)
    media.move(case, "calm", by=leader)
    for code in ("talked", "group", "learning"):
        media.tick(case, by=leader, code=code)


def _warned(staff):
    """Give the leader a fresh warning."""
    case, _new = media.forewarn(
        by=staff["kollega"], title="Opslag i en lokal gruppe", about="Nogen skriver om skranken og har taget billeder."
    )
    media.promise(
        case,
        by=staff["leder"],
        to_whom="Medarbejderne i skranken",
        due_at=_at(calendar.today() + timedelta(days=4), "12"),
        owner=staff["leder"],
    )


def _causes():
    """Put the causes of what was learned into the three groups."""
    for place, learning in enumerate(Learning.objects.order_by("pk")):
        Learning.objects.filter(pk=learning.pk).update(causes=CAUSES[place % len(CAUSES)])


def _asked(staff):
    """Ask a colleague what they saw in the leader's running case."""
    case = (
        Incident.objects.filter(responsible=staff["leder"], state="in_progress")
        .exclude(affected=staff["mentor"])
        .order_by("-submitted_at")
        .first()
    )
    if case:
        statements.ask(
            case,
            by=staff["leder"],
            colleague=staff["mentor"],
            due_on=calendar.add_working_days(calendar.today(), 3),
        )


def _sparring(staff):
    """Let leader and consultant keep fixed times free for the weeks to come, two of them booked."""
    day = calendar.today() + timedelta(days=4)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    for name, clock, weeks, place in (("leder", "9", 1, "Mettes kontor"), ("sfk", "13.30", 2, "")):
        first = calendar.moment(day, calendar.parse_time(clock))
        slots = sparring.offer(
            by=staff[name], first_at=first, minutes=30, weeks=weeks, until=day + timedelta(days=56), place=place
        )
        guest = staff["medarbejder" if name == "leder" else "kollega"]
        sparring.book(slots[0], by=guest, wish="feedback" if name == "leder" else "advice", topic="En svær samtale")


def _alone(staff):
    """Send a colleague on a home visit, watched by another."""
    now = calendar.now()
    lone_work.plan(
        by=staff["medarbejder"],
        watcher=staff["kollega"],
        kind="visit",
        where="MK, Havnegade",
        begins_at=now,
        check_in_at=now + timedelta(minutes=75),
    )
