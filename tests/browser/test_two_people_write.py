"""Two people write the same text at the same time: both texts are shown, and nothing is lost."""

from incidents.actions import letters, taking_over
from incidents.models import EventReport, Letter, LetterType
from tests.browser.accessibility import assert_accessible
from tests.browser.pages import button, fill, open_around, press, see
from tests.incidents.reported import send


def test_both_accounts_of_a_joint_report_are_kept(open_page, cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    path = f"/incidents/{incident.pk}/report/"
    leader = open_page(path, person=cast["leder"], expect={409})
    affected = open_page(path, person=cast["medarbejder"], size="phone", expect={409})
    fill(leader, course="Borgeren råbte i telefonen.")
    fill(affected, course="Han sagde, at han ville finde mig.")
    press(leader, "Gem rapport")
    press(affected, "Gem rapport")
    see(affected, "I skrev samtidig")
    see(affected, "Borgeren råbte i telefonen.")
    see(affected, "Han sagde, at han ville finde mig.")
    assert_accessible(affected)
    press(affected, "Behold begge")
    kept = EventReport.objects.get().course
    assert "Borgeren råbte i telefonen." in kept and "Han sagde, at han ville finde mig." in kept


def test_both_leaders_words_in_a_letter_are_kept(open_page, cast):
    incident = taking_over.take_over(send(cast), by=cast["leder"])
    made = letters.create(
        incident, by=cast["leder"], type=LetterType.objects.get(code="threats"), to_several=False, sanction=None
    )
    path = f"/incidents/letters/{made.pk}/"
    first = open_page(path, person=cast["leder"], expect={409})
    second = open_page(path, person=cast["leder"], expect={409})  # the same leader in another window, as at two desks
    for page, words in ((first, "Du råbte i skranken."), (second, "Du slog i bordet.")):
        open_around(page.locator("[name='f_handling']"))
        fill(page, f_handling=words)
    button(first, "Gem kladde").click()
    see(first, "Kladden er gemt.")
    button(second, "Gem kladde").click()
    see(second, "Intet er gået tabt.")
    see(second, "Du råbte i skranken.")
    see(second, "Du slog i bordet.")
    assert_accessible(second)
    button(second, "Behold begge").click()
    see(second, "Kladden er gemt.")
    kept = Letter.objects.get().fields["handling"]
    assert "Du råbte i skranken." in kept and "Du slog i bordet." in kept
