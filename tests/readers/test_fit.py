from __future__ import annotations

import struct
from pathlib import Path

import fitdecode  # type: ignore[import-untyped]
import pytest
from fit_tool.fit_file import FitFile  # type: ignore[import-untyped]

from looproute.readers import Request, WalkFileError, read
from looproute.steps.measurement import Walk

from .files import damaged_fit, definition, fit_bytes, fit_file, flipped_or_cut


@pytest.fixture
def fit(tmp_path: Path) -> Path:
    """A walk of 1,741 steps."""
    path = tmp_path / "walk.fit"
    path.write_bytes(fit_bytes())
    return path


def test_cycles_are_strides_of_two_steps_in_wholes_and_fractions(fit: Path) -> None:
    (walk,) = read(fit).walks
    assert walk.steps == 2 * 870 + 1
    assert (walk.distance_m, walk.duration_s, walk.mode) == (1234.5, 900.0, "walk")
    assert (walk.how, walk.count, str(walk.day)) == ("gps", "watch", "2023-11-14")


@pytest.mark.parametrize(("cycles", "fraction"), [(870, 0.5), (612, 0.0), (4001, 0.25)])
def test_fitdecode_and_fit_tool_read_the_same_steps(
    tmp_path: Path, cycles: int, fraction: float
) -> None:
    path = tmp_path / "walk.fit"
    path.write_bytes(fit_bytes(cycles=cycles, fraction=fraction, distance_m=1.42 * cycles))
    (walk,) = read(path).walks
    with fitdecode.FitReader(path) as frames:
        (decoded,) = [
            frame
            for frame in frames
            if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "session"
        ]
        strides = decoded.get_value("total_strides") + decoded.get_value("total_fractional_cycles")
    (session,) = [
        record.message
        for record in FitFile.from_file(str(path)).records
        if type(record.message).__name__ == "SessionMessage"
    ]
    assert walk.steps == round(2 * strides)
    assert walk.steps == round(2 * (session.total_cycles + session.total_fractional_cycles))
    assert walk.distance_m == pytest.approx(session.total_distance)


def test_without_cycles_and_length_the_records_are_reckoned_up(tmp_path: Path) -> None:
    path = tmp_path / "walk.fit"
    path.write_bytes(fit_bytes(cycles=None, distance_m=None))
    (walk,) = read(path).walks
    assert walk.steps == int(2 * 58.25 * 15)
    assert walk.distance_m == pytest.approx(1.4 * 900)


@pytest.mark.parametrize(
    ("made", "note"),
    [
        ({"sport": 2}, "is not a walk or a run"),
        ({"located": False}, "has no GPS"),
        ({"cycles": 0}, "holds no steps"),
        ({"cycles": 100}, "6.14 m each"),
    ],
)
def test_walks_that_do_not_calibrate_are_noted(
    tmp_path: Path, made: dict[str, int], note: str
) -> None:
    path = tmp_path / "walk.fit"
    path.write_bytes(fit_bytes(records=10, **made))  # type: ignore[arg-type]
    found = read(path)
    assert found.walks == []
    assert note in found.notes[0]


def test_a_run_is_a_run_unless_the_walker_says_otherwise(tmp_path: Path) -> None:
    path = tmp_path / "walk.fit"
    path.write_bytes(fit_bytes(sport=1))
    assert read(path).walks[0].mode == "run"
    assert read(path, Request(mode="brisk", steps=1700)).walks[0].mode == "brisk"


def test_1000_damaged_files_are_refused_and_never_read_wrongly(tmp_path: Path) -> None:
    whole = fit_bytes(records=30)
    path = tmp_path / "walk.fit"
    path.write_bytes(whole)
    (true,) = read(path).walks
    refused = 0
    for damaged in flipped_or_cut(whole, seed=5, copies=1000):
        path.write_bytes(damaged)
        try:
            assert read(path).walks == [true]
        except WalkFileError:
            refused += 1
    assert refused > 950


def test_1000_damaged_files_with_a_right_checksum_are_a_value_or_an_error(tmp_path: Path) -> None:
    path = tmp_path / "walk.fit"
    for damaged in damaged_fit(fit_bytes(records=30), seed=6):
        path.write_bytes(damaged)
        try:
            found = read(path)
        except WalkFileError:
            continue
        assert all(isinstance(walk, Walk) for walk in found.walks)


@pytest.mark.parametrize(
    "content", [b"", b"x", b".FIT" * 9, b"\x0e\x10\x00\x00\xff\xff\xff\xff.FIT"]
)
def test_what_is_no_fit_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "walk.fit"
    path.write_bytes(content)
    with pytest.raises(WalkFileError, match=r"walk\.fit' cannot be read: it"):
        read(path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(fit_file(b"\x00"), id="a message that was not defined"),
        pytest.param(fit_file(b"\x40\x00\x00"), id="a definition beyond the end"),
        pytest.param(fit_file(definition(0, 20, (253, 4, 0x86)) + b"\x00"), id="no values"),
        pytest.param(fit_file(definition(0, 20, (253, 3, 0x86))), id="a number of three bytes"),
        pytest.param(fit_file(definition(0, 20, (253, 0, 0x86)) + b"\x00"), id="of no bytes"),
        pytest.param(fit_file(definition(0, 20, developer=(0, 1, 0))), id="an unknown developer"),
        pytest.param(b"\x0f" + fit_file(b"\x00\x00\x00")[1:], id="a header that is too long"),
    ],
)
def test_a_right_checksum_about_a_wrong_structure_is_refused(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "walk.fit"
    path.write_bytes(content)
    with pytest.raises(WalkFileError, match="it is damaged, or is not a FIT file"):
        read(path)


def test_a_session_at_an_impossible_time_has_no_day(tmp_path: Path) -> None:
    fields = (2, 8, 0x8F), (5, 1, 0x00), (9, 4, 0x86), (10, 4, 0x86), (3, 4, 0x85)
    session = struct.pack("<BQBIIi", 0, 2**64 - 2, 11, 123_450, 870, 1)
    path = tmp_path / "walk.fit"
    path.write_bytes(fit_file(definition(0, 18, *fields) + session))
    (walk,) = read(path).walks
    assert (walk.day, walk.steps, walk.distance_m) == (None, 1740, 1234.5)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "walk.fit"
    with path.open("wb") as file:
        file.truncate(16_000_001)
    with pytest.raises(WalkFileError, match="larger than 16,000,000 bytes"):
        read(path)
