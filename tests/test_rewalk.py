"""Walk every loop again on the ways of the extract, without code of looproute.

The loops come from the command line as GeoJSON; the test parses the extract's XML itself.
"""

from __future__ import annotations

import gzip
import json
import math
import subprocess
import sys
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from pyproj import Geod

DATA = Path(__file__).parents[1] / "data"
GEOD = Geod(ellps="WGS84")
CLOSE_M = 0.01

# https://wiki.openstreetmap.org/wiki/Key:highway, Key:access, Key:foot
NO_WAY = {"motorway", "motorway_link", "construction", "proposed", "raceway", "bus_guideway"}
NO_WAY |= {"abandoned", "corridor", "elevator", "escape", "razed", "rest_area", "services"}
CLOSED = {"no", "private", "customers", "military", "permit", "residents"}
OPEN = {"yes", "designated", "permissive", "official", "public"}


class Place(NamedTuple):
    lat: float
    lon: float


class Segment(NamedTuple):
    """Two consecutive nodes of a way, the smaller one first."""

    a: int
    b: int


class Ways(NamedTuple):
    """The walkable network: the places of nodes, and the segments at each of them."""

    nodes: dict[int, Place]
    segments: dict[int, set[Segment]]


class Case(NamedTuple):
    """An area and the options of the command line."""

    area: str
    arguments: str


CASES = (
    Case("neubrandenburg", "--only-loops"),
    Case("neubrandenburg", "53.5571,13.2613 --steps 3000 --seed 7 --only-loops"),
    Case("neubrandenburg", "53.5489,13.2790 --distance 10km --heading N --only-loops"),
    Case("neubrandenburg", "53.5571,13.2613 --time 45min --exact --only-loops"),
    Case("villages", "53.50,13.33 --distance 6km --snap 1km --only-loops"),
    Case("villages", "53.46,13.35 --distance 5.6km --snap 1km"),
    Case("oswego", "43.4573,-76.5122 --steps 8000 --only-loops"),
    Case("liechtenstein", "47.1410,9.5215 --steps 8000 --only-loops"),
)


def may_be_walked(tags: dict[str, str]) -> bool:
    foot, access = tags.get("foot", ""), tags.get("access", "")
    if tags.get("highway", "motorway") in NO_WAY or foot in CLOSED:
        return False
    return foot in OPEN or (access not in CLOSED and tags.get("motorroad") != "yes")


@cache
def ways_of(area: str) -> Ways:
    nodes: dict[int, Place] = {}
    segments: defaultdict[int, set[Segment]] = defaultdict(set)
    with gzip.open(DATA / area / f"{area}.osm.gz") as file:
        root = ElementTree.parse(file).getroot()
    for node in root.iter("node"):
        nodes[int(node.attrib["id"])] = Place(float(node.attrib["lat"]), float(node.attrib["lon"]))
    for way in root.iter("way"):
        if may_be_walked({tag.attrib["k"]: tag.attrib["v"] for tag in way.iter("tag")}):
            refs = [int(nd.attrib["ref"]) for nd in way.iter("nd")]
            for pair in pairwise(refs):
                for ref in pair:
                    segments[ref].add(Segment(*sorted(pair)))
    return Ways(nodes, segments)


@cache
def loops_of(case: Case) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "looproute", "loop", *case.arguments.split(), "--json"]
    if case.area != "neubrandenburg":
        command += ["--map", str(DATA / case.area / f"{case.area}.osm.gz")]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    features: list[dict[str, Any]] = json.loads(done.stdout)["features"]
    return features


def places_of(loop: dict[str, Any]) -> list[Place]:
    return [Place(lat, lon) for lon, lat in loop["geometry"]["coordinates"]]


def length_m(places: list[Place]) -> float:
    return float(GEOD.line_length([at.lon for at in places], [at.lat for at in places]))


def is_on(place: Place, ways: Ways, segment: Segment) -> bool:
    """Return whether a place lies on a segment, to the centimetre."""
    east, north = 111_320 * math.cos(math.radians(place.lat)), 111_320
    (ax, ay), (bx, by) = (
        ((end.lon - place.lon) * east, (end.lat - place.lat) * north)
        for end in (ways.nodes[segment.a], ways.nodes[segment.b])
    )
    dx, dy = bx - ax, by - ay
    part = -(ax * dx + ay * dy) / (dx * dx + dy * dy) if dx or dy else 0.0
    part = min(max(part, 0.0), 1.0)
    return math.hypot(ax + part * dx, ay + part * dy) <= CLOSE_M


