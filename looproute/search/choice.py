"""Which of the candidates to offer: good walks, and different ones.

Chosen by maximal marginal relevance (Carbonell & Goldstein 1998): the best walk first, then
always the one whose merit, less what it shares with those already taken, is greatest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int32]

MOST_SHARED = 0.5
PER_SHARED = 0.35


def shared_shares(length_m: Floats, walks: list[Ints]) -> Floats:
    """Return (c, c) the length that two walks share, as a share of the shorter one's.

    Parameters
    ----------
    length_m : (m,) of each edge.
    walks : c walks, each as darts.

    """
    walked = np.zeros((len(walks), len(length_m)))
    for i, darts in enumerate(walks):
        walked[i, darts >> 1] = 1.0
    common: Floats = (walked * length_m) @ walked.T
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
