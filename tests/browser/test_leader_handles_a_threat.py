"""From the alarm to the closed incident, at a desk: the deputy takes over, cares, decides, writes, and closes."""

from datetime import timedelta

from core import calendar
from core.models import Mail, NextOfKin, Todo
from incidents.actions import category, taking_over, ticking
from incidents.models import Incident, Letter
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import button, choose, fill, open_around, press, see, settled
from tests.cast import NOW
from tests.incidents.reported import STORY, send
from tests.pdfs import assert_archival, text_of

REASON = "Borgeren har to gange truet en medarbejder i skranken."
SMALLER = "En advarsel er ikke nok, for det er sket igen efter samtalen."
DAY = f"{NOW:%d.%m.%Y}"


def reported(cast):
    """Return an incident of a citizen's threat; the leader is away, so the deputy was told."""
    cast.away("leder", "stedfortraeder")
    return send(cast, occurred_at=calendar.now() - timedelta(minutes=10))


def in_hand(cast):
    """Return an incident that the deputy has taken over and set to category A."""
    incident = taking_over.take_over(reported(cast), by=cast["stedfortraeder"])
    category.decide(incident, "A", by=cast["stedfortraeder"], reason="")
    Incident.objects.filter(pk=incident.pk).update(
        citizen_name="Kim Lindgaard", citizen_address="Havnegade 14\n9999 Fjordby"
    )
    incident.refresh_from_db()
    return incident


def test_the_deputy_takes_over_and_cares(open_page, cast):
    incident = reported(cast)
    NextOfKin.objects.create(
        person=cast["medarbejder"],
        name="Thea Lauridsen",
        relation="søster",
        phone="10 20 30 99",
        order=1,
        updated_at=calendar.now(),
    )
    page = open_page("/", person=cast["stedfortraeder"], expect={422})
    assert_accessible(page)
    assert "Overtag ansvaret" in page.locator("main").inner_text()
    page.goto(f"/incidents/{incident.pk}/")
    press(page, "Overtag hændelse")
    see(page, "Du har overtaget hændelsen.")
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    page.emulate_media(color_scheme="light")

    page.goto(f"/incidents/{incident.pk}/category/")
    assert (
        "En trussel er altid kategori A" in page.locator("main").inner_text()
        or "trussel" in page.locator("main ul.advice").inner_text().lower()
    )
    assert_accessible(page)
    press(page, "Vælg kategori")
    see(page, "Kategorien er sat til A.")

    page.goto(f"/incidents/{incident.pk}/talk/")
    assert_accessible(page)
    fill(page, held_at_date=DAY, held_at_time="14.04", home_with="Jonas")
    page.select_option("select[name='held_with']", label=cast["stedfortraeder"].name)
    press(page, page.locator("main form.sheet button.btn"))

    page.goto(f"/incidents/{incident.pk}/next-of-kin/")
    page.locator("summary", has_text="Åbn pårørendelisten").click()
    assert_accessible(page)
    assert "Thea" not in page.locator("main").inner_text()
    fill(page, reason="Medarbejderen skal hentes, før hun går hjem.")
    press(page, "Åbn listen")
    see(page, "Thea Lauridsen")
    assert page.locator("a[href='tel:10203099']").is_visible()
    assert_accessible(page)
    assert Mail.objects.filter(notice="N-24", receiver=cast.medarbejder).exists()

    page.goto(f"/incidents/{incident.pk}/crisis/")
    assert page.locator("ol.guide > li").count() == 8
    assert_accessible(page)
    choose(page, "track", "b")
    choose(page, "firm", "Nordisk Krisekorps")
    fill(page, ordered_at_date=DAY, ordered_at_time="14.04", spoke_with="Maja fra vagten")
    press(page, "Notér bestilling")
    page.goto(f"/incidents/{incident.pk}/crisis/")
    see(page, "Hvornår er den første samtale?")
    assert_accessible(page)

    page.goto(f"/incidents/{incident.pk}/police/")
    assert page.locator(".step-time").get_by_text("kl. 13.55").is_visible()  # 72 hours from the event, on the Monday
    page.locator("main summary", has_text="Hvorfor").first.click()
    see(page, "72 timer")
    assert page.locator("input[name='report'][value='yes']").is_checked()  # set beforehand in category A
    assert_accessible(page)
    choose(page, "report", "no")
    press(page, "Notér beslutning")
    see(page, "Skriv, hvorfor det ikke skal anmeldes til politiet.")
    choose(page, "report", "yes")
    press(page, "Notér beslutning")
    see(page, "Skal anmeldes")

    page.goto(f"/incidents/{incident.pk}/report/")
    fill(page, course="Borgeren slog i bordet. Vi trak os tilbage til baglokalet.")
    press(page, "Gem rapport")
    press(page, "Bekræft rapport")
    see(page, "Den anden mangler.")
    assert_accessible(page)
    theirs = open_page(f"/incidents/{incident.pk}/report/", person=cast["medarbejder"])
    assert "Borgeren slog i bordet." in theirs.input_value("textarea[name='course']")
    press(theirs, "Bekræft rapport")
    see(theirs, "I har begge bekræftet rapporten. Den er låst.")
    assert_accessible(theirs)
    assert_archival(pdf_behind(theirs, "Hent PDF"))

    theirs.goto(f"/incidents/{incident.pk}/")  # the affected follows all of it
    course = theirs.locator("section:has(#course)").inner_text()
    for words in (STORY, "Kategori sat til A"):
        assert words in course
    theirs.locator("#case-steps summary", has_text="der er udført").click()
    done = theirs.locator("#case-steps").inner_text()
    assert "Tal det igennem" in done and "Skriv hændelsesrapporten sammen" in done
    assert cast["stedfortraeder"].name in theirs.locator("section:has(#readers)").inner_text()
    assert_accessible(theirs)


