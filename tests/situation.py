"""The rows that the access tables point at, laid once per module in a transaction that is rolled back.

Signe (medarbejder) has reported a threat against Jonas (kollega); Mette (leder) has taken it over. Helle and Łukasz
(anden…) work in another office, as do two who are not in the demo's cast: the owner of the contingency plan and the auditor.
"""

import hashlib
import io
import logging
from contextlib import contextmanager
from unittest import mock

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.template.base import Template
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image

from core import audit, files, pdf, signin
from core.actions import attachments
from core.models import (
    Absence,
    Alarm,
    ChainStep,
    Defibrillator,
    Document,
    GuidancePage,
    Hotline,
    LegalHold,
    Mail,
    NextOfKin,
    NoticeText,
    Person,
    ReferenceLink,
    ReminderRule,
    RetentionRule,
    Role,
    Room,
    Setting,
    SettingValue,
)
from core.models import Template as Worded
from incidents import steps
from incidents.models import (
    ContingencyPlan,
    Incident,
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
from tests.beside import Beside
from tests.cast import NOW, START, Cast

SOON = NOW.date().replace(month=5)
OURS = ("core", "incidents", "med", "onboarding", "senior")


def make_incident(cast, **values):
    """Make the incident of the tables."""
    return Incident.objects.create(
        **{
            "number": "2027-0001",
            "state": "in_progress",
            "reporter": cast.medarbejder,
            "affected": cast.kollega,
            "unit": cast.office,
            "site": cast.site,
            "kinds": ["threat"],
            "occurred_at": NOW,
            "submitted_at": NOW,
            "responsible": cast.leder,
            "taken_over_at": NOW,
            "category": "A",
            "category_suggested": "A",
        }
        | values
    )


def named_addresses():
    """Return {name: pattern} of every address of our own."""
    found = {}

    def walk(patterns, namespace):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                if pattern.app_name in OURS:
                    walk(pattern.url_patterns, f"{pattern.namespace}:")
            elif namespace and pattern.name:
                found[namespace + pattern.name] = pattern

    walk(get_resolver().url_patterns, "")
    return found


class Situation:
    """The rows, the people and who of them is signed in."""

    def __init__(self):
        self.cast = cast = Cast()
        for name, label, kind in (("planejer", "Merete Fog", "plan_owner"), ("revisor", "Flemming Aaby", "auditor")):
            made = Person.objects.create(
                email=f"{name}@fjordby.example",
                name=label,
                unit=cast.other_office,
                site=cast.other_site,
                active_from=START,
            )
            setattr(cast, name, made)
            cast.names.append(name)
            Role.objects.create(person=made, kind=kind, starts_on=START)
        self.names, self.addresses, self._clients = list(cast.names), named_addresses(), {}
        self.lay_case()
        self.lay_plan()
        self.lay_house()
        self.beside = Beside(self)

    def lay_case(self):
        """Make the case and what belongs to it."""
        cast = self.cast
        self.case = make_incident(cast)
        steps.lay(self.case, by=None)
        sent = {"sent_by": cast.leder, "sent_at": NOW}
        self.sanction = Sanction.objects.create(
            incident=self.case,
            measure="by_appointment",
            state="in_force",
            site=cast.site,
            starts_on=NOW.date(),
            ends_on=SOON,
            proposed_by=cast.leder,
            proposed_at=NOW,
            decided_by=cast.leder,
            decided_at=NOW,
        )
        self.message = StaffMessage.objects.create(
            incident=self.case,
            sanction=self.sanction,
            kind="sanction",
            site=cast.site,
            text="Vær to.",
            starts_on=NOW.date(),
            ends_on=NOW.date(),
            **sent,
        )
        self.letter = Letter.objects.create(
            incident=self.case,
            type=LetterType.objects.get(code="threats"),
            heading="Brev",
            author=cast.leder,
            written_at=NOW,
        )
        learning = Learning.objects.create(incident=self.case, written_by=cast.leder, written_at=NOW)
        self.measure = Measure.objects.create(
            learning=learning, measure="To i skranken", owner=cast.leder, due_on=NOW.date()
        )
        wrote = {"incident": self.case, "written_by": cast.medarbejder, "written_at": NOW}
        self.note = PhoneNote.objects.create(words="Truslen", called_at=NOW, **wrote)
        self.description = PersonDescription.objects.create(kind="phone", traits="{}", **wrote)
        self.witness = Witness.objects.create(incident=self.case, name="Et vidne", added_by=cast.leder, added_at=NOW)
        self.draft = make_incident(
            cast, number=None, state="draft", submitted_at=None, responsible=None, taken_over_at=None
        )
        self.kin = NextOfKin.objects.create(person=cast.kollega, name="En søster", phone="10 20 30 99", updated_at=NOW)
        picture = io.BytesIO()
        Image.new("RGB", (8, 8)).save(picture, "PNG")
        upload = SimpleUploadedFile("sms.png", picture.getvalue())
        self.file = attachments.attach(self.case, upload, files.inspect(upload), by=cast.medarbejder)
        self.document = Document.objects.create(
            kind="P-15",
            number="HÆN-1",
            title="Hændelsesrapport",
            content=b"%PDF-1.7",
            sha256=hashlib.sha256(b"%PDF-1.7").hexdigest(),
            made_at=NOW,
            made_by=cast.leder,
            subject_type="incidents.incident",
            subject_id=self.case.pk,
        )

    def lay_plan(self):
        """Make the contingency plan: the deputy owns it, the new colleague is to be shown it."""
        cast = self.cast
        self.plan = ContingencyPlan.objects.create(
            unit=cast.office, owner=cast.stedfortraeder, next_revision_on=NOW.date().replace(month=9)
        )
        self.version = PlanVersion.objects.create(
            plan=self.plan, number=1, sections=[], published_at=NOW, published_by=cast.stedfortraeder
        )
        self.introduction = PlanIntroduction.objects.create(person=cast.nyansat)

    def lay_house(self):
        """Make what the administration looks after; Jonas will be away in March, with Bent as his deputy."""
        cast = self.cast
        self.absence = Absence.objects.create(
            person=cast.kollega,
            deputy=cast.senior,
            starts_on=NOW.date().replace(month=3),
            ends_on=NOW.date().replace(month=4),
        )
        self.room = Room.objects.create(site=cast.site, name="Samtalerum 1")
        self.defibrillator = Defibrillator.objects.create(site=cast.site, placement="ved skranken")
        self.value = SettingValue.objects.create(
            setting=Setting.objects.order_by("pk").first(), unit=cast.office, value="1", changed_at=NOW
        )
        self.unit_rule = ReminderRule.objects.order_by("pk").first()
        self.mail = Mail.objects.create(
            subject_type="core.site",
            subject_id=cast.site.pk,
            receiver=cast.leder,
            notice="N-01",
            speed="now",
            dedupe_key="x",
            state="stopped",
            available_at=NOW,
            created_at=NOW,
        )
        self.hold = LegalHold.objects.create(
            subject_type="incidents.incident",
            subject_id=self.draft.pk,
            reason="Klage",
            placed_at=NOW,
            placed_by=cast.dpo,
        )
        audit.record("core.site_changed", cast.site, by=cast.admin)

    # -- addresses ---------------------------------------------------------------------------------------------------
    def address(self, name):
        """Return the address of a name, pointed at the row that belongs to it."""
        return reverse(name, kwargs={key: self.key(name, key) for key in self.addresses[name].pattern.converters})

    def key(self, name, key):
        """Return what stands in one place of an address."""
        if name == "core:retention_hold":
            return {"app": "incidents", "model": "incident", "pk": self.case.pk}[key]
        plain = {
            "site_id": self.cast.site.pk,
            "setting_pk": self.value.setting_id,
            "year": 2026,
            "slug": "telephone",
            "code": "company",
            "number": 1,
            "role": "leader",
            "round": 1,
            "kind": "xlsx" if "register" in name else "spreadsheet" if "import" in name else "police",
            "key": self.file.key,
        }
        if key in plain:
            return plain[key]
        return next(row.pk for part, row in self.rows() if name.startswith(part))

    def rows(self):
        """Return (beginning of a name, row), the narrower first."""
        cast = self.cast
        first = {
            model: model.objects.order_by("pk").first()
            for model in (ChainStep, Alarm, Hotline, ReferenceLink, GuidancePage, NoticeText, RetentionRule)
        }
        return (
            ("core:settings_template_fields", Worded.objects.get(code="threats")),
            ("core:settings_template", Worded.objects.get(code="incidents.need")),
            ("incidents:sanction_new", self.case),
            ("incidents:sanctions", self.case),
            ("incidents:sanction", self.sanction),
            ("incidents:register_person", self.sanction),
            ("incidents:message", self.message),
            ("incidents:letters", self.case),
            ("incidents:letter", self.letter),
            ("incidents:measure", self.measure),
            ("incidents:phone_note_pdf", self.note),
            ("incidents:description_pdf", self.description),
            ("incidents:witness_contacted", self.witness),
            ("incidents:draft", self.draft),
            ("incidents:delete_draft", self.draft),
            *self.beside.rows(),
            ("incidents:plan_introduction", cast.nyansat),
            ("incidents:plan", self.plan),
            ("incidents:", self.case),
            ("core:person", cast.leder),
            ("core:unit", cast.office),
            ("core:site", cast.site),
            ("core:next_of_kin", self.kin),
            ("core:remove_next_of_kin", self.kin),
            ("core:document", self.document),
            ("core:settings_person", cast.kollega),
            ("core:settings_role", cast.amr.roles.get()),
            ("core:contact_check", cast.office),
            ("core:number_check", cast.office),
            ("core:absence_add", cast.kollega),
            ("core:absence", self.absence),
            ("core:settings_unit", cast.office),
            ("core:chain", cast.office),
            ("core:settings_chain_own", cast.other_office),
            ("core:settings_chain_check", cast.office),
            ("core:settings_chain", first[ChainStep]),
            ("core:settings_site", cast.site),
            ("core:settings_alarms_add", cast.site),
            ("core:settings_alarm_add", cast.site),
            ("core:settings_alarm", first[Alarm]),
            ("core:alarm_test", first[Alarm]),
            ("core:settings_defibrillator_add", cast.site),
            ("core:settings_defibrillator", self.defibrillator),
            ("core:settings_room_add", cast.site),
            ("core:settings_room", self.room),
            ("core:settings_hotlines_common", cast.office),
            ("core:settings_hotline", first[Hotline]),
            ("core:settings_link", first[ReferenceLink]),
            ("core:settings_guidance_page", first[GuidancePage]),
            ("core:settings_guidance_check", first[GuidancePage]),
            ("core:settings_value_clear", self.value),
            ("core:settings_value_check", self.value),
            ("core:settings_value", cast.office),
            ("core:settings_notice", first[NoticeText]),
            ("core:settings_rule", self.unit_rule),
            ("core:outbox", self.mail),
            ("core:retention_lift", self.hold),
            ("core:retention_period", first[RetentionRule]),
            ("core:retention_kind", first[RetentionRule]),
        )

    # -- asking ------------------------------------------------------------------------------------------------------
    def ask(self, name, address, method="get", data=None):
        """Return the status that somebody (None: nobody) gets; whatever it changed is taken back."""
        if name not in self._clients:
            client = self._clients[name] = Client()
            if name is not None:
                client.force_login(self.cast[name], backend="core.signin.PersonBackend")
        with taken_back():
            return getattr(self._clients[name], method)(address, data or {}).status_code

    def all(self, address, method="get", data=None):
        """Return {name: status} of everybody."""
        return {name: self.ask(name, address, method, data) for name in self.names}


@contextmanager
def taken_back():
    """Run something and take back what it did to the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def quick():
    """Return patches that leave out what other tests hold: making paper, and Django's copying of every context."""
    return mock.patch.multiple(pdf, render=lambda *args, **kwargs: b"%PDF-1.7"), mock.patch.object(
        Template, "_render", lambda self, context: self.nodelist.render(context)
    )


@pytest.fixture(scope="module")
def laid(django_db_setup, django_db_blocker):
    """Lay the situation once for all tests of a module, with everybody signed in."""
    with django_db_blocker.unblock(), taken_back():
        assert signin.user_logged_in.has_listeners()  # the module listens: it notes when a session began
        assert connection.settings_dict["NAME"].startswith("test_"), "mark the tests with django_db"
        with time_machine.travel(NOW, tick=False):
            made = Situation()
            made.all("/healthz")
        yield made


@pytest.fixture
def situation(laid, db):
    """Give a test the situation, with the clock standing at NOW; what it changes is taken back."""
    paper, plain = quick()
    logging.disable(logging.WARNING)  # a line for each of two thousand refusals
    with time_machine.travel(NOW, tick=False), paper, plain:
        yield laid
    logging.disable(logging.NOTSET)
