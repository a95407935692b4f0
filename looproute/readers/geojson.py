"""Read loops from GeoJSON that looproute wrote, checking every value."""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

from looproute.errors import ReadError, reason
from looproute.geo import LatLon, cumulative_m
from looproute.loops import Asked, Kind, Laps, Loop, Mark, MarkKind, Note
from looproute.network.legs import Leg
from looproute.network.street_class import KINDS
from looproute.readers.json_values import (
    COUNT,
    load_json,
    parse_choice,
    parse_count,
    parse_flag,
    parse_number,
    parse_text,
)
from looproute.text.notes import describe_note
from looproute.text.sanitize import plain
from looproute.units import LENGTH_M, Range

_MAX_BYTES = 50_000_000  # some thousand loops

_METRES = Range(0, 2 * LENGTH_M.high)
_SHARE = Range(0, 1)
_FACT = Range(-10_000_000, 10_000_000)
_MARK_FACTS = {"number": Range(1, 1000), "rest_m": _METRES, "duration_s": Range(0, 10_000_000)}
_INTEGERS = {
    "rank": Range(1, 1000),
    "steps": COUNT,
    "steps_low": COUNT,
    "steps_high": COUNT,
    "target_steps": COUNT,
    "turns": COUNT,
}
_REALS = {
    "length_m": _METRES,
    "target_m": _METRES,
    "duration_s": Range(0, 10_000_000),
    "repeated_share": _SHARE,
    "near_self_share": _SHARE,
    "doubling_back_share": _SHARE,
    "compactness": _SHARE,
    "stem_m": _METRES,
    "busy_share": _SHARE,
}
# What files of older releases lack.
_LATER_REALS = {"target_s": Range(0, 10_000_000), "stairs_m": _METRES}
_LATER_INTEGERS = {"flights": COUNT, "risers": COUNT}
_MAP_ID = re.compile("[0-9a-f]{16}", re.ASCII)


def read(path: str | os.PathLike[str]) -> tuple[Loop, ...]:
    """Read loops from a file that `write_loops` wrote, without their street network.

    Everything is checked: kinds, ranges, closed lines, and the stated length of each line.

    Raises
    ------
    ReadError
        The file is missing, cannot be read, is not GeoJSON written by looproute, or holds a value
        out of range; the message names the file, the loop and the value.
    """
    try:
        collection = load_json(Path(path), _MAX_BYTES)
        if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
            raise ValueError("it is not a GeoJSON FeatureCollection")
        features = collection.get("features")
        if not isinstance(features, list) or not features:
            raise ValueError("it holds no loops")
        return tuple(_loop(feature, number) for number, feature in enumerate(features, 1))
    except ValueError as error:
        raise ReadError(f"'{path}' cannot be read as loops: {error}.") from error
    except OSError as error:
        raise ReadError(f"'{path}' cannot be read: {reason(error)}.") from error


def read_map_id(path: str | os.PathLike[str]) -> str:
    """Return the id of the cached map that loops were planned on, or "" if there is none."""
    try:
        collection = load_json(Path(path), _MAX_BYTES)
    except (OSError, ValueError):
        return ""
    map_id = collection.get("map") if isinstance(collection, dict) else None
    return map_id if isinstance(map_id, str) and _MAP_ID.fullmatch(map_id) else ""


def _loop(feature: object, number: int) -> Loop:
    try:
        properties, geometry = _parts(feature)
        reals = {name: _real(properties, name, limits) for name, limits in _REALS.items()}
        integers = {name: _integer(properties, name, limits) for name, limits in _INTEGERS.items()}
        for name, limits in _LATER_REALS.items():
            if name in properties:
                reals[name] = _real(properties, name, limits)
        for name, limits in _LATER_INTEGERS.items():
            if name in properties:
                integers[name] = _integer(properties, name, limits)
        measures: dict[str, Any] = reals | integers
        loop = Loop(
            kind=parse_choice(properties.get("kind"), get_args(Kind), "kind"),
            points=_points(geometry),
            streets=_streets(properties),
            notes=_notes(properties),
            attribution=_text(properties, "attribution"),
            legs=_legs(properties),
            marks=_marks(properties),
            laps=_laps(properties),
            asked=parse_choice(properties.get("asked", "length"), get_args(Asked), "asked"),
            outside_tolerance=_flag(properties, "outside_tolerance"),
            **measures,
        )
        if loop.kind != "one-way" and loop.points[0] != loop.points[-1]:
            raise ValueError("its line does not come back to its start")
        _check_length(loop)
        _check_parts(loop)
    except ValueError as error:
        raise ValueError(f"loop {number}: {error}") from error
    return loop


def _parts(feature: object) -> tuple[dict[str, Any], dict[str, Any]]:
    if isinstance(feature, dict) and feature.get("type") == "Feature":
        properties, geometry = feature.get("properties"), feature.get("geometry")
        if isinstance(properties, dict) and isinstance(geometry, dict):
            return properties, geometry
    raise ValueError("it is not a Feature with properties and a geometry")


def _real(properties: dict[str, Any], name: str, limits: Range) -> float:
    return parse_number(properties.get(name), name, limits)


def _integer(properties: dict[str, Any], name: str, limits: Range) -> int:
    return parse_count(properties.get(name), name, limits)


def _flag(properties: dict[str, Any], name: str) -> bool:
    return parse_flag(properties.get(name, False), name)


def _text(properties: dict[str, Any], name: str) -> str:
    return parse_text(properties.get(name), name)


