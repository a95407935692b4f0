"""Loops as GeoJSON (RFC 7946): what `--json` prints, what other programs and commands read.

A FeatureCollection with a Feature for each loop, a closed LineString, longitude before latitude.
Degrees have 9 decimals: coordinates of OpenStreetMap, which have 7, pass through unchanged, and
the start, which lies between two of them, moves by less than 0.1 mm.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import looproute
from looproute.geo import LatLon, cumulative_m
from looproute.loops import MAX_LENGTH_M, Kind, Loop
from looproute.writers.text import plain

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from looproute.units import Units

MARK = b'"generator": "looproute '
_DECIMALS = 9
_MAX_BYTES = 50_000_000


class _Range(NamedTuple):
    low: float
    high: float


# Steps and lengths may exceed the longest wish, as the upper end of a band does.
_COUNT = _Range(0, 10_000_000)
_METRES = _Range(0, 2 * MAX_LENGTH_M)
_SHARE = _Range(0, 1)
_INTEGERS = {
    "rank": _Range(1, 1000),
    "steps": _COUNT,
    "steps_low": _COUNT,
    "steps_high": _COUNT,
    "target_steps": _COUNT,
    "turns": _COUNT,
}
_REALS = {
    "length_m": _METRES,
    "target_m": _METRES,
    "duration_s": _Range(0, 10_000_000),
    "repeated_share": _SHARE,
    "near_self_share": _SHARE,
    "doubling_back_share": _SHARE,
    "compactness": _SHARE,
    "stem_m": _METRES,
    "busy_share": _SHARE,
}
_TEXTS = ("note", "attribution")


def render(loops: Sequence[Loop], units: Units = "metric") -> str:  # noqa: ARG001
    """Return loops as the text of a FeatureCollection, a line each; always in metres."""
    features = ",\n".join(_dumps(_feature(loop)) for loop in loops)
    generator = json.dumps(f"looproute {looproute.__version__}")
    return (
        f'{{"type": "FeatureCollection", "generator": {generator}, "features": [\n{features}\n]}}\n'
    )


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _feature(loop: Loop) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {
            "rank": loop.rank,
            "kind": loop.kind,
            "steps": loop.steps,
            "steps_low": loop.steps_low,
            "steps_high": loop.steps_high,
            "target_steps": loop.target_steps,
            "length_m": round(loop.length_m, 3),
            "target_m": round(loop.target_m, 3),
            "error_m": round(loop.length_m - loop.target_m, 3),
            "duration_s": round(loop.duration_s, 1),
            "repeated_share": round(loop.repeated_share, 4),
            "near_self_share": round(loop.near_self_share, 4),
            "doubling_back_share": round(loop.doubling_back_share, 4),
            "compactness": round(loop.compactness, 4),
            "turns": loop.turns,
            "streets": [plain(name) for name in loop.streets],
            "stem_m": round(loop.stem_m, 3),
            "busy_share": round(loop.busy_share, 4),
            "note": plain(loop.note, limit=1000),
            "attribution": plain(loop.attribution),
        },
        "geometry": {
            "type": "LineString",
            "coordinates": [
                [round(point.lon, _DECIMALS), round(point.lat, _DECIMALS)] for point in loop.points
            ],
        },
    }


def read(path: str | os.PathLike[str]) -> tuple[Loop, ...]:
    """Return the loops of a file that `render` wrote, without their street network.

    Everything is checked: kinds, ranges, closed lines, and that each line is as long as it says.

    Raises
    ------
    ValueError
        The file is missing, is not GeoJSON of looproute, or holds a value out of range; the
        message names the file, the loop and the value.
    """
    try:
        collection = _load(Path(path))
        if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
            raise ValueError("it is not a GeoJSON FeatureCollection")
        features = collection.get("features")
        if not isinstance(features, list) or not features:
            raise ValueError("it holds no loops")
        return tuple(_loop(feature, number) for number, feature in enumerate(features, 1))
    except ValueError as error:
        raise ValueError(f"'{path}' cannot be read as loops: {error}") from error


def _load(path: Path) -> Any:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ValueError(f"it is larger than {_MAX_BYTES:,} bytes")
        return json.loads(path.read_bytes(), parse_constant=_refuse_constant)
    except OSError as error:
        raise ValueError((error.strerror or str(error)).lower()) from error
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg} in line {error.lineno})") from error
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8 text") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number")


def _loop(feature: object, number: int) -> Loop:
    try:
        properties, geometry = _parts(feature)
        reals = {name: _real(properties, name, limits) for name, limits in _REALS.items()}
        integers = {name: _integer(properties, name, limits) for name, limits in _INTEGERS.items()}
        texts = {name: _text(properties, name) for name in _TEXTS}
        measures: dict[str, Any] = reals | integers | texts
        loop = Loop(
            kind=_kind(properties),
            points=_points(geometry),
            streets=_streets(properties),
            **measures,
        )
        _check_length(loop)
    except ValueError as error:
        raise ValueError(f"loop {number}: {error}") from error
    return loop


def _parts(feature: object) -> tuple[dict[str, Any], dict[str, Any]]:
    if isinstance(feature, dict) and feature.get("type") == "Feature":
        properties, geometry = feature.get("properties"), feature.get("geometry")
        if isinstance(properties, dict) and isinstance(geometry, dict):
            return properties, geometry
    raise ValueError("it is not a Feature with properties and a geometry")


def _real(properties: dict[str, Any], name: str, limits: _Range) -> float:
    value = properties.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is not a number")
    # A huge integer compares well but does not fit a float, so the range comes first.
    if not (limits.low <= value <= limits.high and math.isfinite(value)):
        raise ValueError(f"{name} is not from {limits.low:g} to {limits.high:,g}")
    return float(value)


def _integer(properties: dict[str, Any], name: str, limits: _Range) -> int:
    value = _real(properties, name, limits)
    if not value.is_integer():
        raise ValueError(f"{name} is not a whole number")
    return int(value)


def _text(properties: dict[str, Any], name: str) -> str:
    value = properties.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    return plain(value, limit=1000)


def _kind(properties: dict[str, Any]) -> Kind:
    kinds = get_args(Kind)
    if properties.get("kind") not in kinds:
        raise ValueError(f"kind is not one of {', '.join(kinds)}")
    kind: Kind = properties["kind"]
    return kind


def _streets(properties: dict[str, Any]) -> tuple[str, ...]:
    names = properties.get("streets")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError("streets is not a list of names")
    return tuple(plain(name) for name in names)


def _points(geometry: dict[str, Any]) -> tuple[LatLon, ...]:
    coordinates = geometry.get("coordinates")
    if geometry.get("type") != "LineString" or not isinstance(coordinates, list):
        raise ValueError("its geometry is not a LineString")
    points = tuple(_point(coordinate) for coordinate in coordinates)
    if len(points) < 3:
        raise ValueError("its line has fewer than three points")
    if points[0] != points[-1]:
        raise ValueError("its line does not come back to its start")
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
