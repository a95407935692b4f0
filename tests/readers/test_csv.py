from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from looproute.readers import Request, WalkFileError, read
from looproute.steps.measurement import Walk

HEAD = "date,steps,distance_m,how,count,mode\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "walks.csv"


def test_rows_are_walks_and_rows_without_a_length_are_days(table: Path) -> None:
    table.write_text(
        "\ufeff" + HEAD + "2026-11-20,560,400,track,hand,walk\n2026-11-21,6123,,,,\n",
        encoding="utf-8",
    )
    found = read(table)
    assert found.walks == [Walk(steps=560, distance_m=400.0, day=date(2026, 11, 20))]
    assert found.everyday == {date(2026, 11, 21): 6123}


def test_missing_columns_default_to_the_least_exact_method(table: Path) -> None:
    table.write_text("date,steps,distance_m\n2026-11-20,2800,2000\n")
    (walk,) = read(table).walks
    assert (walk.how, walk.count, walk.mode) == ("gps", "watch", "walk")
    assert read(table, Request(mode="brisk")).walks[0].mode == "brisk"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "its first line is not date,steps,distance_m"),
        ("date,steps\n", "its first line is not"),
        ("date,steps,distance_m,shoes\n", "its column 'shoes' is not known"),
        (HEAD + "20.11.2026,560,400,,,\n", "in line 2, '20.11.2026' is not a date"),
        (HEAD + "2026-11-20,nan,400,,,\n", "in line 2, steps 'nan' is not a number"),
        (HEAD + "2026-11-20,560,1e400,,,\n", "in line 2, distance_m '1e400' is not"),
        (HEAD + "2026-11-20,560.5,400,,,\n", "in line 2, steps 560.5 is not a whole number"),
        (HEAD + "\n2026-11-20,560,400,,,,,\n", "in line 3, there are not as many values"),
        (HEAD + "2026-11-20\n", "in line 2, there are not as many values"),
        (HEAD + '2026-11-20,"560"x,400,,,\n', "is not CSV"),
        (HEAD + "2026-11-20," + "5" * 200_000 + ",400,,,\n", "is not CSV"),
        (HEAD + "2026-11-20,60,,,,\n" * 100_001, "more than 100,000 lines"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(table: Path, text: str, fault: str) -> None:
    table.write_text(text)
    with pytest.raises(WalkFileError, match=fault):
        read(table)


def test_a_table_in_another_encoding_is_refused_and_not_read_in_part(table: Path) -> None:
    rows = "2026-11-20,560,400,,,\n" * 500 + "2026-11-21,560,400,größer,,\n"
    table.write_bytes((HEAD + rows).encode("latin-1"))
    with pytest.raises(WalkFileError, match="it is not UTF-8 text"):
        read(table)


def test_an_impossible_walk_gets_a_note_and_the_rest_is_read(table: Path) -> None:
    table.write_text(
        HEAD + "2026-11-20,560,400,track,hand,walk\n2026-11-20,280,400,,,\n"
        "2026-11-20,560,400,wheel,,\n2026-11-20,900000,,,,\n"
    )
    found = read(table)
    assert len(found.walks) == 1
    assert "line 3: 280 steps over 400 m are 1.43 m each" in found.notes[0]
    assert "line 4: how 'wheel' is not one of" in found.notes[1]
    assert "900,000 steps in a day are not possible" in found.notes[2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_any_bytes_are_a_table_or_an_error(table: Path, content: bytes) -> None:
    table.write_bytes(HEAD.encode() + content)
    try:
        found = read(table)
    except WalkFileError:
        return
    assert all(isinstance(walk, Walk) for walk in found.walks)


@pytest.mark.parametrize("name", ["a.txt", "a", "a.fit.gz"])
def test_an_unknown_suffix_is_a_value_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        ValueError, match=r"has a suffix that cannot be read; known are \.fit, \.gpx"
    ):
        read(tmp_path / name)


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WalkFileError, match="no such file or directory"):
        read(tmp_path / "a.fit")
    (tmp_path / "b.fit").mkdir()
    with pytest.raises(WalkFileError, match="it is a folder"):
        read(tmp_path / "b.fit")
