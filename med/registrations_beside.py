"""What stands beside agenda and minutes tells the rest of the house: subjects, menu, notices."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import shell, subjects
from core.subjects import Subject
from med import coming, explaining, retention_beside  # noqa: F401  (register what comes next, a topic and kinds)
from med.actions import clock, matters, returning  # noqa: F401  (register what the clock opens and who is told)


def _page(name, path=None):
    """Return a function giving the page of a row; `path` leads to the row whose page it is."""
    return lambda row: reverse(f"med:{name}", args=[getattr(row, path) if path else row.pk])


for _type, _title, _url, _action in (
    ("annualdiscussion", _("årlig arbejdsmiljødrøftelse"), _page("discussion"), "view_annual_discussion"),
    ("assessment", _("APV eller trivselsmåling"), _page("assessment"), "view_assessment"),
    ("guideline", _("retningslinje"), _page("guideline"), "view_guideline"),
    ("agreement", _("lokal aftale"), _page("agreement"), "view_agreement"),
    ("lift", _("spørgsmål mellem udvalg"), _page("lift"), "view_lift"),
    ("dissemination", _("noget at fortælle videre"), _page("told"), "view_dissemination"),
    ("trainingrecord", _("uddannelse"), _page("training_record"), "view_training"),
    ("course", _("kursus"), _page("med_course"), "view_course"),
    ("selfcheck", _("tjek af samarbejdet"), _page("checks", "body_id"), "view_check"),
    ("chairmatter", _("sag i et formandskab"), _page("matter"), "view_chair_matter"),
    ("event", _("arrangement"), _page("event"), "view_event"),
    ("medagreement", _("lokal MED-aftale"), lambda row: reverse("med:med_agreement"), "view_med_agreement"),
    ("planmeasure", _("linje i en handlingsplan"), _page("measure"), "view_plan_measure"),
):
    subjects.register(
        Subject(f"med.{_type}", _title, lambda row, title=_title: str(title).capitalize(), _url, f"med.{_action}")
    )

shell.register_nav("med", _("Årshjul"), "med:wheels", "calendar", 100, shared=True)
shell.register_nav("med", _("Beslutninger"), "med:register", "list", 101, shared=True)
shell.register_nav("med", _("Arrangementer"), "med:events", "flag", 102, shared=True)
