"""What the rest of the house puts before the LokalMED committees by itself: kinds of core.topics that have a place there."""

from django.dispatch import receiver

from core import events
from med.actions import onto
from med.actions.agenda import changed
from med.choices import BodyKind, Origin
from med.models import Body, Treatment

FOR_LOCAL_MED = ("senior_scheme",)


def bodies_of(topic):
    """Return the LokalMED committees a topic is for: those of its place, all of them where it has none."""
    found = Body.objects.active().filter(kind=BodyKind.LOCAL)
    if topic.unit_id:
        found = found.filter(unit=topic.unit_id)
    return found.order_by("pk")


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
        count += 1
    return count


@receiver(events.topic_offered, dispatch_uid="med.offered")
def hear(sender, topic, by=None, **kwargs):
    """Hear of a topic in the sender's transaction."""
    if topic.kind in FOR_LOCAL_MED:
        take_up(topic, by=by)
