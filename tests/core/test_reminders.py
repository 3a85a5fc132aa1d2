"""The clock reminds: the right people, once, whatever happens to the clock."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import outbox, reminders, subjects, todos
from core.models import AuditEntry, Mail, Person, Reminder, Role, Todo, Unit
from tests.core.workplace import MONDAY, START, SUBJECT, Workplace, at, away, notice, person, role, rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def place():
    return Workplace()


def opened(place, code="core.test", subject=SUBJECT, **values):
    values = {
        "title": "Gør noget",
        "by": None,
        "owner": place.leader,
        "unit": place.team,
        "site": place.site,
        "link": "/x/",
    } | values
    return todos.open_todo(subject, code, **values)


def told():
    return sorted(Mail.objects.values_list("receiver__name", flat=True))


@pytest.mark.parametrize(
    "name, expected",
    [
        ("leader", ["Lene Leder"]),
        ("leaders_leader", ["Carl Chef"]),
        ("own_leader", ["Lene Leder"]),
        ("safety_rep", ["Anna Amr"]),
        ("affected", ["Malene Medarbejder"]),
        ("owner", ["Lene Leder"]),
        ("hr", ["Kaj Kollega"]),
        ("site_leader", ["Lene Leder"]),
    ],
)
def test_each_receiver_is_found(place, name, expected):
    role(place.colleague, "hr")
    rule("core.test", "0m", [name])
    opened(place, about=place.employee)
    reminders.sweep()
    assert told() == expected


def test_a_todo_without_owner_reminds_the_leader_of_the_unit_or_the_holders_of_its_role(place):
    rule("core.test", "0m", ["leader"])
    rule("core.rep", "0m", ["owner"])
    opened(place, owner=None)
    opened(place, code="core.rep", owner=None, owner_role="safety_rep")
    reminders.sweep()
    assert told() == ["Anna Amr", "Lene Leder"]


def test_an_absent_leaders_deputy_is_reminded_instead(place):
    rule("core.test", "0m", ["leader"])
    away(place.leader, place.deputy)
    opened(place)
    reminders.sweep()
    assert told() == ["Søren Stedfortræder"]


def test_an_absent_leader_without_deputy_sends_the_reminder_to_the_next_level_and_this_is_audited(place):
    rule("core.test", "0m", ["leader"])
    rule("core.test", "5h", ["leaders_leader"], level=1)
    away(place.leader)
    opened(place)
    reminders.sweep()
    assert told() == ["Carl Chef"]
    assert AuditEntry.objects.filter(action="core.reminder_without_receiver").count() == 1


def test_without_a_next_level_the_leaders_upwards_are_told(place):
    rule("core.test", "0m", ["hr"])
    opened(place)
    reminders.sweep()
    assert told() == ["Lene Leder"]


def test_somebody_who_has_left_is_not_reminded(place):
    rule("core.test", "0m", ["safety_rep"])
    Person.objects.filter(pk=place.rep.pk).update(active_to=MONDAY.date() - timedelta(days=1))
    opened(place)
    reminders.sweep()
    assert told() == ["Lene Leder"]


def test_who_is_shut_out_from_the_subject_hears_nothing(place, monkeypatch):
    site = subjects.SUBJECTS["core.site"]
    barred = {SUBJECT[1]: {place.leader.pk}}
    monkeypatch.setitem(
        subjects.SUBJECTS,
        "core.site",
        subjects.Subject(site.type, site.title, site.label, site.url, site.view_action, shut_out=lambda ids: barred),
    )
    rule("core.test", "0m", ["leader", "safety_rep"])
    opened(place)
    reminders.sweep()
    assert told() == ["Anna Amr"]


def test_before_its_moment_nothing_is_sent_and_afterwards_exactly_one(place, clock):
    rule("core.test", "1h", ["leader"])
    opened(place)
    assert reminders.sweep() == 0 and told() == []
    clock.shift(timedelta(hours=1))
    assert reminders.sweep() == 1
    assert reminders.sweep() == 0
    assert told() == ["Lene Leder"]


def test_an_escalation_raises_the_level_goes_once_and_is_audited(place, clock):
    rule("core.test", "0m", ["leader"])
    rule("core.test", "1h", ["leaders_leader"], level=1)
    todo = opened(place)
    reminders.sweep()
    clock.shift(timedelta(hours=5))
    for _ in range(3):
        reminders.sweep()
    todo.refresh_from_db()
    assert todo.level == 1 and told() == ["Carl Chef", "Lene Leder"]
    assert AuditEntry.objects.filter(action="core.reminder_escalated").count() == 1


def test_a_rule_without_a_notice_raises_the_level_in_silence(place):
    rule("core.test", "0m", [], level=1, notice_code="")
    todo = opened(place)
    reminders.sweep()
    todo.refresh_from_db()
    assert todo.level == 1 and told() == []


def test_what_is_done_is_not_reminded_of(place, clock):
    rule("core.test", "1h", ["leader"])
    todos.complete(opened(place), by=place.leader)
    clock.shift(timedelta(hours=2))
    assert reminders.sweep() == 0 and told() == []


def test_a_clock_that_stopped_for_two_days_loses_and_doubles_nothing(place, clock):
    """The same mails come from a clock that ran every minute and from one that came back after two days."""
    rule("core.test", "0m", ["leader"])
    for level, hours in enumerate((1, 2, 20, 30), start=1):
        rule("core.test", f"{hours}h", ["leaders_leader"], level=level)
    for number in range(5):
        opened(place, subject=("core.site", number + 1))
    for hours in range(49):
        clock.move_to(MONDAY + timedelta(hours=hours))
        reminders.sweep()
    steady = set(Mail.objects.values_list("dedupe_key", flat=True))
    Mail.objects.all().delete()
    Reminder.objects.update(is_pending=True, handled_at=None)
    Todo.objects.update(level=0)

    reminders.sweep()
    assert set(Mail.objects.values_list("dedupe_key", flat=True)) == steady and len(steady) == 25


def test_the_mail_says_deadline_and_nothing_of_the_todo(place):
    rule("core.test", "0m", ["leader"])
    opened(place, title="Ring til Poul Poulsen", due_at=at("2027-03-04 12:00"), context="Hændelse 2027-0001")
    reminders.sweep()
    mail = Mail.objects.get()
    assert mail.context["frist"] == "torsdag den 4. marts 2027 kl.\xa012.00"
    assert "Poul" not in str(vars(mail))


def test_explain_says_what_would_be_sent_and_sends_nothing(place):
    rule("core.test", "2h", ["leader"])
    rule("core.test", "4h", ["leaders_leader"], level=1, speed="now")
    opened(place)
    assert reminders.explain(MONDAY) == []
    later = reminders.explain(MONDAY + timedelta(hours=5))
    assert [(one["rule"], one["receiver"], one["channel"], one["escalation"]) for one in later] == [
        ("R-99", place.leader.email, "now", 0),
        ("R-99", place.chief.email, "now", 1),
    ]
    assert later[0]["subject"] == "core.site:1"
    assert Mail.objects.count() == 0 and Reminder.objects.filter(is_pending=True).count() == 2


def test_a_thousand_people_take_as_many_queries_as_ten_and_at_most_fifteen(place):
    rule("core.test", "0m", ["leader", "safety_rep"])
    rule("core.test", "1m", ["leaders_leader"], level=1)
    role(place.rep, "hr")

    def queries(count):
        people = Person.objects.bulk_create(
            [
                Person(email=f"p{count}-{n}@fjordby.example", name=f"Person {n}", unit=place.team, active_from=START)
                for n in range(count)
            ]
        )
        todos.open_many(
            [
                todos.TodoSpec(
                    one,
                    "core.test",
                    "Gør noget",
                    owner=one,
                    unit=place.team,
                    link="/x/",
                    due_at=MONDAY + timedelta(days=3),
                )
                for one in people
            ],
            by=None,
        )
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert reminders.sweep(MONDAY + timedelta(hours=1)) == count * 2
        return len(seen)

    few, many = queries(10), queries(1000)
    assert few == many <= 15
    assert Mail.objects.filter(notice="N-98").count() > 1010


@pytest.mark.django_db(transaction=True)
def test_eight_clocks_at_once_write_each_mail_once(place):
    rule("core.test", "0m", ["leader", "safety_rep"], level=1)
    for number in range(40):
        opened(place, subject=("core.site", number + 1))
    barrier, errors = threading.Barrier(8), []

    def run():
        barrier.wait()
        try:
            reminders.sweep(batch=7)
        except Exception as error:
            errors.append(error)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert AuditEntry.objects.filter(action="core.reminder_escalated").count() == 40
    assert Mail.objects.count() == 80 and not Reminder.objects.filter(is_pending=True).exists()


def test_a_sweep_that_breaks_off_leaves_everything_to_the_next(place, monkeypatch):
    rule("core.test", "0m", ["leader"])
    opened(place)
    real = outbox.enqueue_many
    monkeypatch.setattr(outbox, "enqueue_many", lambda *args, **kwargs: (real(*args, **kwargs), 1 / 0))
    with pytest.raises(ZeroDivisionError):
        reminders.sweep()
    monkeypatch.undo()
    assert Mail.objects.count() == 0
    reminders.sweep(MONDAY)
    assert told() == ["Lene Leder"]


# -- what comes back by itself -------------------------------------------------------------------------------------
def test_next_of_kin_is_asked_at_the_start_and_every_half_year(no_reference, place, clock):
    rule("core.next_of_kin_check", "0m", ["owner"], code="R-27", notice_code="N-34", speed="digest")
    rule("core.next_of_kin_check", "14d", ["own_leader"], code="R-27", level=1, notice_code="N-35", speed="digest")
    Person.objects.exclude(pk=place.employee.pk).update(next_of_kin_confirmed_on=MONDAY.date())

    for _ in range(2):
        assert reminders.open_periodic() == 0
    todo = Todo.objects.get(code="core.next_of_kin_check")
    assert todo.owner == place.employee and todo.due_at == at("2027-03-15 12:00")
    reminders.sweep()
    assert told() == ["Malene Medarbejder"]
    reminders.sweep(MONDAY + timedelta(days=14))
    assert told() == ["Lene Leder", "Malene Medarbejder"]

    todos.complete(todo, by=place.employee)
    Person.objects.filter(pk=place.employee.pk).update(next_of_kin_confirmed_on=MONDAY.date())
    reminders.open_periodic()
    assert Todo.objects.filter(code="core.next_of_kin_check").count() == 1
    clock.move_to(at("2027-09-01 09:00"))
    reminders.open_periodic()
    assert Todo.objects.filter(code="core.next_of_kin_check", owner=place.employee, round=2, state="open").exists()


def test_alarms_are_asked_for_thirty_days_before_the_year_has_gone(place, clock):
    from core.models import Alarm

    rule(
        "core.alarm_test",
        "-30d",
        ["safety_rep", "service"],
        code="R-23",
        anchor="due",
        notice_code="N-30",
        speed="digest",
    )
    role(place.colleague, "service", site=place.site)
    Alarm.objects.create(
        site=place.site,
        kind="fixed",
        placement="Skranken",
        receivers="Service",
        last_tested_on=MONDAY.date() - timedelta(days=300),
    )
    reminders.open_periodic()
    assert not Todo.objects.filter(code="core.alarm_test").exists()
    clock.shift(timedelta(days=40))
    reminders.open_periodic()
    reminders.open_periodic()
    assert Todo.objects.filter(code="core.alarm_test").count() == 1
    reminders.sweep()
    assert {"Anna Amr", "Kaj Kollega"} <= set(told())


def test_contact_lists_are_checked_every_three_months_and_when_a_role_is_new(place, clock):
    def waiting():
        return list(Todo.objects.filter(code="core.contact_check", state="open"))

    role(place.colleague, "plan_owner", unit=place.department)
    Role.objects.update(checked_on=MONDAY.date())
    reminders.open_periodic()
    assert waiting() == []
    role(place.employee, "union_rep", place.team, starts_on=MONDAY.date())
    reminders.open_periodic()
    assert [todo.unit for todo in waiting()] == [place.department]
    assert place.colleague.pk in [p.pk for p in Person.objects.all() if waiting()[0] in todos.mine(p)]
    todos.complete(waiting()[0], by=place.colleague)
    clock.shift(timedelta(days=1))
    reminders.open_periodic()
    assert waiting() == []
    clock.move_to(at("2027-06-03 09:00"))
    reminders.open_periodic()
    assert [todo.round for todo in waiting()] == [2]


def test_the_openers_take_a_fixed_number_of_queries(place):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert reminders.open_periodic() == 0
        return len(seen)

    queries()  # opens what is due, and fills what a process keeps
    Todo.objects.all().delete()
    few = queries()
    Todo.objects.all().delete()
    for number in range(30):
        person(f"Flere {number}", place.team)
        Unit.objects.create(name=f"Enhed {number}", path=f"/9{number}/")
    assert queries() == few


def test_one_opener_that_fails_does_not_stop_the_others(place, monkeypatch):
    monkeypatch.setattr(reminders, "OPENERS", [lambda today: 1 / 0, *reminders.OPENERS])
    assert reminders.open_periodic() == 1
    assert Todo.objects.filter(code="core.next_of_kin_check").exists()


def test_a_notice_nobody_wrote_is_found_by_the_check(place):
    from core import notices

    rule("core.test", "0m", ["leader"])
    notice("N-97", body="Hej {borger}")
    assert notices.problems(["N-98", "N-99"]) == [
        "The notice N-99 is used by a rule but has no text.",
        "The notice N-97 uses {borger}, which may not stand in a mail.",
    ]


def test_every_notice_of_the_reference_data_is_written_and_says_only_what_it_may():
    from core import calendar, notices, receivers, reference
    from core.models import ReminderRule

    reference.notices(False)
    reference.rules(False)
    rules = list(ReminderRule.objects.all())
    assert rules
    assert notices.problems(rule.notice for rule in rules) == []
    for rule_row in rules:
        calendar.Offset.parse(rule_row.offset)
    known = set(receivers.RECEIVERS) | {"chain"}  # registered by incidents
    assert {name for rule_row in rules for name in rule_row.receivers} <= known
