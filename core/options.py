"""Option lists that HR words: labels, order, what is added, what is taken out of use (GEN-10; docs/editions.md).

    PLACE = option_list("incidents.place", _("Steder"), Place.choices, fixed=("phone", "digital"), phrases={…})
    forms.ChoiceField(choices=PLACE.pairs)          # what may be chosen now
    models: OptionField(PLACE, max_length=16)       # stored as a code, shown by its label, also when out of use

Codes stay; a rule that knows a code makes it `fixed`: it may be renamed and moved, never taken out.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import editions

LISTS: dict[str, "OptionList"] = {}
KIND = "core.options"


@dataclass(frozen=True)
class OptionList:
    """One list. `groups` is ((code, heading, codes), …) where the list has headings."""

    name: str
    title: str
    released: tuple  # ((code, label), …)
    fixed: frozenset = frozenset()
    phrases: dict = field(default_factory=dict)  # {code: the words inside a sentence}
    phrase_help: str = ""
    groups: tuple = ()
    closed_groups: tuple = ()  # groups to which nothing can be added
    may_add: bool = True
    where: str = ""  # where the list is used, in words

    def __hash__(self):
        return hash(self.name)

    @property
    def rows(self):
        """Return the rows as they hold now, those out of use among them."""
        return editions.kept(KIND)[self.name]["rows"]

    def labels(self):
        """Return {code: label} in the list's order, also of what is out of use: old cases keep their words."""
        return {row["code"]: row["label"] for row in self.rows}

    def label(self, code):
        """Return the label of a code; a code that no list knows is shown as it is."""
        return self.labels().get(code, code or "")

    def phrase(self, code):
        """Return the words of a code inside a sentence."""
        row = next((row for row in self.rows if row["code"] == code), None)
        return "" if row is None else row.get("phrase") or row["label"][:1].lower() + row["label"][1:]

    def codes(self, group):
        """Return the codes of a group."""
        return {row["code"] for row in self.rows if row.get("group") == group}

    def pairs(self, *also):
        """Return [(code, label)] of what may be chosen, and of `also`, which the row has already."""
        return [(row["code"], row["label"]) for row in self.rows if not row.get("retired") or row["code"] in also]

    def of(self, group, also=()):
        """Return [(code, label)] of a group: what may be chosen, and what of `also` stands in it."""
        shown = dict(self.pairs(*also))
        return [(row["code"], row["label"]) for row in self.rows if row.get("group") == group and row["code"] in shown]

    def grouped(self):
        """Return [(heading, [(code, label)])] of what may be chosen."""
        rows = [row for row in self.rows if not row.get("retired")]
        found = [
            (heading, [(row["code"], row["label"]) for row in rows if row.get("group") == code])
            for code, heading, _codes in self.groups
        ]
        return [(heading, pairs) for heading, pairs in found if pairs]

    def content(self):
        """Return the list as it is released."""
        group_of = {code: group for group, _heading, codes in self.groups for code in codes}
        return {
            "rows": [
                {"code": code, "label": str(label)}
                | ({"phrase": str(self.phrases[code])} if code in self.phrases else {})
                | ({"group": group_of[code]} if code in group_of else {})
                for code, label in self.released
            ]
        }


def option_list(name, title, released, *, fixed=(), phrases=None, **kwargs):
    """Register a list; return it."""
    LISTS[name] = OptionList(name, title, tuple(released), frozenset(fixed), phrases or {}, **kwargs)
    return LISTS[name]


class OptionField(models.CharField):
    """A code of an option list. `get_<name>_display` gives today's label; migrations don't hear of changed lists."""

    def __init__(self, *args, options=None, **kwargs):
        self.options = LISTS[options] if isinstance(options, str) and options in LISTS else options
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls, name, private_only=False):
        """Give the model the method that shows the label."""
        super().contribute_to_class(cls, name, private_only)
        if isinstance(self.options, OptionList):
            options = self.options
            setattr(cls, f"get_{name}_display", lambda row: options.label(getattr(row, name)))

    def deconstruct(self):
        """Stand in migrations as the text it is."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


@editions.register
class Options(editions.Kind):
    """The lists that forms offer."""

    name = KIND
    group = gettext_lazy("Valglister")
    order = 30
    owner = "hr"
    owners = ("hr", "plan_owner")
    row_name = gettext_lazy("Valgmulighed")
    labels = {
        "label": gettext_lazy("Navn"),
        "phrase": gettext_lazy("I en sætning"),
        "group": gettext_lazy("Overskrift"),
        "retired": gettext_lazy("Taget ud af brug"),
    }
    preview_template = "core/administration/editions/_options.html"
    note = gettext_lazy("Gamle sager beholder det, der er valgt. Et nyt navn vises også på dem.")

    def released(self):
        """Return the lists of the code."""
        return {name: one.content() for name, one in LISTS.items()}

    def title(self, template):
        """Return the list's name."""
        return str(LISTS[template.code].title)

    def row_details(self, row):
        """Say how it stands in a sentence."""
        return [_("»%(words)s«") % {"words": row["phrase"]}] if row.get("phrase") else []

    def row_form(self, template, content, row):
        """Return the form of one option."""
        from core.forms_administration.editions import option_form

        return option_form(LISTS[template.code], content, row)

    def heading(self, template, row):
        """Return the heading of a row's group."""
        return self.said("group", row.get("group")) if row.get("group") else ""

    def why_kept(self, template, row):
        """Say which options the rules know."""
        if row["code"] in LISTS[template.code].fixed:
            return _("Valget hører til en regel og kan ikke tages ud. Du kan give det et andet navn.")
        return ""

    def retires(self, template, row):
        """Keep what old cases may have."""
        return True

    def may_add(self, template):
        """Tell whether the list takes more."""
        return LISTS[template.code].may_add

    def check(self, template, content):
        """Refuse two options of one name, and a list with nothing to choose."""
        used = [row for row in content["rows"] if not row.get("retired")]
        names = [row["label"].strip().lower() for row in used]
        doubled = next((row["label"] for row in used if names.count(row["label"].strip().lower()) > 1), None)
        if doubled:
            raise ValidationError(_("»%(name)s« står to gange. Ret det ene.") % {"name": doubled}, code="doubled")
        if len(used) < 2:
            raise ValidationError(_("Der skal være mindst to at vælge imellem."), code="empty")

    def said(self, key, value):
        """Return a group by its heading."""
        if key == "group":
            headings = {code: heading for one in LISTS.values() for code, heading, _codes in one.groups}
            return str(headings.get(value, value or ""))
        return super().said(key, value)

    def preview(self, template, content):
        """Return the options as a form shows them."""
        one = LISTS[template.code]
        used = [row for row in content["rows"] if not row.get("retired")]
        groups = [(heading, [row for row in used if row.get("group") == code]) for code, heading, _c in one.groups]
        return {"groups": groups or [("", used)], "where": one.where}
