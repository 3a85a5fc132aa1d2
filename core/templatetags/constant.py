"""Tags whose answer never changes while a process lives are rendered once: `{% translate "Søg" %}`, `{% icon "search" %}`.

A page holds some hundred of them, and together they took longer than all that differs from page to page. Only a tag with
nothing but literals is kept (no variable, no »as«), texts only while the product speaks one language, and nothing that has
to do with a person ever. Loaded last among the builtins, so that it stands in front of the tags it wraps.
"""

import re

from django import template
from django.conf import settings
from django.template import defaulttags
from django.template.base import TokenType
from django.templatetags import i18n, static
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape

from core.templatetags import ui

register = template.Library()
LITERAL = re.compile(r"""_\("[^"|]*"\)|_\('[^'|]*'\)|"[^"]*"|'[^']*'|\d+""")


class Constant(template.Node):
    """A tag that is rendered the first time it is met; once for each set of addresses, since tests have their own."""

    def __init__(self, node):
        self.node = node
        self.texts = {}

    def render(self, context):
        """Return the kept text."""
        text = self.texts.get(settings.ROOT_URLCONF)
        if text is None:
            text = self.texts[settings.ROOT_URLCONF] = self.node.render(context)
        return text


class Address(template.Node):
    """`{% url "med:body" row.pk %}`: looked up once with a number that stands for all; a long list has hundreds of them."""

    ANY = 20261122

    def __init__(self, node):
        self.node = node
        self.parts = {}

    def render(self, context):
        """Return the address with the row's number; anything but a number is looked up as ever."""
        number = self.node.args[0].resolve(context)
        if type(number) is not int or number < 0:
            return self.node.render(context)
        if settings.ROOT_URLCONF not in self.parts:
            self.parts[settings.ROOT_URLCONF] = self._parts(context)
        parts = self.parts[settings.ROOT_URLCONF]
        return f"{parts[0]}{number}{parts[1]}" if len(parts) == 2 else self.node.render(context)

    def _parts(self, context):
        try:
            found = reverse(self.node.view_name.resolve(context), args=[self.ANY])
        except NoReverseMatch:
            return ()
        return conditional_escape(found).split(str(self.ANY))


def _is_fixed(node, words):
    """Tell whether a tag's answer depends on nothing but its own words."""
    if isinstance(node, i18n.BlockTranslateNode):
        plain = all(token.token_type == TokenType.TEXT for token in node.singular)
        return plain and all(word == "trimmed" for word in words) and not node.plural
    return all(LITERAL.fullmatch(word) for word in words)


def _is_of_one(node, words):
    """Tell whether an address has a name of its own and one thing that it is about."""
    return bool(LITERAL.fullmatch(words[0])) and len(node.args) == 1 and not node.kwargs and not node.asvar


def once(compile_tag, *, speaks):
    """Return the tag's compile function, keeping what is fixed. `speaks`: whether its answer is in a language."""

    def compiled(parser, token):
        words = token.split_contents()[1:]
        node = compile_tag(parser, token)
        kept = _is_fixed(node, words) and not (speaks and len(settings.LANGUAGES) > 1)
        if kept:
            return Constant(node)
        return Address(node) if isinstance(node, defaulttags.URLNode) and _is_of_one(node, words) else node

    return compiled


for library, names, speaks in (
    (i18n.register, ("translate", "trans", "blocktranslate", "blocktrans"), True),
    (ui.register, ("icon",), True),
    (ui.register, ("url_or",), False),
    (static.register, ("static",), False),
    (defaulttags.register, ("url",), False),
):
    for name in names:
        register.tag(name, once(library.tags[name], speaks=speaks))
