"""Classes of streets: the values of highway=*, grouped, with their cost factors."""

from __future__ import annotations

from typing import NamedTuple

KINDS = (
    "footway",
    "pedestrian",
    "path",
    "steps",
    "cycleway",
    "bridleway",
    "track",
    "living_street",
    "residential",
    "service",
    "unclassified",
    "road",
    "tertiary",
    "secondary",
    "primary",
    "trunk",
)
"""The classes of streets. Links have the class of their road, motorways that of trunk roads."""

BUSY = frozenset({"tertiary", "secondary", "primary", "trunk"})
"""The classified roads, which have much motor traffic."""

# highway=*: the class, and its cost_factor.
CLASSES: dict[str, tuple[str, float]] = {
    "footway": ("footway", 0.9),
    "pedestrian": ("pedestrian", 0.9),
    "path": ("path", 0.9),
    "platform": ("footway", 1.1),
    "steps": ("steps", 1.6),
    "cycleway": ("cycleway", 1.5),
    "bridleway": ("bridleway", 1.05),
    "track": ("track", 0.95),
    "living_street": ("living_street", 0.9),
    "residential": ("residential", 1.0),
    "service": ("service", 1.1),
    "unclassified": ("unclassified", 1.15),
    "road": ("road", 1.2),
    "busway": ("road", 1.5),
    "tertiary": ("tertiary", 1.5),
    "tertiary_link": ("tertiary", 1.5),
    "secondary": ("secondary", 2.0),
    "secondary_link": ("secondary", 2.0),
    "primary": ("primary", 2.75),
    "primary_link": ("primary", 2.75),
    "trunk": ("trunk", 4.0),
    "trunk_link": ("trunk", 4.0),
    "motorway": ("trunk", 6.0),
    "motorway_link": ("trunk", 6.0),
}


class StreetClass(NamedTuple):
    """The class of a street, one of `KINDS`, and its cost factor, from highway=* alone."""

    kind: str
    cost_factor: float


_UNKNOWN = StreetClass("road", 1.0)  # highway=* with a value missing from the table


def street_class(highway: str) -> StreetClass:
    """Return the class of a value of highway=*, "road" if the value is unknown.

    >>> street_class("primary_link")
    StreetClass(kind='primary', cost_factor=2.75)
    """
    return StreetClass(*CLASSES[highway]) if highway in CLASSES else _UNKNOWN
