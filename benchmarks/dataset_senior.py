"""Senior talks of some years, each with its offer; this year's offers wait for an answer."""

from datetime import time, timedelta

from core import calendar
from core.models import BirthDate
from senior.models import SeniorOffer, SeniorTalk


def build(count, leaders):
    """Make as many talks, among those old enough; `leaders` is {unit id: leader}."""
    today, now = calendar.today(), calendar.now()
    births = BirthDate.objects.filter(year__lte=today.year - 55).select_related("person").order_by("pk")
    old = [birth.person for birth in births]
    chosen = [(old[n % len(old)], today.year - n // len(old)) for n in range(count)]
    offers = SeniorOffer.objects.bulk_create(
        [
            SeniorOffer(
                person=person,
                unit_id=person.unit_id,
                year=year,
                state="accepted" if year < today.year or n % 2 else "offered",
                opened_at=now - timedelta(days=365 * (today.year - year)),
                offered_by=leaders[person.unit_id],
                offered_at=now,
                answer_by=today + timedelta(days=30),
            )
            for n, (person, year) in enumerate(chosen)
        ],
        batch_size=1000,
    )
    SeniorTalk.objects.bulk_create(
        [
            SeniorTalk(
                person=offer.person,
                offer=offer,
                unit_id=offer.unit_id,
                state="confirmed" if offer.year < today.year else "planned",
                wanted_at=offer.opened_at,
                planned_at=calendar.at(today + timedelta(days=n % 60), time(10)),
                place="mødelokale Havnen",
                held_on=today - timedelta(days=365) if offer.year < today.year else None,
                held_by=offer.offered_by if offer.year < today.year else None,
            )
            for n, offer in enumerate(offers)
            if offer.state == "accepted"
        ],
        batch_size=1000,
    )
