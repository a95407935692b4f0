"""The documents agree with the program. `python -m tests.test_docs` refreshes their output."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from looproute.cli import cli, main
from looproute.writers import FORMATS

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOCS = sorted(
    path for folder in (".", "data", "docs", "tests/bench") for path in ROOT.glob(f"{folder}/*.md")
)

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"^```\w*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
_CALLED = re.compile(r"(?:^|[$(&/] ?)looproute ([a-z][a-z-]*)", re.MULTILINE)
_EXAMPLE = re.compile(r"^\$ (looproute .*)\n((?:(?!\$ |```).*\n)*)", re.MULTILINE)
_ROW = re.compile(r"^(\| .*? \|).*\n", re.MULTILINE)

QUOTED = {
    ROOT / "docs/comparison.md": ROOT / "tests/bench/search.md",
    ROOT / "docs/sharing.md": ROOT / "tests/bench/meeting.md",
}
"""Documents that have rows of a table that a benchmark has made."""


class Example(NamedTuple):
    """A command as a document shows it, and its output."""

    command: str
    output: str


def _examples(path: Path) -> list[Example]:
    return [Example(*found) for found in _EXAMPLE.findall(path.read_text(encoding="utf-8"))]


def _blocks(path: Path, language: str) -> list[str]:
    return [body for name, body in _BLOCK.findall(path.read_text("utf-8")) if name == language]


def _printed_in_order(path: Path, folder: Path) -> Iterator[tuple[Example, str]]:
    """Run the examples of a document in order, in one folder, and yield them with their output.

    Their members.csv is the table that the document shows.
    """
    for table in _blocks(path, "csv"):
        (folder / "members.csv").write_text(table, encoding="utf-8")
    for example in _examples(path):
        yield example, _printed(example.command, folder)


def _printed(command: str, folder: Path) -> str:
    """Return the output of a command in a terminal of 80 columns."""
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=folder,
        env={
            **os.environ,
            "COLUMNS": "80",
            "TZ": "UTC",
            "PYTHONIOENCODING": "utf-8",
            "LOOPROUTE_CACHE_DIR": "cache",
            "LOOPROUTE_CONFIG_DIR": "config",
        },
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


PROGRAM = cli.make_context("looproute", [])


def _commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command that can be run, with its command line."""
    groups: list[tuple[str, click.Group]] = [("looproute", cli)]
    for path, group in groups:
        for name in group.list_commands(PROGRAM):
            command = group.get_command(PROGRAM, name)
            assert command is not None
            if isinstance(command, click.Group):
                groups.append((f"{path} {name}", command))
            if command.params or not isinstance(command, click.Group):
                yield f"{path} {name}", command


COMMANDS = dict(_commands())


def _understood(line: str) -> click.Context:
    """Parse a command line without running it, and return its context."""
    path = max((path for path in COMMANDS if f"{line} ".startswith(f"{path} ")), key=len)
    return COMMANDS[path].make_context(path, shlex.split(line.removeprefix(path)), PROGRAM)


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _shown(path: Path) -> list[str]:
    """Return the command lines that a document shows."""
    lines = [line for block in _blocks(path, "sh") for line in block.splitlines()]
    return [*lines, *(example.command for example in _examples(path))]


@pytest.mark.parametrize("path", [p for p in DOCS if _examples(p)], ids=_name)
def test_the_commands_of_a_document_print_what_it_shows(path: Path, tmp_path: Path) -> None:
    for example, printed in _printed_in_order(path, tmp_path):
        assert printed == example.output, example.command


@pytest.mark.parametrize("path", DOCS, ids=_name)
def test_a_command_line_in_a_document_is_valid(path: Path) -> None:
    for line in _shown(path):
        if line.startswith("looproute "):
            assert _understood(line)


def test_the_readme_has_one_command_for_a_loop_and_one_for_the_tests() -> None:
    """`.ci/run` finds these commands and runs them in an empty folder."""
    lines = [line for block in _blocks(README, "sh") for line in block.splitlines()]
    loop, tests = (line for line in lines if line.startswith("python3 -m venv "))
    assert loop.endswith("looproute loop")
    assert tests.endswith("python -m pytest")


@pytest.mark.parametrize("path", COMMANDS)
def test_the_help_of_a_command_shows_how_it_is_used(path: str) -> None:
    command = COMMANDS[path]
    help_text = command.get_help(click.Context(command, parent=PROGRAM, info_name=path))
    examples = re.findall(r"^ +(looproute .*)$", help_text, re.MULTILINE)
    assert examples
    assert all(_understood(example) for example in examples)


