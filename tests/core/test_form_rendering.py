"""The controls that are put together in Python come out as Django's own templates write them."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.test.html import parse_html

from core.form_rendering import WRITERS, Renderer, choices

NASTY = "\"><script>alert(1)</script> & 'æøå'"
CHOICES = [("a", "Anna"), (NASTY, NASTY), ("Gruppe <b>", [(1, "Et"), (2, "To")])]


class Everything(forms.Form):
    text = forms.CharField(max_length=20, help_text="Hjælp", widget=forms.TextInput({"placeholder": NASTY, "x": False}))
    number = forms.IntegerField(min_value=1, required=False)
    day = forms.DateField(widget=forms.DateInput({"type": "date"}))
    at = forms.TimeField()
    mail = forms.EmailField()
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.BooleanField()
    file = forms.FileField(widget=forms.FileInput)
    words = forms.CharField(widget=forms.Textarea({"rows": 3}))
    one = forms.ChoiceField(choices=CHOICES)
    many = forms.MultipleChoiceField(choices=CHOICES, widget=forms.SelectMultiple)
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)


TYPED = {
    "text": NASTY,
    "number": "7",
    "day": date(2027, 2, 5),
    "at": "14:05",
    "mail": NASTY,
    "secret": "x",
    "hidden": NASTY,
    "agreed": "on",
    "words": f"\nførste linje\n{NASTY}",
    "one": NASTY,
    "many": ["a", "2"],
}


@pytest.mark.parametrize("typed", [None, {}, TYPED], ids=["fresh", "empty", "typed"])
@pytest.mark.parametrize("name", list(Everything.base_fields))
def test_a_control_is_what_the_template_writes(name, typed):
    ours, theirs = (str(Everything(typed, renderer=kind())[name]) for kind in (Renderer, TemplatesSetting))
    assert parse_html(ours) == parse_html(theirs)
    assert "<script>" not in ours


def test_the_short_way_is_taken_and_a_control_with_its_own_template_goes_the_usual_way():
    assert all(Everything()[name].field.widget.template_name in WRITERS for name in ("text", "words", "one", "agreed"))
    option = forms.Select(choices=CHOICES)
    option.option_template_name = "django/forms/widgets/radio_option.html"
    assert 'type="' in option.render("x", "a", renderer=Renderer())


def test_short_choices_stand_side_by_side_and_tell_what_they_mean():
    form = Everything({"radio": "1"})
    form.fields["radio"].choices = [("1", "Ja"), ("2", "Nej")]
    form.fields["radio"].choice_help = {"2": NASTY}
    found = choices(form["radio"])
    assert found.startswith('<div class="choices-row">') and "<script>" not in found
    assert found.count("checked") == 1 and found.count("<small>") == 1
    form.fields["radio"].choices = [("1", "En meget lang tekst til et valg")]
    assert choices(form["radio"]).startswith('<div class="choices">')
    assert choices(form["radio"], True).startswith('<div class="choices-row">')
