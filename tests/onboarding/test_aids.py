"""Files in the aids folder: for one newcomer, from a template, before the first day, for nobody else, and gone with the course (ONB-27)."""

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core import files, retention
from core.models import Attachment, AuditEntry, Person
from onboarding.actions import aids, courses, letter, packs
from onboarding.actions.renewal import Offer, take_up
from onboarding.models import Course, Pack
from onboarding.retention import Courses
from tests.onboarding.courses import at, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(course, cast):
    """Return Amalie's course; she comes from another office and can sign in already."""
    Person.objects.filter(pk=cast.nyansat.pk).update(active_from=None)
    return course


def text(name="haandbog.txt", content=b"Velkommen til huset."):
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def client(person):
    """Return somebody's browser."""
    made = Client()
    made.force_login(person, backend="core.signin.PersonBackend")
    return made


def put(person, course, query="", **data):
    """Put something in the folder as somebody's browser would."""
    return client(person).post(reverse("onboarding:aids", args=[course.pk]) + query, {"title": "Håndbog"} | data)


def body(answer):
    """Return what was handed out."""
    return b"".join(answer.streaming_content)


def file_of(course, title="Håndbog"):
    """Return (the line, where its file is handed out)."""
    aid = course.aids.select_related("file").get(title=title)
    return aid, reverse("onboarding:aid_file", args=[course.pk, aid.pk])


# -- one course ---------------------------------------------------------------------------------------------------------
def test_a_file_is_put_in_by_the_mentor_and_taken_by_the_newcomer_and_the_log_says_so(course, cast):
    assert put(cast["mentor"], course, upload=text()).status_code == 302
    aid, address = file_of(course)
    assert "Håndbog" in client(cast["nyansat"]).get(reverse("onboarding:mine")).content.decode()
    answer = client(cast["nyansat"]).get(address)
    assert body(answer) == b"Velkommen til huset."
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.filter(action="core.file_downloaded", actor=cast.nyansat).exists()


def test_nobody_outside_the_course_gets_the_file_by_any_address(course, cast):
    put(cast["mentor"], course, upload=text())
    aid, address = file_of(course)
    for name in ("kollega", "andenleder", "admin", "tr"):
        assert client(cast[name]).get(address).status_code == 404
        assert client(cast[name]).get(reverse("core:file", args=[aid.file.key])).status_code == 404
    assert Client().get(address).status_code == 302
    assert Client().get(reverse("onboarding:welcome_file", args=[aid.pk])).status_code == 302


