"""Files are judged by content and name together, shown without metadata, and given out harmlessly (attacks 21–26)."""

import hashlib
import io
import struct
import zlib

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps
from pypdf import PdfWriter

from core import files

GPS, CAMERA, PLACE = 0x8825, 0x0110, b"Hjemmeadresse 12"


def picture(kind="PNG", size=(40, 20), mode="RGB", **options):
    """Return the bytes of a picture whose left half is red."""
    made = Image.new(mode, size, "blue" if mode != "P" else 1)
    made.paste("red" if mode != "P" else 2, (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    made.save(out, kind, **options)
    return out.getvalue()


def heic():
    """Return a real HEIC file, as phones send them."""
    out = io.BytesIO()
    pillow_heif.register_heif_opener()
    Image.new("RGB", (64, 64), "green").save(out, "HEIF")
    return out.getvalue()


def pdf(password=None):
    """Return a small PDF, locked if there is a password."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sent(name, content, content_type="application/octet-stream"):
    """Return a file as the browser sends it; what it says of the type is never believed."""
    return SimpleUploadedFile(name, content, content_type)


def fault(name, content):
    """Return the message with which a file is refused."""
    with pytest.raises(ValidationError) as refused:
        files.inspect(sent(name, content, "image/png"))
    (message,) = refused.value.messages
    return message


DIFFERS, KIND = "Filen er noget andet, end navnet siger", "Den slags fil kan vi ikke tage imod"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + b"\x00" * 64


@pytest.mark.parametrize(
    "name, content, content_type, kind",
    [
        ("a.png", picture(), "image/png", "image"),
        ("A.JPG", picture("JPEG"), "image/jpeg", "image"),
        ("a.webp", picture("WEBP"), "image/webp", "image"),
        ("a.gif", picture("GIF", mode="P"), "image/gif", "image"),
        ("IMG_0001.HEIC", heic(), "image/heic", "image"),
        ("a.pdf", pdf(), "application/pdf", "pdf"),
        ("a.txt", "Æblegrød".encode(), "text/plain", "text"),
        ("a.eml", b"From: a@b.example\r\nSubject: x\r\n\r\nHej", "message/rfc822", "mail"),
        ("a.eml", b"Received: x\r\nSubject: x\r\n\r\n--1\r\n\r\n<html><p>Hej</p></html>", "message/rfc822", "mail"),
        ("a.eml", b"From a@b.example Mon Mar 1 2027\nSubject: x\n\n<html>", "message/rfc822", "mail"),
        ("a.mp4", MP4, "video/mp4", "video"),
        ("a.mov", MP4.replace(b"isom", b"qt  ", 1), "video/quicktime", "video"),
        ("a.m4a", MP4.replace(b"isom", b"M4A ", 1), "audio/mp4", "audio"),
        ("a.mp3", b"ID3\x04" + b"\x00" * 60, "audio/mpeg", "audio"),
        ("a.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 60, "audio/wav", "audio"),
        ("a.amr", b"#!AMR\n" + b"\x00" * 60, "audio/amr", "audio"),
        ("a.ogg", b"OggS" + b"\x00" * 60, "audio/ogg", "audio"),
        ("a.webm", b"\x1aE\xdf\xa3" + b"\x00" * 60, "video/webm", "video"),
    ],
)
def test_what_phones_and_offices_make_is_taken_and_recognised(name, content, content_type, kind):
    facts = files.inspect(sent(name, content))
    assert (facts.content_type, facts.kind, facts.size) == (content_type, kind, len(content))
    assert facts.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.png", b"<!doctype html><script>alert(1)</script>"),
        ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.jpg", picture("PNG")),
        ("a.pdf", picture("PNG")),
        ("a.png", pdf()),
        ("a.txt", b"MZ\x00\x00"),
        ("a.txt", b"  <HTML><body>"),
        ("a.txt", b"<?xml version='1.0'?><svg/>"),
        ("a.eml", b"<script>alert(1)</script>"),
        ("a.eml", b"Subject: <script>alert(1)</script>\r\n\r\nHej"),
        ("a.eml", b"Hej\r\n\r\nSubject: x"),
        ("a.eml", b"Subject: x\r\n\r\nMZ\x00\x00"),
        ("a.mp4", b"PK\x03\x04" + b"\x00" * 60),
        ("a.heic", MP4),
        ("a.png", picture()[:60]),
        ("a.gif", b"GIF89a"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>"),
    ],
)
def test_a_file_that_is_something_else_than_its_name_says_is_refused(name, content):
    assert fault(name, content).startswith(DIFFERS)


@pytest.mark.parametrize(
    "name",
    ["a.svg", "a.html", "a.exe", "a.docx", "a.zip", "a.png.html", "a", ".png ", "a.pdf\x00.exe", "a.js", "a.eps"],
)
def test_other_kinds_are_refused_by_name(name):
    assert fault(name, picture()).startswith((KIND, DIFFERS))


def test_half_a_picture_is_refused_also_after_a_pdf_was_made():
    from core import pdf

    pdf.render_html("<!doctype html><html lang='da'><head><title>x</title></head><body>x</body></html>")
    assert fault("a.png", picture(size=(400, 400))[:-200]).startswith(DIFFERS)


def test_an_empty_file_is_refused():
    assert fault("a.png", b"") == "Filen er tom. Vælg den igen."


def test_a_file_that_is_too_large_says_how_large_it_may_be(settings):
    settings.FILE_UPLOAD_MAX_SIZE = 1_048_576
    message = fault("a.txt", b"x" * 1_600_000)
    assert message.startswith("Filen fylder 1,5 MB og må fylde højst 1,0 MB.")


def test_a_locked_pdf_is_refused():
    assert fault("a.pdf", pdf("hemmelig")).startswith("Filen kræver en adgangskode")


def test_a_locked_pdf_is_found_also_over_the_border_of_two_chunks(monkeypatch):
    content = pdf("hemmelig")
    place = content.index(b"/Encrypt")
    monkeypatch.setattr(SimpleUploadedFile, "DEFAULT_CHUNK_SIZE", place + 3)
    assert fault("a.pdf", content).startswith("Filen kræver en adgangskode")


# -- text ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_a_text_in_the_encodings_of_danish_offices_is_taken_as_it_is(encoding):
    content = ("Jeg ved, hvor du bor. Åh nej – æøå.\r\n" if encoding != "latin-1" else "Æblegrød på Fanø.\n").encode(
        encoding
    )
    facts = files.inspect(SimpleUploadedFile("besked.txt", content * 300))
    assert (facts.kind, facts.sha256) == ("text", hashlib.sha256(content * 300).hexdigest())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
def test_a_page_is_no_text_in_any_encoding(encoding):
    assert fault("besked.txt", "<html><script>alert(1)</script>".encode(encoding)).startswith(DIFFERS)


@pytest.mark.parametrize("content", [b"MZ\x90\x00\x03\x00\x00", b"abc\x00\x01\x02def", bytes(range(256))])
def test_a_program_is_no_text(content):
    assert fault("besked.txt", content).startswith(DIFFERS)


# -- polyglots and bombs -------------------------------------------------------------------------------------------
def test_a_picture_that_is_also_a_page_loses_the_page_in_the_shown_copy():
    polyglot = picture("JPEG") + b"<script>alert(1)</script>"
    files.inspect(sent("a.jpg", polyglot))
    assert b"<script>" not in files.shown_copy(io.BytesIO(polyglot), "image/jpeg")


def png_claiming(width, height):
    """Return a PNG of a few bytes that says it is huge."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(50_000, 50_000), (100_000, 100_000), (9_000, 9_000)])
def test_a_picture_bomb_is_refused_before_it_is_unpacked(size):
    assert fault("a.png", png_claiming(*size)).startswith(
        "Billedet er for stort i punkter. Det må have højst 60 millioner."
    )


def test_a_picture_inside_the_limit_is_taken():
    files.inspect(sent("a.png", picture(size=(4000, 3000))))


# -- the shown copy ------------------------------------------------------------------------------------------------
def with_metadata(kind="JPEG", orientation=6):
    """Return a picture that tells where it was taken and lies on its side."""
    made = Image.open(io.BytesIO(picture(kind)))
    exif = made.getexif()
    exif[0x0112], exif[CAMERA] = orientation, "Kamera"
    exif.get_ifd(GPS).update({1: "N", 2: (55.0, 2.0, 30.0), 3: "E", 4: (9.0, 25.0, 0.0)})
    exif[0x010E] = PLACE.decode()
    out = io.BytesIO()
    made.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind, content_type", [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_the_shown_copy_holds_no_place_no_camera_and_no_remark(kind, content_type):
    original = with_metadata(kind)
    assert PLACE in original
    shown = files.shown_copy(io.BytesIO(original), content_type)
    copy = Image.open(io.BytesIO(shown))
    assert copy.format == "JPEG" and not copy.getexif() and "exif" not in copy.info
    assert PLACE not in shown and b"Kamera" not in shown


def test_the_shown_copy_stands_upright():
    original = with_metadata()
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(original)))
    copy = Image.open(io.BytesIO(files.shown_copy(io.BytesIO(original), "image/jpeg")))
    assert copy.size == upright.size == (20, 40)


