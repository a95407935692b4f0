"""What lies round a start from which no loop of the wished length was found, and why that is so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from looproute.errors import NoLoopError
from looproute.network.network import Spot, StreetNetwork
from looproute.request import LoopRequest
from looproute.search.feasibility import Budget, Existence, examine
from looproute.search.feasibility.enumeration import ClosedWalk
from looproute.search.features import Features
from looproute.search.subgraph import Subgraph, reach

Standing = Literal["found", "impossible", "open"]

# Loops up to this much longer than the wish are looked for.
LONGER = 1.1
# A proof may take longer than it is worth to know the nearest longer loop as well.
TO_NAME_IT = Budget(streets=150, mu=14)
# This near to the edge of what was loaded, streets may go on that are not here; a dead end may
# have been cut off a street that left the box, so it counts from further away.
EDGE_M = 50.0
CUT_M = 200.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Context:
    """The streets within reach and what is known of the loops on them.

    Attributes
    ----------
    network, request : whose streets and whose wish.
    subgraph : every street that begins within half of `LONGER` times the wish, dead ends included,
        so that a walk may turn round wherever it likes.
    existence : what is known of loops of the wished length; None where nothing is.
    standing : whether loops were found, proved impossible, or neither.
    """

    network: StreetNetwork
    request: LoopRequest
    subgraph: Subgraph
    existence: Existence | None
    standing: Standing

    @classmethod
    def of(
        cls,
        network: StreetNetwork,
        start: Spot,
        request: LoopRequest,
        existence: Existence | None,
        *,
        found: bool = False,
    ) -> Context:
        """Return the context from a start.

        Parameters
        ----------
        network, start : the streets and where on them the walk begins.
        request : the wish.
        existence : what was learnt when it was searched for.
        found : whether there are loops of that length after all, though perhaps poor ones.
        """
        proved = existence is not None and existence.verdict == "impossible"
        return cls(
            network=network,
            request=request,
            subgraph=_wide_subgraph(network, start, LONGER * request.target_m / 2),
            existence=existence,
            standing="found" if found else "impossible" if proved else "open",
        )

    @property
    def low_m(self) -> float:
        """The shortest length that is right."""
        return self.request.target_m - self.request.tolerance_m

    @property
    def high_m(self) -> float:
        """The longest length that is right."""
        return self.request.target_m + self.request.tolerance_m

    @cached_property
    def below_m(self) -> float | None:
        """Length of the longest loop that is too short; None where none is known."""
        known = self.existence.known if self.existence else None
        if known is None or not known.complete:
            return None
        shorter = known.length_m[known.length_m < self.low_m]
        return float(shorter[-1]) if len(shorter) else None

    @property
    def above_m(self) -> float | None:
        """Length of the shortest loop that is too long; None where none is known."""
        return None if self.above is None else self.above.length_m

    @cached_property
    def above(self) -> ClosedWalk | None:
        """The same loop, over darts of the subgraph."""
        return self._longer.nearest_above(self.high_m) if self._longer else None

    @cached_property
    def _longer(self) -> Existence | None:
        """All lengths up to `LONGER` times the wish; None where that is too much work."""
        most_m = LONGER * self.request.target_m
        if self.standing != "impossible" or most_m <= self.high_m:
            return None
        longer = examine(self.subgraph.graph, self.subgraph.root, self.high_m, most_m, TO_NAME_IT)
        known = longer.reason == "no cycle" or (longer.known and longer.known.complete)
        return longer if known else None

    @cached_property
    def at_edge(self) -> bool:
        """Whether streets within reach come to the edge of those that were loaded."""
        subgraph, bounds, plane = (
            self.subgraph,
            self.network.bounds,
            Features.of(self.network).plane,
        )
        west, south = plane.to_xy(bounds.south, bounds.west)
        east, north = plane.to_xy(bounds.north, bounds.east)
        gap_m = np.min(
            [subgraph.x - west, east - subgraph.x, subgraph.y - south, north - subgraph.y], axis=0
        )
        left_m = self.high_m / 2 - subgraph.distance_m
        cut = (subgraph.graph.degree == 1) & (gap_m <= np.minimum(left_m, CUT_M))
        return bool(((left_m >= 0) & ((gap_m <= EDGE_M) | cut)).any())

    @cached_property
    def island_m(self) -> float | None:
        """Metres of all streets that the start is connected to; None where they go on and on."""
        reach_m = LONGER * self.request.target_m / 2
        if self.at_edge or self.subgraph.distance_m.max() > reach_m:
            return None
        return float(self.subgraph.graph.length_m.sum())

    def refusal(self) -> NoLoopError:
        """Return the error that says why there is no loop of the wished length."""
        target_m = self.request.target_m
        known_m = [length_m for length_m in (self.below_m, self.above_m) if length_m is not None]
        facts: dict[str, float | None]
        if self.standing != "impossible":
            toward = self.request.heading_deg is not None
            kind, facts = "no-loop-found-toward-heading" if toward else "no-loop-found", {}
        elif self.above_m is None and self.island_m is not None and self.island_m < target_m:
            kind, facts = "island-without-loop", {"island_m": self.island_m}
            if self.below_m is not None:
                kind, facts = "island-too-small", {**facts, "longest_m": self.below_m}
        elif known_m:
            kind, facts = self._name_nearest()
        elif self.existence and self.existence.reason == "capacity" and self.existence.longest_m:
            kind, facts = "streets-too-short", {"longest_m": self.existence.longest_m}
        else:
            kind, facts = "no-way-round", {"radius_m": target_m / 2}
        return NoLoopError(
            kind,
            target_m=target_m,
            nearest_m=min(known_m, key=lambda length_m: abs(length_m - target_m), default=None),
            proved=self.standing == "impossible",
            at_edge=self.at_edge,
            **facts,
        )

    def _name_nearest(self) -> tuple[str, dict[str, float | None]]:
        """Return the kind and the facts that name the loops nearest in length.

        The longest is only called so where it is known that none is between it and the wish.
        """
        if self.below_m is None:
            return "shorter-than-shortest-loop", {"above_m": self.above_m}
        if self.above_m is not None:
            return "between-two-loops", {"below_m": self.below_m, "above_m": self.above_m}
        which = "longest" if self._longer is not None else "nearest"
        return f"longer-than-{which}-loop", {"below_m": self.below_m}


def _wide_subgraph(network: StreetNetwork, start: Spot, radius_m: float) -> Subgraph:
    """Return every street, whole, of which a part is nearer to the start than radius_m."""
    features = Features.of(network)
    x, y = features.plane.to_xy(start.point.lat, start.point.lon)
    # The plane is right to half a percent or so: as the crow flies is never further than this.
    near = np.hypot(features.x - x, features.y - y) <= 1.02 * radius_m
    touched = near[network.u] | near[network.v]
    touched[start.street] = True
    longest_m = float(network.length_m[touched].max())
    subgraph = reach(network, start, 2 * (radius_m + longest_m))
    nearest_m = np.minimum(
        subgraph.distance_m[subgraph.graph.u], subgraph.distance_m[subgraph.graph.v]
    )
    return subgraph.only(np.flatnonzero(nearest_m < radius_m))
