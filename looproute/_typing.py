"""Names for the types of arrays; importing them does not import NumPy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]  # metres, degrees, shares, costs
    Ints = NDArray[np.int32]  # stored numbers of streets, junctions, edges or darts
    Indices = NDArray[np.intp]  # such numbers as NumPy makes them: sorted, looked up, counted
    AnyInts = NDArray[np.signedinteger]  # either of the two
    Mask = NDArray[np.bool_]  # True for each that is meant
else:
    Floats = Ints = Indices = AnyInts = Mask = Any
