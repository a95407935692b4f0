from __future__ import annotations

from pathlib import Path

import gpxpy
import pytest

from looproute.readers import Request, read

from .files import gpx_text, written

STEPS = Request(steps=2750)


def test_a_gpx_track_has_the_length_that_gpxpy_finds(tmp_path: Path) -> None:
    (walk,) = read(written(tmp_path / "a.gpx", gpx_text()), STEPS).walks
    assert (walk.steps, walk.duration_s, str(walk.day)) == (2750, 1200.0, "2026-11-20")
    assert walk.distance_m == pytest.approx(gpxpy.parse(gpx_text()).length_2d(), rel=0.01)
    assert walk.distance_m == pytest.approx(600 * 3e-5 * 111_300, rel=0.001)


def test_a_gpx_file_needs_the_steps(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no steps, as no GPX file does: add --steps"):
        read(written(tmp_path / "a.gpx", gpx_text()))


def test_gaps_between_segments_are_not_walked(tmp_path: Path) -> None:
    one = read(written(tmp_path / "a.gpx", gpx_text()), STEPS).walks[0].distance_m
    cut = gpx_text().replace('<trkpt lat="53.5090000"', '</trkseg><trkseg><trkpt lat="53.5090000"')
    two = read(written(tmp_path / "a.gpx", cut), STEPS).walks[0].distance_m
    assert one - two == pytest.approx(one / 600, rel=0.01)
