"""What the contingency plan says beside its written part: live data, put together for one plan (INC-64, 66, 67).

Nothing here is stored in the plan, so nothing in it can go stale: who leads and in which order, alarms, defibrillators,
contacts with the day they were checked, hotlines, categories, steps, measures, advice.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import calendar, hotlines
from core.directory import Directory
from core.models import Alarm, Defibrillator, GuidancePage, ReferenceLink, RoleKind, Room, Site, Unit
from core.settings_values import Settings
from core.texts import text as ready_text
from core.together import together
from incidents.choices import Category
from incidents.models.sanctions import MEASURES, SUGGESTED
from incidents.rules import plan_steps

SHOWN_OF_ALARMS = ("kind", "placement", "receivers", "note", "last_tested_on")
LONGEST, MOST = 20000, 30  # characters of a section, sections of a plan
ON_THE_LIST = (RoleKind.LEADER, RoleKind.SAFETY_REP, RoleKind.UNION_REP, RoleKind.CONSULTANT)
MEANING = {
    "A": gettext_lazy(
        "Nogen er slået, sparket, truet eller udsat for hærværk. En trussel er altid A, også på telefon og skrift."
    ),
    "B": gettext_lazy("Nogen råber, skælder ud eller opfører sig, så du bliver utryg, uden at der er en trussel."),
    "C": gettext_lazy(
        "Nogen bliver ved med at skrive nedladende, krænkende eller forfølgende på mail, sms eller nettet."
    ),
}
SHORT = {"leader": gettext_lazy("Leder"), "safety_rep": "AMR", "union_rep": "TR", "consultant": "SFK"}
OWNERS = {
    "leader": gettext_lazy("lederen"),
    "affected": gettext_lazy("den ramte"),
    "safety_rep": gettext_lazy("AMR"),
    "hr": gettext_lazy("HR"),
}
FROM = {
    "occurred": gettext_lazy("efter hændelsen"),
    "reported": gettext_lazy("efter meldingen"),
    "taken_over": gettext_lazy("efter overtagelsen"),
    "category": gettext_lazy("efter kategorien er valgt"),
    "absence": gettext_lazy("efter første fraværsdag"),
}
HEADINGS = (
    gettext_lazy("Hvem planen gælder for"),
    gettext_lazy("Sådan forebygger vi"),
    gettext_lazy("Når det sker"),
    gettext_lazy("Bagefter"),
    gettext_lazy("Sådan lærer vi af det"),
)


# -- which plan ----------------------------------------------------------------------------------------------------
def nearest(person, plans):
    """Return the plan of the person's workplace: of the nearest unit upwards that has one; else the first, else None."""
    order = person.unit.ancestor_ids if person.unit_id else []
    mine = sorted((plan for plan in plans if plan.unit_id in order), key=lambda plan: order.index(plan.unit_id))
    return (mine or list(plans) or [None])[0]


# -- live parts ----------------------------------------------------------------------------------------------------
def alarm_words(alarm):
    """Return what to do at an alarm and who comes."""
    key = {"fixed": "alarm_fixed", "portable": "alarm_portable", "under_desk": "alarm_under_desk"}[alarm.kind]
    receivers = alarm.receivers if alarm.kind == "under_desk" else alarm.receivers[:1].upper() + alarm.receivers[1:]
    return ready_text("help_now", key, placering=alarm.placement, modtagere=receivers)


def _sites_of(path):
    """Return the sites of the units below a path, with their alarms, defibrillators and rooms. One query."""
    below = Unit.objects.filter(path__startswith=path, closed_on__isnull=True).values("pk")

    def along(model, order, **values):
        return ArraySubquery(model.objects.filter(site=OuterRef("pk")).order_by(order).values(row=JSONObject(**values)))

    return (
        Site.objects.in_use()
        .filter(Q(people__unit__in=below) | Q(unit__in=below))
        .distinct()
        .annotate(
            talk_rooms=along(Room, "name", name="name", suits="suits", way="way_out"),
            alarm_rows=along(Alarm, "placement", **{name: name for name in SHOWN_OF_ALARMS}),
            starters=along(Defibrillator, "placement", placement="placement"),
        )
    )


def _alarm(row):
    """Return an alarm as its site's row tells it."""
    tested = row["last_tested_on"]
    return Alarm(**row | {"last_tested_on": date.fromisoformat(tested) if tested else None})


@dataclass(frozen=True)
class Contact:
    """One line of the contact list."""

    person: object
    function: str
    short: str
    place: str
    checked_on: object
    is_stale: bool


