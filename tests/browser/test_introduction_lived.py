"""Three newcomers set up by HR, and one of them followed for three months with time moved on, through the pages alone."""

from datetime import date, datetime

import pytest
from django.conf import settings as live

from core import calendar, outbox
from core.models import Mail, Person, Todo
from onboarding.actions import clock
from onboarding.models import Course
from tests.browser.pages import choose, fits, press, see
from tests.cast import ZONE

EASTER_TUESDAY = date(2027, 3, 30)


def go_to(text):
    """Move the product's clock to a Danish moment, and let it do what it does by itself."""
    live.CLOCK_OFFSET = datetime.fromisoformat(text).replace(tzinfo=ZONE) - datetime.now(ZONE)
    clock.run(calendar.today())
    outbox.deliver_waiting()


def made(page, name, start, *, weekdays=(1, 2, 3, 4, 5), experience="newly_hired", private=""):
    """Make a course as HR does: what is known, every date, one confirm. Return it."""
    Person.objects.filter(name=name).update(active_from=start)
    page.goto("/onboarding/courses/new/")
    page.locator("[name='person']").fill(name)
    page.locator("[name='start_on']").fill(f"{start:%d.%m.%Y}")
    page.locator("[name='unit']").select_option(label="Børnemyndighed")
    page.locator("[name='site']").select_option(label="Fjordby Rådhus")
    for day in range(1, 8):
        page.locator(f"[name='weekdays'][value='{day}']").set_checked(day in weekdays)
    choose(page, "experience", experience)
    page.locator("[name='mentor']").fill("Peter Lindhardt")
    page.locator("[name='private_address']").fill(private)
    press(page, "Vis alle datoer")
    see(page, "Intet er oprettet endnu.")
    press(page, "Opret forløb")
    see(page, "Forløbet er oprettet.")
    return Course.objects.get(person__name=name)


def test_three_newcomers_are_set_up(open_page, cast):
    page = open_page("/onboarding/", person=cast["hr"])
    after_easter = made(page, "Amalie Skov", EASTER_TUESDAY, private="amalie@privat.example")
    assert after_easter.rows.get(code="coffee").day == EASTER_TUESDAY
    assert after_easter.welcome.sends_on == date(2027, 3, 23)
    assert after_easter.items.get(code="desk").due_on == date(2027, 3, 24)  # the working day before Easter
    part_time = made(page, cast.kollega.name, date(2027, 3, 1), weekdays=(1, 3, 5))
    days = {row.day.isoweekday() for row in part_time.rows.filter(day__isnull=False)}
    assert days <= {1, 3, 5}
    assert {calendar.local_date(one.starts_at).isoweekday() for one in part_time.meetings.all()} <= {1, 3, 5}
    experienced = made(page, cast.medarbejder.name, date(2027, 3, 1), experience="experienced")
    assert not experienced.meetings.filter(series="daily").exists()
    assert experienced.rows.count() < after_easter.rows.count()
    page.goto("/onboarding/courses/")
    for name in ("Amalie Skov", cast.kollega.name, cast.medarbejder.name):
        see(page, name)


@pytest.fixture
def amalie(open_page, cast):
    """Return Amalie's course as HR made it, on the Tuesday after Easter."""
    page = open_page("/onboarding/", person=cast["hr"])
    return made(page, "Amalie Skov", EASTER_TUESDAY, private="amalie@privat.example")


