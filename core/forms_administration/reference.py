"""Hotlines, links, advice, settings, rules, notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.actions.hotlines import as_items
from core.forms_administration.ground import WEEKDAYS, UnitField
from core.texts import error

OFFSET_UNITS = [
    ("m", _("minutter")),
    ("h", _("timer")),
    ("oh", _("timer i åbningstiden")),
    ("d", _("dage")),
    ("wd", _("arbejdsdage")),
    ("mo", _("måneder")),
]
RECEIVERS = [
    ("owner", _("Den, der har opgaven")),
    ("leader", _("Nærmeste leder")),
    ("leaders_leader", _("Lederens leder")),
    ("own_leader", _("Medarbejderens leder")),
    ("site_leader", _("Lederen på arbejdsstedet")),
    ("chain", _("Næste led i lederkæden")),
    ("affected", _("Den ramte")),
    ("safety_rep", _("AMR")),
    ("union_rep", _("TR")),
    ("hr", _("HR")),
    ("service", _("Servicemedarbejder")),
    ("plan_owner", _("Ejer af beredskabsplan")),
    ("consultant", _("SFK")),
    ("communications", _("Kommunikation")),
    ("course_leader", _("Lederen af introduktionsforløbet")),
    ("mentor", _("Mentor eller kontaktperson")),
    ("newcomer", _("Den nye kollega")),
    ("responsible", _("Den ansvarlige i forløbet, ellers mentor")),
    ("watcher", _("Den, der holder øje")),
    ("med_chairs", _("Udvalgets formand og næstformand")),
    ("med_safety_reps", _("AMR i udvalget")),
    ("med_members", _("Udvalgets medlemmer")),
    ("local_med", _("LokalMED: formand og leder")),
    ("talk_members", _("Dem, samtalen eller planen er for")),
    ("agreement_leader", _("Lederen på aftalen")),
    ("agreement_union", _("TR på aftalen")),
]


class HotlineForm(forms.Form):
    """A number to call, and when somebody answers."""

    firm = fields.ShortText(label=_("Firma"), max_length=80, error_messages={"required": _("Skriv firmaets navn.")})
    phone = fields.PhoneField(label=_("Telefon"), max_length=20)
    kind = forms.ChoiceField(
        label=_("Type"),
        choices=[("acute", _("Akut bestilling")), ("free", _("Gratis rådgivning"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg typen.")},
    )
    days = forms.MultipleChoiceField(
        label=_("Dage"),
        choices=[(str(n), name) for n, name in WEEKDAYS],
        widget=forms.CheckboxSelectMultiple,
        initial=list("1234567"),
        error_messages={"required": _("Vælg mindst én dag.")},
    )
    all_day = forms.BooleanField(label=_("Åbent hele døgnet"), required=False)
    opens = fields.TimeField(label=_("Åbner"), required=False)
    closes = fields.TimeField(label=_("Lukker"), required=False)
    order = forms.IntegerField(
        label=_("Rækkefølge"),
        min_value=0,
        max_value=999,
        initial=50,
        help_text=_("Det laveste tal står øverst."),
        error_messages={"invalid": error("E-08"), "required": error("E-08")},
    )

    unit = UnitField(
        label=_("Hvor gælder det?"),
        required=False,
        empty_label=_("Hele kommunen"),
        help_text=_("En afdelings egne numre gælder i stedet for kommunens, også for afdelingerne under den."),
    )

    def __init__(self, *args, units=None, whole=True, line=None, **kwargs):
        """`units`: those with numbers of their own; `whole`: whether it may hold for all; a known `line` stays where it is."""
        super().__init__(*args, **kwargs)
        if line is not None or units is None or (whole and not units.exists()):
            del self.fields["unit"]
            return
        self.fields["unit"].fill()
        self.fields["unit"].narrow(units)
        if whole:
            self.fields["unit"].required = False
            self.fields["unit"].choices = [("", _("Hele kommunen")), *self.fields["unit"].choices[1:]]

    def clean(self):
        """Return the hours in the card's shape."""
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.pop("opens", None), cleaned.pop("closes", None)
        if cleaned.pop("all_day", False):
            cleaned |= {"opens": "00:00", "closes": "24:00"}
        elif not (opens and closes):
            if not {"opens", "closes"} & set(self.errors):
                self.add_error("closes" if opens else "opens", _("Skriv både åbner og lukker, eller vælg hele døgnet."))
        elif closes <= opens:
            self.add_error("closes", _("Lukketiden ligger før åbningstiden. Ret den ene."))
        else:
            cleaned |= {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
        cleaned["days"] = "".join(sorted(cleaned.get("days", [])))
        return cleaned


class OwnNumbersForm(forms.Form):
    """Which unit is to have numbers of its own."""

    unit = UnitField(label=_("Afdeling"))

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].fill()
        self.fields["unit"].narrow(units)


