"""From a birth date, an area and a group to every right, with the reasons (SEN-02, -10, -11, -15 to -17, Q1, Q39).

Pure: `work_out` gets the rules and asks nothing of the database. A right without a rule is None, and the reasons say so.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import calendar
from senior.choices import Audience, CountsFrom, Right

YEARLY = (Right.DAYS, Right.BONUS)


@dataclass(frozen=True)
class Reason:
    """Why a right is as it is: words, the line of the agreement they come from, and whether that line is checked."""

    right: str
    text: str
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_checked: bool = True

    @property
    def as_why(self):
        """Return the reason as the page's »Hvorfor?« takes it."""
        text = self.text if self.is_checked else _("%(text)s Skal kontrolleres.") % {"text": self.text}
        return {
            "text": text,
            "source": self.source,
            "valid_from": f"{self.valid_from:%d.%m.%Y}" if self.valid_from else "",
            "valid_to": f"{self.valid_to:%d.%m.%Y}" if self.valid_to else "",
        }

    @property
    def as_line(self):
        """Return the reason as one line of text."""
        parts = [self.text]
        if self.source:
            parts.append(_("Kilde: %(source)s.") % {"source": self.source})
        if self.valid_from:
            parts.append(
                _("Gælder fra %(day)s til %(end)s.") % {"day": self.valid_from, "end": self.valid_to}
                if self.valid_to
                else _("Gælder fra %(day)s.") % {"day": self.valid_from}
            )
        if not self.is_checked:
            parts.append(_("Skal kontrolleres."))
        return " ".join(parts)


@dataclass(frozen=True)
class GenerationChange:
    """The limits of the scheme for leaders (SEN-16)."""

    earliest: date
    max_years: int | None
    leaving_from: date | None


@dataclass
class Rights:
    """What holds for one person on one day. None means that no rule gives it; nought that it isn't reached yet."""

    on: date
    talk_from: date | None = None
    scheme_from: date | None = None
    days: int | None = None
    bonus_percent: Decimal | None = None
    convertible_percent: Decimal | None = None
    convertible_days: int | None = None
    convertible_to: list = field(default_factory=list)
    senior_position_from: date | None = None
    retention_bonus_from: date | None = None
    generation_change: GenerationChange | None = None
    has_retirement_scheme: bool = False
    reasons: list = field(default_factory=list)
    rules: list = field(default_factory=list)  # the rules that were used

    @property
    def year(self):
        """Return the calendar year the yearly numbers are of."""
        return self.on.year

    @property
    def is_checked(self):
        """Tell whether every rule that was used has been held against the agreement."""
        return all(rule.is_checked for rule in self.rules)

    @property
    def talk_is_due(self):
        """Tell whether a talk is to be offered this year."""
        return self.talk_from is not None and self.talk_from <= date(self.on.year, 12, 31)

    def of(self, right):
        """Return the reasons of one right (or several)."""
        wanted = {right} if isinstance(right, str) else set(right)
        return [reason for reason in self.reasons if reason.right in wanted]


def birthday(born, age):
    """Return the day a person turns `age`; born on 29 February means 1 March in common years (Q49)."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def reached_on(rule, born, age=None):
    """Return the day from which a rule's age counts: 1 January of the year, or the birthday (SEN-11)."""
    age = rule.age_from if age is None else age
    if age is None:
        return None
    return date(born.year + age, 1, 1) if rule.counts_from == CountsFrom.CALENDAR_YEAR else birthday(born, age)


def _age(rule, born, on):
    """Return the age that the rule goes by on the day."""
    return on.year - born.year if rule.counts_from == CountsFrom.CALENDAR_YEAR else calendar.age_on(born, on)


def _holds(rule, on):
    return rule.starts_on <= on and (rule.ends_on is None or on <= rule.ends_on)


def applying(rules, right, *, area, group, leader, on):
    """Return the rules of a right that hold for the person: those of the group if there are any, else the general."""
    fitting = [
        rule
        for rule in rules
        if rule.right == right
        and _holds(rule, on)
        and rule.area in ("", area)
        and (rule.group is None or (group and rule.group.code == group))
        and (rule.audience == Audience.EVERYONE or leader)
    ]
    own = [rule for rule in fitting if rule.group is not None]
    return sorted(own or fitting, key=lambda rule: (rule.age_from is None, rule.age_from or 0))


