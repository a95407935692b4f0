"""Names of files may hold what a terminal obeys; none of it reaches one.

Click takes colours out of what goes to no terminal, so the names set a window's title instead.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from looproute.cli import stderr
from looproute.osm.osm_input import FileProgress
from tests.cli.conftest import Run

TITLE = "\x1b]0;owned\x07"
START = "53.5571,13.2613"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["loop", START, "--steps", "2000", "-o", f"{TITLE}.html"], 0),
        (["loop", START, "--steps", "2000", "-o", f"{TITLE}/walk.html"], 1),
        (["loop", START, "-o", f"{TITLE}.doc"], 2),
        (["loop", START, "--map", f"{TITLE}.osm"], 1),
        (["loop", "--offline", f"a{TITLE}"], 1),
        (["loop", "--steps", TITLE], 2),
        (["walk-there", "--offline", f"a{TITLE}", START], 1),
        (["share", f"{TITLE}.geojson", "-o", "walk.html"], 1),
        (["together", f"{TITLE}.csv", START], 1),
        (["runwalk", "--on", f"{TITLE}.gpx", "--pace", "6:30/km"], 1),
        (["calibrate", "loop", f"{TITLE}.geojson", "--steps", "8000"], 1),
        (["calibrate", "import", f"{TITLE}.gpx", "--steps", "500"], 1),
        (["steps", "8000", "--profile", TITLE], 2),
        ([TITLE], 2),
    ],
    ids=str,
)
def test_a_name_with_an_escape_sequence_is_printed_safely(
    run: Run, args: list[str], code: int
) -> None:
    result = run(*args)
    assert result.code == code, result
    assert "\x1b" not in result.out + result.err
    assert "\x07" not in result.out + result.err


def test_file_names_are_printed_without_escape_sequences(run: Run, folder: Path) -> None:
    assert run("loop", START, "--steps", "2000", "-o", f"{TITLE}.gpx", "-o", "a.geojson").code == 0
    told = [
        run("share", "a.geojson", "-o", f"{TITLE}2.gpx", "--report", "--yes-share-my-start"),
        run("calibrate", "import", f"{TITLE}.gpx", "--steps", "2000", "--yes"),
    ]
    assert len(list(folder.glob("*.gpx"))) == 2
    for result in told:
        assert result.code == 0
        assert "owned" in result.out
        assert "\x1b" not in result.out + result.err


def test_a_terminal_shows_how_much_of_a_file_was_read_and_a_pipe_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stderr, "_LEAST_SHOWN_S", 0.0)
    name = "[bold]town.osm"
    for terminal in (False, True):
        monkeypatch.setattr("sys.stderr.isatty", lambda answer=terminal: answer)
        shown = stderr.ReadingProgress()
        shown(FileProgress(name, "bytes", 1_500_000, 3_000_000))
        assert (shown._status is not None) == terminal
        if shown._status is not None:
            assert "[bold]town.osm: 1.5 of 3.0 MB" in str(shown._status.status).replace("\\", "")
        shown(FileProgress(name, "streets", 10_000))
        shown(None)
        assert shown._status is None
    assert "Traceback" not in capsys.readouterr().err
