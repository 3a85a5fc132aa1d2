"""What a machine can hold us to. Each rule is tried on a line that breaks it, so that a rule that can't fail is found."""

import subprocess
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.house_rules import (
    ROOT,
    anonymous,
    colours,
    cpr_like,
    english,
    guards,
    inline,
    own_clock,
    own_sql,
    read,
    statics,
    trusted_markup,
    undocumented,
    unescaped,
    untranslated,
    writes,
)
from tests.situation import named_addresses

LISTED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
FILES = [name for name in LISTED if name and (ROOT / name).is_file()]
OURS = ("core/", "incidents/", "config/", "med/", "onboarding/", "senior/")
CODE = [name for name in FILES if name.endswith(".py") and name.startswith(OURS) and "/migrations/" not in name]
TEMPLATES = [name for name in FILES if name.startswith("templates/") and name.endswith((".html", ".txt"))]
PAGES = [name for name in TEMPLATES if name.endswith(".html")]
STYLES = [name for name in FILES if name.startswith("static/css/") and name.endswith(".css")]

# Who may write to the database besides the verbs in `actions`, and why.
WRITERS = {
    "core/audit.py": "the only writer of the log",
    "core/outbox.py": "claims and marks mails by conditional updates",
    "core/digest.py": "gathers and folds waiting mails",
    "core/reminders.py": "marks reminders as handled",
    "core/laying.py": "lays reminders for to-dos",
    "core/todos.py": "the to-do engine that every action goes through",
    "core/states.py": "the one conditional update of every state",
    "core/documents.py": "numbers and freezes documents",
    "core/drafts.py": "keeps what people type",
    "core/retention.py": "deletes what has been kept long enough",
    "incidents/keeping.py": "deletes what stands beside the case",
    "incidents/retention.py": "deletes what belongs to an incident",
    "med/retention_beside.py": "deletes what belongs to a function that has ended",
    "onboarding/retention.py": "deletes what belongs to an introduction",
    "senior/retention.py": "deletes what belongs to a talk or an agreement",
    "core/reference.py": "loads reference data",
    "core/management/commands/rotate_keys.py": "re-encrypts with a new key",
}
VERBS = [name for name in CODE if "/actions/" in name]
# Functions beside the verbs that write without somebody's name: the clock's, or a part of a verb that has one.
NOBODY = {
    "onboarding/actions/building.py": "build_rows build_meetings build_learning",  # parts of making a course
    "onboarding/actions/letter.py": "prepare",  # a part of making a course
    "onboarding/actions/ground.py": "changed_for_newcomer add_roles",  # what several verbs share
    "senior/actions/ground.py": "save_words",  # the conditional write of several verbs
    "core/actions/ground.py": "change_fields",  # what several verbs share
    "core/actions/places.py": "make_unit move_unit",  # used by the verbs and by the import
    "incidents/actions/alerting.py": "follow",  # the clock's
    "incidents/actions/crisis.py": "help_of",  # the row of a case, made at the first asking
    "incidents/actions/injury.py": "report_of",
    "incidents/actions/police.py": "report_of",
    "incidents/actions/reporting.py": "keep_draft",  # takes the person who writes
    "med/actions/ground.py": "agenda_changed minutes_changed",  # a new version: a part of every verb on a meeting
    "med/actions/releasing.py": "number_decisions",  # a part of sending the minutes
    "incidents/actions/sanctions/bans.py": "alert_for_ban end_ban_alerts",  # parts of deciding a ban
}
DEMO = "config/demo/"  # makes the invented workplace

# Statements written by hand, and why.
SQL = {
    "core/views/health.py": "asks whether the database answers, with SELECT 1",
    "core/queries.py": "keeps the SQL that Django wrote for subqueries that never change",
    "core/together.py": "puts several questions that Django wrote into one",
    "incidents/overview.py": "counts the same incidents in several ways at once: Django has no words for GROUPING SETS",
    "core/management/commands/rotate_keys.py": "takes a lock and reads ciphers as they lie",
}

# Files longer than the 400 lines at which a room becomes a folder, held at their length. None should be here.
LONG: dict = {}
LONGEST = 400


def broken(rule, names, but=()):
    """Return »file:line« of everything that breaks a rule."""
    return [f"{name}:{line}" for name in names if name not in but for line in rule(read(name))]


def test_only_actions_and_named_mechanisms_write():
    others = [name for name in CODE if "/actions/" not in name and not name.startswith(DEMO)]
    assert broken(writes, others, WRITERS) == []
    assert [name for name in WRITERS if not writes(read(name))] == []  # a name that isn't needed any more goes


def test_time_comes_from_the_calendar_alone():
    assert broken(own_clock, CODE, ["core/calendar/clock.py"]) == []


def test_nothing_typed_becomes_markup_and_no_form_goes_unguarded():
    assert broken(trusted_markup, CODE) == []


def test_statements_are_not_written_by_hand():
    assert broken(own_sql, CODE, SQL) == []


def test_every_verb_says_what_it_does():
    assert broken(undocumented, VERBS) == []


def test_every_verb_takes_the_one_who_does_it():
    found = {name: anonymous(read(name)) for name in VERBS}
    assert {name: " ".join(some) for name, some in found.items() if some} == NOBODY


