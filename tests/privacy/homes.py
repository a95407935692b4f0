"""Homes to hide, and the walks from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.privacy import Key
from looproute.privacy.anonymity import AnonymitySet
from looproute.search.features import Features
from tests.notes import text_note

STEP_M = 0.7


class Known:
    """A source with a fixed network."""

    def __init__(self, network: StreetNetwork) -> None:
        self.network = network

    def streets(self, center: LatLon, radius_m: float | None) -> StreetNetwork:  # noqa: ARG002
        return self.network


def homes_in(network: StreetNetwork, count: int, seed: int = 0) -> list[LatLon]:
    """Draw places evenly along inhabited streets."""
    crowd, plane = AnonymitySet.of(network), Features.of(network).plane
    drawn = np.random.default_rng(seed).permutation(len(crowd.x))[:count]
    return [plane.to_latlon(float(crowd.x[at]), float(crowd.y[at])) for at in drawn]


def key_of(home: LatLon) -> Key:
    """Return the key of the home's owner; every home has its own."""
    return Key(f"{home.lat:015.10f}{home.lon:016.10f}!".encode()[:32].ljust(32))


def walk_from(home: LatLon, steps: int = 8000, **changes: Any) -> Loop:
    """Return a walk from a home; its line is arbitrary, as only its start is used."""
    points = tuple(LatLon(home.lat + dlat, home.lon) for dlat in (0.0, 0.001, 0.0))
    about: dict[str, Any] = {
        "rank": 1,
        "kind": "loop",
        "points": points,
        "steps": steps + 12,
        "steps_low": round(0.8 * steps),
        "steps_high": round(1.2 * steps),
        "target_steps": steps,
        "length_m": STEP_M * (steps + 12),
        "target_m": STEP_M * steps,
        "duration_s": (steps + 12) / 110 * 60,
        "repeated_share": 0.1,
        "near_self_share": 0.0,
        "doubling_back_share": 0.0,
        "compactness": 0.5,
        "turns": 14,
        "streets": ("Meine Straße",),
        "stem_m": 180.0,
        "busy_share": 0.1,
        "notes": text_note("The first 180 m are walked twice."),
        "attribution": "© OpenStreetMap contributors, ODbL",
    }
    return Loop(**(about | changes))
