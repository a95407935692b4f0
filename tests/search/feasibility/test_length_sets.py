"""Sets of lengths: sums, unions, and tracing a length to its parts."""

from __future__ import annotations

import numpy as np

from looproute.search.feasibility.length_sets import NOTHING, LengthSet, both, each, either, pack


def of(*pairs: tuple[int, int], label: int = 0) -> LengthSet:
    """Return a set of (length, repeated) pairs, with the label and the length as edges."""
    packed = pack(np.array([mm for mm, _ in pairs]), np.array([twice for _, twice in pairs]))
    return each(packed, lambda index: np.array([label, pairs[index][0]], dtype=np.int32))


def pairs_of(lengths: LengthSet) -> list[tuple[int, int]]:
    return list(zip(lengths.length_mm.tolist(), lengths.repeated_mm.tolist(), strict=True))


def test_for_each_length_the_least_repetition_is_kept() -> None:
    assert pairs_of(of((7, 3), (5, 2), (7, 1))) == [(5, 2), (7, 1)]
    assert pairs_of(either([of((7, 3)), of((7, 2), (8, 8))])) == [(7, 2), (8, 8)]
    assert pairs_of(both(of((1, 1), (2, 0)), of((5, 0), (4, 0)), 100)) == [(5, 1), (6, 0), (7, 0)]


def test_sums_stop_at_the_limit() -> None:
    assert pairs_of(both(of((1, 0), (5, 0)), of((2, 0), (4, 0)), 7)) == [(3, 0), (5, 0), (7, 0)]


def test_the_parts_of_a_length_can_be_traced() -> None:
    total = both(of((1, 1), (2, 0), label=8), either([NOTHING, of((4, 0), label=9)]), 100)
    told = {
        mm: total.edges(int(packed)).tolist()
        for mm, packed in zip(total.length_mm.tolist(), total.packed, strict=True)
    }
    assert told == {1: [8, 1], 2: [8, 2], 5: [8, 1, 9, 4], 6: [8, 2, 9, 4]}


def test_too_many_sums_are_truncated_and_marked_incomplete() -> None:
    one = of(*((mm, 0) for mm in range(50)))
    other = of(*((100 * mm, 0) for mm in range(50)))
    total = both(one, other, 10_000, most_sums=100)
    assert not total.complete
    assert len(total.packed) == 100
    assert total.length_mm[0] == 0
    assert total.length_mm[-1] == 4949
    assert not both(total, NOTHING, 10_000).complete
    assert not either([total, NOTHING]).complete
    for packed in total.packed:
        edges = total.edges(int(packed))
        assert edges[1] + edges[3] == packed >> 32


def test_zero_is_a_length_until_it_is_removed() -> None:
    assert pairs_of(NOTHING) == [(0, 0)]
    assert pairs_of(either([NOTHING, of((3, 1))]).without_zero()) == [(3, 1)]
