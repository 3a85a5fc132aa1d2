"""A large invented municipality, made with bulk operations: 10,000 employees, 400 units, 30,000 incidents by default,
300 committees, 2,000 introductions, 2,500 senior talks."""

import random
from datetime import date, timedelta

from django.db import connection

from benchmarks import dataset_med, dataset_onboarding, dataset_senior
from core import calendar
from core.models import AuditEntry, BirthDate, Role, Site, Todo, Unit
from core.models import Person as People
from core.reference import load_all
from incidents.models import Alert, Incident, Sanction

SIZES = {
    "people": 10_000,
    "units": 400,
    "sites": 60,
    "incidents": 30_000,
    "bodies": 300,
    "courses": 2_000,
    "talks": 2_500,
}
FIRST = (
    "Anna",
    "Bo",
    "Clara",
    "David",
    "Ea",
    "Finn",
    "Gry",
    "Hans",
    "Ida",
    "Jens",
    "Karla",
    "Lars",
    "Maja",
    "Niels",
    "Oda",
    "Poul",
    "Rikke",
    "Søren",
    "Tove",
    "Åse",
)
LAST = (
    "Holm",
    "Bech",
    "Skov",
    "Lund",
    "Dam",
    "Krogh",
    "Friis",
    "Juhl",
    "Ravn",
    "Toft",
    "Bonde",
    "Riis",
    "Birk",
    "Lind",
    "Vang",
    "Bjerg",
)
WORDS = (
    "Borgeren hævede stemmen, slog i bordet og sagde, at det ville få følger. Kollegaen gik ud og trykkede på alarmen. "
    * 6
)


def build(scale=1.0, seed=7):
    """Fill an empty, migrated database; `scale` 0.1 gives a tenth of everything."""
    chance = random.Random(seed)  # noqa: S311
    size = {name: max(6, round(number * scale)) for name, number in SIZES.items()}
    load_all()
    units = _units(size["units"])
    sites = Site.objects.bulk_create(
        [
            Site(name=f"Sted {n}", address=f"Vej {n}", opening_hours={str(d): ["09:00", "15:00"] for d in range(1, 6)})
            for n in range(size["sites"])
        ]
    )
    people = _people(size["people"], units, sites, chance)
    _roles(people, units, sites)
    _incidents(size["incidents"], people, units, chance)
    leaders = {unit.pk: people[n] for n, unit in enumerate(units)}
    dataset_med.build(size["bodies"], people, units, chance)
    dataset_onboarding.build(size["courses"], people, leaders)
    dataset_senior.build(size["talks"], leaders)
    with connection.cursor() as cursor:  # the planner's knowledge, which bulk loading leaves behind
        cursor.execute("ANALYZE")


