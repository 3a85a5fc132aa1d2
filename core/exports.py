"""Lists as files that are safe to open: no cell is ever a formula, and each file says who took it and when.

    content = exports.xlsx(rows, [_("Navn"), _("Antal")], title=_("Hændelser"), by=person, at=calendar.now())
    return exports.response(content, "haendelser.xlsx")

What may be taken out, and writing in the audit log that it was, is the caller's duty.
"""

import csv as csv_format
import io
import math
import re
from datetime import date, datetime
from decimal import Decimal

from django.http import HttpResponse
from django.utils.translation import gettext as _

from core import calendar
from core.files import download_headers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
DANGEROUS = re.compile(r"^[\s\x00-\x1f]*[=+\-@\t\r\n＝＋－＠|%]")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_CELL = 32_000  # Excel takes 32,767
EXACT_NUMBER = 10**15  # more digits than a spreadsheet keeps


def _plain(value):
    """Return a value as a number or as text in Danish: dates, moments, yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, (int, float, Decimal)):
        return value if math.isfinite(value) and abs(float(value)) < EXACT_NUMBER else str(value)
    if isinstance(value, datetime):
        local = calendar.local(value)
        return f"{local:%d.%m.%Y %H.%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return UNPRINTABLE.sub("", str(value))[:LONGEST_CELL]


def watermark(by, at):
    """Return the line that says who took the list and when."""
    return _("Hentet af %(name)s %(moment)s. Må kun bruges til det, den er hentet til.") % {
        "name": by.name,
        "moment": calendar.long_moment(at),
    }


def xlsx(rows, headings, *, title, by, at):
    """Return a spreadsheet as bytes: title, who and when, headings, rows. Text is text, whatever it begins with."""
    return workbook([(title, headings, rows)], by=by, at=at)


def workbook(sheets, *, by=None, at=None):
    """Return a spreadsheet of several sheets, each (title, headings, rows); without `by` it is a bare template."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for title, headings, rows in sheets:
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", str(title))[:31])

        def cell(value, sheet=sheet, *, bold=False):
            made = WriteOnlyCell(sheet, value=_plain(value))
            if isinstance(made.value, str):
                made.data_type = "s"  # openpyxl would make a formula of »=…«
                made.quotePrefix = bool(DANGEROUS.match(made.value))  # and Excel, when the cell is edited
            if bold:
                made.font = Font(bold=True)
            return made

        for place, heading in enumerate(headings):
            sheet.column_dimensions[_letter(place)].width = max(12, min(40, len(str(heading)) + 6))
        if by is not None:
            sheet.freeze_panes = "A5"
            for line in (title, watermark(by, at)):
                sheet.append([cell(line, bold=line is title)])
            sheet.append([])
        sheet.append([cell(heading, bold=True) for heading in headings])
        for row in rows:
            sheet.append([cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _letter(place):
    """Return the letter of a column, counted from 0."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(place + 1)


def _harmless(value):
    """Return a value for CSV: numbers with a comma, an apostrophe before what a spreadsheet would calculate."""
    value = _plain(value)
    if isinstance(value, (int, float, Decimal)):
        return str(value).replace(".", ",")
    value = value.replace("\r\n", "\n")
    return "'" + value if DANGEROUS.match(value) else value


def csv(rows, headings, *, title, by, at):
    """Return the list as Danish spreadsheets read it: semicolons, UTF-8 with a mark, last who and when."""
    out = io.StringIO()
    writer = csv_format.writer(out, delimiter=";", quoting=csv_format.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow([_harmless(value) for value in row])
    writer.writerow([_harmless(f"{title}. {watermark(by, at)}")])
    return ("\ufeff" + out.getvalue()).encode()


def response(content, name):
    """Return the file as a download that no browser opens as a page. The name says the kind of list, never a person."""
    kind = XLSX if name.endswith(".xlsx") else CSV
    return download_headers(HttpResponse(content), name, kind)
