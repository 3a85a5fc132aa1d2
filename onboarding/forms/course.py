"""A new course, another start date, a reason, roles."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import calendar, fields
from core.models import Person, Site, Unit
from core.texts import error, text
from core.together import together
from onboarding import words
from onboarding.choices import Experience, Terms
from onboarding.forms.people import NEAR, AnyoneField, NameField, have_agreed
from onboarding.models import Pack
from onboarding.rules import templates
from onboarding.rules.planner import LENGTH, LONGEST, SHORTEST

WEEKDAYS = [(str(n), name.capitalize()) for n, name in enumerate(calendar.WEEKDAYS, 1)]
FURTHEST = 24  # months


class WeekdaysField(forms.TypedMultipleChoiceField):
    """The weekdays somebody works."""

    def __init__(self, **kwargs):
        super().__init__(
            label=kwargs.pop("label", _("Arbejdsdage")),
            choices=WEEKDAYS,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Vælg mindst én ugedag.")},
            **kwargs,
        )


def lengths():
    """Return the choices of how long an introduction lasts."""
    return [(months, words.length_in_words(months).capitalize()) for months in range(SHORTEST, LONGEST + 1)]


class LengthField(forms.TypedChoiceField):
    """How many months an introduction lasts."""

    def __init__(self, **kwargs):
        message = _("Vælg, hvor længe introduktionen varer.")
        super().__init__(
            choices=lengths,
            coerce=int,
            error_messages={"required": message, "invalid_choice": message},
            **kwargs,
        )


def check_start(day):
    """Refuse a start too far away to be meant."""
    today = calendar.today()
    if not calendar.add_months(today, -12) <= day <= calendar.add_months(today, FURTHEST):
        raise forms.ValidationError(_("Startdatoen skal ligge inden for det seneste år eller de næste to år."))
    return day


class CourseForm(forms.Form):
    """Who begins when and where, with whom, and what the template is made of."""

    person = NameField(label=_("Ny kollega"), error_messages={"required": _("Skriv navnet på den nye kollega.")})
    start_on = fields.DateField(
        label=_("Startdato"), help_text=_("Den første dag i ansættelsen. Alle andre datoer bliver regnet ud fra den.")
    )
    weekdays = WeekdaysField()
    length = LengthField(
        label=_("Introduktionens længde"),
        initial=LENGTH,
        required=False,
        empty_value=LENGTH,
        help_text=_("Den almindelige længde er tre måneder. Den kan også tilpasses senere."),
    )
    length_reason = fields.ShortText(
        label=_("Hvorfor en anden længde?"),
        max_length=200,
        required=False,
        help_text=_("Kun når længden ikke er tre måneder. Skriv ikke om sygdom."),
    )
    unit = forms.ModelChoiceField(
        label=_("Afdeling"),
        queryset=Unit.objects.none(),
        empty_label=_("Vælg …"),
        error_messages={"required": _("Vælg afdelingen."), "invalid_choice": _("Vælg afdelingen.")},
    )
    site = forms.ModelChoiceField(
        label=_("Arbejdssted"), queryset=Site.objects.none(), empty_label=_("Vælg …"), required=False
    )
    leader = NameField(
        label=_("Leder"), required=False, help_text=_("Er feltet tomt, er det den nærmeste leder i afdelingen.")
    )
    mentor = NameField(label=_("Mentor"), required=False, help_text=_("Kan vælges senere."))
    contact = NameField(
        label=_("Kontaktperson"), required=False, help_text=_("Hvis det er en anden end mentor. Kan vælges senere.")
    )
    experience = forms.ChoiceField(
        label=_("Erfaring"),
        choices=Experience.choices,
        widget=forms.RadioSelect,
        initial=Experience.NEWLY_HIRED,
        error_messages={"required": _("Vælg erfaringen.")},
    )
    terms = forms.ChoiceField(
        label=_("Vilkår"),
        choices=Terms.choices,
        widget=forms.RadioSelect,
        initial=Terms.ORDINARY,
        error_messages={"required": _("Vælg vilkårene.")},
    )
    packs = forms.MultipleChoiceField(
        label=_("Læg til"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Det, alle får, og det, der hører til afdelingen, erfaringen og vilkårene, er med af sig selv."),
    )
    private_address = forms.EmailField(
        label=_("Privat mail"),
        required=False,
        max_length=254,
        help_text=text("field_help", "private_email"),
        error_messages={"invalid": error("E-06")},
    )

    def __init__(self, *args, by, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["person"].people = lambda: people
        units = Unit.objects.in_use().order_by("path")
        if not by.standing.has("hr"):
            units = units.filter(pk__in=by.standing.care)
        self.fields["unit"].queryset = units
        self.fields["site"].queryset = Site.objects.in_use()
        self.pairs = Pack.in_use()
        extra = [(p.code, p.name) for p, _v in self.pairs if p.kind in ("job", "optional")]
        self.fields["packs"].choices = extra
        self.fields["packs"].choice_help = {p.code: p.help for p, _v in self.pairs}
        beginners, guides = together(
            people.order_by("-active_from", "name")[:NEAR],
            Person.objects.working()
            .filter(Q(roles__kind="mentor") | Q(unit__in=by.standing.care or [by.unit_id]))
            .distinct()
            .order_by("name")[:NEAR],
        )
        self.fields["person"].near(beginners)
        self.fields["mentor"].near(guides, have_agreed("mentor"))
        self.fields["contact"].near(guides)

    def clean_start_on(self):
        """Hold the start to what can be meant."""
        return check_start(self.cleaned_data["start_on"])

    def clean(self):
        """Add the versions that the choices mean, and refuse a mentor of oneself."""
        data = super().clean()
        if data.get("length", LENGTH) != LENGTH and not data.get("length_reason") and "length_reason" in data:
            self.add_error("length_reason", _("Skriv, hvorfor længden er en anden end tre måneder."))
        person = data.get("person")
        for name in ("mentor", "contact", "leader"):
            if person is not None and data.get(name) == person:
                self.add_error(name, _("Vælg en anden end den nye kollega."))
        if data.get("experience") and data.get("terms"):
            plain = [pack.data_of(version) for pack, version in self.pairs]
            codes = {*templates.chosen(plain, data["experience"], data["terms"]), *(data.get("packs") or [])}
            path = data["unit"].path if data.get("unit") else ""
            codes |= {pack.code for pack, _v in self.pairs if pack.unit and path.startswith(pack.unit.path)}
            data["versions"] = [version for pack, version in self.pairs if pack.code in codes]
        return data


class MoveForm(forms.Form):
    """Another start date, or other weekdays."""

    start_on = fields.DateField(label=_("Ny startdato"))
    weekdays = WeekdaysField()
    reason = fields.ShortText(label=_("Hvorfor?"), max_length=200, required=False, help_text=_("Skriv ikke om sygdom."))

    def clean_start_on(self):
        """Hold the start to what can be meant."""
        return check_start(self.cleaned_data["start_on"])


class LengthForm(forms.Form):
    """Another length of the introduction."""

    length = LengthField(label=_("Ny længde"))
    reason = fields.ShortText(
        label=_("Hvorfor?"),
        max_length=200,
        help_text=_("Skriv ikke om sygdom."),
        error_messages={"required": _("Skriv, hvorfor længden bliver tilpasset.")},
    )


class ReasonForm(forms.Form):
    """Why something is called off or taken out."""

    reason = fields.SentenceField(label=_("Hvorfor?"), help_text=text("field_help", "reason"))


class RolesForm(forms.Form):
    """Who has each role: a person by name, or an outside unit."""

    def __init__(self, *args, course, people, **kwargs):
        found = {row.role: row.person or row.outside for row in course.roles.select_related("person")}
        roles = [*words.COURSE_ROLES, *(role for role in found if role not in words.COURSE_ROLES)]
        initial = {role: getattr(course, role, None) or found.get(role) for role in roles}
        super().__init__(*args, initial=initial, **kwargs)
        near = list(people)
        for role in roles:
            inside = role in words.COURSE_ROLES
            field = (NameField if inside else AnyoneField)(
                label=words.ROLES[role],
                required=False,
                help_text="" if inside else _("En person, eller skriv navnet på stedet."),
            )
            field.near(near, have_agreed("mentor") if role == "mentor" else ())
            self.fields[role] = field

    def roles(self):
        """Return {role: Person, text or None}."""
        return dict(self.cleaned_data)


class SavedViewForm(forms.Form):
    """What a view of the list is called."""

    name = fields.ShortText(
        label=_("Navn på visningen"),
        max_length=40,
        error_messages={"required": _("Skriv et navn, så du kan finde visningen igen.")},
    )
