"""Find in Danish: stems through the database's Danish dictionary, and parts of compound words by what they contain.

»arbejde« finds »hjemmearbejde«: every word must be met by its stem in the text or stand inside a word of it.
"""

import re
from functools import reduce
from operator import add, and_, or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, Value

ENDINGS = ("ernes", "enes", "erne", "eres", "ene", "ens", "ets", "ers", "en", "et", "er", "es", "e", "s")
MOST, TELLING = 6, 4  # words of a search, and letters from which a part of a word is seldom


def words_of(text):
    """Return up to six words of what somebody typed."""
    return re.findall(r"[\wæøåÆØÅ-]{2,40}", text or "")[:MOST]


def root(word):
    """Return a word without its Danish ending, where enough is left to look for inside other words."""
    low = word.lower()
    for ending in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 4:
            return low[: -len(ending)]
    return low


def matching(rows, text, fields, *vectors):
    """Narrow rows to those that hold every word of the text; `vectors` name the stored search columns.

    The best come first when the result is ordered by `-rank`.
    """
    words = words_of(text)
    if not words:
        return rows.annotate(rank=Value(0.0)).none()
    queries = [SearchQuery(word, config="danish", search_type="plain") for word in words]
    for word, query in zip(words, queries, strict=True):
        tests = [(vector, "exact", query) for vector in vectors]
        tests += [(name, "icontains", root(word)) for name in fields]
        rows = rows.filter(_met(rows.model, tests))
    whole = reduce(and_, queries)
    return rows.annotate(rank=reduce(add, (SearchRank(F(vector), whole) for vector in vectors)))


def _met(model, tests):
    """Return the condition that one of the tests is met; each table is looked through by itself, so that its indexes serve.

    What is short stands in nearly every row: then the rows are looked through together, once.
    """
    if any(lookup == "icontains" and len(value) < TELLING for _name, lookup, value in tests):
        return reduce(or_, (Q(**{f"{name}__{lookup}": value}) for name, lookup, value in tests))
    tables: dict = {}
    for name, lookup, value in tests:
        path, _cut, column = name.rpartition("__")
        met = Q(**{f"{column}__{lookup}": value})
        tables[path] = tables[path] | met if path in tables else met
    found = []
    for path, met in tables.items():
        table = model
        for step in path.split("__") if path else ():
            table = table._meta.get_field(step).related_model
        ids = table._base_manager.filter(met).order_by().values("pk")
        found.append(model._base_manager.filter(**{f"{path}__in": ids}).order_by().values("pk") if path else ids)
    return Q(pk__in=found[0].union(*found[1:]) if found[1:] else found[0])
