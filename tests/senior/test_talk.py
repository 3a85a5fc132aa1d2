"""The talk: private preparation, the same menu for all, both confirm, the summary is frozen."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse

from core import documents
from core.models import Document, Mail, Todo
from core.permissions import Forbidden
from core.states import StepRefused
from senior.actions import talks
from senior.actions.ground import Stale
from senior.documents import preparation_pdf, talk_pdf
from senior.models import Preparation, SeniorTalk, TalkOption
from tests.cast import NOW
from tests.pdfs import assert_archival, text_of
from tests.senior.house import held_talk, talk_of

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(days=5)


def wanted(cast):
    return talks.want_talk(cast["senior"], by=cast["senior"])


def test_either_of_the_two_finds_a_time_and_the_other_is_told(cast):
    talk = talks.plan(wanted(cast), by=cast["senior"], planned_at=SOON, place="Rum 1", with_mus=True)
    assert talk.state == "planned"
    assert Mail.objects.get(notice="S-04").receiver == cast.leder
    assert Todo.objects.open().get(code="senior.talk_record").owner == cast.leder


def test_asking_twice_gives_one_talk(cast):
    assert wanted(cast).pk == wanted(cast).pk


def test_the_preparation_is_encrypted_and_private_until_shared(cast, client):
    talk = wanted(cast)
    talks.prepare(talk, by=cast["senior"], answers={"good": "Familierne", "future": ""})
    raw = Preparation.objects.extra(select={"raw": "answers"}).values_list("raw", flat=True)[0]
    assert "Familierne" not in raw
    client.force_login(cast.leder)
    address = reverse("senior:talk", args=[talk.pk])
    assert "Familierne" not in client.get(address).content.decode()
    assert client.get(reverse("senior:preparation", args=[talk.pk])).status_code == 403
    assert talks.share_preparation(talk, by=cast["senior"])
    assert not talks.share_preparation(talk, by=cast["senior"])
    assert "Familierne" in client.get(address).content.decode()
    talks.keep_preparation_private(talk, by=cast["senior"])
    assert "Familierne" not in client.get(address).content.decode()


def test_nobody_shares_it_for_the_employee(cast):
    talk = wanted(cast)
    with pytest.raises(Forbidden):
        talks.share_preparation(talk, by=cast["leder"])


def test_the_record_names_the_menu(cast):
    talk = wanted(cast)
    with pytest.raises(ValidationError):
        talks.write(talk, by=cast["leder"], version=0, held_on=NOW.date(), wishes="", agreed="", options=[])


def test_both_confirm_and_the_summary_is_frozen(cast):
    talk = held_talk(cast)
    assert Todo.objects.open().get(code="senior.talk_confirm").owner == cast.senior
    talk = talks.confirm(talk, by=cast["senior"], version=talk.version)
    assert talk.state == "held"
    talk = talks.confirm(talk, by=cast["leder"], version=talk.version)
    assert talk.state == "confirmed"
    paper = Document.objects.get(kind="P-33")
    content = documents.content_of(paper)
    assert_archival(content, title="Resumé af seniorsamtale")
    assert "Fri fredag" in text_of(content) and "Bent Rosendal" in text_of(content)
    with pytest.raises(StepRefused):
        talks.write(
            talk,
            by=cast["leder"],
            version=talk.version,
            held_on=NOW.date(),
            wishes="Andet",
            agreed="",
            options=[("other", "chosen", "")],
        )
    assert SeniorTalk.objects.get(pk=talk.pk).wishes == "Mere ro"


def test_words_that_were_changed_meanwhile_are_not_confirmed(cast):
    talk = held_talk(cast)
    read = talk.version
    talks.write(
        talk,
        by=cast["leder"],
        version=read,
        held_on=NOW.date(),
        wishes="Nyt",
        agreed="",
        options=[("other", "chosen", "")],
    )
    with pytest.raises(Stale):
        talks.confirm(talk, by=cast["senior"], version=read)


def test_two_who_write_at_once_lose_nothing(cast, client):
    talk = held_talk(cast)
    client.force_login(cast.senior)
    client.get(reverse("senior:talk_write", args=[talk.pk]))
    talks.write(
        talk,
        by=cast["leder"],
        version=talk.version,
        held_on=NOW.date(),
        wishes="Lederens ord",
        agreed="",
        options=[("other", "chosen", "")],
    )
    answer = client.post(
        reverse("senior:talk_write", args=[talk.pk]),
        {"version": talk.version, "held_on": "05.02.2027", "wishes": "Mine ord", "option_other": "chosen"},
    )
    assert answer.status_code == 422
    assert "Mine ord" in answer.content.decode() and "I har begge skrevet her" in answer.content.decode()
    assert talk_of(cast).wishes == "Lederens ord"


def test_a_refusal_needs_a_reason_that_the_employee_reads(cast, client):
    talk = held_talk(cast)
    with pytest.raises(ValidationError):
        talks.refuse_option(talk, by=cast["leder"], option="less_time", reason="Nej")
    talks.refuse_option(talk, by=cast["leder"], option="less_time", reason="Vagtplanen hænger ikke sammen i foråret.")
    client.force_login(cast.senior)
    assert "Vagtplanen hænger ikke sammen" in client.get(reverse("senior:talk", args=[talk.pk])).content.decode()
    assert Mail.objects.get(notice="S-21").receiver == cast.senior
    assert talks.withdraw_refusal(talk, by=cast["leder"], option="less_time")
    assert TalkOption.objects.get(talk=talk, option="less_time").outcome == "discussed"


def test_only_the_leader_refuses(cast):
    talk = held_talk(cast)
    for name in ("senior", "hr"):
        with pytest.raises(Forbidden):
            talks.refuse_option(talk, by=cast[name], option="other", reason="Det er en hel sætning.")
    with pytest.raises(Http404):
        talks.refuse_option(talk, by=cast["chef"], option="other", reason="Det er en hel sætning.")


def test_hr_sees_dates_and_no_words(cast, client):
    talk = held_talk(cast)
    client.force_login(cast.hr)
    page = client.get(reverse("senior:talk", args=[talk.pk])).content.decode()
    assert "Mere ro" not in page and "Fri fredag" not in page and "5. februar 2027" in page


def test_a_cpr_number_is_refused_and_nothing_typed_is_lost(cast, client):
    talk = wanted(cast)
    client.force_login(cast.senior)
    answer = client.post(
        reverse("senior:preparation", args=[talk.pk]), {"good": "Kald mig 120169-1234", "future": "Mere"}
    )
    assert answer.status_code == 422 and "CPR" in answer.content.decode() and "Mere" in answer.content.decode()


def test_a_cancelled_talk_takes_the_preparation_with_it(cast):
    talk = wanted(cast)
    talks.prepare(talk, by=cast["senior"], answers={"good": "Familierne"})
    talks.cancel(talk, by=cast["senior"])
    assert not Preparation.objects.exists()
    assert not Todo.objects.open().filter(subject_type="senior.seniortalk").exists()


def test_the_papers(cast):
    talk = held_talk(cast)
    sheet = talks.prepare(talk, by=cast["senior"], answers={"good": "Familierne"})
    for content, word in (
        (preparation_pdf(talk, sheet), "Familierne"),
        (preparation_pdf(talk, None), "passer dine opgaver"),
    ):
        assert_archival(content)
        assert word in text_of(content)
    assert_archival(talk_pdf(talk))