def pdf_behind(page, words):
    """Return the bytes of the PDF that a link leads to."""
    answer = page.request.get(button(page, words).get_attribute("href"))
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    return answer.body()


def test_a_sanction_a_letter_a_message_and_the_end(open_page, cast):
    incident = in_hand(cast)
    colleague = open_page(f"/incidents/{incident.pk}/sanctions/", person=cast["amr"])
    colleague.select_option("select[name='measure']", "phone_only")
    fill(colleague, reason=REASON)
    press(colleague, "Send forslag")
    see(colleague, "Foreslået")
    assert_accessible(colleague)

    page = open_page(f"/incidents/{incident.pk}/sanctions/", person=cast["stedfortraeder"], expect={422})
    assert_accessible(page)
    press(page, "Tag stilling")
    see(page, "Hvorfor er noget mindre ikke nok?")
    assert_accessible(page)
    fill(
        page,
        starts_on=DAY,
        ends_on="05.05.2027",
        review_on="19.03.2027",
        reason=REASON,
        proportionality=SMALLER,
        what_to_do="Hent en leder, hvis borgeren kommer.",
    )
    press(page, "Godkend sanktion")
    see(page, "Vil du godkende sanktionen?")
    assert_accessible(page)
    press(page, "Godkend sanktion")
    see(page, "Besluttet af")
    assert_accessible(page)

    letter = write_letter(page, incident)
    see_to_the_end(page, letter)
    tell_the_site(page, incident, open_page, cast)
    close(page, incident, cast)


def write_letter(page, incident):
    """Decide on a letter, build it with the preview beside the text, and approve it; return the letter."""
    page.goto(f"/incidents/{incident.pk}/letters/")
    assert_accessible(page)
    fill(page, talked_on=DAY)
    choose(page, "send", "yes")
    press(page, "Notér beslutning")
    see(page, "at der bliver sendt et brev")
    choose(page, "type", "threats")
    page.locator("section:has(#new) button", has_text="Skriv brev").click()
    page.wait_for_url("**/incidents/letters/*/")
    assert_accessible(page)

    preview = page.locator("#preview")
    button(page, "Gå til stedet").click()  # the first thing that is missing is found by one press
    for field in page.locator("[name^='f_']:not([type='hidden'])").all():
        name = field.get_attribute("name").removeprefix("f_")
        if not field.input_value():
            open_around(field)
            field.fill(FILLED.get(name, "Rådhuspladsen 1, 9999 Fjordby"))
    see(preview, FILLED["handling"])  # shown without a save
    assert page.locator("#checks .icon").count()
    page.locator("#checks", has_text="Alt er på plads").or_(
        page.locator("#checks", has_text="Du bestemmer selv")
    ).wait_for()
    settled(page)
    assert_accessible(page)
    press(page, "Godkend brev")
    see(page, "Vil du godkende brevet?")
    assert_accessible(page)
    press(page, "Godkend brev")
    see(page, "Brevet er godkendt og låst.")
    assert_accessible(page)
    return Letter.objects.get()


