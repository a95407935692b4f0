"""Every command tells how it is used in one and the same way."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from looproute.cli import COMMANDS, cli
from looproute.cli.options import SECTIONS, PlanCommand
from tests.cli.conftest import Run

PROGRAM = cli.make_context("looproute", [])
# In the order of the help; what a command has of its own stands before them.
SHARED = (
    "--count",
    "--step-length",
    "--height",
    "--pace",
    "--sex",
    "--profile",
    "--tolerance",
    "--exact",
    "--seed",
    "--map",
    "--overpass",
    "--nominatim",
    "--deadline",
    "--offline",
    "--snap",
    "--units",
    "--output",
    "--force",
    "--gap",
    "--open",
    "--json",
)
# The pace of a run, and who counted the steps of a walk, are called the same and are not.
OTHER = {("runwalk", "--pace"), ("calibrate walk", "--count"), ("calibrate loop", "--count")}


def _commands() -> Iterator[tuple[str, click.Command]]:
    for name in COMMANDS:
        command = cli.get_command(PROGRAM, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", found) for sub, found in command.commands.items())


NAMED = dict(_commands())


def _shared(path: str) -> list[tuple[str, click.Option]]:
    """Return the options of a command that others have too, with their long names."""
    options = [param for param in NAMED[path].params if isinstance(param, click.Option)]
    named = [(next(opt for opt in it.opts if opt.startswith("--")), it) for it in options]
    return [(name, it) for name, it in named if name in SHARED and (path, name) not in OTHER]


def test_the_help_names_every_command_in_a_sentence(run: Run) -> None:
    result = run("--help")
    assert result.code == 0
    listed = result.out.split("Commands:")[1].splitlines()
    assert [line.split()[0] for line in listed if line][: len(COMMANDS)] == list(COMMANDS)
    for line in listed[1 : 1 + len(COMMANDS)]:
        assert line.endswith(".")
        assert not line.endswith("...")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_listed_with_the_first_sentence_of_its_help(name: str) -> None:
    assert NAMED[name].get_short_help_str(limit=200) == COMMANDS[name].rstrip(".") + "."


@pytest.mark.parametrize("path", NAMED)
def test_the_help_of_a_command_holds_an_example_of_it_in_80_columns(run: Run, path: str) -> None:
    result = run(*path.split(), "-h")
    assert result.code == 0
    assert f"\n    looproute {path}" in result.out
    _, _, options = result.out.partition("--")
    assert "..." not in options
    assert all(len(line) <= 80 for line in result.out.splitlines())


@pytest.mark.parametrize("path", NAMED)
def test_options_that_commands_share_stand_last_and_in_one_order(path: str) -> None:
    names = [name for name, _ in _shared(path)]
    assert names == [name for name in SHARED if name in names]
    last = [param for param in NAMED[path].params if isinstance(param, click.Option)]
    assert [option for _, option in _shared(path)] == last[len(last) - len(names) :]


@pytest.mark.parametrize("path", NAMED)
def test_file_options_leave_checks_to_their_reader(path: str) -> None:
    kinds = [param.type for param in NAMED[path].params]
    assert not any(kind.readable for kind in kinds if isinstance(kind, click.Path))


@pytest.mark.parametrize("name", sorted({*SHARED} - {"--output"}))
def test_shared_options_have_the_same_help_in_every_command(name: str) -> None:
    """Which files are written differs: a plan is no course."""
    told = {option.help for path in NAMED for found, option in _shared(path) if found == name}
    assert len(told) == 1


@pytest.mark.parametrize("name", ["loop", "laps", "walk-there", "together"])
def test_the_help_of_a_planning_command_is_grouped(run: Run, name: str) -> None:
    help_text = run(name, "--help").out
    titles = [line.removesuffix(":") for line in help_text.splitlines() if line.endswith(":")]
    assert [title for title in titles if title in SECTIONS] == list(SECTIONS)
    assert "Options:" not in help_text
    _, _, sections = help_text.partition("\nWhat to walk:")
    for option in (param for param in NAMED[name].params if isinstance(param, click.Option)):
        assert sections.count(f"\n  {', '.join(option.opts)}") == 1


def test_an_option_without_a_section_is_an_error() -> None:
    command = PlanCommand("plan", params=[click.Option(["--colour"])])
    with pytest.raises(KeyError, match="no section of the help has --colour"):
        command.get_help(click.Context(command))
