"""Find walks in laps: short circuits near the start, walked several times.

`circuits` finds the ways round a block or a park; the best ones are quiet, near, and have few turns
and crossings. A walk goes there, walks whole laps, then part of a lap out and back to use up the
rest, and returns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from looproute._typing import Ints
from looproute.errors import NoLoopError
from looproute.geo import cumulative_m
from looproute.laps import LapCount
from looproute.loops import Laps, Loop, Mark, Note
from looproute.network.network import StreetNetwork
from looproute.request import LoopRequest
from looproute.search.assemble import answer
from looproute.search.components import SnapTarget, snap
from looproute.search.cycles.score import PER_TURN_PER_KM
from looproute.search.fallbacks.spurs import with_stub
from looproute.search.graph.shortest_paths import ShortestPaths, shortest_paths
from looproute.search.laps.circuits import circuits
from looproute.search.laps.tracks import NAME, with_tracks
from looproute.search.level import level_metres
from looproute.search.query_graph import QueryGraph
from looproute.search.select import choose
from looproute.search.snapping import with_junctions
from looproute.search.subgraph import Subgraph
from looproute.shape import is_turn

LEAST_LAP_M, MOST_LAP_M = 150.0, 2500.0  # chosen: round a block, round a lake
# A lap is walked at least this many times, and begins no further from the start than this share of
# the target or this many metres.
LEAST_LAPS = 2
FAR_SHARE, FAR_M = 0.15, 1000.0
# Penalties in addition to those for turns: per crossing of a busy street per kilometre, for the way
# there and for the rest as shares of the target, and for each lap, since many laps are dull.
PER_CROSSING_PER_KM = 0.15
PER_APPROACH = 2.5
PER_REST = 0.5
PER_LAP = 0.01


@dataclass(frozen=True, kw_only=True)
class LapWalk:
    """A walk in laps: the loop of kind "laps", its lap count and its crossings.

    Attributes
    ----------
    loop : the whole walk, closed.
    count : the lap, the number of laps, the approach and the rest.
    crossings : junctions with a busy street that are passed in a lap.
    """

    loop: Loop
    count: LapCount
    crossings: int


def find_laps(network: StreetNetwork, request: LoopRequest) -> list[LapWalk]:
    """Return up to `request.count` walks in laps of a short loop near the start, best first.

    Raises
    ------
    StartTooFarError
        The start is further than `request.snap_limit_m` from every street.
    NoLoopError
        No short loop is near enough to be walked twice.
    """
    tracked = with_tracks(network, request.start)
    snapped = snap(tracked, [SnapTarget(request.start)], request.snap_limit_m, request.target_m)
    cut, (start,) = with_junctions(tracked, snapped.spots)
    far_m = min(FAR_SHARE * request.target_m, FAR_M)
    most_m = min(MOST_LAP_M, request.target_m / LEAST_LAPS)
    every = np.ones(len(cut.u), dtype=bool)
    subgraph = QueryGraph.of(cut, start, [], every, level_metres(cut, request)).subgraph
    apart_m = shortest_paths(subgraph.graph, subgraph.root).distance_m
    ends = apart_m[subgraph.graph.u], apart_m[subgraph.graph.v]
    subgraph = subgraph.only(np.flatnonzero(np.minimum(*ends) <= far_m + most_m / 2))
    paths = shortest_paths(subgraph.graph, subgraph.root)
    options = [
        option
        for circuit in circuits(subgraph, LEAST_LAP_M, most_m)
        if (option := _Option.of(subgraph, circuit, paths, request, far_m)) is not None
    ]
    if not options:
        raise NoLoopError("no-laps", target_m=request.target_m, far_m=far_m, **request.quantity)
    chosen = choose(
        np.array([option.merit for option in options]),
        [option.lap for option in options],
        subgraph.graph.length_m,
        request.count,
    )
    walks = [
        options[i].walk(cut, subgraph, request, rank) for rank, i in enumerate(chosen, start=1)
    ]
    loops = snapped.add_notes(walk.loop for walk in walks)
    return [replace(walk, loop=loop) for walk, loop in zip(walks, loops, strict=True)]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Option:
    """A circuit from the point nearest to the start, the way there, and its merit."""

    out: Ints
    lap: Ints
    count: LapCount
    crossings: int
    merit: float

    @classmethod
    def of(
        cls,
        subgraph: Subgraph,
        circuit: Ints,
        paths: ShortestPaths,
        request: LoopRequest,
        far_m: float,
    ) -> _Option | None:
        """Return a circuit as an option, None if it is too far or too long."""
        graph = subgraph.graph
        begin = int(np.argmin(paths.distance_m[graph.tail[circuit]]))
        lap = np.roll(circuit, -begin)
        there = int(graph.tail[lap[0]])
        out_m = float(paths.distance_m[there])
        lap_m = float(graph.length_m[lap >> 1].sum())
        if out_m > far_m or 2 * out_m + LEAST_LAPS * lap_m > request.target_m:
            return None
        count = LapCount.of(
            request.target_m, lap_m, approach_m=2 * out_m, tolerance_m=request.tolerance_m
        )
        following = np.roll(lap, -1)
        at = graph.head[lap]
        turns = is_turn(subgraph.shapes.arrive[lap], subgraph.shapes.leave[following])
        busy_at = np.zeros(graph.n, dtype=bool)
        aside = subgraph.busy.copy()
        aside[lap >> 1] = False
        busy_at[graph.u[aside]] = busy_at[graph.v[aside]] = True
        crossings = int((busy_at[at] & subgraph.is_junction[at]).sum())
        per_km = 1000 / lap_m
        merit = (
            -float(subgraph.cost[lap >> 1].sum()) / lap_m
            - PER_TURN_PER_KM * int((turns & subgraph.is_junction[at]).sum()) * per_km
            - PER_CROSSING_PER_KM * crossings * per_km
            - PER_APPROACH * count.approach_m / request.target_m
            - PER_REST * count.rest_m / request.target_m
            - PER_LAP * count.laps
        )
        return cls(out=paths.path_to(there), lap=lap, count=count, crossings=crossings, merit=merit)

    def walk(
        self, network: StreetNetwork, subgraph: Subgraph, request: LoopRequest, rank: int
    ) -> LapWalk:
        """Return the whole walk: there, round, a part of a lap out and back, and home."""
        there, stubbed = _cut_first_metres(network, subgraph, self.lap, self.count.rest_m / 2)
        count = self._in_metres(stubbed, there)
        laps = np.tile(self.lap, count.laps)
        name = int(network.name[subgraph.street[self.lap[0] >> 1]])
        darts = np.concatenate([self.out, laps, there, there[::-1] ^ 1, self.out[::-1] ^ 1])
        loop = answer(
            network,
            request,
            stubbed,
            darts.astype(np.int32),
            rank=rank,
            kind="laps",
            notes=(_note_laps(count, on_track=network.names[name] == NAME),),
            laps=Laps(count.laps, len(self.out), len(self.out) + len(laps)),
        )
        return LapWalk(loop=_mark_end_of_laps(loop, count), count=count, crossings=self.crossings)

    def _in_metres(self, subgraph: Subgraph, there: Ints) -> LapCount:
        """Convert the count from level metres to metres; `there` is the rest, one way."""

        def metres(darts: Ints) -> float:
            return float(subgraph.length_m[darts >> 1].sum())

        return LapCount(
            lap_m=metres(self.lap),
            laps=self.count.laps,
            approach_m=2 * metres(self.out),
            rest_m=2 * metres(there),
        )


def _note_laps(count: LapCount, *, on_track: bool) -> Note:
    return Note(
        "laps-of-circuit",
        laps=count.laps,
        lap_m=count.lap_m,
        approach_m=count.approach_m,
        rest_m=count.rest_m,
        on_track=on_track,
    )


def _cut_first_metres(
    network: StreetNetwork, subgraph: Subgraph, lap: Ints, metres: float
) -> tuple[Ints, Subgraph]:
    """Return the first metres of a lap as darts, and the subgraph that contains them."""
    if metres <= 0:
        return lap[:0], subgraph
    upto_m = np.cumsum(subgraph.graph.length_m[lap >> 1])
    k = int(np.searchsorted(upto_m, metres))
    length_m = float(subgraph.graph.length_m[lap[k] >> 1])
    share = (metres - (float(upto_m[k]) - length_m)) / length_m
    if share >= 1:
        return lap[: k + 1], subgraph
    stubbed, last = with_stub(network, subgraph, int(lap[k]), share)
    return np.append(lap[:k], np.int32(last)), stubbed


def _mark_end_of_laps(loop: Loop, count: LapCount) -> Loop:
    """Return the loop with a mark at the end of the laps if a rest follows."""
    if count.rest_m < 1:
        return loop
    assert loop.laps is not None
    done_m = float(cumulative_m(loop.points)[loop.laps.end])
    return replace(loop, marks=(Mark(done_m, "laps done", rest_m=count.rest_m),))
