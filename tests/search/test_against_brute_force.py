"""The whole search on tiny random graphs, against an oracle that walks every walk."""

from __future__ import annotations

import math
import random
from collections import Counter
from itertools import pairwise
from typing import Any, NamedTuple

import networkx as nx
import pytest
import shapely

from looproute.errors import NoLoopError
from looproute.geo import LatLon, Plane
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.search.closed_walks import EXACT_M
from looproute.steps.walker import Walker

from .rewalk import Streets, Stretch

# Lengths in the oracle are rounded to whole millimetres: of what lies this near to the edge of what
# is right, either answer will do.
SLACK_MM = 30
STEP_M = 0.70
PLANE = Plane.at(LatLon(0.0, 0.0))


class Task(NamedTuple):
    """Streets, a request, and the oracle's form of them: a town with the start as a vertex.

    `level_m` is what each stretch counts: its metres, or steps times the step length on stairs.
    """

    network: StreetNetwork
    request: LoopRequest
    streets: Streets
    level_m: dict[Stretch, float]
    order: list[Stretch]
    town: Any
    geodesic: bool


def random_task(brute: Any, seed: int) -> Task:
    """Return a tiny random graph on a map, with geometric or longer lengths, and a request."""
    rng, stairs = random.Random(seed), random.Random(-1 - seed)
    in_steps = bool(seed % 2)
    while True:
        drawn = brute.random_town(rng)
        if drawn.edges:
            break
    side_m = rng.choice([100, 300, 1000])
    xy = [(rng.uniform(0, side_m), rng.uniform(0, side_m)) for _ in range(drawn.n)]
    stretched = rng.random() < 0.5
    graph: nx.MultiGraph[int] = nx.MultiGraph()
    for vertex, (x, y) in enumerate(xy):
        place = PLANE.to_latlon(x, y)
        graph.add_node(vertex, x=place.lon, y=place.lat)
    for u, v, _ in drawn.edges:
        # Parallel streets and self-loops have bends of their own, to be told apart by their points.
        bends = 2 if u == v else rng.choice([0, 1, 2]) + graph.has_edge(u, v)
        via = [(rng.uniform(0, side_m), rng.uniform(0, side_m)) for _ in range(bends)]
        corners = [xy[u], *via, xy[v]]
        line = shapely.LineString([PLANE.to_latlon(x, y)[::-1] for x, y in corners])
        more: dict[str, Any] = {}
        if stretched:
            metres = sum(math.dist(a, b) for a, b in pairwise(corners))
            more["length"] = round(rng.uniform(1.02, 3) * metres, 3)
        if in_steps and stairs.random() < 0.4:
            more["highway"] = "steps"
            if stairs.random() < 0.6:
                more["risers"] = stairs.choice([3, 40, 300, 1500])
        graph.add_edge(u, v, geometry=line, **more)
    network = StreetNetwork.from_networkx(graph)
    if rng.random() < 0.5:
        at = rng.randrange(len(network.lat))
        start = LatLon(float(network.lat[at]), float(network.lon[at]))
    else:
        line_ = network.line(rng.randrange(len(network.u)))
        k, part = rng.randrange(len(line_.lat) - 1), rng.random()
        start = LatLon(*(float(a[k] + part * (a[k + 1] - a[k])) for a in line_))
    streets = Streets(network, network.nearest(start))
    level_m = level_of(network, streets) if in_steps else streets.length_m
    target_m = sum(level_m.values()) * rng.uniform(0.1, 1.4)
    if rng.random() < 0.7:
        target_m = wandered_m(streets, level_m, rng) or target_m
    target_m = round(min(max(target_m, 200.0), 90_000.0), 1)
    request = LoopRequest(
        start=start,
        steps=round(target_m / STEP_M) if in_steps else None,
        length_m=None if in_steps else target_m,
        walker=Walker.given(STEP_M),
        snap_limit_m=0.01,  # on the start's own component, however small
        tolerance=rng.choice([0.0, 0.005, 0.02, 0.1]),
        count=rng.choice([1, 5]),
        exact=rng.random() < 0.3,
        seed=rng.choice([0, 0, seed]),
        only_loops=True,
    )
    return task_of(network, request, streets, level_m, type(drawn), geodesic=not stretched)


def level_of(network: StreetNetwork, streets: Streets) -> dict[Stretch, float]:
    """Return what each stretch counts: a step a riser, or a tread of 0.30 m, or a step of flat."""
    level_m = {}
    for stretch, metres in streets.length_m.items():
        risers, whole_m = network.risers[stretch.street], network.length_m[stretch.street]
        steps = metres / STEP_M
        if KINDS[network.kind[stretch.street]] == "steps":
            steps = max(steps, risers * metres / whole_m) if risers else metres / 0.30
        level_m[stretch] = float(steps * STEP_M)
    return level_m


