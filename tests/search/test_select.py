"""The selection of candidates: examples by hand, and properties of random ones."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.search.select import MOST_SHARED, MUCH_WORSE, PER_SHARED, choose


def walk(*edges: int) -> np.ndarray:
    """Return a walk over edges, some of them reversed."""
    return np.array([2 * edge + edge % 2 for edge in edges], dtype=np.int32)


METRES = np.full(20, 100.0)
APART = [walk(0, 1), walk(2, 3), walk(4, 5), walk(6, 7)]


def test_walks_that_share_nothing_come_in_order_of_merit() -> None:
    assert choose(np.array([0.1, 0.4, 0.3, 0.2]), APART, METRES, 9) == [1, 2, 3, 0]


def test_at_most_the_requested_number_is_selected() -> None:
    assert choose(np.array([0.1, 0.4, 0.3, 0.2]), APART, METRES, 2) == [1, 2]


def test_an_empty_list_gives_an_empty_selection() -> None:
    assert choose(np.empty(0), [], METRES, 5) == []


def test_the_share_with_selected_walks_reduces_the_merit() -> None:
    first, quarter_shared, apart = walk(0, 1, 2, 3), walk(0, 4, 5, 6), walk(7, 8, 9, 10)
    walks = [first, quarter_shared, apart]
    lost = PER_SHARED * 0.25
    assert choose(np.array([1.0, 0.5 + lost + 0.01, 0.5]), walks, METRES, 2) == [0, 1]
    assert choose(np.array([1.0, 0.5 + lost - 0.01, 0.5]), walks, METRES, 2) == [0, 2]


def test_the_largest_share_with_any_selected_walk_counts() -> None:
    taken = [walk(0, 1, 2, 3, 14), walk(4, 5, 6, 7, 15)]
    # Two fifths with the first and nothing with the second, or a fifth with each: the latter wins.
    most, fifths = walk(0, 1, 8, 9, 12), walk(0, 4, 10, 11, 13)
    chosen = choose(np.array([1.0, 1.0, 0.5, 0.5]), [*taken, most, fifths], METRES, 3)
    assert chosen == [0, 1, 3]


def test_no_two_share_more_than_half_of_the_shorter_one() -> None:
    first = walk(0, 1, 2, 3)
    assert choose(np.array([1.0, 0.9]), [first, walk(0, 1, 5, 6)], METRES, 5) == [0, 1]
    assert choose(np.array([1.0, 0.9]), [first, walk(0, 1, 2, 5)], METRES, 5) == [0]
    long_round = walk(0, 1, 2, *range(5, 20))
    assert choose(np.array([1.0, 0.9]), [first, long_round], METRES, 5) == [0]
    assert choose(np.array([0.9, 1.0]), [first, long_round], METRES, 5) == [1]


def test_the_direction_of_a_street_makes_no_difference() -> None:
    there = np.array([0, 2, 4], dtype=np.int32)
    assert choose(np.array([1.0, 0.9]), [there, there[::-1] ^ 1], METRES, 5) == [0]


def test_shares_are_measured_in_metres() -> None:
    metres = np.array([10.0, 10.0, 10.0, 70.0, 70.0])
    walks = [walk(0, 1, 2, 3), walk(0, 1, 2, 4)]
    assert choose(np.array([1.0, 0.9]), walks, metres, 5) == [0, 1]


def test_a_walk_much_worse_than_the_best_is_not_selected() -> None:
    merits = np.array([0.3, 0.3 - MUCH_WORSE + 0.01, 0.3 - MUCH_WORSE - 0.01])
    assert choose(merits, APART[:3], METRES, 5) == [0, 1]


@given(st.integers(0, 10_000))
def test_the_selection_is_greedy_and_diverse_and_begins_with_the_best(seed: int) -> None:
    rng = random.Random(seed)
    metres = np.array([rng.uniform(1, 100) for _ in range(12)])
    walks = [walk(*rng.sample(range(12), rng.randint(1, 8))) for _ in range(rng.randint(1, 12))]
    merits = np.array([rng.uniform(-1, 1) for _ in walks])
    count = rng.randint(1, 6)
    chosen = choose(merits, walks, metres, count)
    assert 1 <= len(chosen) <= count
    assert len(set(chosen)) == len(chosen)
    assert merits[chosen[0]] == merits.max()

    def shared(a: int, b: int) -> float:
        one, other = set((walks[a] >> 1).tolist()), set((walks[b] >> 1).tolist())
        both = sum(metres[edge] for edge in one & other)
        return float(both / min(sum(metres[list(one)]), sum(metres[list(other)])))

    for place in range(1, len(chosen) + 1):
        taken = chosen[:place]
        worth = {
            i: merits[i] - PER_SHARED * max(shared(i, t) for t in taken)
            for i in range(len(walks))
            if i not in taken
            and max(shared(i, t) for t in taken) <= MOST_SHARED
            and merits[i] >= merits.max() - MUCH_WORSE
        }
        if place < len(chosen):
            assert worth[chosen[place]] == pytest.approx(max(worth.values()))
        elif len(chosen) < count:
            assert not worth
