"""The command line: a module or a package for each command.

================================================  =============================================
`options`, `departure`                            types and options shared by many commands
`walker_options`, `source_options`                options for the walker, for streets and places
`plan_options`, `plan_command`                    options of planning commands, and their help
`loop_files`                                      reading a loop from a file
`table`, `stderr`, `advice`                       tables, messages, advice after an error
================================================  =============================================

Results go to stdout and messages to stderr. Exit codes: 0 found, 1 nothing found or a file, disk or
server failed, 2 wrong usage, 130 interrupted by Ctrl-C.
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
from looproute.cli.advice import describe_failure
from looproute.cli.stderr import note
from looproute.errors import ArgumentError, LoopRouteError
from looproute.text.errors import describe_error
from looproute.units import Units

# Includes the first sentence of each, so that listing the commands imports none of them.
COMMANDS = {
    "loop": "Find loops of the steps you want and write a map of them.",
    "laps": "Find short loops worth repeating, and count the laps.",
    "walk-there": "Walk from one place to another, as far as you like.",
    "together": "Plan a loop for a group: one pace, steps for each member.",
    "share": "Share a loop as a page, a course, a picture or a link.",
    "train": "Walk more from week to week, up to 10,000 steps and beyond.",
    "runwalk": "Alternate running and walking, and know how fast to run.",
    "treadmill": "Convert between steps, distance and time on a treadmill.",
    "steps": "Show the distance and the time of a number of steps.",
    "calibrate": "Measure your step length, so that 8,000 steps are 8,000.",
    "home": "Save your home, where loops start by default.",
    "area": "Download areas once, and plan in them offline.",
}


class LazyGroup(click.Group):
    """A group that imports the module of a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands, with the main one first."""
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
        """Return the `command` object of the module of that name."""
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

    A map of five loops, the second one for a watch, more steps from week to week, and your own step
    length. Without a start, looproute loop uses a town that comes with it.
    """  # noqa: D301
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit; every failure becomes one sentence and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")
    chosen: dict[str, Units] = {"units": "metric"}
    try:
        code = cli.main(args, prog_name="looproute", standalone_mode=False, obj=chosen)
        sys.stdout.flush()
    except click.UsageError as error:
        _fail(f"{_sentence(error.format_message())}{_help_hint(error)}", error.exit_code)
    except ArgumentError as error:
        _fail(_sentence(describe_error(error, chosen["units"])), 2)
    except ValueError as error:
        _fail(_sentence(str(error)), 2)
    except LoopRouteError as error:
        _fail(describe_failure(error, chosen["units"]), 1)
    except (click.Abort, KeyboardInterrupt):
        _fail("Stopped.", 130)
    except OSError as error:
        _silence_stdout()
        if error.errno == errno.EPIPE:
            sys.exit(1)
        _fail(f"The output could not be written: {error.strerror or error}.", 1)
    sys.exit(code or 0)


def _sentence(message: str) -> str:
    """Return the message of a ValueError with a capital and a full stop."""
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?", "?)")) else ".")


def _help_hint(error: click.UsageError) -> str:
    """Return a pointer to the help for errors found by Click; other messages do not need it."""
    if error.ctx is None or error.cmd is None or type(error) is click.BadParameter:
        return ""
    return f" See {error.ctx.command_path} --help."


def _fail(message: str, code: int) -> NoReturn:
    note(message)
    sys.exit(code)


def _silence_stdout() -> None:
    """Redirect stdout, so that nothing is written at exit to a closed pipe or a full disk."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