def _units(count):
    """Make a tree: one top, then twenty departments, the rest below them."""
    top = Unit.objects.create(name="Kommunen", path="/1/")
    Unit.objects.filter(pk=top.pk).update(path=f"/{top.pk}/")
    top.refresh_from_db()
    middle = _below([top] * min(20, max(2, count // 20)), "Forvaltning")
    return [top, *middle, *_below([middle[n % len(middle)] for n in range(count - len(middle) - 1)], "Afdeling")]


def _below(parents, name):
    """Make one unit under each parent in the list and write their paths."""
    made = Unit.objects.bulk_create(
        [Unit(name=f"{name} {n}", parent=parent, path="") for n, parent in enumerate(parents)]
    )
    for unit, parent in zip(made, parents, strict=True):
        unit.path = f"{parent.path}{unit.pk}/"
    Unit.objects.bulk_update(made, ["path"], batch_size=1000)
    return made


def _people(count, units, sites, chance):
    """Make employees spread over units and sites."""
    rows = [
        People(
            email=f"p{n}@stor.example",
            name=f"{chance.choice(FIRST)} {chance.choice(LAST)} {n}",
            title="rådgiver",
            phone="10 20 30 40",
            password="!",  # noqa: S106
            unit=units[n % len(units)],
            site=sites[n % len(sites)],
            active_from=date(2015, 1, 1),
            employed_since=date(2015, 1, 1),
            next_of_kin_confirmed_on=calendar.today(),
        )
        for n in range(count)
    ]
    made = People.objects.bulk_create(rows, batch_size=2000)
    BirthDate.objects.bulk_create(
        [
            BirthDate.of(person, date(1960 + n % 44, 1 + n % 12, 1 + n % 28))  # ages spread evenly
            for n, person in enumerate(made)
        ],
        batch_size=2000,
    )
    return made


def _roles(people, units, sites):
    """Give each unit a leader, each site AMR, TR and service, and the municipality its HR, DPO and administrator."""
    begin = date(2020, 1, 1)
    rows = [Role(person=people[n], kind="leader", unit=unit, starts_on=begin) for n, unit in enumerate(units)]
    for n, site in enumerate(sites):
        rows += [
            Role(person=people[(-n * 3 - place) % len(people)], kind=kind, site=site, starts_on=begin)
            for place, kind in enumerate(("safety_rep", "union_rep", "service"), 1)
        ]
    rows += [
        Role(person=people[len(units) + place], kind=kind, starts_on=begin)
        for place, kind in enumerate(("hr", "data_protection", "admin", "plan_owner"))
    ]
    Role.objects.bulk_create(rows, batch_size=2000)


def _incidents(count, people, units, chance):
    """Make four years of incidents, three per cent of them open, with steps, alerts, sanctions and readings."""
    now = calendar.now()
    leaders = {unit.pk: people[n] for n, unit in enumerate(units)}
    rows = []
    for n in range(count):
        affected = people[(n * 7 + len(units)) % len(people)]
        leader = leaders[affected.unit_id]
        age = timedelta(days=chance.random() * 1460 if n % 33 else chance.random() * 30)
        state = "closed" if n % 33 else "in_progress"
        rows.append(
            Incident(
                number=f"B-{n:06d}",
                state=state,
                reporter=affected,
                affected=affected,
                unit_id=affected.unit_id,
                site_id=affected.site_id,
                occurred_at=now - age,
                submitted_at=now - age,
                taken_over_at=now - age + timedelta(minutes=chance.randint(2, 90)),
                responsible=leader if leader != affected else people[0],
                closed_at=now - age + timedelta(days=20) if state == "closed" else None,
                kinds=[chance.choice(["threat", "loud", "physical", "digital"])],
                channel=chance.choice(["in_person", "phone", "email"]),
                place="desk",
                wellbeing="shaken",
                narrative=WORDS,
                category_suggested="A",
                category=chance.choice("AAB" if n % 5 else "C"),
            )
        )
    rows = [row for row in rows if row.responsible_id != row.affected_id]
    for row in Incident.objects.bulk_create(rows, batch_size=1000):
        row.narrative = ""
    _around(rows, now, chance)


def _around(rows, now, chance):
    """Make what stands round the incidents."""
    open_ones = [row for row in rows if row.state == "in_progress"]
    Alert.objects.bulk_create(
        [
            Alert(
                incident=row,
                person_id=row.responsible_id,
                kind="chain",
                told_at=row.submitted_at,
                ended_at=row.taken_over_at,
            )
            for row in rows
        ],
        batch_size=2000,
    )
    steps = ("talk", "crisis_order", "police", "safetynet", "briefing", "learning")
    todos = [
        Todo(
            subject_type="incidents.incident",
            subject_id=row.pk,
            code=f"incidents.{step}",
            title="Et skridt",
            context=f"Hændelse {row.number}",
            link=f"/incidents/{row.pk}/",
            owner_id=row.responsible_id,
            unit_id=row.unit_id,
            site_id=row.site_id,
            about_id=row.affected_id,
            opened_at=row.submitted_at,
            due_at=row.submitted_at + timedelta(days=place + 1),
            state="done" if row.state == "closed" or place < 3 else "open",
            done_at=row.taken_over_at,
            order=place * 10,
            note="",
            reasons=[],
        )
        for row in rows
        for place, step in enumerate(steps)
        if row.state != "closed" or place < 3
    ]
    Todo.objects.bulk_create(todos, batch_size=2000)
    Sanction.objects.bulk_create(
        [
            Sanction(
                incident=row,
                measure="written_warning",
                state="in_force",
                site_id=row.site_id,
                starts_on=calendar.today() - timedelta(days=10),
                ends_on=calendar.today() + timedelta(days=80),
                proposed_by_id=row.responsible_id,
                proposed_at=row.submitted_at,
                decided_by_id=row.responsible_id,
                decided_at=row.submitted_at,
                what_to_do="Vær to til samtaler.",
            )
            for row in open_ones
        ],
        batch_size=2000,
    )
    for start in range(0, len(rows), 1500):  # the audit trigger takes one lock per subject and transaction
        AuditEntry.objects.bulk_create(
            [
                AuditEntry(
                    subject_type="incidents.incident",
                    subject_id=row.pk,
                    at=row.submitted_at,
                    actor_id=row.responsible_id,
                    action="incidents.read",
                    is_read=True,
                    details={},
                )
                for row in rows[start : start + 1500]
            ]
        )
