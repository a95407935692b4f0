import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from looproute.network.encoding import Reader, Writer

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ints = arrays(np.int64, st.integers(0, 30))
floats = arrays(np.float64, st.integers(0, 30), elements=st.floats(-1e9, 1e9))


@given(ints, floats, ints)
def test_arrays_decode_exactly_in_their_order(first: Ints, second: Floats, third: Ints) -> None:
    writer = Writer()
    writer.put_ints(first)
    writer.put_decimals(second, 10_000_000)
    writer.put_ints(third)
    reader = Reader(writer.entries, memoryview(b"".join(writer.chunks)))
    assert np.array_equal(reader.ints(), first)
    back = reader.floats()
    assert back.dtype == np.float64
    assert np.array_equal(back, second)
    assert np.array_equal(reader.ints(), third)
    with pytest.raises(ValueError, match="missing"):
        reader.ints()


@given(arrays(np.int64, 50, elements=st.integers(-900_000_000, 900_000_000)))
def test_degrees_of_openstreetmap_take_half_the_bytes_of_floats(whole: Ints) -> None:
    writer = Writer()
    writer.put_decimals(whole / 10_000_000, 10_000_000)
    ((count, width, grain),) = writer.entries
    assert (count, grain) == (50, 10_000_000)
    assert width <= 4


@pytest.mark.parametrize("entry", [(3, 8, 1), (1, 3, 1), (-1, 1, 1)])
def test_entries_that_do_not_fit_the_bytes_are_refused(entry: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="there are no"):
        Reader([entry], memoryview(bytes(23))).ints()
