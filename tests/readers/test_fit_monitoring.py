"""The steps of every day, from the files of a watch that is always worn."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import fitdecode  # type: ignore[import-untyped]
import pytest

from looproute.readers import WalkFileError, read
from looproute.steps.measurement import DAY_STEPS

from .files import damaged_fit, definition, fit_file, flipped_or_cut, monitoring_bytes

RUNNING, WALKING, SEDENTARY = 1, 6, 8
TUESDAY, WEDNESDAY = date(2023, 11, 14), date(2023, 11, 15)
HOUR = 3600
# The watch is an hour ahead of UTC; at second 2800 it is midnight there.
MIDNIGHT = 2800
COUNTERS = [
    (0, WALKING, 7000),
    (0, RUNNING, 1200),
    (0, SEDENTARY, 99),
    (MIDNIGHT, WALKING, 7500),
    (MIDNIGHT + 1, WALKING, 4),
    (12 * HOUR, WALKING, 3000),
    (12 * HOUR, RUNNING, 500),
]


@pytest.fixture
def fit(tmp_path: Path) -> Path:
    path = tmp_path / "day.fit"
    path.write_bytes(monitoring_bytes(COUNTERS))
    return path


def test_a_day_ends_at_the_walkers_midnight_and_has_walking_and_running(fit: Path) -> None:
    assert read(fit).everyday == {TUESDAY: 7500 + 1200, WEDNESDAY: 3000 + 500}
    assert read(fit).walks == []


def test_the_same_counters_by_other_clocks_are_of_other_days(fit: Path) -> None:
    fit.write_bytes(monitoring_bytes(COUNTERS, ahead_s=0))
    assert read(fit).everyday == {TUESDAY: 7500 + 1200, WEDNESDAY: 3000 + 500}
    fit.write_bytes(monitoring_bytes(COUNTERS, ahead_s=2 * HOUR))
    assert read(fit).everyday == {WEDNESDAY: 7500 + 1200}


def test_fitdecode_reads_the_same_steps(fit: Path) -> None:
    with fitdecode.FitReader(fit) as frames:
        decoded = [
            (frame.get_value("activity_type"), frame.get_value("steps"))
            for frame in frames
            if isinstance(frame, fitdecode.FitDataMessage) and frame.has_field("steps")
        ]
    kinds = {WALKING: "walking", RUNNING: "running"}
    assert decoded == [(kinds[kind], steps) for _, kind, steps in COUNTERS if kind in kinds]


def test_short_times_and_counters_are_read_as_the_long_ones(fit: Path) -> None:
    begin, later = 1_068_934_400, 1_068_934_400 + 5 * HOUR
    long = definition(0, 55, (253, 4, 0x86), (5, 1, 0x00), (3, 4, 0x86))
    short = definition(1, 55, (26, 2, 0x84), (5, 1, 0x00), (9, 2, 0x84))
    messages = (
        long
        + struct.pack("<BIBI", 0, begin, WALKING, 10)
        + short
        + struct.pack("<BHBH", 1, later & 0xFFFF, WALKING, 4321)
        + struct.pack("<BHBH", 1, (later + 60) & 0xFFFF, RUNNING, 55)
    )
    fit.write_bytes(fit_file(messages))
    assert read(fit).everyday == {TUESDAY: 10, WEDNESDAY: 4321 + 55}


def test_impossible_numbers_of_steps_in_a_day_are_noted(fit: Path) -> None:
    fit.write_bytes(monitoring_bytes([(0, WALKING, 4_000_000)]))
    found = read(fit)
    assert found.everyday == {}
    assert "4,000,000 steps in a day are not possible" in found.notes[0]


def test_300_damaged_copies_are_refused_or_give_the_same_steps(fit: Path) -> None:
    # A watch may put the files of two days after one another.
    whole = 2 * fit.read_bytes()
    fit.write_bytes(whole)
    true = read(fit)
    refused = 0
    for damaged in flipped_or_cut(whole, seed=7, copies=300):
        fit.write_bytes(damaged)
        try:
            found = read(fit)
        except WalkFileError:
            refused += 1
        else:
            # Of two files, the first alone is whole.
            assert found.everyday == true.everyday
    assert refused > 285


def test_a_file_cut_anywhere_is_refused(fit: Path) -> None:
    whole = fit.read_bytes()
    for length in range(len(whole)):
        fit.write_bytes(whole[:length])
        with pytest.raises(WalkFileError):
            read(fit)


def test_times_in_the_headers_of_messages_are_read(fit: Path) -> None:
    begin = 1_068_934_400
    messages = (
        definition(0, 55, (253, 4, 0x86), (5, 1, 0x00), (3, 4, 0x86))
        + struct.pack("<BIBI", 0, begin, WALKING, 10)
        + definition(1, 55, (5, 1, 0x00), (3, 4, 0x86))
        + struct.pack("<BBI", 0x80 | 1 << 5 | (begin + 20) & 0x1F, WALKING, 2000)
    )
    fit.write_bytes(fit_file(messages))
    assert read(fit).everyday == {TUESDAY: 2000}


def test_a_field_of_another_developer_is_not_taken_for_steps(fit: Path) -> None:
    messages = (
        definition(2, 207, (3, 1, 0x02))
        + struct.pack("<BB", 2, 0)
        + definition(3, 206, (0, 1, 0x02), (1, 1, 0x02), (2, 1, 0x02), (3, 7, 0x07))
        + struct.pack("<BBBB7s", 3, 0, 3, 0x86, b"cycles")
        + definition(0, 55, (253, 4, 0x86), (5, 1, 0x00), (3, 4, 0x86), developer=(3, 4, 0))
        + struct.pack("<BIBII", 0, 1_068_934_400, WALKING, 10, 9999)
    )
    fit.write_bytes(fit_file(messages))
    assert read(fit).everyday == {TUESDAY: 10}


def test_1000_damaged_files_with_a_right_checksum_are_a_value_or_an_error(fit: Path) -> None:
    for damaged in damaged_fit(fit.read_bytes(), seed=9):
        fit.write_bytes(damaged)
        try:
            found = read(fit)
        except WalkFileError:
            continue
        assert all(DAY_STEPS.holds(steps) for steps in found.everyday.values())
