"""Create links to a walk: a `geo:` URI of the start, a Google Maps route.

A Google Maps link cannot contain a line, only a start, a destination and up to nine waypoints, and
Google finds its own route between them. `directions` chooses the waypoints whose shortest route
loses the least of the loop, and reports the loss.

Sources: RFC 5870; https://developers.google.com/maps/documentation/urls/get-started#directions-action.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import urlencode

import numpy as np

from looproute._typing import Floats, Indices
from looproute.geo import LatLon, Plane, cumulative_m
from looproute.loops import Loop
from looproute.network.network import StreetNetwork

MOST_WAYPOINTS = 9  # of a link, according to Google's documentation of Maps URLs
_MOST_CANDIDATES = 80  # places along a loop that waypoints are chosen from


class Directions(NamedTuple):
    """A Google Maps link that follows a loop approximately.

    Attributes
    ----------
    url : the link.
    waypoints : the places between the start and the destination, at most nine.
    loop_m : length of the loop; only one lap if it has several.
    length_m : length of the shortest route through them on the loop's streets; None if the streets
    are unknown.
    off_m : greatest distance of the loop from the straight lines between them.
    """

    url: str
    waypoints: tuple[LatLon, ...]
    loop_m: float
    length_m: float | None
    off_m: float


def geo_uri(place: LatLon) -> str:
    """Return the URI of a place, which phones open in a map.

    >>> geo_uri(LatLon(53.5571, 13.2613))
    'geo:53.5571,13.2613'
    """
    return f"geo:{_format_place(place)}"


def directions(loop: Loop) -> Directions:
    """Return the Google Maps link that follows a loop best; it covers only one lap."""
    points = _one_lap(loop)
    along_m = cumulative_m(points)
    network = loop.network
    candidates = _candidates(along_m)
    loop_m = along_m[candidates][None, :] - along_m[candidates][:, None]
    places = [points[i] for i in candidates]
    nearest_m = _crow_m(places) if network is None else _street_m(places, network)
    # A route may be as long as the loop, and longer only by the cut-off part of the start's street.
    chosen = _least_lost(np.maximum(loop_m - nearest_m, 0.0))
    at = candidates[chosen]
    length_m = None if network is None else float(nearest_m[chosen[:-1], chosen[1:]].sum())
    waypoints = tuple(points[i] for i in at[1:-1])
    query = {
        "api": "1",
        "origin": _format_place(points[0]),
        "destination": _format_place(points[-1]),
        "waypoints": "|".join(map(_format_place, waypoints)),
        "travelmode": "walking",
    }
    return Directions(
        url=f"https://www.google.com/maps/dir/?{urlencode(query)}",
        waypoints=waypoints,
        loop_m=float(along_m[-1]),
        length_m=length_m,
        off_m=_off_m(points, at),
    )


def _format_place(place: LatLon) -> str:
    return ",".join(f"{degrees:.6f}".rstrip("0").rstrip(".") for degrees in place)


def _one_lap(loop: Loop) -> tuple[LatLon, ...]:
    if loop.laps is None:
        return loop.points
    times, begin, end = loop.laps
    return loop.points[: begin + (end - begin) // times] + loop.points[end:]


def _candidates(along_m: Floats) -> Indices:
    """Return the candidate waypoints, spread along the loop and including both ends."""
    target_m = np.linspace(0, along_m[-1], _MOST_CANDIDATES + 2)
    return np.unique(np.clip(np.searchsorted(along_m, target_m), 0, len(along_m) - 1))


def _crow_m(places: Sequence[LatLon]) -> Floats:
    """Return the (k, k) distances between places as the crow flies, in metres."""
    x, y = Plane.at(places[0]).to_xy(*np.array(places).T)
    return np.asarray(np.hypot(x[:, None] - x, y[:, None] - y))


def _street_m(places: Sequence[LatLon], network: StreetNetwork) -> Floats:
    """Return the (k, k) shortest distances between places on the streets, in metres."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    n = len(network.lat)
    spots = [network.nearest(place) for place in places]
    streets = np.array([spot.street for spot in spots])
    before_m = np.array([spot.along_m for spot in spots])
    after_m = network.length_m[streets] - before_m
    # Each place becomes a vertex, joined to both ends of its street.
    own = np.arange(n, n + len(places))
    tail = np.concatenate([network.u, own, own])
    head = np.concatenate([network.v, network.u[streets], network.v[streets]])
    length_m = np.concatenate([network.length_m, before_m, after_m])
    # The shortest of parallel streets counts; a place at a junction is moved by a millimetre.
    order = np.lexsort((length_m, np.maximum(tail, head), np.minimum(tail, head)))
    pairs = np.column_stack([np.minimum(tail, head), np.maximum(tail, head)])[order]
    first = np.concatenate([[True], (np.diff(pairs, axis=0) != 0).any(axis=1)])
    size = n + len(places)
    matrix = csr_array(
        (np.maximum(length_m[order][first], 1e-3), pairs[first].T), shape=(size, size)
    )
    return np.asarray(dijkstra(matrix, directed=False, indices=own)[:, own])


def _least_lost(lost_m: Floats) -> Indices:
    """Return the path from the first to the last of k places that loses least.

    `lost_m` (k, k) is the length of loop lost between two places; the path has at most nine places
    in between, and no more than necessary.
    """
    k = len(lost_m)
    forward = np.where(np.triu(np.ones((k, k), dtype=bool), 1), lost_m, np.inf)
    best = forward[0]
    came: list[Indices] = []
    tables = [best]
    for _ in range(MOST_WAYPOINTS):
        through = best[:, None] + forward
        came.append(through.argmin(axis=0))
        best = through.min(axis=0)
        tables.append(best)
    ends = np.array([table[-1] for table in tables])
    used = int(np.argmax(ends <= ends.min() + 1.0))
    path = [k - 1]
    for step in reversed(came[:used]):
        path.append(int(step[path[-1]]))
    return np.array([0, *reversed(path)], dtype=np.intp)


def _off_m(points: Sequence[LatLon], at: Indices) -> float:
    """Return the greatest distance of a line from the straight lines between points on it."""
    plane = Plane.at(points[0])
    x, y = plane.to_xy(*np.array(points).T)
    most = 0.0
    for begin, end in pairwise(at.tolist()):
        way = np.array([x[end] - x[begin], y[end] - y[begin]])
        part = np.column_stack([x[begin : end + 1] - x[begin], y[begin : end + 1] - y[begin]])
        square = float(way @ way)
        share = np.clip(part @ way / square, 0.0, 1.0) if square > 0 else np.zeros(len(part))
        most = max(most, float(np.hypot(*(part - share[:, None] * way).T).max()))
    return most
