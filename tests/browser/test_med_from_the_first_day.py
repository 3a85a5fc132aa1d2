"""A committee and its TRIO from the first day: two LokalMED meetings in a row with five real items, three TRIO meetings."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from core.models import Document, Mail
from med.models import Agreement, Body, Guideline, Meeting, Outcome, Proposal, Treatment
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import fill, fits, open_around, press, see
from tests.cast import NOW
from tests.med.meetings import Med

FIXED = [
    "Godkendelse af referat",
    "Samlet orientering fra medarbejderne",
    "Samlet orientering fra kontorlederne",
    "Orientering fra Børn og Familiechefen",
    "Orientering fra AMR Gruppen",
    "Orientering fra TR",
    "Orientering om økonomi",
    "Orientering fra HMU",
    "Orientering om sygefravær",
]
SENIOR, EXTRA_PAY, REFORM, GUIDE, INTRO = FIVE = [
    "Seniorordning",
    "Ulempetillæg",
    "Barnets lov – status på implementering",
    "Vejledning om høje følelsesmæssige krav",
    "Intro og mentorordning",
]


def danish(day):
    return f"{day:%d.%m.%Y}"


class Room:
    """People at their own screens, some days from now."""

    def __init__(self, open_page, cast, settings):
        self.open_page, self.cast, self.settings = open_page, cast, settings
        self.med = Med(cast)
        self.pages = {}

    def at(self, name, path):
        """Return a person's page at a path."""
        if name not in self.pages:
            self.pages[name] = self.open_page(path, person=self.cast[name], expect={422})
        else:
            self.pages[name].goto(path)
        return self.pages[name]

    @contextmanager
    def later(self, days):
        """Go on so many days from NOW."""
        before = self.settings.CLOCK_OFFSET
        self.settings.CLOCK_OFFSET = NOW + timedelta(days=days) - datetime.now(UTC)
        yield
        self.settings.CLOCK_OFFSET = before

    def plan(self, body, days):
        """Plan a meeting on the page; return it."""
        page = self.at("leder", f"/med/bodies/{body.pk}/plan/")
        fill(page, day=danish(NOW + timedelta(days=days)), begins="9", ends="11", place="Havnen")
        page.locator("[name='minute_taker']").select_option(str(self.cast.referent.pk))
        press(page, "Planlæg møde")
        return Meeting.objects.filter(body=body).latest("pk")

    def release(self, meeting, first, last):
        """Let both chairs say yes."""
        for name, words in (("leder", first), ("tr", last)):
            page = self.at(name, f"/med/meetings/{meeting.pk}/release/")
            press(page, words)
        meeting.refresh_from_db()

    def write(self, meeting, texts):
        """Write the minutes of some items; each saves itself when the next is taken."""
        page = self.at("referent", f"/med/meetings/{meeting.pk}/write/")
        for title, text in texts.items():
            item = meeting.treatments.standing().get(title=title)
            part = page.locator(f"#item-{item.pk}")
            part.locator("textarea[name='text']").fill(text)
            part.get_by_role("button", name="Gem").click()
            part.get_by_text("Gemt kl.").first.wait_for()

    def result(self, meeting, title, **values):
        """Note what came of an item."""
        item = meeting.treatments.standing().get(title=title)
        page = self.at("referent", f"/med/items/{item.pk}/result/")
        page.locator("[name='kind']").select_option(values.pop("kind"))
        finished = page.locator("[name='is_finished']")
        ended = values.pop("finished", True)
        if finished.is_visible():  # what stays open anyway doesn't ask
            finished.set_checked(ended, force=True)
        fill(page, **values)
        press(page, "Gem resultat")
        see(page, "Resultatet er gemt.")
        return page


@pytest.fixture
def room(open_page, cast, settings):
    call_command("load_reference", verbosity=0)
    return Room(open_page, cast, settings)


def titles(page):
    """Return the titles on an agenda, part by part."""
    return [part.locator("h3").all_inner_texts() for part in page.locator("ol.agenda").all()]


