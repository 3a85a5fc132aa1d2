"""What the tests of duties share: one duty of LokalMED, items about it, and its line today."""

from med.models import Duty, Outcome, Topic, Treatment
from med.rules import duties as rules
from tests.cast import NOW, Cast
from tests.med.beside import Beside

TODAY = NOW.date()


def laid():
    """Lay the rows and leave one duty; the reference data has its own test."""
    med = Beside(Cast()).lay_rows()
    Duty.objects.exclude(pk=med.duty.pk).delete()
    return med


def line(med, today=TODAY, body=None):
    (found,) = rules.board([body or med.body], today)[(body or med.body).pk]
    return found


def at(item):
    """Return the number of an item that a line names, or None."""
    return item.pk if item is not None else None


def handle(med, state, days=-30, text="Drøftet.", outcome=""):
    meeting = med.meeting(days=days, state=state)
    topic, _made = Topic.objects.get_or_create(
        body=med.body, source_key=rules.key_of(med.duty), defaults={"title": "x", "opened_at": NOW}
    )
    item = Treatment.objects.create(meeting=meeting, topic=topic, title="Drøftelsen", put_on_at=NOW, text=text)
    if outcome:
        conclude(med, item, outcome)
    return Treatment.objects.get(pk=item.pk)


def conclude(med, item, kind):
    Outcome.objects.create(
        treatment=item, body=med.body, kind=kind, decided_on=TODAY, written_by=med.cast.referent, written_at=NOW
    )


def change(med, **values):
    Duty.objects.filter(pk=med.duty.pk).update(**values)
    med.duty.refresh_from_db()
