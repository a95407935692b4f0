from __future__ import annotations

import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from looproute.errors import WriteError
from looproute.store.diary import Diary, open_diary, parse_diary, render_diary
from looproute.store.private_file import PrivateFileError
from looproute.store.toml import FaultError
from looproute.training.plan import TrainingPlan

MONDAY = date(2026, 11, 23)
PLAN = TrainingPlan(first_steps=5000, goal_steps=10_000, begin=MONDAY, weeks=8, easier_fourth=True)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@given(st.dictionaries(DAYS, st.integers(0, 200_000)), st.sampled_from([None, PLAN]))
def test_a_diary_is_read_as_it_was_written(
    walked: dict[date, int], plan: TrainingPlan | None
) -> None:
    diary = Diary(plan=plan, walked=walked)
    assert parse_diary(render_diary(diary)) == diary


HEAD = "version = 1\n"
A_PLAN = "[plan]\nfirst_steps = 5000\ngoal_steps = 10000\nbegin = 2026-11-23\n"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "it says no version: write version = 1"),
        ("version = 2", 1, "version 2"),
        (HEAD + "goal = 3", 2, "'goal' is not known"),
        (HEAD + "[walked]\n2026-11-23 = 5000\n2026-11-24 = 5k", 4, "after a"),
        (HEAD + "[walked]\n2026-11-23 = 5000\nyesterday = 5000", 4, "yesterday"),
        (HEAD + "[walked]\n2026-11-23 = -1", 3, "not from 0 to 200,000"),
        (HEAD + "[walked]\n2026-11-23 = true", 3, "not a whole number"),
        (HEAD + "[walked]\n1026-11-23 = 1", 3, "2000 to 2100"),
        (HEAD + "\n" + A_PLAN + "rise_steps = 0.5", 7, "rise_steps is not a whole number"),
        (HEAD + "\n" + A_PLAN + "pace = 3", 7, "'pace' is not known in a plan"),
        (HEAD + "\n" + A_PLAN.replace("10000", "4000"), 3, "below the start"),
        (HEAD + "\n[plan]\ngoal_steps = 3", 3, "this plan has no first_steps"),
        (HEAD + "plan = 3", 2, "plan is not a table"),
        (HEAD + "walked = 3", 2, "walked is not a table"),
    ],
)
def test_a_fault_is_reported_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(FaultError, match=words) as fault:
        parse_diary(text.encode())
    assert fault.value.line == line


@pytest.mark.parametrize("content", [b"\xff\xfe", b"version = 1\n\x00", b"[" * 5000, b"a=1\na=2"])
def test_bytes_that_are_no_diary_are_refused(content: bytes) -> None:
    with pytest.raises(FaultError):
        parse_diary(content)


def test_a_diary_is_for_the_walker_s_eyes_only(tmp_path: Path) -> None:
    file = open_diary(tmp_path / "diaries" / "me.toml")
    assert file.read() == Diary()
    diary = Diary(walked={MONDAY: 5210})
    assert file.update(lambda _: diary) == (Diary(), diary)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert open_diary(file.path).read().walked == {MONDAY: 5210}
    assert [path.name for path in file.path.parent.iterdir()] == ["me.toml"]


def test_a_damaged_diary_is_named_with_its_line_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "me.toml"
    path.write_text("version = 1\n[walked]\n2026-11-23 = many")
    file = open_diary(path)
    with pytest.raises(PrivateFileError, match="damaged in line 3"):
        file.read()
    with pytest.raises(PrivateFileError, match="cannot be read"):
        open_diary(tmp_path).read()
    assert path.read_text().endswith("many")


def test_a_diary_that_is_not_the_expected_one_is_left_as_it_is(tmp_path: Path) -> None:
    file = open_diary(tmp_path / "me.toml")
    seen = file.read()
    open_diary(file.path).update(lambda _: Diary(walked={MONDAY: 1}))
    with pytest.raises(WriteError, match="changed meanwhile"):
        file.update(lambda _: Diary(walked={MONDAY: 2}), expected=seen)
    assert file.read().walked == {MONDAY: 1}


@pytest.mark.parametrize(
    "walked", [{MONDAY: -1}, {MONDAY: 200_001}, {MONDAY - timedelta(days=36_500): 100}]
)
def test_a_day_that_cannot_be_is_refused(walked: dict[date, Any]) -> None:
    with pytest.raises(ValueError, match=r"are not from|is not a day"):
        Diary(walked=walked)
