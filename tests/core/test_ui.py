"""The frame, the template parts and the error pages: what every page is made of."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import include, path

from core import shell
from core.templatetags import telephones, ui
from core.views import errors
from tests.core.workplace import MONDAY

ROOT = Path(settings.ROOT)
SPRITE = (ROOT / "static/icons/icons.svg").read_text()


def nothing(request):
    raise NotImplementedError


named = [
    path("desk/", nothing, name="desk"),
    path("cases/", nothing, name="cases"),
    path("talks/", nothing, name="talks"),
    path("cases/numbers/", nothing, name="numbers"),
    path("talks/numbers/", nothing, name="senior_numbers"),
]
urlpatterns = [path("", include((named, "core")))]


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def rendered(text, address="/", **context):
    return Template(text).render(Context({"request": RequestFactory().get(address), **context}))


# --- Icons --------------------------------------------------------------------------------------------------------
def test_every_icon_that_a_template_names_is_in_the_sprite():
    named = set()
    for template in ROOT.glob("*/templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([^"]+)"', template.read_text()))
    for template in ROOT.glob("templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([^"]+)"', template.read_text()))
    named |= {*ui.STATE_ICONS.values(), *ui.NOTICE_ICONS.values(), *(place.icon for place in shell._places.values())}
    assert "phone" in named
    assert {name for name in named if f'id="i-{name}"' not in SPRITE} == set()


def test_an_icon_is_silent_unless_it_has_a_title():
    assert 'aria-hidden="true"' in rendered('{% icon "phone" %}')
    assert 'role="img" aria-label="Ring &lt;op&gt;"' in rendered('{% icon "phone" title=title %}', title="Ring <op>")


def test_an_icon_with_an_impossible_name_is_refused():
    with pytest.raises(Exception, match="Not an icon"):
        rendered("{% icon name %}", name='x"><script>')


# --- Words and numbers --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("number", "shown"), [
    ("10203041", "10 20 30 41"), ("+4510203041", "10 20 30 41"), ("+4710203041", "+47 10 20 30 41"),
    ("112", "112"), ("", ""), (None, ""), ("lokal 12", "lokal 12"),
])  # fmt: skip
def test_telephone_numbers_are_written_in_pairs(number, shown):
    assert telephones.phone(number) == shown


def test_a_telephone_link_dials_digits_only():
    assert rendered('{% tel "10 20 30 41" %}') == '<a class="tel-link" href="tel:10203041">10 20 30 41</a>'
    assert rendered('{% tel "" %}') == ""
    assert "javascript" not in rendered('{% tel "javascript:alert(1)" %}').split(">")[0]


@pytest.mark.parametrize(
    ("size", "shown"), [(0, "0 byte"), (412_300, "412 kB"), (1_240_000, "1,2 MB"), (None, "0 byte")]
)
def test_file_sizes_use_a_comma(size, shown):
    assert ui.file_size(size) == shown


@pytest.mark.parametrize(("name", "shown"), [
    ("Mette Kjærgaard", "MK"), ("Łukasz Kowal", "ŁK"), ("Bo", "B"), ("Anne Marie Bak Ås", "AÅ"), ("", "–"), (None, "–"),
])  # fmt: skip
def test_initials_are_first_and_last(name, shown):
    assert ui.initials(name) == shown


def test_dates_of_nothing_are_nothing():
    for name in ("long_date", "short_date", "clock", "long_moment", "near_moment", "week_label", "time_left"):
        assert rendered("{{ day|" + name + " }}", day=None) == ""


def test_dates_carry_the_weekday():
    assert rendered("{{ day|long_date }}", day=MONDAY.date()) == "mandag den 1. marts 2027"
    assert rendered("{{ day|short_date }}", day=MONDAY) == "man. 01.03.2027"
    assert rendered("{{ day|clock }}", day=MONDAY) == "09.00"


def test_a_row_says_near_moments_as_people_do_and_far_ones_short():
    assert ui.row_moment(MONDAY + timedelta(hours=4)) == "i dag kl.\xa013.00"
    assert ui.row_moment(MONDAY - timedelta(days=13)) == "tir. 16.02.2027"
    assert ui.row_moment(None) == ""


# --- Badges and clocks --------------------------------------------------------------------------------------------
def test_a_state_has_an_icon_and_a_word():
    badge = rendered('{% state_badge label "done" %}', label="<b>Lukket")
    assert "state-done" in badge
    assert "#i-check" in badge
    assert "&lt;b&gt;Lukket" in badge


def test_a_category_has_letter_shape_and_words():
    assert "Kategori A:" in rendered('{% category "A" %}')
    assert "Vold, trusler eller hærværk" in rendered('{% category "A" %}')
    assert rendered('{% category "D" %}') == ""


@pytest.mark.parametrize(("begun", "left", "kind"), [
    (timedelta(hours=68), timedelta(hours=4), "soon"), (timedelta(days=1), timedelta(days=13), ""),
    (timedelta(days=13), timedelta(days=1), "soon"), (timedelta(days=3), timedelta(hours=-1), "late"),
])  # fmt: skip
def test_a_clock_turns_amber_in_time_and_brick_when_late(begun, left, kind):
    assert ui.urgency(MONDAY - begun, MONDAY + left, MONDAY)[0] == kind


def test_a_clock_speaks_the_time_left_and_the_moment():
    shown = rendered(
        "{% clock_arc start until %}", start=MONDAY - timedelta(hours=68), until=MONDAY + timedelta(hours=4)
    )
    assert "clock-soon" in shown
    assert 'stroke-dasharray="6 100"' in shown
    assert "kl.\xa013.00" in shown


def test_a_clock_without_a_deadline_is_nothing():
    assert rendered("{% clock_arc None until %}", until=None) == ""


def test_reasons_stand_behind_why_with_their_source():
    shown = rendered("{% why reasons %}", reasons=[{"rule": "Der var en trussel", "source": "INC-08"}, "Og <hærværk>"])
    assert "Hvorfor?" in shown
    assert "INC-08" in shown
    assert "&lt;hærværk&gt;" in shown
    assert "<details" not in rendered("{% why reasons %}", reasons=[])


# --- Lists --------------------------------------------------------------------------------------------------------
def test_sorting_keeps_the_rest_of_the_address_and_turns_round():
    heading = rendered('{% sort_heading "start" "Start" %}', "/list/?phase=2&sort=start&page=4")
    assert 'aria-sort="ascending"' in heading
    assert 'href="?phase=2&amp;sort=-start"' in heading
    assert 'aria-sort="none"' in rendered('{% sort_heading "name" "Navn" %}', "/list/?sort=start")


def test_pages_keep_the_filters():
    page = Paginator(range(240), 25).page(3)
    shown = rendered("{% paginate page %}", "/list/?unit=3&page=3", page=page)
    assert "Viser 51–75 af 240" in shown
    assert 'href="?unit=3&amp;page=4"' in shown
    assert 'aria-current="page"' in shown


# --- Forms --------------------------------------------------------------------------------------------------------
class Report(forms.Form):
    kinds = forms.MultipleChoiceField(
        label="Hvad skete der?", choices=[("t", "Trusler"), ("f", "Slag, spark, spyt eller andet fysisk")],
        widget=forms.CheckboxSelectMultiple, help_text="Vælg alt, der passer.",
        error_messages={"required": "Vælg, hvad der skete."})  # fmt: skip
    day = forms.ChoiceField(label="Hvornår?", choices=[("a", "I dag"), ("b", "I går")], widget=forms.RadioSelect)
    story = forms.CharField(label="Med dine egne ord", required=False, help_text="Skriv ikke CPR-numre.")
    read = forms.BooleanField(label="Jeg har læst det", error_messages={"required": "Sæt kryds, når du har læst det."})
    file = forms.FileField(label="Billede", required=False)


def form_html(**data):
    return render_crispy_form(Report(data) if data else Report())


def test_help_stands_between_label_and_control_and_is_tied_to_it():
    html = form_html()
    label, help_text, control = (
        html.index("Med dine egne ord"),
        html.index("Skriv ikke CPR"),
        html.index('name="story"'),
    )
    assert label < help_text < control
    assert 'aria-describedby="id_story_helptext"' in html
    assert 'id="id_story_helptext"' in html


def test_optional_fields_say_so_and_required_ones_say_nothing():
    html = form_html()
    assert html.count("(valgfrit)") == 2
    assert "*" not in re.sub(r"<[^>]+>", "", html)


def test_choices_are_tiles_in_a_group_with_a_legend():
    html = form_html()
    assert re.search(r"<fieldset[^>]*id_kinds.*?<legend>Hvad skete der\?", html, re.S)
    assert html.count('class="choice"') == 5
    assert 'class="choices-row"' in html.split("Hvornår?")[1]
    assert 'class="upload"' in html


def test_errors_stand_by_the_field_and_in_a_list_that_leads_there():
    html = form_html(story="Hej")
    assert "Der mangler lidt, før det kan sendes:" in html
    assert '<a href="#id_kinds_0">Hvad skete der? Vælg, hvad der skete.</a>' in html
    assert '<a href="#id_read">' in html
    assert 'id="id_read_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="Hej"' in html


def test_a_summary_above_the_form_is_not_said_again_inside_it():
    form = Report({"story": "Hej"})
    page = Template(
        '{% load crispy_forms_filters %}{% include "ui/_error_summary.html" %}<form>{{ form|crispy }}</form>'
    ).render(Context({"form": form}))
    assert page.count("error-summary") == 1
    assert page.index("error-summary") < page.index("<form>")


def test_a_form_without_errors_has_no_error_list():
    assert "error-summary" not in form_html()


def test_layouts_keep_their_markup():
    form = Report()
    form.helper = FormHelper()
    form.helper.layout = Layout(Fieldset("Hændelsen", "story", HTML("<p>Mellem</p>")))
    form.helper.add_input(Submit("send", "Send til Mette"))
    html = render_crispy_form(form)
    assert "<legend>Hændelsen</legend>" in html
    assert "<p>Mellem</p>" in html
    assert re.search(r'<button type="submit" name="send" value="Send til Mette"[^>]*>Send til Mette</button>', html)


# --- The frame ----------------------------------------------------------------------------------------------------
@pytest.fixture
def menu(monkeypatch, settings):
    monkeypatch.setattr(shell, "_places", {})
    settings.ROOT_URLCONF = __name__
    shell.register_nav("core", "Min side", "core:desk", "home", 10, exact=True)
    shell.register_nav("incidents", "Hændelser", "core:cases", "report", 20, short="Meld")
    shell.register_nav("senior", "Senior", "core:talks", "senior", 30, visible=lambda person: person.name == "Bent")
    shell.register_nav("nowhere", "Findes ikke", "core:nowhere", "x", 40)


def frame(address, name="Mette", count=3):
    request = RequestFactory().get(address)
    request.user = SimpleNamespace(is_authenticated=True, name=name, theme="")
    made = shell.Shell(request)
    made.todo_count = count
    return made


def test_the_menu_shows_what_the_person_may_see_and_where_they_are(menu):
    items = frame("/cases/12/").nav
    assert [item.label for item in items] == ["Min side", "Hændelser"]
    assert [item.current for item in items] == [False, True]
    assert [item.label for item in frame("/cases/", "Bent").nav] == ["Min side", "Hændelser", "Senior"]


def test_min_side_shows_how_much_waits(menu):
    assert [item.count for item in frame("/cases/").nav] == [3, None]


def test_lesser_places_are_folded_in_under_theirs_and_open_where_one_is(menu):
    shell.register_nav("incidents", "Tal", "core:numbers", "chart", 106, under="core:cases")
    shell.register_nav("senior", "Seniortal", "core:senior_numbers", "chart", 107, under="core:talks", shared=True)
    shell._places[("incidents", "core:cases")] = replace(
        shell._places[("incidents", "core:cases")], more="Mere om hændelser"
    )
    _desk, cases = frame("/cases/").nav
    assert (cases.more_label, [one.label for one in cases.more]) == ("Mere om hændelser", ["Tal"])
    assert cases.current and not cases.more_is_open
    _desk, cases = frame("/cases/numbers/").nav
    assert cases.more_is_open and cases.more[0].current and not cases.current
    assert [one.label for one in frame("/").nav_shared] == ["Seniortal"]  # hers is hidden from her, so it stands alone
    assert frame("/", "Bent").nav_shared == []


def test_nobody_signed_in_has_no_menu(menu):
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert shell.Shell(request).nav == []
    assert shell.Shell(request).todo_count == 0


def test_no_style_or_script_is_written_into_a_template():
    for template in ROOT.glob("**/templates/**/*.html"):
        if ".venv" in template.parts or "documents" in template.parts:
            continue
        text = template.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), template
        assert not re.search(r'\son(click|change|submit|load|input)="', text), template


def test_colours_live_in_the_tokens_alone():
    for sheet in (ROOT / "static/css").glob("*.css"):
        if sheet.name in ("tokens.css", "print.css"):  # print.css: the letterhead's mark
            continue
        assert not re.search(r":[^;{}]*#[0-9a-fA-F]{3,8}\b", sheet.read_text()), sheet


# --- Error pages --------------------------------------------------------------------------------------------------
PAGES = {
    errors.bad_request: (400, "Noget kom ikke med"), errors.permission_denied: (403, "Det kan du ikke gøre her"),
    errors.page_not_found: (404, "Vi kan ikke finde siden"), errors.server_error: (500, "Noget gik galt hos os"),
    errors.unavailable: (503, "Vi er snart tilbage"), errors.deleted: (410, "Det er slettet"),
    errors.not_allowed: (405, "Det er ikke en side"),
}  # fmt: skip


@pytest.mark.parametrize("view", PAGES)
def test_error_pages_need_no_database_and_show_the_way_to_help(view):
    status, heading = PAGES[view]
    response = view(RequestFactory().get("/somewhere/"))  # no user, no session: a test without database access
    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in html
    assert "Hjælp nu" in html


def test_an_address_of_a_button_opened_as_a_page_gets_a_page(client, db):
    answer = client.get("/demo/sign-in/")
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "Adressen hører til en knap" in answer.content.decode()
    answer = client.post("/help/")
    assert answer.status_code == 405 and "POST" not in answer["Allow"]
    assert "den tager ikke imod noget" in answer.content.decode()


def test_a_refusal_names_who_may():
    refusal = PermissionDenied()
    refusal.role = "formanden"
    assert (
        "men det er formanden, der må gøre det her."
        in errors.permission_denied(RequestFactory().get("/"), refusal).content.decode()
    )


def test_a_fault_shows_its_number():
    request = RequestFactory().get("/")
    request.id = "7f3a91c2"  # as RequestIdMiddleware gives it
    assert "Opgiv nummer 7f3a91c2" in errors.server_error(request).content.decode()


LONG = "Under samtalen blev borgeren vred og slog i bordet, så kaffen væltede."


def test_an_old_form_of_our_own_comes_back_with_its_text():
    request = RequestFactory().post(
        "/x/", {"story": LONG, "day": "a", "password": "hemmelig"}, HTTP_SEC_FETCH_SITE="same-origin"
    )
    html = errors.csrf_failure(request).content.decode()
    assert LONG in html
    assert 'name="day" value="a"' in html
    assert 'action="/x/"' in html
    assert "hemmelig" not in html


@pytest.mark.parametrize(
    "headers", [{"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://evil.example"}, {}]
)
def test_what_another_site_sends_is_never_offered_for_sending(headers):
    html = errors.csrf_failure(RequestFactory().post("/x/", {"story": LONG}, **headers)).content.decode()
    assert LONG not in html
    assert "<form" not in html


def test_the_way_back_never_leaves_the_house():
    html = errors.bad_request(RequestFactory().get("/x/", HTTP_REFERER="https://evil.example/")).content.decode()
    assert "evil.example" not in html