def test_two_meetings_in_a_row_leave_nothing_behind(room):
    med, cast = room.med, room.cast
    first = room.plan(med.body, 30)
    page = room.at("leder", f"/med/meetings/{first.pk}/")
    press(page, "Begynd dagsorden")
    told, asked = titles(page)
    assert (told, asked) == (FIXED, ["Eventuelt"])
    for title in FIVE:
        page.goto(f"/med/meetings/{first.pk}/items/new/")
        page.locator("[name='purpose']").select_option("decision")
        page.locator("[name='environment_effect']").select_option("none")
        fill(page, title=title, background=f"Kan udvalget sige ja til {title}?")
        press(page, "Tilføj punkt")
    assert titles(page)[1] == [*FIVE, "Eventuelt"]
    assert_accessible(page)
    room.release(first, "Godkend dagsorden", "Udsend dagsorden")
    assert first.state == "released"
    assert Mail.objects.filter(notice="M-03").count() == 8

    with room.later(30):
        page = room.at("referent", f"/med/meetings/{first.pk}/")
        press(page, "Begynd mødet")
        room.write(first, {SENIOR: "Ordningen blev gennemgået.", "Orientering fra TR": "Lønforhandlingerne begynder."})
        year = danish(NOW + timedelta(days=395))
        room.result(first, SENIOR, kind="approved_for_now", text="Ordningen gælder i et år.", review_on=year)
        room.result(first, EXTRA_PAY, kind="passed_on", passed_to="kredsen", finished=False)
        room.result(first, REFORM, kind="discussed", finished=False)
        room.result(first, GUIDE, kind="discussed")
        page = room.result(first, INTRO, kind="to_working_group", finished=False)
        group = page.locator("[name='g-name']")
        open_around(group)
        fill(
            page,
            **{
                "g-name": "Introgruppen",
                "g-purpose": "Laver et udkast til introduktion og mentorordning",
                "g-reports_on": danish(NOW + timedelta(days=60)),
            },
        )
        for name in ("amr", "tr"):
            page.locator(f"[name='g-members'][value='{cast[name].pk}']").check()
        press(page, "Nedsæt arbejdsgruppe")
        item = first.treatments.get(title=GUIDE)
        page.goto(f"/med/items/{item.pk}/result/")
        page.locator("[name='a-owner']").select_option(str(cast.amr.pk))
        fill(page, **{"a-what": "Hent svar fra børneteamet", "a-due_on": danish(NOW + timedelta(days=50))})
        press(page, "Tilføj opgave")
        page.goto(f"/med/meetings/{first.pk}/write/")
        press(page, "Slut mødet")
        for title in (SENIOR, EXTRA_PAY, REFORM, GUIDE, INTRO):
            assert hasattr(first.treatments.get(title=title), "outcome"), title
        # the agreement that waits for signatures, and the guide in draft
        page = room.at("leder", f"/med/bodies/{med.body.pk}/agreements/new/")
        fill(page, title=EXTRA_PAY, text="Tillæg for arbejde på skæve tider.")
        page.locator("[name='holder']").select_option(str(cast.tr.pk))
        page.locator("[name='state']").select_option("signing")
        press(page, page.locator("main form .send button").last)
        agreement = Agreement.objects.get()
        for party in ("Kommunen", "Kredsen"):
            page.goto(f"/med/agreements/{agreement.pk}/parties/new/")
            fill(page, party=party)
            press(page, page.locator("main form .send button").last)
        see(page, "2 mangler")
        page.goto(f"/med/bodies/{med.body.pk}/guidelines/new/")
        page.locator("[name='kind']").first.check(force=True)
        fill(page, title=GUIDE, text="Udkast til vejledning.")
        press(page, page.locator("main form .send button").last)
        assert Guideline.objects.get().state == "draft"
        room.release(first, "Godkend referat", "Send til godkendelse")
        assert first.state == "minutes_sent"
        assert Outcome.objects.get(treatment__title=SENIOR).label == "2027-1"

    with room.later(40):
        second = room.plan(med.body, 70)
        page = room.at("tr", f"/med/meetings/{second.pk}/")
        press(page, "Begynd dagsorden")
        left = titles(page)[1]
        assert set(left) == {EXTRA_PAY, REFORM, GUIDE, INTRO, "Eventuelt"}  # the scheme rests until its year has gone
        see(page, "Der er en åben opgave fra mødet")
        see(page, "Arbejdsgruppen vender tilbage.")
        fits(page)
        room.release(second, "Godkend dagsorden", "Udsend dagsorden")

    with room.later(70):
        page = room.at("referent", f"/med/meetings/{second.pk}/")
        press(page, "Begynd mødet")
        see(page, "venter på at blive godkendt")
        press(page, page.locator("form[action$='/approve/'] button"))
        first.refresh_from_db()
        assert first.state == "approved"
        room.result(second, EXTRA_PAY, kind="approved", text="Aftalen er underskrevet af alle parter.")
        for title in (REFORM, GUIDE):
            room.result(second, title, kind="noted")
        room.result(second, INTRO, kind="approved", text="Ordningen gælder fra september.")
        page = room.at("referent", f"/med/meetings/{second.pk}/write/")
        press(page, "Slut mødet")
        room.release(second, "Godkend referat", "Send til godkendelse")
        assert second.state == "minutes_sent"
        page = room.at("referent", f"/med/meetings/{first.pk}/publish/")
        for box in page.locator("main input[type='checkbox']").all():
            box.check(force=True)
        press(page, "Offentliggør referat")
        see(page, "Referatet er offentliggjort.")
        assert_accessible(page)
        reader = room.at("andenmedarbejder", f"/med/meetings/{first.pk}/")
        see(reader, "Ordningen gælder i et år.")
        fits(reader)
        found = room.at("andenmedarbejder", "/med/decisions/?q=seniorordningen")
        see(found, SENIOR)
    assert Document.objects.filter(subject_id=first.pk, kind__in=["P-01", "P-02", "P-02i"]).count() == 3

    with room.later(392):  # a year on, the scheme is on the agenda by itself
        third = room.plan(med.body, 400)
        page = room.at("leder", f"/med/meetings/{third.pk}/")
        press(page, "Begynd dagsorden")
        assert SENIOR in titles(page)[1]
        see(page, "Beslutningen skal evalueres nu.")


