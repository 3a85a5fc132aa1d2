"""How an agreement ends: by a notice that can't be stretched or jumped over, by an evaluation, by the one that follows."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import Mail, Role, Todo
from senior.actions import agreements, clock, clock_talks, redistribution
from senior.models import Evaluation, SeniorAgreement
from tests.cast import NOW, START
from tests.senior.house import signed, terms
from tests.senior.situation import TODAY

pytestmark = pytest.mark.django_db


def later(days):
    return time_machine.travel(NOW + timedelta(days=days), tick=False)


def running(cast, **values):
    """Return Bent's agreement on the day it is in force."""
    row = signed(cast, **values)
    with later(30):
        clock.begin_and_end()
    row.refresh_from_db()
    return row


def test_a_notice_never_makes_an_agreement_longer(cast, client):
    row = running(cast, ends_on=TODAY + timedelta(days=220))
    with later(31):
        client.force_login(cast.leder)
        answer = client.post(reverse("senior:agreement_notice", args=[row.pk]), {"last_day": "01.02.2031"})
        assert answer.status_code == 422 and "kan ikke gøre den længere" in answer.content.decode()
        row = agreements.give_notice(row, by=cast["leder"], last_day=TODAY + timedelta(days=150), reason="Ny plan")
    assert row.ends_on == TODAY + timedelta(days=150)


def test_an_agreement_that_begins_later_isnt_ended_before_it_begins(cast, client):
    row = signed(cast, starts_on=TODAY + timedelta(days=200), evaluate_on=TODAY + timedelta(days=300))
    client.force_login(cast.senior)
    address = reverse("senior:agreement_notice", args=[row.pk])
    answer = client.post(address, {"last_day": "10.06.2027"})
    assert answer.status_code == 422 and "begynder først" in answer.content.decode()
    assert client.post(address, {"last_day": f"{row.starts_on:%d.%m.%Y}"}).status_code == 302


def test_the_reason_of_a_notice_is_read_by_the_two_and_not_by_tr(cast, client):
    row = running(cast)
    with later(31):
        agreements.give_notice(row, by=cast["senior"], last_day=TODAY + timedelta(days=130), reason="Jeg vil op i tid")
        said = {}
        for name in ("senior", "leder", "tr"):
            client.force_login(getattr(cast, name))
            said[name] = "Jeg vil op i tid" in client.get(reverse("senior:agreement", args=[row.pk])).content.decode()
    assert said == {"senior": True, "leder": True, "tr": False}


def test_the_leaders_no_at_an_evaluation_waits_for_the_notice(cast):
    row = running(cast)
    with later(140):
        agreements.evaluate(row, by=cast["senior"], said="Det går godt")
        row = agreements.evaluate(row, by=cast["leder"], said="Vi kan ikke", outcome="end")
        assert (row.state, row.ends_on) == ("in_force", date(2027, 9, 25))
        clock.running_agreements(TODAY + timedelta(days=140))
        assert Evaluation.objects.filter(agreement=row).count() == 1
    with time_machine.travel(NOW.replace(month=9, day=26), tick=False):
        clock.begin_and_end()
    row.refresh_from_db()
    assert row.state == "ended"


def test_without_notice_an_evaluation_ends_it_the_same_day(cast):
    row = running(cast, notice_months=0)
    with later(140):
        agreements.evaluate(row, by=cast["senior"], said="Enig i at stoppe")
        row = agreements.evaluate(row, by=cast["leder"], said="Enig", outcome="end")
    assert row.state == "ended"


def test_a_change_says_when_to_look_again_so_that_no_evaluation_comes_back_every_morning(cast):
    row = running(cast)
    with later(140):
        with pytest.raises(ValidationError):
            agreements.evaluate(row, by=cast["leder"], said="Andet", outcome="change")
        agreements.evaluate(row, by=cast["leder"], said="Andet", outcome="change", next_on=TODAY + timedelta(days=500))
        row = agreements.evaluate(row, by=cast["senior"], said="Enig")
        clock.running_agreements(TODAY + timedelta(days=141))
    assert row.evaluations.count() == 1


def test_a_new_leader_writes_the_change_that_the_old_one_wanted(cast):
    row = running(cast)
    with later(140):
        agreements.evaluate(row, by=cast["leder"], said="Andet", outcome="change", next_on=TODAY + timedelta(days=500))
        Role.objects.filter(person=cast.leder, kind="leader").update(ends_on=TODAY)
        Role.objects.create(person=cast.kollega, kind="leader", unit=cast.office, starts_on=START)
        agreements.evaluate(row, by=cast["senior"], said="Enig")
    assert SeniorAgreement.objects.get(continues=row).written_by == cast.kollega


