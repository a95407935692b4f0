"""The command line as a user meets it: exit code, stdout, stderr, and the folder it runs in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, NamedTuple

import pytest

from looproute.cli import main
from looproute.geo import LatLon
from looproute.loops import Loop
from looproute.request import LoopRequest
from looproute.sources import StreetSource

ROOT = Path(__file__).parents[2]


class Result(NamedTuple):
    code: int
    out: str
    err: str

    def assert_refused(self, code: int, *words: str) -> None:
        """Check that nothing came but this exit code and one sentence with these words."""
        assert (self.code, self.out) == (code, ""), self
        assert len(self.err.strip().splitlines()) == 1
        assert "Traceback" not in self.err
        for word in words:
            assert word in self.err


Run = Callable[..., Result]
Python = Callable[..., subprocess.CompletedProcess[str]]
MakeLoop = Callable[..., Loop]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, the current one; nothing is kept yet, and what will be is kept elsewhere."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("LOOPROUTE_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("LOOPROUTE_CONFIG_DIR", str(tmp_path / "config"))
    return here


@pytest.fixture
def config(folder: Path) -> Path:
    """The folder of profiles and diaries, which is not there yet."""
    return folder.parent / "config"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run looproute in this process, in `folder`."""
    assert folder.is_dir()

    def run(*args: str) -> Result:
        with pytest.raises(SystemExit) as ended:
            main(args)
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Result(ended.value.code, out, err)

    return run


@pytest.fixture
def python(folder: Path) -> Python:
    """Run Python code in a process of its own, in `folder`; its stdout may go elsewhere."""

    def python(
        code: str, *args: str, stdout: int | IO[bytes] = subprocess.PIPE
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *args],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=stdout,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )

    return python


class Planner:
    """Answers every wish with the loops it was given, and remembers the wish."""

    def __init__(self) -> None:
        self.request: LoopRequest | None = None
        self.source: StreetSource | None = None
        self.error: BaseException | None = None
        self.loops = [made_up_loop(1), made_up_loop(2, kind="lollipop", repeated_share=0.084)]

    def plan(self, request: LoopRequest, source: StreetSource) -> list[Loop]:
        self.request, self.source = request, source
        if self.error:
            raise self.error
        return self.loops

    @property
    def wish(self) -> LoopRequest:
        assert self.request is not None, "nothing was searched for"
        return self.request


def made_up_loop(rank: int = 1, **changes: object) -> Loop:
    corners = [(53.557, 13.261), (53.567, 13.261), (53.567, 13.281), (53.557, 13.261)]
    about: dict[str, object] = {
        "rank": rank,
        "kind": "loop",
        "points": tuple(LatLon(*at) for at in corners),
        "steps": 8010,
        "steps_low": 7650,
        "steps_high": 8370,
        "target_steps": 8000,
        "length_m": 5612.0,
        "target_m": 5600.0,
        "duration_s": 4369.0,
        "repeated_share": 0.0,
        "near_self_share": 0.0,
        "doubling_back_share": 0.0,
        "compactness": 0.5,
        "turns": 14,
        "streets": ("Ringstraße", "Am Wall", "Markt"),
        "stem_m": 0.0,
        "busy_share": 0.1,
        "notes": (),
        "attribution": "© OpenStreetMap contributors, ODbL",
    }
    return Loop(**(about | changes))  # type: ignore[arg-type]


@pytest.fixture
def planner(monkeypatch: pytest.MonkeyPatch) -> Planner:
    """Stands in for the search; everything round it is real."""
    fake = Planner()
    monkeypatch.setattr("looproute.planner.plan_loops", fake.plan)
    return fake


@pytest.fixture
def make_loop() -> MakeLoop:
    """A made-up loop of rank 1, with changes."""
    return made_up_loop
