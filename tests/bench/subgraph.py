"""Find the streets that a closed walk of a length can reach, and those it must repeat."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from .chains import Multigraph, bridges, contracted, streets
from .forced import usable
from .rooted import Dart, Rooted


class Subgraph:
    """The streets within reach of the root for walks of at most `most_m` metres."""

    def __init__(self, rooted: Rooted, most_m: float) -> None:
        self.rooted, self.most_m = rooted, most_m

    @cached_property
    def chains(self) -> Multigraph[Any]:
        """Return the streets within half the length, without dead ends."""
        return contracted(self.rooted.graph(self.rooted.subgraph(self.most_m)), self.rooted.root)

    @cached_property
    def bridges(self) -> set[int]:
        """Return the bridges among these streets."""
        return streets(self.chains, bridges(self.chains))

    @cached_property
    def usable(self) -> Multigraph[Any]:
        """Return the chains that acceptable walks can use."""
        return usable(self.chains, self.rooted.root, self.most_m)

    @cached_property
    def forced(self) -> set[int]:
        """Return the bridges among the usable streets."""
        return streets(self.usable, bridges(self.usable))

    def avoidable_m(self, darts: list[Dart]) -> float:
        """Return the metres that a walk repeats although no walk of this length has to.

        A walk may use bridges twice, and no street three times.
        """
        uses = Counter(dart.edge for dart in darts)
        again = {edge for edge, count in uses.items() if count > 1}
        again -= self.bridges if again else set()
        again -= self.forced if again else set()
        length_m = self.rooted.length_m
        too_often = sum(length_m[e] * (count - 2) for e, count in uses.items() if count > 2)
        return float(sum(length_m[e] for e in again) + too_often)
