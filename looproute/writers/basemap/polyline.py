"""Encode lines as short text: Google's polyline algorithm, with six decimals of a degree.

Source: https://developers.google.com/maps/documentation/utilities/polylinealgorithm; six decimals
(0.1 m) as the open routers write it.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from looproute._typing import AnyInts, Floats

# A degree in the numbers that are written, and the bits of one character.
_PER_DEGREE = 1e6
_BITS = 5
# 360 degrees, doubled for the sign, fill 30 bits.
_SHIFTS = np.arange(0, 30, _BITS)


def encode(lat: Floats, lon: Floats, line_offsets: AnyInts) -> list[str]:
    """Return the text of each of m lines.

    Parameters
    ----------
    lat, lon : (k,) degrees, the points of all lines, one line after the other.
    line_offsets : (m + 1,) line i has the points line_offsets[i] up to line_offsets[i + 1]; none is
        empty.

    >>> encode(np.array([38.5, 40.7]), np.array([-120.2, -120.95]), np.array([0, 2]))
    ['_izlhA~rlgdF_{geC~ywl@']
    """
    places = np.rint(np.stack([lat, lon], axis=1) * _PER_DEGREE).astype(np.int64)
    steps = np.diff(places, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    first = line_offsets[:-1]
    steps[first] = places[first]
    # Sign in the lowest bit, then groups of five bits, lowest first, each but the last marked.
    unsigned = ((steps << 1) ^ (steps >> 63)).reshape(-1, 1)
    left = unsigned >> _SHIFTS
    more = left >= 1 << _BITS
    characters = (left & 31 | np.where(more, 32, 0)) + 63
    used = left > 0
    used[:, 0] = True
    text = characters[used].astype(np.uint8).tobytes().decode("ascii")
    ends = np.concatenate([[0], np.cumsum(used.sum(axis=1))])[2 * line_offsets]
    return [text[a:b] for a, b in pairwise(ends)]


def decode(text: str) -> Floats:
    """Return (k, 2) degrees, latitude before longitude, of an encoded line.

    >>> decode("_izlhA~rlgdF_{geC~ywl@").tolist()
    [[38.5, -120.2], [40.7, -120.95]]
    """
    groups = np.frombuffer(text.encode("ascii"), dtype=np.uint8).astype(np.int64) - 63
    last = groups < 1 << _BITS
    number = np.concatenate([[0], np.cumsum(last)[:-1]])
    first = np.concatenate([[0], np.flatnonzero(last)[:-1] + 1])
    place = np.arange(len(groups)) - first[number]
    unsigned = np.bincount(number, (groups & 31) << (_BITS * place)).astype(np.int64)
    steps = np.where(unsigned & 1, ~(unsigned >> 1), unsigned >> 1).reshape(-1, 2)
    return np.cumsum(steps, axis=0) / _PER_DEGREE