@pytest.mark.parametrize("name", cli.list_commands(PROGRAM))
def test_a_command_is_in_the_list_of_commands(name: str) -> None:
    assert f"| `looproute {name}` |" in (ROOT / "docs/commands.md").read_text("utf-8")


@pytest.mark.parametrize("path", DOCS, ids=_name)
def test_every_command_and_option_that_a_document_names_exists(path: Path) -> None:
    code = ["".join(found) for found in _CODE.findall(path.read_text("utf-8"))]
    named = {name for text in code for name in _CALLED.findall(text)}
    assert named <= set(cli.list_commands(PROGRAM))
    params = [param for command in COMMANDS.values() for param in command.get_params(PROGRAM)]
    options = {option for param in params for option in param.opts}
    assert {text.split()[0] for text in code if text.startswith("--")} <= options


@pytest.mark.parametrize("path", DOCS, ids=_name)
def test_every_link_leads_to_a_file_and_a_heading_of_it(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)", path.read_text("utf-8"))
    for target, heading in targets:
        if not target.startswith("https://"):
            assert (path.parent / target).exists(), target
            assert not heading or heading in _headings(path.parent / target), heading


def _headings(path: Path) -> set[str]:
    """Return the headings of a document as GitHub's link anchors."""
    found = re.findall(r"^#+ (.*)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize("path", DOCS, ids=_name)
def test_every_module_that_a_document_names_exists(path: Path) -> None:
    modules = [
        f"/{module.relative_to(ROOT).as_posix()}"
        for folder in ("looproute", "tests", "data", ".ci")
        for module in (ROOT / folder).rglob("*.py")
    ]
    for named in re.findall(r"`([\w./]+\.py)`", path.read_text("utf-8")):
        assert any(module.endswith(f"/{named}") for module in modules), named


@pytest.mark.parametrize("path", DOCS, ids=_name)
def test_a_command_that_makes_figures_is_valid(path: Path) -> None:
    text = path.read_text("utf-8")
    for module, arguments in re.findall(r"python -m (tests\.[\w.]+\w)([^`)\n]*)", text):
        main = import_module(module).__dict__.get("main")
        if isinstance(main, click.Command):
            assert main.make_context(module, shlex.split(arguments))


@pytest.mark.parametrize("path", QUOTED, ids=_name)
def test_a_document_quotes_the_rows_of_a_benchmark(path: Path) -> None:
    made = _rows(QUOTED[path])
    quoted = {head: row for head, row in _rows(path).items() if head in made}
    assert len(quoted) >= 3
    assert quoted == {head: made[head] for head in quoted}


def _rows(path: Path) -> dict[str, str]:
    """Return the rows of all tables of a document by their first cells, without separators.

    Of several rows with the same first cell, the last one counts.
    """
    text = path.read_text("utf-8")
    return {found[1]: found[0] for found in _ROW.finditer(text) if found[1] != "| --- |"}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_format_is_in_the_sharing_table_and_in_the_help(suffix: str) -> None:
    text = (ROOT / "docs/sharing.md").read_text("utf-8")
    (table,) = re.findall(r"^## Which file for whom.*?^## ", text, re.MULTILINE | re.DOTALL)
    assert f"`{suffix}`" in table
    assert suffix in COMMANDS["looproute loop"].get_help(PROGRAM)


@pytest.mark.parametrize(
    "code", _blocks(ROOT / "docs/python.md", "python"), ids=["plan", "own graph"]
)
def test_the_python_in_the_documents_runs(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, list[object]] = {}
    exec(code, names)
    assert len(names["loops"]) == 5


def test_a_document_names_every_property_of_the_geojson(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["loop", "--count", "1", "--json"])
    properties = json.loads(capsys.readouterr().out)["features"][0]["properties"]
    rows = re.findall(r"^\| (`.*?) \|", (ROOT / "docs/geojson.md").read_text("utf-8"), re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", "".join(rows))) == set(properties)


@pytest.mark.parametrize("path", sorted(ROOT.glob("notebooks/*.ipynb")), ids=_name)
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code)


def test_the_changelog_has_a_section_for_the_current_version() -> None:
    from looproute import __version__

    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def refresh(path: Path) -> None:
    """Refresh the output of the commands and the quoted rows in a document."""
    text = path.read_text("utf-8")
    made = _rows(QUOTED[path]) if path in QUOTED else {}
    text = _ROW.sub(lambda row: made.get(row[1], row[0]), text)
    with tempfile.TemporaryDirectory() as folder:
        for example, output in _printed_in_order(path, Path(folder)):
            shown = f"$ {example.command}\n"
            text = text.replace(f"{shown}{example.output}", f"{shown}{output}", 1)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for document in DOCS:
        refresh(document)
