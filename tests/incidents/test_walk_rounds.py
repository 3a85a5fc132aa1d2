"""The yearly walk: checklist, photos, what is put right, and the site's own points (INC-89, R-105, R-106)."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse
from PIL import Image

from core import retention, topics
from core.models import Attachment, Mail, Todo
from core.permissions import Forbidden
from core.reminders import sweep
from incidents.actions import walk_rounds as verbs
from incidents.models import WalkAnswer, WalkRound
from tests.cast import NOW, Cast
from tests.pdfs import assert_archival, text_of

pytestmark = pytest.mark.django_db
SOON = NOW.date().replace(day=20)


@pytest.fixture
def cast():
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def all_in_order(cast, walk):
    """Answer every point."""
    for row in walk.answers.all():
        verbs.answer(row, by=cast["amr"], answer="ok")


def test_a_walk_holds_every_point_and_is_begun_once(cast):
    walk = verbs.begin(cast.site, by=cast["amr"])
    assert walk.answers.count() == 12 and verbs.begin(cast.site, by=cast["leder"]) == walk


def test_a_fault_gives_its_owner_a_task_which_may_change_hands_and_be_taken_back(cast):
    row = verbs.begin(cast.site, by=cast["amr"]).answers.first()
    values = {"answer": "fault", "note": "Døren binder", "measure": "Ring til serviceteamet", "due_on": SOON}
    verbs.answer(row, by=cast["amr"], owner=cast["service"], **values)
    sweep(NOW)
    todo = Todo.objects.about(row).get()
    assert todo.owner == cast.service and Mail.objects.get(notice="I-13").receiver == cast.service
    verbs.answer(row, by=cast["amr"], owner=cast["leder"], **values)
    assert Todo.objects.about(row).open().get().owner == cast.leder
    verbs.answer(row, by=cast["amr"], answer="ok")
    assert not Todo.objects.about(row).open().exists()


def test_the_walk_ends_when_every_point_has_an_answer_and_goes_to_lokalmed(cast):
    walk = verbs.begin(cast.site, by=cast["amr"])
    with pytest.raises(ValidationError, match="12 punkter"):
        verbs.finish(walk, by=cast["amr"], together_with="")
    all_in_order(cast, walk)
    verbs.finish(walk, by=cast["amr"], together_with="Mette")
    with pytest.raises(ValidationError):
        verbs.answer(walk.answers.first(), by=cast["amr"], answer="fault")
    (topic,) = [one for one in topics.waiting(site_ids=[cast.site.pk]) if one.kind == "walk_round"]
    assert topic.text == "Alt var i orden."


def test_it_is_asked_for_once_a_year(cast):
    verbs.walk_rounds(NOW.date())
    todo = Todo.objects.get(code=verbs.WALK, site=cast.site)
    assert todo.owner_role == "safety_rep"
    walk = verbs.begin(cast.site, by=cast["amr"])
    all_in_order(cast, walk)
    verbs.finish(walk, by=cast["amr"], together_with="")
    verbs.walk_rounds(NOW.date())
    assert not Todo.objects.open().filter(code=verbs.WALK, site=cast.site).exists()
    with time_machine.travel(NOW + timedelta(days=350), tick=False):
        verbs.walk_rounds((NOW + timedelta(days=350)).date())
    assert Todo.objects.open().get(code=verbs.WALK, site=cast.site).round == 2


def test_a_site_has_points_of_its_own_and_old_walks_keep_them(cast):
    point = verbs.add_point(cast.site, by=cast["amr"], title="Bagdøren ved kantinen")
    walk = verbs.begin(cast.site, by=cast["amr"])
    assert walk.answers.filter(point=point).exists()
    assert not verbs.points_of(cast.other_site).filter(pk=point.pk).exists()
    with pytest.raises(ValidationError):
        verbs.add_point(cast.site, by=cast["amr"], title="bagdøren ved kantinen")
    all_in_order(cast, walk)
    assert verbs.leave_out(point, by=cast["amr"])
    assert walk.answers.filter(point=point).exists() and point not in verbs.points_of(cast.site)


def test_only_amr_and_leaders_of_the_site_walk(cast):
    with pytest.raises(Forbidden):
        verbs.begin(cast.site, by=cast["medarbejder"])
    walk = verbs.begin(cast.site, by=cast["amr"])
    with pytest.raises(Forbidden):
        verbs.finish(walk, by=cast["medarbejder"], together_with="")
    with pytest.raises(Http404):
        verbs.finish(walk, by=cast["andenleder"], together_with="")


def test_a_photo_is_kept_with_its_point_and_seen_by_those_who_work_there(cast, client):
    walk = verbs.begin(cast.site, by=cast["amr"])
    row = walk.answers.select_related("point").first()
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    client.force_login(cast["amr"], backend="core.signin.PersonBackend")
    prefix = f"p{row.pk}"
    answer = client.post(
        reverse("incidents:walk", args=[walk.pk]),
        {
            "answer_id": row.pk,
            f"{prefix}-answer": "fault",
            f"{prefix}-note": "Binder",
            f"{prefix}-photos": SimpleUploadedFile("doer.png", picture.getvalue()),
        },
    )
    assert answer.status_code == 302
    photo = Attachment.objects.get()
    for name, status in (("medarbejder", 200), ("andenmedarbejder", 404)):
        client.force_login(cast[name], backend="core.signin.PersonBackend")
        assert client.get(reverse("core:shown_file", args=[photo.key])).status_code == status


def test_a_fault_without_words_is_asked_for_and_a_measure_needs_owner_and_day(cast, client):
    walk = verbs.begin(cast.site, by=cast["amr"])
    row = walk.answers.first()
    client.force_login(cast["amr"], backend="core.signin.PersonBackend")
    prefix = f"p{row.pk}"
    sent = {"answer_id": row.pk, f"{prefix}-answer": "fault", f"{prefix}-measure": "Bestil ny dør"}
    answer = client.post(reverse("incidents:walk", args=[walk.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Skriv, hvad der skal ordnes." in page and "Bestil ny dør" in page
    assert "Vælg, hvem der gør det." in page
    assert WalkAnswer.objects.get(pk=row.pk).answer == ""


def test_old_walks_go_with_their_photos_but_not_while_something_is_to_be_put_right(cast):
    walk = verbs.begin(cast.site, by=cast["amr"])
    all_in_order(cast, walk)
    row = walk.answers.first()
    verbs.answer(row, by=cast["amr"], answer="fault", note="x", measure="Ny dør", owner=cast["leder"], due_on=SOON)
    verbs.finish(walk, by=cast["amr"], together_with="")
    later = NOW.replace(year=2031)
    with time_machine.travel(later, tick=False):
        assert retention.run()["incidents.walk_round"] == 0
        verbs.finish_measure(row, by=cast["leder"], done_on=SOON)
        assert retention.run()["incidents.walk_round"] == 1
    assert not WalkRound.objects.exists()


def test_a_walk_on_paper_says_what_is_put_right_by_whom(cast, client):
    walk = verbs.begin(cast.site, by=cast["amr"])
    row = walk.answers.first()
    values = {"answer": "fault", "note": "Døren binder", "measure": "Ring til serviceteamet", "due_on": SOON}
    verbs.answer(row, by=cast["amr"], owner=cast["service"], **values)
    client.force_login(cast["medarbejder"])
    answer = client.get(reverse("incidents:walk_pdf", args=[walk.pk]))
    assert_archival(answer.content)
    text = text_of(answer.content)
    for words in (cast.site.name, "Døren binder", "Ring til serviceteamet", cast.service.name, "Ikke afsluttet"):
        assert words in text
    client.force_login(cast["andenmedarbejder"])
    assert client.get(reverse("incidents:walk_pdf", args=[walk.pk])).status_code == 404
