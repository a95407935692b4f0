"""Describe waits for servers, for a progress line."""

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
"""The sentence for each kind of wait; its fields are named after the wait's facts."""


def describe_wait(wait: Wait, units: Units = "metric") -> str:
    """Return a phrase for the current wait, in the reader's units.

    >>> describe_wait(Wait("download-streets", {"server": "example.org", "radius_m": 2960}))
    'Waiting for example.org: streets within 2.96 km'
    """
    return fill(SENTENCES[wait.kind], wait.facts, units)
