"""What MED tells the rest of the house: its subjects, navigation, desk and search."""

from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import calendar, desk, search, shell, subjects
from core.subjects import Subject
from core.written import Written
from med.choices import MED_KINDS
from med.models import Meeting, Treatment
from med.permissions.relations import seats_held


def subject(type_, title, label, name, action, key="pk"):
    """Register a kind of row under a neutral title, with the page that shows it: of the row, or of what `key` names."""
    subjects.register(
        Subject(
            f"med.{type_}",
            title,
            label,
            lambda row: reverse(f"med:{name}", args=[getattr(row, key)]),
            f"med.{action}",
        )
    )


subject("body", _("udvalg"), str, "body", "view_body")
subject(
    "meeting",
    _("møde"),
    lambda row: str(_("%(body)s %(day)s") % {"body": row.body, "day": calendar.short_date(row.starts_at)}),
    "meeting",
    "view_meeting",
)
subject("treatment", _("punkt"), lambda row: str(_("Et punkt på en dagsorden")), "item", "view_treatment")
subject("closedannex", _("lukket bilag"), lambda row: str(_("Et lukket bilag")), "item", "view_annex")
subject("topic", _("emne"), lambda row: str(_("Et emne i et udvalg")), "topic", "view_topic")
subject("action", _("opgave fra et møde"), lambda row: str(_("En opgave fra et møde")), "action", "view_action")
subject(
    "proposal", _("forslag til et punkt"), lambda row: str(_("Et forslag til et punkt")), "proposal", "view_proposal"
)
subject("outcome", _("beslutning"), lambda row: str(_("En beslutning")), "item", "view_outcome", "treatment_id")
subject("figure", _("tal"), lambda row: str(_("Tal til et møde")), "figures", "view_figure", "body_id")
subject(
    "premeetingnote",
    _("note til formøde"),
    lambda row: str(_("En note til et formøde")),
    "pre_notes",
    "view_pre_note",
    "meeting_id",
)
subject("premeeting", _("formøde"), lambda row: str(_("Et formøde")), "pre_notes", "view_pre_meeting", "meeting_id")
subject("trionote", _("note i TRIO'en"), lambda row: str(_("En note i TRIO'en")), "trio_note", "view_trio_note")


shell.register_nav("med", _("MED og TRIO"), "med:overview", "med", 30, short=_("Møder"))
shell.register_nav("med", _("Referater"), "med:minutes_list", "document", 106, shared=True)


SHOWN = ("starts_at", "published_at", "place", "body__name", "body__short_name")


@desk.news
def fresh_minutes(person, since):
    """Return minutes published lately by the bodies that the person belongs to or is covered by; one query."""
    units = person.unit.ancestor_ids if person.unit_id else []
    return [
        desk.Item(
            str(_("Nyt referat fra %(body)s") % {"body": meeting.body}),
            reverse("med:meeting", args=[meeting.pk]),
            meeting.published_at,
            calendar.long_date(meeting.starts_at),
            "document",
        )
        for meeting in _fresh(person=person.pk, on=person.standing.on, units=units, since=since)
    ]


_fresh = Written(
    lambda person, on, units, since: (
        Meeting.objects.published()
        .filter(
            Q(body__in=seats_held(person, on).values("body_id"))
            | Q(body__unit__any_of=units, body__kind__in=MED_KINDS),
            published_at__gte=since,
        )
        .select_related("body")
        .only(*SHOWN)
        .order_by("-published_at")[:5]
    ),
    person=int,
    on=date,
    units=list,
    since=datetime,
)


def in_minutes(person, words):
    """Find items of agendas and minutes by title, among those the person may see; a TRIO's are left out. One query."""
    found = (
        Treatment.objects.visible_to(person)
        .standing()
        .filter(search.every_word(words, "title", "meeting__body__name"), meeting__body__kind__in=MED_KINDS)
        .select_related("meeting__body")
        .order_by("-meeting__starts_at")[: search.LIMIT]
    )
    return [
        search.Hit(
            item.title,
            f"{item.meeting.body}, {calendar.long_date(item.meeting.starts_at)}",
            reverse("med:item", args=[item.pk]),
        )
        for item in found
    ]


search.provider(20, _("Møder"), in_minutes)
