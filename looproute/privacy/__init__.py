"""A walk to share that does not tell where its walker lives.

Cutting the ends off a loop does not hide a home: the ends lie on a circle round it. So another
loop is shared, as long as the first was wished to be. It begins at a public junction some way from
the home (`meeting_point`) and stays in a sector that looks away from it (`sector`); the streets
drawn round it are cut out by its own shape (`crop`). What is shared is thus a function of the
junction, the sector and the wish, however often one shares. The junction is chosen with a secret
key, and only if it and the sector leave so many places for the home (`anonymity`) that the
best guess is right less than once in fifty times.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import NamedTuple

from looproute.errors import NoLoopError, StreetsError
from looproute.geo import Bounds, LatLon
from looproute.loops import Loop
from looproute.network.network import StreetNetwork
from looproute.planner import reach_m
from looproute.privacy.anonymity import REACHES_M
from looproute.privacy.crop import extract
from looproute.privacy.meeting_point import SNAP_M, Meeting, PrivacyError, choose, meet_at
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.search.assemble import note_conditions
from looproute.sources import StreetSource
from looproute.steps.calibration import NORMAL_95
from looproute.steps.walker import Walker
from looproute.store.secret_key import Key
from looproute.units import Units, format_length

__all__ = ["Key", "Meeting", "PrivacyError", "Private", "private_loops"]

_COUNT = 5  # loops to choose from
# A file may name a corner of a map that happens to be near the home: then another loop is shared.
_ENOUGH = 3
_SEARCHES = 3


class PrivateLoops(NamedTuple):
    """Loops that may be shared in place of another one, the first if it will do; and the start."""

    loops: tuple[Loop, ...]
    meeting: Meeting


def private_loops(
    loop: Loop,
    source: StreetSource,
    *,
    key: Key,
    home: LatLon | None = None,
    meet: LatLon | None = None,
    units: Units = "metric",
) -> PrivateLoops:
    """Return a few loops to share in place of one that starts at a home.

    Every figure is that of the loop that is shared. The wish is the old one, because it says
    nothing of the home; the old loop itself is not looked at but for its start. The same loop and
    key give the same loops.

    Parameters
    ----------
    loop : the loop from home, which comes back there.
    source : where streets are from; asked for 2 km more round the start than the loop needs.
    key : what chooses the meeting point.
    home : the home, where it is not quite the start; both are hidden.
    meet : the meeting point, if somebody chose one.
    units : of the sentence that says why there is none.

    Raises
    ------
    ValueError
        The loop does not come back to its start, or its figures are of no walker.
    PrivacyError
        The place is too small to hide the home in, or no walk of that length leads away from it.
    StreetsError
        The source has no streets there.
    """
    if loop.kind == "one-way":
        raise ValueError("a private walk comes back to where it begins, and this one does not")
    start = loop.points[0]
    homes = [start] if home is None else [home, start]
    wish = LoopRequest(start=start, length_m=loop.target_m, walker=_walker(loop), count=_COUNT)
    radius_m = reach_m(wish)
    if meet is None:
        network = _streets(source, start, max(radius_m, REACHES_M[-1]) + REACHES_M[-1])
        meeting = choose(network, homes, key)
    else:
        network = _streets(source, meet, radius_m + SNAP_M)
        meeting = meet_at(network, homes, meet, key, units)
    # Of what was loaded round the home not even the edge may show.
    network = network.clip(Bounds.around(meeting.place, radius_m))
    first = _seed(loop, meeting, key)
    loops: list[Loop] = []
    for seed in range(first, first + _SEARCHES):
        wish = replace(wish, start=meeting.place, seed=seed)
        loops += _search(network, wish, meeting, units)
        if len(loops) >= _ENOUGH:
            break
    return PrivateLoops(tuple(loops), meeting)


def _streets(source: StreetSource, center: LatLon, radius_m: float) -> StreetNetwork:
    try:
        return source.streets(center, radius_m)
    except StreetsError as error:
        raise StreetsError(
            f"{error} To hide a home, more streets must be known than for a walk."
        ) from error


def _search(
    network: StreetNetwork, wish: LoopRequest, meeting: Meeting, units: Units
) -> list[Loop]:
    seen = network.only(meeting.shown(network), network.bounds)
    try:
        found = find_loops(seen, wish)
    except NoLoopError as error:
        raise PrivacyError(
            f"No walk of {format_length(wish.target_m, units)} leads from the meeting point "
            "away from your home: share one of another length, or choose a place to meet with "
            "--meet LAT,LON."
        ) from error
    # What the search notes is true of the sector only; what the streets themselves say stays.
    return [
        replace(
            loop,
            rank=1,
            notes=note_conditions(loop.legs),
            network=extract(network, loop.points),
        )
        for loop in found
    ]


def _walker(loop: Loop) -> Walker:
    """Return the walker for whom a loop was planned."""
    step_length_m = loop.target_m / max(loop.target_steps, 1)
    band = (loop.steps_high - loop.steps_low) / 2 / NORMAL_95
    return Walker(
        step_length_m=step_length_m,
        step_length_sd=max(band / max(loop.steps, 1), 1e-4),
        cadence_spm=60 * loop.length_m / (max(loop.duration_s, 1.0) * step_length_m),
        basis="given",
    )


def _seed(loop: Loop, meeting: Meeting, key: Key) -> int:
    """Return a number that is another one for another loop, and known to the key alone."""
    way = hashlib.sha256(" ".join(map(str, loop.points)).encode()).hexdigest()
    return key.number(f"walk {way}", meeting.place)
