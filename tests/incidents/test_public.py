"""Named on the net, a matter in the press, promised news, complaints and claims (INC-44, INC-74 to INC-78, R-22)."""

import io
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse
from PIL import Image

from core.models import Attachment, AuditEntry, Mail, Todo
from core.permissions import Forbidden, can
from core.reminders import sweep
from core.states import StepRefused
from incidents.actions import compensation, complaints, media, naming
from incidents.models import ComplaintCount, Incident, MediaCase, MediaPromise, Naming
from tests.cast import NOW, Cast
from tests.pdfs import assert_archival, text_of
from tests.situation import make_incident

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PUBLIC = {
    "medium": "facebook",
    "how": ["named", "filmed"],
    "address": "https://facebook.example/opslag/1",
    "account": "En vred far",
    "seen_at": NOW - HOUR,
    "spread": "open",
    "wish": "Få det fjernet.",
}


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def told(cast, tell=False):
    return naming.report(
        by=cast["kollega"],
        token=uuid.uuid4(),
        public=PUBLIC,
        narrative="",
        wellbeing="shaken",
        files=[],
        tell=tell,
    )[0]


# -- named on the net ------------------------------------------------------------------------------------------------
def test_naming_becomes_an_incident_of_category_c_and_the_leader_is_told(cast):
    incident = told(cast)
    assert (incident.state, incident.category_suggested) == ("submitted", "C")
    sweep(NOW)
    assert cast.leder in [mail.receiver for mail in Mail.objects.filter(notice="N-01")]
    assert not Mail.objects.filter(notice="I-09").exists()


def test_communications_see_the_page_and_nothing_of_the_case_once_they_are_told(cast, client):
    incident = told(cast)
    row = incident.naming
    assert not can(cast["kommunikation"], "incidents.view_naming", row)
    assert naming.tell_communications(row, by=cast["kollega"]) and not naming.tell_communications(row, by=cast["leder"])
    mail = Mail.objects.get(notice="I-09")
    assert mail.receiver == cast.kommunikation and "facebook" not in f"{mail.context}{mail.link}"
    assert not can(cast["kommunikation"], "incidents.view", incident)
    client.force_login(cast["kommunikation"], backend="core.signin.PersonBackend")
    assert "facebook.example" in client.get(reverse("incidents:naming_page", args=[row.pk])).content.decode()
    assert client.get(reverse("incidents:incident", args=[incident.pk])).status_code == 404


def test_the_employee_may_have_communications_told_at_once(cast):
    told(cast, tell=True)
    assert Naming.objects.get().communications_told_by == cast.kollega


def test_whoever_reported_for_a_colleague_tells_it_once_and_is_led_back_to_the_incident(cast, client):
    case = make_incident(cast, reporter=cast.medarbejder, affected=cast.kollega)
    naming.keep(case, by=cast["medarbejder"], public=PUBLIC)
    client.force_login(cast["medarbejder"], backend="core.signin.PersonBackend")
    answer = client.get(reverse("incidents:naming", args=[case.pk]), follow=True)
    assert answer.status_code == 200 and "Det er allerede noteret" in answer.content.decode()


def test_others_neither_see_nor_follow_it(cast):
    row = told(cast).naming
    assert {name for name in cast.names if can(cast[name], "incidents.view_naming", row)} == {"kollega", "leder", "amr"}
    with pytest.raises(Http404):
        naming.follow(row, by=cast["andenleder"], takedown_asked_on=None, takedown_asked_by="", removed_on=None)
    with pytest.raises(Forbidden):
        naming.follow(row, by=cast["amr"], takedown_asked_on=None, takedown_asked_by="", removed_on=None)


def test_the_form_takes_the_evidence_first_and_says_what_is_missing(cast, client):
    client.force_login(cast["kollega"], backend="core.signin.PersonBackend")
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    sent = {
        "token": str(uuid.uuid4()),
        "medium": "tiktok",
        "seen_at_date": "05.02.2027",
        "seen_at_time": "10.00",
        "wellbeing": "okay",
        "account": "Vred far",
    }
    answer = client.post(reverse("incidents:online"), sent)
    assert answer.status_code == 422 and "Vælg, hvad der er sket." in answer.content.decode()
    assert "Vred far" in answer.content.decode()
    files = {"files": SimpleUploadedFile("opslag.png", picture.getvalue())}
    answer = client.post(reverse("incidents:online"), sent | {"how": ["tagged"]} | files)
    assert answer.status_code == 302, answer.context["form"].errors
    incident = Incident.objects.get()
    assert answer.url == reverse("incidents:receipt", args=[incident.pk])
    assert Attachment.objects.get().kind == "screenshot" and Naming.objects.get().account == "Vred far"


