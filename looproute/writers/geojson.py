"""Render loops as GeoJSON (RFC 7946), for `--json` and for other programs and commands.

A FeatureCollection has a Feature for each loop, a closed LineString, longitude before latitude.
Degrees have 9 decimals, so OpenStreetMap coordinates, which have 7, are unchanged, and the start,
which lies between two of them, moves by less than 0.1 mm. `map` is the `StreetNetwork.map_id` of
the streets if they come from a cached map. `readers.geojson` reads it back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import looproute
from looproute.loops import Fact, Loop, Mark, Note
from looproute.network.legs import Leg
from looproute.text.cues import describe_mark
from looproute.text.notes import describe_notes
from looproute.text.sanitize import plain
from looproute.units import Units

MARK = b'"generator": "looproute '
_EXACT_FACTS = ("step_length_m", "speed_mps")  # what long ways are divided by
_STEP_DECIMALS = 2  # of a leg's steps, so that those of all legs are right to a step
_DECIMALS = 9  # of degrees: a tenth of a millimetre, so that lengths are the same read again


def render(loops: Sequence[Loop], units: Units = "metric") -> str:
    """Return loops as a FeatureCollection, with one line of text for each.

    Numbers are in metres; the sentences of notes and marks are in the reader's units.
    """
    features = ",\n".join(_dumps(_feature(loop, units)) for loop in loops)
    about = {"type": "FeatureCollection", "generator": f"looproute {looproute.__version__}"}
    map_ids = {loop.network.map_id for loop in loops if loop.network is not None} - {""}
    if len(map_ids) == 1:
        about["map"] = map_ids.pop()
    return f'{_dumps(about)[:-1]}, "features": [\n{features}\n]}}\n'


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _feature(loop: Loop, units: Units) -> dict[str, object]:
    # Sentences are composed from rounded numbers, so that reading and writing a file leaves it
    # unchanged.
    notes = [Note(note.kind, **_clean(note.facts)) for note in loop.notes]
    return {
        "type": "Feature",
        "properties": {
            "rank": loop.rank,
            "kind": loop.kind,
            "steps": loop.steps,
            "steps_low": loop.steps_low,
            "steps_high": loop.steps_high,
            "target_steps": loop.target_steps,
            "error_steps": loop.error_steps,
            "length_m": round(loop.length_m, 3),
            "target_m": round(loop.target_m, 3),
            "error_m": round(loop.length_m - loop.target_m, 3),
            "duration_s": round(loop.duration_s, 1),
            "target_s": round(loop.target_s, 1),
            "error_s": round(loop.error_s, 1),
            "asked": loop.asked,
            "outside_tolerance": loop.outside_tolerance,
            "stairs_m": round(loop.stairs_m, 2),
            "flights": loop.flights,
            "risers": loop.risers,
            "repeated_share": round(loop.repeated_share, 4),
            "near_self_share": round(loop.near_self_share, 4),
            "doubling_back_share": round(loop.doubling_back_share, 4),
            "compactness": round(loop.compactness, 4),
            "turns": loop.turns,
            "streets": [plain(name) for name in loop.streets],
            "stem_m": round(loop.stem_m, 3),
            "busy_share": round(loop.busy_share, 4),
            "note": plain(describe_notes(notes, units), limit=1000),
            "notes": [{"kind": note.kind, **note.facts} for note in notes],
            "attribution": plain(loop.attribution),
            "legs": [_leg(leg) for leg in loop.legs],
            "marks": [_mark(mark, units) for mark in loop.marks],
            "laps": loop.laps,
        },
        "geometry": {
            "type": "LineString",
            "coordinates": [
                [round(point.lon, _DECIMALS), round(point.lat, _DECIMALS)] for point in loop.points
            ],
        },
    }


def _clean(facts: dict[str, Fact]) -> dict[str, Fact]:
    """Return facts with rounded numbers and safe texts."""
    return {
        name: fact if name in _EXACT_FACTS else _clean_fact(fact) for name, fact in facts.items()
    }


def _clean_fact(fact: Fact) -> Fact:
    if isinstance(fact, tuple):
        return tuple(map(_clean_fact, fact))
    if isinstance(fact, str):
        return plain(fact, limit=1000)
    return round(fact, 3) if isinstance(fact, float) else fact


def _mark(mark: Mark, units: Units) -> list[object]:
    """Return a mark as its place, kind and text, and any facts the text is composed of."""
    facts = {
        name: fact
        for name, fact in _clean(mark._asdict()).items()
        if name in ("number", "rest_m", "duration_s") and fact is not None
    }
    written: list[object] = [round(mark.along_m, 3), mark.kind]
    if mark.text or not facts:
        return [*written, plain(mark.text)]
    rounded = Mark(mark.along_m, mark.kind, **facts)  # type: ignore[arg-type]
    return [*written, plain(describe_mark(rounded, units)), facts]


def _leg(leg: Leg) -> list[object]:
    steps = round(leg.steps, _STEP_DECIMALS)
    return [leg.begin, plain(leg.name), leg.kind, leg.risers, plain(leg.condition), steps]
