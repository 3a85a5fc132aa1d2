"""The whole way for each: found by the clock, offered, talked with, agreed, evaluated. One of 52, one of 58 in each group of
SEN-10's table, a leader of 55, and one whose group has no rule; what applies is written by hand.
"""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from core.models import BirthDate, Document, Mail, Person, Todo
from senior.actions import agreements, clock, offers, talks
from senior.models import AgreementGroup, SeniorAgreement, SeniorOffer, SeniorTalk
from senior.rules.membership import rights_of
from tests.cast import NOW, ZONE
from tests.cast import born as give_birth_date
from tests.senior.house import TEXT, terms

pytestmark = pytest.mark.django_db
M, R = "municipal", "regional"
YEAR = date(2027, 1, 1)

# who, leader, born, group, area → scheme from, days this year, bonus this year (None: no rule gives it)
PEOPLE = [
    ("medarbejder", "leder", date(1975, 12, 31), "social_educators", M, date(2033, 1, 1), 0, None),  # 52
    ("medarbejder", "leder", date(1969, 2, 28), "social_educators", M, YEAR, 5, None),  # 58 and on
    ("medarbejder", "leder", date(1969, 6, 6), "preventive_day_treatment", M, YEAR, 5, None),
    ("medarbejder", "leder", date(1969, 6, 6), "educated_special_posts", M, YEAR, 5, None),
    ("medarbejder", "leder", date(1969, 6, 6), "care_assistants", M, YEAR, 5, None),
    ("medarbejder", "leder", date(1969, 6, 6), "educational_consultants", M, date(2029, 1, 1), 0, None),
    ("medarbejder", "leder", date(1969, 6, 6), "household_managers", M, date(2029, 1, 1), 0, None),
    ("medarbejder", "leder", date(1969, 6, 6), "workshop_managers", M, date(2029, 1, 1), 0, None),
    ("medarbejder", "leder", date(1969, 6, 6), "residential_care", R, YEAR, None, 2),
    ("medarbejder", "leder", date(1969, 6, 6), "care_assistants", R, YEAR, None, 2),
    ("medarbejder", "leder", date(1969, 6, 6), "workshop_managers", R, date(2029, 1, 1), None, 0),
    ("leder", "chef", date(1972, 3, 1), "social_educators", M, date(2030, 1, 1), 0, None),  # a leader of 55
    ("medarbejder", "leder", date(1967, 6, 6), "social_workers", M, None, None, None),  # no rule
]


def at(day, hour=10):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE), tick=False)


@pytest.mark.parametrize("row", PEOPLE, ids=lambda row: f"{row[3]} {row[4]} {row[2].year} {row[0]}")
def test_from_the_clocks_offer_to_the_evaluated_agreement(cast, row):
    name, led_by, born, group, area, scheme, days, bonus = row
    BirthDate.objects.all().delete()
    give_birth_date(cast[name], born)
    cast[name].senior_groups.all().delete()
    cast[name].senior_groups.create(group=AgreementGroup.objects.get(code=group), area=area, starts_on=date(2020, 1, 1))
    person, leader = Person.objects.get(pk=cast[name].pk), cast[led_by]

    # what applies
    rights, _belonging = rights_of(person, date(2027, 2, 5))
    assert (rights.scheme_from, rights.days, rights.bonus_percent) == (scheme, days, bonus)
    assert rights.talk_is_due and (scheme is not None or "egen overenskomst" in rights.reasons[1].text)

    # the offer, found on 1 January
    with at(date(2027, 1, 1)):
        clock.senior_offers(date(2027, 1, 1))
    todo = Todo.objects.open().get(code="senior.offer")
    assert todo.owner == leader and not any(str(age) in f"{todo.title} {todo.help}" for age in (52, 55, 58, 60))
    offer = offers.give(SeniorOffer.objects.get(), by=leader)
    offers.answer(offer, by=person, answer="yes")

    # the talk
    talk = talks.plan(
        SeniorTalk.objects.get(), by=leader, planned_at=NOW + timedelta(days=3), place="Rum 1", with_mus=False
    )
    talks.prepare(talk, by=person, answers={"good": "Kollegerne"})
    with at(date(2027, 2, 8), 15):
        talk = talks.write(
            talk, by=leader, version=talk.version, held_on=date(2027, 2, 8), agreed="Fri hver fredag",
            wishes="Mere ro", answers={"when": "Fredage"}, options=[("less_time", "chosen", "")],
        )  # fmt: skip
        for one in (person, leader):
            talk = talks.confirm(talk, by=one, version=talk.version)
        assert talk.state == "confirmed" and Document.objects.filter(kind="P-33").count() == 1

        # the agreement; a leader of 55 gets generation change, with the branch
        made, _new = agreements.begin_agreement(person, by=leader, talk=talk)
        values = {"starts_on": date(2027, 3, 1), "evaluate_on": date(2027, 9, 1)}
        if name == "leder":
            values |= {
                "kind": "generation_change", "options": [], "ends_on": date(2033, 2, 28), "hours_after": None,
                "leaving_on": date(2033, 2, 28), "union_party": "branch", "union_rep": None, "branch": "Kreds Syd",
                "text": TEXT | {"allowance": "2.000 kr. om måneden"},
            }  # fmt: skip
        made = agreements.save_agreement(made, by=leader, version=made.version, **terms(cast, **values))
        made = agreements.send(made, by=leader)
        if name == "leder":
            made = agreements.confirm_for_branch(
                made, by=leader, confirmed_on=date(2027, 2, 8), on_behalf_of="Kreds Syd", sha256=made.sha256
            )
        else:
            made = agreements.sign(made, by=cast["tr"], party="union", sha256=made.sha256)
        for party, one in (("employee", person), ("leader", leader)):
            made = agreements.sign(made, by=one, party=party, sha256=made.sha256)
        assert made.state == "agreed" and Document.objects.filter(kind="P-34").count() == 1

    # in force, evaluated
    with at(date(2027, 3, 1)):
        clock.running_agreements(date(2027, 3, 1))
        assert SeniorAgreement.objects.get().state == "in_force"
    with at(date(2027, 8, 15)):
        clock.running_agreements(date(2027, 8, 15))
        assert {todo.owner for todo in Todo.objects.open().filter(rule="R-88")} == {person, leader}
        agreements.evaluate(made, by=person, said="Det går godt")
        done = agreements.evaluate(made, by=leader, said="Enig", outcome="continue", next_on=date(2028, 9, 1))
    assert (done.state, done.evaluate_on) == ("in_force", date(2028, 9, 1))
    for mail in Mail.objects.filter(notice__startswith="S-"):
        assert str(born.year) not in str(mail.context) and "Mere ro" not in str(mail.context)
