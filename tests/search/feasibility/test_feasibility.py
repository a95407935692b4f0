"""`examine` against an oracle that walks every walk."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from looproute.search.feasibility import AT_ONCE, Budget, Existence, examine
from looproute.search.graph.multigraph import Multigraph

# Too little for most towns: what is said must be true, though not all of the truth.
SHORT = Budget(streets=30, mu=1, samples=2, sample_mu=2)


@pytest.mark.parametrize("batch", range(12))
def test_all_lengths_and_the_least_repetition_agree_with_brute_force(
    brute: Any, batch: int
) -> None:
    verdicts = Counter(check(brute, 1000 * batch + i, AT_ONCE) for i in range(100))
    assert verdicts["too many walks"] <= 15
    assert verdicts["open"] == 0
    assert min(verdicts["witnesses"], verdicts["impossible"]) >= 5


@pytest.mark.parametrize("batch", range(3))
def test_a_small_budget_never_gives_a_wrong_proof(brute: Any, batch: int) -> None:
    verdicts = Counter(check(brute, 1000 * batch + i, SHORT) for i in range(100, 200))
    assert min(verdicts["witnesses"], verdicts["impossible"], verdicts["open"]) >= 1


@pytest.mark.long
@pytest.mark.parametrize("batch", range(40))
def test_thousands_of_random_towns_agree_with_brute_force(brute: Any, batch: int) -> None:
    for i in range(1000):
        check(brute, 100_000 + 1000 * batch + i, SHORT if batch % 4 == 0 else AT_ONCE)


def check(brute: Any, seed: int, budget: Budget) -> str:
    """Examine a random tiny town, compare it with the oracle, and return the verdict."""
    rng = random.Random(seed)
    town = brute.random_town(rng)
    total_mm = sum(mm for _, _, mm in town.edges)
    high_mm = max(1, round(total_mm * rng.uniform(0.1, 1.6)))
    low_mm = max(1, high_mm - rng.choice([0, 1, high_mm // 50, high_mm // 10]))
    try:
        left = brute.usable(town, high_mm)
        truth = brute.lengths(town, high_mm, left)
    except brute.TooManyWalksError:
        return "too many walks"
    found = examine(town.graph, town.root, low_mm / 1000, high_mm / 1000, budget)
    right = {mm: repeated_mm for mm, repeated_mm in truth.items() if low_mm <= mm <= high_mm}
    if found.verdict != "open":
        assert found.verdict == ("witnesses" if right else "impossible")
        assert (found.reason == "no cycle") == (not truth)
        assert found.usable is not None
    if found.usable is not None:
        assert set(np.flatnonzero(found.usable).tolist()) == left
    if found.longest_m is not None:
        assert max(truth, default=0) <= 1000 * found.longest_m + 1e-6
    for walk in found.witnesses:
        assert right[round(1000 * walk.length_m)] <= round(1000 * walk.repeated_m)
    if found.known is not None:
        check_lengths(found, truth, low_mm)
        for index in range(len(found.known.length_m)):
            check_walk(town, town.root, brute.bridges(town, left), found.walk(index))
    return found.verdict


def check_lengths(found: Existence, truth: dict[int, int], low_mm: int) -> None:
    """Compare the known lengths with the oracle: all of them, or some if incomplete."""
    assert found.known is not None
    known = np.column_stack((found.known.length_m, found.known.repeated_m))
    claimed = dict(np.rint(1000 * known).astype(int).tolist())
    if not found.known.complete:
        assert all(truth[mm] <= repeated_mm for mm, repeated_mm in claimed.items())
        return
    assert claimed == truth
    below = found.nearest_below(low_mm / 1000)
    above = found.nearest_above((low_mm - 1) / 1000)
    assert mm_of(below) == max((mm for mm in truth if mm < low_mm), default=None)
    assert mm_of(above) == min((mm for mm in truth if mm >= low_mm), default=None)
    repeated_mm = [round(1000 * walk.repeated_m) for walk in found.witnesses]
    in_window = sorted(repeated for mm, repeated in truth.items() if mm >= low_mm)
    assert repeated_mm == in_window[:6]


def mm_of(walk: Any) -> int | None:
    return None if walk is None else round(1000 * walk.length_m)


def check_walk(town: Any, root: int, bridges: set[int], walk: Any) -> None:
    """Walk a walk: closed, repeats only bridges, never turns back, has its reported length."""
    at = root
    darts = walk.darts.tolist()
    for dart in darts:
        u, v, _ = town.edges[dart // 2]
        tail, head = (v, u) if dart % 2 else (u, v)
        assert tail == at
        at = head
    assert at == root
    assert all(after != before ^ 1 for before, after in pairwise(darts))
    times = Counter(dart // 2 for dart in darts)
    assert all(count == (2 if edge in bridges else 1) for edge, count in times.items())
    length_mm = sum(town.edges[edge][2] * count for edge, count in times.items())
    repeated_mm = sum(town.edges[edge][2] for edge, count in times.items() if count == 2)
    assert (length_mm, repeated_mm) == (mm_of(walk), round(1000 * walk.repeated_m))


def test_a_street_is_forced_only_if_the_way_round_is_too_long() -> None:
    # A stem of 100 m with a way round it of 900 m, and at its end a ring of 400 m.
    town = Multigraph.of(3, [(0, 1, 100.0), (0, 1, 900.0), (1, 2, 200.0), (2, 1, 200.0)])
    short = examine(town, 0, 590.0, 610.0)
    assert short.verdict == "witnesses"
    assert [walk.repeated_m for walk in short.witnesses] == [100.0]
    assert short.usable is not None
    assert short.usable.tolist() == [True, False, True, True]
    # Asked for 1,000 m the way round is no longer too long: the stem may not be walked twice.
    longer = examine(town, 0, 990.0, 1010.0)
    assert [walk.length_m for walk in longer.witnesses] == [1000.0]
    assert longer.witnesses[0].repeated_m == 0.0


def test_existing_lengths_may_lie_on_both_sides_of_the_target() -> None:
    rings = Multigraph.of(1, [(0, 0, 300.0), (0, 0, 400.0)])
    refused = examine(rings, 0, 495.0, 505.0)
    assert (refused.verdict, refused.reason) == ("impossible", "exhaustive")
    assert mm_of(refused.nearest_below(495.0)) == 400_000
    wider = examine(rings, 0, 505.0, 800.0)
    assert mm_of(wider.nearest_above(505.0)) == 700_000


def test_the_walks_nearest_in_length_are_sorted_by_their_error() -> None:
    rings = Multigraph.of(1, [(0, 0, 300.0), (0, 0, 400.0), (0, 0, 380.0)])
    found = examine(rings, 0, 350.0, 450.0)
    assert [mm_of(walk) for walk in found.nearest(395.0, 50.0)] == [400_000, 380_000]
    assert found.nearest(395.0, 1.0) == ()
    assert Existence(verdict="open").nearest(395.0, 50.0) == ()


def test_the_reason_names_streets_that_are_too_short_together() -> None:
    ring = Multigraph.of(2, [(0, 1, 100.0), (1, 0, 100.0)])
    refused = examine(ring, 0, 995.0, 1005.0)
    assert (refused.verdict, refused.reason, refused.longest_m) == ("impossible", "capacity", 200.0)


def test_dead_ends_alone_have_no_loop() -> None:
    tree = Multigraph.of(4, [(0, 1, 100.0), (1, 2, 100.0), (1, 3, 100.0)])
    refused = examine(tree, 0, 395.0, 405.0)
    assert (refused.verdict, refused.reason) == ("impossible", "no cycle")
    assert refused.nearest_below(400.0) is None


def test_an_island_without_streets_has_no_loop() -> None:
    far_ring = Multigraph.of(3, [(1, 2, 100.0), (2, 1, 100.0)])
    assert examine(far_ring, 0, 195.0, 205.0).reason == "no cycle"
    assert examine(Multigraph.of(1, []), 0, 195.0, 205.0).reason == "no cycle"


def test_the_same_request_gives_the_same_walks(brute: Any) -> None:
    town = brute.random_town(random.Random(6))
    once, again = (examine(town.graph, 0, 0.001, 10.0, SHORT) for _ in range(2))
    assert [walk.darts.tolist() for walk in once.witnesses] == [
        walk.darts.tolist() for walk in again.witnesses
    ]


def test_a_budget_for_too_many_dimensions_is_refused() -> None:
    with pytest.raises(ValueError, match="mu must be from 0 to 20, not 21"):
        Budget(mu=21)
