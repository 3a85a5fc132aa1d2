"""What the workplace has worded for itself: an owner chosen, a place added, a letter made milder, a draft under way."""

from datetime import timedelta

from core import calendar, editions
from core.actions import editions as verbs
from core.models import Template

PLACE = {"label": "Parkeringsplads", "phrase": "på parkeringspladsen"}
MILDER = {
    "one": "Sådan en besked gør det sværere for os at hjælpe dig.",
    "several": "Sådan en besked gør det sværere for os at hjælpe jer.",
}


def fill(staff):
    """Return what HR and SFK did with templates and lists."""
    on = calendar.today()

    def publish(template, by, words):
        seen = editions.digest(template.editions.get(published_at__isnull=True).content)
        verbs.publish(template, by=by, valid_from=calendar.today(), what_changed=words, seen=seen)

    def choose_owner():
        verbs.set_owner(Template.objects.get(code="steps"), by=staff["admin"], role="hr")

    def add_place():
        template = Template.objects.get(code="incidents.place")
        verbs.put_row(template, by=staff["hr"], code="", values=PLACE)
        publish(template, staff["hr"], "Parkeringspladsen er kommet med")

    def make_milder():
        template = Template.objects.get(code="offensive_communication")
        verbs.put_row(template, by=staff["sfk"], code="C3", values=MILDER)
        publish(template, staff["sfk"], "Mildere ord om tonen")

    def begin_draft():
        values = {"title": "Tal med vidnerne samme dag"}
        verbs.put_row(Template.objects.get(code="steps"), by=staff["hr"], code="incidents.witnesses/AB", values=values)

    acts = ((60, choose_owner), (45, add_place), (20, make_milder), (2, begin_draft))
    return [(calendar.at(on - timedelta(days=days), calendar.parse_time("10.15")), act) for days, act in acts]
