"""Every main page asks the database the same number of questions whatever the data, and at most ten.

Counted as the client sees it: session, person, roles, the page, and the line in the log.
"""

import re
from unittest import mock

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import audit, editions
from core.models import (
    Absence,
    Alarm,
    Attachment,
    Document,
    GuidancePage,
    Hotline,
    LegalHold,
    Mail,
    NextOfKin,
    Person,
    ReferenceLink,
    Role,
    Setting,
    SettingValue,
    Site,
)
from incidents import steps
from incidents.models import (
    Addendum,
    Alert,
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
from tests.cast import NOW, START, unit
from tests.situation import SOON, laid, make_incident, quick  # noqa: F401  (a fixture)

BUDGET = 10

# person → the pages they open.
PAGES = {
    "leder": """
        core:desk core:menu core:help_now core:contacts core:person core:unit core:site core:profile core:next_of_kin core:guidance core:guidance_page
        core:settings_templates core:settings_template core:settings_template_preview core:settings_template_edition
        core:settings core:my_absence core:absences core:chain core:settings_units
        incidents:list incidents:incident incidents:register incidents:messages incidents:letters incidents:letter incidents:sanctions incidents:sanction
        incidents:statistics incidents:statistics_year incidents:plan incidents:plan_version incidents:learning_list incidents:measure
        incidents:details incidents:correct incidents:add_affected incidents:evidence incidents:phone_note_to incidents:phone_note incidents:description
        incidents:witnesses incidents:hand_over incidents:implicate incidents:category incidents:staff_message incidents:decision_c incidents:show_name
        incidents:talk incidents:joint_talk incidents:next_of_kin incidents:crisis incidents:crisis_guide incidents:crisis_sheet incidents:police
        incidents:injury incidents:easy_sheet incidents:safetynet incidents:event_report incidents:journal_note incidents:department_call
        incidents:briefing incidents:return_to_work incidents:supervision incidents:learning incidents:close incidents:not_relevant
        incidents:strain incidents:strain_new incidents:strain_talk incidents:strain_numbers incidents:complaints incidents:statement
        incidents:statement_ask incidents:online incidents:naming_page incidents:media incidents:media_case incidents:media_edit incidents:press
        incidents:compensation incidents:systems incidents:prevention incidents:alarms incidents:near_misses incidents:near_miss incidents:courses
        incidents:course incidents:concern incidents:calls incidents:walks incidents:walk incidents:walk_measure incidents:lone_list
        incidents:lone incidents:overview incidents:proposals incidents:methods incidents:sparring incidents:sparring_slot
    """,
    "kollega": "incidents:strain incidents:strain_day core:desk core:next_of_kin incidents:incident incidents:receipt incidents:police_view incidents:list",
    "medarbejder": """
        core:desk incidents:list incidents:incident incidents:receipt incidents:report incidents:draft incidents:colleague_help incidents:messages
    """,
    "amr": """
        core:desk incidents:list incidents:incident incidents:safetynet incidents:learning incidents:plan incidents:plan_introductions
        incidents:plan_introduction core:settings_sites core:settings_site core:alarm_test
    """,
    "tr": "core:desk incidents:incident incidents:list incidents:sanctions incidents:messages",
    "sfk": "core:settings_templates core:settings_template_fields",
    "hr": "core:settings_template core:settings_template_row core:settings_template_row_add core:desk incidents:list incidents:incident incidents:injury incidents:statistics core:settings_people core:settings_person",
    "chef": "core:desk core:help_now incidents:list incidents:statistics",
    "direktoer": "core:desk incidents:list incidents:statistics",
    "service": "core:desk incidents:messages incidents:register",
    "stedfortraeder": "incidents:plan incidents:plan_edit",
    "dpo": "core:desk core:audit core:audit_insight core:retention core:retention_kind",
    "admin": """
        core:desk core:settings core:settings_people core:settings_person core:settings_person_edit core:settings_person_add core:settings_roles core:settings_role
        core:settings_role_add core:contact_checks core:contact_check core:number_check core:absences core:absence core:settings_units core:settings_unit
        core:chain core:settings_sites core:settings_site core:settings_site_edit core:settings_hotlines core:settings_hotline core:settings_links
        core:settings_link core:settings_guidance core:settings_guidance_page core:settings_values_all core:settings_values core:settings_value
        core:settings_value_for core:settings_notices core:settings_notice core:settings_rules core:settings_rule core:outbox core:outbox_mail
        core:retention core:retention_period core:settings_import
    """,
    "planejer": "incidents:plan incidents:plan_edit core:contact_check core:number_check core:settings_rules",
}
EVERY_PAGE = [(person, name) for person, names in PAGES.items() for name in names.split()] + [("leder", "core:search")]


def grow(situation, first, last):
    """Add rows around everything the pages show, numbered from `first` up to `last`."""
    cast, case = situation.cast, situation.case
    wrote = {"incident": case, "written_by": cast.medarbejder, "written_at": NOW}
    about = {"subject_type": "incidents.incident", "subject_id": case.pk}
    settings, types = list(Setting.objects.order_by("pk")), list(LetterType.objects.order_by("pk"))
    learning = Learning.objects.get(incident=case)
    for n in range(first, last):
        below, place = unit(f"Team {n}", cast.office), Site.objects.create(name=f"Sted {n}")
        person = Person.objects.create(
            email=f"p{n}@fjordby.example", name=f"Person {n}", unit=cast.office, site=cast.site, active_from=START
        )
        lower = Person.objects.create(
            email=f"q{n}@fjordby.example", name=f"Leder {n}", unit=below, site=place, active_from=START
        )
        Role.objects.create(person=lower, kind="leader", unit=below, starts_on=START)
        Role.objects.create(person=person, kind="safety_rep", site=place, starts_on=START)
        Absence.objects.create(person=lower, deputy=person, starts_on=NOW.date(), ends_on=NOW.date())
        Absence.objects.create(person=cast.leder, starts_on=NOW.date().replace(year=2028, day=1 + n % 28))
        Alarm.objects.create(site=cast.site, kind="fixed", placement=f"rum {n}", receivers="vagten")
        cast.site.defibrillators.create(placement=f"gang {n}")
        Hotline.objects.create(firm=f"Firma {n}", phone="10 20 30 40", kind="crisis")
        ReferenceLink.objects.create(code=f"link{n}", title=f"Link {n}", url="https://fjordby.example/")
        GuidancePage.objects.create(
            code=f"X-{n}", slug=f"x-{n}", title=f"Råd {n}", audience="all", phase="before", source="planen"
        )
        SettingValue.objects.create(setting=settings[n % len(settings)], unit=below, value="1", changed_at=NOW)
        mail = {
            "subject_type": "core.site",
            "subject_id": place.pk,
            "receiver": person,
            "notice": "N-01",
            "speed": "now",
            "available_at": NOW,
            "created_at": NOW,
        }
        Mail.objects.create(dedupe_key=f"m{n}", state="sent", **mail)
        PlanIntroduction.objects.create(person=person)
        PlanVersion.objects.create(
            plan=situation.plan, number=n + 2, sections=[], published_at=NOW, published_by=cast.amr
        )
        NextOfKin.objects.create(person=cast.kollega, name=f"Nær {n}", phone="10 20 30 40", updated_at=NOW)
        NextOfKin.objects.create(person=cast.leder, name=f"Nær {n}", phone="10 20 30 40", updated_at=NOW)
        # in the case
        Addendum.objects.create(incident=case, text=f"Mere {n}", author=cast.medarbejder, written_at=NOW)
        Alert.objects.create(incident=case, person=person, kind="info", told_at=NOW)
        Witness.objects.create(incident=case, name=f"Vidne {n}", added_by=person, added_at=NOW)
        PhoneNote.objects.create(words="Ord", called_at=NOW, **wrote)
        PersonDescription.objects.create(kind="phone", traits="{}", **wrote)
        Attachment.objects.create(
            original_name="f.png",
            kind="image",
            content_type="image/png",
            size=1,
            sha256="0" * 64,
            path=f"x{n}",
            uploaded_by=person,
            uploaded_at=NOW,
            **about,
        )
        Document.objects.create(
            kind="P-15",
            number=f"X{n}",
            title="Papir",
            content=b"%PDF",
            sha256="0" * 64,
            made_at=NOW,
            made_by=cast.leder,
            **about,
        )
        audit.read("incidents.opened", case, by=person)
        case.also_affected.add(person)
        sanction = Sanction.objects.create(
            incident=case,
            measure="by_appointment",
            state="in_force",
            site=cast.site,
            starts_on=NOW.date(),
            ends_on=SOON,
            proposed_by=person,
            proposed_at=NOW,
            decided_by=cast.leder,
            decided_at=NOW,
        )
        StaffMessage.objects.create(
            incident=case,
            sanction=sanction,
            kind="sanction",
            site=cast.site,
            text="Vær to.",
            starts_on=NOW.date(),
            ends_on=SOON,
            sent_by=cast.leder,
            sent_at=NOW,
        )
        Letter.objects.create(
            incident=case, type=types[n % len(types)], heading="Brev", author=cast.leder, written_at=NOW
        )
        Measure.objects.create(learning=learning, measure=f"Tiltag {n}", owner=person, due_on=NOW.date())
        # other cases
        other = make_incident(
            cast, number=f"2027-{n + 100:04}", reporter=person, affected=cast.kollega if n % 2 else person
        )
        steps.lay(other, by=None)
        Alert.objects.create(incident=other, person=cast.leder, kind="chain", told_at=NOW)
        waiting = make_incident(
            cast,
            number=f"2027-{n + 500:04}",
            state="submitted",
            reporter=cast.medarbejder,
            affected=person,
            responsible=None,
            taken_over_at=None,
            unit=below,
        )
        Alert.objects.create(incident=waiting, person=cast.leder, kind="chain", told_at=NOW, answer_by=NOW)
        more = Learning.objects.create(incident=other, written_by=cast.leder, written_at=NOW, sent_to_trio_at=NOW)
        Measure.objects.create(learning=more, measure="Tiltag", owner=person, due_on=NOW.date())
        Letter.objects.create(
            incident=other, type=types[n % len(types)], heading="Brev", author=cast.leder, written_at=NOW
        )
        LegalHold.objects.create(
            subject_type="incidents.incident", subject_id=other.pk, reason="Klage", placed_at=NOW, placed_by=cast.dpo
        )
        situation.beside.more(n, person)
        Incident.objects.filter(pk=other.pk).update(
            closed_at=NOW.replace(year=2020), state="closed"
        ) if n % 3 == 0 else None


def questions(situation, person, name):
    """Return the statements that one page makes; the savepoints of the test's own transaction left out."""
    method, data = ("post", {"q": "Person"}) if name == "core:search" else ("get", None)
    address = reverse(name) if name == "core:search" else situation.address(name)
    assert situation.ask(person, address, method, data) == 200, (person, name)  # also warms what a process keeps
    with CaptureQueriesContext(connection) as captured:
        situation.ask(person, address, method, data)
    return [query["sql"] for query in captured if not re.match(r"SAVEPOINT|RELEASE|ROLLBACK|SET ", query["sql"])]


@pytest.fixture(scope="module")
def counted(laid, django_db_blocker):  # noqa: F811
    """Return {(person, page): (questions with little data, with ten times as much)}."""
    paper, plain = quick()
    always = mock.patch.object(editions, "KEPT_SECONDS", float("inf"))  # else the clock on the wall asks now and then
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False), paper, plain, always:
        grow(laid, 0, 3)
        few = {page: questions(laid, *page) for page in EVERY_PAGE}
        grow(laid, 3, 30)
        return {page: (few[page], questions(laid, *page)) for page in EVERY_PAGE}


@pytest.mark.django_db
@pytest.mark.parametrize("page", EVERY_PAGE, ids=" ".join)
def test_a_page_asks_the_same_few_questions_whatever_the_data(counted, page):
    few, many = counted[page]
    assert len(few) == len(many), "\n".join(one[-300:] for one in many if many.count(one) > few.count(one))[:4000]
    assert len(many) <= BUDGET, "\n".join(f"{one[:60]} … {one[-160:]}" for one in many)
