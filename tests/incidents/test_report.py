"""Report: four answers, saved while typed, sent once (INC-01, INC-10, INC-13, Q21)."""

import threading
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404

from core.models import Attachment, AuditEntry, Mail, Todo
from incidents.actions import reporting
from incidents.models import Incident
from tests.incidents.reported import NOW, STORY, Cast, browser, send, told, typed

URL = "/incidents/report/"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


@pytest.fixture
def me(cast):
    return browser(cast["medarbejder"])


def picture(name="sms.png"):
    return SimpleUploadedFile(name, PNG, "image/png")


# -- sending -------------------------------------------------------------------------------------------------------
def test_four_answers_are_enough(cast, me):
    answered = me.post(URL, typed(narrative=""))
    incident = Incident.objects.get()
    assert answered.url == f"/incidents/{incident.pk}/receipt/"
    assert (incident.number, incident.state, incident.category_suggested) == ("2027-0001", "submitted", "A")
    assert (incident.affected, incident.unit, incident.site) == (cast.medarbejder, cast.office, cast.site)
    assert incident.draft == {}


def test_an_answer_that_is_no_longer_chosen_does_not_stand_in_the_way(cast, me):
    left = {"date": "31.12.2099", "colleague": "Ukendt Navn"}
    assert me.post(URL, typed(day="other", **left)).status_code == 422
    assert me.post(URL, typed(wellbeing="colleague", **left)).status_code == 422
    answered = me.post(URL, typed(**left))
    assert answered.status_code == 302 and Incident.objects.exclude(state="draft").count() == 1


def test_back_from_the_receipt_does_not_report_twice(cast, me):
    first = me.post(URL, typed())
    mails = Mail.objects.count()
    assert 'autocomplete="off"' in me.get(URL).content.decode()
    again = me.post(URL, typed())  # the browser brought the words back, in a form with a token of its own
    assert again.url == first.url
    assert "Det har du allerede meldt kl. 14.05" in me.get(again.url).content.decode()
    assert (Incident.objects.count(), Mail.objects.count()) == (1, mails)


def test_another_event_is_another_incident(cast, me):
    me.post(URL, typed())
    me.post(URL, typed(narrative="Han kom tilbage og råbte igen."))
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        browser(cast["medarbejder"]).post(URL, typed())
    assert Incident.objects.filter(state="submitted").count() == 3


def test_numbers_follow_each_other_within_a_year(cast):
    assert [send(cast).number, send(cast).number] == ["2027-0001", "2027-0002"]


def test_the_receipt_says_who_was_told_and_what_happens_next(cast, me):
    page = me.get(me.post(URL, typed()).url).content.decode()
    assert f"Sendt til {cast.leder.name} kl. 14.05" in page
    assert "14.20" in page


def test_the_button_names_the_one_who_gets_it(cast, me):
    assert f"Send til {cast.leder.name}" in me.get(URL).content.decode()
    cast.away("leder", "stedfortraeder")
    assert f"Send til {cast.stedfortraeder.name}" in me.get(URL).content.decode()


def test_a_colleague_is_the_affected_and_follows_it(cast, me):
    me.post(URL, typed(wellbeing="colleague", colleague=cast.kollega.name))
    incident = Incident.objects.get()
    assert (incident.reporter, incident.affected, incident.wellbeing) == (cast.medarbejder, cast.kollega, "")
    assert browser(cast["kollega"]).get(f"/incidents/{incident.pk}/").status_code == 200


def test_pressing_twice_keeps_it_once(cast, me):
    answers = typed()
    first, second = me.post(URL, answers), me.post(URL, answers, follow=True)
    assert Incident.objects.count() == 1
    assert second.redirect_chain[-1][0] == first.url
    assert "Du trykkede to gange. Vi har gemt det én gang." in second.content.decode()
    assert Mail.objects.filter(notice="N-20").count() == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_submits_of_one_draft_make_one_incident():
    with time_machine.travel(NOW, tick=False):
        cast = Cast()
        token, answers, results = uuid.uuid4(), told(cast), []

        def press():
            try:
                results.append(reporting.submit(cast["medarbejder"], token, answers))
            finally:
                connection.close()

        threads = [threading.Thread(target=press) for _ in range(16)]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
    assert len(results) == 16
    assert sum(is_new for _incident, is_new in results) == 1
    assert {incident.number for incident, _new in results} == {"2027-0001"}
    assert Todo.objects.filter(code="incidents.take_over").count() == 1
    assert Mail.objects.filter(notice="N-01").count() == 1


