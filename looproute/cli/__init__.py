"""The command line: one file a command, named after it.

===============================  ==============================================================
`options`, `clock`               what people type, and the options that commands share
`person`, `places`               who walks, and where
`planning`, `saved`              what commands that plan have in common; loops that a file holds
`table`, `messages`              tables, and what is told on stderr
`disclosure`                     a part of `share`
`diary`, `schedule`, `outings`   parts of `train`
`group`                          a part of `together`
`racecard`                       a part of `runwalk`
`addition`, `intake`, `tally`    parts of `calibrate`
===============================  ==============================================================

Results go to stdout and messages to stderr. Exit codes: 0 found, 1 the world says no, 2 wrong
usage, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import click

from looproute import __version__
from looproute.cli.stderr import note
from looproute.errors import ArgumentError, LoopRouteError
from looproute.text.errors import describe_error
from looproute.units import Units

# With their first sentences, so that the list is there before any of them is imported.
COMMANDS = {
    "loop": "Find loops of the steps you want and write a map of them.",
    "laps": "Find short loops worth repeating, and count the laps.",
    "walk-there": "Walk from one place to another, as far as you wish.",
    "together": "Plan a loop for a group: each one's steps, one pace for all.",
    "share": "Hand on a loop as a page, a course, a picture or a link.",
    "train": "Walk more from week to week, up to 10,000 steps and on.",
    "runwalk": "Run and walk by turns, and know how fast to run.",
    "treadmill": "Say how far and how long steps on a treadmill are, and back.",
    "steps": "Say how far and how long a number of steps is.",
    "calibrate": "Measure your step, so that 8,000 steps are 8,000.",
    "home": "Keep a home, where loops start when no start is given.",
    "area": "Fetch areas once, and plan in them without a network.",
}


class LazyGroup(click.Group):
    """A group that imports the module of a command when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands, the main one first."""
        return list(COMMANDS)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the list of the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the object `command` of the module of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"looproute.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Streets are © OpenStreetMap contributors, ODbL.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Plan a walk that comes back: loops of the steps you want, on real streets.

    \b
      looproute loop 53.5571,13.2613 --steps 8000 -o loops.geojson -o loops.html
      looproute share loops.geojson --loop 2 -o evening.fit
      looproute train --from 5000 --to 10000
      looproute calibrate walk --steps 560 --distance 400m

    A map of five loops, the second one for a watch, more steps from week to week, and a step that
    is yours. looproute loop alone shows a town that comes with it.
    """  # noqa: D301
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; every failure becomes one sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    reader: dict[str, Units] = {}
    try:
        code = cli.main(args, prog_name="looproute", standalone_mode=False, obj=reader)
        sys.stdout.flush()
    except click.UsageError as error:
        _fail(f"{_sentence(error.format_message())}{_where_to_read(error)}", error.exit_code)
    except ArgumentError as error:
        _fail(_sentence(describe_error(error, reader.get("units", "metric"))), 2)
    except ValueError as error:
        _fail(_sentence(str(error)), 2)
    except LoopRouteError as error:
        _fail(describe_error(error, reader.get("units", "metric")), 1)
    except (click.Abort, KeyboardInterrupt):
        _fail("Stopped.", 130)
    except OSError as error:
        _leave_stdout_alone()
        if error.errno == errno.EPIPE:
            sys.exit(1)
        _fail(f"The answer could not be written: {error.strerror or error}.", 1)
    sys.exit(code or 0)


def _sentence(message: str) -> str:
    """Return what a function says of its argument, with a capital and a full stop."""
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?", "?)")) else ".")


def _where_to_read(error: click.UsageError) -> str:
    """Return what to try where only Click knows what is wrong; our sentences say it themselves."""
    if error.ctx is None or error.cmd is None or type(error) is click.BadParameter:
        return ""
    return f" See {error.ctx.command_path} --help."


def _fail(message: str, code: int) -> NoReturn:
    note(message)
    sys.exit(code)


def _leave_stdout_alone() -> None:
    """Let nothing be written at exit to a pipe that is closed or a disk that is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
