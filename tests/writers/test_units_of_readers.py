"""Loops planned in one system of units and shared in the other are in the reader's units only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from looproute import AsciiMap, LoopRequest, find_loops, plan_laps
from looproute.loops import Loop, Mark
from looproute.readers import geojson as readers_geojson
from looproute.units import Units
from looproute.writers import FORMATS, write_loops
from tests.notes import EVERY_NOTE, text_note

from .conftest import three_loops, town

UNIT_PATTERNS: dict[Units, str] = {
    "metric": r"[0-9] (k?m|min/km)\b",
    "imperial": r"[0-9] (mi|ft|min/mi)\b",
}
# The map of a page and a picture has a scale bar, whose length is in no sentence.
TEXT_FORMATS = (".gpx", ".tcx", ".kml", ".csv", ".geojson")


@cache
def planned_loops() -> tuple[Loop, ...]:
    """Return loops with notes and marks of every kind, and walks that the search makes."""
    marks = (
        Mark(100.0, "run", duration_s=120.0),
        Mark(200.0, "via", number=1),
        Mark(900.0, "laps done", rest_m=240.0),
    )
    annotated = replace(three_loops(town())[0], notes=EVERY_NOTE, marks=marks)
    ring = AsciiMap("S---A-B\n    | |\n    C-D", spacing_m=50)
    request = LoopRequest(start=ring.at("S"), length_m=2840)
    laps = [walk.loop for walk in plan_laps(request, ring)]
    offers = find_loops(ring.streets(), replace(request, length_m=1000))
    return (annotated, *laps, *offers)


def carry(loops: Sequence[Loop], path: Path, units: Units) -> list[Loop]:
    """Return loops as they are read from a file that was written in such units."""
    write_loops(loops, path, units=units, force=True)
    return list(readers_geojson.read(path))


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("shared", get_args(Units))
def test_the_units_of_the_plan_do_not_show_in_what_is_shared(
    tmp_path: Path, suffix: str, shared: Units
) -> None:
    loops = planned_loops()
    [other] = {*get_args(Units)} - {shared}
    render = FORMATS[suffix].render
    planned_alike = carry(loops, tmp_path / "alike.geojson", shared)
    planned_otherwise = carry(loops, tmp_path / "otherwise.geojson", other)
    for alike, otherwise in zip(planned_alike, planned_otherwise, strict=True):
        content = render([otherwise], shared)
        assert content == render([alike], shared)
        if suffix in TEXT_FORMATS:
            assert not re.search(UNIT_PATTERNS[other], str(content))


@pytest.mark.parametrize("units", get_args(Units))
def test_notes_are_in_the_units_of_the_reader_in_each_text_format(units: Units) -> None:
    loop = replace(three_loops(town())[0], notes=EVERY_NOTE[:1])
    length = {"metric": "1,200 m", "imperial": "0.746 mi"}[units]
    for suffix in (".gpx", ".kml", ".geojson", ".html"):
        content = FORMATS[suffix].render([loop], units)
        assert f"There is no loop within {length} of here" in content


def test_words_of_somebody_else_are_left_as_they_are() -> None:
    loop = replace(three_loops(town())[0], notes=text_note("The gate is 20 ft wide."))
    assert "The gate is 20 ft wide." in FORMATS[".gpx"].render([loop], "metric")
