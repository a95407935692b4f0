"""Rows of different lengths in one flat array: row i is flat[start[i] : start[i + 1]]."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Floats, Indices


def take_rows(start: NDArray[Any], rows: NDArray[Any]) -> tuple[Indices, Indices]:
    """Return (flat, new_start): the flat items of `rows`, and where each of these rows begins.

    >>> flat, new_start = take_rows(np.array([0, 2, 3, 6]), np.array([2, 0]))
    >>> flat.tolist(), new_start.tolist()
    ([3, 4, 5, 0, 1], [0, 3, 5])
    """
    begin = start[rows]
    new_start = np.zeros(len(rows) + 1, dtype=np.intp)
    np.cumsum(start[rows + 1] - begin, out=new_start[1:])
    flat = np.arange(new_start[-1]) + np.repeat(begin - new_start[:-1], np.diff(new_start))
    return flat, new_start


def take_walked(start: NDArray[Any], darts: NDArray[Any]) -> tuple[Indices, Indices, Indices]:
    """Return the flat items of the edges of darts in walking order: row `d >> 1`, reversed if odd.

    Returns
    -------
    flat, new_start : as `take_rows` returns them.
    sign : 1 for each item in forward order, -1 for one in reverse order.

    >>> flat, new_start, sign = take_walked(np.array([0, 2, 3, 6]), np.array([5, 0]))
    >>> flat.tolist(), new_start.tolist(), sign.tolist()
    ([5, 4, 3, 0, 1], [0, 3, 5], [-1, -1, -1, 1, 1])
    """
    row = darts >> 1
    flat, new_start = take_rows(start, row)
    size = np.diff(new_start)
    sign = np.repeat(1 - 2 * (darts & 1), size)
    mirrored = np.repeat(start[row] + start[row + 1] - 1, size) - flat
    return np.where(sign < 0, mirrored, flat), new_start, sign


def row_sums(values: Floats, start: NDArray[Any]) -> Floats:
    """Return the sum of each row, 0 for an empty row.

    >>> row_sums(np.array([1.0, 2.0, 3.0]), np.array([0, 2, 2, 3])).tolist()
    [3.0, 0.0, 3.0]
    """
    total = np.zeros(len(values) + 1)
    np.cumsum(values, out=total[1:])
    sums: Floats = total[start[1:]] - total[start[:-1]]
    return sums
