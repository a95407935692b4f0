"""Measure how well a meeting point hides a home, by distance along the streets.

    python -m tests.bench.meeting --out tests/bench/meeting.md

Homes are drawn along the residential streets of the shipped area. Each has its own key and takes a
public junction: the first within the distances of the row, or the one that looproute chooses. An
attacker who knows the junction, the directions of the walk and the rule of the row, but not the
key, guesses the circle of 50 m with the most possible homes. The guess is right if the home lies in
the circle.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click
import numpy as np
from rich.console import Console
from rich.progress import track
from scipy.spatial import cKDTree

from looproute.geo import LatLon, distance_m
from looproute.network.network import StreetNetwork
from looproute.privacy import Key, PrivacyError, meeting_point
from looproute.privacy.anonymity import CLEAR_M, FOUND_M, LEAST_M, REACHES_M, AnonymitySet, Sector
from looproute.search.features import Features
from looproute.sources.bundled import Bundled
from tests.privacy.homes import homes_in, key_of

from .markdown import deliver, head, out_option, table

FURTHEST_M = (500.0, 800.0, 1200.0, 1600.0, 2000.0)
MIDDLE_M = 1000.0
"""Homes within this distance of the start of the shipped area are in the middle of the town."""


class Trial(NamedTuple):
    """The distance to a home's meeting point, and whether the best guess found the home."""

    way_m: float
    found: bool


@click.command(help=__doc__)
@click.option("--homes", default=1000, show_default=True, help="In each row.")
@out_option
def main(homes: int, out: Path | None) -> None:
    """Try every rule on the same homes and write the table."""
    network = Bundled().streets()
    drawn = homes_in(network, homes)
    middle = [distance_m(home, Bundled.start) <= MIDDLE_M for home in drawn]
    rows = []
    for furthest_m in (*FURTHEST_M, None):
        name = "looproute" if furthest_m is None else f"{LEAST_M:.0f} to {furthest_m:,.0f} m"
        trials = [
            _trial(network, home, furthest_m)
            for home in track(drawn, name, console=Console(stderr=True))
        ]
        rows.append([name, *_cells(trials, middle)])
    deliver(_report(rows, homes), out)


def _trial(network: StreetNetwork, home: LatLon, furthest_m: float | None) -> Trial | None:
    """Choose a meeting point for a home and guess the home, None if it is not hidden."""
    chosen = _chosen(network, home, key_of(home), furthest_m)
    if chosen is None:
        return None
    return Trial(chosen.way_m, distance_m(_guess(network, chosen, furthest_m), home) <= FOUND_M)


def _chosen(
    network: StreetNetwork, home: LatLon, key: Key, furthest_m: float | None
) -> meeting_point.MeetingPoint | None:
    """Return a home's meeting point by looproute's rule, or the first within a distance."""
    if furthest_m is None:
        try:
            return meeting_point.choose_meeting_point(network, [home], key)
        except PrivacyError:
            return None
    way_m = meeting_point._home_distances_m(network, home)
    near = meeting_point._public_junctions(network) & (way_m >= LEAST_M) & (way_m <= furthest_m)
    for at in meeting_point._order_junctions(network, np.flatnonzero(near), key):
        sector = meeting_point._sector_at(network, at, key)
        if meeting_point._hides_homes(
            Features.of(network), sector, [home]
        ) and meeting_point._is_ample(network, sector, at):
            place, facing_rad = meeting_point._location_of(network, at), sector.facing_rad
            return meeting_point.MeetingPoint(place, facing_rad, float(way_m[at]), chosen=False)
    return None


def _guess(
    network: StreetNetwork, chosen: meeting_point.MeetingPoint, furthest_m: float | None
) -> LatLon:
    """Return the centre of the circle that holds the most possible homes."""
    features, crowd = Features.of(network), AnonymitySet.of(network)
    x, y = features.plane.to_xy(*chosen.place)
    at = int(np.hypot(features.x - x, features.y - y).argmin())
    distance_m = meeting_point._distances_m(network, [at], REACHES_M[-1])[0]
    sector = Sector(x, y, chosen.facing_rad)
    if furthest_m is None:
        furthest_m = crowd.reach_m(sector, distance_m)
    way_m = crowd.way_m(distance_m)
    possible = (way_m >= LEAST_M) & (way_m <= (furthest_m or 0.0))
    possible &= sector.outside_m(crowd.x, crowd.y) >= CLEAR_M
    places = np.column_stack([crowd.x, crowd.y])[possible]
    held = cKDTree(places).query_ball_point(places, FOUND_M, return_length=True)
    return features.plane.to_latlon(*places[np.argmax(held)].tolist())


def _cells(trials: list[Trial | None], middle: list[bool]) -> list[str]:
    hidden = [trial for trial in trials if trial is not None]
    found = sum(trial.found for trial in hidden)
    near, half, far = np.percentile([trial.way_m for trial in hidden], [25, 50, 75])
    of_middle = [trial is not None for trial, within in zip(trials, middle, strict=True) if within]
    return [
        f"{len(hidden) / len(trials):.0%}",
        f"{np.mean(of_middle):.0%}",
        f"{near:,.0f}, {half:,.0f}, {far:,.0f}",
        f"{found / len(hidden):.1%}",
    ]


def _report(rows: list[list[str]], homes: int) -> list[str]:
    heads = ["meeting point", "homes hidden", "in the middle of the town"]
    heads += ["metres away: quarter, half, three quarters", "best guess right"]
    about = (
        f"{homes:,} homes in the area that ships with looproute; a guess is a circle of "
        f"{FOUND_M:.0f} m. The middle is what lies within {MIDDLE_M / 1000:g} km of its start."
    )
    return [*head("How far away to meet", "meeting"), about, "", *table(heads, rows)]


if __name__ == "__main__":
    main()
