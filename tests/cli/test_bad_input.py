"""Every wrong wish is one sentence on stderr, an exit code, no traceback, and nothing written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Python, Run

DATA = Path(__file__).parents[2] / "data"
OSWEGO = DATA / "oswego" / "oswego.osm.gz"
OSWEGO_START = "43.4553,-76.5105"


@pytest.mark.parametrize("steps", ["0", "-5", "nan", "inf", "1e9", "8.000"])
def test_invalid_step_counts_are_rejected(run: Run, folder: Path, steps: str) -> None:
    run("loop", "--steps", steps).assert_refused(2, repr(steps), "8,000")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "targets", [("--steps", "8000", "--distance", "5km"), ("--time", "45min", "--steps", "8000")]
)
def test_two_lengths_at_once_are_refused(run: Run, folder: Path, targets: tuple[str, ...]) -> None:
    run("loop", *targets).assert_refused(2, "one of --steps, --distance and --time")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("step_length", "words"), [("7", "0.30 to 1.10 m"), ("1.5", "a stride, which is two steps")]
)
def test_impossible_step_lengths_are_rejected(
    run: Run, folder: Path, step_length: str, words: str
) -> None:
    run("loop", "--step-length", step_length).assert_refused(2, words)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("start", "code", "words"),
    [
        ("91,13.26", 2, "latitude 91.0"),
        ("nan,13.26", 2, "'nan,13.26' is not a place"),
        ("13.2613,53.5571", 1, "Did you mean 53.5571,13.2613? Latitude goes first."),
        ("48.137,11.575", 1, "--map"),
        ("53.535,13.245", 1, "m from the start"),
        ("88,13", 2, "beyond 85 degrees"),
        ("-16.8,179.995", 2, "180th meridian"),
    ],
    ids=["latitude 91", "nan", "swapped", "outside the map", "in the lake", "pole", "date line"],
)
def test_a_start_without_streets_is_rejected_with_advice(
    run: Run, folder: Path, start: str, code: int, words: str
) -> None:
    run("loop", start, "--offline").assert_refused(code, words)
    assert list(folder.iterdir()) == []


def test_a_start_three_kilometres_from_any_street_is_refused(run: Run, folder: Path) -> None:
    result = run("loop", "43.49,-76.52", "--map", str(OSWEGO))
    result.assert_refused(1)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["missing", "empty", "cut", "text", "folder", "suffix"])
def test_a_file_that_is_no_map_is_refused_and_left_as_it_is(
    run: Run, folder: Path, name: str
) -> None:
    path = folder / f"{name}.osm.gz"
    if name == "empty":
        path.touch()
    elif name == "cut":
        path.write_bytes(OSWEGO.read_bytes()[:9000])
    elif name == "text":
        path.write_text("These are not the streets you are looking for.")
    elif name == "folder":
        path.mkdir()
    elif name == "suffix":
        path = folder / "town.zip"
        path.write_bytes(OSWEGO.read_bytes())
    before = sorted(folder.iterdir())
    run("loop", OSWEGO_START, "--map", str(path)).assert_refused(1, path.name)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("output", "code", "words"),
    [
        ("walk.pdf", 2, ".html, .gpx, .fit"),
        ("nowhere/walk.html", 1, "does not exist"),
        ("locked/walk.html", 1, "may not be written"),
    ],
)
def test_an_unwritable_output_is_rejected(
    run: Run, folder: Path, output: str, code: int, words: str
) -> None:
    locked = folder / "locked"
    locked.mkdir(mode=0o500)
    if output.startswith("locked") and os.access(locked, os.W_OK):
        pytest.skip("root may write everywhere")
    run("loop", "-o", output).assert_refused(code, words)
    assert list(folder.iterdir()) == [locked]
    assert list(locked.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a POSIX signal")
@pytest.mark.parametrize("moment", ["looproute.planner", "scipy", "folium"])
def test_ctrl_c_at_any_moment_stops_and_leaves_nothing_behind(
    python: Python, folder: Path, moment: str
) -> None:
    result = python(
        "import os, signal, sys\n"
        "def press(event, args):\n"
        f"    if event == 'import' and args[0] == '{moment}':\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.addaudithook(press)\n"
        "from looproute.cli import main; main()",
        "loop",
    )
    assert (result.returncode, result.stdout) == (130, "")
    assert result.stderr.strip() == "Stopped."
    assert list(folder.iterdir()) == []
