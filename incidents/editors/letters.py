"""The words of letters: blocks in both forms of address, headings, which blocks a type has and in which order."""

from types import SimpleNamespace

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import editions, fields
from core.forms_administration.editions import RowForm
from core.texts import error
from incidents.forms.letters import HEADING_LENGTH, LONGEST_BLOCK
from incidents.letters import filling, library
from incidents.letters.building import Composition
from incidents.models import Incident, Letter, LetterField, LetterType

SHARED = {
    library.SHARED: gettext_lazy("Fælles afsnit"),
    library.RESTRICTION: gettext_lazy("Afsnit om begrænset kontakt"),
}
# Blocks that the building of a letter knows by name: they stay, with the placeholders they were released with.
KNOWN = {"K1", "K4", "K8", "K10", "K11", "K12", "K14", "T3", "B1", "B2", "B3", "B4", "B5", "B6", "F1", "O1", "O2", "O3"}
ALWAYS, OPTIONAL, OUT = "always", "optional", "out"
USES = [(ALWAYS, gettext_lazy("Altid")), (OPTIONAL, gettext_lazy("Kan vælges")), (OUT, gettext_lazy("Ikke med"))]


def placeholders():
    """Return {name: LetterField} of the fixed list."""
    return {row.name: row for row in LetterField.objects.all()}


def of_release(code, row_code):
    """Return a block as it is released, or None for one of our own."""
    return editions.row_of(editions.released(library.KIND).get(code, {"rows": []}), row_code)


class BlockForm(RowForm):
    """The words of a block, to one and to several."""

    name = fields.ShortText(
        label=gettext_lazy("Navn"),
        max_length=80,
        help_text=gettext_lazy("Lederen ser navnet, når brevet bliver skrevet."),
        error_messages={"required": gettext_lazy("Skriv, hvad afsnittet hedder.")},
    )
    one = fields.LongText(
        label=gettext_lazy("Til én (du)"),
        max_length=LONGEST_BLOCK,
        rows=5,
        help_text=gettext_lazy("Ord i krøllede parenteser er flettefelter. De står på listen nedenfor."),
        error_messages={"required": gettext_lazy("Skriv teksten til én.")},
    )
    several = fields.LongText(
        label=gettext_lazy("Til flere (I)"),
        max_length=LONGEST_BLOCK,
        rows=5,
        error_messages={"required": gettext_lazy("Skriv teksten til flere.")},
    )
    needs_lawyer = forms.BooleanField(label=gettext_lazy("En jurist skal have set ordene"), required=False)

    def __init__(self, *args, template, row, **kwargs):
        super().__init__(*args, **kwargs)
        self.template, self.row = template, row
        if row is not None and row["alternatives"]:
            self.fields["alternatives"] = fields.LongText(
                label=_("Andre hilsner"), max_length=600, rows=3, required=False, help_text=_("Én på hver linje.")
            )

    @property
    def placeholders(self):
        """Return the fixed list, for the page."""
        return sorted(placeholders().values(), key=lambda one: one.label)

    @classmethod
    def initial_of(cls, row):
        """Return the words of a block, its other wordings a line each."""
        return super().initial_of(row) | {"alternatives": "\n".join(row["alternatives"])}

    def clean(self):
        """Refuse words in braces that are no placeholder (E-16), and a missing one that the letter is built on."""
        data, known = super().clean(), placeholders()
        standard = of_release(self.template.code, self.row["code"]) if self.row and self.row["code"] in KNOWN else None
        for name in ("one", "several", "alternatives"):
            text = data.get(name) or ""
            wrong = filling.unknown(text, known)
            if wrong:
                self.add_error(name, error("E-16", felt="{" + wrong[0] + "}"))
            elif standard and name in standard and name != "alternatives" and name in data:
                gone = [one for one in filling.names_in(standard[name]) if one not in filling.names_in(text)]
                if gone:
                    words = _("Afsnittet skal indeholde {field}, ellers mangler det i brevet.")
                    self.add_error(name, words.replace("{field}", "{" + gone[0] + "}"))
        return data

    def values(self):
        """Return the block as the edition holds it."""
        found = super().values()
        lines = [line.strip() for line in found.get("alternatives", "").splitlines() if line.strip()]
        return found | {"alternatives": lines}