def test_one_is_followed_from_the_letter_to_the_mentor_scheme(open_page, cast, amalie):
    course = amalie
    at = f"/onboarding/{course.pk}/"

    # three weeks before: the schedule and the letter
    go_to("2027-03-09T09:00")
    page = open_page(f"{at}schedule/", person=cast["mentor"])
    press(page, "Godkend skema")
    see(page, "Skemaet er godkendt.")
    page = open_page(f"{at}letter/", person=cast["leder"])
    press(page, "Godkend brev")
    see(page, "Det bliver sendt tirsdag den 23. marts 2027.")

    # a week before: it goes by itself, and Amalie opens her pages on the phone
    go_to("2027-03-23T08:00")
    mail = Mail.objects.get(notice="O-20")
    assert mail.state == "sent"
    page = open_page(outbox.LINKS["O-20"](mail), size="phone")
    press(page, "Åbn velkomstsiden")
    see(page, "Velkommen, Amalie")
    see(page, "tir. 30.03.2027")
    fits(page)

    # the first day: what is hers is on her phone
    go_to("2027-03-30T08:30")
    page = open_page("/onboarding/", person=cast["nyansat"], size="phone")
    see(page, "Morgenkaffe med kolleger i teamet")
    fits(page)
    item = course.items.get(code="next_of_kin")
    press(page, page.locator(f"#item-{item.number} button"))
    see(page, "er markeret udført")
    page = open_page(at, person=cast["mentor"])
    press(page, page.locator(f"#item-{course.items.get(code='breakfast').number} button").first)
    course.refresh_from_db()
    assert course.state == "start" and course.welcome.private_address == ""

    # week 4: the first status meeting, with notes that the leader never sees
    go_to("2027-04-19T12:30")
    meeting = course.meetings.first()
    assert calendar.local(meeting.starts_at).isoformat()[:16] == "2027-04-19T13:00"
    page = open_page("/onboarding/mentor/", person=cast["mentor"])
    see(page, "Amalie Skov")
    page.goto(f"/onboarding/meetings/{meeting.pk}/")
    page.locator("[name='now_how']").fill("Det går bedre end ventet.")
    press(page, "Gem og markér holdt")
    see(page, "Mødet er markeret holdt.")
    page = open_page(f"/onboarding/meetings/{meeting.pk}/", person=cast["leder"], expect={404})

    # a month: the talk with the leader, confirmed by both
    go_to("2027-04-29T10:00")
    page = open_page(f"{at}papers/follow_up_1/", person=cast["leder"])
    page.locator("[name='tasks']").fill("To nye sager om måneden.")
    press(page, "Gem og bekræft")
    page = open_page(f"{at}papers/follow_up_1/", person=cast["nyansat"])
    press(page, "Gem og bekræft")
    assert course.items.get(code="follow_up_1").todo.state == "done"

    # month 2: it goes well, so they meet half as often
    go_to("2027-05-03T09:00")
    page = open_page(f"{at}meetings/", person=cast["mentor"])
    before = course.meetings.waiting().count()
    press(page, "Trap ned")
    assert course.meetings.waiting().count() < before

    # the end: three evaluate, a mentor scheme is agreed, the course is closed
    go_to("2027-06-21T10:00")
    course.refresh_from_db()
    assert course.state == "closing"
    for name in ("nyansat", "mentor", "leder"):
        page = open_page(f"{at}evaluation/", person=cast[name])
        page.locator("[name='worked']").fill("At nogen havde tid.")
        press(page, "Gem og bekræft")
    see(page, "At nogen havde tid.")
    page.goto(f"{at}mentor-scheme/")
    choose(page, "answer", "yes")
    page.locator("[name='starts_on']").fill("01.07.2027")
    page.locator("[name='ends_on']").fill("31.12.2027")
    press(page, "Gem svar")
    see(page, "Der er aftalt en mentorordning")
    waiting = course.items.filter(todo__state="open").exclude(phase="first_year").order_by("number")
    page.goto(at)
    while (item := waiting.first()) is not None:
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        press(page, page.locator(f"#item-{item.number} button").first)
    page.get_by_role("link", name="Afslut forløb").click()
    see(page, "Vil du afslutte forløbet?")
    press(page, "Afslut forløb")
    see(page, "Forløbet er afsluttet.")
    course.refresh_from_db()
    assert course.state == "closed"
    assert set(Todo.objects.about(course).open().values_list("code", flat=True)) == {
        "onboarding.development",
        "onboarding.mus",
    }

    # afterwards: Amalie's journal is hers, and the numbers stay
    page = open_page("/onboarding/journal/", person=cast["nyansat"], size="phone")
    page.locator("[name='text']").fill("Nu er jeg en kollega.")
    press(page, "Gem notat")
    see(page, "Kun du kan læse det.")
    page = open_page("/onboarding/results/", person=cast["hr"])
    see(page, "Gjort til tiden")
