"""Why a learning goal is to be reached on its day."""

from django.utils.translation import gettext as _

from core import calendar
from onboarding.rules.planner import LONGEST, Days


def goal_reason(start, weekdays, length, day):
    """Return why a learning goal is to be reached on a day; an empty text when somebody chose the day."""
    days = Days(weekdays)
    if day == days.last(calendar.add_months(start, length)):
        return _("Målet skal være nået, når introduktionen slutter.")
    month = next((n for n in range(1, LONGEST + 1) if day == days.last(calendar.add_months(start, n))), None)
    return _("Målet skal være nået, når {n}. måned er gået.").format(n=month) if month else ""
