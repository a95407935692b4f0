"""An oracle without code of looproute.search: exhaustive search over walks, on tiny graphs."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from looproute.search.graph.multigraph import Multigraph

Edge = tuple[int, int, int]  # the two ends, and millimetres


class TooManyWalksError(Exception):
    """There are more walks than the oracle enumerates."""


@dataclass(frozen=True, kw_only=True)
class AsciiMap:
    """A tiny graph: n vertices and edges with lengths in millimetres, and a vertex to start at."""

    n: int
    edges: tuple[Edge, ...]
    root: int

    @property
    def graph(self) -> Multigraph:
        return Multigraph.of(self.n, [(u, v, mm / 1000) for u, v, mm in self.edges])


class Brute:
    """The oracle."""

    most_steps = 30_000
    TooManyWalksError = TooManyWalksError

    def random_town(self, rng: random.Random) -> AsciiMap:
        """Return a tiny graph with parallel edges, self-loops, bridges and separate components."""
        n = rng.randint(1, 12)
        longest = rng.choice([3, 30, 3000])
        edges = []
        for vertex in range(1, n):
            if rng.random() < 0.93:
                edges.append((rng.randrange(max(0, vertex - 4), vertex), vertex))
        for _ in range(rng.randint(0, 6)):
            u = rng.randrange(n)
            v = u if rng.random() < 0.12 else rng.randrange(n)
            edges.append((u, v))
            if rng.random() < 0.15:
                edges.append((v, u))
        rng.shuffle(edges)
        name = list(range(n))
        rng.shuffle(name)
        edges_mm = tuple((name[u], name[v], rng.randint(1, longest)) for u, v in edges)
        return AsciiMap(n=n, edges=edges_mm, root=rng.randrange(n))

    def bridges(self, town: AsciiMap, left: set[int]) -> set[int]:
        """Return the bridges."""
        return {
            e
            for e in left
            if town.edges[e][1] not in self._joined(town, left - {e}, town.edges[e][0])
        }

    def lengths(self, town: AsciiMap, limit_mm: int, left: set[int]) -> dict[int, int]:
        """Return the lengths of acceptable walks over these edges, with the least repetition."""
        return {mm: best for mm, (best, _) in self._walks(town, limit_mm, left).items()}

    def usable(self, town: AsciiMap, limit_mm: int) -> set[int]:
        """Return the edges that remain after removing useless ones repeatedly."""
        apart = self._apart(town)
        left = {
            e for e, (u, v, mm) in enumerate(town.edges) if apart[u] + mm + apart[v] <= limit_mm
        }
        while True:
            walked: set[int] = set()
            for _, edges in self._walks(town, limit_mm, left).values():
                walked |= edges
            if walked == left:
                return left
            left = walked

    def _walks(
        self, town: AsciiMap, limit_mm: int, left: set[int]
    ) -> dict[int, tuple[int, set[int]]]:
        """Return, by length, the least repetition and all edges on walks of that length."""
        bridges = self.bridges(town, left)
        found: dict[int, tuple[int, set[int]]] = {}
        seen = set()
        stack: list[tuple[int, int, int, tuple[int, ...]]] = [(town.root, -1, 0, ())]
        while stack:
            at, last, mm, walked = stack.pop()
            if at == town.root and walked:
                repeated = sum(town.edges[e][2] for e in set(walked) if walked.count(e) == 2)
                best, edges = found.get(mm, (repeated, set()))
                found[mm] = (min(best, repeated), edges | set(walked))
            for e in left:
                u, v, length = town.edges[e]
                for tail, head, dart in ((u, v, 2 * e), (v, u, 2 * e + 1)):
                    if tail != at or dart == last ^ 1 or mm + length > limit_mm:
                        continue
                    if walked.count(e) >= (2 if e in bridges else 1):
                        continue
                    onward = tuple(sorted((*walked, e)))
                    state = (head, dart, onward)
                    if state not in seen:
                        seen.add(state)
                        stack.append((head, dart, mm + length, onward))
                        if len(seen) > self.most_steps:
                            raise TooManyWalksError
        return found

    def _joined(self, town: AsciiMap, left: set[int], start: int) -> set[int]:
        seen, stack = {start}, [start]
        while stack:
            here = stack.pop()
            for e in left:
                u, v, _ = town.edges[e]
                if here in (u, v) and (there := u + v - here) not in seen:
                    seen.add(there)
                    stack.append(there)
        return seen

    def _apart(self, town: AsciiMap) -> list[float]:
        apart = [float("inf")] * town.n
        apart[town.root] = 0
        for _ in range(town.n):
            for u, v, mm in town.edges:
                apart[u] = min(apart[u], apart[v] + mm)
                apart[v] = min(apart[v], apart[u] + mm)
        return apart


@pytest.fixture(scope="session")
def brute() -> Brute:
    return Brute()
