"""Measure the shape of a loop: near-self share, doubling back, turns, compactness.

Points are metres in a plane, headings are unit vectors, and shares are 0–1 of the loop's length.
The loop is sampled about every 10 m.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from looproute._typing import AnyInts, Floats, Mask

SPACING_M = 10.0  # between samples of a loop
NEAR_SELF_M = 15.0  # chosen: across a street with its pavements
DOUBLING_BACK_M = 60.0  # chosen: across a block of houses with their gardens
# Points closer along the loop than this belong to a single pass of a place.
APART_ALONG_M = 150.0
# Headings within 45° are the same direction; a larger change at a junction is a turn.
SAME_WAY_COS = np.cos(np.radians(45.0))


class Shape(NamedTuple):
    """Measures of one loop: shares of its length, and compactness 4πA/L²."""

    near_self_share: float
    doubling_back_share: float
    compactness: float

    @classmethod
    def of(cls, x: Floats, y: Floats, length_m: float) -> Shape:
        """Measure the line through points in metres.

        For compactness, an open line is closed by a straight one.
        """
        points, headings = resample(x, y)
        weight_m = np.full(len(points), length_m / len(points))
        hug = hugging(points, headings, weight_m, np.array([0, len(points)]))
        near, back = float(hug.near_self[0]), float(hug.doubling_back[0])
        closed_m = length_m + float(np.hypot(x[-1] - x[0], y[-1] - y[0]))
        return cls(near, back, compactness(np.append(x, x[0]), np.append(y, y[0]), closed_m))


class Hugging(NamedTuple):
    """The share of each of c loops that runs next to another part of itself, (c,).

    `near_self` is within 15 m of a parallel part more than 150 m away along the loop;
    `doubling_back` is within 60 m of a part in the opposite direction, however soon: a hook round
    a corner is seen as a spur.
    """

    near_self: Floats
    doubling_back: Floats


def resample(x: Floats, y: Floats, spacing_m: float = SPACING_M) -> tuple[Floats, Floats]:
    """Return the points and headings at the middle of k equal parts, each (k, 2).

    Parameters
    ----------
    x, y : metres, the points of the line.
    spacing_m : the approximate length of a part.

    """
    step = np.hypot(np.diff(x), np.diff(y))
    along = np.concatenate([[0.0], np.cumsum(step)])
    k = max(1, round(along[-1] / spacing_m))
    edges = np.linspace(0.0, along[-1], 2 * k + 1)
    px, py = np.interp(edges, along, x), np.interp(edges, along, y)
    heading = np.column_stack([px[2::2] - px[:-1:2], py[2::2] - py[:-1:2]])
    heading /= np.maximum(np.hypot(heading[:, 0], heading[:, 1]), 1e-9)[:, None]
    return np.column_stack([px[1::2], py[1::2]]), heading


def hugging(points: Floats, headings: Floats, weight_m: Floats, start: AnyInts) -> Hugging:
    """Measure how much of each of c closed loops runs next to itself.

    Parameters
    ----------
    points, headings : (k, 2) metres and unit vectors, in order along the loops.
    weight_m : (k,) the metres of the loop that each point represents.
    start : (c + 1,) offsets: loop i has the points start[i] to start[i + 1].

    """
    from scipy.spatial import cKDTree

    size = np.diff(start)
    loop = np.repeat(np.arange(len(size)), size)
    end = np.cumsum(weight_m)
    length_m = np.diff(end[start[1:] - 1], prepend=0.0)
    at = end - weight_m / 2
    # One tree for all loops: a third coordinate separates them.
    apart_m = loop * (2 * DOUBLING_BACK_M)
    tree = cKDTree(np.column_stack([points, apart_m]), balanced_tree=False)
    i, j = np.ascontiguousarray(tree.query_pairs(DOUBLING_BACK_M, output_type="ndarray").T)
    cos = np.einsum("ij,ij->i", headings.take(i, axis=0), headings.take(j, axis=0))
    parallel = np.flatnonzero(np.abs(cos) >= SAME_WAY_COS)
    i, j, cos = i.take(parallel), j.take(parallel), cos.take(parallel)
    back = cos < 0
    along = np.abs(at.take(i) - at.take(j))
    offset = points.take(i, axis=0) - points.take(j, axis=0)
    near = np.hypot(offset[:, 0], offset[:, 1]) <= NEAR_SELF_M
    near &= np.minimum(along, length_m.take(loop.take(i)) - along) > APART_ALONG_M

    def share(chosen: Mask) -> Floats:
        touched = np.zeros(len(points), dtype=bool)
        touched[i[chosen]] = touched[j[chosen]] = True
        shares: Floats = np.bincount(loop, weight_m * touched, len(size)) / length_m
        return shares

    return Hugging(share(near), share(back))


def compactness(x: Floats, y: Floats, length_m: float) -> float:
    """Return 4πA/L² of a closed line: 1 for a circle, 0 for an out-and-back.

    Source: Polsby & Popper 1991. A is the area by the shoelace formula, so that of a figure of
    eight is the difference of its two halves.

    >>> side = np.array([0.0, 100.0, 100.0, 0.0, 0.0])
    >>> round(compactness(side, np.roll(side, 1), 400.0), 3)
    0.785
    """
    area = 0.5 * abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])))
    return 4 * np.pi * area / (length_m * length_m)


def is_turn(arrive: Floats, leave: Floats) -> Mask:
    """Return whether paired headings, (k, 2) unit vectors, differ by more than 45°."""
    turn: Mask = np.einsum("ij,ij->i", arrive, leave) < SAME_WAY_COS
    return turn
