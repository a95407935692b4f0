from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.writers.basemap.polyline import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    Decode = Callable[[str], list[tuple[float, float]]]

PLACE = st.tuples(st.floats(-90, 90), st.floats(-250, 250))


@given(st.lists(st.lists(PLACE, min_size=1, max_size=6), min_size=1, max_size=6))
def test_every_line_decodes_to_its_own_places_within_a_millionth(
    decode: Decode, lines: list[list[tuple[float, float]]]
) -> None:
    lat, lon = np.array([place for line in lines for place in line]).T
    texts = encode(lat, lon, np.cumsum([0, *map(len, lines)]))
    assert len(texts) == len(lines)
    for text, line in zip(texts, lines, strict=True):
        assert decode(text) == [pytest.approx(place, abs=6e-7) for place in line]


def test_no_lines_are_no_texts() -> None:
    assert encode(np.zeros(0), np.zeros(0), np.array([0])) == []