def wandered_m(streets: Streets, level_m: dict[Stretch, float], rng: random.Random) -> float | None:
    """Return the rough length of a closed walk found by a random walk, if any."""
    for _ in range(20):
        at, walked, left = streets.root, 0.0, dict.fromkeys(streets.ends, rng.choice([1, 1, 2]))
        last = None
        while True:
            ways = [s for s in streets.leaving[at] if left[s.stretch] and s.stretch != last]
            if not ways:
                break
            step = rng.choice(ways)
            last, at = step.stretch, streets.head(step)
            left[last] -= 1
            walked += level_m[last]
            if at == streets.root and rng.random() < 0.7:
                return walked + rng.uniform(-6, 6)
    return None


def task_of(
    network: StreetNetwork,
    request: LoopRequest,
    streets: Streets,
    level_m: dict[Stretch, float],
    town: Any,
    *,
    geodesic: bool,
) -> Task:
    """Return the task with the oracle's form of it."""
    order = list(streets.ends)
    n = len(network.lat)
    edges = []
    for stretch in order:
        u, v = (n if end < 0 else end for end in streets.ends[stretch])
        edges.append((u, v, max(1, round(1000 * level_m[stretch]))))
    root = n if streets.root < 0 else streets.root
    whole = town(n=n + 1, edges=tuple(edges), root=root)
    return Task(network, request, streets, level_m, order, whole, geodesic)


def check(brute: Any, seed: int) -> str:
    """Search a random task, compare it with the oracle, and return the outcome."""
    task = random_task(brute, seed)
    request, town = task.request, task.town
    low_mm = 1000 * (request.target_m - request.tolerance_m)
    high_mm = 1000 * (request.target_m + request.tolerance_m)
    try:
        usable = brute.usable(town, high_mm)
        if brute.usable(town, high_mm + SLACK_MM) != usable:
            return "on the edge"
        if brute.usable(town, high_mm - SLACK_MM) != usable:
            return "on the edge"
        truth = brute.lengths(town, high_mm + SLACK_MM, usable)
    except brute.TooManyWalksError:
        return "too many walks"
    if not [mm for mm in truth if low_mm - SLACK_MM <= mm <= high_mm + SLACK_MM]:
        with pytest.raises(NoLoopError) as refusal:
            find_loops(task.network, request)
        assert refusal.value.proved
        assert refusal.value.target_m == request.target_m
        return "impossible"
    if not [mm for mm in truth if low_mm + SLACK_MM <= mm <= high_mm - SLACK_MM]:
        return "on the edge"
    check_loops(brute, task, find_loops(task.network, request), usable, truth)
    return "found"


def check_loops(
    brute: Any, task: Task, loops: list[Loop], usable: set[int], truth: dict[int, int]
) -> None:
    """Walk the loops again: of the target length, distinct, with forced repetition only."""
    request = task.request
    bridges = {task.order[edge] for edge in brute.bridges(task.town, usable)}
    walked, off_m = [], []
    for rank, loop in enumerate(loops, start=1):
        assert (loop.rank, loop.kind) == (rank, "loop")
        steps = task.streets.check(loop, geodesic=task.geodesic)
        level_m = sum(task.level_m[step.stretch] for step in steps)
        once_m = sum(task.level_m[stretch] for stretch in {step.stretch for step in steps})
        if request.asked == "steps":
            assert abs(loop.steps - level_m / STEP_M) < 0.51
        off_m.append(abs(level_m - request.target_m))
        if loop.outside_tolerance:
            assert rank == len(loops) > 1
            assert request.tolerance_m < off_m[-1] <= 0.02 * request.target_m
        else:
            assert off_m[-1] <= request.tolerance_m + 0.002
        times = Counter(step.stretch for step in steps)
        for stretch, count in times.items():
            assert task.order.index(stretch) in usable
            assert count == (2 if stretch in bridges else 1)
        assert loop.outside_tolerance or any(
            abs(mm - 1000 * level_m) <= SLACK_MM
            and repeated_mm <= 1000 * (level_m - once_m) + SLACK_MM
            for mm, repeated_mm in truth.items()
        )
        walked.append(frozenset(times))
    assert len(set(walked)) == len(walked) <= request.count
    if request.exact:
        nearest_mm = min(abs(mm - 1000 * request.target_m) for mm in truth)
        assert 1000 * off_m[0] <= max(1000 * EXACT_M, nearest_mm) + SLACK_MM


@pytest.mark.parametrize("batch", range(8))
def test_a_walk_is_found_if_and_only_if_it_exists_and_repeats_only_forced_streets(
    brute: Any, batch: int
) -> None:
    outcomes = Counter(check(brute, 1000 * batch + i) for i in range(60))
    assert outcomes["too many walks"] <= 12
    assert outcomes["on the edge"] <= 6
    assert min(outcomes["found"], outcomes["impossible"]) >= 5


@pytest.mark.long
@pytest.mark.parametrize("batch", range(20))
def test_thousands_of_random_graphs_agree_with_brute_force(brute: Any, batch: int) -> None:
    for i in range(500):
        check(brute, 100_000 + 1000 * batch + i)
