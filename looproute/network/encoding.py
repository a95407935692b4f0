"""Arrays of numbers to few bytes and back, exactly.

Neighbours in an array are alike, so each number is stored as its difference from the one before
(zigzag: 0, -1, 1, -2 … become 0, 1, 2, 3 …), all first bytes before all second ones: what is left
for deflate is mostly zeros. Decimals of a fixed grain, such as degrees from OpenStreetMap, are
stored as whole numbers of it; floats of no such grain as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Floats

_WIDTHS = (1, 2, 4, 8)  # bytes of a whole number
Entry = tuple[int, int, int]
"""How an array was packed: how many numbers, bytes a number, its grain (0: floats as they are)."""


class Writer:
    """Packs arrays one after the other into `chunks`, and says how in `entries`."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.chunks: list[bytes] = []

    def put_ints(self, values: NDArray[np.integer], grain: int = 1) -> None:
        """Pack whole numbers."""
        wide = np.concatenate([np.zeros(1, dtype=np.int64), values.astype(np.int64)])
        step = wide[1:] - wide[:-1]
        zigzag = ((step << 1) ^ (step >> 63)).view(np.uint64)
        most = int(zigzag.max(initial=0))
        width = next(w for w in _WIDTHS if most < 1 << (8 * w))
        narrow = zigzag.astype(f"<u{width}")
        self._put(narrow.view(np.uint8).reshape(-1, width), grain)

    def put_decimals(self, values: Floats, grain: int) -> None:
        """Pack floats; in few bytes if all are whole numbers of 1/grain."""
        whole = np.rint(values * grain).astype(np.int64)
        if np.array_equal(whole / grain, values):
            self.put_ints(whole, grain)
        else:
            self._put(values.astype("<f8").view(np.uint8).reshape(-1, 8), 0)

    def _put(self, table: NDArray[np.uint8], grain: int) -> None:
        self.entries.append((len(table), table.shape[1], grain))
        self.chunks.append(table.T.tobytes())


class Reader:
    """Gives back the arrays that a Writer packed, in the same order.

    Raises ValueError where the bytes do not hold what the entries say.
    """

    def __init__(self, entries: Iterable[Entry], content: memoryview) -> None:
        self._entries = iter(entries)
        self._content = content
        self._at = 0

    def ints(self) -> NDArray[np.int64]:
        """Return the next array, which holds whole numbers."""
        return self._next()[0]

    def floats(self) -> Floats:
        """Return the next array, which holds decimals."""
        values, grain = self._next()
        return values / grain if grain else values.view(np.float64)

    def _next(self) -> tuple[NDArray[np.int64], int]:
        try:
            count, width, grain = next(self._entries)
        except StopIteration:
            raise ValueError("an array is missing") from None
        if width not in _WIDTHS or count < 0 or self._at + count * width > len(self._content):
            raise ValueError(f"there are no {count} numbers of {width} bytes")
        part = self._content[self._at : self._at + count * width]
        self._at += count * width
        table = np.frombuffer(part, dtype=np.uint8).reshape(width, count)
        packed = np.ascontiguousarray(table.T).view(f"<u{width}").reshape(-1)
        if not grain:
            return packed.view(np.int64), 0
        zigzag = packed.astype(np.uint64)
        step = (zigzag >> np.uint64(1)).view(np.int64) ^ -(zigzag & np.uint64(1)).view(np.int64)
        return np.cumsum(step), grain
