"""Every ordinary page: no complaint from browser or axe, and no sideways scrolling at a desk, on a phone or in large print."""

import pytest
from playwright.sync_api import Error

from core.models import GuidancePage, ReminderRule
from incidents.actions import category, taking_over
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import fits
from tests.incidents.reported import send

PHONE, DESK, SMALL = {"width": 390, "height": 844}, {"width": 1280, "height": 900}, {"width": 320, "height": 640}
PAGES = {
    "medarbejder": [
        "/",
        "/search/",
        "/contacts/",
        "/people/{leder}/",
        "/units/{unit}/",
        "/sites/{site}/",
        "/guidance/",
        "/guidance/{guidance}/",
        "/contingency/",
        "/profile/",
        "/profile/next-of-kin/",
        "/menu/",
        "/accessibility/",
        "/incidents/",
        "/incidents/plan/",
        "/incidents/messages/",
        "/incidents/sanctions/",
        "/incidents/crisis/",
        "/incidents/phone-note/",
        "/incidents/report/colleague/",
        "/incidents/{case}/details/",
        "/incidents/{case}/evidence/",
        "/absence/",
        "/incidents/strain/",
        "/incidents/strain/new/",
        "/incidents/online/",
        "/incidents/press/",
        "/incidents/media/",
        "/incidents/media/new/",
        "/incidents/prevention/",
        "/incidents/prevention/alarms/",
        "/incidents/prevention/near-misses/",
        "/incidents/prevention/courses/",
        "/incidents/prevention/tone/",
        "/incidents/prevention/calls/",
        "/incidents/prevention/walks/",
        "/incidents/prevention/alone/",
        "/incidents/overview/proposals/",
        "/incidents/sparring/",
        "/incidents/prevention/methods/",
    ],
    "leder": [
        "/",
        "/incidents/overview/",
        "/incidents/strain/numbers/",
        "/incidents/complaints/",
        "/incidents/prevention/courses/",
        "/incidents/{case}/naming/",
        "/incidents/{case}/compensation/",
        "/incidents/{case}/learning/",
        "/incidents/{case}/statements/ask/",
        "/incidents/",
        "/incidents/numbers/",
        "/incidents/learning/",
        "/incidents/sanctions/",
        "/incidents/{case}/sanctions/",
        "/incidents/{case}/letters/",
        "/incidents/{case}/injury/",
        "/incidents/{case}/injury/sheet/",
        "/incidents/{case}/safetynet/",
        "/incidents/{case}/journal-note/",
        "/incidents/{case}/department-call/",
        "/incidents/{case}/briefing/",
        "/incidents/{case}/return-to-work/",
        "/incidents/{case}/supervision/",
        "/incidents/{case}/learning/",
        "/incidents/{case}/joint-talk/",
        "/incidents/{case}/witnesses/",
        "/incidents/{case}/steps/company/",
        "/incidents/{case}/hand-over/",
        "/incidents/{case}/implicate/",
        "/incidents/{case}/affected/",
        "/incidents/{case}/crisis/sheet/",
    ],
    "admin": [
        "/settings/",
        "/settings/people/",
        "/settings/people/add/",
        "/settings/people/{leder}/",
        "/settings/roles/",
        "/settings/roles/add/",
        "/settings/units/",
        "/settings/units/{unit}/",
        "/settings/units/{unit}/chain/",
        "/settings/sites/",
        "/settings/sites/{site}/",
        "/settings/import/",
        "/settings/hotlines/",
        "/settings/links/",
        "/settings/guidance/",
        "/settings/values/",
        "/settings/rules/",
        "/settings/absences/",
        "/settings/checks/",
        "/settings/rules/{rule}/",
        "/settings/notices/",
        "/settings/outbox/",
    ],
    "dpo": [
        "/settings/",
        "/settings/audit/",
        "/settings/audit/insight/",
        "/settings/retention/",
    ],
    "hr": ["/settings/retention/", "/settings/retention/hold/"],
}
LARGE_PRINT = ["/help/{site}/", "/incidents/report/", "/incidents/{case}/", "/", "/menu/"]


@pytest.fixture
def places(cast):
    """Return what the addresses name: a case that the leader has in hand, and where people and things are."""
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    category.decide(incident, "A", by=cast["leder"], reason="")
    return {
        "case": incident.pk,
        "leder": cast.leder.pk,
        "unit": cast.office.pk,
        "site": cast.site.pk,
        "guidance": GuidancePage.objects.first().slug,
        "rule": ReminderRule.objects.first().pk,
    }


def faults_of(check, *details):
    """Return what a check finds, as a list."""
    try:
        check(*details)
    except (AssertionError, Error) as found:
        return [str(found)]
    return []


@pytest.mark.parametrize("name", PAGES)
def test_everyday_pages_at_a_desk_and_on_a_phone(open_page, cast, places, name):
    page, faults = open_page("/menu/", person=cast[name]), []
    for path in PAGES[name]:
        page.set_viewport_size(DESK)
        page.goto(path.format(**places))
        faults += faults_of(fits, page) + faults_of(assert_accessible, page)
        page.set_viewport_size(PHONE)
        faults += faults_of(fits, page)
    assert not faults, "\n".join(faults)


def test_large_print_and_the_smallest_screen(open_page, cast, places):
    page, faults = open_page("/menu/", person=cast["leder"]), []
    for path in LARGE_PRINT:
        page.set_viewport_size(SMALL)
        page.goto(path.format(**places))
        faults += faults_of(fits, page)
        page.set_viewport_size(PHONE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        faults += faults_of(fits, page)
    assert not faults, "\n".join(faults)
