"""Rules that a machine can check: each takes a source and returns what breaks it. Used by tests/test_house_rules.py."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)


def read(name):
    """Return the text of a file."""
    return (ROOT / name).read_text(encoding="utf-8")


def tree(source):
    """Return the syntax tree of a source."""
    return ast.parse(source)


def dotted(node):
    """Return the names of a chain of attributes and calls, outermost last: Person.objects.filter(…).update."""
    names = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        else:
            return [*([node.id] if isinstance(node, ast.Name) else []), *reversed(names)]


# -- rules on Python: each returns the line numbers that break it ----------------------------------------------------
MAKING = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "aget_or_create", "acreate"}
NOT_ROWS = {
    "verbs",
    "kin",
    "book",
    "picture",
    "default_storage",
    "digest",
    "response",
    "session",
    "sanctions",
    "kinds",
    "letters",
    "notes",
}


def writes(source):
    """Find writes to the database: a verb on a manager or a queryset, or saving and deleting a row."""
    found = []
    for node in ast.walk(tree(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        verb, chain = node.func.attr, dotted(node.func)
        plain = len(chain) == 2 and chain[0] in NOT_ROWS or chain[:1] == ["super"] or "session" in chain
        queryset = (
            "objects" in chain or "_default_manager" in chain or bool(set(chain[:-1]) & {"filter", "exclude", "all"})
        )
        if plain:
            continue
        if verb in MAKING or (verb in ("save", "delete") and chain[:1] != ["cache"]) or (verb == "update" and queryset):
            found.append(node.lineno)
    return found


def own_clock(source):
    """Find time that doesn't come from core.calendar."""
    wanted = {
        ("timezone", "now"),
        ("date", "today"),
        ("datetime", "now"),
        ("datetime", "today"),
        ("datetime", "utcnow"),
        ("timezone", "localdate"),
        ("timezone", "localtime"),
    }
    return [
        node.lineno
        for node in ast.walk(tree(source))
        if isinstance(node, ast.Call) and tuple(dotted(node.func)[-2:]) in wanted
    ]


def trusted_markup(source):
    """Find mark_safe on anything but a literal, csrf_exempt, and forms that take every field."""
    found = []
    for node in ast.walk(tree(source)):
        if (
            isinstance(node, ast.Call)
            and dotted(node.func)[-1:] == ["mark_safe"]
            and not (node.args and isinstance(node.args[0], ast.Constant))
        ):
            found.append(node.lineno)
        if isinstance(node, ast.Name) and node.id in ("csrf_exempt", "SafeString"):
            found.append(node.lineno)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value == "__all__":
            found.append(node.lineno)
    return found


def own_sql(source):
    """Find statements written by hand."""
    names = {"raw", "extra", "cursor", "RawSQL", "execute", "executemany"}
    return [
        node.lineno
        for node in ast.walk(tree(source))
        if isinstance(node, ast.Call)
        and (dotted(node.func) or [""])[-1] in names
        and len(dotted(node.func)) <= 4
        and dotted(node.func)[0] not in ("files", "self")
    ]


def undocumented(source):
    """Find public functions without a docstring."""
    return [
        node.lineno
        for node in tree(source).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]


def anonymous(source):
    """Return the names of public functions that write and don't take the one who does it."""
    found = []
    for node in tree(source).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            names = {one.arg for one in [*node.args.args, *node.args.kwonlyargs]}
            if "by" not in names and writes(ast.unparse(node)):
                found.append(node.name)
    return found


def guards(source):
    """Return {function: names of its decorators}."""
    return {
        node.name: {(dotted(one.func) if isinstance(one, ast.Call) else dotted(one))[-1] for one in node.decorator_list}
        for node in tree(source).body
        if isinstance(node, ast.FunctionDef)
    }


# -- rules on templates and styles ------------------------------------------------------------------------------------
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
BLOCKS = re.compile(
    r"\{%\s*comment.*?endcomment\s*%\}|\{%\s*blocktranslate.*?endblocktranslate\s*%\}|\{%\s*block\s+\w*(?:class|attrs)\w*\s*%\}.*?endblock\s*\w*\s*%\}",
    re.S,
)


def unescaped(text):
    """Find what switches escaping off."""
    return re.findall(r"\|\s*safe(?:seq)?\b|autoescape\s+off|csrf_exempt", text)


class Inline(HTMLParser):
    """Collect styles, scripts and handlers that stand in the page itself: the CSP refuses them."""

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], ""

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        self.found += [name for name in names if name == "style" or re.fullmatch(r"on[a-z]{3,}", name)]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)

    handle_startendtag = handle_starttag


def inline(text):
    """Find inline styles, scripts and handlers."""
    parser = Inline()
    parser.feed(TAG.sub("x", text))
    return parser.found


class Words(HTMLParser):
    """Collect the words that people would read and that no translation knows."""

    SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description")

    def __init__(self):
        super().__init__()
        self.found, self.inside = [], []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style"):
            self.inside.append(tag)
        self.found += [value for name, value in attrs if name in self.SPOKEN and value and has_words(value)]

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside and has_words(data):
            self.found.append(data.strip())


NO_WORDS = {
    "PDF",
    "AMR",
    "TR",
    "MED",
    "HR",
    "EAN",
    "CSV",
    "Excel",
    "kl",
    "nr",
    "x",
    "XX",
    "EASY",
    "CPR",
    "SMS",
    "Nej",
    "Ja",
    "P-07",
}


def has_words(text):
    """Tell whether a text holds a word, names of formats and the like left out."""
    words = re.findall(r"[A-Za-zÆØÅæøå]{2,}", re.sub(r"&[a-z]+;|&#\d+;", " ", text))
    return any(word not in NO_WORDS for word in words)


def untranslated(text):
    """Find words outside translate and blocktranslate."""
    parser = Words()
    parser.feed(TAG.sub(" ", re.sub(r"<(/?)(?=\{)", r"<\1x ", BLOCKS.sub(" ", text))))
    return parser.found


ENGLISH = re.compile(
    r"\b(Submit|Save|Search|Cancel|Delete|Edit|Close|Back|Next|Previous|Log in|Log out|Logout|Sign in|Sign out|Password|Email|Username|Required|Optional|Yes|No|Error|Warning|Success|Loading)\b"
)


def english(text):
    """Find English words in what people read."""
    said = re.findall(r"""\{%\s*(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')""", text)
    blocks = [
        TAG.sub(" ", one) for one in re.findall(r"\{%\s*blocktranslate.*?%\}(.*?)\{%\s*endblocktranslate", text, re.S)
    ]
    return [one for both in said for one in both if ENGLISH.search(one)] + [
        one for one in blocks if ENGLISH.search(one)
    ]


def colours(text):
    """Find colours written as numbers."""
    without = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.findall(
        r"(?<![\w&/\"'])#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b(?![\w-])|\brgba?\([^)]*\)|\bhsla?\([^)]*\)",
        without,
    )


def statics(text):
    """Return the static files that a template names."""
    return re.findall(r"""\{%\s*static\s+["']([^"'{]+)["']""", text)


CPR = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[- ]?\d{4}(?!\d)")


def cpr_like(text):
    """Find what could be a CPR number."""
    return CPR.findall(text)
