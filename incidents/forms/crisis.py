"""Order psychological help, date the first talk, follow the course. No field asks for what is said."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.texts import rows as text_rows
from incidents.forms.ground import StepForm

TRACKS = {row["code"]: row for row in text_rows("crisis_guide") if row["kind"] == "choice"}
TRACK_A, TRACK_B = TRACKS["individual"], TRACKS["acute"]


def _choices(row):
    return [(item[:80], item[:1].upper() + item[1:]) for item in row["items"]]


class OrderForm(StepForm):
    """Who was reached, what is needed, where it was ordered."""

    leader_reached = fields.ShortText(
        label=_("Hvilken leder har du fået fat i, og hvornår?"),
        max_length=200,
        required=False,
        help_text=_("Er du selv den leder, så spring feltet over."),
    )
    tried = fields.ShortText(
        label=_("Ingen leder? Hvem har du prøvet at ringe til?"),
        max_length=200,
        required=False,
        help_text=_("Så må du selv bestille. Skriv navne og klokkeslæt."),
    )
    track = forms.ChoiceField(
        label=_("Hvad passer bedst?"),
        widget=forms.RadioSelect,
        choices=[("a", TRACK_A["text"]), ("b", TRACK_B["text"])],
        error_messages={"required": _("Vælg, hvad der er brug for.")},
    )
    reasons_a = forms.MultipleChoiceField(
        label=_("Hvad ligner det mest?"), required=False, widget=forms.CheckboxSelectMultiple, choices=_choices(TRACK_A)
    )
    reasons_b = forms.MultipleChoiceField(
        label=_("Hvad ligner det mest?"), required=False, widget=forms.CheckboxSelectMultiple, choices=_choices(TRACK_B)
    )
    firm = forms.ChoiceField(
        label=_("Hvor har du bestilt?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Vælg, hvor du har bestilt.")},
    )
    other_firm = fields.ShortText(label=_("Hvilket andet sted?"), max_length=80, required=False)
    ordered_at = fields.MomentField(label=_("Hvornår ringede du?"), past=True)
    spoke_with = fields.ShortText(
        label=_("Hvem talte du med?"), max_length=120, error_messages={"required": _("Skriv, hvem du talte med.")}
    )
    call_back_at = fields.MomentField(label=_("Hvornår ringer de tilbage?"), required=False)
    first_talk_at = fields.MomentField(
        label=_("Hvornår er den?"), required=False, help_text=_("Kan vente, til psykologen har fundet en tid.")
    )

    def __init__(self, *args, firms=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["firm"].choices = [*((firm, firm) for firm in firms), ("other", _("Et andet sted"))]

    def clean(self):
        """Join the reasons of the chosen track; ask for the name of another place."""
        data = super().clean()
        if data.get("firm") == "other":
            data["firm"] = data.get("other_firm", "")
            if not data["firm"] and "other_firm" not in self.errors:
                self.add_error("other_firm", _("Skriv, hvor du har bestilt."))
        data["reasons"] = data.get(f"reasons_{data.get('track')}") or []
        for name in ("other_firm", "reasons_a", "reasons_b"):
            data.pop(name, None)
        back, ordered = data.get("call_back_at"), data.get("ordered_at")
        if back and ordered and back < ordered:
            self.add_error("call_back_at", _("De kan ikke ringe tilbage, før du har ringet. Ret tidspunktet."))
        talk = data.get("first_talk_at")
        if talk and ordered and talk < ordered:
            self.add_error("first_talk_at", _("Samtalen kan ikke ligge, før du har bestilt den. Ret datoen."))
        return data


class SheetForm(forms.Form):
    """The eight fields of the requisition, to be corrected before they are read out."""

    workplace = fields.ShortText(max_length=200, required=False)
    what_happened = fields.LongText(max_length=600, rows=2, required=False, help_text=_("Kort. Skriv ikke om sygdom."))
    need = fields.ShortText(max_length=200, required=False)
    number_affected = fields.ShortText(max_length=40, required=False)
    who_and_where = fields.LongText(
        max_length=400, rows=2, required=False, help_text=_("Skriv, hvor medarbejderen er nu.")
    )
    own_phone = fields.ShortText(max_length=40, required=False)
    affected_phones = fields.ShortText(max_length=200, required=False)
    ean_number = fields.ShortText(max_length=40, required=False)

    def __init__(self, *args, labels=None, **kwargs):
        super().__init__(*args, **kwargs)
        for code, label in (labels or {}).items():
            self.fields[code].label = label


class FirstTalkForm(StepForm):
    """When the first talk is."""

    first_talk_at = fields.MomentField(label=_("Hvornår er den første samtale?"))

    def clean_first_talk_at(self):
        """Hold the talk to after the event."""
        found = self.cleaned_data["first_talk_at"]
        if found and found < self.incident.occurred_at:
            raise forms.ValidationError(_("Datoen ligger før hændelsen. Ret den."))
        return found


class NotHeldForm(StepForm):
    """Why the first talk is not held."""

    reason = fields.SentenceField(
        label=_("Hvorfor blev samtalen ikke holdt?"),
        help_text=_("Kun det praktiske, fx at medarbejderen sagde nej tak. Skriv ikke om sygdom."),
        max_length=500,
    )


class CourseForm(StepForm):
    """How many talks, and the dates around them."""

    planned = forms.IntegerField(
        label=_("Hvor mange samtaler er aftalt?"),
        required=False,
        min_value=0,
        max_value=30,
        help_text=_("Som regel 3–4."),
    )
    held = forms.IntegerField(
        label=_("Hvor mange er holdt?"),
        min_value=0,
        max_value=30,
        error_messages={"required": _("Skriv et helt tal, fx 3.")},
    )
    more_asked_on = fields.DateField(label=_("Psykologen har spurgt om flere samtaler den"), required=False, past=True)
    more_accepted = forms.ChoiceField(
        label=_("Må der holdes flere?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("Ikke besluttet")), ("yes", _("Ja")), ("no", _("Nej"))],
    )
    workplace_meeting_on = fields.DateField(label=_("Arbejdspladsmøde"), required=False)
    return_plan_on = fields.DateField(label=_("Plan for at komme tilbage"), required=False)

    def clean(self):
        """Never more talks held than agreed, when that is known."""
        data = super().clean()
        if data.get("planned") and data.get("held") and data["held"] > data["planned"]:
            self.add_error("held", _("Der er holdt flere, end der er aftalt. Ret det ene tal."))
        return data


class PracticalForm(StepForm):
    """Help on the site, and who pays: what is known from the moment help is ordered (INC-51, INC-52)."""

    on_site_asked_at = fields.MomentField(label=_("Bestilt hjælp på stedet"), required=False, past=True)
    on_site_at = fields.MomentField(label=_("Hjælpen kom til stedet"), required=False, past=True)
    extra_fee = fields.ShortText(
        label=_("Akut- eller hastetillæg"),
        required=False,
        max_length=120,
        help_text=_("Kommer på en regning bagefter til den arbejdsplads, der bestiller."),
    )
    cost_account = fields.ShortText(
        label=_("Konto"), required=False, max_length=60, help_text=_("Hvor udgiften bliver bogført.")
    )
    cost_accepted = forms.BooleanField(
        label=_("Jeg godkender udgiften"),
        required=False,
        help_text=_("Al hjælp undtagen den gratis rådgivning bliver betalt af den arbejdsplads, der bestiller."),
    )

    def clean(self):
        """Nobody comes before they were asked."""
        data = super().clean()
        asked, came = data.get("on_site_asked_at"), data.get("on_site_at")
        if asked and came and came < asked:
            self.add_error("on_site_at", _("Hjælpen kan ikke komme, før den er bestilt. Ret tidspunktet."))
        return data
