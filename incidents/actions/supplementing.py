"""What comes after sending: addenda, told fields that were empty, files, consent (INC-09; attack 13).

Nothing sent is altered.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit, calendar
from core.actions import attachments
from core.permissions import require
from core.texts import error
from incidents import steps
from incidents.actions.ground import TWICE
from incidents.models import Addendum, Incident
from incidents.models.incident import AddendumKind
from incidents.rules import category

# Fields that may be filled once after sending, while they are empty.
FILLABLE = (
    "narrative",
    "violence_types",
    "channel",
    "citizen_name",
    "citizen_reference",
    "citizen_address",
    "place_detail",
    "before",
    "experience",
    "wellbeing",
    "alarm_used",
    "called_112",
    "police_came",
    "door_locked",
    "injured",
    "saw_doctor",
    "leader_told",
    "leader_told_at",
    "leader_told_by",
    "expected_departments",
    "category_proposed",
    "limit_passed",
    "likely_elsewhere",
)
# Only the one it happened to says these.
OWN = ("experience", "limit_passed", "wellbeing")
CITIZEN = ("citizen_name", "citizen_reference", "citizen_address")
# Told with a default at sending, so that »empty« means that nobody has said otherwise.
DEFAULTS = {"aimed_at": "direct", "perpetrator": "citizen"}


def empty_fields(incident):
    """Return the names of the fields that may still be filled."""
    return [name for name in FILLABLE if getattr(incident, name) in ("", None, [], False)]


@transaction.atomic
def fill(incident, values, *, by):
    """Fill told fields that are empty; return (incident, names that were filled, names that somebody filled before).

    Empty values are nothing. What was told is never altered: such a field is left alone and named (E-52).
    """
    incident = steps.hold(incident)
    require(by, "incidents.supplement", incident)
    given = {
        name: value
        for name, value in values.items()
        if name in (*FILLABLE, *DEFAULTS) and value not in ("", None, [], False)
    }
    free = set(empty_fields(incident))
    writable, refused = {}, []
    for name, value in given.items():
        now = getattr(incident, name)
        guessed = name == "channel" and category.is_guessed(incident)
        if name in free or ((guessed or (name in DEFAULTS and now == DEFAULTS[name])) and value != now):
            writable[name] = value
        elif now != value:
            refused.append(name)
    if writable:
        Incident.objects.filter(pk=incident.pk).update(**writable, version=F("version") + 1)
        audit.record("incidents.supplemented", incident, by=by, fields=sorted(writable))
        incident = steps.hold(incident)
        _suggest_again(incident, by=by)
        if incident.is_open:
            steps.lay(incident, by=by)
    return incident, sorted(writable), sorted(refused)


def _suggest_again(incident, *, by):
    """Work the suggestion out again from what is known now; the leader's decision stays as it is."""
    suggested = category.of(incident).category
    if suggested != incident.category_suggested:
        before = incident.category_suggested
        Incident.objects.filter(pk=incident.pk).update(category_suggested=suggested)
        audit.record("incidents.category_suggested", incident, by=by, before=before, after=suggested)
        incident.category_suggested = suggested


@transaction.atomic
def add(incident, text, *, by, kind=AddendumKind.TEXT):
    """Add to what was told, with author and time; return the Addendum. The same words pressed twice are kept once."""
    require(by, "incidents.supplement", incident)
    return _add(incident, text, by=by, kind=kind)


@transaction.atomic
def correct_moment(incident, occurred_at, text, *, by):
    """Note that it happened at another time than told. The clocks keep the first one,
    and both are shown (attack 13).
    """
    require(by, "incidents.supplement", incident)
    if occurred_at > calendar.now():
        raise ValidationError(error("E-22"), code="future")
    return _add(incident, text, by=by, kind=AddendumKind.CORRECTION, about_at=occurred_at)


def _add(incident, text, *, by, kind, about_at=None):
    Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=incident.pk)
    now = calendar.now()
    for row in Addendum.objects.filter(incident=incident, author=by, kind=kind, written_at__gte=now - TWICE):
        if row.text == text and row.about_at == about_at:
            return row
    row = Addendum(incident=incident, kind=kind, text=text, author=by, written_at=now, about_at=about_at)
    row.save(force_insert=True)
    audit.record("incidents.addendum", incident, by=by, addendum=row.pk, kind=str(kind))
    return row


@transaction.atomic
def attach(incident, uploaded, facts, *, by, kind="other", caption="", taken_at=None):
    """Seal a file as evidence: on a draft by its reporter, afterwards by whoever may supplement.

    Return the Attachment.
    """
    require(by, "incidents.edit_draft" if incident.state == "draft" else "incidents.supplement", incident)
    Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=incident.pk)
    return attachments.attach(incident, uploaded, facts, by=by, kind=kind, caption=caption, taken_at=taken_at)


@transaction.atomic
def remove(incident, attachment, *, by):
    """Take a file off a draft; what has been sent stays (E-52). False if it was gone already."""
    incident = Incident.objects.select_for_update(of=("self",), no_key=True).get(pk=incident.pk)
    if incident.state != "draft":
        require(by, "incidents.view", incident)
        raise ValidationError(error("E-52"), code="sent")
    require(by, "incidents.edit_draft", incident)
    return attachments.remove(attachment, by=by)


@transaction.atomic
def add_affected(incident, person, *, by):
    """Note that a colleague is affected too, and may follow the incident; return whether that is new."""
    incident = steps.hold(incident)
    require(by, "incidents.supplement", incident)
    if person.pk == incident.affected_id or incident.also_affected.filter(pk=person.pk).exists():
        raise ValidationError(error("E-15", navn=person.name), code="known")
    if person.pk == incident.responsible_id:
        raise ValidationError(
            _("%(name)s har ansvaret for hændelsen. Giv den videre først.") % {"name": person.name}, code="responsible"
        )
    if incident.implicated.filter(pk=person.pk).exists():
        raise ValidationError(_("%(name)s er indblandet i hændelsen.") % {"name": person.name}, code="implicated")
    incident.also_affected.add(person)
    audit.record("incidents.affected_added", incident, by=by, person=person.pk)
    return True


@transaction.atomic
def consent(incident, *, by, yes):
    """Let TR read the story, or take that back; return whether something changed (Q51)."""
    require(by, "incidents.consent", incident)
    changed = Incident.objects.filter(pk=incident.pk, union_rep_sees_story=not yes).update(union_rep_sees_story=yes)
    if changed:
        audit.record("incidents.consent_given" if yes else "incidents.consent_withdrawn", incident, by=by)
    return bool(changed)


@transaction.atomic
def open_citizen(incident, *, by, yes):
    """Let AMR of the site see the citizen's name, or take that back; return whether something changed (INC-88)."""
    require(by, "incidents.manage", incident)
    changed = Incident.objects.filter(pk=incident.pk, safety_rep_sees_citizen=not yes).update(
        safety_rep_sees_citizen=yes
    )
    if changed:
        audit.record("incidents.citizen_opened" if yes else "incidents.citizen_closed", incident, by=by)
    return bool(changed)
