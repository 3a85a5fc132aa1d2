"""What MED tells the rest of the house: its subjects, navigation, desk and search."""

from django.utils.translation import gettext_lazy as _

from core import calendar, subjects
from core.subjects import Subject


def address(name):
    """Return a function giving the page of a row; Min side stands in where the page isn't there."""
    from django.urls import NoReverseMatch, reverse

    def of(row):
        try:
            return reverse(f"med:{name}", args=[row.pk])
        except NoReverseMatch:
            return reverse("core:desk")

    return of


def subject(type_, title, label, name, action, files_action=""):
    """Register a kind of row under a neutral title, with the page that shows it."""
    subjects.register(Subject(f"med.{type_}", title, label, address(name), f"med.{action}", files_action=files_action))


subject("body", _("udvalg"), str, "body", "view_body")
subject(
    "meeting",
    _("møde"),
    lambda row: str(_("%(body)s %(day)s") % {"body": row.body, "day": calendar.short_date(row.starts_at)}),
    "meeting",
    "view_meeting",
)
subject("treatment", _("punkt"), lambda row: str(_("Et punkt på en dagsorden")), "item", "view_treatment")
subject("topic", _("emne"), lambda row: str(_("Et emne i et udvalg")), "topic", "view_topic")
subject("action", _("opgave fra et møde"), lambda row: str(_("En opgave fra et møde")), "action", "view_action")
subject(
    "proposal", _("forslag til et punkt"), lambda row: str(_("Et forslag til et punkt")), "proposal", "view_proposal"
)
subject("outcome", _("beslutning"), lambda row: str(_("En beslutning")), "outcome", "view_outcome")
subject("figure", _("tal"), lambda row: str(_("Tal til et møde")), "figure", "view_figure")
subject(
    "premeetingnote", _("note til formøde"), lambda row: str(_("En note til et formøde")), "pre_note", "view_pre_note"
)
subject("trionote", _("note i TRIO'en"), lambda row: str(_("En note i TRIO'en")), "trio_note", "view_trio_note")
