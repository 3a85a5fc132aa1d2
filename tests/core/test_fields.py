"""Form fields understand what people type, refuse the rest in Danish, and never break."""

import contextlib
from datetime import date, time

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from core import fields
from tests.core.workplace import at

NOW = at("2027-03-01 09:00")
ALL = [
    fields.DateField,
    fields.TimeField,
    fields.PhoneField,
    fields.EanField,
    fields.LongText,
    fields.ShortText,
    fields.SentenceField,
]


def fault(field, value):
    """Return the one message with which a field refuses a value."""
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    (message,) = refused.value.messages
    return message


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


# -- dates and times -----------------------------------------------------------------------------------------------
def test_a_date_is_read_and_shown_in_danish():
    field = fields.DateField()
    assert field.clean("3/2 2027") == date(2027, 2, 3)
    assert field.prepare_value(date(2027, 2, 3)) == "03.02.2027"
    assert field.prepare_value("3/2 2027") == "3/2 2027"  # what was typed stays as it was typed
    assert fields.DateField(required=False).clean("") is None
    assert fault(field, "i morgen") == "Skriv datoen som 03.02.2027."
    assert fault(field, "30.2.2027") == "Den dato findes ikke: februar har 28 dage."
    assert fault(field, "") == "Skriv datoen."


def test_a_date_may_be_held_to_one_side_of_today():
    assert fields.DateField(past=True).clean("1.3.2027") == date(2027, 3, 1)
    assert "i fremtiden" in fault(fields.DateField(past=True), "2.3.2027")
    assert fields.DateField(future=True).clean("1.3.2027") == date(2027, 3, 1)
    assert "Den dag er gået" in fault(fields.DateField(future=True), "28.2.2027")


def test_another_way_of_typing_the_same_date_is_no_change():
    field = fields.DateField()
    assert not field.has_changed(date(2027, 2, 3), "3/2 27")
    assert field.has_changed(date(2027, 2, 3), "4/2 27")
    assert field.has_changed(date(2027, 2, 3), "x")


def test_a_clock_time_is_read_and_shown_in_danish():
    field = fields.TimeField()
    assert field.clean("9") == time(9) and field.clean("kl. 9.30") == time(9, 30)
    assert field.prepare_value(time(9, 5)) == "09.05"
    assert fault(field, "25") == "Skriv klokkeslættet som 09.00."


def test_a_moment_needs_both_and_must_exist():
    field = fields.MomentField()
    assert field.clean(["1.3.2027", "9.15"]) == at("2027-03-01 09:15")
    assert fault(field, ["1.3.2027", ""]) == "Skriv både dato og klokkeslæt."
    assert fault(field, ["", ""]) == "Skriv dato og klokkeslæt."
    assert "findes ikke den nat" in fault(field, ["28.3.2027", "2.30"])
    assert "i fremtiden" in fault(fields.MomentField(past=True), ["1.3.2027", "9.01"])
    assert fields.MomentField(required=False).clean(["", ""]) is None
    assert field.widget.decompress(NOW) == ["01.03.2027", "09.00"]


# -- numbers -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed, kept",
    [
        ("10203040", "10 20 30 40"),
        ("10 20 30 40", "10 20 30 40"),
        ("+45 10203040", "10 20 30 40"),
        ("0045 10 20 30 40", "10 20 30 40"),
        ("+47 22 33 44 55", "+4722334455"),
        ("(10) 20-30.40", "10 20 30 40"),
    ],
)
def test_a_telephone_number_is_kept_in_pairs(typed, kept):
    assert fields.PhoneField().clean(typed) == kept


@pytest.mark.parametrize("typed", ["1020304", "102030405", "ring til mig", "+1", "1020304x", "+" + "1" * 16])
def test_what_is_no_telephone_number_is_refused(typed):
    assert fault(fields.PhoneField(), typed).startswith("Skriv 8 cifre")


def test_an_ean_number_is_counted_and_checked():
    field = fields.EanField()
    assert field.clean("5790000 000 005") == field.clean("5790000000005") == "5790000000005"
    assert "byttet om" in fault(field, "5790000000006")
    assert fault(field, "579800") == "Et EAN-nummer har 13 cifre. Her er 6."
    assert fault(field, "ingen") == "Et EAN-nummer har 13 cifre. Her er 0."
    assert fields.EanField(required=False).clean("") == ""


