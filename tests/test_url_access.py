"""Every address and every person: who gets in, who is told no, for whom it doesn't exist. An address left out fails.

The rows stand in the situation of tests/test_permission_table.py: Signe (medarbejder) has reported a threat against
Jonas (kollega); Mette (leder) has taken it over. Helle and Łukasz (anden…) work in another office.
"""

import hashlib
import io
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image

from core import files
from core.actions import attachments
from core.models import Document, NextOfKin
from incidents import steps
from incidents.models import (
    ContingencyPlan,
    Learning,
    Letter,
    LetterType,
    Measure,
    PersonDescription,
    PhoneNote,
    PlanIntroduction,
    PlanVersion,
    Sanction,
    StaffMessage,
    Witness,
)
from tests.cast import NOW, Cast
from tests.test_url_access_administration import ADMINISTRATION
from tests.test_permission_table import make_incident

pytestmark = pytest.mark.django_db

# Without sign-in.
OPEN = """core:healthz core:readyz core:accessibility core:help_now core:help_now_at core:help_now_sheet""".split()

# Everyone who works here; what the page shows is narrowed by visible_to.
EVERYONE = """
    core:desk core:search core:menu core:contacts core:person core:unit core:site core:contingency core:guidance
    core:guidance_page core:profile core:next_of_kin
    incidents:list incidents:report incidents:colleague_help incidents:phone_note incidents:step incidents:crisis_guide
    incidents:crisis_guide_sheet incidents:learning_list incidents:register incidents:messages incidents:plan
    incidents:plan_of incidents:plan_version incidents:plan_pdf incidents:plan_introductions
""".split()

# Only by POST: reading them is refused to all, and POST is tried below.
POST_ONLY = """
    core:draft core:name_display core:theme core:confirm_next_of_kin core:demo_sign_in
    incidents:save_draft incidents:witness_contacted incidents:add incidents:consent incidents:open_citizen
    incidents:take_over incidents:take_care incidents:return_care incidents:tick incidents:undo incidents:register_person
    incidents:message_read incidents:message_person incidents:message_withdraw incidents:letter_preview
    incidents:letter_print incidents:letter_sent incidents:letter_filed incidents:plan_discard incidents:plan_check
""".split()

# Pages of the case: those named get in, the others who may see the case are told no (403), for the rest it isn't there.
SEES_THE_CASE = "medarbejder kollega leder tr amr hr"
CASE = {
    "incidents:incident": SEES_THE_CASE,
    "incidents:receipt": SEES_THE_CASE,
    "incidents:details": "medarbejder kollega leder amr",
    "incidents:correct": "medarbejder kollega leder amr",
    "incidents:add_affected": "medarbejder kollega leder amr",
    "incidents:evidence": "medarbejder kollega leder amr",
    "incidents:phone_note_to": "medarbejder kollega leder amr",
    "incidents:description": "medarbejder kollega leder amr",
    "incidents:witnesses": "medarbejder kollega leder amr",
    "incidents:show_name": "kollega leder",
    "incidents:hand_over": "leder",
    "incidents:implicate": "medarbejder kollega leder",
    "incidents:category": "leder",
    "incidents:talk": "leder",
    "incidents:joint_talk": "leder",
    "incidents:next_of_kin": "leder",
    "incidents:crisis": "medarbejder kollega leder",
    "incidents:crisis_sheet": "medarbejder kollega leder",
    "incidents:crisis_sheet_pdf": "medarbejder kollega leder",
    "incidents:police": "leder",
    "incidents:police_view": "kollega",
    "incidents:injury": "leder hr",
    "incidents:easy_sheet": "leder hr",
    "incidents:easy_sheet_pdf": "leder hr",
    "incidents:safetynet": "leder amr",
    "incidents:event_report": "kollega leder",
    "incidents:journal_note": "leder",
    "incidents:department_call": "leder",
    "incidents:call_sheet": "leder",
    "incidents:briefing": "leder",
    "incidents:briefing_sheet": "leder",
    "incidents:return_to_work": "leder",
    "incidents:supervision": "leder",
    "incidents:learning": "leder amr",
    "incidents:close": "leder",
    "incidents:reopen": "leder",
    "incidents:helped": "kollega",
    "incidents:sanctions": "medarbejder kollega leder tr amr",
    "incidents:sanction_new": SEES_THE_CASE,
    "incidents:decision_c": "leder",
    "incidents:staff_message": "leder",
    "incidents:letters": "kollega leder",
    "core:document": "kollega leder",
}

