"""Encode lines as short text by Google's polyline algorithm, with six decimals.

Source: https://developers.google.com/maps/documentation/utilities/polylinealgorithm; six decimals
of a degree (0.1 m) are usual in open-source routers.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from looproute._typing import AnyInts, Floats

# Units per degree, and bits per character.
_PER_DEGREE = 1e6
_BITS = 5
# 360 degrees, doubled for the sign, need 30 bits.
_SHIFTS = np.arange(0, 30, _BITS)


def encode(lat: Floats, lon: Floats, line_offsets: AnyInts) -> list[str]:
    """Encode m lines, each as a text.

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
    # The sign is in the lowest bit; then groups of five bits, lowest first, all but the last
    # marked.
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
    """Decode a line to (k, 2) degrees, latitude before longitude.

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
