"""Find in Danish: stems through the database's Danish dictionary, and parts of compound words by what they contain.

»arbejde« finds »hjemmearbejde«: every word must be met by its stem in the text or stand inside a word of it.
"""

import re
from functools import reduce
from operator import add, and_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, Value

ENDINGS = ("ernes", "enes", "erne", "eres", "ene", "ens", "ets", "ers", "en", "et", "er", "es", "e", "s")
MOST = 6


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
        inside = Q()
        for vector in vectors:
            inside |= Q(**{vector: query})
        for name in fields:
            inside |= Q(**{f"{name}__icontains": root(word)})
        rows = rows.filter(inside)
    whole = reduce(and_, queries)
    return rows.annotate(rank=reduce(add, (SearchRank(F(vector), whole) for vector in vectors)))
