"""What --json prints is one JSON value, and every name in it is told in docs/json.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from looproute.sources.bundled import Bundled
from looproute.sources.saved_areas import Areas
from tests.cli.conftest import ROOT, Run

TABLES = (ROOT / "docs/json.md").read_text("utf-8")
ROWS = re.findall(r"^\|(?: `(.+?)` \|)? ((?:`\w+`(?:, )?)+) \|", TABLES, re.MULTILINE)
COMMON = {name for command, names in ROWS for name in re.findall(r"\w+", names) if not command}


def _own(command: str) -> set[str]:
    """Return the names that a command has of its own, as the table tells them."""
    return {
        name
        for told, names in ROWS
        for name in re.findall(r"\w+", names)
        if told and command.startswith(told)
    }


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _names(part)


@pytest.mark.parametrize(
    "command",
    [
        "steps 8000",
        "treadmill --steps 8000 --speed 5.5km/h",
        "laps --steps 2000 --count 2",
        "laps --track --lane 3",
        "together club.csv --steps 2000",
        "train --to 6000",
        "train show",
        "runwalk --distance 10k --pace 6:30/km",
        "runwalk --beginner --distance 10k --pace 6:30/km",
        "calibrate show",
        "area list",
    ],
)
def test_every_name_of_the_table_is_documented_and_correct(
    run: Run, folder: Path, command: str
) -> None:
    (folder / "club.csv").write_text("name,step_length\nAda,0.78\n", encoding="utf-8")
    run("calibrate", "walk", "--steps", "560", "--distance", "400m")
    run("train", "--to", "6000")
    Areas().keep(Bundled().streets(), Bundled.start, 1000)
    result = run(*command.split(), "--json")
    assert result.code == 0
    found = set(_names(json.loads(result.out)))
    assert found - COMMON == _own(command) & found
    assert found & COMMON
