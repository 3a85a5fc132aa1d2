"""Whatever people type can be printed, archived and read back."""

import io
import re

import pytest
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core import pdf
from core.printable import FACES, held, printable
from tests.pdfs import faults_of, text_of

PAGE = (
    '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Prøve</title></head>'
    '<body class="pdf"><main class="doc"><p>{0}</p><p><b>{0}</b> <i>{0}</i></p></main></body></html>'
)
ALPHABETS = "æøåÆØÅéÄöüß Łódź Şahin İpek Dvořák Žižek ðÞ Đặng ơư"


@pytest.mark.parametrize(
    "typed, paper",
    [
        ("Kære Łukasz Şahin, ý", "Kære Łukasz Şahin, ý"),
        ("»Kom nu« – 3,5 % af 1.250 € …", "»Kom nu« – 3,5 % af 1.250 € …"),
        ("10‑12 og 1\u202f250", "10-12 og 1\u00a0250"),
        ("Nguyễn Thị Đặng", "Nguyên Thi Đăng"),
        ("e\u0301 a\u030a", "é å"),
        ("ﬁ ① ２", "fi 1 2"),
        ("😡😡 igen", "[symbol] igen"),
        ("👍🏽 👨\u200d👩\u200d👧 ✓", "[symbol] [symbol] [symbol]"),
        ("Иван og 中文", "[tegn] og [tegn]"),
        ("a\u200fb\ufeffc\u0000d", "abcd"),
        ("linje\r\n\tto", "linje\r\n\tto"),
        ("", ""),
    ],
)
def test_what_was_typed_reads_like_this_on_paper(typed, paper):
    assert printable(typed) == paper


@given(st.text())
def test_every_text_becomes_printable_and_stays_so(text):
    paper = printable(text)
    assert held().issuperset(paper)
    assert printable(paper) == paper


def test_the_four_faces_hold_the_same_signs():
    faces = [set(TTFont(pdf.settings.ROOT / "static" / "fonts" / f"{face}.woff2").getBestCmap()) for face in FACES]
    assert all(face == faces[0] for face in faces)


@pytest.mark.parametrize(
    "typed", ["😡 Han skrev 👎", "Иван", "中文", "مرحبا", "Nguyễn Thị Đặng fête", "ǵ ḱ ắ", "x̣́", "10‑12"]
)
def test_a_document_with_foreign_signs_is_still_archival(typed):
    content = pdf.render_html(PAGE.format(typed), document_id="prøve")
    assert faults_of(content) == []
    assert printable(typed).replace("\u00a0", " ") in text_of(content)


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<>&"), max_size=30))
def test_no_text_makes_a_document_that_is_not_archival(text):
    assert faults_of(pdf.render_html(PAGE.format(text), document_id="prøve")) == []


def test_each_letter_is_drawn_with_its_own_glyph():
    """Hold the shapes, not the text: faces merged wrongly print »Wukasz« for Łukasz with the right text behind it."""
    typed = printable(ALPHABETS)
    content = pdf.render_html(PAGE.format(typed), document_id="prøve")
    reader = PdfReader(io.BytesIO(content))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert len(fonts) == 3, "regular, bold and italic"
    sources = [TTFont(pdf.settings.ROOT / "static" / "fonts" / f"{face}.woff2") for face in FACES]
    for font in fonts:
        drawn = shapes_in_file(font)
        assert set(drawn) >= set(typed) - set(" ")
        wanted = [shapes_of(source, drawn) for source in sources]
        assert drawn in wanted, "some letter has the shape of another"


def shapes_in_file(font):
    """Return {letter: outline} as the PDF's own embedded font draws the letters of its text mapping."""
    embedded = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    file = next(embedded[key] for key in ("/FontFile2", "/FontFile3") if key in embedded).get_object().get_data()
    mapping = font["/ToUnicode"].get_object().get_data().partition(b"beginbfchar")[2]
    pairs = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]{4})>", mapping)
    parsed = TTFont(io.BytesIO(file))
    return {
        chr(int(text, 16)): outline(parsed, parsed.getGlyphName(int(glyph, 16)))
        for glyph, text in pairs
        if chr(int(text, 16)).strip()
    }


def shapes_of(source, letters):
    """Return {letter: outline} as a face's own table of letters says they are drawn."""
    names = source.getBestCmap()
    return {letter: outline(source, names[ord(letter)]) for letter in letters}


def outline(font, name):
    glyphs = font.getGlyphSet()
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    return [(step, tuple((round(x), round(y)) for x, y in points if x is not None)) for step, points in pen.value]