def _streets(properties: dict[str, Any]) -> tuple[str, ...]:
    names = properties.get("streets")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("streets is not a list of names")
    return tuple(plain(name) for name in names)


def _legs(properties: dict[str, Any]) -> tuple[Leg, ...]:
    return tuple(_leg(leg) for leg in _lists(properties, "legs", range(3, 7)))


def _leg(values: list[Any]) -> Leg:
    defaults: list[Any] = [0, "", 0][len(values) - 3 :]
    begin, name, kind, risers, condition, steps = values + defaults
    return Leg(
        parse_count(begin, "legs"),
        parse_text(name, "legs"),
        parse_choice(kind, KINDS, "the kind of a leg"),
        parse_number(risers, "legs", COUNT),
        parse_text(condition, "legs"),
        parse_number(steps, "legs", COUNT),
    )


def _marks(properties: dict[str, Any]) -> tuple[Mark, ...]:
    return tuple(_mark(mark) for mark in _lists(properties, "marks", range(3, 5)))


def _mark(values: list[Any]) -> Mark:
    """Return a mark; its text is its own only where no facts follow of which it is composed."""
    along_m = parse_number(values[0], "marks", _METRES)
    kind = parse_choice(values[1], get_args(MarkKind), "the kind of a mark")
    text = parse_text(values[2], "marks")
    if len(values) == 3:
        return Mark(along_m, kind, text)
    facts = values[3]
    if not isinstance(facts, dict) or not facts or not set(facts) <= set(_MARK_FACTS):
        raise ValueError(f"marks is not followed by {', '.join(_MARK_FACTS)}")
    numbers: dict[str, Any] = {
        name: parse_number(fact, "marks", _MARK_FACTS[name]) for name, fact in facts.items()
    }
    if "number" in numbers:
        numbers["number"] = parse_count(numbers["number"], "marks")
    return Mark(along_m, kind, **numbers)


def _notes(properties: dict[str, Any]) -> tuple[Note, ...]:
    """Parse the notes; files from older releases have a single sentence instead."""
    text, values = _text(properties, "note"), properties.get("notes")
    if values is None:
        return (Note("text", text=text),) if text else ()
    if not isinstance(values, list):
        raise ValueError("notes is not a list")
    return tuple(_note(value) for value in values)


def _note(value: Any) -> Note:
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        raise ValueError("notes is not a list of objects with a kind")
    facts = {name: _fact(fact) for name, fact in value.items() if name != "kind"}
    note = Note(plain(value["kind"]), **facts)
    try:
        describe_note(note)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"notes holds no complete note of a kind {note.kind[:40]!r}") from error
    return note


def _fact(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_fact, value))
    if isinstance(value, str):
        return parse_text(value, "notes")
    if value is not None and not isinstance(value, bool):
        parse_number(value, "notes", _FACT)
    return value


def _laps(properties: dict[str, Any]) -> Laps | None:
    value = properties.get("laps")
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 3:
        raise ValueError("laps is not a list of three numbers")
    return Laps(*(parse_count(number, "laps") for number in value))


def _lists(properties: dict[str, Any], name: str, sizes: range) -> list[list[Any]]:
    """Parse a list of lists of given sizes; it is empty if missing, as in older releases."""
    value = properties.get(name, [])
    if isinstance(value, list) and all(isinstance(v, list) and len(v) in sizes for v in value):
        return value
    most = f" to {sizes[-1]}" if len(sizes) > 1 else ""
    raise ValueError(f"{name} is not a list of lists of {sizes[0]}{most}")


def _check_parts(loop: Loop) -> None:
    """Raise ValueError if legs, marks or laps do not fit the line."""
    begins = [leg.begin for leg in loop.legs]
    if begins and not (
        begins[0] == 0 and all(a < b for a, b in pairwise([*begins, len(loop.points) - 1]))
    ):
        raise ValueError("its legs are not in order along its line")
    at_m = [mark.along_m for mark in loop.marks]
    if at_m != sorted(at_m) or (at_m and at_m[-1] > loop.length_m + 1):
        raise ValueError("its marks are not in order along its line")
    if loop.laps is not None:
        times, begin, end = loop.laps
        if not (times > 1 and begin < end < len(loop.points) and (end - begin) % times == 0):
            raise ValueError("its laps are not a part of its line")


def _points(geometry: dict[str, Any]) -> tuple[LatLon, ...]:
    coordinates = geometry.get("coordinates")
    if geometry.get("type") != "LineString" or not isinstance(coordinates, list):
        raise ValueError("its geometry is not a LineString")
    points = tuple(_point(coordinate) for coordinate in coordinates)
    if len(points) < 3:
        raise ValueError("its line has fewer than three points")
    return points


def _point(coordinate: object) -> LatLon:
    if not isinstance(coordinate, list) or len(coordinate) not in (2, 3):
        raise ValueError("a coordinate is not a pair of numbers")
    for value in coordinate:
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e6:
            raise ValueError("a coordinate is not a pair of numbers")
    lon, lat = coordinate[:2]
    return LatLon(lat, lon)


def _check_length(loop: Loop) -> None:
    measured_m = float(cumulative_m(loop.points)[-1])
    if abs(measured_m - loop.length_m) > 1 + 0.001 * loop.length_m:
        raise ValueError(
            f"length_m says {loop.length_m:,.1f} m but its line is {measured_m:,.1f} m long"
        )
