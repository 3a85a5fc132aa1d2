"""A day of strain: written, asked about again, shared as the employee chooses (INC-11, INC-12)."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core import reminders, retention, todos, topics
from core.models import Mail, Person, Todo
from core.permissions import can
from incidents import strain as numbers
from incidents.actions import strain as verbs
from incidents.models import Incident, StrainEpisode, StrainLog
from tests.cast import NOW, START, Cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def write(person, strain=5, day=None, episodes=(), counts=True, share=False):
    """Write a day."""
    return verbs.write_day(
        by=person,
        token=uuid.uuid4(),
        day=day or NOW.date(),
        strain=strain,
        episodes=list(episodes),
        counts_in_team=counts,
        share=share,
    )[0]


def ask_at(moment):
    """Ask what has come due at a moment, and let the clock write the mails."""
    verbs.follow_ups(moment.date())
    reminders.sweep(moment)


def test_a_day_is_read_by_its_person_alone(cast):
    log = write(cast["kollega"], episodes=[{"at": None, "demands": ["complaints"], "text": "En lang samtale."}])
    assert log.episodes.get().text == "En lang samtale."
    assert {name for name in cast.names if can(cast[name], "incidents.view_strain", log)} == {"kollega"}


def test_the_same_form_sent_twice_is_one_day(cast):
    token = uuid.uuid4()
    values = {"day": NOW.date(), "strain": 4, "episodes": [], "counts_in_team": True, "share": False}
    first = verbs.write_day(by=cast["kollega"], token=token, **values)
    assert verbs.write_day(by=cast["kollega"], token=token, **values) == (first[0], False)
    with pytest.raises(Http404):  # somebody else's form
        verbs.write_day(by=cast["leder"], token=token, **values)


def test_what_is_shared_is_read_by_the_leader_until_it_is_taken_back(cast):
    log = write(cast["kollega"])
    assert verbs.share(log, by=cast["kollega"], yes=True)
    assert can(cast["leder"], "incidents.view_strain", log)
    assert not can(cast["andenleder"], "incidents.view_strain", log)
    verbs.share(log, by=cast["kollega"], yes=False)
    assert not can(cast["leder"], "incidents.view_strain", log)
    with pytest.raises(Http404):
        verbs.share(log, by=cast["leder"], yes=True)


def test_a_leader_one_has_left_reads_nothing_more_and_the_new_one_only_what_is_shared_anew(cast):
    log = write(cast["kollega"], share=True)
    Person.objects.filter(pk=cast.kollega.pk).update(unit=cast.andenleder.unit)
    assert not can(cast["leder"], "incidents.view_strain", log)
    assert not can(cast["andenleder"], "incidents.view_strain", log)
    verbs.share(log, by=cast["kollega"], yes=False)
    with pytest.raises(ValidationError):
        verbs.share(log, by=cast["kollega"], yes=True)
    assert can(cast["andenleder"], "incidents.view_strain", write(cast["kollega"], share=True))


def test_it_is_asked_again_after_three_days_three_weeks_and_three_months(cast):
    log = write(cast["kollega"])
    asked = []
    for days in (1, 3, 4, 21, 91, 120):
        with time_machine.travel(NOW + days * DAY, tick=False):
            verbs.follow_ups((NOW + days * DAY).date())
            waiting = Todo.objects.about(log).open().filter(code=verbs.ASK)
            asked.append(waiting.count())
            for _todo in waiting:
                verbs.answer(StrainLog.objects.get(pk=log.pk), by=cast["kollega"], strain=3)
    assert asked == [0, 1, 0, 1, 1, 0]


def test_only_the_newest_day_is_followed_up(cast):
    older = write(cast["kollega"], day=NOW.date() - DAY)
    newer = write(cast["kollega"])
    ask_at(NOW + 5 * DAY)
    assert not Todo.objects.about(older).exists()
    assert Todo.objects.about(newer).open().count() == 1


def test_the_question_says_nothing_of_strain_and_goes_to_nobody_else(cast):
    log = write(cast["kollega"])
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        ask_at(NOW + 3 * DAY)
    mails = Mail.objects.filter(subject_type="incidents.strainlog", subject_id=log.pk)
    assert [(mail.receiver, mail.notice) for mail in mails] == [(cast.kollega, "I-01")]


def test_a_rise_asks_the_leader_to_talk_and_tells_nothing_that_was_written(cast):
    log = write(cast["kollega"], strain=4, episodes=[{"at": None, "demands": [], "text": "Hemmeligt."}])
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        _answer, rose = verbs.answer(log, by=cast["kollega"], strain=7)
        assert rose
        todo = todos.mine(cast["leder"]).get(code=verbs.TALK)
        assert todo.context == cast.kollega.name and "Hemmeligt" not in f"{todo.title}{todo.help}{todo.reasons}"
        assert can(cast["leder"], "incidents.hold_strain_talk", log)
        assert not can(cast["leder"], "incidents.view_strain", log)
        assert verbs.record_talk(log, by=cast["leder"]) and not verbs.record_talk(log, by=cast["leder"])


def test_a_fall_tells_nobody(cast):
    log = write(cast["kollega"], strain=7)
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        assert verbs.answer(log, by=cast["kollega"], strain=7)[1] is False
    assert not Todo.objects.filter(code=verbs.TALK).exists()


def test_an_answer_before_its_time_and_a_second_one_are_refused(cast):
    log = write(cast["kollega"])
    with pytest.raises(ValidationError):
        verbs.answer(log, by=cast["kollega"], strain=3)
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        verbs.answer(log, by=cast["kollega"], strain=3)
        with pytest.raises(ValidationError):
            verbs.answer(StrainLog.objects.get(pk=log.pk), by=cast["kollega"], strain=9)


def test_a_leaders_own_rise_goes_to_the_leader_above(cast):
    log = write(cast["leder"], strain=2)
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        verbs.answer(log, by=cast["leder"], strain=9)
    assert Todo.objects.get(code=verbs.TALK).owner == cast.chef


def test_an_episode_becomes_a_draft_of_an_incident_once(cast):
    log = write(cast["kollega"], episodes=[{"at": None, "demands": ["complaints"], "text": "Han råbte."}])
    episode = StrainEpisode.objects.get(log=log)
    draft = verbs.promote(episode, by=cast["kollega"])
    assert draft.state == "draft" and draft.draft["narrative"].startswith("Han råbte.")
    assert verbs.promote(episode, by=cast["kollega"]) == draft and Incident.objects.count() == 1
    with pytest.raises(Http404):
        verbs.promote(episode, by=cast["leder"])


def colleagues(cast, many):
    """Make some more people of the office."""
    return [
        Person.objects.create(
            email=f"k{n}@fjordby.example", name=f"Kollega {n}", unit=cast.office, site=cast.site, active_from=START
        )
        for n in range(many)
    ]


def test_the_teams_numbers_need_five_people_and_not_five_days(cast):
    first, *rest = colleagues(cast, 5)
    for back in range(5):
        write(first, day=NOW.date() - back * DAY)
    since = NOW.date() - 90 * DAY
    assert [quarter.days for quarter in numbers.of_unit(cast.office, since, 5)[0]] == [None]
    for person in rest:
        write(person, episodes=[{"at": None, "demands": ["complaints"], "text": ""}])
    (quarter,), demands = numbers.of_unit(cast.office, since, 5)
    assert (quarter.days, quarter.middle) == (9, 5)
    assert demands == []  # four people only


def test_nobody_can_take_a_teams_numbers_from_those_of_the_unit_above(cast):
    above, since = cast.office.parent, NOW.date() - 90 * DAY
    for person in colleagues(cast, 5):
        write(person, strain=8, episodes=[{"at": None, "demands": ["complaints"], "text": ""}])
    assert numbers.of_unit(above, since, 5)[0][0].days == 5  # the same five people: nothing is left over
    others = [
        Person.objects.create(email=f"o{n}@fjordby.example", name=f"Nabo {n}", unit=above, active_from=START)
        for n in range(5)
    ]
    write(others[0], strain=9, episodes=[{"at": None, "demands": ["complaints"], "text": ""}])
    (quarter,), demands = numbers.of_unit(above, since, 5)
    assert (quarter.days, quarter.middle, quarter.heavy, demands) == (None, None, None, [])  # 6 - 5 would be one person
    assert numbers.of_unit(cast.office, since, 5)[0][0].days == 5
    for person in others[1:]:
        write(person, strain=2)
    (quarter,), demands = numbers.of_unit(above, since, 5)
    assert (quarter.days, quarter.heavy, demands) == (10, None, [])


def test_a_day_that_does_not_count_is_in_no_number_and_no_topic(cast):
    for person in colleagues(cast, 5):
        write(person, counts=False)
    assert numbers.of_unit(cast.office, NOW.date(), 5) == ([], [])
    assert [one for one in topics.waiting(unit_ids=[cast.office.pk]) if one.kind == "strain"] == []
    for log in StrainLog.objects.all():
        verbs.count_in_team(log, by=log.person, yes=True)
    (topic,) = [one for one in topics.waiting(unit_ids=[cast.office.pk]) if one.kind == "strain"]
    assert "Kollega" not in f"{topic}"


def test_a_deleted_day_leaves_its_incident(cast):
    log = write(cast["kollega"], episodes=[{"at": None, "demands": [], "text": "Han råbte."}])
    draft = verbs.promote(log.episodes.get(), by=cast["kollega"])
    verbs.delete_day(log, by=cast["kollega"])
    assert not StrainLog.objects.exists() and Incident.objects.filter(pk=draft.pk).exists()


def test_the_day_before_a_deleted_one_is_followed_up_again_and_no_older_one(cast):
    oldest, older = write(cast["kollega"], day=NOW.date() - 9 * DAY), write(cast["kollega"], day=NOW.date() - DAY)
    newest = write(cast["kollega"])
    verbs.delete_day(newest, by=cast["kollega"])
    assert set(StrainLog.objects.filter(follow_up=True)) == {older}
    ask_at(NOW + 2 * DAY)
    assert Todo.objects.open().get(code=verbs.ASK).subject_id == older.pk
    verbs.delete_day(older, by=cast["kollega"])
    assert set(StrainLog.objects.filter(follow_up=True)) == {oldest}
    verbs.delete_day(oldest, by=cast["kollega"])
    assert not StrainLog.objects.exists()


def test_the_name_behind_a_talk_is_shut_a_day_after_the_talk(cast, client):
    log = write(cast["kollega"], strain=3)
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        verbs.answer(log, by=cast["kollega"], strain=8)
        address = reverse("incidents:strain_talk", args=[log.pk])
        client.force_login(cast["leder"], backend="core.signin.PersonBackend")
        assert cast.kollega.name in client.get(address).content.decode()
        assert client.post(address).status_code == 302
        assert client.post(address).status_code == 302  # pressed twice
    with time_machine.travel(NOW + 5 * DAY, tick=False):
        client.force_login(cast["leder"], backend="core.signin.PersonBackend")
        assert client.get(address).status_code == 404
        assert not can(cast["leder"], "incidents.hold_strain_talk", log)


def test_old_days_go_and_leave_month_and_team(cast):
    log = write(cast["kollega"])
    later = NOW.replace(year=2029, month=3)
    with time_machine.travel(later, tick=False):
        assert retention.run()["incidents.light_report"] == 1
    assert not StrainLog.objects.exists()
    from core.models import Tombstone

    assert Tombstone.objects.get(subject_id=log.pk, code="incidents.light_report").facts == {
        "month": "2027-02",
        "unit": cast.office.pk,
    }


def signed_in(client, person):
    """Sign somebody in."""
    client.force_login(person, backend="core.signin.PersonBackend")
    return client


def test_one_number_is_enough_and_a_missing_one_is_asked_for_with_nothing_lost(cast, client):
    signed_in(client, cast["kollega"])
    rows = {"row-TOTAL_FORMS": "6", "row-INITIAL_FORMS": "0", "row-0-text": "Lang dag.", "row-1-at": "9"}
    sent = {"token": str(uuid.uuid4()), "day": "05.02.2027", **rows}
    answer = client.post(reverse("incidents:strain_new"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Vælg et tal fra 0 til 10." in page and "Lang dag." in page and "Skriv et par ord" in page
    answer = client.post(reverse("incidents:strain_new"), sent | {"strain": "6", "row-1-at": ""})
    assert answer.status_code == 302 and StrainLog.objects.get().episodes.count() == 1


@pytest.mark.parametrize("field, value", [("strain", "11"), ("strain", "x"), ("day", "05.02.2028"), ("token", "x")])
def test_bad_input_is_told_and_never_a_crash(cast, client, field, value):
    signed_in(client, cast["kollega"])
    sent = {
        "token": str(uuid.uuid4()),
        "day": "05.02.2027",
        "strain": "3",
        "row-TOTAL_FORMS": "6",
        "row-INITIAL_FORMS": "0",
    }
    assert client.post(reverse("incidents:strain_new"), sent | {field: value}).status_code == 422
    assert not StrainLog.objects.exists()


def test_the_employee_sees_who_has_opened_a_shared_day(cast, client):
    log = write(cast["kollega"], share=True)
    signed_in(client, cast["leder"]).get(reverse("incidents:strain_day", args=[log.pk]))
    page = signed_in(client, cast["kollega"]).get(reverse("incidents:strain_day", args=[log.pk])).content.decode()
    assert "Åbnet af" in page and cast.leder.name in page
