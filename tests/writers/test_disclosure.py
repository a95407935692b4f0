"""What a report says is what stands in the file."""

from __future__ import annotations

import pytest

import looproute
from looproute.geo import LatLon, distance_m
from looproute.loops import Loop
from looproute.planner import plan_loops
from looproute.request import LoopRequest
from looproute.sources.bundled import Bundled
from looproute.writers import FORMATS, Format, qr
from looproute.writers.disclosure import discloses_home, reveal
from looproute.writers.links import geo_uri

PICTURES = {".svg", ".png"}
MAKER = f"looproute {looproute.__version__}"


@pytest.fixture(scope="module")
def loop() -> Loop:
    return plan_loops(LoopRequest(start=Bundled.start, steps=8000, count=1), Bundled())[0]


def content(loop: Loop, suffix: str) -> bytes:
    made = FORMATS[suffix].render([loop], "metric")
    return made.encode() if isinstance(made, str) else made


@pytest.mark.parametrize("suffix", sorted(set(FORMATS) - PICTURES))
def test_start_and_places_are_those_of_the_walk(loop: Loop, suffix: str) -> None:
    told = reveal(content(loop, suffix), suffix)
    assert told.start is not None
    assert distance_m(told.start, loop.points[0]) < 0.2
    box = told.bounds
    assert box is not None
    assert all(0 < place.lat - 53 < 1 and 0 < place.lon - 13 < 1 for place in told.places)
    if suffix != ".csv":
        middle = loop.points[len(loop.points) // 2]
        assert min(distance_m(middle, place) for place in told.places) < 0.2
        assert told.maker == MAKER


@pytest.mark.parametrize("suffix", sorted(PICTURES))
def test_a_picture_reveals_no_coordinates(loop: Loop, suffix: str) -> None:
    told = reveal(content(loop, suffix), suffix)
    assert told.places == ()
    assert told.start is None
    assert told.bounds is None
    assert told.maker == MAKER


@pytest.mark.parametrize("suffix", [".html", ".geojson", ".csv", ".tcx", ".kml"])
def test_names_are_those_that_stand_in_it(loop: Loop, suffix: str) -> None:
    name = loop.streets[0]
    assert reveal(content(loop, suffix), suffix, [name, "Nirgendsweg", ""]).names == (name,)


def test_only_courses_have_days_and_those_are_made_up(loop: Loop) -> None:
    days = {suffix: reveal(content(loop, suffix), suffix).days for suffix in FORMATS}
    assert {suffix for suffix, day in days.items() if day} == {".fit", ".tcx"}
    assert days[".fit"] == days[".tcx"] == ("2020-01-01",)


def test_a_code_reveals_the_start(loop: Loop) -> None:
    uri = geo_uri(loop.points[0])
    for suffix, made in ((".svg", qr.svg_file(uri)), (".png", qr.png_file(uri))):
        told = reveal(made, suffix)
        assert told.start is not None
        assert distance_m(told.start, loop.points[0]) < 0.2


def test_an_unknown_format_cannot_be_audited(loop: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    far = [LatLon(53.0, 13.0)]
    with pytest.raises(ValueError, match=r"a \.new file cannot be audited"):
        reveal(content(loop, ".gpx"), ".new")
    with monkeypatch.context() as patched:
        patched.setitem(FORMATS, ".new", FORMATS[".gpx"])
        with pytest.raises(ValueError, match=r"\.new"):
            discloses_home(loop, far, "metric")
    unread = Format(lambda loops, units: "<place/>", b"")  # noqa: ARG005
    monkeypatch.setitem(FORMATS, ".kml", unread)
    assert discloses_home(loop, far, "metric")


def test_a_walk_gives_away_its_start_and_no_place_beyond_its_map(loop: Loop) -> None:
    assert discloses_home(loop, [loop.points[0]], "metric")
    assert not discloses_home(loop, [LatLon(53.0, 13.0)], "metric")