# Those named get in; for all others it isn't there (404).
HIDDEN = {
    "incidents:draft": "medarbejder",
    "incidents:delete_draft": "medarbejder",
    "incidents:phone_note_pdf": "medarbejder kollega leder",
    "incidents:description_pdf": "medarbejder kollega leder",
    "incidents:measure": "leder amr",
    "incidents:register_file": "leder chef direktoer andenleder",
    "incidents:sanction": "leder",
    "incidents:sanction_decide": "leder",
    "incidents:sanction_reject": "leder",
    "incidents:sanction_lift": "leder",
    "incidents:sanction_replace": "leder",
    "incidents:sanction_end": "leder",
    "incidents:letter": "leder",
    "incidents:letter_approve": "leder chef",
    "incidents:letter_send_back": "leder chef",
    "incidents:letter_pdf": "leder",
    "incidents:letter_new_version": "leder",
    "incidents:letter_delete": "leder",
    "core:next_of_kin_entry": "kollega",
    "core:remove_next_of_kin": "kollega",
    "core:file": "medarbejder kollega leder amr",
    "core:shown_file": "medarbejder kollega leder amr",
}

# Those named get in; all others are told no (403): that the page exists is no secret.
ROLE = {
    "incidents:statistics": "leder chef direktoer tr amr hr andenleder",
    "incidents:statistics_year": "leder chef direktoer tr amr hr andenleder",
    "incidents:statistics_pdf": "leder chef direktoer tr amr hr andenleder",
}


def named_addresses():
    """Return {name: pattern} of every address of our own."""
    found = {}

    def walk(patterns, namespace):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                if pattern.app_name in ("core", "incidents"):
                    walk(pattern.url_patterns, f"{pattern.namespace}:")
            elif namespace and pattern.name:
                found[namespace + pattern.name] = pattern

    walk(get_resolver().url_patterns, "")
    return found


class Situation:
    """The rows that the addresses point at."""

    def __init__(self):
        self.cast = cast = Cast()
        self.case = make_incident(cast)
        steps.lay(self.case, by=None)
        by = {"sent_by": cast.leder, "sent_at": NOW}
        self.sanction = Sanction.objects.create(
            incident=self.case, measure="by_appointment", state="in_force", site=cast.site, starts_on=NOW.date(),
            ends_on=NOW.date().replace(month=5), proposed_by=cast.leder, proposed_at=NOW, decided_by=cast.leder, decided_at=NOW,
        )
        self.message = StaffMessage.objects.create(
            incident=self.case, sanction=self.sanction, kind="sanction", site=cast.site, text="Vær to.", starts_on=NOW.date(), ends_on=NOW.date(), **by
        )
        self.letter = Letter.objects.create(
            incident=self.case, type=LetterType.objects.get(code="threats"), heading="Brev", author=cast.leder, written_at=NOW
        )
        learning = Learning.objects.create(incident=self.case, written_by=cast.leder, written_at=NOW)
        self.measure = Measure.objects.create(learning=learning, measure="To i skranken", owner=cast.leder, due_on=NOW.date())
        wrote = {"incident": self.case, "written_by": cast.medarbejder, "written_at": NOW}
        self.note = PhoneNote.objects.create(words="Truslen", called_at=NOW, **wrote)
        self.description = PersonDescription.objects.create(kind="phone", traits="{}", **wrote)
        self.witness = Witness.objects.create(incident=self.case, name="Et vidne", added_by=cast.leder, added_at=NOW)
        self.draft = make_incident(cast, number=None, state="draft", submitted_at=None, responsible=None, taken_over_at=None)
        self.plan = ContingencyPlan.objects.create(unit=cast.office, owner=cast.stedfortraeder, next_revision_on=NOW.date().replace(month=9))
        self.version = PlanVersion.objects.create(plan=self.plan, number=1, sections=[], published_at=NOW, published_by=cast.stedfortraeder)
        self.introduction = PlanIntroduction.objects.create(person=cast.nyansat)
        self.kin = NextOfKin.objects.create(person=cast.kollega, name="En søster", phone="10 20 30 99", updated_at=NOW)
        about = {"subject_type": "incidents.incident", "subject_id": self.case.pk}
        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        sent = SimpleUploadedFile("sms.png", picture.getvalue())
        self.file = attachments.attach(self.case, sent, files.inspect(sent), by=cast.medarbejder)
        self.document = Document.objects.create(
            kind="P-15", number="HÆN-1", title="Hændelsesrapport", content=b"%PDF-1.7", sha256=hashlib.sha256(b"%PDF-1.7").hexdigest(), made_at=NOW, made_by=cast.leder, **about
        )

    def address(self, name, pattern):
        """Return the address of a name, pointed at the row that belongs to it."""
        wanted = {key: self.value(name, key) for key in pattern.pattern.converters}
        return reverse(name, kwargs=wanted)

    def value(self, name, key):
        """Return what stands in one place of an address."""
        if key == "site_id":
            return self.cast.site.pk
        if key == "key":
            return self.file.key
        plain = {"year": 2026, "slug": "telephone", "kind": "xlsx" if "register" in name else "police", "code": "company", "number": 1, "round": 1}
        if key in plain:
            return plain[key]
        for part, row in (
            ("incidents:sanction_new", self.case), ("incidents:sanctions", self.case), ("incidents:sanction", self.sanction),
            ("incidents:register_person", self.sanction), ("incidents:message", self.message), ("incidents:letters", self.case),
            ("incidents:letter", self.letter), ("incidents:measure", self.measure), ("incidents:phone_note_pdf", self.note),
            ("incidents:description_pdf", self.description), ("incidents:witness_contacted", self.witness), ("incidents:draft", self.draft),
            ("incidents:delete_draft", self.draft), ("incidents:plan_version", self.version), ("incidents:plan_introduction", self.introduction),
            ("incidents:plan", self.plan), ("incidents:", self.case), ("core:person", self.cast.leder), ("core:unit", self.cast.office),
            ("core:site", self.cast.site), ("core:next_of_kin", self.kin), ("core:remove_next_of_kin", self.kin), ("core:document", self.document),
        ):
            if name.startswith(part):
                return row.pk
        return 1


