"""Walks drawn in metres: points east and north of a place, and a street for each leg."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from looproute.geo import LatLon, Plane, cumulative_m
from looproute.loops import Loop
from looproute.network.legs import Leg

PLANE = Plane.at(LatLon(48.0, 11.0))


def drawn(
    corners: Sequence[tuple[float, float]],
    streets: Sequence[str] | None = None,
    kinds: Sequence[str] | None = None,
    **changes: Any,
) -> Loop:
    """A walk along corners, each a junction; without streets it has no legs."""
    points = tuple(PLANE.to_latlon(x, y) for x, y in corners)
    count = len(points) - 1
    each = zip(streets or (), kinds or ["residential"] * count, strict=bool(streets))
    legs = tuple(Leg(i, name, kind) for i, (name, kind) in enumerate(each))
    length_m = float(cumulative_m(points)[-1])
    about: dict[str, Any] = {
        "rank": 1,
        "kind": "loop" if points[0] == points[-1] else "one-way",
        "points": points,
        "steps": round(length_m / 0.7),
        "steps_low": 0,
        "steps_high": 10_000,
        "target_steps": 1000,
        "length_m": length_m,
        "target_m": length_m,
        "duration_s": length_m / 1.3,
        "repeated_share": 0.0,
        "near_self_share": 0.0,
        "doubling_back_share": 0.0,
        "compactness": 0.5,
        "turns": 0,
        "streets": (),
        "stem_m": 0.0,
        "busy_share": 0.0,
        "notes": (),
        "attribution": "nobody",
        "legs": legs,
    }
    return Loop(**(about | changes))
