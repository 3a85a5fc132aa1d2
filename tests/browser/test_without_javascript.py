"""What matters works without script: report with a file, send, take over, tick a step, and see the letter."""

from core.models import Attachment, Todo
from incidents.models import Incident, Letter
from tests.browser.pages import button, choose, fill, see
from tests.browser.test_report_on_a_phone import SCREENSHOT, STORY, answer


def test_the_way_from_a_report_to_a_letter_needs_no_script(open_page, cast):
    page = open_page("/incidents/report/", person=cast["medarbejder"], size="phone", java_script_enabled=False)
    fill(page, narrative=STORY)
    page.set_input_files(
        "input[type='file']", {"name": "besked.png", "mimeType": "image/png", "buffer": SCREENSHOT.getvalue()}
    )
    button(page, "Vedhæft fil").click()
    see(page, "besked.png er modtaget")
    assert page.input_value("textarea[name='narrative']") == STORY
    answer(page)
    button(page, "Send til").click()
    see(page, f"Sendt til {cast['leder'].name}")
    incident = Incident.objects.get()
    assert incident.state == "submitted" and Attachment.objects.count() == 1

    leader = open_page(f"/incidents/{incident.pk}/", person=cast["leder"], java_script_enabled=False)
    button(leader, "Overtag hændelse").click()
    see(leader, "Du har overtaget hændelsen.")
    leader.goto(f"/incidents/{incident.pk}/category/")
    button(leader, "Vælg kategori").click()
    see(leader, "Kategorien er sat til A.")

    leader.goto(f"/incidents/{incident.pk}/steps/company/")
    fill(leader, note="Jonas er hos medarbejderen og følger med hjem.")
    leader.locator("main form.sheet button.btn").first.click()
    see(leader, "er markeret udført.")
    assert Todo.objects.about(incident).get(code="incidents.company").state == "done"

    leader.goto(f"/incidents/{incident.pk}/letters/")
    choose(leader, "type", "threats")
    leader.locator("section:has(#new) button", has_text="Skriv brev").click()
    see(leader, "Gør brevet færdigt")
    if not leader.locator("[name='f_handling']").is_visible():
        leader.locator("details:has([name='f_handling']) > summary").first.click()
    fill(leader, f_handling="Du slog i bordet.")
    button(leader, "Vis brev").click()
    leader.locator("#preview", has_text="Du slog i bordet.").wait_for()
    assert Letter.objects.get().fields["handling"] == "Du slog i bordet."
