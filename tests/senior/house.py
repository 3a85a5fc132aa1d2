"""The cast with ages and groups, on NOW; and Bent's talk and agreement in the states that tests begin with."""

from datetime import timedelta

from core.models import BirthDate, Person
from senior.actions import agreements, talks
from senior.models import SeniorTalk
from tests.senior.situation import TODAY

TEXT = {"content": "Fri hver fredag", "pay": "Følger timetallet", "pension": "Af 37 timer"}


def terms(cast, **values):
    """Return what save_agreement takes: reduced hours, TR Karen."""
    return {
        "kind": "effort",
        "options": ["less_time"],
        "starts_on": TODAY + timedelta(days=30),
        "ends_on": None,
        "hours_before": 37,
        "hours_after": 32,
        "evaluate_on": TODAY + timedelta(days=200),
        "notice_months": 3,
        "leaving_on": None,
        "function": "",
        "function_from": None,
        "function_to": None,
        "changes_terms": False,
        "union_party": "union_rep",
        "union_rep": cast.tr,
        "branch": "",
        "questions_seen": True,
        "text": dict(TEXT),
    } | values


def held_talk(cast, name="senior", by=None):
    """Let a talk be held and written by the leader; return it."""
    person, leader = cast[name], by or cast["leder"]
    talk = talks.want_talk(person, by=person)
    return talks.write(
        talk, by=leader, version=talk.version, held_on=TODAY, wishes="Mere ro", agreed="Fri fredag",
        themes={}, answers={}, next_talk_on=None, options=[("less_time", "chosen", ""), ("other", "discussed", "")],
    )  # fmt: skip


def draft(cast, **values):
    """Return Bent's draft with its words."""
    made, _new = agreements.begin_agreement(cast["senior"], by=cast["leder"])
    return agreements.save_agreement(made, by=cast["leder"], version=made.version, **terms(cast, **values))


def sent(cast, **values):
    """Return Bent's agreement out for signing."""
    return agreements.send(draft(cast, **values), by=cast["leder"])


def signed(cast, **values):
    """Return Bent's agreement signed by all."""
    row = sent(cast, **values)
    agreements.sign(row, by=cast["senior"], party="employee", sha256=row.sha256)
    if row.changes_terms:
        agreements.sign(row, by=cast["tr"], party="union", sha256=row.sha256)
    return agreements.sign(row, by=cast["leder"], party="leader", sha256=row.sha256)


def talk_of(cast, name="senior"):
    """Return somebody's talk."""
    return SeniorTalk.objects.get(person=cast[name])


def colleagues(cast, count, *, born):
    """Make colleagues of the office, each with the birth date that `born(n)` gives."""
    made = Person.objects.bulk_create(
        Person(email=f"x{n}@fjordby.example", name=f"X {n}", unit=cast.office) for n in range(count)
    )
    BirthDate.objects.bulk_create(BirthDate.of(person, born(n)) for n, person in enumerate(made))
    return made