def _because(rule, text):
    return Reason(rule.right, text, rule.source, rule.starts_on, rule.ends_on, rule.is_checked)


def work_out(born, *, area, group, leader=False, on, rules, group_name=""):
    """Return the Rights of somebody born on a day. `group` is a group's code, or "" when nobody has said which.

    `rules` are all rules there are; those that hold on `on` are used. ValueError for a birth date after `on`.
    """
    if born > on:
        raise ValueError(_("Fødselsdatoen ligger efter den dag, der spørges om."))
    found = Rights(on)
    who = {"area": area, "group": group, "leader": leader, "on": on}
    _talk(found, born, applying(rules, Right.TALK, **who))
    lines = [rule for right in YEARLY for rule in applying(rules, right, **who) if rule.group is not None]
    if lines:
        _yearly(found, born, lines, on)
    else:
        found.reasons.append(_no_rule(rules, group, group_name, area, on))
        found.reasons += [
            _because(rule, rule.note) for right in YEARLY for rule in applying(rules, right, **who) if rule.note
        ]
    _from_a_birthday(found, born, rules, who)
    return found


def _talk(found, born, lines):
    """Fill in from when a talk is to be offered."""
    if not lines:
        found.reasons.append(Reason(Right.TALK, _("Der er ingen regel om tilbud om seniorsamtale.")))
        return
    rule = lines[0]
    found.talk_from = reached_on(rule, born)
    found.rules.append(rule)
    found.reasons.append(
        _because(
            rule,
            _("Samtalen bliver tilbudt fra det kalenderår, hvor medarbejderen fylder %(age)s.") % {"age": rule.age_from}
            if rule.counts_from == CountsFrom.CALENDAR_YEAR
            else _("Samtalen bliver tilbudt fra den dag, medarbejderen fylder %(age)s.") % {"age": rule.age_from},
        )
    )


def _yearly(found, born, lines, on):
    """Fill in the scheme: from when, and what the year gives."""
    first = lines[0]
    begins = min(reached_on(rule, born) for rule in lines)
    found.scheme_from = begins
    if first.ends_on and begins > first.ends_on:
        found.scheme_from = None
        found.reasons.append(
            _because(first, _("Reglen slutter, før alderen er nået. Hvad der gælder bagefter, er ikke lagt ind."))
        )
    now = next(
        (
            rule
            for rule in reversed(lines)
            if rule.age_from <= _age(rule, born, on) and (rule.age_to is None or _age(rule, born, on) <= rule.age_to)
        ),
        None,
    )
    rule = now or first
    found.rules.append(rule)
    is_bonus = rule.right == Right.BONUS
    if now is None:
        found.days, found.bonus_percent, found.convertible_days = (None, Decimal(0), 0) if is_bonus else (0, None, None)
        if found.scheme_from:
            found.reasons.append(_because(rule, _begins_later(rule)))
        return
    found.convertible_to = list(rule.convertible_to)
    if is_bonus:
        found.bonus_percent, found.convertible_days = rule.bonus_percent, rule.convertible_days
        found.convertible_percent = rule.convertible_percent
    else:
        found.days = rule.days
    found.reasons.append(_because(rule, _year_gives(rule, on.year)))


def _begins_later(rule):
    if rule.counts_from == CountsFrom.CALENDAR_YEAR:
        return _("Ordningen begynder i det kalenderår, hvor medarbejderen fylder %(age)s.") % {"age": rule.age_from}
    return _("Ordningen begynder den dag, medarbejderen fylder %(age)s.") % {"age": rule.age_from}


def _year_gives(rule, year):
    """Return what a year gives, in words."""
    ages = {
        True: _("Det år, medarbejderen fylder %(age)s") % {"age": rule.age_from},
        False: _("Fra det år, medarbejderen fylder %(age)s") % {"age": rule.age_from},
    }[rule.age_to == rule.age_from]
    if rule.right == Right.DAYS:
        return ngettext(
            "%(ages)s, er der %(n)s seniordag om året.", "%(ages)s, er der %(n)s seniordage om året.", rule.days
        ) % {"ages": ages, "n": rule.days}
    text = _("%(ages)s, er bonus %(percent)s procent af lønnen.") % {
        "ages": ages,
        "percent": percent(rule.bonus_percent),
    }
    if rule.convertible_days:
        text += " " + _("Heraf kan %(part)s procent byttes til %(n)s dage.") % {
            "part": percent(rule.convertible_percent),
            "n": rule.convertible_days,
        }
    return text