@pytest.fixture
def situation():
    with time_machine.travel(NOW, tick=False):
        yield Situation()


def answer(person, address, method="get"):
    """Return the status that a person (None: nobody) gets."""
    client = Client(raise_request_exception=True)
    if person is not None:
        client.force_login(person)
    return getattr(client, method)(address).status_code


LISTED = {*OPEN, *EVERYONE, *POST_ONLY, *CASE, *HIDDEN, *ROLE}


def test_every_address_stands_in_the_table():
    ours = set(named_addresses())
    assert ours - LISTED - ADMINISTRATION == set()
    assert (LISTED | ADMINISTRATION) - ours == set()


def test_open_addresses_answer_without_sign_in(situation):
    addresses = named_addresses()
    assert {name: answer(None, situation.address(name, addresses[name])) for name in OPEN} == dict.fromkeys(OPEN, 200)


def test_everything_else_asks_for_sign_in(situation):
    addresses = named_addresses()
    closed = LISTED - set(OPEN) - {"core:draft", "core:demo_sign_in"}
    assert {name: answer(None, situation.address(name, addresses[name])) for name in closed} == dict.fromkeys(closed, 302)


@pytest.mark.parametrize("name", sorted({*EVERYONE, *CASE, *HIDDEN, *ROLE}))
def test_exactly_these_people_get_in(situation, name):
    address = situation.address(name, named_addresses()[name])
    allowed = set((CASE | HIDDEN | ROLE).get(name, " ".join(situation.cast.names)).split())
    told_no = set(SEES_THE_CASE.split()) if name in CASE else set(situation.cast.names) if name in ROLE else set()
    for person in situation.cast.names:
        status = answer(situation.cast[person], address)
        if person in allowed:
            assert status in (200, 302), (person, status)
        else:
            assert status == (403 if person in told_no else 404), (person, status)


@pytest.mark.parametrize("name", sorted(POST_ONLY))
def test_what_changes_something_cannot_be_done_by_a_link(situation, name):
    address = situation.address(name, named_addresses()[name])
    assert answer(situation.cast["leder"], address) == 405


@pytest.mark.parametrize("name", sorted({*CASE, *HIDDEN, *POST_ONLY} - {"core:draft", "core:demo_sign_in"}))
def test_another_office_changes_nothing_with_a_foreign_number(situation, name):
    pattern = named_addresses()[name]
    if not pattern.pattern.converters:
        return
    status = answer(situation.cast["andenleder"], situation.address(name, pattern), "post")
    # Plans are open to all readers (403); somebody else's draft number gets the form back with one's own text (422).
    assert status in {404, 405, *([403] if ":plan" in name else []), *([422] if name == "incidents:draft" else [])}, status


def test_a_number_that_does_not_exist_is_not_found(situation):
    leader = situation.cast["leder"]
    assert answer(leader, reverse("incidents:incident", args=[10**9])) == 404
    assert answer(leader, reverse("core:file", args=[uuid.uuid4()])) == 404
