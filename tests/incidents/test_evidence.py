"""Evidence: taken in apart from sending, sealed, named, given out with care (INC-13; attacks 21–26)."""

import hashlib

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from core.models import Attachment, AuditEntry
from incidents.actions import supplementing
from incidents.models import Incident
from tests.incidents.reported import NOW, STORY, Cast, browser, send, typed
from tests.incidents.test_report import PNG, URL, picture


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


@pytest.fixture
def me(cast):
    return browser(cast["medarbejder"])


def attach(cast, incident, name="medarbejder", file=None):
    browser(cast[name]).post(
        f"/incidents/{incident.pk}/evidence/",
        {"files": file or picture(), "kind": "sms", "caption": "Han skriver navn på."},
    )
    return Attachment.objects.get(subject_id=incident.pk)


def test_a_file_is_taken_in_before_sending_and_named_with_size_and_time(cast, me):
    answered = me.post(URL, typed(act="attach") | {"files": picture("sms-fredag.png")}, follow=True)
    page = answered.content.decode()
    assert "sms-fredag.png er modtaget" in page and "forseglet kl. 14.05" in page and STORY in page
    assert Incident.objects.get().state == "draft"
    row = Attachment.objects.get()
    assert (row.sha256, row.size, row.original_name) == (hashlib.sha256(PNG).hexdigest(), len(PNG), "sms-fredag.png")


def test_the_file_follows_the_report(cast, me):
    answers = typed()
    me.post(URL, answers | {"act": "attach", "files": picture()})
    me.post(URL, answers)
    incident = Incident.objects.submitted().get()
    page = browser(cast["leder"]).get(f"/incidents/{incident.pk}/").content.decode()
    assert "sms.png" in page


def test_a_file_chosen_and_not_attached_comes_along_when_sending(cast, me):
    me.post(URL, typed() | {"files": picture()})
    assert Attachment.objects.get().subject_id == Incident.objects.submitted().get().pk


def test_a_file_is_removed_before_sending_and_never_after(cast, me):
    answers = typed()
    me.post(URL, answers | {"act": "attach", "files": picture()})
    key = Attachment.objects.get().key
    me.post(URL, answers | {"act": f"remove:{key}"})
    assert Attachment.objects.get().removed_at == NOW
    me.post(URL, answers | {"files": picture("igen.png")})
    kept = Attachment.objects.get(removed_at=None)
    me.post(URL, answers | {"act": f"remove:{kept.key}"})
    with pytest.raises(ValidationError):
        supplementing.remove(Incident.objects.get(), kept, by=cast["medarbejder"])
    kept.refresh_from_db()
    assert kept.removed_at is None


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("side.png", b"<!doctype html><script>alert(1)</script>", "Filen er noget andet, end navnet siger."),
        ("tegning.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Den slags fil kan vi ikke tage imod."),
        ("tom.png", b"", "Filen er tom. Vælg den igen."),
        ("program.exe", b"MZ\x90\x00", "Den slags fil kan vi ikke tage imod."),
        ("halv.png", PNG[:40], "Filen er noget andet, end navnet siger."),
    ],
)
def test_wrong_files_get_words_and_the_text_stays(cast, me, name, content, words):
    answered = me.post(URL, typed() | {"files": SimpleUploadedFile(name, content, "image/png")})
    page = answered.content.decode()
    assert answered.status_code == 422 and words in page and STORY in page
    assert not Incident.objects.submitted().exists() and not Attachment.objects.exists()


def test_attaching_nothing_asks_for_a_file(cast, me):
    answered = me.post(URL, typed(act="attach"))
    assert answered.status_code == 422 and "Vælg en fil." in answered.content.decode()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("medarbejder", 200),
        ("leder", 200),
        ("amr", 200),
        ("tr", 404),
        ("hr", 404),
        ("kollega", 404),
        ("andenleder", 404),
        ("admin", 404),
        ("dpo", 404),
    ],
)
def test_who_may_fetch_a_file(cast, name, status):
    row = attach(cast, send(cast))
    assert browser(cast[name]).get(f"/files/{row.key}/").status_code == status


def test_an_implicated_leader_gets_no_file(cast):
    incident = send(cast)
    row = attach(cast, incident)
    incident.implicated.add(cast.leder)
    assert browser(cast["leder"]).get(f"/files/{row.key}/").status_code == 404


def test_a_file_is_given_out_so_that_no_browser_makes_a_page_of_it(cast):
    row = attach(cast, send(cast))
    answered = browser(cast["leder"]).get(f"/files/{row.key}/")
    assert b"".join(answered.streaming_content) == PNG
    assert answered["Content-Type"] == "image/png" and answered["Content-Disposition"].startswith("attachment")
    assert answered["X-Content-Type-Options"] == "nosniff" and "sandbox" in answered["Content-Security-Policy"]
    assert "no-store" in answered["Cache-Control"]
    assert AuditEntry.objects.filter(action="core.file_downloaded", actor=cast.leder, is_read=True).count() == 1


def test_the_shown_copy_is_another_file_without_metadata(cast):
    row = attach(cast, send(cast))
    answered = browser(cast["leder"]).get(f"/files/{row.key}/shown/")
    content = b"".join(answered.streaming_content)
    assert answered["Content-Type"] == "image/jpeg" and content != PNG and b"Exif" not in content


def test_the_name_and_the_caption_are_encrypted(cast):
    from django.db import connection

    attach(cast, send(cast))
    with connection.cursor() as cursor:
        cursor.execute("select original_name, caption, path from core_attachment")
        name, caption, path = cursor.fetchone()
    assert "sms" not in name and "navn" not in caption and "sms" not in path


def test_the_same_file_twice_is_kept_once(cast):
    incident = send(cast)
    attach(cast, incident)
    attach(cast, incident)
    assert Attachment.objects.count() == 1
