"""Two who write at once see both texts and lose nothing: near misses, worries, participants, a matter in the press (E-48)."""

import pytest
import time_machine
from django.urls import reverse

from core.versions import Stale, sum_of
from incidents.actions import media, prevention
from incidents.models import MediaCase, NearMiss, PreventionCourse
from tests.cast import NOW
from tests.incidents.reported import Cast, browser


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


def near_miss(cast):
    return prevention.tell_near_miss(
        by=cast["medarbejder"], site=cast.site, happened_on=NOW.date(), what="En stol røg mod døren."
    )[0]


def shown(client, address):
    """Return what the form on a page was filled in from."""
    return client.get(address).context["form"]["version"].value()


def test_whoever_answers_second_sees_both_answers_and_keeps_both(cast):
    row = near_miss(cast)
    address, client = reverse("incidents:near_miss", args=[row.pk]), browser(cast["amr"])
    read = shown(client, address)
    prevention.answer_near_miss(row, by=cast["leder"], outcome="Stolene er byttet.")
    answer = client.post(address, {"version": read, "outcome": "Døren får en lås."})
    page = answer.content.decode()
    assert answer.status_code == 422 and "I har begge skrevet her" in page
    assert "Stolene er byttet." in page and "Døren får en lås." in page
    assert NearMiss.objects.get().outcome == "Stolene er byttet."
    fresh = answer.context["form"]["version"].value()
    assert client.post(address, {"version": fresh, "outcome": "Døren får en lås.", "keep": "both"}).status_code == 302
    assert NearMiss.objects.get().outcome == "Stolene er byttet.; Døren får en lås."


def test_who_has_read_both_may_use_the_own_and_nobody_else_meanwhile_is_written_over(cast):
    row = near_miss(cast)
    address, client = reverse("incidents:near_miss", args=[row.pk]), browser(cast["amr"])
    read = shown(client, address)
    prevention.answer_near_miss(row, by=cast["leder"], outcome="Et")
    fresh = client.post(address, {"version": read, "outcome": "Mit"}).context["form"]["version"].value()
    prevention.answer_near_miss(row, by=cast["leder"], outcome="To")
    assert client.post(address, {"version": fresh, "outcome": "Mit", "keep": "mine"}).status_code == 422
    newest = sum_of(NearMiss.objects.get(), prevention.OUTCOME)
    assert client.post(address, {"version": newest, "outcome": "Mit", "keep": "mine"}).status_code == 302
    assert NearMiss.objects.get().outcome == "Mit"


def test_an_answer_from_a_page_that_nobody_has_changed_is_saved_at_once(cast):
    row = near_miss(cast)
    address, client = reverse("incidents:near_miss", args=[row.pk]), browser(cast["amr"])
    assert client.post(address, {"version": shown(client, address), "outcome": "Gjort."}).status_code == 302
    with pytest.raises(Stale):
        prevention.answer_near_miss(row, by=cast["amr"], outcome="Andet.", version="gammel")


def test_participants_that_two_choose_at_once_are_shown_and_kept_together(cast):
    course = prevention.add_course(by=cast["hr"], kind="conflict", held_on=NOW.date(), site=cast.site)[0]
    address, client = reverse("incidents:course", args=[course.pk]), browser(cast["leder"])
    read = shown(client, address)
    prevention.set_participants(course, by=cast["amr"], participants=[cast.kollega])
    answer = client.post(address, {"version": read, "participants": [cast.medarbejder.pk]})
    assert answer.status_code == 422 and cast.kollega.name in answer.content.decode()
    assert list(PreventionCourse.objects.get().participants.all()) == [cast.kollega]
    fresh = answer.context["form"]["version"].value()
    both = {"version": fresh, "participants": [cast.medarbejder.pk], "keep": "both"}
    assert client.post(address, both).status_code == 302
    assert set(PreventionCourse.objects.get().participants.all()) == {cast.kollega, cast.medarbejder}


def test_what_the_press_is_told_is_never_written_over_unseen(cast):
    case = media.forewarn(by=cast["leder"], title="Spørgsmål om ventetid", about="")[0]
    address, client = reverse("incidents:media_edit", args=[case.pk]), browser(cast["leder"])
    read = shown(client, address)
    values = {"spokesperson": "", "guidance": "", "with_communications": False, "exposed": []}
    media.change(case, by=cast["chef"], process="Vi ser på ventetiden.", **values)
    data = {"version": read, "process": "Vi svarer i morgen.", "exposed": [cast.kollega.pk]}
    answer = client.post(address, data)
    assert answer.status_code == 422 and "Vi ser på ventetiden." in answer.content.decode()
    fresh = answer.context["form"]["version"].value()
    assert client.post(address, data | {"version": fresh, "keep": "both"}).status_code == 302
    kept = MediaCase.objects.get()
    assert kept.process == "Vi ser på ventetiden.\n\nVi svarer i morgen." and list(kept.exposed.all()) == [cast.kollega]
