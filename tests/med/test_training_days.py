"""Days that lapse, two years joined by written agreement, late courses, the numbers of the agreements, HR's overview."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry, Todo
from core.reference import load_all
from med.actions import clock, functions, training
from med.models import CourseOffer, JoinedYears, TrainingFigure, TrainingRecord
from med.rules import training as rules
from med.rules.training_figures import read_figures
from tests.cast import NOW, Cast
from tests.core.test_files import pdf
from tests.med.beside import DAY, Beside
from tests.pdfs import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def med(db):
    with time_machine.travel(NOW, tick=False):
        load_all()
        found = Beside(Cast()).lay_rows()
        # the AMR's second function year ends in a month
        TrainingRecord.objects.filter(pk=found.record.pk).update(elected_on=date(2025, 3, 6))
        found.record.refresh_from_db()
        found.later = training.offer(found.record, by=found.cast.hr, kind="safety_extra", days=Decimal("1.5"))
        yield found


def client_of(med, name):
    client = Client()
    client.force_login(med.cast[name])
    return client


def extra(med, day):
    (line,) = rules.standings([med.record], day)
    return next(one for one in line.demands if one.kind == "safety_extra")


def lapses(med, day=DAY):
    clock.keep_waiting(day)
    return Todo.objects.open().filter(code="med.safety_days", subject_id=med.record.pk).exists()


NEXT = date(2027, 4, 1)  # in the third function year


# -- two years joined ------------------------------------------------------------------------------------------------
def test_the_wish_alone_joins_nothing_and_the_leaders_yes_does(med):
    page = reverse("med:training_record", args=[med.record.pk])
    answer = reverse("med:offer_answer", args=[med.record.pk, med.later.pk])
    assert lapses(med)
    client_of(med, "amr").post(answer, {"answer": "pooled"})
    assert lapses(med) and extra(med, NEXT).days == Decimal("1.5")  # R-53 still says that they lapse
    assert "når arbejdsgiveren har bekræftet" in client_of(med, "amr").get(page).content.decode()
    assert "Bekræft aftale" in client_of(med, "leder").get(page).content.decode()
    join = reverse("med:years_join", args=[med.record.pk, 2])
    assert client_of(med, "amr").post(join, {"agreed_on": "05.02.2027"}).status_code == 403
    assert client_of(med, "tr").post(join, {"agreed_on": "05.02.2027"}).status_code == 404
    assert client_of(med, "leder").post(join, {"agreed_on": "05.02.2027"}).status_code == 302
    assert extra(med, NEXT).days == Decimal(3)
    assert not lapses(med)
    assert extra(med, DAY).due_on == date(2028, 3, 5)
    assert extra(med, date(2028, 4, 1)).days == Decimal("1.5")  # what was carried over lapses with the next year


def test_without_the_representatives_wish_the_signed_paper_is_asked_for(med):
    join = reverse("med:years_join", args=[med.record.pk, 2])
    leader = client_of(med, "leder")
    bare = leader.post(join, {"agreed_on": "05.02.2027"})
    assert bare.status_code == 422 and "Vedhæft den skriftlige aftale" in bare.content.decode()
    assert not JoinedYears.objects.exists()
    sent = {"agreed_on": "05.02.2027", "files": SimpleUploadedFile("aftale.pdf", pdf(), "application/pdf")}
    assert leader.post(join, sent).status_code == 302
    row = JoinedYears.objects.get()
    assert row.paper.original_name == "aftale.pdf" and row.agreed_by == med.cast.leder and row.wished_by is None
    assert (
        "aftale.pdf" in client_of(med, "amr").get(reverse("med:training_record", args=[med.record.pk])).content.decode()
    )


def test_only_what_was_left_is_carried_over(med):
    half = training.offer(med.record, by=med.cast.hr, kind="safety_extra", days=Decimal("0.5"))
    training.complete(half, by=med.cast.hr, completed_on=DAY)
    training.answer(med.later, by=med.cast.amr, said="pooled")
    training.agree_on_joining(med.record, 2, by=med.cast.hr, agreed_on=DAY)
    assert extra(med, NEXT).days == Decimal("2.5")


def test_what_may_not_be_joined_is_refused(med):
    with pytest.raises(ValidationError):  # the first year's days
        training.agree_on_joining(med.record, 1, by=med.cast.hr, agreed_on=DAY)
    with pytest.raises(ValidationError):  # a course that must be taken
        training.answer(
            training.offer(med.record, by=med.cast.hr, kind="med_extra", days=1), by=med.cast.amr, said="pooled"
        )
    training.answer(med.later, by=med.cast.amr, said="pooled")
    with pytest.raises(ValidationError), time_machine.travel(NOW + timedelta(days=60), tick=False):  # they are gone
        training.agree_on_joining(med.record, 2, by=med.cast.hr, agreed_on=date(2027, 4, 1))
    training.agree_on_joining(med.record, 2, by=med.cast.hr, agreed_on=DAY)
    for year in (2, 3):  # once, and no third year
        with pytest.raises(ValidationError):
            training.agree_on_joining(med.record, year, by=med.cast.hr, agreed_on=DAY)
    hr = TrainingRecord.objects.create(
        person=med.cast.hr, function="leader", in_safety=True, elected_on=date(2024, 1, 1)
    )
    with pytest.raises(ValidationError):  # nobody agrees with themself
        training.agree_on_joining(hr, 4, by=med.cast.hr, agreed_on=DAY)


def test_the_leader_is_asked_to_answer_the_wish_and_may_say_no(med):
    training.answer(med.later, by=med.cast.amr, said="pooled")
    clock.keep_waiting(DAY)
    todo = Todo.objects.open().get(code="med.join_years")
    assert (todo.owner_role, todo.unit) == ("leader", med.cast.amr.unit)
    refuse = reverse("med:years_refuse", args=[med.record.pk, 2])
    assert client_of(med, "amr").post(refuse).status_code == 403
    client_of(med, "leder").post(refuse)
    med.later.refresh_from_db()
    assert not JoinedYears.objects.exists() and med.later.answer == ""
    clock.keep_waiting(DAY)
    assert not Todo.objects.open().filter(code="med.join_years").exists() and lapses(med)


def test_a_leaders_own_leader_follows_and_agrees(med):
    record = functions.add_record(
        by=med.cast.hr, person=med.cast.leder, function="leader", in_safety=True, elected_on=date(2025, 3, 6)
    )
    assert client_of(med, "chef").get(reverse("med:training_record", args=[record.pk])).status_code == 200
    assert client_of(med, "direktoer").get(reverse("med:training_record", args=[record.pk])).status_code == 404
    training.answer(
        training.offer(record, by=med.cast.hr, kind="safety_extra", days=Decimal("1.5")),
        by=med.cast.leder,
        said="pooled",
    )
    clock.keep_waiting(DAY)
    todo = Todo.objects.open().get(code="med.join_years")
    assert todo.unit == med.cast.leder.unit.parent
    assert training.agree_on_joining(record, 2, by=med.cast.chef, agreed_on=DAY).agreed_by == med.cast.chef


def test_another_answer_takes_the_wish_back(med):
    training.answer(med.later, by=med.cast.amr, said="pooled")
    training.answer(med.later, by=med.cast.amr, said="accepted")
    assert not JoinedYears.objects.exists()


# -- late, completed, taken back -------------------------------------------------------------------------------------------
def test_an_obligatory_course_waits_until_it_is_taken_however_late(med):
    TrainingRecord.objects.filter(pk=med.record.pk).update(elected_on=date(2020, 1, 6))
    clock.keep_waiting(DAY)
    waiting = Todo.objects.open().filter(subject_id=med.record.pk, code__in=("med.basic_course", "med.safety_course"))
    assert waiting.count() == 2
    clock.keep_waiting(DAY + timedelta(days=500))
    assert waiting.count() == 2
    course = training.offer(med.record, by=med.cast.hr, kind="safety_basic", days=3)
    training.complete(course, by=med.cast.hr, completed_on=DAY)
    clock.keep_waiting(DAY)
    assert waiting.count() == 1
    client_of(med, "hr").post(reverse("med:offer_reopen", args=[med.record.pk, course.pk]))
    clock.keep_waiting(DAY)
    assert waiting.count() == 2
    assert client_of(med, "amr").post(reverse("med:offer_reopen", args=[med.record.pk, course.pk])).status_code == 403


def test_who_is_re_elected_without_the_course_still_has_to_take_it(med):
    TrainingRecord.objects.filter(pk=med.record.pk).update(
        first_elected_on=date(2021, 1, 6), elected_on=date(2027, 1, 6)
    )
    med.record.refresh_from_db()
    (line,) = rules.standings([med.record], DAY)
    late = next(one for one in line.demands if one.kind == "safety_basic")
    assert late.state == "late" and late.due_on == date(2021, 4, 6)
    CourseOffer.objects.create(record=med.record, kind="safety_basic", days=3, completed_on=date(2021, 3, 1))
    (line,) = rules.standings([med.record], DAY)
    assert "safety_basic" not in {one.kind for one in line.demands}


def test_a_no_is_not_written_over_and_nothing_is_completed_before_it_was_offered(med):
    training.answer(med.later, by=med.cast.amr, said="declined")
    address = reverse("med:offer_complete", args=[med.record.pk, med.later.pk])
    refused = client_of(med, "hr").post(address, {"completed_on": "05.02.2027"})
    assert refused.status_code == 422 and "nej tak" in refused.content.decode()
    training.answer(med.later, by=med.cast.amr, said="accepted")
    early = client_of(med, "hr").post(address, {"completed_on": "01.02.2027"})
    assert early.status_code == 422 and "før den blev tilbudt" in early.content.decode()
    assert client_of(med, "hr").post(address, {"completed_on": "05.02.2027"}).status_code == 302


# -- the numbers of the agreements -----------------------------------------------------------------------------------------
def test_the_numbers_are_dated_rows_with_a_source(med):
    figures = read_figures()
    assert figures.days("safety_basic", DAY) == 3 and figures.on("safety_basic", DAY).months == 3
    assert figures.safety_extra(DAY, 1).days == 2 and figures.safety_extra(DAY, 2).days == Decimal("1.5")
    assert all(row.source for row in TrainingFigure.objects.all())
    TrainingFigure.objects.all().delete()
    assert read_figures().days("med_basic", DAY) == 2  # the released file answers where nothing is loaded


def test_hr_writes_a_new_number_from_a_day_and_the_old_one_stays(med):
    hr = client_of(med, "hr")
    row = TrainingFigure.objects.get(code="safety_later")
    page = hr.get(reverse("med:training_figures")).content.decode()
    assert row.source in page and "Skal kontrolleres" in page
    sent = {"days": "2", "valid_from": "06.03.2027", "source": "Ny bekendtgørelse"}
    address = reverse("med:training_figure", args=[row.pk])
    assert hr.post(address, {**sent, "source": ""}).status_code == 422
    assert client_of(med, "leder").post(address, sent).status_code in (403, 404)
    assert hr.post(address, sent).status_code == 302
    assert extra(med, DAY).days == Decimal("1.5") and extra(med, NEXT).days == Decimal(2)
    assert "Ny bekendtgørelse" in " ".join(extra(med, NEXT).reasons)
    assert hr.post(address, sent).status_code == 422  # the old one has a follower already
    load_all()
    assert TrainingFigure.objects.filter(code="safety_later").count() == 2
    hr.post(reverse("med:training_figure_check", args=[TrainingFigure.objects.get(code="med_basic").pk]))
    assert TrainingFigure.objects.get(code="med_basic").checked_on == DAY
    with pytest.raises(Http404):
        training.check_figure(row, by=med.cast.leder)


# -- HR's overview -------------------------------------------------------------------------------------------------------
def test_hr_searches_filters_and_sorts_the_overview(med):
    functions.add_record(by=med.cast.hr, person=med.cast.tr, seat=med.seats["tr"], function="union_rep", elected_on=DAY)
    hr, address = client_of(med, "hr"), reverse("med:training")
    tr, amr = med.cast.tr.name, med.cast.amr.name

    def shown(page):
        body = page.content.decode().split("<tbody>")[-1] if "<tbody>" in page.content.decode() else ""
        return {name for name in (tr, amr) if name in body}

    assert shown(hr.get(address)) == {tr, amr}
    assert shown(hr.post(address, {"q": tr.split()[0]})) == {tr}
    assert shown(hr.get(address, {"function": "safety_rep"})) == {amr}
    assert shown(hr.get(address, {"state": "late"})) == {amr}
    assert shown(hr.get(address, {"state": "done"})) == set()
    assert shown(hr.get(address, {"body": med.other.pk})) == set()
    assert shown(hr.get(address, {"body": "x", "state": "<b>", "sort": "nonsense", "page": "99"})) == {tr, amr}
    for sort in ("name", "-name", "due", "-due", "left", "offered", "completed", "function", "-state"):
        assert shown(hr.get(address, {"sort": sort})) == {tr, amr}
    first = hr.get(address, {"sort": "name"}).content.decode()
    assert (first.index(f">{tr}<") < first.index(f">{amr}<")) == (tr < amr)


def test_where_there_are_very_many_they_come_by_name_and_only_a_page_is_worked_out(med, monkeypatch):
    from med.views import training as views

    TrainingRecord.objects.create(person=med.cast.tr, function="union_rep", elected_on=DAY)
    monkeypatch.setattr(views, "MANY", 1)
    monkeypatch.setattr(views, "PAGE", 1)
    hr, address = client_of(med, "hr"), reverse("med:training")
    first, second = sorted([med.cast.tr.name, med.cast.amr.name])
    assert first in hr.get(address).content.decode() and second in hr.get(address, {"page": 2}).content.decode()
    late = hr.get(address, {"sort": "state"}).content.decode()
    assert med.cast.amr.name in late and med.cast.tr.name not in late


def test_the_overview_is_handed_out_as_it_is_filtered_and_logged(med):
    from openpyxl import load_workbook

    hr = client_of(med, "hr")
    file = hr.get(reverse("med:training_file"), {"function": "safety_rep"})
    sheet = load_workbook(io.BytesIO(b"".join(file) if file.streaming else file.content)).active
    assert [row[0].value for row in sheet.iter_rows(min_row=5)] == [med.cast.amr.name]
    assert AuditEntry.objects.filter(action="med.training_exported").exists()
    assert client_of(med, "leder").get(reverse("med:training_file")).status_code == 403
    assert med.cast.amr.name in text_of(hr.get(reverse("med:training_pdf")).content)
