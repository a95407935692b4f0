"""The street network of an area: validated arrays and the search for the nearest street.

A *street* is one physical way between two junctions: one undirected edge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Floats, Ints, Mask
from looproute.geo import Bounds, LatLon, Line, Plane, shares_along
from looproute.network.scenery import Scenery
from looproute.network.street_class import KINDS

if TYPE_CHECKING:
    import networkx as nx

T = TypeVar("T")

LEAST_M = 0.001  # the length of a street between two junctions at the same place
ATTRIBUTION = "© OpenStreetMap contributors, ODbL"


class Spot(NamedTuple):
    """A point on a street.

    Attributes
    ----------
    street : the number of the street.
    share : how far along it from its u, 0–1 of its length.
    along_m : the same in metres.
    point : where that is.
    distance_m : from the requested place to the point, as the crow flies.
    """

    street: int
    share: float
    along_m: float
    point: LatLon
    distance_m: float


class Condition(NamedTuple):
    """A conditional restriction of a street, such as "no @ (22:00-06:00)" in OSM's syntax.

    Source: https://wiki.openstreetmap.org/wiki/Conditional_restrictions
    """

    street: int
    rule: str


class _Feet(NamedTuple):
    """Where each of the k - 1 segments between neighbouring points is nearest to a place.

    `part` is how far along the segment that is; segments between two streets are infinitely far.
    """

    plane: Plane
    x: Floats
    y: Floats
    part: Floats
    away_m2: Floats


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class StreetNetwork:
    """n junctions and m streets as arrays, never mutated.

    Raises ValueError if the arrays are inconsistent.

    Attributes
    ----------
    lat, lon : (n,) degrees, the junctions.
    osm_id : (n,) the source's number of each junction.
    u, v : (m,) the junctions at a street's two ends; u == v for a self-loop.
    length_m : (m,) geodesic metres.
    cost_factor : (m,) cost of a metre relative to a plain quiet street, > 0.
    kind : (m,) index into `KINDS`.
    name : (m,) index into `names`; `names[0]` is "".
    way_id : (m,) the OSM way a street was cut from, 0 where unknown.
    risers : (m,) the mapped number of steps of the stairs on a street, with a fraction if the
        street was cut; 0 if there are no stairs or their number is not fully mapped.
    line_lat, line_lon : (k,) the points of all streets, each running from its u to its v.
    line_offsets : (m + 1,) street e has the points line_offsets[e] up to line_offsets[e + 1].
    bounds : the box that was loaded; streets beyond it may be missing.
    scenery : the map features drawn behind the streets.
    conditions : the streets that are closed at times.
    place, date, attribution : the origin and date of the data, and the credit it requires.
    map_id : an id of the cached map with the streets, or ""; it reveals no path and no user.
    """

    lat: Floats
    lon: Floats
    osm_id: NDArray[np.int64]
    u: Ints
    v: Ints
    length_m: Floats
    cost_factor: Floats
    kind: NDArray[np.uint8]
    name: Ints
    names: tuple[str, ...]
    way_id: NDArray[np.int64]
    risers: Floats
    line_lat: Floats
    line_lon: Floats
    line_offsets: Ints
    bounds: Bounds
    scenery: Scenery = field(default_factory=Scenery)
    conditions: tuple[Condition, ...] = ()
    place: str = ""
    date: str = ""
    attribution: str = ATTRIBUTION
    map_id: str = ""

    def __repr__(self) -> str:
        """Return the size only: the arrays would fill a notebook."""
        return f"<StreetNetwork of {len(self.lat):,} junctions and {len(self.u):,} streets>"

    def __post_init__(self) -> None:
        n, m = len(self.lat), len(self.u)
        points, start = len(self.line_lat), self.line_offsets
        of_streets = (self.v, self.length_m, self.cost_factor, self.kind, self.name, self.way_id)
        sizes: list[tuple[NDArray[Any], int]] = [(array, m) for array in (*of_streets, self.risers)]
        sizes += [(self.lon, n), (self.osm_id, n), (self.line_lon, points), (start, m + 1)]
        _require(m > 0, "there is at least one street")
        _require(
            all(array.shape == (size,) for array, size in sizes),
            "arrays have a number for each junction, street or point",
        )
        for lat, lon in ((self.lat, self.lon), (self.line_lat, self.line_lon)):
            places = bool((np.abs(lat) <= 90).all() and (np.abs(lon) <= 180).all())
            _require(places, "latitudes are -90 to 90 and longitudes -180 to 180 degrees")
        for numbers, what in ((self.length_m, "length_m"), (self.cost_factor, "cost_factor")):
            _require(bool(((numbers > 0) & np.isfinite(numbers)).all()), f"{what} is above 0")
        counts = bool(((self.risers >= 0) & np.isfinite(self.risers)).all())
        _require(counts, "risers are 0 or more")
        for indices, size, what in (
            (self.u, n, "u is a junction"),
            (self.v, n, "v is a junction"),
            (self.kind, len(KINDS), "kind is one of KINDS"),
            (self.name, len(self.names), "name is one of names"),
            (np.array([c.street for c in self.conditions], int), m, "a condition is a street's"),
        ):
            _require(bool(((indices >= 0) & (indices < size)).all()), what)
        _require(self.names[0] == "", "names[0] is empty")
        _require(
            start[0] == 0 and start[-1] == points and bool((np.diff(start) >= 2).all()),
            "line_offsets rises from 0 to the number of points, two a street at least",
        )
        for end, at in ((self.u, start[:-1]), (self.v, start[1:] - 1)):
            joined = (self.line_lat[at] == self.lat[end]) & (self.line_lon[at] == self.lon[end])
            _require(bool(joined.all()), "a street's points run from its u to its v")

    def line(self, street: int) -> Line:
        """Return the points of a street, from its u to its v."""
        part = slice(self.line_offsets[street], self.line_offsets[street + 1])
        return Line(self.line_lat[part], self.line_lon[part])

    def nearest(self, place: LatLon, among: Mask | None = None) -> Spot:
        """Return the point on a street that is nearest to a place; on some of (m,) if given."""
        plane, foot_x, foot_y, part, away_m2 = self._feet(place)
        if among is not None:
            of_segment = np.repeat(among, np.diff(self.line_offsets))[:-1]
            away_m2 = np.where(of_segment, away_m2, np.inf)
        k = int(away_m2.argmin())
        street = int(np.searchsorted(self.line_offsets, k, side="right")) - 1
        shares = shares_along(self.line(street))
        i = k - int(self.line_offsets[street])
        share = float(shares[i] + part[k] * (shares[i + 1] - shares[i]))
        return Spot(
            street=street,
            share=share,
            along_m=share * float(self.length_m[street]),
            point=plane.to_latlon(float(foot_x[k]), float(foot_y[k])),
            distance_m=float(np.sqrt(away_m2[k])),
        )

    def distances_m(self, place: LatLon) -> Floats:
        """Return the (m,) metres from a place to each street, as the crow flies."""
        away_m2 = np.append(self._feet(place).away_m2, np.inf)
        nearest_m2: Floats = np.minimum.reduceat(away_m2, self.line_offsets[:-1])
        return np.sqrt(nearest_m2)

    def _feet(self, place: LatLon) -> _Feet:
        """Return the points of all segments that are nearest to a place."""
        plane = Plane.at(place)
        x, y = plane.to_xy(self.line_lat, self.line_lon)
        dx, dy = np.diff(x), np.diff(y)
        square = dx * dx + dy * dy
        # The foot of the perpendicular from the place, the plane's origin, clipped to the segment.
        part = np.clip(-(x[:-1] * dx + y[:-1] * dy) / np.where(square > 0, square, 1.0), 0.0, 1.0)
        foot_x, foot_y = x[:-1] + part * dx, y[:-1] + part * dy
        away_m2 = foot_x * foot_x + foot_y * foot_y
        away_m2[self.line_offsets[1:-1] - 1] = np.inf  # no way from a street's end to the next one
        return _Feet(plane, foot_x, foot_y, part, away_m2)

    def clip(self, bounds: Bounds) -> StreetNetwork:
        """Return the streets wholly within a box, renumbered, with all the scenery.

        Raises ValueError if there is none.
        """
        south, west, north, east = bounds
        outside = (self.line_lat < south) | (self.line_lat > north)
        outside |= (self.line_lon < west) | (self.line_lon > east)
        kept = ~np.logical_or.reduceat(outside, self.line_offsets[:-1])
        if not kept.any():
            raise ValueError(f"no street lies wholly in {bounds}")
        return self.only(kept, self.bounds.overlap(bounds))

    def only(self, kept: Mask, bounds: Bounds) -> StreetNetwork:
        """Return the streets with True in `kept`, (m,), renumbered; at least one.

        `bounds` becomes the box of the result; scenery and names do not change.
        """
        junctions = np.unique(np.concatenate([self.u[kept], self.v[kept]]))
        points = np.repeat(kept, np.diff(self.line_offsets))
        counts = np.diff(self.line_offsets)[kept]
        number = np.cumsum(kept) - 1
        return replace(
            self,
            lat=self.lat[junctions],
            lon=self.lon[junctions],
            osm_id=self.osm_id[junctions],
            u=np.searchsorted(junctions, self.u[kept]).astype(np.int32),
            v=np.searchsorted(junctions, self.v[kept]).astype(np.int32),
            length_m=self.length_m[kept],
            cost_factor=self.cost_factor[kept],
            kind=self.kind[kept],
            name=self.name[kept],
            way_id=self.way_id[kept],
            risers=self.risers[kept],
            line_lat=self.line_lat[points],
            line_lon=self.line_lon[points],
            line_offsets=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
            conditions=tuple(
                Condition(int(number[street]), rule)
                for street, rule in self.conditions
                if kept[street]
            ),
            bounds=bounds,
        )

    @classmethod
    def from_networkx(
        cls, graph: nx.Graph[Any], *, bounds: Bounds | None = None, **about: Any
    ) -> StreetNetwork:
        """Convert an OSMnx graph, simplified or not, or any NetworkX graph.

        A node needs `x` and `y`, longitude and latitude, or `pos`, the pair of them. An edge may
        have `geometry` (a LineString either way round), `length` in metres, `highway`, `name`,
        `osmid`, `cost_factor`, `risers` and `condition`. Directions are ignored: both
        directions along the same points are one street. Lengths that are missing, or that OSMnx
        measured on a sphere, are measured on the ellipsoid. `bounds` defaults to the box of the
        points; `about` may hold scenery, place, date and attribution.

        Raises ValueError for invalid coordinates, or if there is no edge.
        >>> import networkx as nx
        >>> square = nx.cycle_graph(4)
        >>> for node in square:
        ...     square.add_node(node, x=0.001 * (node in (1, 2)), y=0.001 * (node > 1))
        >>> StreetNetwork.from_networkx(square).length_m.round().tolist()
        [111.0, 111.0, 111.0, 111.0]
        """
        from looproute.network.convert import from_networkx

        return from_networkx(graph, bounds=bounds, **about)

    @cached_property
    def graph(self) -> nx.MultiGraph[Any]:
        """The network as an undirected NetworkX graph with OSMnx's attributes; do not change it."""
        from looproute.network.convert import to_networkx

        return to_networkx(self)


def made_once(make: Callable[[StreetNetwork], T]) -> Callable[[StreetNetwork], T]:
    """Cache a function of a network while it lives; its result must not refer to the network."""
    made: WeakKeyDictionary[StreetNetwork, T] = WeakKeyDictionary()

    @wraps(make)
    def of(network: StreetNetwork) -> T:
        if network not in made:
            made[network] = make(network)
        return made[network]

    return of


def _require(holds: bool, rule: str) -> None:
    if not holds:
        raise ValueError(f"these are not streets: the rule is that {rule}")
