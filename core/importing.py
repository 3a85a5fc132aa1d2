"""Read a list of units and people from CSV or a spreadsheet: headings in Danish, every fault with its row (E-70).

Nothing here writes. Text is taken as text: formulas are refused, and nothing of the file is ever run.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import calendar
from core.decoding import decode
from core.fields import PhoneField, looks_like_cpr
from core.texts import error

MOST_ROWS, MOST_BYTES, MOST_UNPACKED, MOST_FAULTS = 20_000, 5 * 1024 * 1024, 80 * 1024 * 1024, 100
UNIT_COLUMNS = {"enhed": "name", "hører under": "parent"}
PEOPLE_COLUMNS = {
    "navn": "name",
    "mail": "email",
    "stilling": "title",
    "telefon": "phone",
    "enhed": "unit",
    "arbejdssted": "site",
    "leder": "leader",
    "ansat fra": "active_from",
    "ansat til": "active_to",
    "arbejdsdage": "worked_weekdays",
}
LENGTHS = {"name": 120, "email": 254, "title": 80, "unit": 300, "parent": 300, "site": 120}
DAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn")
MAIL = re.compile(r"[^@\s<>,;\"']{1,64}@[a-z0-9æøå.-]+\.[a-z]{2,}", re.I)


@dataclass
class Sheet:
    """One list: `kind` is »units« or »people«, `rows` is [(row number, {column: text})]."""

    kind: str
    rows: list = field(default_factory=list)
    columns: set = field(default_factory=set)
    faults: list = field(default_factory=list)

    def fault(self, number, text):
        """Note what is wrong with a row."""
        self.faults.append((number, text))


def refuse(text):
    """Raise ValidationError for the whole file."""
    raise ValidationError(text, code="file")


def read(name, content):
    """Return the sheets of a file. ValidationError when the file can't be read at all."""
    if not content:
        refuse(error("E-36"))
    if len(content) > MOST_BYTES:
        refuse(_("Filen er for stor. Den må fylde højst 5 MB. Del den i flere."))
    ending = name.rpartition(".")[2].lower()
    if ending == "xlsx":
        return _spreadsheet(content)
    if ending in {"csv", "txt"}:
        return [_sheet(_csv_rows(content))]
    refuse(_("Vælg et regneark (xlsx) eller en CSV-fil."))
    return []


def _csv_rows(content):
    """Yield the rows of a CSV file, whichever of the usual encodings and separators it has."""
    text = decode(content)
    if text is None or re.search("Ã[¥¦¸†˜]", text):
        refuse(_("Vi kan ikke læse tegnene i filen. Gem den som regneark (xlsx) eller som CSV UTF-8, og prøv igen."))
    first = text.lstrip().partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        yield from enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1)
    except csv.Error:
        refuse(_("Vi kan ikke læse filen som en liste. Gem den som regneark (xlsx), og prøv igen."))


