"""What incidents keep, and how they go (GEN-16): narrative, people, files, documents, mails, to-dos, drafts.

What is left is a tombstone with codes that name nobody, so that statistics stay right.
"""

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.urls import NoReverseMatch, reverse

from core import calendar
from core.models import Attachment, Document, Draft, LegalHold, Mail, RetentionRule, Todo
from core.retention import Kind, kind
from incidents.models import Incident, Letter, Measure, Sanction, StaffMessage

ENDED = ("expired", "rejected", "lifted", "replaced")


def remove_about(subjects):
    """Delete what the house holds about these (type, id): files first, so that a crash leaves work, not files."""
    condition = Q(pk__in=[])
    for subject_type, subject_id in subjects:
        condition |= Q(subject_type=subject_type, subject_id=subject_id)
    for attachment in Attachment.objects.filter(condition):
        for path in (attachment.path, attachment.shown_path):
            if path:
                default_storage.delete(path)
    for model in (Attachment, Mail, Todo, Document):
        model.objects.filter(condition).delete()
    LegalHold.objects.filter(condition, lifted_at__isnull=False).delete()


def belongings(incident):
    """Return the (type, id) of everything that belongs to an incident, itself first."""
    found = [("incidents.incident", incident.pk)]
    for relation in Incident._meta.related_objects:
        if relation.related_model._meta.app_label == "incidents" and not relation.many_to_many:
            label = relation.related_model._meta.label_lower
            ids = relation.related_model._base_manager.filter(**{relation.field.name: incident}).values_list(
                "pk", flat=True
            )
            found += [(label, pk) for pk in ids]
    ids = Measure.objects.filter(learning__incident=incident).values_list("pk", flat=True)
    return found + [(Measure._meta.label_lower, pk) for pk in ids]


def _month(at):
    """Return the month of a moment, as statistics count it."""
    return f"{calendar.local(at):%Y-%m}"


def _sanction_limit(before):
    """Return the day by which sanctions must have ended for their incident to go.

    `before` is a day as far back as incidents are kept; sanctions have a period of their own.
    """
    periods = dict(
        RetentionRule.objects.filter(code__in=["incidents.incident", "incidents.sanction"]).values_list(
            "code", "period"
        )
    )
    if len(periods) < 2:
        return before
    judged_on = calendar.Offset.parse(periods["incidents.incident"]).apply_to_date(before)
    return calendar.Offset.parse(f"-{periods['incidents.sanction']}").apply_to_date(judged_on)


def sanctions_over(before):
    """Return sanctions whose last day was by a day; a proposal without one counts from its decision."""
    return Sanction.objects.annotate(
        last_day=Coalesce("ends_on", TruncDate("ended_at"), TruncDate("decided_at"), TruncDate("proposed_at"))
    ).filter(last_day__lte=before)


@kind("incidents.incident")
class Incidents(Kind):
    """Incidents, from the day they are closed; never before the last of their sanctions."""

    def due(self, before):
        """Return closed incidents without a sanction that is still kept."""
        kept = Sanction.objects.filter(incident=OuterRef("pk")).exclude(
            pk__in=sanctions_over(_sanction_limit(before)).values("pk")
        )
        return Incident.objects.filter(state="closed", closed_at__date__lte=before).exclude(Exists(kept))

    def began(self, row):
        """Return the day it was closed."""
        return calendar.local_date(row.closed_at)

    def facts(self, row):
        """Return the codes that statistics count, by month: no person, no text, no exact day."""
        occurred = calendar.local(row.occurred_at)
        return {
            "month": f"{occurred:%Y-%m}",
            "weekday": occurred.isoweekday(),
            "hour": occurred.hour // 3 * 3,
            "unit": row.unit_id,
            "site": row.site_id,
            "category": row.working_category,
            "kinds": sorted(row.kinds),
            "violence_types": sorted(row.violence_types),
            "channel": row.channel,
            "place": row.place,
            "perpetrator": row.perpetrator,
            "measures": sorted(
                row.sanctions.exclude(state__in=["proposed", "rejected"]).values_list("measure", flat=True)
            ),
            "decided": sorted(
                [sanction.measure, _month(sanction.decided_at)]
                for sanction in row.sanctions.exclude(state__in=["proposed", "rejected"])
            ),
        }

    def find(self, text):
        """Return the incident with a number."""
        return Incident.objects.filter(number=text.strip()).first()

    def erase(self, row, at):
        """Delete the incident with everything that belongs to it."""
        remove_of(row)


def remove_of(incident):
    """Delete an incident, its parts, and what the house holds about them."""
    things = belongings(incident)
    for letter in Letter.objects.filter(incident=incident).order_by(
        "-pk"
    ):  # newest first: each points at the one before
        letter.delete()
    for sanction in Sanction.objects.filter(incident=incident).order_by("-pk"):
        sanction.delete()
    _drafts_of(incident).delete()
    incident.delete()
    remove_about(things)


def _drafts_of(incident):
    """Return what is typed in forms of the incident and not sent; a draft is known by its form's address."""
    try:
        return Draft.objects.filter(key__startswith=reverse("incidents:incident", args=[incident.pk]))
    except NoReverseMatch:
        return Draft.objects.none()


@kind("incidents.sanction")
class Sanctions(Kind):
    """Measures against a citizen, from their last day."""

    def due(self, before):
        """Return those that are over and that no newer one replaces."""
        return sanctions_over(before).filter(
            Q(replaced_by__isnull=True), ~Q(state="in_force"), Q(incident__state="closed")
        )

    def began(self, row):
        """Return the last day."""
        return row.ends_on or calendar.local_date(row.ended_at or row.decided_at or row.proposed_at)

    def held_by(self, row):
        """Keep a sanction with its incident too."""
        return [self.subject(row), ("incidents.incident", row.incident_id)]

    def label(self, row):
        """Return the measure and nothing else."""
        return row.get_measure_display()

    def facts(self, row):
        """Return the codes that statistics count."""
        decided = [] if row.state in ("proposed", "rejected") else [[row.measure, _month(row.decided_at)]]
        return {
            "measure": row.measure,
            "month": f"{self.began(row):%Y-%m}",
            "site": row.site_id,
            "state": row.state,
            "decided": decided,
        }

    def erase(self, row, at):
        """Delete the measure and the messages about it; letters lie with the incident and go with it."""
        things = [("incidents.sanction", row.pk)]
        things += [
            ("incidents.staffmessage", pk)
            for pk in StaffMessage.objects.filter(sanction=row).values_list("pk", flat=True)
        ]
        Letter.objects.filter(sanction=row).update(sanction=None)
        row.delete()
        remove_about(things)


@kind("incidents.staff_message")
class StaffMessages(Kind):
    """Messages to the staff of a site, from their last day."""

    def due(self, before):
        """Return those that no longer hold."""
        return StaffMessage.objects.filter(ends_on__lte=before)

    def began(self, row):
        """Return the last day."""
        return row.ends_on

    def held_by(self, row):
        """Keep a message with its incident too."""
        return [self.subject(row), ("incidents.incident", row.incident_id)]

    def label(self, row):
        """Return words without the message."""
        return "Besked til de ansatte"

    def facts(self, row):
        """Return where it was, and what kind."""
        return {"site": row.site_id, "kind": row.kind}

    def erase(self, row, at):
        """Delete the message and who has read it."""
        things = [("incidents.staffmessage", row.pk)]
        row.delete()
        remove_about(things)
