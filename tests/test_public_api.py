from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import looproute

WORDS = {"LatLon", "Loop", "LoopRequest", "StepCount", "StreetNetwork", "Walker", "WayRequest"}
SOURCES = {"Bundled", "OsmFile", "AsciiMap"}
ERRORS = {"LoopRouteError", "NoLoopError", "StartTooFarError", "StreetsError", "WriteError"}
SEARCHES = {"find_loops", "plan_laps", "plan_loops", "plan_ways", "private_loops"}
NAMES = WORDS | SOURCES | ERRORS | SEARCHES | {"read_loops", "write_loops"}
HEAVY = ("folium", "networkx", "numpy", "osmium", "osmnx", "pyproj", "rich", "scipy", "shapely")


def test_the_public_names_are_these_and_no_others_in_order() -> None:
    assert looproute.__all__ == sorted(NAMES)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_public_name_exists_and_has_a_docstring(name: str) -> None:
    assert inspect.getdoc(getattr(looproute, name))


def test_type_checkers_see_the_same_objects_that_are_imported_when_used() -> None:
    source = Path(looproute.__file__).read_text(encoding="utf-8")
    imports = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    seen = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in imports
        if node.module != "typing" and node.module is not None
        for alias in node.names
    }
    assert set(seen) == NAMES
    for name, (module, original) in seen.items():
        assert module is not None
        __import__(module)
        assert getattr(looproute, name) is getattr(sys.modules[module], original)


def test_a_star_import_and_dir_give_the_public_names() -> None:
    names: dict[str, object] = {}
    exec("from looproute import *", names)
    assert set(names) - {"__builtins__"} == NAMES
    assert set(dir(looproute)) >= NAMES


def test_an_unknown_name_raises_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'looproute' has no attribute 'plan'"):
        looproute.plan  # type: ignore[attr-defined]  # noqa: B018


def test_all_errors_of_looproute_share_one_base() -> None:
    errors = [getattr(looproute, name) for name in ERRORS]
    assert all(issubclass(error, looproute.LoopRouteError) for error in errors)
    assert not issubclass(looproute.LoopRouteError, ValueError)


@pytest.mark.parametrize(
    "statement",
    [
        "import looproute",
        "from looproute import LatLon, LoopRouteError, Walker; Walker.from_height(1.75)",
        "import looproute.cli.steps",
    ],
)
def test_steps_are_computed_without_numpy_or_a_map_library(statement: str) -> None:
    script = f"import sys\n{statement}\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert set(HEAVY).isdisjoint(done.stdout.split())


def test_python_dash_m_runs_the_command_line() -> None:
    command = [sys.executable, "-m", "looproute", "--version"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert done.stdout.split() == ["looproute", looproute.__version__]
