"""Bring something onto a body's agenda from elsewhere: a duty, a question from another body, an answer (MED-38, MED-43).

The topic is there once for its source. What is open comes on the next agenda by itself; an agenda under preparation gets
it at once, and after the release it goes to the supplement.
"""

from django.db import transaction
from django.db.models import Max

from core import audit, calendar
from med.actions.agenda import changed
from med.choices import MeetingState, Origin, Part
from med.models import Meeting, Topic, Treatment


def next_meeting(body):
    """Return the body's next meeting whose agenda can take more, or None."""
    return (
        Meeting.objects.filter(
            body=body,
            state__in=[MeetingState.PLANNED, MeetingState.AGENDA_OPEN, MeetingState.RELEASED],
            starts_at__gt=calendar.now(),
        )
        .order_by("starts_at", "pk")
        .first()
    )


@transaction.atomic
def bring(body, *, by, title, source_key, origin=Origin.CHAIR, purpose="discussion", background="", **values):
    """Open the source's topic (again) and let the next agenda have it; return (topic, treatment or None)."""
    now = calendar.now()
    topic, made = Topic.objects.get_or_create(
        body=body,
        source_key=source_key,
        defaults={"title": title[:160], "origin": origin, "origin_person": by, "opened_at": now},
    )
    if not made and topic.closed_at:
        Topic.objects.filter(pk=topic.pk).update(closed_at=None, closed_by=None, rests_until=None)
    meeting = next_meeting(body)
    audit.record("med.topic_brought", topic, by=by, made=made)
    if meeting is None:
        return topic, None
    meeting = Meeting.objects.select_related("body").select_for_update(of=("self",)).get(pk=meeting.pk)
    there = meeting.treatments.standing().filter(topic=topic).first()
    if there is not None:
        return topic, there
    part = Part.C if meeting.state == MeetingState.RELEASED else Part.B
    last = (
        meeting.treatments.standing().filter(part=part).exclude(order__gte=900).aggregate(last=Max("order"))["last"]
        or 0
    )
    treatment = Treatment.objects.create(
        meeting=meeting,
        topic=topic,
        part=part,
        order=min(last + 10, 890),
        title=title[:160],
        purpose=purpose,
        background=background[:8000],
        put_on_by=by,
        put_on_at=now,
        **values,
    )
    changed(meeting, by=by, put_on=treatment.pk)
    return topic, treatment
