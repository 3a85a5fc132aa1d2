"""The talks everyone has, plans, requests, leaving: read by the two, counted for the rest."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import calendar, reminders
from core.directory import Directory
from core.models import Mail, Person, Todo
from core.permissions import Forbidden
from core.states import StepRefused
from senior.actions import clock_talks, conversations, handover, plans, redistribution
from senior.actions.ground import Stale
from senior.documents import conversation_pdf, plan_pdf
from senior.models import Conversation, Handover
from senior.staff import staff_rows
from tests.cast import NOW, ZONE
from tests.pdfs import assert_archival, text_of
from tests.senior.situation import TODAY

pytestmark = pytest.mark.django_db


def at(day, hour=12):
    return time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE), tick=False)


def planned(cast, kind="one_to_one", by="leder", name="senior"):
    return conversations.plan(cast[name], by=cast[by], kind=kind, planned_at=NOW, place="Rum 2")


# -- 1:1 and MUS -------------------------------------------------------------------------------------------------------
def test_the_employee_may_plan_it_too_and_the_leader_is_told(cast):
    row = planned(cast, by="senior")
    assert row.leader == cast.leder
    assert Mail.objects.get(notice="S-04").receiver == cast.leder


def test_what_was_said_is_encrypted_and_for_the_two(cast, client):
    row = conversations.write(planned(cast), by=cast["leder"], version=0, held_on=TODAY, points="Svært forløb")
    raw = Conversation.objects.extra(select={"raw": "points"}).values_list("raw", flat=True)[0]
    assert "Svært" not in raw
    for name, sees in (("senior", True), ("leder", True)):
        client.force_login(getattr(cast, name))
        assert ("Svært forløb" in client.get(reverse("senior:conversation", args=[row.pk])).content.decode()) is sees
    for name in ("hr", "chef", "kollega"):
        client.force_login(getattr(cast, name))
        assert client.get(reverse("senior:conversation", args=[row.pk])).status_code == 404


def test_two_who_write_at_once_are_told(cast):
    row = planned(cast)
    conversations.write(row, by=cast["leder"], version=0, held_on=TODAY, points="Et")
    with pytest.raises(Stale):
        conversations.write(row, by=cast["senior"], version=0, held_on=TODAY, points="To")


def test_each_change_voids_the_confirmations(cast):
    row = conversations.write(planned(cast), by=cast["leder"], version=0, held_on=TODAY, points="Et")
    assert conversations.confirm(row, by=cast["senior"])
    assert not conversations.confirm(row, by=cast["senior"])
    row = conversations.write(row, by=cast["leder"], version=1, held_on=TODAY, points="To")
    assert row.employee_confirmed_at is None
    assert conversations.follow_up(row, by=cast["senior"])


def test_a_talk_that_is_not_held_is_moved_or_called_off(cast):
    row = planned(cast)
    conversations.move(row, by=cast["senior"], planned_at=NOW + timedelta(days=2), place="Rum 3")
    assert conversations.cancel(row, by=cast["leder"])
    with pytest.raises(ValidationError):
        conversations.move(row, by=cast["leder"], planned_at=NOW, place="")


def test_the_overview_says_what_is_missing_and_no_words(cast, client, django_assert_num_queries):
    conversations.write(planned(cast), by=cast["leder"], version=0, held_on=TODAY, points="Hemmeligt")
    people = [cast["senior"], cast["kollega"]]
    with django_assert_num_queries(6):
        rows = {row.person.pk: row for row in staff_rows(cast.leder, people, TODAY)}
    assert rows[cast.senior.pk].one_to_one and not rows[cast.kollega.pk].one_to_one
    assert rows[cast.kollega.pk].plan_is_missing
    client.force_login(cast.leder)
    page = client.get(reverse("senior:staff")).content.decode()
    assert "Bent Rosendal" in page and "Hemmeligt" not in page


def test_three_weeks_before_the_quarter_ends_the_leader_is_told_how_many(cast):
    conversations.write(planned(cast), by=cast["leder"], version=0, held_on=TODAY, points="Et")
    with at(date(2027, 3, 9)):
        clock_talks.one_to_ones(date(2027, 3, 9))
        assert not Todo.objects.filter(code="senior.one_to_ones").exists()
    with at(date(2027, 3, 11)):
        clock_talks.one_to_ones(date(2027, 3, 11))
        todo = Todo.objects.get(code="senior.one_to_ones", owner=cast.leder)
        own = Person.objects.filter(unit=cast.office).exclude(pk=cast.leder.pk).count()
        assert todo.facts == {"n": str(own - 1)}
        reminders.sweep()
        assert Mail.objects.get(notice="S-15", receiver=cast.leder).context["n"] == str(own - 1)
    with at(date(2027, 3, 31), 13):
        reminders.sweep()
    assert Mail.objects.filter(notice="S-15", receiver=cast.chef).exists()


def test_mus_is_asked_for_from_february_and_hr_gets_a_count_in_april(cast):
    with at(date(2027, 2, 1)):
        clock_talks.mus_round(date(2027, 2, 1))
        reminders.sweep()
        assert Mail.objects.filter(notice="S-16", receiver=cast.leder).exists()
    with at(date(2027, 4, 2)):
        reminders.sweep()
    assert Mail.objects.filter(notice="S-16", receiver=cast.hr).exists()


def test_a_newcomer_has_no_mus_the_first_three_months(cast):
    Person.objects.exclude(pk__in=[cast.leder.pk, cast.nyansat.pk, cast.chef.pk, cast.direktoer.pk]).update(
        active_to=date(2026, 1, 1)
    )
    Person.objects.filter(pk=cast.nyansat.pk).update(active_from=date(2026, 12, 1))
    with at(date(2027, 2, 1)):
        clock_talks.mus_round(date(2027, 2, 1))
    assert not Todo.objects.filter(code="senior.mus_round", owner=cast.leder).exists()


# -- plans -------------------------------------------------------------------------------------------------------------
def plan(cast):
    return plans.begin(
        cast["senior"], by=cast["leder"], short_goals="Lede et møde", long_goals="", activities="Kursus",
        follow_up_on=TODAY + timedelta(days=365), is_for_team=False,
    )  # fmt: skip


def test_a_plan_that_is_sent_twice_is_one_plan_and_another_text_is_another(cast):
    made = plan(cast)
    assert plan(cast) == made
    other = plans.begin(cast["senior"], by=cast["leder"], short_goals="Noget andet", follow_up_on=TODAY)
    assert other != made


def test_a_plan_is_followed_up_after_a_year(cast):
    made = plan(cast)
    day = TODAY + timedelta(days=330)
    with at(day):
        clock_talks.plan_follow_ups(day)
        todo = Todo.objects.get(code="senior.plan_follow_up")
        assert todo.owner == cast.leder
        made = plans.follow_up(made, by=cast["senior"], version=0, follow_up="Nået", next_on=day + timedelta(days=365))
        todo.refresh_from_db()
        assert todo.state == "done" and made.followed_up_on == day


def test_the_papers(cast):
    row = conversations.write(planned(cast), by=cast["leder"], version=0, held_on=TODAY, points="Et godt år")
    made = plan(cast)
    for content, word in (
        (conversation_pdf(row, [("Det talte vi om", row.points)]), "Et godt år"),
        (plan_pdf(made, [("Mål", made.short_goals)]), "Lede et møde"),
    ):
        assert_archival(content)
        assert word in text_of(content)


# -- asking to have something moved ------------------------------------------------------------------------------------
def test_a_request_is_answered_with_a_reason(cast):
    row = redistribution.ask(by=cast["medarbejder"], asked=cast["sfk"], words="En sag fylder", with_team=False)
    assert Todo.objects.open().get(code="senior.redistribution").owner == cast.sfk
    with pytest.raises(ValidationError):
        redistribution.answer(row, by=cast["sfk"], outcome="moved", words="Ja")
    row = redistribution.answer(row, by=cast["leder"], outcome="moved", words="Vi giver den videre på mandag.")
    assert row.state == "moved" and not Todo.objects.open().filter(code="senior.redistribution").exists()
    with pytest.raises(StepRefused):
        redistribution.withdraw(row, by=cast["medarbejder"])


def test_a_request_is_taken_back_by_who_wrote_it(cast):
    row = redistribution.ask(by=cast["medarbejder"], asked=cast["sfk"], words="En sag fylder", with_team=False)
    with pytest.raises(Forbidden):
        redistribution.withdraw(row, by=cast["sfk"])
    assert redistribution.withdraw(row, by=cast["medarbejder"]).state == "withdrawn"


# -- leaving -----------------------------------------------------------------------------------------------------------
def leaving(cast):
    return handover.give_date(cast["senior"], by=cast["senior"], leaving_on=date(2027, 11, 30))


def test_only_the_employee_gives_the_date_and_takes_it_back(cast):
    row = leaving(cast)
    with pytest.raises(Forbidden):
        handover.give_date(cast["senior"], by=cast["leder"], leaving_on=date(2027, 6, 30))
    with pytest.raises(Forbidden):
        handover.take_date_back(row, by=cast["leder"])
    handover.take_date_back(row, by=cast["senior"])
    assert not Handover.objects.exists() and not Todo.objects.open().filter(code="senior.handover").exists()


def test_the_plan_is_asked_for_six_months_before_and_hr_hears_three_months_before(cast):
    leaving(cast)
    with at(date(2027, 5, 31)):
        reminders.sweep()
        assert {m.receiver for m in Mail.objects.filter(notice="S-12")} == {cast.leder, cast.senior}
    with at(date(2027, 9, 1)):
        reminders.sweep()
    assert Mail.objects.filter(notice="S-13", receiver=cast.hr).exists()


def test_who_takes_over_sees_the_own_topic_only(cast, client):
    row = leaving(cast)
    topic = handover.add_topic(row, by=cast["senior"], topic="Skolerne", receiver=cast.kollega, due_on=date(2027, 6, 1))
    assert Todo.objects.open().get(code="senior.handover_topic").owner == cast.kollega
    client.force_login(cast.kollega)
    assert "Skolerne" in client.get(reverse("senior:topic", args=[topic.pk])).content.decode()
    assert client.get(reverse("senior:handover", args=[row.pk])).status_code == 404
    assert handover.tick_topic(topic, by=cast["kollega"])
    assert not handover.tick_topic(topic, by=cast["kollega"])


def test_the_five_answers_are_private_until_shared(cast, client):
    row = handover.answer_questions(leaving(cast), by=cast["senior"], answers={"lost": "Kollegerne"}, share=False)
    client.force_login(cast.leder)
    page = reverse("senior:handover", args=[row.pk])
    assert "Kollegerne" not in client.get(page).content.decode()
    handover.answer_questions(row, by=cast["senior"], answers={"lost": "Kollegerne"}, share=True)
    assert "Kollegerne" in client.get(page).content.decode()


# -- the first MUS -------------------------------------------------------------------------------------------------------
def begun(cast, months_ago):
    """Let Amir have begun some months before a day that is outside the yearly round."""
    Person.objects.filter(pk=cast.nyansat.pk).update(active_from=calendar.add_months(date(2027, 9, 1), -months_ago))


@pytest.mark.parametrize(("months_ago", "asked"), [(9, False), (10, True), (12, True), (14, True), (30, False)])
def test_the_first_mus_is_asked_for_before_the_first_year_is_over(cast, months_ago, asked):
    begun(cast, months_ago)
    for _twice in range(2):
        clock_talks.first_mus(date(2027, 9, 1))
    found = Todo.objects.open().filter(code="senior.first_mus", about=cast.nyansat)
    assert found.count() == asked
    if asked:
        assert found.get().owner == Directory(NOW.date()).own_leader(cast.nyansat)


def test_a_first_mus_that_is_held_or_planned_is_not_asked_for(cast):
    begun(cast, 11)
    clock_talks.first_mus(date(2027, 9, 1))
    with time_machine.travel(datetime(2027, 9, 2, 10, tzinfo=ZONE), tick=False):
        leader = Directory(date(2027, 9, 2)).own_leader(cast.nyansat)
        conversations.plan(cast["nyansat"], by=leader, kind="development_talk", planned_at=NOW + timedelta(days=230))
        clock_talks.first_mus(date(2027, 9, 2))
    assert not Todo.objects.open().filter(code="senior.first_mus").exists()


def test_the_search_for_first_mus_asks_the_same_few_questions(cast, django_assert_max_num_queries):
    Person.objects.bulk_create(
        Person(email=f"n{n}@fjordby.example", name=f"N {n}", unit=cast.office, active_from=date(2026, 10, 1))
        for n in range(40)
    )
    with django_assert_max_num_queries(20):
        clock_talks.first_mus(date(2027, 9, 1))
    assert Todo.objects.filter(code="senior.first_mus").count() == 40


def test_the_page_takes_the_last_working_day(cast, client):
    client.force_login(cast.senior)
    answer = client.post(reverse("senior:leaving"), {"leaving_on": "30.11.2027"})
    assert answer.status_code == 302
    assert Handover.objects.get().leaving_on == date(2027, 11, 30)
