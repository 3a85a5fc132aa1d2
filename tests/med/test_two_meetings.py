"""Two LokalMED meetings in a row through the pages: prepared, released jointly, held, minuted, approved, published.

The second meeting's agenda must hold what the first left behind.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core.models import Document, Mail, Todo
from med.models import Action, Meeting, Outcome, Topic, Treatment
from tests.cast import NOW, Cast
from tests.med.meetings import Med

pytestmark = pytest.mark.django_db


class Walk:
    """People at their screens."""

    def __init__(self, med):
        self.med, self.cast, self.clients = med, med.cast, {}

    def client(self, name):
        if name not in self.clients:
            self.clients[name] = Client()
            self.clients[name].force_login(self.cast[name], backend="core.signin.PersonBackend")
        return self.clients[name]

    @contextmanager
    def later(self, days):
        """Go on so many days from NOW; everybody signs in again."""
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            self.clients.clear()
            yield
        self.clients.clear()

    def get(self, who, name, pk, status=200):
        response = self.client(who).get(reverse(f"med:{name}", args=[pk]))
        assert response.status_code == status, (who, name, response.status_code)
        return response

    def post(self, who, name, pk, status=302, **data):
        response = self.client(who).post(reverse(f"med:{name}", args=[pk]), data)
        if response.status_code != status:
            raise AssertionError(f"{who} {name}: {response.status_code} {response.content.decode()[:3000]}")
        return response

    def plan(self, day, who="referent"):
        self.post(
            who,
            "plan",
            self.med.body.pk,
            day=f"{day:%d.%m.%Y}",
            begins="9",
            ends="11.30",
            place="Havnen",
            kind="ordinary",
            minute_taker=str(self.cast.referent.pk),
        )
        return Meeting.objects.order_by("-pk").first()

    def items(self, meeting):
        return {one.title: one for one in meeting.treatments.standing().select_related("topic")}

    def say_yes(self, meeting, who, what="agenda"):
        meeting.refresh_from_db()
        self.get(who, "release", meeting.pk)
        self.post(who, "release", meeting.pk, version=getattr(meeting, f"{what}_version"))
        meeting.refresh_from_db()


@pytest.fixture
def walk():
    with time_machine.travel(NOW, tick=False):
        yield Walk(Med(Cast()))


def release(walk, meeting):
    """Let both chairs say yes to the agenda."""
    walk.say_yes(meeting, "leder")
    assert meeting.state == "agenda_open"  # one yes is not enough
    walk.say_yes(meeting, "tr")
    assert meeting.state == "released"


def hold(walk, meeting, results):
    """Hold the meeting and write the minutes: results is {title: fields of the result form}."""
    walk.post("referent", "begin", meeting.pk)
    walk.get("referent", "write", meeting.pk)
    for title, item in walk.items(meeting).items():
        walk.post("referent", "text", item.pk, version=item.version, text=f"Vi talte om {title.lower()}.")
    for title, fields in results.items():
        item = walk.items(meeting)[title]
        walk.get("referent", "result", item.pk)
        walk.post("referent", "result", item.pk, form="outcome", **fields)
    walk.get("referent", "attendance", meeting.pk)
    rows = list(meeting.attendances.all())
    walk.post("referent", "attendance", meeting.pk, form="rows", **{f"p{row.pk}": "present" for row in rows})
    walk.post("referent", "end", meeting.pk)
    walk.say_yes(meeting, "leder", "minutes")
    walk.say_yes(meeting, "tr", "minutes")
    assert meeting.state == "minutes_sent"


def test_two_meetings_from_proposal_to_published_minutes(walk):
    cast, first_day = walk.cast, NOW.date() + timedelta(days=30)
    first = walk.plan(first_day)
    walk.get("referent", "meeting", first.pk)
    walk.post(
        "medarbejder",
        "propose",
        walk.med.body.pk,
        title="Hjemmearbejde",
        text="Kan vi få en linje?",
        purpose="decision",
    )
    walk.post("leder", "open_agenda", first.pk)
    titles = [one.title for one in first.treatments.standing().filter(part="A")]
    assert titles[0] == "Godkendelse af referat" and len(titles) == 9
    page = walk.get("tr", "meeting", first.pk).content.decode()
    assert "Hjemmearbejde" in page
    proposal = walk.med.body.proposals.get()
    walk.get("tr", "proposal", proposal.pk)
    walk.post("tr", "accept", proposal.pk, meeting=first.pk)
    walk.get("leder", "item_new", first.pk)
    for title in ("Seniorordning", "Ulempetillæg", "Barnets lov"):
        walk.post(
            "leder",
            "item_new",
            first.pk,
            title=title,
            purpose="decision",
            duration="10",
            background="Kan det godkendes?",
        )
    items = walk.items(first)
    assert list(items)[-1] == "Eventuelt"  # stays last
    walk.post("leder", "item_up", items["Barnets lov"].pk)
    walk.post("medarbejder", "item_input", items["Samlet orientering fra medarbejderne"].pk, text="Travlt om mandagen.")
    for name in ("leder", "tr", "amr", "referent", "sfk"):
        walk.get(name, "item", items["Seniorordning"].pk)
    walk.get("andenleder", "meeting", first.pk, status=404)
    release(walk, first)
    assert Document.objects.filter(kind="P-01", subject_id=first.pk).count() == 1
    assert Mail.objects.filter(notice="M-03").count() == 8
    review = (first_day + timedelta(days=60)).strftime("%d.%m.%Y")
    with walk.later(30):
        hold(
            walk,
            first,
            {
                "Hjemmearbejde": {"kind": "postponed", "is_finished": ""},
                "Seniorordning": {"kind": "approved_for_now", "text": "Ordningen prøves.", "review_on": review},
                "Ulempetillæg": {"kind": "approved", "text": "Teksten er godkendt.", "is_finished": "on"},
                "Barnets lov": {"kind": "discussed", "is_finished": "on"},
            },
        )
    assert [one.label for one in Outcome.objects.filter(number__isnull=False).order_by("number")] == [
        "2027-1",
        "2027-2",
    ]
    assert Mail.objects.filter(notice="M-06").exists()
    with walk.later(35):
        walk.post("amr", "remark", first.pk, text="Husk støjen.")
        walk.get("amr", "meeting", first.pk)
        second = walk.plan(first_day + timedelta(days=70))
        walk.post("tr", "open_agenda", second.pk)
    left = {one.title: one.carried_because for one in second.treatments.standing().filter(carried__gt=0)}
    assert set(left) == {"Hjemmearbejde", "Seniorordning"}
    assert left["Seniorordning"] == "Beslutningen skal evalueres nu."
    with walk.later(80):
        release(walk, second)
    with walk.later(100):
        walk.post("referent", "begin", second.pk)
        approval = walk.items(second)["Godkendelse af referat"]
        assert "venter på at blive godkendt" in walk.get("referent", "write", second.pk).content.decode()
        walk.post("referent", "approve", approval.pk, status=422, corrections="")  # a remark waits for its answer
        walk.post("referent", "approve", approval.pk, corrections="", anyway="on")
        first.refresh_from_db()
        assert first.state == "approved" and first.approved_in == approval
        walk.post("referent", "text", walk.items(first)["Eventuelt"].pk, version=1, text="Rettelse")
        assert walk.items(first)["Eventuelt"].text == "Vi talte om eventuelt."  # locked
        walk.post("amr", "remark", first.pk, text="Et tillæg til støj.")
        assert first.addenda.count() == 1
        walk.get("medarbejder", "publish", first.pk, status=403)
        walk.get("referent", "publish", first.pk)
        ticks = ("citizens", "illness", "cases", "names", "private", "numbers", "files")
        walk.post("referent", "publish", first.pk, status=422, read="on")
        walk.post("referent", "publish", first.pk, **dict.fromkeys((*ticks, "read"), "on"))
        first.refresh_from_db()
        assert first.state == "published"
        assert "Ordningen prøves." in walk.get("andenmedarbejder", "meeting", first.pk).content.decode()
        assert Document.objects.filter(subject_id=first.pk, kind__in=["P-02", "P-02i"]).count() == 2
    assert cast.referent and Treatment.objects.filter(topic__title="Seniorordning").count() == 2


def test_an_agreed_action_waits_for_its_owner_and_comes_back_until_it_is_done(walk):
    med, cast = walk.med, walk.cast
    meeting = med.meeting(state="under_way", days=0)
    item = med.treatment(meeting, "Støj")
    due = (NOW.date() + timedelta(days=20)).strftime("%d.%m.%Y")
    walk.post(
        "referent",
        "result",
        item.pk,
        form="action",
        **{"a-what": "Mål støjen", "a-owner": cast.amr.pk, "a-due_on": due},
    )
    action = Action.objects.get()
    assert Todo.objects.waiting_for(cast["amr"]).filter(subject_type="med.action", subject_id=action.pk).exists()
    walk.post("referent", "result", item.pk, form="outcome", kind="noted", is_finished="on")
    assert not Topic.objects.get(pk=item.topic_id).is_open
    following = med.meeting(days=60)
    walk.post("leder", "open_agenda", following.pk)
    again = following.treatments.get(topic=item.topic)
    assert "åben opgave" in again.carried_because
    walk.get("amr", "action", action.pk)
    walk.post("amr", "action", action.pk, note="Målt til 60 decibel")
    action.refresh_from_db()
    assert action.done_on == NOW.date()
    assert not Todo.objects.open().filter(subject_id=action.pk, subject_type="med.action").exists()
    third = med.meeting(days=120)
    walk.post("leder", "open_agenda", third.pk)
    assert not third.treatments.filter(topic=item.topic).exists()


def test_nothing_vanishes_when_an_item_is_taken_off_or_a_meeting_is_called_off(walk):
    med = walk.med
    meeting = walk.plan(NOW.date() + timedelta(days=20))
    topic = Topic.objects.create(body=med.body, title="Parkering", opened_at=NOW)
    walk.post("leder", "open_agenda", meeting.pk)
    item = meeting.treatments.get(topic=topic)
    walk.post("leder", "item_off", item.pk)
    assert not meeting.treatments.standing().filter(topic=topic).exists()
    walk.post("leder", "item_back", item.pk)
    assert meeting.treatments.standing().filter(topic=topic).exists()
    walk.get("leder", "cancel", meeting.pk)
    walk.post("leder", "cancel", meeting.pk, reason="Formanden er syg den dag.")
    meeting.refresh_from_db()
    assert meeting.state == "cancelled" and Mail.objects.filter(notice="M-05").exists()
    following = med.meeting(days=60)
    walk.post("leder", "open_agenda", following.pk)
    assert following.treatments.filter(topic=topic).exists()