class Live:
    """The live parts of one plan on a day, in a fixed number of queries.

    `templates`: the steps, where five seconds are too old for them (a paper that is frozen).
    """

    def __init__(self, plan, on=None, templates=None):
        self.plan, self.on = plan, on or calendar.today()
        self.directory = Directory(self.on, units=[])
        path = plan.unit.path
        self.units = [
            unit for unit in self.directory.units.values() if unit.path.startswith(path) and unit.closed_on is None
        ]
        self.sites, lines, self._guidance, self._links = together(
            _sites_of(path),
            hotlines.lines_near(plan.unit),
            GuidancePage.objects.exclude(phase="method").order_by("order", "title").only("title", "slug"),
            ReferenceLink.objects.exclude(url="").order_by("title", "url").only("title", "url", "note"),
        )
        self.hotlines = hotlines.cards(plan.unit, lines=lines)
        self.templates = plan_steps.kept() if templates is None else templates
        self.settings = Settings(plan.unit)
        interval = self.settings.text("contact_check_interval") or "3mo"
        self.stale_before = calendar.Offset.parse(f"-{interval}").apply_to_date(self.on)

    @property
    def ean(self):
        """Return the EAN number in its groups, for whoever orders help."""
        return ean_in_groups(self.settings.text("ean_number"))

    @property
    def case_number(self):
        """Return the case number that documentation is filed on."""
        return self.settings.text("case_number_documentation")

    @property
    def chains(self):
        """Return [(unit, links)] for each unit with a leader of its own, the whole plan's unit first."""
        led = {role.unit_id for role in self.directory.held("leader")}
        found = [
            (unit, self.directory.chain(unit.pk))
            for unit in sorted(self.units, key=lambda unit: unit.path)
            if unit.pk in led
        ]
        return [(unit, links) for unit, links in found if links]

    @property
    def reading(self):
        """Return (guidance pages, links to elsewhere) as [(title, slug)] and [(title, address, note)]."""
        pages = [(one.title, one.slug) for one in self._guidance]
        return pages, [(one.title, one.url, one.note) for one in self._links]

    @property
    def alarms(self):
        """Return [(site, [(alarm, words)])]."""
        return [(site, [(alarm, alarm_words(alarm)) for alarm in map(_alarm, site.alarm_rows)]) for site in self.sites]

    @property
    def contacts(self):
        """Return the leaders, AMR, TR and SFK of the plan's units and sites."""
        ids, sites = {unit.pk for unit in self.units}, {site.pk for site in self.sites}
        found = []
        for kind in ON_THE_LIST:
            for role in sorted(self.directory.held(kind), key=lambda role: role.person.name):
                if role.unit_id not in ids and role.site_id not in sites:
                    continue
                place = next((site.name for site in self.sites if site.pk == role.site_id), "") or getattr(
                    self.directory.units.get(role.unit_id), "name", ""
                )
                stale = role.checked_on is None or role.checked_on <= self.stale_before
                found.append(
                    Contact(role.person, str(RoleKind(kind).label), str(SHORT[kind]), place, role.checked_on, stale)
                )
        return found

    @property
    def contacts_checked_on(self):
        """Return the day of the oldest check, or None when something was never checked."""
        days = [contact.checked_on for contact in self.contacts]
        return None if not days or None in days else min(days)

    @property
    def categories(self):
        """Return [(letter, name, meaning, steps, measures)]."""
        return [
            (
                letter,
                Category(letter).label,
                MEANING[letter],
                self.steps(letter),
                [MEASURES.label(measure) for measure in SUGGESTED.get(letter, [])],
            )
            for letter in Category.values
        ]

    def steps(self, letter):
        """Return [(title, who, by when, source)] of a category's obligatory steps, in the plan's order."""
        rows = [
            one
            for one in self.templates
            if one.due and letter in one.categories and one.is_obligatory and not one.condition
        ]
        return [(one.title, OWNERS.get(one.owner, one.owner), deadline(one), one.source) for one in rows]

    @property
    def sometimes(self):
        """Return [(title, who, by when, source)] of the steps that come when something makes them necessary, each once."""
        rows = {one.code: one for one in self.templates if one.due and one.is_obligatory and one.condition}
        return [(one.title, OWNERS.get(one.owner, one.owner), deadline(one), one.source) for one in rows.values()]


def ean_in_groups(text):
    """Return an EAN number in its groups on paper, 1-3-3-3-3; empty when it isn't set."""
    digits = "".join(sign for sign in text if sign.isdigit())
    return " ".join([digits[:1], *(digits[n : n + 3] for n in range(1, 13, 3))]).strip()


def deadline(template):
    """Return when a step is due, in words: »2 timer efter hændelsen«."""
    words = calendar.Offset.parse(template.due).words()
    anchor = FROM.get(template.anchor, "")
    return _("%(length)s %(anchor)s") % {"length": words, "anchor": anchor} if anchor else words


# -- the written part ----------------------------------------------------------------------------------------------
def blocks(text):
    """Return a section's text as [("p", text) or ("list", [items])]: an empty line parts, lines with a dash are a list."""
    found = []
    for part in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        plain: list = []
        for line in lines:
            if re.match(r"^[-–•*]\s+", line):
                if plain:
                    found.append(("p", "\n".join(plain)))
                    plain = []
                item = re.sub(r"^[-–•*]\s+", "", line)
                if found and found[-1][0] == "list" and found[-1][2] is lines:
                    found[-1][1].append(item)
                else:
                    found.append(("list", [item], lines))
            else:
                plain.append(line)
        if plain:
            found.append(("p", "\n".join(plain)))
    return [(one[0], one[1]) for one in found]


def written(version):
    """Return [(anchor, title, blocks)] of a version's sections."""
    return [
        (f"afsnit-{place}", section["title"], blocks(section["text"]))
        for place, section in enumerate(version.sections if version else [], start=1)
    ]


def search(version, text):
    """Return [(anchor, title, line)] of the sections where every word stands, with the first line that holds one."""
    wanted = [word.lower() for word in text.split()[:6]]
    found = []
    for place, section in enumerate(version.sections if version else [], start=1):
        whole = f"{section['title']}\n{section['text']}".lower()
        if wanted and all(word in whole for word in wanted):
            lines = [line for line in section["text"].splitlines() if any(word in line.lower() for word in wanted)]
            found.append((f"afsnit-{place}", section["title"], (lines or [""])[0].lstrip("-–•* ")[:160]))
    return found
