"""The plan's steps: title, help, deadline, whose, obligatory or not, for each category (INC-33, GEN-10)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, editions, fields
from core.actions.rules import minutes
from core.editions import row_of
from core.forms_administration.editions import RowForm
from core.texts import error
from incidents.choices import Category
from incidents.plan import FROM, OWNERS, deadline
from incidents.rules import plan_steps
from incidents.steps import CATEGORY, TAKE_OVER

MEASURES = [
    ("m", gettext_lazy("minutter")),
    ("h", gettext_lazy("timer")),
    ("oh", gettext_lazy("timer i åbningstiden")),
    ("d", gettext_lazy("dage")),
    ("wd", gettext_lazy("arbejdsdage")),
    ("mo", gettext_lazy("måneder")),
]
CONDITIONS = {
    "": gettext_lazy("Altid"),
    "violence": gettext_lazy("Når der er vold eller trusler"),
    "physical": gettext_lazy("Når der er fysisk vold"),
    "in_person": gettext_lazy("Når det skete ansigt til ansigt"),
    "absence": gettext_lazy("Når nogen er fraværende"),
    "likely_elsewhere": gettext_lazy("Når borgeren kan gå et andet sted hen"),
    "crisis_ordered": gettext_lazy("Når der er bestilt krisehjælp"),
    "supervision": gettext_lazy("Når der er aftalt supervision"),
    "sanction": gettext_lazy("Når en sanktion er godkendt"),
    "letter_approved": gettext_lazy("Når et brev er godkendt"),
    "letter_sent": gettext_lazy("Når et brev er sendt"),
}
ANCHORS = ("reported", "occurred", "taken_over", "category")
OWN = ("leader", "affected", "safety_rep")  # whom a step of one's own may wait for


class StepForm(RowForm):
    """One step of the plan, as an edition holds it."""

    title = fields.ShortText(
        label=gettext_lazy("Skridt"),
        max_length=160,
        error_messages={"required": gettext_lazy("Skriv, hvad der skal gøres.")},
    )
    help = fields.LongText(
        label=gettext_lazy("Hjælp"),
        max_length=400,
        rows=3,
        required=False,
        help_text=gettext_lazy("Et råd til den, der skal gøre det."),
    )

    def __init__(self, *args, row, content, **kwargs):
        super().__init__(*args, **kwargs)
        self.row, self.content = row, content
        self.is_own = row is None or row["step"].startswith("incidents.own_")
        if row is None or row["due"]:
            self._deadline()
        if self.is_own:
            self.fields["owner"] = forms.ChoiceField(
                label=_("Hvem skal gøre det?"), choices=[(one, OWNERS[one]) for one in OWN], widget=forms.RadioSelect
            )
            self.fields["categories"] = forms.MultipleChoiceField(
                label=_("I hvilke kategorier?"),
                choices=[(value, f"{value}: {label}") for value, label in Category.choices],
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _("Vælg mindst én kategori.")},
            )
            self.fields["condition"] = forms.ChoiceField(
                label=_("Hvornår hører det med?"), choices=list(CONDITIONS.items()), required=False
            )

    def _deadline(self):
        """Add the fields of a deadline."""
        wrong = {name: error("E-10", min=0, max=999) for name in ("min_value", "max_value")}
        self.fields["number"] = forms.IntegerField(
            label=_("Frist"),
            min_value=0,
            max_value=999,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
            error_messages={"invalid": error("E-08"), "required": error("E-08")} | wrong,
        )
        self.fields["measure"] = forms.ChoiceField(label=_("Enhed"), choices=MEASURES)
        if self.row is None or self.row["anchor"] in ANCHORS:
            self.fields["anchor"] = forms.ChoiceField(
                label=_("Regnet fra"), choices=[(one, FROM[one]) for one in ANCHORS]
            )
        if self.row is None or not self.row["is_law"]:
            self.fields["is_obligatory"] = forms.BooleanField(
                label=_("Skal gøres, før hændelsen kan lukkes"), required=False
            )

    @classmethod
    def initial_of(cls, row):
        """Return the values of a step, its deadline as a number and a unit."""
        found = {name: row[name] for name in ("title", "help", "owner", "anchor", "condition", "is_obligatory")}
        if row["due"]:
            due = calendar.Offset.parse(row["due"])
            found |= {"number": due.count, "measure": due.unit}
        return found | {"categories": list(row["categories"])}

    def clean(self):
        """Hold a deadline from a law to the law: earlier is possible, later is not."""
        data = super().clean()
        row = self.row
        if "number" in data and "measure" in data:
            data["due"] = f"{data['number']}{data['measure']}"
            standard = next((one for one in plan_steps.released() if row and one["code"] == row["code"]), None)
            if row and row["is_law"] and standard:
                if minutes(data["due"]) > minutes(standard["due"]):
                    length = calendar.Offset.parse(standard["due"]).words()
                    self.add_error(
                        "number",
                        _("Fristen kommer fra en lov. Den kan være kortere end {length}, ikke længere.").format(
                            length=length
                        ),
                    )
                if data.get("anchor") and data["anchor"] != standard["anchor"]:
                    self.add_error("anchor", _("Loven regner fristen fra selve hændelsen."))
        return data

    def values(self):
        """Return the step as the edition holds it."""
        data = self.cleaned_data
        found = {
            name: data[name]
            for name in ("title", "help", "due", "anchor", "owner", "condition", "is_obligatory")
            if name in data
        }
        if "categories" in data:
            found["categories"] = sorted(data["categories"])
        return found


@editions.register
class Steps(editions.Kind):
    """The steps of the contingency plan."""

    name = plan_steps.KIND
    group = gettext_lazy("Beredskabsplanens skridt")
    order = 20
    owner = "plan_owner"
    owners = ("plan_owner", "hr")
    row_name = gettext_lazy("Skridt")
    labels = {
        "title": gettext_lazy("Skridt"),
        "help": gettext_lazy("Hjælp"),
        "due": gettext_lazy("Frist"),
        "anchor": gettext_lazy("Regnet fra"),
        "owner": gettext_lazy("Hvem"),
        "is_obligatory": gettext_lazy("Skal gøres"),
        "categories": gettext_lazy("Kategorier"),
        "condition": gettext_lazy("Hører med"),
    }
    preview_template = "incidents/editors/_steps.html"
    note = gettext_lazy("Hændelser, der allerede er meldt, beholder deres skridt og frister.")

    def released(self):
        """Return the plan as it is released."""
        return {plan_steps.CODE: {"rows": plan_steps.released()}}

    def title(self, template):
        """Return its name."""
        return _("Skridt efter en hændelse")

    def row_details(self, row):
        """Return categories, owner and deadline."""
        one = self._template(row)
        words = [
            _("kategori %(letters)s") % {"letters": ", ".join(one.categories)},
            str(OWNERS.get(one.owner, one.owner)),
        ]
        if one.due:
            words.append(deadline(one))
        if one.condition:
            words.append(str(CONDITIONS[one.condition])[:1].lower() + str(CONDITIONS[one.condition])[1:])
        if one.is_law:
            words.append(plan_steps.LAW[one.code])
        elif one.due and not one.is_obligatory:
            words.append(_("kan springes over"))
        return words

    @staticmethod
    def _template(row):
        return plan_steps.of({"rows": [row]})[0]

    def row_form(self, template, content, row):
        """Return the form of a step."""

        class Form(StepForm):
            """The form of this step."""

            def __init__(self, *args, **kwargs):
                super().__init__(*args, row=row, content=content, **kwargs)

        return Form

    def new_code(self, template, content):
        """Return a code that no edition of the plan has had, since to-dos carry it."""
        used = {row["code"] for edition in template.editions.all() for row in edition.content["rows"]}
        number = 1
        while f"incidents.own_{number}" in used:
            number += 1
        return f"incidents.own_{number}"

    def row_added(self, content, row):
        """Give a step of one's own what every step has."""
        fixed = {"step": row["code"], "kind": "simple", "rule": "", "link_label": "", "is_law": False}
        return super().row_added(content, fixed | row)

    def why_kept(self, template, row):
        """Keep the two steps that the rest stands on."""
        if row["step"] in (TAKE_OVER, CATEGORY):
            return _("Alt andet bygger på det skridt, så det kan ikke tages ud. Du kan ændre ord og frist.")
        return ""

    def reason_needed(self, template, row):
        """Ask why, for what a law asks for and what a case can't be closed without."""
        return row["is_law"] or (
            row["is_obligatory"] and row_of({"rows": plan_steps.released()}, row["code"]) is not None
        )

    def check(self, template, content):
        """Hold a step to one row for each category."""
        seen = set()
        for row in content["rows"]:
            for letter in row["categories"]:
                if (row["step"], letter) in seen:
                    raise ValidationError(
                        _("»%(title)s« står to gange i kategori %(letter)s.")
                        % {"title": row["title"], "letter": letter},
                        code="doubled",
                    )
                seen.add((row["step"], letter))

    def said(self, key, value):
        """Return a deadline, an owner and a condition in words."""
        if key == "due" and value:
            return calendar.Offset.parse(value).words()
        names = {"anchor": FROM, "owner": OWNERS, "condition": CONDITIONS}
        if key in names:
            return str(names[key].get(value, value or ""))
        return super().said(key, value)

    def preview(self, template, content):
        """Return the steps of each category, as a leader meets them."""
        found = plan_steps.of(content)
        return {
            "categories": [
                (
                    value,
                    label,
                    [
                        (one, self.row_details(row))
                        for one, row in zip(found, content["rows"], strict=True)
                        if value in one.categories
                    ],
                )
                for value, label in Category.choices
            ]
        }
