"""Which of the candidates to offer: good walks, and different ones.

Chosen by maximal marginal relevance (Carbonell & Goldstein 1998): the best walk first, then
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

MOST_SHARED = 0.5  # of the length of the shorter of two walks; with more they are one walk
PER_SHARED = 0.7  # merit lost, times the share
# A walk worse than the best by more than this is not worth offering beside it.
MUCH_WORSE = 0.8
# So many walks are searched for, also where fewer are asked for: those are the first of these.
SEARCHED = 5


def at_least_searched(request: R) -> R:
    """Return the request for as many walks as are searched for, or more."""
    return replace(request, count=max(request.count, SEARCHED))


def choose(merits: Floats, walks: Sequence[Ints], length_m: Floats, count: int) -> list[int]:
    """Return up to `count` of c walks, best first, no two sharing more than half.

    Parameters
    ----------
    merits : (c,) how good each walk is.
    walks : c walks, each as darts.
    length_m : (m,) of each edge.
    count : how many are wanted.
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
