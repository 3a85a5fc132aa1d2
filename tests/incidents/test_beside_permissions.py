"""The permission lines beside the case, written out by hand: action × person on the rows of tests/beside.py."""

import pytest

# ruff: noqa: F811 (a fixture is imported, then named as an argument)
from core import permissions
from core.permissions import can, may_add, rows
from tests.situation import laid, situation  # noqa: F401  (fixtures)

THERE = """medarbejder kollega leder stedfortraeder chef direktoer tr amr sfk hr referent mentor nyansat senior service
    kommunikation dpo admin"""
EVERYBODY = f"{THERE} andenleder andenmedarbejder planejer revisor"
OFFICE = (
    "medarbejder kollega leder stedfortraeder tr amr hr referent mentor nyansat senior service kommunikation dpo admin"
)
LEADERS = "leder chef direktoer andenleder"

# action: (row of the situation, who may)
TABLE = {
    "incidents.view_strain": ("log", "kollega"),
    "incidents.keep_strain": ("log", "kollega"),
    "incidents.hold_strain_talk": ("log", "leder"),
    "incidents.see_strain_numbers": ("office", "leder chef direktoer amr"),
    "incidents.see_complaints": ("office", "leder chef direktoer amr"),
    "incidents.count_complaints": ("office", "leder"),
    "incidents.view_statement": ("statement", "medarbejder leder"),
    "incidents.write_statement": ("statement", "medarbejder"),
    "incidents.answer_proposal_request": ("asked", "sfk"),
    "incidents.view_naming": ("naming", "kollega leder amr kommunikation"),
    "incidents.follow_naming": ("naming", "leder kommunikation"),
    "incidents.tell_communications": ("naming", "kollega leder"),
    "incidents.view_media_case": ("media", "medarbejder kollega leder chef kommunikation"),
    "incidents.log_media_case": ("media", "leder chef kommunikation"),
    "incidents.manage_media_case": ("media", "leder chef"),
    "incidents.view_media_promise": ("promise", "leder chef kommunikation"),
    "incidents.give_media_news": ("promise", "leder chef kommunikation"),
    "incidents.begin_walk": ("site", "leder chef direktoer amr"),
    "incidents.view_walk_round": ("walk", THERE),
    "incidents.fill_walk_round": ("walk", "leder chef direktoer amr"),
    "incidents.view_walk_answer": ("answer", THERE),
    "incidents.finish_walk_measure": ("answer", "leder chef direktoer amr"),
    "incidents.view_near_miss": ("near_miss", "medarbejder leder amr"),
    "incidents.answer_near_miss": ("near_miss", "leder amr"),
    "incidents.view_course": ("course", EVERYBODY),
    "incidents.change_course": ("course", f"{LEADERS} hr amr"),
    "incidents.view_lone_work": ("lone", "kollega medarbejder leder"),
    "incidents.change_lone_work": ("lone", "kollega"),
    "incidents.watch_lone_work": ("lone", "medarbejder leder"),
    "incidents.view_sparring": ("slot", "kollega leder"),
    "incidents.give_back_sparring": ("slot", "kollega"),
    "incidents.withdraw_sparring": ("slot", "leder"),
    "incidents.book_sparring": ("free_slot", OFFICE),
    "incidents.view_concern": ("concern", "kollega leder"),
    "incidents.answer_concern": ("concern", "leder"),
}
# Rights that need no row.
ADDING = {
    "incidents.see_overview": f"{LEADERS} amr",
    "incidents.offer_to_med": f"{LEADERS} amr",
    "incidents.offer_sparring": f"{LEADERS} sfk",
    "incidents.review_press": f"{LEADERS} amr planejer",
    "incidents.change_course": f"{LEADERS} hr amr",
}


def row_of(situation, name):
    """Return the row that a line is tried on."""
    return getattr(situation.cast, name) if name in ("office", "site") else getattr(situation.beside, name)


@pytest.mark.parametrize("action", TABLE)
def test_exactly_these_people_may(situation, action):
    name, who = TABLE[action]
    row = row_of(situation, name)
    people = {name: situation.cast[name] for name in situation.names}
    assert {name for name, person in people.items() if can(person, action, row)} == set(who.split())
    for person in people.values():
        assert (row in rows(person, action)) == can(person, action, row)


@pytest.mark.parametrize("action", ADDING)
def test_exactly_these_people_may_add(situation, action):
    assert {name for name in situation.names if may_add(situation.cast[name], action)} == set(ADDING[action].split())


def test_every_line_beside_the_case_stands_in_a_table():
    from incidents.permissions import prevention, public, sparring, statements, strain

    ours = {strain.__name__, statements.__name__, public.__name__, prevention.__name__, sparring.__name__}
    named = {
        action for action, lines in permissions.TABLE.items() if any(line.where.__module__ in ours for line in lines)
    }
    assert named - set(TABLE) - set(ADDING) - {"incidents.view_proposal"} == set()


def test_whoever_is_implicated_reads_neither_statement_nor_naming(situation):
    situation.case.implicated.add(situation.cast.leder)
    for action in ("incidents.view_statement", "incidents.view_naming", "incidents.tell_communications"):
        assert not can(situation.cast["leder"], action, row_of(situation, TABLE[action][0]))
    situation.case.implicated.remove(situation.cast.leder)
