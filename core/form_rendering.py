"""The common form controls, put together in Python: Django's own templates for them are most of what a form costs.

settings.FORM_RENDERER names `Renderer`. What comes out is what the templates write (tests/core/test_form_rendering.py
compares the two); a control with a template of its own goes the usual way.
"""

from crispy_forms.templatetags.crispy_forms_filters import optgroups
from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

FOLDER = "django/forms/widgets/"
INPUTS = {
    f"{FOLDER}{name}.html"
    for name in (
        [
            "checkbox",
            "color",
            "date",
            "datetime",
            "email",
            "file",
            "hidden",
            "input",
            "number",
            "password",
            "search",
            "tel",
            "text",
            "time",
            "url",
        ]
    )
}
ROW_LABEL_LENGTH = 16  # choices with labels up to this length stand side by side
TEXTAREA, SELECT, OPTION = f"{FOLDER}textarea.html", f"{FOLDER}select.html", f"{FOLDER}select_option.html"


class Renderer(TemplatesSetting):
    """Django's renderer with the templates from the settings, and a short way for the common controls."""

    def render(self, template_name, context, request=None):
        """Return the HTML of a control or a form."""
        write = WRITERS.get(template_name)
        found = write(context["widget"]) if write else None
        return found if found is not None else super().render(template_name, context, request)


def _text(value):
    """Return a value as a template writes it with »stringformat:'s'«."""
    return conditional_escape(value if isinstance(value, str) else str(value))


def attributes(attrs):
    """Return attributes with a space before each: nothing for False, the bare name for True."""
    return mark_safe(  # noqa: S308  (every name and value is escaped)
        "".join(
            f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'
            for name, value in attrs.items()
            if value is not False
        )
    )


def _input(widget):
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    name, kind = conditional_escape(widget["name"]), conditional_escape(widget["type"])
    return mark_safe(f'<input type="{kind}" name="{name}"{value}{attributes(widget["attrs"])}>')  # noqa: S308


def _textarea(widget):
    value = conditional_escape(widget["value"]) if widget["value"] else ""
    name = conditional_escape(widget["name"])
    return mark_safe(f'<textarea name="{name}"{attributes(widget["attrs"])}>\n{value}</textarea>')  # noqa: S308


def _select(widget):
    """Return a list of choices; None when an option has a template of its own."""
    parts = [f'<select name="{conditional_escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(f'\n  <optgroup label="{conditional_escape(group)}">')
        for option in options:
            if option["template_name"] != OPTION:
                return None
            attrs = attributes(option["attrs"]) if option["attrs"] else ""
            parts.append(
                f'\n  <option value="{_text(option["value"])}"{attrs}>{conditional_escape(option["label"])}</option>'
            )
        if group:
            parts.append("\n  </optgroup>")
    return mark_safe("".join([*parts, "\n</select>"]))  # noqa: S308


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
            parts.append(format_html('<p class="choices-head">{}</p>', group))
        for option in options:
            told = helps.get(str(option["value"]), "")
            parts.append(
                format_html(
                    '<label class="choice"><input type="{}" name="{}" value="{}"{}><span>{}{}</span></label>\n',
                    option["type"],
                    option["name"],
                    option["value"],
                    attributes(option["attrs"]),
                    option["label"],
                    format_html("<small>{}</small>", told) if told else "",
                )
            )
    css_class = "choices-row" if side_by_side or short else "choices"
    return format_html('<div class="{}">\n{}</div>', css_class, mark_safe("".join(parts)))
