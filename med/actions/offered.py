"""What the rest of the house puts before the LokalMED committees by itself: kinds of core.topics that have a place there."""

from django.dispatch import receiver

from core import events
from core.models import Unit
from med.actions import house, onto
from med.actions.agenda import changed
from med.choices import BodyKind, Origin
from med.models import Body, Treatment

FOR_LOCAL_MED = ("senior_scheme", "statistics", "plan")


def bodies_of(topic):
    """Return the LokalMED committees a topic is for: the nearest above its unit, all of them where it has none."""
    found = list(Body.objects.active().filter(kind=BodyKind.LOCAL).select_related("unit").order_by("pk"))
    unit = Unit.objects.filter(pk=topic.unit_id).first() if topic.unit_id else None
    if unit is None:
        return found
    above = [body for body in found if body.unit and unit.path.startswith(body.unit.path)]
    nearest = max((len(body.unit.path) for body in above), default=0)
    return [
        body for body in above if len(body.unit.path) == nearest
    ]  # an office's paper goes to the committee above it


def take_up(topic, *, by=None):
    """Put the topic on each committee's next agenda; one that is there already gets the newest words. Returns how many."""
    label, pk = topic.subject
    count = 0
    for body in bodies_of(topic):
        _topic, treatment = onto.bring(
            body, by=by, title=topic.title, source_key=f"{label}:{pk}", origin=Origin.HOUSE, background=topic.text
        )
        if treatment is not None and treatment.background != topic.text:
            Treatment.objects.filter(pk=treatment.pk).update(background=topic.text)
            changed(treatment.meeting, by=by, reworded=treatment.pk)
        if treatment is not None:
            house.take_along(treatment, topic, by=by)
        count += 1
    return count


@receiver(events.topic_offered, dispatch_uid="med.offered")
def hear(sender, topic, by=None, **kwargs):
    """Hear of a topic in the sender's transaction."""
    if topic.kind in FOR_LOCAL_MED:
        take_up(topic, by=by)