class LinkForm(forms.Form):
    """Where a link leads."""

    title = fields.ShortText(label=_("Navn"), max_length=160, error_messages={"required": _("Skriv navnet.")})
    url = forms.URLField(
        label=_("Link"),
        required=False,
        assume_scheme="https",
        max_length=200,
        error_messages={"invalid": error("E-13")},
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text=_("Begynd med https://. Et tomt felt skjuler linket."),
    )
    note = fields.ShortText(label=_("Note"), max_length=300, required=False)

    def clean_url(self):
        """Take https alone: nothing that runs, nothing that is read on the way."""
        url = self.cleaned_data["url"]
        if url and not url.lower().startswith("https://"):
            raise forms.ValidationError(error("E-13"), code="scheme")
        return url


class GuidanceForm(forms.Form):
    """A page of advice: one point a line."""

    title = fields.ShortText(label=_("Titel"), max_length=120, error_messages={"required": _("Skriv titlen.")})
    intro = fields.LongText(label=_("Indledning"), max_length=2000, rows=2, required=False)
    frame = fields.LongText(
        label=_("Fremhævet"), max_length=500, rows=2, required=False, help_text=_("Det vigtigste, i en ramme øverst.")
    )
    items = fields.LongText(
        label=_("Punkter"),
        max_length=10000,
        rows=14,
        help_text=_("Ét råd på hver linje, i den rækkefølge de skal læses."),
        error_messages={"required": _("Skriv mindst ét punkt.")},
    )
    source = fields.ShortText(label=_("Kilde"), max_length=160, error_messages={"required": _("Skriv kilden.")})
    version = forms.CharField(widget=forms.HiddenInput, max_length=12)

    def clean_items(self):
        """Return the points as a list."""
        return as_items(self.cleaned_data["items"])


class OffsetWords(forms.Form):
    """A length of time: a number and a unit."""

    number = forms.IntegerField(
        label=_("Hvor længe?"),
        min_value=0,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
        error_messages={
            "invalid": error("E-08"),
            "required": error("E-08"),
            "min_value": error("E-10", min=0, max=9999),
            "max_value": error("E-10", min=0, max=9999),
        },
    )
    measure = forms.ChoiceField(label=_("Enhed"), choices=OFFSET_UNITS)

    @property
    def offset(self):
        """Return the offset as the rules write it."""
        return f"{self.cleaned_data['number']}{self.cleaned_data['measure']}"


class RetentionForm(OffsetWords):
    """How long a kind of record is kept, and who decided it."""

    source = fields.SentenceField(label=_("Hvem har besluttet det, og hvorfor?"), max_length=200, rows=2)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("d", _("dage")), ("mo", _("måneder"))]


