from __future__ import annotations

import json
from dataclasses import replace

import pytest
from shapely.geometry import shape

from looproute.geo import cumulative_m, segment_lengths_m
from looproute.loops import Loop
from looproute.writers import geojson

PROPERTIES = {
    "rank",
    "kind",
    "steps",
    "target_steps",
    "length_m",
    "target_m",
    "error_m",
    "duration_s",
    "repeated_share",
    "near_self_share",
    "doubling_back_share",
    "compactness",
    "turns",
    "streets",
    "stem_m",
    "attribution",
    "steps_low",
    "steps_high",
    "busy_share",
    "note",
    "notes",
    "legs",
    "marks",
    "laps",
    "error_steps",
    "target_s",
    "error_s",
    "asked",
    "outside_tolerance",
    "stairs_m",
    "flights",
    "risers",
}


def test_a_feature_collection_with_a_closed_line_a_loop(loops: list[Loop]) -> None:
    collection = json.loads(geojson.render(loops))
    assert collection["type"] == "FeatureCollection"
    assert collection["generator"].startswith("looproute ")
    assert len(collection["features"]) == len(loops)
    for feature, loop in zip(collection["features"], loops, strict=True):
        assert feature["type"] == "Feature"
        assert set(feature["properties"]) == PROPERTIES
        line = shape(feature["geometry"])
        assert line.is_closed
        first = loop.points[0]
        assert line.coords[0] == pytest.approx((first.lon, first.lat))


def test_each_segment_keeps_its_length_to_a_millimetre(loops: list[Loop]) -> None:
    import numpy as np

    for feature, loop in zip(json.loads(geojson.render(loops))["features"], loops, strict=True):
        lon, lat = np.array(feature["geometry"]["coordinates"]).T
        expected = np.diff(cumulative_m(loop.points))
        assert np.abs(segment_lengths_m(lat, lon) - expected).max() < 0.001


def test_names_that_are_not_text_are_made_so(loops: list[Loop]) -> None:
    odd = [replace(loops[0], streets=("\ud800\x1b[0m\u202eStraße",))]
    assert json.loads(geojson.render(odd).encode())["features"][0]["properties"]["streets"] == [
        "[0mStraße"
    ]
