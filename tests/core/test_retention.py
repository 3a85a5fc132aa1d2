"""Nothing is kept beyond its period, unless it is held back; what goes leaves a stone without a name."""

from datetime import date, timedelta

import pytest
import time_machine

from core import calendar, outbox, retention, tasks
from core.actions import retention as verbs
from core.models import AuditEntry, Draft, LegalHold, Mail, NextOfKin, Person, RetentionRule, Tombstone
from core.permissions import Forbidden
from tests.core.house import House, get, post, text_of
from tests.core.workplace import MONDAY, SUBJECT, notice

pytestmark = pytest.mark.django_db
REASON = "Der er en klagesag i gang ved ombudsmanden."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house():
    found = House()
    NextOfKin.objects.create(person=found.employee, name="Kaj", phone="10 20 30 40", updated_at=MONDAY)
    return found


def leave(house, last):
    Person.objects.filter(pk=house.employee.pk).update(active_to=last)


def test_a_next_of_kin_list_goes_the_day_after_the_last_day(house, clock):
    leave(house, date(2027, 3, 1))
    retention.run()
    assert NextOfKin.objects.count() == 1
    clock.move_to(MONDAY + timedelta(days=1))
    retention.run()
    retention.run()
    assert not NextOfKin.objects.exists()
    stone = Tombstone.objects.get()
    assert (stone.label, stone.kept_from, stone.facts) == ("Pårørendeliste", date(2027, 3, 2), {})
    assert AuditEntry.objects.filter(action="core.erased", subject_id=house.employee.pk).count() == 1


def test_the_lists_of_those_who_work_here_stay(house):
    retention.run()
    assert NextOfKin.objects.count() == 1


def test_drafts_and_mails_go_when_nobody_needs_them(house, clock):
    notice("N-98")
    Draft.objects.create(person=house.employee, key="/old/", data={}, saved_at=MONDAY - timedelta(days=200))
    Draft.objects.create(person=house.employee, key="/new/", data={}, saved_at=MONDAY - timedelta(days=20))
    for key in ("old", "waiting", "new"):
        outbox.enqueue(house.leader, "N-98", subject=SUBJECT, link="/", dedupe_key=key, due_at=MONDAY)
    Mail.objects.filter(dedupe_key__in=["old", "waiting"]).update(created_at=MONDAY - timedelta(days=400))
    Mail.objects.exclude(dedupe_key="waiting").update(state="sent")
    tasks.run_retention()
    assert list(Draft.objects.values_list("key", flat=True)) == ["/new/"]
    assert sorted(Mail.objects.values_list("dedupe_key", flat=True)) == ["new", "waiting"]


def test_a_hold_keeps_a_record_until_it_is_lifted(client, house):
    leave(house, date(2027, 2, 26))
    answer = post(client, house.hr, "retention_hold", "core", "next_of_kin", house.employee.pk, reason=REASON)
    assert answer.status_code == 302
    retention.run()
    assert NextOfKin.objects.exists()
    assert REASON in text_of(get(client, house.dpo, "retention"))
    post(client, house.hr, "retention_lift", LegalHold.objects.get().pk, reason="Klagesagen er afsluttet nu.")
    retention.run()
    assert not NextOfKin.objects.exists()
    assert list(AuditEntry.objects.filter(action__startswith="core.hold").values_list("action", flat=True)) == [
        "core.hold_placed",
        "core.hold_lifted",
    ]


def test_a_second_hold_and_a_second_lifting_change_nothing(house):
    leave(house, date(2027, 2, 26))
    hold = verbs.place_hold("core.next_of_kin", house.employee, by=house.hr, reason=REASON)
    with pytest.raises(Exception, match="allerede holdt tilbage"):
        verbs.place_hold("core.next_of_kin", house.employee, by=house.hr, reason=REASON)
    assert verbs.lift_hold(hold, by=house.hr, reason=REASON) and not verbs.lift_hold(hold, by=house.hr, reason=REASON)


@pytest.mark.parametrize("who", ["admin", "dpo", "leader", "owner", "employee"])
def test_only_hr_holds_back_and_the_data_protection_officer_changes_nothing(client, house, who):
    person = getattr(house, who)
    assert (
        post(client, person, "retention_hold", "core", "next_of_kin", house.employee.pk, reason=REASON).status_code
        == 403
    )
    with pytest.raises(Forbidden):
        verbs.place_hold("core.next_of_kin", house.employee, by=person, reason=REASON)


def test_the_preview_counts_60_days_ahead_and_shows_rows_to_the_dpo_and_hr(client, house):
    leave(house, calendar.today() + timedelta(days=30))
    rule = RetentionRule.objects.get(code="core.next_of_kin")
    assert retention.counts()["core.next_of_kin"] == 1
    (going,) = retention.going(rule)
    assert going.on == calendar.today() + timedelta(days=31)
    theirs = text_of(get(client, house.hr, "retention_kind", rule.pk))
    watched = text_of(get(client, house.dpo, "retention_kind", rule.pk))
    assert going.label in theirs and "Hold tilbage" in theirs
    assert going.label in watched and "Hold tilbage" not in watched
    page = text_of(get(client, house.admin, "retention"))
    assert "1 bliver slettet" in page and "Hold noget tilbage" not in page
    assert get(client, house.admin, "retention_kind", rule.pk).status_code == 403
    assert get(client, house.leader, "retention_kind", rule.pk).status_code == 404
    assert get(client, house.leader, "retention").status_code == 403


def test_the_preview_asks_one_question_however_many_kinds_there_are(house, django_assert_num_queries):
    leave(house, calendar.today() - timedelta(days=30))
    with django_assert_num_queries(3):  # the rules, the periods of incidents and sanctions, the counts of every kind
        found = retention.counts()
    assert set(found) == set(retention.KINDS) & set(RetentionRule.objects.values_list("code", flat=True))


def test_a_period_is_changed_with_who_decided_it(client, house):
    rule = RetentionRule.objects.get(code="core.mail")
    data = {"number": "1", "measure": "mo", "source": "Besluttet af databeskyttelsesrådgiveren den 1. marts."}
    assert post(client, house.dpo, "retention_period", rule.pk, **data).status_code == 403
    assert post(client, house.admin, "retention_period", rule.pk, **data | {"source": "ja"}).status_code == 422
    assert post(client, house.admin, "retention_period", rule.pk, **data).status_code == 302
    rule.refresh_from_db()
    assert rule.period == "1mo"
    assert AuditEntry.objects.get(action="core.retention_changed").details == {"before": "12mo", "after": "1mo"}


def test_a_record_that_cannot_go_does_not_keep_the_others(house, monkeypatch):
    leave(house, date(2027, 2, 26))
    NextOfKin.objects.create(person=house.colleague, name="Ida", phone="10 20 30 41", updated_at=MONDAY)
    Person.objects.filter(pk=house.colleague.pk).update(active_to=date(2027, 2, 26))
    whole = retention.NextOfKinLists.erase
    monkeypatch.setattr(
        retention.NextOfKinLists,
        "erase",
        lambda self, row, at: 1 / 0 if row.pk == house.employee.pk else whole(self, row, at),
    )
    retention.run()
    assert [kin.person for kin in NextOfKin.objects.all()] == [house.employee]
    assert Tombstone.objects.count() == 1  # none for what is still there
