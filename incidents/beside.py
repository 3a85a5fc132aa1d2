"""What the rest of the house is told of what stands beside the case: subjects, menu, topics, words of the daily mail."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import calendar, search, shell, subjects, topics
from core.models import Unit
from core.settings_values import Settings
from core.subjects import Subject
from incidents import plan as contents
from incidents import strain
from incidents.actions import agenda, learning, lone_work, plan, press, prevention, walk_rounds  # noqa: F401  (register openers)
from incidents.actions import strain as _strain  # noqa: F401
from incidents.models import Naming, PlanVersion, Statement
from incidents.registrations import of_the_incident, pairs


def subject(type_, title, name, action, shut_out=None, files_action=""):
    """Register a kind of row under its neutral title, with the page that shows it."""
    subjects.register(
        Subject(
            f"incidents.{type_}",
            title,
            lambda row: str(title).capitalize(),
            lambda row: reverse(f"incidents:{name}", args=[row.pk]),
            f"incidents.{action}",
            shut_out=shut_out,
            files_action=files_action,
        )
    )


def implicated_in(model):
    """Return the shut-out of rows that belong to an incident."""
    return of_the_incident(pairs(model))


subject("strainlog", _("belastning"), "strain_day", "view_strain")
subject("statement", _("forklaring"), "statement", "view_statement", implicated_in(Statement))
subject("naming", _("nævnt offentligt"), "naming_page", "view_naming", implicated_in(Naming))
subject("mediacase", _("mediesag"), "media_case", "view_media_case")
subject("walkround", _("rundgang"), "walk", "view_walk_round")
subject("walkanswer", _("punkt på en rundgang"), "walk_measure", "view_walk_answer", None, "incidents.view_walk_answer")
subject("nearmiss", _("nærved-hændelse"), "near_miss", "view_near_miss")
subject("preventioncourse", _("kursus"), "course", "view_course")
subject("lonework", _("aftale om at melde sig tilbage"), "lone", "view_lone_work")
subject("sparringslot", _("tid til sparring"), "sparring_slot", "view_sparring")
subject("concern", _("emne om tonen i arbejdet"), "concern", "view_concern")
subjects.register(
    Subject(
        "incidents.agendaproposal",
        _("forslag til LokalMED"),
        lambda row: row.title,
        lambda row: row.url,
        "incidents.view_proposal",
    )
)
subjects.register(
    Subject(
        "incidents.mediapromise",
        _("lovet nyt"),
        lambda row: str(_("Lovet nyt")),
        lambda row: reverse("incidents:media_case", args=[row.case_id]),
        "incidents.view_media_promise",
    )
)

shell.register_nav("incidents", _("Belastning"), "incidents:strain", "heart", 22)
shell.register_nav("incidents", _("Forebyggelse"), "incidents:prevention", "shield", 102, under="incidents:list")
shell.register_page("sparring", "incidents:sparring")
shell.register_nav("incidents", _("Sparring"), "incidents:sparring", "users", 103, under="incidents:list")
shell.register_nav(
    "incidents",
    _("Overblik"),
    "incidents:overview",
    "target",
    104,
    under="incidents:list",
    visible=lambda person: person.standing.has("leader") or person.standing.has("safety_rep"),
)


def strain_topics(site_ids, unit_ids):
    """Return the running quarter's numbers of teams with enough people behind them, for the TRIO."""
    today = calendar.today()
    since = calendar.add_months(today, -3)
    names = dict((yield Unit.objects.filter(pk__in=unit_ids).order_by().values_list("pk", "name")))
    counted = yield strain.counted_days(unit_ids, since)
    limit = Settings().number("small_cell_limit") or 5
    return [
        topics.Topic(
            "strain",
            _("Belastning i %(unit)s") % {"unit": names[pk]},
            _("%(days)s dage er talt med i de seneste tre måneder. Den midterste er %(middle)s af 10.")
            % {"days": days, "middle": middle},
            reverse("incidents:strain_numbers_of", args=[pk]),
            ("core.unit", pk),
            calendar.now(),
            None,
            pk,
        )
        for pk, (days, middle) in strain.running(counted, limit).items()
    ]


topics.source("strain", strain_topics)


def keep_going(site_ids, unit_ids):
    """Return the prompt that the TRIO gets twice a year, in January and August: does the plan still live (GEN-60)?"""
    today = calendar.today()
    if today.month not in (1, 8):
        return []
    return [
        topics.Topic(
            "keep_going",
            _("Hold det i live"),
            _("Gør det synligt, gør det sammen, husk det ved ændringer, og kortlæg. Vælg få ting, I kan nå."),
            reverse("core:guidance_page", args=["keep-it-going"]),
            ("core.unit", pk),
            calendar.now(),
            None,
            pk,
        )
        for pk in sorted(unit_ids)
    ]


topics.source("keep_going", keep_going)
topics.source("learning", learning.waiting_topics)
topics.source("missing_causes", learning.missing_causes)
topics.source("proposals", agenda.waiting)
topics.source("courses", prevention.waiting_topics)
topics.source("plan_revision", plan.waiting_topics)


def in_the_plan(person, words):
    """Find sections of the plans in force; one query."""
    found = []
    for version in (
        PlanVersion.objects.filter(published_at__isnull=False).select_related("plan__unit").order_by("plan", "-number")
    ).distinct("plan"):
        for anchor, title, line in contents.search(version, " ".join(words) if isinstance(words, list) else words):
            url = reverse("incidents:plan_of", args=[version.plan_id])
            found.append(search.Hit(title, line or version.plan.unit.name, f"{url}#{anchor}"))
    return found[: search.LIMIT]


search.provider(15, _("Beredskabsplan"), in_the_plan)
