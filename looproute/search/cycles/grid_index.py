"""A grid_index over points: which of them lie in the cells round some others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from looproute._typing import AnyInts, Floats

CELL_M = 20.0  # the side of a cell
# Points less than 60 m apart lie in columns, and in rows, at most so many apart.
REACH = 3
_STEPS = range(-REACH, REACH + 1)
# The cells within reach, the nearest last.
_AROUND = sorted((-(i * i + j * j), i, j) for i in _STEPS for j in _STEPS)


@dataclass(frozen=True, kw_only=True, eq=False)
class GridIndex:
    """Points in square cells, row by row, with a margin as wide as the reach.

    Attributes
    ----------
    width : how many cells a row has.
    size : how many cells there are.
    cell : (s,) of each point.

    """

    width: int
    size: int
    cell: AnyInts

    @classmethod
    def of(cls, xy: Floats) -> GridIndex:
        """Return the grid_index of (s, 2) points in metres."""
        x, y = xy.T
        column = ((x - np.min(x, initial=np.inf)) / CELL_M).astype(np.intp) + REACH
        row = ((y - np.min(y, initial=np.inf)) / CELL_M).astype(np.intp) + REACH
        width = int(np.max(column, initial=0)) + REACH + 1
        height = int(np.max(row, initial=0)) + REACH + 1
        return cls(width=width, size=width * height, cell=row * width + column)

    def near(self, points: AnyInts) -> tuple[AnyInts, AnyInts]:
        """Return (near, by): the points within reach of some of them, and of which of them.

        Where several are within reach of one, it is that of the nearest cell.
        """
        nearest = np.full(self.size, -1)
        steps = np.array([i * self.width + j for _, i, j in _AROUND])
        nearest[steps[:, None] + self.cell.take(points)] = points  # the last that is put stays
        by = nearest.take(self.cell)
        near = np.flatnonzero(by >= 0)
        return near, by[near]