# -- texts ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("number", ["010203-4455", "0102034455", "010203 4455", "310299-1234", "010203–4455"])
def test_a_text_with_a_cpr_like_number_is_refused_and_says_that_nothing_is_lost(number):
    for field in (fields.LongText(), fields.ShortText(), fields.SentenceField()):
        assert fault(field, f"Hun sagde {number} til mig").startswith("Det ligner et CPR-nummer")


@pytest.mark.parametrize("number", ["9902034455", "01020344556", "2026-0147", "10 20 30 40", "5798000000018"])
def test_other_numbers_are_not_taken_for_cpr_numbers(number):
    assert fields.LongText().clean(f"Nummer {number}.") == f"Nummer {number}."


def test_another_ten_digit_number_is_only_asked_about():
    assert fields.LongText.warnings("Kald 9902034455") == [
        "Er 9902034455 en del af et CPR-nummer? Så fjern det. Ellers kan du fortsætte."
    ]
    assert fields.LongText.warnings("Kald 10203040") == []


def test_a_text_that_is_too_long_says_how_long_and_is_not_cut():
    field = fields.LongText(max_length=10)
    assert "maxlength" not in field.widget_attrs(field.widget)
    assert fault(field, "x" * 11) == "Teksten må fylde højst 10 tegn. Den fylder 11 nu. Intet er slettet."
    assert field.clean("x\r\ny") == "x\ny"


def test_a_reason_must_be_a_sentence():
    field = fields.SentenceField()
    assert field.clean("Borgeren truede to medarbejdere.") == "Borgeren truede to medarbejdere."
    for short in ("", "ja", "fordi", "nødvendigt hensyn"):
        assert fault(field, short) == "Skriv begrundelsen i mindst én hel sætning."


def test_zero_bytes_never_reach_the_database():
    for field in (fields.ShortText(), fields.LongText()):
        assert field.clean("a\x00b") == "ab"


# -- hostile input -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("field", ALL)
@given(value=st.one_of(st.text(max_size=60), st.text(alphabet="0123456789.-/+ :klden", max_size=20)))
def test_no_text_breaks_a_field(field, value):
    with contextlib.suppress(ValidationError):
        field(required=False).clean(value)


@pytest.mark.parametrize("field", ALL)
def test_a_field_gives_back_what_was_typed_when_it_refuses_it(field):
    class Form(forms.Form):
        it = field()

    form = Form({"it": "010203-4455 <b>"})
    assert not form.is_valid()
    assert form["it"].value() == "010203-4455 <b>"


# -- files ---------------------------------------------------------------------------------------------------------
def test_every_refused_file_is_named_and_good_ones_come_with_their_facts():
    field = fields.FilesField()
    good = SimpleUploadedFile("note.txt", "Æblegrød".encode())
    found = field.clean([good])
    assert found[0][1].content_type == "text/plain"
    with pytest.raises(ValidationError) as refused:
        field.clean([good, SimpleUploadedFile("a.png", b"<html>"), SimpleUploadedFile("b.exe", b"MZ")])
    assert [message.split(":")[0] for message in refused.value.messages] == ["a.png", "b.exe"]
    assert fault(field, None) == "Vælg en fil."
    assert fields.FilesField(required=False).clean([]) == []


def test_files_that_are_too_large_together_are_refused(settings):
    settings.FILE_UPLOAD_MAX_TOTAL = 10
    message = fault(
        fields.FilesField(), [SimpleUploadedFile("a.txt", b"123456"), SimpleUploadedFile("b.txt", b"123456")]
    )
    assert message.startswith("Filerne fylder for meget på én gang")


@pytest.mark.parametrize("field", [fields.ShortText(max_length=10), fields.LongText(max_length=10)])
def test_a_text_that_is_too_long_is_told_in_the_houses_words(field):
    with pytest.raises(ValidationError, match="Teksten må fylde højst 10 tegn. Den fylder 12 nu. Intet er slettet."):
        field.clean("tolv bogstav")
    assert field.clean("ti bogstav") == "ti bogstav"
