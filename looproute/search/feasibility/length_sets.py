"""Combine sets of lengths so that each sum can be split into its parts again.

Each length is stored once, with the least repetition that it needs. Both are whole millimetres in
one integer, length << 32 | repeated, so that one addition adds both and one sort orders the
lengths, the least repetition first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Ints, Mask

Packed = NDArray[np.int64]

# The number of sums formed at once unless a lower limit is given. Larger sets are thinned and
# marked incomplete.
MOST_SUMS = 1 << 21


@dataclass(frozen=True, kw_only=True, eq=False)
class LengthSet:
    """A set of existing lengths.

    Attributes
    ----------
    packed : (k,) ascending; each length_mm << 32 | repeated_mm, each length once.
    edges : maps an item of `packed` to the edges of its walk; repeated edges appear twice.
    complete : False if other lengths may exist.
    """

    packed: Packed
    edges: Callable[[int], Ints]
    complete: bool = True

    @property
    def length_mm(self) -> Packed:
        """(k,) the lengths, ascending."""
        return self.packed >> 32

    @property
    def repeated_mm(self) -> Packed:
        """(k,) millimetres that must be walked a second time, for each length."""
        return self.packed & 0xFFFF_FFFF

    def without_zero(self) -> LengthSet:
        """Return the lengths greater than 0."""
        return replace(self, packed=self.packed[self.packed > 0])


def pack(length_mm: Packed, repeated_mm: Packed | int = 0) -> Packed:
    """Pack lengths and their repeated parts into one integer each."""
    return (length_mm << 32) | repeated_mm


def each(packed: Packed, edges: Callable[[int], Ints], *, complete: bool = True) -> LengthSet:
    """Return the set of these lengths; `edges` takes an index into `packed`."""
    order = np.argsort(packed)
    order = order[_mask_first_of_length(packed[order])]
    kept = packed[order]
    return LengthSet(
        packed=kept,
        edges=lambda value: edges(int(order[np.searchsorted(kept, value)])),
        complete=complete,
    )


NOTHING = LengthSet(packed=np.zeros(1, dtype=np.int64), edges=lambda _: np.empty(0, dtype=np.int32))


def either(sets: list[LengthSet]) -> LengthSet:
    """Return the union of sets of lengths.

    >>> one = either([each(pack(np.array([5])), lambda _: np.array([7])), NOTHING])
    >>> one.length_mm.tolist(), one.edges(5 << 32).tolist()
    ([0, 5], [7])
    """
    packed = np.sort(np.concatenate([NOTHING.packed[:0], *(one.packed for one in sets)]))

    def edges(value: int) -> Ints:
        return next(one.edges(value) for one in sets if _holds_value(one.packed, value))

    return LengthSet(
        packed=packed[_mask_first_of_length(packed)],
        edges=edges,
        complete=all(one.complete for one in sets),
    )


def both(one: LengthSet, other: LengthSet, limit_mm: int, most_sums: int = MOST_SUMS) -> LengthSet:
    """Return the sums, up to a limit, of one length of each set; form at most `most_sums`.

    >>> ring = each(pack(np.array([3])), lambda _: np.array([8]))
    >>> out_and_back = each(pack(np.array([4]), 2), lambda _: np.array([9, 9]))
    >>> total = both(ring, out_and_back, limit_mm=10)
    >>> total.length_mm.tolist(), total.repeated_mm.tolist(), total.edges(int(total.packed[0]))
    ([7], [2], array([8, 9, 9]))
    """
    left, right = one.packed, other.packed
    complete = one.complete and other.complete
    if len(left) * len(right) > most_sums:
        left, right = _thin_out_sums(left, right, most_sums)
        complete = False
    sums = np.add.outer(left, right).ravel()
    sums = np.sort(sums[sums >> 32 <= limit_mm])

    def edges(value: int) -> Ints:
        part = int(left[_mask_held(right, value - left)][0])
        return np.concatenate((one.edges(part), other.edges(value - part)))

    return LengthSet(packed=sums[_mask_first_of_length(sums)], edges=edges, complete=complete)


def _mask_first_of_length(ascending: Packed) -> Mask:
    """Return the mask of the first entry of each length, which repeats least."""
    length_mm = ascending >> 32
    return np.concatenate((np.ones(min(1, len(ascending)), bool), length_mm[1:] != length_mm[:-1]))


def _holds_value(ascending: Packed, value: int) -> bool:
    return bool(_mask_held(ascending, np.array([value]))[0])


def _mask_held(ascending: Packed, values: Packed) -> Mask:
    """Return the mask of the values that occur in a sorted array."""
    if len(ascending) == 0:
        return np.zeros(len(values), dtype=bool)
    place = np.minimum(np.searchsorted(ascending, values), len(ascending) - 1)
    held: Mask = ascending[place] == values
    return held


def _thin_out_sums(left: Packed, right: Packed, most_sums: int) -> tuple[Packed, Packed]:
    """Return evenly spread parts of two arrays that have at most `most_sums` sums."""
    most = int(most_sums**0.5)
    few_left = min(len(left), max(most, most_sums // len(right)))
    few_right = min(len(right), most_sums // few_left)
    return (
        left[np.linspace(0, len(left) - 1, few_left).astype(np.intp)],
        right[np.linspace(0, len(right) - 1, few_right).astype(np.intp)],
    )
