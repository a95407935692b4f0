"""Find the junctions where a walker could take a wrong branch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Floats
from looproute.cues.line import Way, signed_deg
from looproute.network.legs import Leg

# A branch looks as straight as the way itself if it bends by at most this much more.
_AS_STRAIGHT_DEG = 15.0
# Headings that differ by less belong to the same street.
_SAME_DEG = 1.0


class Branch(NamedTuple):
    """A branch at a junction: its turn in degrees to the right, and its name."""

    turn_deg: float
    name: str


class _Exit(NamedTuple):
    """A street leaving a junction: the headings of its first segment and first metres."""

    first_deg: float
    heading_deg: float
    name: str


def rival(turn_deg: float, before: Leg, after: Leg, branches: Sequence[Branch]) -> Branch | None:
    """Return the branch a walker may take by mistake, or None if the way is clear.

    Without a cue, a walker stays on the street of the same name, and goes as straight on as
    possible where the name ends or the street has no name.
    """
    same = [branch for branch in branches if before.name and branch.name == before.name]
    keeps = bool(before.name) and after.name == before.name
    straightest = min(
        same if keeps else same or branches,
        key=lambda branch: abs(branch.turn_deg),
        default=None,
    )
    if straightest is None or (same and not keeps):
        return straightest
    is_as_straight = abs(straightest.turn_deg) < abs(turn_deg) + _AS_STRAIGHT_DEG
    return straightest if is_as_straight else None


class Forks:
    """The junctions of a loop's network; empty if the loop was read from a file."""

    def __init__(self, way: Way, points: Iterable[int], look_m: float) -> None:
        self._way = way
        self._look_m = look_m
        self._exits: dict[complex, list[_Exit]] = {}
        if way.loop.network is not None:
            places = np.array([way.loop.points[point] for point in points]).reshape(-1, 2)
            self._collect(_keys(*places.T))

    def _collect(self, junctions: NDArray[np.complex128]) -> None:
        network = self._way.loop.network
        assert network is not None
        keys = _keys(network.lat, network.lon)
        met = np.isin(keys, junctions)
        for street in np.flatnonzero(met[network.u] | met[network.v]).tolist():
            line = network.line(street)
            x, y = self._way.plane.to_xy(line.lat, line.lon)
            name = network.names[network.name[street]]
            for node, order in ((network.u[street], 1), (network.v[street], -1)):
                exit_ = _exit(x[::order], y[::order], name, self._look_m)
                self._exits.setdefault(keys[node].item(), []).append(exit_)

    def branches(self, point: int) -> list[Branch]:
        """Return the branches at a point that the loop does not take."""
        way = self._way
        here_m, (before_m, after_m) = way.along_m[point], way.along_m[[point - 1, point + 1]]
        taken = (way.heading_deg(before_m, here_m) + 180.0, way.heading_deg(here_m, after_m))
        arrival_deg = way.heading_deg(here_m - self._look_m, here_m)
        key = _keys(*np.array(way.loop.points[point])).item()
        return [
            Branch(signed_deg(exit_.heading_deg - arrival_deg), exit_.name)
            for exit_ in self._exits.get(key, ())
            if all(abs(signed_deg(exit_.first_deg - deg)) > _SAME_DEG for deg in taken)
        ]


def _exit(x: Floats, y: Floats, name: str, look_m: float) -> _Exit:
    along_m = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    east, north = (float(np.interp(look_m, along_m, axis) - axis[0]) for axis in (x, y))
    first_deg = np.degrees(np.arctan2(x[1] - x[0], y[1] - y[0]))
    return _Exit(float(first_deg), float(np.degrees(np.arctan2(east, north))), name)


def _keys(lat: Floats, lon: Floats) -> NDArray[np.complex128]:
    """Return hashable keys of places, rounded to about 10 cm as in files."""
    keys: NDArray[np.complex128] = np.round(lat, 6) + 1j * np.round(lon, 6)
    return keys
