"""No byte of a privately shared file, in any format, reveals the home."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from looproute.geo import LatLon, Plane, distance_m
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.privacy import PrivacyError, private_loops
from looproute.sources.bundled import Bundled
from looproute.writers import FORMATS, qr
from looproute.writers.disclosure import discloses_home
from looproute.writers.links import directions, geo_uri
from tests.privacy.homes import Known, homes_in, key_of, walk_from
from tests.privacy.leaks import NEAR_M, nearest_m, texts

FEW, MANY = 2, 200


@cache
def town() -> StreetNetwork:
    return Bundled().streets()


@cache
def shared_from(home: LatLon) -> Loop | None:
    """Return the loop to share for a walk from a home, as the command chooses it."""
    try:
        found = private_loops(walk_from(home), Known(town()), key=key_of(home))
    except PrivacyError:
        return None
    return next((loop for loop in found.loops if not discloses_home(loop, [home], "metric")), None)


def files_of(loop: Loop) -> dict[str, bytes]:
    """Return the content of a file of every format and of the links."""
    content = {suffix: form.render([loop], "metric") for suffix, form in FORMATS.items()}
    files = {k: v.encode() if isinstance(v, str) else v for k, v in content.items()}
    uri = geo_uri(loop.points[0])
    files |= {".qr.svg": qr.svg_file(uri), ".qr.png": qr.png_file(uri)}
    return files | {"link": directions(loop).url.encode()}


def names_only_near(home: LatLon, loop: Loop) -> set[str]:
    """Return the names of streets near a home that appear nowhere on the shared map."""
    network = town()
    x, y = Plane.at(home).to_xy(network.line_lat, network.line_lon)
    near = np.logical_or.reduceat(np.hypot(x, y) < NEAR_M, network.line_offsets[:-1])
    assert loop.network is not None
    shown = loop.network.names
    names = {network.names[i] for i in network.name[near]} - {""}
    return {name for name in names if not any(name in other for other in shown)}


def hidden(count: int) -> list[LatLon]:
    """Return homes that can be hidden."""
    homes: list[LatLon] = []
    for home in homes_in(town(), 4 * count + 20, seed=1):
        if shared_from(home) is not None:
            homes.append(home)
        if len(homes) == count:
            return homes
    raise AssertionError(f"only {len(homes)} homes can be hidden")


@pytest.mark.parametrize(
    "count", [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.long)]
)
def test_no_file_reveals_a_home(count: int) -> None:
    for home in hidden(count):
        loop = shared_from(home)
        assert loop is not None
        secret = names_only_near(home, loop) | {"Meine Straße", "first 180 m"}
        for suffix, content in files_of(loop).items():
            assert nearest_m(content, home) > NEAR_M, (suffix, home)
            said = texts(content)
            assert not [name for name in secret if name in said], (suffix, home)


def test_the_scanner_finds_the_start_in_every_format() -> None:
    """The scanner detects a walk that is not private."""
    loop = shared_from(hidden(1)[0])
    assert loop is not None
    for suffix, content in files_of(loop).items():
        if suffix not in (".svg", ".png"):  # pictures have no degrees
            assert nearest_m(content, loop.points[0]) < 1, suffix


def test_the_same_walk_shared_twice_is_the_same_bytes() -> None:
    home = hidden(1)[0]
    first, again = shared_from(home), shared_from.__wrapped__(home)
    assert first is not None
    assert again is not None
    assert first == again
    assert files_of(first) == files_of(again)


def test_steps_and_length_are_those_of_the_shared_walk() -> None:
    home = hidden(1)[0]
    loop = shared_from(home)
    assert loop is not None
    assert (loop.rank, loop.target_steps) == (1, 8000)
    assert loop.target_m == pytest.approx(5600)
    assert abs(loop.error_m) <= 0.005 * loop.target_m or loop.kind != "loop"
    assert loop.steps == pytest.approx(loop.length_m / 0.7, rel=0.01)
    assert loop.points[0] == loop.points[-1]
    assert distance_m(home, loop.points[0]) > 185
