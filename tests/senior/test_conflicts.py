"""Two who write at once see both texts and keep both, on every form with a version (E-48)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from senior.actions import agreements, conversations, plans, talks
from senior.models import Conversation, DevelopmentPlan, SeniorAgreement
from tests.cast import NOW
from tests.senior.house import draft, held_talk, talk_of, terms

pytestmark = pytest.mark.django_db


def collide(client, person, address, data):
    """Save over somebody else's words; return the page that shows both."""
    client.force_login(person)
    answer = client.post(address, data)
    assert answer.status_code == 422
    return answer


def test_a_talk_shows_both_and_keeps_both(cast, client):
    talk = held_talk(cast)
    read = talk.version
    talks.write(
        talk, by=cast["leder"], version=read, held_on=NOW.date(), wishes="Lederens ord", agreed="Fri fredag",
        options=[("other", "chosen", "Mentor")],
    )  # fmt: skip
    address = reverse("senior:talk_write", args=[talk.pk])
    data = {"version": read, "held_on": "05.02.2027", "wishes": "Mine ord", "option_other": "chosen"}
    answer = collide(client, cast.senior, address, data)
    page = answer.content.decode()
    assert "Lederens ord" in page and "Mine ord" in page and "Behold begge" in page
    fresh = answer.context["form"]["version"].value()
    assert client.post(address, data | {"version": fresh, "keep": "both"}).status_code == 302
    kept = talk_of(cast)
    assert kept.wishes == "Lederens ord\n\nMine ord" and kept.agreed == "Fri fredag"


def test_who_has_read_both_may_use_the_own(cast, client):
    talk = held_talk(cast)
    read = talk.version
    talks.write(talk, by=cast["leder"], version=read, held_on=NOW.date(), wishes="Lederens ord", options=())
    address = reverse("senior:talk_write", args=[talk.pk])
    data = {"version": read, "held_on": "05.02.2027", "wishes": "Mine ord", "option_other": "chosen"}
    fresh = collide(client, cast.senior, address, data).context["form"]["version"].value()
    assert client.post(address, data | {"version": fresh, "keep": "mine"}).status_code == 302
    assert talk_of(cast).wishes == "Mine ord"


def test_a_third_who_writes_meanwhile_is_shown_too(cast, client):
    talk = held_talk(cast)
    read = talk.version
    talks.write(
        talk, by=cast["leder"], version=read, held_on=NOW.date(), wishes="Et", options=[("other", "chosen", "")]
    )
    address = reverse("senior:talk_write", args=[talk.pk])
    data = {"version": read, "held_on": "05.02.2027", "wishes": "Mine", "option_other": "chosen"}
    fresh = collide(client, cast.senior, address, data).context["form"]["version"].value()
    talks.write(
        talk_of(cast),
        by=cast["leder"],
        version=fresh,
        held_on=NOW.date(),
        wishes="To",
        options=[("other", "chosen", "")],
    )
    answer = client.post(address, data | {"version": fresh, "keep": "both"})
    assert answer.status_code == 422 and "To" in answer.content.decode()


def test_an_agreement_shows_what_else_differs(cast, client):
    row = draft(cast)
    agreements.save_agreement(
        row, by=cast["hr"], version=row.version, **terms(cast, hours_after=30, text={"content": "HR's tekst"})
    )
    address = reverse("senior:agreement_edit", args=[row.pk])
    data = {
        "version": row.version, "kind": "effort", "options": ["less_time"], "starts_on": "07.03.2027",
        "evaluate_on": "24.08.2027", "hours_before": "37", "hours_after": "32", "notice_months": "3",
        "union_party": "union_rep", "union_rep": cast.tr.pk, "text_content": "Min tekst",
    }  # fmt: skip
    answer = collide(client, cast.leder, address, data)
    labels = [one["label"] for one in answer.context["form"].conflicts]
    assert {"Timer om ugen efter", "Det har I aftalt"} <= {str(one) for one in labels}
    assert "Gælder fra" not in labels
    fresh = answer.context["form"]["version"].value()
    assert client.post(address, data | {"version": fresh, "keep": "both"}).status_code == 302
    row = SeniorAgreement.objects.get(pk=row.pk)
    assert row.text["content"] == "HR's tekst\n\nMin tekst" and row.hours_after == 32


def test_a_conversation_and_a_plan_keep_both(cast, client):
    talk = conversations.plan(cast["senior"], by=cast["leder"], kind="one_to_one", planned_at=NOW)
    conversations.write(talk, by=cast["leder"], version=0, held_on=NOW.date(), points="Lederens")
    address = reverse("senior:conversation_write", args=[talk.pk])
    data = {"version": 0, "held_on": "05.02.2027", "points": "Mine"}
    assert "Lederens" in collide(client, cast.senior, address, data).content.decode()
    client.post(address, data | {"version": 1, "keep": "both"})
    assert Conversation.objects.get(pk=talk.pk).points == "Lederens\n\nMine"

    on = NOW.date() + timedelta(days=300)
    plan = plans.begin(cast["senior"], by=cast["leder"], short_goals="Et", follow_up_on=on)
    plans.change(plan, by=cast["leder"], version=0, short_goals="Et mål til", follow_up_on=on)
    address = reverse("senior:plan_edit", args=[plan.pk])
    data = {"version": 0, "short_goals": "Et", "follow_up_on": f"{on:%d.%m.%Y}"}
    collide(client, cast.senior, address, data)
    client.post(address, data | {"version": 1, "keep": "both"})
    assert DevelopmentPlan.objects.get(pk=plan.pk).short_goals == "Et mål til"  # what is a part isn't written twice
