"""Walks of each kind to write: a real loop with its streets, laps of a town, a way to a place."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from looproute import AsciiMap, Bundled, LatLon, Loop, LoopRequest, plan_loops
from looproute.geo import Plane, cumulative_m
from looproute.loops import Laps, Mark
from looproute.network.legs import Leg

# Not where the town of a drawing lies: gpsbabel takes a degree of 0 for none.
PLANE = Plane.at(LatLon(48.0, 11.0))
TOWN = AsciiMap("""
    A---B---C
    |   |   |
    D---E---F
    |   |   |
    G---H---I
""")


@cache
def real_loop() -> Loop:
    """A loop of 8,000 steps in Neubrandenburg."""
    return plan_loops(LoopRequest(start=Bundled.start, steps=8000, count=1), Bundled())[0]


def walk_along(junctions: str, streets: str = "", **changes: Any) -> Loop:
    """A walk past junctions of the town; `streets` has a letter for the street of each leg."""
    points = tuple(
        PLANE.to_latlon(*Plane.at(LatLon(0, 0)).to_xy(*TOWN.at(name))) for name in junctions
    )
    length_m = float(cumulative_m(points)[-1])
    names = streets or "-" * (len(points) - 1)
    legs = tuple(
        Leg(i, "" if name == "-" else f"{name} Street", "residential")
        for i, name in enumerate(names)
    )
    about: dict[str, Any] = {
        "points": points,
        "legs": legs,
        "length_m": length_m,
        "target_m": length_m,
        "steps": round(length_m / 0.7),
        "duration_s": length_m / 1.3,
        "kind": "loop" if points[0] == points[-1] else "one-way",
        "asked": "length",
        "network": None,
        "streets": (),
    }
    return replace(real_loop(), **(about | changes))


def three_laps() -> Loop:
    """From A to B, three times round B C F E, and back to A."""
    return walk_along("AB" + "CFEB" * 3 + "A", kind="laps", laps=Laps(3, 1, 13))


def one_way() -> Loop:
    """From A to I, with a run and a walk on the way."""
    return walk_along("ABEFI", marks=(Mark(100.0, "run", "Run 2 min."), Mark(300.0, "walk", "")))


def walks() -> list[Loop]:
    """One of each."""
    return [real_loop(), three_laps(), one_way()]


def length_m(places: list[LatLon]) -> float:
    """The length of a line."""
    return float(cumulative_m(places)[-1])
