"""The same loops give the same file, to the byte, and every file says whose streets they are."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from looproute.loops import Loop
from looproute.writers import FORMATS, write_loops

CREDIT = "© OpenStreetMap contributors"
PLAN_AND_WRITE = """
import hashlib, json, pathlib, sys
from looproute import Bundled, LoopRequest, plan_loops, write_loops
from looproute.writers import FORMATS

loops = plan_loops(LoopRequest(start=Bundled.start, steps=3000, count=3), Bundled())
sums = {}
for suffix in FORMATS:
    path = pathlib.Path(sys.argv[1]) / f"walk{suffix}"
    write_loops(loops, path, force=True)
    sums[suffix] = hashlib.sha256(path.read_bytes()).hexdigest()
print(json.dumps(sums))
"""


def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    processes = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        process = subprocess.Popen(
            [sys.executable, "-c", PLAN_AND_WRITE, str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
    one, two = (json.loads(process.communicate()[0]) for process in processes)
    assert set(one) == set(FORMATS)
    assert one == two


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_loops_written_twice_are_the_same_bytes(
    tmp_path: Path, loops: list[Loop], suffix: str
) -> None:
    sums = []
    for name in ("first", "second"):
        path = tmp_path / f"{name}{suffix}"
        write_loops(loops, path)
        sums.append(hashlib.sha256(path.read_bytes()).hexdigest())
    assert sums[0] == sums[1]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_carries_the_credit(tmp_path: Path, loops: list[Loop], suffix: str) -> None:
    path = tmp_path / f"walk{suffix}"
    write_loops(loops, path)
    assert CREDIT in path.read_bytes().decode("utf-8", errors="replace")
