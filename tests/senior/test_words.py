"""HR words the themes of talks, edition by edition; what was written keeps its words (GEN-10, SEN-04, GEN-35)."""

import pytest
from django.urls import reverse

from core import calendar, editions
from core.actions import editions as verbs
from core.models import Template
from core.permissions import Forbidden
from senior.actions import conversations, talks
from senior.documents import talk_lines
from senior.models import Conversation, SeniorTalk
from tests.cast import NOW
from tests.senior.house import held_talk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    editions.forget()
    yield
    editions.forget()


def publish(cast, code):
    """Publish HR's draft of a list."""
    row = Template.objects.get(code=code)
    draft = editions.State(row, list(row.editions.all())).draft
    verbs.publish(
        row, by=cast["hr"], valid_from=calendar.today(), what_changed="Vores ord", seen=editions.digest(draft.content)
    )
    editions.forget()


def test_a_new_theme_is_asked_about_and_one_taken_out_stays_where_something_was_written(cast, client):
    talk = held_talk(cast)
    talks.write(
        talk, by=cast["leder"], version=talk.version, held_on=NOW.date(), themes={"later": "To år endnu"},
        options=[("other", "chosen", "")],
    )  # fmt: skip
    themes = Template.objects.get(code="senior.theme")
    added = verbs.put_row(themes, by=cast["hr"], code="", values={"label": "Familie og fritid"})
    for code in ("later", "time"):
        verbs.drop_row(themes, by=cast["hr"], code=code)
    publish(cast, "senior.theme")
    client.force_login(cast.leder)
    fields = client.get(reverse("senior:talk_write", args=[talk.pk])).context["form"].fields
    assert fields[f"theme_{added}"].label == "Familie og fritid"
    assert "theme_later" in fields and "theme_time" not in fields
    assert ("De næste år", "To år endnu") in talk_lines(SeniorTalk.objects.get(pk=talk.pk))


def test_a_mus_offers_the_cards_of_today_and_keeps_the_name_it_was_held_by(cast, client):
    row = conversations.plan(cast["senior"], by=cast["leder"], kind="mus", planned_at=NOW, place="")
    conversations.write(
        row, by=cast["leder"], version=row.version, held_on=NOW.date(), points="Meget", theme="Opgaver og mål"
    )
    cards = Template.objects.get(code="senior.mus_theme")
    verbs.put_row(cards, by=cast["hr"], code="goals", values={"label": "Det, du laver"})
    publish(cast, "senior.mus_theme")
    client.force_login(cast.leder)
    form = client.get(reverse("senior:conversation_write", args=[row.pk])).context["form"]
    names = [name for name, _label in form.fields["theme"].choices]
    assert "Det, du laver" in names and "Opgaver og mål" in names
    assert Conversation.objects.get(pk=row.pk).theme == "Opgaver og mål"


@pytest.mark.parametrize("name", ["leder", "admin", "tr"])
def test_nobody_but_hr_words_them(cast, name):
    with pytest.raises(Forbidden):
        verbs.put_row(Template.objects.get(code="senior.theme"), by=cast[name], code="", values={"label": "Andet"})
