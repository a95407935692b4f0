"""Select good loops that differ from each other.

Selection is by maximal marginal relevance (Carbonell & Goldstein 1998): the best walk first, then
always the one whose merit, less what it shares with those already taken, is greatest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from looproute._typing import Floats, Ints
from looproute.request import LoopRequest
from looproute.search.graph.ragged import row_sums

R = TypeVar("R", bound="LoopRequest")

MOST_SHARED = 0.5  # share of the shorter walk; walks that share more count as the same walk
PER_SHARED = 0.7  # merit lost for each unit of shared share
# A walk whose merit is lower than the best by more than this is not offered.
MUCH_WORSE = 0.8
# The search always looks for this many walks; a request for fewer gets the first of them.
SEARCHED = 5


def at_least_searched(request: R) -> R:
    """Return the request with its count raised to the usual number of walks."""
    return replace(request, count=max(request.count, SEARCHED))


def choose(merits: Floats, walks: Sequence[Ints], length_m: Floats, count: int) -> list[int]:
    """Return the indices of up to `count` of c walks, best first, no two sharing more than half.

    Parameters
    ----------
    merits : (c,) merit of each walk.
    walks : c walks, each as darts.
    length_m : (m,) metres of each edge.
    count : the requested number of walks.
    """
    if len(walks) == 0:
        return []
    edges = np.concatenate(walks) >> 1
    start = np.concatenate([[0], np.cumsum([len(walk) for walk in walks])])
    whole_m = row_sums(length_m[edges], start)
    worth = np.where(merits >= merits.max() - MUCH_WORSE, merits, -np.inf)
    most = np.zeros(len(walks))
    chosen: list[int] = []
    while len(chosen) < count:
        best = int(np.argmax(worth - PER_SHARED * most))
        if worth[best] == -np.inf:
            break
        chosen.append(best)
        on_best = np.zeros(len(length_m))
        on_best[walks[best] >> 1] = length_m[walks[best] >> 1]
        shared = row_sums(on_best[edges], start) / np.minimum(whole_m, whole_m[best])
        most = np.maximum(most, shared)
        worth = np.where(most <= MOST_SHARED, worth, -np.inf)
        worth[best] = -np.inf
    return chosen
