"""Snap places to a connected component that can hold the walk, not to an isolated footpath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np

from looproute._typing import Floats, Ints
from looproute.geo import LatLon, distance_m
from looproute.loops import Loop, Note
from looproute.network.network import Spot, StreetNetwork, made_once
from looproute.search.features import Features
from looproute.search.snapping import spot_at


class SnapTarget(NamedTuple):
    """A place where a walk begins, passes or ends; places to pass are numbered from 1."""

    at: LatLon
    role: Literal["start", "via", "end"] = "start"
    number: int = 0

    @property
    def facts(self) -> dict[str, Any]:
        """Return the facts of the place for an error."""
        return {"number": self.number, "place": self.at} if self.role == "via" else {}


class Snapped(NamedTuple):
    """The spots of some places, and notes on nearer streets that were not used."""

    spots: tuple[Spot, ...]
    notes: tuple[Note, ...] = ()

    def add_notes(self, loops: Iterable[Loop]) -> list[Loop]:
        """Return the loops with the notes appended to theirs."""
        return [replace(loop, notes=loop.notes + self.notes) for loop in loops]


def snap(
    network: StreetNetwork, places: Sequence[SnapTarget], limit_m: float, needed_m: float
) -> Snapped:
    """Return the nearest points to places on one connected component that can hold the walk.

    The component has at least `needed_m` metres of streets within half of that from the first
    place. Of several such components, the nearest to all places is taken; if there is none, the
    one with most streets there; if none is near all places, each place keeps its nearest street.

    Raises StartTooFarError if a place is further than `limit_m` metres from every street.
    """
    nearest = tuple(
        spot_at(network, place.at, limit_m, f"{place.role}-too-far", **place.facts)
        for place in places
    )
    component = components_of(network)
    here = component[[spot.street for spot in nearest]]
    extent_m = _extents_m(network, component, places[0].at, needed_m / 2)
    if (here == here[0]).all() and extent_m[here[0]] >= needed_m:
        return Snapped(nearest)
    away_m = np.array([_away_m(network, component, place.at) for place in places])
    within = (away_m <= limit_m).all(axis=0)
    if not within.any():
        return Snapped(nearest)
    together_m = away_m.sum(axis=0)
    ample = within & (extent_m >= needed_m)
    if ample.any():
        chosen = int(np.argmin(np.where(ample, together_m, np.inf)))
    else:
        chosen = int(np.lexsort([together_m, -np.where(within, extent_m, -np.inf)])[0])
    if (here == chosen).all():
        return Snapped(nearest)
    among = component == chosen
    spots = tuple(
        spot if passed == chosen else network.nearest(place.at, among)
        for spot, passed, place in zip(nearest, here, places, strict=True)
    )
    whole_m = np.bincount(component, network.length_m)
    notes = tuple(
        Note(
            f"nearer-path-passed-over-{place.role}",
            number=place.number,
            path_m=float(whole_m[passed]),
            apart_m=distance_m(scrap.point, spot.point),
        )
        for place, scrap, passed, spot in zip(places, nearest, here, spots, strict=True)
        if passed != chosen
    )
    return Snapped(spots, notes)


@made_once
def components_of(network: StreetNetwork) -> Ints:
    """Return the (m,) connected component of each street, numbered from 0."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n, m = len(network.lat), len(network.u)
    joined = coo_array((np.ones(m), (network.u, network.v)), shape=(n, n))
    _, component = connected_components(joined, directed=False)
    of_street: Ints = np.unique(component[network.u], return_inverse=True)[1].astype(np.int32)
    return of_street


def _extents_m(network: StreetNetwork, component: Ints, at: LatLon, radius_m: float) -> Floats:
    """Return the (c,) metres of each component's streets that have an end within a circle."""
    features = Features.of(network)
    x, y = features.plane.to_xy(at.lat, at.lon)
    # The plane is accurate to about half a percent.
    near = np.hypot(features.x - x, features.y - y) <= 1.02 * radius_m
    touched = near[network.u] | near[network.v]
    return np.bincount(component, network.length_m * touched).astype(np.float64)


def _away_m(network: StreetNetwork, component: Ints, at: LatLon) -> Floats:
    """Return the (c,) metres from a place to the nearest street of each component."""
    away_m = np.full(int(component.max()) + 1, np.inf)
    np.minimum.at(away_m, component, network.distances_m(at))
    return away_m
