"""Small numbers are hidden, and nobody can work them out."""

from fractions import Fraction

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
    shown = [[*cells, total] for cells, total in zip(table.cells, table.row_totals, strict=True)] + [
        [*table.column_totals, table.total]
    ]
    lines = shown + [list(column) for column in zip(*shown, strict=True)]
    for line in lines:
        assert line.count(HIDDEN) != 1


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=5))
def test_every_shown_cell_is_zero_or_at_least_the_limit(grid):
    table = hide({(r, c): grid[r][c] for r in range(len(grid)) for c in range(3)}, list(range(len(grid))), [0, 1, 2])
    assert all(cell is HIDDEN or cell == 0 or cell >= 5 for row in table.cells for cell in row)


# Two closed blocks, and one small cell that alone joins them: no line holds a lone hidden cell, yet rows and columns
# taken together would give that one away.
JOINED_BLOCKS = [[1, 9, 2, 30], [9, 1, 40, 30], [50, 60, 1, 9], [50, 60, 9, 1]]


def computed(table):
    """Return the hidden cells that the table's own sums determine, by exact elimination."""
    shown = [[*cells, total] for cells, total in zip(table.cells, table.row_totals, strict=True)]
    shown.append([*table.column_totals, table.total])
    height, width = len(shown), len(shown[0])
    unknown = [(r, c) for r in range(height) for c in range(width) if shown[r][c] is HIDDEN]
    equations = [[Fraction((r == row) * (1 if c < width - 1 else -1)) for r, c in unknown] for row in range(height)]
    equations += [[Fraction((c == col) * (1 if r < height - 1 else -1)) for r, c in unknown] for col in range(width)]
    solved = 0
    for place in range(len(unknown)):
        pivot = next((n for n in range(solved, len(equations)) if equations[n][place]), None)
        if pivot is None:
            continue
        equations[solved], equations[pivot] = equations[pivot], equations[solved]
        base = [value / equations[solved][place] for value in equations[solved]]
        equations = [
            base if n == solved else [value - line[place] * b for value, b in zip(line, base, strict=True)]
            for n, line in enumerate(equations)
        ]
        solved += 1
    return [unknown[line.index(1)] for line in equations if sum(map(bool, line)) == 1]


def table_of(grid):
    height, width = len(grid), len(grid[0])
    return hide(
        {(r, c): grid[r][c] for r in range(height) for c in range(width)}, list(range(height)), list(range(width))
    )


def grids(smallest=1, largest=6):
    sizes = st.tuples(st.integers(smallest, largest), st.integers(smallest, largest))
    cell = st.one_of(st.integers(0, 4), st.integers(5, 60))
    return sizes.flatmap(
        lambda size: st.lists(st.lists(cell, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
    )


@given(grids())
def test_no_hidden_cell_follows_from_rows_and_columns_taken_together(grid):
    assert computed(table_of(grid)) == []


def test_a_small_cell_that_alone_joins_two_hidden_blocks_gets_company():
    table = table_of(JOINED_BLOCKS)
    assert computed(table) == []
    assert table.total == sum(map(sum, JOINED_BLOCKS))


@given(grids())
def test_the_hidden_cells_of_a_line_never_add_up_to_a_small_number(grid):
    table = table_of(grid)
    for cells, total, counts in zip(table.cells, table.row_totals, grid, strict=True):
        gone = [count for count, cell in zip(counts, cells, strict=True) if cell is HIDDEN]
        assert not gone or total is HIDDEN or sum(gone) >= 5
    for place, total in enumerate(table.column_totals):
        gone = [line[place] for line, cells in zip(grid, table.cells, strict=True) if cells[place] is HIDDEN]
        assert not gone or total is HIDDEN or sum(gone) >= 5


def test_two_ones_are_not_given_away_by_their_sum():
    assert table_of([[1, 1, 50], [20, 20, 20]]).cells[0] == (HIDDEN, HIDDEN, HIDDEN)


def test_what_differs_little_from_another_table_is_hidden_with_what_would_give_it_away():
    own, whole = {("q1", "A"): 12, ("q2", "A"): 9}, {("q1", "A"): 13, ("q2", "A"): 30}
    shown = hide(whole, ["q1", "q2"], ["A"]).shown()
    table = hide(own, ["q1", "q2"], ["A"], 5, [shown])
    assert table.cells[0] == (None,) and table.row_totals[0] is None
    same = hide(own, ["q1", "q2"], ["A"], 5, [hide(own, ["q1", "q2"], ["A"]).shown()])
    assert same.cells == ((12,), (9,))
