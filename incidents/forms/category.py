"""The leader's choices: category, handing over, keeping somebody out."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import fields
from core.texts import error, text
from incidents.choices import Category
from incidents.forms.ground import PersonField
from incidents.forms.people import ColleagueField


class CategoryForm(forms.Form):
    """The category, with a reason when it is another than the suggested."""

    error_heading = gettext_lazy("Der mangler lidt, før kategorien kan vælges:")

    category = forms.ChoiceField(
        label=gettext_lazy("Kategori"),
        choices=Category.choices,
        widget=forms.RadioSelect,
        help_text=text("field_help", "category").replace(" Du foreslår, og din leder bestemmer.", ""),
        error_messages={"required": gettext_lazy("Vælg en kategori.")},
    )
    reason = fields.LongText(
        label=gettext_lazy("Begrundelse"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=text("field_help", "reason"),
    )

    def __init__(self, *args, suggested, current="", **kwargs):
        super().__init__(*args, **kwargs)
        self.suggested, self.current = suggested, current
        self.fields["category"].choice_help = {suggested: _("Systemets forslag")}
        self.fields["category"].choices = [(value, f"{value}: {label}") for value, label in Category.choices]
        self.fields["reason"].optional_word = (
            _("nødvendig, når du vælger noget andet end forslaget") if not current else ""
        )

    def clean(self):
        """Ask for a reason where one is needed (E-05)."""
        told = super().clean()
        chosen, reason = told.get("category"), told.get("reason", "")
        if (
            chosen
            and "reason" not in self.errors
            and (chosen != self.suggested or self.current)
            and chosen != self.current
            and (len(reason) < 12 or len(reason.split()) < 3)
        ):
            self.add_error("reason", error("E-05"))
        return told


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = PersonField(label=gettext_lazy("Hvem tager over?"), widget=forms.RadioSelect)
    reason = fields.SentenceField(label=gettext_lazy("Begrundelse"), help_text=text("field_help", "reason"))

    def __init__(self, *args, leaders, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].offer(leaders)
        self.fields["to"].choices = [choice for choice in self.fields["to"].choices if choice[0]]
        self.fields["to"].choice_help = {str(person.pk): person.title for person in leaders if person.title}


class ImplicateForm(forms.Form):
    """Whom to keep out, and why."""

    person = ColleagueField(
        label=gettext_lazy("Hvem må ikke se hændelsen?"),
        help_text=gettext_lazy("Adgangen lukkes med det samme, også for beskeder og opgaver."),
        error_messages={"required": gettext_lazy("Skriv navnet.")},
    )
    reason = fields.SentenceField(label=gettext_lazy("Hvorfor?"), help_text=text("field_help", "reason"))

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].near(by)


class AdmitForm(forms.Form):
    """Who was shut out by mistake, and why they may see the incident again."""

    person = PersonField(label=gettext_lazy("Hvem må se hændelsen igen?"), widget=forms.RadioSelect)
    reason = fields.SentenceField(label=gettext_lazy("Hvorfor?"), help_text=text("field_help", "reason"))

    def __init__(self, *args, shut_out, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].offer(shut_out)
        self.fields["person"].choices = [choice for choice in self.fields["person"].choices if choice[0]]
