"""Assemble a `Loop` from a walk over a subgraph and measure it again from its geometry."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from looproute._typing import Floats, Indices, Ints
from looproute.geo import LatLon, Line, part_of_line
from looproute.loops import Kind, Laps, Loop, Note
from looproute.network.legs import Leg
from looproute.network.network import StreetNetwork
from looproute.network.street_class import KINDS
from looproute.request import LoopRequest
from looproute.search.bridges import note_repeats
from looproute.search.graph.ragged import take_walked
from looproute.search.level import STAIRS, level_length_m
from looproute.search.subgraph import Subgraph
from looproute.shape import is_turn
from looproute.steps.walker import Walker

MAIN_STREETS = 3  # the number of streets named in a loop
_NAMED = 3  # the number of streets with conditions named in a note


def answer(
    network: StreetNetwork,
    request: LoopRequest,
    subgraph: Subgraph,
    darts: Ints,
    *,
    rank: int,
    kind: Kind,
    notes: tuple[Note, ...] | None = None,
    laps: Laps | None = None,
) -> Loop:
    """Return the loop that follows the darts of a subgraph, in order, from its root.

    The walk may also be a path that does not return. Without `notes`, the first note is what is
    repeated and why; the last one always lists streets that may be closed. `laps` refers to darts,
    and is converted to points.
    """
    edge = darts >> 1
    length = subgraph.length_m[edge]
    length_m = float(length.sum())
    again = np.ones(len(edge), dtype=bool)
    again[np.unique(edge, return_index=True)[1]] = False
    repeated_m = float(length[again].sum())

    line, begins = _trace_line(network, subgraph, darts)
    points = tuple(map(LatLon._make, zip(line.lat.tolist(), line.lon.tolist(), strict=True)))
    joints = is_turn(subgraph.shapes.arrive[darts[:-1]], subgraph.shapes.leave[darts[1:]])
    joints &= subgraph.is_junction[subgraph.graph.head[darts[:-1]]]

    walked = _Walked.of(network, subgraph, edge)
    first = _find_first_darts(network, subgraph, darts, walked)
    legs = _make_legs(network, walked, request.walker, first, begins)
    if notes is None:
        notes = note_repeats(network, subgraph, darts, request)
    return Loop.measured(
        rank=rank,
        kind=kind,
        points=points,
        walker=request.walker,
        target_m=request.target_m,
        target_s=request.walker.duration_s(request.target_m),
        asked=request.asked,
        turns=int(joints.sum()),
        streets=_main_streets(network, subgraph, edge),
        repeated_m=repeated_m,
        stem_m=repeated_m if kind == "loop" else _stem_m(length, darts),
        busy_m=float(length[subgraph.busy[edge]].sum()),
        attribution=network.attribution,
        length_m=length_m,
        plane=subgraph.plane,
        notes=notes + note_conditions(legs),
        legs=legs,
        legs_m=np.add.reduceat(length, first).tolist(),
        laps=laps and Laps(laps.times, begins[laps.begin], begins[laps.end]),
        network=network,
    )


def note_conditions(legs: tuple[Leg, ...]) -> tuple[Note, ...]:
    """Return the note on streets that may be closed, and when; empty if there is none."""
    rules = sorted(
        {(leg.name, leg.condition) for leg in legs if leg.condition},
        key=lambda rule: (not rule[0], rule),
    )
    if not rules:
        return ()
    named = tuple(rules[:_NAMED])
    return (Note("may-be-closed", streets=named, more=len(rules) - len(named)),)


def _stem_m(length: Floats, darts: Ints) -> float:
    """Return the metres at the beginning of a walk that it repeats backwards at its end."""
    half = len(darts) // 2
    apart = np.flatnonzero(darts[:half] != darts[::-1][:half] ^ 1)
    return float(length[: apart[0] if len(apart) else half].sum())


def _trace_line(network: StreetNetwork, subgraph: Subgraph, darts: Ints) -> tuple[Line, list[int]]:
    """Return the line of a walk, without duplicate points where streets meet.

    Also return the index of the point at which each dart begins, and that of the last point.
    """
    street, part, back = subgraph.street[darts >> 1], subgraph.part[darts >> 1], darts & 1
    flat, start, _ = take_walked(network.line_offsets, 2 * street + back)
    lat, lon, size = network.line_lat[flat], network.line_lon[flat], np.diff(start)
    for i in np.flatnonzero(part[:, 1] - part[:, 0] < 1)[::-1]:
        line = part_of_line(network.line(street[i]), *part[i])
        before, after, step = start[i], start[i + 1], -1 if back[i] else 1
        lat = np.concatenate([lat[:before], line.lat[::step], lat[after:]])
        lon = np.concatenate([lon[:before], line.lon[::step], lon[after:]])
        size[i] = len(line.lat)
    once = np.ones(len(lat), dtype=bool)
    once[np.cumsum(size)[:-1]] = False
    return Line(lat[once], lon[once]), [0, *np.cumsum(size - 1).tolist()]


class _Walked(NamedTuple):
    """Data of the k darts of a walk: street number, kind, metres and risers, each (k,)."""

    street: Indices
    kind: NDArray[np.uint8]
    length_m: Floats
    risers: Floats

    @classmethod
    def of(cls, network: StreetNetwork, subgraph: Subgraph, edge: Ints) -> _Walked:
        street, part = subgraph.street[edge], subgraph.part[edge]
        kind = network.kind[street]
        risers = network.risers[street] * (part[:, 1] - part[:, 0]) * (kind == STAIRS)
        return cls(street, kind, subgraph.length_m[edge], risers)

    def steps(self, step_length_m: float) -> Floats:
        """Return the (k,) steps of each dart, not rounded."""
        stairs = self.kind == STAIRS
        return level_length_m(self.length_m, stairs, self.risers, step_length_m) / step_length_m


def _find_first_darts(
    network: StreetNetwork, subgraph: Subgraph, darts: Ints, walked: _Walked
) -> Indices:
    """Return the indices of the darts at which a leg begins: at junctions.

    Stairs with counted risers and streets that may be closed are legs of their own.
    """
    rules = dict(network.conditions)
    rule = np.array([rules.get(number, "") for number in walked.street.tolist()])
    is_new = subgraph.is_junction[subgraph.graph.tail[darts]]
    is_new[0] = True
    is_new[1:] |= (walked.risers[1:] > 0) | (walked.risers[:-1] > 0)
    for what in (network.name[walked.street], walked.kind, rule):
        is_new[1:] |= what[1:] != what[:-1]
    return np.flatnonzero(is_new)


def _make_legs(
    network: StreetNetwork, walked: _Walked, walker: Walker, first: Indices, begins: list[int]
) -> tuple[Leg, ...]:
    """Return the legs of a walk, from its `first` darts and the point where each dart begins."""
    rules = dict(network.conditions)
    steps = np.add.reduceat(walked.steps(walker.step_length_m), first).tolist()
    risers = np.add.reduceat(walked.risers, first).round(2).tolist()
    return tuple(
        Leg(
            begin=begins[i],
            name=network.names[network.name[walked.street[i]]],
            kind=KINDS[walked.kind[i]],
            risers=risers[leg],
            condition=rules.get(int(walked.street[i]), ""),
            steps=steps[leg],
        )
        for leg, i in enumerate(first.tolist())
    )


def _main_streets(network: StreetNetwork, subgraph: Subgraph, edge: Ints) -> tuple[str, ...]:
    """Return the names of the streets with the longest parts, without unnamed ones."""
    name = network.name[subgraph.street[edge]]
    walked = np.bincount(name, subgraph.length_m[edge])
    walked[0] = 0.0
    order = np.argsort(-walked, kind="stable")[:MAIN_STREETS]
    return tuple(network.names[i] for i in order if walked[i] > 0)
