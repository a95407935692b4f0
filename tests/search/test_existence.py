"""What `examine` says, against an oracle that walks every walk."""

from __future__ import annotations

import random

import numpy as np
import pytest

from looproute.search.existence import AT_ONCE, THOROUGH, Budget, examine


def check_against(brute, seed, budget=AT_ONCE):
    """Examine a random tiny town; return False where the oracle has too many walks."""
    rng = random.Random(seed)
    town = brute.random_town(rng)
    root = rng.randrange(town.n)
    total_mm = sum(mm for _, _, mm in town.edges)
    high_mm = max(1, round(total_mm * rng.uniform(0.1, 1.6)))
    low_mm = max(1, high_mm - rng.choice([0, 1, high_mm // 50, high_mm // 10]))
    try:
        left = brute.usable(town, root, high_mm)
        truth = brute.lengths(town, root, high_mm, left)
    except type(brute).TooManyWalks:
        return False
    graph = town.graph
    found = examine(graph, root, low_mm / 1000, high_mm / 1000, budget)
    right = {mm: repeated for mm, repeated in truth.items() if low_mm <= mm <= high_mm}
    if found.usable is not None:
        assert set(np.flatnonzero(found.usable).tolist()) == left
    if found.verdict == "open":
        return True
    assert found.verdict == ("witnesses" if right else "impossible")
    assert (found.reason == "no cycle") == (not truth) == (not left)
    if found.known is not None and found.known.complete:
        claimed = np.rint(1000 * np.column_stack((found.known.length_m, found.known.repeated_m)))
        assert dict(claimed.astype(int).tolist()) == truth
    if truth:
        assert max(truth) <= 1000 * found.longest_m + 1e-6
        for index in range(len(found.known.length_m)):
            check_walk(town, root, left, brute, found.walk(index))
        below = [mm for mm in truth if mm < low_mm]
        nearest = found.nearest_below(low_mm / 1000)
        assert (nearest and round(1000 * nearest.length_m)) == (max(below) if below else None)
    for walk in found.witnesses:
        mm = round(1000 * walk.length_m)
        assert right[mm] == round(1000 * walk.repeated_m)
    if right:
        assert round(1000 * found.witnesses[0].repeated_m) == min(right.values())
        assert len(found.witnesses) == min(6, len(right))
    return True


def check_walk(town, root, left, brute, walk):
    """Walk a walk: closed, no street twice but bridges, no turning round, as long as claimed."""
    at, counted = root, {}
    darts = walk.darts.tolist()
    for dart in darts:
        u, v, _ = town.edges[dart // 2]
        tail, head = (v, u) if dart % 2 else (u, v)
        assert tail == at
        at = head
        counted[dart // 2] = counted.get(dart // 2, 0) + 1
    assert at == root
    assert all(after != before ^ 1 for before, after in zip(darts, darts[1:], strict=False))
    bridges = brute.bridges(town, left)
    assert all(times == (2 if edge in bridges else 1) for edge, times in counted.items())
    length_mm = sum(town.edges[dart // 2][2] for dart in darts)
    repeated_mm = sum(town.edges[edge][2] for edge, times in counted.items() if times == 2)
    assert (length_mm, repeated_mm) == (
        round(1000 * walk.length_m),
        round(1000 * walk.repeated_m),
    )


@pytest.mark.parametrize("batch", range(12))
def test_all_lengths_and_least_repetition_are_those_of_brute_force(brute, batch):
    looked_at = sum(check_against(brute, 1000 * batch + i) for i in range(100))
    assert looked_at >= 85
