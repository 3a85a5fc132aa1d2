"""Why it could happen, and what is done so that it doesn't again; goes to the TRIO's list without names (INC-63)."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import audit, calendar, todos, topics
from core.models import Todo
from core.permissions import require, require_add
from incidents import masking, steps
from incidents.actions import agenda
from incidents.actions.ground import begin
from incidents.choices import CAUSES
from incidents.models import Learning, Measure

EFFECT_AFTER = "60d"
NOON = calendar.parse_time("12")


@transaction.atomic
def save_learning(incident, *, by, exposed, cause, course="", causes=()):
    """Write the course of events, its causes and who is exposed; return the Learning.

    With a measure it goes to the TRIO's list. The course stays with the case.
    """
    incident = begin(incident, "incidents.write_learning", by=by)
    learning, _made = Learning.objects.update_or_create(
        incident=incident,
        defaults={
            "exposed": exposed,
            "cause": cause,
            "course": course,
            "causes": list(causes),
            "written_by": by,
            "written_at": calendar.now(),
        },
    )
    audit.record("incidents.learning_saved", incident, by=by)
    _send_on(incident, learning, by)
    return learning


@transaction.atomic
def add_measure(incident, *, by, measure, owner, due_on):
    """Agree on one measure: its owner gets a to-do; (Measure, is new)."""
    incident = begin(incident, "incidents.write_learning", by=by)
    learning, _made = Learning.objects.get_or_create(
        incident=incident, defaults={"written_by": by, "written_at": calendar.now()}
    )
    row, is_new = Measure.objects.get_or_create(learning=learning, measure=measure, owner=owner, due_on=due_on)
    if is_new:
        audit.record("incidents.measure_added", incident, by=by, measure=row.pk)
        _todo(row, "incidents.measure", _("Gør det, I aftalte, for at forebygge"), due_on, _("Se tiltag"), incident, by)
        _send_on(incident, learning, by)
    return row, is_new


def _todo(measure, code, title, day, button, incident, by):
    """Open a to-do about a measure for its owner; it tells nothing of the case."""
    return todos.open_todo(
        measure,
        code,
        title=title,
        by=by,
        owner=measure.owner,
        unit=incident.unit,
        site=incident.site,
        due_at=calendar.at(day, NOON),
        link=reverse("incidents:measure", args=[measure.pk]),
        button=button,
        kind="page",
        context=str(_("Forebyggelse")),
        reasons=[_("Tiltaget er aftalt efter en hændelse, og du er ansvarlig for det.")],
    )


@transaction.atomic
def record_measure_done(measure, *, by, done_on):
    """Note that a measure is carried out; its effect is looked at later. False if that was noted before."""
    require(by, "incidents.follow_measure", measure)
    changed = Measure.objects.filter(pk=measure.pk, done_on__isnull=True).update(done_on=done_on)
    measure.refresh_from_db()
    if changed:
        audit.record("incidents.measure_done", measure, by=by)
        _complete(measure, "incidents.measure", by)
        incident = measure.learning.incident
        later = calendar.Offset.parse(EFFECT_AFTER).apply_to_date(done_on)
        _todo(
            measure,
            "incidents.measure_effect",
            _("Se, om tiltaget virkede"),
            later,
            _("Skriv, om det virkede"),
            incident,
            by,
        )
    return bool(changed)


@transaction.atomic
def record_effect(measure, *, by, effect):
    """Note whether a measure worked; return the Measure."""
    require(by, "incidents.follow_measure", measure)
    Measure.objects.filter(pk=measure.pk).update(effect=effect, effect_checked_on=calendar.today())
    measure.refresh_from_db()
    audit.record("incidents.measure_effect_checked", measure, by=by)
    _complete(measure, "incidents.measure_effect", by)
    return measure


def _complete(measure, code, by):
    """Complete the measure's waiting to-do of a code."""
    from core.models import Todo

    for todo in Todo.objects.about(measure).open().filter(code=code):
        todos.complete(todo, by=by)


def _send_on(incident, learning, by):
    """Put it on the TRIO's list and complete the step, once there is a cause and a measure."""
    if not learning.cause.strip() or not learning.measures.exists():
        return
    now = calendar.now()
    if Learning.objects.filter(pk=learning.pk, sent_to_trio_at__isnull=True).update(sent_to_trio_at=now):
        learning.sent_to_trio_at = now
        audit.record("incidents.learning_sent_to_trio", incident, by=by)
        topics.offer(topic_of(learning, incident), by=by)
    steps.done(incident, "incidents.learning", by=by)


def topic_of(learning, incident):
    """Return what the TRIO hears: place, cause and measures, no names."""
    names = masking.of_incident(incident)
    return topics.Topic(
        "learning",
        _("Forebyggelse efter en hændelse"),
        masking.mask(learning.cause, names),
        reverse("incidents:learning_list"),
        (learning._meta.label_lower, learning.pk),
        learning.sent_to_trio_at,
        incident.site_id,
        incident.unit_id,
        {"exposed": masking.mask(learning.exposed, names), "causes": [CAUSES.label(code) for code in learning.causes]},
    )


@transaction.atomic
def offer(*, by, causes, measures):
    """Put what a year has taught forward for LokalMED and the APV, as counts; return (AgendaProposal, is new)."""
    require_add(by, "incidents.offer_to_med")
    today = calendar.today()
    return agenda.propose(
        "learning",
        _("Årsager og tiltag efter hændelser, %(year)s") % {"year": today.year},
        "; ".join(f"{label}: {n}" for label, n in causes[:6])[:480]
        + "; "
        + ngettext("%(n)s tiltag er aftalt", "%(n)s tiltag er aftalt", measures) % {"n": measures},
        reverse("incidents:learning_list"),
        by=by,
        key=f"learning:{by.unit_id}:{today.isoformat()}",
        unit=by.unit,
    )


def waiting_topics(site_ids, unit_ids):
    """Return the topics of places: what was learned and has a measure not yet carried out or not yet checked."""
    here = Q(incident__site__in=site_ids) | Q(incident__unit__in=unit_ids)
    open_ones = Measure.objects.filter(learning=OuterRef("pk"), effect_checked_on__isnull=True)
    found = Learning.objects.filter(here, Exists(open_ones), sent_to_trio_at__isnull=False).select_related("incident")
    return [topic_of(learning, learning.incident) for learning in (yield found)]


def missing_causes(site_ids, unit_ids):
    """Return a neutral topic for each incident of the places whose causes nobody has written in time (R-20): place, week."""
    late = Todo.objects.filter(code="incidents.learning", subject_type="incidents.incident").late()
    here = late.filter(Q(site__in=site_ids) | Q(unit__in=unit_ids)).select_related("site", "unit")
    late_ones = yield here.order_by("due_at")
    return [
        topics.Topic(
            "learning",
            _("En hændelse på %(place)s, %(week)s: årsagen mangler")
            % {
                "place": todo.site.name if todo.site else todo.unit.name,
                "week": calendar.week_label(calendar.local_date(todo.event_at or todo.opened_at)),
            },
            _("Lederen og AMR skulle have fundet årsager og tiltag. Tal om, hvad der skal til."),
            reverse("incidents:learning_list"),
            ("core.todo", todo.pk),
            todo.due_at,
            todo.site_id,
            todo.unit_id,
        )
        for todo in late_ones
    ]
