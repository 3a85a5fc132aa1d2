"""Hide numbers so small that people could be recognised, and the numbers from which they could be worked out (Q50).

A count from 1 up to the limit (default 5) is hidden. Further cells are hidden until no hidden cell can be computed
from what is shown, neither by one subtraction nor by combining several rows and columns, and until the hidden cells of
a line add up to at least the limit. Zero says of nobody that anything happened to them, so it may be shown, unless it
is needed to hide its neighbour.
"""

from dataclasses import dataclass

HIDDEN = None


@dataclass(frozen=True)
class Table:
    """Counts by row and column with totals; HIDDEN (None) stands for a hidden cell."""

    rows: tuple
    columns: tuple
    cells: tuple  # a tuple of rows
    row_totals: tuple
    column_totals: tuple
    total: int | None

    def shown(self):
        """Return {(row, column): count} of what is shown; None stands for a total. For `beside` of another table."""
        grid = [[*cells, total] for cells, total in zip(self.cells, self.row_totals, strict=True)]
        grid.append([*self.column_totals, self.total])
        return {
            (row, column): count
            for row, line in zip((*self.rows, None), grid, strict=True)
            for column, count in zip((*self.columns, None), line, strict=True)
            if count is not HIDDEN
        }

    @property
    def anything_hidden(self):
        """Tell whether a cell was hidden."""
        return (
            any(cell is HIDDEN for row in self.cells for cell in row)
            or HIDDEN in self.row_totals
            or HIDDEN in self.column_totals
        )


def _small(count, limit):
    return 0 < count < limit


def hide(counts, rows, columns, limit=5, beside=()):
    """Return a Table of counts {(row, column): n} with every small and every derivable cell hidden.

    The totals count as one more row and column: they too are hidden when small, and protected the same way. `beside`
    holds what the same readers see of other areas, as Table.shown() gives it: a cell that differs from one of those by a
    small number is hidden too, because somebody would subtract.
    """
    grid = [[counts.get((row, column), 0) for column in columns] for row in rows]
    full = [[*line, sum(line)] for line in grid]
    full.append([sum(line[place] for line in full) for place in range(len(columns) + 1)])
    hidden = {(r, c) for r, line in enumerate(full) for c, count in enumerate(line) if _small(count, limit)}
    keys = [[(row, column) for column in (*columns, None)] for row in (*rows, None)]
    hidden |= {
        (r, c)
        for r, line in enumerate(full)
        for c, count in enumerate(line)
        if any(_small(abs(other[keys[r][c]] - count), limit) for other in beside if keys[r][c] in other)
    }
    _protect(full, hidden, limit)
    shown = [[HIDDEN if (r, c) in hidden else count for c, count in enumerate(line)] for r, line in enumerate(full)]
    return Table(
        tuple(rows),
        tuple(columns),
        tuple(tuple(line[:-1]) for line in shown[:-1]),
        tuple(line[-1] for line in shown[:-1]),
        tuple(shown[-1][:-1]),
        shown[-1][-1],
    )


def _protect(full, hidden, limit):
    """Hide more cells until none can be computed, and no line's hidden cells add up to a small number.

    Rows and columns are seen as the points of a graph, hidden cells as its lines. Each row and each column is an
    equation (its cells add up to its total), and the equations give a hidden cell away exactly when its line is a
    bridge: when it alone joins two parts of the graph. So a bridge gets a second cell beside it.
    """
    last_row, last_column = len(full) - 1, len(full[0]) - 1
    everywhere = {(r, c) for r in range(last_row + 1) for c in range(last_column + 1)}

    def cost(cell):
        """Prefer the smallest cell that isn't zero, the least loss; the grand total, asked for first, goes last."""
        count = full[cell[0]][cell[1]]
        return cell == (last_row, last_column), count == 0, count, cell

    while True:
        candidates = _beside_a_small_sum(full, hidden, limit) or _beside_a_bridge(everywhere, hidden)
        if not candidates:
            return
        hidden.add(min(candidates, key=cost))


def _beside_a_small_sum(full, hidden, limit):
    """Return the shown cells of the first line with a shown total whose hidden cells add up to a small number."""
    last_row, last_column = len(full) - 1, len(full[0]) - 1
    lines = [([(r, c) for c in range(last_column)], (r, last_column)) for r in range(last_row + 1)]
    lines += [([(r, c) for r in range(last_row)], (last_row, c)) for c in range(last_column + 1)]
    for cells, total in lines:
        gone = [cell for cell in cells if cell in hidden]
        if gone and total not in hidden and sum(full[r][c] for r, c in gone) < limit:
            return [cell for cell in [*cells, total] if cell not in hidden]
    return []


def _beside_a_bridge(everywhere, hidden):
    """Return the shown cells that would join a bridge's two sides once more, or else lead on from it."""
    for bridge in sorted(hidden):
        rest = hidden - {bridge}
        rows, columns = _reached(bridge[0], rest)
        if bridge[1] in columns:
            continue
        other_rows, other_columns = _reached(None, rest, column=bridge[1])
        joins = [
            (r, c)
            for r, c in everywhere - hidden
            if (r in rows and c in other_columns) or (r in other_rows and c in columns)
        ]
        return joins or [cell for cell in everywhere - hidden if cell[0] == bridge[0] or cell[1] == bridge[1]]
    return []


def _reached(row, hidden, column=None):
    """Return the rows and columns that hidden cells join to a row (or a column)."""
    rows, columns = set(() if row is None else (row,)), set(() if column is None else (column,))
    grew = True
    while grew:
        more = {cell for cell in hidden if (cell[0] in rows) != (cell[1] in columns)}
        rows |= {r for r, _c in more}
        columns |= {c for _r, c in more}
        grew = bool(more)
    return rows, columns


def hide_one(counts, limit=5, beside=()):
    """Return [(label, count or HIDDEN)] and the total for a one-way list."""
    labels = list(counts)
    table = hide({(label, "n"): counts[label] for label in labels}, labels, ["n"], limit, beside)
    return [(label, row[0]) for label, row in zip(labels, table.cells, strict=True)], table.total