def test_three_trio_meetings_stay_with_the_three_and_one_point_goes_to_med(room):
    med = room.med
    habit = "interval=monthly&first=15.02.2027&last=30.04.2027&begins=9.00&ends=10.00&place=Kantinen"
    page = room.at("amr", f"/med/bodies/{med.trio.pk}/plan-year/?{habit}")
    press(page, "Planlæg møder")
    meetings = list(Meeting.objects.filter(body=med.trio).order_by("starts_at"))
    assert len(meetings) == 3 and Mail.objects.filter(notice="M-08").count() == 9
    for number, meeting in enumerate(meetings, start=1):
        with room.later((meeting.starts_at - NOW).days):
            page = room.at("amr", f"/med/meetings/{meeting.pk}/")
            press(page, "Begynd dagsorden")
            if number == 1:
                see(page, "Er det, vi gør for at forebygge, nok?")
                assert_accessible(page)
            page.goto(f"/med/meetings/{meeting.pk}/release/")
            press(page, "Udsend dagsorden")
            page.get_by_role("link", name="Begynd mødet før tid").click()  # the day before: it asks first
            press(page, "Begynd mødet")
            item = meeting.treatments.standing().get(topic__code="enough")
            page.locator(f"#item-{item.pk} textarea").fill(f"Møde {number}: vi prøver makkervagt.")
            page.locator(f"#item-{item.pk}").get_by_role("button", name="Gem").click()
            page.locator(f"#item-{item.pk}").get_by_text("Gemt kl.").first.wait_for()
            press(page, "Slut mødet")
            press(page, "Lås noterne")
            meeting.refresh_from_db()
            assert meeting.state == "approved"
    assert Treatment.objects.filter(topic__code="enough", topic__body=med.trio).count() == 3
    page.goto(f"/med/bodies/{med.trio.pk}/notes/")
    fill(page, text="To kolleger er presset af den samme sag.")
    press(page, "Gem note")
    press(page, "Send til MED")
    page.locator("[name='body']").select_option(str(med.body.pk))
    fill(page, title="Makkervagt", text="Skal vi have makkervagt i alle teams?")
    press(page, "Send til MED")
    proposal = Proposal.objects.get()
    assert proposal.body == med.body and "presset" not in proposal.text
    outsider = room.open_page("/med/", person=room.cast["chef"], expect={403, 404})
    for path in (f"/med/meetings/{meetings[0].pk}/", f"/med/bodies/{med.trio.pk}/notes/"):
        outsider.goto(path)
        assert "vi prøver makkervagt" not in outsider.content() and "presset" not in outsider.content()
    assert Body.objects.get(pk=med.trio.pk).publishes is False
