"""How the fixed agendas are worded (MED-05, GEN-10)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import editions, fields
from core.forms_administration.editions import RowForm
from core.texts import error
from med import fixed_agenda
from med.choices import BodyKind, Part, Purpose, Responsible
from med.models import Body

PARTS = [(value, f"{value}. {label}") for value, label in Part.choices if value in ("A", "B")]


class LineForm(RowForm):
    """One line of a fixed agenda."""

    title = fields.ShortText(
        label=gettext_lazy("Punkt"), max_length=160, error_messages={"required": gettext_lazy("Skriv punktet.")}
    )
    help = fields.ShortText(label=gettext_lazy("Hjælp til den, der skriver"), max_length=200, required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("Formål"), choices=Purpose.choices, widget=forms.RadioSelect)
    responsible_role = forms.ChoiceField(
        label=gettext_lazy("Ansvarlig"),
        choices=[("", gettext_lazy("Ingen bestemt")), *Responsible.choices],
        required=False,
    )
    duration = forms.IntegerField(
        label=gettext_lazy("Minutter"),
        min_value=0,
        max_value=240,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
        error_messages={"invalid": error("E-08"), "required": error("E-08")}
        | {name: error("E-10", min=0, max=240) for name in ("min_value", "max_value")},
    )


class NewLineForm(LineForm):
    """A new line also says in which part it stands."""

    part = forms.ChoiceField(
        label=gettext_lazy("Del"),
        choices=PARTS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg en del.")},
    )
    field_order = ("seen", "title", "part")


@editions.register
class Agendas(editions.Kind):
    """The fixed agendas of kinds of bodies, and those that bodies word for themselves."""

    name = fixed_agenda.KIND
    group = gettext_lazy("Faste dagsordener")
    order = 40
    owner = "hr"
    owners = ("hr", "chairs")
    own_owners = {"chairs": gettext_lazy("Formand og næstformand")}
    row_name = gettext_lazy("Punkt")
    labels = {
        "title": gettext_lazy("Punkt"),
        "help": gettext_lazy("Hjælp"),
        "purpose": gettext_lazy("Formål"),
        "responsible_role": gettext_lazy("Ansvarlig"),
        "duration": gettext_lazy("Minutter"),
    }
    preview_template = "med/editors/_agenda.html"
    note = gettext_lazy("Dagsordener, der er åbnet, ændrer sig ikke. Den næste begynder med de nye punkter.")

    def released(self):
        """Return the agendas as they are released."""
        return fixed_agenda.released()

    def title(self, template):
        """Return which kind of body, or which body."""
        if template.code in BodyKind.values:
            return _("Dagsorden: %(kind)s") % {"kind": BodyKind(template.code).label}
        name = Body.objects.filter(pk=template.code.removeprefix("body-")).values_list("name", flat=True).first()
        return _("Dagsorden: %(kind)s") % {"kind": name or template.code}

    def titles(self, templates):
        """Return {pk: title} of many templates in one query."""
        names = dict(
            Body.objects.filter(
                pk__in=[one.code.removeprefix("body-") for one in templates if one.code.startswith("body-")]
            ).values_list("pk", "name")
        )
        return {
            one.pk: _("Dagsorden: %(kind)s") % {"kind": names.get(int(one.code.removeprefix("body-")), one.code)}
            if one.code.startswith("body-")
            else self.title(one)
            for one in templates
        }

    def row_details(self, row):
        """Return purpose, who and how long."""
        words = [Purpose(row["purpose"]).label]
        if row["responsible_role"]:
            words.append(Responsible(row["responsible_role"]).label)
        return [*words, _("%(n)s min.") % {"n": row["duration"]}]

    def row_form(self, template, content, row):
        """Return the form of a line."""
        return LineForm if row else NewLineForm

    def heading(self, template, row):
        """Return the part."""
        return f"{row['part']}. {Part(row['part']).label}"

    def row_added(self, content, row):
        """Put a new line last in its part, before »Eventuelt«."""
        rows = list(content["rows"])
        after = [n for n, one in enumerate(rows) if one["part"] <= row["part"] and one["code"] != fixed_agenda.LAST]
        rows.insert(after[-1] + 1 if after else 0, row)
        return content | {"rows": rows}

    def why_kept(self, template, row):
        """Keep approval of the minutes and »Eventuelt«, which the meeting itself needs."""
        if row["code"] in (fixed_agenda.APPROVAL, fixed_agenda.LAST):
            return _("Mødet bruger punktet, så det kan ikke tages ud. Du kan give det et andet navn.")
        return ""

    def check(self, template, content):
        """Refuse a day-long agenda."""
        if sum(row["duration"] for row in content["rows"]) > 480:
            raise ValidationError(_("Punkterne fylder mere end otte timer. Gør nogen kortere."), code="long")

    def said(self, key, value):
        """Return purpose and responsible in words."""
        if key == "purpose":
            return str(Purpose(value).label) if value in Purpose.values else ""
        if key == "responsible_role":
            return str(Responsible(value).label) if value in Responsible.values else ""
        return super().said(key, value)

    def preview(self, template, content):
        """Return the agenda part by part, numbered as on paper."""
        lines = fixed_agenda.lines_of(content)
        return {
            "parts": [
                (value, label, [one for one in lines if one.part == value])
                for value, label in Part.choices
                if any(one.part == value for one in lines)
            ]
        }
