"""All waits together end at the deadline."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from looproute.sources.deadline import Deadline, TimeUpError, Wait, Waiting
from tests.sources.conftest import FastClock, OsmServer, Reply

ROOT = Path(__file__).parents[2]


def test_a_call_returns_what_it_returns_and_raises_what_it_raises() -> None:
    patience = Deadline(5)
    assert patience.run(lambda: 7, Wait("seven", {})) == 7
    for error in (ValueError("no"), TimeoutError("of the call's own"), KeyError("x")):

        def fail(error: Exception = error) -> None:
            raise error

        with pytest.raises(type(error)) as caught:
            patience.run(fail, Wait("an error", {}))
        assert caught.value is error


def test_a_hanging_call_is_abandoned_at_the_deadline() -> None:
    never = threading.Event()
    patience = Deadline(0.3)
    with pytest.raises(TimeUpError):
        patience.run(never.wait, Wait("ever", {}))
    assert patience.waited_s >= 0.3
    never.set()


def test_pauses_and_calls_share_one_deadline(clock: FastClock) -> None:
    patience = Deadline(90, clock=clock)
    patience.pause(30, Wait("a pause", {}))
    patience.run(lambda: clock.sleep(30), Wait("a call", {}))
    assert patience.left_s == pytest.approx(30, abs=1)
    with pytest.raises(TimeUpError):
        patience.pause(31, Wait("too long a pause", {}))
    assert clock.slept_s == pytest.approx(60, abs=1)


def test_a_wait_reports_its_kind_and_seconds_and_ends_with_none(clock: FastClock) -> None:
    reports: list[Waiting | None] = []
    tide = Wait("tide", {"height_m": 2.0})
    Deadline(90, clock=clock, report=reports.append).pause(2, tide)
    assert reports[-1] is None
    waits = [report for report in reports if report]
    assert all(report.wait == tide for report in waits)
    assert waits[0].waited_s < 1
    assert waits[-1].waited_s == pytest.approx(2, abs=0.5)
    assert waits[-1].deadline_s == 90


@pytest.mark.parametrize("deadline_s", [0, -1, float("nan"), float("inf")])
def test_an_invalid_deadline_is_refused(deadline_s: float) -> None:
    with pytest.raises(ValueError, match="deadline"):
        Deadline(deadline_s)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a POSIX signal")
def test_a_terminal_shows_the_wait_and_ctrl_c_ends_it(
    server: OsmServer, make_reply: type[Reply], tmp_path: Path
) -> None:
    import pty

    server.always = make_reply(act=lambda handler: handler.server.osm.over.wait())
    terminal, theirs = pty.openpty()
    run = subprocess.Popen(
        [
            *(sys.executable, "-m", "looproute", "loop", "43.4575,-76.5105"),
            *("--overpass", server.overpass, "--deadline", "60s"),
        ],
        cwd=tmp_path,
        env=os.environ
        | {"PYTHONPATH": str(ROOT), "LOOPROUTE_CACHE_DIR": str(tmp_path / "kept")}
        | {"TERM": "xterm", "COLUMNS": "120"},
        stderr=theirs,
        stdout=subprocess.PIPE,
    )
    os.close(theirs)
    shown = b""
    while b"Ctrl-C stops" not in shown:
        shown += os.read(terminal, 4096)
    run.send_signal(signal.SIGINT)
    out, _ = run.communicate(timeout=50)  # less than the deadline
    assert not server.over.is_set()
    shown += os.read(terminal, 65536)
    os.close(terminal)
    assert b"Waiting for 127.0.0.1: streets within 2.96 km" in shown
    assert b"of 60 s" in shown
    assert b"Stopped." in shown
    assert b"Traceback" not in shown
    assert (run.returncode, out) == (130, b"")
    assert list(tmp_path.iterdir()) == []


def test_the_deadline_ends_when_the_server_has_answered() -> None:
    answered = threading.Event()

    def work() -> str:
        answered.set()
        time.sleep(0.6)
        return "parsed"

    assert Deadline(0.3).run(work, Wait("retry", {}), answered) == "parsed"
