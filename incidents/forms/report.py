"""The report: four questions on one screen (INC-01), and what can be told later (INC-02 to INC-06)."""

from datetime import timedelta

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, fields
from core.models import Site
from core.texts import error, text
from incidents import choices
from incidents.forms.people import ColleagueField

COLLEAGUE = "colleague"
OLDEST = timedelta(days=5 * 365)
CHECKS = forms.CheckboxSelectMultiple


class ReportForm(forms.Form):
    """What, when, where, are you okay. Everything else can wait."""

    error_heading = gettext_lazy("Der mangler lidt, før det kan sendes:")

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Hvad skete der?"),
        help_text=gettext_lazy("Vælg alt, der passer."),
        choices=choices.TILES.pairs,
        widget=CHECKS,
        error_messages={"required": gettext_lazy("Vælg, hvad der skete.")},
    )
    narrative = fields.LongText(
        label=gettext_lazy("Med dine egne ord"),
        required=False,
        rows=5,
        help_text=format_lazy(
            "{} {} {}",
            text("field_help", "what_happened"),
            gettext_lazy("Skriv »borgeren« i stedet for navnet. Navnet har sit eget felt bagefter."),
            text("field_help", "sensitive_text"),
        ),
    )
    perpetrator = forms.ChoiceField(
        label=gettext_lazy("Hvem gjorde det?"),
        choices=[
            ("citizen", gettext_lazy("Borger")),
            ("relative", gettext_lazy("Pårørende til borger")),
            ("other", gettext_lazy("En anden")),
            ("unknown", gettext_lazy("Ved ikke")),
            (COLLEAGUE, gettext_lazy("Kollega eller leder")),
        ],
        widget=forms.RadioSelect,
        initial="citizen",
        error_messages={"required": gettext_lazy("Vælg, hvem der gjorde det.")},
    )
    day = forms.ChoiceField(
        label=gettext_lazy("Hvornår?"),
        help_text=text("field_help", "occurred_at"),
        widget=forms.RadioSelect,
        initial="today",
        choices=[
            ("today", gettext_lazy("I dag")),
            ("yesterday", gettext_lazy("I går")),
            ("other", gettext_lazy("En anden dag")),
        ],
        error_messages={"required": gettext_lazy("Vælg, hvilken dag det skete.")},
    )
    date = fields.DateField(label=gettext_lazy("Hvilken dag?"), past=True, required=False)
    time = fields.TimeField(
        label=gettext_lazy("Klokken cirka"),
        error_messages={"required": gettext_lazy("Skriv cirka, hvad klokken var, fx 13.20.")},
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Hvor?"),
        choices=choices.PLACES.pairs,
        widget=forms.RadioSelect,
        error_messages={"required": error("E-02")},
    )
    site = forms.ModelChoiceField(
        label=gettext_lazy("Arbejdssted"),
        queryset=Site.objects.in_use(),
        empty_label=gettext_lazy("Vælg arbejdssted"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Vælg et arbejdssted på listen.")},
    )
    wellbeing = forms.ChoiceField(
        label=gettext_lazy("Er du okay?"),
        help_text=text("field_help", "wellbeing"),
        widget=forms.RadioSelect,
        choices=[*choices.Wellbeing.choices, (COLLEAGUE, gettext_lazy("Det gælder en kollega"))],
        error_messages={"required": gettext_lazy("Vælg, hvordan du har det, eller at det gælder en kollega.")},
    )
    colleague = ColleagueField(
        label=gettext_lazy("Hvilken kollega?"),
        required=False,
        help_text=gettext_lazy("Skriv navnet. Beskeden går til din kollegas nærmeste leder."),
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("Hvad har du brug for lige nu?"), choices=choices.NEEDS.pairs, required=False, widget=CHECKS
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["kinds"].choice_help = {"threat": _("Også uden ord"), "loud": _("Også i telefonen")}
        self.fields["narrative"].optional_word = _("kan vente")
        for name in ("date", "colleague", "site"):
            self.fields[name].optional_word = ""
        today = calendar.today()
        self.fields["day"].choices = [
            ("today", _("I dag, %(weekday)s") % {"weekday": _weekday(today)}),
            ("yesterday", _("I går, %(weekday)s") % {"weekday": _weekday(today - timedelta(days=1))}),
            ("other", _("En anden dag")),
        ]
        self.fields["colleague"].near(person)
        if not self.is_bound:
            self.initial.setdefault("site", person.site_id)
            self.initial.setdefault("time", calendar.clock(calendar.now()))

    def clean_site(self):
        """Guess the site where the person works when none was chosen."""
        site = self.cleaned_data.get("site") or self.person.site
        if site is None:
            raise forms.ValidationError(_("Vælg et arbejdssted."), code="required")
        return site

    def clean(self):
        """Join day and clock to a moment that has passed, and find out who is affected."""
        told = super().clean()
        self._forget_unchosen(told)
        if told.get("perpetrator") == COLLEAGUE:  # told elsewhere, and never stored here (Q21); the view shows where
            self.add_error("perpetrator", _("Det bliver ikke meldt her."))
        self._clean_moment(told)
        self._clean_affected(told)
        return told

    def _forget_unchosen(self, told):
        """Let go of what stands in a field that is hidden again: nobody can put right what they don't see."""
        for name, chosen in (("date", told.get("day") == "other"), ("colleague", told.get("wellbeing") == COLLEAGUE)):
            if not chosen:
                self._errors.pop(name, None)
                told[name] = None

    def _clean_moment(self, told):
        today = calendar.today()
        day = {"today": today, "yesterday": today - timedelta(days=1), "other": told.get("date")}.get(told.get("day"))
        if told.get("day") == "other" and not day and "date" not in self.errors:
            self.add_error("date", _("Skriv datoen."))
        if not day or told.get("time") is None:
            return
        try:
            moment = calendar.moment(day, told["time"])
        except ValueError as wrong:
            self.add_error("time", str(wrong))
            return
        now = calendar.now()
        if moment > now:
            earlier = calendar.clock(now - timedelta(minutes=20))
            self.add_error(
                "time",
                _("Klokken er kun %(now)s. Skriv et tidspunkt, der er gået, for eksempel %(earlier)s.")
                % {"now": calendar.clock(now), "earlier": earlier},
            )
        elif moment < now - OLDEST:
            self.add_error("date", _("Det er mere end 5 år siden. Tjek årstallet."))
        told["occurred_at"] = moment

    def _clean_affected(self, told):
        told["affected"] = self.person
        if told.get("wellbeing") == COLLEAGUE:
            told["affected"] = told.get("colleague")
            if not told["affected"] and "colleague" not in self.errors:
                self.add_error("colleague", _("Skriv navnet på din kollega."))
            elif told["affected"] == self.person:
                self.add_error("colleague", _("Det er dit eget navn. Vælg i stedet, hvordan du har det."))
            told["wellbeing"] = ""

    @property
    def told(self):
        """Return the fields as the action takes them."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("day", "date", "time", "colleague")
        } | {"place_detail": ""}


def _weekday(day):
    """Return the day's name."""
    return calendar.long_date(day).split(" ", 1)[0]


def initial_of(draft, saved_at):
    """Return a draft's typed texts as initial values; »today« of a draft from an earlier day becomes that date."""
    found = {name: value for name, value in draft.items() if not name.startswith("_")}
    for name in ("kinds", "needs"):
        if isinstance(found.get(name), str):
            found[name] = [found[name]]
    if saved_at and found.get("day") in ("today", "yesterday"):
        day = calendar.local_date(saved_at)
        if day != calendar.today():
            found["date"] = f"{day - timedelta(days=found['day'] == 'yesterday'):%d.%m.%Y}"
            found["day"] = "other"
    return found


# -- what can be told later ----------------------------------------------------------------------------------------
def _answer(label):
    """Return a question with yes, no and not told."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("yes", gettext_lazy("Ja")), ("no", gettext_lazy("Nej")), ("", gettext_lazy("Ikke oplyst"))],
        widget=forms.RadioSelect,
    )


class DetailsForm(forms.Form):
    """Told fields that are still empty; those that were told before, or that the person may not read, are not there."""

    error_heading = gettext_lazy("Der er lidt at rette, før det kan gemmes:")

    narrative = fields.LongText(
        label=gettext_lazy("Med dine egne ord"),
        required=False,
        rows=6,
        help_text=format_lazy(
            "{} {} {}",
            text("field_help", "what_happened"),
            gettext_lazy("Skriv »borgeren« i stedet for navnet. Navnet har sit eget felt nederst."),
            text("field_help", "sensitive_text"),
        ),
    )
    violence_types = forms.MultipleChoiceField(
        label=gettext_lazy("Hvad var det?"),
        required=False,
        widget=CHECKS,
        help_text=f"{_('Vælg alt, der passer.')} {text('field_help', 'psychological_violence')}",
        choices=choices.TYPES.grouped,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Hvordan skete det?"),
        required=False,
        choices=choices.CHANNELS.pairs,
        widget=forms.RadioSelect,
    )
    aimed_at = forms.ChoiceField(
        label=gettext_lazy("Hvem var det rettet mod?"),
        required=False,
        choices=choices.AimedAt.choices,
        widget=forms.RadioSelect,
    )
    place_detail = fields.ShortText(
        label=gettext_lazy("Præcist sted"), required=False, max_length=120, help_text=gettext_lazy("Fx samtalerum 3.")
    )
    before = fields.LongText(
        label=gettext_lazy("Hvad gik forud?"),
        required=False,
        rows=3,
        max_length=5000,
        help_text=text("field_help", "sensitive_text"),
    )
    alarm_used = _answer(gettext_lazy("Blev alarmen brugt?"))
    called_112 = _answer(gettext_lazy("Blev der ringet 112?"))
    police_came = _answer(gettext_lazy("Kom politiet?"))
    door_locked = _answer(gettext_lazy("Blev døren låst?"))
    injured = _answer(gettext_lazy("Kom nogen til skade?"))
    saw_doctor = _answer(gettext_lazy("Har du været ved lægen?"))
    leader_told = _answer(gettext_lazy("Fik en leder besked, før du meldte det her?"))
    leader_told_at = fields.MomentField(label=gettext_lazy("Hvornår fik lederen besked?"), past=True, required=False)
    leader_told_by = fields.ShortText(label=gettext_lazy("Hvem gav besked?"), required=False, max_length=120)
    likely_elsewhere = forms.BooleanField(
        label=gettext_lazy("Borgeren kan finde på at gå til en anden afdeling"),
        required=False,
        help_text=gettext_lazy("Så ringer din leder dertil."),
    )
    expected_departments = fields.ShortText(
        label=gettext_lazy("Hvilken afdeling?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Fx Jobcentret. Skriv ikke borgerens navn her."),
    )
    wellbeing = forms.ChoiceField(
        label=gettext_lazy("Hvordan har du det?"),
        required=False,
        choices=choices.Wellbeing.choices,
        widget=forms.RadioSelect,
    )
    experience = fields.LongText(
        label=gettext_lazy("Din oplevelse"),
        required=False,
        rows=4,
        max_length=5000,
        help_text=format_lazy("{} {}", text("field_help", "wellbeing"), text("field_help", "sensitive_text")),
    )
    limit_passed = forms.BooleanField(label=gettext_lazy("Min grænse er overskredet"), required=False)
    category_proposed = forms.ChoiceField(
        label=gettext_lazy("Hvilken kategori synes du, det er?"),
        required=False,
        choices=choices.Category.choices,
        widget=forms.RadioSelect,
        help_text=text("field_help", "category"),
    )
    citizen_name = fields.ShortText(
        label=gettext_lazy("Borgerens navn"),
        required=False,
        max_length=160,
        help_text=text("field_help", "citizen_name"),
    )
    citizen_reference = fields.ShortText(
        label=gettext_lazy("Henvisning til borgerens sag"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Fx sagsnummeret i fagsystemet. Skriv aldrig CPR-nummer."),
    )
    citizen_address = fields.LongText(
        label=gettext_lazy("Borgerens adresse"),
        required=False,
        rows=2,
        max_length=300,
        help_text=gettext_lazy("Bliver brugt, hvis der skal sendes et brev."),
    )

    parts = (
        (
            gettext_lazy("Hvad skete der?"),
            ("narrative", "violence_types", "channel", "aimed_at", "place_detail", "before"),
        ),
        (
            gettext_lazy("Hjælp på stedet"),
            ("alarm_used", "called_112", "police_came", "door_locked", "injured", "saw_doctor"),
        ),
        (gettext_lazy("Lederen"), ("leader_told", "leader_told_at", "leader_told_by")),
        (gettext_lazy("Din oplevelse"), ("wellbeing", "experience", "limit_passed", "category_proposed")),
        (
            gettext_lazy("Borgeren"),
            ("likely_elsewhere", "expected_departments", "citizen_name", "citizen_reference", "citizen_address"),
        ),
    )

    def __init__(self, *args, keep, **kwargs):
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in keep:
                del self.fields[name]
            else:
                self.fields[name].optional_word = ""

    def clean(self):
        """Let go of when and by whom a leader was told, where the answer is that none was."""
        told = super().clean()
        if told.get("leader_told") == "no":
            for name in ("leader_told_at", "leader_told_by"):
                if name in self.fields:
                    self._errors.pop(name, None)
                    told[name] = None if name == "leader_told_at" else ""
        return told

    @property
    def sections(self):
        """Return [(title, bound fields, whether it must stand open)] of the parts that hold something."""
        found = [(title, [self[name] for name in names if name in self.fields]) for title, names in self.parts]
        return [(title, rows, any(row.errors for row in rows)) for title, rows in found if rows]
