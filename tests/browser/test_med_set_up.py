"""HR sets up a committee with its members by page alone, and the new chair can plan at once."""

from med.models import Body, Seat
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import fill, fits, press, see


def test_hr_sets_up_a_committee_and_the_chair_plans_its_first_meeting(open_page, cast):
    page = open_page("/med/bodies/", person=cast.hr, expect={422})
    page.get_by_role("link", name="Opret udvalg").click()
    page.locator("[name='name']").fill("LokalMED Havnegade")
    page.locator("[name='kind']").select_option("lokal_med")
    page.locator("[name='unit']").select_option(str(cast.office.pk))
    press(page, "Opret udvalg")
    see(page, "Udvalget er oprettet.")
    body = Body.objects.get(name="LokalMED Havnegade")
    for name, function, side, represents in (
        ("leder", "chair", "management", "leader"),
        ("tr", "vice_chair", "employee", "union_rep"),
        ("amr", "member", "employee", "safety_rep"),
    ):
        page.goto(f"{page.url.split('/med/')[0]}/med/bodies/{body.pk}/")
        page.get_by_role("link", name="Tilføj medlem").click()
        fill(page, person=cast[name].email)
        for field, value in (
            ("function", function),
            ("side", side),
            ("represents", represents),
        ):
            page.locator(f"[name='{field}']").select_option(value)
        press(page, "Tilføj medlem")
        see(page, "Pladsen er besat.")
    assert Seat.objects.filter(body=body).count() == 3
    assert_accessible(page)
    fits(page)
    chair = open_page(f"/med/bodies/{body.pk}/plan/", person=cast.leder, expect={422})
    fill(chair, day="01.03.2027", begins="9", ends="11", place="Havnen")
    press(chair, "Planlæg møde")
    meeting = body.meetings.get()
    assert meeting.invitations.count() == 3