# -- the press -------------------------------------------------------------------------------------------------------
def warned(cast, who="medarbejder"):
    return media.forewarn(by=cast[who], title="Spørgsmål om ventetid", about="En far har ringet.")[0]


def test_a_warning_goes_to_the_own_leader_who_answers_for_it(cast):
    case = warned(cast)
    assert case.owner == cast.leder and Mail.objects.get(notice="I-11").receiver == cast.leder
    assert "ventetid" not in str(Mail.objects.get().context)
    assert warned(cast) == case  # pressed twice


def test_those_who_are_part_of_it_see_the_log_and_others_do_not(cast):
    case = warned(cast)
    media.change(
        case,
        by=cast["leder"],
        exposed=[cast["kollega"]],
        spokesperson="",
        process="",
        guidance="",
        with_communications=False,
    )
    see = {name for name in cast.names if can(cast[name], "incidents.view_media_case", case)}
    assert see == {"medarbejder", "kollega", "leder", "chef"}
    with pytest.raises(Forbidden):
        media.note(case, by=cast["kollega"], text="Mig")


def test_the_phases_follow_each_other_and_a_promise_holds_the_log_open(cast):
    case = warned(cast)
    with pytest.raises(StepRefused):
        media.move(case, "calm", by=cast["leder"])
    media.move(case, "go_public", by=cast["leder"])
    row, _new = media.promise(case, by=cast["leder"], to_whom="Pressen", due_at=NOW + 5 * HOUR, owner=cast["leder"])
    media.move(case, "calm", by=cast["leder"])
    with pytest.raises(ValidationError):
        media.move(case, "close", by=cast["leder"])
    media.keep_promise(row, by=cast["leder"])
    media.move(case, "close", by=cast["leder"])
    assert MediaCase.objects.get().closed_at == NOW


def test_promised_news_is_reminded_of_four_hours_before_at_the_time_and_then_upwards(cast):
    case = warned(cast)
    media.promise(case, by=cast["leder"], to_whom="Pressen", due_at=NOW + 5 * HOUR, owner=cast["leder"])
    found = []
    for hours in (0.5, 1, 4.9, 5, 5.6):
        sweep(NOW + hours * HOUR)
        found.append(
            [(m.notice, m.receiver.email.split("@")[0]) for m in Mail.objects.exclude(notice="I-11").order_by("pk")]
        )
    assert found[0] == []
    assert found[1] == [("I-10", "leder")] and found[2] == found[1]
    assert found[3] == [("I-10", "leder")] * 2
    assert ("N-42", "chef") in found[4]


def test_news_that_was_given_is_not_asked_for(cast):
    case = warned(cast)
    row, _new = media.promise(case, by=cast["leder"], to_whom="Pressen", due_at=NOW + 5 * HOUR, owner=cast["leder"])
    assert media.keep_promise(row, by=cast["leder"]) and not media.keep_promise(row, by=cast["leder"])
    sweep(NOW + 9 * HOUR)
    assert not Mail.objects.filter(notice="I-10").exists()
    assert MediaPromise.objects.get().kept_at == NOW


def test_whoever_promised_the_news_opens_the_page_and_says_it_is_given_but_reads_no_log(cast, client):
    case = warned(cast)
    media.note(case, by=cast["leder"], text="Avisen har ringet.")
    row, _new = media.promise(case, by=cast["leder"], to_whom="Pressen", due_at=NOW + 5 * HOUR, owner=cast["kollega"])
    client.force_login(cast["kollega"], backend="core.signin.PersonBackend")
    page = client.get(Todo.objects.get(code=media.NEWS).link).content.decode()
    assert "Nyt er givet" in page and "Avisen har ringet." not in page
    assert client.post(reverse("incidents:media_tick", args=[case.pk]), {"code": "roles"}).status_code == 403
    assert client.post(reverse("incidents:media_news", args=[row.pk])).status_code == 302
    assert MediaPromise.objects.get().kept_at == NOW and not Todo.objects.open().filter(code=media.NEWS).exists()
    client.force_login(cast["andenmedarbejder"], backend="core.signin.PersonBackend")
    assert client.post(reverse("incidents:media_news", args=[row.pk])).status_code == 404


