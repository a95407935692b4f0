from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from looproute.loops import Loop
from looproute.writers import tcx
from tests.notes import text_note

from .walks import one_way, real_loop, three_laps, walk_along

NS = "{http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2}"
# Sequences of the schema; a child in brackets may repeat.
ORDER = {
    "TrainingCenterDatabase": ["Courses"],
    "Courses": ["Course"],
    "Course": ["Name", "Lap", "Track", "Notes", "CoursePoint"],
    "Lap": ["TotalTimeSeconds", "DistanceMeters", "BeginPosition", "EndPosition", "Intensity"],
    "BeginPosition": ["LatitudeDegrees", "LongitudeDegrees"],
    "EndPosition": ["LatitudeDegrees", "LongitudeDegrees"],
    "Position": ["LatitudeDegrees", "LongitudeDegrees"],
    "Track": ["Trackpoint"],
    "Trackpoint": ["Time", "Position", "DistanceMeters"],
    "CoursePoint": ["Name", "Time", "Position", "PointType", "Notes"],
}


@pytest.mark.parametrize("make", [real_loop, three_laps, one_way])
def test_elements_stand_in_the_order_of_the_schema(make: Callable[[], Loop]) -> None:
    root = ElementTree.fromstring(tcx.render([make()]))
    for element in root.iter():
        children = list(dict.fromkeys(child.tag for child in element))
        assert children == [NS + tag for tag in ORDER.get(element.tag.removeprefix(NS), [])]


def test_names_are_as_short_as_the_schema_wants() -> None:
    root = ElementTree.fromstring(tcx.render([real_loop()]))
    assert root.findtext(f"{NS}Courses/{NS}Course/{NS}Name") == "8,000 steps"
    names = [point.findtext(f"{NS}Name", "") for point in root.iter(f"{NS}CoursePoint")]
    assert names
    assert all(1 <= len(name) <= 10 and name == name.strip() for name in names)


def test_times_begin_on_a_fixed_day_and_take_as_long_as_the_walker() -> None:
    root = ElementTree.fromstring(tcx.render([replace(real_loop(), duration_s=3725.0)]))
    times = [point.findtext(f"{NS}Time", "") for point in root.iter(f"{NS}Trackpoint")]
    assert times[0] == "2020-01-01T00:00:00.000Z"
    assert times[-1].startswith("2020-01-01T01:02:0")
    assert times == sorted(times)


def test_slight_and_sharp_turns_become_left_or_right() -> None:
    root = ElementTree.fromstring(tcx.render([real_loop()]))
    types = {point.findtext(f"{NS}PointType") for point in root.iter(f"{NS}CoursePoint")}
    assert types <= {"Left", "Right", "Straight", "Generic"}


def test_hostile_names_leave_valid_xml() -> None:
    walk = walk_along("ABEDA")
    legs = tuple(leg._replace(name="]]></Name><x> & \x00\ufffe") for leg in walk.legs)
    walk = replace(walk, legs=(walk.legs[0], *legs[1:]), notes=text_note("<!-- \ud800 -->"))
    root = ElementTree.fromstring(tcx.render([walk]).encode())
    assert not list(root.iter("x"))
    notes = [point.findtext(f"{NS}Notes", "") for point in root.iter(f"{NS}CoursePoint")]
    assert "]]></Name><x> &" in notes[0]
