"""The rules of DESIGN.md that a program can check: names, sizes, late imports, words."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "looproute"
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MODULES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

HEAVY: list[str] = CONFIG["tool"]["looproute"]["heavy"]

LATE = {
    "__init__.py": {"pkgutil.*"},  # a public name is imported when it is first used
    "__main__.py": {"looproute.cli.main"},  # Ctrl-C during the imports, too, is one sentence
    "errors.py": {"looproute.text.errors.describe_error"},  # what `str(error)` reads
    "loops.py": {"looproute.text.notes.describe_note"},  # what `str(note)` reads
}
"""Late imports of modules that are not heavy, by the file of looproute/ that has them."""

MOST_LATE = 300

SHARED_NAMES = {
    "laps",  # the count of laps, and the search for the walk of which they are counted
    "network",  # a folder, and the class after which its main module is named
    "scenery",  # what osm/ reads and network/ holds
}
"""Names of two modules below the text."""

SHARED_CLASSES = {
    "Course",  # readers/gpx_course.py reads what writers/course.py writes
}

SPEAKING_PACKAGES = {"text", "readers", "writers", "cli", "web"}
"""The packages that may compose sentences, and `units.py`, which parses what people type."""

WORDS = re.compile(
    r"\b(told|tells|nobody|whoever|anew|dear|dearer|wish|wishes|wished|by turns|so many"
    r"|mend|mended|hand on|hands on)\b",
    re.IGNORECASE,
)
"""Words that STYLE in CONTRIBUTING.md replaces by others."""


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _docstrings(tree: ast.AST) -> set[int]:
    """Return the ids of the constants that are docstrings."""
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            found.add(id(body[0].value))
        if isinstance(body, list):
            found |= {id(each.value) for each in body if isinstance(each, ast.Expr)}
    return found


def _late_imports(path: Path) -> set[str]:
    """Return what functions and type checkers import, such as ``shapely.Polygon``."""
    found = set()
    for block in ast.walk(ast.parse(path.read_text("utf-8"))):
        is_for_types = (
            isinstance(block, ast.If)
            and isinstance(block.test, ast.Name)
            and block.test.id == "TYPE_CHECKING"
            and path != PACKAGE / "__init__.py"  # the public names
        )
        if is_for_types or isinstance(block, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(block):
                if isinstance(node, ast.Import):
                    found |= {f"{alias.name}.*" for alias in node.names}
                elif isinstance(node, ast.ImportFrom):
                    found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _is_heavy(name: str) -> bool:
    return any(name.startswith(f"{heavy}.") for heavy in HEAVY)


def test_the_root_of_the_package_holds_at_most_14_files() -> None:
    assert len([path for path in PACKAGE.iterdir() if path.is_file()]) <= 14


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_has_at_most_300_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_a_heavy_module_is_imported_late(path: Path) -> None:
    allowed = LATE.get(path.relative_to(PACKAGE).as_posix(), set())
    assert {name for name in _late_imports(path) if not _is_heavy(name)} == allowed


def test_late_imports_are_few_and_each_heavy_module_is_imported_late_somewhere() -> None:
    late = [name for path in MODULES for name in _late_imports(path)]
    assert len(late) <= MOST_LATE
    assert [each for each in HEAVY if not any(name.startswith(f"{each}.") for name in late)] == []


@pytest.mark.parametrize(
    "path", [path for path in MODULES if _room(path) not in SPEAKING_PACKAGES], ids=_name
)
def test_no_option_or_command_is_named_below_the_text(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = _docstrings(tree)
    strings = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in docstrings
    ]
    assert not [text for text in strings if re.search(r"(?<!\S)--[a-z]|\blooproute [a-z]", text)]


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if _room(path) not in SPEAKING_PACKAGES | {"units"}],
    ids=_name,
)
def test_no_unit_system_is_known_below_the_text(path: Path) -> None:
    names = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "looproute.units"
        for alias in node.names
    }
    assert not {name for name in names if name == "Units" or name.startswith("format_")}


def test_no_two_modules_share_a_name_unless_one_reads_what_the_other_writes() -> None:
    rooms = {"readers", "writers", "text", "cli"}  # which name their files by their subjects
    names = Counter(
        path.stem if path.stem != "__init__" else path.parent.name
        for path in MODULES
        if _room(path) not in rooms
    )
    assert {name for name, times in names.items() if times > 1} <= SHARED_NAMES


def test_no_two_public_classes_share_a_name() -> None:
    names = Counter(
        node.name
        for path in MODULES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, times in names.items() if times > 1} == SHARED_CLASSES


def _comments_and_strings(path: Path) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            yield token.string


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_native_editor_would_not_strike_out_a_word_of_the_code(path: Path) -> None:
    assert not [text for text in _comments_and_strings(path) if WORDS.search(text)]


@pytest.mark.parametrize(
    "path",
    [path for path in TESTS if path != Path(__file__)],
    ids=_name,
)
def test_a_test_is_named_in_plain_words(path: Path) -> None:
    names = re.findall(r"^\s*def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    assert not [name for name in names if WORDS.search(name.replace("_", " "))]


@pytest.mark.parametrize(
    "path", [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))], ids=_name
)
def test_a_native_editor_would_not_strike_out_a_word_of_a_document(path: Path) -> None:
    text = path.read_text("utf-8")
    if path.name == "CHANGELOG.md":
        text = text.split("\n## ")[1]
    assert not WORDS.findall(text)
