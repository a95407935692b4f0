"""Plan a loop to share that does not reveal the walker's home.

Cutting the ends off a loop does not hide a home: the ends lie on a circle round it. Instead,
another loop of the same target length is shared. It begins at a public junction away from the home
(`meeting_point`) and stays in a sector that faces away from it (`anonymity`); the map round it is
cropped by the loop's own shape (`crop`). What is shared thus depends only on the junction, the
sector and the target, however often the walker shares. The junction is chosen with a secret key,
and only if the anonymity set it leaves is so large that the best guess at the home is right less
than once in fifty times.
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
from looproute.privacy.crop import crop_network
from looproute.privacy.meeting_point import (
    SNAP_M,
    MeetingPoint,
    PrivacyError,
    choose_meeting_point,
    snap_meeting_point,
)
from looproute.request import LoopRequest
from looproute.search import find_loops
from looproute.search.assemble import note_conditions
from looproute.sources import StreetSource
from looproute.steps.calibration import NORMAL_95
from looproute.steps.walker import Walker
from looproute.store.secret_key import Key

__all__ = ["Key", "MeetingPoint", "PrivacyError", "PrivateLoops", "private_loops"]

_COUNT = 5  # loops to choose from
# Spare loops, in case one passes a street whose name or corner is near the home.
_ENOUGH = 3
_SEARCHES = 3


class PrivateLoops(NamedTuple):
    """Loops to share in place of another one, best first, and their meeting point."""

    loops: tuple[Loop, ...]
    meeting: MeetingPoint


def private_loops(
    loop: Loop,
    source: StreetSource,
    *,
    key: Key,
    home: LatLon | None = None,
    meet: LatLon | None = None,
) -> PrivateLoops:
    """Plan a few loops to share in place of one that starts at a home.

    All figures are those of the new loops. The target is that of the old loop, because it reveals
    nothing about the home; of the old loop only the start is used. The same loop and key give the
    same loops.

    Parameters
    ----------
    loop : the loop from home and back.
    source : the source of streets; it must cover 2 km more round the start than the loop needs.
    key : the secret that chooses the meeting point.
    home : the home, if it is not quite the start; both are hidden.
    meet : a place near which to meet, if the walker chose one.

    Raises
    ------
    ValueError : the loop does not return to its start, or its figures fit no walker.
    PrivacyError : the place is too small to hide the home in, or no walk leads away from it.
    StreetsError : the source has no streets there.
    """
    if loop.kind == "one-way":
        raise ValueError("a private walk comes back to where it begins, and this one does not")
    start = loop.points[0]
    homes = [start] if home is None else [home, start]
    request = LoopRequest(start=start, length_m=loop.target_m, walker=_walker(loop), count=_COUNT)
    radius_m = reach_m(request)
    if meet is None:
        network = _streets(source, start, max(radius_m, REACHES_M[-1]) + REACHES_M[-1])
        meeting = choose_meeting_point(network, homes, key)
    else:
        network = _streets(source, meet, radius_m + SNAP_M)
        meeting = snap_meeting_point(network, homes, meet, key)
    # Not even the edge of the area loaded round the home may show.
    network = network.clip(Bounds.around(meeting.place, radius_m))
    first = _seed(loop, meeting, key)
    loops: list[Loop] = []
    for seed in range(first, first + _SEARCHES):
        loops += _search(network, replace(request, start=meeting.place, seed=seed), meeting)
        if len(loops) >= _ENOUGH:
            break
    return PrivateLoops(tuple(loops), meeting)


def _streets(source: StreetSource, center: LatLon, radius_m: float) -> StreetNetwork:
    try:
        return source.streets(center, radius_m)
    except StreetsError as error:
        raise StreetsError("too-few-streets-to-hide", cause=error) from error


def _search(network: StreetNetwork, request: LoopRequest, meeting: MeetingPoint) -> list[Loop]:
    seen = network.only(meeting.visible_streets(network), network.bounds)
    try:
        found = find_loops(seen, request)
    except NoLoopError as error:
        raise PrivacyError("no-private-loop", target_m=request.target_m) from error
    # Notes of the search are true only of the sector; notes on the streets themselves stay.
    return [
        replace(
            loop,
            rank=1,
            notes=note_conditions(loop.legs),
            network=crop_network(network, loop.points),
        )
        for loop in found
    ]


def _walker(loop: Loop) -> Walker:
    """Reconstruct the walker for whom a loop was planned."""
    step_length_m = loop.target_m / max(loop.target_steps, 1)
    band = (loop.steps_high - loop.steps_low) / 2 / NORMAL_95
    return Walker(
        step_length_m=step_length_m,
        step_length_sd=max(band / max(loop.steps, 1), 1e-4),
        cadence_spm=60 * loop.length_m / (max(loop.duration_s, 1.0) * step_length_m),
        basis="given",
    )


def _seed(loop: Loop, meeting: MeetingPoint, key: Key) -> int:
    """Derive a seed from the loop and the key; without the key it cannot be known."""
    way = hashlib.sha256(" ".join(map(str, loop.points)).encode()).hexdigest()
    return key.number(f"walk {way}", meeting.place)