def test_every_view_says_which_methods_it_takes():
    wanted = {"require_GET", "require_POST", "require_safe", "require_http_methods"}
    unguarded = []
    for name, pattern in named_addresses().items():
        view = pattern.callback
        while hasattr(view, "__wrapped__"):
            view = view.__wrapped__
        path = Path(view.__code__.co_filename).relative_to(ROOT)
        if not guards(read(path))[view.__name__] & wanted:
            unguarded.append(name)
    assert unguarded == []


def test_no_python_file_grows_beyond_a_room():
    every = [name for name in FILES if name.endswith(".py") and "/migrations/" not in name]
    long = {name: len(read(name).splitlines()) for name in every if len(read(name).splitlines()) > LONGEST}
    assert {name: lines for name, lines in long.items() if lines > LONG.get(name, 0)} == {}
    assert {name for name in LONG if name not in long} == set()


def offences(rule, names):
    """Return {file: what breaks the rule}."""
    found = {name: rule(read(name)) for name in names}
    return {name: what for name, what in found.items() if what}


# What crispy-forms has rendered, field by field, is markup already.
RENDERED = {
    "templates/bootstrap5/layout/fieldset.html": ["|safe"],
    "templates/bootstrap5/layout/formactions.html": ["|safe"],
}


def test_templates_escape_everything():
    assert offences(unescaped, PAGES) == RENDERED
    assert (
        offences(lambda text: [one for one in unescaped(text) if "safe" in one], TEMPLATES) == RENDERED
    )  # a plain mail needs no escaping


def test_templates_hold_no_styles_scripts_or_handlers():
    assert offences(inline, PAGES) == {}


def test_every_word_in_a_template_can_be_translated():
    assert offences(untranslated, PAGES) == {}


def test_no_english_is_left_in_a_template():
    assert offences(english, TEMPLATES) == {}


def test_colours_are_tokens():
    assert (
        offences(colours, [name for name in [*STYLES, *PAGES] if not name.endswith(("tokens.css", "print.css"))]) == {}
    )


def test_every_static_file_that_a_template_names_is_there():
    missing = {name: [one for one in statics(read(name)) if not finders.find(one)] for name in TEMPLATES}
    assert {name: some for name, some in missing.items() if some} == {}


def test_no_fixture_holds_what_looks_like_a_cpr_number():
    assert (
        offences(
            cpr_like,
            [name for name in FILES if name.startswith("fixtures/") and name.endswith((".json", ".csv", ".txt"))],
        )
        == {}
    )


# -- each rule is seen to fail ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (writes, "person.name = 'x'\nseen = {}\nseen.update(a=1)", "Person.objects.create(name='x')"),
        (writes, "verbs.save(letter, by=me)", "letter.save()"),
        (writes, "rows.count()", "Person.objects.filter(pk=1).update(name='x')"),
        (writes, "request.session.save()", "rows(me, 'core.view').filter(pk=1).delete()"),
        (own_clock, "calendar.now()", "timezone.now()"),
        (own_clock, "calendar.today()", "datetime.date.today()"),
        (own_clock, "datetime.combine(day, noon)", "datetime.now(UTC)"),
        (trusted_markup, "mark_safe('aria-hidden')", "mark_safe(text)"),
        (trusted_markup, "fields = ['name']", "fields = '__all__'"),
        (trusted_markup, "@require_POST\ndef view(request): ...", "@csrf_exempt\ndef view(request): ..."),
        (own_sql, "Person.objects.filter(pk=1)", "Person.objects.raw('select 1')"),
        (own_sql, "audit.record('x', y, by=z)", "connection.cursor()"),
        (undocumented, "def tell(row, *, by):\n    'Tell.'", "def tell(row, *, by):\n    pass"),
        (anonymous, "def tell(row, *, by):\n    row.save()", "def tell(row):\n    row.save()"),
        (unescaped, "{{ text|linebreaks }} unsafe", "{{ text|safe }}"),
        (unescaped, "{% autoescape on %}", "{% autoescape off %}"),
        (inline, "<p class='x'>{% if a %}x{% endif %}</p>", "<p style='color: red'>x</p>"),
        (inline, "<script src='{% static 'js/app.js' %}' defer></script>", "<script>alert(1)</script>"),
        (inline, "<a href='/'>x</a>", "<a href='/' onclick='x()'>x</a>"),
        (untranslated, "<p>{% translate 'Hjælp nu' %}: {{ name }}</p>", "<p>Hjælp nu</p>"),
        (untranslated, "<p>{% blocktranslate %}Hej {{ name }}{% endblocktranslate %}</p>", "<img alt='Et kort'>"),
        (english, "{% translate 'Gem' %}", "{% translate 'Save' %}"),
        (colours, "a { color: var(--ink) } a#add { top: 0 }", "a { color: #b3261e }"),
        (colours, "<a href='#content'>", "a { background: rgba(0, 0, 0, .5) }"),
        (cpr_like, '"ean": "5790000123456", "phone": "10 20 30 40", "at": "2027-02-05"', '"note": "010190-1234"'),
    ],
)
def test_each_rule_tells_good_from_bad(rule, good, bad):
    assert not rule(good)
    assert rule(bad)


def test_a_missing_static_file_and_an_unguarded_view_are_seen():
    assert statics("{% static 'js/none.js' %}") == ["js/none.js"] and not finders.find("js/none.js")
    assert guards("@require_GET\ndef a(request): ...\ndef b(request): ...") == {"a": {"require_GET"}, "b": set()}
