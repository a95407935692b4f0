"""Define the common form of all walks that are offered instead of a loop."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from looproute._typing import Ints
from looproute.loops import Kind, Laps
from looproute.search.fallbacks.context import Context
from looproute.search.fallbacks.spurs import Turn, Ways, with_stub
from looproute.search.graph.biconnected import find_blocks
from looproute.search.graph.ragged import take_walked
from looproute.search.subgraph import Subgraph
from looproute.shape import hugging

# A metre of another lap costs half as much as one walked back. Turning in mid-street costs as much
# as walking back this many metres, or this share of the target if that is less.
PER_LAP_M = 0.5
# An out-and-back whose one-way length is below this is walked at most this many times.
LEAST_OUT_M, MOST_TIMES = 500.0, 2
TURN_M, TURN_SHARE = 100.0, 0.02

NOWHERE: Ints = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """A stem, walked first and last; between them a round in laps; and a spur.

    Attributes
    ----------
    subgraph : the streets.
    stem : darts from the subgraph's root on.
    round : darts from the end of the stem and back to it.
    laps : the number of times that the round, or the spur if there is no round, is walked.
    turn : the spur, which begins at the first vertex that it shares with the walk.
    """

    subgraph: Subgraph
    stem: Ints
    round: Ints
    laps: int = 1
    turn: Turn | None = None

    @classmethod
    def around(cls, subgraph: Subgraph, walk: Ints, laps: int) -> Plan:
        """Return the plan of a closed walk in laps; what it repeats at its ends becomes the stem.

        With a single lap the stem stays part of the round.
        """
        back = walk[::-1] ^ 1
        stem = int(np.argmin(np.append(walk == back, False))) if laps > 1 else 0
        return cls(
            subgraph=subgraph, stem=walk[:stem], round=walk[stem : len(walk) - stem], laps=laps
        )

    def in_metres(self) -> Plan:
        """Return the plan with lengths in metres instead of level metres, for reports."""
        return replace(self, subgraph=self.subgraph.in_metres())

    @property
    def kind(self) -> Kind:
        """The kind of walk that the plan describes."""
        if self.laps > 1:
            return "laps"
        if not len(self.round):
            return "out-and-back"
        if len(self.stem):
            return "lollipop"
        return "loop and spur" if self.turn else "nearest loop"

    @property
    def is_tedious(self) -> bool:
        """Whether a short way is walked out and back several times."""
        return not len(self.round) and self.laps > MOST_TIMES and self.spur_m < LEAST_OUT_M

    @property
    def stem_m(self) -> float:
        """Length of the stem, one way, in metres."""
        return self._metres(self.stem)

    @property
    def round_m(self) -> float:
        """Length of one lap in metres, without the spur."""
        return self._metres(self.round)

    @property
    def forced_m(self) -> float:
        """Metres that a lap walks a second time."""
        return self.round_m - self._metres(np.unique(self.round >> 1) << 1)

    @property
    def spur_m(self) -> float:
        """Length of the spur, one way, in metres."""
        if self.turn is None:
            return 0.0
        length_m = self.subgraph.graph.length_m[self.turn.darts >> 1]
        return float(length_m[:-1].sum() + self.turn.share * length_m[-1])

    @property
    def length_m(self) -> float:
        """Length of the whole walk in metres."""
        spurs = 1 if len(self.round) else self.laps
        return 2 * self.stem_m + self.laps * self.round_m + 2 * spurs * self.spur_m

    @property
    def back_m(self) -> float:
        """Metres that a lap leads back on the same street or next to the way that it came."""
        if not len(self.round):
            return self.spur_m
        subgraph, darts = self.subgraph, self.round
        flat, start, way = take_walked(subgraph.shapes.sample_offsets, darts)
        size = np.diff(start)
        hug = hugging(
            subgraph.shapes.sample_xy[flat],
            way[:, None] * subgraph.shapes.sample_heading[flat],
            np.repeat(subgraph.length_m[darts >> 1] / size, size),
            np.array([0, len(flat)]),
        )
        return max(self.forced_m, float(hug.doubling_back[0]) * self.round_m / 2)

    def cost_m(self, target_m: float) -> float:
        """Return the penalty of the walk for a target, in metres walked back.

        Each lap adds what it leads back, and repeats the previous lap.
        """
        lap_m = self.round_m if len(self.round) else 2 * self.spur_m
        cost_m = self.stem_m + self.laps * self.back_m + PER_LAP_M * (self.laps - 1) * lap_m
        if len(self.round):
            cost_m += self.spur_m
        if self.turn is not None and self.turn.in_mid_street:
            cost_m += turn_cost_m(target_m) * (1 if len(self.round) else self.laps)
        return cost_m

    def extend_to_target(self, context: Context) -> Plan | None:
        """Return the plan extended to the target by a spur if needed; None if impossible."""
        if self.length_m > context.high_m:
            return None
        if self.length_m >= context.low_m:
            return self
        walks = 2 if len(self.round) else 2 * self.laps
        least_m, exact_m, most_m = (
            (length_m - self.length_m) / walks
            for length_m in (context.low_m, context.request.target_m, context.high_m)
        )
        if context.request.exact:
            least_m = most_m = exact_m
        once = np.concatenate([self.stem, self.round])
        heading_deg = None if len(once) else context.request.heading_deg
        turn = Ways.of(self.subgraph, once).spur(least_m, exact_m, most_m, heading_deg)
        plan = None if turn is None else replace(self, turn=turn)
        return None if plan is None or plan.is_tedious else plan

    def walk(self, context: Context) -> tuple[Subgraph, Ints]:
        """Return the subgraph and the darts of the whole walk.

        The subgraph is the plan's, with an extra street to the point where a spur turns in
        mid-street.
        """
        subgraph, spur = self.subgraph, NOWHERE
        once = np.concatenate([self.stem, self.round])
        place = 0
        if self.turn is not None:
            out = self.turn.darts.copy()
            begins = subgraph.graph.tail[out[0]]
            place = int(np.argmax(np.append(subgraph.root, subgraph.graph.head[once]) == begins))
            if self.turn.in_mid_street:
                subgraph, out[-1] = with_stub(
                    context.network, subgraph, int(out[-1]), self.turn.share
                )
            spur = np.concatenate([out, out[::-1] ^ 1])
        first = np.concatenate([once[:place], spur, once[place:]])
        lap = self.round if len(self.round) else spur
        laps = np.tile(lap, self.laps - 1)
        return subgraph, np.concatenate([first, laps, self.stem[::-1] ^ 1]).astype(np.int32)

    def laps_among(self, darts: Ints) -> Laps | None:
        """Return the range of the laps in a walk of this plan, in either direction, or None.

        It is None if laps differ, because the first lap alone includes the spur.
        """
        if self.laps == 1:
            return None
        lap = len(self.round) or (len(darts) - 2 * len(self.stem)) // self.laps
        after = len(darts) - len(self.stem) - self.laps * lap
        # A spur on the stem comes before the laps, or after them if the walk is reversed.
        for begin in (after, len(self.stem)):
            end = begin + self.laps * lap
            if begin >= 0 and (darts[begin : end - lap] == darts[begin + lap : end]).all():
                return Laps(self.laps, begin, end)
        return None

    def _metres(self, darts: Ints) -> float:
        return float(self.subgraph.graph.length_m[darts >> 1].sum())


def turn_cost_m(target_m: float) -> float:
    """Return the cost of a turn in mid-street, in metres walked back."""
    return min(TURN_M, TURN_SHARE * target_m)


# Distances at which to try loops, as shares of the target, and the number of ways per distance.
RINGS = (0.015, 0.03, 0.06, 0.1, 0.16, 0.25, 0.38)
QUARTERS = 4
# A vertex is used for a ring if its distance is within these multiples of the ring's.
NEARER, FURTHER = 0.7, 1.4


def stems(subgraph: Subgraph, target_m: float) -> list[Ints]:
    """Return ways from the subgraph's root to vertices on cycles, shortest first.

    They lead to the nearest such vertex and, at growing distances, to one in each quarter of the
    compass. Ways over bridges alone are left out: a loop behind them is a loop from the root.

    Parameters
    ----------
    subgraph : the streets.
    target_m : the target of the whole walk.
    """
    graph = subgraph.graph
    ways = Ways.of(subgraph, np.empty(0, dtype=np.int32))
    cyclic = find_blocks(graph, subgraph.root).in_cycles()
    vertex = np.unique(np.concatenate([graph.u[cyclic], graph.v[cyclic]]))
    vertex = vertex[vertex != subgraph.root]
    if len(vertex) == 0:
        return []
    far_m = ways.length_m[vertex]
    bearing = np.arctan2(
        subgraph.x[vertex] - subgraph.x[subgraph.root],
        subgraph.y[vertex] - subgraph.y[subgraph.root],
    )
    quarter = np.floor(bearing / (2 * np.pi) * QUARTERS).astype(np.intp)
    chosen = {int(vertex[np.argmin(far_m)])}
    for ring_m in np.multiply(RINGS, target_m):
        for way in np.unique(quarter):
            at = (quarter == way) & (far_m >= NEARER * ring_m) & (far_m <= FURTHER * ring_m)
            if at.any():
                off_m = np.where(at, np.abs(far_m - ring_m), np.inf)
                chosen.add(int(vertex[np.argmin(off_m)]))
    ordered = sorted(chosen, key=lambda v: (float(ways.length_m[v]), v))
    within_reach = [v for v in ordered if ways.length_m[v] < RINGS[-1] * FURTHER * target_m]
    found = [ways.to(v) for v in within_reach]
    return [stem for stem in found if cyclic[stem >> 1].any()]
