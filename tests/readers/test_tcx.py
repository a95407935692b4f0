from __future__ import annotations

from pathlib import Path

import pytest

from looproute.readers import Request, WalkFileError, read

from .files import tcx_text, written


def test_tcx_laps_add_up_and_steps_are_steps(tmp_path: Path) -> None:
    one = tcx_text(900)
    lap = one[one.index("<Lap") : one.index("</Activity>")]
    for text, laps in ((one, 1), (one.replace("</Activity>", f"{lap}</Activity>"), 2)):
        (walk,) = read(written(tmp_path / "a.tcx", text)).walks
        assert (walk.steps, walk.distance_m) == (1740 * laps, 1250.0 * laps)
        assert (walk.duration_s, str(walk.day)) == (900.0 * laps, "2026-11-20")


def test_a_tcx_file_without_an_activity_is_refused(tmp_path: Path) -> None:
    text = tcx_text()
    begin, end = text.index("<Activity "), text.index("</Activities>")
    with pytest.raises(WalkFileError, match="it holds no activity"):
        read(written(tmp_path / "a.tcx", text[:begin] + text[end:]))


def test_given_steps_are_those_of_the_only_activity(tmp_path: Path) -> None:
    text, given = tcx_text(900), Request(steps=1700)
    assert read(written(tmp_path / "a.tcx", text), given).walks[0].steps == 1700
    activity = text[text.index("<Activity ") : text.index("</Activities>")]
    with pytest.raises(WalkFileError, match="it holds 2 activities, and --steps is of one"):
        read(written(tmp_path / "a.tcx", text.replace(activity, 2 * activity)), given)


def test_tcx_steps_that_are_strides_by_cadence_count_twice_with_a_note(
    tmp_path: Path,
) -> None:
    text = tcx_text(900).replace("1740", "870")
    found = read(written(tmp_path / "a.tcx", text))
    assert found.walks[0].steps == 1740
    assert "strides by its cadence" in found.notes[0]


def test_tcx_without_steps_counts_them_from_the_cadence_of_one_foot(tmp_path: Path) -> None:
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
def test_a_tcx_activity_that_does_not_calibrate_gets_a_note(
    tmp_path: Path, before: str, after: str, note: str
) -> None:
    found = read(written(tmp_path / "a.tcx", tcx_text().replace(before, after)))
    assert found.walks == []
    assert note in found.notes[0]
