"""Form fields that speak Danish: dates, times, telephones, EAN numbers, long texts, files (language.md 3.5).

Dates are plain text fields with a Danish example, not the browser's date picker: they can be typed with one hand, read
aloud and pasted, and show the Danish form in every browser; what people type is understood in all common ways.
"""

import re
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import calendar
from core.texts import error

HYPHEN = "[-\u2010-\u2015\u2212]"  # also those that Word and phones put in
CPR = re.compile(rf"(?<!\d)(?:\d{{6}}\s?{HYPHEN}?\s?|\d\d\.\d\d\.\d\d\s?{HYPHEN}\s?)\d{{4}}(?!\d)")
TEN_DIGITS = re.compile(r"(?<!\d)\d{10}(?!\d)")


def looks_like_cpr(text):
    """Tell whether a text holds ten digits that begin with a possible date of birth, however they are parted."""
    for match in CPR.finditer(str(text or "")):
        digits = re.sub(r"\D", "", match[0])
        if 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12:
            return True
    return False


def refuse_cpr(text):
    """Raise E-18 when the text looks like a CPR number."""
    if looks_like_cpr(text):
        raise ValidationError(error("E-18"), code="cpr")


class DateField(forms.DateField):
    """A date as Danes write it. `past`/`future` True refuse the other side of today (E-22, E-23)."""

    default_error_messages = {"required": _("Skriv datoen.")}

    def __init__(self, *, past=False, future=False, **kwargs):
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-s", "placeholder": "dd.mm.åååå"}
            ),
        )
        super().__init__(**kwargs)
        self.past, self.future = past, future

    def to_python(self, value):
        """Return a date or None."""
        if value in self.empty_values:
            return None
        if hasattr(value, "year"):
            return calendar.local_date(value)
        try:
            return calendar.parse_date(value)
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong

    def validate(self, value):
        """Hold the date to its side of today."""
        super().validate(value)
        if value and self.past and value > calendar.today():
            raise ValidationError(error("E-22"), code="future")
        if value and self.future and value < calendar.today():
            raise ValidationError(error("E-23"), code="past")

    def prepare_value(self, value):
        """Show a date in the Danish short form."""
        return f"{calendar.local_date(value):%d.%m.%Y}" if hasattr(value, "year") else value

    def has_changed(self, initial, data):
        """Compare as dates, so that another way of typing is no change."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class TimeField(forms.TimeField):
    """A clock time: 9, 9.30, 09:30."""

    default_error_messages = {"required": _("Skriv klokkeslættet.")}

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-s", "placeholder": "tt.mm"}
            ),
        )
        super().__init__(**kwargs)

    def to_python(self, value):
        """Return a time or None."""
        if value in self.empty_values:
            return None
        if hasattr(value, "hour"):
            return calendar.local(value).time() if isinstance(value, datetime) else value
        try:
            return calendar.parse_time(value)
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong

    def prepare_value(self, value):
        """Show a time as 09.00."""
        return calendar.clock(value) if hasattr(value, "hour") else value


class MomentWidget(forms.MultiWidget):
    """A date and a time side by side."""

    template_name = "django/forms/widgets/multiwidget.html"

    def __init__(self, attrs=None):
        super().__init__({"date": DateField().widget, "time": TimeField().widget}, attrs)

    def decompress(self, value):
        """Split a moment."""
        if not value:
            return [None, None]
        return [f"{calendar.local_date(value):%d.%m.%Y}", calendar.clock(value)]


class MomentField(forms.MultiValueField):
    """A date with a clock time, as one aware moment in Denmark."""

    widget = MomentWidget
    default_error_messages = {
        "required": _("Skriv dato og klokkeslæt."),
        "incomplete": _("Skriv både dato og klokkeslæt."),
    }

    def __init__(self, *, past=False, future=False, **kwargs):
        self.past, self.future = past, future
        super().__init__(
            fields=(DateField(required=False), TimeField(required=False)), require_all_fields=False, **kwargs
        )

    def compress(self, values):
        """Join date and time; E-31 for an hour that summer time skips, E-22/E-23 for the wrong side of now."""
        if not values or not any(values):
            return None
        if not all(value is not None for value in values):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            found = calendar.moment(*values)
        except ValueError as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong
        if self.past and found > calendar.now():
            raise ValidationError(error("E-22"), code="future")
        if self.future and found < calendar.now():
            raise ValidationError(error("E-23"), code="past")
        return found


class Text(forms.CharField):
    """A text in the house's way: NUL characters that came along are left out, and one that is too long is told so
    (E-04) instead of being cut by the browser in silence."""

    def to_python(self, value):
        """Return the text without what no text holds."""
        return super().to_python(value.replace("\x00", "") if isinstance(value, str) else value)

    def widget_attrs(self, widget):
        """Leave the length to `run_validators`."""
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}

    def run_validators(self, value):
        """Say how long the text is and how long it may be."""
        if self.max_length and len(value) > self.max_length:
            raise ValidationError(error("E-04", max=self.max_length, antal=len(value)), code="long")
        super().run_validators(value)


class PhoneField(Text):
    """A telephone number: eight digits, or + and a country code (E-07). Kept in pairs."""

    default_error_messages = {"required": _("Skriv telefonnummeret.")}

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value):
        """Return the number in pairs, or an empty text."""
        value = super().clean(value)
        if not value:
            return ""
        digits = re.sub(r"[\s.\-()/]", "", value)
        digits = re.sub(r"^(?:\+45|0045)(?=\d{8}$)", "", digits)
        if re.fullmatch(r"\d{8}", digits):
            return " ".join(digits[n : n + 2] for n in range(0, 8, 2))
        if re.fullmatch(r"\+\d{6,15}", digits):
            return digits
        raise ValidationError(error("E-07"), code="invalid")


class EanField(Text):
    """A 13-digit EAN number with its control digit (E-11, E-12)."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def clean(self, value):
        """Return the digits."""
        digits = re.sub(r"\D", "", super().clean(value) or "")
        if not digits:
            if value and str(value).strip():
                raise ValidationError(error("E-11", antal=0), code="length")
            return ""
        if len(digits) != 13:
            raise ValidationError(error("E-11", antal=len(digits)), code="length")
        total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits[:12]))
        if (10 - total % 10) % 10 != int(digits[12]):
            raise ValidationError(error("E-12"), code="control")
        return digits


