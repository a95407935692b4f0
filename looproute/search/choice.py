"""Which of the candidates to offer: good walks, and different ones.

Chosen by maximal marginal relevance (Carbonell & Goldstein 1998): the best walk first, then
always the one whose merit, less what it shares with those already taken, is greatest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from looproute.search.arena import LENGTH, Arena

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from looproute.search.cycles import Cycle

    Floats = NDArray[np.float64]

MOST_SHARED = 0.5
PER_SHARED = 0.35


def shared_shares(arena: Arena, cycles: list[Cycle]) -> Floats:
    """Return (c, c) the length that two cycles share, as a share of the shorter one's."""
    walked = np.zeros((len(cycles), arena.m))
    for i, cycle in enumerate(cycles):
        walked[i, cycle.darts >> 1] = 1.0
    length = arena.ledger[::2, LENGTH]
    common: Floats = (walked * length) @ walked.T
    whole = np.diag(common)
    shares: Floats = common / np.minimum(whole[:, None], whole[None, :])
    return shares


def choose(merits: Floats, shared: Floats, count: int) -> list[int]:
    """Return up to `count` of the candidates, best first, no two sharing more than half.

    Parameters
    ----------
    merits : (c,) how good each is.
    shared : (c, c) shares 0–1, see `shared_shares`.
    """
    chosen: list[int] = []
    most = np.zeros(len(merits))
    while len(chosen) < count and len(merits):
        worth = np.where(most <= MOST_SHARED, merits - PER_SHARED * most, -np.inf)
        best = int(np.argmax(worth))
        if worth[best] == -np.inf:
            break
        chosen.append(best)
        most = np.maximum(most, shared[best])
        most[best] = np.inf
    return chosen