def key_of(entry):
    """Return the name of a place in the order: the block's code, or the first of several."""
    return entry.get("block") or entry["one_of"][0]


class OrderForm(RowForm):
    """Headings, and which blocks stand where."""

    heading = fields.ShortText(
        label=gettext_lazy("Overskrift til én"),
        max_length=HEADING_LENGTH,
        error_messages={"required": gettext_lazy("Skriv overskriften.")},
    )
    heading_several = fields.ShortText(
        label=gettext_lazy("Overskrift til flere"), max_length=HEADING_LENGTH, required=False
    )

    def __init__(self, *args, content, names, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.content = content
        self.entries = {key_of(entry): entry for entry in content["order"]}
        self.entries |= {code: {"block": code} for code in offered if code not in self.entries}
        standing = [key_of(entry) for entry in content["order"]]
        for code in content["headings_by_block"]:
            self.fields[f"heading_{code}"] = fields.ShortText(
                label=_("Overskrift ved »%(name)s«") % {"name": names[code]}, max_length=HEADING_LENGTH
            )
            self.initial[f"heading_{code}"] = content["headings_by_block"][code]
        for code, entry in self.entries.items():
            label = " / ".join(names[one] for one in entry.get("one_of") or [code])
            self.fields[f"place_{code}"] = forms.IntegerField(
                label=_("Plads: %(name)s") % {"name": label},
                min_value=1,
                max_value=99,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"}),
                error_messages={name: error("E-10", min=1, max=99) for name in ("invalid", "min_value", "max_value")},
            )
            self.fields[f"place_{code}"].optional_word = ""
            fixed = code in KNOWN and code in standing and not entry.get("optional")
            self.fields[f"use_{code}"] = forms.ChoiceField(
                label=_("Med: %(name)s") % {"name": label}, choices=USES[:1] if fixed else USES
            )
            self.initial[f"place_{code}"] = standing.index(code) + 1 if code in standing else None
            self.initial[f"use_{code}"] = OUT if code not in standing else OPTIONAL if entry.get("optional") else ALWAYS

    @classmethod
    def initial_of(cls, row):
        """Return the headings."""
        return {"heading": row["heading"], "heading_several": row["heading_several"]}

    @property
    def lines(self):
        """Return [(block's name, place field, use field, whether it comes only with a restriction)] for the table."""
        return [
            (
                self.fields[f"use_{code}"].label.split(": ", 1)[1],
                self[f"place_{code}"],
                self[f"use_{code}"],
                "only_with" in entry,
            )
            for code, entry in self.entries.items()
        ]

    @property
    def plain(self):
        """Return the fields outside the table."""
        return [field for field in self.visible_fields() if not field.name.startswith(("place_", "use_"))]

    def clean(self):
        """Refuse unknown placeholders in headings, and two blocks in one place."""
        data, known = super().clean(), placeholders()
        for name in [one for one in self.fields if one.startswith("heading")]:
            wrong = filling.unknown(data.get(name) or "", known)
            if wrong:
                self.add_error(name, error("E-16", felt="{" + wrong[0] + "}"))
        for code in self.entries:
            place = f"place_{code}"
            wanted = data.get(f"use_{code}") in (ALWAYS, OPTIONAL)
            if wanted and data.get(place) is None and place not in self.errors:
                self.add_error(place, _("Skriv, hvilken plads afsnittet har."))
        return data

    def values(self):
        """Return headings and order as the edition holds them."""
        data = self.cleaned_data
        chosen = [code for code in self.entries if data[f"use_{code}"] != OUT]
        chosen.sort(key=lambda code: data[f"place_{code}"])  # stable: equal numbers keep the order they had
        order = []
        for code in chosen:
            entry = {key: value for key, value in self.entries[code].items() if key != "optional"}
            order.append(entry | {"optional": data[f"use_{code}"] == OPTIONAL})
        headings = {code: data[f"heading_{code}"] for code in self.content["headings_by_block"]}
        return {
            "heading": data["heading"],
            "heading_several": data["heading_several"],
            "headings_by_block": headings,
            "order": order,
        }


@editions.register
class Letters(editions.Kind):
    """The letters to citizens."""

    name = library.KIND
    group = gettext_lazy("Breve til borgere")
    order = 10
    owner = "consultant"
    owners = ("consultant", "plan_owner", "hr")
    row_name = gettext_lazy("Afsnit")
    labels = {
        "name": gettext_lazy("Navn"),
        "one": gettext_lazy("Til én"),
        "several": gettext_lazy("Til flere"),
        "alternatives": gettext_lazy("Andre hilsner"),
        "needs_lawyer": gettext_lazy("En jurist skal have set ordene"),
    }
    field_labels = {
        "heading": gettext_lazy("Overskrift til én"),
        "heading_several": gettext_lazy("Overskrift til flere"),
        "headings_by_block": gettext_lazy("Andre overskrifter"),
        "order": gettext_lazy("Rækkefølge"),
    }
    may_move = False  # a type has an order of its own
    preview_template = "incidents/editors/_letter.html"
    fields_label = gettext_lazy("Overskrift og rækkefølge")
    fields_template = "incidents/editors/_order.html"
    note = gettext_lazy("Godkendte breve ændrer sig ikke. En kladde beholder sine ord, til lederen henter de nye.")

    def released(self):
        """Return the letters as they are released."""
        return library.released()

    @cached_property
    def _titles(self):
        return dict(LetterType.objects.values_list("code", "title"))

    def title(self, template):
        """Return the type's title, or what the blocks are shared by."""
        if template.code in SHARED:
            return str(SHARED[template.code])
        if template.code not in self._titles:
            self.__dict__.pop("_titles", None)
        return self._titles.get(template.code, template.code)

    def row_details(self, row):
        """Return the beginning of the text, and whether a lawyer must have seen it."""
        words = [row["one"] if len(row["one"]) < 120 else row["one"][:117].rsplit(" ", 1)[0] + " …"]
        return words + ([_("jurist")] if row["needs_lawyer"] else [])

    def row_form(self, template, content, row):
        """Return the form of a block."""

        class Form(BlockForm):
            """The form of this block."""

            def __init__(self, *args, **kwargs):
                super().__init__(*args, template=template, row=row, **kwargs)

        return Form

    def fields_form(self, template, content):
        """Return the form of a type's headings and order."""
        if template.code in SHARED:
            return None
        shared = editions.kept(self.name)
        rows = [*content["rows"], *shared[library.SHARED]["rows"]]
        names = {row["code"]: row["name"] for row in [*rows, *shared[library.RESTRICTION]["rows"]]}
        grouped = {code for entry in content["order"] for code in entry.get("one_of", ())}
        offered = [row["code"] for row in rows if row["code"] not in grouped]

        class Form(OrderForm):
            """The form of this type."""

            def __init__(self, *args, **kwargs):
                super().__init__(*args, content=content, names=names, offered=offered, **kwargs)

        return Form

    def new_code(self, template, content):
        """Return a code that no letter has had."""
        used = {row["code"] for edition in template.editions.all() for row in edition.content["rows"]}
        number = 1
        while f"X{template.pk}-{number}" in used:
            number += 1
        return f"X{template.pk}-{number}"

    def row_added(self, content, row):
        """Offer a new block in its letter, before what closes it."""
        content = super().row_added(content, row)
        if "order" in content:
            order = list(content["order"])
            at = next(
                (n for n, entry in enumerate(order) if entry.get("block", "").startswith("K") and n > 1), len(order)
            )
            order.insert(at, {"block": row["code"], "optional": True})
            content = content | {"order": order}
        return content

    def row_dropped(self, content, code):
        """Take a block out of the order too."""
        if "order" not in content:
            return content
        return content | {"order": [entry for entry in content["order"] if entry.get("block") != code]}

    def why_kept(self, template, row):
        """Keep what the letter is built on, and what is shared."""
        if row["code"] in KNOWN:
            return _("Brevet bygger på afsnittet, så det kan ikke tages ud. Du kan ændre ordene.")
        if template.code == library.RESTRICTION:
            return _("Afsnittet hører til en sanktion og kan ikke tages ud. Du kan ændre ordene.")
        if template.code == library.SHARED:
            users = [
                self._titles.get(code, code)
                for code, content in editions.kept(self.name).items()
                if any(entry.get("block") == row["code"] for entry in content.get("order", ()))
            ]
            if users:
                return _("Afsnittet bruges i %(letters)s. Tag det ud af brevene først.") % {"letters": ", ".join(users)}
        return ""

    def check(self, template, content):
        """Refuse words that no longer fit the list of placeholders, and a letter without a block of its own."""
        known = placeholders()
        for row in content["rows"]:
            for text in (row["one"], row["several"], *row["alternatives"]):
                wrong = filling.unknown(text, known)
                if wrong:
                    raise ValidationError(f"{row['name']}: {error('E-16', felt='{' + wrong[0] + '}')}", code="field")

    def said(self, key, value):
        """Return the order as the names of the blocks."""
        if key == "order" and value:
            names = {
                row["code"]: row["name"] for content in editions.kept(self.name).values() for row in content["rows"]
            }
            return "\n".join(
                f"{place}. {names.get(key_of(entry), key_of(entry))}"
                + (f" ({_('kan vælges')})" if entry.get("optional") else "")
                for place, entry in enumerate(value, 1)
            )
        if key == "headings_by_block" and value:
            return "\n".join(value.values())
        return super().said(key, value)

    def preview(self, template, content):
        """Return the letter with the examples of the placeholders, to one and to several; or the blocks by themselves."""
        if template.code in SHARED:
            return {"blocks": [_sample_words(row) for row in content["rows"]]}
        contents = editions.kept(self.name) | {template.code: content}
        kind = LetterType.objects.get(code=template.code)
        return {
            "letters": [
                (label, Sample(kind, contents, to_several).document())
                for label, to_several in ((_("Til én"), False), (_("Til flere"), True))
            ]
        }


def _sample_words(row):
    """Return a block's name and words with the examples put in."""
    known = placeholders()
    values = {name: one.example for name, one in known.items()}
    labels = {name: one.label for name, one in known.items()}
    fill = lambda text: filling.plain(filling.fill(text, values, labels))  # noqa: E731
    return {"name": row["name"], "one": fill(row["one"]), "several": fill(row["several"])}


class Sample(Composition):
    """A letter put together from examples: nobody's case."""

    def __init__(self, kind, contents, to_several):
        self.letter = Letter(type=kind, incident=Incident(), to_several=to_several, heading="", blocks=[], fields={})
        self.known = placeholders()
        words = library.Library(contents=contents)
        self.library, self.wording = words.blocks, words.wording(kind.code)
        self.labels = {name: row.label for name, row in self.known.items()}
        self.typed, self.locked = {}, frozenset()

    @cached_property
    def values(self):
        """Return the examples."""
        return {name: row.example for name, row in self.known.items()}

    def _order(self):
        return list(self.wording.order)

    @cached_property
    def _also_approved(self):
        return set()

    @cached_property
    def police(self):
        """Return a report that is made, so that its sentence is shown."""
        return SimpleNamespace(state="reported")
