"""What HR hears of a whole round: how many, by when. The lines of each person are the leaders' and the employees' own."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from core import todos
from core.models import Todo, Unit
from core.settings_values import Settings
from core.todos import TodoSpec, open_many
from senior.actions.ground import noon
from senior.models import SeniorOffer, YearlyChoice


def _one_line(code, title, *, n, due, round, link, button, rule, reason, by):
    """Open HR's line of a round, or complete it when nobody is left in it."""
    root = Unit.objects.filter(parent__isnull=True).order_by("pk").first()
    if root is None:
        return
    if n:
        open_many(
            [
                TodoSpec(
                    root,
                    code,
                    title,
                    owner_role="hr",
                    due_at=noon(due),
                    link=link,
                    button=button,
                    kind="page",
                    rule=rule,
                    round=round,
                    context=str(_("Senior")),
                    facts={"n": str(n)},
                    reasons=[reason],
                )
            ],
            by=by,
        )
    else:
        for todo in Todo.objects.open().filter(code=code, round=round):
            todos.complete(todo, by=by)


def tell_of_offers(year, *, due=None, by=None):
    """Tell HR how many offers the year's round has, until the last one is given (R-85)."""
    for todo in Todo.objects.open().filter(code="senior.round", round__lt=year):
        todos.complete(todo, by=by)
    waiting = SeniorOffer.objects.filter(year=year, state="to_be_offered").count()
    _one_line(
        "senior.round",
        _("Følg årets tilbud om seniorsamtale"),
        n=waiting,
        due=due or date(year, 4, 1),
        round=year,
        link=reverse("senior:hr"),
        button=_("Se overblik"),
        rule="R-85",
        reason=_("Tilbuddene bliver givet i årets begyndelse sammen med MUS."),
        by=by,
    )


def tell_of_choices(year, deadline, *, by=None):
    """Tell HR that next year's choices are open, until each is registered (SEN-12, R-87)."""
    _one_line(
        "senior.choices",
        _("Registrér medarbejdernes valg for næste år"),
        n=YearlyChoice.objects.filter(year=year, registered_at__isnull=True).count(),
        due=deadline,
        round=year,
        link=reverse("senior:choices"),
        button=_("Se valg"),
        rule="R-87",
        reason=_("Valgene skal med i lønnen næste år."),
        by=by,
    )


def choice_deadline(year, text=None):
    """Return the day by which a year's right is chosen: »01-10« is 1 October of the year before."""
    day, _dash, month = (text or Settings().text("senior_choice_deadline") or "01-10").partition("-")
    return date(year - 1, int(month), int(day))
