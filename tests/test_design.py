"""DESIGN.md lists the actual packages and dependencies."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.metadata import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "looproute"
DESIGN = (ROOT / "DESIGN.md").read_text("utf-8")

BROUGHT = ("geopandas", "pandas", "pyogrio")
"""What OSMnx brings and looproute does not use."""


def test_the_design_shows_every_room_of_the_house() -> None:
    rooms = {path.name for path in PACKAGE.glob("*.py")}
    rooms |= {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    assert set(_rooms()) == rooms


def test_a_room_uses_only_rooms_that_the_design_shows_above_it() -> None:
    rooms = [room.removesuffix(".py").strip("/") for room in _rooms()][2:]
    against = {
        (room, used)
        for place, room in enumerate(rooms)
        for path in [*PACKAGE.glob(f"{room}.py"), *PACKAGE.glob(f"{room}/**/*.py")]
        for used in rooms[place + 1 :]
        if re.search(
            rf"^ *from looproute(\.{used}\b| import .*\b{used}\b)", path.read_text("utf-8"), re.M
        )
    }
    assert against <= {("errors", "text"), ("loops", "text")}


def _rooms() -> list[str]:
    """Return the files and folders of the package as the design lists them."""
    (tree,) = re.findall(r"^looproute/\n(.*?)^```", DESIGN, re.M | re.S)
    return re.findall(r"^  (\S+)", tree, re.MULTILINE)


def test_a_name_is_in_the_file_that_contributing_names() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    told = re.findall(r"`(_?[A-Z][A-Z_]+)`\s+(?:in|of)\s+`(?:looproute/)?([\w/]+\.py)`", text)
    assert len(told) >= 5
    for name, module in told:
        source = (ROOT / "looproute" / module).read_text("utf-8")
        assert re.search(rf"^{name}\b.* = ", source, re.MULTILINE), (name, module)


def _dependencies() -> list[tuple[str, str, str]]:
    """Return the rows of DESIGN.md: names, megabytes, and those of their dependencies, if any."""
    (table,) = re.findall(r"^## Dependencies\n(.*?)^Tests", DESIGN, re.M | re.S)
    return re.findall(r"^\| ([\w, -]+) \| .+ \| .+ \| (\d+)(?: \+ (\d+))? \|$", table, re.M)


def test_the_design_lists_the_purpose_of_each_dependency() -> None:
    (listed,) = re.findall(
        r"^dependencies = \[\n(.*?)^\]", (ROOT / "pyproject.toml").read_text(), re.M | re.S
    )
    told = {name for names, *_ in _dependencies() for name in names.split(", ")}
    assert told == set(re.findall(r'"([\w-]+)', listed))


@pytest.mark.skipif(sys.platform != "linux", reason="the table is of an installation on Linux")
@pytest.mark.parametrize(("names", "told_mb", "brought_mb"), _dependencies())
def test_a_dependency_has_the_size_that_the_design_lists(
    names: str, told_mb: str, brought_mb: str
) -> None:
    assert _weighs(told_mb, names.split(", "))
    assert not brought_mb or _weighs(brought_mb, BROUGHT)


def _weighs(told_mb: str, names: Iterable[str]) -> bool:
    """Return whether packages have about this size, which varies by version and machine."""
    found = [file for name in names for file in files(name) or () if file.suffix != ".pyc"]
    size_mb = sum(Path(file.locate()).stat().st_size for file in found) / 1e6
    return 0.5 * float(told_mb) - 1 <= size_mb <= 2 * float(told_mb)
