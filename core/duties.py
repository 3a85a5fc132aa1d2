"""What core itself sees done regularly: next of kin, alarms, contact lists, numbers, the plan (R-23 to R-27).

Intervals are settings, moments are reminder rules. Each opener looks at everything at once, in a fixed number of
queries.
"""

from datetime import time
from typing import Any

from django.db.models import Max, Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, notices
from core.models import Alarm, ChainStep, Hotline, Person, ReminderRule, Role, SettingValue, Todo, Unit
from core.reminders import opener
from core.settings_values import Settings
from core.todos import TodoSpec, open_many

notices.register_line("core.", gettext_lazy("Arbejdsstedet: en opgave"))
notices.register_line("core.next_of_kin_check", gettext_lazy("Din pårørendeliste: se den igennem"))
notices.register_line("core.alarm_test", gettext_lazy("Arbejdsstedet: noget skal afprøves"))
notices.register_line("core.contact_check", gettext_lazy("Kontaktlisten: skal kontrolleres"))
notices.register_line("core.number_check", gettext_lazy("Numre: skal kontrolleres"))
notices.register_line("core.plan_revision", gettext_lazy("Beredskabsplanen: skal ses efter"))

NOON = time(12, 0)
ON_THE_LIST = ("leader", "safety_rep", "union_rep")


class Rounds:
    """The rounds of one recurring to-do: which subjects have an open one, and when the last was closed. One query."""

    def __init__(self, code):
        found = (
            Todo.objects.filter(code=code)
            .values("subject_id")
            .annotate(last=Max("round"), done=Max("done_at"), waiting=Max("pk", filter=Q(state="open")))
        )
        self.known: dict[int, Any] = {row["subject_id"]: row for row in found}

    def is_open(self, subject_id):
        """Tell whether a round waits to be done."""
        return bool(self.known.get(subject_id, {}).get("waiting"))

    def done_on(self, subject_id):
        """Return the day the last round was closed, or None."""
        done = self.known.get(subject_id, {}).get("done")
        return calendar.local_date(done) if done else None

    def next(self, subject_id):
        """Return the number of the next round."""
        return self.known.get(subject_id, {}).get("last", 0) + 1


def _before(today, interval):
    """Return the day an interval (»6mo«) before today."""
    return calendar.Offset.parse(f"-{interval}").apply_to_date(today)


def _after(day, offset):
    """Return the day an offset after a day."""
    return calendar.Offset.parse(offset).apply_to_date(day)


def _noon(day):
    """Return twelve o'clock on a day, the hour of deadlines that are days."""
    return calendar.at(day, NOON)


def _rule_offset(code, level, default):
    """Return the offset of a rule's level as it stands in the data."""
    return (
        ReminderRule.objects.filter(code=code, level=level, unit__isnull=True, is_on=True)
        .values_list("offset", flat=True)
        .first()
        or default
    )