class HoldForm(forms.Form):
    """Which record is to be held back."""

    kind = forms.ChoiceField(label=_("Hvad?"))
    number = fields.ShortText(label=_("Nummer"), max_length=40, error_messages={"required": _("Skriv nummeret.")})

    def __init__(self, *args, choices=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = choices


class RuleForm(OffsetWords):
    """When and whom a rule reminds, from a day on."""

    when = forms.ChoiceField(
        label=_("Før eller efter?"),
        choices=[("-", _("Før")), ("", _("Efter, eller præcis da"))],
        required=False,
        widget=forms.RadioSelect,
    )
    receivers = forms.MultipleChoiceField(
        label=_("Hvem får besked?"), choices=RECEIVERS, required=False, widget=forms.CheckboxSelectMultiple
    )
    is_on = forms.TypedChoiceField(
        label=_("Skal reglen gælde?"),
        choices=[("ja", _("Ja")), ("nej", _("Nej, slå den fra"))],
        coerce=lambda value: value == "ja",
        widget=forms.RadioSelect,
    )
    unit = UnitField(
        label=_("Hvor?"),
        required=False,
        empty_label=_("Hele kommunen"),
        help_text=_("Vælger du en afdeling, gælder det også alle under den."),
    )
    starts_on = fields.DateField(label=_("Gælder fra"), future=True)
    field_order = ["number", "measure", "when", "receivers", "is_on", "unit", "starts_on"]

    def __init__(self, *args, own=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].fill()
        if own is not None:  # the units of somebody who may not say what holds everywhere
            self.fields["unit"].narrow(own)

    def clean(self):
        """Return the offset with its sign."""
        cleaned = super().clean() or self.cleaned_data
        if "number" in cleaned and "measure" in cleaned:
            cleaned["offset"] = ("-" if cleaned.get("when") == "-" and cleaned["number"] else "") + self.offset
        return cleaned


class NoticeForm(forms.Form):
    """The wording of a notice."""

    subject = fields.ShortText(label=_("Emne"), max_length=120, error_messages={"required": _("Skriv emnet.")})
    body = fields.LongText(label=_("Tekst"), max_length=4000, rows=10, error_messages={"required": _("Skriv teksten.")})
    button = fields.ShortText(label=_("Knap"), max_length=60, required=False)


class SettingForm(forms.Form):
    """One value, typed and checked after its kind."""

    def __init__(self, *args, setting, **kwargs):
        super().__init__(*args, **kwargs)
        self.setting = setting
        self.fields["value"] = self._field(setting)
        if setting.kind == "offset":
            found = calendar.Offset.parse(self.initial.get("value") or setting.default or "1d")
            self.fields |= OffsetWords(initial={"number": abs(found.count), "measure": found.unit}).fields
            self.initial = {**self.initial, "number": abs(found.count), "measure": found.unit}
            del self.fields["value"]

    @staticmethod
    def _field(setting):
        """Return the field for a kind of setting."""
        label, text = setting.title, setting.help
        if setting.kind == "flag":
            return forms.ChoiceField(
                label=label, help_text=text, choices=[("1", _("Ja")), ("0", _("Nej"))], widget=forms.RadioSelect
            )
        if setting.kind == "number":
            return forms.IntegerField(
                label=label,
                help_text=text,
                min_value=0,
                max_value=100000,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
                error_messages={
                    "invalid": error("E-08"),
                    "required": error("E-08"),
                    "min_value": error("E-10", min=0, max=100000),
                    "max_value": error("E-10", min=0, max=100000),
                },
            )
        if setting.kind == "phone":
            return fields.PhoneField(label=label, help_text=text, required=False)
        if setting.kind == "ean":
            return fields.EanField(label=label, help_text=text, required=False)
        limit = 40 if setting.kind == "case_number" else 300
        return fields.ShortText(label=label, help_text=text, required=False, max_length=limit)

    def clean(self):
        """Return the value as the text that is stored."""
        cleaned = super().clean() or self.cleaned_data
        if self.setting.kind == "offset" and not self.errors:
            cleaned["value"] = f"{cleaned['number']}{cleaned['measure']}"
        elif "value" in cleaned:
            cleaned["value"] = str(cleaned["value"])
        if self.setting.key == "small_cell_limit" and cleaned.get("value", "").isdigit() and int(cleaned["value"]) < 3:
            self.add_error("value", _("Grænsen skal være mindst 3, ellers kan enkelte personer genkendes."))
        return cleaned
