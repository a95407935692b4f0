"""Index points in a grid to find those within the neighbouring cells of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from looproute._typing import AnyInts, Floats
from looproute.search.graph.ragged import take_rows

CELL_M = 20.0  # the side of a cell
# Points less than 60 m apart lie in columns, and in rows, that differ by at most this number.
REACH = 3
_STEPS = range(-REACH, REACH + 1)
# The cells within reach, the nearest last; equally near ones in an order that favours no side.
_AROUND = sorted(
    ((i, j) for i in _STEPS for j in _STEPS), key=lambda at: (-(at[0] ** 2 + at[1] ** 2), at)
)


@dataclass(frozen=True, kw_only=True, eq=False)
class GridIndex:
    """Points in square cells, row by row, with a margin as wide as the reach.

    Attributes
    ----------
    width : the number of cells in a row.
    size : the number of cells.
    cell : (s,) the cell of each point.
    member : (s,) the points, cell by cell.
    start : (size + 1,) cell c has the points member[start[c]] up to member[start[c + 1]].

    """

    width: int
    size: int
    cell: AnyInts
    member: AnyInts
    start: AnyInts

    @classmethod
    def of(cls, xy: Floats) -> GridIndex:
        """Return the index of (s, 2) points in metres."""
        from scipy.sparse import csr_array

        x, y = xy.T
        column = ((x - np.min(x, initial=np.inf)) / CELL_M).astype(np.int32) + REACH
        row = ((y - np.min(y, initial=np.inf)) / CELL_M).astype(np.int32) + REACH
        width = int(np.max(column, initial=0)) + REACH + 1
        height = int(np.max(row, initial=0)) + REACH + 1
        size, cell = width * height, row * width + column
        # SciPy uses a counting sort, in linear time.
        point = np.arange(len(cell), dtype=np.int32)
        by_point = csr_array((point, cell, np.arange(len(cell) + 1)), shape=(len(cell), size))
        by_cell = by_point.tocsc()
        return cls(width=width, size=size, cell=cell, member=by_cell.indices, start=by_cell.indptr)

    def near(self, points: AnyInts, group: AnyInts) -> tuple[AnyInts, AnyInts]:
        """Return (near, by): points within reach of other points, and the index of the other one.

        Groups are independent: a point near two groups appears twice. If several points of a group
        are within reach, `by` is one in the nearest cell.
        """
        steps = np.array([i * self.width + j for j, i in _AROUND])
        base = group * self.size + self.cell.take(points)
        cells = (steps[:, None] + base).ravel()
        place = np.tile(np.arange(len(points)), len(steps))
        nearest = np.empty(self.size * (int(np.max(group, initial=0)) + 1), dtype=np.intp)
        nearest[cells] = np.arange(len(cells))  # the last assignment wins
        last = np.flatnonzero(nearest.take(cells) == np.arange(len(cells)))
        near, start = take_rows(self.start, cells.take(last) % self.size)
        return self.member.take(near), np.repeat(place.take(last), np.diff(start))
