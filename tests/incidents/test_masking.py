"""The citizen's name stays out of the story for whoever may not read it (INC-88, 7.2)."""

import pytest
import time_machine

from core.models import Attachment
from incidents import masking
from incidents.actions import learning, sanctions, supplementing, taking_over
from tests.incidents.reported import NOW, Cast, browser, send

STORY = "Kim Lindgaard kastede stolen. Kims søn så det, og LINDGAARD råbte. Hans var ikke med."


@pytest.fixture
def cast(db):
    with time_machine.travel(NOW, tick=False):
        yield Cast()


@pytest.fixture
def incident(cast):
    """Signe tells what happened to Jonas, with the citizen's name in every text."""
    found = send(cast, reporter="medarbejder", affected="kollega", narrative=STORY)
    words = {"citizen_name": "Kim Lindgaard", "before": "Jeg ringede til Lindgaard.", "place_detail": "Ved Kims stol"}
    supplementing.fill(found, words, by=cast["medarbejder"])
    found = taking_over.take_over(found, by=cast["leder"])
    supplementing.add(found, "Kim kom igen kl. 14.", by=cast["leder"])
    Attachment.objects.create(
        subject_type="incidents.incident",
        subject_id=found.pk,
        original_name="sms fra Lindgaard.png",
        uploaded_by=cast["leder"],
        uploaded_at=NOW,
        size=10,
        content_type="image/png",
        kind="screenshot",
    )
    return found


def page(cast, name, incident):
    return browser(cast[name]).get(f"/incidents/{incident.pk}/").content.decode()


def test_amr_reads_the_story_without_the_name_until_the_leader_shows_it(cast, incident):
    text = page(cast, "amr", incident)
    assert "Kim" not in text and "Lindgaard" not in text and "LINDGAARD" not in text
    assert "[borgeren] kastede stolen. [borgeren] søn så det, og [borgeren] råbte." in text
    assert "[borgeren] kom igen kl. 14." in text and "sms fra [borgeren].png" in text
    supplementing.open_citizen(incident, by=cast["leder"], yes=True)
    assert "Kim Lindgaard kastede stolen" in page(cast, "amr", incident)


def test_tr_with_consent_reads_it_without_the_name_too(cast, incident):
    supplementing.consent(incident, by=cast["kollega"], yes=True)
    text = page(cast, "tr", incident)
    assert "[borgeren] kastede stolen" in text and "Lindgaard" not in text


@pytest.mark.parametrize("name", ["leder", "kollega"])
def test_the_leader_and_the_affected_read_it_as_it_was_told(cast, incident, name):
    assert "Kim Lindgaard kastede stolen" in page(cast, name, incident)


def test_who_answers_for_a_measure_reads_it_without_the_name(cast, incident):
    learning.save_learning(incident, by=cast["leder"], exposed="Jonas", cause="Skranken er åben")
    made, _is_new = learning.add_measure(
        incident, by=cast["leder"], measure="Flyt stolen, Kim kastede", owner=cast["amr"], due_on=NOW.date()
    )
    address = f"/incidents/measures/{made.pk}/"
    assert "Flyt stolen, [borgeren] kastede" in browser(cast["amr"]).get(address).content.decode()
    assert "Flyt stolen, Kim kastede" in browser(cast["leder"]).get(address).content.decode()


def test_an_answered_proposal_is_read_without_the_name(cast, incident):
    proposal = sanctions.propose(
        incident, by=cast["amr"], measure="access_ban", reason="Han må ikke komme igen foreløbig."
    )
    sanctions.reject(proposal, by=cast["chef"], reason="Kim Lindgaard har sagt undskyld for det.")
    text = browser(cast["amr"]).get(f"/incidents/{incident.pk}/sanctions/").content.decode()
    assert "[borgeren] har sagt undskyld" in text and "Lindgaard" not in text


def test_the_reporter_reads_the_own_words_as_written(cast, incident):
    assert "Kim Lindgaard kastede stolen" in page(cast, "medarbejder", incident)


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        (
            "Hans Bo Dahl",
            "Han tog hans taske, og Hans gik. hans bo dahl",
            "Han tog hans taske, og [borgeren] gik. [borgeren]",
        ),
        ("Kurt Opfundet", "Kurter er sko. Kurt Opfundets hund", "Kurter er sko. [borgeren] hund"),
        ("", "Ingen er nævnt.", "Ingen er nævnt."),
        ("Åse von der Lieth", "Åse og Lieth, men ikke von", "[borgeren] og [borgeren], men ikke von"),
    ],
)
def test_names_are_found_as_names(name, text, masked):
    assert masking.mask(text, masking.ways_to_say(name)) == masked
