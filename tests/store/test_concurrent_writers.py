"""Every write that a process was told of is there, whoever else writes at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from looproute.store.diary import open_diary
from looproute.store.profile import open_profile
from looproute.store.secret_key import load_key

ROOT = Path(__file__).parents[2]
BEGIN = date(2020, 1, 1)

WRITER = """
import sys
from datetime import date, timedelta
from pathlib import Path
from looproute.store.diary import Diary, open_diary
from looproute.store.profile import open_profile
from looproute.store.secret_key import load_key
from looproute.steps.measurement import Walk
folder, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
profile, diary = open_profile(folder / "me.toml"), open_diary(folder / "diary.toml")
sys.stdin.read()  # all start at the same time
key = load_key(folder / "sharing.key").secret.hex()
for number in range(first, first + count):
    day = date(2020, 1, 1) + timedelta(days=number)
    walk = Walk(steps=1000 + number, distance_m=1000.0)
    profile.update(lambda profile: profile.add_walks([walk], {day: number}))
    diary.update(lambda diary: Diary(walked={**diary.walked, day: number}))
    print(number)
print(key)
"""


def run_together(commands: Sequence[Sequence[str]], **env: str) -> list[tuple[int, str]]:
    """Run commands at the same time; return the exit code and the output of each."""
    processes = [
        subprocess.Popen(
            [sys.executable, *command],
            env=os.environ | {"PYTHONPATH": str(ROOT)} | env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for command in commands
    ]
    for process in processes:
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
    outputs = [process.communicate()[0] for process in processes]
    return [(process.returncode, out) for process, out in zip(processes, outputs, strict=True)]


@pytest.mark.parametrize("rounds", [1, pytest.param(20, marks=pytest.mark.long)])
def test_no_write_of_eight_processes_is_lost(tmp_path: Path, rounds: int) -> None:
    for number in range(rounds):
        folder = tmp_path / str(number)
        folder.mkdir()
        write_together(folder, writes=8)


def write_together(folder: Path, writes: int) -> None:
    """Let 8 processes write to a profile, a diary and a key, and check that all is there."""
    ended = run_together(
        [["-c", WRITER, str(folder), str(p * writes), str(writes)] for p in range(8)]
    )
    assert [code for code, _ in ended] == [0] * 8
    *numbers, key = zip(*(out.splitlines() for _, out in ended), strict=True)
    written = sorted(int(number) for row in numbers for number in row)
    assert written == list(range(8 * writes))
    days = {BEGIN + timedelta(days=number): number for number in written}
    profile = open_profile(folder / "me.toml").read()
    assert sorted(walk.steps - 1000 for walk in profile.walks) == written
    assert profile.everyday == days
    assert open_diary(folder / "diary.toml").read().walked == days
    assert set(key) == {load_key(folder / "sharing.key").secret.hex()}
    assert sorted(os.listdir(folder)) == ["diary.toml", "me.toml", "sharing.key"]


def test_every_command_that_says_kept_has_kept(tmp_path: Path) -> None:
    cli = ["-m", "looproute"]
    walks = [
        [*cli, "calibrate", "walk", "--steps", str(556 + n), "--distance", "400m"] for n in range(3)
    ]
    logs = [[*cli, "train", "log", f"2026-11-0{n + 1}", str(5000 + n)] for n in range(3)]
    others = [[*cli, "home", "53.5571,13.2613"], [*cli, "calibrate", "me", "--height", "175cm"]]
    ended = run_together([*walks, *logs, *others], LOOPROUTE_CONFIG_DIR=str(tmp_path))
    assert [code for code, _ in ended] == [0] * 8
    profile = open_profile(tmp_path / "profiles" / "me.toml").read()
    assert sorted(walk.steps for walk in profile.walks) == list(range(556, 559))
    assert (str(profile.home), profile.height_m) == ("53.5571,13.2613", 1.75)
    walked = open_diary(tmp_path / "diaries" / "me.toml").read().walked
    assert sorted(walked.values()) == list(range(5000, 5003))