def test_the_agreement_that_follows_ends_the_one_before_it(cast):
    first = running(cast)
    with later(140):
        next_on = TODAY + timedelta(days=500)
        agreements.evaluate(first, by=cast["leder"], said="Andet", outcome="change", next_on=next_on)
        agreements.evaluate(first, by=cast["senior"], said="Enig")
        second = SeniorAgreement.objects.get(continues=first)
        second = agreements.save_agreement(
            second, by=cast["leder"], version=second.version, **terms(cast, starts_on=TODAY + timedelta(days=160))
        )
        second = agreements.send(second, by=cast["leder"])
        for name, party in (("senior", "employee"), ("tr", "union")):
            agreements.sign(second, by=cast[name], party=party, sha256=second.sha256)
        first.refresh_from_db()
        assert first.ends_on is None  # not before all have signed
        agreements.sign(second, by=cast["leder"], party="leader", sha256=second.sha256)
        first.refresh_from_db()
        assert first.ends_on == TODAY + timedelta(days=159)
    with later(160):
        clock.begin_and_end()
    assert list(SeniorAgreement.objects.running()) == [second]


def test_whoever_had_signed_hears_that_the_text_was_taken_back(cast):
    from tests.senior.house import sent

    row = sent(cast)
    agreements.sign(row, by=cast["senior"], party="employee", sha256=row.sha256)
    Mail.objects.all().delete()
    agreements.take_back(row, by=cast["leder"])
    assert [mail.receiver for mail in Mail.objects.filter(notice="S-24")] == [cast.senior]


def test_the_leader_notes_that_the_scheme_was_told_of_and_hr_follows_on_its_own_page(cast, client):
    with time_machine.travel(NOW.replace(year=2026, month=10, day=2), tick=False):
        clock.scheme_next_year((NOW.replace(year=2026, month=10, day=2)).date())
        todo = Todo.objects.get(code="senior.scheme", about=cast.senior)
        for name, status in (("andenleder", 404), ("hr", 404), ("leder", 302)):
            client.force_login(getattr(cast, name))
            answer = client.post(reverse("senior:staff_told", args=[cast.senior.pk]))
            assert answer.status_code == status, name
        todo.refresh_from_db()
        assert (todo.state, todo.done_by) == ("done", cast.leder)


def test_hr_reads_what_is_late_with_whose_it_is_and_never_ends_on_a_page_that_isnt_there(cast, client):
    with time_machine.travel(NOW.replace(year=2026, month=10, day=2), tick=False):
        clock.scheme_next_year((NOW.replace(year=2026, month=10, day=2)).date())
    link = Todo.objects.get(code="senior.scheme", about=cast.senior).link
    client.force_login(cast.hr)
    page = client.get(link, follow=True)
    assert page.redirect_chain == [(reverse("senior:hr"), 302)]
    said = page.content.decode()
    assert "Fortæl om seniorordningen" in said and f"{cast.leder.name} – {cast.senior.name}" in said
    assert client.get(reverse("senior:staff")).url == reverse("senior:hr")


def test_the_leader_above_reads_how_many_are_missing_with_whom_and_no_names(cast, client):
    with time_machine.travel(NOW.replace(month=4, day=2), tick=False):
        clock_talks.mus_round(NOW.replace(month=4, day=2).date())
        for name, sees in (("chef", True), ("leder", False)):
            client.force_login(getattr(cast, name))
            said = client.get(reverse("senior:staff")).content.decode()
            assert ("Overskredet hos dine ledere" in said) is sees, name
            assert ("MUS, der mangler: " in said) is sees
        client.force_login(cast.chef)
        assert cast.senior.name not in client.get(reverse("senior:staff")).content.decode()


def test_a_request_that_is_answered_says_so_to_the_second_answer(cast, client):
    row = redistribution.ask(by=cast["medarbejder"], asked=cast["leder"], words="Det fylder", with_team=False)
    client.force_login(cast.leder)
    address = reverse("senior:redistribution", args=[row.pk])
    data = {"outcome": "moved", "words": "Den går til Jonas fra mandag af."}
    assert client.post(address, data).status_code == 302
    second = client.post(address, data | {"outcome": "kept"}, follow=True)
    row.refresh_from_db()
    assert row.state == "moved" and "allerede besvaret" in second.content.decode()
