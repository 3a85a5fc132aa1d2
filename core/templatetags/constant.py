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


def _is_fixed(node, words):
    """Tell whether a tag's answer depends on nothing but its own words."""
    if isinstance(node, i18n.BlockTranslateNode):
        plain = all(token.token_type == TokenType.TEXT for token in node.singular)
        return plain and all(word == "trimmed" for word in words) and not node.plural
    return all(LITERAL.fullmatch(word) for word in words)


def once(compile_tag, *, speaks):
    """Return the tag's compile function, keeping what is fixed. `speaks`: whether its answer is in a language."""

    def compiled(parser, token):
        words = token.split_contents()[1:]
        node = compile_tag(parser, token)
        kept = _is_fixed(node, words) and not (speaks and len(settings.LANGUAGES) > 1)
        return Constant(node) if kept else node

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