def _page(name):
    """Return the address of a page that may be switched off; Min side stands in for it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse("core:desk")


def _newest(*days):
    """Return the latest of some days, leaving out those that are not known."""
    return max((day for day in days if day), default=None)


@opener
def next_of_kin(today):
    """Ask each employee to confirm the list: at the start, and when the last confirmation is too old (R-27, GEN-13)."""
    settings = Settings()
    if "next_of_kin_in_app" in settings.known and not settings.flag("next_of_kin_in_app"):
        return
    limit = _before(today, settings.text("next_of_kin_interval") or "6mo")
    rounds = Rounds("core.next_of_kin_check")
    due = _noon(_after(today, _rule_offset("R-27", 1, "14d")))
    people = Person.objects.working(today).filter(
        Q(next_of_kin_confirmed_on__isnull=True) | Q(next_of_kin_confirmed_on__lte=limit)
    )
    specs = []
    for person in people.select_related("unit", "site"):
        last = _newest(person.next_of_kin_confirmed_on, rounds.done_on(person.pk))
        if rounds.is_open(person.pk) or (last and last > limit):
            continue
        specs.append(
            TodoSpec(
                person,
                "core.next_of_kin_check",
                _("Se din pårørendeliste igennem"),
                owner=person,
                about=person,
                unit=person.unit,
                site=person.site,
                due_at=due,
                link=reverse("core:next_of_kin"),
                button=_("Se pårørendeliste"),
                kind="page",
                rule="R-27",
                round=rounds.next(person.pk),
                help=_("Passer den, så bekræft den. Ellers ret den. Kun du kan læse den."),
                reasons=[_("Listen bliver bekræftet ved ansættelsen og derefter med faste mellemrum.")],
            )
        )
    open_many(specs, by=None)


@opener
def alarm_tests(today):
    """Ask for the yearly test of each alarm, ahead of time (R-23, INC-65)."""
    interval = Settings().text("alarm_test_interval") or "12mo"
    ahead = _rule_offset("R-23", 0, "-30d")
    rounds = Rounds("core.alarm_test")
    specs = []
    for alarm in Alarm.objects.filter(site__closed_on__isnull=True).select_related("site"):
        last = _newest(alarm.last_tested_on, rounds.done_on(alarm.pk))
        due = _after(last, interval) if last else _after(today, ahead.lstrip("-"))
        if rounds.is_open(alarm.pk) or _after(due, ahead) > today:
            continue
        specs.append(
            TodoSpec(
                alarm,
                "core.alarm_test",
                _("Afprøv alarmen"),
                owner_role="safety_rep",
                site=alarm.site,
                due_at=_noon(due),
                context=alarm.site.name,
                link=reverse("core:alarm_test", args=[alarm.pk]),
                button=_("Notér afprøvning"),
                kind="page",
                rule="R-23",
                round=rounds.next(alarm.pk),
                help=_("Skriv, hvem der afprøvede den, og om den virkede."),
                reasons=[_("Alarmer bliver afprøvet én gang om året.")],
            )
        )
    open_many(specs, by=None)


def _areas(today):
    """Return the units for which somebody owns the plan: those of the roles, or the top. Two queries."""
    roots = list(Unit.objects.in_use().filter(parent__isnull=True))
    owned = Role.objects.filter(Role.in_force(today), kind="plan_owner", site__isnull=True).select_related("unit")
    units = {role.unit.pk: role.unit for role in owned if role.unit}
    if not units or any(role.unit is None for role in owned):
        units |= {root.pk: root for root in roots}
    return list(units.values())


def _plan_todo(unit, code, title, rule, due, link, button, help, rounds, reason):
    """Return a to-do for whoever owns the plan of the unit."""
    return TodoSpec(
        unit,
        code,
        title,
        owner_role="plan_owner",
        unit=unit,
        due_at=_noon(due),
        context=unit.name,
        link=link,
        button=button,
        kind="page",
        rule=rule,
        round=rounds.next(unit.pk),
        help=help,
        reasons=[reason],
    )


def _is_stale(checked_on, since, done_on, limit):
    """Tell whether a fact must be looked at: new since the last round, or not looked at for too long."""
    if checked_on is None and since and (done_on is None or since > done_on):
        return True
    last = _newest(checked_on, done_on)
    return last is None or last <= limit


@opener
def contact_lists(today):
    """Ask whoever owns the plan to check the list: every three months and when a role is new (R-25)."""
    limit = _before(today, Settings().text("contact_check_interval") or "3mo")
    rounds = Rounds("core.contact_check")
    facts: list[tuple] = list(
        Role.objects.filter(Role.in_force(today), kind__in=ON_THE_LIST).values_list(
            "unit__path", "checked_on", "starts_on"
        )
    )
    facts += [(path, checked, None) for path, checked in ChainStep.objects.values_list("unit__path", "checked_on")]
    specs = []
    for unit in _areas(today):
        here = [fact for fact in facts if (fact[0] or unit.path).startswith(unit.path)]
        if not rounds.is_open(unit.pk) and any(
            _is_stale(checked, since, rounds.done_on(unit.pk), limit) for _path, checked, since in here
        ):
            specs.append(
                _plan_todo(
                    unit,
                    "core.contact_check",
                    _("Kontrollér kontaktlisten"),
                    "R-25",
                    today,
                    reverse("core:contact_check", args=[unit.pk]),
                    _("Kontrollér liste"),
                    _("Se, om navne og numre stadig passer, og bekræft listen."),
                    rounds,
                    _("Listen over ledere, TR og AMR bliver kontrolleret hver tredje måned, og når en rolle skifter."),
                )
            )
    open_many(specs, by=None)


@opener
def numbers(today):
    """Ask whoever owns the plan to check hotlines, EAN and case numbers every six months (R-26, GEN-11)."""
    limit = _before(today, Settings().text("number_check_interval") or "6mo")
    rounds = Rounds("core.number_check")
    checked = list(Hotline.objects.values_list("checked_on", flat=True))
    checked += SettingValue.objects.filter(setting__kind__in=["ean", "case_number"]).values_list(
        "checked_on", flat=True
    )
    specs = [
        _plan_todo(
            unit,
            "core.number_check",
            _("Kontrollér numre"),
            "R-26",
            today,
            reverse("core:number_check", args=[unit.pk]),
            _("Kontrollér numre"),
            _("Numre til krisehjælp, EAN-nummer og sagsnumre."),
            rounds,
            _("Numrene bliver kontrolleret hver sjette måned."),
        )
        for unit in _areas(today)
        if not rounds.is_open(unit.pk) and any(_is_stale(day, None, rounds.done_on(unit.pk), limit) for day in checked)
    ]
    open_many(specs, by=None)


@opener
def contingency_plan(today):
    """Ask whoever owns the contingency plan to go through it once a year (R-24, INC-66)."""
    interval = Settings().text("plan_revision_interval") or "12mo"
    ahead = _rule_offset("R-24", 0, "-30d")
    rounds = Rounds("core.plan_revision")
    specs = []
    for unit in _areas(today):
        last = rounds.done_on(unit.pk)
        due = _after(last, interval) if last else _after(today, ahead.lstrip("-"))
        if not rounds.is_open(unit.pk) and _after(due, ahead) <= today:
            specs.append(
                _plan_todo(
                    unit,
                    "core.plan_revision",
                    _("Se beredskabsplanen igennem"),
                    "R-24",
                    due,
                    _page("core:contingency"),
                    _("Åbn plan"),
                    _("Se, hvad der har ændret sig, og skriv datoen for den nye udgave."),
                    rounds,
                    _("Planen bliver set igennem én gang om året."),
                )
            )
    open_many(specs, by=None)
