from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from looproute.imports import WalkFileError, read

from .files import tcx_text, written

if TYPE_CHECKING:
    from pathlib import Path


def test_tcx_laps_add_up_and_steps_are_steps(tmp_path: Path) -> None:
    (walk,) = read(written(tmp_path / "a.tcx", tcx_text(900))).walks
    assert (walk.steps, walk.distance_m, walk.duration_s) == (1740, 1250.0, 900.0)


def test_tcx_steps_that_are_strides_by_the_cadence_count_twice_and_it_is_told(
    tmp_path: Path,
) -> None:
    text = tcx_text(900).replace("1740", "870")
    found = read(written(tmp_path / "a.tcx", text))
    assert found.walks[0].steps == 1740
    assert "strides by its cadence" in found.notes[0]


def test_tcx_without_steps_is_reckoned_from_the_cadence_of_one_foot(tmp_path: Path) -> None:
    text = tcx_text(900).replace("<Steps>1740</Steps>", "")
    assert read(written(tmp_path / "a.tcx", text)).walks[0].steps == pytest.approx(1740, abs=25)


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ('Sport="Other"', 'Sport="Biking"', "Biking is not a walk"),
        ("LatitudeDegrees", "Elsewhere", "has no GPS"),
        ("<Steps>1740</Steps>", "", "holds no steps"),
    ],
)
def test_a_tcx_activity_that_does_not_calibrate_is_told(
    tmp_path: Path, before: str, after: str, note: str
) -> None:
    found = read(written(tmp_path / "a.tcx", tcx_text().replace(before, after)))
    assert found.walks == []
    assert note in found.notes[0]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("1250.0", "nan", "DistanceMeters 'nan' is not"),
        ("1250.0", "1e400", "DistanceMeters '1e400' is not"),
        (">58<", ">-1<", "RunCadence '-1' is not"),
        ("TrainingCenterDatabase", "kml", "not TCX"),
        ("<Activities>", "<Courses/>", "is not XML"),
    ],
)
def test_a_tcx_file_that_is_wrong_is_refused(
    tmp_path: Path, before: str, after: str, fault: str
) -> None:
    with pytest.raises(WalkFileError, match=fault):
        read(written(tmp_path / "a.tcx", tcx_text().replace(before, after)))
