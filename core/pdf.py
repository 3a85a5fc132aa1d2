"""Make PDFs: the only import of WeasyPrint in the house (GEN-09, docs/documents.md).

One file is PDF/A-3a and PDF/UA-1 at once: WeasyPrint writes the first, the finisher adds what the second asks for.
The fetcher serves named built-in assets and small data: addresses and nothing else: no network, files or redirects.
"""

import atexit
import os
import re
import stat
import tempfile
from functools import cache
from hashlib import md5
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from core import calendar
from core.printable import FACES, printable
from core.texts import error

DATA_LIMIT = 2_000_000
UA_XMP = (  # says »PDF/UA-1«, and, since PDF/A asks for it, what that word means
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    b'<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"
)


class PdfError(Exception):
    """The PDF could not be made; the text is for people (E-69)."""

    def __init__(self):
        super().__init__(error("E-69"))


def _isolate_fonts():
    """Point fontconfig at our own faces only, so that a missing glyph shows instead of falling back in silence."""
    folder = Path(tempfile.gettempdir()) / f"arbejdspladsen-fonts-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o022:
        folder = Path(tempfile.mkdtemp(prefix="arbejdspladsen-fonts-"))  # somebody else prepared the known name
    config = folder / "fonts.conf"
    wanted = (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{settings.ROOT / 'static' / 'fonts'}</dir><cachedir>{folder}</cachedir></fontconfig>"
    )
    if not config.exists() or config.read_text() != wanted:
        draft = folder / f"fonts-{os.getpid()}.conf"
        draft.write_text(wanted)
        draft.replace(config)  # whole at once: another worker may be reading it
    os.environ["FONTCONFIG_FILE"] = str(config)


@cache
def _engine():
    """Load WeasyPrint once per process, with its fonts and style sheets parsed."""
    _isolate_fonts()
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheets = [
        CSS(string=_asset(f"{name}.css")[1].decode(), url_fetcher=_fetcher(), base_url="asset:/css/", font_config=fonts)
        for name in ("paper-tokens", "print")
    ]
    return fonts, sheets


# The fonts must be given back before Python takes its modules apart.
atexit.register(_engine.cache_clear)


@cache
def _asset(name):
    """Return (type, bytes) of a built-in asset; KeyError for any other name."""
    static = settings.ROOT / "static"
    if name in {f"{face}.woff2" for face in FACES}:
        return "font/woff2", (static / "fonts" / name).read_bytes()
    if name == "paper-tokens.css":  # the screen's faces stay out: the engine would mix their glyphs (technology.md 2)
        text = (static / "css" / "tokens.css").read_text(encoding="utf-8")
        return "text/css", text[text.index("/* ---------- constants") :].encode()
    if name == "print.css":
        text = (static / "css" / "print.css").read_text(encoding="utf-8")
        return "text/css", text.replace("../fonts/", "asset:").encode()
    if name == "mark.svg":
        return "image/svg+xml", (static / "icons" / "mark.svg").read_bytes()
    raise KeyError(name)


@cache
def _fetcher():
    """Return the fetcher that knows only built-in assets."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class AssetFetcher(URLFetcher):
        """Serve `asset:` names from memory and small `data:` addresses; stop the rendering at anything else."""

        def __init__(self):
            super().__init__(allowed_protocols={"asset", "data"}, allow_redirects=False, timeout=2)

        def fetch(self, url, headers=None):
            if url.startswith("asset:"):
                try:
                    kind, body = _asset(url.rsplit("/", 1)[-1].removeprefix("asset:"))
                except KeyError:
                    raise FatalURLFetchingError("unknown asset") from None
                return URLFetcherResponse(url, body, {"Content-Type": kind})
            if url.startswith("data:") and len(url) < DATA_LIMIT:
                return super().fetch(url, headers)
            raise FatalURLFetchingError("blocked address")

    return AssetFetcher()


@cache
def _chart_style():
    """Return print.css's rules for charts as a style of the picture's own: the engine lets no other into an SVG."""
    rules = re.findall(r"\.pdf \.chart ([.a-z]+ \{[^}]*\})", _asset("print.css")[1].decode())
    return f"<style>{' '.join(rules)}</style>"


def _dressed(html):
    """Give every chart its colours, and take the drawing for phones away."""
    html = re.sub(r'<svg class="chart chart-narrow".*?</svg>', "", html, flags=re.DOTALL)
    return re.sub(r'(<svg class="chart"[^>]*>)', lambda match: match[1] + _chart_style(), html)


def _finish(document, pdf):
    """Add what PDF/UA-1 asks for beside PDF/A-3a: its mark in the metadata, table header scopes, printable links."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [
        b"".join(part if isinstance(part, bytes) else part.encode() for part in metadata.stream).replace(
            b"</rdf:RDF>", UA_XMP
        )
    ]
    metadata.compress = False  # one validator reads the metadata only when it is plain
    for item in pdf.objects:
        if not isinstance(item, dict):
            continue
        if item.get("S") == "/TH" and "ID" in item:
            _table, row, column = item["ID"].string.split("-")
            item["A"]["Scope"] = "/Row" if column == "0" and row != "0" else "/Column"
        if item.get("Type") == "/Annot":
            item["F"] = 4


def render_html(html, *, document_id="", at=None):
    """Return the PDF of a whole HTML document. Same HTML, id and moment give the same bytes. Raises PdfError."""
    fonts, sheets = _engine()
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError

    moment = (at or calendar.now()).replace(microsecond=0).isoformat()
    html = html.replace(
        "<head>",
        f'<head><meta name="dcterms.created" content="{moment}"><meta name="dcterms.modified" content="{moment}">',
        1,
    )
    try:
        return HTML(string=printable(_dressed(html)), url_fetcher=_fetcher(), base_url=None).write_pdf(
            pdf_variant="pdf/a-3a",
            finisher=_finish,
            font_config=fonts,
            stylesheets=sheets,
            pdf_identifier=md5((document_id or html).encode(), usedforsecurity=False).digest(),
        )
    except FatalURLFetchingError as fault:
        raise PdfError from fault
    except Exception as fault:
        raise PdfError from fault


def render(template, context, *, title, document_id="", at=None):
    """Return the PDF of a template that extends pdf/base.html. The title stands in the file's properties."""
    html = render_to_string(
        template,
        {
            "document_title": title,
            "document_id": document_id,
            "municipality": settings.MUNICIPALITY_NAME,
            "product": settings.PRODUCT_NAME,
            "demo": settings.DEMO,
            **context,
        },
    )
    return render_html(html, document_id=document_id, at=at)
