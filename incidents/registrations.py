"""What incidents tells the rest of the house: its subjects, navigation and receivers."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import desk, explain, search, shell, subjects
from core.actions.rules import ALARMS
from core.subjects import Subject
from incidents.actions import alerting, introductions  # noqa: F401  (register a receiver of reminders and an opener)
from incidents.models import Incident, Letter, Measure, ProposalRequest, Sanction, StaffMessage
from incidents.rules import category, deadlines

ALARMS.update({"incidents.take_over", "incidents.lone_check_in"})


def implicated(ids):
    """Return {incident id: {person ids}} of those who must never hear of them."""
    found = {}
    for incident, person in Incident.implicated.through.objects.filter(incident__in=ids).values_list(
        "incident_id", "person_id"
    ):
        found.setdefault(incident, set()).add(person)
    return found


def of_the_incident(ids_to_incident):
    """Return a shut-out for rows that belong to an incident."""

    def lookup(ids):
        pairs = dict(ids_to_incident(ids))
        by_incident = implicated(set(pairs.values()))
        return {pk: by_incident.get(incident, set()) for pk, incident in pairs.items()}

    return lookup


def pairs(model):
    """Return a function giving (id, incident id) of the rows."""
    return lambda ids: model.objects.filter(pk__in=ids).values_list("pk", "incident_id")


subjects.register(
    Subject(
        "incidents.incident",
        _("hændelse"),
        lambda i: str(_("Hændelse %(number)s") % {"number": i.number or ""}),
        lambda i: reverse("incidents:incident", args=[i.pk]),
        "incidents.view",
        shut_out=implicated,
        files_action="incidents.read_story",
    )
)

# -- sanctions, letters and messages: a case's own rows, shut out as the case is -----------------------------------------
subjects.register(
    Subject(
        "incidents.sanction",
        _("sanktion"),
        lambda s: str(_("Sanktion %(number)s") % {"number": s.pk}),
        lambda s: reverse("incidents:sanction", args=[s.pk]),
        "incidents.view_sanction",
        shut_out=of_the_incident(pairs(Sanction)),
    )
)
subjects.register(
    Subject(
        "incidents.proposalrequest",
        _("forslag fra SFK"),
        lambda request: str(_("Et forslag")),
        lambda request: reverse("incidents:asked_proposal", args=[request.pk]),
        "incidents.answer_proposal_request",
        shut_out=of_the_incident(pairs(ProposalRequest)),
    )
)
subjects.register(
    Subject(
        "incidents.letter",
        _("brev"),
        lambda letter: str(_("Brev %(number)s") % {"number": letter.pk}),
        lambda letter: reverse("incidents:letter", args=[letter.pk]),
        "incidents.view_letter",
        shut_out=of_the_incident(pairs(Letter)),
    )
)
subjects.register(
    Subject(
        "incidents.staffmessage",
        _("besked til arbejdsstedet"),
        lambda message: str(_("Besked til arbejdsstedet")),
        lambda message: reverse("incidents:messages"),
        "incidents.read_message",
        shut_out=of_the_incident(pairs(StaffMessage)),
    )
)


# -- navigation, desk, search, reasons -----------------------------------------------------------------------------
shell.register_nav("incidents", _("Meld hændelse"), "incidents:report", "report", 20, short=_("Meld"), exact=True)
shell.register_nav("incidents", _("Hændelser"), "incidents:list", "list", 21, more=_("Mere om hændelser"))
shell.register_nav(
    "incidents",
    _("Sanktioner"),
    "incidents:register",
    "ban",
    105,
    visible=lambda person: bool(person.site_id or person.standing.roles),
    under="incidents:list",
)
shell.register_nav(
    "incidents",
    _("Tal"),
    "incidents:statistics",
    "chart",
    106,
    under="incidents:list",
    visible=lambda person: any(
        person.standing.has(kind) for kind in ("leader", "safety_rep", "union_rep", "hr", "plan_owner")
    ),
)
shell.register_nav(
    "incidents",
    _("Det har vi lært"),
    "incidents:learning_list",
    "book",
    107,
    under="incidents:list",
    visible=lambda person: any(person.standing.has(kind) for kind in ("leader", "safety_rep", "union_rep")),
)
shell.register_nav("incidents", _("Beredskabsplan"), "incidents:plan", "shield", 130, shared=True)
shell.register_nav(
    "incidents",
    _("Nye kolleger og planen"),
    "incidents:plan_introductions",
    "check",
    131,
    under="incidents:list",
    visible=lambda person: person.standing.has("safety_rep"),
)
shell.register_page("contingency", "incidents:plan")


def by_number(person, words):
    """Find incidents by number, among those the person may see. Names and places of cases are searched on their own page."""
    if not all(any(letter.isdigit() for letter in word) for word in words):
        return []  # no part of a number
    rows = (
        Incident.objects.visible_to(person)
        .submitted()
        .filter(search.every_word(words, "number"))
        .select_related("site")[: search.LIMIT]
    )
    return [
        search.Hit(
            str(_("Hændelse %(number)s") % {"number": row.number}),
            row.site.name,
            reverse("incidents:incident", args=[row.pk]),
        )
        for row in rows
    ]


search.provider(10, _("Hændelser"), by_number)
explain.topic("category", takes="types, channel, threat, vandalism, robbery")(category.explain)


def implicated_in_measures(ids):
    """Return {measure id: {person ids}} of those implicated in the incident behind it."""
    pairs = dict(Measure.objects.filter(pk__in=ids).values_list("pk", "learning__incident_id"))
    found = implicated(set(pairs.values()))
    return {pk: found.get(incident, set()) for pk, incident in pairs.items()}


subjects.register(
    Subject(
        "incidents.measure",
        _("tiltag"),
        lambda m: str(_("Et forebyggende tiltag")),
        lambda m: reverse("incidents:measure", args=[m.pk]),
        "incidents.view_measure",
        shut_out=implicated_in_measures,
    )
)


explain.topic(
    "deadlines",
    takes="occurred_at, category, first_absence_day, reported_at, taken_over_at, category_at, types, violence, conditions, opening_hours",
)(deadlines.explain)


@desk.news
def messages_to_staff(person, since):
    """Return the messages about the person's own site that hold today and are unread: one neutral line each."""
    unread = StaffMessage.objects.visible_to(person).current().exclude(readings__person=person).select_related("site")
    return [
        desk.Item(
            str(_("Læs en besked om dit arbejdssted")),
            reverse("incidents:messages"),
            message.sent_at,
            message.site.name,
            "info",
        )
        for message in unread
    ]


subjects.register(
    Subject(
        "incidents.contingencyplan",
        _("beredskabsplan"),
        lambda plan: str(_("Beredskabsplan")),
        lambda plan: reverse("incidents:plan_of", args=[plan.pk]),
        "incidents.view_plan",
    )
)