def test_the_shown_copy_is_small_enough_and_never_blown_up():
    large = files.shown_copy(io.BytesIO(picture(size=(4000, 1000))), "image/png")
    assert Image.open(io.BytesIO(large)).size == (1600, 400)
    small = files.shown_copy(io.BytesIO(picture()), "image/png")
    assert Image.open(io.BytesIO(small)).size == (40, 20)


def test_what_is_transparent_becomes_white():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(io.BytesIO(files.shown_copy(out, "image/png"))).getpixel((5, 5)) == (255, 255, 255)


def test_a_heic_picture_is_shown_as_jpeg():
    assert Image.open(io.BytesIO(files.shown_copy(io.BytesIO(heic()), "image/heic"))).format == "JPEG"


def test_only_pictures_have_a_shown_copy():
    assert files.shown_copy(io.BytesIO(pdf()), "application/pdf") is None


# -- the scanner ---------------------------------------------------------------------------------------------------
def says_virus(file):
    """Find a virus in everything that says so."""
    return b"EICAR" not in file.read()


def breaks(file):
    """Be out of order."""
    raise ConnectionError("no scanner")


def test_the_scanners_word_is_heard_and_the_file_can_be_read_afterwards(settings):
    settings.FILE_SCANNER = f"{__name__}.says_virus"
    clean = sent("a.txt", b"hej")
    files.inspect(clean)
    assert clean.read() == b"hej"
    assert fault("a.txt", b"EICAR").startswith("Filen er stoppet, fordi den kan indeholde virus")


