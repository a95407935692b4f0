from __future__ import annotations

from typing import Any

import pytest

from looproute.cues import Cue
from looproute.geo import LatLon
from looproute.loops import Mark
from looproute.text.cues import watch_name


def _cue(**about: Any) -> Cue:
    at_start: dict[str, Any] = {"at": LatLon(0, 0), "point": 0, "along_m": 0.0, "steps": 0}
    return Cue(**(at_start | {"turn": "left", "street": ""} | about))


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ({"street": "Ringstraße"}, "Ringstraße"),
        ({"street": "Große Wollweberstraße"}, "Große Wollwebe"),
        ({}, "Left"),
        ({"street": "\u202e\x00"}, "Left"),
        ({"street": "Am Wall", "then": "right"}, "then right"),
        ({"turn": "lap", "street": "Am Wall", "lap": 2, "laps": 3}, "Lap 2 of 3"),
        ({"turn": "laps done", "mark": Mark(0.0, "laps done", rest_m=504.0)}, "Laps done"),
        ({"turn": "run", "mark": Mark(0.0, "run", "Run 2 min.")}, "Run 2 min"),
        ({"turn": "via", "mark": Mark(0.0, "via", "\x07")}, "Via"),
    ],
)
def test_a_watch_shows_the_street_or_the_turn(about: dict[str, Any], name: str) -> None:
    assert watch_name(_cue(**about), 15) == name
