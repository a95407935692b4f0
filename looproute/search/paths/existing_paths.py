"""List the paths of a length if there are few, and explain why there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from looproute._typing import Ints
from looproute.errors import NoLoopError
from looproute.request import WayRequest
from looproute.search.feasibility import AT_ONCE, examine
from looproute.search.query_graph import QueryGraph


@dataclass(frozen=True, kw_only=True, eq=False)
class Existing:
    """What is known about the paths of a length.

    Attributes
    ----------
    darts : one of them, None if none is known.
    proved : whether it is certain that none exists.
    below_m, above_m : lengths of the nearest known paths, shorter and longer.
    """

    darts: Ints | None = None
    proved: bool = False
    below_m: float | None = None
    above_m: float | None = None


def find_existing_paths(query: QueryGraph, request: WayRequest) -> Existing:
    """Return what is known about paths of the requested length, from a list if it is short.

    The virtual edge gets twice the length of all other streets together. Then the closed walks
    that are longer than it are the paths, and their lengths begin at its length.
    """
    subgraph = query.subgraph
    graph = query.without_virtual_edges().graph
    tie_m = float(np.ceil(2 * graph.length_m.sum())) + 1000.0
    length_m = np.append(graph.length_m, tie_m)
    low_m = tie_m + request.target_m - request.tolerance_m
    high_m = tie_m + request.target_m + request.tolerance_m
    known = examine(
        replace(subgraph.graph, length_m=length_m), subgraph.root, low_m, high_m, AT_ONCE
    )
    if known.witnesses:
        walk = known.witnesses[0].darts
        at = int(np.flatnonzero(walk >> 1 == query.virtual_edge())[0])
        # Begin at the end of the virtual edge, whose forward dart leads to the root.
        way = np.concatenate([walk[at + 1 :], walk[:at]])
        return Existing(darts=way[::-1] ^ 1 if walk[at] & 1 else way)
    below, above = known.nearest_below(low_m), known.nearest_above(high_m)
    return Existing(
        proved=known.verdict == "impossible",
        below_m=below.length_m - tie_m if below and below.length_m > tie_m else None,
        above_m=above.length_m - tie_m if above else None,
    )


def refusal(request: WayRequest, shortest_m: float, known: Existing | None) -> NoLoopError:
    """Return the error that explains why there is no path; without `known`, it is too short."""
    if not np.isfinite(shortest_m):
        return not_connected()
    target_m = request.target_m
    shortest: dict[str, Any] = {
        "shortest_m": shortest_m,
        "shortest_steps": request.walker.steps(shortest_m).steps,
        **request.quantity,
    }
    if known is None:
        return NoLoopError(
            "no-way-of-length", target_m=target_m, nearest_m=shortest_m, proved=True, **shortest
        )
    nearest = [length_m for length_m in (known.below_m, known.above_m) if length_m is not None]
    nearest_m = min(nearest, key=lambda length_m: abs(length_m - target_m), default=None)
    if not known.proved:
        return NoLoopError("no-way-found", target_m=target_m, nearest_m=nearest_m, **shortest)
    kind = ("no-way-of-length", "off-nearest-way", "between-two-ways")[len(nearest)]
    return NoLoopError(
        kind,
        target_m=target_m,
        nearest_m=nearest_m,
        proved=True,
        below_m=known.below_m,
        above_m=known.above_m,
        **shortest,
    )


def not_connected() -> NoLoopError:
    """Return the error for two places that are not connected."""
    return NoLoopError("no-street-to-end", target_m=0.0, proved=True)
