"""The common form controls, put together in Python: Django's own templates for them are most of what a form costs.

settings.FORM_RENDERER names `Renderer`. What comes out is what the templates write (tests/core/test_form_rendering.py
compares the two); a control with a template of its own goes the usual way.
"""

from crispy_forms.templatetags.crispy_forms_filters import optgroups
from django.forms.renderers import TemplatesSetting
from django.utils.html import format_html, format_html_join

FOLDER = "django/forms/widgets/"
NAMES = ("checkbox", "color", "date", "datetime", "email", "file", "hidden", "input", "number", "password", "search")
INPUTS = {f"{FOLDER}{name}.html" for name in (*NAMES, "tel", "text", "time", "url")}
ROW_LABEL_LENGTH = 16  # choices with labels up to this length stand side by side
TEXTAREA, SELECT, OPTION = f"{FOLDER}textarea.html", f"{FOLDER}select.html", f"{FOLDER}select_option.html"


class Renderer(TemplatesSetting):
    """Django's renderer with the templates from the settings, and a short way for the common controls."""

    def render(self, template_name, context, request=None):
        """Return the HTML of a control or a form."""
        write = WRITERS.get(template_name)
        found = write(context["widget"]) if write else None
        return found if found is not None else super().render(template_name, context, request)


def attributes(attrs):
    """Return attributes with a space before each: nothing for False, the bare name for True."""
    written = (
        (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
        for name, value in attrs.items()
        if value is not False
    )
    return format_html_join("", "{}", written)


def _input(widget):
    value = "" if widget["value"] is None else format_html(' value="{}"', widget["value"])
    attrs = attributes(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attrs)


def _textarea(widget):
    attrs = attributes(widget["attrs"])
    return format_html('<textarea name="{}"{}>\n{}</textarea>', widget["name"], attrs, widget["value"] or "")


def _select(widget):
    """Return a list of choices; None when an option has a template of its own."""
    groups = []
    for group, options, _index in widget["optgroups"]:
        if any(option["template_name"] != OPTION for option in options):
            return None
        rows = ((one["value"], attributes(one["attrs"]) if one["attrs"] else "", one["label"]) for one in options)
        written = format_html_join("", '\n  <option value="{}"{}>{}</option>', rows)
        if group:
            written = format_html('\n  <optgroup label="{}">{}\n  </optgroup>', group, written)
        groups.append((written,))
    attrs = attributes(widget["attrs"])
    return format_html('<select name="{}"{}>{}\n</select>', widget["name"], attrs, format_html_join("", "{}", groups))


WRITERS = dict.fromkeys(INPUTS, _input) | {TEXTAREA: _textarea, SELECT: _select}


def choices(field, side_by_side=False):
    """Return a group of radio buttons or checkboxes; side by side when asked for or when every label is short.

    The help of a choice comes from the form field's own `choice_help` dict (value → text).
    """
    groups = list(optgroups(field))
    labels = [str(option["label"]) for _group, options, _index in groups for option in options]
    short = len(labels) <= 9 and all(len(label) <= ROW_LABEL_LENGTH for label in labels)
    helps, parts = getattr(field.field, "choice_help", None) or {}, []
    for group, options, _index in groups:
        if group:
            parts.append((format_html('<p class="choices-head">{}</p>', group),))
        for option in options:
            told = helps.get(str(option["value"]), "")
            written = format_html(
                '<label class="choice"><input type="{}" name="{}" value="{}"{}><span>{}{}</span></label>\n',
                option["type"],
                option["name"],
                option["value"],
                attributes(option["attrs"]),
                option["label"],
                format_html("<small>{}</small>", told) if told else "",
            )
            parts.append((written,))
    css_class = "choices-row" if side_by_side or short else "choices"
    return format_html('<div class="{}">\n{}</div>', css_class, format_html_join("", "{}", parts))
