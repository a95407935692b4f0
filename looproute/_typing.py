"""What arrays hold: one name for each type. It is imported for type checkers only."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]  # metres, degrees, shares, costs
Ints = NDArray[np.int32]  # numbers of streets, junctions, edges or darts, as they are kept
Indices = NDArray[np.intp]  # such numbers as NumPy makes them where it sorts, looks up or counts
AnyInts = NDArray[np.signedinteger]  # either of the two
Mask = NDArray[np.bool_]  # True for each that is meant