def test_the_newcomer_and_others_put_nothing_in(course, cast):
    assert put(cast["nyansat"], course, upload=text()).status_code == 403
    assert put(cast["kollega"], course, upload=text()).status_code == 404
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (text("regneark.xlsx", b"PK"), "regneark.xlsx"),
        (text("tom.txt", b""), "tom"),
        (text("billede.png", b"<script>alert(1)</script>"), "billede.png"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_next_to_the_field_and_nothing_typed_is_lost(course, cast, upload, said):
    answer = put(cast["mentor"], course, upload=upload, where="Fællesdrevet")
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "Fællesdrevet" in page
    assert not course.aids.filter(title="Håndbog").exists()


def test_another_file_takes_its_place_and_the_bytes_of_the_first_go(course, cast, django_capture_on_commit_callbacks):
    put(cast["mentor"], course, upload=text())
    aid, address = file_of(course)
    first = aid.file
    with django_capture_on_commit_callbacks(execute=True):
        put(cast["leder"], course, f"?id={aid.pk}", upload=text("ny.txt", b"Nyt."))
    assert body(client(cast["nyansat"]).get(address)) == b"Nyt."
    first.refresh_from_db()
    assert first.removed_at and not default_storage.exists(first.path)


def test_a_file_is_taken_away_and_the_line_stays_or_goes_with_the_line(course, cast):
    put(cast["mentor"], course, upload=text(), where="Fællesdrevet")
    aid, address = file_of(course)
    put(cast["mentor"], course, f"?id={aid.pk}", without_file="on", where="Fællesdrevet")
    assert client(cast["nyansat"]).get(address).status_code == 404
    assert course.aids.filter(pk=aid.pk, file=None).exists() and Attachment.objects.get().removed_at
    put(cast["mentor"], course, f"?id={aid.pk}", upload=text("igen.txt", b"Igen."))
    put(cast["mentor"], course, f"?id={aid.pk}", remove="1")
    assert not course.aids.filter(pk=aid.pk).exists()
    assert not Attachment.objects.filter(removed_at__isnull=True).exists()


def test_changing_the_words_keeps_the_file(course, cast):
    put(cast["mentor"], course, upload=text())
    aid, address = file_of(course)
    put(cast["mentor"], course, f"?id={aid.pk}", title="Håndbog for nye")
    assert body(client(cast["nyansat"]).get(address)) == b"Velkommen til huset."


def test_the_page_asks_before_something_is_taken_out(course, cast):
    put(cast["mentor"], course, upload=text())
    aid, _address = file_of(course)
    page = client(cast["mentor"]).get(reverse("onboarding:aids", args=[course.pk]) + f"?id={aid.pk}").content.decode()
    assert '<details class="drop">' in page and "bliver slettet" in page and "haandbog.txt" in page


# -- before the first day -------------------------------------------------------------------------------------------------
@pytest.fixture
def inside(course):
    """Return a browser that used the link of the letter."""
    browser = Client()
    way = letter.open_way_in(course, by=None)
    assert browser.post(reverse("onboarding:way_in", args=[way.token])).status_code == 302
    return browser


def test_before_start_the_link_opens_the_files_that_may_be_seen_then_and_nothing_else(course, cast, inside):
    put(cast["mentor"], course, upload=text(), before_start="on")
    put(cast["mentor"], course, title="Senere", upload=text("senere.txt", b"Senere."))
    early, address = file_of(course)
    late, _address = file_of(course, "Senere")
    page = inside.get(reverse("onboarding:welcome")).content.decode()
    link = reverse("onboarding:welcome_file", args=[early.pk])
    assert link in page and "Senere" not in page
    assert body(inside.get(link)) == b"Velkommen til huset."
    assert inside.get(reverse("onboarding:welcome_file", args=[late.pk])).status_code == 404
    assert inside.get(reverse("onboarding:welcome_file", args=[9_999_999])).status_code == 404
    assert inside.get(address).status_code == 302  # asks for sign-in
    assert inside.get(reverse("core:file", args=[early.file.key])).status_code == 302


def test_a_link_opens_no_file_of_another_course(course, cast, inside):
    other = courses.create(
        cast["kollega"],
        by=cast["hr"],
        unit=cast.office,
        site=cast.site,
        start_on=course.start_on,
        weekdays=[1, 2, 3, 4, 5],
        experience="newly_hired",
        terms="ordinary",
        versions=list(course.versions.all()),
    )
    upload = text("andres.txt", b"Andres.")
    theirs = aids.save(
        other,
        by=cast["hr"],
        title="Andres",
        url="",
        where="",
        before_start=True,
        upload=(upload, files.inspect(upload)),
    )
    assert inside.get(reverse("onboarding:welcome_file", args=[theirs.pk])).status_code == 404


def test_the_link_opens_no_file_any_longer_when_it_has_been_withdrawn_or_has_run_out(course, cast, inside):
    put(cast["mentor"], course, upload=text(), before_start="on")
    aid, _address = file_of(course)
    link = reverse("onboarding:welcome_file", args=[aid.pk])
    with time_machine.travel(at("2027-02-06 14:05"), tick=False):
        assert inside.get(link).status_code == 302
    letter.open_way_in(course, by=None)
    assert inside.get(link).status_code == 302


# -- templates ----------------------------------------------------------------------------------------------------------------
@pytest.fixture
def pack():
    """Return the part that everyone gets."""
    return Pack.objects.get(code="everyone")


def template_line(person, pack, code="", **data):
    """Save a line of the template's aids as HR's browser would."""
    address = reverse("onboarding:pack_line", args=[pack.pk, "aids"]) + (f"?code={code}" if code else "")
    return client(person).post(address, {"title": "Håndbog"} | data)


def line_of(pack):
    """Return the line of the newest version."""
    return next(one for one in pack.versions.first().contents["aids"] if one["title"] == "Håndbog")


def test_a_file_of_a_template_comes_into_new_courses_and_is_offered_to_running_ones(course, cast, pack):
    assert template_line(cast["hr"], pack, upload=text(), before_start="on").status_code == 302
    line = line_of(pack)
    page = client(cast["hr"]).get(reverse("onboarding:pack_line", args=[pack.pk, "aids"]) + f"?code={line['code']}")
    assert "haandbog.txt" in page.content.decode()
    packs.publish(pack, by=cast["hr"], what_changed="Håndbog")
    offer = Offer(course)
    take_up(course, by=cast["hr"], parts=["aids"], looked_at=offer.key)
    _aid, address = file_of(course)
    assert body(client(cast["nyansat"]).get(address)) == b"Velkommen til huset."
    key = reverse("core:file", args=[line["file"]])
    assert client(cast["hr"]).get(key).status_code == 200
    assert {client(cast[name]).get(key).status_code for name in ("nyansat", "leder", "kollega")} == {404}


def test_a_file_of_a_template_stays_for_courses_that_have_it_and_goes_when_nothing_leads_to_it(course, cast, pack):
    template_line(cast["hr"], pack, upload=text())
    code = line_of(pack)["code"]
    template_line(cast["hr"], pack, code, upload=text("ny.txt", b"Nyt."))
    assert Attachment.objects.filter(removed_at__isnull=True).count() == 1  # the first was never published
    packs.publish(pack, by=cast["hr"], what_changed="Håndbog")
    packs.drop_line(pack, by=cast["hr"], name="aids", code=code)
    packs.publish(pack, by=cast["hr"], what_changed="Ingen håndbog")
    assert (
        Attachment.objects.filter(removed_at__isnull=True).count() == 1
    )  # the version that was published keeps its own


def test_a_draft_that_is_thrown_away_takes_its_files_along(cast, pack):
    template_line(cast["hr"], pack, upload=text())
    packs.discard(pack, by=cast["hr"])
    assert not Attachment.objects.filter(removed_at__isnull=True).exists()


def test_a_line_that_gets_no_file_is_the_same_line_as_before(cast, pack):
    before = pack.versions.first().contents["aids"][0]
    template_line(cast["hr"], pack, before["code"], title=before["title"], **_typed(before))
    after = next(one for one in pack.versions.first().contents["aids"] if one["code"] == before["code"])
    assert "file" not in after


def _typed(line):
    """Return a line's values as the form holds them."""
    return {"url": line.get("url", ""), "where": line.get("where", "")} | (
        {"before_start": "on"} if line.get("before_start") else {}
    )


# -- how long -------------------------------------------------------------------------------------------------------------------
def test_the_files_go_with_the_course(course, cast, django_capture_on_commit_callbacks):
    put(cast["mentor"], course, upload=text())
    aid, _address = file_of(course)
    Course.objects.filter(pk=course.pk).update(state="closed", closed_on=course.start_on)
    with django_capture_on_commit_callbacks(execute=True):
        Courses.erase(Courses, fresh(course), at("2031-01-01 08:00"))
    assert not Attachment.objects.exists() and not default_storage.exists(aid.file.path)
    assert "onboarding.course" in {one.code for one in retention.KINDS.values()}
