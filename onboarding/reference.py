"""Load onboarding's reference data: packs with their first version, and the bank of questions."""

from core import calendar
from core.reference import loader, put, read
from onboarding.models import BankQuestion, Pack, PackVersion
from onboarding.rules.templates import LISTS


@loader
def packs(refresh):
    """Load the packs. What HR has published since is another version and never touched."""
    count = 0
    for place, row in enumerate(read("onboarding_packs")):
        count += put(
            Pack,
            {"code": row["code"]},
            {
                "name": row["name"],
                "kind": row["kind"],
                "help": row["help"],
                "always": row["always"],
                "experience": row["experience"],
                "terms": row["terms"],
                "order": place * 10,
            },
            refresh,
        )
        put(
            PackVersion,
            {"pack": Pack.objects.get(code=row["code"]), "number": 1},
            {"contents": {name: row[name] for name in (*LISTS, "drop")}, "published_at": calendar.now()},
            refresh,
        )
    return count


@loader
def questions(refresh):
    """Load the typical questions."""
    return sum(
        put(
            BankQuestion,
            {"code": row["code"]},
            {key: row[key] for key in ("group", "heading", "text", "order")},
            refresh,
        )
        for row in read("onboarding_questions")
    )