def percent(value):
    """Return a number of percent as Danes write it: 0,8 and 2."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _no_rule(rules, group, group_name, area, on):
    """Say that nothing is known about days and bonus, and why."""
    if not group:
        return Reason(
            Right.DAYS,
            _("Overenskomstgruppen er ikke kendt. Derfor ved vi ikke, om der er ret til seniordage eller bonus."),
        )
    name = group_name or group
    own = [rule for rule in rules if rule.right in YEARLY and rule.group is not None and rule.group.code == group]
    ended = [rule for rule in own if rule.area in ("", area) and rule.ends_on and rule.ends_on < on]
    if ended:
        last = max(ended, key=lambda rule: rule.ends_on)
        return _because(
            last,
            _("Reglen for %(group)s sluttede %(day)s, og der er ikke lagt en ny ind.")
            % {"group": name, "day": calendar.long_date(last.ends_on)},
        )
    if any(rule.area not in ("", area) for rule in own) and not any(rule.area in ("", area) for rule in own):
        where = _("kommunale") if area == "municipal" else _("regionale")
        return Reason(
            Right.DAYS,
            _("Der er ingen regel om seniordage eller bonus for %(group)s på det %(area)s område.")
            % {"group": name, "area": where},
        )
    return Reason(
        Right.DAYS,
        _("Der er ingen regel om seniordage eller bonus for %(group)s. Den skal hentes i gruppens egen overenskomst.")
        % {"group": name},
    )


def _from_a_birthday(found, born, rules, who):
    """Fill in the rights that are agreed one by one: senior position, retention bonus, generation change, retirement."""
    for right, name in (
        (Right.SENIOR_POSITION, "senior_position_from"),
        (Right.RETENTION_BONUS, "retention_bonus_from"),
    ):
        lines = applying(rules, right, **who)
        if not lines:
            found.reasons.append(
                Reason(right, _("Der er ingen regel om %(right)s.") % {"right": Right(right).label.lower()})
            )
            continue
        rule = lines[0]
        setattr(found, name, reached_on(rule, born))
        found.rules.append(rule)
        found.reasons.append(_because(rule, _from_age(rule)))
    lines = applying(rules, Right.GENERATION_CHANGE, **who)
    if lines:
        rule = lines[0]
        leaving = reached_on(rule, born, rule.leaving_age) if rule.leaving_age else None
        found.generation_change = GenerationChange(reached_on(rule, born), rule.max_years, leaving)
        found.rules.append(rule)
        found.reasons.append(
            _because(
                rule,
                _(
                    "Ledere kan tidligst få generationsskifte, når de er fyldt %(age)s, i højst %(years)s år, og tidligst fratræde som %(leaving)s-årige."
                )
                % {"age": rule.age_from, "years": rule.max_years, "leaving": rule.leaving_age},
            )
        )
    elif not who["leader"]:
        found.reasons.append(Reason(Right.GENERATION_CHANGE, _("Generationsskifte er kun for ledere.")))
    else:
        found.reasons.append(Reason(Right.GENERATION_CHANGE, _("Der er ingen regel om generationsskifte.")))
    lines = applying(rules, Right.RETIREMENT, **who)
    if lines:
        found.has_retirement_scheme = True
        found.reasons.append(
            _because(lines[0], _("En fratrædelsesordning kan aftales lokalt. Der er ingen fast alder."))
        )


def _from_age(rule):
    """Return a right's beginning in words."""
    label = Right(rule.right).label
    if rule.counts_from == CountsFrom.BIRTHDAY:
        return _("%(right)s kan aftales fra den dag, medarbejderen fylder %(age)s.") % {
            "right": label,
            "age": rule.age_from,
        }
    return _("%(right)s kan aftales fra det år, medarbejderen fylder %(age)s.") % {"right": label, "age": rule.age_from}
