"""Add running tracks, which are areas on the map, as streets of a known length."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from looproute.geo import LatLon, Line, Plane, segment_lengths_m
from looproute.laps import track_lap_m
from looproute.network.network import Spot, StreetNetwork
from looproute.network.street_class import KINDS
from looproute.search.snapping import with_junctions
from looproute.shape import compactness

# Maps draw the outline of a track or a line on it. An oval of this length is taken as 400 m long in
# the inside lane; other ovals keep their drawn length.
OF_400_M = (380.0, 480.0)
OVAL_M = (200.0, 500.0)
LEAST_COMPACTNESS, LEAST_POINTS = 0.6, 10
# Tracks further than this from the start, or from every street, are left out.
FAR_M, NEAR_STREET_M = 1500.0, 80.0
COMFORT = 0.8
NAME = "running track"


class Track(NamedTuple):
    """A track as a closed line that begins where a street is nearest, and the spot there."""

    line: Line
    length_m: float
    spot: Spot


def with_tracks(network: StreetNetwork, start: LatLon) -> StreetNetwork:
    """Return the network with the running tracks near a place as streets.

    Each track is a self-loop at its point nearest to a street, joined to that street by a straight
    path. Existing streets keep their numbers, unless they are cut.
    """
    found = [
        track
        for area in network.scenery.areas
        if area.ground == "track"
        for ring in area.rings
        if (track := _parse_track(network, ring, start)) is not None
    ]
    if not found:
        return network
    cut, gates = with_junctions(network, [track.spot for track in found])
    n = len(cut.lat)
    lines, u, v, length_m = [], [], [], []
    for i, (track, gate) in enumerate(zip(found, gates, strict=True)):
        path = Line(
            np.array([cut.lat[gate], track.line.lat[0]]),
            np.array([cut.lon[gate], track.line.lon[0]]),
        )
        lines += [path, track.line]
        u += [gate, n + i]
        v += [n + i, n + i]
        length_m += [max(float(segment_lengths_m(*path).sum()), 0.001), track.length_m]
    many = len(lines)
    path_kind = KINDS.index("path")
    start_of = np.cumsum([len(line.lat) for line in lines]) + cut.line_offsets[-1]
    return replace(
        cut,
        lat=np.append(cut.lat, [track.line.lat[0] for track in found]),
        lon=np.append(cut.lon, [track.line.lon[0] for track in found]),
        osm_id=np.append(cut.osm_id, cut.osm_id.min() - 1 - np.arange(len(found))),
        u=np.append(cut.u, u).astype(np.int32),
        v=np.append(cut.v, v).astype(np.int32),
        length_m=np.append(cut.length_m, length_m),
        cost_factor=np.append(cut.cost_factor, np.tile([1.0, COMFORT], len(found))),
        kind=np.append(cut.kind, np.full(many, path_kind)).astype(np.uint8),
        name=np.append(cut.name, np.tile([0, len(cut.names)], len(found))).astype(np.int32),
        names=(*cut.names, NAME),
        way_id=np.append(cut.way_id, np.zeros(many, dtype=np.int64)),
        risers=np.append(cut.risers, np.zeros(many)),
        line_lat=np.concatenate([cut.line_lat, *(line.lat for line in lines)]),
        line_lon=np.concatenate([cut.line_lon, *(line.lon for line in lines)]),
        line_offsets=np.append(cut.line_offsets, start_of).astype(np.int32),
    )


def _parse_track(network: StreetNetwork, ring: Line, start: LatLon) -> Track | None:
    """Return a closed line as a track, None if it is not one, too far, or without a street near."""
    plane = Plane.at(LatLon(float(ring.lat[0]), float(ring.lon[0])))
    x, y = plane.to_xy(ring.lat, ring.lon)
    drawn_m = float(segment_lengths_m(ring.lat, ring.lon).sum())
    oval = len(x) >= LEAST_POINTS and compactness(x, y, drawn_m) >= LEAST_COMPACTNESS
    if not (oval and OVAL_M[0] <= drawn_m <= OVAL_M[1]):
        return None
    at_x, at_y = plane.to_xy(start.lat, start.lon)
    if np.hypot(x - at_x, y - at_y).min() > FAR_M:
        return None
    length_m = track_lap_m() if OF_400_M[0] <= drawn_m <= OF_400_M[1] else drawn_m
    # Scale the outline to the length of the inside lane.
    scale = length_m / drawn_m
    middle_x, middle_y = (x.min() + x.max()) / 2, (y.min() + y.max()) / 2
    places = [
        plane.to_latlon(middle_x + scale * (px - middle_x), middle_y + scale * (py - middle_y))
        for px, py in zip(x[:-1].tolist(), y[:-1].tolist(), strict=True)
    ]
    spots = [network.nearest(place) for place in places]
    gate = min(range(len(spots)), key=lambda i: spots[i].distance_m)
    if spots[gate].distance_m > NEAR_STREET_M:
        return None
    lat, lon = np.array([*places[gate:], *places[: gate + 1]]).T
    return Track(line=Line(lat, lon), length_m=length_m, spot=spots[gate])
