"""Read PDFs back: text, tags, validity. Every PDF test goes through `assert_archival`."""

import io

import page
from pypdf import PdfReader


def text_of(content):
    """Return the text of all pages with plain spaces."""
    return " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(content)).pages).split())


def page_count(content):
    """Return the number of pages."""
    return len(PdfReader(io.BytesIO(content)).pages)


def faults_of(content):
    """Return what keeps a file from being PDF/UA-1 and PDF/A-3a, as texts."""
    found = []
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_3A):
        report = page.validate_pdf_bytes(content, profile)
        found += [f"{profile.value} {fault.rule_id}: {fault.message}" for fault in report.failures]
    return found


def assert_archival(content, *, title=None):
    """Hold a file to both standards, Danish, tagged, with a title."""
    assert faults_of(content) == []
    reader = PdfReader(io.BytesIO(content))
    assert reader.root_object["/Lang"].lower().startswith("da")
    assert reader.root_object["/MarkInfo"]["/Marked"]
    if title is not None:
        assert reader.metadata.title == title