def node_at(place: Place, ways: Ways, segment: Segment) -> int | None:
    for end in segment:
        at = ways.nodes[end]
        if max(abs(place.lat - at.lat), abs(place.lon - at.lon)) < 1e-8:
            return end
    return None


def onward(place: Place, ways: Ways, segment: Segment) -> set[Segment]:
    """Return the segments on which a walk can continue from a place."""
    node = node_at(place, ways, segment)
    return {segment} if node is None else ways.segments[node]


def leads_over(places: list[Place], ways: Ways) -> bool:
    """Return whether each point of a walk lies on a segment that continues the one before."""
    options = {segment for at_node in ways.segments.values() for segment in at_node}
    for here, there in pairwise(places):
        taken = {
            segment
            for segment in options
            if is_on(here, ways, segment) and is_on(there, ways, segment)
        }
        options = {onto for segment in taken for onto in onward(there, ways, segment)}
    return bool(options)


by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.area} {case.arguments}")


@by_case
def test_a_loop_ends_where_it_starts(case: Case) -> None:
    for loop in loops_of(case):
        coordinates = loop["geometry"]["coordinates"]
        assert coordinates[0] == coordinates[-1]
        assert len(coordinates) > 3


@by_case
def test_a_loop_uses_connected_ways_that_are_open_to_walkers(case: Case) -> None:
    for loop in loops_of(case):
        assert leads_over(places_of(loop), ways_of(case.area))


@by_case
def test_a_loop_has_the_length_that_it_reports(case: Case) -> None:
    for loop in loops_of(case):
        claimed = loop["properties"]
        assert length_m(places_of(loop)) == pytest.approx(claimed["length_m"], abs=0.1)
        error_m = claimed["length_m"] - claimed["target_m"]
        assert error_m == pytest.approx(claimed["error_m"], abs=0.002)


def steps_of(loop: dict[str, Any]) -> float:
    """Return the steps of a loop leg by leg: a riser is a step, or a tread of 0.30 m."""
    places, claimed = places_of(loop), loop["properties"]
    step_m = claimed["target_m"] / claimed["target_steps"]
    begins = [leg[0] for leg in claimed["legs"]]
    steps = 0.0
    for (begin, _, kind, risers, *_), end in zip(
        claimed["legs"], [*begins[1:], len(places) - 1], strict=True
    ):
        metres = length_m(places[begin : end + 1])
        if kind == "steps":
            steps += max(risers, metres / step_m) if risers else metres / 0.30
        else:
            steps += metres / step_m
    return steps


@by_case
def test_a_loop_has_the_requested_steps_or_length(case: Case) -> None:
    for loop in loops_of(case):
        claimed = loop["properties"]
        steps, target = steps_of(loop), claimed["target_steps"]
        assert steps == pytest.approx(claimed["steps"], abs=2)
        if "--only-loops" not in case.arguments:
            continue
        if claimed["asked"] == "length":
            target_m = claimed["target_m"]
            assert abs(length_m(places_of(loop)) - target_m) <= max(0.005 * target_m, 4.0) + 0.1
        elif not claimed["outside_tolerance"]:
            assert abs(steps - target) <= max(0.005 * target, 5) + 1


@by_case
def test_a_loop_repeats_the_share_that_it_reports(case: Case) -> None:
    for loop in loops_of(case):
        places = places_of(loop)
        passed: defaultdict[frozenset[Place], int] = defaultdict(int)
        for step in pairwise(places):
            passed[frozenset(step)] += 1
        repeated_m = sum(
            (times - 1) * length_m(list(step)) for step, times in passed.items() if times > 1
        )
        share = repeated_m / length_m(places)
        assert share == pytest.approx(loop["properties"]["repeated_share"], abs=0.0005)


def test_a_walk_off_the_streets_is_detected() -> None:
    ways = ways_of("neubrandenburg")
    places = places_of(loops_of(CASES[0])[0])
    assert leads_over(places, ways)
    assert not leads_over([*places[:10], *places[11:]], ways)
    moved = places[10]._replace(lat=places[10].lat + 1e-6)
    assert not leads_over([*places[:10], moved, *places[11:]], ways)
