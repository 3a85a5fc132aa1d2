"""Telephone numbers in templates: read in pairs, pressed to call."""

import re

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core.templatetags.ui import icon

register = template.Library()


@register.filter
def phone(number):
    """Write a telephone number in pairs: »10 20 30 41«, »+47 10 20 30 41«."""
    text = re.sub(r"[\s.\-()]", "", str(number or ""))
    match = re.fullmatch(r"(\+\d{2})?(\d{8})", text)
    if not match:
        return str(number or "")
    country, digits = match.groups()
    pairs = " ".join(digits[start : start + 2] for start in range(0, 8, 2))
    return pairs if country in (None, "+45") else f"{country} {pairs}"


@register.simple_tag
def tel(number, label="", css_class="tel-link"):
    """Return a link that calls `number`; shows `label` or the number itself."""
    if not number:
        return ""
    dialled = re.sub(r"[^\d+]", "", str(number))
    return format_html('<a class="{}" href="tel:{}">{}</a>', css_class, dialled, label or phone(number))


@register.simple_tag
def call_card(name, text, number, order=""):
    """Return a card that calls somebody when it is pressed; without a number it says so and calls nobody."""
    rank = format_html('<span class="ord" aria-hidden="true">{}</span>', order) if order else ""
    who = format_html("{}<span><b>{}</b><small>{}</small></span>", rank, name, text)
    if not number:
        return format_html('<div class="call">{}<span class="small">{}</span></div>', who, _("Nummeret mangler"))
    dialled = re.sub(r"[^\d+]", "", str(number))
    shown = format_html('<span class="tel">{}{}</span>', icon("phone"), phone(number))
    return format_html('<a class="call" href="tel:{}">{}{}</a>', dialled, who, shown)