def test_a_closed_log_takes_nothing_more_until_it_is_opened_again(cast, client):
    case = warned(cast)
    media.move(case, "close", by=cast["leder"])
    values = {"exposed": [], "spokesperson": "Mig", "process": "", "guidance": "", "with_communications": False}
    late = [
        lambda: media.tick(case, by=cast["leder"], code="roles"),
        lambda: media.note(case, by=cast["leder"], text="Mere"),
        lambda: media.change(case, by=cast["leder"], **values),
        lambda: media.promise(case, by=cast["leder"], to_whom="Alle", due_at=NOW + HOUR, owner=cast["leder"]),
    ]
    for write in late:
        with pytest.raises(ValidationError):
            write()
    assert not case.entries.exists() and not Todo.objects.filter(code=media.NEWS).exists()
    media.move(MediaCase.objects.get(), "reopen", by=cast["leder"])
    assert media.tick(case, by=cast["leder"], code="roles")


def test_a_point_is_done_once_and_an_unknown_one_is_refused(cast):
    case = warned(cast)
    assert media.tick(case, by=cast["leder"], code="roles") and not media.tick(case, by=cast["leder"], code="roles")
    with pytest.raises(ValidationError):
        media.tick(case, by=cast["leder"], code="x")


# -- complaints, claims ------------------------------------------------------------------------------------------------
def test_the_nearest_leader_counts_complaints_and_corrects_a_month(cast):
    values = {"month": NOW.date(), "causes": ["notice"], "support": "To på sagen"}
    complaints.count(cast.office, by=cast["leder"], number=3, **values)
    complaints.count(cast.office, by=cast["leder"], number=4, **values)
    assert ComplaintCount.objects.get().number == 4
    with pytest.raises(Forbidden):
        complaints.count(cast.office, by=cast["chef"], number=4, **values)


def test_a_claim_is_noted_once_and_answered(cast):
    case = make_incident(cast)
    values = {"kind": "damage", "what": "Briller", "amount": 2500, "sent_to": "Forsikringen", "sent_on": NOW.date()}
    claim, is_new = compensation.add(case, by=cast["leder"], **values)
    assert is_new and compensation.add(case, by=cast["leder"], **values) == (claim, False)
    assert compensation.answer(claim, by=cast["leder"], result="Betalt", answered_on=NOW.date()).result == "Betalt"
    with pytest.raises(Forbidden):
        compensation.add(case, by=cast["amr"], **values)


def test_the_claims_page_asks_for_what_is_missing(cast, client):
    case = make_incident(cast)
    client.force_login(cast["leder"], backend="core.signin.PersonBackend")
    url = reverse("incidents:compensation", args=[case.pk])
    answer = client.post(url, {"kind": "damage", "what": "Briller", "sent_on": "01.02.2027", "amount": "mange"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Skriv, hvem det er sendt til." in page and "helt tal" in page
    assert client.post(url, {"claim": "999", "result": "x", "answered_on": "01.02.2027"}).status_code == 404
    assert Todo.objects.filter(code="incidents.media_news").count() == 0


def test_the_log_on_paper_holds_what_was_done_and_promised_and_reading_it_is_logged(cast, client):
    case = media.forewarn(by=cast["medarbejder"], title="Spørgsmål om ventetid", about="")[0]
    media.note(case, by=cast["leder"], text="Avisen har ringet.")
    media.promise(case, by=cast["leder"], to_whom="Pressen", due_at=NOW + 5 * HOUR, owner=cast["leder"])
    client.force_login(cast["leder"])
    answer = client.get(reverse("incidents:media_pdf", args=[case.pk]))
    assert_archival(answer.content)
    text = text_of(answer.content)
    for words in ("Spørgsmål om ventetid", "Avisen har ringet.", "Pressen", "Ikke endnu"):
        assert words in text
    assert AuditEntry.objects.filter(action="incidents.media_case_printed", is_read=True).count() == 1
    client.force_login(cast["medarbejder"])
    assert client.get(reverse("incidents:media_pdf", args=[case.pk])).status_code == 403
