"""What the rest of the house is told of what stands beside the case: subjects, menu, topics, words of the daily mail."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import calendar, shell, subjects, topics
from core.models import Unit
from core.settings_values import Settings
from core.subjects import Subject
from incidents import strain
from incidents.actions import strain as _openers  # noqa: F401  (registers an opener)
from incidents.models import Statement
from incidents.registrations import of_the_incident, pairs

subjects.register(
    Subject(
        "incidents.strainlog",
        _("belastning"),
        lambda log: str(_("Belastning")),
        lambda log: reverse("incidents:strain_day", args=[log.pk]),
        "incidents.view_strain",
    )
)

subjects.register(
    Subject(
        "incidents.statement",
        _("forklaring"),
        lambda row: str(_("Forklaring")),
        lambda row: reverse("incidents:statement", args=[row.pk]),
        "incidents.view_statement",
        shut_out=of_the_incident(pairs(Statement)),
    )
)

shell.register_nav("incidents", _("Belastning"), "incidents:strain", "heart", 22)


def strain_topics(site_ids, unit_ids):
    """Return the running quarter's numbers of teams with enough people behind them, for the TRIO."""
    today = calendar.today()
    since = calendar.add_months(today, -3)
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=unit_ids)}
    limit = Settings().number("small_cell_limit") or 5
    return [
        topics.Topic(
            "strain",
            _("Belastning i %(unit)s") % {"unit": units[pk].name},
            _("%(days)s dage er talt med i de seneste tre måneder. Den midterste er %(middle)s af 10.")
            % {"days": days, "middle": middle},
            reverse("incidents:strain_numbers_of", args=[pk]),
            ("core.unit", pk),
            calendar.now(),
            None,
            pk,
        )
        for pk, (days, middle) in strain.topics_of(units, since, limit).items()
    ]


topics.source("strain", strain_topics)
