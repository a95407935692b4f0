"""A compiled network is restored exactly, or refused."""

import dataclasses
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from looproute.errors import StreetsError
from looproute.geo import LatLon, Line
from looproute.network import io
from looproute.network.io import ArrayPacker, ArrayUnpacker
from looproute.network.network import Condition, StreetNetwork
from looproute.network.scenery import Area, Place, Scenery
from looproute.sources.ascii_map import AsciiMap
from looproute.sources.bundled import Bundled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ints = arrays(np.int64, st.integers(0, 30))
floats = arrays(np.float64, st.integers(0, 30), elements=st.floats(-1e9, 1e9))

TOWN = AsciiMap(
    """
    A---B
    |   |
    .---.
    """
).streets()


def same(one: StreetNetwork, other: StreetNetwork) -> bool:
    for field in dataclasses.fields(one):
        a, b = getattr(one, field.name), getattr(other, field.name)
        if isinstance(a, np.ndarray):
            assert a.dtype == b.dtype, field.name
            assert np.array_equal(a, b), field.name
        elif field.name != "scenery":
            assert a == b, field.name
    lines = [
        [*network.scenery.waterways, *(r for area in network.scenery.areas for r in area.rings)]
        for network in (one, other)
    ]
    assert all(np.array_equal(a, b) for a, b in zip(*lines, strict=True))
    grounds = [[(a.ground, len(a.rings)) for a in n.scenery.areas] for n in (one, other)]
    assert grounds[0] == grounds[1]
    assert one.scenery.places == other.scenery.places
    return True


def test_the_shipped_area_is_unchanged_after_saving_and_loading() -> None:
    network = Bundled().streets()
    assert network.scenery.areas
    assert network.scenery.waterways
    assert network.scenery.places
    assert same(network, io.from_bytes(io.to_bytes(network)))


def test_coordinates_of_any_precision_are_restored_exactly() -> None:
    ring = Line(np.array([0.1, 1 / 3, 2e-9, 0.1]), np.array([1.0, 2.0, 3.0, 1.0]))
    scenery = Scenery(
        areas=(Area("park", (ring, ring)),),
        places=(Place("cafe", "Möwe „77“\n", LatLon(1 / 3, -1 / 7)),),
    )
    network = dataclasses.replace(
        TOWN,
        conditions=(Condition(1, "no @ (22:00-06:00)"),),
        scenery=scenery,
        place="Fünf Türme",
        date="2026-11-23",
        way_id=np.array([-(2**62), 7]),
        risers=np.array([0.0, 64.25]),
    )
    assert same(network, io.from_bytes(io.to_bytes(network)))


def test_the_same_network_gives_the_same_bytes() -> None:
    content = io.to_bytes(TOWN)
    assert io.to_bytes(io.from_bytes(content)) == content


def test_a_file_truncated_anywhere_is_refused() -> None:
    content = io.to_bytes(TOWN)
    for size in range(len(content)):
        with pytest.raises(StreetsError):
            io.from_bytes(content[:size])


def test_a_file_with_any_byte_changed_is_refused() -> None:
    content = io.to_bytes(TOWN)
    for at in range(len(content)):
        with pytest.raises(StreetsError):
            io.from_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])


def with_payload(payload: bytes, version: int = io.VERSION) -> bytes:
    return io.add_checksum(io.MAGIC, version, zlib.compress(payload))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "not a file of looproute streets"),
        (b"PK\x03\x04 and so on", "not a file of looproute streets"),
        (
            with_payload(b"", version=io.VERSION + 1),
            f"format version {io.VERSION + 1}; this",
        ),
        (with_payload(b""), "does not hold what it should"),
        (with_payload(b"\x02\x00\x00\x00{}"), "does not hold what it should"),
        (with_payload(b'\x0d\x00\x00\x00{"arrays":[]}'), "does not hold what it should"),
        (with_payload(b'\x17\x00\x00\x00{"arrays":[[9,8,1]] }  '), "does not hold what it should"),
    ],
)
def test_an_older_or_foreign_file_is_reported(content: bytes, words: str) -> None:
    with pytest.raises(StreetsError, match=words):
        io.from_bytes(content)


def test_a_network_is_unchanged_after_saving_and_loading(tmp_path: Path) -> None:
    path = tmp_path / "town.streets"
    path.write_bytes(b"what was there before")
    io.save(TOWN, path)
    assert same(TOWN, io.load(path))
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.usefixtures("full_disk")
def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "town.streets"
    path.write_bytes(b"what was there before")
    with pytest.raises(OSError, match="No space"):
        io.save(TOWN, path)
    assert path.read_bytes() == b"what was there before"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "town.streets"
    with pytest.raises(StreetsError, match=r"town\.streets' cannot be read: no such file"):
        io.load(path)
    path.write_bytes(b"hello")
    with pytest.raises(StreetsError, match=r"town\.streets' is not a file of looproute streets"):
        io.load(path)


@given(ints, floats, ints)
def test_arrays_come_back_exactly_in_their_order(first: Ints, second: Floats, third: Ints) -> None:
    writer = ArrayPacker()
    writer.put_ints(first)
    writer.put_decimals(second, 10_000_000)
    writer.put_ints(third)
    reader = ArrayUnpacker(writer.entries, memoryview(b"".join(writer.chunks)))
    assert np.array_equal(reader.ints(), first)
    back = reader.floats()
    assert back.dtype == np.float64
    assert np.array_equal(back, second)
    assert np.array_equal(reader.ints(), third)
    with pytest.raises(ValueError, match="missing"):
        reader.ints()


@given(arrays(np.int64, 50, elements=st.integers(-900_000_000, 900_000_000)))
def test_degrees_of_openstreetmap_take_half_the_bytes_of_floats(whole: Ints) -> None:
    writer = ArrayPacker()
    writer.put_decimals(whole / 10_000_000, 10_000_000)
    ((count, width, grain),) = writer.entries
    assert (count, grain) == (50, 10_000_000)
    assert width <= 4


@pytest.mark.parametrize("entry", [(3, 8, 1), (1, 3, 1), (-1, 1, 1)])
def test_entries_that_do_not_fit_the_bytes_are_refused(entry: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="there are no"):
        ArrayUnpacker([entry], memoryview(bytes(23))).ints()