def _spreadsheet(content):
    """Return the lists of a spreadsheet: every sheet with headings we know."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                refuse(_("Filen er for stor. Den må fylde højst 5 MB. Del den i flere."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        found = []
        for tab in book.worksheets:
            rows = (
                (number, [_cell(value) for value in row])
                for number, row in enumerate(tab.iter_rows(values_only=True), 1)
            )
            sheet = _sheet(rows, missing_ok=True)
            if sheet:
                found.append(sheet)
    except ValidationError:
        raise
    except Exception as fault:  # a broken file breaks in many ways, and each means the same to the person
        raise ValidationError(error("E-35"), code="file") from fault
    if not found:
        refuse(_no_headings())
    return found


class Formula(str):
    """A cell that calculates."""


def _cell(value):
    """Return a cell as text."""
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if not isinstance(value, (str, int, float)):
        return Formula("=")
    return Formula(value) if str(value).startswith("=") else str(value)


def _no_headings():
    return _("Vi fandt ingen overskrifter, vi kender. Hent skabelonen, og brug de overskrifter, der står i den.")


def _sheet(rows, *, missing_ok=False):
    """Return the list below the first row that holds our headings."""
    sheet, columns = None, {}
    for number, row in rows:
        texts = [cell.strip() if isinstance(cell, str) else cell for cell in row]
        if sheet is None:
            if number > 20:
                break
            heads = [re.sub(r"[\s*]+", " ", text.lower()).strip().removesuffix(" ja/nej") for text in texts]
            known = PEOPLE_COLUMNS if "mail" in heads else UNIT_COLUMNS if "hører under" in heads else None
            if known is None or sum(head in known for head in heads) < 2:
                continue
            columns = {place: known[head] for place, head in enumerate(heads) if head in known}
            if len(set(columns.values())) < len(columns):
                refuse(_("En overskrift står der to gange. Fjern den ene kolonne."))
            sheet = Sheet("people" if known is PEOPLE_COLUMNS else "units", columns=set(columns.values()))
            if "name" not in sheet.columns:
                refuse(_("Kolonnen »%(name)s« mangler.") % {"name": "navn" if sheet.kind == "people" else "enhed"})
            continue
        if not any(texts):
            continue
        if len(sheet.rows) >= MOST_ROWS:
            refuse(_("Filen har flere end 20.000 rækker. Del den i flere."))
        _take(
            sheet,
            number,
            {
                column: raw if isinstance((raw := row[place]), Formula) else texts[place]
                for place, column in columns.items()
                if place < len(texts)
            },
        )
    if sheet is None and not missing_ok:
        refuse(_no_headings())
    return sheet


def _take(sheet, number, row):
    """Take a row in, or note why not."""
    for column, text in row.items():
        if isinstance(text, Formula) or text.startswith("="):
            sheet.fault(number, _("Et felt er en formel. Indsæt værdien i stedet."))
            return
        if looks_like_cpr(text):
            sheet.fault(number, error("E-18"))
            return
        if len(text) > LENGTHS.get(column, 100):
            sheet.fault(number, error("E-04", max=LENGTHS.get(column, 100), antal=len(text)))
            return
        row[column] = re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()
    sheet.rows.append((number, row))


# -- single values -------------------------------------------------------------------------------------------------
def day(text):
    """Return a date, None for an empty text; ValidationError E-20 or E-21."""
    if not text:
        return None
    try:
        return calendar.parse_date(text.split(" ")[0] if re.match(r"\d{4}-", text) else text)
    except ValueError as fault:
        raise ValidationError(str(fault)) from fault


def yes(text):
    """Return True, False, or None for an empty text."""
    if not text:
        return None
    if text.lower() in {"ja", "j", "x", "1", "yes"}:
        return True
    if text.lower() in {"nej", "n", "0", "no"}:
        return False
    raise ValidationError(_("Skriv ja eller nej under leder."))


def phone(text):
    """Return a number in pairs; ValidationError E-07."""
    return PhoneField(required=False, max_length=20).clean(text)


def address(text):
    """Return a mail address in small letters; ValidationError E-06."""
    if not MAIL.fullmatch(text or ""):
        raise ValidationError(error("E-06"))
    return text.lower()


def weekdays(text):
    """Return ISO weekdays of »man–fre«, »mandag, tirsdag« or »1,2,3«; None for an empty text."""
    if not text:
        return None
    found = set()
    for part in re.split(r"[,;/\s]+(?![–-])", re.sub(r"\s*[–-]\s*", "-", text.lower().replace(" og ", ","))):
        ends = [_weekday(word) for word in part.split("-") if word]
        if not ends or len(ends) > 2 or None in ends:
            raise ValidationError(_("Skriv arbejdsdagene som man–fre eller man, tir, ons."))
        found |= set(range(ends[0], ends[-1] + 1)) if ends[0] <= ends[-1] else set()
    if not found:
        raise ValidationError(_("Skriv arbejdsdagene som man–fre eller man, tir, ons."))
    return sorted(found)


def _weekday(word):
    """Return the number of a weekday, or None."""
    if word.isdigit():
        return int(word) if 1 <= int(word) <= 7 else None
    return next((n for n, name in enumerate(DAYS, 1) if word.startswith(name)), None)
