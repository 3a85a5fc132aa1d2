"""PDFs are archival and accessible, always the same bytes, speak to nobody, and print every name right."""

import io
import os
import socket
import threading
from datetime import datetime

import pytest
from django.conf import settings
from pypdf import PdfReader

from core import pdf
from core.calendar import ZONE
from core.pdf import PdfError
from tests.pdf_pixels import difference, drawn, pages_as_pictures
from tests.pdfs import assert_archival, faults_of, page_count, text_of

AT = datetime(2027, 3, 1, 9, 0, tzinfo=ZONE)
NAMES = "Łukasz Şahin-Ýr Łęcki, Ærøskøbing Åge Þórður Gîrbă Ňuño ş ý ł"


def html(body, head=""):
    """Return a whole document."""
    return (
        f'<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Prøve</title>{head}</head>'
        f'<body class="pdf pdf-letter"><main class="doc">{body}</main></body></html>'
    )


def rendered(body, head="", **options):
    """Return its PDF."""
    return pdf.render_html(html(body, head), **({"document_id": "P-1", "at": AT} | options))


RICH = f"""<h1>Overskrift</h1><p>{NAMES}. <b>Fed</b>, <i>kursiv</i>, <a href="https://fjordby.example/">et link</a>.</p>
<h2>Næste</h2><ul><li>Et</li><li>To</li></ul><ol><li>Tre</li></ol>
<table><caption>Tal</caption><thead><tr><th scope="col">Navn</th><th scope="col">Antal</th></tr></thead>
<tbody><tr><th scope="row">Æbler</th><td>3</td></tr><tr><th scope="row">Pærer</th><td>4</td></tr></tbody></table>
<p><img src="asset:mark.svg" alt="Kommunens mærke"></p><dl class="doc-facts"><dt>Sted</dt><dd>Fjordby</dd></dl>"""


# -- the standards -------------------------------------------------------------------------------------------------
def test_one_file_is_archival_and_accessible_at_once():
    content = rendered(RICH)
    assert_archival(content, title="Prøve")
    assert "Æbler" in text_of(content) and NAMES.split(",")[0] in text_of(content)


def test_a_long_document_is_so_too_and_counts_its_pages():
    content = rendered("<footer class='run-foot'><span>Fjordby</span><span class='pages'></span></footer>" + RICH * 12)
    assert page_count(content) > 3
    assert_archival(content)
    assert f"Side 2 af {page_count(content)}" in text_of(content)


def test_the_validator_finds_a_document_without_what_the_finisher_adds(monkeypatch):
    monkeypatch.setattr(pdf, "_finish", lambda document, found: None)
    assert faults_of(rendered(RICH))


def test_rows_and_columns_say_what_they_head():
    reader = PdfReader(io.BytesIO(rendered(RICH)))
    scopes = [str(one.get_object()["/A"]["/Scope"]) for one in _structure(reader, "/TH")]
    assert scopes == ["/Column", "/Column", "/Row", "/Row"]


