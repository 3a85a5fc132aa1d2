"""Hide numbers so small that people could be recognised, and the numbers from which they could be worked out (Q50).

A count from 1 up to the limit (default 5) is hidden. In a table with totals a lone hidden cell could be found by
subtraction, so further cells of the row or column are hidden until no hidden cell can be computed. Zero says of nobody
that anything happened to them, so it may be shown, unless it is needed to hide its neighbour.
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


def hide(counts, rows, columns, limit=5):
    """Return a Table of counts {(row, column): n} with every small and every derivable cell hidden.

    The totals count as one more row and column: they too are hidden when small, and protected the same way.
    """
    grid = [[counts.get((row, column), 0) for column in columns] for row in rows]
    full = [[*line, sum(line)] for line in grid]
    full.append([sum(line[place] for line in full) for place in range(len(columns) + 1)])
    hidden = {(r, c) for r, line in enumerate(full) for c, count in enumerate(line) if _small(count, limit)}
    _protect(full, hidden)
    shown = [[HIDDEN if (r, c) in hidden else count for c, count in enumerate(line)] for r, line in enumerate(full)]
    return Table(
        tuple(rows),
        tuple(columns),
        tuple(tuple(line[:-1]) for line in shown[:-1]),
        tuple(line[-1] for line in shown[:-1]),
        tuple(shown[-1][:-1]),
        shown[-1][-1],
    )


def _protect(full, hidden):
    """Hide more cells until no line holds exactly one hidden cell, which would be the line's difference."""
    height, width = len(full), len(full[0])
    lines = [[(r, c) for c in range(width)] for r in range(height)] + [
        [(r, c) for r in range(height)] for c in range(width)
    ]
    again = True
    while again:
        again = False
        for line in lines:
            if sum(cell in hidden for cell in line) == 1:
                # The smallest neighbour that isn't zero is the least loss; the grand total, asked for first, goes last.
                rest = [cell for cell in line if cell not in hidden]
                hidden.add(
                    min(
                        rest,
                        key=lambda cell: (
                            cell == (height - 1, width - 1),
                            full[cell[0]][cell[1]] == 0,
                            full[cell[0]][cell[1]],
                        ),
                    )
                )
                again = True


def hide_one(counts, limit=5):
    """Return [(label, count or HIDDEN)] and the total for a one-way list."""
    labels = list(counts)
    table = hide({(label, "n"): counts[label] for label in labels}, labels, ["n"], limit)
    return [(label, row[0]) for label, row in zip(labels, table.cells, strict=True)], table.total
