"""Rows of different lengths in one flat array."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from looproute.search.graph.ragged import row_sums, take_rows

ROWS = st.lists(st.lists(st.integers(-9, 9), max_size=5), min_size=1, max_size=9)


def flattened(rows: list[list[int]]) -> tuple[list[int], list[int]]:
    """Return the items of all rows, and the offsets of the rows."""
    start = [0]
    for row in rows:
        start.append(start[-1] + len(row))
    return [item for row in rows for item in row], start


@given(ROWS, st.data())
def test_rows_are_taken_in_the_requested_order_with_repetitions(
    rows: list[list[int]], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=9))
    items, start = flattened(rows)
    flat, new_start = take_rows(np.array(start), np.array(chosen, dtype=np.intp))
    wanted, wanted_start = flattened([rows[row] for row in chosen])
    assert [items[place] for place in flat] == wanted
    assert new_start.tolist() == wanted_start


@given(ROWS)
def test_a_row_sums_to_its_values_and_an_empty_row_to_zero(rows: list[list[int]]) -> None:
    items, start = flattened(rows)
    sums = row_sums(np.array(items, dtype=float), np.array(start))
    assert sums.tolist() == [sum(row) for row in rows]