def _structure(reader, kind):
    """Return the elements of a kind from the structure tree."""
    found, waiting = [], [reader.root_object["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop(0)
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            waiting = [*node, *waiting]
        elif isinstance(node, dict):
            if node.get("/S") == kind:
                found.append(node)
            waiting = [node["/K"], *waiting] if "/K" in node else waiting
    return found


# -- the same bytes ------------------------------------------------------------------------------------------------
def test_the_same_document_at_the_same_moment_is_the_same_bytes():
    assert rendered(RICH) == rendered(RICH)


def test_another_moment_id_or_word_gives_other_bytes():
    assert rendered(RICH) != rendered(RICH, at=AT.replace(hour=10))
    assert rendered(RICH) != rendered(RICH, document_id="P-2")
    assert rendered(RICH) != rendered(RICH.replace("Et", "En"))


# -- speaks to nobody ----------------------------------------------------------------------------------------------
class Listener:
    """A socket that hears whoever knocks."""

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.server.settimeout(0.1)
        self.port, self.heard, self.open = self.server.getsockname()[1], [], True
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self):
        while self.open:
            try:
                visitor, _address = self.server.accept()
            except TimeoutError:
                continue
            self.heard.append(visitor.recv(200))
            visitor.close()

    def close(self):
        """Stop listening."""
        self.open = False
        self.thread.join()
        self.server.close()


@pytest.fixture
def listener():
    """Listen while a test runs."""
    found = Listener()
    yield found
    found.close()


HOSTILE = {
    "picture": '<img src="{url}/a.png" alt="">',
    "picture in a picture": '<img alt="" src="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27 '
    'xmlns:xlink=%27http://www.w3.org/1999/xlink%27%3E%3Cimage xlink:href=%27{url}/b.png%27/%3E%3C/svg%3E">',
    "background": '<p style="background: url({url}/c.png)">x</p>',
    "list mark": '<ul style="list-style-image: url({url}/d.png)"><li>x</li></ul>',
    "content": '<style>p::before {{ content: url("{url}/e.png") }}</style><p>x</p>',
    "import": '<style>@import url("{url}/f.css");</style>',
    "face": '<style>@font-face {{ font-family: f; src: url("{url}/g.woff2") }} p {{ font-family: f }}</style><p>x</p>',
    "object": '<object data="{url}/h.svg" type="image/svg+xml"></object>',
    "embed": '<embed src="{url}/i.svg" type="image/svg+xml">',
    "file picture": '<img src="file:///etc/hostname" alt="">',
    "file in a data address": '<img alt="" src="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27%3E'
    '%3Cimage href=%27file:///etc/passwd%27/%3E%3C/svg%3E">',
    "unknown asset": '<img src="asset:../../etc/passwd" alt="">',
    "asset with a path": '<img src="asset:/../config/settings.py" alt="">',
    "other protocol": '<img src="ftp://127.0.0.1/a.png" alt="">',
    "without protocol": '<img src="//127.0.0.1/a.png" alt="">',
}
HEADS = {
    "style sheet": '<link rel="stylesheet" href="{url}/j.css">',
    "attached file": '<link rel="attachment" href="file:///etc/passwd">',
    "attached page": '<link rel="attachment" href="{url}/k">',
    "base": '<base href="{url}/"><link rel="stylesheet" href="l.css">',
}


@pytest.mark.parametrize("name", [*HOSTILE, *HEADS])
def test_hostile_markup_reaches_neither_the_network_nor_a_file(name, listener):
    url = f"http://127.0.0.1:{listener.port}"
    body = HOSTILE.get(name, "<p>x</p>").format(url=url)
    head = HEADS.get(name, "").format(url=url)
    try:
        content = rendered(body, head)
    except PdfError:
        content = b""
    assert listener.heard == []
    if content:
        reader = PdfReader(io.BytesIO(content))
        assert not reader.attachments
        assert "root:" not in text_of(content)
        assert b"root:x:" not in content


def test_the_listener_would_have_heard(listener):
    socket.create_connection(("127.0.0.1", listener.port)).close()
    listener.close()
    assert listener.heard


def test_a_small_picture_in_a_data_address_is_printed_and_a_large_one_refused():
    pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
    assert page_count(rendered(f'<p><img src="data:image/png;base64,{pixel}" alt="prik"></p>')) == 1
    with pytest.raises(PdfError):
        rendered(f'<p><img src="data:image/png;base64,{"A" * pdf.DATA_LIMIT}" alt=""></p>')


# -- when it can't be done -----------------------------------------------------------------------------------------
def test_a_fault_says_in_danish_what_to_do():
    with pytest.raises(PdfError) as fault:
        rendered('<link rel="stylesheet" href="http://127.0.0.1:1/x.css">')
    assert str(fault.value) == "PDF'en kunne ikke dannes. Teksten er gemt. Prøv igen om lidt."


def test_a_fault_in_the_engine_is_the_same_fault(monkeypatch):
    monkeypatch.setattr(pdf, "_fetcher", lambda: 1 / 0)
    with pytest.raises(PdfError):
        rendered("<p>x</p>")


# -- names as pixels -----------------------------------------------------------------------------------------------
LETTERS = "ŁłŞşÝýÆØÅæøåÞðĞİıčřőßŠžțÉü"
SAME, OTHER = 0.12, 0.17


def letters_as_pictures(letters, style=""):
    """Return each letter as it stands on its own small page."""
    head = "<style>@page { size: 70mm 70mm; margin: 5mm }</style>"
    body = "".join(f'<p style="font-size: 90pt; {style} break-after: page">{letter}</p>' for letter in letters)
    whole = html(body, head).replace('class="pdf pdf-letter"', "")
    return pages_as_pictures(pdf.render_html(whole, document_id="L", at=AT))[: len(letters)]


@pytest.mark.parametrize(
    "face, style",
    [
        ("public-sans-paper-400", ""),
        ("public-sans-paper-600", "font-weight: 600;"),
        ("public-sans-paper-700", "font-weight: 700;"),
        ("public-sans-paper-400i", "font-style: italic;"),
    ],
)
def test_every_letter_of_a_name_is_printed_as_the_face_draws_it(face, style):
    for letter, picture in zip(LETTERS, letters_as_pictures(LETTERS, style), strict=True):
        assert difference(picture, drawn(letter, face)) < SAME, letter


@pytest.mark.parametrize("letter, other", ["ŁL", "şs", "ýy", "ØO", "åa", "æe", "ıi", "ğg"])
def test_the_comparison_tells_letters_apart(letter, other):
    (picture,) = letters_as_pictures(letter)
    assert difference(picture, drawn(other)) > OTHER
    assert difference(picture, drawn("\ufffe")) > OTHER  # the box of a missing letter


def test_the_screens_small_faces_would_not_pass(monkeypatch):
    """What the comparison is for: the screen's files hold some letters each, and the engine mixes their glyphs."""
    real, static = pdf._asset.__wrapped__, settings.ROOT / "static" / "fonts"

    def with_small_faces(name):
        if name.startswith("public-sans-paper-"):
            return "font/woff2", (static / "public-sans-da.woff2").read_bytes()
        return real(name)

    pdf._engine.cache_clear()
    monkeypatch.setattr(pdf, "_asset", with_small_faces)
    try:
        found = letters_as_pictures("Łş")
    finally:
        pdf._engine.cache_clear()
    assert all(difference(picture, drawn(letter)) > OTHER for letter, picture in zip("Łş", found, strict=True))


def test_a_font_folder_that_somebody_else_prepared_is_not_used(monkeypatch, tmp_path):
    """The folder's name in /tmp can be guessed; its content decides which faces are drawn."""
    monkeypatch.setattr(pdf.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("FONTCONFIG_FILE", "")
    known = tmp_path / f"arbejdspladsen-fonts-{os.getuid()}"
    pdf._isolate_fonts()
    assert os.environ["FONTCONFIG_FILE"] == str(known / "fonts.conf")
    known.rename(tmp_path / "elsewhere")
    known.symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    pdf._isolate_fonts()
    assert not os.environ["FONTCONFIG_FILE"].startswith(str(known) + "/")