def test_a_scanner_that_does_not_answer_lets_nothing_in(settings):
    settings.FILE_SCANNER = f"{__name__}.breaks"
    assert fault("a.txt", b"hej") == files.unscanned_words()


# -- names and headers ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name, kept",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mig\\billede.png", "billede.png"),
        ("a\r\nSet-Cookie: b.png", "aSet-Cookie: b.png"),
        ("æøå ly\u0301d.png", "æøå lýd.png"),
        ("x" * 300 + ".png", "x" * 100 + ".png"),
        ("..", "fil"),
        ("", "fil"),
        ("faktura\u202egnp.exe", "fakturagnp.exe"),
    ],
)
def test_a_name_keeps_neither_folders_nor_tricks(name, kept):
    assert files.safe_name(name) == kept


@given(st.text(max_size=200))
def test_no_name_breaks_a_header(name):
    response = files.download_headers(HttpResponse(), name, "image/png")
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith('attachment; filename="')


def test_a_file_is_given_out_so_that_no_browser_makes_a_page_of_it():
    response = files.download_headers(HttpResponse(), 'æ"<b>.svg', "image/png")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Content-Disposition"].count('"') == 2
    assert (
        "script"
        not in files.download_headers(HttpResponse(), "a.jpg", "image/jpeg", inline=True)["Content-Security-Policy"]
    )


@given(st.binary(max_size=300), st.sampled_from(sorted(files.EXTENSIONS)))
def test_no_content_breaks_the_inspection(content, extension):
    try:
        files.inspect(sent(f"a.{extension}", content))
    except ValidationError as refused:
        assert refused.messages  # noqa: PT017
