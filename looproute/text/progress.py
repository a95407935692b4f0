"""Waits for servers as short sentences, for a line of progress."""

from __future__ import annotations

from looproute.sources.deadline import Wait
from looproute.text.quantities import fill
from looproute.units import Units

SENTENCES = {
    "download-streets": "Waiting for {server}: streets within {radius_m:about}",
    "download-scenery": "Waiting for {server}: parks, woods and water",
    "look-up-address": "Waiting for {server}: the place of {address!r}",
    "retry": "Waiting for {wait_s:seconds} to ask {server} again",
}
"""The sentence of each kind of wait, its fields named after the wait's facts."""


def describe_wait(wait: Wait, units: Units = "metric") -> str:
    """Return what is waited for, in the units of the reader.

    >>> describe_wait(Wait("download-streets", {"server": "example.org", "radius_m": 2960}))
    'Waiting for example.org: streets within 2.96 km'
    """
    return fill(SENTENCES[wait.kind], wait.facts, units)
