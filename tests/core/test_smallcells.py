"""Small numbers are hidden, and nobody can work them out."""

from hypothesis import given
from hypothesis import strategies as st

from core.smallcells import HIDDEN, hide, hide_one


def test_a_count_under_the_limit_is_hidden_and_one_at_the_limit_is_shown():
    rows, total = hide_one({"A": 4, "B": 5, "C": 9})
    assert dict(rows)["A"] is HIDDEN
    assert 9 in dict(rows).values()
    assert total == 18


def test_a_lone_small_cell_takes_a_neighbour_with_it():
    rows, _total = hide_one({"A": 2, "B": 50, "C": 60})
    assert [value for _label, value in rows].count(HIDDEN) == 2


def test_zero_may_be_shown_when_nothing_is_hidden():
    rows, total = hide_one({"A": 0, "B": 7})
    assert dict(rows) == {"A": 0, "B": 7}
    assert total == 7


def test_a_small_total_is_hidden_too():
    table = hide({("A", "x"): 2}, ["A"], ["x"])
    assert table.total is HIDDEN
    assert table.cells == ((HIDDEN,),)


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=5))
def test_no_hidden_cell_follows_from_the_shown_margins(grid):
    rows, columns = range(len(grid)), range(3)
    table = hide({(r, c): grid[r][c] for r in rows for c in columns}, list(rows), list(columns))
    shown = [[*cells, total] for cells, total in zip(table.cells, table.row_totals, strict=True)] + [[*table.column_totals, table.total]]
    lines = shown + [list(column) for column in zip(*shown, strict=True)]
    for line in lines:
        assert line.count(HIDDEN) != 1


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=5))
def test_every_shown_cell_is_zero_or_at_least_the_limit(grid):
    table = hide({(r, c): grid[r][c] for r in range(len(grid)) for c in range(3)}, list(range(len(grid))), [0, 1, 2])
    assert all(cell is HIDDEN or cell == 0 or cell >= 5 for row in table.cells for cell in row)