class LongText(Text):
    """A long free text: refuses CPR-like numbers (E-18). Nothing typed is lost."""

    def __init__(self, *, max_length=20000, rows=5, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)

    def clean(self, value):
        """Return the text."""
        value = super().clean(value) or ""
        refuse_cpr(value)
        return value

    def to_python(self, value):
        """Return the text with plain line breaks, as it is counted and kept."""
        return super().to_python(value).replace("\r\n", "\n")

    @staticmethod
    def warnings(value):
        """Return what to ask about, without refusing: other ten-digit numbers (E-19)."""
        return [error("E-19", tal=number) for number in TEN_DIGITS.findall(value or "") if not looks_like_cpr(number)]


class ShortText(Text):
    """A line of free text that refuses CPR-like numbers."""

    def clean(self, value):
        """Return the text."""
        value = super().clean(value) or ""
        refuse_cpr(value)
        return value


class SentenceField(LongText):
    """A reason of at least one whole sentence (E-05)."""

    default_error_messages = {"required": error("E-05")}

    def __init__(self, *, max_length=2000, rows=3, **kwargs):
        super().__init__(max_length=max_length, rows=rows, **kwargs)

    def clean(self, value):
        """Return the reason."""
        value = super().clean(value)
        if value and (len(value) < 12 or len(value.split()) < 3):
            raise ValidationError(error("E-05"), code="short")
        return value


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each inspected by core.files; returns [(file, facts)] and names the file in each error."""

    widget = FilesInput

    def clean(self, data, initial=None):
        """Inspect every file; raise all faults together."""
        from django.conf import settings

        from core import files

        given = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not given:
            if self.required:
                raise ValidationError(_("Vælg en fil."), code="required")
            return []
        found, faults = [], []
        if sum(one.size for one in given) > settings.FILE_UPLOAD_MAX_TOTAL:
            raise ValidationError(error("E-33"), code="total")
        for one in given:
            try:
                found.append((one, files.inspect(one)))
            except ValidationError as fault:
                faults += [f"{one.name}: {message}" for message in fault.messages]
        if faults:
            raise ValidationError(faults)
        return found


DanishDateField, DanishTimeField = DateField, TimeField