FILLED = {
    "citat": "I skal nok få det at føle",
    "handling": "Du råbte og slog i bordet.",
    "virkning": "Medarbejderne måtte trække sig tilbage.",
    "sagsnummer": "2027-0042",
    "kontakt_telefon": "10 20 30 50",
    "afdeling_telefon": "10 20 30 50",
    "leder_telefon": "10 20 30 50",
    "kontakt_navn": "Anders Holm",
    "kontakt_titel": "souschef",
    "episode_dato": DAY,
    "tiltag": "Vi holdt indgangen låst.",
    "kanal": "i telefonen",
    "sted": "på rådhuset i Fjordby",
    "anledning": "et møde om handleplanen",
}


def see_to_the_end(page, letter):
    """Make the PDF, read it, and note that it was sent and filed."""
    press(page, "Dan PDF")
    see(page, "PDF'en er dannet.")
    content = pdf_behind(page, "Hent PDF")
    assert_archival(content)
    assert FILLED["handling"] in text_of(content)
    fill(page, sent_on=DAY)
    choose(page, "how", "digital_post")
    press(page, "Markér sendt")
    see(page, "Det mangler at blive journaliseret.")
    assert_accessible(page)
    fill(page, case_number="2027-0042", filed_on=DAY)
    page.locator("form[action$='/filed/'] button").click()
    see(page, "Brevet er journaliseret.")
    letter.refresh_from_db()
    assert letter.state == "filed"
    assert_accessible(page)


def tell_the_site(page, incident, open_page, cast):
    """Write to the site; a colleague there reads it and can't open the case."""
    page.goto(f"/incidents/{incident.pk}/staff-message/")
    assert_accessible(page)
    press(page, "Send besked")
    see(page, "Beskeden er sendt til alle på Fjordby Rådhus.")
    colleague = open_page("/incidents/messages/", person=cast["kollega"], size="phone", expect={404})
    assert "Hent en leder, hvis borgeren kommer." in colleague.locator("main").inner_text()
    assert STORY not in colleague.content()
    assert_accessible(colleague)
    press(colleague, "Markér læst")
    see(colleague, "Det er noteret, at du har læst beskeden.")
    colleague.goto(f"/incidents/{incident.pk}/")
    see(colleague, "Vi kan ikke finde siden")
    assert_accessible(colleague)


def close(page, incident, cast):
    """Be refused while steps wait, account for the rest, and close."""
    page.goto(f"/incidents/{incident.pk}/close/")
    see(page, "Hændelsen kan ikke lukkes endnu")
    assert page.locator("section:has(#missing) li").count() > 3
    assert_accessible(page)
    page.goto(f"/incidents/{incident.pk}/briefing/")
    page.locator("summary", has_text="Er det ikke relevant her?").click()
    fill(page, **{"skip-reason": "Alle i afdelingen var med til mødet i dag."})
    press(page, "Markér ikke relevant")
    see(page, "ikke relevant")
    assert Todo.objects.about(incident).get(code="incidents.briefing").state == "not_relevant"
    while rest := list(Todo.objects.about(incident).open().filter(is_obligatory=True)):
        for todo in rest:
            ticking.not_relevant(
                incident, todo.code, by=cast["stedfortraeder"], reason="Det er drøftet og er ikke nødvendigt her."
            )
    page.goto(f"/incidents/{incident.pk}/close/")
    assert_accessible(page)
    press(page, "Luk hændelse")
    see(page, "Hændelsen er lukket.")
    assert Incident.objects.get().state == "closed"
    assert_accessible(page)
