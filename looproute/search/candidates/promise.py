"""Which of many cycles are worth closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from looproute.search.candidates.arena import LENGTH
from looproute.search.candidates.cycles import plain_merit

if TYPE_CHECKING:
    from looproute.search.candidates.frontier import Closings

# A cycle longer than the wish by more than this share is not worth closing, and what a share off
# the length of what it follows costs in merit.
GAP = 0.12
PER_GAP = 2.0


def promising(found: Closings, followed_m: float, target_m: float, kept: int) -> list[int]:
    """Return the best cycles of each copy, `kept` at most, the first copy first.

    What counts is their merit, and how near they are to the length of what they follow.
    """
    length_m = found.sums[:, LENGTH]
    off = np.abs(length_m - followed_m) / followed_m
    worth = plain_merit(found.sums) - PER_GAP * off
    fits = np.flatnonzero(length_m < target_m * (1 + GAP))
    ranked = fits[np.lexsort([-worth[fits], found.copy[fits]])]
    first = np.flatnonzero(np.diff(found.copy[ranked], prepend=-1))
    place = np.arange(len(ranked)) - np.repeat(first, np.diff(first, append=len(ranked)))
    return [int(i) for i in ranked[place < kept]]
