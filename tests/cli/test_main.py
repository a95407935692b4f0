from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from looproute import __version__
from looproute.cli import COMMANDS
from looproute.errors import NoLoopError, StartTooFarError
from looproute.geo import LatLon
from looproute.store.profile import open_profile
from tests.cli.conftest import Planner, Python, Run

ROOT = Path(__file__).parents[2]
CALL = "from looproute.cli import main; main()"


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    assert run() == run("--help")


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").out == f"looproute {__version__}\n"


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        *(f"{name} --help" for name in COMMANDS),
        "steps 8000",
        "calibrate show",
        "treadmill --steps 8000 --speed 5.5km/h",
        "train --to 6000",
        "runwalk --distance 10k --pace 7:00/km",
    ],
)
def test_commands_without_a_map_import_no_library_but_click(python: Python, command: str) -> None:
    code = (
        "import sys, atexit\n"
        "names = lambda: {name.partition('.')[0] for name in sys.modules}\n"
        "before = names()\n"
        "atexit.register(lambda: print(*names() - before - sys.stdlib_module_names,"
        " file=sys.stderr))\n" + CALL
    )
    result = python(code, *command.split())
    assert result.returncode == 0
    assert set(result.stderr.splitlines()[-1].split()) == {"click", "looproute"}


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (ValueError("count 0 is not from 1 to 20"), 2, "Count 0 is not from 1 to 20."),
        (
            StartTooFarError(
                "start-too-far", distance_m=3210.0, limit_m=150.0, nearest=LatLon(53.5, 13.2)
            ),
            1,
            "The nearest street is 3.21 km from the start",
        ),
        (
            NoLoopError("No way leads back.", target_m=5600, proved=True),
            1,
            "No way leads back.",
        ),
        (KeyboardInterrupt(), 130, "Stopped."),
        (ValueError("two\nlines \x1b[31mred \u202e"), 2, "Two lines ?[31mred ?."),
    ],
)
def test_every_failure_is_one_line_and_an_exit_code(
    run: Run, planner: Planner, folder: Path, error: BaseException, code: int, sentence: str
) -> None:
    planner.error = error
    result = run("loop")
    assert result.code == code
    assert result.err.strip().startswith(sentence)
    assert len(result.err.strip().splitlines()) == 1
    assert result.out == ""
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["stroll"], "No such command 'stroll'"),
        (["loop", "--stepps", "8000"], "--stepps"),
        (["steps", "8000", "--units", "nautical"], "'nautical' is not one of"),
        (["steps"], "Missing argument 'STEPS'. See looproute steps --help."),
        (["train", "log"], "Missing argument 'DATE'. See looproute train log --help."),
        (["steps", "8000", "9000"], "extra argument (9000). See looproute steps --help."),
        (["steps", "8000", "--profile", "../x"], "for '--profile': '../x' is not"),
        (["loop", "--steps"], "Option '--steps' requires an argument"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(run: Run, args: list[str], sentence: str) -> None:
    run(*args).assert_refused(2, sentence)


def test_a_reader_that_goes_away_is_no_error(python: Python) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        assert python(CALL, "steps", "8000", stdout=closed).stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device to write to")
def test_a_full_disk_behind_stdout_is_one_line(python: Python) -> None:
    with Path("/dev/full").open("wb") as full:
        result = python(CALL, "steps", "8000", stdout=full)
    assert result.returncode == 1
    assert result.stderr.startswith("The output could not be written: No space left")
    assert len(result.stderr.splitlines()) == 1


def test_a_terminal_that_lacks_a_letter_still_gets_the_answer(python: Python) -> None:
    result = python("import sys; sys.stdout.reconfigure(encoding='cp437')\n" + CALL, "--help")
    assert result.returncode == 0
    assert "? OpenStreetMap contributors" in result.stdout


@pytest.mark.skipif(os.name != "posix", reason="the shell of POSIX closes streams")
@pytest.mark.parametrize(
    ("args", "closed", "code"),
    [
        ("steps 8000", ">&-", 0),
        ("steps 8000", "2>&-", 0),
        ("steps 8000", "<&- >&- 2>&-", 0),
        ("calibrate walk --steps 560 --distance 400m", ">&-", 0),
        ("calibrate walk --steps 560 --distance 400m", "<&- >&- 2>&-", 0),
        ("calibrate walk --steps 280 --distance 400m", "<&- >&-", 2),
        ("loop --steps 2000 -o walk.html", ">&- 2>&-", 0),
    ],
)
def test_closed_streams_change_neither_the_exit_code_nor_a_file(
    folder: Path, config: Path, args: str, closed: str, code: int
) -> None:
    result = subprocess.run(
        ["sh", "-c", f'exec "$0" -m looproute {args} {closed}', sys.executable],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert result.returncode == code
    assert b"Traceback" not in result.stderr
    assert not (result.stdout if ">&-" in closed.split() else b"")
    for profile in config.glob("*/*.toml"):
        assert len(open_profile(profile).read().walks) == 1
    for page in folder.glob("*.html"):
        assert page.read_text("utf-8").rstrip().endswith("</html>")


def test_ctrl_c_is_heard_while_the_program_is_still_loading(python: Python) -> None:
    code = (
        "import sys\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'click': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from looproute.__main__ import main; main()"
    )
    result = python(code)
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "Stopped.\n")
