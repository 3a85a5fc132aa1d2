"""LokalMED in a browser: released by both chairs, written item by item while two write at once, sent and read on a phone."""

from core.models import Mail
from med.actions import agenda
from med.models import Meeting, Treatment
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import fill, fits, press, see
from tests.med.meetings import Med


def prepared(cast):
    """Return the bodies, and a meeting under preparation with one decision item."""
    med = Med(cast)
    meeting = agenda.open_agenda(med.meeting(state="planned", days=20), by=cast["leder"])
    agenda.add_item(
        meeting, by=cast["leder"], title="Hjemmearbejde", purpose="decision", background="Kan vi få en linje?"
    )
    return med, meeting


def test_both_chairs_release_the_agenda(open_page, cast):
    _med, meeting = prepared(cast)
    page = open_page(f"/med/meetings/{meeting.pk}/", person=cast["leder"])
    see(page, "Orientering om sygefravær")
    assert_accessible(page)
    press(page, "Godkend dagsorden")
    assert_accessible(page)
    press(page, "Godkend dagsorden")
    see(page, "Karen Østergaard mangler at godkende.")
    assert Meeting.objects.get().state == "agenda_open"
    phone = open_page(f"/med/meetings/{meeting.pk}/", person=cast["tr"], size="phone")
    fits(phone)
    press(phone, "Udsend dagsorden")
    press(phone, "Udsend dagsorden")
    see(phone, "Dagsordenen er udsendt til 8 medlemmer.")
    assert_accessible(phone)
    assert Mail.objects.filter(notice="M-03").count() == 8


def test_two_write_at_once_and_no_word_is_lost(open_page, cast):
    med, meeting = prepared(cast)
    Meeting.objects.filter(pk=meeting.pk).update(state="released")
    page = open_page(f"/med/meetings/{meeting.pk}/", person=cast["referent"], expect={409})
    page.get_by_role("link", name="Begynd mødet før tid").click()
    see(page, "Vil du begynde mødet før tid?")
    press(page, "Begynd mødet")
    item = Treatment.objects.get(title="Hjemmearbejde")
    part = page.locator(f"#item-{item.pk}")
    see(page, "Til stede")
    assert_accessible(page)
    Treatment.objects.filter(pk=item.pk).update(text="Karens ord", version=2, text_by=cast.tr)
    part.locator("textarea").fill("Sofies ord")
    part.get_by_role("button", name="Gem").click()
    part.get_by_text("I har begge skrevet i dette felt").wait_for()
    assert_accessible(page)
    part.get_by_role("button", name="Behold begge").click()
    part.locator("textarea:visible").wait_for()
    item.refresh_from_db()
    assert "Karens ord" in item.text and "Sofies ord" in item.text
    page.goto(f"/med/items/{item.pk}/result/")
    assert_accessible(page)
    page.locator("[name='kind']").select_option("approved")
    fill(page, text="Fredag kan aftales i teamet.")
    press(page, "Gem resultat")
    see(page, "Resultatet er gemt.")
    page.goto(f"/med/meetings/{meeting.pk}/write/")
    see(page, "Fredag kan aftales i teamet.")
    press(page, "Slut mødet")
    assert Meeting.objects.get(pk=meeting.pk).state == "minutes_draft"
    assert med.body.outcomes.count() == 1


def test_the_pages_fit_a_phone(open_page, cast):
    med, meeting = prepared(cast)
    item = Treatment.objects.get(title="Hjemmearbejde")
    page = open_page("/med/", person=cast["tr"], size="phone")
    for address in (
        "/med/",
        "/med/minutes/",
        "/med/bodies/",
        f"/med/bodies/{med.body.pk}/",
        f"/med/bodies/{med.body.pk}/figures/",
        f"/med/bodies/{med.trio.pk}/notes/",
        f"/med/items/{item.pk}/",
        f"/med/meetings/{meeting.pk}/pre-notes/",
    ):
        page.goto(address)
        fits(page)
        assert_accessible(page)
