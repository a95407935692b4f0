"""The lunch break: off at one time, back by another, and not in the dark unawares."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Planner, Run

START = "53.5571,13.2613"


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock is that of Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.delenv("TZ")
    time.tzset()


def test_the_time_until_the_return_is_the_target(run: Run, planner: Planner) -> None:
    assert run("loop", START, "--depart", "12:10", "--back-by", "12:50").code == 0
    assert planner.wish.steps is None
    assert planner.wish.duration_s == pytest.approx(2400 / 1.005)


def test_the_walk_returns_in_time(run: Run) -> None:
    result = run("loop", START, "--depart", "12:10", "--back-by", "12:50", "--date", "2026-11-23")
    back = re.search(r"If you set off at 12:10, you are back at 12:(\d\d)", result.out)
    assert back
    assert 48 <= int(back[1]) <= 50
    assert f"after {int(back[1]) - 10} min." in result.out
    assert "dark" not in result.err


def test_darkness_on_the_way_is_reported(run: Run) -> None:
    args = ["--depart", "3:40pm", "--date", "2026-11-23", "--time", "80min"]
    result = run("loop", START, *args)
    assert "It gets dark on the way, at 16:39" in result.err
    assert "dark" not in result.out
    summer = run("loop", START, *args[:3], "2026-06-21", *args[4:], "--force")
    assert "dark" not in summer.err


def test_an_hour_more_on_the_night_when_clocks_go_back(run: Run, planner: Planner) -> None:
    args = ["--depart", "1:30", "--back-by", "3:30", "--date", "2026-10-25"]
    assert run("loop", START, *args).code == 0
    assert planner.wish.duration_s == pytest.approx(3 * 3600 / 1.005)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--depart", "25:10"], "'25:10' is not a time of the day"),
        (["--depart", "12"], "'12' is not a time of the day"),
        (["--depart", "13:00pm"], "is not a time of the day"),
        (["--depart", "12:10", "--back-by", "12:10"], "is not after --depart 12:10"),
        (["--depart", "23:30", "--back-by", "0:30"], "past midnight"),
        (["--depart", "12:10", "--back-by", "12:11"], "A walk of 1 min, 74 m,"),
        (["--depart", "0:01", "--back-by", "23:59", "--step-length", "1.10"], "100.00 km"),
        (["--back-by", "12:50", "--steps", "8000"], "omit --steps"),
        (["--date", "2026-11-23"], "add --depart"),
        (["--date", "2026-12-24", "--back-by", "23:50"], "means a walk that starts now"),
        (["--date", "2026-02-30", "--depart", "12:10"], "is not a date"),
        (["--date", "nan", "--depart", "12:10"], "is not a date"),
    ],
)
def test_times_that_do_not_go_together_are_refused(
    run: Run, folder: Path, args: list[str], said: str
) -> None:
    run("loop", START, *args).assert_refused(2, said)
    assert not list(folder.glob("*.html"))
