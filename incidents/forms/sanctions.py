"""What may be typed about sanctions: a proposal, a decision, an end (INC-34–38)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import fields
from core.models import Site
from core.texts import text
from incidents.models.sanctions import MEASURES
from incidents.rules import measures


class ProposalForm(forms.Form):
    """A measure and why; anybody who may propose."""

    measure = forms.ChoiceField(
        label=_("Hvad foreslår du?"), choices=MEASURES.pairs, error_messages={"required": _("Vælg en sanktion.")}
    )
    reason = fields.SentenceField(label=_("Hvorfor?"), help_text=_("Skriv, hvad der skal opnås. En leder beslutter."))


class DecisionForm(forms.Form):
    """What a leader decides.

    Measure, reason, proportion, period, review, reach, what the staff do, hearing and lawyer.
    """

    error_heading = _("Der mangler lidt, før det kan godkendes:")
    measure = forms.ChoiceField(
        label=_("Sanktion"), choices=MEASURES.pairs, error_messages={"required": _("Vælg en sanktion.")}
    )
    scope = fields.ShortText(
        label=_("Hvor gælder det?"),
        max_length=160,
        required=False,
        help_text=_(
            "Skriv stedet så snævert, som det er nok, fx »Borgerservice på rådhuset«. Teksten kan komme med i brevet."
        ),
    )
    site = forms.ModelChoiceField(
        label=_("Arbejdssted"),
        queryset=Site.objects.in_use(),
        required=False,
        empty_label=_("Intet bestemt sted"),
        help_text=_("De ansatte her får besked om, hvad de skal gøre."),
    )
    starts_on = fields.DateField(label=_("Fra"), required=False)
    ends_on = fields.DateField(
        label=_("Til og med"), required=False, help_text=_("Begrænsningen slutter af sig selv dagen efter.")
    )
    review_on = fields.DateField(
        label=_("Ses igennem"), required=False, help_text=_("Den dag, du ser på, om den stadig er nødvendig.")
    )
    why_longer = fields.LongText(label=_("Hvorfor skal den vare længere?"), max_length=1000, rows=2, required=False)
    reason = fields.SentenceField(
        label=_("Begrundelse"), max_length=4000, rows=4, help_text=text("field_help", "reason")
    )
    proportionality = fields.SentenceField(
        label=_("Hvorfor er noget mindre ikke nok?"),
        max_length=4000,
        rows=3,
        help_text=_("Skriv, hvad du har overvejet, og hvordan borgeren stadig får hjælp."),
    )
    what_to_do = fields.ShortText(
        label=_("Hvad skal de ansatte gøre?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Skriv kun, hvad de skal gøre. Ikke hvorfor."),
    )
    citizen_reference = fields.ShortText(
        label=_("Hvem gælder det?"),
        max_length=160,
        required=False,
        help_text=_("De ansatte på stedet kan se det bag »Vis navn«, og det bliver noteret. Skriv aldrig CPR-nummer."),
    )
    is_formal_decision = forms.BooleanField(
        label=_("Det er en afgørelse"),
        required=False,
        help_text=_(
            "Et adgangsforbud er det som regel. Så skal borgeren høres først, og en jurist skal have set på det."
        ),
    )
    heard_on = fields.DateField(
        label=_("Borgeren er hørt den"),
        past=True,
        required=False,
        help_text=_("Lad det stå tomt, hvis der er sendt et høringsbrev herfra."),
    )
    legal_checked_by = fields.ShortText(label=_("Juridisk vurderet af"), max_length=120, required=False)
    legal_checked_on = fields.DateField(label=_("Juridisk vurderet den"), past=True, required=False)

    def __init__(self, *args, settings, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on", "review_on", "what_to_do"):
            self.fields[
                name
            ].optional_word = ""  # needed whenever they are shown; the action says which measures need them
        months = measures.longest(settings)
        self.fields["why_longer"].help_text = _("Kun hvis perioden er længere end %(months)s måneder.") % {
            "months": months
        }

    def clean(self):
        """Keep the dates to measures that have a period, so that a left-over date decides nothing."""
        data = super().clean()
        if data.get("measure") and data["measure"] not in measures.TIMED:
            data |= {"starts_on": None, "ends_on": None, "review_on": None}
        if not data.get("is_formal_decision"):
            data |= {"heard_on": None, "legal_checked_by": "", "legal_checked_on": None}
        return data


class ReasonForm(forms.Form):
    """Why a proposal is rejected, or why a restriction ends before its time."""

    reason = fields.SentenceField(label=_("Begrundelse"), help_text=text("field_help", "reason"))


class NoLetterForm(forms.Form):
    """Why no letter is sent when a restriction ends."""

    note = fields.SentenceField(label=_("Hvorfor skal der ikke sendes et brev?"))


class ReviewForm(forms.Form):
    """Why a restriction is still needed."""

    note = fields.SentenceField(label=_("Hvorfor er begrænsningen stadig nødvendig?"))


class CategoryCForm(forms.Form):
    """What the leader decides in category C (INC-36): decision and reason are both needed."""

    decision = fields.LongText(
        label=_("Hvad er besluttet?"),
        max_length=1000,
        rows=3,
        error_messages={"required": _("Skriv, hvad der er besluttet.")},
    )
    reason = fields.SentenceField(label=_("Begrundelse"), max_length=900, help_text=text("field_help", "reason"))


class RegisterFilter(forms.Form):
    """What the register shows."""

    site = forms.ModelChoiceField(
        label=_("Arbejdssted"), queryset=Site.objects.in_use(), required=False, empty_label=_("Alle arbejdssteder")
    )
    show = forms.ChoiceField(
        label=_("Vis"),
        required=False,
        choices=[
            ("", _("I kraft")),
            ("soon", _("Udløber snart")),
            ("coming", _("Begynder senere")),
            ("ended", _("Slut")),
        ],
    )
