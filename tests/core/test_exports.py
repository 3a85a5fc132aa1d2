"""Lists that people take out are safe to open and say who took them."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from openpyxl import load_workbook

from core import exports
from core.models import Person
from tests.core.workplace import MONDAY

HOSTILE = ["=1+1", "+45 10 20 30 40", "-2+3", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "＝1", "\r=1", "almindelig"]
WHO = Person(name="Dorte Direktør")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False):
        yield


def opened(rows, headings=("Navn",)):
    content = exports.xlsx(rows, headings, title="Liste", by=WHO, at=MONDAY)
    return load_workbook(io.BytesIO(content)).active


def lines(rows, headings=("Navn",)):
    content = exports.csv(rows, headings, title="Liste", by=WHO, at=MONDAY)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_of_a_spreadsheet_is_a_formula(text):
    sheet = opened([[text]])
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.cell(5, 1).value.strip() == text.strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_field_of_a_csv_begins_like_a_formula(text):
    field = lines([[text]])[1][0]
    assert field[0] not in "=+-@\t\r＝"
    assert field.lstrip("'").strip() == text.strip()


def test_a_heading_and_a_title_are_as_safe_as_the_rows():
    assert lines([["x"]], ["=HYPERLINK(1)"])[0] == ["'=HYPERLINK(1)"]
    assert opened([["x"]], ["=HYPERLINK(1)"]).cell(4, 1).data_type == "s"


def test_numbers_stay_numbers_and_dates_are_danish():
    sheet = opened([[3, Decimal("6.8"), date(2027, 2, 3), MONDAY, True, None, 5798000000000123456]], "abcdefg")
    assert [cell.value for cell in sheet[5]] == [
        3,
        6.8,
        "03.02.2027",
        "01.03.2027 09.00",
        "ja",
        None,
        "5798000000000123456",
    ]
    assert lines([[-3, Decimal("6.8"), date(2027, 2, 3)]], "abc")[1] == ["-3", "6,8", "03.02.2027"]


def test_the_file_says_who_took_it_and_when():
    words = "Hentet af Dorte Direktør mandag den 1. marts 2027 kl.\xa009.00"
    assert words in opened([["x"]]).cell(2, 1).value
    assert words in lines([["x"]])[-1][0]


def test_control_characters_and_endless_texts_are_cut():
    assert opened([["a\x00b" + "x" * 50_000]]).cell(5, 1).value[:3] == "abx"


def test_the_answer_is_a_download_and_nothing_else():
    answer = exports.response(exports.csv([], ["Navn"], title="Liste", by=WHO, at=MONDAY), "liste.csv")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff" and "no-store" in answer["Cache-Control"]
    assert answer["Content-Type"].startswith("text/csv")
