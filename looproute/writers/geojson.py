"""Loops as GeoJSON (RFC 7946): what `--json` prints, what other programs and commands read.

A FeatureCollection with a Feature for each loop, a closed LineString, longitude before latitude.
Degrees have 9 decimals: coordinates of OpenStreetMap, which have 7, pass through unchanged, and
the start, which lies between two of them, moves by less than 0.1 mm. `loopfile` reads it back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import looproute
from looproute.loops import Leg, Loop
from looproute.text.sanitize import plain
from looproute.units import Units

MARK = b'"generator": "looproute '
_DECIMALS = 9  # of degrees: a tenth of a millimetre, so that lengths are the same read again


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
            "legs": [_leg(leg) for leg in loop.legs],
            "marks": [[round(at_m, 3), kind, plain(text)] for at_m, kind, text in loop.marks],
            "laps": loop.laps,
        },
        "geometry": {
            "type": "LineString",
            "coordinates": [
                [round(point.lon, _DECIMALS), round(point.lat, _DECIMALS)] for point in loop.points
            ],
        },
    }


def _leg(leg: Leg) -> list[object]:
    told = [leg.begin, plain(leg.name), leg.kind, leg.risers, plain(leg.condition)]
    while not told[-1]:  # most have no stairs and are never closed
        told.pop()
    return told