# -- what is refused -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kinds": []}, "Vælg, hvad der skete."),
        ({"place": ""}, "Vælg, hvor det skete."),
        ({"wellbeing": ""}, "Vælg, hvordan du har det"),
        ({"time": "15.20"}, "Klokken er kun 14.05. Skriv et tidspunkt, der er gået, for eksempel 13.45."),
        ({"time": "hest"}, "Skriv klokkeslættet som 09.00."),
        ({"time": ""}, "Skriv cirka, hvad klokken var"),
        ({"day": "other", "date": ""}, "Skriv datoen."),
        ({"day": "other", "date": "31.02.2027"}, "Den dato findes ikke"),
        ({"day": "other", "date": "06.02.2027"}, "Datoen ligger i fremtiden."),
        ({"day": "other", "date": "01.01.1900"}, "Det er mere end 5 år siden."),
        ({"narrative": "a" * 100_000}, "Teksten må fylde højst 20000 tegn. Den fylder 100000 nu. Intet er slettet."),
        ({"narrative": "Hans nummer er 010180-1234"}, "Det ligner et CPR-nummer"),
        ({"wellbeing": "colleague", "colleague": ""}, "Skriv navnet på din kollega."),
        ({"wellbeing": "colleague", "colleague": "Findes Ikke"}, "Vi fandt ingen, der hedder »Findes Ikke«."),
        ({"site": "99999"}, "Vælg et arbejdssted på listen."),
        ({"kinds": ["<script>"]}, "<script>"),
    ],
)
def test_wrong_answers_get_danish_words_and_nothing_is_lost(cast, me, change, words):
    answered = me.post(URL, typed() | change)
    page = answered.content.decode()
    assert answered.status_code == 422
    assert words in page or words == "<script>" and "&lt;script&gt;" in page
    assert (change.get("narrative") or STORY) in page
    assert not Incident.objects.submitted().exists()
    assert Incident.objects.get().draft["narrative"] == change.get("narrative", STORY)


@pytest.mark.parametrize("token", ["", "x", "' or 1=1", "00000000"])
def test_a_broken_token_loses_nothing(cast, me, token):
    me.post(URL, typed(token=token))
    assert Incident.objects.submitted().count() == 1


# -- drafts ----------------------------------------------------------------------------------------------------------
def test_what_is_typed_is_saved_and_found_again(cast, me):
    answers = typed()
    saved = me.post("/incidents/report/draft/", answers)
    assert (saved.status_code, saved.json()["saved"]) == (200, "14.05")
    page = me.get(URL).content.decode()
    assert STORY in page and answers["token"] in page and "Kladden er gemt" in page


def test_the_draft_is_seen_by_nobody_else(cast, me):
    me.post("/incidents/report/draft/", typed())
    draft = Incident.objects.get()
    for name in ("leder", "kollega", "amr", "admin", "dpo"):
        assert not Incident.objects.visible_to(cast[name]).filter(pk=draft.pk).exists()
        assert browser(cast[name]).get(f"/incidents/{draft.pk}/").status_code == 404
    with pytest.raises(Http404):
        reporting.keep_draft(cast["kollega"], draft.token, {"narrative": "andet"})


def test_the_story_stands_encrypted_in_the_database(cast, me):
    me.post("/incidents/report/draft/", typed())
    with connection.cursor() as cursor:
        cursor.execute("select draft from incidents_incident")
        assert STORY not in cursor.fetchone()[0]


def test_today_of_yesterdays_draft_becomes_that_date(cast):
    browser(cast["medarbejder"]).post("/incidents/report/draft/", typed())
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        page = browser(cast["medarbejder"]).get(URL).content.decode()
    assert "05.02.2027" in page


def test_text_typed_after_the_session_ended_is_kept_and_found_after_signing_in(cast, me):
    page = me.get(URL).content.decode()
    token = page.split('name="draft_token" value="')[1].split('"')[0]
    me.logout()
    answered = me.post("/incidents/report/draft/", typed(draft_token=token))
    assert answered.status_code in (302, 401)
    again = browser(cast["medarbejder"])
    assert STORY in again.get(URL).content.decode()
    assert Incident.objects.get().draft["narrative"] == STORY


def test_a_draft_is_deleted_only_after_a_question_with_its_files(cast, me, django_capture_on_commit_callbacks):
    me.post(URL, typed(act="attach") | {"files": picture()})
    draft = Incident.objects.get()
    assert "Vil du slette kladden?" in me.get(f"{URL}{draft.pk}/delete/").content.decode()
    assert Incident.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        me.post(f"{URL}{draft.pk}/delete/")
    assert not Incident.objects.exists() and not Attachment.objects.exists()
    assert AuditEntry.objects.filter(action="core.file_removed").exists()


def test_what_has_been_sent_is_not_deleted(cast, me):
    incident = send(cast)
    assert me.post(f"{URL}{incident.pk}/delete/").status_code == 404


# -- a colleague or a leader did it ----------------------------------------------------------------------------------
def test_what_a_colleague_did_leads_elsewhere_and_stores_nothing(cast, me):
    answers = typed(perpetrator="colleague")
    me.post("/incidents/report/draft/", answers)
    answered = me.post(URL, answers)
    page = answered.content.decode()
    assert not Incident.objects.exists() and not Mail.objects.exists()
    assert STORY in page and cast.amr.name in page and cast.tr.name in page
    assert "Der er ikke gemt noget" in page


def test_a_draft_begun_before_the_answer_goes_too(cast, me):
    answers = typed()
    me.post("/incidents/report/draft/", answers)
    me.post(URL, answers | {"perpetrator": "colleague"})
    assert not Incident.objects.exists()
