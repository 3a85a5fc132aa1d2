"""Data protection is told when somebody takes unusually much out, once a day, and the mail names nobody (attack 38)."""

from datetime import timedelta

import pytest
import time_machine

from core import audit, calendar, export_watch, reference
from core.logs import request_id
from core.models import AuditEntry, Mail, SettingValue
from tests.core.house import House
from tests.core.workplace import MONDAY, person, role


@pytest.fixture
def house(db):
    with time_machine.travel(MONDAY, tick=False) as clock:
        reference.notices(False)
        reference.workplace_settings(False)
        found = House()
        found.clock = clock
        yield found


def take(who, lists=1, rows=5, request=""):
    """Write lists taken out in the log, each by a request of its own unless given."""
    for number in range(lists):
        token = request_id.set(request or f"r{AuditEntry.objects.count()}-{number}")
        audit.record("core.list_exported", who, by=who, count=rows)
        request_id.reset(token)


def told():
    """Return who got a mail about it."""
    return sorted(Mail.objects.filter(notice="N-52").values_list("receiver__name", flat=True))


def test_many_lists_in_a_day_are_told_once_and_name_nobody(house):
    take(house.employee, 11)
    export_watch.watch(calendar.today())
    export_watch.watch(calendar.today())
    assert told() == ["Tine Dpo"]
    assert Mail.objects.get(notice="N-52").context == {}
    entry = AuditEntry.objects.get(action="core.many_exports")
    assert (entry.subject_id, entry.details) == (house.employee.pk, {"lists": 11, "count": 55})


def test_many_rows_count_however_few_the_lists(house):
    take(house.employee, 2, rows=501)
    export_watch.watch(calendar.today())
    assert told() == ["Tine Dpo"]


def test_what_is_usual_is_not_told(house):
    take(house.employee, 10, rows=100)
    export_watch.watch(calendar.today())
    assert told() == [] and not AuditEntry.objects.filter(action="core.many_exports").exists()


def test_one_list_that_stands_in_several_logs_counts_once(house):
    take(house.employee, 30, rows=40, request="one")
    assert export_watch.taken_out(calendar.now()) == {house.employee.pk: (1, 40)}


def test_yesterday_is_forgotten_and_tomorrow_is_a_new_day(house):
    take(house.employee, 11)
    house.clock.shift(timedelta(hours=25))
    export_watch.watch(calendar.today())
    assert told() == []
    take(house.employee, 11)
    export_watch.watch(calendar.today())
    assert told() == ["Tine Dpo"]


def test_nobody_is_told_of_themselves_and_the_other_watchers_are(house):
    auditor = person("Rikke Revisor", house.top)
    role(auditor, "auditor")
    take(house.dpo, 11)
    export_watch.watch(calendar.today())
    assert told() == ["Rikke Revisor"]


def test_the_limit_is_a_setting_and_nought_switches_it_off(house):
    from core.models import Setting

    for key in ("export_alarm_lists", "export_alarm_rows"):
        SettingValue.objects.create(setting=Setting.objects.get(key=key), value="0", changed_at=calendar.now())
    take(house.employee, 100, rows=500)
    export_watch.watch(calendar.today())
    assert told() == []
    SettingValue.objects.filter(setting__key="export_alarm_lists").update(value="3")
    export_watch.watch(calendar.today())
    assert told() == ["Tine Dpo"]
