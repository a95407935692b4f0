"""Street networks drawn in characters, for tests and examples.

The idea is from gurka, the test kit of Valhalla, where each test starts with a drawn map.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from looproute.geo import Bounds, LatLon, Plane
from looproute.network.network import StreetNetwork

_SEA_M = 10_000.0  # the known empty margin of a drawn map
_BEND = "."
# The character of each of the eight directions (rows down, columns right).
_STROKES = MappingProxyType(
    {
        (0, 1): "-",
        (0, -1): "-",
        (1, 0): "|",
        (-1, 0): "|",
        (1, 1): "\\",
        (-1, -1): "\\",
        (1, -1): "/",
        (-1, 1): "/",
    }
)


class _Cell(NamedTuple):
    row: int
    column: int

    def step(self, way: tuple[int, int]) -> _Cell:
        return _Cell(self.row + way[0], self.column + way[1])


class AsciiMap:
    r"""A drawn map centred on 0° N, 0° E; implements `StreetSource`.

    Letters, digits and ``+`` are junctions, ``- | / \`` streets and ``.`` a bend, which allows
    parallel streets and self-loops. One character is `spacing_m` wide and high. `highways` sets
    highway=* of streets between named junctions; the default is residential.

    >>> town = AsciiMap('''
    ...     A---B
    ...     |   |
    ...     .---.
    ... ''', spacing_m=50, highways={"AB": "primary"})
    >>> network = town.streets()
    >>> network.length_m.tolist()
    [200.0, 400.0]
    >>> network.nearest(town.at("B")).distance_m
    0.0
    """

    def __init__(
        self,
        drawing: str,
        *,
        spacing_m: float = 100.0,
        highways: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        if not (math.isfinite(spacing_m) and spacing_m > 0):
            raise ValueError(f"a spacing of {spacing_m} m is not more than 0")
        self._spacing_m = spacing_m
        self._highways = {frozenset(pair): highway for pair, highway in highways.items()}
        self._drawing = {
            _Cell(row, column): sign
            for row, line in enumerate(drawing.splitlines())
            for column, sign in enumerate(line)
            if not sign.isspace()
        }
        self._rows = [cell.row for cell in self._drawing]
        self._columns = [cell.column for cell in self._drawing]
        self._named: dict[str, _Cell] = {}
        for cell, sign in self._drawing.items():
            if sign.isalnum() and self._named.setdefault(sign, cell) != cell:
                raise ValueError(f"there are two junctions {sign} in the town")

    def at(self, name: str) -> LatLon:
        """Return the place of a junction. Raises ValueError if its name is unknown."""
        if name not in self._named:
            raise ValueError(f"there is no junction {name} in the town")
        return self._place(self._named[name])

    def streets(self, center: LatLon | None = None, radius_m: float | None = None) -> StreetNetwork:
        """Return the whole network. Raises ValueError if a street ends nowhere."""
        del center, radius_m
        import networkx as nx
        import shapely

        graph: nx.MultiGraph[int] = nx.MultiGraph()
        junctions = [cell for cell in self._drawing if self._is_junction(cell)]
        number = {cell: i for i, cell in enumerate(junctions)}
        for cell, i in number.items():
            place = self._place(cell)
            graph.add_node(i, x=place.lon, y=place.lat)
        for cells in self._lines(junctions):
            ends = frozenset(self._drawing[cell] for cell in (cells[0], cells[-1]))
            graph.add_edge(
                number[cells[0]],
                number[cells[-1]],
                geometry=shapely.LineString([self._place(cell)[::-1] for cell in cells]),
                length=self._spacing_m * sum(map(math.dist, cells, cells[1:])),
                highway=self._highways.get(ends, "residential"),
            )
        box = Bounds.around(LatLon(0, 0), self._spacing_m * len(self._drawing) + _SEA_M)
        return StreetNetwork.from_networkx(graph, bounds=box, place="a made-up town")

    def _place(self, cell: _Cell) -> LatLon:
        """Return the place of a cell; the middle of the drawing is at 0, 0."""
        east = cell.column - (min(self._columns) + max(self._columns)) / 2
        north = (min(self._rows) + max(self._rows)) / 2 - cell.row
        plane = Plane.at(LatLon(0, 0))
        return plane.to_latlon(east * self._spacing_m, north * self._spacing_m)

    def _is_junction(self, cell: _Cell) -> bool:
        sign = self._drawing.get(cell, "")
        return sign.isalnum() or sign == "+"

    def _lines(self, junctions: list[_Cell]) -> Iterator[list[_Cell]]:
        """Yield each street once as cells: a junction, its bends, a junction."""
        drawn = {cell for cell, sign in self._drawing.items() if sign in _STROKES.values()}
        walked: set[_Cell] = set()
        for junction in junctions:
            for way in self._ways_from(junction):
                if junction.step(way) not in walked:
                    yield self._follow(junction, way, walked)
        if stray := drawn - walked:
            row, column = min(stray)
            raise ValueError(f"the street at row {row}, column {column} begins nowhere")

    def _ways_from(self, cell: _Cell) -> list[tuple[int, int]]:
        return [way for way, sign in _STROKES.items() if self._drawing.get(cell.step(way)) == sign]

    def _follow(self, cell: _Cell, way: tuple[int, int], walked: set[_Cell]) -> list[_Cell]:
        """Return the junctions and bends of the street that leaves a junction this way."""
        cells = [cell]
        while True:
            cell = cell.step(way)
            while self._drawing.get(cell) == _STROKES[way]:
                walked.add(cell)
                cell = cell.step(way)
            cells.append(cell)
            if self._is_junction(cell):
                return cells
            back = (-way[0], -way[1])
            onward = [other for other in self._ways_from(cell) if other != back]
            if self._drawing.get(cell) != _BEND or len(onward) != 1:
                raise ValueError(f"the street at row {cell.row}, column {cell.column} ends nowhere")
            (way,) = onward
