"""What two people say to each other stays with the two: drafts, evaluations, refusals, a TR who was, sharing, and what is told."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core.models import Document, Mail, Role
from core.permissions import can
from senior.actions import agreements, choices, clock, conversations, redistribution, talks
from senior.models import (
    Conversation,
    Redistribution,
    SeniorAgreement,
    SeniorRule,
    SeniorTalk,
    TalkOption,
    YearlyChoice,
)
from tests.cast import NOW
from tests.senior.house import held_talk, sent, signed
from tests.senior.situation import TODAY

pytestmark = pytest.mark.django_db
WHEN = NOW + timedelta(days=5)


def test_the_talks_words_come_into_an_agreement_only_by_the_leaders_hand(cast, client):
    held_talk(cast)
    client.force_login(cast.hr)
    client.post(reverse("senior:agreement_new", args=[cast.senior.pk]))
    row = SeniorAgreement.objects.get()
    assert row.text == {} and row.options == []
    edit = reverse("senior:agreement_edit", args=[row.pk])
    assert "Fri fredag" not in client.get(edit).content.decode()
    client.force_login(cast.leder)
    assert "Fri fredag" in client.get(edit).content.decode()


def test_an_evaluation_is_read_by_the_two_and_its_outcome_by_tr_and_hr(cast, client):
    row = signed(cast)
    with time_machine.travel(NOW + timedelta(days=140), tick=False):
        clock.running_agreements(TODAY + timedelta(days=140))
        agreements.evaluate(row, by=cast["senior"], said="Jeg savner de andre")
        page = reverse("senior:agreement", args=[row.pk])
        reads = {}
        for name in ("senior", "leder", "tr", "hr"):
            client.force_login(getattr(cast, name))
            reads[name] = "Jeg savner de andre" in client.get(page).content.decode()
    assert reads == {"senior": True, "leder": True, "tr": False, "hr": False}


def test_a_tr_whose_function_has_ended_neither_reads_nor_signs(cast):
    row = sent(cast)
    assert can(cast["tr"], "senior.sign_as_union", row)
    Role.objects.filter(person=cast.tr, kind="union_rep").update(ends_on=TODAY - timedelta(days=1))
    assert not can(cast["tr"], "senior.view_agreement", row)
    with pytest.raises(Http404):
        agreements.sign(row, by=cast["tr"], party="union", sha256=row.sha256)


def test_the_leader_isnt_offered_as_the_tr_of_an_agreement_they_sign(cast, client):
    Role.objects.create(person=cast.leder, kind="union_rep", starts_on=TODAY)
    made, _new = agreements.begin_agreement(cast["senior"], by=cast["leder"])
    client.force_login(cast.leder)
    form = client.get(reverse("senior:agreement_edit", args=[made.pk])).context["form"]
    assert list(form.fields["union_rep"].queryset) == [cast.tr]


def test_a_refusal_after_the_employees_yes_is_read_and_confirmed_anew(cast):
    talk = held_talk(cast)
    talk = talks.confirm(talk, by=cast["senior"], version=talk.version)
    read = talk.version
    talks.refuse_option(talk, by=cast["leder"], option="less_time", reason="Vagtplanen hænger ikke sammen i foråret.")
    talk.refresh_from_db()
    assert talk.employee_confirmed_at is None
    with pytest.raises(ValidationError):
        talks.confirm(talk, by=cast["leder"], version=read)
    talk = talks.confirm(talk, by=cast["leder"], version=talk.version)
    assert talk.state == "held" and not Document.objects.filter(kind="P-33").exists()


def test_what_both_confirmed_stays_on_paper_when_an_answer_comes_later(cast, client):
    talk = held_talk(cast)
    talk = talks.confirm(talk, by=cast["senior"], version=talk.version)
    talk = talks.confirm(talk, by=cast["leder"], version=talk.version)
    frozen = bytes(Document.objects.get(kind="P-33").content)
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        talks.refuse_option(talk, by=cast["leder"], option="less_time", reason="Vagtplanen hænger ikke sammen nu.")
        client.force_login(cast.senior)
        assert client.get(reverse("senior:talk_pdf", args=[talk.pk])).content == frozen
        assert "efter at I bekræftede samtalen" in client.get(reverse("senior:talk", args=[talk.pk])).content.decode()


def test_nothing_is_refused_in_a_talk_that_wasnt_held(cast):
    talk = talks.want_talk(cast["senior"], by=cast["senior"])
    with pytest.raises(ValidationError):
        talks.refuse_option(talk, by=cast["leder"], option="other", reason="Det kan ikke lade sig gøre nu.")
    assert not TalkOption.objects.exists()


def test_the_other_hears_that_a_talk_is_called_off(cast):
    talk = talks.want_talk(cast["senior"], by=cast["senior"])
    talk = talks.plan(talk, by=cast["leder"], planned_at=WHEN, place="Rum 1", with_mus=False)
    mine = conversations.plan(cast["senior"], by=cast["leder"], kind="one_to_one", planned_at=WHEN)
    talks.cancel(talk, by=cast["leder"])
    conversations.cancel(mine, by=cast["senior"])
    told = {(mail.subject_type, mail.receiver.email.split("@")[0]) for mail in Mail.objects.filter(notice="S-29")}
    assert told == {("senior.seniortalk", "senior"), ("senior.conversation", "leder")}


def test_the_talk_goes_along_when_the_mus_it_is_part_of_is_moved(cast):
    talk = talks.want_talk(cast["senior"], by=cast["senior"])
    talk = talks.plan(talk, by=cast["leder"], planned_at=WHEN, place="Rum 1", with_mus=True)
    moved = WHEN + timedelta(days=7)
    conversations.move(talk.conversation, by=cast["senior"], planned_at=moved, place="Rum 2")
    talk.refresh_from_db()
    assert (talk.planned_at, talk.place) == (moved, "Rum 2")


def test_two_clicks_are_one_talk_and_one_request(cast):
    for _click in range(2):
        conversations.plan(cast["senior"], by=cast["leder"], kind="one_to_one", planned_at=WHEN)
        redistribution.ask(by=cast["medarbejder"], asked=cast["leder"], words="Det fylder", with_team=False)
    assert Conversation.objects.count() == 1 and Redistribution.objects.count() == 1
    redistribution.ask(by=cast["medarbejder"], asked=cast["leder"], words="Noget andet", with_team=False)
    assert Redistribution.objects.count() == 2


def test_hr_doesnt_decide_the_own_group(cast, client):
    client.force_login(cast.hr)
    assert client.get(reverse("senior:group", args=[cast.senior.pk])).status_code == 200
    assert client.get(reverse("senior:group", args=[cast.hr.pk])).status_code == 403


def test_a_choice_that_is_changed_stands_on_hrs_list_again(cast):
    row = YearlyChoice.objects.create(
        person=cast.senior, year=2028, deadline=TODAY + timedelta(days=90), days=5, possible=["days", "pension"]
    )
    choices.choose(row, by=cast["senior"], value="days")
    choices.register(row, by=cast["hr"])
    row.refresh_from_db()
    assert choices.choose(row, by=cast["senior"], value="days").registered_at
    assert choices.choose(row, by=cast["senior"], value="pension").registered_at is None


@pytest.mark.parametrize("year", ["²", "99999999999999", "-1", "x"])
def test_an_odd_year_in_the_address_is_no_fault(cast, client, year):
    client.force_login(cast.hr)
    assert client.get(reverse("senior:choices"), {"year": year}).status_code == 200
    talk = held_talk(cast)
    client.force_login(cast.senior)
    assert client.post(reverse("senior:talk_confirm", args=[talk.pk]), {"version": year}).status_code == 302


RULE = {"area": "", "audience": "everyone", "starts_on": "01.01.2027", "source": "Overenskomst 2026, § 9"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"right": "bonus", "age_from": "58", "bonus_percent": "2", "convertible_days": "2"}, "convertible_percent"),
        ({"right": "generation_change", "age_from": "54", "max_years": "6"}, "leaving_age"),
        ({"right": "generation_change", "age_from": "54", "leaving_age": "60"}, "max_years"),
    ],
)
def test_a_rule_that_no_page_could_say_is_stopped_by_its_field(cast, client, values, field):
    client.force_login(cast.hr)
    data = RULE | values | {"group": SeniorRule.objects.filter(right="days").first().group_id}
    for preview in ({}, {"preview": "1"}):
        answer = client.post(reverse("senior:rule_new"), data | {"counts_from": "calendar_year"} | preview)
        assert answer.status_code == 422 and field in answer.context["form"].errors


def test_the_preview_sees_every_right_that_a_rule_can_change(cast):
    from senior import affected

    rule = SeniorRule.objects.get(right="senior_position")
    changed = SeniorRule.objects.get(pk=rule.pk)
    changed.pk, changed.age_from = None, 63
    found = affected.by(changed, rule)
    assert cast.senior in [one.person for one in found]
    bent = next(one for one in found if one.person == cast.senior)
    assert "seniorstilling fra" in bent.before and bent.before != bent.after
    assert affected.by(rule, rule) == []


def test_the_talk_of_two_who_ask_at_once_is_opened_once(cast):
    first, second = (talks.want_talk(cast["senior"], by=cast[name]) for name in ("senior", "leder"))
    assert first.pk == second.pk and SeniorTalk.objects.count() == 1


def new_leader(cast):
    """Let Jonas lead the office from now on."""
    Role.objects.filter(person=cast.leder, kind="leader").update(ends_on=TODAY - timedelta(days=1))
    Role.objects.create(person=cast.kollega, kind="leader", unit=cast.office, starts_on=TODAY)


def test_the_next_leader_isnt_handed_what_was_shared_with_the_one_before(cast, client):
    talk = talks.want_talk(cast["senior"], by=cast["senior"])
    talks.prepare(talk, by=cast["senior"], answers={"good": "Familierne"})
    assert talks.share_preparation(talk, by=cast["senior"])
    assert not talks.share_preparation(talk, by=cast["senior"])
    new_leader(cast)
    page = reverse("senior:talk", args=[talk.pk])
    client.force_login(cast.kollega)
    assert "Familierne" not in client.get(page).content.decode()
    client.force_login(cast.senior)
    assert "Del med min leder" in client.get(page).content.decode()
    assert talks.share_preparation(talk, by=cast["senior"])
    client.force_login(cast.kollega)
    assert "Familierne" in client.get(page).content.decode()


def test_what_was_confirmed_with_one_leader_isnt_read_by_the_next(cast, client):
    talk = held_talk(cast)
    client.force_login(cast.leder)
    page = reverse("senior:talk", args=[talk.pk])
    talk = talks.confirm(talk, by=cast["senior"], version=talk.version)
    talk = talks.confirm(talk, by=cast["leder"], version=talk.version)
    assert "Mere ro" in client.get(page).content.decode()
    new_leader(cast)
    client.force_login(cast.kollega)
    said = client.get(page)
    assert said.status_code == 200 and "Mere ro" not in said.content.decode()
    assert client.get(reverse("senior:talk_pdf", args=[talk.pk])).status_code == 403


def test_a_talk_that_waits_for_its_confirmation_is_finished_with_the_next_leader(cast):
    talk = held_talk(cast)
    talk = talks.confirm(talk, by=cast["senior"], version=talk.version)
    new_leader(cast)
    assert talks.confirm(talk, by=cast["kollega"], version=talk.version).state == "confirmed"
